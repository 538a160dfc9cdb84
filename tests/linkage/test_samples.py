from __future__ import annotations

from statistics import fmean

import pytest

from accounted.linkage import blocking, link_records, weighing
from accounted.linkage.partitions import MOST_LISTS
from accounted.model.errors import UsageError
from accounted.model.ids import IdMaker
from accounted.model.linkage import Decision

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


def test_groups_without_doubt_are_the_same_in_every_draw(made_up):
    made = made_up(150, seed=5)
    linkage = _link(made.records, n_samples=12)
    sure = {frozenset((c.left, c.right)) for c in linkage.comparisons if c.match_probability > 0.99999}
    place = {name: n for n, name in enumerate(linkage.records)}
    assert len(sure) > 50
    together = [sum(draw[place[a]] == draw[place[b]] for draw in linkage.samples) for a, b in map(sorted, sure)]
    assert fmean(together) > 11.9


def test_no_draw_puts_two_records_of_a_deduplicated_list_together(made_up):
    made = made_up(250, seed=6, are_hard=True)
    list_of = {record.id: record.list for record in made.records}
    for draw in _link(made.records, n_samples=10).samples:
        seen = [(number, list_of[name]) for name, number in zip(sorted(made.person), draw, strict=True)]
        assert len(set(seen)) == len(seen)


def test_decisions_hold_in_every_draw(made_up):
    made = made_up(120, seed=8, are_hard=True)
    doubtful = [c for c in _link(made.records).comparisons if -4.0 < c.match_weight < 4.0][:6]
    decisions = [
        Decision(f"d{n}", c.left, c.right, ("same", "different")[n % 2], "A. Sample", f"2031-01-0{n + 1}", "", None)
        for n, c in enumerate(doubtful)
    ]
    linkage = _link(made.records, n_samples=15, decisions=decisions)
    place = {name: n for n, name in enumerate(linkage.records)}
    refused = " ".join(note for note in linkage.notes if note.startswith("not followed"))
    kept = [d for d in decisions if d.left not in refused]
    assert kept
    for d in kept:
        together = {draw[place[d.left]] == draw[place[d.right]] for draw in linkage.samples}
        assert together == {d.judgement == "same"}


def test_matches_that_were_never_compared_are_made_up_for(made_up, monkeypatch):
    made = made_up(700, seed=21)
    one_rule = (blocking.BlockingRule(("died_day", "family_key"), 1),)
    monkeypatch.setattr(weighing, "choose_rules", lambda connection, n_records: one_rule)
    linkage = _link(made.records, n_samples=20)
    best, drawn = len(linkage.clusters), fmean(max(draw) + 1 for draw in linkage.samples)
    assert best > 1.04 * made.n_persons
    assert abs(drawn - made.n_persons) < 0.5 * (best - made.n_persons)
    assert any("lost because no rule compared them" in note for note in linkage.notes)


def test_more_lists_than_can_be_drawn_from_are_refused(row):
    lists = [f"List {n:02d}" for n in range(MOST_LISTS + 1)]
    records = [row(f"r{n}", name, "Ambel Sample", died="2031-03-04") for n, name in enumerate(lists)]
    with pytest.raises(UsageError, match="cannot be drawn with more than"):
        link_records(records, deduplicated=lists, n_samples=1, make_id=IdMaker(b"made-up key"))


def test_a_negative_number_of_draws_is_refused(made_up):
    with pytest.raises(UsageError, match="cannot be drawn"):
        _link(made_up(5, seed=1).records, n_samples=-1)
