"""What came in as text: a document is one file, a passage a part of its text that stands on its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from accounted.model.dates import DateInterval

__all__ = [
    "POSITIONS",
    "STATES",
    "Document",
    "Member",
    "MovedSpan",
    "Passage",
    "Position",
    "Span",
    "State",
    "Translation",
    "Unpacked",
]

State = Literal["parsed", "parsed with warnings", "needs OCR", "failed", "skipped"]
Position = Literal["headline", "body", "caption", "table", "quotation", "correction"]
STATES: tuple[State, ...] = get_args(State)
POSITIONS: tuple[Position, ...] = get_args(Position)


@dataclass(frozen=True, slots=True)
class Member:
    """One file of an archive, or one sheet of a workbook.

    Args:
        name: Its path inside, as a label.
        file: Its number as a file name, in the folder it was unpacked into.
        origin: Where it says it is from (the address of a page in a WARC, the name of a sheet), or empty.
        dated: When it was fetched or sent, or empty.
    """

    name: str
    file: str
    origin: str = ""
    dated: str = ""


@dataclass(frozen=True, slots=True)
class Unpacked:
    """What came out of an archive, and what was left in it, in words."""

    members: tuple[Member, ...]
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Span:
    """Code points `start` up to, not including, `end` of a document's text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class MovedSpan:
    """What became of the span of a claim when its document got a new text.

    Args:
        claim: Id of the claim as it was.
        document: Id of the document.
        quote: Its words.
        start: Where they stood.
        end: Where they ended.
        new_start: Where they stand in the new text; None when that cannot be told, and a person has to look.
        new_end: Where they end there.
        parser_before: Who made the earlier text.
        parser: Who made the new one.
    """

    claim: str
    document: str
    quote: str
    start: int
    end: int
    new_start: int | None
    new_end: int | None
    parser_before: str
    parser: str


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
        authors: Authors as the file states them, or empty.
        publisher: Publisher as the file states it, or empty.
        language: ISO 639 code, or empty when nobody has said and the text does not tell.
        language_by: `settings` when a person said so, `document` when it is a guess, or empty.
        stated: What else the file says of itself (EXIF, XMP, headers of a message): pairs of name and value. Facts
            about how the file came to be, never shown with its text and never written into what is made from it.
        is_public: Whether a person said that the document is public; confidential otherwise.
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
    authors: str = ""
    publisher: str = ""
    language: str = ""
    language_by: Literal["settings", "document", ""] = ""
    stated: tuple[tuple[str, str], ...] = ()
    is_public: bool = False


@dataclass(frozen=True, slots=True)
class Passage:
    """A headline, paragraph, caption or row of a document: `document.text[start:end]`.

    Args:
        document: Id of the document.
        start: First code point.
        end: Code point after the last.
        position: What it is.
        page: Page of the original on which it begins, from 1; None without pages.
        box: Where it lies on that page: left, bottom, right, top in points (1/72 inch) from the page's lower left
            corner; None when the format has no places.
    """

    document: str
    start: int
    end: int
    position: Position
    page: int | None = None
    box: tuple[float, float, float, float] | None = None


@dataclass(frozen=True, slots=True)
class Translation:
    """That one document is a translation of another: no claim is read from it, figures come from the original only.

    Args:
        document: Id of the translation.
        of: Id of the original.
        translator: Who or what translated, or empty when nobody has said.
        by: Whether a person or a machine did.
        date: When, or None when nobody has said.
    """

    document: str
    of: str
    translator: str
    by: Literal["person", "machine"]
    date: DateInterval | None = None
