"""Which pairs are compared: rules chosen from the fields present, their pairs counted before any is made.

When all pairs together are few, all are compared and none is lost. Otherwise each rule is a ladder from loose to tight;
the first rung whose pairs fit the budget is taken. Two records of one de-duplicated list are never a pair.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import duckdb

from accounted.model.errors import TooManyPairs

__all__ = ["MAX_PAIRS", "VALID", "BlockingRule", "choose_rules", "count_pairs", "refuse_sameness"]

MAX_PAIRS = 50_000_000
"""Candidate pairs beyond which linkage refuses to begin."""

_BUDGET_PER_RECORD = 20
_BUDGET_FLOOR = 100_000
_SAME_PER_RECORD = 20
_SAME_FLOOR = 50_000

VALID = "(l.dd IS NULL OR r.dd IS NULL OR l.dd <> r.dd)"

# Ladders: field needed, then rungs of columns from loose to tight.
_LADDERS: tuple[tuple[str, tuple[tuple[str, ...], ...]], ...] = (
    ("died", (("died_day",), ("died_day", "family_key"), ("died_day", "ends_key"))),
    ("died", (("died_day", "given_key"), ("died_day", "given_key", "place"))),
    ("name", (("ends_key",), ("ends_key", "age"), ("ends_key", "died_month"), ("ends_key", "place", "age"))),
    ("name", (("full_key",), ("full_key", "age"), ("full_key", "died_month"), ("full_key", "place", "age"))),
    ("name", (("family_key",), ("family_key", "place"), ("family_key", "age", "place"))),
    ("name", (("given_key",), ("given_key", "place"), ("given_key", "age", "place"))),
    ("died", (("died_month", "family_key"), ("died_month", "family_key", "age"))),
    ("died", (("died_month", "given_key"), ("died_month", "given_key", "age"))),
    ("born", (("birth_day",), ("birth_day", "given_key"))),
    ("born", (("age",), ("age", "sex"), ("age", "place"), ("age", "place", "died_month"))),
    ("place", (("place",), ("place", "sex"), ("place", "died_month"), ("place", "died_month", "sex"))),
    ("died", (("died_month",), ("died_month", "sex"), ("died_month", "sex", "age"))),
)


@dataclass(frozen=True, slots=True)
class BlockingRule:
    """Records that agree on all these columns are compared; `n_pairs` is the number of such pairs, counted first."""

    columns: tuple[str, ...]
    n_pairs: int

    @property
    def sql(self) -> str:
        """The rule as a condition on two records `l` and `r`."""
        return " AND ".join([*(f"l.{c} = r.{c}" for c in self.columns), VALID])

    @property
    def words(self) -> str:
        """The rule as a reader sees it."""
        return "same " + " and ".join(_WORDS[c] for c in self.columns) if self.columns else "taking every pair"


_WORDS = {
    "died_day": "day of death",
    "died_month": "month of death",
    "given_key": "sound of the first name",
    "family_key": "sound of the last name",
    "ends_key": "sound of first and last name",
    "full_key": "sound of the whole name",
    "birth_day": "day of birth",
    "age": "age",
    "place": "place",
    "sex": "sex",
}


def count_pairs(connection: duckdb.DuckDBPyConnection, columns: Collection[str]) -> int:
    """Count the pairs of table `records` that agree on all the columns, without making them."""
    keys = ", ".join(columns) or "everyone"
    stated = " AND ".join(f"{c} IS NOT NULL" for c in columns) or "true"
    found = connection.execute(
        f"""
        WITH by_list AS (
            SELECT {keys}, dd, count(*) AS n
            FROM (SELECT *, 1 AS everyone FROM records) WHERE {stated} GROUP BY {keys}, dd
        ), by_key AS (
            SELECT sum(n) AS n, sum(CASE WHEN dd IS NULL THEN 0 ELSE n * (n - 1) / 2 END) AS barred
            FROM by_list GROUP BY {keys}
        )
        SELECT coalesce(sum(n * (n - 1) / 2 - barred), 0)::BIGINT FROM by_key
        """  # noqa: S608 - the columns are names from this module, never input
    ).fetchall()
    return int(found[0][0])


def refuse_sameness(connection: duckdb.DuckDBPyConnection, n_records: int) -> None:
    """Refuse records that nothing tells apart.

    Raises:
        TooManyPairs: When so many records share both name and date that every one is a candidate for every other.
    """
    n_same = count_pairs(connection, ("full_key", "died_day"))
    if n_same > max(_SAME_FLOOR, _SAME_PER_RECORD * n_records):
        largest = connection.execute(
            "SELECT max(n) FROM (SELECT count(*) AS n FROM records WHERE full_key IS NOT NULL AND died_day IS NOT NULL "
            "GROUP BY full_key, died_day)"
        ).fetchall()[0][0]
        raise TooManyPairs(
            f"{largest:,} records share one name and one date, which makes {n_same:,} pairs that nothing tells apart",
            mend="leave the name empty where it is not known, or link a part of the lists at a time",
        )


def choose_rules(
    connection: duckdb.DuckDBPyConnection, fields: Collection[str], n_records: int
) -> tuple[BlockingRule, ...]:
    """Choose every pair when they are few, else per ladder the loosest rung that fits the budget, or the tightest.

    Raises:
        TooManyPairs: When the rules together make more than `MAX_PAIRS` pairs.
    """
    every = BlockingRule((), count_pairs(connection, ()))
    if every.n_pairs <= _BUDGET_FLOOR:
        return (every,)
    budget = max(_BUDGET_FLOOR, _BUDGET_PER_RECORD * n_records)
    chosen: list[BlockingRule] = []
    for field, rungs in _LADDERS:
        if field not in fields:
            continue
        for columns in rungs:
            rule = BlockingRule(columns, count_pairs(connection, columns))
            if rule.n_pairs <= budget:
                break
        if rule.n_pairs and not any(set(other.columns) <= set(rule.columns) for other in chosen):
            chosen.append(rule)
    n_pairs = sum(rule.n_pairs for rule in chosen)
    if n_pairs > MAX_PAIRS:
        raise TooManyPairs(
            f"these records would make {n_pairs:,} pairs to compare; {MAX_PAIRS:,} is the most",
            mend="link a part of the lists at a time, or add columns that tell people apart (date, place, age)",
        )
    return tuple(chosen) or (BlockingRule(("full_key",), 0),)
