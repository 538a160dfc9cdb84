"""Which table of time words belongs to which language."""

from __future__ import annotations

from accounted.claims.languages.calendar import CalendarWords
from accounted.claims.languages.calendar_arabic import ARABIC
from accounted.claims.languages.calendar_english import ENGLISH
from accounted.claims.languages.calendar_french import FRENCH
from accounted.claims.languages.calendar_persian import PERSIAN
from accounted.claims.languages.calendar_spanish import SPANISH
from accounted.claims.languages.guess import LanguageCode

__all__ = ["calendar_words"]

_NONE = CalendarWords(months={})
_TABLES: dict[LanguageCode, CalendarWords] = {
    "en": ENGLISH,
    "fr": FRENCH,
    "es": SPANISH,
    "ar": ARABIC,
    "fa": PERSIAN,
}


def calendar_words(language: LanguageCode | None) -> CalendarWords:
    """Find the table of a language; None, a language that is not covered, has one that reads digits only.

    >>> calendar_words("fr").units["siècle"], len(calendar_words(None).months)
    ('century', 0)
    """
    return _TABLES[language] if language else _NONE
