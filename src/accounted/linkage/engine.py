"""Candidate pairs and their comparison vectors, as plain SQL over the table `records`.

Two passes, so that nothing wide is ever kept: the blocking rules make pairs of record numbers by joins on one number
per rule, and each pair is kept once; then one pass looks up the columns that the comparisons name, works out what they
share once per pair, and keeps a small number per comparison. The SQL is DuckDB's, close to what Spark takes too.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from accounted.linkage.blocking import VALID, BlockingRule, make_keys
from accounted.linkage.comparison_levels import FieldComparison

__all__ = ["compare_blocked", "compare_listed", "count_patterns", "pairs_sql", "vectors_sql"]

Ints = npt.NDArray[np.int64]

_SIDE = re.compile(r"\b([a-z_]+)_([lr])\b")
_WORD = re.compile(r"\b[a-z_]+\b")


def compare_blocked(
    connection: duckdb.DuckDBPyConnection, comparisons: Sequence[FieldComparison], rules: Sequence[BlockingRule]
) -> str:
    """Compare the pairs that the blocking rules make; returns the name of the table of comparison vectors."""
    make_keys(connection, [rule.columns for rule in rules])
    connection.execute(f"CREATE OR REPLACE TEMP TABLE pairs AS {pairs_sql(len(rules))}")
    connection.execute("DROP TABLE keys")
    return _keep_vectors(connection, comparisons, "compared")


def compare_listed(
    connection: duckdb.DuckDBPyConnection, comparisons: Sequence[FieldComparison], left: Ints, right: Ints
) -> str:
    """Compare the pairs given by record numbers; returns the name of the table of comparison vectors."""
    connection.register("given", pa.table({"l": left, "r": right}))
    connection.execute("CREATE OR REPLACE TEMP TABLE pairs AS SELECT l::INTEGER AS l, r::INTEGER AS r FROM given")
    connection.unregister("given")
    return _keep_vectors(connection, comparisons, "listed")


def count_patterns(
    connection: duckdb.DuckDBPyConnection, vectors: str, comparisons: Sequence[FieldComparison]
) -> tuple[Ints, Ints]:
    """Count how often each comparison vector occurs: vectors (patterns × comparisons) and counts, in fixed order."""
    names = ", ".join(f"gamma_{c.field}" for c in comparisons)
    found = connection.execute(
        f"SELECT {names}, count(*) AS n FROM {vectors} GROUP BY ALL ORDER BY {names}"  # noqa: S608 - names are ours
    ).fetchall()
    rows = np.array(found, dtype=np.int64).reshape(len(found), len(comparisons) + 1)
    return rows[:, :-1], rows[:, -1]


def pairs_sql(n_rules: int, valid: str = VALID) -> str:
    """Write the query for the pairs of all rules over the table `keys`, each pair once.

    Args:
        n_rules: How many rules there are.
        valid: Condition on two rows of `keys`, `l` and `r`, that pairs must meet.
    """
    selects = (
        f"SELECT l.unique_id AS l, r.unique_id AS r FROM keys l JOIN keys r ON l.k{n} = r.k{n} "  # noqa: S608 - ours
        f"AND l.unique_id < r.unique_id AND {valid}"
        for n in range(n_rules)
    )
    return f"SELECT DISTINCT l, r FROM ({' UNION ALL '.join(selects)})"  # noqa: S608 - ours


def vectors_sql(comparisons: Sequence[FieldComparison], columns: Sequence[str]) -> str:
    """Write the query for the comparison vectors of table `pairs`: `l`, `r` and a `gamma_` column per comparison.

    Args:
        comparisons: The comparisons.
        columns: Columns of the table `records`; those that a comparison names are looked up, and no others.
    """
    cases = ", ".join(f"({c.sql})::TINYINT AS gamma_{c.field}" for c in comparisons)
    stages = _staged([entry for c in comparisons for entry in c.shared])
    text = cases + " ".join(sql for stage in stages for _, sql in stage)
    sides = sorted({found for found in _SIDE.findall(text) if found[0] in columns})
    looked_up = "".join(f", {side}.{column} AS {column}_{side}" for column, side in sides)
    source = (
        f"SELECT pairs.l, pairs.r{looked_up} FROM pairs "  # noqa: S608 - all names are ours
        "JOIN records l ON l.unique_id = pairs.l JOIN records r ON r.unique_id = pairs.r"
    )
    for stage in stages:
        source = f"SELECT *{''.join(f', {sql} AS {name}' for name, sql in stage)} FROM ({source})"  # noqa: S608
    return f"SELECT l, r, {cases} FROM ({source})"  # noqa: S608


def _staged(shared: Sequence[tuple[str, str]]) -> list[list[tuple[str, str]]]:
    """Put what is worked out once per pair into stages, so that each may name what an earlier stage made."""
    stage_of: dict[str, int] = {}
    stages: list[list[tuple[str, str]]] = []
    for name, sql in shared:
        stage_of[name] = 1 + max((stage_of[word] for word in _WORD.findall(sql) if word in stage_of), default=-1)
        stages.extend([] for _ in range(stage_of[name] + 1 - len(stages)))
        stages[stage_of[name]].append((name, sql))
    return stages


def _keep_vectors(connection: duckdb.DuckDBPyConnection, comparisons: Sequence[FieldComparison], name: str) -> str:
    described = connection.execute("SELECT column_name FROM (DESCRIBE records) ORDER BY column_name").fetchall()
    query = vectors_sql(comparisons, [column for (column,) in described])
    connection.execute(f"CREATE OR REPLACE TABLE {name} AS {query}")
    connection.execute("DROP TABLE pairs")
    return name
