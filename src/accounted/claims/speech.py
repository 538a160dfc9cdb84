"""Find who says what in a sentence: frames of speech with the stretch of the sentence that each one covers.

A frame is a speaker with a cue: `A. Bell said that …` covers what follows, `…, A. Bell said` what precedes, `the
agency's figure of …` the figure alone. A figure under several frames has a chain, from the text's own voice inwards:
"the ministry denied the agency's figure of 300" is a denial by the ministry of what the agency states. A stretch ends
at a semicolon and where a new clause begins (", but", ", while"): beyond it the speaker is not established.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from accounted.claims.languages.english import SPEECH, STANCES, word_set
from accounted.claims.speakers import Speaker, Word, read_speaker_after, read_speaker_before, words_of
from accounted.model.claims import Stance
from accounted.model.documents import Span

__all__ = ["NOT_NAMED", "Frame", "find_frames"]

NOT_NAMED = "not named"
"""Speaker of a chain link when somebody is reported and the text does not say who."""


def _words_of_kind(kind: str) -> str:
    return "|".join(words for name, words in SPEECH if name == kind)


_VERB = re.compile(
    rf"(?<![\w-])(?:(?P<plain>{_words_of_kind('plain')})|(?P<figure>{_words_of_kind('figure')})"
    rf"|(?P<that>{_words_of_kind('that')})|(?P<against>{_words_of_kind('against')}))(?![\w-])"
)
_STANCES = tuple((stance, re.compile(words)) for stance, words in STANCES)
_ACCORDING = re.compile(
    r"\b[Aa]ccording to\s+|\b[Aa]s (?:reported|stated|estimated|claimed) by\s+|\bby the account of\s+"
)
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
_BY = re.compile(
    r"\b(?:figures?|estimates?|counts?|claims?|toll|total|tally)\b(?:(?!\b(?:was|were|been|is|are)\b)[^.;,]){0,60}?"
    r"(?:(?:\b(?:was|were|is) )?\b(?:given|published|provided|made|put forward|issued) )?\bby\s+"
)
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
_NEW_CLAUSE = re.compile(
    r";|,\s*(?:but(?! that)|while|whereas|although|though|yet)\b|\bbut(?! that)\b(?=\s+[^\W\d_])|\bwhile\b|\bwhereas\b"
)
_FRONTED = re.compile(r"(?:^|[;:(]|,|\b(?:and|but|while|that))\s*$")
_SUBORDINATE = re.compile(r"\b(?:[Ww]hile|[Aa]lthough|[Tt]hough|[Ww]hereas)\s*$")
_TAIL = re.compile(
    r"\s*(?:(?:in|at|on|to|during|from)\s+(?:an?\s|the\s|its\s|his\s|her\s)?[^,.;:]{1,60}|yesterday|today|later|here"
    r"|(?:last|this)\s+\w+|,\s*adding\b.*)?\s*(?P<end>[,.;!?]|$)"
)
_INVERTED = re.compile(r"said|says|wrote|writes|told|reported|added|reports|stated|announced|declared")
_THAT = re.compile(
    r"\s+(?:(?:on|in|to|as)\s[^,.;]{1,50}?\s)?that\b|\s+(?:\w+|[A-Z][^,.;]{1,60}) as (?:saying|having)\b"
)
_A_NUMBER = re.compile(r"\s+(?:the|its|their|this|that)\s+(?:\w+ ){0,2}(?:numbers?|figures?|tolls?|totals?|count)\b")
_NOUNS = word_set("claim claims estimate report reports forecast forecasts doubts notes count")
_PARTICIPLES = word_set("expected believed estimated reported alleged claimed confirmed suggested")
_NO_SUBJECT = word_set(
    """the a an was were is are be been being of by to as and its his their her this that these in on have has had also
    so what
    """
) | {""}
_HEARER = re.compile(
    r"\s+(?:(?:the|an?|its|his|her)\s+)?(?!that\b)[^\W\d_][\w’'-]*"
    r"(?:\s+(?!that\b)[^\W\d_][\w’'-]*){0,3}(?=\s*(?:[,.;!?]|$))"
)
_NEAR = 70


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
    """

    speaker: Speaker | None
    cue: Span
    stance: Stance
    verb: str
    covers: tuple[Span, ...]
    outer: int
    is_impersonal: bool = False

    def holds(self, position: int) -> bool:
        """Whether the position lies in what the speaker says."""
        return any(span.start <= position < span.end for span in self.covers)


