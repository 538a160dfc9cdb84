"""WARC: the pages and files of a web archive come out as files of their own, each with its address and time."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from urllib.parse import unquote, urlsplit

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from accounted.documents.archives import (
    FREE_BYTES,
    MOST_BYTES,
    MOST_MEMBERS,
    MOST_RATIO,
    label,
    write_member,
)
from accounted.model.documents import Member, Unpacked
from accounted.model.errors import NO_SPACE, UnreadableDocument

__all__ = ["unpack"]

_ENDINGS = {"text/html": ".html", "application/xhtml+xml": ".html", "text/plain": ".txt", "application/pdf": ".pdf"}
_TAKEN = frozenset({
    "", *_ENDINGS, "application/csv", "application/epub+zip", "application/gzip", "application/json",
    "application/msword", "application/octet-stream", "application/rtf", "application/x-tar",
    "application/x-zip-compressed", "application/zip", "message/rfc822", "text/csv", "text/markdown", "text/rtf",
})  # fmt: skip
"""Kinds that may hold words; where none is stated, what was fetched tells it."""
_PREFIXES = ("application/vnd.", "image/")


def unpack(path: Path, folder: str, media_type: str, name: str) -> Unpacked:  # noqa: ARG001 - as all unpackers
    """Write what was fetched with success and may hold words into an empty folder of ours.

    Raises:
        UnreadableDocument: When it is damaged, or grows too large.
    """
    taken: set[str] = set()
    members: list[Member] = []
    n_records = size = 0
    most = min(MOST_BYTES, max(path.stat().st_size * MOST_RATIO, FREE_BYTES))
    others: Counter[str] = Counter()
    try:
        with path.open("rb") as stream:
            for record in ArchiveIterator(stream):
                n_records += bool(record.rec_type)
                if record.rec_type not in ("response", "resource"):
                    continue
                kind, is_taken = _kind(record)
                if not is_taken:
                    others[kind] += 1
                    continue
                if len(members) == MOST_MEMBERS:
                    raise UnreadableDocument("the web archive is too large", mend="split it")
                file = write_member(record.content_stream(), Path(folder), len(members) + 1, most - size)
                if getattr(record.raw_stream, "limit", 0) > 0:
                    raise EOFError("a record ends before it says")
                size += (Path(folder) / file).stat().st_size
                address = record.rec_headers.get_header("WARC-Target-URI") or ""
                when = record.rec_headers.get_header("WARC-Date") or ""
                members.append(Member(label(_name(address, kind), taken), file, address, when))
    except (ArchiveLoadFailed, EOFError, OSError, ValueError) as error:
        if isinstance(error, OSError) and error.errno in NO_SPACE:
            raise
        raise UnreadableDocument("the web archive is damaged or not complete", mend="get it again") from error
    if not n_records:
        raise UnreadableDocument("the web archive is damaged: no record can be read", mend="get it again")
    left = ", ".join(f"{n} {kind}" for kind, n in sorted(others.items()))
    return Unpacked(tuple(members), (f"left in it: {left}",) if left else ())


def _kind(record: object) -> tuple[str, bool]:
    """Say of which kind an answer is, or that it is an error, and whether it is taken."""
    headers = getattr(record, "http_headers", None)
    status = "" if headers is None else headers.get_statuscode() or "unknown"
    if status and not status.startswith("2"):
        return f"answers of status {status}", False
    source = headers if headers is not None else record.rec_headers  # type: ignore[attr-defined]
    kind = str(source.get_header("Content-Type") or "").split(";")[0].strip().lower()
    return kind, kind in _TAKEN or kind.startswith(_PREFIXES)


def _name(address: str, kind: str) -> str:
    parts = urlsplit(address)
    path = unquote(parts.path).strip("/") or "index"
    query = f"_{parts.query}" if parts.query else ""
    last = path.rsplit("/", 1)[-1]
    ending = _ENDINGS.get(kind, "")
    return f"{parts.hostname or 'unknown'}/{path}{query}" + ("" if last.lower().endswith(ending) else ending)
