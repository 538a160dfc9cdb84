"""Find the place that a sentence names for a figure: as worded, without a gazetteer.

Only "in", "at", "across" and their like before a capitalised name count, and only within the sentence and outside the
words for its speaker. Names of offices, newspapers, wars and calendar months are no places.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from accounted.model.documents import Span

__all__ = ["find_place"]

_NAME = r"[^\W\d_a-zà-öø-ÿ][\w’'-]*"
_PLACE = re.compile(
    r"\b(?:[Ii]n|[Aa]t|[Aa]cross|[Tt]hroughout|[Nn]ear|[Ii]nside|[Aa]round|[Ww]ithin|[Aa]ll over|[Oo]utside)\s+"
    r"(?:the\s+)?(?:(?:city|town|village|province|region|district|municipality|valley|state|area|whole|rest"
    r"|territory|capital)"
    r"\s+(?:of\s+)?)?(?P<place>(?:the\s+)?(?:(?:northern|southern|eastern|western|central|north|south|east|west"
    r"|rural)[ -])?"
    rf"{_NAME}(?:\s+(?:(?:of|and|del?|al|el|la|the)\s+)*{_NAME}){{0,4}})"
)
_NO_PLACE = re.compile(
    r"\b(?:Office|Ministry|Department|Parliament|Committee|Commission|Court|Tribunal|Council|University|Centre"
    r"|Center|Party"
    r"|Agency|Times|News|Post|Herald|Tribune|Guardian|Independent|Reuters|BBC|Journal|Lancet|Book|Update|Report"
    r"|Memorandum"
    r"|Association|Institute|January|February|March|April|May|June|July|August|September|October|November"
    r"|December|Monday"
    r"|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|Christian|Muslim|English|French|Nation|Summer|Winter"
    r"|Spring|Autumn)\b"
)
_EVENT_FOLLOWS = re.compile(
    r"\s+(?:war|wars|conflict|crisis|massacres?|campaign|report|figures?|list|database|case|uprising|revolution"
    r"|regime)\b"
)
_OTHER_MATTER = re.compile(r"\b(?:calling|demanding|protesting|denouncing|asking|hoping|aimed|aiming)\b")
_CLAUSE = re.compile(r"[;:]")


def find_place(view: str, figure: Span, masked: Sequence[Span]) -> Span | None:
    """Find the place of a figure: the nearest one after it in the clause, else the nearest before it.

    Args:
        view: The flattened sentence.
        figure: Where the figure stands.
        masked: Times and the words of speakers and cues: no place is read there.

    >>> view = "In Velmar 300 people were killed"
    >>> place = find_place(view, Span(10, 13), ())
    >>> view[place.start : place.end]
    'Velmar'
    """
    begin = max((m.end() for m in _CLAUSE.finditer(view, 0, figure.start)), default=0)
    after = _CLAUSE.search(view, figure.end)
    end = after.start() if after else len(view)
    places = [
        span
        for found in _PLACE.finditer(view, begin, end)
        if (span := _place(found))
        and not _NO_PLACE.search(found["place"])
        and not _EVENT_FOLLOWS.match(view, found.end())
        if not any(m.start < span.end and span.start < m.end for m in masked)
    ]
    other = _OTHER_MATTER.search(view, figure.end, end)
    following = [s for s in places if s.start >= figure.end and not (other and other.end() <= s.start)]
    places = [span for span in places if span.start < figure.start]
    return following[0] if following else (places[-1] if places else None)


def _place(found: re.Match[str]) -> Span:
    return Span(found.start("place"), found.end("place"))
