"""Any table file in, one header and rows of text out, for callers that want the whole table at once."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from accounted.lists.cells import cell_text
from accounted.lists.formats import format_of
from accounted.lists.surveying import Survey, iterate_table, survey_file, survey_rows
from accounted.model.errors import ParserStopped, UnreadableDocument, UnreadableList
from accounted.sandbox import Limits, Parsers

__all__ = ["CONVERTING", "Table", "open_start", "read_frame", "read_table", "say_converted", "survey_of"]

CONVERTING = Limits(cpu_seconds=600, wall_seconds=900, output=4 << 30)


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


def survey_of(table: Table) -> Survey:
    """Look over a table that is there already."""
    return survey_rows([table.header, *table.rows], table.read_as)


def read_table(path: Path, *, file: str = "") -> Table:
    """Read CSV or TSV (also .gz), the first sheet or table of XLSX, XLS, ODS or SQLite, Parquet, JSON or JSON Lines.

    Args:
        path: The file.
        file: What to call it in errors; its path when empty.

    Raises:
        UnreadableList: With file, row and mend: no such file, a folder, empty, no table, damaged, uneven rows.
    """
    try:
        with _text_of(path) as (text, read_as):
            survey = survey_file(text)
            rows = _shared(iterate_table(text, survey))
    except (UnreadableList, UnreadableDocument, ParserStopped) as error:
        where = ", ".join(part for part in (file or str(path), error.where) if part)
        raise UnreadableList(error.what, where=where, mend=error.mend) from error
    return Table(survey.header, rows, read_as or survey.read_as)


def _shared(rows: Iterable[Sequence[str]]) -> tuple[tuple[str, ...], ...]:
    """Keep equal cells once: long tables say few different things."""
    known: dict[str, str] = {}
    return tuple(tuple([known.setdefault(cell, cell) for cell in row]) for row in rows)


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
    columns = [[cell_text(cell) for cell in column.to_pylist()] for column in table.columns]
    cells = [list(map(str, table.column_names)), *zip(*columns, strict=True)]
    try:
        survey = survey_rows(cells, "a data frame")
    except UnreadableList as error:
        raise UnreadableList(error.what, where=name, mend=error.mend) from error
    below = cells[survey.n_before : survey.n_before + survey.n_rows]
    return Table(survey.header, _shared(row[: len(survey.header)] for row in below), survey.read_as)


def open_start(path: Path) -> bytes:
    """Read the first bytes of a table.

    Raises:
        UnreadableList: No such file, a folder, or empty.
    """
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
    return start


@contextmanager
def _text_of(path: Path) -> Iterator[tuple[Path, str]]:
    """Give a table as a text with separators: itself, or what a child made of its first sheet or table."""
    kind = format_of(open_start(path))
    if not kind:
        yield path, ""
        return
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
        yield folder / first["file"], say_converted(kind, first["origin"], len(answer["members"]) - 1)


def say_converted(kind: str, origin: str, n_others: int) -> str:
    """Say how the first sheet or table of a file of another format was read.

    >>> say_converted("workbook", "sheet North", 2), say_converted("sqlite", "table victims", 1)
    ('the first sheet of a workbook of 3', 'table victims, 1 others left aside')
    """
    if kind == "parquet":
        return "Parquet"
    if kind == "workbook":
        return "the first sheet of a workbook" + (f" of {n_others + 1}" if n_others else "")
    return origin + (f", {n_others} others left aside" if n_others else "")
