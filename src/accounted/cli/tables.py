"""Tables out: CSV (also .gz) or Parquet by the file's ending; written beside and put in place when whole."""

from __future__ import annotations

import csv
import gzip
import io
import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import IO

import pyarrow
import pyarrow.parquet

from accounted.model.errors import UsageError

__all__ = ["check_outputs", "write_rows"]

_ENDINGS = (".parquet", ".csv", ".csv.gz")


def check_outputs(outputs: Iterable[Path | None], inputs: Iterable[Path]) -> None:
    """Check before any work is done that tables can be put where they are to go, and over no file that is read.

    Args:
        outputs: Where tables go; None where none is wanted.
        inputs: Files that are read.

    Raises:
        UsageError: When an ending is not that of a table, the folder is not there, or a file would be overwritten that
            is read, or written already.
    """
    read, taken = {path.resolve() for path in inputs}, set[Path]()
    for path in filter(None, outputs):
        if not path.name.lower().endswith(_ENDINGS):
            raise UsageError(
                "no table can be written in this format", where=str(path), mend="end it in .csv or .parquet"
            )
        if path.is_dir():
            raise UsageError("this is a folder", where=str(path), mend="name a file")
        if not path.parent.is_dir():
            raise UsageError("its folder is not there", where=str(path), mend=f"make the folder {path.parent} first")
        if path.resolve() in read:
            raise UsageError("this would overwrite a list that is read", where=str(path), mend="name another file")
        if path.resolve() in taken:
            raise UsageError("two tables would be written to one file", where=str(path), mend="name two files")
        taken.add(path.resolve())


def write_rows(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write a table.

    Args:
        path: Ends in .csv, .csv.gz or .parquet.
        header: Column titles.
        rows: One value per column; None is an empty cell.

    Raises:
        UsageError: As `check_outputs`.
    """
    check_outputs([path], ())
    name = path.name.lower()
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with part.open("wb") as file:
            if name.endswith(".parquet"):
                columns = list(zip(*rows, strict=True)) or [() for _ in header]
                table = pyarrow.table([pyarrow.array(list(c)) for c in columns], names=list(header))
                pyarrow.parquet.write_table(table, file)
            elif name.endswith(".gz"):
                with gzip.GzipFile(filename="", mode="wb", fileobj=file, mtime=0) as packed:
                    _write_csv(packed, header, rows)
            else:
                _write_csv(file, header, rows)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _write_csv(file: IO[bytes] | gzip.GzipFile, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write row by row, so that a long table is never whole in memory."""
    text = io.TextIOWrapper(file, encoding="utf-8", errors="replace", newline="", write_through=False)
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(("" if v is None else v for v in row) for row in rows)
    text.flush()
    text.detach()
