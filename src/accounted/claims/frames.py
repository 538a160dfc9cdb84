"""A frame of speech: one speaker with the stretch of a sentence that is theirs, and what they do with it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from accounted.claims.languages.english import STANCES
from accounted.claims.speakers import Speaker
from accounted.model.claims import Stance
from accounted.model.documents import Span

__all__ = ["NOT_NAMED", "Frame", "stance_of"]

NOT_NAMED = "not named"
"""Speaker of a chain link when somebody is reported and the text does not say who."""

_STANCES = tuple((stance, re.compile(words)) for stance, words in STANCES)


@dataclass(frozen=True, slots=True)
class Frame:
    """One speaker with the stretch of the sentence they speak.

    Args:
        speaker: Who, or None when the frame shows somebody without saying who.
        cue: Words that make it a frame.
        stance: What they do with what is said.
        verb: The verb as worded, in lower case.
        covers: Stretches of the sentence under it.
        outer: Rank in a chain: lower is nearer to the text's own voice.
        is_impersonal: Whether the cue itself says that somebody unnamed speaks ("it was reported").
        described: The speaker with appositions, where their role may stand.
        is_sure: Whether the speaker stands where the one who speaks must stand.
    """

    speaker: Speaker | None
    cue: Span
    stance: Stance
    verb: str
    covers: tuple[Span, ...]
    outer: int
    is_impersonal: bool = False
    described: Span | None = None
    is_sure: bool = True

    def holds(self, position: int) -> bool:
        """Whether the position lies in what the speaker says."""
        return any(span.start <= position < span.end for span in self.covers)


@lru_cache(maxsize=1_000)
def stance_of(verb: str) -> Stance:
    """Tell what a verb of speech does with a figure.

    >>> stance_of("denied"), stance_of("said")
    ('denies', 'states')
    """
    return next((stance for stance, pattern in _STANCES if pattern.fullmatch(verb)), "states")
