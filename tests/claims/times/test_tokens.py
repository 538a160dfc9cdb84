"""Every entry of every table is read as one token of its class."""

from __future__ import annotations

from collections.abc import Collection

import pytest

from accounted.claims.languages.calendars import calendar_words
from accounted.claims.languages.guess import CODES, LanguageCode
from accounted.claims.times.tokens import CLASSES, tokenise


@pytest.mark.parametrize("language", CODES)
def test_every_entry_is_found_under_a_letter_whose_table_holds_it(language: LanguageCode) -> None:
    table = calendar_words(language)
    tables: dict[str, Collection[str]] = {}
    for name, code in CLASSES:
        tables.setdefault(code, set()).update(getattr(table, name))  # type: ignore[attr-defined]
    for name, _ in CLASSES:
        for entry in getattr(table, name):
            written = entry[0].upper() + entry[1:]
            codes = tokenise(written, 0, len(written), table).codes
            assert len(codes) == 1, (name, entry, codes)
            assert entry in tables[codes], (name, entry, codes)


@pytest.mark.parametrize("language", CODES)
def test_every_month_has_a_name(language: LanguageCode) -> None:
    numbers = {number for calendar, number in calendar_words(language).months.values() if calendar == "gregorian"}
    assert numbers == set(range(1, 13))


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Sept. 30", "MN"),
        ("In Sept. The", "oMxt"),
        ("30.000", "x"),
        ("1,23,456", "x"),
        ("2,000", "N"),
        ("$300", "xx"),
        ("B52", "xx"),
        ("30%", "xx"),
        ("3rd", "O"),
        ("'80s", "E"),
        ("10:30", "C"),
        ("a hundred and five", "N"),
        ("two thousand", "N"),
        ("two three", "NN"),
    ],
)
def test_letters(text: str, codes: str) -> None:
    assert tokenise(text, 0, len(text), calendar_words("en")).codes == codes
