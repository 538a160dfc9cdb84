"""Pairs and comparison vectors: Splink makes the same ones, each pair once."""

import re

import duckdb
import numpy as np
import pytest
from splink import DuckDBAPI, Linker, SettingsCreator
from splink.internals.comparison_library import CustomComparison

from accounted.linkage.blocking import BlockingRule, count_pairs
from accounted.linkage.comparison_levels import FieldComparison, Level
from accounted.linkage.engine import compare_blocked, compare_listed, count_patterns
from accounted.linkage.fields import prepare
from accounted.linkage.levels import choose_comparisons
from accounted.sandbox.duck import open_duckdb

RULES = [BlockingRule((c,), 0) for c in ("died_day", "died_month", "given_key", "ends_key", "age")]


@pytest.fixture
def opened(made_up):
    """A connection with made-up records of three lists, two of them de-duplicated, and their comparisons."""
    made = made_up(240, seed=7, are_hard=True)
    columns = prepare([*made.records, *made_up(60, seed=8).records[:90]], ["North", "South"])
    connection = open_duckdb()
    connection.register("source", columns.table)
    connection.execute("CREATE TABLE records AS SELECT * FROM source ORDER BY unique_id")
    return connection, choose_comparisons(columns.fields), len(columns.records)


def read(connection: duckdb.DuckDBPyConnection, table: str) -> list[tuple[int, ...]]:
    return connection.execute(f"SELECT * FROM {table} ORDER BY l, r").fetchall()


def to_splink(comparison: FieldComparison) -> CustomComparison:
    """Write a comparison as Splink takes it, what levels share written out."""

    def written_out(sql: str) -> str:
        for name, shared in comparison.shared[::-1]:
            sql = re.sub(rf"\b{name}\b", lambda _, shared=shared: f"({shared})", sql)
        return sql

    even = 1 / len(comparison.levels)
    unknown = {"sql_condition": written_out(comparison.unknown), "label_for_charts": "unknown", "is_null_level": True}
    levels = [
        {
            "sql_condition": written_out(level.condition) or "ELSE",
            "label_for_charts": level.words,
            "m_probability": even,
            "u_probability": even,
        }
        for level in comparison.levels
    ]
    return CustomComparison(output_column_name=comparison.field, comparison_levels=[unknown, *levels])


SMALL_NAME = FieldComparison(
    "name",
    "name_l IS NULL OR name_r IS NULL",
    (
        Level("the same", "gap = 0", 0.5, 0.001),
        Level("a letter or two apart", "is_near", 0.2, 0.009),
        Level("some letters apart", "gap <= 5", 0.2, 0.19),
        Level("other", "", 0.1, 0.8, supports=False),
    ),
    shared=(("gap", "levenshtein(name_l, name_r)"), ("is_near", "gap <= 2")),
)
"""The comparison of names written out without what its levels share is too long for Splink: minutes to parse."""


def test_splink_makes_the_same_vectors(opened):  # R25
    connection, all_comparisons, _ = opened
    comparisons = [SMALL_NAME if c.field == "name" else c for c in all_comparisons]
    settings = SettingsCreator(
        link_type="dedupe_only",
        comparisons=[to_splink(c) for c in comparisons],
        blocking_rules_to_generate_predictions=[{"blocking_rule": rule.sql} for rule in RULES],
        retain_matching_columns=True,
    )
    linker = Linker(DuckDBAPI(connection=connection).register("records"), settings, validate_settings=False)
    table = linker.inference.predict(warning_mode="never").physical_name
    gammas = ", ".join(f"gamma_{c.field}" for c in comparisons)
    oracle = connection.execute(f"SELECT unique_id_l, unique_id_r, {gammas} FROM {table} ORDER BY 1, 2").fetchall()
    compare_blocked(connection, comparisons, RULES)
    assert read(connection, "compared") == oracle
    assert len(oracle) > 1000
    assert {vector[2] for vector in oracle} == {0, 1, 2, 3}  # levels of names


def test_every_pair_is_made_once_whatever_the_order_of_the_rules(opened):  # R33
    connection, comparisons, _ = opened
    compare_blocked(connection, comparisons, RULES)
    made = read(connection, "compared")
    compare_blocked(connection, comparisons, RULES[::-1])
    assert read(connection, "compared") == made
    assert len({pair[:2] for pair in made}) == len(made)
    assert len(made) < sum(count_pairs(connection, rule.columns) for rule in RULES)


def test_listed_pairs_compare_as_blocked_ones_do(opened):  # R25
    connection, comparisons, _ = opened
    compare_blocked(connection, comparisons, RULES)
    made = read(connection, "compared")
    pairs = np.array([pair[:2] for pair in made])
    compare_listed(connection, comparisons, pairs[:, 0].copy(), pairs[:, 1].copy())
    assert read(connection, "listed") == made
    patterns, counts = count_patterns(connection, "listed", comparisons)
    assert counts.sum() == len(made)
    assert len(patterns) == len({pair[2:] for pair in made})


def test_the_rule_of_every_pair_makes_every_pair(opened):  # R25
    connection, comparisons, n_records = opened
    every = BlockingRule((), count_pairs(connection, ()))
    compare_blocked(connection, comparisons, [every])
    assert len(read(connection, "compared")) == every.n_pairs < n_records * (n_records - 1) // 2
