"""What the record holds now: the results of the latest run of each step, in an order that content alone decides."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TypeVar

from accounted.claims import apply_reviews
from accounted.inquiry.files import current_files
from accounted.inquiry.questions import questions_of
from accounted.inquiry.runs import current_runs, digest
from accounted.inquiry.settings import Settings
from accounted.inquiry.versus import compare_questions
from accounted.lists.unmapped import Unmapped, count_unmapped
from accounted.model.canonical import canonical_bytes
from accounted.model.capture import CaptureTable
from accounted.model.casualty import Casualty
from accounted.model.claim_reviews import ClaimReview, Proposal, Reviewed
from accounted.model.claims import Claim, Survey
from accounted.model.documents import Document, MovedSpan, Passage, Translation
from accounted.model.linkage import Change, Continuity, Decision, Linkage
from accounted.model.list_findings import ListFinding
from accounted.model.plan import PlanState, RecordedPlan, Standing, UserPrior
from accounted.model.questions import Question
from accounted.model.records import ListInfo, Record
from accounted.model.relations import Across, ClaimRelation, Copied, SameClaim
from accounted.model.view import ColumnsRead, DocumentRead, FileState, ListStated, QuestionResult
from accounted.store import Ledger, decode
from accounted.text.names import fold_text

__all__ = [
    "STANDING",
    "across",
    "asked_claims",
    "binding_plan",
    "changes",
    "claim_reviews",
    "claims",
    "columns_read",
    "continuities",
    "decisions",
    "deduplicated",
    "digest_records",
    "documents",
    "documents_read",
    "earlier_linkage",
    "file_states",
    "find_citations",
    "first_estimate",
    "linkages",
    "list_findings",
    "lists",
    "lists_stated",
    "lost_spans",
    "moved_spans",
    "passages",
    "plan_states",
    "plans",
    "proposals",
    "questions",
    "records",
    "results",
    "reviewed",
    "standings",
    "strata_names",
    "subject_of",
    "surveys",
    "tables_of",
    "translations",
    "unmapped",
]

STANDING = ".standing"
"""Ending of the name under which the standing of an estimate is kept beside its result; no question id has a dot."""

_FEWEST_WORDS, _FEWEST_QUOTED = 2, 4

T = TypeVar("T")


def _current(ledger: Ledger, type_: type[T], kind: str, step: str) -> tuple[T, ...]:
    runs = current_runs(ledger, step)
    if step == "read":
        names = current_files(ledger)
        wanted = [r.seq for r in runs.values() if r.subject in names]
    else:
        wanted = [r.seq for r in runs.values()]
    return ledger.values(type_, kind, run=wanted)


def file_states(ledger: Ledger) -> tuple[FileState, ...]:
    """The state of every file, by name."""
    return tuple(sorted(_current(ledger, FileState, "file_state", "read"), key=lambda f: f.name))


def documents(ledger: Ledger) -> tuple[Document, ...]:
    """Documents by name."""
    return tuple(sorted(_current(ledger, Document, "document", "read"), key=lambda d: (d.name, d.sha256)))


def documents_read(ledger: Ledger) -> tuple[DocumentRead, ...]:
    """What a person may confirm of every document that has a text, by name."""
    held = documents(ledger)
    names = {d.id: d.name for d in held}
    originals = {t.document: names[t.of] for t in translations(ledger)}
    return tuple(
        DocumentRead(
            d.name, d.dated.edtf if d.dated else "", d.dated_by, d.language, d.language_by, d.is_public, d.parser,
            originals.get(d.id, ""),
        )
        for d in held
        if d.text
    )  # fmt: skip


def moved_spans(ledger: Ledger) -> tuple[MovedSpan, ...]:
    """What became of spans whenever a document got a new text, oldest first."""
    return ledger.values(MovedSpan, "moved_span")


def lost_spans(ledger: Ledger) -> tuple[MovedSpan, ...]:
    """Spans of an earlier text for which no place was found in the text that a document has now, by document."""
    held = {document.id: document for document in documents(ledger)}
    lost = (s for s in moved_spans(ledger) if s.new_start is None and s.document in held)
    order = {id_: number for number, id_ in enumerate(held)}
    found = (s for s in lost if s.parser == held[s.document].parser)
    return tuple(sorted(found, key=lambda s: (order[s.document], s.start, s.claim)))


def passages(ledger: Ledger) -> tuple[Passage, ...]:
    """Passages in the order of their documents' ids and spans."""
    return tuple(sorted(_current(ledger, Passage, "passage", "read"), key=lambda p: (p.document, p.start)))


def lists(ledger: Ledger) -> tuple[ListInfo, ...]:
    """Lists by name."""
    return tuple(sorted(_current(ledger, ListInfo, "list_version", "read"), key=lambda i: i.name))


