"""Find who says what in a sentence: frames of speech with the stretch of the sentence that each one covers.

A frame is a speaker with a cue: `A. Bell said that …` covers what follows, `…, A. Bell said` what precedes, `the
agency's figure of …` the figure alone. A figure under several frames has a chain, from the text's own voice inwards:
"the ministry denied the agency's figure of 300" is a denial by the ministry of what the agency states. A stretch ends
at a semicolon and where a new clause begins (", but", ", while"): beyond it the speaker is not established.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from accounted.claims.frames import NOT_NAMED, Frame, stance_of
from accounted.claims.gapped import Gapped, find_gapped
from accounted.claims.hints import (
    ACCOUNT,
    CALLED,
    CITING,
    CLAUSE,
    DOUBT,
    FIGURE_NOUN,
    IMPERSONAL,
    REFUSED,
    hints_of,
)
from accounted.claims.languages.english import FALSE
from accounted.claims.relation import Relation
from accounted.claims.said import frames_of
from accounted.claims.speakers import Speaker, Word, judge_source, read_speaker_after, read_speaker_before, words_of
from accounted.model.documents import Span

__all__ = ["NOT_NAMED", "Frame", "find_frames"]

_ACCOUNT = re.compile(r"\b[Aa]s (?:reported|stated|estimated|claimed) by\s+|\bby the account of\s+")
_IMPERSONAL = re.compile(
    r"\b(?:[Ii]t (?:was|is|has been|had been)(?: \w+ly| further| also| later| then| now| widely)? (?:revealed"
    r"|reported|claimed|alleged"
    r"|said|announced|estimated|believed|rumou?red|stated|thought)(?: that)?"
    r"|[Tt]here (?:were|are|have been|had been)(?: \w+)? (?:reports|claims|rumou?rs|allegations)(?: that| of)?"
    r"|(?:[Rr]eportedly|[Aa]llegedly|[Ss]upposedly)"
    r"|(?:is|are|was|were) (?:reported|said|alleged|rumou?red|claimed)(?= to\b)|(?:has|have"
    r"|had) been reported(?! buried)(?! missing)"
    r"|(?:were|was) reported (?=to (?:have|her|his|their|the))|[Rr]eports (?:that|of)\b)"
)
_POSSESSIVE = re.compile(
    r"(?:(?<=\w)[’']s|(?<=s)[’'])\s+(?:\w+ ){0,2}?(?P<noun>figures?|estimates?|counts?|claims?|tolls?|totals?"
    r"|reports?|statement"
    r"|tally|number)\s*(?=,|of\b|that\b|was\b|were\b|is\b|as\b|for\b)"
)
_CONTRARY = re.compile(r"\b(?:[Cc]ontrary to|[Uu]nlike|[Dd]espite|[Aa]gainst|[Cc]ontradicting)\s[^,;.]{0,60}$")
_BY = re.compile(
    r"\b(?:figures?|estimates?|counts?|claims?|toll|total|tally)\b(?:(?!\b(?:was|were|been|is|are)\b)[^.;,]){0,60}?"
    r"(?:(?:\b(?:was|were|is) )?\b(?:given|published|provided|made|put forward|issued) )?\bby\s+"
)
_PUT_AT = re.compile(r"\b(?:put|placed|set|estimated|given) (?:at|as)\s+$")
_AND_AT = re.compile(
    r"\b(?:put|placed|set|estimated|given) (?:at|as)\s[^.;]{3,120}\bby\s[^.;]{2,60},?\s(?:and )?(?:at|as)\s+$"
)
_THEN_BY = re.compile(r"\s+by\s+")
_CITING = re.compile(r"\b(?:citing|quoting)\s+")
_PASSIVE = re.compile(
    r"\b(?:was|were|has been|have been|had been|is|are)\s+(?:\w+ly\s+)?(?P<verb>denied|rejected|disputed"
    r"|dismissed|contested"
    r"|challenged|doubted|questioned|corrected|revised|cited|quoted|repeated)\s+by\s+"
)
_DOUBT = re.compile(
    r"\b(?:(?:very |highly |deeply |extremely |rather )?s[ck]eptical (?:about|of|towards)|had (?:serious "
    r"|strong )?doubts (?:about|over)"
    r"|cast doubt on|called (?:\w+ )?into question|did not believe|does not believe|not convinced (?:by|of))\b"
)
_CALLED = re.compile(
    rf"\b(?:called|calls|labell?ed|branded|described|denounced|termed|dubbed|dismissed)\b(?=\s)(?P<what>[^.;!?]{{3,160}}?)"
    rf"\s(?:as\s+)?(?:(?:an?|complete|pure|total|utter|sheer|simply|just|plain|mere|enemy)\s+)*(?:{FALSE})\b"
)
"""“Called the figure of 300 a lie”: whoever calls it that denies it."""
_NEW_CLAUSE = re.compile(
    r";|,\s*(?:but(?! that)|while|whereas|although|though|yet)\b|\bbut(?! that)\b(?=\s+[^\W\d_])|\bwhile\b|\bwhereas\b"
)
_ANY = IMPERSONAL | ACCOUNT | FIGURE_NOUN | CITING | REFUSED | DOUBT | CALLED
_NEAR = 70
_RELATIVE = re.compile(r"\s*,?\s*(?:which|that|who)\b")


def find_frames(
    view: str, masked: Sequence[Span], numbers: Sequence[Span], relations: Sequence[Relation] = (), offset: int = 0
) -> tuple[Frame, ...]:
    """Find the frames of a flattened sentence.

    Args:
        view: The sentence (`flatten`).
        masked: Spans of times: never part of a name.
        numbers: Spans of figures.
        relations: Attributions of the text whose cue lies in the sentence (`read_relations`).
        offset: Where the sentence begins in that text.
    """
    hints, has_by = hints_of(view), "by" in view
    if not (relations or has_by or hints & _ANY):
        return ()
    words = words_of(view)
    starts = {word.start: i for i, word in enumerate(words)}
    impersonal = tuple(_from_impersonal(view)) if hints & IMPERSONAL else ()
    frames = [f for f in frames_of(relations, words, view, offset) if not _inside(f.cue, impersonal)]
    frames = [_with_relative(view, frame, frames) for frame in frames]
    if hints & ACCOUNT and has_by:
        frames.extend(_from_accounts(view, words, starts, masked))
    if hints & FIGURE_NOUN and numbers:
        frames.extend(_from_nouns(view, words, starts, masked, numbers))
    if has_by:
        put = tuple(_from_puts(view, words, starts, masked, numbers))
        frames = [_without(frame, put) for frame in frames]
        frames.extend(put)
    if hints & CITING:
        frames.extend(_from_citing(view, words, starts, masked))
    if hints & REFUSED and has_by:
        frames.extend(_from_passives(view, words, starts, masked, numbers))
    frames.extend(impersonal)
    if hints & DOUBT:
        frames.extend(_from_doubts(view, words, starts, masked, frames))
    if hints & CALLED:
        frames.extend(_from_called(view, words, starts, masked))
    gapped = find_gapped(view, numbers) if len(numbers) > 1 else ()
    frames.extend(_from_gapped(view, words, gapped))
    breaks = [found.start() for found in _NEW_CLAUSE.finditer(view)] if hints & CLAUSE or ";" in view else []
    breaks = sorted({*breaks, *(found.mark for found in gapped)})
    return tuple(sorted(_cut_at(breaks, frames), key=lambda f: (f.outer, f.cue.start)))


def _inside(cue: Span, frames: Sequence[Frame]) -> bool:
    return any(frame.cue.start <= cue.start < frame.cue.end for frame in frames)


def _with_relative(view: str, frame: Frame, frames: Sequence[Frame]) -> Frame:
    """Let "rejects the report, which claims that …" hold what the report claims."""
    if frame.stance == "states" or not frame.covers:
        return frame
    end = frame.covers[-1].end
    opens = _RELATIVE.match(view, end)
    if opens is None:
        return frame
    more = [inner for inner in frames if opens.end() <= inner.cue.start <= opens.end() + _NEAR and inner is not frame]
    told = [inner for inner in more if inner.speaker and frame.cue.end <= inner.speaker.span.start <= opens.end()]
    return replace(frame, covers=(*frame.covers, *told[0].covers)) if told else frame


def _after(view: str, start: int) -> Span:
    end = view.find(";", start)
    return Span(start, end if end >= 0 else len(view))


def _from_accounts(view: str, words: Sequence[Word], starts: dict[int, int], masked: Sequence[Span]) -> Iterator[Frame]:
    """Read "as stated by the agency" and "by the account of the agency"."""
    for found in _ACCOUNT.finditer(view):
        at = starts.get(found.end())
        speaker = read_speaker_after(words, at, masked) if at is not None else None
        cue = Span(found.start(), found.end() - 1)
        after = speaker.span.end if speaker else found.end()
        before = view[: found.start()].rstrip()
        if not before or before[-1] in ";:(":
            yield Frame(speaker, cue, "states", "according to", (_after(view, after),), found.start())
            continue
        covers = [Span(view.rfind(";", 0, found.start()) + 1, found.start())]
        if before.endswith(",") and re.match(r"[^.;]{0,60}?,", view[after:]):
            covers.append(_after(view, after))
        yield Frame(speaker, cue, "states", "according to", tuple(covers), -1)


def _from_nouns(
    view: str, words: Sequence[Word], starts: dict[int, int], masked: Sequence[Span], numbers: Sequence[Span]
) -> Iterator[Frame]:
    """Read "the agency's figure of 300" and "a figure of 300 given by the agency"."""
    for found in _POSSESSIVE.finditer(view):
        at = next((i for i, word in enumerate(words) if word.start < found.start() <= word.end), None)
        figure = next((span for span in numbers if found.end() <= span.start <= found.end() + _NEAR), None)
        if at is None or figure is None or _NEW_CLAUSE.search(view[found.end() : figure.start]):
            continue
        if _CONTRARY.search(view, 0, found.start()):
            continue  # "contrary to the ministry's claim, more than 12 people were killed"
        name = view[words[at].start : found.start()]
        owner = Word(name, words[at].start, found.start(), name.lower())
        speaker = read_speaker_before([*words[:at], owner], at + 1, masked)
        if speaker and speaker.kind != "pronoun":
            yield Frame(speaker, Span(*found.span("noun")), "states", found["noun"], (figure,), 10_000)
    for found in _BY.finditer(view):
        at = starts.get(found.end())
        figure = next((span for span in numbers if found.start() <= span.start < found.end() + _NEAR), None)
        speaker = read_speaker_after(words, at, masked) if at is not None else None
        if figure and not _PUT_AT.search(view, 0, figure.start) and speaker and speaker.kind != "pronoun":
            yield Frame(speaker, Span(found.end() - 3, found.end() - 1), "states", "by", (figure,), 10_000)


def _from_puts(
    view: str, words: Sequence[Word], starts: dict[int, int], masked: Sequence[Span], numbers: Sequence[Span]
) -> Iterator[Frame]:
    """Read "the toll was put at 36 by the police, at 41 by the hospital": each figure is its own speaker's."""
    for number in numbers:
        by = _THEN_BY.match(view, number.end)
        if by is None or not (_PUT_AT.search(view, 0, number.start) or _AND_AT.search(view, 0, number.start)):
            continue
        at = starts.get(by.end())
        speaker = read_speaker_after(words, at, masked) if at is not None else None
        if speaker and speaker.kind != "pronoun":
            yield Frame(speaker, Span(by.start() + 1, by.end() - 1), "states", "by", (number,), 10_000)


