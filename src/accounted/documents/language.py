"""Which language a text is in: a guess by py3langid, to be confirmed by a person."""

from __future__ import annotations

import functools

from py3langid.langid import MODEL_FILE, LanguageIdentifier

__all__ = ["guess_language"]

_SAMPLE = 20_000
_LEAST_LETTERS = 20
_SURE = 0.8


@functools.cache
def _identifier() -> LanguageIdentifier:
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


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
