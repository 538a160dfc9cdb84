"""How records become people: compared pairs, decisions by persons, clusters, and sampled whole linkages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = [
    "Alternative",
    "Attached",
    "Becoming",
    "Calibration",
    "Change",
    "Cluster",
    "Comparison",
    "Continuity",
    "Decision",
    "Judgement",
    "Label",
    "Linkage",
    "ListRepeats",
]

Judgement = Literal["same", "different", "unsure", "none"]


@dataclass(frozen=True, slots=True)
class Comparison:
    """What two records have in common, and what the model makes of it.

    Args:
        left: Record id; `left < right`.
        right: Record id.
        match_weight: log2 of the Bayes factor times the prior odds, rounded to 1e-3 bits.
        match_probability: Probability that both are one person.
        judgement: What a person decided, or `none`.
        why: One phrase per field, with its share of the weight, in words.
    """

    left: str
    right: str
    match_weight: float
    match_probability: float
    judgement: Judgement = "none"
    why: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Decision:
    """What one person decided about one pair, with the model's evidence at that time kept (R25).

    Args:
        id: Decision id.
        left: Record id; `left < right`.
        right: Record id.
        judgement: What was decided; `none` takes an earlier decision back.
        person: Who decided.
        at: When, in UTC to the second.
        reason: In words.
        match_weight: The model's weight at that time; None when the pair had not been kept.
        evidence: What the weight was made of, in words.
        undoes: Id of the decision that is taken back; empty otherwise.
        settles: Whether it settles a disagreement between persons.
        inclusion: Probability with which the pair was drawn for a clerical sample; None when it was not drawn.
        forecast: log2 odds of a match that linkage gave the pair when it was drawn, before any calibration.
    """

    id: str
    left: str
    right: str
    judgement: Judgement
    person: str
    at: str
    reason: str
    match_weight: float | None
    evidence: tuple[str, ...] = ()
    undoes: str = ""
    settles: bool = False
    inclusion: float | None = None
    forecast: float | None = None


@dataclass(frozen=True, slots=True)
class Label:
    """What persons said of one pair of a clerical sample, not knowing what the model made of it.

    Args:
        forecast: log2 odds of a match when it was drawn, before any calibration.
        inclusion: Probability with which it was drawn.
        n_same: Persons who said the same.
        n_different: Persons who said different.
    """

    forecast: float
    inclusion: float
    n_same: int
    n_different: int


@dataclass(frozen=True, slots=True)
class Calibration:
    """How log2 odds of a match are corrected: `intercept_bits + slope · log2 odds`.

    Args:
        intercept_bits: Bits by which even odds are off.
        slope: 1 when odds are neither too bold nor too timid.
        covariance: Variance of the intercept, covariance, variance of the slope.
        n_labels: Pairs it was learnt from.
        reviewer_error: Share of judgements that are wrong, from disagreement of two persons; None when nobody looked
            twice, and judgements are taken as right.
        n_twice: Pairs that more than one person judged.
    """

    intercept_bits: float
    slope: float
    covariance: tuple[float, float, float]
    n_labels: int
    reviewer_error: float | None
    n_twice: int


@dataclass(frozen=True, slots=True)
class Cluster:
    """Records held to be one person; record ids in ascending order."""

    id: str
    records: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Attached:
    """A row without a name that is about somebody whom another list names; it never enters a capture table."""

    record: str
    cluster: str
    probability: float


@dataclass(frozen=True, slots=True)
class ListRepeats:
    """How many records of a list repeat a person who stands in it already, estimated before this is ruled out.

    Args:
        list: Name of the list.
        n_records: Its records that name somebody.
        expected: Expected number of repeats; None when too few fields were compared to tell a repeat from a namesake.
        lower: Lower end of the 95 % interval.
        upper: Upper end.
        declared: Whether the list is said, or taken by default, to hold each person at most once.
        binds: Whether that is held to.
    """

    list: str
    n_records: int
    expected: float | None
    lower: float | None
    upper: float | None
    declared: bool
    binds: bool


@dataclass(frozen=True, slots=True)
class Alternative:
    """What the answer would be if other lists were held to have each person at most once.

    Args:
        deduplicated: These lists.
        n_clusters: People.
        overlap: People per set of lists; empty when only their number could be estimated.
    """

    deduplicated: tuple[str, ...]
    n_clusters: int
    overlap: tuple[tuple[tuple[str, ...], int], ...]


Becoming = Literal["grew", "shrank", "merged", "split", "rearranged", "gone"]


@dataclass(frozen=True, slots=True)
class Change:
    """What became of people of an earlier linkage.

    Args:
        kind: `grew` or `shrank` (one person with more, or fewer, records), `merged` (several are one), `split` (one is
            several), `rearranged` (several are several others), `gone` (none of the records is there any more).
        before: Cluster ids of the earlier linkage, sorted.
        after: Cluster ids that share records with them now, sorted; empty when gone.
    """

    kind: Becoming
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Continuity:
    """One linkage set against the one before it.

    Args:
        lists: Lists of the later one.
        n_kept: People who are the same records under the same id.
        n_new: People of whom no record was linked before.
        n_gone: People of whom no record is left.
        changes: What became of all others, and of those who are gone, in the order of their ids.
    """

    lists: tuple[str, ...]
    n_kept: int
    n_new: int
    n_gone: int
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Linkage:
    """One linkage of a set of lists.

    Args:
        lists: Names of the lists, sorted.
        records: Record ids, sorted; the order of `samples`.
        deduplicated: Lists taken to hold each person at most once.
        clusters: The best single answer; every record is in exactly one.
        comparisons: Pairs with probability ≥ .001.
        n_review: Pairs between the clear ones, for clerical review.
        samples: Whole linkages drawn from the model: per draw, one cluster number per record of `records`.
        threshold: Match probability from which pairs were joined.
        notes: What a reader must know (fields used, blocking rules, no labels: not calibrated here).
        seed: Seed of the draws.
        attached: Rows without a name, with the people they are about.
        thin: Ids of records too thin to identify anyone, sorted: not even a record stating the same could be told to be
            the same person. They enter no capture table.
        repeats: Per list, how often it repeats a person.
        alternatives: The answer without the constraint of one record per person and list, and, where a list was said
            to hold each person once but repeats too many, with it.
        calibration: How probabilities and weights were corrected; None when there is no clerical sample.
    """

    lists: tuple[str, ...]
    records: tuple[str, ...]
    deduplicated: tuple[str, ...]
    clusters: tuple[Cluster, ...]
    comparisons: tuple[Comparison, ...]
    n_review: int
    samples: tuple[tuple[int, ...], ...]
    threshold: float
    notes: tuple[str, ...]
    seed: int
    attached: tuple[Attached, ...] = ()
    thin: tuple[str, ...] = ()
    repeats: tuple[ListRepeats, ...] = ()
    alternatives: tuple[Alternative, ...] = ()
    calibration: Calibration | None = None