def _without(frame: Frame, put: Sequence[Frame]) -> Frame:
    """Leave to the army what "put at 40 by the army, is 400, according to the church" says it has put."""
    taken = [span for other in put for span in other.covers]
    if frame.outer >= 0 or not any(frame.holds(span.start) for span in taken):
        return frame
    covers: list[Span] = []
    for cover in frame.covers:
        begin = cover.start
        for span in taken:
            if begin <= span.start < cover.end:
                covers.append(Span(begin, span.start))
                begin = span.end
        covers.append(Span(begin, cover.end))
    return replace(frame, covers=tuple(cover for cover in covers if cover.start < cover.end))


def _from_citing(view: str, words: Sequence[Word], starts: dict[int, int], masked: Sequence[Span]) -> Iterator[Frame]:
    """Read "A. Bell said …, citing reports": those cited state it, the speaker reports it."""
    for found in _CITING.finditer(view):
        at = starts.get(found.end())
        speaker = read_speaker_after(words, at, masked) if at is not None else None
        begin = view.rfind(";", 0, found.start()) + 1
        covers = (Span(begin, found.start()), _after(view, found.end()))
        yield Frame(
            speaker, Span(found.start(), found.end() - 1), "states", "citing", covers, 10_000, is_impersonal=True
        )


def _from_passives(
    view: str, words: Sequence[Word], starts: dict[int, int], masked: Sequence[Span], numbers: Sequence[Span]
) -> Iterator[Frame]:
    for found in _PASSIVE.finditer(view):
        at = starts.get(found.end())
        speaker = read_speaker_after(words, at, masked) if at is not None else None
        if any(span.end <= found.start() for span in numbers):
            begin = view.rfind(";", 0, found.start()) + 1
            yield Frame(
                speaker,
                Span(*found.span("verb")),
                stance_of(found["verb"]),
                found["verb"],
                (Span(begin, found.start()),),
                -1,
            )


