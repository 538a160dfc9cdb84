"""What new versions of lists changed, with the two versions, and whether somebody approved it: then or since."""

from __future__ import annotations

from dataclasses import dataclass

from accounted.inquiry.files import FileFact, current_files
from accounted.model.list_changes import ListChanges
from accounted.store import Ledger
from accounted.store.codec import from_row

__all__ = ["VersionChange", "taken_back", "unapproved_changes", "version_changes"]


@dataclass(frozen=True, slots=True)
class VersionChange:
    """A new version of a list.

    Args:
        changes: What it changed.
        before: The version before.
        after: The new one.
        is_decided: Whether a person approved it, when it came in or later, or took it back.
    """

    changes: ListChanges
    before: FileFact
    after: FileFact
    is_decided: bool


def version_changes(ledger: Ledger) -> tuple[VersionChange, ...]:
    """Give every new version of the lists there are now, by list, the oldest first."""
    rows = ledger.rows("list_change")
    if not rows:
        return ()
    names = current_files(ledger)
    versions: dict[str, list[tuple[int, FileFact]]] = {}
    for row in ledger.rows("file"):
        versions.setdefault(row["name"], []).append((row["seq"], from_row(FileFact, "file", row)))
    decided = {(row["file"], row["sha256"]) for row in ledger.rows("version_review")}
    found = []
    for row in rows:
        changes: ListChanges = from_row(ListChanges, "list_change", row)
        own = [fact for seq, fact in versions.get(changes.file, ()) if seq < row["seq"]]
        others = [fact for fact in own if fact.sha256 != own[-1].sha256]
        if changes.file in names and others:
            is_decided = bool(row["approved"]) or (changes.file, own[-1].sha256) in decided
            found.append(VersionChange(changes, others[-1], own[-1], is_decided))
    return tuple(sorted(found, key=lambda one: one.changes.file))


def unapproved_changes(ledger: Ledger) -> tuple[ListChanges, ...]:
    """What new versions of the lists there are now changed, and nobody has decided about."""
    return tuple(one.changes for one in version_changes(ledger) if not one.is_decided)


def taken_back(ledger: Ledger) -> frozenset[tuple[str, str]]:
    """Name and hash of the versions that a person took back and has not approved since."""
    said = {(row["file"], row["sha256"]): bool(row["approved"]) for row in ledger.rows("version_review")}
    return frozenset(version for version, approved in said.items() if not approved)
