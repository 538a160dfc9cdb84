"""Read a column of dates as a whole: one calendar, one order of day and month, and a sentence that says so."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from accounted.lists.surveying import Column
from accounted.lists.values import is_blank
from accounted.model.dates import DateInterval
from accounted.model.errors import UnreadableList
from accounted.text.dates import CALENDARS, Calendar, ReadDate, guess_calendar, guess_day_first, read_date

__all__ = ["DateColumn", "DateRules", "date_rules", "read_date_column"]

_ORDERS = {"day_month": True, "month_day": False}
_NAMES: dict[Calendar, str] = {
    "gregorian": "Gregorian",
    "solar_hijri": "Solar Hijri",
    "islamic_hijri": "Islamic Hijri (Umm al-Qura)",
}


@dataclass(frozen=True, slots=True)
class DateRules:
    """What a person has said about the dates of a list; None where nothing was said."""

    calendar: Calendar | None = None
    day_first: bool | None = None


@dataclass(frozen=True, slots=True)
class DateColumn:
    """How one column of dates is read.

    Args:
        title: The column's title.
        calendar: Calendar of the column, None when nothing tells.
        day_first: Order of day and month, None when nothing tells.
        told: Calendar that every cell is read in; None when a cell may say otherwise.
        n_read: Rows with a date that was read.
        n_unread: Rows with a value that is no date that can be read; it stays in the record as written.
        notes: What the readings say about themselves, each with its number of rows.
        is_whole: Whether these numbers are of all rows, and not of those of some values only.
    """

    title: str
    calendar: Calendar | None
    day_first: bool | None
    told: Calendar | None
    n_read: int = 0
    n_unread: int = 0
    notes: tuple[tuple[str, int], ...] = ()
    is_whole: bool = True

    def read(self, cell: str) -> ReadDate | None:
        """Read a cell; None when it is no date that can be read."""
        if is_blank(cell):
            return None
        read = read_date(cell, calendar=self.told, day_first=self.day_first)
        return read if read and (read.calendar_told or self.calendar != "gregorian") else None

    def interval(self, cell: str) -> DateInterval | None:
        """Read a cell as the days it may mean."""
        read = self.read(cell)
        return read.interval if read else None

    @property
    def says(self) -> str:
        """Say in one sentence how the column was read."""
        calendar = f"{_NAMES[self.calendar]} dates" if self.calendar else "dates, calendar not told by the column"
        order = {True: ", day before month", False: ", month before day", None: ""}[self.day_first]
        unread = f", {self.n_unread} kept as written" if self.n_unread else ""
        notes = "".join(f"; {n} {note}" for note, n in self.notes)
        some = "" if self.is_whole else " of the values looked at"
        return f"{self.title}: {calendar}{order}; {self.n_read} read{unread}{some}{notes}"


def date_rules(said: Mapping[str, str | Sequence[str]]) -> DateRules:
    """Take the settings `calendar` and `date_order` out of what a person says about the columns.

    Raises:
        UnreadableList: For an unknown calendar or order.

    >>> date_rules({"calendar": "solar_hijri", "date_order": "day_month"})
    DateRules(calendar='solar_hijri', day_first=True)
    """
    wanted, order = said.get("calendar", ""), said.get("date_order", "")
    calendar = next((c for c in CALENDARS if c == wanted), None)
    if wanted and calendar is None:
        raise UnreadableList(f"{wanted!r} is no calendar", mend=f"calendars are {', '.join(CALENDARS)}")
    if order and order not in _ORDERS:
        raise UnreadableList(f"{order!r} is no order of day and month", mend=f"write {' or '.join(_ORDERS)}")
    return DateRules(calendar, _ORDERS.get(str(order)))


def read_date_column(title: str, column: Column, rules: DateRules) -> DateColumn:
    """Find out how the cells of a column are to be read.

    >>> column = read_date_column("date_sh", Column({"1378/01/05": 1, "soon": 1}, is_whole=True), DateRules())
    >>> column.says
    'date_sh: Solar Hijri dates; 1 read, 1 kept as written'
    >>> column.interval("1378/01/05").edtf
    '1999-03-25'
    """
    counts = {cell: n for cell, n in sorted(column.counts.items()) if not is_blank(cell)}
    calendar = rules.calendar or guess_calendar(counts, title=title)
    day_first = rules.day_first if rules.day_first is not None else guess_day_first(counts)
    # A column that is Gregorian by guess still lets a cell say otherwise, but the size of one year says too little:
    # 1378 may be a slip for 1978. A person's word is final.
    told = rules.calendar or (None if calendar == "gregorian" else calendar)
    found = DateColumn(title, calendar, day_first, told)
    n_read, notes = 0, Counter[str]()
    for cell, n in counts.items():
        read = found.read(cell)
        if read:
            n_read += n
            notes.update({note: n for note in read.note.split("; ") if note})
    n_unread = sum(counts.values()) - n_read
    noted = tuple(sorted(notes.items()))
    return replace(found, n_read=n_read, n_unread=n_unread, notes=noted, is_whole=column.is_whole)