def columns_read(ledger: Ledger, settings: Settings) -> tuple[ColumnsRead, ...]:
    """What the columns of each file of lists were read as, by file."""
    columns = {info.file: info.columns for info in lists(ledger)}
    return tuple(ColumnsRead(f, columns[f], settings.for_list(f).has_looked) for f in sorted(columns))


def lists_stated(ledger: Ledger) -> tuple[ListStated, ...]:
    """What each list states, by name."""
    return tuple(ListStated(info.name, info.counted, info.coded_by) for info in lists(ledger))


def unmapped(ledger: Ledger) -> tuple[Unmapped, ...]:
    """Values that have no code; only what records state is read, and only of lists that hold such a value."""
    there = {info.file for info in lists(ledger) if any(unit == "values without a code" for unit, _ in info.counted)}
    runs = [run.seq for run in current_runs(ledger, "read").values() if run.subject in there]
    rows = ledger.scan("record", ("list", "casualty"), run=runs) if runs else ()
    # Looked for in the text first: reading all that a million records state takes a minute.
    missing = ((name, said) for name, said in rows if said and ('"act":null' in said or '"code":null' in said))
    return count_unmapped((name, decode(Casualty, json.loads(said))) for name, said in missing)


def list_findings(ledger: Ledger) -> tuple[ListFinding, ...]:
    """What is odd in the lists, by file, the most serious first."""
    return tuple(sorted(_current(ledger, ListFinding, "list_finding", "read"), key=lambda f: f.file))


def records(ledger: Ledger) -> tuple[Record, ...]:
    """Records by list and content; rows of one file may come in any order."""
    return tuple(sorted(_current(ledger, Record, "record", "read"), key=lambda r: (r.list, r.values, r.id)))


def tables_of(ledger: Ledger, question: Question) -> tuple[CaptureTable, ...]:
    """The capture tables that a question names, by file and stratum."""
    runs = current_runs(ledger, "read")
    found = []
    for name in question.tables:
        if name in runs:
            own = ledger.values(CaptureTable, "capture_table", run=[runs[name].seq])
            label = f"{name}: " if len(question.tables) > 1 else ""
            found += [replace(t, stratum=f"{label}{t.stratum}") for t in own]
    return tuple(found)


def claims(ledger: Ledger) -> tuple[Claim, ...]:
    """Claims of the documents there are now, as they stand after review, by document name and span."""
    return reviewed(ledger).claims


def reviewed(ledger: Ledger) -> Reviewed:
    """Claims after review: those that count, those set aside, and what was decided."""
    held = documents(ledger)
    order = {d.id: number for number, d in enumerate(held)}
    found = [c for c in _current(ledger, Claim, "claim", "claims") if c.document in order]
    after = apply_reviews(found, claim_reviews(ledger), {d.id: d.text for d in held})

    def place(claim: Claim) -> tuple[int, int, int, int, str]:
        return (order[claim.document], claim.start, claim.end, claim.figure.start if claim.figure else -1, claim.id)

    return replace(
        after,
        claims=tuple(sorted(after.claims, key=place)),
        set_aside=tuple(sorted(after.set_aside, key=lambda pair: place(pair[0]))),
    )


def claim_reviews(ledger: Ledger) -> tuple[ClaimReview, ...]:
    """What persons decided about claims, oldest first, with what was taken back later."""
    return ledger.values(ClaimReview, "claim_review")


def surveys(ledger: Ledger) -> tuple[Survey, ...]:
    """How far each document there is now could be read, by document name."""
    order = {d.id: number for number, d in enumerate(documents(ledger))}
    found = (s for s in _current(ledger, Survey, "survey", "claims") if s.document in order)
    return tuple(sorted(found, key=lambda s: order[s.document]))


def translations(ledger: Ledger) -> tuple[Translation, ...]:
    """Which documents there are now are translations of which, by the translations' names."""
    order = {d.id: n for n, d in enumerate(documents(ledger))}
    found = (t for t in _current(ledger, Translation, "translation", "claims") if {t.document, t.of} <= set(order))
    return tuple(sorted(found, key=lambda t: order[t.document]))


def across(ledger: Ledger) -> Across:
    """What is copied, and how the claims there are now relate."""
    return Across(
        _current(ledger, Copied, "copied", "relate"),
        _current(ledger, ClaimRelation, "claim_relation", "relate"),
        _current(ledger, SameClaim, "same_claim", "relate"),
    )


def proposals(ledger: Ledger) -> tuple[Proposal, ...]:
    """What a language model proposed for the documents there are now, by document and place."""
    held = {document.id for document in documents(ledger)}
    found = (p for p in _current(ledger, Proposal, "proposal", "propose") if p.document in held)
    return tuple(sorted(found, key=lambda p: (p.document, p.claim.start, p.id)))


