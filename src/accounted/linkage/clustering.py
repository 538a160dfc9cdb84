"""From scored pairs to people: agglomeration under constraints, by the mean of all links between two clusters.

The best pair of clusters is merged first, again and again, while the links between them speak for it **in the mean**:
every pair of records across the two counts, and a pair that fell below probability .001 counts as evidence against. So
one weak link never glues two groups of strangers together. The mean is a power mean of the Bayes factors (exponent .25;
0 would be the mean of the weights, 1 that of the odds): one record of a person with a wrong date is far from all their
other records, and says less against the person the more records there are. Never merged are clusters that would hold
two records of one de-duplicated list, or that a person's decision keeps apart.
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

__all__ = [
    "ABSENT_BITS",
    "CAP_BITS",
    "Constraints",
    "Link",
    "Links",
    "cluster_records",
    "components",
    "label_components",
    "list_codes",
    "merge_decided",
]

CAP_BITS = 12.0
"""Weights count up to this much for and against, so that one pair cannot outvote all the others."""

ABSENT_BITS = -10.0
"""What a pair of records counts that was not compared, or whose probability is below .001."""

_EXPONENT = 0.25

Link = tuple[int, int, float]
"""Two record numbers and the match weight in bits."""

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

_EVEN = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class Links:
    """Scored pairs: two record numbers and the match weight in bits of each."""

    left: Ints
    right: Ints
    bits: Floats

    @classmethod
    def of(cls, links: Sequence[Link]) -> Links:
        """Take single links."""
        ends = np.array([link[:2] for link in links], dtype=np.int64).reshape(-1, 2)
        return cls(ends[:, 0], ends[:, 1], np.array([link[2] for link in links], dtype=np.float64))


@dataclass(frozen=True, slots=True)
class Constraints:
    """What a clustering must respect.

    Args:
        lists: Per record, the number of its de-duplicated list, or -1 (see `list_codes`).
        same: Pairs that a person judged the same.
        different: Pairs that a person judged different.
    """

    lists: Sequence[int] | Ints
    same: tuple[tuple[int, int], ...] = ()
    different: tuple[tuple[int, int], ...] = ()


def components(n_records: int, pairs: Sequence[tuple[int, int]] | Ints) -> list[list[int]]:
    """Find the groups that the pairs connect, records in ascending order, groups by their first record.

    >>> components(4, [(0, 2), (2, 3)])
    [[0, 2, 3], [1]]
    """
    ends = np.asarray(pairs, dtype=np.int64).reshape(-1, 2)
    return _groups(label_components(n_records, ends[:, 0], ends[:, 1]))


def label_components(n_records: int, left: Ints, right: Ints) -> Ints:
    """Label every record with the first record of the group that the pairs connect it with.

    Each round gives both ends of a pair the lower label and then lets labels point to labels of labels; the rounds are
    few, because the groups are.

    >>> label_components(4, np.array([0, 2]), np.array([2, 3])).tolist()
    [0, 1, 0, 0]
    """
    label = np.arange(n_records)
    while True:
        a, b = label[left], label[right]
        low = np.minimum(a, b)
        np.minimum.at(label, a, low)
        np.minimum.at(label, b, low)
        while not np.array_equal(nearer := label[label], label):
            label = nearer
        if np.array_equal(label[left], label[right]):
            return label


def _groups(label: Ints) -> list[list[int]]:
    """Records by label, groups in the order of their first record."""
    order = np.argsort(label, kind="stable")
    starts = np.flatnonzero(np.diff(label[order], prepend=-1))
    ends = np.append(starts[1:], len(order))[: len(starts)]
    listed = order.tolist()
    return [listed[start:end] for start, end in zip(starts.tolist(), ends.tolist(), strict=True)]


def merge_decided(n_records: int, constraints: Constraints) -> tuple[list[list[int]], list[tuple[int, int]]]:
    """Apply the decisions of persons: the groups they make, and the pairs that contradict another decision or list.

    A contradicting `same` is left out and returned, never silently obeyed: someone has to look at it (R27).
    """
    touched = sorted({record for pair in (*constraints.same, *constraints.different) for record in pair})
    state = _State.start(touched, (), constraints)
    refused = state.obey(constraints.same)
    alone = np.ones(n_records, dtype=np.bool_)
    alone[touched] = False
    return sorted([*state.members.values(), *([record] for record in np.flatnonzero(alone).tolist())]), refused


def cluster_records(n_records: int, links: Links, constraints: Constraints) -> list[list[int]]:
    """Partition records 0 … n−1 into people.

    Only a link with a positive weight, or a decision, can begin a cluster. So what these connect is clustered apart
    from all else; a pair with no rival is settled at once.

    Args:
        n_records: Number of records.
        links: Scored pairs; what is absent counts `ABSENT_BITS`.
        constraints: What must hold.

    Returns:
        Clusters as ascending record numbers, ordered by their first record.

    >>> cluster_records(3, Links.of([(0, 1, 9.0), (1, 2, 3.0)]), Constraints(lists=[-1, -1, -1]))
    [[0, 1], [2]]
    """
    same = np.array(constraints.same, dtype=np.int64).reshape(-1, 2)
    may = links.bits > _EVEN
    label = label_components(
        n_records, np.concatenate([links.left[may], same[:, 0]]), np.concatenate([links.right[may], same[:, 1]])
    )
    size = np.bincount(label, minlength=n_records)
    decided = np.zeros(n_records, dtype=np.bool_)
    decided[label[same.ravel()]] = True
    decided[label[np.array(constraints.different, dtype=np.int64).ravel()]] = True
    clear = may & (size[label[links.left]] == 2) & ~decided[label[links.left]]
    settled = np.arange(n_records)
    codes = np.asarray(constraints.lists, dtype=np.int64)
    one, other = links.left[clear], links.right[clear]
    apart = (codes[one] == codes[other]) & (codes[one] >= 0)
    settled[np.maximum(one, other)[~apart]] = np.minimum(one, other)[~apart]
    open_ = (size[label] > 2) | decided[label]
    return sorted([*_groups_of(settled, ~open_), *_settle_rivals(label, open_, links, constraints)])


def _groups_of(label: Ints, wanted: npt.NDArray[np.bool_]) -> list[list[int]]:
    records = np.flatnonzero(wanted)
    return [[int(records[at]) for at in group] for group in _groups(label[records])]


def _settle_rivals(
    label: Ints, open_: npt.NDArray[np.bool_], links: Links, constraints: Constraints
) -> list[list[int]]:
    """Cluster each of the groups in which there is a choice."""
    inside = np.flatnonzero(open_[links.left] & (label[links.left] == label[links.right]))
    inside = inside[np.argsort(label[links.left[inside]], kind="stable")]
    by_group: dict[int, list[Link]] = {}
    for group, a, b, bits in zip(
        label[links.left[inside]].tolist(),
        links.left[inside].tolist(),
        links.right[inside].tolist(),
        links.bits[inside].tolist(),
        strict=True,
    ):
        by_group.setdefault(group, []).append((a, b, bits))
    said = [
        _by_group(label, [(a, b) for a, b in pairs if label[a] == label[b]])
        for pairs in (constraints.same, constraints.different)
    ]
    found: list[list[int]] = []
    records = np.flatnonzero(open_)
    for members in _groups(label[records]):
        own = [int(records[at]) for at in members]
        group = int(label[own[0]])
        same, different = (tuple(pairs.get(group, ())) for pairs in said)
        within = Constraints(constraints.lists, same=same, different=different)
        found += _agglomerate(own, by_group.get(group, ()), within)
    return found


def _by_group(label: Ints, pairs: Sequence[tuple[int, int]]) -> dict[int, list[tuple[int, int]]]:
    grouped: dict[int, list[tuple[int, int]]] = {}
    for pair in pairs:
        grouped.setdefault(int(label[pair[0]]), []).append(pair)
    return grouped


def _agglomerate(records: Sequence[int], links: Sequence[Link], constraints: Constraints) -> list[list[int]]:
    """Merge the best pair of clusters among these records, again and again."""
    state = _State.start(records, links, constraints)
    state.obey(constraints.same)
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
    return list(state.members.values())


@dataclass(slots=True)
class _State:
    """Clusters in the making, named by their first record; sums of powers of capped Bayes factors between them."""

    members: dict[int, list[int]]
    where: dict[int, int]
    links: dict[int, dict[int, tuple[float, int]]]
    barred: dict[int, set[int]] = field(default_factory=dict)
    lists: dict[int, frozenset[int]] = field(default_factory=dict)

    @classmethod
    def start(cls, records: Sequence[int], links: Sequence[Link], constraints: Constraints) -> _State:
        state = cls({n: [n] for n in records}, {n: n for n in records}, {n: {} for n in records})
        for left, right, bits in links:
            capped = min(max(bits, -CAP_BITS), CAP_BITS)
            state.links[left][right] = state.links[right][left] = (_to_power(capped), 1)
        state.barred = {n: set() for n in records}
        for left, right in constraints.different:
            state.keep_apart(left, right)
        codes = ((n, int(constraints.lists[n])) for n in records)
        state.lists = {n: frozenset((code,)) if code >= 0 else frozenset() for n, code in codes}
        return state

    def obey(self, same: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
        """Merge what persons judged the same; returns the pairs that may not be merged."""
        refused = []
        for left, right in sorted(same):
            a, b = self.home(left), self.home(right)
            if a != b and self.is_barred(a, b):
                refused.append((left, right))
            elif a != b:
                self.merge(a, b)
        return refused

    def home(self, record: int) -> int:
        return self.where[record]

    def is_barred(self, a: int, b: int) -> bool:
        return b in self.barred[a] or not self.lists[a].isdisjoint(self.lists[b])

    def keep_apart(self, a: int, b: int) -> None:
        self.barred[a].add(b)
        self.barred[b].add(a)

    def average(self, a: int, b: int) -> float:
        powers, n_linked = self.links[a][b]
        n_pairs = len(self.members[a]) * len(self.members[b])
        return round(math.log2((powers + _to_power(ABSENT_BITS) * (n_pairs - n_linked)) / n_pairs) / _EXPONENT, 6)

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
        for other, (powers, n_linked) in self.links.pop(gone).items():
            if other == kept:
                continue
            del self.links[other][gone]
            before, n_before = own.get(other, (0.0, 0))
            own[other] = self.links[other][kept] = (before + powers, n_before + n_linked)
        return kept


def _to_power(bits: float) -> float:
    return float(2.0 ** (_EXPONENT * bits))


def list_codes(lists: Sequence[str | None]) -> Ints:
    """Number the de-duplicated lists; -1 for a record of a list that is not."""
    codes = {name: code for code, name in enumerate(sorted({x for x in lists if x is not None}))}
    return np.array([-1 if x is None else codes[x] for x in lists], dtype=np.int64)
