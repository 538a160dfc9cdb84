"""Read a list of any length in a child process: two passes over its rows, the second of which sends them on.

The first pass counts what must be known before the first record can be written: the lists in the file, which rows have
the same content as another (their ids tell them apart), what the linter needs. The second makes the records and sends
them by the batch. Neither holds rows; the first leaves a few dozen bytes for each.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from json.encoder import encode_basestring
from pathlib import Path
from typing import Any

import numpy as np

from accounted.lists.layout import Columns, Layout, lay_out, require_names
from accounted.lists.lint_sheet import Batch, Sheet
from accounted.lists.linting import Linter, content_key
from accounted.lists.reading import make_infos, name_of, tally_lists
from accounted.lists.rows import RowReader
from accounted.lists.surveying import Survey, iterate_table
from accounted.lists.tallying import Tally
from accounted.lists.values import MANY, Known
from accounted.model.canonical import canonical_bytes
from accounted.model.dates import DateInterval
from accounted.model.errors import UnreadableList
from accounted.model.ids import IdMaker
from accounted.model.records import ListInfo, Record
from accounted.model.vocabularies import Code, Codebook, Coding, Vocabulary

__all__ = ["CellWriter", "stream_list"]

Send = Callable[[object], None]
_BATCH, _FEWEST, _BATCH_BYTES = 4_096, 16, 2 << 20
_DIGEST_BYTES = 16


def stream_list(
    path: Path,
    send: Send,
    *,
    survey: str,
    key: str,
    file: str,
    name: str | None,
    columns: Columns,
    list_column: str | None,
    deduplicated: bool | None,
    places: Sequence[str],
    period: str | None,
    copies: Sequence[str],
    status: Mapping[str, str],
    coding: Mapping[str, Any],
    said: Sequence[str],
) -> dict[str, Any]:
    """Read the records of a text with separators and send them on.

    Sent are, in this order: numbers of rows seen in the first pass; `lists`, what is said of each list, with a digest
    of the rows whatever their order; batches of records as rows of cells, in the order of `Record`'s fields.

    Args:
        path: The text.
        send: Sends what can be written as JSON.
        survey: File that holds the survey of the text.
        key: The inquiry's secret, in hexadecimal.
        file: What the file is called.
        name: Name of the list, or None; this and what follows as for `read_list`.
        columns: Field → title or titles.
        list_column: Column whose values are names of lists.
        deduplicated: Whether each victim stands at most once in it.
        places: Where the list worked.
        period: When it covers, in EDTF.
        copies: Names of lists it copies from.
        status: What values of status mean.
        coding: By what values are coded, as plain JSON.
        said: Fields of which a person has said where they stand.

    Returns:
        What the linter found.

    Raises:
        UnreadableList: When the file is no usable list.
    """
    seen = Survey.from_plain(json.loads(Path(survey).read_bytes()))
    split = name is None or list_column is not None
    layout = lay_out(seen, columns, list_column, split=split, status=status, coding=_coding(coding))
    require_names(layout)
    if seen.n_rows == seen.n_empty:
        raise UnreadableList("no row holds anything", mend="export the list again with its rows")
    covered = DateInterval.parse(period) if period else None
    template = ListInfo(file, file, (), 0, 0, deduplicated, tuple(places), covered, tuple(copies))
    reader = RowReader(layout, name or name_of(file))
    passes = _Passes(path, seen, reader, send)
    linter, tallies, outputs = passes.first(layout, covered, said)
    infos = make_infos(template, layout, tallies, seen.n_empty)
    send({"lists": infos, "outputs": outputs})
    passes.second(linter, IdMaker(bytes.fromhex(key)), CellWriter(layout.header))
    return {"findings": linter.findings(file)}


def _coding(said: Mapping[str, Any]) -> Coding:
    """Take a coding back from plain JSON."""
    book = said["codebook"]
    own = Codebook(book["version"], book["source"], tuple(map(tuple, book["entries"]))) if book else None
    return Coding(own, tuple(Vocabulary(**{**v, "codes": tuple(map(_code, v["codes"]))}) for v in said["others"]))


def _code(said: Mapping[str, Any]) -> Code:
    return Code(**{**said, "words": tuple(said["words"])})


class _Passes:
    """Goes over the rows that hold something, twice, in the same batches."""

    def __init__(self, path: Path, survey: Survey, reader: RowReader, send: Send) -> None:
        self._path, self._survey, self._reader, self._send = path, survey, reader, send
        bytes_a_row = 1 + path.stat().st_size // survey.n_rows
        self._batch = max(_FEWEST, min(_BATCH, _BATCH_BYTES // bytes_a_row))

    def _batches(self) -> Iterator[tuple[list[tuple[str, ...]], list[int]]]:
        """Rows, each with its number."""
        numbered = enumerate(iterate_table(self._path, self._survey), start=1)
        filled = numbered
        if self._survey.n_empty:
            filled = ((n, row) for n, row in numbered if any(cell.strip() for cell in row))  # type: ignore[assignment]
        while batch := list(islice(filled, self._batch)):
            yield [row for _, row in batch], [number for number, _ in batch]

    def first(
        self, layout: Layout, period: DateInterval | None, said: Sequence[str]
    ) -> tuple[Linter, dict[str, tuple[int, Tally]], str]:
        """See all rows; give the linter ready to look, what each list states, a digest of the rows."""
        reader, digests = self._reader, bytearray()
        tallies: dict[str, tuple[int, Tally]] = {}
        held = {title: self._survey.column(title) for title in layout.header}
        periods: dict[str, DateInterval] = {}
        linter = Linter(Sheet(layout.header, layout.columns, held, periods), said)
        for rows, numbers in self._batches():
            lists = [reader.list_of(row) for row in rows]
            keys = [content_key(reader.content(row, own)) for row, own in zip(rows, lists, strict=True)]
            told = [reader.tell(row, number, own) for row, number, own in zip(rows, numbers, lists, strict=True)]
            linter.see(rows, told, keys)
            tallies = tally_lists(told, layout, tallies)
            for row in rows:
                digests += hashlib.blake2b("\x1f".join(row).encode(), digest_size=_DIGEST_BYTES).digest()
            self._send(len(rows))
        periods.update(dict.fromkeys(tallies, period) if period else {})
        self._repeated = linter.settle()
        np.frombuffer(digests, dtype=f"S{_DIGEST_BYTES}").sort()  # whatever the order of the rows
        return linter, tallies, hashlib.sha256(digests).hexdigest()

    def second(self, linter: Linter, make_id: IdMaker, writer: CellWriter) -> None:
        """Make the records of all rows, look them over, and send them."""
        reader, start = self._reader, 0
        for rows, numbers in self._batches():
            repeated = self._repeated[start : start + len(rows)].tolist()
            records = []
            for row, number, is_repeated in zip(rows, numbers, repeated, strict=True):
                own = reader.list_of(row)
                record_id = make_id.of_content("rec", reader.content(row, own), is_single=not is_repeated)
                records.append(reader.read(row, number, own, record_id, with_values=False))
            linter.look(Batch(start, rows, records))
            self._send([writer.cells(record, row) for record, row in zip(records, rows, strict=True)])
            start += len(rows)


class CellWriter:
    """Writes records as the cells in which the record keeps them; equal values are written once.

    Args:
        header: The titles of the rows.
    """

    def __init__(self, header: Sequence[str]) -> None:
        self._pairs = [Known(_pair_writer(title)) for title in header]
        self._json: Known[object, str] = Known(lambda value: canonical_bytes(value).decode("utf-8", "replace"), MANY)

    def cells(self, record: Record, row: Sequence[str]) -> list[object]:
        """Write a record, whose row as written is given apart, in the order of its fields."""
        written = self._json
        pairs = ",".join([known[cell] for known, cell in zip(self._pairs, row, strict=True)])
        birth, died = record.birth, record.died
        return [
            record.id,
            record.list,
            record.row,
            f"[{','.join(map(encode_basestring, record.names))}]",
            record.sex,
            record.age,
            None if birth is None else written[birth],
            None if died is None else written[died],
            written[record.places],
            f"[{pairs}]",
            written[record.statuses],
            written[record.father_names],
            written[record.mother_names],
            written[record.birth_places],
            written[record.residences],
            written[record.postcodes],
            written[record.occupations],
            written[record.affiliations],
            written[record.external_ids],
            None if record.casualty is None else written[record.casualty],
        ]


def _pair_writer(title: str) -> Callable[[str], str]:
    start = f"[{encode_basestring(title)},"
    return lambda cell: f"{start}{encode_basestring(cell)}]"
