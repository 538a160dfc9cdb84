"""What linkage tells of its pairs: comparisons with their evidence, how many are for review, what was not followed."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from operator import attrgetter

import numpy as np
import numpy.typing as npt

from accounted.linkage.fields import Columns
from accounted.linkage.judged import Judged
from accounted.linkage.scoring import explain_pairs, to_probability
from accounted.linkage.weighing import Scored
from accounted.model.linkage import Cluster, Comparison

__all__ = [
    "LEAST_PROBABILITY",
    "REVIEW_FROM",
    "REVIEW_TO",
    "count_for_review",
    "renumber",
    "say_constraints",
    "write_comparisons",
]

LEAST_PROBABILITY = 0.001
"""Pairs below it are not told."""

REVIEW_FROM, REVIEW_TO = 0.1, 0.9
"""Probabilities between which a pair is for clerical review."""

_TOLD = 0.05

Floats = npt.NDArray[np.float64]


def write_comparisons(
    columns: Columns, scored: Scored, probabilities: Floats, judged: Judged
) -> tuple[Comparison, ...]:
    """Write the kept pairs and the judged ones as comparisons, with what their weights are made of."""
    ids = [record.id for record in columns.records]
    of_decided = np.round(to_probability(scored.decided.bits), 6)
    made = []
    still = np.zeros(len(of_decided))
    moved = np.zeros(len(probabilities)) if scored.moved is None else scored.moved
    for every, of_every, by in ((scored.pairs, probabilities, moved), (scored.decided, of_decided, still)):
        told = of_every >= LEAST_PROBABILITY
        if judged or scored.shared:
            ends = zip(every.left.tolist(), every.right.tolist(), strict=True)
            asked = judged.keys() | scored.shared.keys()
            told |= np.array([(min(ids[a], ids[b]), max(ids[a], ids[b])) in asked for a, b in ends], dtype=np.bool_)
        pairs, own = every.at(told), of_every[told]
        alone = np.round(to_probability(pairs.bits), 6)
        for a, b, bits, by_itself, probability, shift, phrases in zip(
            pairs.left.tolist(),
            pairs.right.tolist(),
            pairs.bits.tolist(),
            alone.tolist(),
            own.tolist(),
            by[told].tolist(),
            explain_pairs(scored.model, columns, pairs),
            strict=True,
        ):
            left, right = (ids[a], ids[b]) if ids[a] < ids[b] else (ids[b], ids[a])
            corrected = (*phrases, f"calibration: {shift:+.1f} bits") if shift else phrases
            near = f"with the other records near: probability {probability:.2f}, not {by_itself:.2f}"
            why = (*corrected, near) if abs(by_itself - probability) >= _TOLD else corrected
            if (left, right) in scored.shared:
                why = (*why, f"the same {scored.shared[left, right]}: no weight, a person has to look")
            made.append(Comparison(left, right, bits, probability, judged.get((left, right), "none"), why))
    made.sort(key=attrgetter("left", "right"))
    return tuple(made)


def count_for_review(
    comparisons: Sequence[Comparison], clusters: Sequence[Cluster], shared: Mapping[tuple[str, str], str]
) -> int:
    """Count the pairs without a judgement that are not clear, or share an external id and were not joined (R26)."""
    cluster_of = {record: cluster.id for cluster in clusters for record in cluster.records} if shared else {}
    return sum(
        c.judgement == "none"
        and (
            REVIEW_FROM <= c.match_probability <= REVIEW_TO
            or ((c.left, c.right) in shared and cluster_of[c.left] != cluster_of[c.right])
        )
        for c in comparisons
    )


def say_constraints(
    columns: Columns, deduplicated: Collection[str], refused: Sequence[tuple[int, int]]
) -> tuple[str, ...]:
    """Say which lists were held to one record per person, and which decisions were not followed."""
    notes = []
    if deduplicated:
        notes.append(f"taken to hold each person at most once: {', '.join(sorted(set(deduplicated)))}")
    notes += [
        f"not followed: the decision that {columns.records[a].id} and {columns.records[b].id} are the same contradicts "
        "another decision or a de-duplicated list"
        for a, b in refused
    ]
    return tuple(notes)


def renumber(labels: Sequence[int]) -> tuple[int, ...]:
    """Number clusters by first appearance, so that equal partitions are equal."""
    numbers: dict[int, int] = {}
    return tuple(numbers.setdefault(label, len(numbers)) for label in labels)
