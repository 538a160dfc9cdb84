"""Mark words that judge while they tell, each with its entry in the lexicon: a highlight, off by default.

A mark changes nothing else: no figure, no grade, no order. Words of a name or title are marked like others, for a
machine cannot tell a name from a judgement ("the War Crimes Tribunal"), and that a word is marked is no verdict on it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from accounted.claims.languages.english_loaded import LOADED
from accounted.model.claims import Claim
from accounted.model.documents import Span

__all__ = ["Loaded", "find_loaded", "mark_loaded"]

_KIND = {word.replace("_", " "): kind for kind, words in LOADED for word in words.split()}
_LONGEST_FIRST = sorted(_KIND, key=lambda entry: (-len(entry), entry))
_ENTRIES = "|".join(r"\s+".join(map(re.escape, entry.split())) for entry in _LONGEST_FIRST)
_ENTRY = re.compile(rf"(?<![\w-])(?:{_ENTRIES})(?![\w-])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Loaded:
    """A marked word: where it stands, its entry in the lexicon, and what such words do."""

    span: Span
    entry: str
    kind: str


def find_loaded(text: str, offset: int = 0) -> tuple[Loaded, ...]:
    """Find the words of a text that are in the lexicon.

    Args:
        text: Any text.
        offset: Where it begins in its document; spans count from there.

    >>> [(found.entry, found.kind) for found in find_loaded("A heinous act, the so-called council said.")]
    [('heinous', 'judges a deed'), ('so-called', 'doubts by a word')]
    """
    found = []
    for match in _ENTRY.finditer(text):
        entry = " ".join(match.group().lower().split())
        found.append(Loaded(Span(offset + match.start(), offset + match.end()), entry, _KIND[entry]))
    return tuple(found)


def mark_loaded(claim: Claim) -> Claim:
    """Give a claim the spans of the loaded words in its sentence."""
    return replace(claim, loaded=tuple(found.span for found in find_loaded(claim.quote, claim.start)))
