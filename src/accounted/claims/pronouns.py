"""Find the one person that "he" or "she" can mean: the only one named in the sentences before, and a speaker there.

Gender is not known and not guessed. Whenever the text before names a second person, or anything that could be one, the
pronoun stays open.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from accounted.claims.frames import Frame
from accounted.claims.languages.english import DOCUMENT_NOUNS, INSTITUTIONS, word_set
from accounted.model.documents import Span

__all__ = ["person_meant"]

_NAME = re.compile(r"(?<![\w’'-])[^\W\d_a-z][\w’'-]*(?:\.?\s+(?:(?:de|van|von|bin|al|el)\s+)?[^\W\d_a-z][\w’'-]*\.?)*")
_PLACE_BEFORE = re.compile(r"\b(?:in|at|from|near|of|to|the|around|outside|for|on|since|until|by)\s+$", re.IGNORECASE)
_OFFICES = word_set(
    """president minister premier chancellor king queen governor mayor ambassador general colonel commander judge
    """
)
_BODIES = INSTITUTIONS - _OFFICES | DOCUMENT_NOUNS
_START = re.compile(r"[“\"'(\s]*$")


def person_meant(pronoun: str, before: Sequence[tuple[str, int, Sequence[Frame]]]) -> Span | None:
    """Find whom a pronoun means.

    Args:
        pronoun: As worded; only "he" and "she" are looked for.
        before: Sentences before it, nearest last: text, where it begins in the document, frames relative to it.

    Returns:
        The span of the name in the document, or None when there is not exactly one person it can mean.
    """
    if pronoun.lower() not in ("he", "she") or not before:
        return None
    names: set[str] = set()
    for text, start, frames in reversed(before):
        speaker = _speaker(frames)
        names |= _names(text, speaker)
        if speaker is None:
            return None
        wording = text[speaker.start : speaker.end]
        if wording.lower() == pronoun.lower():
            continue
        others = {name for name in names if name not in wording and wording not in name}
        is_person = _is_person(wording) and not others
        return Span(start + speaker.start, start + speaker.end) if is_person else None
    return None


def _speaker(frames: Sequence[Frame]) -> Span | None:
    """Give the outermost speaker of a sentence, when it has only one."""
    spans = {frame.speaker.span for frame in frames if frame.speaker and frame.outer < 10_000}
    return next(iter(spans)) if len(spans) == 1 else None


def _is_person(wording: str) -> bool:
    words = wording.split()
    if any(word in ("and", "&", "or") for word in words) or "," in wording:
        return False
    return words[0][0].isupper() and words[0] not in ("The", "A", "An") and not any(w.lower() in _BODIES for w in words)


def _names(text: str, speaker: Span | None) -> set[str]:
    """List what could be a person's name in a sentence, places after a preposition left out."""
    found = set()
    for name in _NAME.finditer(text):
        if speaker and speaker.start <= name.start() < speaker.end:
            continue
        is_first = _START.match(text[: name.start()]) is not None
        is_word = " " not in name.group() and is_first
        if not is_word and not _PLACE_BEFORE.search(text, 0, name.start()):
            found.add(name.group())
    return found
