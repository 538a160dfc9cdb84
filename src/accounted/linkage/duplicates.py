"""Pairs of records within one list: how often a list repeats a person, before it is taken never to.

The rules that make pairs between lists make them within lists too, and the model that was learnt weighs them. Long
lists are looked at through a sample of their records, each compared with all that stand before it in canonical
order, so that the work has a bound and no pair is there twice.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from accounted.linkage.blocking import BlockingRule
from accounted.linkage.fields import Columns
from accounted.linkage.parameters import Model
from accounted.linkage.scoring import ScoredPairs, score_listed

__all__ = ["WithinPairs", "compare_within", "score_within"]

_MOST_PAIRS = 500_000
_SAMPLE_SEED = 20_310_401
_TIGHT = (
    ("full_key",),
    ("ends_key",),
    ("died_day", "given_key"),
    ("died_day", "family_key"),
    ("birth_day", "given_key"),
    ("age", "given_key", "place"),
)
"""Rules within lists where between lists every pair is compared, and within them that would be too many."""

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class WithinPairs:
    """Candidate pairs within lists.

    Args:
        pairs: With their weights, whatever these are; the prior in them is that of pairs between lists.
        looked_at: Per list, the numbers of its records that were compared with all records before them.
    """

    pairs: ScoredPairs
    looked_at: dict[str, Ints]


def score_within(
    connection: duckdb.DuckDBPyConnection,
    columns: Columns,
    model: Model,
    lists: Collection[str],
    rules: Sequence[BlockingRule],
) -> ScoredPairs:
    """Weigh the candidate pairs within these lists; within a list without repeats none of them is a match."""
    return compare_within(connection, columns, model, lists, rules).pairs


def compare_within(
    connection: duckdb.DuckDBPyConnection,
    columns: Columns,
    model: Model,
    lists: Collection[str],
    rules: Sequence[BlockingRule],
) -> WithinPairs:
    """Make the pairs within lists by the rules and weigh them.

    Args:
        connection: With the table `records`.
        columns: What is in it.
        model: What was learnt.
        lists: Names of the lists to look into.
        rules: As chosen for pairs between lists.
    """
    codes = {name: code for code, name in enumerate(sorted(set(lists)))}
    of_record = np.array([codes.get(record.list, -1) for record in columns.records], dtype=np.int64)
    sizes = np.bincount(of_record[of_record >= 0], minlength=len(codes))
    keys = [rule.columns for rule in rules]
    if () in keys and int((sizes * (sizes - 1) // 2).sum()) > _MOST_PAIRS:
        keys = list(_TIGHT)
    connection.register("own_list", pa.table({"unique_id": np.arange(len(of_record)), "code": of_record}))
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE listed_records AS SELECT records.*, own_list.code "
        "FROM records JOIN own_list USING (unique_id) WHERE own_list.code >= 0"
    )
    connection.unregister("own_list")
    n_pairs = np.zeros(len(codes))
    for columns_of_rule in keys:
        for code, n in _count_by_list(connection, columns_of_rule).items():
            n_pairs[code] += n
    looked_at = _choose_records(of_record, n_pairs, len(codes))
    left, right = _make_pairs(connection, keys, np.concatenate([*looked_at, np.empty(0, np.int64)]).astype(np.int64))
    connection.execute("DROP TABLE listed_records")
    pairs = score_listed(connection, columns, model, left, right) if len(left) else _no_pairs(model)
    return WithinPairs(pairs, {name: looked_at[code] for name, code in codes.items()})


def _count_by_list(connection: duckdb.DuckDBPyConnection, columns: Sequence[str]) -> dict[int, float]:
    """Count the pairs of records within each list that agree on the columns."""
    keys = ", ".join(["code", *columns])
    stated = " AND ".join([*(f"{c} IS NOT NULL" for c in columns), "true"])
    found = connection.execute(
        "SELECT code, sum(n * (n - 1) / 2) FROM (SELECT code, count(*) AS n FROM listed_records "  # noqa: S608 - ours
        f"WHERE {stated} GROUP BY {keys}) GROUP BY code ORDER BY code"
    ).fetchall()
    return {int(code): float(n) for code, n in found}


def _choose_records(of_record: Ints, n_pairs: npt.NDArray[np.float64], n_lists: int) -> list[Ints]:
    """Take all records of a list, or as many at random as the pairs allow, by canonical numbers."""
    rng = np.random.default_rng(_SAMPLE_SEED)
    chosen = []
    for code in range(n_lists):
        own = np.flatnonzero(of_record == code)
        share = min(1.0, _MOST_PAIRS / n_lists / max(float(n_pairs[code]), 1.0))
        kept = own if share == 1.0 else np.sort(rng.choice(own, max(int(share * len(own)), 1), replace=False))
        chosen.append(kept.astype(np.int64))
    return chosen


def _make_pairs(
    connection: duckdb.DuckDBPyConnection, keys: Sequence[tuple[str, ...]], looked_at: Ints
) -> tuple[Ints, Ints]:
    connection.register("looked_at", pa.table({"unique_id": looked_at}))
    parts = [
        "SELECT l.unique_id AS l, r.unique_id AS r FROM listed_records l JOIN listed_records r ON "  # noqa: S608 - ours
        + " AND ".join([*(f"l.{c} = r.{c}" for c in ("code", *columns)), "l.unique_id < r.unique_id"])
        + " WHERE r.unique_id IN (SELECT unique_id FROM looked_at)"
        for columns in keys
    ]
    found = connection.sql(
        f"SELECT DISTINCT l, r FROM ({' UNION ALL '.join(parts)}) ORDER BY l, r"  # noqa: S608 - names are ours
    ).to_arrow_table()
    connection.unregister("looked_at")
    return found.column("l").to_numpy(), found.column("r").to_numpy()


def _no_pairs(model: Model) -> ScoredPairs:
    none = np.empty(0, np.int64)
    return ScoredPairs(none, none, np.empty((0, len(model.comparisons)), np.int64), np.empty(0))
