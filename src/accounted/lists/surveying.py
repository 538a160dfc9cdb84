"""Look a table over once, row by row, and keep what is needed to read it: its titles, some rows, what columns hold.

What is kept does not grow with the file, and does not depend on the order of its rows: rows and values are chosen by
what they hold. As long as a column holds few different values, all are kept with their numbers.
"""

from __future__ import annotations

import re
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import Any

from accounted.lists.delimited import Delimited, examine, iterate_rows
from accounted.model.errors import UnreadableList

__all__ = ["Column", "Survey", "iterate_table", "survey_file", "survey_rows"]

Row = tuple[str, ...]
_SEPARATOR = "\x1f"
_LEADING_ROWS = 10
_ROWS_NAMED = 5
_FIRST_ROWS, _SAMPLE_ROWS = 200, 2_000
_BATCH = 4_096
_MOST_VALUES, _FEWEST_VALUES = 200_000, 2_000
_LONGEST_VALUE, _MOST_LONG = 120, 1 << 20
"""Characters of a value that is always counted; of all longer ones together, beyond which none of them is."""


@dataclass(frozen=True, slots=True)
class Column:
    """What the cells of a column hold.

    Args:
        counts: Value → number of rows.
        is_whole: Whether these are all values; else some, chosen by what they hold, with their numbers.
    """

    counts: Mapping[str, int]
    is_whole: bool


@dataclass(frozen=True, slots=True)
class Survey:
    """What was seen of a table.

    Args:
        header: Titles, made distinct: a second `date` becomes `date (2)`, a missing title `column 3`.
        read_as: How the file was read, in words.
        n_rows: Rows below the titles, up to the last that holds something; empty ones within included.
        n_empty: Those of them that hold nothing.
        n_before: Rows before the first row below the titles.
        first: The first rows.
        sample: Rows chosen by what they hold; all when there are few.
        columns: What each column holds.
        form: How the text is cut into rows; None when it is no text.
    """

    header: Row
    read_as: str
    n_rows: int
    n_empty: int
    n_before: int
    first: tuple[Row, ...]
    sample: tuple[Row, ...]
    columns: tuple[Column, ...]
    form: Delimited | None = None

    @classmethod
    def from_plain(cls, value: Mapping[str, Any]) -> Survey:
        """Take it back from JSON."""
        taken = {name: tuple(map(tuple, value[name])) for name in ("first", "sample")}
        columns = tuple(Column(c["counts"], c["is_whole"]) for c in value["columns"])
        form = Delimited(**value["form"]) if value["form"] else None
        return cls(**{**value, **taken, "header": tuple(value["header"]), "columns": columns, "form": form})

    def column(self, title: str) -> Column:
        """What the column of this title holds."""
        return self.columns[self.header.index(title)]


def survey_file(path: Path) -> Survey:
    """Look over a text with separators.

    Raises:
        UnreadableList: No table, with row and mend: see `delimited`; empty; rows with more cells than titles.
    """
    form = examine(path)
    return survey_rows(iterate_rows(path, form), form.read_as, form)


def iterate_table(path: Path, survey: Survey) -> Iterator[Row]:
    """Give the rows of a text that was looked over, each as wide as the header."""
    if survey.form is None:
        raise ValueError("this was no text")
    width = len(survey.header)
    for row in islice(iterate_rows(path, survey.form), survey.n_before, survey.n_before + survey.n_rows):
        yield tuple(row) if len(row) == width else _fitted(row, width)


def _fitted(row: Sequence[str], width: int) -> Row:
    return (*row[:width], *("" for _ in range(width - len(row))))


def survey_rows(cells: Iterable[Sequence[str]], read_as: str, form: Delimited | None = None) -> Survey:
    """Look over rows of cells as they come.

    Raises:
        UnreadableList: When nothing is in them, or some have more cells than there are titles.

    >>> seen = survey_rows([["name", "age"], ["Ombra Vask", "30"], ["Tilde Orren", "30"]], "made up")
    >>> seen.header, seen.n_rows, seen.column("age").counts
    (('name', 'age'), 2, {'30': 2})
    """
    rows = iter(cells)
    leading = list(islice(rows, _LEADING_ROWS))
    filled = [sum(bool(cell.strip()) for cell in row) for row in leading]
    widest = max(filled, default=0)
    if not widest:
        raise UnreadableList("the file holds nothing but empty rows", mend="export it again")
    start = next(i for i, n in enumerate(filled) if n and (n > 1 or widest < 3))
    seen = _Seen(leading[start])
    below = chain(leading[start + 1 :], rows)
    while batch := list(islice(below, _BATCH)):
        seen.take(batch)
    return seen.survey(read_as, start + 1, form)


