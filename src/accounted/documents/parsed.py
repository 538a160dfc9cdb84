"""What a parser hands back, before anyone has said what the document is for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from accounted.model.documents import Position

__all__ = ["Line", "Mark", "Parsed", "clean_text", "clean_word"]

Line = tuple[int, float, float, float, float]
"""A line of a page: offset in the text; left, bottom, right, top in points from the lower left corner of the page."""
Mark = tuple[int, Position]
"""Offset in the text of a block, and what the file says it is."""


@dataclass(frozen=True, slots=True)
class Parsed:
    """Text and what the file says of itself.

    Args:
        text: As clean_text leaves it.
        parser: Parser and version.
        title: Title as the file states it, or empty.
        dated: Date as the file states it, in ISO 8601, or empty.
        pages: Offset in `text` at which each page begins; empty without pages.
        warnings: What could not be read, in words.
        authors: Authors as the file states them, or empty.
        publisher: Publisher as the file states it, or empty.
        language: ISO 639 code as guessed or stated, or empty.
        stated: What else the file says of itself (EXIF, XMP, headers): pairs of name and value.
        lines: Where the lines of pages stand, in the order of the text.
        marks: What blocks are, where the file says it.
        scanned: Numbers of pages, from 0, that hold no text and may be pictures of one.
    """

    text: str
    parser: str
    title: str = ""
    dated: str = ""
    pages: tuple[int, ...] = ()
    warnings: tuple[str, ...] = ()
    authors: str = ""
    publisher: str = ""
    language: str = ""
    stated: tuple[tuple[str, str], ...] = ()
    lines: tuple[Line, ...] = ()
    marks: tuple[Mark, ...] = ()
    scanned: tuple[int, ...] = ()

    @classmethod
    def from_plain(cls, value: Mapping[str, Any]) -> Parsed:
        """Take over what came as plain JSON from a child process."""
        lists = ("pages", "warnings", "stated", "lines", "marks", "scanned")
        nested = {name: tuple(tuple(v) if isinstance(v, list) else v for v in value[name]) for name in lists}
        return cls(**{**value, **nested})


def clean_text(text: str) -> str:
    r"""Give line ends one form and drop a byte-order mark and what no text holds; nothing else is changed.

    >>> clean_text("\ufeffa\r\nb\x00")
    'a\nb'
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff").replace("\x00", "")
    return text.encode("utf-8", "replace").decode("utf-8")


def clean_word(value: object) -> str:
    r"""Write what a file says of itself on one line.

    >>> clean_word(" A \n made-up\x00 title "), clean_word(None)
    ('A made-up title', '')
    """
    return " ".join(clean_text("" if value is None else str(value)).split())
