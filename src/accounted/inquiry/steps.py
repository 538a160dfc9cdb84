"""The steps between what was read and what is reported: claims, link, estimate."""

from __future__ import annotations

import functools
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from accounted import claims, linkage, mse
from accounted.inquiry import contents
from accounted.inquiry.plan import Plans, judge, settle_plan
from accounted.inquiry.questions import (
    Declared,
    check_units,
    coverage_of,
    declared_of,
    limited_lists,
    reasons_outside,
)
from accounted.inquiry.reviewing import binding
from accounted.inquiry.runs import Outcome, current_runs, digest
from accounted.inquiry.settings import Settings
from accounted.inquiry.stepping import Facts, Made, Work, Workplace, run_step
from accounted.model.capture import CaptureTable, CheckedAssumption
from accounted.model.claims import Claim
from accounted.model.dates import DateInterval
from accounted.model.documents import Document, Passage
from accounted.model.ids import IdMaker
from accounted.model.linkage import Decision, Linkage
from accounted.model.plan import Specification
from accounted.model.questions import Match, Question, Scope
from accounted.model.records import ListInfo, Record
from accounted.model.view import QuestionResult
from accounted.mse.declared import (
    CoveredPerson,
    apply_declarations,
    declare_contained,
    drop_lists,
    find_contained,
    find_regions,
    tables_by_coverage,
)

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
    records, decisions = contents.records(place.ledger), binding(contents.decisions(place.ledger))
    works = []
    questions = contents.questions(place.ledger, settings)
    for question in questions:
        check_units(question, declared_of(settings, infos, question.lists))
    for lists in sorted({q.lists for q in questions if q.lists}):
        own = tuple(r for r in records if r.list in lists)
        known = {record.id for record in own}
        judged = tuple(d for d in decisions if d.left in known and d.right in known)
        deduplicated = contents.deduplicated(infos, lists)
        insisted = tuple(i.name for i in infos if i.name in deduplicated and _is_insisted(settings, i))
        inputs = digest(
            [
                lists,
                deduplicated,
                insisted,
                settings.seed,
                settings.linkage_samples,
                judged,
                contents.digest_records(own),
            ]
        )
        make = partial(_linkage_of, place, own, (deduplicated, insisted), judged)
        works.append(Work(contents.subject_of(lists), inputs, make))
    return run_step(place, "link", works)


def _is_insisted(settings: Settings, info: ListInfo) -> bool:
    return settings.for_list(info.file).deduplicated == "insist"


