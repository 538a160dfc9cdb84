"""The step `propose`: a language model reads the documents that may be sent to it; off unless the settings name one."""

from __future__ import annotations

from functools import partial

from accounted import claims
from accounted.inquiry import contents
from accounted.inquiry.language_model import ask_model, check_host
from accounted.inquiry.runs import Outcome, digest
from accounted.inquiry.settings import FILE_NAME, same_file
from accounted.inquiry.stepping import Facts, Made, Work, Workplace, run_step
from accounted.inquiry.translating import translations_of
from accounted.model.claim_reviews import Proposal
from accounted.model.documents import Document
from accounted.model.errors import SettingsError
from accounted.model.ids import IdMaker

__all__ = ["propose_claims"]


def propose_claims(place: Workplace) -> Outcome:
    """Let the model read each document that is public, or all when the settings say so; translations never.

    Raises:
        SettingsError: When the settings name no model, or a host that is not this machine and not confirmed.
    """
    said = place.settings.language_model
    if not said.endpoint or not said.model:
        mend = 'write [language_model], endpoint = "http://127.0.0.1:11434/v1" and model = "…"'
        raise SettingsError("there is no language model in the settings", where=FILE_NAME, mend=mend)
    check_host(said)
    held = contents.documents(place.ledger)
    translations = translations_of(place.settings, held)
    documents = [d for d in held if d.text and d.id not in translations]
    sent = [d for d in documents if said.send_all or any(same_file(name, d.name) for name in said.documents)]
    if len(sent) < len(documents):
        place.progress.note(f"{len(documents) - len(sent)} documents are not said to be public, and are not sent")
    settings = (said.endpoint, said.model, claims.INSTRUCTION)
    works = [Work(d.id, digest([d, settings]), partial(_propose, place, d)) for d in sent]
    return run_step(place, "propose", works)


def _propose(place: Workplace, document: Document) -> Made:
    said = place.settings.language_model
    known = [claim for claim in contents.claims(place.ledger) if claim.document == document.id]
    make_id = IdMaker(place.folder.key())
    found: list[Proposal] = []
    n_refused = 0
    for piece in claims.cut_for_reading(document.text):
        kept, refused = claims.keep_proposals(ask_model(said, piece), document, known, make_id)
        known += kept
        found += [Proposal(claim.id, document.id, said.model, claim) for claim in kept]
        n_refused += len(refused)
    note = f"{document.name}: {len(found)} proposed, {n_refused} refused because their words do not stand in the text"
    place.progress.note(note)
    return Made(digest(found), (Facts("proposal", found),))
