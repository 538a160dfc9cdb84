"""Tables in other formats become CSV, one file per sheet or table; called in a child process with limits.

Workbooks (XLSX, XLS, ODS), Parquet, SQLite, JSON, JSON Lines and FollowTheMoney are written row by row. Parquet, SQLite
and JSON Lines are read so too; a workbook's sheet and an array of JSON are held while they are read, within the limits
of the child. Every cell is text; lists within a cell are joined
by `; `, objects within objects become columns with a point between the names.
"""

from __future__ import annotations

import csv
import itertools
import json
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from python_calamine import CalamineError, PasswordError, load_workbook

from accounted.lists.cells import cell_text
from accounted.model.documents import Member, Unpacked
from accounted.model.errors import UnreadableDocument
from accounted.text.encodings import decode_bytes

__all__ = ["convert"]

Row = Iterable[str]
Objects = Callable[[], Iterator[Mapping[str, object]]]
"""Gives all objects of a file, as often as it is called."""
_MOST_BYTES, _LONGEST_LINE = 1 << 30, 16 << 20
_PERSONS = ("Person", "LegalEntity")
_DEEPEST = 5


def convert(path: Path, folder: str, kind: str) -> Unpacked:
    """Write every sheet or table that holds something as CSV into an empty folder of ours.

    Args:
        path: The file.
        folder: Where the CSV files go.
        kind: `workbook`, `parquet`, `sqlite` or `json`.

    Returns:
        The files, named after sheet or table, and what was left out, in words.

    Raises:
        UnreadableDocument: When the file is damaged, locked, or holds no table.
    """
    sheets = {"workbook": _workbook, "parquet": _parquet, "sqlite": _sqlite, "json": _json}[kind](path)
    members: list[Member] = []
    left_out: list[str] = []
    for name, rows, what in sheets:
        file = f"{len(members) + 1:06d}"
        n_rows = _write(Path(folder) / file, rows)
        if n_rows:
            members.append(Member(f"{name}.csv", file, what))
        else:
            (Path(folder) / file).unlink()
            left_out.append(f"{name} is empty")
    if not members:
        raise UnreadableDocument("the file holds no table with anything in it", mend="export it again")
    return Unpacked(tuple(members), tuple(left_out))


def _write(path: Path, rows: Iterable[Row]) -> int:
    """Write rows as they come; empty ones at the end are dropped. Their number."""
    n, empty = 0, 0
    with path.open("x", encoding="utf-8", newline="", errors="replace") as file:
        # The separator is said in the first line, so that nobody has to find it out.
        file.write("sep=,\n")
        writer = csv.writer(file, lineterminator="\n")
        for row in rows:
            cells = [cell.replace("\x00", "") for cell in row]
            if not any(cell.strip() for cell in cells):
                empty += 1
                continue
            writer.writerows([[""] * len(cells)] * empty)
            writer.writerow(cells)
            n, empty = n + empty + 1, 0
    return n


def _workbook(path: Path) -> Iterator[tuple[str, Iterable[Row], str]]:
    try:
        with load_workbook(str(path)) as book:
            names = list(book.sheet_names)
            if not names:
                raise UnreadableDocument("the workbook has no sheet", mend="save it again")
            for number, name in enumerate(names):
                sheet = book.get_sheet_by_index(number)
                before = [""] * (sheet.start[1] if sheet.start else 0)  # iteration leaves empty first columns out
                rows = ([*before, *map(cell_text, row)] for row in sheet.iter_rows())
                yield _label(name), rows, f"sheet {name}"
    except PasswordError as error:
        raise UnreadableDocument("the workbook is locked with a password", mend="save it without one") from error
    except (CalamineError, OSError, ValueError) as error:
        raise UnreadableDocument(f"the workbook is damaged ({error})", mend="open it and save it again") from error


def _parquet(path: Path) -> Iterator[tuple[str, Iterable[Row], str]]:
    try:
        with pq.ParquetFile(path) as file:
            batches = file.iter_batches(batch_size=10_000, use_threads=False)
            rows = (
                [cell_text(cell) for cell in row]
                for batch in batches
                for row in zip(*(column.to_pylist() for column in batch.columns), strict=True)
            )
            yield "table", itertools.chain([list(map(str, file.schema_arrow.names))], rows), "table"
    except (pa.ArrowException, OSError, ValueError) as error:
        raise UnreadableDocument("the Parquet file is damaged", mend="write it again") from error


def _sqlite(path: Path) -> Iterator[tuple[str, Iterable[Row], str]]:
    try:
        connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
        connection.text_factory = lambda data: data.decode("utf-8", "replace")
        connection.execute("PRAGMA trusted_schema=OFF")
        # Tables alone: a view or a virtual table runs what its maker wrote.
        found = connection.execute(
            "SELECT name FROM sqlite_schema WHERE type='table' AND name NOT LIKE 'sqlite^_%' ESCAPE '^' "
            "AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY name"
        )
        for (name,) in found.fetchall():
            quoted = '"' + name.replace('"', '""') + '"'
            answer = connection.execute(f"SELECT * FROM {quoted}")  # noqa: S608 - a quoted name
            titles = [column[0] for column in answer.description]
            rows = ([_stored(cell) for cell in row] for row in answer)
            yield _label(name), itertools.chain([titles], rows), f"table {name}"
        connection.close()
    except sqlite3.Error as error:
        raise UnreadableDocument(f"the database is damaged ({error})", mend="export its tables as CSV") from error


def _stored(cell: object) -> str:
    return "" if isinstance(cell, bytes) else cell_text(cell)


