"""What a file is: by its content first, by its name where the content leaves it open."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

__all__ = ["ARCHIVES", "MAIL", "PICTURED", "READABLE", "WARC", "media_type_of"]

MAIL, WARC = "message/rfc822", "application/warc"
ARCHIVES = frozenset({"application/zip", "application/x-tar", "application/gzip", "application/x-bzip2",
                      "application/x-xz", WARC})  # fmt: skip
READABLE = frozenset({
    "application/epub+zip", "application/pdf", "application/rtf", "application/vnd.oasis.opendocument.text",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "image/bmp", "image/gif", "image/jpeg",
    "image/png", "image/tiff", "image/webp", MAIL, "text/html", "text/markdown", "text/plain",
})  # fmt: skip
"""What a parser for documents can read; named here so that whoever asks need not load the parsers."""
PICTURED = frozenset(kind for kind in READABLE if kind == "application/pdf" or kind.startswith("image/"))
"""What can hold pictures of text."""
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_HTML = re.compile(rb"(?is)^\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b")
_HEADER = re.compile(rb"(?:[A-Za-z][A-Za-z0-9-]*:[ \t][^\r\n]*\r?\n(?:[ \t][^\r\n]*\r?\n)*){3}")
_OF_MAIL = re.compile(rb"(?im)^(?:from|received|message-id|mime-version|return-path|date):")
_MAGIC = (
    (b"\x1f\x8b", "application/gzip"),
    (b"BZh", "application/x-bzip2"),
    (b"\xfd7zXZ\x00", "application/x-xz"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"\xd0\xcf\x11\xe0", "application/x-ole-storage"),
    (b"{\\rtf", "application/rtf"),
    (b"WARC/", WARC),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"GIF8", "image/gif"),
    (b"BM", "image/bmp"),
    (b"SQLite format 3\x00", "application/vnd.sqlite3"),
    (b"PAR1", "application/vnd.apache.parquet"),
)
_BY_NAME = {
    ".html": "text/html", ".htm": "text/html", ".xhtml": "text/html",
    ".md": "text/markdown", ".markdown": "text/markdown",
    ".eml": MAIL,
}  # fmt: skip
_BYTE_ORDER_MARKS = (b"\xff\xfe", b"\xfe\xff")


def media_type_of(name: str, head: bytes) -> str:
    """Say what a file is, from its name and its first 4,096 bytes.

    >>> media_type_of("speech.txt", b"%PDF-1.7"), media_type_of("a.md", b"# Title")
    ('application/pdf', 'text/markdown')
    """
    if b"%PDF-" in head[:1024]:
        return "application/pdf"
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zipped(name, head)
    for mark, media_type in _MAGIC:
        if head.startswith(mark):
            is_warc = media_type == "application/gzip" and name.lower().endswith(".warc.gz")
            return WARC if is_warc else media_type
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    if head[257:262] == b"ustar":
        return "application/x-tar"
    ending = PurePosixPath(name.lower()).suffix
    if _HTML.match(head) or (ending in _BY_NAME and _BY_NAME[ending] == "text/html"):
        return "text/html"
    if _HEADER.match(head) and (ending == ".eml" or len(_OF_MAIL.findall(head[:2048])) > 1):
        return MAIL
    if b"\x00" in head and not head.startswith(_BYTE_ORDER_MARKS) and not _is_utf16(head):
        return "application/octet-stream"
    return _BY_NAME.get(ending, "text/plain")


def _is_utf16(head: bytes) -> bool:
    even, odd = head[::2].count(0), head[1::2].count(0)
    return min(even, odd) <= max(even, odd) // 20 and max(even, odd) * 5 >= len(head) // 2


def _zipped(name: str, head: bytes) -> str:
    """Tell the formats that are ZIP files inside by their first entries."""
    if head[30:38] == b"mimetype":
        size = int.from_bytes(head[18:22], "little")
        stated = re.match(rb"application/[a-z0-9.+-]+", head[38 : 38 + size] if size else head[38:120])
        if stated:
            return stated[0].decode("ascii")
    if b"[Content_Types].xml" in head or b"_rels/.rels" in head:
        for mark, ending, media_type in ((b"word/", ".docx", _DOCX), (b"xl/", ".xlsx", _XLSX)):
            if mark in head or name.lower().endswith(ending):
                return media_type
    return "application/zip"
