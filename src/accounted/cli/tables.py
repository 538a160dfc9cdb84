"""Tables out: CSV (also .gz) or Parquet by the file's ending; written beside and put in place when whole."""

from __future__ import annotations

import csv
import gzip
import io
import os
from collections.abc import Iterable, Sequence
from pathlib import Path

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
    if name.endswith(".parquet"):
        columns = list(zip(*rows, strict=True)) or [() for _ in header]
        table = pyarrow.table([pyarrow.array(list(c)) for c in columns], names=list(header))
        content = io.BytesIO()
        pyarrow.parquet.write_table(table, content)
        data = content.getvalue()
    elif name.endswith((".csv", ".csv.gz")):
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(("" if v is None else v for v in row) for row in rows)
        data = text.getvalue().encode("utf-8", "replace")
        data = gzip.compress(data, mtime=0) if name.endswith(".gz") else data
    else:
        raise UsageError("no table can be written in this format", where=str(path), mend="end it in .csv or .parquet")
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    part.write_bytes(data)
    part.replace(path)
