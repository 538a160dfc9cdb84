"""What rows of a list stated in its earlier versions: whoever was missing and is dead now was missing once (R18).

Nothing is kept for this: every version's records are facts, and what a new version changed was written down with it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from accounted.model.records import Record
from accounted.store import Ledger
from accounted.store.codec import from_row

__all__ = ["EarlierRow", "earlier_rows"]


@dataclass(frozen=True, slots=True)
class EarlierRow:
    """A row as an earlier version of its list had it, and the id of the record that the next version made of it."""

    record: Record
    became: str


def earlier_rows(ledger: Ledger) -> tuple[EarlierRow, ...]:
    """Give every row that a later version of its list changed, oldest first."""
    changes = [row for row in ledger.rows("list_change") if json.loads(row["changed"] or "[]")]
    if not changes:
        return ()
    runs: dict[str, list[int]] = {}
    for run in ledger.rows("run"):
        if run["step"] == "read":
            runs.setdefault(run["subject"], []).append(run["seq"])
    found = []
    for change in changes:
        own = runs.get(change["file"], [])
        before = max((seq for seq in own if seq < change["seq"]), default=0)
        after = min((seq for seq in own if seq > change["seq"]), default=0)
        old, new = _by_row(ledger, before), _by_row(ledger, after)
        for was, now in json.loads(change["changed"]):
            if was in old and now in new:
                found.append(EarlierRow(old[was], new[now].id))
    return tuple(found)


def _by_row(ledger: Ledger, run: int) -> Mapping[int, Record]:
    return {row["row"]: from_row(Record, "record", row) for row in ledger.rows("record", run=[run])}
