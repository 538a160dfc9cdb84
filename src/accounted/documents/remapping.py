"""Where words of an earlier text stand in a new text of the same document, read by a better parser.

A span is found again by its words alone: white space may have changed, words may not. When the words stand there as
often as they did before, the n-th place is the n-th place; in every other case nobody knows, and the span is flagged.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from accounted.model.documents import Span

__all__ = ["map_spans"]


def map_spans(before: str, after: str, spans: Iterable[Span]) -> tuple[Span | None, ...]:
    r"""Find spans of one text in another.

    Args:
        before: The text that the spans point into.
        after: The text that it became.
        spans: Code points of the earlier text.

    Returns:
        For each span where its words stand now; None when this cannot be told.

    >>> map_spans("Page 1\nover  30 people", "over 30\npeople. Over 40.", [Span(7, 22), Span(0, 6)])
    (Span(start=0, end=14), None)
    """
    return tuple(_map_span(before, after, span) for span in spans)


def _map_span(before: str, after: str, span: Span) -> Span | None:
    words = before[span.start : span.end].split()
    if not words:
        return None
    pattern = re.compile(r"\s+".join(map(re.escape, words)))
    places = [m.start() for m in pattern.finditer(before)]
    found = list(pattern.finditer(after))
    starts = span.start + len(before[span.start : span.end]) - len(before[span.start : span.end].lstrip())
    if len(found) != len(places) or starts not in places:
        return None
    there = found[places.index(starts)]
    return Span(there.start(), there.end())
