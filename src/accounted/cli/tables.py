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

__all__ = ["write_rows"]


def write_rows(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write a table.

    Args:
        path: Ends in .csv, .csv.gz or .parquet.
        header: Column titles.
        rows: One value per column; None is an empty cell.

    Raises:
        UsageError: When the ending is none of these.
    """
    name = path.name.lower()
    if not name.endswith((".parquet", ".csv", ".csv.gz")):
        raise UsageError("no table can be written in this format", where=str(path), mend="end it in .csv or .parquet")
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
