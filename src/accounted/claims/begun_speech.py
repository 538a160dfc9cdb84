"""Read who says what in a language whose tables are begun: the plainest constructions only, and nobody where in doubt.

"X said that …" and "X denied that …" at the head of a sentence, and "according to X" at either end of it; X must be a
body, an office or a full name. A denial that is read so is a claim that is denied; any other sentence with a word of
denial is still left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from accounted.claims.frames import Frame
from accounted.claims.languages.tables import SpeechWords
from accounted.claims.speakers import Speaker
from accounted.model.claims import Stance
from accounted.model.documents import Span

__all__ = ["find_begun_frames", "without_denials"]

_LEAD = r"^\W{0,3}(?:[^,.;:،؛]{2,40}[,،]\s+)?"


@dataclass(frozen=True, slots=True)
class _Patterns:
    said: re.Pattern[str]
    according: re.Pattern[str]
    vague: re.Pattern[str]


@lru_cache(maxsize=16)
def _patterns(words: SpeechWords) -> _Patterns:
    who = rf"(?P<who>(?:{words.speaker}){words.more})"
    verb = rf"(?:(?P<says>{words.says})|(?P<denies>{words.denies}))"
    if words.verb_first:
        said = rf"{_LEAD}{verb}\s+{who}\s+(?P<what>(?(says)(?:{words.that})|(?:{words.that}|{words.objects})))"
    else:
        said = rf"{_LEAD}{who}\s+{verb}(?:\s+[^\W\d_][\w’'-]*){{0,4}}?\s*(?P<what>{words.that})"
    return _Patterns(
        re.compile(said),
        re.compile(rf"(?<!\w)(?:{words.according})\s*{who}(?=\s*(?:[,،.؛;]|$|{words.after_source}))"),
        re.compile(rf"(?<!\w)(?:{words.vague})(?!\w)", re.IGNORECASE),
    )


def find_begun_frames(view: str, words: SpeechWords) -> tuple[Frame, ...]:
    """Find the frames of a flattened sentence.

    Args:
        view: The sentence.
        words: How its language says that somebody says something.
    """
    return tuple(_frames(view, _patterns(words))) if words.says else ()


def without_denials(view: str, frames: tuple[Frame, ...]) -> str:
    """Blank the verbs of denial that are read as such, so that others can be looked for."""
    for frame in frames:
        if frame.stance == "denies":
            view = view[: frame.cue.start] + " " * (frame.cue.end - frame.cue.start) + view[frame.cue.end :]
    return view


def _frames(view: str, patterns: _Patterns) -> Iterator[Frame]:
    said = patterns.said.match(view)
    if said:
        stance: Stance = "denies" if said["denies"] else "states"
        cue = Span(*said.span("denies" if said["denies"] else "says"))
        end = view.find(";", said.end())
        covers = Span(said.start("what"), end if end >= 0 else len(view))
        yield _frame(view, said, cue, stance, covers, patterns, said.start("who"))
        return
    for found in patterns.according.finditer(view):
        is_first = not view[: found.start()].strip(' «»"“”—–-')
        if not is_first and view[found.end() :].strip(' .»"”'):
            continue  # what stands on both sides of it may not be theirs
        covers = Span(found.end(), len(view)) if is_first else Span(0, found.start())
        yield _frame(view, found, Span(found.start(), found.start("who")), "states", covers, patterns, -1)


def _frame(
    view: str, found: re.Match[str], cue: Span, stance: Stance, covers: Span, patterns: _Patterns, outer: int
) -> Frame:
    span = Span(found.start("who"), found.start("who") + len(found["who"].rstrip()))
    is_vague = patterns.vague.search(view, span.start, span.end) is not None
    speaker = Speaker("vague" if is_vague else "named", span)
    return Frame(speaker, cue, stance, view[cue.start : cue.end].strip().lower(), (covers,), outer)
