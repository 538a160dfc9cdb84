"""What is recorded: one row of one list about one victim, with every value as it was written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from accounted.model.casualty import Casualty
from accounted.model.dates import DateInterval

__all__ = ["ListInfo", "Record", "StatedStatus", "Status", "count_unnamed_in"]

Status = Literal[
    "killed", "executed", "dead", "died naturally", "survived", "injured", "missing", "detained", "other", "unknown"
]
"""What a list can state became of a victim; `dead` says nothing of the manner, and missing is not dead (R18)."""


@dataclass(frozen=True, slots=True)
class StatedStatus:
    """What a list states about what became of a victim: its assertion, which others may dispute (R23).

    Args:
        title: Title of the column.
        value: As written.
        status: As read; None when the value is not understood.
    """

    title: str
    value: str
    status: Status | None

    @property
    def words(self) -> str:
        """The reading, and the value as written where it says it otherwise.

        >>> StatedStatus("outcome", "Killed", "killed").words, StatedStatus("outcome", "KIA", "killed").words
        ('killed', 'killed (“KIA”)')
        """
        read = self.status or "not understood"
        return read if self.value.casefold() == read else f"{read} (“{self.value}”)"


@dataclass(frozen=True, slots=True)
class ListInfo:
    """A list of victims kept by one group.

    Args:
        name: Short name, as in reports.
        file: Path below `input/`, or the argument as given.
        columns: What each column means: pairs of a field (`name`, `sex`, `age`, `birth`, `died`, `place`, `id` …) and
            the column's title, in the table's order.
        n_records: Rows with a victim in them.
        n_skipped: Rows that hold nothing.
        deduplicated: True when a person has said that each person stands at most once in it; None when nobody has.
        places: Where the list worked; empty when not said.
        period: When it covers; None when not said.
        copies: Names of lists it copies from.
        calendars: Pairs of the title of a column of dates and the calendar it is written in, as far as that is told.
        coded_by: Vocabularies with their versions, and the codebook's, by which its values were coded (R21).
        counted: What its rows state, as pairs of a unit and a number: persons named, unnamed victims, acts, incidents.
    """

    name: str
    file: str
    columns: tuple[tuple[str, str], ...]
    n_records: int
    n_skipped: int = 0
    deduplicated: bool | None = None
    places: tuple[str, ...] = ()
    period: DateInterval | None = None
    copies: tuple[str, ...] = ()
    calendars: tuple[tuple[str, str], ...] = ()
    coded_by: tuple[str, ...] = ()
    counted: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Record:
    """One row of a list.

    Args:
        id: Keyed id (`rec_…`).
        list: Name of the list.
        row: Row in the file, counted from 1, the header not counted.
        names: Names as written, the main one first; empty when the victim is unnamed (R17).
        sex: `F`, `M`, or None when not known.
        age: Years at death, or None.
        birth: Date of birth as an interval, or None.
        died: Date of the death or incident as an interval, or None.
        places: Pairs of column title and value, the finest first as listed.
        values: The whole row: pairs of column title and value, as read, before any change.
        statuses: What the columns of status and cause state became of the victim, in the table's order.
        father_names: The father's name where a column of its own states it; it may also be a part of the main name.
        mother_names: The mother's name, likewise.
        birth_places: Where the victim was born or comes from.
        residences: Where the victim lived.
        postcodes: Postcodes of the home.
        occupations: What the victim did for a living.
        affiliations: Party, unit or organisation.
        external_ids: Pairs of the column's title and the id: national ids, passports, ids in other lists. They alone
            never make two records one person, nor one person two (R26).
    """

    id: str
    list: str
    row: int
    names: tuple[str, ...]
    sex: str | None
    age: float | None
    birth: DateInterval | None
    died: DateInterval | None
    places: tuple[tuple[str, str], ...]
    values: tuple[tuple[str, str], ...]
    statuses: tuple[StatedStatus, ...] = ()
    father_names: tuple[str, ...] = ()
    mother_names: tuple[str, ...] = ()
    birth_places: tuple[str, ...] = ()
    residences: tuple[str, ...] = ()
    postcodes: tuple[str, ...] = ()
    occupations: tuple[str, ...] = ()
    affiliations: tuple[str, ...] = ()
    external_ids: tuple[tuple[str, str], ...] = ()
    casualty: Casualty | None = None

    @property
    def is_named(self) -> bool:
        """Whether the row names the victim, so that it can be linked."""
        return bool(self.names)

    @property
    def n_unnamed(self) -> int:
        """How many people the row stands for without naming them.

        >>> row = Record("r", "L", 1, (), None, None, None, None, (), (), casualty=Casualty(n_stated=7))
        >>> row.n_unnamed
        7
        """
        return count_unnamed_in(self.names, self.casualty)


def count_unnamed_in(names: tuple[str, ...], casualty: Casualty | None) -> int:
    """How many people a row with these names stands for without naming them."""
    stated = casualty.n_stated if casualty and casualty.n_stated is not None else 1
    return max(stated - len(names[:1]), 0)
