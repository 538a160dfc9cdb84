"""Whole linkages drawn from the model: what else the links could be, under the same constraints.

Each draw has one shift of all log-odds, shared by the whole draw, for what is not known about the prior and the
weights together, and then merges by probability. Groups of records about which there is no doubt are drawn once.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from accounted.linkage.clustering import CAP_BITS, Constraints, Link, cluster_records, components
from accounted.model.progress import SILENT, Progress

__all__ = ["LEAST_SHIFT_BITS", "draw_linkages", "shift_spread"]

LEAST_SHIFT_BITS = 0.5
"""Least standard deviation of a draw's shift: without labels the log-odds are not known better than this."""


def shift_spread(n_expected: float, n_joined: int) -> float:
    """Standard deviation in bits of the shift shared by one draw.

    Three parts: the counting error of the prior (1/√n expected matches), how far the prior's expected matches are from
    the pairs actually joined, and the floor `LEAST_SHIFT_BITS` for what cannot be learnt without labels.

    >>> round(shift_spread(100.0, 100), 3)
    0.52
    """
    counting = 1 / (np.log(2) * np.sqrt(max(n_expected, 1.0)))
    apart = np.log2(max(n_expected, 1.0) / max(n_joined, 1))
    return float(np.sqrt(LEAST_SHIFT_BITS**2 + counting**2 + apart**2))


def draw_linkages(
    n_records: int,
    links: Sequence[Link],
    constraints: Constraints,
    *,
    n_samples: int,
    seed: int,
    spread_bits: float,
    progress: Progress = SILENT,
) -> tuple[tuple[int, ...], ...]:
    """Draw whole linkages; per draw, one cluster number per record, numbered by first appearance."""
    if not n_samples:
        return ()
    best = cluster_records(n_records, links, constraints)
    doubtful = _doubtful(n_records, links, constraints)
    numbers = {record: n for n, record in enumerate(doubtful)}
    inner = tuple((numbers[a], numbers[b], bits) for a, b, bits in links if a in numbers)
    limits = Constraints(
        [constraints.lists[r] for r in doubtful],
        tuple((numbers[a], numbers[b]) for a, b in constraints.same if a in numbers),
        tuple((numbers[a], numbers[b]) for a, b in constraints.different if a in numbers and b in numbers),
    )
    settled = [c for c in best if c[0] not in numbers]
    generator = np.random.default_rng(seed)
    progress.step("drawing linkages", n_samples)
    drawn = []
    for _ in range(n_samples):
        shift = float(generator.normal(0.0, spread_bits))
        uniform = np.random.default_rng(generator.integers(2**63))
        some = cluster_records(len(doubtful), inner, limits, shift_bits=round(shift, 6), draw=uniform.random)
        drawn.append(_numbered(n_records, [*settled, *([doubtful[r] for r in cluster] for cluster in some)]))
        progress.advance()
    return tuple(drawn)


def _doubtful(n_records: int, links: Sequence[Link], constraints: Constraints) -> list[int]:
    """Records in a group in which some pair is less than sure, missing, or barred."""
    same = list(constraints.same)
    groups = components(n_records, [*((a, b) for a, b, _ in links), *same])
    group_of = {record: n for n, group in enumerate(groups) for record in group}
    sure = [0] * len(groups)
    for a, _, bits in links:
        sure[group_of[a]] += bits >= CAP_BITS
    touched = {group_of[record] for pair in (*same, *constraints.different) for record in pair}
    open_groups = [
        group for n, group in enumerate(groups) if n in touched or sure[n] < len(group) * (len(group) - 1) // 2
    ]
    return sorted(record for group in open_groups for record in group)


def _numbered(n_records: int, clusters: Sequence[Sequence[int]]) -> tuple[int, ...]:
    labels = [0] * n_records
    for number, cluster in enumerate(sorted(clusters, key=min)):
        for record in cluster:
            labels[record] = number
    return tuple(labels)
