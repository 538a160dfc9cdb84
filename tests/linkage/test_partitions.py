"""Partitions drawn record by record, against every partition counted by hand."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from accounted.linkage.partitions import find_odds, lay_out, sweep_units

NONE = np.empty((0, 2), dtype=np.int64)


def _neighbours(n, pairs, apart=NONE, lists=None):
    left, right = np.array(pairs, dtype=np.int64).T
    return lay_out(left, right, apart, np.ones(n, np.int64), np.zeros(n, np.int64) if lists is None else lists)


def _draw(neighbours, factors, odds, n_sweeps=4_000, absent=0.0):
    rng, n = np.random.default_rng(1), len(neighbours.size)
    home, seen, together = np.arange(n), Counter(), np.zeros(len(factors))
    for _ in range(n_sweeps):
        sweep_units(
            neighbours.start, neighbours.other, neighbours.pair, neighbours.size, neighbours.lists,
            np.array(factors), absent, 1.0, odds, home, rng.permutation(n), rng.random(n), together,
        )  # fmt: skip
        groups = {}
        for unit, cluster in enumerate(home.tolist()):
            groups.setdefault(cluster, []).append(unit)
        seen[tuple(sorted(map(tuple, groups.values())))] += 1
    chances = zip(_pairs_of(neighbours), together / (2 * n_sweeps), strict=False)
    for (one, other), chance in chances if n_sweeps >= 4_000 else ():  # fewer draws hang together too much
        drawn = sum(count for groups, count in seen.items() if any(one in g and other in g for g in groups))
        assert chance == pytest.approx(drawn / n_sweeps, abs=0.03)
    return seen


def _pairs_of(neighbours):
    ends = {}
    for unit in range(len(neighbours.size)):
        for k in range(neighbours.start[unit], neighbours.start[unit + 1]):
            ends.setdefault(int(neighbours.pair[k]), []).append(unit)
    n_pairs = sum(len(own) == 2 for own in ends.values())
    return [tuple(ends[pair]) for pair in range(n_pairs)]


def test_two_records_are_together_as_often_as_their_odds_say():
    seen = _draw(_neighbours(2, [(0, 1)]), [6.0], np.array([0.0, 0.5, 0.5]))
    assert seen[((0, 1),)] / 4_000 == pytest.approx(0.75, abs=0.03)


def test_rivals_share_one_record_by_their_odds():
    lists = np.array([1, 2, 2])
    seen = _draw(_neighbours(3, [(0, 1), (0, 2)], lists=lists), [4.0, 2.0], np.array([0.0, 1.0, 1.0]))
    assert seen[((0, 1), (2,))] / 4_000 == pytest.approx(4 / 7, abs=0.03)
    assert seen[((0, 2), (1,))] / 4_000 == pytest.approx(2 / 7, abs=0.03)


def test_what_a_person_kept_apart_never_comes_together_nor_do_two_records_of_a_list():
    apart = np.array([[0, 1]])
    assert set(_draw(_neighbours(2, [(0, 1)], apart=apart), [1e9], np.array([0.0, 1.0, 1.0]), 50)) == {((0,), (1,))}
    lists = np.array([1, 1, 2])
    seen = _draw(_neighbours(3, [(0, 2), (1, 2), (0, 1)], lists=lists), [1e6, 1e6, 1e9], np.ones(4), 200)
    assert all(not ({0, 1} <= set(group)) for groups in seen for group in groups)


def test_prior_odds_follow_from_how_many_stand_alone_and_in_pairs():
    lists = np.array([1, 2, 1, 2, 1, 2])
    neighbours = _neighbours(6, [(0, 1)], lists=lists)
    odds = find_odds(neighbours, np.array([0, 0, 1, 2, 3, 4]))
    # Of four who stand alone, two on each list, each could join two others: 8 ways; one pair is 2 records in it.
    assert odds[1] == pytest.approx(2 / 8)
    # Nobody could join a pair that both lists are in already.
    assert odds[2] == pytest.approx(0.5 * 3 / 1)