def decisions(ledger: Ledger) -> tuple[Decision, ...]:
    """What people decided about pairs, oldest first, with what was taken back later."""
    return tuple(
        Decision(
            r["id"], r["left"], r["right"], r["judgement"], r["person"], r["at"] or "", r["reason"], r["match_weight"],
            tuple(json.loads(r["evidence"] or "[]")), r["undoes"] or "", bool(r["settles"]),
            r["inclusion"], r["forecast"],
        )
        for r in ledger.rows("decision")
    )  # fmt: skip


def linkages(ledger: Ledger) -> dict[tuple[str, ...], Linkage]:
    """The latest linkage of each set of lists."""
    return {linkage.lists: linkage for linkage in _current(ledger, Linkage, "linkage", "link")}


def earlier_linkage(ledger: Ledger, lists: tuple[str, ...]) -> Linkage | None:
    """The linkage that a new one of these lists follows: of the same lists, else of those that share most, the latest.

    A list that is added makes another set of lists, and people keep what they were.
    """
    runs = {run.seq: run for run in current_runs(ledger, "link").values()}
    latest = {subject_of(linkage.lists): linkage for linkage in linkages(ledger).values()}
    ranked = [
        (latest[run.subject].lists == lists, len(set(latest[run.subject].lists) & set(lists)), seq)
        for seq, run in runs.items()
        if run.subject in latest and set(latest[run.subject].lists) & set(lists)
    ]
    return latest[runs[max(ranked)[-1]].subject] if ranked else None


def continuities(ledger: Ledger) -> dict[tuple[str, ...], Continuity]:
    """What became of earlier people, for the latest linkage of each set of lists that has one before it."""
    return {found.lists: found for found in _current(ledger, Continuity, "continuity", "link")}


def changes(ledger: Ledger) -> tuple[Change, ...]:
    """What became of people, over all linkages there ever were, oldest first."""
    return tuple(change for found in ledger.values(Continuity, "continuity") for change in found.changes)


def questions(ledger: Ledger, settings: Settings) -> tuple[Question, ...]:
    """The questions of the inquiry as it stands."""
    tables = [f.name for f in file_states(ledger) if f.role == "table" and f.state == "parsed"]
    return questions_of(settings, lists(ledger), tables)


def results(ledger: Ledger, settings: Settings) -> tuple[QuestionResult, ...]:
    """What the steps found for each question that has been worked on, with its linkage and standing put back in."""
    linked, recorded, became = linkages(ledger), plans(ledger), continuities(ledger)
    runs = current_runs(ledger, "estimate")
    bodies = {row["question"]: row["body"] for row in ledger.rows("result", run=[r.seq for r in runs.values()])}
    binding, latest = binding_plan(recorded, first_estimate(ledger)), recorded[-1] if recorded else None
    planned = binding or latest
    found = []
    for question in questions(ledger, settings):
        result = _result(bodies.get(question.id))
        if result is not None:
            standing = bodies.get(question.id + STANDING)
            compared = planned.plan.comparisons if planned else ()
            found.append(
                replace(
                    result,
                    linkage=linked.get(question.lists) if question.lists else None,
                    continuity=became.get(question.lists) if question.lists else None,
                    standing=decode(Standing, json.loads(standing)) if standing else None,
                    comparisons=tuple(c for c in compared if question.id in (c.question, c.left, c.right)),
                )
            )
    wanted, foreseen = (plan.plan.comparisons if plan else () for plan in (latest, binding))
    return compare_questions(found, wanted, foreseen, settings.probability)


def asked_claims(ledger: Ledger) -> frozenset[str]:
    """Claims that were found to be about the same thing as some question, whatever the settings say by now."""
    runs = current_runs(ledger, "estimate")
    rows = ledger.rows("result", run=[run.seq for run in runs.values()])
    found = [_result(row["body"]) for row in rows if not row["question"].endswith(STANDING)]
    return frozenset(m.claim for result in found if result for m in result.matches if m.relation == "same")


def _result(body: str | None) -> QuestionResult | None:
    """Read a result; one that another version wrote in another shape counts as not made, and is made again."""
    try:
        return None if body is None else decode(QuestionResult, json.loads(body))
    except (KeyError, TypeError):
        return None


def plans(ledger: Ledger) -> tuple[RecordedPlan, ...]:
    """Every plan that was recorded, oldest first."""
    facts = [row["seq"] for row in ledger.rows("run") if row["step"] == "plan"]
    rows = ledger.rows("result", run=facts)
    return tuple(replace(decode(RecordedPlan, json.loads(row["body"])), fact=row["run"]) for row in rows)


