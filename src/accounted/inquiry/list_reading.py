"""A list goes into the record as a child reads it, batch by batch, and is never held whole.

Its rows are written while they come, in the transaction of the import: what is said of the lists comes first, then the
records, then what is odd in them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

from accounted.inquiry import contents
from accounted.inquiry.codebooks import Codings
from accounted.inquiry.files import FileFact
from accounted.inquiry.list_tables import Tables, limits_for
from accounted.inquiry.runs import digest
from accounted.inquiry.stepping import Facts, Made, Rows, Workplace
from accounted.model.canonical import plain
from accounted.model.errors import UnreadableList
from accounted.model.list_findings import ListFinding
from accounted.model.records import ListInfo, Record
from accounted.model.view import FileState
from accounted.model.vocabularies import Coding
from accounted.sandbox import stream_parser
from accounted.store import columns_of, decode

__all__ = ["read_list_file"]


def read_list_file(place: Workplace, file: FileFact, path: Path, coding: Coding, codings: Codings) -> Made:
    """Have a list read.

    Args:
        place: Where.
        file: The file.
        path: Its original.
        coding: By what its values are coded.
        codings: Every codebook and vocabulary there is.

    Raises:
        UnreadableList: When it is no usable list.
    """
    tables = Tables(place.folder, place.parsers)
    seen = tables.survey(path, file.sha256)
    text, _ = tables.text(path, file.sha256)
    n_rows = seen.n_rows - seen.n_empty
    parts = stream_parser(
        place.parsers,
        "accounted.lists.streaming",
        "stream_list",
        text,
        limits=limits_for(0, n_rows=n_rows * max(1, len(seen.header) // 8)),
        survey=str(tables.survey_path(path, file.sha256)),
        key=place.folder.key().hex(),
        file=file.name,
        coding=plain(coding),
        **_said(place, file),
    )
    place.progress.step(f"look over {file.name}", n_rows)
    try:
        heading = _heading(place, parts)
        lists = decode(tuple[ListInfo, ...], heading["lists"])
        _refuse_clash(place, file, lists)
    except BaseException:
        parts.close()
        raise
    place.progress.step(f"read {file.name}", n_rows)
    reason = f"{seen.n_empty} rows hold nothing" if seen.n_empty else ""
    state = FileState(file.name, file.role, "parsed with warnings" if reason else "parsed", reason)
    rest = _Rest(place, parts)
    said = place.settings.for_list(file.name).model_dump(exclude={"columns_approved", "codebook"})
    facts = (
        Facts("file_state", [state]),
        Facts("list_version", lists),
        Rows("record", rest.rows()),
        Facts("list_finding", rest.findings()),
        Facts("vocabulary", codings.facts_of(place.ledger, [name for info in lists for name in info.coded_by])),
    )
    return Made(digest([lists, said, heading["outputs"]]), facts, close=parts.close, tells_progress=True)


def _said(place: Workplace, file: FileFact) -> dict[str, Any]:
    said = place.settings.for_list(file.name)
    lists_apart = next(iter(said.columns.get("list", ())), "")
    columns = {k: v[0] if len(v) == 1 else v for k, v in said.columns.items() if k != "list" or not lists_apart}
    return {
        "name": said.name or None,
        "columns": columns,
        "list_column": lists_apart or None,
        "deduplicated": None if said.deduplicated is None else bool(said.deduplicated),
        "places": said.places,
        "period": said.period.edtf if said.period else None,
        "copies": said.relations.copies,
        "status": said.status,
        "said": sorted(said.columns),
    }


def _heading(place: Workplace, parts: Iterator[Any]) -> Mapping[str, Any]:
    """Wait for what is said of the lists, while the first pass tells how far it is."""
    for part in parts:
        if isinstance(part, dict):
            return part
        place.progress.advance(part)
    raise UnreadableList("no row holds anything", mend="export the list again with its rows")


def _refuse_clash(place: Workplace, file: FileFact, lists: tuple[ListInfo, ...]) -> None:
    clash = {i.name for i in contents.lists(place.ledger) if i.file != file.name} & {i.name for i in lists}
    if clash:
        raise UnreadableList(
            f"another file already holds a list named {', '.join(sorted(clash))}",
            mend=f'give this one its own name in inquiry.toml: [[lists]] file = "{file.name}", name = "…"',
        )


class _Rest:
    """What comes after the heading: the records, then what is odd in them."""

    def __init__(self, place: Workplace, parts: Iterator[Any]) -> None:
        self._place, self._parts = place, parts
        self._last: Mapping[str, Any] = {"findings": []}
        if columns_of("record")[1:] != tuple(f.name for f in fields(Record)):
            raise ValueError("the table of records has other columns than a record has fields")

    def rows(self) -> Iterator[list[object]]:
        """Rows of cells of the records, as they come."""
        for part in self._parts:
            if isinstance(part, dict):
                self._last = part
                continue
            yield from part
            self._place.progress.advance(len(part))

    def findings(self) -> Iterator[ListFinding]:
        """What the linter found, once all rows have come."""
        yield from decode(tuple[ListFinding, ...], self._last["findings"])
