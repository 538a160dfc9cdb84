"""The step `report`: everything the record holds now, written to `output/` in one swap."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from accounted import claims, linkage
from accounted.inquiry import contents
from accounted.inquiry.codebooks import kept_vocabularies
from accounted.inquiry.runs import Outcome, code_version, current_runs, digest
from accounted.inquiry.settings import Settings
from accounted.inquiry.stepping import Made, Work, Workplace, run_step
from accounted.inquiry.version_changes import unapproved_changes
from accounted.lists.unfolding import dating_of
from accounted.model.canonical import content_root, plain
from accounted.model.ids import IdMaker
from accounted.model.records import ListInfo, Record
from accounted.model.view import InquiryView, QuestionResult
from accounted.report import render_output
from accounted.store import Ledger

__all__ = ["content_root_of", "view_of", "write_report"]


def view_of(ledger: Ledger, settings: Settings) -> InquiryView:
    """Gather what a report is written from."""
    records, after = contents.records(ledger), contents.reviewed(ledger)
    return InquiryView(
        title=settings.title,
        notice=settings.notice,
        standard_of_proof=settings.standard_of_proof,
        files=contents.file_states(ledger),
        documents=contents.documents(ledger),
        passages=contents.passages(ledger),
        claims=after.claims,
        lists=contents.lists(ledger),
        records=records,
        results=_with_people(contents.results(ledger, settings), records, contents.lists(ledger)),
        settings=tuple(_flat("", plain(settings.model_dump()))),
        content_root=content_root_of(ledger, settings),
        code_version=code_version(),
        plans=contents.plans(ledger),
        list_findings=contents.list_findings(ledger),
        columns=contents.columns_read(ledger, settings),
        across=contents.across(ledger),
        reviewed=after,
        surveys=contents.surveys(ledger),
        vocabularies=kept_vocabularies(ledger),
        translations=contents.translations(ledger),
        lost_spans=contents.lost_spans(ledger),
        unapproved_changes=unapproved_changes(ledger),
    )


def _with_people(
    results: Sequence[QuestionResult], records: Sequence[Record], lists: Sequence[ListInfo]
) -> tuple[QuestionResult, ...]:
    """Put beside every linkage what the lists together say of each person."""
    dating = dating_of(lists)
    by_id = {record.id: record for record in records}
    rules = tuple(linkage.RULES.items())
    return tuple(
        replace(
            result,
            people=tuple(
                linkage.summarise(c.id, [by_id[name] for name in c.records if name in by_id], dating)
                for c in result.linkage.clusters
            ),
            rules=rules,
        )
        if result.linkage
        else result
        for result in results
    )


def content_root_of(ledger: Ledger, settings: Settings) -> str:
    """Hash over the facts, settings and code version behind a report; the order of files and rows plays no part."""
    files = {state.name for state in contents.file_states(ledger)}
    outputs = [r.outputs for r in current_runs(ledger, "read").values() if r.subject in files]
    for step in ("claims", "relate", "link", "plan", "estimate"):
        outputs += [run.outputs for run in current_runs(ledger, step).values()]
    outputs += [digest([became]) for became in contents.continuities(ledger).values() if became.changes or became.n_new]
    outputs += [digest([left_open]) for left_open in (*contents.lost_spans(ledger), *unapproved_changes(ledger))]
    # What was decided, not when and by whom.
    decided = claims.find_standing(contents.claim_reviews(ledger))
    outputs += [digest([(r.claim, r.act, r.reason, r.made, r.into)]) for r in decided]
    return digest([settings.model_dump(), code_version(), sorted(set(outputs))])


def write_report(place: Workplace) -> Outcome:
    """Write `output/` when what it is made from changed, or when it is not what was written."""
    folder = place.folder
    before = current_runs(place.ledger, "report").get("")
    changed = before is None or before.outputs != _fingerprint(_read_back(folder.output))

    def make() -> Made:
        view = view_of(place.ledger, place.settings)
        files = render_output(view, make_id=IdMaker(folder.key()))
        _swap(files, folder.output, folder.temp)
        return Made(_fingerprint(files), ())

    work = Work("", content_root_of(place.ledger, place.settings), make)
    return run_step(place, "report", [work], stale=("",) if changed else ())


def _fingerprint(files: Mapping[str, bytes]) -> str:
    return content_root(
        part for name in sorted(files) for part in (name.encode(), hashlib.sha256(files[name]).digest())
    )


def _read_back(output: Path) -> dict[str, bytes]:
    if not output.is_dir():
        return {}
    return {p.relative_to(output).as_posix(): p.read_bytes() for p in output.rglob("*") if p.is_file()}


def _swap(files: Mapping[str, bytes], output: Path, temp: Path) -> None:
    """Write everything beside, then put it in place; a broken run leaves the old output or none, never half of one."""
    fresh, old = temp / "output-new", temp / "output-old"
    fresh.mkdir(mode=0o700)
    for name in sorted(files):
        target = fresh / name
        target.parent.mkdir(exist_ok=True, mode=0o700)
        descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as writer:
            writer.write(files[name])
    if output.exists():
        output.rename(old)
    fresh.rename(output)
    shutil.rmtree(old, ignore_errors=True)


def _flat(prefix: str, value: object) -> list[tuple[str, str]]:
    if isinstance(value, dict):
        if set(value) == {"edtf", "earliest", "latest"}:
            return [(prefix, str(value["edtf"]))]
        return [pair for k, v in value.items() for pair in _flat(f"{prefix}.{k}" if prefix else str(k), v)]
    if isinstance(value, list) and any(isinstance(v, (dict, list)) for v in value):
        return [pair for n, v in enumerate(value, start=1) for pair in _flat(f"{prefix}.{n}", v)]
    if isinstance(value, list):
        return [(prefix, ", ".join(str(v) for v in value))] if value else []
    return [] if value in (None, "") else [(prefix, str(value).lower() if isinstance(value, bool) else str(value))]