def _linkage_of(
    place: Workplace,
    records: tuple[Record, ...],
    said: tuple[tuple[str, ...], tuple[str, ...]],
    judged: tuple[Decision, ...],
) -> Made:
    linked = linkage.link_records(
        records,
        deduplicated=said[0],
        insisted=said[1],
        decisions=judged,
        n_samples=place.settings.linkage_samples,
        seed=place.settings.seed,
        threads=place.threads,
        make_id=IdMaker(place.folder.key()),
        temp=place.folder.temp,
        progress=place.progress,
    )
    return Made(digest([linked]), (Facts("linkage", [linked]),))


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question with all that its answer is made from."""

    question: Question
    tables: tuple[CaptureTable, ...]
    infos: tuple[ListInfo, ...]
    records: tuple[Record, ...]
    linked: Linkage | None
    said: tuple[Claim, ...]
    declared: Declared
    made: Specification
    compare: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class _Prepared:
    """Capture tables, the same strata of every sampled linkage, and what declarations did to them."""

    tables: tuple[CaptureTable, ...]
    samples: tuple[tuple[CaptureTable, ...], ...] = ()
    sentences: tuple[str, ...] = ()


def estimate_questions(place: Workplace) -> Outcome:
    """For each question: match the claims, decide who is in scope, tabulate, estimate, and say whether it was planned.

    A plan that is new goes into the record before anything is estimated.
    """
    ledger, settings = place.ledger, place.settings
    questions, infos = contents.questions(ledger, settings), contents.lists(ledger)
    declared = {question.id: _declared(place, question, infos) for question in questions}
    texts = {name: text for entry in declared.values() for name, text in entry.texts.items()}
    plans = settle_plan(place, questions, texts)
    said, records, linked = contents.claims(ledger), contents.records(ledger), contents.linkages(ledger)
    dates = {d.id: d.dated for d in contents.documents(ledger)}
    works = []
    for question in questions:
        asked = _Asked(
            question,
            contents.tables_of(ledger, question),
            tuple(i for i in infos if i.name in question.lists),
            tuple(r for r in records if r.list in question.lists),
            linked.get(question.lists),
            said,
            declared[question.id],
            _specify(settings, question, plans),
            _planned_pairs(plans, question),
        )
        works.append(Work(question.id, _inputs(place, asked, dates), partial(_result_of, place, asked, plans, dates)))
    outcome = run_step(place, "estimate", works)
    _tell(place, plans, outcome)
    return outcome


def _declared(place: Workplace, question: Question, infos: Sequence[ListInfo]) -> Declared:
    names = [name for table in contents.tables_of(place.ledger, question) for name in table.lists]
    return declared_of(place.settings, infos, question.lists or names)


def _specify(settings: Settings, question: Question, plans: Plans) -> Specification:
    return Specification(
        question.id,
        question.lists,
        tuple(sorted(question.tables)),
        tuple(sorted(_strata(settings, question))),
        tuple(sorted(settings.models)),
        plans.find_priors(question.id),
    )


def _strata(settings: Settings, question: Question) -> tuple[str, ...]:
    """By what a question is broken down: as it says, or as its capture tables are."""
    if question.lists:
        return question.strata
    return tuple(dict.fromkeys(name for table in question.tables for name in settings.for_table(table).strata))


def _inputs(place: Workplace, asked: _Asked, dates: Dates) -> str:
    """Digest of all that decides the answer to a question."""
    settings, question = place.settings, asked.question
    linked_outputs = {subject: run.outputs for subject, run in current_runs(place.ledger, "link").items()}
    return digest(
        [
            question,
            asked.tables,
            linked_outputs.get(contents.subject_of(question.lists), "") if question.lists else "",
            asked.infos,
            [(claim, dates.get(claim.document)) for claim in asked.said] if question.takes_claims else [],
            [o.model_dump() for o in settings.overrides if o.question == question.id],
            [q.model_dump() for q in settings.questions if q.id == question.id],
            [settings.for_table(name).model_dump() for name in question.tables],
            (settings.seed, settings.probability, settings.models),
            (asked.made, asked.declared.texts, asked.compare),
        ]
    )


def _tell(place: Workplace, plans: Plans, outcome: Outcome) -> None:
    """Say once what is planned and what is exploratory, of what was estimated just now."""
    standings = contents.standings(place.ledger)
    made = {name: standings[name][-1] for name in outcome.done if name in standings}
    if plans.note() and (made or plans.current):
        place.progress.note(plans.note())
    if plans.current or plans.binding:
        for name, standing in made.items():
            place.progress.note(f"{name}: {standing.sentence}")


def _result_of(place: Workplace, asked: _Asked, plans: Plans, dates: Dates) -> Made:
    settings, question = place.settings, asked.question
    scope: Scope | None = None
    if asked.linked is not None:
        scope = linkage.scope(question, asked.linked, asked.records, lists=asked.infos)
    prepared = _prepare(place, asked, scope)
    estimates = None
    if prepared.tables:
        estimates = mse.estimate(
            prepared.tables,
            name=question.id,
            samples=prepared.samples,
            models=settings.models,
            priors=asked.made.priors,
            compare=[pair for pair in asked.compare if set(pair) <= {table.stratum for table in prepared.tables}],
            seed=settings.seed,
            prob=settings.probability,
            progress=place.progress,
        )
    shown = [q for q in settings.questions if q.id == question.id]
    if estimates is not None and any(q.checks for q in shown):
        estimates = replace(estimates, checked=_check(place, prepared.tables))
    result = QuestionResult(
        question=question,
        matches=_matches(place, question, asked.said, dates) if question.takes_claims else (),
        linkage=None,
        scope=scope,
        tables=prepared.tables,
        table_source="; ".join(
            f"{name}: {settings.for_table(name).source or 'source not stated'}" for name in question.tables
        ),
        estimates=estimates,
        references=shown[0].outside() if shown else (),
        declarations=asked.declared.lists,
        declared=prepared.sentences,
        priors=asked.made.priors,
    )
    facts: list[Mapping[str, object]] = [{"question": question.id, "body": result}]
    if estimates is not None:
        earlier = contents.standings(place.ledger).get(question.id, ())
        standing = judge(asked.made, plans, earlier, question=question, declared=asked.declared.texts)
        facts.append({"question": question.id + contents.STANDING, "body": standing})
    return Made(digest([fact["body"] for fact in facts]), (Facts("result", facts),))


def _check(place: Workplace, tables: Sequence[CaptureTable]) -> tuple[CheckedAssumption, ...]:
    """Try the assumption behind each stratum's estimate, on the best linkage."""
    settings = place.settings
    return tuple(
        mse.say_checked(mse.run_checks(table, seed=settings.seed, prob=settings.probability, progress=place.progress))
        for table in tables
    )


