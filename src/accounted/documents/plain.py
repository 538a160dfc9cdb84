"""Plain text and Markdown: find the encoding, change nothing else."""

from __future__ import annotations

from accounted.documents.parsed import Parsed, clean_text
from accounted.model.errors import UnreadableDocument

__all__ = ["decode_text", "parse"]

_PARSER = "plain text 1"
_BYTE_ORDER_MARKS = ((b"\xff\xfe\x00\x00", "utf-32"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def parse(data: bytes) -> Parsed:
    """Read text in UTF-8, UTF-16 with its mark, or else windows-1252 with a warning."""
    text, warnings = decode_text(data)
    return Parsed(clean_text(text), _PARSER, warnings=warnings)


def decode_text(data: bytes) -> tuple[str, tuple[str, ...]]:
    """Decode bytes, saying so when the encoding had to be assumed.

    Raises:
        UnreadableDocument: When the bytes are no text.
    """
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace"), ()
    if b"\x00" in data[:4096]:
        raise UnreadableDocument("the file is binary, not text", mend="bring it as PDF, HTML or plain text")
    try:
        return data.decode("utf-8-sig"), ()
    except UnicodeDecodeError as error:
        warning = f"not UTF-8 (byte {error.start}); read as windows-1252, so letters may be wrong"
        return data.decode("cp1252", "replace"), (warning,)
