"""Capture tables from CSV: one column of 0 and 1 per list, and a column of counts.

All faults of a file are collected and shown together, each with its row (the header not counted) and its column.
"""

from __future__ import annotations

import csv
import difflib
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from accounted.model.capture import MOST_PEOPLE, CaptureTable
from accounted.model.errors import InvalidTable, UsageError
from accounted.mse.arguments import a_path, a_text, check_arguments, or_none, some_names, some_texts

__all__ = ["label_stratum", "read_capture_table"]

_MOST_FAULTS_SHOWN = 10


@dataclass(frozen=True, slots=True)
class _Fault:
    what: str
    place: str
    mend: str


@dataclass(frozen=True, slots=True)
class _Layout:
    """Which column is what, by position."""

    lists: tuple[str, ...]
    list_at: tuple[int, ...]
    count_at: int
    strata: tuple[str, ...]
    strata_at: tuple[int, ...]
    width: int

    @property
    def unused_at(self) -> tuple[int, ...]:
        used = {*self.list_at, self.count_at, *self.strata_at}
        return tuple(j for j in range(self.width) if j not in used)


@dataclass(slots=True)
class _Tally:
    """Counts by stratum and history while rows are read, with the faults found so far."""

    cells: dict[tuple[str, ...], dict[tuple[int, ...], int]] = field(default_factory=dict)
    seen: dict[tuple[str, ...], int] = field(default_factory=dict)
    faults: list[_Fault] = field(default_factory=list)


@check_arguments(path=a_path, lists=or_none(some_names), count_column=a_text, strata=some_texts)
def read_capture_table(
    path: str | Path,
    *,
    lists: Sequence[str] | None = None,
    count_column: str = "count",
    strata: Sequence[str] = (),
) -> tuple[CaptureTable, ...]:
    r"""Read capture tables from a CSV file (UTF-8; commas, semicolons or tabs), one per stratum, sorted by label.

    Args:
        path: The file.
        lists: Columns that are lists; unless given, every column other than the counts and the strata. People who are
            only on lists not named are left out.
        count_column: Column of the counts.
        strata: Columns that split the table.

    Raises:
        InvalidTable: The file cannot be read or contradicts itself; each fault with row, column and how to mend it.
        UsageError: A column is named twice, or as a list and as something else.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     file = Path(folder, "velmar.csv")
    ...     _ = file.write_text("A,B,count\n1,0,5\n1,1,2\n", encoding="utf-8")
    ...     [(table.lists, table.cells) for table in read_capture_table(file)]
    [(('A', 'B'), (((1, 0), 5), ((1, 1), 2)))]
    """
    source = Path(path)
    rows = _read_rows(source)
    layout = _lay_out(source, rows[0][1], lists, count_column, tuple(strata))
    tally = _Tally()
    for number, (line, row) in enumerate(rows[1:], start=1):
        _take_row(tally, layout, row, number, f"row {number} (line {line})", count_column)
    if tally.faults:
        raise _together(source, tally.faults)
    tables = [CaptureTable.of(layout.lists, cells, label_stratum(layout.strata, k)) for k, cells in tally.cells.items()]
    return tuple(sorted(tables, key=lambda table: table.stratum))


def label_stratum(columns: Sequence[str], values: Sequence[str]) -> str:
    """Name a stratum: `all` without columns, the value with one, `column: value, …` with several.

    >>> label_stratum([], []), label_stratum(["year"], ["1999"]), label_stratum(["year", "sex"], ["1999", ""])
    ('all', '1999', 'year: 1999, sex: not stated')
    """
    stated = [value or "not stated" for value in values]
    if len(columns) <= 1:
        return stated[0] if stated else "all"
    return ", ".join(f"{column}: {value}" for column, value in zip(columns, stated, strict=True))


