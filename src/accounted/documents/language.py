"""Which language a text is in: a guess by py3langid, to be confirmed by a person."""

from __future__ import annotations

import functools

from py3langid.langid import MODEL_FILE, LanguageIdentifier

__all__ = ["guess_language", "two_letters"]

_SAMPLE = 20_000
_LEAST_LETTERS = 20
_SURE = 0.8


@functools.cache
def _identifier() -> LanguageIdentifier:
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


_OF_THREE = {
    "eng": "en", "ara": "ar", "fas": "fa", "per": "fa", "prs": "fa", "fra": "fr", "fre": "fr", "spa": "es",
    "por": "pt", "deu": "de", "ger": "de", "ita": "it", "nld": "nl", "dut": "nl", "rus": "ru", "ukr": "uk",
    "bel": "be", "pol": "pl", "ces": "cs", "cze": "cs", "hun": "hu", "ron": "ro", "rum": "ro", "bul": "bg",
    "srp": "sr", "hrv": "hr", "bos": "bs", "slv": "sl", "mkd": "mk", "mac": "mk", "sqi": "sq", "alb": "sq",
    "ell": "el", "gre": "el", "tur": "tr", "aze": "az", "kat": "ka", "geo": "ka", "hye": "hy", "arm": "hy",
    "heb": "he", "kur": "ku", "pus": "ps", "urd": "ur", "hin": "hi", "ben": "bn", "nep": "ne", "sin": "si",
    "tam": "ta", "mya": "my", "bur": "my", "tha": "th", "khm": "km", "vie": "vi", "ind": "id", "zho": "zh",
    "chi": "zh", "jpn": "ja", "kor": "ko", "amh": "am", "tir": "ti", "som": "so", "swa": "sw", "hau": "ha",
    "kin": "rw", "run": "rn", "swe": "sv", "nor": "no", "dan": "da", "fin": "fi",
}  # fmt: skip
"""ISO 639-2 and 639-3 to 639-1, for the languages in which inquiries mostly work."""


def guess_language(text: str) -> str:
    """Guess the ISO 639-1 code from the text's beginning; empty when there are too few letters or the guess is unsure.

    >>> guess_language("Everything in this text is made up, and nobody was killed."), guess_language("12")
    ('en', '')
    """
    sample = text[:_SAMPLE]
    if sum(letter.isalpha() for letter in sample[:2000]) < _LEAST_LETTERS:
        return ""
    code, probability = _identifier().classify(sample)
    return str(code) if probability >= _SURE else ""


def two_letters(tag: str) -> str:
    """Give the ISO 639-1 code of a language as files state it; empty when it is none that is known here.

    >>> two_letters("en-GB"), two_letters("spa"), two_letters("per"), two_letters("x-none")
    ('en', 'es', 'fa', '')
    """
    first = tag.strip().replace("_", "-").split("-")[0].lower()
    return first if len(first) == 2 and first.isalpha() else _OF_THREE.get(first, "")
