"""Read a document's claims: passage by passage, sentence by sentence, each with its exact span.

The quote of a claim is its sentence; the figure, time, place and speaker keep spans of their own. A sentence without a
number and without a word of denial, doubt or judgement is passed over at once, which is most of any text.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from accounted.claims.begun import DIGITS_ONLY
from accounted.claims.counted import Counted
from accounted.claims.cut_words import join_cut_words, restore
from accounted.claims.figures import FoundFigure
from accounted.claims.glance import is_worth_reading
from accounted.claims.happening import find_where, split_times
from accounted.claims.languages import LANGUAGES
from accounted.claims.languages.calendars import calendar_words
from accounted.claims.languages.guess import covered_language
from accounted.claims.mood import find_modality, is_called_false, is_negated
from accounted.claims.passage_speech import PassageSpeech
from accounted.claims.reading_context import (
    Context,
    attribution_of,
    frames_for,
    plain_words,
    position_of,
    those_counted,
)
from accounted.claims.rows import find_cells
from accounted.claims.sentence_read import ReadIn, Sentence
from accounted.claims.sentences import split_paragraphs, split_sentences
from accounted.claims.statements import Statement, find_statements, may_state
from accounted.claims.table_claims import with_cells
from accounted.claims.times import DocumentTimes, read_document
from accounted.claims.tokens import find_quotations
from accounted.model.claims import Act, Attribution, Claim, Figure, Kind, Modality, Polarity, Unit, Update, When, Where
from accounted.model.dates import DateInterval
from accounted.model.documents import Document, Passage, Position, Span
from accounted.model.ids import IdMaker

__all__ = ["PUBLIC_KEY", "extract_document", "extract_text"]

PUBLIC_KEY = b"accounted: text read outside any inquiry"
"""Key of the ids of `extract_text`: public, so they hide nothing."""

_CORRECTION = re.compile(
    r"(?:\d{1,2}[:.]\d{2}\s)?\W{0,4}(?:corrections?|clarifications?|corrected|erratum|errata"
    r"|editor[’']s note|this (?:article|story"
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
    text, starts = join_cut_words(document.text)
    claims = _read(replace(document, text=text) if starts else document, passages, make_id, vague)
    return tuple(restore(claim, document.text, starts) for claim in claims) if starts else claims


def _read(document: Document, passages: Sequence[Passage], make_id: IdMaker, vague: bool) -> tuple[Claim, ...]:
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
    read_in = ReadIn(next((one for one in LANGUAGES if one.code == language), DIGITS_ONLY), vague)
    cells = find_cells(document.text, vague=vague) if read_in.is_full else ()
    claims = (claim for passage in ordered for claim in _read_passage(document, passage, times, read_in, make_id))
    return with_cells(tuple(claims), cells, document, times, make_id)


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


def _read_passage(
    document: Document, passage: Passage, times: DocumentTimes, read_in: ReadIn, make_id: IdMaker
) -> Iterator[Claim]:
    text = document.text
    end = min(passage.end, len(text))
    if read_in.is_full and not is_worth_reading(text[passage.start : end]):
        return
    spans = split_sentences(text, passage.start, end)
    speech = PassageSpeech(text, passage.start, end)
    sentences = tuple(Sentence(text[s.start : s.end], s.start, times, speech, read_in) for s in spans)
    quotes = find_quotations(text, passage.start, end)
    is_correction = passage.position == "body" and _CORRECTION.match(text, passage.start, end)
    position = "correction" if is_correction else passage.position
    context = Context(document, position, sentences, spans, speech, quotes, make_id)
    for i, sentence in enumerate(sentences):
        if not read_in.is_full or is_worth_reading(sentence.view):
            yield from _read_sentence(context, i)


def _read_sentence(context: Context, i: int) -> Iterator[Claim]:
    sentence = context.sentences[i]
    counted = _with_correct_number(context, i)
    ids: dict[int, str] = {}
    who = those_counted(context, i)
    made: dict[int, list[Claim]] = {}
    found = [(n, what) for n, what in enumerate(counted) if what is not None]
    for n, what in sorted(found, key=lambda one: (one[1].part_of is not None, one[0])):  # wholes first
        acts = [what, *(replace(what, act=act, act_span=span) for act, span in what.further)]
        made[n] = [_figure_claim(context, i, sentence.figures[n], one, ids, who) for one in acts]
        ids[n] = made[n][0].id
    for n in sorted(made):
        yield from made[n]
    no_figure = all(sentence.figures[n].is_mention for n in made)
    if sentence.read_in.is_full and may_state(sentence.view):
        for statement in find_statements(sentence.view, sentence.frames):
            if no_figure or statement.polarity == "none_occurred":
                yield _statement_claim(context, i, statement)


def _with_correct_number(context: Context, i: int) -> tuple[Counted | None, ...]:
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
    context: Context, i: int, found: FoundFigure, what: Counted, ids: dict[int, str], who: str | None
) -> Claim:
    sentence, offset = context.sentences[i], context.sentences[i].start
    holding, local = frames_for(context, i, found.start)
    figure = found.figure
    moved = figure.moved(offset)
    attribution = attribution_of(context, i, holding)
    denied = is_negated(sentence.view, found, what) != any(link.stance == "denies" for link in attribution.chain)
    denied = denied or is_called_false(sentence.view, found, what)
    is_none = figure.best == 0 and figure.high is None
    counted = plain_words(sentence.text[what.who.start : what.who.end]) if what.who else None
    said, happened = split_times(sentence, local, Span(found.start, found.end))
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
        where=find_where(sentence, Span(found.start, found.end), local),
        attribution=attribution,
        said_when=said,
        part_of=ids.get(what.part_of) if what.part_of is not None else None,
        position=position_of(context, offset + found.start),
        updates=_update(context, i, found) if is_said else None,
    )


def _update(context: Context, i: int, found: FoundFigure) -> Update | None:
    """What the figure replaces, with places in the document."""
    sentence = context.sentences[i]
    n = sentence.figures.index(found)
    update = next((u for u in sentence.updates if u.figure == n), None)
    if update is None:
        return None
    start, end = sentence.start + update.span.start, sentence.start + update.span.end
    previous = None if update.previous is None else sentence.figures[update.previous].figure.moved(sentence.start)
    return Update(update.direction, previous, context.document.text[start:end], start, end)


def _statement_claim(context: Context, i: int, statement: Statement) -> Claim:
    sentence = context.sentences[i]
    holding, local = frames_for(context, i, statement.at)
    at = Span(statement.at, statement.at + 1)
    said, happened = split_times(sentence, local, at)
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
        where=find_where(sentence, at, local),
        attribution=attribution_of(context, i, holding),
        said_when=said,
        part_of=None,
        position=position_of(context, sentence.start + statement.at),
    )


def _claim(
    context: Context,
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