def _planned_pairs(plans: Plans, question: Question) -> tuple[tuple[str, str], ...]:
    """The comparisons of this question's strata that the plan foresees."""
    planned = plans.current.plan.comparisons if plans.current else ()
    pairs = [(c.left, c.right) for c in planned if c.of == "strata" and c.question == question.id]
    return tuple(dict.fromkeys(pairs))


def _prepare(place: Workplace, asked: _Asked, scope: Scope | None) -> _Prepared:
    """Make the capture tables, with what the lists declare carried into them."""
    question, settings = asked.question, place.settings
    made = _Prepared(asked.tables)
    if asked.linked is not None and scope is not None:
        made = _count(asked, asked.linked, scope)
    units = check_units(question, asked.declared)
    strata = _strata(settings, question)
    labels = [_values(table.stratum, strata, question.tables) for table in made.tables]
    outside = reasons_outside(asked.declared, strata, labels)
    groups, sentences = [], [*units, *made.sentences]
    apart = {name for reasons in outside for name in reasons}
    if question.strata and scope is not None and asked.linked is not None:
        sentences += _say_not_apart(asked, asked.linked, scope, apart)
    elif question.tables:
        sentences += _say_undivided(asked, apart)
    for number, table in enumerate(made.tables):
        group = [table, *(sample[number] for sample in made.samples)]
        ready, said = _declare(group, outside[number], asked.declared, settings)
        groups.append(ready)
        sentences += said
    tables = tuple(group[0] for group in groups)
    samples = tuple(tuple(group[draw] for group in groups) for draw in range(1, len(made.samples) + 1))
    prepared = _Prepared(tables, samples, tuple(dict.fromkeys(sentences)))
    for sentence in prepared.sentences:
        place.progress.note(f"{question.id}: {sentence}")
    return prepared


def _values(label: str, strata: Sequence[str], files: Sequence[str]) -> tuple[str, ...]:
    """Take the label of a stratum apart, one value per variable; empty when it does not come apart so.

    >>> _values("2031-03, F", ["month", "sex"], [])
    ('2031-03', 'F')
    >>> _values("a.csv: month: 2031-03, sex: F", ["month", "sex"], ["a.csv"])
    ('2031-03', 'F')
    """
    for file in files:
        label = label.removeprefix(f"{file}: ")
    parts = label.split(", ") if len(strata) > 1 else [label]
    if len(parts) != len(strata):
        return ()
    return tuple(part.removeprefix(f"{name}: ") for name, part in zip(strata, parts, strict=True))


def _declare(
    group: Sequence[CaptureTable], outside: Mapping[str, str], declared: Declared, settings: Settings
) -> tuple[list[CaptureTable], list[str]]:
    """Carry declarations into the table of one stratum and those of its sampled linkages alike."""
    fewer = [drop_lists(table, outside) for table in group]
    tables, sentences = [table for table, _ in fewer], [*fewer[0][1]]
    contained, contradictions = find_contained(tables, declared.takes_all)
    sentences += contradictions
    limited = [declare_contained(table, contained) for table in tables]
    related = [apply_declarations(table, declared.lists, copies=settings.copies) for table, _ in limited]
    return [table for table, _ in related], [*sentences, *limited[0][1], *related[0][1]]


