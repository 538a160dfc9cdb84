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

__all__ = ["compare_blocked", "compare_listed", "count_patterns", "make_pairs", "vectors_sql"]

Ints = npt.NDArray[np.int64]
Numbers = npt.NDArray[np.int32]

_SHIFT = 1 << 32

_SIDE = re.compile(r"\b([a-z_]+)_([lr])\b")
_WORD = re.compile(r"\b[a-z_]+\b")


def compare_blocked(
    connection: duckdb.DuckDBPyConnection, comparisons: Sequence[FieldComparison], rules: Sequence[BlockingRule]
) -> str:
    """Compare the pairs that the blocking rules make; returns the name of the table of comparison vectors."""
    make_keys(connection, [rule.columns for rule in rules])
    left, right = make_pairs(connection, len(rules))
    connection.execute("DROP TABLE keys")
    return _keep_vectors(connection, comparisons, left, right, "compared")


def compare_listed(
    connection: duckdb.DuckDBPyConnection, comparisons: Sequence[FieldComparison], left: Ints, right: Ints
) -> str:
    """Compare the pairs given by record numbers; returns the name of the table of comparison vectors."""
    return _keep_vectors(connection, comparisons, left.astype(np.int32), right.astype(np.int32), "listed")


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


def make_pairs(connection: duckdb.DuckDBPyConnection, n_rules: int, valid: str = VALID) -> tuple[Numbers, Numbers]:
    """Make the pairs of all rules over the table `keys`, each pair once, sorted.

    One rule is joined at a time, and a pair is one number of 64 bits, so that memory holds little more than the pairs.

    Args:
        connection: Where the table is.
        n_rules: How many rules there are.
        valid: Condition on two rows of `keys`, `l` and `r`, that pairs must meet.
    """
    made = [np.zeros(0, dtype=np.int64)]
    for n in range(n_rules):
        found = connection.sql(
            f"SELECT l.unique_id::BIGINT * {_SHIFT} + r.unique_id AS pair FROM keys l JOIN keys r "  # noqa: S608 - ours
            f"ON l.k{n} = r.k{n} AND l.unique_id < r.unique_id AND {valid}"
        ).fetchnumpy()
        made.append(np.unique(found["pair"]).astype(np.int64))
    pairs = np.concatenate(made)
    made.clear()
    pairs.sort()
    pairs = pairs[np.diff(pairs, prepend=-1) != 0]
    return (pairs // _SHIFT).astype(np.int32), (pairs % _SHIFT).astype(np.int32)


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


def _keep_vectors(
    connection: duckdb.DuckDBPyConnection,
    comparisons: Sequence[FieldComparison],
    left: Numbers,
    right: Numbers,
    name: str,
) -> str:
    described = connection.execute("SELECT column_name FROM (DESCRIBE records) ORDER BY column_name").fetchall()
    query = vectors_sql(comparisons, [column for (column,) in described])
    connection.register("pairs", pa.table({"l": left, "r": right}))
    connection.execute(f"CREATE OR REPLACE TABLE {name} AS {query}")
    connection.unregister("pairs")
    return name
