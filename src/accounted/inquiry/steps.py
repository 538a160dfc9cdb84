"""The steps between what was read and what is reported: claims, link, estimate."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import get_args

from accounted import claims, linkage, mse
from accounted.inquiry import contents
from accounted.inquiry.counting import Asked, Prepared, has_undetermined, prepare_tables, strata_of
from accounted.inquiry.linking import Linking, draw_more, find_linking, link_together
from accounted.inquiry.plan import Plans, judge, settle_plan
from accounted.inquiry.questions import Declared, check_units, declared_of
from accounted.inquiry.runs import Outcome, current_runs, digest
from accounted.inquiry.settings import Settings
from accounted.inquiry.stepping import Facts, Made, Work, Workplace, run_step
from accounted.inquiry.translating import translations_of
from accounted.model.capture import CaptureTable, CheckedAssumption, Estimate, EstimateSet
from accounted.model.claims import Claim
from accounted.model.dates import DateInterval
from accounted.model.documents import Document, Passage, Translation
from accounted.model.errors import SettingsError
from accounted.model.findings import CertainAnswer
from accounted.model.ids import IdMaker
from accounted.model.linkage import Becoming, Continuity, Linkage
from accounted.model.plan import Specification
from accounted.model.questions import Match, Question, Scope
from accounted.model.records import ListInfo
from accounted.model.view import QuestionResult

__all__ = ["estimate_questions", "extract_claims", "link_lists"]

_MOST_RECORDS_DRAWN_ANEW = 50_000
"""Linking more records again would take long; how many linkages they need is said."""

_MOST_TIMES_DRAWN = 3

Dates = Mapping[str, DateInterval | None]


def extract_claims(place: Workplace) -> Outcome:
    """Read the claims out of every document that has a text and is no translation of another.

    Raises:
        SettingsError: When the settings name a translation or an original that is not there.
    """
    passages: dict[str, list[Passage]] = {}
    for passage in contents.passages(place.ledger):
        passages.setdefault(passage.document, []).append(passage)
    works = []
    documents = contents.documents(place.ledger)
    translations = translations_of(place.settings, documents)
    for document in documents:
        own, translation = tuple(passages.get(document.id, ())), translations.get(document.id)
        works.append(
            Work(
                document.id,
                digest([document, *own, place.settings.loaded_words, translation]),
                partial(_claims_of, place, document, own, translation),
            )
        )
    return run_step(place, "claims", works)


def _claims_of(
    place: Workplace, document: Document, passages: tuple[Passage, ...], translation: Translation | None
) -> Made:
    if translation is not None:
        return Made(digest([translation]), (Facts("translation", [translation]),))
    found = claims.extract_document(document, passages, make_id=IdMaker(place.folder.key()))
    if place.settings.loaded_words:
        found = tuple(claims.mark_loaded(claim) for claim in found)
    survey = claims.survey_document(document, passages)
    return Made(digest([found, survey]), (Facts("claim", found), Facts("survey", [survey])))


def link_lists(place: Workplace) -> Outcome:
    """Link the lists of each question into people, with samples of whole linkages."""
    settings, infos = place.settings, contents.lists(place.ledger)
    records, decided = contents.records(place.ledger), contents.decisions(place.ledger)
    works = []
    questions = contents.questions(place.ledger, settings)
    for question in questions:
        check_units(question, declared_of(settings, infos, question.lists))
    for lists in sorted({q.lists for q in questions if q.lists}):
        linking = find_linking(settings, lists, infos, records, decided)
        inputs = digest(
            [
                lists,
                linking.deduplicated,
                linking.insisted,
                settings.seed,
                settings.linkage_samples,
                (settings.transliteration, settings.phonetics),
                linking.judged,
                linking.calibration,
                contents.digest_records(linking.records),
            ]
        )
        earlier = contents.earlier_linkage(place.ledger, lists)
        works.append(Work(contents.subject_of(lists), inputs, partial(_linkage_of, place, linking, earlier)))
    return run_step(place, "link", works)


def _linkage_of(place: Workplace, linking: Linking, earlier: Linkage | None) -> Made:
    linked = link_together(place, linking, place.settings.linkage_samples)
    facts = [Facts("linkage", [linked])]
    if earlier is not None:
        became = linkage.compare_clusters(linked.lists, earlier.clusters, linked.clusters)
        facts.append(Facts("continuity", [became]))
        place.progress.note(_say_continuity(became))
    return Made(digest([linked]), tuple(facts))


def _say_continuity(became: Continuity) -> str:
    """Count what became of the people of the linkage before."""
    counts = Counter(change.kind for change in became.changes)
    others = "".join(f", {counts[kind]:,} {kind}" for kind in get_args(Becoming) if counts[kind] and kind != "gone")
    return (
        f"people of the linkage before: {became.n_kept:,} kept with their ids{others}, {became.n_gone:,} gone; "
        f"{became.n_new:,} new"
    )


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
        asked = Asked(
            question,
            contents.tables_of(ledger, question),
            tuple(i for i in infos if i.name in question.lists),
            tuple(r for r in records if r.list in question.lists),
            linked.get(question.lists),
            said,
            declared[question.id],
            _specify(settings, question, plans),
            plans.pairs_of_strata(question.id),
            plans.wants_checks(question.id) or any(q.checks for q in settings.questions if q.id == question.id),
            plans.is_compared(question.id),
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
        tuple(sorted(strata_of(settings, question))),
        tuple(sorted(settings.models)),
        plans.find_priors(question.id),
        _name_impute_above(settings, question, plans),
    )


def _name_impute_above(settings: Settings, question: Question, plans: Plans) -> tuple[str, ...]:
    """By what more than 40 % may be filled in, as the settings or the plan say."""
    said = [name for asked in settings.questions if asked.id == question.id for name in asked.impute_above]
    strata = strata_of(settings, question)
    for name in said:
        if name not in strata:
            raise SettingsError(
                f"impute_above of question {question.id} names {name!r}, by which it is not broken down",
                where="inquiry.toml",
                mend=f"name some of: {', '.join(strata) or 'its strata, which it has none of'}",
            )
    return tuple(sorted({*said, *plans.find_impute_above(question.id)}))


def _inputs(place: Workplace, asked: Asked, dates: Dates) -> str:
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
            [p.model_dump() for p in settings.places] if question.takes_claims else [],
            [q.model_dump() for q in settings.questions if q.id == question.id],
            [settings.for_table(name).model_dump() for name in question.tables],
            (settings.seed, settings.probability, settings.models, settings.n_most_linkages),
            (asked.made, asked.declared.texts, asked.compare, asked.has_checks, asked.is_compared),
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


def _result_of(place: Workplace, asked: Asked, plans: Plans, dates: Dates) -> Made:
    settings, question = place.settings, asked.question
    scope: Scope | None = None
    if asked.linked is not None:
        scope = linkage.scope(question, asked.linked, asked.records, lists=asked.infos)
    prepared = prepare_tables(settings, asked, scope)
    estimates = _estimate(place, asked, prepared, question.id, asked.is_compared) if prepared.tables else None
    if estimates is not None and scope is not None:
        asked, prepared, estimates = _draw_enough(place, asked, scope, prepared, estimates)
    for sentence in prepared.sentences:
        place.progress.note(f"{question.id}: {sentence}")
    certain = _estimate_certain(place, asked, scope, prepared)
    matches = _matches(place, question, asked.said, dates) if question.takes_claims else ()
    shown = [q for q in settings.questions if q.id == question.id]
    if estimates is not None and asked.has_checks:
        conclusions = _list_conclusions(asked.said, matches) if len(prepared.tables) == 1 else []
        estimates = replace(estimates, checked=_check(place, prepared.tables, conclusions))
    result = QuestionResult(
        question=question,
        matches=matches,
        linkage=None,
        scope=scope,
        tables=prepared.counted,
        table_source="; ".join(
            f"{name}: {settings.for_table(name).source or 'source not stated'}" for name in question.tables
        ),
        estimates=estimates,
        references=shown[0].outside() if shown else (),
        declarations=asked.declared.lists,
        declared=prepared.sentences,
        priors=asked.made.priors,
        certain=certain,
    )
    facts: list[Mapping[str, object]] = [{"question": question.id, "body": result}]
    if estimates is not None:
        earlier = contents.standings(place.ledger).get(question.id, ())
        standing = judge(asked.made, plans, earlier, question=question, declared=asked.declared.texts)
        facts.append({"question": question.id + contents.STANDING, "body": standing})
    return Made(digest([fact["body"] for fact in facts]), (Facts("result", facts),))


def _estimate(place: Workplace, asked: Asked, prepared: Prepared, name: str, keep_draws: bool = False) -> EstimateSet:
    settings = place.settings
    known = {table.stratum for table in prepared.tables}
    found = mse.estimate(
        prepared.tables,
        name=name,
        samples=prepared.samples,
        carries=prepared.carries,
        assumed=prepared.assumed,
        models=settings.models,
        priors=asked.made.priors,
        keep_draws=keep_draws,
        compare=[pair for pair in asked.compare if set(pair) <= known],
        seed=settings.seed,
        prob=settings.probability,
        progress=place.progress,
    )
    said = tuple(
        f"{a} and {b} cannot be compared: there is no stratum {', '.join(sorted({a, b} - known))}"
        for a, b in asked.compare
        if not {a, b} <= known
    )
    return mse.show_imputed(replace(found, compared=(*said, *found.compared)), prepared.given)


def _draw_enough(
    place: Workplace, asked: Asked, scope: Scope, prepared: Prepared, estimates: EstimateSet
) -> tuple[Asked, Prepared, EstimateSet]:
    """Draw more linkages where the limits are not known to 3 % with those there are, up to a stated number.

    Only the estimate uses them: those of the record begin with the same and stay as they are.
    """
    linked = asked.linked
    if linked is None or not linked.samples or len(asked.records) > _MOST_RECORDS_DRAWN_ANEW:
        return asked, prepared, estimates
    n_before = n_linkages = len(linked.samples)
    for _ in range(_MOST_TIMES_DRAWN):
        needed = max((s.samples_needed or 0 for s in estimates.strata if isinstance(s, Estimate)), default=0)
        n_wanted = min(needed, place.settings.n_most_linkages)
        more = draw_more(place, linked, n_wanted) if n_wanted > n_linkages else None
        if more is None:
            break
        n_linkages, asked = n_wanted, replace(asked, linked=more)
        prepared = prepare_tables(place.settings, asked, scope)
        estimates = _estimate(place, asked, prepared, asked.question.id, asked.is_compared)
    if n_linkages > n_before:
        said = (
            f"{n_linkages - n_before} more linkages were drawn for the estimate alone, {n_linkages} in all: with "
            f"{n_before} its limits were known to less than 3 %"
        )
        prepared = replace(prepared, sentences=(*prepared.sentences, said))
    return asked, prepared, estimates


def _estimate_certain(place: Workplace, asked: Asked, scope: Scope | None, either: Prepared) -> CertainAnswer | None:
    """Estimate from those alone who certainly belong, to stand beside; None where there are no lists.

    Nothing is estimated twice: where nobody is undetermined both tables are the same.
    """
    if scope is None:
        return None
    certain = prepare_tables(place.settings, asked, scope, only_certain=True) if has_undetermined(scope) else either
    if (certain.tables, certain.samples) == (either.tables, either.samples):
        return CertainAnswer((), None, "nobody is undetermined: without them the table and the estimate are the same")
    if not sum(table.n_observed for table in certain.tables):
        return CertainAnswer((), None, "nobody certainly belongs: without the undetermined there is no table")
    estimates = _estimate(place, asked, certain, f"{asked.question.id}, only those certainly in scope")
    return CertainAnswer(certain.counted, estimates, "")


def _check(
    place: Workplace, tables: Sequence[CaptureTable], conclusions: Sequence[mse.Conclusion]
) -> tuple[CheckedAssumption, ...]:
    """Try the assumption behind each stratum's estimate, on the best linkage."""
    seed, prob, progress = place.settings.seed, place.settings.probability, place.progress
    return tuple(
        mse.say_checked(mse.run_checks(table, seed=seed, conclusions=conclusions, prob=prob, progress=progress))
        for table in tables
    )


