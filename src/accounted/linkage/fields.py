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

from accounted.linkage.date_columns import DateReader
from accounted.linkage.distinct import Distinct
from accounted.linkage.name_columns import ALL_WAYS, NameReader, Naming
from accounted.linkage.place_spellings import spell_places
from accounted.linkage.value_columns import VALUE_FIELDS, VALUE_FREQUENT, ValueReader
from accounted.model.dates import DateInterval
from accounted.model.records import Record
from accounted.text.names import fold_text

__all__ = ["Columns", "number_values", "prepare"]


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
    fold = spell_places(named) if naming.transliteration else fold_text
    names, dates, values = NameReader(naming), DateReader(), ValueReader(fold)
    plain = Distinct(lambda stated: stated, (("dd", pa.string()), ("sex", pa.string())))
    for record in named:
        names.add(record.names)
        dates.add(record)
        values.add(record)
        plain.add((record.list if record.list in once else None, record.sex))
    numbers = pa.array(np.arange(len(named), dtype=np.int64))
    made = plain.columns() | names.columns() | dates.columns() | values.columns()
    table = pa.table({"unique_id": numbers} | made)
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
    whole = column.combine_chunks()
    codes = (whole if pa.types.is_dictionary(whole.type) else whole.dictionary_encode()).indices.fill_null(-1)
    numbered: npt.NDArray[np.int64] = codes.to_numpy(zero_copy_only=False).astype(np.int64)
    return numbered


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


def _bits(column: pa.ChunkedArray) -> npt.NDArray[np.float64]:
    """Term-frequency adjustment per record, 0 where nothing is stated."""
    codes = number_values(column)
    counts = np.bincount(codes[codes >= 0])
    total = int(counts.sum())
    agreement = float(((np.sort(counts) / total) ** 2).sum()) if total else 1.0
    table = np.append(np.log2(agreement * total / counts) if total else np.zeros(0), 0.0)
    bits: npt.NDArray[np.float64] = table[codes]
    return bits
