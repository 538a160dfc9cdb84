"""Which pairs a person should look at first: those whose decision would change the answers most.

For a pair of records, in people with the histories a and b, a decision for "same" takes one of each out of the capture
table and puts one with a ∪ b in. By how much the estimate then moves is found once for every a and b that occur, with
the average over decomposable graphs. The value of looking is

    p (1 − p) · (1 + |change of the estimate|)

the one standing for the count of documented people. Pairs that are clear come after all others.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from math import ceil

import numpy as np

from accounted.model.capture import CaptureTable
from accounted.model.linkage import Comparison, Linkage
from accounted.model.records import Record
from accounted.mse import average_graphs, find_obstacle

__all__ = ["CLEAR", "QueuedPair", "make_queue", "sample_pairs"]

CLEAR = 0.02
"""Pairs whose probability is nearer than this to 0 or 1 are clear."""

_DRAWS = 400

History = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class QueuedPair:
    """A pair for review.

    Args:
        comparison: The pair, with the model's evidence.
        change: By how much the estimate would change, in people; None where lists do not allow a quick estimate.
        value: By which the queue is ordered.
        words: Why it stands where it does.
    """

    comparison: Comparison
    change: float | None
    value: float
    words: str


def make_queue(
    linkages: Sequence[Linkage], records: Mapping[str, Record], decided: Collection[tuple[str, str]] = ()
) -> tuple[QueuedPair, ...]:
    """Put the pairs of all linkages in order; a pair of several linkages stands where it is worth most.

    Args:
        linkages: As linked.
        records: By id.
        decided: Pairs to leave out.
    """
    best: dict[tuple[str, str], QueuedPair] = {}
    gone = set(decided)
    for linkage in linkages:
        changes = _Changes(linkage, records)
        for comparison in linkage.comparisons:
            pair = (comparison.left, comparison.right)
            if pair in gone or pair[0] not in records or pair[1] not in records:
                continue
            queued = _value(comparison, changes.find(comparison))
            if pair not in best or queued.value > best[pair].value:
                best[pair] = queued
    return tuple(sorted(best.values(), key=_order))


def sample_pairs(pairs: Sequence[tuple[str, str]], share: float, seed: int) -> tuple[tuple[str, str], ...]:
    """Draw a share of pairs, at least one where there are any: each by a number that seed and pair alone decide.

    >>> pairs = [("a", "b"), ("a", "c"), ("b", "c")]
    >>> sample_pairs(pairs, 0.5, 1) == sample_pairs(pairs[::-1], 0.5, 1), len(sample_pairs(pairs, 0.5, 1))
    (True, 2)
    """

    def number(pair: tuple[str, str]) -> bytes:
        return sha256(f"{seed} {pair[0]} {pair[1]}".encode()).digest()

    n = ceil(share * len(pairs)) if share > 0 else 0
    return tuple(sorted(sorted(pairs, key=number)[:n]))


def _order(queued: QueuedPair) -> tuple[bool, float, str, str]:
    p = queued.comparison.match_probability
    return not CLEAR <= p <= 1.0 - CLEAR, -queued.value, queued.comparison.left, queued.comparison.right


def _value(comparison: Comparison, change: float | None) -> QueuedPair:
    p = comparison.match_probability
    value = round(p * (1.0 - p) * (1.0 + abs(change or 0.0)), 9)
    moved = "" if change is None else f" and the estimate by about {abs(change):,.1f}"
    words = f"deciding it may change the count by 1{moved}; probability {p:.2f}"
    return QueuedPair(comparison, change, value, words)


class _Changes:
    """By how much the estimate moves, worked out once for every two histories."""

    def __init__(self, linkage: Linkage, records: Mapping[str, Record]) -> None:
        self._lists = tuple(sorted({records[r].list for r in linkage.records if r in records}))
        self._list_of = {r: records[r].list for r in linkage.records if r in records}
        self._cluster_of = {r: n for n, cluster in enumerate(linkage.clusters) for r in cluster.records}
        self._on = [
            frozenset(self._list_of[r] for r in cluster.records if r in self._list_of) for cluster in linkage.clusters
        ]
        self._cells = Counter(self._history(on) for on in self._on if on)
        self._known: dict[tuple[History, History, bool], float | None] = {}
        self._now = self._estimate(self._cells)

    def _history(self, on: Collection[str]) -> History:
        return tuple(int(name in on) for name in self._lists)

    def _estimate(self, cells: Counter[History]) -> float | None:
        left = {history: n for history, n in cells.items() if n > 0}
        if len(self._lists) < 3 or not left or min(cells.values()) < 0:
            return None
        table = CaptureTable.of(self._lists, left)
        if find_obstacle(table):
            return None
        return float(np.mean(average_graphs(table).spread_draws(_DRAWS)[_DRAWS // 10 : -_DRAWS // 10]))

    def find(self, comparison: Comparison) -> float | None:
        """The change when the pair is joined, or when it is taken apart where it is joined now."""
        if self._now is None:
            return None
        first, second = self._cluster_of.get(comparison.left), self._cluster_of.get(comparison.right)
        if first is None or second is None:
            return None
        joined = first == second
        own = frozenset((self._list_of[comparison.left],))
        rest = self._on[first] - own if joined else self._on[second]
        one = own if joined else self._on[first]
        here, there = sorted((self._history(one), self._history(rest)))
        key = (here, there, joined)
        if key not in self._known:
            cells, sign = Counter(self._cells), -1 if joined else 1
            cells[self._history(one)] -= sign
            if rest:
                cells[self._history(rest)] -= sign
            cells[self._history(one | rest)] += sign
            after = self._estimate(cells)
            self._known[key] = None if after is None else after - self._now
        return self._known[key]
