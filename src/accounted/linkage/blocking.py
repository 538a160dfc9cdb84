"""Which pairs are compared: rules chosen from the data, their pairs counted before any is made.

When all pairs together are few, all are compared and none is lost. Otherwise every combination of up to three fields,
each as exact or as loose as its columns allow, is a candidate rule. The pairs of each are counted in SQL (in large
lists among a sample of the records), and rules are chosen by what they find per pair under one budget for all. What a
rule would find is told by the data, without labels: see `agreement`. Rules that share no field catch each other's
errors, so a match that one rule finds counts little for the next. Two records of one de-duplicated list are never a
pair.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import duckdb
import numpy as np

from accounted.linkage.agreement import ATOMS, Agreement, expect_agreement
from accounted.model.errors import TooManyPairs

__all__ = ["MAX_PAIRS", "VALID", "BlockingRule", "choose_rules", "count_pairs", "make_keys", "refuse_sameness"]

MAX_PAIRS = 50_000_000
"""Candidate pairs beyond which linkage refuses to begin."""

_ALL_PAIRS = 100_000
_BUDGET_FLOOR = 400_000
_PER_RECORD, _FEWER_FROM, _FEWEST = 40.0, 100_000, 20.0
_SAMPLED_RECORDS = 100_000
_SPREAD, _MODULUS = 2_654_435_761, 4_294_967_296
_MOST_FIELDS = 3
_AGAIN = 0.25
_LEAST_GAIN = 2e-5
_CHEAP = 0.01
_SLACK = 1.25
_NARROWEST = (("full_key", "place", "age"), ("full_key", "age"), ("full_key", "place"), ("full_key",))
_SAME_PER_RECORD = 20
_SAME_FLOOR = 50_000

VALID = "(l.dd IS NULL OR r.dd IS NULL OR l.dd <> r.dd)"


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


_WORDS = {atom.column: atom.words for atom in ATOMS}


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A possible rule: the matches it would find among those expected, and the pairs it is predicted to make."""

    columns: tuple[str, ...]
    finds: np.ndarray[tuple[int], np.dtype[np.bool_]]
    n_pairs: float


def count_pairs(connection: duckdb.DuckDBPyConnection, columns: Collection[str], table: str = "records") -> int:
    """Count the pairs of a table of records that agree on all the columns, without making them."""
    keys = ", ".join(columns) or "everyone"
    stated = " AND ".join(f"{c} IS NOT NULL" for c in columns) or "true"
    found = connection.execute(
        f"""
        WITH by_list AS (
            SELECT {keys}, dd, count(*) AS n
            FROM (SELECT *, 1 AS everyone FROM {table}) WHERE {stated} GROUP BY {keys}, dd
        ), by_key AS (
            SELECT sum(n) AS n, sum(CASE WHEN dd IS NULL THEN 0 ELSE n * (n - 1) / 2 END) AS barred
            FROM by_list GROUP BY {keys}
        )
        SELECT coalesce(sum(n * (n - 1) / 2 - barred), 0)::BIGINT FROM by_key
        """  # noqa: S608 - the columns are names from this module, never input
    ).fetchall()
    return int(found[0][0])


def make_keys(
    connection: duckdb.DuckDBPyConnection, rules: Sequence[Sequence[str]], source: str = "records", more: str = ""
) -> None:
    """Make the table `keys`: per record `unique_id`, `dd` and, per rule, a number `k0`, `k1`, … for its values.

    The number is a hash of 64 bits, so that a join compares one number and carries no text. It is missing where a value
    is. Two different values of one hash would make a pair too many, which is then compared like any other.

    Args:
        connection: Where the source is.
        rules: Columns of each rule; one without columns asks nothing.
        source: Table of the records.
        more: Another column to take along.
    """
    keys = [
        f"CASE WHEN {' AND '.join(f'{c} IS NOT NULL' for c in columns)} THEN hash({', '.join(columns)}) END AS k{n}"
        if columns
        else f"0::UBIGINT AS k{n}"
        for n, columns in enumerate(rules)
    ]
    kept = ["unique_id::INTEGER AS unique_id", "dd", *([more] if more else []), *keys]
    connection.execute(f"CREATE OR REPLACE TEMP TABLE keys AS SELECT {', '.join(kept)} FROM {source}")  # noqa: S608


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


def choose_rules(connection: duckdb.DuckDBPyConnection, n_records: int) -> tuple[BlockingRule, ...]:
    """Choose every pair when they are few, else the rules that find most of the matches expected, under one budget.

    Raises:
        TooManyPairs: When no rule makes few enough pairs.
    """
    every = count_pairs(connection, ())
    if every <= _ALL_PAIRS:
        return (BlockingRule((), every),)
    budget = _budget(n_records)
    scale = _sample_records(connection, n_records)
    agreement = expect_agreement(connection, "sampled", count_pairs)
    candidates = _candidates(connection, agreement, scale, budget)
    connection.execute("DROP TABLE sampled")
    chosen = [candidate.columns for candidate in _choose(candidates, budget)]
    make_keys(connection, chosen)
    rules = [BlockingRule(columns, count_pairs(connection, (f"k{n}",), "keys")) for n, columns in enumerate(chosen)]
    return _within(rules, budget) or _narrowest(connection)


