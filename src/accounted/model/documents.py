"""What came in as text: a document is one file, a passage a part of its text that stands on its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from accounted.model.dates import DateInterval

__all__ = ["POSITIONS", "STATES", "Document", "Passage", "Position", "Span", "State"]

State = Literal["parsed", "parsed with warnings", "needs OCR", "failed", "skipped"]
Position = Literal["headline", "body", "caption", "table", "quotation", "correction"]
STATES: tuple[State, ...] = get_args(State)
POSITIONS: tuple[Position, ...] = get_args(Position)


@dataclass(frozen=True, slots=True)
class Span:
    """Code points `start` up to, not including, `end` of a document's text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Document:
    r"""One file that came in, with the text read from it.

    Args:
        id: Keyed id (`doc_…`).
        name: Path below `input/`, or the argument as given.
        sha256: Hash of the file's bytes, taken before parsing (R1).
        n_bytes: Size of the file.
        media_type: What the file is, by content first, then by name.
        state: Where it ended (R5); exactly one of `STATES`.
        reason: Why, when the state is not `parsed`.
        parser: Parser and version that made the text.
        text: UTF-8 text with `\n` line ends; spans point into it; empty when nothing could be read.
        title: Title as the file states it, or empty.
        dated: When the document was published; None when nobody has said.
        dated_by: `settings` when a person said so, `document` when the document itself says so (a guess), or empty.
        pages: Code-point offset at which each page begins; empty when the file has no pages.
    """

    id: str
    name: str
    sha256: str
    n_bytes: int
    media_type: str
    state: State
    reason: str
    parser: str
    text: str
    title: str = ""
    dated: DateInterval | None = None
    dated_by: Literal["settings", "document", ""] = ""
    pages: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """A headline, paragraph, caption or row of a document: `document.text[start:end]`."""

    document: str
    start: int
    end: int
    position: Position
    page: int | None = None
