"""Pairs within lists: which are made, and what they say of how often a list repeats a person."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import pytest

from accounted.linkage import duplicates, link_records, summary_json
from accounted.linkage.blocking import choose_rules
from accounted.linkage.duplicates import compare_within, score_within
from accounted.linkage.fields import prepare
from accounted.linkage.levels import choose_comparisons
from accounted.linkage.scoring import learn_model
from accounted.model.ids import IdMaker
from accounted.sandbox.duck import open_duckdb

LISTS = ("North", "South", "East")


@pytest.fixture
def learnt():
    with open_duckdb(threads=1) as connection:

        def learn(records):
            columns = prepare(records, LISTS)
            connection.register("source", columns.table)
            connection.execute("CREATE OR REPLACE TABLE records AS SELECT * FROM source ORDER BY unique_id")
            rules = choose_rules(connection, len(columns.records))
            model, _ = learn_model(connection, columns, choose_comparisons(columns.fields), rules)
            return connection, columns, model, rules

        yield learn


def _expected_pairs(columns, rules, lists, looked_at):
    rows = columns.table.to_pylist()
    names = [record.list for record in columns.records]
    return {
        (a, b)
        for a, b in combinations(range(len(rows)), 2)
        if names[a] == names[b] in lists
        and b in looked_at
        and any(all(rows[a][c] == rows[b][c] is not None for c in rule.columns) for rule in rules)
    }


@pytest.mark.parametrize("n", [60, 420])
def test_pairs_within_lists_are_those_that_walking_all_of_them_finds(learnt, made_up, n):
    connection, columns, model, rules = learnt(made_up(n, seed=8).records)
    pairs = score_within(connection, columns, model, ("North", "East"), rules)
    expected = _expected_pairs(columns, rules, ("North", "East"), range(len(columns.records)))
    assert list(zip(pairs.left.tolist(), pairs.right.tolist(), strict=True)) == sorted(expected)
    assert len(pairs.bits) == len(pairs.vectors) == len(expected) > 0


def test_of_lists_that_would_make_too_many_pairs_a_sample_of_records_is_looked_at(learnt, made_up, monkeypatch):
    connection, columns, model, rules = learnt(made_up(420, seed=8).records)
    monkeypatch.setattr(duplicates, "_MOST_PAIRS", 600)
    found = compare_within(connection, columns, model, LISTS, rules)
    n_listed = {name: sum(r.list == name for r in columns.records) for name in LISTS}
    assert all(0 < len(found.looked_at[name]) < n_listed[name] for name in LISTS)
    looked_at = {number for own in found.looked_at.values() for number in own.tolist()}
    expected = _expected_pairs(columns, rules, LISTS, looked_at)
    assert list(zip(found.pairs.left.tolist(), found.pairs.right.tolist(), strict=True)) == sorted(expected)


def test_lists_of_one_record_and_no_lists_make_no_pairs(learnt, made_up, row):
    connection, columns, model, rules = learnt(
        [*made_up(40, seed=3, lists=("North",)).records, row("s", "South", "X Y")]
    )
    assert len(score_within(connection, columns, model, ("South",), rules).left) == 0
    assert len(score_within(connection, columns, model, (), rules).left) == 0


def _planted(made_up, share, n=420, seed=17):
    """Made-up lists of which North repeats a share of its people, with errors of their own."""
    made = made_up(n, seed=seed, lists=(*LISTS, "Again"))
    in_north = {made.person[r.id] for r in made.records if r.list == "North"}
    wanted = {p for p in in_north if (p * 7919) % 1000 < 1000 * share / 0.5}
    kept = [r for r in made.records if r.list != "Again"]
    again = [replace(r, list="North") for r in made.records if r.list == "Again" and made.person[r.id] in wanted]
    return [*kept, *again], len(again), made.person


def _link(records, **options):
    return link_records(records, deduplicated=LISTS, make_id=IdMaker(b"made-up key"), **options)


def test_no_repeats_are_estimated_as_about_none_and_the_constraint_binds(made_up):
    linkage = _link(_planted(made_up, 0.0)[0])
    assert linkage.deduplicated == tuple(sorted(LISTS))
    for entry in linkage.repeats:
        assert entry.binds
        assert entry.expected < 0.005 * entry.n_records
        assert 0.0 <= entry.lower <= entry.expected <= entry.upper < 0.02 * entry.n_records
    (free,) = linkage.alternatives
    assert free.deduplicated == ()
    assert abs(free.n_clusters - len(linkage.clusters)) <= 2


def test_planted_repeats_are_counted_and_unbind_their_list_alone_unless_somebody_insists(made_up):
    records, n_planted, person = _planted(made_up, 0.12)
    assert n_planted > 15
    linkage = _link(records, n_samples=2)
    by_list = {entry.list: entry for entry in linkage.repeats}
    north = by_list["North"]
    assert north.lower <= n_planted <= north.upper
    assert (north.declared, north.binds) == (True, False)
    assert by_list["South"].binds
    assert by_list["East"].binds
    assert linkage.deduplicated == ("East", "South")
    assert any("NOT taken to hold each person at most once" in note and "North" in note for note in linkage.notes)
    free, as_said = linkage.alternatives
    assert (free.deduplicated, as_said.deduplicated) == ((), tuple(sorted(LISTS)))
    assert sum(n for _, n in as_said.overlap) == as_said.n_clusters
    n_people = len({person[r.id] for r in records})
    assert abs(len(linkage.clusters) - n_people) <= 0.03 * n_people < as_said.n_clusters - n_people + 5

    insisted = _link(records, insisted=["North"])
    assert insisted.deduplicated == tuple(sorted(LISTS))
    assert len(insisted.clusters) == as_said.n_clusters
    assert {e.list: (e.expected, e.binds) for e in insisted.repeats}["North"] == (north.expected, True)
    assert summary_json(records, insisted)["repeats"][1]["list"] == "North"


def test_with_too_few_fields_a_repeat_cannot_be_told_from_a_namesake(row):
    rows = [row(f"{name}{n}", name, f"Ambel{n % 40} Sample") for name in ("North", "South") for n in range(60)]
    linkage = link_records(rows, deduplicated=["North", "South"], make_id=IdMaker(b"made-up key"))
    assert [(entry.expected, entry.binds) for entry in linkage.repeats] == [(None, True)] * 2
    assert any("too few fields to tell its repeats from namesakes" in note for note in linkage.notes)


def test_repeats_of_a_list_that_nobody_said_to_be_free_of_them_are_estimated_too(made_up):
    records, n_planted, _ = _planted(made_up, 0.12)
    linkage = link_records(records, deduplicated=[], make_id=IdMaker(b"made-up key"))
    north = next(entry for entry in linkage.repeats if entry.list == "North")
    assert (north.declared, north.binds) == (False, False)
    assert north.lower <= n_planted <= north.upper
    assert linkage.alternatives == ()


def test_a_sample_of_records_estimates_what_all_of_them_do(made_up, monkeypatch):
    records, n_planted, _ = _planted(made_up, 0.12)
    monkeypatch.setattr(duplicates, "_MOST_PAIRS", 1_500)
    linkage = _link(records, insisted=LISTS)
    north = next(entry for entry in linkage.repeats if entry.list == "North")
    assert north.lower < n_planted < north.upper
    (free,) = linkage.alternatives
    assert free.overlap == ()
    assert len(linkage.clusters) > free.n_clusters