def _list_conclusions(said: Sequence[Claim], matches: Sequence[Match]) -> list[mse.Conclusion]:
    """What claims about the same thing say with one open end: the checks say how far the assumption must fail for it.

    In our words and not in the speaker's, which stay with the claim.
    """
    same = {match.claim for match in matches if match.relation == "same"}
    found: dict[mse.Conclusion, None] = {}
    for claim in said:
        figure = claim.figure
        if figure is None or claim.id not in same or claim.polarity != "asserted":
            continue
        if figure.low is not None and figure.high is None:
            is_inclusive = figure.low_inclusive is not False
            words = f"{'at least' if is_inclusive else 'over'} {figure.low:,.10g}"
            found[mse.Conclusion(words, float(figure.low), "over", is_inclusive)] = None
        elif figure.high is not None and figure.low is None:
            is_inclusive = figure.high_inclusive is not False
            words = f"{'at most' if is_inclusive else 'under'} {figure.high:,.10g}"
            found[mse.Conclusion(words, float(figure.high), "under", is_inclusive)] = None
    return list(found)


def _matches(place: Workplace, question: Question, said: tuple[Claim, ...], dates: Dates) -> tuple[Match, ...]:
    decided = {o.claim: o for o in place.settings.overrides if o.question == question.id}
    found, gazetteer = [], place.settings.gazetteer()
    for claim in said:
        match = claims.match(claim, question, documents_date=dates.get(claim.document), gazetteer=gazetteer)
        if claim.id in decided:
            match = replace(match, relation=decided[claim.id].relation, overridden=decided[claim.id].reason)
        found.append(match)
    return tuple(found)