def find_frames(view: str, masked: Sequence[Span], numbers: Sequence[Span]) -> tuple[Frame, ...]:
    """Find the frames of a flattened sentence.

    Args:
        view: The sentence (`flatten`).
        masked: Spans of times: never part of a name.
        numbers: Spans of figures, for verbs such as "counted" that need one soon after.
    """
    words = words_of(view)
    starts = {word.start: i for i, word in enumerate(words)}
    impersonal = tuple(_from_impersonal(view))
    frames = [
        *(f for f in _from_verbs(view, words, starts, masked, numbers) if not _inside(f.cue, impersonal)),
        *_from_according(view, words, starts, masked),
        *_from_nouns(view, words, starts, masked, numbers),
        *_from_citing(view, words, starts, masked),
        *_from_passives(view, words, starts, masked, numbers),
        *impersonal,
    ]
    frames.extend(_from_doubts(view, words, starts, masked, frames))
    return _cut_at_new_clauses(view, frames)


def _inside(cue: Span, frames: Sequence[Frame]) -> bool:
    return any(frame.cue.start <= cue.start < frame.cue.end for frame in frames)


def _stance(verb: str) -> Stance:
    return next((stance for stance, pattern in _STANCES if pattern.fullmatch(verb)), "states")


def _from_verbs(
    view: str, words: Sequence[Word], starts: dict[int, int], masked: Sequence[Span], numbers: Sequence[Span]
) -> Iterator[Frame]:
    for found in _VERB.finditer(view):
        at = starts.get(found.start())
        if at is None or any(span.start <= found.start() < span.end for span in masked):
            continue
        rest = view[found.end() :]
        if not _takes_speech(found, rest, numbers):
            continue
        inverted = _inverted(view, words, at, found, masked)
        if inverted:
            yield Frame(
                inverted, Span(*found.span()), _stance(found.group()), found.group(), _before(view, at, words), -1
            )
            continue
        speaker = read_speaker_before(words, at, masked)
        if _is_noun_here(words, at, speaker):
            continue
        cue, stance = Span(*found.span()), _stance(found.group())
        subject = speaker.span.start if speaker else found.start()
        tail = _TAIL.match(_without_hearer(found.group(), rest))
        comma_before = re.search(r"[,–—?!]\s*$", view[:subject])
        if tail and comma_before and speaker and _is_aside(tail, rest):
            middle = tail["end"] == ","
            covers = (
                (Span(0, subject), Span(found.end(), len(view))) if middle else _before(view, starts[subject], words)
            )
            yield Frame(speaker, cue, stance, found.group(), covers, -1)
        else:
            after = _after(view, subject, found.end())
            if speaker and view[subject : speaker.span.end].lower() in ("who", "which"):
                comma = view.find(",", after.start, after.end)  # a relative clause ends with its comma
                after = Span(after.start, comma if comma > 0 else after.end)
            yield Frame(speaker, cue, stance, found.group(), (after,), subject)


def _without_hearer(verb: str, rest: str) -> str:
    """Leave out who is told: "told the court." ends a sentence as "said." does."""
    hearer = _HEARER.match(rest) if verb in ("told", "warned") else None
    return rest[hearer.end() :] if hearer else rest


def _is_aside(tail: re.Match[str], rest: str) -> bool:
    return tail["end"] == "," or not rest[tail.end() :].strip(" .;!?)’'") or tail["end"] in (".", ";", "!", "?", "")


def _takes_speech(found: re.Match[str], rest: str, numbers: Sequence[Span]) -> bool:
    """Whether the verb is used for saying something here, and not for doing it."""
    if found["that"]:
        return _THAT.match(rest) is not None
    if found["figure"]:
        soon = any(found.end() <= span.start <= found.end() + _NEAR for span in numbers)
        return (
            soon
            or (found.group() in ("put", "puts") and _A_NUMBER.match(rest) is not None)
            or re.match(r"\s+(?:reports|as saying|that)\b", rest) is not None
        )
    if found.group() in _PARTICIPLES:
        return re.match(r"\s+(?:dead|buried|missing|killed|that it was)\b", rest) is None
    return True


def _is_noun_here(words: Sequence[Word], at: int, speaker: Speaker | None) -> bool:
    """Whether the verb is a participle or noun ("the claimed figure", "was said", "the agency's estimate")."""
    before = words[at - 1].low if at else ""
    if before.endswith(("'s", "’s", "s'", "s’")):
        return True
    if speaker is not None:
        return False
    return words[at].low in _NOUNS or before in _NO_SUBJECT


