"""Claims for other programs: W3C Web Annotations, CSV, and ClaimReview without a verdict unless a person gave one.

Web Annotation Data Model (https://www.w3.org/TR/annotation-model/): the target is the document with the position and
the words of the sentence, the body the claim as `claims --json` prints it. ClaimReview (https://schema.org/ClaimReview):
a rating stands there only when a person gave a verdict, in that person's words.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from typing import Any

from accounted.claims import to_json
from accounted.model.canonical import canonical_bytes
from accounted.model.claim_reviews import ClaimReview, Reviewed
from accounted.model.claims import Claim
from accounted.model.documents import Document
from accounted.report.exports import safe_cell
from accounted.report.speakers import said_date

__all__ = ["COLUMNS", "annotations_jsonld", "claim_reviews_jsonld", "claims_csv"]

_AROUND = 32
COLUMNS = (
    "id", "document", "start", "end", "quote", "kind", "number", "low", "best", "high", "low_inclusive",
    "high_inclusive", "act", "unit", "counted", "polarity", "modality", "when", "where", "speaker", "attribution",
    "grade", "said_when", "position", "review", "reviewer", "reason",
)  # fmt: skip
"""Columns of the CSV; `review` is `unchecked`, or what a person decided."""


def annotations_jsonld(reviewed: Reviewed, documents: Mapping[str, Document]) -> bytes:
    """Write all claims as one Web Annotation collection; those set aside too, with the decision.

    Args:
        reviewed: Claims after review.
        documents: By id.
    """
    decided = dict(reviewed.decisions)
    items = [
        _annotation(c, documents[c.document], decided.get(c.id)) for c in _all(reviewed) if c.document in documents
    ]
    collection = {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "type": "AnnotationCollection",
        "label": "Claims, as read; a claim with its speaker is no fact",
        "total": len(items),
        "first": {"type": "AnnotationPage", "startIndex": 0, "items": items},
    }
    return canonical_bytes(collection) + b"\n"


def claims_csv(reviewed: Reviewed, documents: Mapping[str, Document]) -> bytes:
    """Write all claims as a table, cells safe to open in a spreadsheet (P6)."""
    decided = dict(reviewed.decisions)
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for claim in _all(reviewed):
        row = _flat(claim, documents.get(claim.document), decided.get(claim.id))
        writer.writerow([safe_cell(str(row[name])) for name in COLUMNS])
    return out.getvalue().encode("utf-8", "replace")


def claim_reviews_jsonld(reviewed: Reviewed, documents: Mapping[str, Document], *, title: str) -> bytes:
    """Write the claims that count as ClaimReview objects, one per line.

    Args:
        reviewed: Claims after review.
        documents: By id.
        title: Of the inquiry, which publishes the review.
    """
    verdicts = dict(reviewed.verdicts)
    return b"".join(
        canonical_bytes(_claim_review(c, documents.get(c.document), verdicts.get(c.id), title)) + b"\n"
        for c in reviewed.claims
    )


def _all(reviewed: Reviewed) -> Iterable[Claim]:
    return (*reviewed.claims, *(claim for claim, _ in reviewed.set_aside))


def _annotation(claim: Claim, document: Document, decided: ClaimReview | None) -> dict[str, Any]:
    text = document.text
    body: list[dict[str, Any]] = [
        {
            "type": "Dataset",
            "purpose": "describing",
            "format": "application/json",
            "value": to_json(claim, document.name),
        }
    ]
    if decided is not None:
        assessing = {"type": "TextualBody", "purpose": "assessing", "value": decided.act}
        body.append({**assessing, "creator": {"type": "Person", "name": decided.person}})
        if decided.reason:
            body.append({"type": "TextualBody", "purpose": "commenting", "value": decided.reason})
    return {
        "id": f"urn:accounted:{claim.id}",
        "type": "Annotation",
        "motivation": "describing",
        "body": body,
        "target": {
            "source": document.name,
            "selector": [
                {"type": "TextPositionSelector", "start": claim.start, "end": claim.end},
                {
                    "type": "TextQuoteSelector",
                    "exact": claim.quote,
                    "prefix": text[max(0, claim.start - _AROUND) : claim.start],
                    "suffix": text[claim.end : claim.end + _AROUND],
                },
            ],
        },
    }


def _flat(claim: Claim, document: Document | None, decided: ClaimReview | None) -> dict[str, object]:
    figure, said = claim.figure, claim.attribution
    bounds = ("low", "best", "high", "low_inclusive", "high_inclusive")
    row: dict[str, object] = {name: getattr(claim, name) for name in COLUMNS if hasattr(claim, name)}
    row |= {name: getattr(figure, name) if figure else None for name in bounds}
    row |= {
        "document": document.name if document else claim.document,
        "number": figure.wording if figure else "",
        "when": claim.when.interval.edtf if claim.when and claim.when.interval else "",
        "where": claim.where.wording if claim.where else "",
        "speaker": said.speaker,
        "attribution": said.kind,
        "grade": said.grade,
        "said_when": claim.said_when.edtf if claim.said_when else "",
        "review": decided.act if decided else "unchecked",
        "reviewer": decided.person if decided else "",
        "reason": decided.reason if decided else "",
    }
    return {name: "" if value is None else value for name, value in row.items()}


def _claim_review(claim: Claim, document: Document | None, verdict: ClaimReview | None, title: str) -> dict[str, Any]:
    speaker = claim.attribution.speaker if claim.attribution.kind == "named" else None
    made: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "ClaimReview",
        "identifier": claim.id,
        "claimReviewed": claim.quote,
        "itemReviewed": {
            "@type": "Claim",
            "appearance": {"@type": "CreativeWork", "name": document.name if document else claim.document},
            "datePublished": said_date(claim, document),
            **({"author": {"@type": "Thing", "name": speaker}} if speaker else {}),
        },
        "author": {"@type": "Organization", "name": title},
    }
    if verdict is not None:
        made["reviewRating"] = {
            "@type": "Rating",
            "alternateName": verdict.reason,
            "author": {"@type": "Person", "name": verdict.person},
        }
    return made
