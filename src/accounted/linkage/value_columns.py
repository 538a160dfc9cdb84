"""The columns of values other than names, worked out once per record: what is compared, and looser forms for blocking.

A misspelt name keeps its first sounds, a date that is a day wrong its month, an age that is a year wrong often its
band of five years: rules over these find pairs that exact values miss. A father's name that the main name already holds
is not a column of its own: the comparison of names sees it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

import numpy as np
import pyarrow as pa

from accounted.linkage.distinct import Distinct
from accounted.linkage.place_spellings import Fold
from accounted.model.records import Record
from accounted.text.names import fold_text, name_tokens, token_key

__all__ = ["VALUE_FIELDS", "VALUE_FREQUENT", "ValueReader"]

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

_WORD = 4
_TEXT, _TEXTS = pa.string(), pa.list_(pa.string())


class ValueReader:
    """Reads what one record after the other states, each distinct value once.

    Args:
        fold: Makes a place as written comparable, with those of other scripts or without.

    >>> reader = ValueReader()
    >>> reader.add(Record("a", "One", 1, ("Ambel",), None, None, None, None, (), (), postcodes=("VM12 3AB",)))
    >>> made = reader.columns()
    >>> [made[name].to_pylist() for name in ("place", "postcode_area", "home", "parents")]
    [[None], ['vm12'], [True], [None]]
    """

    def __init__(self, fold: Fold = fold_text) -> None:
        def read_places(places: tuple[tuple[str, str], ...]) -> tuple[str | None, list[str], str | None]:
            return _read_places(places, fold)

        def read_first(values: tuple[str, ...]) -> tuple[str | None]:
            return (_first(values, fold),)

        self._places = Distinct(read_places, (("place", _TEXT), ("places", _TEXTS), ("area", _TEXT)))
        self._parents = Distinct(_read_parents, (("father_key", _TEXT), ("mother_key", _TEXT)))
        self._birth_places = Distinct(read_first, (("birth_place", _TEXT),))
        self._residences = Distinct(read_first, (("residence", _TEXT),))
        self._postcodes = Distinct(_postcode, (("postcode", _TEXT), ("postcode_area", _TEXT)))
        self._occupations = Distinct(_read_words, (("occupation", _TEXT), ("occupations", _TEXTS)))
        self._affiliations = Distinct(_read_words, (("affiliation", _TEXT), ("affiliations", _TEXTS)))

    def add(self, record: Record) -> None:
        """Take the next record."""
        has_parents = record.father_names or record.mother_names
        self._places.add(record.places)
        self._parents.add((record.father_names, record.mother_names, record.names) if has_parents else ((), (), ()))
        self._birth_places.add(record.birth_places)
        self._residences.add(record.residences)
        self._postcodes.add(record.postcodes)
        self._occupations.add(record.occupations)
        self._affiliations.add(record.affiliations)

    def columns(self) -> dict[str, pa.Array]:
        """Give the columns of all records."""
        made = self._places.columns() | self._parents.columns() | self._birth_places.columns()
        made |= self._residences.columns() | self._postcodes.columns()
        made |= self._occupations.columns() | self._affiliations.columns()
        made["parents"] = _any(made, "father_key", "mother_key")
        made["home"] = _any(made, "birth_place", "residence", "postcode")
        return made


def _any(made: Mapping[str, pa.Array], *names: str) -> pa.Array:
    """True where any of the columns is stated, nothing elsewhere."""
    stated = np.logical_or.reduce([made[name].is_valid().to_numpy(zero_copy_only=False) for name in names])
    return pa.array(stated, mask=~stated)


def _read_places(places: tuple[tuple[str, str], ...], fold: Fold) -> tuple[str | None, list[str], str | None]:
    folded = [fold(value) for _, value in places]
    stated = [value for value in folded if value]
    area = next((value for value in reversed(folded[1:]) if value), None)
    return stated[0] if stated else None, sorted(set(stated)), area


def _read_parents(stated: tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]) -> tuple[str | None, str | None]:
    fathers, mothers, names = stated
    held = {key for name in names for token in name_tokens(name) if (key := token_key(token))}
    return _parent(fathers, held), _parent(mothers, held)


def _parent(names: Sequence[str], held: Collection[str]) -> str | None:
    keys = sorted({key for name in names for token in name_tokens(name) if (key := token_key(token))})
    return " ".join(keys) if keys and not set(keys) <= set(held) else None


def _first(values: Sequence[str], fold: Fold = fold_text) -> str | None:
    return next((folded for value in values if (folded := fold(value))), None)


def _read_words(values: Sequence[str]) -> tuple[str | None, list[str]]:
    """The first value, and the words of four letters and more: shorter ones join, they do not tell."""
    words = {word for value in values for word in fold_text(value).split() if len(word) >= _WORD}
    return _first(values), sorted(words)


def _postcode(values: Sequence[str]) -> tuple[str | None, str | None]:
    """A postcode without spaces, and its first part: before a space or hyphen, or all but its last three characters."""
    text = next((value.strip().casefold() for value in values if value.strip()), "")
    parts = re.findall(r"[^\W_]+", text)
    if not parts:
        return None, None
    whole = "".join(parts)
    return whole, parts[0] if len(parts) > 1 else whole[:-3] or whole
