"""Read a column of dates as a whole: one calendar, one order of day and month, and a sentence that says so."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from accounted.lists.values import is_blank
from accounted.model.dates import DateInterval
from accounted.model.errors import UnreadableList
from accounted.text.dates import CALENDARS, Calendar, guess_calendar, guess_day_first, read_date

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
    """How one column of dates was read.

    Args:
        title: The column's title.
        readings: Cell as written → interval; cells that could not be read are not in it.
        calendar: Calendar of the column, None when nothing tells.
        day_first: Order of day and month, None when nothing tells.
        n_read: Rows with a date that was read.
        n_unread: Rows with a value that is no date that can be read; it stays in the record as written.
        notes: What the readings say about themselves, each with its number of rows.
    """

    title: str
    readings: Mapping[str, DateInterval]
    calendar: Calendar | None
    day_first: bool | None
    n_read: int
    n_unread: int
    notes: tuple[tuple[str, int], ...]

    @property
    def says(self) -> str:
        """Say in one sentence how the column was read."""
        calendar = f"{_NAMES[self.calendar]} dates" if self.calendar else "dates, calendar not told by the column"
        order = {True: ", day before month", False: ", month before day", None: ""}[self.day_first]
        unread = f", {self.n_unread} kept as written" if self.n_unread else ""
        notes = "".join(f"; {n} {note}" for note, n in self.notes)
        return f"{self.title}: {calendar}{order}; {self.n_read} read{unread}{notes}"


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


def read_date_column(title: str, values: Sequence[str], rules: DateRules) -> DateColumn:
    """Read all cells of a column.

    >>> column = read_date_column("date_sh", ["1378/01/05", "soon"], DateRules())
    >>> column.says
    'date_sh: Solar Hijri dates; 1 read, 1 kept as written'
    >>> column.readings["1378/01/05"].edtf
    '1999-03-25'
    """
    counts = Counter(value for value in values if not is_blank(value))
    cells = sorted(counts)
    calendar = rules.calendar or guess_calendar(cells, title=title)
    day_first = rules.day_first if rules.day_first is not None else guess_day_first(cells)
    # A column that is Gregorian by guess still lets a cell say otherwise, but the size of one year says too little:
    # 1378 may be a slip for 1978. A person's word is final.
    told = rules.calendar or (None if calendar == "gregorian" else calendar)
    readings: dict[str, DateInterval] = {}
    notes: Counter[str] = Counter()
    for cell in cells:
        read = read_date(cell, calendar=told, day_first=day_first)
        if read and (read.calendar_told or calendar != "gregorian"):
            readings[cell] = read.interval
            notes.update({note: counts[cell] for note in read.note.split("; ") if note})
    n_read = sum(counts[cell] for cell in readings)
    n_unread = sum(counts.values()) - n_read
    return DateColumn(title, readings, calendar, day_first, n_read, n_unread, tuple(sorted(notes.items())))
