"""A list as its checks see it: batches of rows beside the records read from them, and tallies of what is odd.

A tally holds a number, the first few rows, the smallest few ids and values: it does not grow with the list.
"""

from __future__ import annotations

import bisect
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from accounted.lists.surveying import Column
from accounted.lists.values import names_nobody, states_sex
from accounted.model.dates import DateInterval
from accounted.model.records import Record

__all__ = ["OF_TEXT", "Batch", "Sheet", "Tallies", "Tally", "can_be_shown"]

_GROUPS_KEPT, _ROWS_IN_GROUP, _RECORDS_KEPT, _VALUES_SHOWN = 5, 4, 5, 3
_LONGEST_SHOWN = 30

OF_TEXT = frozenset(
    {"text_garbled", "letters_lost", "name_of_several", "name_with_number", "name_overlong", "markup", "cell_failed",
     "junk_around", "presentation_forms", "invisible", "name_placeholder", "place_placeholder"}
)  # fmt: skip
"""Kinds of which a row has one cause, in however many columns it shows."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Some rows of a list in the second pass, in the order of the file.

    Args:
        start: Number of records before.
        rows: The cells.
        records: What was read from them.
    """

    start: int
    rows: Sequence[Sequence[str]]
    records: Sequence[Record]


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is known of a file before its rows are looked over.

    Args:
        header: The titles.
        columns: Pairs of a field and a title, in the table's order.
        held: What each column holds, by title.
        periods: Name of a list → when it covers, as far as that is said.
    """

    header: tuple[str, ...]
    columns: tuple[tuple[str, str], ...]
    held: Mapping[str, Column]
    periods: Mapping[str, DateInterval]

    def titles(self, *fields: str) -> tuple[str, ...]:
        """Titles of the columns that were read as one of these fields."""
        return tuple(title for name, title in self.columns if name in fields)

    def places(self, *fields: str) -> tuple[int, ...]:
        """Positions of these columns."""
        return tuple(map(self.header.index, self.titles(*fields)))

    @property
    def name_titles(self) -> tuple[str, ...]:
        """Titles of all columns that hold names of people."""
        return tuple(title for name, title in self.columns if name.endswith("name"))


class Tally:
    """Counts the rows of one kind of oddity, and keeps a few of them."""

    def __init__(self) -> None:
        self.n_rows = 0
        self.groups: list[tuple[int, ...]] = []
        self.ids: list[str] = []
        self._shown: dict[str, dict[str, str]] = {}

    def add(self, row: int, record_id: str) -> None:
        """Count a row that stands alone; rows come in the order of the file."""
        if len(self.groups) < _GROUPS_KEPT:
            self.groups.append((row,))
        self.count(record_id)

    def add_group(self, rows: Sequence[int], ids: Iterable[str]) -> None:
        """Count rows that belong together; groups come in the order of their first rows."""
        if len(self.groups) < _GROUPS_KEPT:
            self.groups.append(tuple(rows[:_ROWS_IN_GROUP]))
        for record_id in ids:
            self.count(record_id)

    def count(self, record_id: str) -> None:
        """Count a row whose group is kept otherwise."""
        self.n_rows += 1
        if len(self.ids) < _RECORDS_KEPT or record_id < self.ids[-1]:
            bisect.insort(self.ids, record_id)
            del self.ids[_RECORDS_KEPT:]

    def offer(self, title: str, value: str) -> None:
        """Keep a value to be shown, if it can be; the smallest few of each column."""
        shown = self._shown.setdefault(title, {})
        if len(shown) == _VALUES_SHOWN and value >= max(shown.values()):
            return
        short = " ".join(value.split())
        if not _is_sayable(short):
            return
        shown[short] = min(value, shown.get(short, value))
        if len(shown) > _VALUES_SHOWN:
            del shown[max(shown, key=lambda known: shown[known])]

    def values(self, header: Sequence[str]) -> tuple[str, ...]:
        """The values to be shown, column by column."""
        ordered = sorted(self._shown, key=header.index)
        return can_be_shown(raw for title in ordered for raw in sorted(self._shown[title].values()))


class Tallies(dict[tuple[str, tuple[str, ...]], Tally]):
    """One tally per kind and columns; of kinds of text one for all columns, which are kept beside."""

    def __init__(self) -> None:
        super().__init__()
        self.text_titles: dict[str, set[str]] = {}

    def of(self, kind: str, *titles: str) -> Tally:
        """The tally of a kind in some columns."""
        if kind in OF_TEXT:
            self.text_titles.setdefault(kind, set()).update(titles)
            titles = ()
        found = self.get((kind, titles))
        if found is None:
            found = self[kind, titles] = Tally()
        return found


def can_be_shown(values: Iterable[str], most: int = _VALUES_SHOWN) -> tuple[str, ...]:
    """Choose values that can be no names: without letters, or words that name nobody.

    >>> can_be_shown(["1979", "Ombra Vask", "unknown male"])
    ('1979', 'unknown male')
    """
    short = (" ".join(value.split()) for value in values)
    return tuple(islice(dict.fromkeys(filter(_is_sayable, short)), most))


def _is_sayable(value: str) -> bool:
    if not value or len(value) > _LONGEST_SHOWN or not value.isprintable():
        return False
    return not any(map(str.isalpha, value)) or names_nobody(value) or states_sex(value)
