"""The files an inquiry has: each name's latest version, with what it came out of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from accounted.store import Ledger

__all__ = ["FileFact", "FileRole", "current_files", "latest_of"]

FileRole = Literal["document", "list", "table", "container"]


@dataclass(frozen=True, slots=True)
class FileFact:
    """One version of one file.

    Args:
        id: Keyed id (`fil_…`).
        name: Path below `input/`, or below what was given; for a file that came out of another, that one's name first.
        role: What it is for; a container only holds other files.
        sha256: Hash of its bytes.
        n_bytes: Their number.
        media_type: What it is.
        blocks: Its block hashes.
        container: Id of the file it came out of, or None.
        reason: What of the files within it was not taken, and why; None when all were.
        is_refused: Whether none were taken.
    """

    id: str
    name: str
    role: FileRole
    sha256: str
    n_bytes: int
    media_type: str
    blocks: bytes
    container: str | None = None
    reason: str | None = None
    is_refused: bool | None = None


def current_files(ledger: Ledger) -> dict[str, FileFact]:
    """The latest version of each file, by name, sorted by name."""
    return latest_of(ledger.values(FileFact, "file"))


def latest_of(facts: Iterable[FileFact]) -> dict[str, FileFact]:
    """Keep the last version of each name; what came out of a version that is not the last is gone with it."""
    latest = {fact.name: fact for fact in facts}
    there = {fact.id for fact in latest.values()}
    while lost := [f.name for f in latest.values() if f.container is not None and f.container not in there]:
        for name in lost:
            there.discard(latest.pop(name).id)
    return dict(sorted(latest.items()))
