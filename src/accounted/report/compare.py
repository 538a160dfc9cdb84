"""A claim beside an estimate, in six words and no others.

The rules are those of the design: only a claim about the same thing is compared; an open bound is a half-line, never a
point; "below" and "above" need every model to agree, and the tipping factor stands beside them. A part or a whole
allows only the logical direction. No ratio, no mark, no verdict on anyone: a claim and an estimate never become one
number.

With n people on the lists, an interval from A to B and a claim c beyond it, the tipping factor ξ says how many times
as many unrecorded people there would have to be for the interval to reach the claim: ξ = (c − n) / (B − n) above, and
ξ = (c − n) / (A − n) below.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from accounted.model.capture import Estimate, EstimateSet, NotEstimable
from accounted.model.claims import Claim
from accounted.model.documents import Document
from accounted.model.findings import ClaimAgainstEstimate, Documented, Verdict
from accounted.model.questions import Match, Question
from accounted.report.prose import check_estimate, count_text, interval_kind, number_text, supported
from accounted.report.speakers import apart_reason, said_date, speaker_label

__all__ = [
    "Comparison",
    "Part",
    "StatedRange",
    "Whole",
    "against_documented",
    "compare",
    "stated_range",
    "whole_answer",
]

_QUOTE_CHARACTERS = 140


@dataclass(frozen=True, slots=True)
class StatedRange:
    """The numbers that a claim's words allow; None is an open end."""

    low: float | None
    high: float | None
    low_inclusive: bool = True
    high_inclusive: bool = True


