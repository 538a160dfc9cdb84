"""A text cut into the words by which it can be found, each with its place.

A **place** is what counts as one word when words must follow each other. Several words may stand at one place:
*Sana'a* can also be found by *Sana*, *l'homme* by *homme*, *Velmar's* by *Velmar*, *al-Rahman* by *Rahman*. Vowel signs
and joiners belong to the word that they stand in, invisible marks at its edges do not. A number with separators of
thousands is one word and never its parts: who looks for 30 does not mean 30,000. Scripts that write no spaces (Chinese,
Japanese) are cut into letters.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from accounted.text.name_tables import INVISIBLE

__all__ = ["Token", "find_tokens", "split_places"]

_IDEOGRAPHS = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_APOSTROPHES = "'’‘ʼʿʾ`´"
_MOST_JOINED = 3
_LAST_MARK = 0x1FFFF


class Token(NamedTuple):
    """A word of a text: `text[start:end] == written`; `place` counts from 0. A tuple, since there are millions."""

    written: str
    start: int
    end: int
    place: int


def find_tokens(text: str) -> Iterator[Token]:
    """Find the words of a text; of those at one place, the longest comes first.

    >>> [(t.written, t.place) for t in find_tokens("Sana'a: 30,000 people")]
    [("Sana'a", 0), ('Sana', 0), ('a', 0), ('30,000', 1), ('people', 2)]
    """
    whole, piece = _patterns()
    for place, match in enumerate(whole.finditer(text)):
        written, start = match.group(), match.start()
        yield Token(written, start, match.end(), place)
        if match.lastgroup == "chain":
            pieces = list(piece.finditer(written))
            if len(pieces) > 1:
                for part in pieces:
                    yield Token(part.group(), start + part.start(), start + part.end(), place)


def split_places(text: str) -> tuple[str, ...]:
    """Give the whole word at each place.

    >>> split_places("al-Rahman, 2031-07-03")
    ('al-Rahman', '2031', '07', '03')
    """
    return tuple(match.group() for match in _patterns()[0].finditer(text))


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Made when first needed: which characters are marks is asked of Unicode, one by one."""
    marks = _ranges([n for n in range(0x300, _LAST_MARK) if unicodedata.category(chr(n))[0] == "M"])
    letter = rf"[^\W_{_IDEOGRAPHS}]"
    piece = rf"{letter}(?:[{INVISIBLE}]*(?:{letter}|[{marks}]))*"
    article = r"(?:(?:[aeuAEU]l|[aA](?:sh(?=.[sS]h)|([dnrstz])(?=.(?i:\2))))[-‐‑–])"
    number = rf"\d{{1,3}}(?:[,.٬'’\u00a0\u202f]\d{{3}})+(?![\w{marks}])"
    chain = rf"(?P<chain>(?:{article}(?={letter}))?{piece}(?:[{_APOSTROPHES}]{piece}){{0,{_MOST_JOINED}}})"
    return re.compile(rf"{number}|[{_IDEOGRAPHS}]|{chain}"), re.compile(piece)


def _ranges(numbers: list[int]) -> str:
    """Write numbers of characters as ranges of a character class."""
    written, first = [], numbers[0]
    for number, following in zip(numbers, [*numbers[1:], -1], strict=True):
        if following != number + 1:
            written.append(f"{chr(first)}-{chr(number)}")
            first = following
    return "".join(written)
