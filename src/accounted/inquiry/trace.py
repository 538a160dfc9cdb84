"""From any id back to the character span or the row it came from (R34)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from accounted.inquiry import contents
from accounted.inquiry.custody import custody_of
from accounted.inquiry.earlier_rows import earlier_rows
from accounted.inquiry.settings import Settings
from accounted.inquiry.trace_acts import find_stated, is_of_casualty
from accounted.linkage import RULES, summarise
from accounted.lists.unfolding import Dating, dating_of, stated_acts, unfold
from accounted.model.capture import Estimate, EstimateSet
from accounted.model.casualty import Unfolded
from accounted.model.claims import Claim
from accounted.model.documents import Document, MovedSpan
from accounted.model.errors import NotFound
from accounted.model.ids import IdMaker
from accounted.model.records import ListInfo, Record
from accounted.model.view import QuestionResult
from accounted.store import Ledger

__all__ = ["Trace", "TraceStep", "trace"]


@dataclass(frozen=True, slots=True)
class TraceStep:
    """One thing on the way: its id, what it is, the lines that say it, and the ids one step further back."""

    id: str
    what: str
    lines: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Trace:
    """The way from an id to its sources; `steps` holds the thing itself first."""

    steps: tuple[TraceStep, ...]


class _Index:
    def __init__(self, ledger: Ledger, settings: Settings, make_id: IdMaker) -> None:
        self._make_id, self.ledger = make_id, ledger
        self.documents = {d.id: d for d in contents.documents(ledger)}
        after = contents.reviewed(ledger)
        self.claims = {c.id: c for c in (*after.claims, *(c for c, _ in after.set_aside))}
        self.records = {r.id: r for r in contents.records(ledger)}
        self.lists = {i.name: i for i in contents.lists(ledger)}
        self.results = {r.question.id: r for r in contents.results(ledger, settings)}
        self.moved = {moved.claim: moved for moved in contents.moved_spans(ledger)}
        self.became = [(change, set(change.before)) for change in contents.changes(ledger)]
        self.earlier = earlier_rows(ledger)
        self.clusters = {c.id: c for r in self.results.values() if r.linkage for c in r.linkage.clusters}

    @cached_property
    def unfolded(self) -> Unfolded:
        """Everything that the rows state, made once: a second time it would get other ids."""
        return unfold(self.records.values(), dating_of(self.lists.values()), self._make_id)


def trace(
    ledger: Ledger, settings: Settings, wanted: str, *, make_id: IdMaker, depth: int = 3, most: int = 20
) -> Trace:
    """Walk back from a claim, record, cluster, act, incident, document or question.

    Args:
        ledger: The record.
        settings: The settings in force.
        wanted: An id (`clm_ rec_ clu_ act_ vic_ inc_ doc_ fil_`; that of an earlier person leads to whom it became),
            the name of a file, which tells what was done with it, or the id of a question; `question.estimate` starts
            at its estimate.
        make_id: A fresh maker of ids with the inquiry's key.
        depth: How many steps back.
        most: How many sources of one thing are followed.

    Raises:
        NotFound: When nothing has that id.
    """
    index = _Index(ledger, settings, make_id)
    steps: list[TraceStep] = []
    waiting, seen = [(wanted, 0)], set()
    while waiting:
        name, level = waiting.pop(0)
        if name in seen:
            continue
        seen.add(name)
        step = _step(index, name)
        steps.append(step)
        if level < depth:
            waiting += [(source, level + 1) for source in step.sources[:most]]
    return Trace(tuple(steps))


def _step(index: _Index, name: str) -> TraceStep:
    if name in index.claims:
        return _claim(index, index.claims[name])
    if name in index.documents:
        return _document(index.documents[name], index.ledger)
    if name in index.records:
        return _record(index.records[name], index)
    was = next((row for row in index.earlier if row.record.id == name), None)
    if was is not None:
        step = _record(was.record, index)
        return TraceStep(name, "record of an earlier version", step.lines, (*step.sources, was.became))
    if name in index.clusters:
        return _person(index, name)
    if name in index.moved:
        return _moved(index.moved[name])
    if is_of_casualty(name):
        stated = find_stated(name, index.unfolded)
        if stated is not None:
            return TraceStep(name, *stated)
    change = next((change for change, before in reversed(index.became) if name in before), None)
    if change is not None:
        others = [other for other in change.before if other != name]
        together = (f"together with {', '.join(others)}",) if others else ()
        return TraceStep(name, "person of an earlier linkage", (f"{change.kind} since", *together), change.after)
    question, _, part = name.partition(".")
    if question in index.results:
        return _result(index.results[question], part)
    history = custody_of(index.ledger, name)
    if history is not None:
        return TraceStep(history.id, "file", (history.name, *history.acts), ())
    raise NotFound(f"nothing here has the id {name!r}", mend="take an id from the report or from `accounted status`")


def _moved(moved: MovedSpan) -> TraceStep:
    """Lead a claim of an earlier text to where its words stand now."""
    if moved.new_start is None:
        now = f"in the text now, by {moved.parser}, it cannot be told where they stand: look at the document"
    else:
        now = f"in the text now, by {moved.parser}, they stand at {moved.new_start}–{moved.new_end}"
    lines = (
        f"“{' '.join(moved.quote.split())}”",
        f"in the text by {moved.parser_before} these words stood at {moved.start}–{moved.end}",
        now,
    )
    return TraceStep(moved.claim, "claim of an earlier text", lines, (moved.document,))


def _person(index: _Index, name: str) -> TraceStep:
    """What the lists together say of a person, each value with its lists, and how they stand to each question."""
    records = index.clusters[name].records
    members = [index.records[r] for r in records]
    lines = [f"{len(records)} records on {', '.join(sorted({r.list for r in members}))}"]
    for line in summarise(name, members, dating_of(index.lists.values())).lines:
        said = "; ".join(f"{s.value} ({', '.join(s.lists)})" for s in line.said)
        lines.append(f"{line.field}: {line.text}" + (f" [{said}]" if len(line.said) > 1 or len(members) > 1 else ""))
        lines.append(f"  rule: {RULES[line.field]}")
    for result in index.results.values():
        own = {e.cluster: e for e in result.scope.clusters} if result.scope else {}
        if name in own:
            lines.append(f"question {result.question.id}: {own[name].membership}, {own[name].reason}")
    return TraceStep(name, "person", tuple(lines), records)


def _claim(index: _Index, claim: Claim) -> TraceStep:
    document = index.documents[claim.document]
    speaker = claim.attribution.speaker or "nobody named"
    figure = f"figure: {claim.figure.wording}" if claim.figure else "no figure"
    line = document.text.count("\n", 0, claim.start) + 1
    return TraceStep(
        claim.id,
        "claim",
        (
            f"“{claim.quote}”",
            f"said by: {speaker}; {figure}; act: {claim.act}",
            f"characters {claim.start}–{claim.end} of {document.name}, line {line}",
        ),
        (claim.document,),
    )


def _document(document: Document, ledger: Ledger) -> TraceStep:
    dated = f"dated {document.dated.edtf} (by {document.dated_by})" if document.dated else "not dated"
    original = f"original {document.sha256}, {document.n_bytes} bytes"
    history = custody_of(ledger, document.name)
    lines = (document.name, dated, document.parser, original)
    return TraceStep(document.id, "document", lines, (history.id,) if history else ())


def _record(record: Record, index: _Index) -> TraceStep:
    """A row, what it states, and what it stated in earlier versions of its list, which led to it."""
    values = "; ".join(f"{title}: {value}" for title, value in record.values if value)
    info = index.lists.get(record.list)
    lines = [f"row {record.row} of {info.file if info else record.list}", values]
    stated = _acts(record, info)
    if stated:
        coded = sorted({act.coded_by for act in record.casualty.acts}) if record.casualty else []
        lines.append(f"acts: {stated}" + (f" (coded by {'; '.join(coded)})" if coded else ""))
    calendars = [f"{title}: {name}" for title, name in (info.calendars if info else ()) if name != "gregorian"]
    lines += [f"calendar of {calendar}" for calendar in calendars]
    before = [row.record for row in index.earlier if row.became == record.id]
    lines += [f"in the version before: {_acts(old, info) or 'no act was stated'}" for old in before]
    return TraceStep(record.id, "record", tuple(lines), tuple(old.id for old in before))


def _acts(record: Record, info: ListInfo | None) -> str:
    dating = dating_of([info])[info.name] if info else Dating()
    acts = stated_acts(record, dating)
    return "; ".join(f"{act.act or 'not understood'}{f', {act.when.edtf}' if act.when else ''}" for act in acts)


def _answers(estimates: EstimateSet | None) -> tuple[str, ...]:
    return tuple(
        f"{s.stratum}: {s.point:.0f}, {s.prob:.0%} interval {s.lower:.0f}–{s.upper:.0f}; seed {s.seed}"
        if isinstance(s, Estimate)
        else f"{s.stratum}: not estimable, {s.reason}"
        for s in (estimates.strata if estimates else ())
    )


def _result(result: QuestionResult, part: str) -> TraceStep:
    question = result.question
    if part == "estimate":
        certain = result.certain
        answers = (
            *_answers(result.estimates),
            *(f"only those certainly in scope: {line}" for line in _answers(certain.estimates if certain else None)),
            *((certain.reason,) if certain and certain.reason else ()),
        )
        return TraceStep(f"{question.id}.estimate", "estimate", answers, (f"{question.id}.table",))
    if part == "table":
        cells = [
            f"{' + '.join(name for name, on in zip(t.lists, history, strict=True) if on)}: {count}"
            for t in result.tables
            for history, count in t.cells
        ]
        source = (f"from {result.table_source}",) if result.table_source else ()
        clusters = [c.cluster for c in result.scope.clusters if c.membership != "out"] if result.scope else []
        return TraceStep(f"{question.id}.table", "capture table", (*source, *cells), tuple(sorted(clusters)))
    same = tuple(m.claim for m in result.matches if m.relation == "same")
    parts = (f"{question.id}.estimate", f"{question.id}.table") if result.tables else ()
    return TraceStep(question.id, "question", (question.text,), (*same, *parts))
