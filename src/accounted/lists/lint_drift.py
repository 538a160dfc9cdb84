"""Checks for drifted columns: rows whose cells were pushed one column aside, and columns that change their kind.

Each cell is of one or more kinds (number, date, word for a sex, words), each column of the one that nearly all its
cells are. A row is shifted when at least two of its cells do not fit their columns and all would, one column further.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Collection, Sequence

import numpy as np
from numpy.typing import NDArray

from accounted.lists.lint_sheet import Batch, Sheet, Tallies
from accounted.lists.rows import Told
from accounted.lists.titles import FIELDS, fits
from accounted.lists.values import Known, is_blank, names_nobody, states_sex
from accounted.model.records import Record

__all__ = ["DriftChecks", "find_unfit", "kinds_of"]

_SEX, _NUMBER, _DATE, _WORDS = 1, 2, 4, 8
_ANY = _SEX | _NUMBER | _DATE | _WORDS
_BY_RARITY = (_SEX, _NUMBER, _DATE, _WORDS)
_SHARE_OF_COLUMN = 0.9
_FEWEST_ROWS, _FEWEST_IN_BLOCK = 20, 10
_SHARE_OF_BLOCK = 0.95
_ROWS_AT_ONCE = 1 << 18
_MOST_LISTS = (1 << 16) - 1

_IS_NUMBER = re.compile(r"[-+~<>−]?\d+(?:[.,]\d+)?\+?")
_IS_DATE = re.compile(
    r"\d{1,4}([-/.])\d{1,2}\1\d{1,4}(?:[T ][\d:.+Z -]+)?|\d{4}-\d{2}(?:/.*)?|\d{1,2}[-/.]\d{4}|\d{1,4}[-–/]\d{1,4}"
)
_LETTER, _DIGIT = re.compile(r"[^\W\d_]"), re.compile(r"\d")
_YEAR = re.compile(r"1[2-9]\d\d|20\d\d")

Kinds = NDArray[np.int8]


def kinds_of(cell: str) -> int:
    """Say of which kinds a cell may be, as bits: 1 word for a sex, 2 number, 4 date, 8 words; nothing when it is empty.

    >>> kinds_of("47"), kinds_of("1979"), kinds_of("1999-03-20"), kinds_of("Ombra Vask"), kinds_of("F")
    (2, 6, 4, 8, 9)
    """
    text = cell.strip()
    if len(text) < 6 and is_blank(text):
        return 0
    if _IS_NUMBER.fullmatch(text):
        return _NUMBER | _DATE if _YEAR.fullmatch(text) else _NUMBER
    if _IS_DATE.fullmatch(text):
        return _DATE if len(text) > 7 else _DATE | _NUMBER
    if not _LETTER.search(text):
        return _ANY
    if _DIGIT.search(text):
        return _DATE | _WORDS | (0 if len(text) > 12 else _NUMBER)
    if len(text) <= 12 and states_sex(text):
        return _SEX | _WORDS
    return _ANY if names_nobody(text) else _WORDS


class DriftChecks:
    """Looks for shifted rows, and for columns that change their kind from some row on; keeps one byte per cell."""

    def __init__(self, sheet: Sheet) -> None:
        self._header = sheet.header
        self._known = [Known(kinds_of) for _ in sheet.header]
        self._kinds = [bytearray() for _ in sheet.header]
        self._lists: dict[str, int] = {}
        self._list_of = array("H")
        self._marked: dict[tuple[str, ...], NDArray[np.bool_]] = {}

    def see(self, rows: Sequence[Sequence[str]], told: Sequence[Told | Record]) -> None:
        """Note the kinds of some rows' cells."""
        for known, kinds, cells in zip(self._known, self._kinds, zip(*rows, strict=True), strict=True):
            kinds.extend(map(known.__getitem__, cells))
        numbers = (self._lists.setdefault(one.list, len(self._lists)) for one in told)
        self._list_of.extend(min(number, _MOST_LISTS) for number in numbers)

    def settle(self) -> None:
        """Find the rows once all kinds are known."""
        columns = [np.frombuffer(kinds, dtype=np.int8) for kinds in self._kinds]
        n_rows = len(self._list_of)
        if n_rows >= _FEWEST_ROWS:
            usual = [_usual_kind(kinds) for kinds in columns]
            shifted = np.zeros(n_rows, dtype=np.bool_)
            for start in range(0, n_rows, _ROWS_AT_ONCE):
                part = np.stack([kinds[start : start + _ROWS_AT_ONCE] for kinds in columns])
                shifted[start + np.array(_shifted_rows(part, usual), dtype=np.int64)] = True
            if shifted.any():
                self._marked[()] = shifted
            lists = np.frombuffer(self._list_of, dtype=np.uint16) if len(self._lists) > 1 else None
            for title, kinds in zip(self._header, columns, strict=True):
                kinds[shifted] = 0
                changed = _changes(kinds, lists)
                if changed.any():
                    self._marked[title,] = changed
        self._kinds, self._list_of = [], array("H")

    def look(self, batch: Batch, tallies: Tallies) -> None:
        """Count the rows that were found."""
        for titles, marks in self._marked.items():
            for place in np.flatnonzero(marks[batch.start : batch.start + len(batch.records)]):
                record = batch.records[int(place)]
                tallies.of("column_changes" if titles else "columns_shifted", *titles).add(record.row, record.id)