def first_estimate(ledger: Ledger) -> int | None:
    """Number of the fact of the first estimate that was made, on any question; None before it."""
    facts = [row["seq"] for row in ledger.rows("run") if row["step"] == "estimate"]
    for row in ledger.rows("result", run=facts):
        if not row["question"].endswith(STANDING) and json.loads(row["body"])["estimates"] is not None:
            return int(row["run"])
    return None


def binding_plan(recorded: Sequence[RecordedPlan], first: int | None) -> RecordedPlan | None:
    """The plan that estimates are held against: the last one before the first estimate; None when there was none."""
    before = [plan for plan in recorded if first is None or plan.fact < first]
    return before[-1] if before else None


def plan_states(ledger: Ledger) -> tuple[PlanState, ...]:
    """Where every recorded plan stands, oldest first."""
    recorded, first = plans(ledger), first_estimate(ledger)
    binding = binding_plan(recorded, first)
    return tuple(
        PlanState(
            r.plan.sha256,
            r.plan.person,
            r.plan.date,
            r.fact,
            first is None or r.fact < first,
            binding is not None and r is binding,
        )
        for r in recorded
    )


def standings(ledger: Ledger) -> dict[str, tuple[Standing, ...]]:
    """Per question, the standings of all estimates that were ever made on it, oldest first."""
    facts = [row["seq"] for row in ledger.rows("run") if row["step"] == "estimate"]
    found: dict[str, tuple[Standing, ...]] = {}
    for row in ledger.rows("result", run=facts):
        question = row["question"].removesuffix(STANDING)
        if question != row["question"]:
            found[question] = (*found.get(question, ()), decode(Standing, json.loads(row["body"])))
    return found


def strata_names(ledger: Ledger, settings: Settings) -> tuple[str, ...]:
    """By what an answer can be broken down: values that every list may have, titles of columns, strata of tables."""
    titles = {title for record in records(ledger) for title, _ in record.values}
    titles |= {name for table in settings.tables for name in table.strata}
    return ("month", "year", "sex", *sorted(titles - {"month", "year", "sex"}))


def find_citations(ledger: Ledger, prior: UserPrior) -> tuple[str, ...]:
    """Say which documents, speakers and claims of the inquiry a prior's source names; a check of words, no more."""
    source = fold_text(prior.source)
    headlines: dict[str, list[Passage]] = {}
    for passage in passages(ledger):
        if passage.position == "headline":
            headlines.setdefault(passage.document, []).append(passage)
    found = []
    for document in documents(ledger):
        file = document.name.rsplit("/", 1)[-1]
        named = file.casefold() in prior.source.casefold() or document.id in prior.source
        written = (document.text[p.start : p.end] for p in headlines.get(document.id, ()))
        labels = (file.rsplit(".", 1)[0], document.title, *written)
        if named or any(_names(source, fold_text(label), _FEWEST_WORDS) for label in labels):
            found.append(f"the document {document.name}")
    for claim in claims(ledger):
        speaker = claim.attribution.speaker if claim.attribution.kind == "named" else None
        if speaker and _names(source, fold_text(speaker), 1):
            found.append(f"the speaker {speaker}")
        if claim.id in prior.source or _names(source, fold_text(claim.quote), _FEWEST_QUOTED):
            found.append(f"the claim {claim.id}")
    return tuple(
        f"prior {prior.name}: its source {prior.source!r} names {what}, which this inquiry examines"
        for what in dict.fromkeys(found)
    )


def _names(source: str, label: str, fewest: int) -> bool:
    """Whether the words of a label stand in a source, or the source's in the label; `fewest` words make a name."""
    longer, shorter = f" {source} ", f" {label} "
    inside = shorter in longer and len(label.split()) >= fewest
    return bool(label) and (source == label or inside or (longer in shorter and len(source.split()) >= max(fewest, 2)))


def deduplicated(infos: Sequence[ListInfo], names: Iterable[str]) -> tuple[str, ...]:
    """Lists taken to hold each person at most once: as said, else all when there are two or more, none when one."""
    own = [i for i in infos if i.name in set(names)]
    return tuple(sorted(i.name for i in own if (len(own) > 1 if i.deduplicated is None else i.deduplicated)))


def subject_of(names: Sequence[str]) -> str:
    """One text for a set of lists, to find its run by.

    >>> subject_of(("A", "B"))
    '["A","B"]'
    """
    return canonical_bytes(sorted(names)).decode()


def digest_records(own: Iterable[Record]) -> str:
    """Hash records whatever their order and rows."""
    return digest(sorted(canonical_bytes(replace(r, row=0)).decode("utf-8", "replace") for r in own))
