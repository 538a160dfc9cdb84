"""The pages behind a claim: its words in their place, and the whole document with all its claims."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from accounted.claims import Loaded, find_loaded
from accounted.model.claims import Claim, Figure
from accounted.model.documents import Document, Passage, Translation
from accounted.model.questions import Match
from accounted.model.view import InquiryView
from accounted.report.across import UNCHECKED, RelatedRow, check_notes, relate_rows, source_notes
from accounted.report.compare import stated_range
from accounted.report.links import anchor, claim_page, document_page
from accounted.report.prose import number_text
from accounted.report.spans import Mark, Piece, cut
from accounted.report.speakers import said_date, speaker_label, speaker_note

__all__ = ["ClaimPage", "ClaimRow", "DocumentPage", "claim_pages", "claim_row", "document_pages", "figure_text"]

_AROUND = 300
_CLIP = 160


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """One claim as a row of a table."""

    id: str
    path: str
    speaker: str
    note: str
    words: str
    number: str
    about: str
    said: str
    document: str
    document_path: str
    sources: str = ""
    checked: str = ""


@dataclass(frozen=True, slots=True)
class ClaimPage:
    """Everything about one claim."""

    row: ClaimRow
    pieces: tuple[Piece, ...]
    span: tuple[int, int]
    cut_before: bool
    cut_after: bool
    facts: tuple[tuple[str, str], ...]
    matches: tuple[tuple[str, Match], ...]
    anchor: str
    related: tuple[RelatedRow, ...] = ()


@dataclass(frozen=True, slots=True)
class TranslationLink:
    """The other document of a translation: its original, or one of its translations; and who translated when."""

    name: str
    path: str
    made: str


@dataclass(frozen=True, slots=True)
class DocumentPage:
    """One document with its claims anchored in its text.

    `translation` leads to the original of a translation, `translated` to the translations of an original.
    """

    document: Document
    pieces: tuple[Piece, ...]
    paths: Mapping[str, str]
    n_claims: int
    translation: TranslationLink | None = None
    translated: tuple[TranslationLink, ...] = ()


def figure_text(figure: Figure | None) -> str:
    """Write a figure's numbers and bounds in words, nothing added (R7).

    >>> figure_text(Figure(30000, None, None, False, None, "stated", "over 30,000", 0, 11))
    'more than 30,000, no upper end'
    """
    if figure is None:
        return "no number"
    low, best, high = figure.low, figure.best, figure.high
    if low is None and high is None:
        return "no number" if best is None else f"{number_text(best)}, no bounds"
    if low is not None and low == high:
        return number_text(low)
    if low is not None and high is not None:
        return f"{number_text(low)} to {number_text(high)}{_best(best)}"
    if low is not None:
        lead = "more than" if figure.low_inclusive is False else "at least"
        return f"{lead} {number_text(low)}{_best(best)}, no upper end"
    if high is None:
        return "no number"
    lead = "fewer than" if figure.high_inclusive is False else "at most"
    return f"{lead} {number_text(high)}{_best(best)}, no lower end"


def claim_row(claim: Claim, document: Document | None, sources: str = "") -> ClaimRow:
    """Show a claim in one row; `sources` says how many others say the same."""
    words = claim.figure.wording if claim.figure else " ".join(claim.quote.split())
    about = [claim.act, f"{claim.unit}{f' ({claim.counted})' if claim.counted else ''}"]
    about.append(f"where: {claim.where.wording}" if claim.where else "no place said")
    about.append(f"when: {claim.when.wording}" if claim.when else "no time said")
    return ClaimRow(
        id=claim.id,
        path=claim_page(claim.id),
        speaker=speaker_label(claim, document),
        note=speaker_note(claim),
        words=words if len(words) <= _CLIP else f"{words[:_CLIP].rstrip()}…",
        number="none" if stated_range(claim) and not claim.figure else figure_text(claim.figure),
        about="; ".join(about),
        said=said_date(claim, document),
        document=document.name if document else claim.document,
        document_path=document_page(claim.document),
        sources=sources,
    )


def claim_pages(view: InquiryView, claims: Sequence[Claim]) -> list[ClaimPage]:
    """Lay out one page per claim."""
    documents = {document.id: document for document in view.documents}
    passages: dict[str, list[Passage]] = {}
    for passage in view.passages:
        passages.setdefault(passage.document, []).append(passage)
    matches: dict[str, list[tuple[str, Match]]] = {}
    for result in view.results:
        for match in result.matches:
            matches.setdefault(match.claim, []).append((result.question.text, match))
    related, sources, checked = relate_rows(view), source_notes(view), check_notes(view)
    pages = [
        _claim_page(claim, documents[claim.document], passages.get(claim.document, []), matches.get(claim.id, []))
        for claim in claims
        if claim.document in documents
    ]
    return [
        replace(
            page,
            related=related.get(page.row.id, ()),
            row=replace(page.row, sources=sources.get(page.row.id, ""), checked=checked.get(page.row.id, UNCHECKED)),
        )
        for page in pages
    ]


def document_pages(
    documents: Sequence[Document], claims: Sequence[Claim], translations: Sequence[Translation] = ()
) -> list[DocumentPage]:
    """Lay out one page per document."""
    names = {document.id: document.name for document in documents}
    of: dict[str, list[Claim]] = {}
    for claim in claims:
        of.setdefault(claim.document, []).append(claim)
    pages = []
    for document in documents:
        own = of.get(document.id, [])
        marks = [Mark(c.start, c.end, "claim", anchor(c.id)) for c in own]
        paths = {anchor(c.id): claim_page(c.id) for c in own}
        pieces = cut(document.text, 0, len(document.text), marks)
        originals = [_link(names, t, t.of) for t in translations if t.document == document.id]
        translated = tuple(_link(names, t, t.document) for t in translations if t.of == document.id)
        pages.append(DocumentPage(document, pieces, paths, len(own), next(iter(originals), None), translated))
    return pages


def _link(names: Mapping[str, str], translation: Translation, to: str) -> TranslationLink:
    date = translation.date.edtf if translation.date else "date not stated"
    made = f"by a {translation.by}, {translation.translator or 'name not stated'}, {date}"
    return TranslationLink(names[to], document_page(to), made)


def _best(best: float | None) -> str:
    return "" if best is None else f", best {number_text(best)}"


def _claim_page(
    claim: Claim, document: Document, passages: Sequence[Passage], matches: Sequence[tuple[str, Match]]
) -> ClaimPage:
    start, end = _surroundings(claim, document, passages)
    marks = [Mark(claim.start, claim.end, "quote")]
    if claim.figure:
        marks.append(Mark(claim.figure.start, claim.figure.end, "number"))
    said = claim.attribution
    if said.start is not None and said.end is not None:
        marks.append(Mark(said.start, said.end, "speaker"))
    marks += [Mark(part.start, part.end, "context") for part in (claim.when, claim.where) if part]
    marks += [Mark(span.start, span.end, "loaded") for span in claim.loaded]
    return ClaimPage(
        row=claim_row(claim, document),
        pieces=cut(document.text, start, end, marks),
        span=(claim.start, claim.end),
        cut_before=start > 0,
        cut_after=end < len(document.text),
        facts=_facts(claim, document),
        matches=tuple(matches),
        anchor=anchor(claim.id),
    )


def _surroundings(claim: Claim, document: Document, passages: Sequence[Passage]) -> tuple[int, int]:
    held = [p for p in passages if p.start <= claim.start and claim.end <= p.end]
    first = max(min((p.start for p in held), default=claim.start), claim.start - 3 * _AROUND)
    last = min(max((p.end for p in held), default=claim.end), claim.end + 3 * _AROUND)
    start, end = max(0, min(first, claim.start - _AROUND)), min(len(document.text), max(last, claim.end + _AROUND))
    # Whole words only: half a word at the edge reads like a fault of the source.
    while 0 < start < claim.start and not document.text[start - 1].isspace():
        start += 1
    while claim.end < end < len(document.text) and not document.text[end].isspace():
        end -= 1
    return start, end


def _facts(claim: Claim, document: Document) -> tuple[tuple[str, str], ...]:
    said, figure = claim.attribution, claim.figure
    chain = " → ".join(f"{link.speaker} {link.stance}" for link in said.chain)
    page = sum(offset <= claim.start for offset in document.pages)
    facts = [
        ("speaker", said.speaker or "none named"),
        ("attribution", f"{said.kind}{f', {said.grade}' if said.grade else ''}"),
        ("cue", said.cue or ""),
        ("speakers mentioned before", "; ".join(said.candidates)),
        ("who reports whom", chain),
        ("said", said_date(claim, document)),
        ("number", figure_text(figure)),
        ("wording of the number", figure.wording if figure else ""),
        ("bounds", figure.bounds if figure else ""),
        ("act", claim.act),
        ("unit", claim.unit),
        ("counted", claim.counted or "not said"),
        ("polarity", claim.polarity.replace("_", " ")),
        ("modality", claim.modality),
        ("time", _time(claim)),
        ("place", claim.where.wording if claim.where else "not said"),
        ("kind", claim.kind.replace("_", " ")),
        ("words that judge", "; ".join(f"{w.entry} ({w.kind})" for w in _loaded(claim))),
        ("position in the document", f"{claim.position}{f', page {page}' if page else ''}"),
    ]
    return tuple((name, value) for name, value in facts if value)


def _loaded(claim: Claim) -> Sequence[Loaded]:
    """The loaded words of a claim with their entries in the lexicon; none unless the inquiry marks them."""
    marked = {(span.start, span.end) for span in claim.loaded}
    return [word for word in find_loaded(claim.quote, claim.start) if (word.span.start, word.span.end) in marked]


def _time(claim: Claim) -> str:
    if claim.when is None:
        return "not said"
    dates = claim.when.interval.edtf if claim.when.interval else "open: the document has no date"
    return f"“{claim.when.wording}” ({dates})"
