"""A text in its parts: a headline when the first block looks like one, then its paragraphs."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from accounted.documents.parsed import Line, Mark
from accounted.model.documents import Passage, Position

__all__ = ["split_passages"]

_BLOCK = re.compile(r"\S[^\n]*(?:\n[^\S\n]*\S[^\n]*)*")
_HEADLINE_LENGTH = 120
_CORRECTION = re.compile(r"(?i)(?:correction|corrections|clarification|erratum)\b")


def split_passages(
    document: str,
    text: str,
    *,
    pages: tuple[int, ...] = (),
    title: str = "",
    lines: Sequence[Line] = (),
    marks: Sequence[Mark] = (),
) -> tuple[Passage, ...]:
    r"""Split a text at blank lines; spans never include the white space between.

    Args:
        document: Id of the document.
        text: Its text.
        pages: Offsets at which its pages begin.
        title: Its title; the block that holds it is a headline.
        lines: Where its lines lie on their pages.
        marks: What blocks are, where the file itself says it.

    >>> [(p.start, p.end, p.position) for p in split_passages("doc_x", "A headline\n\nOne line.\nAnother.\n")]
    [(0, 10, 'headline'), (12, 30, 'body')]
    """
    passages = []
    said, starts = dict(marks), [line[0] for line in lines]
    for number, found in enumerate(_BLOCK.finditer(text)):
        start, end = found.start(), found.start() + len(found.group().rstrip())
        block = text[start:end]
        page = bisect_right(pages, start) if pages else None
        until = min(end, pages[page]) if page and page < len(pages) else end
        own = lines[bisect_left(starts, start) : bisect_left(starts, until)]
        position = said.get(start) or _position(block, number, title)
        passages.append(Passage(document, start, end, position, page, _around(own)))
    return tuple(passages)


def _around(lines: Sequence[Line]) -> tuple[float, float, float, float] | None:
    """Give the smallest box that holds all lines."""
    if not lines:
        return None
    _, left, bottom, right, top = zip(*lines, strict=True)
    return min(left), min(bottom), max(right), max(top)


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
