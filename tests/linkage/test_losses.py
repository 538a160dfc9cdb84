"""Matches that blocking lost, estimated from what the rules found."""

from __future__ import annotations

import numpy as np
import pytest

from accounted.linkage.blocking import BlockingRule
from accounted.linkage.fields import prepare
from accounted.linkage.losses import combine, estimate_by_rules
from accounted.linkage.parameters import Expected
from accounted.linkage.scoring import ScoredPairs

RULES = (BlockingRule(("family_key",), 0), BlockingRule(("place",), 0))


def _pairs(n):
    return ScoredPairs(np.arange(n) * 2, np.arange(n) * 2 + 1, np.zeros((n, 1), dtype=np.int64), np.full(n, 40.0))


def test_pairs_that_one_rule_alone_found_tell_of_those_that_none_did(row):
    records = []
    for n in range(60):
        # Twenty pairs share name and place, forty the name alone.
        places = (["Velmouth"], ["Velmouth" if n < 20 else "Oldvelm"])
        for side, place in zip("ab", places, strict=True):
            records.append(row(f"{n:03d}{side}", "North", f"Ambel{n:03d} Sample", places=place))
    columns = prepare(records, [])
    order = {record.id: k for k, record in enumerate(columns.records)}
    left, right = (np.array([order[f"{n:03d}{side}"] for n in range(60)]) for side in "ab")
    pairs = ScoredPairs(left, right, np.zeros((60, 1), dtype=np.int64), np.full(60, 40.0))
    lost = estimate_by_rules(columns, RULES, pairs)
    assert lost.mean == pytest.approx(40 * 39 / (2 * 21))
    assert lost.variance == pytest.approx((lost.mean / 2) ** 2)


def test_where_every_pair_was_compared_none_is_lost(row):
    columns = prepare([row("a", "North", "Ambel Sample"), row("b", "South", "Ambel Sample")], [])
    assert estimate_by_rules(columns, (BlockingRule((), 1),), _pairs(1)).mean == 0.0


def test_the_surer_estimate_counts_more():
    found = combine(Expected(120.0, 60.0**2), Expected(40.0, 20.0**2))
    assert 40.0 < found.mean < 60.0
    assert found.variance < 20.0**2
