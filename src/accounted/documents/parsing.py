"""The one function that a child process calls for a document: choose the parser, then guess the language."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from accounted.documents import epub, html, images, mail, odt, pdf, plain, rtf, word
from accounted.documents.language import guess_language
from accounted.documents.parsed import Parsed

__all__ = ["PARSERS", "parse", "warm_up"]

PARSERS: dict[str, Callable[[bytes], Parsed]] = {
    "application/epub+zip": epub.parse,
    "application/pdf": pdf.parse,
    "application/rtf": rtf.parse,
    "application/vnd.oasis.opendocument.text": odt.parse,
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": word.parse,
    "image/bmp": images.parse,
    "image/gif": images.parse,
    "image/jpeg": images.parse,
    "image/png": images.parse,
    "image/tiff": images.parse,
    "image/webp": images.parse,
    "message/rfc822": mail.parse,
    "text/html": html.parse,
    "text/markdown": plain.parse,
    "text/plain": plain.parse,
}


def parse(data: bytes, media_type: str) -> Parsed:
    """Read one document.

    Raises:
        UnreadableDocument: When it cannot be read.
    """
    parsed = PARSERS[media_type](data)
    return replace(parsed, language=parsed.language or guess_language(parsed.text))


def warm_up() -> None:
    """Load what is slow to load, once, before children are forked."""
    guess_language("Everything here is made up, and nobody was killed.")