class _Seen:
    """Takes rows, batch by batch, and keeps what a survey holds."""

    def __init__(self, titles: Sequence[str]) -> None:
        self._titles, self._most = titles, len(titles)
        self._width = next((i for i in range(len(titles), 0, -1) if titles[i - 1].strip()), 0)
        self._n_rows = self._n_empty = self._n_waiting = self._n_uneven = 0
        self._uneven: list[str] = []
        self._first: list[Row] = []
        self._sample: list[tuple[int, Row]] = []
        self._cut = 1 << 32
        most = max(_FEWEST_VALUES, _MOST_VALUES // max(1, self._most))
        self._values = [_Values(most) for _ in titles]

    def take(self, batch: Sequence[Sequence[str]]) -> None:
        """Take some rows; empty ones wait for one that holds something, for those at the end are none."""
        filled: list[Row] = []
        for given in batch:
            row = tuple(given) if len(given) == self._most else self._fit(given)
            joined = _SEPARATOR.join(row)
            if not joined.strip():
                self._n_waiting += 1
                continue
            if self._n_waiting:
                self._take_empty()
            filled.append(row)
            self._n_rows += 1
            if len(self._first) < _FIRST_ROWS:
                self._first.append(row)
            self._choose(row, joined)
            if self._width < self._most:
                self._width = max(self._width, *(i + 1 for i, cell in enumerate(row) if cell.strip()))
        for values, column in zip(self._values, zip(*filled, strict=True), strict=False):
            values.take(column)

    def _take_empty(self) -> None:
        row, n = ("",) * self._most, self._n_waiting
        self._n_rows, self._n_empty, self._n_waiting = self._n_rows + n, self._n_empty + n, 0
        self._first += [row] * min(n, _FIRST_ROWS - len(self._first))
        for _ in range(min(n, _SAMPLE_ROWS)):
            self._choose(row, _SEPARATOR * (self._most - 1))
        for values in self._values:
            values.counts[""] += n

    def _fit(self, row: Sequence[str]) -> Row:
        if any(cell.strip() for cell in row[self._most :]):
            self._n_uneven += 1
            if len(self._uneven) < _ROWS_NAMED:
                self._uneven.append(f"{self._n_rows + self._n_waiting + 1} ({len(row)})")
        return _fitted(row, self._most)

    def _choose(self, row: Row, joined: str) -> None:
        mark = zlib.crc32(joined.encode("utf-8", "surrogatepass"))
        if mark > self._cut:
            return
        self._sample.append((mark, row))
        if len(self._sample) > 2 * _SAMPLE_ROWS:
            self._sample.sort()
            del self._sample[_SAMPLE_ROWS:]
            self._cut = self._sample[-1][0]

    def survey(self, read_as: str, n_before: int, form: Delimited | None) -> Survey:
        width = self._width
        if self._n_uneven:
            shown = ", ".join(self._uneven) + (" …" if self._n_uneven > _ROWS_NAMED else "")
            raise UnreadableList(
                f"rows that have more cells than the {width} titles: {self._n_uneven}: row {shown}",
                mend="put quotation marks around values that hold the separator",
            )
        if not self._n_rows:
            raise UnreadableList(
                "the file holds a header and no rows", where=read_as, mend="export it again with its rows"
            )
        if self._n_rows > _SAMPLE_ROWS:
            self._sample = sorted(self._sample)[:_SAMPLE_ROWS]
        return Survey(
            header=_titles(self._titles[:width]),
            read_as=read_as,
            n_rows=self._n_rows,
            n_empty=self._n_empty,
            n_before=n_before,
            first=tuple(row[:width] for row in self._first),
            sample=tuple(row[:width] for _, row in self._sample),
            columns=tuple(values.column() for values in self._values[:width]),
            form=form,
        )


class _Values:
    """Counts the values of a column; of too many, those that their own hash chooses, in whatever order they come."""

    def __init__(self, most: int) -> None:
        self.counts = Counter[str]()
        self._most, self._cut, self._is_whole, self._n_long = most, 1 << 32, True, 0

    def take(self, cells: Sequence[str]) -> None:
        n_long = sum(n for n in map(len, cells) if n > _LONGEST_VALUE)
        if n_long:
            self._n_long += n_long
            if self._n_long > _MOST_LONG:
                self._is_whole = False
                self.counts = Counter({cell: n for cell, n in self.counts.items() if len(cell) <= _LONGEST_VALUE})
        if self._is_whole:
            self.counts.update(cells)
        else:
            for cell in cells:
                if (len(cell) <= _LONGEST_VALUE or self._n_long <= _MOST_LONG) and _mark(cell) < self._cut:
                    self.counts[cell] += 1
        if len(self.counts) > 2 * self._most:
            self._is_whole = False
            self._cut = sorted(map(_mark, self.counts))[self._most]
            self.counts = Counter({cell: n for cell, n in self.counts.items() if _mark(cell) < self._cut})

    def column(self) -> Column:
        if len(self.counts) > self._most:
            self._is_whole = False
        kept = sorted(self.counts)
        if not self._is_whole:
            kept = sorted(sorted(kept, key=_mark)[: self._most // 2])
        return Column({cell: self.counts[cell] for cell in kept}, self._is_whole)


def _mark(cell: str) -> int:
    return zlib.crc32(cell.encode("utf-8", "surrogatepass"))


def _titles(cells: Sequence[str]) -> Row:
    plain = [re.sub(r"\s+", " ", cell.replace("\ufeff", "")).strip() for cell in cells]
    taken = Counter(plain)
    titles: list[str] = []
    for number, title in enumerate(plain, start=1):
        base = title or f"column {number}"
        unique, n = base, 2
        while unique in titles or (unique != title and unique in taken):
            unique, n = f"{base} ({n})", n + 1
        titles.append(unique)
    return tuple(titles)
