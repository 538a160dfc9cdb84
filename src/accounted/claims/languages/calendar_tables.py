"""Short ways to write the tables of time words; used by the tables only."""

from __future__ import annotations

from accounted.claims.languages.calendar import Unit
from accounted.text.calendar_words import GREGORIAN_MONTHS, MONTHS, Calendar

__all__ = ["hijri_months", "months", "numbered", "pairs", "units"]

_UNITS: tuple[Unit, ...] = (
    *("second", "minute", "hour", "day", "week", "weekend", "month", "quarter", "half", "season", "year", "decade"),
    *("century", "millennium"),
)


def numbered(text: str, first: int = 0) -> dict[str, int]:
    """Number the rows of a table, which are separated by semicolons, and their words by commas.

    >>> numbered("monday, mon; tuesday")
    {'monday': 0, 'mon': 0, 'tuesday': 1}
    """
    return {word.strip(): first + i for i, row in enumerate(text.split(";")) for word in row.split(",") if word.strip()}


def pairs(text: str) -> dict[str, str]:
    """Read `key: value` entries separated by commas.

    >>> pairs("morning: MO, night: NI")
    {'morning': 'MO', 'night': 'NI'}
    """
    entries = (entry.split(":", 1) for entry in text.split(",") if entry.strip())
    return {key.strip(): value.strip() for key, value in entries}


def units(text: str) -> dict[str, Unit]:
    """Read `word: unit` entries separated by commas.

    >>> units("fortnight: week")
    {'fortnight': 'week'}
    """
    return {word: next(unit for unit in _UNITS if unit == name) for word, name in pairs(text).items()}


def months(language: str) -> dict[str, tuple[Calendar, int]]:
    """Take over the Gregorian months of a language from the tables that lists are read with."""
    return {
        word: ("gregorian", i) for i, row in enumerate(GREGORIAN_MONTHS[language], start=1) for word in row.split(", ")
    }


def hijri_months(*, latin: bool) -> dict[str, tuple[Calendar, int]]:
    """Take over the Solar and Islamic Hijri months, spelt in Latin letters or in Arabic ones."""
    calendars: tuple[Calendar, ...] = ("solar_hijri", "islamic_hijri")
    return {
        word: (calendar, i)
        for calendar in calendars
        for i, row in enumerate(MONTHS[calendar], start=1)
        for word in row.split(", ")
        if word.isascii() == latin
    }
