"""Which pairs a person should look at first: those whose decision would change the answers most.

For a pair of records, in people with the histories a and b, a decision for "same" takes one of each out of the capture
table and puts one with a ∪ b in. By how much the estimate then moves is found once for every a and b that occur, with
the average over decomposable graphs. The value of looking is

    p (1 − p) · (1 + |change of the estimate|)

the one standing for the count of documented people. Pairs that are clear come after all others.
"""

from __future__ import annotations

from bisect import bisect
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

__all__ = ["CLEAR", "QueuedPair", "draw_clerical", "make_queue", "sample_pairs"]

CLEAR = 0.02
"""Pairs whose probability is nearer than this to 0 or 1 are clear."""

_DRAWS = 400

_STRATA = (0.01, 0.05, 0.2, 0.5, 0.8, 0.95, 0.99, 0.999)
_FEWEST_DRAWN, _LEAST_DOUBT = 5, 0.01

History = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class QueuedPair:
    """A pair for review.

    Args:
        comparison: The pair, with the model's evidence.
        change: By how much the estimate would change, in people; None where lists do not allow a quick estimate.
        value: By which the queue is ordered.
        words: Why it stands where it does.
        inclusion: Probability with which it was drawn for a clerical sample; None when it was not.
    """

    comparison: Comparison
    change: float | None
    value: float
    words: str
    inclusion: float | None = None


def draw_clerical(linkages: Sequence[Linkage], n: int, seed: int) -> tuple[QueuedPair, ...]:
    """Draw pairs at random within strata of the match probability, more where it is uncertain.

    Of n pairs a stratum with N_h pairs of mean probability p gets a share in proportion to N_h √(p (1 − p)) (Neyman
    1934, doi:10.2307/2342192), at least `_FEWEST_DRAWN` or all it has: those come out of the n, which only a very small
    n has to exceed. A pair of several linkages counts in the first. The order is random: where a pair stands says
    nothing of its weight.

    Args:
        linkages: As linked.
        n: Pairs to draw.
        seed: Decides who is drawn, with the pair alone.
    """
    pairs: dict[tuple[str, str], Comparison] = {}
    for linkage in linkages:
        for comparison in linkage.comparisons:
            pairs.setdefault((comparison.left, comparison.right), comparison)
    strata: dict[int, list[Comparison]] = {}
    for comparison in pairs.values():
        strata.setdefault(bisect(_STRATA, comparison.match_probability), []).append(comparison)
    sizes = _allocate({k: [c.match_probability for c in own] for k, own in strata.items()}, n)
    drawn = {}
    for k, own in sorted(strata.items()):
        inclusion = round(sizes[k] / len(own), 9)
        for pair in _first_by_number([(c.left, c.right) for c in own], sizes[k], seed):
            drawn[pair] = QueuedPair(
                pairs[pair], None, 0.0, "a pair of the clerical sample, drawn at random", inclusion
            )
    return tuple(drawn[pair] for pair in _first_by_number(list(drawn), len(drawn), seed + 1))


def _allocate(strata: Mapping[int, Sequence[float]], n: int) -> dict[int, int]:
    """Share n out over strata, given by the probabilities of their pairs."""
    pull = {}
    for k, own in strata.items():
        mean = min(max(sum(own) / len(own), _LEAST_DOUBT), 1.0 - _LEAST_DOUBT)
        pull[k] = len(own) * (mean * (1.0 - mean)) ** 0.5
    least = {k: min(len(own), _FEWEST_DRAWN) for k, own in strata.items()}
    settled: dict[int, int] = {}
    while rest := sorted(pull.keys() - settled.keys()):
        unit = max(n - sum(settled.values()), 0) / sum(pull[k] for k in rest)
        share = {k: unit * pull[k] for k in rest}
        bound = {k: least[k] for k in rest if share[k] < least[k]}
        bound = bound or {k: len(strata[k]) for k in rest if share[k] > len(strata[k])}
        settled |= bound or {k: round(share[k]) for k in rest}
    return settled


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
    n = ceil(share * len(pairs)) if share > 0 else 0
    return tuple(sorted(_first_by_number(pairs, n, seed)))


def _first_by_number(pairs: Sequence[tuple[str, str]], n: int, seed: int) -> list[tuple[str, str]]:
    """Take the first n pairs in a random order that seed and pairs alone decide."""

    def number(pair: tuple[str, str]) -> bytes:
        return sha256(f"{seed} {pair[0]} {pair[1]}".encode()).digest()

    return sorted(pairs, key=number)[:n]


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
