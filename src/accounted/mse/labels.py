"""Labels of strata taken apart into what is stated and what is not, column by column."""

from __future__ import annotations

from collections.abc import Sequence

from accounted.model.capture import CaptureTable
from accounted.model.errors import InvalidTable, UsageError
from accounted.mse.arguments import a_text, check_arguments, some_tables, some_texts
from accounted.mse.table import label_stratum

__all__ = ["MOST_MISSING", "Labels", "agrees", "find_missing", "split_label"]

MOST_MISSING = 0.4
"""Beyond this share of people without a label, what is imputed would be more assumption than data."""

_MISSING = "not stated"

Labels = tuple[str | None, ...]


@check_arguments(label=a_text, columns=some_texts)
def split_label(label: str, columns: Sequence[str]) -> Labels:
    """Take a label (`label_stratum`) apart into one value per column, None where it is not stated.

    Raises:
        InvalidTable: The label does not fit the columns.
        UsageError: No column.

    >>> split_label("year: 1999, sex: not stated", ["year", "sex"]), split_label("not stated", ["year"])
    (('1999', None), (None,))
    """
    if not columns:
        raise UsageError("no column splits the table", where=f"label {label!r}", mend="name the columns")
    if len(columns) == 1:
        return (None if label == _MISSING else label,)
    fits = _cut_label(label, columns)
    if len(fits) != 1:
        example = label_stratum(columns, ["…"] * len(columns))
        raise InvalidTable(f"the label {label!r} does not fit the columns", mend=f"write it as {example!r}")
    return tuple(None if value == _MISSING else value for value in fits[0])


def _cut_label(label: str, columns: Sequence[str]) -> list[tuple[str, ...]]:
    head = f"{columns[0]}: "
    if not label.startswith(head):
        return []
    rest = label[len(head) :]
    if len(columns) == 1:
        return [(rest,)]
    fits = []
    at = rest.find(f", {columns[1]}: ")
    while at >= 0:
        fits += [(rest[:at], *more) for more in _cut_label(rest[at + 2 :], columns[1:])]
        at = rest.find(f", {columns[1]}: ", at + 1)
    return fits


def agrees(partial: Labels, complete: Labels) -> bool:
    """Whether somebody who states the one could belong to the other.

    >>> agrees(("1999", None), ("1999", "f")), agrees(("1999", None), ("2000", "f"))
    (True, False)
    """
    return all(a is None or a == b for a, b in zip(partial, complete, strict=True))


@check_arguments(tables=some_tables, columns=some_texts)
def find_missing(tables: Sequence[CaptureTable], columns: Sequence[str]) -> dict[str, int]:
    """Count per column the people who state nothing in it.

    >>> tables = [CaptureTable.of("AB", {(1, 0): n}, label) for label, n in (("north", 6), ("not stated", 2))]
    >>> find_missing(tables, ["district"])
    {'district': 2}
    """
    stated = [(table.n_observed, split_label(table.stratum, columns)) for table in tables]
    return {column: sum(n for n, label in stated if label[j] is None) for j, column in enumerate(columns)}