@dataclass(frozen=True, slots=True)
class _Covered:
    """People of the best linkage and of every sampled one, with the lists that could hold them."""

    best: tuple[CoveredPerson, ...]
    draws: tuple[tuple[CoveredPerson, ...], ...]


def _count(asked: _Asked, linked: Linkage, scope: Scope) -> _Prepared:
    """Count people by the lists they are on; without strata, in parts that differ in which lists could hold them."""
    question, records = asked.question, asked.records
    covered = None if question.strata else _cover(asked, linked, scope)
    if covered is None:
        return _Prepared(
            linkage.tabulate(linked, scope, records, strata=question.strata),
            linkage.tabulate_samples(
                linked, scope, records, strata=question.strata, question=question, lists=asked.infos
            ),
        )
    lists, regions = [entry.name for entry in asked.declared.lists], find_regions(covered.best)
    tables, sentences = tables_by_coverage(lists, covered.best)
    samples = tuple(tables_by_coverage(lists, people, regions=regions)[0] for people in covered.draws)
    return _Prepared(tables, samples, sentences)


def _cover(asked: _Asked, linked: Linkage, scope: Scope) -> _Covered | None:
    """Say of everybody in scope which lists could hold them; None when every list could hold everybody."""
    inside = coverage_of(asked.question, asked.declared, asked.records)
    if inside is None:
        return None
    thin = set(linked.thin)
    by_id = {record.id: record for record in asked.records if record.id not in thin}
    lists = tuple(entry.name for entry in asked.declared.lists)
    wanted = {entry.cluster for entry in scope.clusters if entry.membership != "out"}
    belongs = linkage.membership(asked.question, asked.records, asked.infos)

    def cover(person: Sequence[Record]) -> CoveredPerson:
        on = {record.list for record in person}
        return CoveredPerson(tuple(int(name in on) for name in lists), inside(person))

    @functools.cache  # most people are the same in most draws
    def drawn(names: tuple[str, ...]) -> CoveredPerson | None:
        person = [by_id[name] for name in names]
        return cover(person) if belongs(person) != "out" else None

    wanted_clusters = (cluster for cluster in linked.clusters if cluster.id in wanted)
    best = tuple(cover([by_id[r] for r in cluster.records if r in by_id]) for cluster in wanted_clusters)
    draws = []
    for draw in linked.samples:
        groups: dict[int, list[str]] = {}
        for name, number in zip(linked.records, draw, strict=True):
            if name in by_id:
                groups.setdefault(number, []).append(name)
        people = (drawn(tuple(names)) for names in groups.values())
        draws.append(tuple(person for person in people if person))
    return _Covered(best, tuple(draws))


def _say_undivided(asked: _Asked, apart: Collection[str]) -> list[str]:
    """Name the lists of a capture table that declare less than the question asks: counts cannot be divided any more."""
    return [
        f"{name} declares less than the whole place and period of the question, and the table does not tell who lies "
        "outside: its silence about them is counted as if it could have held them"
        for name in limited_lists(asked.question, asked.declared)
        if name not in apart
    ]


def _say_not_apart(asked: _Asked, linked: Linkage, scope: Scope, apart: Collection[str]) -> list[str]:
    """Name the lists whose silence is taken for a zero because the strata do not follow where and when they worked."""
    covered = _cover(asked, replace(linked, samples=()), scope)
    sentences = []
    for j, entry in enumerate(asked.declared.lists):
        n_outside = sum(person.inside[j] is False for person in covered.best) if covered else 0
        if n_outside and entry.name not in apart:
            sentences.append(
                f"{n_outside:,} people lie outside what {entry.name} declares, and the strata do not set them apart: "
                "its silence about them is counted as if it could have held them"
            )
    return sentences


def _matches(place: Workplace, question: Question, said: tuple[Claim, ...], dates: Dates) -> tuple[Match, ...]:
    decided = {o.claim: o for o in place.settings.overrides if o.question == question.id}
    found = []
    for claim in said:
        match = claims.match(claim, question, documents_date=dates.get(claim.document))
        if claim.id in decided:
            match = replace(match, relation=decided[claim.id].relation, overridden=decided[claim.id].reason)
        found.append(match)
    return tuple(found)
