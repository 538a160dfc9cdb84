"""Turn records into the columns that are compared: one row per named record, in an order that content alone decides.

What can be worked out once per record (folded names, keys, day numbers) is a column here, so that a comparison of two
records is plain SQL over columns.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from accounted.linkage.name_columns import ALL_WAYS, NAME_SCHEMA, Naming, name_columns, weigh_words
from accounted.linkage.value_columns import VALUE_FIELDS, VALUE_FREQUENT, VALUE_SCHEMA, value_columns
from accounted.model.dates import DateInterval, Day
from accounted.model.records import Record
from accounted.text.names import fold_text

__all__ = ["OPEN", "Columns", "day_number", "number_values", "prepare"]

OPEN = 10_000_000
"""Day number that stands for an open end."""

_YEAR_DAYS = 365.2425
_WIDEST_AGE = 12.0
_BATCH = 20_000

Row = dict[str, object]


@dataclass(frozen=True, slots=True)
class Columns:
    """What is compared.

    Args:
        records: The named records in canonical order; their place in it is their number here.
        table: One row per record: `unique_id` (that number), `dd` (the list, when it is de-duplicated), and the columns
            compared.
        bits: Per quantity (`given`, `family`, `place`) and record, how much more than average it says that two records
            share this very value: log2(Σf² / f), f being the value's relative frequency.
        fields: What at least two records state and can so be compared: `name`, `died` (to the day),
            `died_about` (when some dates are looser), `born`, `sex`, `place`.
    """

    records: tuple[Record, ...]
    table: pa.Table
    bits: dict[str, npt.NDArray[np.float64]]
    fields: tuple[str, ...]


def prepare(records: Sequence[Record], deduplicated: Collection[str], naming: Naming = ALL_WAYS) -> Columns:
    """Sort the named records by their content and make their columns."""
    named = sorted((r for r in records if r.is_named), key=_content)
    once = frozenset(deduplicated)
    batches = []
    for start in range(0, len(named), _BATCH):
        batch = enumerate(named[start : start + _BATCH], start=start)
        rows = [_row(n, record, record.list in once, naming) for n, record in batch]
        batches.append(pa.RecordBatch.from_pylist(rows, schema=_SCHEMA))
    table = weigh_words(pa.Table.from_batches(batches, schema=_SCHEMA))
    stated = {f: len(named) - table.column(column).null_count for f, column in _STATED.items()}
    if stated["died_about"] == stated["died"]:
        stated["died_about"] = 0
    fields = tuple(f for f, n in stated.items() if n > 1)
    bits = {quantity: _bits(table.column(column)) for quantity, column in _FREQUENT.items()}
    return Columns(tuple(named), table, bits, fields)


def number_values(column: pa.ChunkedArray) -> npt.NDArray[np.int64]:
    """Number the different values of a column; -1 where nothing is stated.

    >>> number_values(pa.chunked_array([["Uppervelm", None], ["Velmouth", "Uppervelm"]])).tolist()
    [0, -1, 1, 0]
    """
    codes = column.combine_chunks().dictionary_encode().indices.fill_null(-1)
    numbered: npt.NDArray[np.int64] = codes.to_numpy(zero_copy_only=False).astype(np.int64)
    return numbered


def day_number(day: Day) -> int:
    """Count days of the proleptic Gregorian calendar, as `date.toordinal` does, for any year.

    >>> day_number(Day(1999, 3, 20)) - day_number(Day(1999, 3, 1)), day_number(Day(1, 1, 1)), day_number(Day(0, 12, 31))
    (19, 1, 0)
    """
    year, month = (day.year - 1, day.month + 12) if day.month < 3 else (day.year, day.month)
    return 365 * year + year // 4 - year // 100 + year // 400 + (153 * (month - 3) + 2) // 5 + day.day - 306


_SCHEMA = pa.schema(
    [
        ("unique_id", pa.int64()),
        ("dd", pa.string()),
        *NAME_SCHEMA,
        ("died_from", pa.int64()),
        ("died_to", pa.int64()),
        ("died_day", pa.int64()),
        ("died_month", pa.int64()),
        ("birth_from", pa.int64()),
        ("birth_to", pa.int64()),
        ("birth_day", pa.int64()),
        ("age_from", pa.float64()),
        ("age_to", pa.float64()),
        ("age", pa.int64()),
        ("born", pa.bool_()),
        ("sex", pa.string()),
        ("place", pa.string()),
        ("places", pa.list_(pa.string())),
        *VALUE_SCHEMA,
    ]
)
_STATED = {
    "name": "name",
    "died": "died_day",
    "died_about": "died_from",
    "born": "born",
    "sex": "sex",
    "place": "place",
    **VALUE_FIELDS,
}
_FREQUENT = {"given": "given_key", "family": "family_key", "place": "place", **VALUE_FREQUENT}


def _content(record: Record) -> tuple[object, ...]:
    """What a record says, as tuples that sort; its id at last, which is made from the content too."""
    return (
        record.list,
        record.names,
        record.values,
        record.places,
        record.sex or "",
        -1.0 if record.age is None else record.age,
        _when(record.birth),
        _when(record.died),
        (record.father_names, record.mother_names, record.birth_places, record.residences, record.postcodes),
        (record.occupations, record.affiliations, record.external_ids),
        record.id,
    )


def _when(date: DateInterval | None) -> tuple[object, ...]:
    return () if date is None else (date.edtf, date.earliest or (), date.latest or ())


def _row(number: int, record: Record, is_deduplicated: bool, naming: Naming) -> Row:
    row: Row = {"unique_id": number, "dd": record.list if is_deduplicated else None, "sex": record.sex}
    row |= name_columns(record.names, naming)
    row |= _date_columns("died", record.died) | _date_columns("birth", record.birth)
    row |= _age_columns(record) | _place_columns(record)
    row["born"] = True if row["birth_from"] is not None or row["age_from"] is not None else None
    return row | value_columns(record, row)


def _date_columns(stem: str, when: DateInterval | None) -> Row:
    if when is None or (when.earliest is None and when.latest is None):
        return {f"{stem}_from": None, f"{stem}_to": None, f"{stem}_day": None, f"{stem}_month": None}
    first = -OPEN if when.earliest is None else day_number(when.earliest)
    last = OPEN if when.latest is None else day_number(when.latest)
    in_month = when.earliest is not None and when.latest is not None and when.earliest[:2] == when.latest[:2]
    month = when.earliest.year * 12 + when.earliest.month if in_month and when.earliest else None
    day = first if when.is_one_day else None
    return {f"{stem}_from": first, f"{stem}_to": last, f"{stem}_day": day, f"{stem}_month": month}


def _age_columns(record: Record) -> Row:
    """The age as stated, or the ages that the dates of birth and death allow when they pin it down at all."""
    low = high = record.age
    if low is None and record.birth and record.died and _is_closed(record.birth) and _is_closed(record.died):
        birth, died = _date_columns("b", record.birth), _date_columns("d", record.died)
        low = (int(str(died["d_from"])) - int(str(birth["b_to"]))) // _YEAR_DAYS
        high = (int(str(died["d_to"])) - int(str(birth["b_from"]))) // _YEAR_DAYS
        if high - low > _WIDEST_AGE:
            low = high = None
    return {"age_from": low, "age_to": high, "age": None if low is None or high is None else int((low + high) / 2)}


def _is_closed(when: DateInterval) -> bool:
    return when.earliest is not None and when.latest is not None


def _place_columns(record: Record) -> Row:
    folded = [fold_text(value) for _, value in record.places]
    stated = [value for value in folded if value]
    return {"place": stated[0] if stated else None, "places": sorted(set(stated))}


def _bits(column: pa.ChunkedArray) -> npt.NDArray[np.float64]:
    """Term-frequency adjustment per record, 0 where nothing is stated."""
    codes = number_values(column)
    counts = np.bincount(codes[codes >= 0])
    total = int(counts.sum())
    agreement = float(((np.sort(counts) / total) ** 2).sum()) if total else 1.0
    table = np.append(np.log2(agreement * total / counts) if total else np.zeros(0), 0.0)
    bits: npt.NDArray[np.float64] = table[codes]
    return bits
