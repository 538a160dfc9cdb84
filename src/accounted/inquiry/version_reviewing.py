"""A person decides about a new version of a list that came in when nobody was asked: it stays, or goes again."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from accounted.inquiry.files import current_files
from accounted.inquiry.intake import Arrivals
from accounted.inquiry.reading import read_files
from accounted.inquiry.runs import Outcome
from accounted.inquiry.stepping import Workplace
from accounted.inquiry.version_changes import VersionChange, version_changes
from accounted.model.errors import UsageError

__all__ = ["approve_version", "take_back_version"]


def approve_version(place: Workplace, file: str, *, person: str) -> VersionChange:
    """Keep that a person approved the last new version of a list.

    Raises:
        UsageError: When nobody decides, or nothing of this list waits for a decision.
    """
    change = _waiting(place, file, person)
    with place.ledger.writing() as writer:
        writer.add("version_review", _review(change, person, approved=True))
    return change


def take_back_version(place: Workplace, file: str, *, person: str) -> Outcome:
    """Let the version before stand again, and read it; the one that is taken back stays among the originals.

    Raises:
        UsageError: As `approve_version`, and when a later version has come in since.
    """
    change = _waiting(place, file, person)
    current = current_files(place.ledger)[change.changes.file]
    if current.sha256 != change.after.sha256:
        raise UsageError("a later version has come in since", where=file, mend="approve this one, and see that one")
    stands = replace(change.before, container=current.container)
    review = _review(change, person, approved=False)
    return read_files(
        place, Arrivals((stands,), ("the version before, which a person let stand again",), review=review)
    )


def _waiting(place: Workplace, file: str, person: str) -> VersionChange:
    """Give the oldest new version of a list that waits, so that they are decided in their order."""
    if not person.strip():
        raise UsageError("a decision needs the person who makes it", mend="give --person NAME")
    for change in version_changes(place.ledger):
        if change.changes.file == file and not change.is_decided:
            return change
    raise UsageError("no new version of this list waits for a decision", where=file, mend="accounted review --versions")


def _review(change: VersionChange, person: str, *, approved: bool) -> dict[str, object]:
    at = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return {"file": change.changes.file, "sha256": change.after.sha256, "approved": approved, "person": person.strip(),
            "at": at}  # fmt: skip
