"""Cut text into sentences that know where they stand; every sentence is `text[start:end]`.

A sentence is the span in which a figure may find its act, time, place and speaker. Cutting too rarely would lend a
speaker to a sentence that is not theirs, so a line that looks like an item of a list ends a sentence too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from accounted.model.documents import Span

__all__ = ["flatten", "split_paragraphs", "split_sentences"]

_MOST = 2_000
_SHORT_LINE = 60
_ABBREVIATION = re.compile(
    r"(?:\b(?:Mrs?|Ms|Dr|Prof|Gen|Col|Lt|Sgt|Capt|Maj|Rev|Hon|St|Gov|Sen|Rep|No|Nos|Art|vol|pp?|cf|ca?|approx|est"
    r"|vs|etc"
    r"|i\.e|e\.g|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)|\b[^\W\d_](?:\.[^\W\d_])*)$"
)
_END = re.compile(r"[.!?]+[\"”’'»)\]]*(?=\s)|\n(?=\s*\n)|\n(?=[ \t]*(?:[-•*–][ \t]+)?[^\W_a-z])")
_BULLET = re.compile(r"[ \t]*[-•*–][ \t]")
_GOES_ON = re.compile(
    r"(?:[,–—-]|\b(?:of|the|an?|and|or|in|at|on|by|to|for|with|from|that|was|were|Mrs?\.|Dr\.|Gen\.|[A-Z]\.))[ \t]*$"
)
"""The end of a line that breaks off within a sentence."""
_BEGINS_LOW = re.compile(r"(?:the|he|she|they|we|according|however|meanwhile)\b")
"""How a sentence may begin where nobody capitalises."""
_NUMBER_SIGN = re.compile(r"\bnos?$")
_BREAK = re.compile(r"\s(?!\d)")
_PARAGRAPH = re.compile(r"\n[^\S\n]*\n")
_QUOTES = str.maketrans(dict.fromkeys('"“”„«»\n\r\t\u00a0\u2009\u202f', " "))


def flatten(text: str) -> str:
    """Turn quotation marks and white space into plain spaces, one for one, so that offsets stay.

    >>> flatten("said “ten”")
    'said  ten '
    """
    return text.translate(_QUOTES)


def split_paragraphs(text: str) -> tuple[Span, ...]:
    r"""Cut at blank lines.

    >>> split_paragraphs("One.\n\nTwo.")
    (Span(start=0, end=4), Span(start=6, end=10))
    """
    spans, start = [], 0
    for gap in _PARAGRAPH.finditer(text):
        spans.append(Span(start, gap.start()))
        start = gap.end()
    spans.append(Span(start, len(text)))
    return tuple(span for span in spans if text[span.start : span.end].strip())


def split_sentences(text: str, start: int = 0, end: int | None = None) -> tuple[Span, ...]:
    """Cut `text[start:end]` into trimmed sentences of at most 2,000 code points.

    >>> text = "Mr. A. Bell came. Over 1.5 million fled."
    >>> [text[s.start : s.end] for s in split_sentences(text)]
    ['Mr. A. Bell came.', 'Over 1.5 million fled.']
    """
    stop = len(text) if end is None else end
    return tuple(span for piece in _pieces(text, start, stop) for span in _trimmed(text, piece))


def _pieces(text: str, start: int, stop: int) -> Iterator[Span]:
    begin = start
    for mark in _END.finditer(text, start, stop):
        if _ends_sentence(text, begin, mark):
            yield Span(begin, mark.end())
            begin = mark.end()
    yield Span(begin, stop)


def _ends_sentence(text: str, begin: int, mark: re.Match[str]) -> bool:
    found = mark.group()
    if found[0] == "\n":
        if _BULLET.match(text, mark.end()):
            return True
        line = max(begin, text.rfind("\n", begin, mark.start()) + 1)
        is_short = mark.start() - line < _SHORT_LINE
        return is_short and _GOES_ON.search(text, max(line, mark.start() - 8), mark.start()) is None
    following = text[mark.end() : mark.end() + 4].lstrip()
    if not following:
        return True
    opens = following[0] in "\"“‘'«([" or not following[0].islower() or _begins_low(text, begin, mark)
    if found[0] == "." and len(found) == 1:
        if following[0].isdigit() and _NUMBER_SIGN.search(text, max(begin, mark.start() - 4), mark.start()):
            return False
        return opens and _ABBREVIATION.search(text[max(begin, mark.start() - 12) : mark.start()]) is None
    return opens


def _begins_low(text: str, begin: int, mark: re.Match[str]) -> bool:
    """Whether the next sentence begins in lower case, as this one does: "300 died. the committee said …"."""
    start = next((text[i] for i in range(begin, mark.start()) if text[i].isalpha()), "A")
    at = mark.end() + len(text[mark.end() : mark.end() + 4]) - len(text[mark.end() : mark.end() + 4].lstrip())
    return start.islower() and mark.start() - begin > 8 and _BEGINS_LOW.match(text, at) is not None


def _trimmed(text: str, piece: Span) -> Iterator[Span]:
    start, end = piece.start, piece.end
    while end - start > _MOST and 0 < (cut := _cut(text, start)) < end:
        yield from _strip(text, start, cut)
        start = cut
    yield from _strip(text, start, end)


def _strip(text: str, start: int, end: int) -> Iterator[Span]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield Span(start, end)


def _cut(text: str, start: int) -> int:
    """Find a space to cut an endless sentence at, never inside a word or between two digits; 0 without one."""
    found = _BREAK.search(text, start + _MOST // 2, start + _MOST) or _BREAK.search(text, start + _MOST)
    return found.start() if found else 0
