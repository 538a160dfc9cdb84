"""Claims without a figure, only where the words are clear: doubts, denials, that nobody was harmed, legal outcomes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from accounted.claims.act_words import named_act
from accounted.claims.hints import AGAINST, NOBODY, OUTCOME, hints_of
from accounted.claims.speech import Frame
from accounted.model.claims import Act, Kind, Polarity
from accounted.model.documents import Span

__all__ = ["Statement", "find_statements", "may_state"]

_OUTCOME = re.compile(
    r"\b(?:(?:was|were|been|being|is|are)(?: \w+ly)? (?:cleared of|acquitted|convicted|found (?:not )?guilty"
    r"|sentenced|indicted"
    r"|exonerated)|charges (?:\w+ ){0,4}(?:were|have been|had been) dropped)\b"
)
_NOBODY = re.compile(
    r"\b(?:[Nn]o one|[Nn]obody|[Nn]one"
    r"|[Nn]ot (?:an?|one) (?:single )?(?:\w+ ){1,3}?\w+[\"”’']?"
    r"|[Nn]o (?!fewer|less|more)(?:\w+ ){0,2}(?:people|person|civilian|men|women"
    r"|children|soldier|prisoner|one|[a-z-]{2,}s))"
    r"\s+(?:(?:was|were|had been|has been|have been|is|are|had|has)\s+)?(?P<act>los[te] (?:his|her|their) li(?:fe|ves)"
    r"|killed|executed|injured|wounded"
    r"|hurt|died|dead|missing"
    r"|arrested|detained|tortured|displaced)\b"
    r"|\b[Nn]one of (?:the|its|their|his|her|our|those|these) (?:\w+ ){1,3}?(?:was|were|had been|has been"
    r"|have been|had|has)\s+(?P<act2>killed"
    r"|executed|injured|wounded|hurt|died|arrested|detained|tortured|displaced)\b|\b(?:[Nn]o (?:deaths|killings"
    r"|executions|fatalities|disappearances))\b"
)
_NOT_REFUSED = re.compile(
    r"\b(?:(?:did|do|does|has|have|had|could|would|will) (?:not|never)|never|didn[’']t|doesn[’']t|don[’']t|cannot)"
    r"(?: \w+ly)?\s*$|\b[Nn](?:either|o|one|obody|one of)\b[^.;:,]{0,60}$"
)
_AGAINST = re.compile(
    r"\b(?:den(?:y|ies|ied)|reject|dismiss|disput|contest|challeng|doubt|question|s[ck]eptical"
    r"|not believe|not convinced)"
)
_ABOUT_FIGURE = re.compile(
    r"\b(?:figures?|numbers?|tolls?|estimates?|counts?|claims?|reports?|allegations?|accusations?)\b"
)
_DENIED_ACT = re.compile(
    r"\s+(?:that|having|any|its|the|all|killing|executing|torturing|responsibility|involvement|charges"
    r"|accusations|allegations|claims)"
)


@dataclass(frozen=True, slots=True)
class Statement:
    """A claim without a figure, relative to its sentence; `at` is a position inside what is said."""

    kind: Kind
    act: Act
    polarity: Polarity
    at: int
    act_span: Span | None


def may_state(view: str) -> bool:
    """Tell cheaply whether a sentence can hold a statement, so that speakers are looked for only where they are needed.

    Args:
        view: The flattened sentence.
    """
    hints = hints_of(view)
    return bool(
        (hints & AGAINST and _AGAINST.search(view))
        or (hints & NOBODY and _NOBODY.search(view))
        or (hints & OUTCOME and _OUTCOME.search(view))
    )


def find_statements(view: str, frames: Sequence[Frame]) -> tuple[Statement, ...]:
    """Find what a sentence without a counted figure clearly claims; at most one of each kind.

    Args:
        view: The flattened sentence.
        frames: Its frames of speech.
    """
    return tuple(_statements(view, frames))


def _statements(view: str, frames: Sequence[Frame]) -> Iterator[Statement]:
    nobody = _NOBODY.search(view)
    if nobody:
        act = named_act(
            view, nobody.start("act") if nobody["act"] else nobody.start("act2") if nobody["act2"] else nobody.start()
        )
        found: Act = act[0] if act else "executed" if "execution" in nobody.group() else "killed"
        yield Statement("statement", found, "none_occurred", nobody.start(), act[1] if act else Span(*nobody.span()))
        return
    outcome = _OUTCOME.search(view)
    if outcome:
        yield Statement("legal_outcome", "other", "asserted", outcome.start(), None)
        return
    for frame in frames:
        if frame.stance not in ("denies", "doubts") or frame.speaker is None or frame.speaker.kind == "pronoun":
            continue
        if _NOT_REFUSED.search(view, 0, frame.cue.start):
            continue  # "neither side disputed the figure"
        rest = view[frame.cue.start : frame.covers[0].end if frame.covers else len(view)]
        act = named_act(view, frame.cue.end)
        at = frame.covers[0].start if frame.covers else frame.cue.end
        if frame.stance == "doubts" and _ABOUT_FIGURE.search(rest):
            yield Statement("statement", act[0] if act else "other", "asserted", at, act[1] if act else None)
            return
        if frame.stance == "denies" and (
            _ABOUT_FIGURE.search(rest) or (act and _DENIED_ACT.match(view, frame.cue.end))
        ):
            yield Statement("statement", act[0] if act else "other", "denied", at, act[1] if act else None)
            return
