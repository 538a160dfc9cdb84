"""Pairs within lists: which are made, and what they say of how often a list repeats a person."""

from __future__ import annotations

from itertools import combinations

import pytest

from accounted.linkage import duplicates
from accounted.linkage.blocking import choose_rules
from accounted.linkage.duplicates import compare_within, score_within
from accounted.linkage.fields import prepare
from accounted.linkage.levels import choose_comparisons
from accounted.linkage.scoring import learn_model
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