def _from_impersonal(view: str) -> Iterator[Frame]:
    for found in _IMPERSONAL.finditer(view):
        word = found.group().lower()
        reports = re.search(r"reports|claims|rumou?rs|allegations", found.group())
        speaker = None
        if reports:
            speaker = Speaker("vague", Span(found.start() + reports.start(), found.start() + reports.end()))
        whole = "ly" in word[-3:] or re.match(r"is|are|was|were|has|have|had", word)
        begin = view.rfind(";", 0, found.start()) + 1
        covers = Span(begin, len(view)) if whole else _after(view, found.end())
        rank = 20_000 + found.start() if whole else found.start()
        yield Frame(speaker, Span(*found.span()), "states", word, (covers,), rank, is_impersonal=True)


def _from_doubts(
    view: str, words: Sequence[Word], starts: dict[int, int], masked: Sequence[Span], frames: Sequence[Frame]
) -> Iterator[Frame]:
    """Read "was very sceptical about the figure": the nearest speaker before it doubts."""
    for found in _DOUBT.finditer(view):
        at = starts.get(found.start())
        speaker = read_speaker_before(words, _subject_end(words, at), masked) if at else None
        if speaker is None or speaker.kind == "pronoun":
            inner = [f for f in frames if f.holds(found.start()) and f.speaker and f.speaker.kind != "pronoun"]
            speaker = inner[-1].speaker if inner else speaker
        yield Frame(
            speaker,
            Span(*found.span()),
            "doubts",
            found.group(),
            (_after(view, found.end()),),
            found.start(),
        )


