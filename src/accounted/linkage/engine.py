"""Splink as the engine: it makes the candidate pairs and the comparison vectors in DuckDB.

Parameters, weights and clusters are ours (see `parameters`): Splink's own training samples records in an order that
depends on threads, and estimates u from random pairs that hold the matches too, which in lists that overlap this much
are most of the agreeing pairs.
"""

from __future__ import annotations

from collections.abc import Sequence

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa
from splink import DuckDBAPI, Linker, SettingsCreator

from accounted.linkage.blocking import BlockingRule
from accounted.linkage.comparison_levels import FieldComparison

__all__ = ["compare_blocked", "compare_listed", "count_patterns"]

Ints = npt.NDArray[np.int64]


def compare_blocked(
    connection: duckdb.DuckDBPyConnection, comparisons: Sequence[FieldComparison], rules: Sequence[BlockingRule]
) -> str:
    """Compare the pairs that the blocking rules make; returns the name of the table of comparison vectors."""
    linker = _linker(connection, comparisons, [rule.sql for rule in rules])
    return _vectors(connection, linker, comparisons, "compared")


def compare_listed(
    connection: duckdb.DuckDBPyConnection, comparisons: Sequence[FieldComparison], left: Ints, right: Ints
) -> str:
    """Compare the pairs given by record numbers; returns the name of the table of comparison vectors."""
    linker = _linker(connection, comparisons, ["1=1"])
    pairs = pa.table({"join_key_l": left, "join_key_r": right, "match_key": pa.array(["0"] * len(left))})
    linker.table_management.register_blocked_pairs_for_predict(linker._db_api.register(pairs))
    return _vectors(connection, linker, comparisons, "listed")


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


def _linker(
    connection: duckdb.DuckDBPyConnection, comparisons: Sequence[FieldComparison], rules: Sequence[str]
) -> Linker:
    settings = SettingsCreator(
        link_type="dedupe_only",
        comparisons=[comparison.to_splink() for comparison in comparisons],
        blocking_rules_to_generate_predictions=[{"blocking_rule": rule} for rule in rules],
        retain_matching_columns=True,  # Splink leaves the comparison vectors out otherwise
        linker_uid="accounted",
    )
    api = DuckDBAPI(connection=connection)
    return Linker(api.register("records"), settings, log_level=None, validate_settings=False)


def _vectors(
    connection: duckdb.DuckDBPyConnection, linker: Linker, comparisons: Sequence[FieldComparison], name: str
) -> str:
    """Keep the pair and its comparison vector, and drop the wide table that Splink makes."""
    made = linker.inference.predict(warning_mode="never").physical_name
    columns = ", ".join(f"gamma_{c.field}::TINYINT AS gamma_{c.field}" for c in comparisons)
    connection.execute(
        f"CREATE OR REPLACE TABLE {name} AS "  # noqa: S608 - the names are ours
        f"SELECT unique_id_l AS l, unique_id_r AS r, {columns} FROM {made}"
    )
    connection.execute(f"DROP TABLE {made}")
    return name
