"""The files an inquiry has: each name's latest version, with what it came out of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from accounted.documents import ARCHIVES
from accounted.store import Ledger

__all__ = ["FileFact", "FileRole", "current_files", "find_twins", "latest_of"]

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


def find_twins(facts: Iterable[FileFact]) -> dict[str, str]:
    """Find lists and tables that are the same, byte for byte, as one that came in before under another name.

    Two sheets or tables of one file are never the same list, for whoever made the file holds them apart.

    Args:
        facts: All files there were, in the order in which they came in.

    Returns:
        Name → the name that the same bytes had first, of those that are still there.
    """
    facts = list(facts)
    current = latest_of(facts)
    sheeted = {fact.id for fact in facts if fact.media_type not in ARCHIVES}
    first: dict[str, FileFact] = {}
    twins = {}
    for fact in facts:
        if fact.role in ("list", "table") and fact.n_bytes and current.get(fact.name) == fact:
            primary = first.setdefault(fact.sha256, fact)
            are_sheets = fact.container == primary.container and fact.container in sheeted
            if primary.name != fact.name and not are_sheets:
                twins[fact.name] = primary.name
    return twins


def latest_of(facts: Iterable[FileFact]) -> dict[str, FileFact]:
    """Keep the last version of each name; what came out of a version that is not the last is gone with it."""
    latest = {fact.name: fact for fact in facts}
    there = {fact.id for fact in latest.values()}
    while lost := [f.name for f in latest.values() if f.container is not None and f.container not in there]:
        for name in lost:
            there.discard(latest.pop(name).id)
    return dict(sorted(latest.items()))
