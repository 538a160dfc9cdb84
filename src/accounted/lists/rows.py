"""Rows become records. Nothing is repaired: what cannot be read is absent from its field and stays as written.

A list says few different things in most of its columns, so every different cell is read once. An id is made from what a
row holds, not from where it stands, so shuffled rows keep their ids.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from typing import NamedTuple

from accounted.lists.layout import Layout
from accounted.lists.persons_in_row import name_nobody
from accounted.lists.statuses import state
from accounted.lists.titles import Field, fineness
from accounted.lists.values import MANY, Known, is_blank, names_nobody, read_age, read_sex, state_of
from accounted.model.casualty import Casualty
from accounted.model.dates import DateInterval
from accounted.model.ids import length_prefixed
from accounted.model.records import Record, StatedStatus, count_unnamed_in

__all__ = ["RowReader", "Told"]

Row = Sequence[str]
_NAME_PARTS: tuple[Field, ...] = ("given_name", "father_name", "family_name")
_OWN_PARTS: tuple[Field, ...] = ("given_name", "family_name")
_WHOLE: tuple[Field, ...] = ("name",)
_NATIVE: tuple[Field, ...] = ("native_name",)
_OTHERS: tuple[Field, ...] = (
    "father_name",
    "mother_name",
    "birth_place",
    "residence",
    "postcode",
    "occupation",
    "affiliation",
)


class Told(NamedTuple):
    """What of a record tells people apart, and what is counted; the fields are those of `Record`."""

    list: str
    row: int
    names: tuple[str, ...]
    age: float | None
    birth: DateInterval | None
    died: DateInterval | None
    places: tuple[tuple[str, str], ...]
    statuses: tuple[StatedStatus, ...]
    casualty: Casualty | None

    @property
    def is_named(self) -> bool:
        """As `Record.is_named`."""
        return bool(self.names)

    @property
    def n_unnamed(self) -> int:
        """As `Record.n_unnamed`."""
        return count_unnamed_in(self.names, self.casualty)


Read = list[tuple[int, Known[str, str]]]


class RowReader:
    """Reads one row after the other.

    Args:
        layout: Where each field stands.
        whole: Name of the list of rows in which no column says another.
    """

    def __init__(self, layout: Layout, whole: str) -> None:
        self._layout, self._whole = layout, whole
        header, is_woman = layout.header, layout.m_is_woman
        self._list = layout.at("list")[:1]
        self._sex = next(iter(layout.at("sex")), None)
        self._age = next(iter(layout.at("age")), None)
        self._sexes: Known[str, str | None] = Known(lambda cell: read_sex(cell, m_is_woman=is_woman))
        self._ages: Known[str, float | None] = Known(read_age)
        self._birth, self._died = (
            [(i, Known(layout.dates[header[i]].interval, MANY)) for i in layout.at(field)] for field in _DATES
        )
        places = sorted(layout.at("place"), key=lambda i: (fineness(header[i]), i))
        self._places = [(i, Known(_pairing(header[i], is_blank))) for i in places]
        self._statuses = [(i, Known(self._state_reader(i, field))) for field in _STATUSES for i in layout.at(field)]
        self._statuses.sort(key=lambda column: column[0])
        parts = {i: Known(_usable_part) for i in layout.at("name", *_NAME_PARTS, "native_name")}
        self._names, self._name_parts, self._own_parts, self._native = (
            [(i, parts[i]) for i in layout.at(*fields)]
            for fields in (("name",), _NAME_PARTS, _OWN_PARTS, ("native_name",))
        )
        self._others = [[(i, Known(_stated_by(header[i]))) for i in layout.at(field)] for field in _OTHERS]
        ids = layout.at("external_id")
        self._external = [(i, Known(_pairing(header[i], _unstated_by(header[i])))) for i in ids]
        self._values = [Known(_beside(title)) for title in header]
        ordered = sorted((unicodedata.normalize("NFC", title), i) for i, title in enumerate(header))
        self._content = [(i, Known(_content_of(title))) for title, i in ordered]
        self._casualty = layout.casualty if layout.casualty.holds_any else None
        self._list_names: Known[str, bytes] = Known(lambda name: length_prefixed((name,)))
        self._has_others = any(self._others)
        self._nothing: list[tuple[str, ...]] = [() for _ in self._others]

    def list_of(self, row: Row) -> str:
        """The name of the list that a row belongs to."""
        return (row[self._list[0]].strip() if self._list else "") or self._whole

    def content(self, row: Row, list_name: str) -> bytes:
        """What the id of a row is made of: whatever the order of columns, empty cells, and how accents are coded."""
        return self._list_names[list_name] + b"".join([known[row[i]] for i, known in self._content])

    def tell(self, row: Row, number: int, list_name: str) -> Told:
        """Read of a row what tells people apart and what is counted, and no more.

        Args:
            row: Its cells.
            number: Its number, from 1.
            list_name: The list it belongs to.
        """
        names, casualty = self._names_and_casualty(row)
        return Told(
            list_name,
            number,
            names,
            None if self._age is None else self._ages[row[self._age]],
            _first(self._birth, row),
            _first(self._died, row),
            tuple([pair for i, known in self._places if (pair := known[row[i]])]),
            tuple([found for i, known in self._statuses if (found := known[row[i]])]) if self._statuses else (),
            casualty,
        )

    def read(self, row: Row, number: int, list_name: str, record_id: str = "", *, with_values: bool = True) -> Record:
        """Read a row.

        Args:
            row: Its cells.
            number: Its number, from 1.
            list_name: The list it belongs to.
            record_id: Its id.
            with_values: Whether the row as written goes with it.
        """
        others = self._nothing
        if self._has_others:
            others = [tuple([told for i, known in own if (told := known[row[i]])]) for own in self._others]
        fathers, mothers, birth_places, residences, postcodes, occupations, affiliations = others
        names, casualty = self._names_and_casualty(row)
        return Record(
            record_id,
            list_name,
            number,
            names,
            None if self._sex is None else self._sexes[row[self._sex]],
            None if self._age is None else self._ages[row[self._age]],
            _first(self._birth, row),
            _first(self._died, row),
            tuple([pair for i, known in self._places if (pair := known[row[i]])]),
            tuple([known[cell] or ("", "") for known, cell in zip(self._values, row, strict=True)])
            if with_values
            else (),
            tuple([found for i, known in self._statuses if (found := known[row[i]])]) if self._statuses else (),
            fathers,
            mothers,
            birth_places,
            residences,
            postcodes,
            occupations,
            affiliations,
            tuple([pair for i, known in self._external if (pair := known[row[i]])]) if self._external else (),
            casualty,
        )

    def _names_and_casualty(self, row: Row) -> tuple[tuple[str, ...], Casualty | None]:
        return name_nobody(self._name(row), self._casualty.read(row) if self._casualty else None)

    def _name(self, row: Row) -> tuple[str, ...]:
        main = _joined(self._names, row)
        if not main and _joined(self._own_parts, row):  # a father's name alone names nobody
            main = _joined(self._name_parts, row)
        native = _joined(self._native, row)
        if native and native != main:
            return (main, native) if main else (native,)
        return (main,) if main else ()

    def _state_reader(self, i: int, field: Field) -> Callable[[str], StatedStatus | None]:
        title, said = self._layout.header[i], self._layout.status_said
        return lambda cell: state(title, cell, is_cause=field == "cause", said=said)


_DATES: tuple[Field, ...] = ("birth", "died")
_STATUSES: tuple[Field, ...] = ("status", "cause")


def _first(columns: list[tuple[int, Known[str, DateInterval | None]]], row: Row) -> DateInterval | None:
    """Take the first of a field's columns that holds a date."""
    for i, known in columns:
        interval = known[row[i]]
        if interval:
            return interval
    return None


