"""Read text with separators (CSV, TSV and their like) as it really comes: any encoding, any usual separator.

Order of the steps: bytes → text (`text.encodings`), text → separator (the one that cuts most rows into as many cells as
the first), text → rows. A quotation mark that never closes would swallow rows silently, so it is an error.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from itertools import islice

from accounted.model.errors import UnreadableList
from accounted.text.encodings import find_encoding

__all__ = ["decode", "parse_delimited", "separator_of"]

_SEPARATORS = (",", ";", "\t", "|")
_ROWS_TO_JUDGE = 50
_SENTINEL = "end\u2029of\u2029rows"
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x19\x1b-\x1f]")


def decode(data: bytes) -> tuple[str, str]:
    r"""Turn bytes into text and name the encoding.

    See `text.encodings` for how it is found.

    Raises:
        UnreadableList: When the bytes are no text.

    >>> decode("Zoë".encode("cp1252")), decode("نام".encode("cp1256"))
    (('Zoë', 'Windows-1252'), ('نام', 'Windows-1256'))
    """
    found = find_encoding(data)
    if found is None:
        raise _no_text("it is binary")
    try:
        text = data.decode(found.codec)
    except UnicodeDecodeError as error:
        what = f"it begins as {found.label} but breaks off" if not found.is_assumed else f"it is no {found.label}"
        raise _no_text(what) from error
    encoding = found.label
    if _CONTROLS.search(text[:100_000]) or "\x00" in text:
        raise _no_text("it holds control characters")
    return text, encoding


def _no_text(reason: str) -> UnreadableList:
    return UnreadableList(f"the file is not a table: {reason}", mend="save it as CSV in UTF-8, or as XLSX")


def separator_of(text: str) -> str:
    r"""Find the separator: most rows as wide as the first, then the widest.

    >>> separator_of("name;age\nA, B;3\n"), separator_of("name\tage\nA\t3\n"), separator_of("name\nA, B\n")
    (';', '\t', ',')
    """
    best, best_score = ",", (0.0, 1)
    for separator in _SEPARATORS:
        try:
            rows = [row for row in islice(_reader(text, separator), _ROWS_TO_JUDGE) if row]
        except csv.Error:
            continue
        width = len(rows[0]) if rows else 0
        if width < 2:
            continue
        score = (round(sum(len(row) == width for row in rows) / len(rows), 1), width)
        if score > best_score:
            best, best_score = separator, score
    return best


def _reader(text: str, separator: str) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text, newline=""), delimiter=separator)


def _shared(rows: Iterator[list[str]]) -> list[list[str]]:
    """Keep equal cells once: long tables say few different things."""
    known: dict[str, str] = {}
    return [[known.setdefault(cell, cell) for cell in row] for row in rows]


def parse_delimited(data: bytes) -> tuple[list[list[str]], str]:
    r"""Cut bytes into rows of cells, and say how they were read.

    Raises:
        UnreadableList: No text, a web page, a quotation mark that never closes, or an overlong cell.

    >>> parse_delimited(b"name;age\n\"A; B\";3\n")
    ([['name', 'age'], ['A; B', '3']], 'UTF-8 text separated by semicolons')
    """
    text, encoding = decode(data)
    if re.match(r"\s*<(?:!doctype|html|table|\?xml)", text, re.IGNORECASE):
        raise UnreadableList("the file is a web page or XML, not a table", mend="open it and save it as CSV or XLSX")
    stated = re.match(r'"?sep=(.)"?\r?\n', text)
    text = text[stated.end() :] if stated else text
    separator = stated[1] if stated else separator_of(text)
    ended = text if text.endswith(("\n", "\r")) else text + "\n"
    try:
        rows = _shared(_reader(f"{ended}{_SENTINEL}\n", separator))
    except (csv.Error, ValueError, TypeError) as error:
        raise UnreadableList(f"the rows cannot be told apart ({error})", mend="check the quotation marks") from error
    if rows[-1] != [_SENTINEL]:
        raise UnreadableList(
            "a quotation mark is opened and never closed", where=f"row {len(rows) - 1}", mend="close or remove it"
        )
    word = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}.get(separator, f"{separator!r}")
    return rows[:-1], f"{encoding} text separated by {word}"
