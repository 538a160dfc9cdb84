"""Candidate pairs and their comparison vectors, as plain SQL over the table `records`.

Two passes, so that nothing wide is ever kept: the blocking rules make pairs of record numbers, each pair once; then
one pass looks up the columns that the comparisons name, works out what they share once per pair, and keeps a small
number per comparison. The SQL is DuckDB's, close to what Spark takes too.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from accounted.linkage.blocking import BlockingRule
from accounted.linkage.comparison_levels import FieldComparison

__all__ = ["compare_blocked", "compare_listed", "count_patterns", "pairs_sql", "vectors_sql"]

Ints = npt.NDArray[np.int64]

_SIDE = re.compile(r"\b([a-z_]+)_([lr])\b")


def compare_blocked(
    connection: duckdb.DuckDBPyConnection, comparisons: Sequence[FieldComparison], rules: Sequence[BlockingRule]
) -> str:
    """Compare the pairs that the blocking rules make; returns the name of the table of comparison vectors."""
    connection.execute(f"CREATE OR REPLACE TEMP TABLE pairs AS {pairs_sql(rules)}")
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


def pairs_sql(rules: Sequence[BlockingRule]) -> str:
    """Write the query for the pairs of all rules; a rule leaves out what one before it has made.

    >>> pairs_sql([BlockingRule(("age",), 1), BlockingRule(("sex",), 1)]).split(" AND NOT ")[1][:42]
    'coalesce(l.age = r.age AND (l.dd IS NULL O'
    """
    selects = []
    for number, rule in enumerate(rules):
        before = "".join(f" AND NOT coalesce({earlier.sql}, false)" for earlier in rules[:number])
        selects.append(
            "SELECT l.unique_id::INTEGER AS l, r.unique_id::INTEGER AS r FROM records l JOIN records r "  # noqa: S608
            f"ON {rule.sql} AND l.unique_id < r.unique_id{before}"
        )
    return " UNION ALL ".join(selects)


def vectors_sql(comparisons: Sequence[FieldComparison], columns: Sequence[str]) -> str:
    """Write the query for the comparison vectors of table `pairs`: `l`, `r` and a `gamma_` column per comparison.

    Args:
        comparisons: The comparisons.
        columns: Columns of the table `records`; those that a comparison names are looked up, and no others.
    """
    cases = ", ".join(f"({c.sql})::TINYINT AS gamma_{c.field}" for c in comparisons)
    shared = "".join(f", {sql} AS {name}" for c in comparisons for name, sql in c.shared)
    text = cases + shared
    sides = sorted({found for found in _SIDE.findall(text) if found[0] in columns})
    looked_up = "".join(f", {side}.{column} AS {column}_{side}" for column, side in sides)
    return (
        f"SELECT l, r, {cases} FROM (SELECT *{shared} FROM ("  # noqa: S608 - all names are ours
        f"SELECT pairs.l, pairs.r{looked_up} FROM pairs "
        "JOIN records l ON l.unique_id = pairs.l JOIN records r ON r.unique_id = pairs.r))"
    )


def _keep_vectors(connection: duckdb.DuckDBPyConnection, comparisons: Sequence[FieldComparison], name: str) -> str:
    described = connection.execute("SELECT column_name FROM (DESCRIBE records) ORDER BY column_name").fetchall()
    query = vectors_sql(comparisons, [column for (column,) in described])
    connection.execute(f"CREATE OR REPLACE TABLE {name} AS {query}")
    connection.execute("DROP TABLE pairs")
    return name