@dataclass(frozen=True, slots=True)
class Whole:
    """The estimate for the whole question: its interval, and the interval of every model.

    `exact` holds the unrounded ends; over several strata a model's ends are the sums of its ends per stratum, which is
    never narrower than the joint interval.
    """

    of: str
    n_observed: int
    point: float
    lower: float
    upper: float
    prob: float
    kind: str
    models: tuple[tuple[str, float, float], ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a sentence, and what it leads back to."""

    text: str
    leads_to: Literal["", "claim", "estimate"] = ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """What may be said of one claim and one estimate, in pieces that each know where they come from."""

    verdict: Verdict
    parts: tuple[Part, ...]
    tipping: float | None = None

    def flat(self) -> ClaimAgainstEstimate:
        """Give the comparison as the model keeps it: one sentence."""
        return ClaimAgainstEstimate(self.verdict, "".join(part.text for part in self.parts), self.tipping)


def stated_range(claim: Claim) -> StatedRange | None:
    """Take the range from a claim's figure; None when it gives no number.

    A number without bounds is taken as it stands; "none were killed" is zero.
    """
    figure = claim.figure
    if figure is None:
        return StatedRange(0, 0) if claim.polarity == "none_occurred" else None
    if figure.low is None and figure.high is None:
        return None if figure.best is None else StatedRange(figure.best, figure.best)
    return StatedRange(
        figure.low,
        figure.high,
        low_inclusive=figure.low_inclusive is not False,
        high_inclusive=figure.high_inclusive is not False,
    )


def whole_answer(estimated: EstimateSet) -> Whole | str:
    """Find the one estimate that answers the whole question, or say why the lists give none."""
    estimates = []
    for stratum in estimated.strata:
        if isinstance(stratum, NotEstimable):
            return f"{_stratum(stratum.stratum)} is not estimable ({stratum.reason})"
        check_estimate(stratum)
        if stratum.status == "weakly_identified":
            return f"{_stratum(stratum.stratum)} is only weakly identified ({stratum.reason})"
        estimates.append(stratum)
    if not estimates:
        return "no stratum was estimated"
    if len(estimates) == 1:
        only = estimates[0]
        models = tuple((model.name, model.lower, model.upper) for model in only.models)
        kind = interval_kind(model.name for model in only.models)
        return Whole(only.stratum, only.n_observed, only.point, only.lower, only.upper, only.prob, kind, models)
    total = estimated.total
    if total is None or total.of != "all strata":
        return "the strata have no total"
    kind = interval_kind(model.name for estimate in estimates for model in estimate.models)
    return Whole(
        total.of, total.n_observed, total.point, total.lower, total.upper, total.prob, kind, _summed_models(estimates)
    )


def compare(
    claim: Claim, match: Match, question: Question, estimated: EstimateSet | None, document: Document | None
) -> Comparison:
    """Set one claim against the estimate of one question.

    Args:
        claim: The claim.
        match: How the claim relates to the question.
        question: The question.
        estimated: The estimates, or None when the question has no lists.
        document: The claim's document, for its name and date.
    """
    said = _said(claim, document)
    stated = stated_range(claim)
    reason = _not_comparable(claim, match, question, estimated, stated)
    if reason or estimated is None or stated is None:
        return Comparison("not comparable", (*said, Part(f" It is not compared: {reason}.")))
    whole = whole_answer(estimated)
    if isinstance(whole, str):
        return Comparison("the lists cannot say", (*said, Part(f" The lists cannot say: {whole}.")))
    place = _position(stated, whole.lower, whole.upper)
    if match.relation != "same":
        return _part_and_whole(said, match, place, whole, stated)
    gives = _gives(whole, stated, place)
    if place in ("the estimate lies below", "the estimate lies above"):
        inside = [name for name, low, high in whole.models if _position(stated, low, high) != place]
        if inside:
            text = f" The lists cannot say: the models do not agree ({', '.join(inside)})."
            return Comparison("the lists cannot say", (*said, *gives, Part(text)))
        tipping, words = _tipping(stated, whole, place)
        return Comparison(place, (*said, *gives, *words), tipping)
    end = " The claim is compatible with this range." if place == "compatible" else " The two overlap in part."
    return Comparison(place, (*said, *gives, Part(end)))


def against_documented(claim: Claim, match: Match, question: Question, documented: Documented | None) -> str:
    """Say that the documented number contradicts a claim, only where it can; else empty.

    It can when the claim is the speaker's own, about the same thing, in persons, and has an upper end in words that
    the low end of the documented number passes.
    """
    stated = stated_range(claim)
    if documented is None or stated is None or match.relation != "same" or apart_reason(claim, match):
        return ""
    figure = claim.figure
    worded_end = claim.polarity == "none_occurred" if figure is None else figure.high is not None
    if question.unit != "persons" or not worded_end or stated.high is None:
        return ""
    passed = documented.low > stated.high or (documented.low == stated.high and not stated.high_inclusive)
    if not passed:
        return ""
    return (
        f"The lists name at least {count_text(documented.low, 'persons')} certainly in scope, "
        f"more than the upper end of this claim ({number_text(stated.high)})."
    )


def _not_comparable(
    claim: Claim, match: Match, question: Question, estimated: EstimateSet | None, stated: StatedRange | None
) -> str:
    if estimated is None:
        return "there are no lists for this question"
    if match.relation not in ("same", "narrower", "wider"):
        return "it is about something else" if match.relation != "unclear" else "it cannot be told what it is about"
    if question.unit != "persons":
        return f"the lists count persons, the question {question.unit}"
    apart = apart_reason(claim, match)
    if apart:
        return f"the figure is not put forward as the speaker's own ({apart})"
    return "it gives no number" if stated is None else ""


def _position(stated: StatedRange, lower: float, upper: float) -> Verdict:
    low = -math.inf if stated.low is None else stated.low
    high = math.inf if stated.high is None else stated.high
    if low > upper or (low == upper and not stated.low_inclusive):
        return "the estimate lies below"
    if high < lower or (high == lower and not stated.high_inclusive):
        return "the estimate lies above"
    claim_holds_interval = low <= lower and upper <= high
    interval_holds_claim = lower <= low and high <= upper
    return "compatible" if claim_holds_interval or interval_holds_claim else "overlaps in part"


def _part_and_whole(
    said: tuple[Part, ...], match: Match, place: Verdict, whole: Whole, stated: StatedRange
) -> Comparison:
    logical: Verdict = "the estimate lies below" if match.relation == "narrower" else "the estimate lies above"
    agree = all(_position(stated, low, high) == logical for _, low, high in whole.models)
    if place != logical or not agree:
        side = "a part" if match.relation == "narrower" else "more than the whole"
        return Comparison("not comparable", (*said, Part(f" It is not compared: it is about {side} of this question.")))
    text = (
        " The claim is about a part of this; even the whole lies below it."
        if match.relation == "narrower"
        else " The claim is about more than this; even this part lies above it."
    )
    return Comparison(logical, (*said, *_gives(whole, stated, place, same=False), Part(text)))


def _said(claim: Claim, document: Document | None) -> tuple[Part, ...]:
    speaker = speaker_label(claim, document)
    verb = "the text says" if not claim.attribution.speaker else "said"
    words = claim.figure.wording if claim.figure else "no number"
    quote = claim.quote if len(claim.quote) <= _QUOTE_CHARACTERS else f"{claim.quote[:_QUOTE_CHARACTERS].rstrip()}…"
    joined = f"{speaker}: {verb} " if not claim.attribution.speaker else f"{speaker} {verb} "
    return (
        Part(joined),
        Part(words, "claim"),
        Part(" ("),
        Part(f"“{' '.join(quote.split())}”, {said_date(claim, document)}", "claim"),
        Part(")."),
    )


def _gives(whole: Whole, stated: StatedRange, place: Verdict, *, same: bool = True) -> tuple[Part, ...]:
    _, low, high = supported(whole.point, whole.lower, whole.upper, whole.n_observed)
    if _position(stated, low, high) != place:
        # Rounding must not move a claim to the other side of the interval's end.
        low, high = math.floor(whole.lower), math.ceil(whole.upper)
    lead = " For the same unit, place and period, the lists" if same else " For the whole question, the lists"
    return (
        Part(f"{lead} with these assumptions give "),
        Part(f"{number_text(low)}–{number_text(high)}", "estimate"),
        Part(" persons ("),
        Part(f"{100 * whole.prob:.4g} %", "estimate"),
        Part(f" {whole.kind})."),
    )


def _tipping(stated: StatedRange, whole: Whole, place: Verdict) -> tuple[float | None, tuple[Part, ...]]:
    outside = " The claim lies outside this range"
    below = place == "the estimate lies below"
    end = stated.low if below else stated.high
    reach = whole.upper if below else whole.lower
    if end is None:
        raise AssertionError("a claim beyond an interval has an end on that side")
    if end < whole.n_observed:
        on_lists = Part(count_text(whole.n_observed, "persons"), "estimate")
        return None, (Part(f"{outside}, and below the "), on_lists, Part(" that are on the lists."))
    if reach <= whole.n_observed:
        return None, (Part(f"{outside}; with these assumptions there is nobody unrecorded."),)
    factor = (end - whole.n_observed) / (reach - whole.n_observed)
    # Rounded outwards, so that the factor as printed is enough.
    shown = math.ceil(factor * 100) / 100 if below else math.floor(factor * 100) / 100
    bound = "at least" if below else "at most"
    return factor, (
        Part(f"{outside}; it would lie inside if the unrecorded were {bound} "),
        Part(number_text(shown), "estimate"),
        Part(" times as many."),
    )


def _summed_models(estimates: list[Estimate]) -> tuple[tuple[str, float, float], ...]:
    names = sorted({model.name for estimate in estimates for model in estimate.models})
    found = []
    for name in names:
        ends = [(m.lower, m.upper) for estimate in estimates for m in estimate.models if m.name == name]
        if len(ends) == len(estimates):
            found.append((name, sum(low for low, _ in ends), sum(high for _, high in ends)))
    return tuple(found)


def _stratum(name: str) -> str:
    return "the table" if name == "all" else f"stratum {name}"
