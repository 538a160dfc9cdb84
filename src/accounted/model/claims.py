"""What is said: a claim is one statement with its exact span, its speaker, its figure and its bounds.

Nothing here says whether a claim is true. An open bound is None and stays None.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal, get_args

from accounted.model.dates import DateInterval
from accounted.model.documents import Position, Span

__all__ = [
    "ACTS",
    "KINDS",
    "UNITS",
    "Act",
    "Attribution",
    "ChainLink",
    "Claim",
    "Figure",
    "Kind",
    "Modality",
    "Polarity",
    "Stance",
    "Survey",
    "Unit",
    "Unread",
    "Update",
    "When",
    "Where",
]

Kind = Literal["figure", "event", "statement", "legal_outcome", "accusation", "prediction", "evaluation"]
Act = Literal[
    "killed", "executed", "injured", "missing", "detained", "tortured", "displaced", "attending", "signing", "other"
]
Unit = Literal["persons", "incidents", "records", "objects", "money"]
Polarity = Literal["asserted", "denied", "none_occurred"]
Modality = Literal["stated", "possible", "hypothetical", "predicted", "asked"]
Stance = Literal["states", "denies", "doubts", "corrects", "reports"]
KINDS: tuple[Kind, ...] = get_args(Kind)
ACTS: tuple[Act, ...] = get_args(Act)
UNITS: tuple[Unit, ...] = get_args(Unit)


@dataclass(frozen=True, slots=True)
class Figure:
    """A number as said, with the bounds that its words give and no others (R7).

    Args:
        low: Lower bound, or None when the words give none.
        best: The number itself when the words give one; never invented between two bounds.
        high: Upper bound, or None.
        low_inclusive: Whether `low` itself is meant ("at least" yes, "over" no); None without `low`.
        high_inclusive: Likewise for `high`.
        bounds: `stated` by the words, by a named `convention` ("dozens"), or `none`.
        wording: The literal words.
        start: Where the wording begins in the document's text.
        end: Where it ends.
    """

    low: float | None
    best: float | None
    high: float | None
    low_inclusive: bool | None
    high_inclusive: bool | None
    bounds: Literal["stated", "convention", "none"]
    wording: str
    start: int
    end: int

    def moved(self, by: int) -> Figure:
        """The same number, so many characters further on."""
        return replace(self, start=self.start + by, end=self.end + by)


@dataclass(frozen=True, slots=True)
class When:
    """A time as worded; `interval` is None when it is relative and the document has no date."""

    interval: DateInterval | None
    wording: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Where:
    """A place as worded."""

    wording: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class ChainLink:
    """One step of a report about a report: who, and what they do with the figure."""

    speaker: str
    stance: Stance


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who says it; `none` when the text does not say.

    Args:
        kind: `named`, `vague` ("officials") or `none`.
        speaker: As worded; None without a speaker.
        cue: The words that give the sentence to the speaker ("said", "according to").
        start: Where the speaker's wording begins.
        end: Where it ends.
        grade: `established` by the sentence itself, or only `possible`.
        candidates: Speakers that the text before mentions, when the speaker is not established.
        chain: Who reports whom, from the text's own voice inwards.
        role: What the speaker is, as worded ("a minister at the Velmar Office").
        organisation: For whom they speak, as worded.
        reason: Why no speaker is established, where candidates or a cue are given.
    """

    kind: Literal["named", "vague", "none"]
    speaker: str | None = None
    cue: str | None = None
    start: int | None = None
    end: int | None = None
    grade: Literal["established", "possible"] | None = None
    candidates: tuple[str, ...] = ()
    chain: tuple[ChainLink, ...] = ()
    role: str | None = None
    organisation: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Update:
    """What a figure replaces, for the one who says it and for nobody else.

    Args:
        direction: Whether the new figure is higher or lower, or only said to be revised.
        previous: The figure that it replaces, when the text gives it.
        wording: The words that say so.
        start: Where they begin.
        end: Where they end.
    """

    direction: Literal["raised", "lowered", "revised"]
    previous: Figure | None
    wording: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Claim:
    """One checkable statement; `document.text[start:end] == quote`, always (R6).

    A figure of the kind `figure` is a number that the text states; of the kind `event`, one person whom it counts by an
    article ("a policeman was killed"): its wording is the article. `language` is the code of the table that read it.
    """

    id: str
    document: str
    start: int
    end: int
    quote: str
    kind: Kind
    figure: Figure | None
    act: Act
    unit: Unit
    counted: str | None
    polarity: Polarity
    modality: Modality
    when: When | None
    where: Where | None
    attribution: Attribution
    said_when: DateInterval | None
    part_of: str | None
    position: Position
    loaded: tuple[Span, ...] = ()
    updates: Update | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Unread:
    """Something with digits that was left alone, `text[start:end]`, and why."""

    start: int
    end: int
    reason: str


@dataclass(frozen=True, slots=True)
class Survey:
    """How far a document could be read.

    Args:
        document: Its id.
        language: Code of its language, or None when it is in none that is covered.
        reading: `full`; `begun`: figures, acts and times only; `digits`: no table covers it.
        unread: Numbers that were left alone: what can be read in two ways, digits glued to letters.
    """

    document: str
    language: str | None
    reading: Literal["full", "begun", "digits"]
    unread: tuple[Unread, ...] = ()
