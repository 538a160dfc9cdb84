"""The columns of values other than names, worked out once per record: what is compared, and looser forms for blocking.

A misspelt name keeps its first sounds, a date that is a day wrong its month, an age that is a year wrong often its
band of five years: rules over these find pairs that exact values miss. A father's name that the main name already holds
is not a column of its own: the comparison of names sees it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import pyarrow as pa

from accounted.model.dates import DateInterval
from accounted.model.records import Record
from accounted.text.names import fold_text, name_tokens, token_key

__all__ = ["VALUE_FIELDS", "VALUE_FREQUENT", "VALUE_SCHEMA", "value_columns"]

VALUE_SCHEMA = (
    ("middle_key", pa.string()),
    ("given_start", pa.string()),
    ("family_start", pa.string()),
    ("died_year", pa.int64()),
    ("birth_month", pa.int64()),
    ("birth_year", pa.int64()),
    ("age_band", pa.int64()),
    ("area", pa.string()),
    ("birth_written", pa.string()),
    ("father_key", pa.string()),
    ("mother_key", pa.string()),
    ("parents", pa.bool_()),
    ("birth_place", pa.string()),
    ("residence", pa.string()),
    ("postcode", pa.string()),
    ("postcode_area", pa.string()),
    ("home", pa.bool_()),
    ("occupation", pa.string()),
    ("occupations", pa.list_(pa.string())),
    ("affiliation", pa.string()),
    ("affiliations", pa.list_(pa.string())),
)
"""Names and types of the columns made here."""

VALUE_FIELDS = {
    "parents": "parents",
    "home": "home",
    "occupation": "occupation",
    "affiliation": "affiliation",
}
"""Fields that these columns let be compared, with the column that says whether a record states them."""

VALUE_FREQUENT = {
    "birth_day": "birth_day",
    "father": "father_key",
    "mother": "mother_key",
    "birth_place": "birth_place",
    "residence": "residence",
    "postcode": "postcode",
    "occupation": "occupation",
    "affiliation": "affiliation",
}
"""Quantities whose frequency adjusts weights, with their column."""

_START = 2
_BAND = 5
_WORD = 4


def value_columns(record: Record, row: Mapping[str, object]) -> dict[str, object]:
    """Make the columns of a record.

    Args:
        record: What is stated.
        row: The record's other columns, of which `written`, `given_key`, `family_key`, `token_keys` and `age` are used.

    >>> from accounted.model.dates import DateInterval
    >>> born = DateInterval.parse("1988-08-15")
    >>> record = Record("a", "One", 1, ("Ambel Sample",), None, None, born, None, (), (), postcodes=("VM12 3AB",))
    >>> keys = {"given_key": "AMPL", "family_key": "SMPL", "token_keys": [], "age": 34, "written": []}
    >>> made = value_columns(record, keys)
    >>> made["given_start"], made["birth_year"], made["birth_month"], made["age_band"], made["postcode_area"]
    ('AM', 1988, 23864, 6, 'vm12')
    """
    age, written = row["age"], row["written"]
    wider = [fold_text(value) for _, value in record.places[1:]]
    made: dict[str, object] = {
        "middle_key": str(written[1]).split()[0] if isinstance(written, list) and len(written) > 2 else None,
        "given_start": _start(row["given_key"]),
        "family_start": _start(row["family_key"]),
        "died_year": _year(record.died),
        "birth_month": _month(record.birth),
        "birth_year": _year(record.birth),
        "age_band": age // _BAND if isinstance(age, int) else None,
        "area": next((value for value in reversed(wider) if value), None),
        "birth_written": _digits(record.birth),
        "father_key": _parent(record.father_names, row),
        "mother_key": _parent(record.mother_names, row),
        "birth_place": _first(record.birth_places),
        "residence": _first(record.residences),
        "occupation": _first(record.occupations),
        "occupations": _words(record.occupations),
        "affiliation": _first(record.affiliations),
        "affiliations": _words(record.affiliations),
    }
    made["postcode"], made["postcode_area"] = _postcode(record.postcodes)
    made["parents"] = _any(made, "father_key", "mother_key")
    made["home"] = _any(made, "birth_place", "residence", "postcode")
    return made


def _any(made: Mapping[str, object], *names: str) -> bool | None:
    return True if any(made[name] is not None for name in names) else None


def _parent(names: Sequence[str], row: Mapping[str, object]) -> str | None:
    keys = sorted({key for name in names for token in name_tokens(name) if (key := token_key(token))})
    held = row["token_keys"]
    return " ".join(keys) if keys and not (isinstance(held, list) and set(keys) <= set(held)) else None


def _first(values: Sequence[str]) -> str | None:
    return next((folded for value in values if (folded := fold_text(value))), None)


def _words(values: Sequence[str]) -> list[str]:
    """Words of four letters and more: shorter ones join, they do not tell."""
    return sorted({word for value in values for word in fold_text(value).split() if len(word) >= _WORD})


def _postcode(values: Sequence[str]) -> tuple[str | None, str | None]:
    """A postcode without spaces, and its first part: before a space or hyphen, or all but its last three characters."""
    text = next((value.strip().casefold() for value in values if value.strip()), "")
    parts = re.findall(r"[^\W_]+", text)
    if not parts:
        return None, None
    whole = "".join(parts)
    return whole, parts[0] if len(parts) > 1 else whole[:-3] or whole


def _digits(when: DateInterval | None) -> str | None:
    if when is None or when.earliest is None or not when.is_one_day or not 0 < when.earliest.year <= 9999:
        return None
    return f"{when.earliest.year:04d}{when.earliest.month:02d}{when.earliest.day:02d}"


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