def _narrowest(connection: duckdb.DuckDBPyConnection) -> tuple[BlockingRule, ...]:
    """Take the one rule that asks most, when none fits the budget."""
    for columns in _NARROWEST:
        n_pairs = count_pairs(connection, columns)
        if 0 < n_pairs <= MAX_PAIRS:
            return (BlockingRule(columns, n_pairs),)
    if not n_pairs:
        return (BlockingRule(("full_key",), 0),)
    raise TooManyPairs(
        f"these records would make {n_pairs:,} pairs to compare; {MAX_PAIRS:,} is the most",
        mend="link a part of the lists at a time, or add columns that tell people apart (date, place, age)",
    )


def _budget(n_records: int) -> float:
    """Pairs that may be made in all: fewer per record in large lists, whose names are richer too."""
    decades = math.log10(max(n_records / _FEWER_FROM, 1.0))
    per_record = max(_PER_RECORD - (_PER_RECORD - _FEWEST) * decades, _FEWEST)
    return min(max(_BUDGET_FLOOR, per_record * n_records), MAX_PAIRS)


def _sample_records(connection: duckdb.DuckDBPyConnection, n_records: int) -> float:
    """Make the table `sampled` of some records, values as numbers; return for how many pairs one of its pairs stands.

    Records are picked by their canonical numbers, so that row order is no matter.
    """
    share = min(_SAMPLED_RECORDS / n_records, 1.0)
    values = ", ".join(
        f"CASE WHEN {c} IS NULL THEN NULL ELSE hash({c}) END AS {c}" for c in ["dd", *(a.column for a in ATOMS)]
    )
    connection.execute(
        f"CREATE OR REPLACE TABLE sampled AS SELECT unique_id, {values} FROM records "  # noqa: S608 - ours
        f"WHERE (unique_id * {_SPREAD}) % {_MODULUS} < {round(share * _MODULUS)}"
    )
    found = int(connection.execute("SELECT count(*) FROM sampled").fetchall()[0][0])
    return n_records * (n_records - 1) / max(found * (found - 1), 1)


def _candidates(
    connection: duckdb.DuckDBPyConnection, agreement: Agreement, scale: float, budget: float
) -> list[_Candidate]:
    """Count the combinations of fields, the loosest first; what only narrows a cheap rule is left out."""
    fields = agreement.fields
    made: list[_Candidate] = []
    cheap: list[frozenset[str]] = []
    for n_fields in range(1, _MOST_FIELDS + 1):
        for chosen in itertools.combinations(sorted(fields), n_fields):
            for forms in itertools.product(*(fields[field] for field in chosen)):
                columns = tuple(column for form in forms for column in form)
                if any(other <= set(columns) for other in cheap):
                    continue
                n_pairs = scale * count_pairs(connection, columns, "sampled")
                if n_pairs <= _CHEAP * budget:
                    cheap.append(frozenset(columns))
                if 0 < n_pairs <= budget:
                    made.append(_Candidate(columns, agreement.found_by(columns), n_pairs))
    return made


def _choose(candidates: Sequence[_Candidate], budget: float) -> list[_Candidate]:
    """Choose greedily by what is found per pair; a match found k times has the worth 1 − 1/4^k.

    A looser rule takes the place of those that it holds. Pairs below a small share of the budget cost the same, so that
    the looser of two cheap rules is taken.
    """
    chosen: list[_Candidate] = []
    if not candidates:
        return chosen
    times = np.zeros(len(candidates[0].finds))
    left = budget
    while True:
        best, best_rank, best_times, best_left = None, 0.0, times, left
        for candidate in candidates:
            if _narrows(candidate, chosen):
                continue
            held = [c for c in chosen if set(candidate.columns) < set(c.columns)]
            then_left = left + sum(c.n_pairs for c in held) - candidate.n_pairs
            if then_left < 0:
                continue
            then = times + candidate.finds - sum(c.finds.astype(float) for c in held)
            gain = float((_AGAIN**times - _AGAIN**then).mean())
            rank = gain / max(left - then_left + _CHEAP * budget, _CHEAP * budget)
            if gain >= _LEAST_GAIN and (rank, candidate.columns) > (best_rank, best.columns if best else ()):
                best, best_rank, best_times, best_left = candidate, rank, then, then_left
        if best is None:
            return chosen
        chosen = [c for c in chosen if not set(best.columns) < set(c.columns)] + [best]
        times, left = best_times, best_left


def _narrows(candidate: _Candidate, chosen: Sequence[_Candidate]) -> bool:
    return any(set(other.columns) <= set(candidate.columns) for other in chosen)


def _within(rules: Sequence[BlockingRule], most: float) -> tuple[BlockingRule, ...]:
    """Keep, in the order of choice, what fits: the counts of a sample may have been too low."""
    kept: list[BlockingRule] = []
    for rule in rules:
        if rule.n_pairs and sum(r.n_pairs for r in kept) + rule.n_pairs <= min(most * _SLACK, MAX_PAIRS):
            kept.append(rule)
    return tuple(kept)
