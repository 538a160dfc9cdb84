"""What an inquiry asks, and how what is said and recorded relates to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from accounted.model.claims import Act, Unit
from accounted.model.dates import DateInterval

__all__ = [
    "Bearing",
    "ClusterScope",
    "DimensionMatch",
    "Match",
    "Membership",
    "Question",
    "RecordsScope",
    "Relation",
    "Scope",
]

Relation = Literal["same", "narrower", "wider", "overlapping", "different", "unclear"]
Membership = Literal["certain", "possible", "out"]
Bearing = Literal["in", "out", "undetermined"]


@dataclass(frozen=True, slots=True)
class Question:
    """One question of an inquiry.

    Args:
        id: As in `inquiry.toml`.
        text: The question in words.
        act: What happened to those counted; None when the inquiry has not said.
        unit: What is counted.
        population: Who; empty when not said.
        place: Where; empty when not said.
        period: When; None when not said.
        strata: By what the answer is broken down.
        lists: Names of the lists that bear on it.
        tables: Capture tables that bear on it.
        takes_claims: Whether claims are matched to it; False for the questions an inquiry gets by itself.
    """

    id: str
    text: str
    act: Act | None
    unit: Unit
    population: str
    place: str
    period: DateInterval | None
    strata: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()
    tables: tuple[str, ...] = ()
    takes_claims: bool = True


@dataclass(frozen=True, slots=True)
class DimensionMatch:
    """How a claim relates to a question in one of: act, unit, population, place, period, as of."""

    dimension: str
    relation: Relation
    reason: str


@dataclass(frozen=True, slots=True)
class Match:
    """How a claim relates to a question over all; `overridden` holds a person's reason when they decided otherwise."""

    claim: str
    question: str
    relation: Relation
    dimensions: tuple[DimensionMatch, ...]
    overridden: str = ""


@dataclass(frozen=True, slots=True)
class ClusterScope:
    """Whether one cluster belongs to a question, why, and its summary by the stated rule.

    Args:
        cluster: Cluster id.
        membership: `certain` when every stated value lies in the question, `out` when every one lies outside.
        reason: In words.
        died: From the earliest to the latest day that any of its records allows; None when none states a date.
    """

    cluster: str
    membership: Membership
    reason: str
    died: DateInterval | None


@dataclass(frozen=True, slots=True)
class RecordsScope:
    """Records that stand alike to a question, each by what it says itself, with the reason in words.

    Args:
        bearing: Whether what they say lies in the question, out of it, or leaves that undetermined.
        reason: In words.
        records: Their ids, sorted.
    """

    bearing: Bearing
    reason: str
    records: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Scope:
    """Who belongs to a question.

    Args:
        question: Question id.
        clusters: One entry per cluster of named victims, by cluster id; none for those of thin records alone.
        draws: Per sampled linkage, the number of clusters certainly and the number possibly in scope.
        unnamed: Ids of records of unnamed victims that are certainly or possibly in scope.
        records: Every record by how it stands to the question, alike ones together.
        thin: Ids of records too thin to identify anyone that are certainly or possibly in scope: no person of their own
            and in no capture table.
    """

    question: str
    clusters: tuple[ClusterScope, ...]
    draws: tuple[tuple[int, int], ...]
    unnamed: tuple[str, ...]
    records: tuple[RecordsScope, ...] = ()
    thin: tuple[str, ...] = ()