def _from_called(view: str, words: Sequence[Word], starts: dict[int, int], masked: Sequence[Span]) -> Iterator[Frame]:
    """Read "the minister called the agency's figure of 300 a lie": the minister denies what the agency states."""
    for found in _CALLED.finditer(view):
        at = starts.get(found.start())
        speaker = read_speaker_before(words, at, masked) if at else None
        if speaker is not None:
            cue = Span(found.start(), found.start("what"))
            yield Frame(
                speaker, cue, "denies", view[cue.start : cue.end], (Span(*found.span("what")),), speaker.span.start
            )


def _from_gapped(view: str, words: Sequence[Word], gapped: Sequence[Gapped]) -> Iterator[Frame]:
    """Read "the ministry counts 300 dead, the Front more than 1,500": the second figure is the Front's."""
    for found in gapped:
        speaker = judge_source(words, found.who)
        yield Frame(speaker, found.who, "states", view[found.who.start : found.who.end], (found.figure,), found.mark)


def _subject_end(words: Sequence[Word], at: int) -> int:
    while at > 0 and words[at - 1].low in ("was", "is", "were", "are", "remained", "very", "had", "has", "been"):
        at -= 1
    return at


def _cut_at(breaks: Sequence[int], frames: Sequence[Frame]) -> Iterator[Frame]:
    """End what a speaker says where a clause of its own begins, when somebody else may be speaking there."""
    for frame in frames:
        if not breaks and all(span.start < span.end for span in frame.covers):
            yield frame
            continue
        covers = []
        for span in frame.covers:
            if frame.outer < 0 and span.end <= frame.cue.start:
                before = [b for b in breaks if span.start <= b < span.end]
                covers.append(
                    Span(before[-1], span.end) if before and _has_frame_before(frames, before[-1], frame) else span
                )
                continue
            after = [b for b in breaks if b > max(span.start, frame.cue.end)]
            covers.append(Span(span.start, min(span.end, after[0])) if after and after[0] < span.end else span)
        yield replace(frame, covers=tuple(span for span in covers if span.start < span.end))


def _has_frame_before(frames: Sequence[Frame], position: int, frame: Frame) -> bool:
    return any(other is not frame and other.cue.start < position for other in frames)
