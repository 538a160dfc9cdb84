"""What a table file is, told by its first bytes and never by its name."""

from __future__ import annotations

__all__ = ["format_of"]

_FORMATS = (
    (b"PAR1", "parquet"),
    (b"PK\x03\x04", "workbook"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "workbook"),
    (b"SQLite format 3\x00", "sqlite"),
)


def format_of(start: bytes) -> str:
    """Say from its first bytes in which format other than CSV a table is; empty for CSV.

    >>> format_of(b"PAR1"), format_of(b' [{"name"'), format_of(b"name,age")
    ('parquet', 'json', '')
    """
    for mark, kind in _FORMATS:
        if start.startswith(mark):
            return kind
    return "json" if start.lstrip(b"\xef\xbb\xbf \t\r\n")[:2].startswith((b"{", b"[{", b"[\n", b"[\r", b"[ ")) else ""
