"""What a search finds, and why it was found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

__all__ = ["PLACES", "SEARCH_MODES", "Found", "Hit", "MatchedWord", "Part", "SearchEntry", "SearchMode", "SearchPlace"]

SearchMode = Literal["exact", "folded", "transliterated", "phonetic"]
"""How far a word may differ from the one asked for; each allows what those before it allow."""

SearchPlace = Literal["documents", "claims", "names"]
SEARCH_MODES: tuple[SearchMode, ...] = get_args(SearchMode)
PLACES: tuple[SearchPlace, ...] = get_args(SearchPlace)


@dataclass(frozen=True, slots=True)
class Part:
    """One text of what can be found.

    Args:
        label: What it is: `headline`, `body` …, `quote`, `speaker`, `name`, `father's name`, `mother's name`.
        text: As written.
        start: Where it begins in the document's text; None when it comes from no document.
    """

    label: str
    text: str
    start: int | None = None


@dataclass(frozen=True, slots=True)
class SearchEntry:
    """One passage, claim or record that can be found.

    Args:
        kind: Where it is looked for.
        id: Id of the document, the claim or the record.
        name: Name of the document or of the list.
        parts: Its texts, in their order.
        page: Page of the original, from 1; None without pages, and for records.
        row: Row of the list, from 1; None for passages and claims.
    """

    kind: SearchPlace
    id: str
    name: str
    parts: tuple[Part, ...]
    page: int | None = None
    row: int | None = None


@dataclass(frozen=True, slots=True)
class MatchedWord:
    """One word that made a hit.

    Args:
        asked: The word asked for; one that ends in `*` stands for all words that begin so.
        words: The word found, as written.
        part: Number of the part of the hit that it stands in, from 0.
        start: Where it begins in that part.
        end: Where it ends there.
        mode: The strictest mode that allows it.
        reason: Why it is what was asked for, in words.
    """

    asked: str
    words: str
    part: int
    start: int
    end: int
    mode: SearchMode
    reason: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage, claim or record in which all that was asked for stands.

    Args:
        entry: What was found. With a part that has a `start`, a matched word stands in the document's text at
            `start` of the part + `start` of the word.
        mode: The strictest mode in which it would have been found.
        matches: The words that made it a hit, in the order of the text.
    """

    entry: SearchEntry
    mode: SearchMode
    matches: tuple[MatchedWord, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """One page of what a search found, the strictest matches first.

    Args:
        hits: At most as many as were asked for.
        n_hits: How many there are in all.
        n_by_mode: How many of them need each mode, in the order of the modes.
        offset: How many stand before this page.
        mode: The widest mode that was allowed.
    """

    hits: tuple[Hit, ...]
    n_hits: int
    n_by_mode: tuple[tuple[SearchMode, int], ...]
    offset: int
    mode: SearchMode
