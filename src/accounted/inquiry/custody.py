"""What was done with a file since it came in, act by act: who, when, from where, by which version (R2)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from accounted.store import Ledger

__all__ = ["FileHistory", "custody_of"]


@dataclass(frozen=True, slots=True)
class FileHistory:
    """A file through all its versions.

    Args:
        id: Of the version that is there now, or was last.
        name: Path below `input/`, or below what was given.
        acts: What was done, in order, each with its time.
    """

    id: str
    name: str
    acts: tuple[str, ...]


def custody_of(ledger: Ledger, wanted: str) -> FileHistory | None:
    """Tell the history of a file by its name, by the id of any of its versions (`fil_…`) or by their SHA-256.

    Returns:
        None when there is no such file.
    """
    rows = ledger.rows("file")
    own = next((row for row in reversed(rows) if wanted in (row["name"], row["id"], row["sha256"])), None)
    if own is None:
        return None
    name = own["name"]
    versions = {row["id"]: row for row in rows if row["name"] == name}
    acts = sorted(_acts(ledger, name, versions))
    envelopes = ledger.envelopes([seq for seq, _ in acts])
    people = {row["id"]: row["name"] for row in ledger.rows("staff")}
    lines = []
    for seq, act in acts:
        at, actor = envelopes[seq]
        lines.append(f"{at} {act}, by {people.get(actor, actor)}")
    last = next(row["id"] for row in reversed(rows) if row["name"] == name)
    return FileHistory(last, name, tuple(lines))


def _acts(ledger: Ledger, name: str, versions: Mapping[str, Mapping[str, Any]]) -> Iterator[tuple[int, str]]:
    for row in ledger.rows("custody"):
        if row["file"] in versions:
            file = versions[row["file"]]
            what = f"SHA-256 {file['sha256']}, {file['n_bytes']} bytes"
            yield row["seq"], f"{row['act']} from {row['origin']} with {row['tool']}: {what}"
    code = {row["seq"]: row["code"] for row in ledger.rows("run")}
    for row in ledger.rows("file_state"):
        if row["name"] == name:
            reason = f" ({row['reason']})" if row["reason"] else ""
            yield row["run"], f"read with {code[row['run']]}: {row['state']}{reason}"
    for row in ledger.rows("version_review"):
        if row["file"] == name:
            yield (
                row["seq"],
                f"the new version was {'approved' if row['approved'] else 'taken back'} by {row['person']}",
            )
