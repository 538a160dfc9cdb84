"""The step `relate`: what documents copy from each other, and how their claims relate."""

from __future__ import annotations

from functools import partial

from accounted import claims
from accounted.inquiry import contents
from accounted.inquiry.runs import Outcome, digest
from accounted.inquiry.stepping import Facts, Made, Work, Workplace, run_step
from accounted.model.claim_reviews import Reviewed
from accounted.model.documents import Document

__all__ = ["relate_claims"]


def relate_claims(place: Workplace) -> Outcome:
    """Find the passages that documents share, and relate the claims of all; one subject, for all depend on all."""
    documents, after = contents.documents(place.ledger), contents.reviewed(place.ledger)
    dated = [(document.id, document.sha256, document.parser, document.dated) for document in documents]
    settings = (place.settings.aliases(), [p.model_dump() for p in place.settings.places])
    inputs = digest([after.claims, after.independent, dated, settings])
    works = [Work("", inputs, partial(_relate, place, documents, after))] if documents else []
    return run_step(place, "relate", works)


def _relate(place: Workplace, documents: tuple[Document, ...], after: Reviewed) -> Made:
    copies = claims.find_copies((document.id, document.text) for document in documents)
    found = claims.relate(
        after.claims,
        {d.id: d.dated for d in documents},
        copies,
        aliases=place.settings.aliases(),
        independent=after.independent,
        gazetteer=place.settings.gazetteer(),
    )
    facts = (
        Facts("copied", found.copies),
        Facts("claim_relation", found.relations),
        Facts("same_claim", found.same),
    )
    return Made(digest([found]), facts)
