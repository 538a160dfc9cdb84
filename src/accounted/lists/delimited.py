"""Read text with separators (CSV, TSV and their like) as it really comes: any encoding, any usual separator.

Order of the steps: bytes → encoding (`text.encodings`), text → separator (the one that cuts most rows into as many
cells as the first), text → rows. The bytes are read as often as that needs and never held whole. A quotation mark that
never closes would swallow rows silently, so it is an error.
"""

from __future__ import annotations

import csv
import gzip
import io
import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import IO

from accounted.lists.formats import format_of
from accounted.model.errors import UnreadableList
from accounted.text.encodings import Encoding, find_encoding_of

__all__ = ["MOST_BYTES", "Delimited", "examine", "iterate_rows", "separator_of"]

MOST_BYTES = 4 << 30
_GZIP = b"\x1f\x8b"
_WIDE = ("utf-16", "utf-32")
_LONGEST_LINE = 16 << 20
_SEPARATORS = (",", ";", "\t", "|")
_WORDS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
_ROWS_TO_JUDGE = 50
_SAMPLE_BYTES = 1 << 20
_CHUNK = 1 << 20
_SENTINEL = "end\u2029of\u2029rows"
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x19\x1b-\x1f]")
_CONTROLS_WITHIN = 100_000
_STATED = re.compile(r'"?sep=(.)"?\r?\n')
_WEB_PAGE = re.compile(r"\s*<(?:!doctype|html|table|\?xml)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Delimited:
    """How a text with separators is read.

    Args:
        codec: Python's name of the encoding.
        label: Its usual name.
        is_assumed: Whether the bytes do not tell it by themselves.
        is_packed: Whether the text is packed with gzip.
        separator: What stands between cells.
        n_before: Lines before the table that only state the separator.
    """

    codec: str
    label: str
    is_assumed: bool
    is_packed: bool
    separator: str
    n_before: int

    @property
    def read_as(self) -> str:
        """Say it in words."""
        return f"{self.label} text separated by {_WORDS.get(self.separator, repr(self.separator))}"


def examine(path: Path) -> Delimited:
    """Find out how a text with separators is to be read.

    Raises:
        UnreadableList: No text, a web page, an endless line, a damaged archive, or too much of it.
    """
    with path.open("rb") as file:
        is_packed = file.read(2) == _GZIP
    encoding = _encoding_of(path, is_packed=is_packed)
    form = Delimited(encoding.codec, encoding.label, encoding.is_assumed, is_packed, ",", 0)
    with _lines(path, form) as lines:
        start = "".join(_until(lines, _CONTROLS_WITHIN))[:_CONTROLS_WITHIN]
    if _CONTROLS.search(start):
        raise _no_text("it holds control characters")
    if _WEB_PAGE.match(start):
        raise UnreadableList("the file is a web page or XML, not a table", mend="open it and save it as CSV or XLSX")
    stated = _STATED.match(start)
    separator = stated[1] if stated else _separator(path, form)
    return Delimited(form.codec, form.label, form.is_assumed, is_packed, separator, 1 if stated else 0)


def iterate_rows(path: Path, form: Delimited) -> Iterator[list[str]]:
    r"""Cut a text into rows of cells, one after the other.

    Raises:
        UnreadableList: When the text breaks off, a quotation mark never closes, or a cell is overlong.
    """
    n_rows = 0
    with _lines(path, form) as lines:
        ended = chain(islice(lines, form.n_before, None), (_SENTINEL,))
        try:
            for row in csv.reader(ended, delimiter=form.separator):
                if len(row) == 1 and row[0] == _SENTINEL:
                    return
                yield row
                n_rows += 1
        except (csv.Error, TypeError) as error:
            raise UnreadableList(
                f"the rows cannot be told apart ({error})", where=f"row {n_rows}", mend="check the quotation marks"
            ) from error
    raise UnreadableList(
        "a quotation mark is opened and never closed", where=f"row {n_rows - 1}", mend="close or remove it"
    )


def separator_of(text: str) -> str:
    r"""Find the separator: most rows as wide as the first, then the widest.

    >>> separator_of("name;age\nA, B;3\n"), separator_of("name\tage\nA\t3\n"), separator_of("name\nA, B\n")
    (';', '\t', ',')
    """
    best, best_score = ",", (0.0, 1)
    for separator in _SEPARATORS:
        try:
            reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
            rows = [row for row in islice(reader, _ROWS_TO_JUDGE) if row]
        except csv.Error:
            continue
        width = len(rows[0]) if rows else 0
        if width < 2:
            continue
        score = (round(sum(len(row) == width for row in rows) / len(rows), 1), width)
        if score > best_score:
            best, best_score = separator, score
    return best


def _separator(path: Path, form: Delimited) -> str:
    """Judge by the first rows; lines enough for them, however many lines a cell has."""
    with _lines(path, form) as lines:
        return separator_of("".join(_until(lines, _SAMPLE_BYTES)))


def _until(lines: Iterator[str], most: int) -> Iterator[str]:
    n = 0
    for line in lines:
        n += len(line)
        yield line
        if n > most:
            return


@contextmanager
def _bytes(path: Path, *, is_packed: bool) -> Iterator[IO[bytes]]:
    try:
        with gzip.open(path) if is_packed else path.open("rb") as file:
            yield file  # type: ignore[misc]
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise UnreadableList("the packed file is damaged", mend="pack or copy it again") from error


@contextmanager
def _lines(path: Path, form: Delimited) -> Iterator[Iterator[str]]:
    with _bytes(path, is_packed=form.is_packed) as file:
        text = io.TextIOWrapper(file, form.codec, newline="")
        try:
            yield _without_zeros(text) if form.codec.startswith(_WIDE) else iter(text)
        except UnicodeDecodeError as error:
            is_told = not form.is_assumed
            what = f"it begins as {form.label} but breaks off" if is_told else f"it is no {form.label}"
            raise _no_text(what) from error


def _without_zeros(lines: Iterator[str]) -> Iterator[str]:
    for line in lines:
        if "\x00" in line:
            raise _no_text("it holds control characters")
        yield line


def _encoding_of(path: Path, *, is_packed: bool) -> Encoding:
    """Find the encoding; all bytes are looked at once, for only what UTF-8 never holds shows that it is none."""
    has_zeros = False

    def pieces() -> Iterator[bytes]:
        nonlocal has_zeros
        with _bytes(path, is_packed=is_packed) as file:
            for chunk in _checked(file, is_packed=is_packed):
                has_zeros = has_zeros or b"\x00" in chunk
                yield chunk

    found = find_encoding_of(pieces())
    if found is None:
        raise _no_text("it is binary")
    if has_zeros and not found.codec.startswith(_WIDE):
        raise _no_text("it holds control characters")
    return found


def _checked(file: IO[bytes], *, is_packed: bool) -> Iterator[bytes]:
    """Give all bytes, piece by piece; refuse too much of them, a line without an end, and what is packed wrongly."""
    n, since = 0, 0
    while chunk := file.read(_CHUNK):
        if n == 0 and is_packed and (format_of(chunk[:64]) or chunk.startswith(_GZIP)):
            raise UnreadableList("only CSV and TSV can be packed with gzip", mend="unpack it first")
        n += len(chunk)
        last = max(chunk.rfind(b"\n"), chunk.rfind(b"\r"))
        since = since + len(chunk) if last < 0 else len(chunk) - last - 1
        if since > _LONGEST_LINE:
            raise UnreadableList(
                f"it has a line longer than {_LONGEST_LINE >> 20} MB: this is no table", mend="export it again"
            )
        if n > MOST_BYTES:
            raise UnreadableList(f"the table is larger than {MOST_BYTES >> 30} GiB of text", mend="split it")
        yield chunk


def _no_text(reason: str) -> UnreadableList:
    return UnreadableList(f"the file is not a table: {reason}", mend="save it as CSV in UTF-8, or as XLSX")
