"""The record of an inquiry: one file to which facts are added, and nothing else.

One writer at a time; everything between `with ledger.writing()` and its end is one transaction, so a pulled plug loses
at most the step in progress. Readers see the last finished transaction.
"""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event, func, select
from sqlalchemy.exc import DatabaseError, OperationalError
from sqlalchemy.pool import NullPool

from accounted.model.errors import DiskFull, NotWritable, RecordBusy, RecordDamaged
from accounted.store.chain import GENESIS
from accounted.store.codec import from_row
from accounted.store.migrations import is_current, migrate
from accounted.store.schema import FACT, PAYLOADS
from accounted.store.writing import Writer, now

__all__ = ["Ledger", "Writer", "open_ledger"]

T = TypeVar("T")
_BUSY_MILLISECONDS = 10_000
_MOST_PARAMETERS = 10_000
_CACHE_KIB = 128 << 10
"""Hashes and ids come in random order: with less, each row of a long list costs reading and writing a page again."""


class Ledger:
    """An open record.

    Args:
        engine: Where it lies.
        actor: Opaque id of whoever works now.
        derived: Files made from the record, which an erasure takes away with it.
    """

    def __init__(self, engine: Engine, actor: str, derived: Sequence[Path] = ()) -> None:
        self._engine = engine
        self._actor = actor
        self._derived = tuple(derived)
        self._transaction = threading.local()

    @contextmanager
    def writing(self) -> Iterator[Writer]:
        """Open the one transaction in which facts are added; an exception undoes all of it.

        Within it, `writing` joins it and `reading` sees what it has added so far, in the same thread only.

        Raises:
            RecordBusy: When another process keeps writing.
            DiskFull: When the disk is full or fails.
        """
        joined: tuple[Connection, Writer] | None = getattr(self._transaction, "open", None)
        if joined:
            yield joined[1]
            return
        try:
            with self._engine.connect() as connection:
                connection.exec_driver_sql("BEGIN IMMEDIATE")
                try:
                    writer = Writer(connection, self._actor)
                    self._transaction.open = (connection, writer)
                    yield writer
                    if writer.has_erased:
                        # Before the erasure holds: killed in between, the files are gone, and are made anew.
                        for path in self._derived:
                            path.unlink(missing_ok=True)
                    connection.commit()
                except BaseException:
                    connection.rollback()
                    raise
                finally:
                    self._transaction.open = None
        except DatabaseError as error:
            raise _explain(error) from error

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Open a connection that sees one state of the record."""
        joined: tuple[Connection, Writer] | None = getattr(self._transaction, "open", None)
        if joined:
            yield joined[0]
            return
        with self._engine.connect() as connection:
            yield connection

    def each(self, kind: str, *, run: Iterable[int] | None = None) -> Iterator[Mapping[str, Any]]:
        """Read the payloads of one kind one by one, in the order they were added; with `run`, only what these made."""
        table = PAYLOADS[kind]
        query = select(table).order_by(table.c.seq)
        wanted = None if run is None else set(run)
        if wanted is not None and len(wanted) <= _MOST_PARAMETERS:
            query = query.where(table.c.run.in_(sorted(wanted)))
        with self.reading() as connection:
            for row in connection.execute(query).mappings():
                if wanted is None or row["run"] in wanted:
                    yield dict(row)

    def rows(self, kind: str, *, run: Iterable[int] | None = None) -> list[Mapping[str, Any]]:
        """Read the payloads of one kind at once; as `each`."""
        return list(self.each(kind, run=run))

    def values(self, type_: type[T], kind: str, *, run: Iterable[int] | None = None) -> tuple[T, ...]:
        """Read the payloads of one kind as frozen values; as `each`."""
        return tuple(from_row(type_, kind, row) for row in self.each(kind, run=run))

    def scan(self, kind: str, columns: Sequence[str], *, run: Iterable[int] | None = None) -> Iterator[tuple[Any, ...]]:
        """Go through some columns of one kind in the order of the facts, as they are stored, without holding them all.

        Args:
            kind: Name of the payload table.
            columns: Names of its columns.
            run: Only what these steps made.
        """
        table = PAYLOADS[kind]
        wanted = None if run is None else set(run)
        query = select(*(table.c[name] for name in columns), *((table.c.run,) if wanted is not None else ()))
        with self.reading() as connection:
            for row in connection.execution_options(stream_results=True).execute(query.order_by(table.c.seq)):
                if wanted is None:
                    yield tuple(row)
                elif row[-1] in wanted:
                    yield tuple(row[:-1])

    def envelopes(self, seqs: Sequence[int]) -> dict[int, tuple[str, str]]:
        """Say when facts were added, and by whom (the opaque id), by their numbers."""
        wanted = set(seqs)
        found: dict[int, tuple[str, str]] = {}
        with self.reading() as connection:
            for start in range(0, len(seqs), _MOST_PARAMETERS):
                some = list(wanted)[start : start + _MOST_PARAMETERS]
                rows = connection.execute(select(FACT.c.seq, FACT.c.at, FACT.c.actor).where(FACT.c.seq.in_(some)))
                found |= {seq: (at, actor) for seq, at, actor in rows}
        return found

    def last_of(self, kinds: Iterable[str]) -> tuple[int, str]:
        """Number and hash of the last fact of some kinds that is not erased; 0 and the first hash without one."""
        with self.reading() as connection:
            tables = [PAYLOADS[kind] for kind in kinds]
            seq = max(connection.execute(select(func.max(t.c.seq))).scalar() or 0 for t in tables)
            found = connection.execute(select(FACT.c.hash).where(FACT.c.seq == seq)).scalar()
        return seq, found or GENESIS

    def head(self) -> tuple[int, str]:
        """Say how many facts there are, and the hash of the last one."""
        with self.reading() as connection:
            last = connection.execute(select(FACT.c.hash).order_by(FACT.c.seq.desc()).limit(1)).scalar()
            count = connection.execute(select(func.count()).select_from(FACT)).scalar_one()
        return count, last or GENESIS

    def close(self) -> None:
        """Let go of the file."""
        self._engine.dispose()


def open_ledger(path: Path, actor: str, *, derived: Sequence[Path] = ()) -> Ledger:
    """Open the record at `path`, making it or bringing it up to date when needed.

    Args:
        path: Where it lies.
        actor: Opaque id of whoever works now.
        derived: Files made from the record that hold copies of what is in it: an erasure deletes them.

    Raises:
        RecordDamaged: When the file is not a record, or a newer one than this program knows.
        RecordBusy: When another process keeps writing.
    """
    if not path.exists():
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    engine = create_engine(f"sqlite+pysqlite:///{path}", poolclass=NullPool)

    @event.listens_for(engine, "connect")
    def _prepare(connection: sqlite3.Connection, _: object) -> None:
        connection.isolation_level = None
        for pragma in (
            "journal_mode=WAL", "foreign_keys=ON", "synchronous=FULL",
            f"busy_timeout={_BUSY_MILLISECONDS}", f"cache_size=-{_CACHE_KIB}",
        ):  # fmt: skip
            connection.execute(f"PRAGMA {pragma}")

    ledger = Ledger(engine, actor, derived)
    try:
        with engine.connect() as connection:
            # Whoever only reads does not wait for an import that is still writing.
            if not is_current(connection):
                connection.exec_driver_sql("BEGIN IMMEDIATE")
                migrate(connection, now())
                connection.commit()
    except OperationalError as error:
        raise _explain(error) from error
    except DatabaseError as error:
        raise RecordDamaged(
            "this is not a record of Accounted, or it is damaged", where=path.name, mend="restore it from a backup"
        ) from error
    return ledger


def _explain(error: DatabaseError) -> Exception:
    text = str(error.orig)
    if "locked" in text or "busy" in text:
        return RecordBusy(
            "another process is writing to this inquiry", where="record.sqlite", mend="wait until it has ended"
        )
    if "full" in text or "disk I/O" in text:
        return DiskFull(
            f"the disk is full or fails ({text}); nothing of this step was kept",
            where="record.sqlite",
            mend="free space on the disk of the inquiry, or move the inquiry to another, and run it again",
        )
    if "readonly" in text or "unable to open" in text:
        return NotWritable(
            f"the record cannot be read or written ({text})", where="record.sqlite",
            mend="give yourself the right to read and write .accounted and all that is in it",
        )  # fmt: skip
    return RecordDamaged(f"the record cannot be used: {text}", where="record.sqlite", mend="restore it from a backup")
