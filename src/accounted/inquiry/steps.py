"""The steps between what was read and what is reported: claims, link, estimate."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from accounted import claims, linkage, mse
from accounted.inquiry import contents
from accounted.inquiry.runs import Outcome, current_runs, digest
from accounted.inquiry.stepping import Facts, Made, Work, Workplace, run_step
from accounted.model.capture import CaptureTable
from accounted.model.claims import Claim
from accounted.model.dates import DateInterval
from accounted.model.documents import Document, Passage
from accounted.model.ids import IdMaker
from accounted.model.linkage import Linkage
from accounted.model.questions import Match, Question, Scope
from accounted.model.records import Record
from accounted.model.view import QuestionResult

__all__ = ["estimate_questions", "extract_claims", "link_lists"]

Dates = Mapping[str, DateInterval | None]


def extract_claims(place: Workplace) -> Outcome:
    """Read the claims out of every document that has a text."""
    passages: dict[str, list[Passage]] = {}
    for passage in contents.passages(place.ledger):
        passages.setdefault(passage.document, []).append(passage)
    works = []
    for document in contents.documents(place.ledger):
        own = tuple(passages.get(document.id, ()))
        works.append(Work(document.id, digest([document, *own]), partial(_claims_of, place, document, own)))
    return run_step(place, "claims", works)


def _claims_of(place: Workplace, document: Document, passages: tuple[Passage, ...]) -> Made:
    found = claims.extract_document(document, passages, make_id=IdMaker(place.folder.key()))
    return Made(digest(found), (Facts("claim", found),))


def link_lists(place: Workplace) -> Outcome:
    """Link the lists of each question into people, with samples of whole linkages."""
    settings, infos = place.settings, contents.lists(place.ledger)
    records, decisions = contents.records(place.ledger), contents.decisions(place.ledger)
    works = []
    for lists in sorted({q.lists for q in contents.questions(place.ledger, settings) if q.lists}):
        own = tuple(r for r in records if r.list in lists)
        deduplicated = contents.deduplicated(infos, lists)
        inputs = digest(
            [lists, deduplicated, settings.seed, settings.linkage_samples, decisions, contents.digest_records(own)]
        )
        works.append(Work(contents.subject_of(lists), inputs, partial(_linkage_of, place, own, deduplicated)))
    return run_step(place, "link", works)


def _linkage_of(place: Workplace, records: tuple[Record, ...], deduplicated: tuple[str, ...]) -> Made:
    linked = linkage.link_records(
        records,
        deduplicated=deduplicated,
        decisions=contents.decisions(place.ledger),
        n_samples=place.settings.linkage_samples,
        seed=place.settings.seed,
        threads=place.threads,
        make_id=IdMaker(place.folder.key()),
        temp=place.folder.temp,
        progress=place.progress,
    )
    return Made(digest([linked]), (Facts("linkage", [linked]),))


def estimate_questions(place: Workplace) -> Outcome:
    """For each question: match the claims, decide who is in scope, tabulate, estimate."""
    ledger, settings = place.ledger, place.settings
    said, records, linked = contents.claims(ledger), contents.records(ledger), contents.linkages(ledger)
    linked_outputs = {subject: run.outputs for subject, run in current_runs(ledger, "link").items()}
    dates = {d.id: d.dated for d in contents.documents(ledger)}
    works = []
    for question in contents.questions(ledger, settings):
        tables = contents.tables_of(ledger, question)
        inputs = digest(
            [
                question,
                tables,
                linked_outputs.get(contents.subject_of(question.lists), "") if question.lists else "",
                [i for i in contents.lists(ledger) if i.name in question.lists],
                [(claim, dates.get(claim.document)) for claim in said] if question.takes_claims else [],
                [o.model_dump() for o in settings.overrides if o.question == question.id],
                [q.model_dump() for q in settings.questions if q.id == question.id],
                [settings.for_table(name).model_dump() for name in question.tables],
                (settings.seed, settings.probability, settings.models),
            ]
        )
        own = tuple(r for r in records if r.list in question.lists)
        make = partial(_result_of, place, question, tables, own, linked.get(question.lists), said, dates)
        works.append(Work(question.id, inputs, make))
    return run_step(place, "estimate", works)


def _result_of(
    place: Workplace,
    question: Question,
    tables: tuple[CaptureTable, ...],
    records: tuple[Record, ...],
    linked: Linkage | None,
    said: tuple[Claim, ...],
    dates: Dates,
) -> Made:
    settings = place.settings
    scope: Scope | None = None
    samples: tuple[tuple[CaptureTable, ...], ...] = ()
    if linked is not None:
        infos = tuple(i for i in contents.lists(place.ledger) if i.name in question.lists)
        scope = linkage.scope(question, linked, records, lists=infos)
        tables = linkage.tabulate(linked, scope, records, strata=question.strata)
        samples = linkage.tabulate_samples(
            linked, scope, records, strata=question.strata, question=question, lists=infos
        )
    estimates = mse.estimate(
        tables,
        name=question.id,
        samples=samples,
        models=settings.models,
        seed=settings.seed,
        prob=settings.probability,
        progress=place.progress,
    )
    asked = [q for q in settings.questions if q.id == question.id]
    result = QuestionResult(
        question=question,
        matches=_matches(place, question, said, dates) if question.takes_claims else (),
        linkage=None,
        scope=scope,
        tables=tables,
        table_source="; ".join(
            f"{name}: {settings.for_table(name).source or 'source not stated'}" for name in question.tables
        ),
        estimates=estimates if tables else None,
        references=asked[0].outside() if asked else (),
    )
    return Made(digest([result]), (Facts("result", [{"question": question.id, "body": result}]),))


def _matches(place: Workplace, question: Question, said: tuple[Claim, ...], dates: Dates) -> tuple[Match, ...]:
    decided = {o.claim: o for o in place.settings.overrides if o.question == question.id}
    found = []
    for claim in said:
        match = claims.match(claim, question, documents_date=dates.get(claim.document))
        if claim.id in decided:
            match = replace(match, relation=decided[claim.id].relation, overridden=decided[claim.id].reason)
        found.append(match)
    return tuple(found)
