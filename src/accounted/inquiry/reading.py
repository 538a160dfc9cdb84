"""The step `read`: every file becomes a document, lists of records, or capture tables, and ends in one state (R5).

Documents are parsed first, several at a time and each in a child of its own; what comes out waits in the temporary
folder. Then one transaction holds the files that came in and all that was read: an import is there whole or not at all
(P1), and however it was interrupted before, the next one gives the same.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Collection, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path, PurePosixPath

from accounted import mse
from accounted.documents import FileParsed, can_read_now, make_document, map_spans, parse_file
from accounted.inquiry import contents
from accounted.inquiry.codebooks import Codings
from accounted.inquiry.files import FileFact, find_twins, latest_of
from accounted.inquiry.intake import Arrivals
from accounted.inquiry.list_reading import read_list_file
from accounted.inquiry.runs import Outcome, Run, current_runs, digest
from accounted.inquiry.saving import SettingsDraft
from accounted.inquiry.settings import Settings
from accounted.inquiry.stepping import BrokenOff, Facts, Made, Work, Workplace, due, run_step
from accounted.model.canonical import canonical_bytes
from accounted.model.documents import Document, MovedSpan, Span
from accounted.model.errors import AccountedError, DiskFull, NotWritable, RecordBusy, SettingsError
from accounted.model.ids import keyed_id
from accounted.model.view import FileState
from accounted.model.vocabularies import Coding

__all__ = ["read_files"]

_WORTH_ANOTHER = 8


@dataclass(frozen=True, slots=True)
class _Earlier:
    """The runs there were before this one, by file and by document, and by what lists are coded, by file."""

    read: Mapping[str, Run]
    claims: Mapping[str, Run]
    codings: Codings
    coding: Mapping[str, Coding]


def read_files(place: Workplace, arrivals: Arrivals | None = None, draft: SettingsDraft | None = None) -> Outcome:
    """Take in what waits and read what is new or changed, or whose settings changed, in one transaction.

    A file that cannot be read stops only itself. What waits for Tesseract, or for a language of it, is read again when
    that is there.

    Args:
        place: Where.
        arrivals: Files that wait to be written down; none when None.
        draft: Settings to be saved with them.
    """
    arrivals = arrivals or Arrivals()
    facts = [*place.ledger.values(FileFact, "file"), *arrivals.facts]
    files, twins = latest_of(facts), find_twins(facts)
    made: dict[str, Path] = {}
    broken: dict[str, AccountedError] = {}
    known = {fact.id for fact in facts[: len(facts) - len(arrivals.facts)]}
    codings = Codings.of(place.folder.root, place.settings, place.ledger, contents.lists(place.ledger))
    coding = {
        f.name: codings.for_list(place.settings.for_list(f.name), f.name, is_new=f.id not in known)
        for f in files.values()
        if f.role == "list"
    }
    runs = current_runs(place.ledger, "read"), current_runs(place.ledger, "claims")
    earlier = _Earlier(*runs, codings, coding)
    works = [
        Work(f.name, digest([f.sha256, f.name, f.role, f.reason, _said(place.settings, f), coding.get(f.name),
                             twins.get(f.name)]),
             partial(_skip, f, twins[f.name]) if f.name in twins else partial(_read, place, f, made, earlier, broken))
        for f in files.values()
    ]  # fmt: skip
    stale = {state.name for state in contents.file_states(place.ledger) if state.role == "document"
             and can_read_now(state.reason)}  # fmt: skip
    todo = [files[work.subject] for work in due(place, "read", works, stale=stale)]
    made.update(_parse_documents(place, [file for file in todo if file.role == "document"]))
    while True:
        try:
            return _write_all(place, arrivals, draft, works, stale)
        except BrokenOff as off:
            # Undone with all else of the transaction, which is done again: one bad file never stops the rest.
            broken[off.subject] = off.error


def _write_all(
    place: Workplace, arrivals: Arrivals, draft: SettingsDraft | None, works: Sequence[Work], stale: Collection[str]
) -> Outcome:
    with place.ledger.writing() as writer:
        arrivals.write(place.folder, place.ledger, writer)
        outcome = run_step(place, "read", works, stale=stale)
        place.originals.admit(fact.sha256 for fact in arrivals.facts)
        if draft:
            _save(place, draft)
    return outcome


def _save(place: Workplace, draft: SettingsDraft) -> None:
    try:
        draft.save()
    except SettingsError as error:
        place.progress.note(str(error))


def _said(settings: Settings, file: FileFact) -> object:
    if file.role == "document":
        return [settings.date_of(file.name), settings.language_of(file.name), settings.is_public(file.name)]
    if file.role == "list":
        return settings.for_list(file.name).model_dump(exclude={"columns_approved", "codebook"})
    return settings.for_table(file.name).model_dump() if file.role == "table" else None


def _parse_documents(place: Workplace, files: list[FileFact]) -> Mapping[str, Path]:
    """Parse documents, as many at a time as there are cores to use, and keep what comes out on disk."""
    place.progress.step("read documents", len(files))
    kept: dict[str, Path] = {}

    def parse(number: int, file: FileFact) -> None:
        language = place.settings.language_of(file.name)
        parsed = parse_file(place.originals.path(file.sha256), file.name, place.parsers, language=language)
        path = place.folder.temp / f"parsed-{number}"
        path.write_bytes(canonical_bytes(parsed))
        kept[file.name] = path

    # A second child process costs a second to get ready: a few files are read sooner by one.
    with ThreadPoolExecutor(min(place.threads, 1 + len(files) // _WORTH_ANOTHER)) as pool:
        jobs = [pool.submit(parse, number, file) for number, file in enumerate(files)]
        try:
            for job in as_completed(jobs):
                job.result()
                place.progress.advance()
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            place.parsers.close()
            raise
    return kept


def _read(
    place: Workplace,
    file: FileFact,
    parsed: Mapping[str, Path],
    earlier: _Earlier,
    broken: Mapping[str, AccountedError],
) -> Made:
    if file.role == "container":
        return _container(file)
    if file.role == "document":
        return _document(place, file, parsed[file.name], earlier)
    if file.name in broken:
        return _failed(file, broken[file.name])
    try:
        if file.role == "list":
            path = place.originals.path(file.sha256)
            return read_list_file(place, file, path, earlier.coding[file.name], earlier.codings)
        with _named(place, file) as path:
            return _read_table(place, file, path)
    except (DiskFull, NotWritable, RecordBusy):
        raise
    except AccountedError as error:
        return _failed(file, error)


def _failed(file: FileFact, error: AccountedError) -> Made:
    inside = error.where.rsplit("/", 1)[-1].removeprefix(PurePosixPath(file.name).name).strip(" :,")
    reason = "; ".join(part for part in (error.what, error.mend) if part)
    reason = f"{inside}: {reason}" if inside else reason
    return Made(digest(["failed", file.name, reason]), (_state(file, "failed", reason),), reason)


def _state(file: FileFact, state: str, reason: str = "") -> Facts:
    return Facts("file_state", [FileState(file.name, file.role, state, reason)])


@contextmanager
def _named(place: Workplace, file: FileFact) -> Iterator[Path]:
    """Give the original its own name for readers that go by the ending; a second name, or else a copy."""
    path = place.folder.temp / PurePosixPath(file.name).name
    path.unlink(missing_ok=True)
    original = place.originals.path(file.sha256)
    try:
        os.link(original, path)
    except OSError:  # a file system without second names, such as that of a memory stick
        shutil.copyfile(original, path)
    try:
        yield path
    finally:
        path.unlink(missing_ok=True)


def _skip(file: FileFact, twin: str) -> Made:
    """Say of a list that it is another one under a second name: it counts once."""
    reason = f"the same as {twin}, byte for byte"
    return Made(digest([file.name, "skipped", reason]), (_state(file, "skipped", reason),))


def _container(file: FileFact) -> Made:
    """Say how it went with a file that only holds others; these are files of their own."""
    reason = file.reason or ""
    state = "failed" if file.is_refused else "parsed with warnings" if reason else "parsed"
    failed = reason if file.is_refused else ""
    return Made(digest([file.name, state, reason]), (_state(file, state, reason),), failed)


def _document(place: Workplace, file: FileFact, kept: Path, earlier: _Earlier) -> Made:
    read = FileParsed.from_plain(json.loads(kept.read_bytes()))
    if file.reason and read.state.startswith("parsed"):
        reason = "; ".join(part for part in (read.reason, f"what is attached: {file.reason}") if part)
        read = replace(read, state="parsed with warnings", reason=reason)
    document, passages = make_document(
        read,
        id=keyed_id(place.folder.key(), "doc", [file.name, file.sha256]),
        name=file.name,
        sha256=file.sha256,
        n_bytes=file.n_bytes,
        dated=place.settings.date_of(file.name),
        language=place.settings.language_of(file.name),
        is_public=place.settings.is_public(file.name),
    )
    facts = (
        _state(file, document.state, document.reason),
        Facts("document", [document]),
        Facts("passage", passages),
        Facts("moved_span", _moved_spans(place, document, earlier)),
    )
    stated = "" if document.state == "failed" else f"{document.state}: "
    failed = "" if document.state.startswith("parsed") else f"{stated}{document.reason}"
    return Made(digest([document, *passages]), facts, failed)


def _moved_spans(place: Workplace, document: Document, earlier: _Earlier) -> tuple[MovedSpan, ...]:
    """Say where the claims of the document's earlier text stand in its new one."""
    read, claimed = earlier.read.get(document.name), earlier.claims.get(document.id)
    if read is None or claimed is None:
        return ()
    before = place.ledger.values(Document, "document", run=[read.seq])
    if not before or before[0].id != document.id or before[0].text == document.text:
        return ()
    rows = place.ledger.rows("claim", run=[claimed.seq])
    spans = [Span(row["start"], row["end"]) for row in rows]
    return tuple(
        MovedSpan(
            row["id"], document.id, row["quote"], row["start"], row["end"],
            found.start if found else None, found.end if found else None, before[0].parser, document.parser,
        )
        for row, found in zip(rows, map_spans(before[0].text, document.text, spans), strict=True)
    )  # fmt: skip


def _read_table(place: Workplace, file: FileFact, path: Path) -> Made:
    tables = mse.read_capture_table(path, strata=place.settings.for_table(file.name).strata)
    return Made(digest(tables), (_state(file, "parsed"), Facts("capture_table", tables, {"name": file.name})))
