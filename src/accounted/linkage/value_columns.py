"""Looser forms of what records state, worked out once per record, for blocking alone.

A misspelt name keeps its first sounds, a date that is a day wrong its month, an age that is a year wrong often its
band of five years: rules over these find pairs that exact values miss.
"""

from __future__ import annotations

from collections.abc import Mapping

from accounted.model.dates import DateInterval
from accounted.model.records import Record
from accounted.text.names import fold_text

__all__ = ["blocking_columns"]

_START = 2
_BAND = 5


def blocking_columns(record: Record, row: Mapping[str, object]) -> dict[str, object]:
    """Make the looser columns of a record: starts of sounds, years and months, bands of ages, the widest place.

    Args:
        record: What is stated.
        row: The record's other columns, of which `written`, `given_key`, `family_key` and `age` are used.

    >>> from accounted.model.dates import DateInterval
    >>> born = DateInterval.parse("1988-08-15")
    >>> record = Record("a", "One", 1, ("Ambel Sample",), None, None, born, None, (), ())
    >>> made = blocking_columns(record, {"given_key": "AMPL", "family_key": "SMPL", "age": 34, "written": []})
    >>> made["given_start"], made["birth_year"], made["birth_month"], made["age_band"], made["area"]
    ('AM', 1988, 23864, 6, None)
    """
    age, written = row["age"], row["written"]
    wider = [fold_text(value) for _, value in record.places[1:]]
    return {
        "middle_key": str(written[1]).split()[0] if isinstance(written, list) and len(written) > 2 else None,
        "given_start": _start(row["given_key"]),
        "family_start": _start(row["family_key"]),
        "died_year": _year(record.died),
        "birth_month": _month(record.birth),
        "birth_year": _year(record.birth),
        "age_band": age // _BAND if isinstance(age, int) else None,
        "area": next((value for value in reversed(wider) if value), None),
    }


def _start(key: object) -> str | None:
    return key[:_START] if isinstance(key, str) else None


def _year(when: DateInterval | None) -> int | None:
    """The year that holds the whole interval."""
    if when is None or when.earliest is None or when.latest is None or when.earliest.year != when.latest.year:
        return None
    return when.earliest.year


def _month(when: DateInterval | None) -> int | None:
    """The month that holds the whole interval, counted from year 0."""
    if when is None or when.earliest is None or when.latest is None or when.earliest[:2] != when.latest[:2]:
        return None
    return when.earliest.year * 12 + when.earliest.month
