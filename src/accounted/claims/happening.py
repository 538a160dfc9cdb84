"""When and where something happened, told from when and where it was said.

A time before the verb of speech, or between it and what is said, is the time of saying; one that tells who the speaker
is belongs to neither. Of the others the nearest in the figure's clause is taken.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from accounted.claims.frames import Frame
from accounted.claims.places import find_place
from accounted.claims.sentence_read import Sentence
from accounted.model.claims import When, Where
from accounted.model.dates import DateInterval
from accounted.model.documents import Span

__all__ = ["find_where", "split_times"]

_COUNTING = frozenset({"recorded", "documented", "counted", "registered", "logged", "verified", "found", "identified"})
"""Verbs whose time is that of what was counted."""
_SAID_OF = re.compile(
    r"\s*[,(–—](?!\s*(?:in|on|at|during|late|early|speaking|writing|quoting|citing|testifying|addressing|asked)\b)\s*"
)
"""What stands between a speaker and the verb and tells who they are, not when they spoke."""
_REPLIED = re.compile(
    r"\b(?:said|says|told \w+|replied|announced|stated|declared|reported|confirmed|informed \w+|wrote|added)"
    r"\s+(?:(?:late|early)\s+)?(?:on|in|at)?\s*$"
)
_NEW_CLAUSE = re.compile(
    r",?\s*\b(?:and|but|while)\s+(?:only |later |then |again )?(?:in|on|by|since|during|from)?\s*$"
)
_RECORD = re.compile(r"\b(?:\w{3,}est|worst|most \w+|first|only)\b[^.;:,]{0,50}$")
_COMPARED = re.compile(r"\b(?:compared (?:with|to)|as against|up from|down from)\s+[^.;]{0,20}$")
_DATELINE = re.compile(r"(?:[A-Z0-9(][\w.'’)]*[,.]?\s+){1,9}(?:[—–]|--?)\s")
"""Place, date and agency before a dash, at the head of a report: when it was written, not when it happened."""


def split_times(sentence: Sentence, frames: Sequence[Frame], figure: Span) -> tuple[DateInterval | None, When | None]:
    """Tell when it was said from when it is said to have happened.

    Args:
        sentence: The sentence.
        frames: The frames of speech that hold the figure.
        figure: The figure, relative to the sentence.

    Returns:
        When it was said, if a day or period is told, and when it happened.
    """
    spoken: list[When] = []
    happened: list[When] = []
    dateline = _DATELINE.match(sentence.view)
    for when in sentence.times.whens:
        is_dateline = dateline is not None and when.end <= dateline.end() and _is_day(when)
        if any(_is_about_speaker(sentence, f, when) for f in frames) or _is_record(sentence.view, when):
            continue
        is_spoken = is_dateline or any(_is_time_of_saying(f, when) for f in frames)
        is_spoken = is_spoken or _is_told_then(sentence.view, when)
        (spoken if is_spoken else happened).append(when)
    said = spoken[0].interval if spoken else None
    return said, _nearest(sentence, happened, figure) or _nearest(sentence, sentence.times.rough, figure)


def _says_only(frame: Frame, time: int, figure: int) -> bool:
    """Whether somebody named speaks of the time and not of the figure."""
    is_speech = frame.speaker is not None and frame.is_sure and not frame.is_impersonal
    return is_speech and frame.holds(time) and not frame.holds(figure)


def _is_record(view: str, when: When) -> bool:
    """Whether a time only says how long nothing like it happened: "the bloodiest day since 1994"."""
    return when.wording.lower().startswith("since") and _RECORD.search(view, 0, when.start) is not None


def _is_told_then(view: str, when: When) -> bool:
    """Whether the time stands between a verb of speech and its "that", whoever speaks."""
    that = re.match(r"\s*,?\s*that\b", view[when.end :])
    return that is not None and _REPLIED.search(view, max(0, when.start - 60), when.start) is not None


def _is_day(when: When) -> bool:
    return when.interval is not None and when.interval.is_one_day


def _is_time_of_saying(frame: Frame, when: When) -> bool:
    if frame.is_impersonal or frame.outer >= 10_000 or frame.verb in _COUNTING:
        return False
    if frame.outer < 0:
        return when.start >= frame.cue.end and not frame.holds(when.start)
    if when.end <= frame.cue.start:
        return True
    return frame.cue.end <= when.start and when.end <= min(span.start for span in frame.covers)


def _is_about_speaker(sentence: Sentence, frame: Frame, when: When) -> bool:
    """Whether the time stands in what is said of the speaker: "Bell, who took office in 2029, said"."""
    about = frame.described
    if about is None or frame.speaker is None or not frame.speaker.span.end <= when.start < frame.cue.start:
        return False
    opens = _SAID_OF.match(sentence.view, frame.speaker.span.end, when.start)
    return opens is not None and opens.end() < when.start


def _nearest(sentence: Sentence, whens: Sequence[When], figure: Span) -> When | None:
    begin = sentence.view.rfind(";", 0, figure.start) + 1
    end = sentence.view.find(";", figure.end)
    end = len(sentence.view) if end < 0 else end
    later = next((f.start for f in sentence.figures if f.start > figure.end), end)
    after = [w for w in whens if figure.end <= w.start < min(end, later) and not _begins_clause(sentence.view, w)]
    before = [w for w in whens if begin <= w.start < figure.start]
    last = [
        w
        for w in whens
        if later <= w.start < end
        and not _begins_clause(sentence.view, w)
        and not any(_says_only(frame, w.start, figure.start) for frame in sentence.frames)
    ]
    if _COMPARED.search(sentence.view, 0, figure.start):
        before = []
    if any(u.previous is not None and sentence.figures[u.figure].start == figure.start for u in sentence.updates):
        last = []
    found = after[0] if after else before[-1] if before else last[0] if last else None
    if found is None:
        return None
    start = sentence.start + found.start
    return When(found.interval, found.wording, start, sentence.start + found.end)


def _begins_clause(view: str, when: When) -> bool:
    return _NEW_CLAUSE.search(view, 0, when.start) is not None


def find_where(sentence: Sentence, figure: Span, frames: Sequence[Frame]) -> Where | None:
    """Tell where it is said to have happened: a place that is not that of the speaker.

    Args:
        sentence: The sentence.
        figure: The figure, relative to it.
        frames: The frames of speech that hold the figure.
    """
    masked = list(sentence.times.masked)
    for frame in frames:
        if frame.is_impersonal or frame.outer >= 10_000:
            continue
        if frame.outer < 0:
            first = min(frame.cue.start, frame.speaker.span.start if frame.speaker else frame.cue.start)
            stop = len(sentence.text)
            masked.append(Span(first, frame.covers[-1].start if frame.covers[-1].start > first else stop))
            continue
        that = re.match(r"[^,.;]{0,50}?\bthat\b", sentence.view[frame.cue.end :])
        speaker_end = frame.speaker.span.end if frame.speaker else 0
        masked.append(Span(0, max(frame.cue.end + (that.end() if that else 0), speaker_end)))
    place = find_place(sentence.view, figure, masked)
    if place is None:
        return None
    return Where(sentence.text[place.start : place.end], sentence.start + place.start, sentence.start + place.end)
