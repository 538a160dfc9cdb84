"""The best linkage follows what all records say together, beside what each pair says."""

from __future__ import annotations

import importlib

import pytest
from benchmarks.linkage.made import NOISES, Made, make_lists
from benchmarks.linkage.scoring import Score, score_clusters

from accounted.linkage.link import link_records
from accounted.model.ids import IdMaker
from accounted.model.linkage import Linkage

MODULE = importlib.import_module("accounted.linkage.settling")


def _link(made: Made, seed: int = 1) -> Linkage:
    return link_records(made.records, deduplicated=made.lists, seed=seed, make_id=IdMaker(b"made-up key"))


def _score(made: Made, linked: Linkage) -> Score:
    return score_clusters({r: c.id for c in linked.clusters for r in c.records}, made.person)


def test_links_that_other_records_bear_out_are_made(monkeypatch: pytest.MonkeyPatch):
    made = make_lists(1200, 301, NOISES["much"])
    after = _score(made, _link(made))
    monkeypatch.setattr(MODULE, "_take_odds", lambda scored, odds: scored)
    before = _score(made, _link(made))
    assert after.recall > before.recall + 0.004
    assert after.f1 > before.f1


def test_neither_people_nor_probabilities_depend_on_the_seed_of_the_samples():
    made = make_lists(500, 302, NOISES["much"])
    one, other = _link(made, 1), _link(made, 2)
    assert one.clusters == other.clusters
    assert one.comparisons == other.comparisons
