"""How well clusters agree with the truth: over pairs of records, over records (B³), and by the largest cluster."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Mapping
from dataclasses import dataclass

__all__ = ["Score", "score_clusters"]


@dataclass(frozen=True, slots=True)
class Score:
    """Agreement of clusters with the truth.

    Args:
        precision: Share of the pairs in one cluster that are one person.
        recall: Share of the pairs that are one person that are in one cluster.
        f1: Their harmonic mean.
        b_cubed: Harmonic mean of B³ precision and recall (Bagga & Baldwin 1998), which count per record.
        largest: Records in the largest cluster.
        n_clusters: Clusters found.
        n_true: Pairs that are one person.
        n_false: Pairs in one cluster that are not.
        n_missed: Pairs that are one person in different clusters.
    """

    precision: float
    recall: float
    f1: float
    b_cubed: float
    largest: int
    n_clusters: int
    n_true: int
    n_false: int
    n_missed: int


def score_clusters(found: Mapping[str, Hashable], truth: Mapping[str, Hashable]) -> Score:
    """Score found clusters over the records of the truth; a record that is in no cluster stands alone.

    >>> score_clusters({"a": 1, "b": 1, "c": 2}, {"a": "x", "b": "x", "c": "x"}).recall
    0.3333333333333333
    """
    placed = {record: found.get(record, ("alone", record)) for record in truth}
    clusters, persons = Counter(placed.values()), Counter(truth.values())
    both = Counter((placed[record], truth[record]) for record in truth)
    joined, right, shared = (sum(n * (n - 1) // 2 for n in c.values()) for c in (clusters, persons, both))
    precision, recall = shared / joined if joined else 1.0, shared / right if right else 1.0
    per_record = [(n * n / clusters[c], n * n / persons[p]) for (c, p), n in both.items()]
    b_precision, b_recall = (sum(part) / len(truth) for part in zip(*per_record, strict=True))
    return Score(
        precision,
        recall,
        _mean(precision, recall),
        _mean(b_precision, b_recall),
        max(clusters.values()),
        len(clusters),
        right,
        joined - shared,
        right - shared,
    )


def _mean(a: float, b: float) -> float:
    return 2 * a * b / (a + b) if a + b else 0.0
