"""From scored pairs to people: agglomeration under constraints, by the average of all links between two clusters.

The best pair of clusters is merged first, again and again, while the links between them speak for it **on average**:
every pair of records across the two counts, and a pair that was not compared or fell below probability .001 counts as
evidence against. So one weak link never glues two groups of strangers together. Never merged are clusters that would
hold two records of one de-duplicated list, or that a person's decision keeps apart.
"""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

__all__ = ["ABSENT_BITS", "CAP_BITS", "Constraints", "Link", "cluster_records", "components", "merge_decided"]

CAP_BITS = 12.0
"""Weights count up to this much for and against, so that one pair cannot outvote all the others."""

ABSENT_BITS = -10.0
"""What a pair of records counts that was not compared, or whose probability is below .001."""

Link = tuple[int, int, float]
"""Two record numbers and the match weight in bits."""

_EVEN = 1e-9


@dataclass(frozen=True, slots=True)
class Constraints:
    """What a clustering must respect.

    Args:
        lists: Per record, the number of its de-duplicated list, or -1.
        same: Pairs that a person judged the same.
        different: Pairs that a person judged different.
    """

    lists: Sequence[int]
    same: tuple[tuple[int, int], ...] = ()
    different: tuple[tuple[int, int], ...] = ()


def components(n_records: int, pairs: Sequence[tuple[int, int]]) -> list[list[int]]:
    """Find the groups that the pairs connect, records in ascending order, groups by their first record.

    >>> components(4, [(0, 2), (2, 3)])
    [[0, 2, 3], [1]]
    """
    parent = list(range(n_records))

    def root(x: int) -> int:
        while parent[x] != x:
            parent[x] = parent[parent[x]]
            x = parent[x]
        return x

    for left, right in pairs:
        a, b = root(left), root(right)
        parent[max(a, b)] = min(a, b)
    groups: dict[int, list[int]] = {}
    for record in range(n_records):
        groups.setdefault(root(record), []).append(record)
    return [groups[key] for key in sorted(groups)]


def merge_decided(n_records: int, constraints: Constraints) -> tuple[list[list[int]], list[tuple[int, int]]]:
    """Apply the decisions of persons: the groups they make, and the pairs that contradict another decision or list.

    A contradicting `same` is left out and returned, never silently obeyed: someone has to look at it (R27).
    """
    state = _State.start(n_records, (), constraints)
    refused = []
    for left, right in sorted(constraints.same):
        a, b = state.home(left), state.home(right)
        if a != b and state.is_barred(a, b):
            refused.append((left, right))
        elif a != b:
            state.merge(a, b)
    return sorted(state.members.values()), refused


def cluster_records(
    n_records: int,
    links: Sequence[Link],
    constraints: Constraints,
) -> list[list[int]]:
    """Partition records 0 … n−1 into people.

    Args:
        n_records: Number of records.
        links: Scored pairs; what is absent counts `ABSENT_BITS`.
        constraints: What must hold.

    Returns:
        Clusters as ascending record numbers, ordered by their first record.

    >>> cluster_records(3, [(0, 1, 9.0), (1, 2, 3.0)], Constraints(lists=[-1, -1, -1]))
    [[0, 1], [2]]
    """
    state = _State.start(n_records, links, constraints)
    for left, right in sorted(constraints.same):
        a, b = state.home(left), state.home(right)
        if a != b and not state.is_barred(a, b):
            state.merge(a, b)
    heap = [(-average, a, b) for a, b, average in state.averages() if average > _EVEN]
    heapq.heapify(heap)
    while heap:
        negative, a, b = heapq.heappop(heap)
        if not state.is_current(a, b, -negative) or state.is_barred(a, b):
            continue
        kept = state.merge(a, b)
        for other in state.links[kept]:
            average = state.average(kept, other)
            if average > _EVEN:
                heapq.heappush(heap, (-average, min(kept, other), max(kept, other)))
    return sorted(state.members.values())


@dataclass(slots=True)
class _State:
    """Clusters in the making, named by their first record; sums of capped weights between them."""

    members: dict[int, list[int]]
    where: list[int]
    links: dict[int, dict[int, tuple[float, int]]]
    barred: dict[int, set[int]] = field(default_factory=dict)
    lists: dict[int, frozenset[int]] = field(default_factory=dict)

    @classmethod
    def start(cls, n_records: int, links: Sequence[Link], constraints: Constraints) -> _State:
        state = cls({n: [n] for n in range(n_records)}, list(range(n_records)), {n: {} for n in range(n_records)})
        for left, right, bits in links:
            capped = min(max(bits, -CAP_BITS), CAP_BITS)
            state.links[left][right] = state.links[right][left] = (capped, 1)
        state.barred = {n: set() for n in range(n_records)}
        for left, right in constraints.different:
            state.keep_apart(left, right)
        state.lists = {n: frozenset((code,)) if code >= 0 else frozenset() for n, code in enumerate(constraints.lists)}
        return state

    def home(self, record: int) -> int:
        return self.where[record]

    def is_barred(self, a: int, b: int) -> bool:
        return b in self.barred[a] or not self.lists[a].isdisjoint(self.lists[b])

    def keep_apart(self, a: int, b: int) -> None:
        self.barred[a].add(b)
        self.barred[b].add(a)

    def average(self, a: int, b: int) -> float:
        bits, n_linked = self.links[a][b]
        n_pairs = len(self.members[a]) * len(self.members[b])
        return round((bits + ABSENT_BITS * (n_pairs - n_linked)) / n_pairs, 6)

    def averages(self) -> list[tuple[int, int, float]]:
        return [(a, b, self.average(a, b)) for a in sorted(self.links) for b in self.links[a] if a < b]

    def is_current(self, a: int, b: int, average: float) -> bool:
        return a in self.members and b in self.members and b in self.links[a] and self.average(a, b) == average

    def merge(self, a: int, b: int) -> int:
        """Join two clusters under the smaller name; the sums of links add up."""
        kept, gone = min(a, b), max(a, b)
        self.members[kept] = sorted(self.members[kept] + self.members.pop(gone))
        for record in self.members[kept]:
            self.where[record] = kept
        self.lists[kept] |= self.lists.pop(gone)
        for other in self.barred.pop(gone):
            self.barred[other].discard(gone)
            if other != kept:
                self.keep_apart(kept, other)
        own = self.links[kept]
        own.pop(gone, None)
        for other, (bits, n_linked) in self.links.pop(gone).items():
            if other == kept:
                continue
            del self.links[other][gone]
            before, n_before = own.get(other, (0.0, 0))
            own[other] = self.links[other][kept] = (before + bits, n_before + n_linked)
        return kept


def list_codes(lists: Sequence[str | None]) -> npt.NDArray[np.int64]:
    """Number the de-duplicated lists; -1 for a record of a list that is not."""
    codes = {name: code for code, name in enumerate(sorted({x for x in lists if x is not None}))}
    return np.array([-1 if x is None else codes[x] for x in lists], dtype=np.int64)
