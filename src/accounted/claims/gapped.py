"""Find figures of a second speaker whose verb is left out: "the ministry counts 300 dead, the Front more than 1,500".

Only where the verb of the first speaker stands right before the first figure, so that those named between the two
figures say the second one; in "the ministry said the army killed 12, the rebels 30" they may have done the killing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from accounted.claims.cues import VERB_FORMS
from accounted.claims.languages.english import DETERMINERS, DOCUMENT_NOUNS, PERSONS, ROLES, VAGUE_SPEAKERS
from accounted.claims.languages.english_cues import NOT_STATING
from accounted.model.documents import Span

__all__ = ["Gapped", "find_gapped"]

_VERB = re.compile(
    r"(?P<verb>[a-z]{3,})\s+(?:that\s+|of\s+|at\s+|it at\s+|(?:the |its )?(?:death )?(?:toll|number|figure|total|count)"
    r"(?: of (?:dead|deaths|killed|victims|fatalities|casualties))? (?:at|as)\s+)?$"
)
_NEXT = re.compile(
    r"[^.;:!?]{0,90}?(?P<mark>[,;]|\s[–—-])\s+(?:(?:and|but|while|whereas)\s+)?(?P<who>[^,;:.()0-9]{3,60}?)\s+(?:(?:at|of|just|only|barely)\s+){0,2}$"
)
_BARE = re.compile(r"\s*(?:[.,;)]|$|(?:dead|killed|people|deaths|victims|in all|in total)\b)")
_WORD = re.compile(r"[^\W\d_][\w’'-]*")
_IN_PLACE = re.compile(r"\b(?:in|at|near|from|around|outside)\s+(?:the\s+)?[^\W\d_a-z]")
_SPOKEN = (ROLES | VAGUE_SPEAKERS | DOCUMENT_NOUNS) - PERSONS
"""Nouns of speakers who are nobody that is counted."""
_LINKS = frozenset({"of", "for", "and", "the"})


class Gapped(NamedTuple):
    """A figure with the words for whoever says it, relative to the sentence; `mark` is where their part begins."""

    figure: Span
    who: Span
    mark: int


def find_gapped(view: str, figures: Sequence[Span]) -> tuple[Gapped, ...]:
    """Find the figures whose speaker stands right before them without a verb.

    Args:
        view: The flattened sentence.
        figures: Its figures, in order.

    >>> view = "The ministry counts 300 dead, the Front more than 1,500."
    >>> (found,) = find_gapped(view, [Span(20, 23), Span(40, 55)])
    >>> view[found.who.start : found.who.end]
    'the Front'
    """
    found: list[Gapped] = []
    for before, figure in pairwise(figures):
        follows = bool(found) and found[-1].figure == before
        if not (follows or _is_said(view, before)) or not _BARE.match(view, figure.end):
            continue
        gap = _NEXT.fullmatch(view, before.end, figure.start)
        if gap and _can_speak(gap["who"], view[before.end : gap.start("mark")]):
            found.append(Gapped(figure, Span(*gap.span("who")), gap.start("mark")))
    return tuple(found)


def _is_said(view: str, figure: Span) -> bool:
    verb = _VERB.search(view, max(0, figure.start - 60), figure.start)
    if verb is None or verb["verb"] not in VERB_FORMS:
        return False
    return VERB_FORMS[verb["verb"]][0] not in NOT_STATING


def _can_speak(who: str, before: str) -> bool:
    """Whether the words are the noun of a speaker, or a name of two words that is no further place of a list."""
    words = _WORD.findall(who)
    lows = [word.lower() for word in words]
    if not words or lows[-1] in _LINKS:
        return False
    if not all(w[0].isupper() or low in _SPOKEN | DETERMINERS | _LINKS for w, low in zip(words, lows, strict=True)):
        return False
    is_name = len(words) > 1 and all(word[0].isupper() for word in words) and not _IN_PLACE.search(before)
    return is_name or not _SPOKEN.isdisjoint(lows)
