"""A text in its parts: a headline when the first block looks like one, then its paragraphs."""

from __future__ import annotations

import re
from bisect import bisect_right

from accounted.model.documents import Passage, Position

__all__ = ["split_passages"]

_BLOCK = re.compile(r"\S[^\n]*(?:\n[^\S\n]*\S[^\n]*)*")
_HEADLINE_LENGTH = 120
_CORRECTION = re.compile(r"(?i)(?:correction|corrections|clarification|erratum)\b")


def split_passages(document: str, text: str, *, pages: tuple[int, ...] = (), title: str = "") -> tuple[Passage, ...]:
    r"""Split a text at blank lines; spans never include the white space between.

    Args:
        document: Id of the document.
        text: Its text.
        pages: Offsets at which its pages begin.
        title: Its title; the block that holds it is a headline.

    >>> [(p.start, p.end, p.position) for p in split_passages("doc_x", "A headline\n\nOne line.\nAnother.\n")]
    [(0, 10, 'headline'), (12, 30, 'body')]
    """
    passages = []
    for number, found in enumerate(_BLOCK.finditer(text)):
        start, end = found.start(), found.start() + len(found.group().rstrip())
        block = text[start:end]
        page = bisect_right(pages, start) if pages else None
        passages.append(Passage(document, start, end, _position(block, number, title), page))
    return tuple(passages)


def _position(block: str, number: int, title: str) -> Position:
    if _CORRECTION.match(block):
        return "correction"
    one_line = "\n" not in block and len(block) <= _HEADLINE_LENGTH
    is_title = bool(title) and block == title
    heading = block.startswith("#") and one_line
    ends_open = block[-1] not in '.!?:;"”»،؟۔'
    if is_title or heading or (one_line and ends_open and (number == 0 or block.istitle())):
        return "headline"
    return "body"
