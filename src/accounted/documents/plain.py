"""Plain text and Markdown: find the encoding, change nothing else."""

from __future__ import annotations

from accounted.documents.parsed import Parsed, clean_text
from accounted.model.errors import UnreadableDocument
from accounted.text.encodings import decode_bytes

__all__ = ["decode_text", "parse"]

_PARSER = "plain text 2"
_LOST = "\ufffd"


def parse(data: bytes) -> Parsed:
    """Read text in UTF-8, UTF-16, UTF-32 or a code page, which is said."""
    text, warnings = decode_text(data)
    return Parsed(clean_text(text), _PARSER, warnings=warnings)


def decode_text(data: bytes) -> tuple[str, tuple[str, ...]]:
    """Decode bytes, saying so when the encoding had to be assumed.

    Raises:
        UnreadableDocument: When the bytes are no text.
    """
    read = decode_bytes(data)
    if read is None:
        raise UnreadableDocument("the file is binary, not text", mend="bring it as PDF, HTML or plain text")
    text, encoding = read
    if encoding.is_assumed:
        return text, (f"not marked as UTF-8; read as {encoding.label}, so letters may be wrong",)
    n_lost = text.count(_LOST) - data.count(_LOST.encode(encoding.codec.removesuffix("-sig")))
    return text, (f"{n_lost} letters cannot be read as {encoding.label}",) if n_lost > 0 else ()
