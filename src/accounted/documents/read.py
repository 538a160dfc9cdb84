"""One file to one document: what it is, which parser, in which of the five states it ended (R5)."""

from __future__ import annotations

import re
from pathlib import Path

from accounted.documents.parsed import Parsed
from accounted.documents.passages import split_passages
from accounted.documents.pdf import NEEDS_OCR
from accounted.model.dates import DateInterval
from accounted.model.documents import Document, Passage, State
from accounted.model.errors import InputError, InvalidDate, ParserStopped, UnreadableDocument
from accounted.sandbox import Limits, run_parser
from accounted.text.dates import read_date

__all__ = ["MEDIA_TYPES", "media_type_of", "read_document"]

MEDIA_TYPES = {
    "application/pdf": "accounted.documents.pdf",
    "text/html": "accounted.documents.html",
    "text/plain": "accounted.documents.plain",
    "text/markdown": "accounted.documents.plain",
}
_HTML = re.compile(rb"(?is)^\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b")
_ARCHIVES = (
    (b"PK\x03\x04", "application/zip"),
    (b"\x1f\x8b", "application/gzip"),
    (b"\xd0\xcf\x11\xe0", "application/msword"),
)
_FIRST_LINES = 3
_DATE_IN_LINE = re.compile(r"\b(\d{1,2}\s+[A-Z][a-z]+,?\s+\d{4}|[A-Z][a-z]+\s+\d{1,2},\s+\d{4}|\d{4}-\d\d-\d\d)\b")


def media_type_of(name: str, head: bytes) -> str:
    """Say what a file is, by its content first and its name second.

    >>> media_type_of("speech.txt", b"%PDF-1.7"), media_type_of("a.md", b"# Title")
    ('application/pdf', 'text/markdown')
    """
    if b"%PDF-" in head[:1024]:
        return "application/pdf"
    for mark, media_type in _ARCHIVES:
        if head.startswith(mark):
            return media_type
    if _HTML.match(head) or name.lower().endswith((".html", ".htm", ".xhtml")):
        return "text/html"
    if b"\x00" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "application/octet-stream"
    return "text/markdown" if name.lower().endswith((".md", ".markdown")) else "text/plain"


def read_document(
    path: Path,
    *,
    id: str,  # noqa: A002 - the field's own name
    name: str,
    sha256: str,
    temp: Path,
    dated: DateInterval | None = None,
    limits: Limits | None = None,
) -> tuple[Document, tuple[Passage, ...]]:
    """Read one file in a child process.

    Args:
        path: Where the bytes lie.
        id: Id of the document.
        name: Path below `input/`, or the argument as given.
        sha256: Hash of the bytes.
        temp: Private folder for the child's answer.
        dated: Publication date that a person has set; without it the document's own statement is a guess.
        limits: What the child may use.

    Returns:
        The document, in one of the states of R5 (a file that cannot be read is `failed` with its reason, never an
        exception), and its passages.
    """
    size = path.stat().st_size
    with path.open("rb") as reader:
        media_type = media_type_of(name, reader.read(4096))
    state: State = "parsed"
    reason, parsed = "", Parsed("", "")
    if size == 0:
        state, reason = "failed", "the file is empty"
    elif media_type not in MEDIA_TYPES:
        state, reason = "skipped", f"no parser for {media_type}; bring it as PDF, HTML or plain text"
    else:
        try:
            answer = run_parser(MEDIA_TYPES[media_type], "parse", path, limits=limits, temp=temp)
            parsed = Parsed.from_plain(answer)
        except UnreadableDocument as error:
            state = "needs OCR" if error.what == NEEDS_OCR else "failed"
            reason = _sentence(error)
        except ParserStopped as error:
            state, reason = "failed", _sentence(error)
        else:
            if not parsed.text.strip():
                state, reason = "failed", "the file holds no text"
            elif parsed.warnings:
                state, reason = "parsed with warnings", "; ".join(parsed.warnings)
    date, by = (dated, "settings") if dated else (_stated_date(parsed), "document")
    document = Document(
        id=id,
        name=name,
        sha256=sha256,
        n_bytes=size,
        media_type=media_type,
        state=state,
        reason=reason,
        parser=parsed.parser,
        text=parsed.text,
        title=parsed.title,
        dated=date,
        dated_by="" if date is None else ("settings" if by == "settings" else "document"),
        pages=parsed.pages,
    )
    return document, split_passages(id, parsed.text, pages=parsed.pages, title=parsed.title)


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
