"""One file to one document: what it is, which parser, in which of the five states it ended (R5).

Parsing is apart from making the document: it is slow, needs no settings but the language for OCR, and may be done for
several files at once before anything is written.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from accounted.documents.kinds import ARCHIVES, PICTURED, READABLE, media_type_of
from accounted.documents.parsed import Parsed
from accounted.documents.passages import split_passages
from accounted.documents.scans import MOST_PAGES, PageRead, fill_pages, ranges
from accounted.documents.tesseract import ABSENT, find_tesseract
from accounted.model.dates import DateInterval
from accounted.model.documents import Document, Passage, State
from accounted.model.errors import InputError, InvalidDate, ParserStopped, UnreadableDocument
from accounted.sandbox import Limits, Parsers
from accounted.text.dates import read_date

__all__ = ["FileParsed", "make_document", "parse_file", "read_document"]

_OCR_LIMITS = Limits(cpu_seconds=240, wall_seconds=300)
_INSTALL = "install it, and the document is read by the next run, or bring it with its text"
_FIRST_LINES = 3
_DATE_IN_LINE = re.compile(r"\b(\d{1,2}\s+[A-Z][a-z]+,?\s+\d{4}|[A-Z][a-z]+\s+\d{1,2},\s+\d{4}|\d{4}-\d\d-\d\d)\b")
_INSTEAD = {
    "application/x-ole-storage": "a file of old Office programs: save it as DOCX or XLSX",
    "application/x-7z-compressed": "a 7z archive: unpack it and bring the files",
    "application/vnd.rar": "a RAR archive: unpack it and bring the files",
}


@dataclass(frozen=True, slots=True)
class FileParsed:
    """What became of one file, before anyone has said what it is for.

    Args:
        media_type: What it is.
        state: Where it ended (R5).
        reason: Why, when the state is not `parsed`.
        parsed: Its text, empty when nothing could be read.
    """

    media_type: str
    state: State
    reason: str
    parsed: Parsed

    @classmethod
    def from_plain(cls, value: Mapping[str, Any]) -> FileParsed:
        """Take over what was kept as plain JSON."""
        return cls(value["media_type"], value["state"], value["reason"], Parsed.from_plain(value["parsed"]))


def parse_file(
    path: Path, name: str, parsers: Parsers, *, language: str = "", limits: Limits | None = None
) -> FileParsed:
    """Read one file in a child process; a file that cannot be read is `failed` with its reason, never an exception.

    Args:
        path: Where the bytes lie.
        name: Path below `input/`, or the argument as given.
        parsers: Where children are had.
        language: Of the document, for OCR: ISO 639-1 codes joined by `+`; empty when nobody has said.
        limits: What the child may use.
    """
    with path.open("rb") as reader:
        head = reader.read(4096)
    media_type = media_type_of(name, head)
    nothing = Parsed("", "")
    if not head:
        return FileParsed(media_type, "failed", "the file is empty", nothing)
    if media_type not in READABLE:
        instead = _INSTEAD.get(media_type, "bring it as PDF, HTML, DOCX or plain text")
        packed = media_type in ARCHIVES
        reason = (
            "an archive: accounted add takes in what is in it" if packed else f"no parser for {media_type}; {instead}"
        )
        return FileParsed(media_type, "skipped", reason, nothing)
    try:
        answer = parsers.run("accounted.documents.parsing", "parse", path, limits=limits, media_type=media_type)
        parsed = Parsed.from_plain(answer)
        if parsed.scanned and media_type in PICTURED:
            parsed = _with_ocr(path, media_type, parsed, parsers, language)
    except (UnreadableDocument, ParserStopped) as error:
        return FileParsed(media_type, "failed", _sentence(error), nothing)
    if not parsed.text.strip():
        if parsed.scanned:
            return FileParsed(media_type, "needs OCR", _needs_ocr(parsed), parsed)
        return FileParsed(media_type, "failed", "the file holds no text", parsed)
    if parsed.warnings:
        return FileParsed(media_type, "parsed with warnings", "; ".join(parsed.warnings), parsed)
    return FileParsed(media_type, "parsed", "", parsed)


def _with_ocr(path: Path, media_type: str, parsed: Parsed, parsers: Parsers, language: str) -> Parsed:
    """Read the pages that hold no text from their pictures, where Tesseract is there to do it."""
    if len(parsed.scanned) > MOST_PAGES:
        return fill_pages(parsed, lambda _: None)
    if find_tesseract() is None:
        unfilled = fill_pages(parsed, lambda _: None)
        return replace(unfilled, warnings=(*unfilled.warnings, f"{ABSENT}; {_INSTALL}"))
    troubles: dict[str, None] = {}

    def read(page: int) -> PageRead | None:
        try:
            found = parsers.run(
                "accounted.documents.ocr",
                "read_page",
                path,
                limits=_OCR_LIMITS,
                media_type=media_type,
                page=page,
                languages=language,
            )
        except (UnreadableDocument, ParserStopped) as error:
            troubles[_sentence(error)] = None
            return None
        return found["text"], found["lines"], found["reader"], found["is_told"]

    filled = fill_pages(parsed, read)
    return replace(filled, warnings=(*filled.warnings, *troubles))


def _needs_ocr(parsed: Parsed) -> str:
    pages = f"page {ranges([page + 1 for page in parsed.scanned])}"
    if len(parsed.scanned) > MOST_PAGES:
        return f"{len(parsed.scanned)} pages hold no text, more than {MOST_PAGES} are not read by OCR; split the file"
    if find_tesseract() is None:
        return f"no text on {pages}, and {ABSENT}; {_INSTALL}"
    return "; ".join(parsed.warnings) or f"no text could be read on {pages}"


def make_document(
    file: FileParsed,
    *,
    id: str,  # noqa: A002 - the field's own name
    name: str,
    sha256: str,
    n_bytes: int,
    dated: DateInterval | None = None,
    language: str = "",
    is_public: bool = False,
) -> tuple[Document, tuple[Passage, ...]]:
    """Make the document and its passages.

    Args:
        file: What was read.
        id: Id of the document.
        name: Path below `input/`, or the argument as given.
        sha256: Hash of the bytes.
        n_bytes: How many there are.
        dated: Publication date that a person has set; without it the document's own statement is a guess.
        language: Language that a person has set; without it the guess of the parser is one.
        is_public: Whether a person said that it is public.
    """
    parsed = file.parsed
    stated = _stated_date(parsed)
    document = Document(
        id=id,
        name=name,
        sha256=sha256,
        n_bytes=n_bytes,
        media_type=file.media_type,
        state=file.state,
        reason=file.reason,
        parser=parsed.parser,
        text=parsed.text,
        title=parsed.title,
        dated=dated or stated,
        dated_by="settings" if dated else "document" if stated else "",
        pages=parsed.pages,
        authors=parsed.authors,
        publisher=parsed.publisher,
        language=language or parsed.language,
        language_by="settings" if language else "document" if parsed.language else "",
        stated=parsed.stated,
        is_public=is_public,
    )
    passages = split_passages(
        id, parsed.text, pages=parsed.pages, title=parsed.title, lines=parsed.lines, marks=parsed.marks
    )
    return document, passages


def read_document(
    path: Path,
    *,
    id: str,  # noqa: A002 - the field's own name
    name: str,
    sha256: str,
    temp: Path,
    dated: DateInterval | None = None,
    language: str = "",
    limits: Limits | None = None,
) -> tuple[Document, tuple[Passage, ...]]:
    """Read one file by itself: `parse_file`, then `make_document`.

    Args:
        path: Where the bytes lie.
        id: Id of the document.
        name: Path below `input/`, or the argument as given.
        sha256: Hash of the bytes.
        temp: Private folder for the child's answer.
        dated: Publication date that a person has set.
        language: Language that a person has set.
        limits: What the child may use.
    """
    with Parsers(temp) as parsers:
        file = parse_file(path, name, parsers, language=language, limits=limits)
    n_bytes = path.stat().st_size
    return make_document(file, id=id, name=name, sha256=sha256, n_bytes=n_bytes, dated=dated, language=language)


def _sentence(error: InputError | ParserStopped) -> str:
    return f"{error.what}; {error.mend}" if error.mend else error.what


def _stated_date(parsed: Parsed) -> DateInterval | None:
    if parsed.dated:
        try:
            return DateInterval.parse(parsed.dated)
        except InvalidDate:
            return None
    lines = [line for line in parsed.text.split("\n", 20) if line.strip()][:_FIRST_LINES]
    for line in lines:
        found = _DATE_IN_LINE.findall(line)
        if len(found) == 1:
            read = read_date(found[0])
            return read.interval if read else None
    return None
