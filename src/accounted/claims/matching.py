"""Tell how a claim relates to a question, dimension by dimension, each with its reason in words.

Only a claim that is the same in every dimension may stand beside a question's other numbers. A denial, a supposition, a
prediction, or a report of somebody else's figure never does, whatever it counts: its `stance` keeps it apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from accounted.claims.gazetteer import Gazetteer, relate_places
from accounted.claims.languages.english import COMPOUND_ACTS
from accounted.claims.periods import compare_as_of, compare_periods
from accounted.claims.populations import compare_populations
from accounted.model.claims import Act, Claim
from accounted.model.dates import DateInterval
from accounted.model.questions import DimensionMatch, Match, Question, Relation

__all__ = ["match", "relate_acts"]

_CONTAINS: dict[Act, frozenset[Act]] = {"killed": frozenset({"executed"})}
_COMPOUND = re.compile(COMPOUND_ACTS, re.IGNORECASE)
_STRONGEST: tuple[Relation, ...] = ("different", "unclear", "overlapping")
_NEAR = 140
_APART = {"denies": "denied by", "doubts": "doubted by", "corrects": "corrected by"}


def match(
    claim: Claim,
    question: Question,
    *,
    documents_date: DateInterval | None = None,
    gazetteer: Gazetteer | None = None,
) -> Match:
    """Compare a claim with a question.

    Args:
        claim: The claim.
        question: The question.
        documents_date: When the claim's document was published, for what was known by then.
        gazetteer: Which place lies in which; None takes the world's table alone.

    Returns:
        The relation over all and one entry per dimension: act, unit, population, place, period, as of, stance.
    """
    interval = claim.when.interval if claim.when else None
    said = claim.said_when or documents_date
    dimensions = (
        DimensionMatch("act", *_compare_acts(claim, question.act)),
        DimensionMatch("unit", *_compare_units(claim, question)),
        DimensionMatch("population", *compare_populations(claim.counted, question.population)),
        DimensionMatch(
            "place", *relate_places(claim.where.wording if claim.where else None, question.place, gazetteer)
        ),
        DimensionMatch(
            "period", *compare_periods(interval, claim.when.wording if claim.when else None, question.period)
        ),
        DimensionMatch("as of", *compare_as_of(interval, said, question.period)),
        DimensionMatch("stance", *_stance(claim)),
    )
    return Match(claim.id, question.id, _over_all(d.relation for d in dimensions), dimensions)


def _over_all(relations: Iterable[Relation]) -> Relation:
    found = set(relations) - {"same"}
    if not found:
        return "same"
    for strongest in _STRONGEST:
        if strongest in found:
            return strongest
    return found.pop() if len(found) == 1 else "overlapping"


def _compare_acts(claim: Claim, asked: Act | None) -> tuple[Relation, str]:
    if asked is None:
        return "unclear", "the question does not say which act it asks about"
    if claim.act == "other":
        joined = _compound_beside(claim)
        if joined and asked in ("killed", "missing", "injured"):
            return "wider", f"“{joined}” counts more than {asked}"
        if asked == "other":
            return "unclear", "both ask about an act without a code"
        return "different", f"the claim is about another act than {asked}"
    return relate_acts(claim.act, asked)


def relate_acts(one: Act, two: Act) -> tuple[Relation, str]:
    """Tell how one act relates to another by the lattice, with the reason.

    >>> relate_acts("executed", "killed")
    ('narrower', 'executed is a part of killed')
    """
    if one == two:
        return "same", f"both count {two}"
    if one in _CONTAINS.get(two, ()):
        return "narrower", f"{one} is a part of {two}"
    if two in _CONTAINS.get(one, ()):
        return "wider", f"{one} is more than {two}"
    return "different", f"one counts {one}, the other {two}"


def _compound_beside(claim: Claim) -> str:
    if claim.figure is None:
        return ""
    at = claim.figure.end - claim.start
    found = _COMPOUND.search(claim.quote, max(0, at), at + _NEAR) or _COMPOUND.search(claim.quote, 0, max(0, at))
    return found.group() if found else ""


def _compare_units(claim: Claim, question: Question) -> tuple[Relation, str]:
    if claim.figure is None:
        return "different", "the claim gives no figure"
    if claim.kind == "event" and claim.unit == question.unit:
        return "unclear", f"“{claim.figure.wording}” names one of the {question.unit}; no number is stated"
    if claim.unit == question.unit:
        return "same", f"both count {question.unit}"
    return "different", f"the claim counts {claim.unit}, the question {question.unit}"


def _stance(claim: Claim) -> tuple[Relation, str]:
    """Keep apart what the speaker does not state for themselves."""
    if claim.polarity == "none_occurred":
        return "different", "says that none occurred"
    if claim.polarity == "denied":
        return "different", f"denied by {claim.attribution.speaker or 'a speaker not named'}"
    for link in claim.attribution.chain:
        if link.stance in _APART:
            return "different", f"{_APART[link.stance]} {link.speaker}"
    if claim.modality in ("hypothetical", "predicted", "asked"):
        return "different", f"the figure is {claim.modality}, not stated"
    if claim.modality == "possible":
        return "unclear", "the figure is said to be possible only"
    if claim.language not in (None, "en"):
        return "unclear", f"read with tables only begun ({claim.language}): how it is said is not fully known"
    if any(link.stance == "reports" for link in claim.attribution.chain) or len(claim.attribution.chain) > 1:
        inner = claim.attribution.chain[-1].speaker
        return "unclear", f"{claim.attribution.speaker or 'the text'} reports a figure of others ({inner})"
    return "same", "stated"
