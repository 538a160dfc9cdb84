"""Pairs that blocking did not make are weighed where they decide whether two groups are one person."""

from __future__ import annotations

import numpy as np

from accounted.linkage import completing
from accounted.linkage.clustering import Constraints, Links, cluster_records
from accounted.linkage.completing import complete_pairs
from accounted.linkage.fields import prepare
from accounted.linkage.scoring import ScoredPairs

PAIRS = ((0, 1, 12.0), (2, 3, 12.0), (1, 2, 6.0))


def _pairs(pairs=PAIRS):
    left, right, bits = (np.array(column) for column in zip(*pairs, strict=True))
    return ScoredPairs(left, right, np.zeros((len(pairs), 1), dtype=np.int64), bits)


def _complete(row, monkeypatch, weights, n=4, deduplicated=()):
    asked = []

    def score(connection, columns, model, left, right):
        asked.append(list(zip(left.tolist(), right.tolist(), strict=True)))
        bits = np.array([weights.get(pair, -12.0) for pair in asked[-1]])
        return ScoredPairs(left, right, np.zeros((len(left), 1), dtype=np.int64), bits)

    monkeypatch.setattr(completing, "score_listed", score)
    columns = prepare([row(f"{k}", "NS"[k % 2], f"Ambel Sample {k}") for k in range(n)], deduplicated)
    links = complete_pairs(None, columns, None, _pairs(), Constraints([-1] * n))
    return asked, cluster_records(n, links, Constraints([-1] * n))


def test_a_pair_never_compared_is_no_evidence_against(row, monkeypatch):
    links = Links(*(np.array(column) for column in zip(*PAIRS, strict=True)))
    assert len(cluster_records(4, links, Constraints([-1] * 4))) == 2
    asked, groups = _complete(row, monkeypatch, {(0, 2): 6.0, (0, 3): 6.0, (1, 3): 6.0})
    assert asked == [[(0, 2), (0, 3), (1, 3)]]
    assert groups == [[0, 1, 2, 3]]


def test_once_compared_a_pair_that_differs_keeps_people_apart(row, monkeypatch):
    asked, groups = _complete(row, monkeypatch, {})
    assert groups == [[0, 1], [2, 3]]
    assert len(asked) == 1  # nothing is asked twice


def test_records_that_nothing_links_are_not_asked_about(row, monkeypatch):
    asked, groups = _complete(row, monkeypatch, {}, n=6)
    assert all(record < 4 for pairs in asked for pair in pairs for record in pair)
    assert groups[-2:] == [[4], [5]]


def test_two_lists_without_repeats_need_no_more(row, monkeypatch):
    assert _complete(row, monkeypatch, {}, deduplicated=["N", "S"])[0] == []
