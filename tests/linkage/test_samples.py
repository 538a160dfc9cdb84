from __future__ import annotations

from statistics import fmean

import pytest

from accounted.linkage import link_records
from accounted.linkage.clustering import Constraints
from accounted.linkage.samples import draw_linkages, shift_spread
from accounted.model.errors import UsageError
from accounted.model.ids import IdMaker

LISTS = ("North", "South", "East")


def _link(records, **options):
    return link_records(records, deduplicated=LISTS, make_id=IdMaker(b"made-up key"), **options)


def test_draws_are_near_the_truth_and_not_all_alike(made_up):
    n_true, n_drawn, distinct = [], [], 0
    for seed in range(4):
        made = made_up(400, seed=100 + seed, are_hard=True)
        linkage = _link(made.records, n_samples=20, seed=seed)
        n_true.append(made.n_persons)
        n_drawn.append(fmean(max(draw) + 1 for draw in linkage.samples))
        distinct += len(set(linkage.samples))
    assert fmean(n_drawn) == pytest.approx(fmean(n_true), rel=0.02)
    assert distinct > 40


def test_draws_are_partitions_in_the_order_of_the_record_ids(made_up):
    linkage = _link(made_up(60, seed=7).records, n_samples=3)
    for draw in linkage.samples:
        assert len(draw) == len(linkage.records)
        first_seen = list(dict.fromkeys(draw))
        assert first_seen == list(range(len(first_seen)))


def test_the_seed_decides_the_draws(made_up):
    records = made_up(200, seed=11, are_hard=True).records
    assert _link(records, n_samples=4, seed=1).samples == _link(records, n_samples=4, seed=1).samples
    assert _link(records, n_samples=4, seed=1).samples != _link(records, n_samples=4, seed=2).samples


def test_groups_without_doubt_are_the_same_in_every_draw():
    links = [(0, 1, 30.0), (2, 3, 0.0)]
    drawn = draw_linkages(4, links, Constraints([0, 1, 0, 1]), n_samples=50, seed=1, spread_bits=0.5)
    assert all(draw[0] == draw[1] for draw in drawn)
    assert {draw[2] == draw[3] for draw in drawn} == {True, False}


def test_fewer_matches_to_learn_from_make_wider_draws():
    assert shift_spread(5, 5) > shift_spread(500, 500)
    assert shift_spread(500, 250) > shift_spread(500, 500)


def test_a_negative_number_of_draws_is_refused(made_up):
    with pytest.raises(UsageError, match="cannot be drawn"):
        _link(made_up(5, seed=1).records, n_samples=-1)
