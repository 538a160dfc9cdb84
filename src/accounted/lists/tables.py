"""Any table file in, one header and rows of text out; what a file is, its first bytes say, not its name."""

from __future__ import annotations

import gzip
import re
import tempfile
import zlib
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from accounted.lists.cells import cell_text
from accounted.lists.delimited import parse_delimited
from accounted.model.errors import AccountedError, ParserStopped, UnreadableDocument, UnreadableList
from accounted.sandbox import Limits, Parsers

__all__ = ["CONVERTING", "Table", "format_of", "read_frame", "read_table"]

_MOST_BYTES = 2 << 30
CONVERTING = Limits(cpu_seconds=600, wall_seconds=900, output=_MOST_BYTES)
_GZIP = b"\x1f\x8b"
_FORMATS = (
    (b"PAR1", "parquet"),
    (b"PK\x03\x04", "workbook"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "workbook"),
    (b"SQLite format 3\x00", "sqlite"),
)
_LONGEST_LINE = 16 << 20
_LEADING_ROWS = 10
_ROWS_NAMED = 5


@dataclass(frozen=True, slots=True)
class Table:
    """A table as read, every cell as text.

    Args:
        header: Titles, made distinct: a second `date` becomes `date (2)`, a missing title `column 3`.
        rows: As wide as the header; rows that hold nothing included, so that row numbers are those of the file.
        read_as: How the file was read, in words.
    """

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    read_as: str


def read_table(path: Path, *, file: str = "") -> Table:
    """Read CSV or TSV (also .gz), the first sheet or table of XLSX, XLS, ODS or SQLite, Parquet, JSON or JSON Lines.

    Args:
        path: The file.
        file: What to call it in errors; its path when empty.

    Raises:
        UnreadableList: With file, row and mend: no such file, a folder, empty, no table, damaged, uneven rows.
    """
    try:
        return _shaped(*_cells(path))
    except (UnreadableList, UnreadableDocument, ParserStopped) as error:
        where = ", ".join(part for part in (file or str(path), error.where) if part)
        raise UnreadableList(error.what, where=where, mend=error.mend) from error


def read_frame(frame: object, *, name: str) -> Table:
    """Take a data frame as a table: pandas, Polars, PyArrow, or whatever hands its columns over as Arrow.

    Args:
        frame: With one row per record and the titles as names of its columns.
        name: What to call it in errors.

    Raises:
        UnreadableList: When it is no frame, or holds no rows.

    >>> read_frame(pa.table({"name": ["Ombra Vask"], "age": [47.0]}), name="One").rows
    (('Ombra Vask', '47'),)
    """
    try:
        table = frame if isinstance(frame, pa.Table) else pa.table(frame)
    except (TypeError, ValueError, pa.ArrowException) as error:
        raise UnreadableList(
            f"this is no data frame ({type(frame).__name__})", where=name, mend="give a pandas, Polars or PyArrow frame"
        ) from error
    cells = [list(map(str, table.column_names))]
    columns = [[cell_text(cell) for cell in column.to_pylist()] for column in table.columns]
    cells += [list(row) for row in zip(*columns, strict=True)]
    try:
        return _shaped(cells, "a data frame")
    except UnreadableList as error:
        raise UnreadableList(error.what, where=name, mend=error.mend) from error


def _cells(path: Path) -> tuple[list[list[str]], str]:
    try:
        if path.is_dir():
            raise UnreadableList("this is a folder, not a file", mend="name the file in it")
        with path.open("rb") as file:
            start = file.read(64)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise UnreadableList(f"the file cannot be opened ({reason})", mend="check path and rights") from error
    if not start:
        raise UnreadableList("the file is empty", mend="export it again")
    kind = format_of(start)
    if kind:
        return _converted(path, kind)
    return parse_delimited(_gunzipped(path) if start.startswith(_GZIP) else _whole(path))


def _whole(path: Path) -> bytes:
    size = path.stat().st_size
    if size > _MOST_BYTES:
        raise _too_large()
    with path.open("rb") as file:
        start = file.read(_LONGEST_LINE)
        if len(start) < size and b"\n" not in start and b"\r" not in start:
            # Seen before the rest is read: such a line would take several times its size in memory.
            raise UnreadableList(
                f"its first line is longer than {_LONGEST_LINE >> 20} MB: this is no table", mend="export it again"
            )
        file.seek(0)
        return file.read()