def _usable_part(cell: str) -> str:
    part = "" if is_blank(cell) else " ".join(cell.split())
    return "" if names_nobody(part) else part


def _joined(columns: Read, row: Row) -> str:
    if len(columns) == 1:
        at, known = columns[0]
        return known[row[at]]
    parts = [part for i, known in columns if (part := known[row[i]])]
    if len(parts) < 2:
        return parts[0] if parts else ""
    whole = " ".join(parts)
    return "" if names_nobody(whole) else whole


def _beside(title: str) -> Callable[[str], tuple[str, str]]:
    return lambda cell: (title, cell)


def _pairing(title: str, is_none: Callable[[str], bool]) -> Callable[[str], tuple[str, str] | None]:
    """Make a reader of cells as pairs of title and stripped value; None where nothing is stated."""
    return lambda cell: None if is_none(cell) else (title, cell.strip())


def _stated_by(title: str) -> Callable[[str], str]:
    """Make a reader of values; a word for "not known" stays in the row's values alone."""
    return lambda cell: " ".join(cell.split()) if state_of({title: cell}, (title,)) == "stated" else ""


def _unstated_by(title: str) -> Callable[[str], bool]:
    return lambda cell: state_of({title: cell}, (title,)) != "stated"


def _content_of(title: str) -> Callable[[str], bytes]:
    def read(cell: str) -> bytes:
        value = cell.strip()
        return length_prefixed((title, unicodedata.normalize("NFC", value))) if value else b""

    return read
