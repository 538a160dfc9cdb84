"""What stands in the report for one question: claimed, documented, estimated, side by side and never added up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from accounted.model.capture import CaptureTable, EstimateSet
from accounted.model.claims import Claim
from accounted.model.questions import Match, Question

__all__ = ["CertainAnswer", "ClaimAgainstEstimate", "Claimed", "Documented", "Finding", "Reference", "Verdict"]

Verdict = Literal[
    "compatible",
    "the estimate lies below",
    "the estimate lies above",
    "overlaps in part",
    "not comparable",
    "the lists cannot say",
]


@dataclass(frozen=True, slots=True)
class ClaimAgainstEstimate:
    """The only words that may stand between a claim and an estimate; `tipping` is ξ, how many times the unrecorded."""

    verdict: Verdict
    sentence: str
    tipping: float | None = None


@dataclass(frozen=True, slots=True)
class Claimed:
    """One claim in the row of a question, with what it may be set against."""

    claim: Claim
    match: Match
    keeps_a_list: str
    against_estimate: ClaimAgainstEstimate
    against_documented: str


@dataclass(frozen=True, slots=True)
class Documented:
    """Persons named and in scope after linking; a lower bound of nothing but itself, never the truth.

    Args:
        n_certain: Clusters certainly in scope.
        n_possible: Clusters possibly in scope.
        n_out: Clusters out of scope.
        low: Smallest number of certain persons over the sampled linkages.
        high: Largest number of certain and possible persons over the sampled linkages.
        n_unnamed: Records of unnamed victims in scope, apart: none of them new … all of them new.
        n_records: Records behind it.
        overlap: Number of persons by the lists they are on.
        clusters: Ids of the certain and possible clusters.
        n_thin: Records too thin to identify anyone in scope, apart: none of them new … all of them new.
        unnamed: Unnamed victims whom lists state, apart: the fewest and the most that their words allow; whether any is
            somebody whom another list names cannot be told, so none of them may be new, or all.
    """

    n_certain: int
    n_possible: int
    n_out: int
    low: int
    high: int
    n_unnamed: int
    n_records: int
    overlap: tuple[tuple[tuple[str, ...], int], ...]
    clusters: tuple[str, ...]
    n_thin: int = 0
    unnamed: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class Reference:
    """A figure from outside the inquiry that a reader may look at beside it; a check on one case, no validation.

    `known_truth` is for made-up data alone: there the figure is what the generator wrote, and a report may say how far
    off each row is.
    """

    value: float
    label: str
    source: str
    caution: str
    known_truth: bool = False


@dataclass(frozen=True, slots=True)
class CertainAnswer:
    """The answer without the people of whom it is undetermined whether they belong, to stand beside the main one.

    Args:
        tables: Capture tables of those who certainly belong.
        estimates: From these, or None.
        reason: Why there are none; empty when there are.
    """

    tables: tuple[CaptureTable, ...]
    estimates: EstimateSet | None
    reason: str


@dataclass(frozen=True, slots=True)
class Finding:
    """Everything the report says about one question.

    Args:
        id: Keyed id (`fnd_…`).
        question: The question.
        claimed: Claims about the same thing.
        elsewhere: Claims about something else, or of which it cannot be told, each with its match.
        documented: From the lists, or None when the question has none.
        tables: The capture tables that the estimate was made from, before sampling: everybody who certainly or possibly
            belongs.
        estimated: From the overlap of the lists, or None without lists.
        references: Outside figures that the inquiry's settings name.
        limits: What we do not know, in sentences; never empty (R32).
        certain: The tables and the estimate without those who only possibly belong; None where there are no lists.
    """

    id: str
    question: Question
    claimed: tuple[Claimed, ...]
    elsewhere: tuple[tuple[Claim, Match], ...]
    documented: Documented | None
    tables: tuple[CaptureTable, ...]
    estimated: EstimateSet | None
    references: tuple[Reference, ...]
    limits: tuple[str, ...]
    certain: CertainAnswer | None = None
