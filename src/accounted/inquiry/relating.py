"""The step `relate`: what documents copy from each other, and how their claims relate."""

from __future__ import annotations

from functools import partial

from accounted import claims
from accounted.inquiry import contents
from accounted.inquiry.runs import Outcome, digest
from accounted.inquiry.stepping import Facts, Made, Work, Workplace, run_step
from accounted.model.claims import Claim
from accounted.model.documents import Document

__all__ = ["relate_claims"]


def relate_claims(place: Workplace) -> Outcome:
    """Find the passages that documents share, and relate the claims of all; one subject, for all depend on all."""
    documents, said = contents.documents(place.ledger), contents.claims(place.ledger)
    settings = (place.settings.aliases(), [p.model_dump() for p in place.settings.places])
    inputs = digest([said, [(d.id, d.sha256, d.parser, d.dated) for d in documents], settings])
    works = [Work("", inputs, partial(_relate, place, documents, said))] if documents else []
    return run_step(place, "relate", works)


def _relate(place: Workplace, documents: tuple[Document, ...], said: tuple[Claim, ...]) -> Made:
    copies = claims.find_copies((document.id, document.text) for document in documents)
    found = claims.relate(
        said,
        {d.id: d.dated for d in documents},
        copies,
        aliases=place.settings.aliases(),
        gazetteer=place.settings.gazetteer(),
    )
    facts = (
        Facts("copied", found.copies),
        Facts("claim_relation", found.relations),
        Facts("same_claim", found.same),
    )
    return Made(digest([found]), facts)
