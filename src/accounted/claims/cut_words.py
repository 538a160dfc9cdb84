r"""Read words that a line end has cut ("inhabi-\ntants") as one, and give every span back as it stands in the text.

The word is written in one piece at its end, with spaces before it, so that nothing else moves; a span that begins with
it is widened to its true beginning when all is read. "Thirty-\nsix" is no cut word: its hyphen belongs to it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import TypeVar

from accounted.claims.languages import LANGUAGES
from accounted.model.claims import ChainLink, Claim, Figure, When, Where

__all__ = ["join_cut_words", "restore"]

_CUT = re.compile(r"(?<![\w-])(?P<first>[^\W\d_]{2,})(?P<cut>-[ \t]{0,8}\n[ \t]{0,8})(?P<last>[^\W\d_]{2,})(?!\w)")
_MAY_CUT = re.compile(r"-[ \t]{0,8}\n")
_NUMBERS = frozenset(word for language in LANGUAGES for word in language.numbers.values)
_Worded = TypeVar("_Worded", Figure, When, Where)


def join_cut_words(text: str) -> tuple[str, Mapping[int, int]]:
    r"""Join the words that line ends cut; the text keeps its length.

    Returns:
        The text, and for each joined word where it begins there and where it begins in the text given.

    >>> join_cut_words("112 inhabi-\ntants")
    ('112   inhabitants', {6: 4})
    """
    starts: dict[int, int] = {}

    def joined(found: re.Match[str]) -> str:
        first, last = found["first"], found["last"]
        if not last[0].islower() or first.lower() in _NUMBERS:
            return found.group()
        width = len(found["cut"])
        starts[found.start() + width] = found.start()
        return " " * width + first + last

    return (_CUT.sub(joined, text), starts) if _MAY_CUT.search(text) else (text, starts)


def restore(claim: Claim, text: str, starts: Mapping[int, int]) -> Claim:
    """Give a claim read in joined words the spans and wordings of the text itself.

    Args:
        claim: The claim.
        text: The text.
        starts: Where joined words begin (`join_cut_words`).
    """
    said = claim.attribution
    start = starts.get(claim.start, claim.start)
    if said.start is not None and said.end is not None:
        begin = starts.get(said.start, said.start)
        speaker = text[begin : said.end]
        chain = tuple(ChainLink(speaker, link.stance) if link.speaker == said.speaker else link for link in said.chain)
        said = replace(said, start=begin, speaker=speaker, chain=chain)
    return replace(
        claim,
        start=start,
        quote=text[start : claim.end],
        figure=_worded(claim.figure, text, starts) if claim.figure else None,
        when=_worded(claim.when, text, starts) if claim.when else None,
        where=_worded(claim.where, text, starts) if claim.where else None,
        updates=claim.updates
        and replace(
            claim.updates,
            start=starts.get(claim.updates.start, claim.updates.start),
            wording=text[starts.get(claim.updates.start, claim.updates.start) : claim.updates.end],
            previous=_worded(claim.updates.previous, text, starts) if claim.updates.previous else None,
        ),
        attribution=said,
    )


def _worded(part: _Worded, text: str, starts: Mapping[int, int]) -> _Worded:
    start = starts.get(part.start, part.start)
    return replace(part, start=start, wording=text[start : part.end])