def _json(path: Path) -> Iterator[tuple[str, Iterable[Row], str]]:
    """Give the objects of each kind. Titles are gathered first: lines of JSON are read twice and never held.

    Of FollowTheMoney only persons are taken: an event or an address in a list of victims would count as one.
    """
    objects = _read_lines(path) if _is_lines(path) else _read_whole(path)
    titles: dict[str, dict[str, None]] = {}
    others: Counter[str] = Counter()
    for found in objects():
        kind, row = _row_of(found)
        if kind and kind not in _PERSONS:
            others[kind] += 1
        else:
            titles.setdefault(kind, {}).update(dict.fromkeys(row))
    left = ", ".join(f"{n} {kind}" for kind, n in sorted(others.items()))
    if left and not titles:
        raise UnreadableDocument(f"no entity is a person ({left})", mend="export the entities of the kind Person")
    for kind in sorted(titles, key=lambda k: (k not in _PERSONS, k)):
        what = f"FollowTheMoney, entities of the kind {kind}" if kind else "objects"
        what += f"; no persons and left: {left}" if left else ""
        yield _label(kind or "table"), itertools.chain([list(titles[kind])], _bodies(objects, kind, titles[kind])), what


def _bodies(objects: Objects, kind: str, titles: Iterable[str]) -> Iterator[Row]:
    for found in objects():
        own, row = _row_of(found)
        if own == kind:
            yield [row.get(title, "") for title in titles]


def _row_of(found: Mapping[str, object]) -> tuple[str, dict[str, str]]:
    """Say of which kind an object is, and write it as title and value."""
    is_entity = isinstance(found.get("schema"), str) and isinstance(found.get("properties"), dict)
    return (str(found["schema"]), _entity(found)) if is_entity else ("", dict(_flat(found)))


def _is_lines(path: Path) -> bool:
    """Whether the first line is a whole object, and another line follows."""
    with path.open("rb") as file:
        first, second = file.readline(_LONGEST_LINE), file.readline(_LONGEST_LINE)
    try:
        return bool(second.strip()) and isinstance(json.loads(first.decode("utf-8-sig")), dict)
    except (ValueError, RecursionError):
        return False


def _read_lines(path: Path) -> Objects:
    def objects() -> Iterator[Mapping[str, object]]:
        with path.open(encoding="utf-8-sig", errors="replace", newline="\n") as lines:
            for number, line in enumerate(lines, start=1):
                if line.strip():
                    found = _line(line, number)
                    if not isinstance(found, dict):
                        raise _no_objects()
                    yield found

    return objects


def _read_whole(path: Path) -> Objects:
    if path.stat().st_size > _MOST_BYTES:
        raise UnreadableDocument(
            f"the JSON is larger than {_MOST_BYTES >> 30} GiB", mend="save it as JSON Lines, CSV or Parquet"
        )
    read = decode_bytes(path.read_bytes())
    if read is None:
        raise UnreadableDocument("the file is no text", mend="save it as CSV in UTF-8")
    held = list(_objects(read[0].removeprefix("\ufeff")))
    return lambda: iter(held)


def _no_objects() -> UnreadableDocument:
    return UnreadableDocument("the JSON holds no objects", mend="save it as an array of objects, or as CSV")


def _objects(text: str) -> Iterator[Mapping[str, object]]:
    """Take the objects of an array, of the longest array within an object, or one per line."""
    try:
        whole = json.loads(text)
    except RecursionError as error:
        raise UnreadableDocument("the JSON is nested too deeply", mend="save it as CSV") from error
    except ValueError:
        whole = [_line(line, n) for n, line in enumerate(text.split("\n"), start=1) if line.strip()]
    if isinstance(whole, dict):
        arrays = [v for v in whole.values() if isinstance(v, list) and v and all(isinstance(o, dict) for o in v)]
        whole = max(arrays, key=len) if arrays else [whole]
    if not isinstance(whole, list) or not all(isinstance(found, dict) for found in whole):
        raise _no_objects()
    yield from whole


def _line(line: str, number: int) -> object:
    try:
        return json.loads(line)
    except (ValueError, RecursionError) as error:
        raise UnreadableDocument(f"line {number} is no JSON", mend="correct or remove this line") from error


def _entity(found: Mapping[str, object]) -> dict[str, str]:
    """Flatten an entity of FollowTheMoney: its id and its properties, the first name apart from the others."""
    properties = found["properties"]
    row = {"id": _joined(found.get("id"))}
    for name, values in sorted(properties.items()) if isinstance(properties, dict) else ():
        if name == "name" and isinstance(values, list) and len(values) > 1:
            row["name"], row["other names"] = _joined(values[0]), _joined(values[1:])
        else:
            row[name] = _joined(values)
    return row


def _flat(found: Mapping[str, object], prefix: str = "", depth: int = 0) -> Iterator[tuple[str, str]]:
    for name, value in found.items():
        if isinstance(value, dict) and depth < _DEEPEST:
            yield from _flat(value, f"{prefix}{name}.", depth + 1)
        else:
            yield f"{prefix}{name}", _joined(value)


def _joined(value: object) -> str:
    if isinstance(value, list) and not any(isinstance(v, (dict, list)) for v in value):
        return "; ".join(_joined(v) for v in value)
    if isinstance(value, (dict, list)):
        return json.dumps(value, ensure_ascii=False)
    return {True: "true", False: "false"}[value] if isinstance(value, bool) else cell_text(value)


def _label(name: str) -> str:
    return "".join(c if c.isprintable() and c != "/" else "_" for c in name)[:80] or "sheet"