def _read_rows(source: Path) -> list[tuple[int, list[str]]]:
    """Read lines with their numbers; empty lines are left out."""
    where = str(source)
    try:
        text = source.read_text(encoding="utf-8-sig")
    except IsADirectoryError:
        raise InvalidTable("this is a folder, not a file", where=where, mend="name a file in it") from None
    except FileNotFoundError:
        raise InvalidTable("there is no such file", where=where, mend="check the name") from None
    except UnicodeDecodeError:
        raise InvalidTable("the file is not UTF-8 text", where=where, mend="save it as CSV, UTF-8") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InvalidTable(f"the file cannot be read: {reason}", where=where, mend="check the file") from None
    header = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(",;\t", key=header.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        rows = [(reader.line_num, [v.strip() for v in row]) for row in reader if any(v.strip() for v in row)]
    except csv.Error as error:
        raise InvalidTable(
            f"not CSV: {error}", where=f"{where}, line {reader.line_num}", mend="export it again"
        ) from None
    if not rows:
        raise InvalidTable("the file is empty", where=where, mend="export it again")
    if len(rows) == 1:
        raise InvalidTable("there is a header and no row below it", where=where, mend="export it again")
    return rows


def _lay_out(
    source: Path, header: list[str], lists: Sequence[str] | None, count_column: str, strata: tuple[str, ...]
) -> _Layout:
    where = f"{source}, header"
    for name in header:
        if not name:
            raise InvalidTable("a column has no name", where=where, mend="name every column or remove it")
        if header.count(name) > 1:
            raise InvalidTable(f"two columns are named {name!r}", where=where, mend="rename one of them")
    named = [count_column, *strata, *(lists or ())]
    for name in named:
        if name not in header:
            raise _no_column(where, name, header, count_column)
        if named.count(name) > 1:
            raise UsageError(f"column {name!r} is asked for twice", mend="use a column as list, stratum or count only")
    names = tuple(lists) if lists is not None else tuple(n for n in header if n != count_column and n not in strata)
    if not names:
        raise InvalidTable("no column is a list", where=where, mend="give each list a column of 0 and 1")
    at = {name: j for j, name in enumerate(header)}
    return _Layout(
        names, tuple(at[n] for n in names), at[count_column], strata, tuple(at[n] for n in strata), len(header)
    )


def _no_column(where: str, name: str, header: list[str], count_column: str) -> InvalidTable:
    near = difflib.get_close_matches(name, header, n=1)
    hint = f"did you mean {near[0]!r}?" if near else f"the columns are: {', '.join(header)}"
    if name == count_column:
        return InvalidTable(f"there is no column {name!r} with the counts", where=where, mend=f"name it; {hint}")
    return InvalidTable(f"there is no column {name!r}", where=where, mend=hint)


def _take_row(tally: _Tally, layout: _Layout, row: list[str], number: int, place: str, count_column: str) -> None:
    if len(row) != layout.width:
        what = f"{len(row)} values for {layout.width} columns"
        tally.faults.append(_Fault(what, place, "give each column one value"))
        return
    faults = len(tally.faults)
    history = []
    for name, j in zip(layout.lists, layout.list_at, strict=True):
        if row[j] not in ("0", "1"):
            what = f"{row[j]!r} where only 0 or 1 can stand"
            tally.faults.append(_Fault(what, f"{place}, column {name}", "write 1 for on the list, 0 for not"))
        history.append(int(row[j] == "1"))
    count = _read_count(tally, row[layout.count_at], f"{place}, column {count_column}")
    key = tuple(value for j, value in enumerate(row) if j != layout.count_at)
    if key in tally.seen:
        what = f"the same lists as in row {tally.seen[key]}"
        tally.faults.append(_Fault(what, place, "add the counts up in one row"))
    tally.seen.setdefault(key, number)
    elsewhere = any(row[j] == "1" for j in layout.unused_at)
    if not any(history) and count and not elsewhere and len(tally.faults) == faults:
        what = "all lists are 0, but people on no list cannot have been counted"
        tally.faults.append(_Fault(what, place, "remove the row or mend its lists"))
    stratum = tally.cells.setdefault(tuple(row[j] for j in layout.strata_at), {})
    if any(history):
        stratum[tuple(history)] = stratum.get(tuple(history), 0) + count


def _read_count(tally: _Tally, text: str, place: str) -> int:
    """Read a count of people; 0 and a fault when it is none."""
    if re.fullmatch(r"[0-9]{1,30}(\.0{1,9})?", text):
        count = int(text.partition(".")[0])
        if count <= MOST_PEOPLE:
            return count
        tally.faults.append(_Fault(f"the count {text} is larger than any population", place, "check the count"))
    elif re.fullmatch(r"-[0-9]+(\.[0-9]+)?", text):
        tally.faults.append(_Fault(f"the count {text} is negative", place, "check the count"))
    elif re.fullmatch(r"[0-9]*\.[0-9]+", text):
        tally.faults.append(_Fault(f"the count {text} is not a whole number", place, "write whole people"))
    else:
        tally.faults.append(_Fault(f"the count {text!r} is not a number", place, "write digits only, 0 for nobody"))
    return 0


def _together(source: Path, faults: list[_Fault]) -> InvalidTable:
    if len(faults) == 1:
        return InvalidTable(faults[0].what, where=f"{source}, {faults[0].place}", mend=faults[0].mend)
    shown = [f"{fault.place}: {fault.what} ({fault.mend})" for fault in faults[:_MOST_FAULTS_SHOWN]]
    more = [f"and {len(faults) - len(shown)} more"] if len(faults) > len(shown) else []
    return InvalidTable("; ".join([*shown, *more]), where=str(source), mend="correct these rows")
