"""How records become people: compared pairs, decisions by persons, clusters, and sampled whole linkages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = ["Attached", "Cluster", "Comparison", "Decision", "Judgement", "Linkage"]

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