def _inverted(
    view: str, words: Sequence[Word], at: int, found: re.Match[str], masked: Sequence[Span]
) -> Speaker | None:
    """Read "…, said A. Bell": the speaker after the verb, when nobody stands before it."""
    if at == 0 or not _INVERTED.fullmatch(found.group()) or words[at - 1].text not in (",", "?", "!", "–", "—"):
        return None
    if at + 1 >= len(words) or words[at + 1].low == "that":
        return None
    if read_speaker_before(words, at, masked):
        return None
    speaker = read_speaker_after(words, at + 1, masked)
    if speaker is None or speaker.kind == "pronoun":
        return speaker
    rest = view[speaker.span.end :]
    return (
        speaker
        if re.match(r"\s*(?:[,.;:!?]|$|(?:on|in|at|to|during|after|who|last|yesterday|today)\b)", rest)
        else None
    )


def _before(view: str, at: int, words: Sequence[Word]) -> tuple[Span, ...]:
    end = words[at].start
    cut = max(view.rfind(";", 0, end) + 1, 0)
    return (Span(cut, end),)


def _after(view: str, subject: int, start: int) -> Span:
    end = view.find(";", start)
    end = len(view) if end < 0 else end
    if _SUBORDINATE.search(view[:subject]):
        comma = view.find(", ", start, end)
        end = comma if comma > 0 else end
    return Span(start, end)


def _from_according(
    view: str, words: Sequence[Word], starts: dict[int, int], masked: Sequence[Span]
) -> Iterator[Frame]:
    for found in _ACCORDING.finditer(view):
        at = starts.get(found.end())
        speaker = read_speaker_after(words, at, masked) if at is not None else None
        cue = Span(found.start(), found.end() - 1)
        after = speaker.span.end if speaker else found.end()
        fronted = _FRONTED.search(view[: found.start()]) and not view[: found.start()].rstrip().endswith(",")
        aside = re.match(r"[^.;]{0,60}?,", view[after:])
        if fronted:
            yield Frame(speaker, cue, "states", "according to", (_after(view, found.start(), after),), found.start())
            continue
        begin = view.rfind(";", 0, found.start()) + 1
        covers = [Span(begin, found.start())]
        if aside and view[: found.start()].rstrip().endswith(","):
            covers.append(_after(view, found.start(), after))
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
        owner = replace(words[at], text=view[words[at].start : found.start()], end=found.start())
        speaker = read_speaker_before([*words[:at], owner], at + 1, masked)
        if speaker and speaker.kind != "pronoun":
            yield Frame(speaker, Span(*found.span("noun")), "states", found["noun"], (figure,), 10_000)
    for found in _BY.finditer(view):
        at = starts.get(found.end())
        figure = next((span for span in numbers if found.start() <= span.start < found.end() + _NEAR), None)
        speaker = read_speaker_after(words, at, masked) if at is not None else None
        if figure and speaker and speaker.kind != "pronoun":
            yield Frame(speaker, Span(found.end() - 3, found.end() - 1), "states", "by", (figure,), 10_000)


def _from_citing(view: str, words: Sequence[Word], starts: dict[int, int], masked: Sequence[Span]) -> Iterator[Frame]:
    """Read "A. Bell said …, citing reports": those cited state it, the speaker reports it."""
    for found in _CITING.finditer(view):
        at = starts.get(found.end())
        speaker = read_speaker_after(words, at, masked) if at is not None else None
        begin = view.rfind(";", 0, found.start()) + 1
        covers = (Span(begin, found.start()), _after(view, found.start(), found.end()))
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
                _stance(found["verb"]),
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
        covers = Span(begin, len(view)) if whole else _after(view, found.start(), found.end())
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
            (_after(view, found.start(), found.end()),),
            found.start(),
        )


def _subject_end(words: Sequence[Word], at: int) -> int:
    while at > 0 and words[at - 1].low in ("was", "is", "were", "are", "remained", "very", "had", "has", "been"):
        at -= 1
    return at


def _cut_at_new_clauses(view: str, frames: Sequence[Frame]) -> tuple[Frame, ...]:
    """End what a speaker says where a clause of its own begins, when somebody else may be speaking there."""
    breaks = [found.start() for found in _NEW_CLAUSE.finditer(view)]
    cut = []
    for frame in frames:
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
        cut.append(replace(frame, covers=tuple(span for span in covers if span.start < span.end)))
    return tuple(sorted(cut, key=lambda f: (f.outer, f.cue.start)))


def _has_frame_before(frames: Sequence[Frame], position: int, frame: Frame) -> bool:
    return any(other is not frame and other.cue.start < position for other in frames)