def _usual_kind(kinds: Kinds) -> int:
    """Find the kind that nearly all cells of a column are; 0 when there is none."""
    filled = kinds[kinds != 0]
    if filled.size < _FEWEST_ROWS:
        return 0
    return next((k for k in _BY_RARITY if np.count_nonzero(filled & k) >= _SHARE_OF_COLUMN * filled.size), 0)


def _shifted_rows(kinds: Kinds, usual: Sequence[int]) -> list[int]:
    expected = np.array(usual, dtype=np.int8)[:, None]
    unfit = (expected != 0) & (kinds != 0) & ((kinds & expected) == 0)
    suspects = np.flatnonzero(np.count_nonzero(unfit, axis=0) >= 2)
    return [int(row) for row in suspects if any(_fits_aside(kinds[:, row], usual, unfit[:, row], s) for s in (1, -1))]


def _fits_aside(cells: Kinds, usual: Sequence[int], unfit: NDArray[np.bool_], step: int) -> bool:
    """Whether all cells from the first to the last misfit fit the columns one step back, two of them tellingly."""
    places = np.flatnonzero(unfit)
    n_telling = 0
    for place in range(int(places[0]), int(places[-1]) + 1):
        home = place - step
        if not cells[place] or not 0 <= home < len(usual) or not usual[home]:
            continue
        if not cells[place] & usual[home]:
            return False
        n_telling += bool(unfit[place])
    return n_telling >= 2


def _changes(kinds: Kinds, lists: NDArray[np.uint16] | None) -> NDArray[np.bool_]:
    """Find the cells of a column that are of another kind than those of the same list before them."""
    changed = np.zeros(kinds.size, dtype=np.bool_)
    filled = kinds != 0
    for number in [None] if lists is None else np.unique(lists):
        own = np.flatnonzero(filled if number is None else filled & (lists == number))
        start = _change(kinds[own])
        if start:
            changed[own[start:]] = True
    return changed


def _change(kinds: Kinds) -> int:
    """Find the cell at which a column changes its kind; 0 when it does not."""
    if kinds.size < 2 * _FEWEST_IN_BLOCK:
        return 0
    first, last = (_block_kind(block) for block in (kinds[:_FEWEST_IN_BLOCK], kinds[-_FEWEST_IN_BLOCK:]))
    if not first or not last or first == last:
        return 0
    only_first, only_last = ((kinds & a != 0) & (kinds & b == 0) for a, b in ((first, last), (last, first)))
    gain = np.cumsum(only_first.astype(np.int64) - only_last)
    start = int(np.argmax(gain)) + 1
    before, after = only_first[:start], only_last[start:]
    if after.size < _FEWEST_IN_BLOCK or before.size < _FEWEST_IN_BLOCK:
        return 0
    return start if min(before.mean(), after.mean()) >= _SHARE_OF_BLOCK else 0


def _block_kind(kinds: Kinds) -> int:
    return next((k for k in _BY_RARITY if np.count_nonzero(kinds & k) >= _SHARE_OF_BLOCK * kinds.size), 0)


def find_unfit(sheet: Sheet, said: Collection[str]) -> list[str]:
    """Find the columns whose title names a field and whose values do not, so that they are kept as written.

    Args:
        sheet: The list.
        said: Fields of which a person has said where they stand, or that the list has none.
    """
    read = {title for _, title in sheet.columns}
    fields = {field for field, _ in sheet.columns}
    sought = [field for field in FIELDS if field not in (*fields, *said, "id", "list")]
    return [title for title in sheet.header if title not in read and any(fits(title, f) == 100 for f in sought)]
