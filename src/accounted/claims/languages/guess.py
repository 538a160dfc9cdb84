"""Guess the language of a text by its script and its commonest words: enough to choose a table, no more.

A wrong guess reads little and invents nothing, because the words of a table are looked up, never approximated.
"""

from __future__ import annotations

import re
from typing import Literal, get_args

from accounted.claims.languages.tables import word_set

__all__ = ["CODES", "LanguageCode", "covered_language", "guess_language"]

LanguageCode = Literal["en", "fr", "es", "ar", "fa"]
CODES: tuple[LanguageCode, ...] = get_args(LanguageCode)
"""The languages that are covered, by ISO 639-1."""

_COMMON: dict[LanguageCode, frozenset[str]] = {
    "en": word_set("the of and to in was were that for on with by from at as is are it this has have had not"),
    "fr": word_set("le la les des et dans est sont une du au aux qui que pour par sur avec ont été ce pas"),
    "es": word_set("el la los las y en que del por con una para se al es fue como más su lo fueron han"),
    "ar": word_set("في من على إلى الى عن أن ان التي الذي هذا هذه كان كانت وقال بعد مع"),
    "fa": word_set("در از که به را این است با برای آن و شد بود کرد تا یک شده اند"),
}
_LONG_CODES: dict[str, LanguageCode] = {
    "eng": "en",
    "fra": "fr",
    "fre": "fr",
    "spa": "es",
    "ara": "ar",
    "fas": "fa",
    "per": "fa",
}
_BY_CODE: dict[str, LanguageCode] = {**{code: code for code in CODES}, **_LONG_CODES}
_LETTERS = re.compile(r"[^\W\d_]+")
_ARABIC_SCRIPT = re.compile(r"[\u0600-\u06ff\u0750-\u077f]")
_PERSIAN_LETTERS = frozenset("پچژگیک")
_ARABIC_LETTERS = frozenset("ةيكىإأ")
_READ = 20_000
_FEWEST = 25
_LEAST_SHARE = 0.1


def guess_language(text: str) -> LanguageCode | None:
    """Guess the language of a text; None when it is in none that is covered.

    A short text in Latin letters in which nothing tells is taken as English.

    >>> guess_language("Le ministère dit que 300 personnes sont mortes dans la ville."), guess_language("300 killed")
    ('fr', 'en')
    >>> guess_language("در سال ۱۳۶۷ هزاران نفر اعدام شدند"), guess_language("قتل ٣٠ شخصا في المدينة")
    ('fa', 'ar')
    """
    words = _LETTERS.findall(text[:_READ].lower())
    if not words:
        return "en"
    arabic = 0 if text.isascii() else sum(map(bool, map(_ARABIC_SCRIPT.match, words)))
    if arabic * 2 > len(words):
        letters = "".join(words)
        persian, standard = (sum(map(letters.count, which)) for which in (_PERSIAN_LETTERS, _ARABIC_LETTERS))
        return "fa" if _seen("fa", words) + persian > _seen("ar", words) + standard else "ar"
    latin: tuple[LanguageCode, ...] = ("en", "fr", "es")
    best = max(latin, key=lambda language: _seen(language, words))
    if _seen(best, words) >= max(_LEAST_SHARE * len(words), 1):
        return best
    plain = sum(word.isascii() for word in words)
    return "en" if len(words) < _FEWEST and plain * 2 > len(words) else None


def covered_language(said: str, text: str) -> LanguageCode | None:
    """Take the language that a person has said, else guess it; None when it is not covered.

    Args:
        said: Codes as the settings allow them (`ar`, `en+fr`, `fra`); the first that is covered counts.
        text: The text.

    >>> covered_language("fr-BE", ""), covered_language("deu+eng", ""), covered_language("de", "300 killed")
    ('fr', 'en', None)
    """
    if not said:
        return guess_language(text)
    return next((_BY_CODE[code] for code in re.split(r"[^a-z]+", said.lower()) if code in _BY_CODE), None)


def _seen(language: LanguageCode, words: list[str]) -> int:
    return sum(map(_COMMON[language].__contains__, words))
