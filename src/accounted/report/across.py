"""What stands in several documents, laid out: copied passages, claims that say the same, how others relate.

How many claims say the same is no evidence: what comes from one source counts once, and that two sources are
independent is for a person to say.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from accounted.model.claim_reviews import ClaimReview
from accounted.model.claims import Claim
from accounted.model.documents import Document
from accounted.model.relations import SameClaim
from accounted.model.view import InquiryView
from accounted.report.links import claim_page, document_page
from accounted.report.prose import number_text
from accounted.report.speakers import speaker_label

__all__ = [
    "UNCHECKED",
    "AcrossPage",
    "CopiedRow",
    "RelatedRow",
    "SameRow",
    "check_notes",
    "lay_out_across",
    "relate_rows",
    "source_notes",
]

_TO = {
    "repeats": "repeats",
    "cites": "cites",
    "updates": "updates",
    "contradicts": "contradicts",
    "part_of": "is part of",
}
UNCHECKED = "read by machine, not checked"
"""What stands beside every claim that no person has looked at."""

_FROM = {
    "repeats": "is repeated by",
    "cites": "is cited by",
    "updates": "is updated by",
    "contradicts": "contradicts",
    "part_of": "has as a part",
}


@dataclass(frozen=True, slots=True)
class RelatedRow:
    """How a claim relates to another one."""

    relation: str
    path: str
    speaker: str
    words: str
    document: str
    reason: str


@dataclass(frozen=True, slots=True)
class CopiedRow:
    """A passage that two documents share."""

    left: str
    left_path: str
    left_span: tuple[int, int]
    right: str
    right_path: str
    right_span: tuple[int, int]
    n_words: int
    begins: str


@dataclass(frozen=True, slots=True)
class SameRow:
    """Claims that say the same, by source: one row of `sources` holds claims that count once."""

    n_claims: int
    sources: tuple[tuple[RelatedRow, ...], ...]


@dataclass(frozen=True, slots=True)
class AcrossPage:
    """Everything that stands in several documents."""

    same: tuple[SameRow, ...]
    relations: tuple[tuple[RelatedRow, RelatedRow], ...]
    copies: tuple[CopiedRow, ...]


@dataclass(frozen=True, slots=True)
class _Known:
    claims: Mapping[str, Claim]
    documents: Mapping[str, Document]

    @staticmethod
    def of(view: InquiryView) -> _Known:
        return _Known({claim.id: claim for claim in view.claims}, {d.id: d for d in view.documents})

    def row(self, name: str, relation: str = "", reason: str = "") -> RelatedRow:
        claim = self.claims[name]
        document = self.documents.get(claim.document)
        words = claim.figure.wording if claim.figure else " ".join(claim.quote.split())
        label = document.name if document else claim.document
        return RelatedRow(relation, claim_page(name), speaker_label(claim, document), words, label, reason)


def relate_rows(view: InquiryView) -> dict[str, tuple[RelatedRow, ...]]:
    """List, for each claim, how it relates to others, from its own side."""
    known = _Known.of(view)
    found: dict[str, list[RelatedRow]] = {}
    for relation in view.across.relations:
        if relation.left in known.claims and relation.right in known.claims:
            to = known.row(relation.right, _TO[relation.kind], relation.reason)
            back = known.row(relation.left, _FROM[relation.kind], relation.reason)
            found.setdefault(relation.left, []).append(to)
            found.setdefault(relation.right, []).append(back)
    return {name: tuple(rows) for name, rows in found.items()}


def source_notes(view: InquiryView) -> dict[str, str]:
    """Say, for each claim that stands with others, how many say the same and how many sources they are.

    Counted once: copies, quotations and repetitions of one source (R9).
    """
    return {name: note for same in view.across.same for name, note in _notes(same)}


def _notes(same: SameClaim) -> list[tuple[str, str]]:
    n_claims, n_sources = number_text(len(same.claims)), number_text(len(same.sources))
    from_ = "one source" if len(same.sources) == 1 else f"{n_sources} sources, not shown to be independent"
    words = f"{n_claims} claims say this, from {from_}"
    return [(name, words) for name in same.claims]


def check_notes(view: InquiryView) -> dict[str, str]:
    """Say, for each claim that a person looked at, what they decided; every other one is `UNCHECKED`."""
    notes = {name: _decided(review) for name, review in view.reviewed.decisions}
    for _, review in view.reviewed.decisions:
        notes |= {part.id: f"split off by {review.person}" for part in review.made if part.id not in notes}
    for name, review in view.reviewed.verdicts:
        notes[name] = f"{notes.get(name, UNCHECKED)}; verdict of {review.person}: {review.reason}"
    return notes


def _decided(review: ClaimReview) -> str:
    words = {"accept": "accepted", "correct": "corrected", "reject": "rejected", "split": "split", "merge": "merged"}
    if review.act == "accept" and review.made:
        return f"proposed by a language model, accepted by {review.person}"
    into = f" into {review.into}" if review.into else ""
    reason = f": {review.reason}" if review.reason else ""
    return f"{words.get(review.act, review.act)}{into} by {review.person}{reason}"


def lay_out_across(view: InquiryView) -> AcrossPage:
    """Lay out the page of what stands in several documents."""
    known = _Known.of(view)
    same = [
        SameRow(len(entry.claims), tuple(tuple(known.row(name) for name in source) for source in entry.sources))
        for entry in view.across.same
        if all(name in known.claims for name in entry.claims)
    ]
    relations = [
        (known.row(r.left, _TO[r.kind], r.reason), known.row(r.right))
        for r in view.across.relations
        if r.kind not in ("repeats", "cites") and r.left in known.claims and r.right in known.claims
    ]
    copies = [
        CopiedRow(
            known.documents[c.left].name,
            document_page(c.left),
            (c.left_span.start, c.left_span.end),
            known.documents[c.right].name,
            document_page(c.right),
            (c.right_span.start, c.right_span.end),
            c.n_words,
            " ".join(known.documents[c.left].text[c.left_span.start : c.left_span.end][:120].split()),
        )
        for c in view.across.copies
        if c.left in known.documents and c.right in known.documents
    ]
    return AcrossPage(tuple(same), tuple(relations), tuple(copies))
