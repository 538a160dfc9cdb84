"""What a sentence stands in: who speaks there, whom it counts by its neighbours' words, and its position."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from accounted.claims.attribution import at_offset, attribute, frames_holding
from accounted.claims.frames import Frame
from accounted.claims.passage_speech import PassageSpeech, span_at
from accounted.claims.pronouns import person_meant
from accounted.claims.sentence_read import Sentence
from accounted.model.claims import Attribution
from accounted.model.documents import Document, Position, Span
from accounted.model.ids import IdMaker

__all__ = ["Context", "attribution_of", "frames_for", "plain_words", "position_of", "those_counted"]

_THOSE_COUNTED = re.compile(
    r"\b(?:[Tt]hose|[Tt]he (?:people|persons)) (?:counted|it counts|meant) (?:are|were"
    r"|is)\s+(?P<who>[^.;:]{3,120}?)\s*(?=[.;]|$)"
)


@dataclass(frozen=True)
class Context:
    """What a sentence stands in."""

    document: Document
    position: Position
    sentences: tuple[Sentence, ...]
    spans: tuple[Span, ...]
    speech: PassageSpeech
    quotes: tuple[Span, ...]
    make_id: IdMaker


def frames_for(context: Context, i: int, position: int) -> tuple[tuple[Frame, ...], tuple[Frame, ...]]:
    """Find the frames that hold a position: all, relative to the document, and those of its own sentence.

    What is said in a quotation of several sentences has its speaker in another one.
    """
    sentence, text = context.sentences[i], context.document.text
    local = frames_holding(sentence.frames, position)
    inner = tuple(at_offset(frame, sentence.start) for frame in local)
    at, end = sentence.start + position, sentence.start + len(sentence.text)
    outer = context.speech.outside(at, sentence.start, end)
    if outer is None:
        return inner, local
    n = span_at(context.spans, outer.cue.start)
    if n is not None:
        home = context.sentences[n]
    else:
        first = min(outer.cue.start, outer.source.start if outer.source else outer.cue.start)
        last = max(outer.cue.end, outer.source.end if outer.source else 0)
        home = Sentence(text[first:last], first, sentence.all_times, context.speech, sentence.read_in)
    held = tuple(at_offset(frame, home.start) for frame in frames_holding(home.frames, at - home.start))
    return (*held, *inner), local


def attribution_of(context: Context, i: int, holding: Sequence[Frame]) -> Attribution:
    """Say who says what the frames hold, with a pronoun resolved where only one person can be meant."""
    text = context.document.text
    speaker = holding[0].speaker if holding else None
    if speaker is None or speaker.kind != "pronoun":
        return attribute(holding, text, beyond=_beyond(context.sentences[i], holding))
    found = span_at(context.spans, speaker.span.start)
    home = i if found is None else found
    before = [(s.text, s.start, s.frames) for s in context.sentences[max(0, home - 3) : home]]
    meant = person_meant(text[speaker.span.start : speaker.span.end], before)
    return attribute(holding, text, meant=meant, before=_before(context, home))


def _beyond(sentence: Sentence, holding: Sequence[Frame]) -> tuple[str, ...]:
    return () if holding and holding[0].speaker else sentence.speakers


def _before(context: Context, i: int) -> tuple[str, ...]:
    earlier = [name for sentence in context.sentences[max(0, i - 2) : i] for name in sentence.speakers]
    return tuple(dict.fromkeys(earlier))


def those_counted(context: Context, i: int) -> str | None:
    """Read "those counted are …" in the sentence or right after it, when it can mean one figure only."""
    sentence = context.sentences[i]
    counts = [c for c in sentence.counted if c is not None and c.unit == "persons"]
    if len(counts) != 1:
        return None
    found = _THOSE_COUNTED.search(sentence.view)
    if found:
        return plain_words(sentence.text[found.start("who") : found.end("who")])
    following = context.sentences[i + 1] if i + 1 < len(context.sentences) else None
    found = _THOSE_COUNTED.match(following.view) if following else None
    return plain_words(following.text[found.start("who") : found.end("who")]) if following and found else None


def plain_words(wording: str) -> str:
    """Leave out the marks of a quotation that ends or begins within the words."""
    return " ".join(re.sub(r"[\"“”„«»]", "", wording).split())


def position_of(context: Context, at: int) -> Position:
    """Tell the position of a place: a quotation within the body is one of its own."""
    quoted = context.position == "body" and span_at(context.quotes, at) is not None
    return "quotation" if quoted else context.position
