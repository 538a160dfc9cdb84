"""Recompute everything that can be recomputed, and name the first thing that is not what it was (P14, R1)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, func, select
from sqlalchemy.exc import DatabaseError

from accounted.model.errors import RecordDamaged
from accounted.model.progress import SILENT, Progress
from accounted.model.stamps import CheckedStamp
from accounted.store.chain import GENESIS, commit, link
from accounted.store.ledger import Ledger
from accounted.store.originals import Originals, first_wrong_byte
from accounted.store.schema import FACT, PAYLOADS

__all__ = ["Verification", "verify"]

_BATCH = 2_000


@dataclass(frozen=True, slots=True)
class Verification:
    """What was found to be as it was.

    Args:
        n_facts: Entries in the chain.
        n_originals: Originals whose bytes were hashed again.
        n_erased: Payloads erased under tombstones.
        tombstones: Numbers of these tombstones.
        head: Hash of the last entry.
        since: Time of the first entry, or empty.
        anchor: The head it was held against, or empty.
        anchored_at: The entry at which the anchor stands, or None.
        stamps: What time stamps say, oldest first; empty where they were not looked at.
    """

    n_facts: int
    n_originals: int
    n_erased: int
    tombstones: tuple[int, ...]
    head: str
    since: str
    anchor: str = ""
    anchored_at: int | None = None
    stamps: tuple[CheckedStamp, ...] = ()

    def sentence(self) -> str:
        """Say it in one sentence."""
        erased = ""
        if self.n_erased:
            erased = f", {self.n_erased} erased under tombstone {', '.join(str(t) for t in self.tombstones)}"
        whole = f"{self.n_facts} entries and {self.n_originals} originals are consistent{erased}"
        if self.anchored_at is not None:
            return f"{whole}; entries 1 to {self.anchored_at} are those of the anchor {self.anchor[:16]}"
        if any(stamp.is_signature_checked for stamp in self.stamps):
            return f"{whole}; {self.stamps[-1].sentence()}"
        return f"{whole}; not anchored since {self.since or 'the beginning'}"


def verify(ledger: Ledger, originals: Originals, *, against: str = "", progress: Progress = SILENT) -> Verification:
    """Check the chain, the payloads, the originals, and the anchor when one is given.

    Args:
        ledger: The record.
        originals: The folder of originals.
        against: A head printed earlier (at least its first 12 characters), or the id of a release.
        progress: Told how far it is.

    Raises:
        RecordDamaged: Naming the first entry, file and byte that is not what it was.
    """
    try:
        with ledger.reading() as connection:
            n_facts = connection.execute(select(func.count()).select_from(FACT)).scalar_one()
            progress.step("chain", n_facts)
            erased = _check_chain(connection, progress)
            files = _files(connection)
            since = connection.execute(select(FACT.c.at).order_by(FACT.c.seq).limit(1)).scalar() or ""
            anchor, anchored_at = _find_anchor(connection, against)
    except DatabaseError as error:
        raise RecordDamaged(
            f"the record cannot be read: {error.orig}", where="record.sqlite", mend="restore it from a backup"
        ) from error
    with ledger.reading() as connection:
        strays = originals.unknown_to(lambda: {sha256 for _, sha256, _ in _files(connection)})
    if strays:
        raise RecordDamaged(
            f"{len(strays)} originals are here that the record does not know: it was cut off, replaced or lost",
            where=f"originals/{strays[0]}",
            mend="restore the record from a backup",
        )
    progress.step("originals", len(files))
    seen = set()
    for name, sha256, blocks in files:
        if sha256 not in seen:
            _check_original(originals, name, sha256, blocks)
            seen.add(sha256)
        progress.advance()
    tombstones = tuple(sorted({t for _, t in erased}))
    return Verification(n_facts, len(seen), len(erased), tombstones, ledger.head()[1], since, anchor, anchored_at)


def _files(connection: Connection) -> list[tuple[str, str, bytes]]:
    file = PAYLOADS["file"]
    rows = connection.execute(select(file.c.name, file.c.sha256, file.c.blocks).order_by(file.c.seq))
    return [(name, sha256, blocks) for name, sha256, blocks in rows]


def _check_chain(connection: Connection, progress: Progress) -> list[tuple[int, int]]:
    tombs = [
        (first, last, seq)
        for seq, first, last in connection.execute(select(*PAYLOADS["tombstone"].c["seq", "first", "last"]))
    ]
    erased: list[tuple[int, int]] = []
    previous, expected = GENESIS, 1
    for envelope, row in _entries(connection):
        seq, kind = envelope["seq"], envelope["kind"]
        where = f"record.sqlite, entry {seq} ({kind})"
        if seq != expected or envelope["previous"] != previous:
            raise RecordDamaged(
                f"entry {expected} is missing or was moved", where=where, mend="restore the record from a backup"
            )
        if envelope["hash"] != link(previous, seq, kind, envelope["at"], envelope["actor"], envelope["commitment"]):
            raise RecordDamaged("the envelope was changed", where=where, mend="restore the record from a backup")
        if row is None:
            under = [t for first, last, t in tombs if first <= seq <= last]
            if not under:
                raise RecordDamaged(
                    "the payload is gone without a tombstone", where=where, mend="restore the record from a backup"
                )
            erased.append((seq, under[0]))
        elif commit(row["salt"], row) != envelope["commitment"]:
            raise RecordDamaged("the payload was changed", where=where, mend="restore the record from a backup")
        previous, expected = envelope["hash"], seq + 1
        progress.advance()
    n_payloads = sum(connection.execute(select(func.count()).select_from(t)).scalar_one() for t in PAYLOADS.values())
    if n_payloads != expected - 1 - len(erased):
        raise RecordDamaged(
            "there are payloads that no entry of the chain knows",
            where="record.sqlite",
            mend="restore the record from a backup",
        )
    return erased


def _entries(connection: Connection) -> Iterator[tuple[dict[str, Any], dict[str, Any] | None]]:
    first = 1
    top = connection.execute(select(func.max(FACT.c.seq))).scalar() or 0
    while first <= top:
        within = FACT.c.seq.between(first, first + _BATCH - 1)
        envelopes = connection.execute(select(FACT).where(within).order_by(FACT.c.seq)).mappings().all()
        payloads: dict[tuple[str, int], dict[str, Any]] = {}
        for kind in sorted({e["kind"] for e in envelopes} & set(PAYLOADS)):
            table = PAYLOADS[kind]
            query = select(table).where(table.c.seq.between(first, first + _BATCH - 1)).order_by(table.c.seq)
            payloads.update({(kind, row["seq"]): dict(row) for row in connection.execute(query).mappings()})
        for envelope in envelopes:
            yield dict(envelope), payloads.get((envelope["kind"], envelope["seq"]))
        first += _BATCH


def _check_original(originals: Originals, name: str, sha256: str, blocks: bytes) -> None:
    path = originals.path(sha256)
    mend = "put the file back from a backup or from where it came"
    if not path.exists():
        raise RecordDamaged("the original is gone", where=f"{name} (originals/{sha256})", mend=mend)
    digest = hashlib.sha256()
    with path.open("rb") as reader:
        while chunk := reader.read(1 << 20):
            digest.update(chunk)
    if digest.hexdigest() == sha256:
        return
    place = first_wrong_byte(path.read_bytes(), blocks)
    first, last = place if place else (0, 0)
    at = f"byte {first}" if first == last else f"bytes {first}–{last}"
    raise RecordDamaged(
        f"the original was changed: the first difference is at {at} (counted from 0)",
        where=f"{name} (originals/{sha256})",
        mend=mend,
    )


def _find_anchor(connection: Connection, against: str) -> tuple[str, int | None]:
    if not against:
        return "", None
    release = PAYLOADS["release"]
    head = connection.execute(select(release.c.head).where(release.c.id == against)).scalar() or against
    found = None
    if len(head) >= 12:
        query = select(FACT.c.seq, FACT.c.hash).where(FACT.c.hash.startswith(head.lower(), autoescape=True))
        found = connection.execute(query).first()
    if found is None:
        raise RecordDamaged(
            f"the anchor {against[:16]} is not in this chain: it was cut off, rewritten, or is another inquiry's",
            where="record.sqlite",
            mend="compare the anchor with the print-out, else restore the record from a backup",
        )
    return found[1], found[0]