def _gunzipped(path: Path) -> bytes:
    try:
        with gzip.open(path) as file:
            data = file.read(_MOST_BYTES + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise UnreadableList("the packed file is damaged", mend="pack or copy it again") from error
    if len(data) > _MOST_BYTES:
        raise _too_large()
    if format_of(data[:64]) or data.startswith(_GZIP):
        raise UnreadableList("only CSV and TSV can be packed with gzip", mend="unpack it first")
    return data


def _too_large() -> AccountedError:
    return UnreadableList(f"the table is larger than {_MOST_BYTES >> 30} GiB of text", mend="save it as Parquet")


def format_of(start: bytes) -> str:
    """Say from its first bytes in which format other than CSV a table is; empty for CSV.

    >>> format_of(b"PAR1"), format_of(b' [{"name"'), format_of(b"name,age")
    ('parquet', 'json', '')
    """
    for mark, kind in _FORMATS:
        if start.startswith(mark):
            return kind
    return "json" if start.lstrip(b"\xef\xbb\xbf \t\r\n")[:2].startswith((b"{", b"[{", b"[\n", b"[\r", b"[ ")) else ""


def _converted(path: Path, kind: str) -> tuple[list[list[str]], str]:
    """Have a child write the first sheet or table as CSV, and read that."""
    with tempfile.TemporaryDirectory() as temp, Parsers(Path(temp)) as parsers:
        folder = Path(temp) / "sheets"
        folder.mkdir()
        answer = parsers.run(
            "accounted.lists.converting",
            "convert",
            path,
            limits=CONVERTING,
            by_path=True,
            folder=str(folder),
            kind=kind,
        )
        first = answer["members"][0]
        cells, _ = parse_delimited((folder / first["file"]).read_bytes())
        others = len(answer["members"]) - 1
    if kind == "parquet":
        return cells, "Parquet"
    if kind == "workbook":
        return cells, "the first sheet of a workbook" + (f" of {others + 1}" if others else "")
    return cells, first["origin"] + (f", {others} others left aside" if others else "")


def _shaped(cells: list[list[str]], read_as: str) -> Table:
    """Find the header and make every row as wide as it."""
    filled = [sum(bool(cell.strip()) for cell in row) for row in cells[:_LEADING_ROWS]]
    widest = max(filled, default=0)
    if not widest:
        raise UnreadableList("the file holds nothing but empty rows", mend="export it again")
    start = next(i for i, n in enumerate(filled) if n and (n > 1 or widest < 3))
    most = len(cells[start])
    width = max(_width(row, most) for row in cells[start:])
    header = _titles(cells[start][:width])
    rows, uneven = [], []
    for number, row in enumerate(cells[start + 1 :], start=1):
        if len(row) != len(header):
            if any(cell.strip() for cell in row[len(header) :]):
                uneven.append(f"{number} ({len(row)})")
            rows.append((*row[: len(header)], *("" for _ in range(len(header) - len(row)))))
        else:
            rows.append(tuple(row))
    if uneven:
        shown = ", ".join(uneven[:_ROWS_NAMED]) + (" …" if len(uneven) > _ROWS_NAMED else "")
        raise UnreadableList(
            f"{len(uneven)} rows have more cells than the {len(header)} titles: row {shown}",
            mend="put quotation marks around values that hold the separator",
        )
    while rows and not any(cell.strip() for cell in rows[-1]):
        rows.pop()
    if not rows:
        raise UnreadableList("the file holds a header and no rows", where=read_as, mend="export it again with its rows")
    return Table(header, tuple(rows), read_as)


def _width(row: list[str], most: int) -> int:
    """Where the last cell that holds something stands, among the first `most`."""
    width = min(len(row), most)
    while width and not row[width - 1].strip():
        width -= 1
    return width


def _titles(cells: list[str]) -> tuple[str, ...]:
    plain = [re.sub(r"\s+", " ", cell.replace("\ufeff", "")).strip() for cell in cells]
    taken = Counter(plain)
    titles: list[str] = []
    for number, title in enumerate(plain, start=1):
        base = title or f"column {number}"
        unique, n = base, 2
        while unique in titles or (unique != title and unique in taken):
            unique, n = f"{base} ({n})", n + 1
        titles.append(unique)
    return tuple(titles)
