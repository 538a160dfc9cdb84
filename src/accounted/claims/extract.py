"""Read a document's claims: passage by passage, sentence by sentence, each with its exact span.

The quote of a claim is its sentence; the figure, time, place and speaker keep spans of their own. A sentence without a
number and without a word of denial, doubt or judgement is passed over at once, which is most of any text.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from accounted.claims.attribution import at_offset, attribute, frames_holding
from accounted.claims.begun import DIGITS_ONLY, count_near
from accounted.claims.begun_speech import find_begun_frames, without_denials
from accounted.claims.counted import Counted, count_what
from accounted.claims.figures import FoundFigure, find_figures
from accounted.claims.glance import is_worth_reading, may_count
from accounted.claims.languages import LANGUAGES, Language
from accounted.claims.languages.calendars import calendar_words
from accounted.claims.languages.guess import covered_language
from accounted.claims.mentions import find_mentions
from accounted.claims.mood import find_modality, is_called_false, is_negated
from accounted.claims.passage_speech import PassageSpeech, span_at
from accounted.claims.places import find_place
from accounted.claims.pronouns import person_meant
from accounted.claims.sentences import flatten, split_paragraphs, split_sentences
from accounted.claims.speech import Frame, find_frames
from accounted.claims.statements import Statement, find_statements, may_state
from accounted.claims.times import DocumentTimes, FoundTimes, read_document
from accounted.claims.tokens import find_quotations
from accounted.claims.updates import FoundUpdate, find_updates
from accounted.model.claims import Act, Attribution, Claim, Figure, Kind, Modality, Polarity, Unit, Update, When, Where
from accounted.model.dates import DateInterval
from accounted.model.documents import Document, Passage, Position, Span
from accounted.model.ids import IdMaker

__all__ = ["PUBLIC_KEY", "extract_document", "extract_text"]

PUBLIC_KEY = b"accounted: text read outside any inquiry"
"""Key of the ids of `extract_text`: public, so they hide nothing."""

_THOSE_COUNTED = re.compile(
    r"\b(?:[Tt]hose|[Tt]he (?:people|persons)) (?:counted|it counts|meant) (?:are|were"
    r"|is)\s+(?P<who>[^.;:]{3,120}?)\s*(?=[.;]|$)"
)
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
_COMPARED = re.compile(r"\b(?:compared (?:with|to)|as against|up from|down from)\s+[^.;]{0,20}$")
_DATELINE = re.compile(r"(?:[A-Z0-9(][\w.'’)]*[,.]?\s+){1,9}(?:[—–]|--?)\s")
"""Place, date and agency before a dash, at the head of a report: when it was written, not when it happened."""

_CORRECTION = re.compile(
    r"\W{0,4}(?:corrections?|clarifications?|corrected|erratum|errata|editor[’']s note|this (?:article|story"
    r"|report) (?:was|has been)"
    r" (?:corrected|amended|updated)|an earlier version of this (?:article|story|report))\b",
    re.IGNORECASE,
)
_CORRECT_NUMBER = re.compile(r"[Tt]he (?:correct|right|actual) (?:number|figure|total|toll|count) (?:is|was)\s+$")


def extract_document(
    document: Document, passages: Sequence[Passage], *, make_id: IdMaker, vague: bool = True
) -> tuple[Claim, ...]:
    """Read the claims of a document, in the order of its text.

    Args:
        document: With its text; relative times are resolved against its date when it has one, and read in the language
            that a person has said, else in the one guessed.
        passages: Its parts; without any, paragraphs between blank lines are read as body.
        make_id: Makes the ids of the claims.
        vague: Whether vague counts ("dozens") are read, by the named convention.

    Returns:
        Claims with `document.text[c.start:c.end] == c.quote` (R6).
    """
    parts: Sequence[Passage] = passages or [
        Passage(document.id, span.start, span.end, "body") for span in split_paragraphs(document.text)
    ]
    ordered = sorted(parts, key=lambda p: (p.start, p.end))
    said = document.language if document.language_by == "settings" else ""
    language = covered_language(said, document.text)
    times = read_document(
        document.text,
        document.dated,
        guessed=document.dated_by == "document",
        words=calendar_words(language),
    )
    read_in = _ReadIn(next((one for one in LANGUAGES if one.code == language), DIGITS_ONLY), vague)
    return tuple(claim for passage in ordered for claim in _read_passage(document, passage, times, read_in, make_id))


def extract_text(
    text: str, *, name: str = "text", dated: DateInterval | None = None, vague: bool = True
) -> tuple[Claim, ...]:
    """Read the claims of a text outside any inquiry.

    Args:
        text: The text.
        name: What to call it.
        dated: When it was published; None leaves relative times unresolved.
        vague: Whether vague counts ("dozens") are read, by the named convention.

    >>> (claim,) = extract_text("Anna Bell said over 300 people were killed in Velmar in June 1999.")
    >>> claim.figure.low, claim.figure.low_inclusive, claim.act, claim.attribution.speaker, claim.where.wording
    (300, False, 'killed', 'Anna Bell', 'Velmar')
    """
    make_id = IdMaker(PUBLIC_KEY)
    raw = text.encode("utf-8", "surrogatepass")
    digest = hashlib.sha256(raw).hexdigest()
    document = Document(
        id=make_id("doc", name, digest),
        name=name,
        sha256=digest,
        n_bytes=len(raw),
        media_type="text/plain",
        state="parsed",
        reason="",
        parser="none",
        text=text,
        dated=dated,
        dated_by="settings" if dated else "",
    )
    return extract_document(document, (), make_id=make_id, vague=vague)


@dataclass(frozen=True)
class _ReadIn:
    """The language that a document is read in, and whether its vague counts are read."""

    language: Language
    vague: bool

    @property
    def is_full(self) -> bool:
        return self.language.reading == "full"


@dataclass(frozen=True)
class _Sentence:
    """One sentence with what is read from it, each part only when asked for."""

    text: str
    start: int
    all_times: DocumentTimes
    speech: PassageSpeech
    read_in: _ReadIn

    @cached_property
    def view(self) -> str:
        return flatten(self.text)

    @cached_property
    def times(self) -> FoundTimes:
        return self.all_times.within(self.start, self.start + len(self.text))

    @cached_property
    def figures(self) -> tuple[FoundFigure, ...]:
        language, vague = self.read_in.language, self.read_in.vague
        numbers = find_figures(self.text, self.times.masked, language=language, vague=vague)
        if not self.read_in.is_full:
            return numbers
        return tuple(sorted((*numbers, *find_mentions(self.view, numbers)), key=lambda f: f.start))

    @cached_property
    def _counted(self) -> tuple[Counted | None, ...]:
        if not self.read_in.is_full:
            return count_near(without_denials(self.view, self.frames), self.figures, self.read_in.language)
        return count_what(self.view, self.figures) if may_count(self.view.lower()) else ()

    @cached_property
    def updates(self) -> tuple[FoundUpdate, ...]:
        return find_updates(self.view, self.figures, self._counted) if self.read_in.is_full and self._counted else ()

    @cached_property
    def counted(self) -> tuple[Counted | None, ...]:
        """What each figure counts; one that another figure replaces is no claim of its own."""
        replaced = {update.previous for update in self.updates}
        return tuple(None if n in replaced else what for n, what in enumerate(self._counted))

    @cached_property
    def frames(self) -> tuple[Frame, ...]:
        if not self.read_in.is_full:
            return find_begun_frames(self.view, self.read_in.language.speech)
        times = [Span(when.start, when.end) for when in self.times.whens]
        relations = self.speech.in_sentence(self.start, self.start + len(self.text))
        figures = [Span(f.start, f.end) for f in self.figures if not f.is_mention]
        return find_frames(self.view, times, figures, relations, self.start)

    @property
    def speakers(self) -> tuple[str, ...]:
        named = [f.speaker.span for f in self.frames if f.speaker and f.speaker.kind == "named"]
        return tuple(dict.fromkeys(self.text[span.start : span.end] for span in named))


@dataclass(frozen=True)
class _Context:
    """What a sentence stands in."""

    document: Document
    position: Position
    sentences: tuple[_Sentence, ...]
    spans: tuple[Span, ...]
    speech: PassageSpeech
    quotes: tuple[Span, ...]
    make_id: IdMaker


def _read_passage(
    document: Document, passage: Passage, times: DocumentTimes, read_in: _ReadIn, make_id: IdMaker
) -> Iterator[Claim]:
    text = document.text
    end = min(passage.end, len(text))
    if read_in.is_full and not is_worth_reading(text[passage.start : end]):
        return
    spans = split_sentences(text, passage.start, end)
    speech = PassageSpeech(text, passage.start, end)
    sentences = tuple(_Sentence(text[s.start : s.end], s.start, times, speech, read_in) for s in spans)
    quotes = find_quotations(text, passage.start, end)
    is_correction = passage.position == "body" and _CORRECTION.match(text, passage.start, end)
    position = "correction" if is_correction else passage.position
    context = _Context(document, position, sentences, spans, speech, quotes, make_id)
    for i, sentence in enumerate(sentences):
        if not read_in.is_full or is_worth_reading(sentence.text):
            yield from _read_sentence(context, i)


def _read_sentence(context: _Context, i: int) -> Iterator[Claim]:
    sentence = context.sentences[i]
    counted = _with_correct_number(context, i)
    ids: dict[int, str] = {}
    who = _those_counted(context, i)
    made: dict[int, list[Claim]] = {}
    found = [(n, what) for n, what in enumerate(counted) if what is not None]
    for n, what in sorted(found, key=lambda one: (one[1].part_of is not None, one[0])):  # wholes first
        acts = [what, *(replace(what, act=act, act_span=span) for act, span in what.further)]
        made[n] = [_figure_claim(context, i, sentence.figures[n], one, ids, who) for one in acts]
        ids[n] = made[n][0].id
    for n in sorted(made):
        yield from made[n]
    no_figure = all(sentence.figures[n].is_mention for n in made)
    if sentence.read_in.is_full and no_figure and may_state(sentence.view):
        for statement in find_statements(sentence.view, sentence.frames):
            yield _statement_claim(context, i, statement)


def _with_correct_number(context: _Context, i: int) -> tuple[Counted | None, ...]:
    """Give "the correct number is 13" in a correction note the act of the figure that the sentence before corrects."""
    sentence, counted = context.sentences[i], context.sentences[i].counted
    if context.position != "correction" or i == 0 or any(counted):
        return counted
    before = [what for what in context.sentences[i - 1].counted if what is not None]
    if len(before) != 1:
        return counted
    act = replace(before[0], who=None, act_span=Span(0, 0), part_of=None, further=())
    return tuple(act if _CORRECT_NUMBER.search(sentence.view[: figure.start]) else None for figure in sentence.figures)


def _figure_claim(
    context: _Context, i: int, found: FoundFigure, what: Counted, ids: dict[int, str], who: str | None
) -> Claim:
    sentence, offset = context.sentences[i], context.sentences[i].start
    holding, local = _frames_for(context, i, found.start)
    figure = found.figure
    moved = _placed(figure, offset)
    attribution = _attribution(context, i, holding)
    denied = is_negated(sentence.view, found, what) != any(link.stance == "denies" for link in attribution.chain)
    denied = denied or is_called_false(sentence.view, found, what)
    is_none = figure.best == 0 and figure.high is None
    counted = _plain_words(sentence.text[what.who.start : what.who.end]) if what.who else None
    said, happened = _split_times(sentence, local, Span(found.start, found.end))
    modality = find_modality(sentence.view, found, what, local)
    is_said = modality in ("stated", "possible")
    return _claim(
        context,
        i,
        figure=moved,
        kind="event" if found.is_mention else "figure",
        act=what.act,
        unit=what.unit,
        counted=who if who and what.unit == "persons" else counted,
        polarity="none_occurred" if is_none else "denied" if denied else "asserted",
        modality=modality,
        when=happened,
        where=_where(sentence, Span(found.start, found.end), local),
        attribution=attribution,
        said_when=said,
        part_of=ids.get(what.part_of) if what.part_of is not None else None,
        position=_position(context, offset + found.start),
        updates=_update(context, i, found) if is_said else None,
    )


def _update(context: _Context, i: int, found: FoundFigure) -> Update | None:
    """What the figure replaces, with places in the document."""
    sentence = context.sentences[i]
    n = sentence.figures.index(found)
    update = next((u for u in sentence.updates if u.figure == n), None)
    if update is None:
        return None
    start, end = sentence.start + update.span.start, sentence.start + update.span.end
    previous = None if update.previous is None else _placed(sentence.figures[update.previous].figure, sentence.start)
    return Update(update.direction, previous, context.document.text[start:end], start, end)


def _placed(figure: Figure, offset: int) -> Figure:
    return replace(figure, start=figure.start + offset, end=figure.end + offset)


def _statement_claim(context: _Context, i: int, statement: Statement) -> Claim:
    sentence = context.sentences[i]
    holding, local = _frames_for(context, i, statement.at)
    at = Span(statement.at, statement.at + 1)
    said, happened = _split_times(sentence, local, at)
    return _claim(
        context,
        i,
        figure=None,
        kind=statement.kind,
        act=statement.act,
        unit="persons",
        counted=None,
        polarity=statement.polarity,
        modality="asked" if sentence.view.endswith("?") else "stated",
        when=happened,
        where=_where(sentence, at, local),
        attribution=_attribution(context, i, holding),
        said_when=said,
        part_of=None,
        position=_position(context, sentence.start + statement.at),
    )


def _frames_for(context: _Context, i: int, position: int) -> tuple[tuple[Frame, ...], tuple[Frame, ...]]:
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
        home = _Sentence(text[first:last], first, sentence.all_times, context.speech, sentence.read_in)
    held = tuple(at_offset(frame, home.start) for frame in frames_holding(home.frames, at - home.start))
    return (*held, *inner), local


def _attribution(context: _Context, i: int, holding: Sequence[Frame]) -> Attribution:
    text = context.document.text
    speaker = holding[0].speaker if holding else None
    if speaker is None or speaker.kind != "pronoun":
        return attribute(holding, text, beyond=_beyond(context.sentences[i], holding))
    found = span_at(context.spans, speaker.span.start)
    home = i if found is None else found
    before = [(s.text, s.start, s.frames) for s in context.sentences[max(0, home - 3) : home]]
    meant = person_meant(text[speaker.span.start : speaker.span.end], before)
    return attribute(holding, text, meant=meant, before=_before(context, home))


def _beyond(sentence: _Sentence, holding: Sequence[Frame]) -> tuple[str, ...]:
    return () if holding and holding[0].speaker else sentence.speakers


def _before(context: _Context, i: int) -> tuple[str, ...]:
    earlier = [name for sentence in context.sentences[max(0, i - 2) : i] for name in sentence.speakers]
    return tuple(dict.fromkeys(earlier))


def _split_times(sentence: _Sentence, frames: Sequence[Frame], figure: Span) -> tuple[DateInterval | None, When | None]:
    """Tell when it was said from when it is said to have happened."""
    spoken: list[When] = []
    happened: list[When] = []
    dateline = _DATELINE.match(sentence.view)
    for when in sentence.times.whens:
        is_dateline = dateline is not None and when.end <= dateline.end() and _is_day(when)
        if any(_is_about_speaker(sentence, f, when) for f in frames):
            continue
        is_spoken = is_dateline or any(_is_time_of_saying(f, when) for f in frames)
        is_spoken = is_spoken or _is_told_then(sentence.view, when)
        (spoken if is_spoken else happened).append(when)
    said = spoken[0].interval if spoken else None
    return said, _nearest(sentence, happened, figure) or _nearest(sentence, sentence.times.rough, figure)


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


def _is_about_speaker(sentence: _Sentence, frame: Frame, when: When) -> bool:
    """Whether the time stands in what is said of the speaker: "Bell, who took office in 2029, said"."""
    about = frame.described
    if about is None or frame.speaker is None or not frame.speaker.span.end <= when.start < frame.cue.start:
        return False
    opens = _SAID_OF.match(sentence.view, frame.speaker.span.end, when.start)
    return opens is not None and opens.end() < when.start


def _nearest(sentence: _Sentence, whens: Sequence[When], figure: Span) -> When | None:
    begin = sentence.view.rfind(";", 0, figure.start) + 1
    end = sentence.view.find(";", figure.end)
    end = len(sentence.view) if end < 0 else end
    later = next((f.start for f in sentence.figures if f.start > figure.end), end)
    after = [w for w in whens if figure.end <= w.start < min(end, later) and not _begins_clause(sentence.view, w)]
    before = [w for w in whens if begin <= w.start < figure.start]
    last = [w for w in whens if later <= w.start < end and not _begins_clause(sentence.view, w)]
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


def _where(sentence: _Sentence, figure: Span, frames: Sequence[Frame]) -> Where | None:
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


def _those_counted(context: _Context, i: int) -> str | None:
    """Read "those counted are …" in the sentence or right after it, when it can mean one figure only."""
    sentence = context.sentences[i]
    counts = [c for c in sentence.counted if c is not None and c.unit == "persons"]
    if len(counts) != 1:
        return None
    found = _THOSE_COUNTED.search(sentence.view)
    if found:
        return _plain_words(sentence.text[found.start("who") : found.end("who")])
    following = context.sentences[i + 1] if i + 1 < len(context.sentences) else None
    found = _THOSE_COUNTED.match(following.view) if following else None
    return _plain_words(following.text[found.start("who") : found.end("who")]) if following and found else None


def _plain_words(wording: str) -> str:
    """Leave out the marks of a quotation that ends or begins within the words."""
    return " ".join(re.sub(r"[\"“”„«»]", "", wording).split())


def _position(context: _Context, at: int) -> Position:
    quoted = context.position == "body" and span_at(context.quotes, at) is not None
    return "quotation" if quoted else context.position


def _claim(
    context: _Context,
    i: int,
    *,
    figure: Figure | None,
    kind: Kind,
    act: Act,
    unit: Unit,
    counted: str | None,
    polarity: Polarity,
    modality: Modality,
    when: When | None,
    where: Where | None,
    attribution: Attribution,
    said_when: DateInterval | None,
    part_of: str | None,
    position: Position,
    updates: Update | None = None,
) -> Claim:
    sentence = context.sentences[i]
    start, end = sentence.start, sentence.start + len(sentence.text)
    place = figure.start if figure else start
    return Claim(
        id=context.make_id("clm", context.document.id, str(start), str(end), kind, str(place)),
        document=context.document.id,
        start=start,
        end=end,
        quote=sentence.text,
        kind=kind,
        figure=figure,
        act=act,
        unit=unit,
        counted=counted,
        polarity=polarity,
        modality=modality,
        when=when,
        where=where,
        attribution=attribution,
        said_when=said_when,
        part_of=part_of,
        position=position,
        updates=updates,
        language=sentence.read_in.language.code or None,
    )
