"""Weigh the pairs that blocking did not make where they decide whether two groups of records are one person.

A pair that was never compared is no evidence. So the records are clustered once; wherever two clusters have a pair that
speaks for a match, all pairs across the two are weighed, and clustering starts again with them. Twice, because clusters
that grew have new neighbours.
"""

from __future__ import annotations

import duckdb
import numpy as np

from accounted.linkage.clustering import Constraints, Links, cluster_records
from accounted.linkage.fields import Columns
from accounted.linkage.parameters import Model
from accounted.linkage.scoring import Ints, ScoredPairs, score_listed

__all__ = ["complete_pairs"]

_ROUNDS = 2
_MOST_PER_RECORD = 10


def complete_pairs(
    connection: duckdb.DuckDBPyConnection,
    columns: Columns,
    model: Model,
    pairs: ScoredPairs,
    constraints: Constraints,
) -> Links:
    """Give all links to cluster by: the kept pairs in their order, then those across clusters that may be one.

    Args:
        connection: Where the table `records` is.
        columns: The records.
        model: What was learnt.
        pairs: Those that blocking made and that are kept.
        constraints: What the clustering must respect.
    """
    links = Links(pairs.left, pairs.right, pairs.bits)
    if _are_pairs_complete(columns):
        return links
    n = len(columns.records)
    for _ in range(_ROUNDS):
        left, right = _missing(n, links, cluster_records(n, links, constraints))
        if not len(left):
            break
        found = score_listed(connection, columns, model, left, right)
        links = Links(
            np.concatenate([links.left, found.left]),
            np.concatenate([links.right, found.right]),
            np.concatenate([links.bits, found.bits]),
        )
    return links


def _are_pairs_complete(columns: Columns) -> bool:
    """Whether no person can have more than two records, so that no pair across two clusters can be missing."""
    lists = set(columns.table.column("dd").to_pylist())
    return None not in lists and len(lists) <= 2


def _missing(n: int, links: Links, groups: list[list[int]]) -> tuple[Ints, Ints]:
    """Find the pairs without a link across clusters between which a link speaks for a match; small clusters first."""
    of = np.zeros(n, dtype=np.int64)
    for number, group in enumerate(groups):
        of[group] = number
    ends = np.sort(np.stack([of[links.left], of[links.right]], axis=1), axis=1)
    asked = np.unique(ends[(links.bits > 0) & (ends[:, 0] != ends[:, 1])], axis=0)
    asked = asked[[len(groups[a]) * len(groups[b]) > 1 for a, b in asked.tolist()]] if len(asked) else asked
    sizes = np.array([len(groups[a]) * len(groups[b]) for a, b in asked.tolist()], dtype=np.int64)
    order = np.argsort(sizes, kind="stable")
    asked = asked[order[np.cumsum(sizes[order]) <= _MOST_PER_RECORD * n]]
    made = [np.stack(np.meshgrid(groups[a], groups[b]), axis=-1).reshape(-1, 2) for a, b in asked.tolist()]
    if not made:
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    wanted = np.unique(np.sort(np.concatenate(made).astype(np.int64), axis=1), axis=0)
    known = np.minimum(links.left, links.right) * n + np.maximum(links.left, links.right)
    fresh = ~np.isin(wanted[:, 0] * n + wanted[:, 1], known)
    return wanted[fresh, 0], wanted[fresh, 1]
