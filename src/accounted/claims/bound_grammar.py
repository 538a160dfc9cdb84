"""The patterns of one language's bounds, made from its table."""

from __future__ import annotations

import re
from functools import lru_cache

from accounted.claims.languages.tables import BoundWords

__all__ = ["BoundGrammar", "bound_grammar"]

_MARKS = r"–|—|-|−"


class BoundGrammar:
    """The patterns of one language's bounds, compiled once; all but `labels` are for text in lower case."""

    def __init__(self, words: BoundWords) -> None:
        low, high, nearly = f"(?:{words.low})", f"(?:{words.high})", f"(?:{words.nearly})"
        about = f"(?:{words.about})"
        self.before = _compile(
            rf"(?:(?<![\w])|(?<=[<>≥≤~≈]))(?P<cue>(?:(?:{words.degree})\s+)*(?:"
            rf"(?P<high_nearly>{high}\s+{nearly})|(?P<low>{low})|(?P<high>{high})|(?P<nearly>{nearly})"
            rf"|(?P<low_open>{words.low_open})|(?P<high_open>{words.high_open})|(?P<about>{about}))"
            rf"(?:\s*(?:{words.filler}))?)\s*$"
        )
        self.after = _compile(
            rf"(?:\s*,)?\s*(?:(?P<low>{words.after_low})|(?P<high>{words.after_high})|(?P<about>{words.after_about}))"
        )
        self.after_noun = _compile(
            r"(?P<noun>(?:\s+(?!or\b|at\b|and\b)[^\W\d_][\w’'-]*){1,4})"
            rf"(?P<cue>,?\s+(?:(?P<low>{words.after_low})|(?P<high>{words.after_high})|(?P<about>{words.after_about}))(?!\w))"
        )
        self.between = _compile(rf"(?<!\w)(?:{words.between})\s+(?:{about}\s+)?$")
        self.from_ = _compile(rf"(?<!\w)(?:{words.from_})\s+(?:(?:{words.between}|{about})\s+)?$")
        self.to = _compile(
            rf"\s*(?:(?:…|\.\.\.)\s*)?(?:{_MARKS}|(?<!\w)(?:{words.to})(?!\w))\s*(?:{high}\s+)?(?:{nearly}|{about})?\s*"
        )
        self.between_and = _compile(rf"\s+(?:(?:{words.between_and})\s+(?:{about}\s+)?|{words.between_glued})")
        self.or_ = _compile(rf"\s+(?:{words.or_})\s+")
        self.opens = _compile(
            r",?\s*(?:[(\[]|,)\s*(?:(?:with |an? |the )*(?:[0-9]{2}(?:\.[0-9])?\s*(?:%|per cent|percent)\s*)?"
            rf"(?:{words.interval})?(?:\s+(?:of|from|between))?|{words.between}|{words.from_})[\s:,=]*"
        )
        self.plus_minus = _compile(rf"\s*,?\s*(?:{words.plus_minus})\s*")
        self.joins_high = _compile(
            rf"\s*(?:…|\.\.\.|,)?\s*(?:{words.joins_high})?\s*"
            rf"(?:(?P<nearly>{high}\s+{nearly})|(?P<high>{high})|(?P<high_open>{words.high_open}))\s*"
        )
        self.nearly = _compile(rf"(?<!\w){nearly}(?!\w)")
        self.not_before = _compile(rf"(?:{words.not_before})$")
        self.labels = _compile(rf"(?:{words.labels})$")
        self.not_after = _compile(words.not_after)
        self.changes = _compile(words.changes)
        self.told_apart = _compile(words.told_apart)


def _compile(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


@lru_cache(maxsize=16)
def bound_grammar(words: BoundWords) -> BoundGrammar:
    """Give the patterns of a table, compiled once."""
    return BoundGrammar(words)
