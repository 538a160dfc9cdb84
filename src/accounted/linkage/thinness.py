"""Records too thin to identify anyone: not even a record that states the very same could be told to be the same person.

Such a row can hardly be linked although its person may well be on other lists. Counted as a person of its own it would
make the lists look as if they overlapped less than they do, and every estimate too high. So it enters no capture table:
the list is taken not to have held that person, and the number of such rows is printed.

A record is thin when

1. its names hold nothing but initials, or no sound of a name (no name key of two letters);
2. its name is a single word, and it states no date, age, place, home or parent;
3. in one list that holds each person at most once, three records or more state all that it states: at most one of them
   can be its person, so that even full agreement leaves each of them a probability of at most a third; or
4. by the model's own weights the record compared with itself, every field it states in full agreement and its name and
   place as rare as they are, has a match weight below 0 bits: a probability below .5, from which pairs are joined.

The rules look at what records state, not at whether their person is on another list: else leaving them out would change
the overlap. No rule holds for a record that a person judged to be the same as another, the fourth for none that its
weight joined with another.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

import duckdb
import numpy as np

from accounted.linkage.fields import Columns
from accounted.linkage.parameters import Model
from accounted.linkage.scoring import ScoredPairs, score_listed
from accounted.linkage.value_columns import VALUE_FREQUENT
from accounted.model.records import Record
from accounted.text.names import name_tokens, token_key

__all__ = ["find_bare", "find_thin"]

_LEAST_BITS = 0.0
_LEAST_KEY = 2
_RIVALS = 3
_STATED = (
    ("full_key",),
    ("died_from", "died_to"),
    ("birth_from", "birth_to"),
    ("age_from", "age_to"),
    ("sex",),
    ("place",),
    *((column,) for column in VALUE_FREQUENT.values() if column != "birth_day"),
)
"""Columns of each thing that a record can state, the name first."""


def find_bare(records: Sequence[Record]) -> frozenset[int]:
    """Find the records that are thin by their name alone, by their place in the sequence.

    >>> def row(name, age=None):
    ...     return Record(name, "One", 1, (name,), None, age, None, None, (), ())
    >>> sorted(find_bare([row("A. S."), row("Ambel"), row("Ambel", 31.0), row("Ambel Sample"), row("É")]))
    [0, 1, 4]
    """
    return frozenset(number for number, record in enumerate(records) if _is_bare(record))


def find_thin(
    connection: duckdb.DuckDBPyConnection,
    columns: Columns,
    model: Model,
    pairs: ScoredPairs,
    same: Collection[tuple[str, str]] = (),
) -> tuple[int, ...]:
    """Find all thin records, by their number.

    Args:
        connection: Where the table `records` is.
        columns: What is compared.
        model: What was learnt.
        pairs: Pairs that were weighed.
        same: Pairs of record ids that a person judged to be the same.
    """
    numbers = np.arange(len(columns.records), dtype=np.int64)
    itself = score_listed(connection, columns, model, numbers, numbers)
    faint = set(itself.left[itself.bits < _LEAST_BITS].tolist())
    joined = pairs.bits >= _LEAST_BITS
    faint -= {*pairs.left[joined].tolist(), *pairs.right[joined].tolist()}
    judged = {name for pair in same for name in pair}
    thin = faint | find_bare(columns.records) | _find_rivalled(connection)
    return tuple(sorted(number for number in thin if columns.records[number].id not in judged))


def _is_bare(record: Record) -> bool:
    tokens = [token for name in record.names for token in name_tokens(name) if len(token) > 1]
    if not any(len(token_key(token)) >= _LEAST_KEY or len(token) > _LEAST_KEY for token in tokens):
        return True
    states_more = (
        record.died or record.birth or record.age is not None or record.places or record.father_names
        or record.mother_names or record.birth_places or record.residences or record.postcodes
    )  # fmt: skip
    return not states_more and max(len(name_tokens(name)) for name in record.names) < _LEAST_KEY


def _find_rivalled(connection: duckdb.DuckDBPyConnection) -> set[int]:
    """Find records all of whose statements three records or more of one de-duplicated list make.

    Only records whose name three records of one list share are looked at, one kind of record after the other: a kind is
    what is stated at all.
    """
    columns = ", ".join(column for group in _STATED for column in group)
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE namesakes AS SELECT unique_id, dd, {columns} FROM records WHERE full_key IN "  # noqa: S608
        f"(SELECT full_key FROM records WHERE dd IS NOT NULL GROUP BY dd, full_key HAVING count(*) >= {_RIVALS})"
    )
    flags = [f"({group[0]} IS NOT NULL)" for group in _STATED]
    kinds = connection.execute(f"SELECT DISTINCT {', '.join(flags)} FROM namesakes").fetchall()  # noqa: S608
    found: set[int] = set()
    for kind in sorted(kinds):
        names = ", ".join(
            column for group, is_stated in zip(_STATED, kind, strict=True) if is_stated for column in group
        )
        is_kind = " AND ".join(
            flag if is_stated else f"NOT {flag}" for flag, is_stated in zip(flags, kind, strict=True)
        )
        rows = connection.execute(
            f"SELECT unique_id FROM namesakes WHERE {is_kind} AND ({names}) IN (SELECT ({names}) FROM namesakes "  # noqa: S608
            f"WHERE dd IS NOT NULL GROUP BY dd, {names} HAVING count(*) >= {_RIVALS}) ORDER BY unique_id"
        ).fetchall()
        found |= {number for (number,) in rows}
    connection.execute("DROP TABLE namesakes")
    return found
