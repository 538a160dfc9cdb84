"""The step `read`: every file becomes a document, lists of records, or capture tables, and ends in one state (R5)."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path, PurePosixPath

from accounted import mse
from accounted.documents import read_document
from accounted.inquiry import contents
from accounted.inquiry.folder import Folder
from accounted.inquiry.intake import FileFact, current_files
from accounted.inquiry.runs import Outcome, digest
from accounted.inquiry.settings import Settings
from accounted.inquiry.stepping import Facts, Made, Work, Workplace, run_step
from accounted.lists import lint_list, read_list
from accounted.model.errors import AccountedError, UnreadableList
from accounted.model.ids import IdMaker, keyed_id
from accounted.model.view import FileState
from accounted.store import Originals

__all__ = ["read_files"]


def read_files(place: Workplace) -> Outcome:
    """Read what is new or changed, or whose settings changed; a file that cannot be read stops only itself."""
    files = current_files(place.ledger).values()
    works = [
        Work(f.name, digest([f.sha256, f.name, f.role, _said(place.settings, f)]), partial(_read, place, f))
        for f in files
    ]
    return run_step(place, "read", works)


def _said(settings: Settings, file: FileFact) -> object:
    if file.role == "document":
        return settings.date_of(file.name)
    if file.role == "list":
        return settings.for_list(file.name).model_dump(exclude={"columns_approved"})
    return settings.for_table(file.name).model_dump()


def _read(place: Workplace, file: FileFact) -> Made:
    make = {"document": _read_document, "list": _read_list, "table": _read_table}[file.role]
    try:
        with _named(place.folder, file) as path:
            return make(place, file, path)
    except AccountedError as error:
        inside = error.where.rsplit("/", 1)[-1].removeprefix(PurePosixPath(file.name).name).strip(" :,")
        reason = "; ".join(part for part in (error.what, error.mend) if part)
        reason = f"{inside}: {reason}" if inside else reason
        return Made(digest(["failed", file.name, reason]), (_state(file, "failed", reason),), reason)


def _state(file: FileFact, state: str, reason: str = "") -> Facts:
    return Facts("file_state", [FileState(file.name, file.role, state, reason)])


@contextmanager
def _named(folder: Folder, file: FileFact) -> Iterator[Path]:
    """Give the original its own name for readers that go by the ending; a second name, not a second copy."""
    path = folder.temp / PurePosixPath(file.name).name
    path.unlink(missing_ok=True)
    os.link(Originals(folder.originals).path(file.sha256), path)
    try:
        yield path
    finally:
        path.unlink(missing_ok=True)


def _read_document(place: Workplace, file: FileFact, path: Path) -> Made:
    document, passages = read_document(
        path,
        id=keyed_id(place.folder.key(), "doc", [file.name, file.sha256]),
        name=file.name,
        sha256=file.sha256,
        temp=place.folder.temp,
        dated=place.settings.date_of(file.name),
    )
    facts = (
        _state(file, document.state, document.reason),
        Facts("document", [document]),
        Facts("passage", passages),
    )
    readable = document.state.startswith("parsed")
    return Made(digest([document, *passages]), facts, "" if readable else document.reason)


def _read_list(place: Workplace, file: FileFact, path: Path) -> Made:
    said = place.settings.for_list(file.name)
    lists_apart = next(iter(said.columns.get("list", ())), "")
    columns = {k: v[0] if len(v) == 1 else v for k, v in said.columns.items() if k != "list" or not lists_apart}
    lists, records = read_list(
        path,
        name=said.name or None,
        columns=columns or None,
        list_column=lists_apart or None,
        make_id=IdMaker(place.folder.key()),
        deduplicated=None if said.deduplicated is None else bool(said.deduplicated),
        places=said.places,
        period=said.period,
        copies=said.relations.copies,
        status=said.status,
        file=file.name,
    )
    clash = {i.name for i in contents.lists(place.ledger) if i.file != file.name} & {i.name for i in lists}
    if clash:
        raise UnreadableList(
            f"another file already holds a list named {', '.join(sorted(clash))}",
            mend=f'give this one its own name in inquiry.toml: [[lists]] file = "{file.name}", name = "…"',
        )
    n_empty = sum(info.n_skipped for info in lists)
    state = _state(file, "parsed with warnings", f"{n_empty} rows hold nothing") if n_empty else _state(file, "parsed")
    findings = lint_list(lists, records, said=said.columns)
    facts = (state, Facts("list_version", lists), Facts("record", records), Facts("list_finding", findings))
    outputs = contents.digest_lists(lists, records)
    return Made(digest([outputs, *(replace(finding, rows=()) for finding in findings)]), facts)


def _read_table(place: Workplace, file: FileFact, path: Path) -> Made:
    tables = mse.read_capture_table(path, strata=place.settings.for_table(file.name).strata)
    return Made(digest(tables), (_state(file, "parsed"), Facts("capture_table", tables, {"name": file.name})))
