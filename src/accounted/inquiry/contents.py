"""What the record holds now: the results of the latest run of each step, in an order that content alone decides."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TypeVar

from accounted.inquiry.intake import current_files
from accounted.inquiry.questions import questions_of
from accounted.inquiry.runs import current_runs, digest
from accounted.inquiry.settings import Settings
from accounted.model.canonical import canonical_bytes
from accounted.model.capture import CaptureTable
from accounted.model.claims import Claim
from accounted.model.documents import Document, Passage
from accounted.model.linkage import Decision, Linkage
from accounted.model.questions import Question
from accounted.model.records import ListInfo, Record
from accounted.model.view import FileState, QuestionResult
from accounted.store import Ledger, decode

__all__ = [
    "claims",
    "decisions",
    "deduplicated",
    "digest_lists",
    "digest_records",
    "documents",
    "file_states",
    "linkages",
    "lists",
    "passages",
    "questions",
    "records",
    "results",
    "subject_of",
    "tables_of",
]

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


def passages(ledger: Ledger) -> tuple[Passage, ...]:
    """Passages in the order of their documents' ids and spans."""
    return tuple(sorted(_current(ledger, Passage, "passage", "read"), key=lambda p: (p.document, p.start)))


def lists(ledger: Ledger) -> tuple[ListInfo, ...]:
    """Lists by name."""
    return tuple(sorted(_current(ledger, ListInfo, "list_version", "read"), key=lambda i: i.name))


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
    """Claims of the documents there are now, by document name and span."""
    order = {d.id: number for number, d in enumerate(documents(ledger))}
    found = (c for c in _current(ledger, Claim, "claim", "claims") if c.document in order)
    return tuple(sorted(found, key=lambda c: (order[c.document], c.start, c.end, c.id)))


def decisions(ledger: Ledger) -> tuple[Decision, ...]:
    """What people decided about pairs, oldest first."""
    return tuple(
        Decision(r["id"], r["left"], r["right"], r["judgement"], r["person"], "", r["reason"], r["match_weight"])
        for r in ledger.rows("decision")
    )


def linkages(ledger: Ledger) -> dict[tuple[str, ...], Linkage]:
    """The latest linkage of each set of lists."""
    return {linkage.lists: linkage for linkage in _current(ledger, Linkage, "linkage", "link")}


def questions(ledger: Ledger, settings: Settings) -> tuple[Question, ...]:
    """The questions of the inquiry as it stands."""
    tables = [f.name for f in file_states(ledger) if f.role == "table" and f.state == "parsed"]
    return questions_of(settings, lists(ledger), tables)


def results(ledger: Ledger, settings: Settings) -> tuple[QuestionResult, ...]:
    """What the steps found for each question that has been worked on, with its linkage put back in."""
    linked = linkages(ledger)
    runs = current_runs(ledger, "estimate")
    bodies = {row["question"]: row["body"] for row in ledger.rows("result", run=[r.seq for r in runs.values()])}
    found = []
    for question in questions(ledger, settings):
        if question.id in bodies:
            result: QuestionResult = decode(QuestionResult, json.loads(bodies[question.id]))
            found.append(replace(result, linkage=linked.get(question.lists) if question.lists else None))
    return tuple(found)


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


def digest_lists(infos: Iterable[ListInfo], own: Iterable[Record]) -> str:
    """Hash lists and their records whatever the order of files and rows."""
    return digest([sorted(canonical_bytes(i).decode() for i in infos), digest_records(own)])
