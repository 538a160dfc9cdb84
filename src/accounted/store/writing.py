"""How facts are added: numbered, salted, bound to what came before, many at a time.

A list of a million rows is a million facts, so nothing here is done by the row that can be done once: statements and
the order of columns are kept per kind, salts are drawn by the batch, payloads stay rows of cells.
"""

from __future__ import annotations

import functools
import itertools
import os
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, insert, select

from accounted.store.chain import GENESIS, SALT_BYTES, committer, linker
from accounted.store.codec import columns_of, to_row
from accounted.store.schema import ERASING, FACT, PAYLOADS

__all__ = ["Writer", "now"]

_BATCH = 1_000


def now() -> str:
    """The time of recording, in UTC, to the second."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


class Writer:
    """Adds facts within one transaction."""

    def __init__(self, connection: Connection, actor: str) -> None:
        self._connection = connection
        self._actor = actor
        last = connection.execute(select(FACT.c.seq, FACT.c.hash).order_by(FACT.c.seq.desc()).limit(1)).first()
        self._seq: int = last[0] if last else 0
        self._previous: str = last[1] if last else GENESIS
        self.has_erased = False

    def add(self, kind: str, value: object, **more: object) -> int:
        """Add one fact and return its number."""
        return self.add_all(kind, [value], **more)

    def add_all(self, kind: str, values: Iterable[object], **more: object) -> int:
        """Add facts of one kind in the order given and return the number of the last one."""
        names = columns_of(kind)
        rows = (to_row(kind, value, **more) for value in values)
        return self.add_rows(kind, ([row[name] for name in names] for row in rows))

    def add_rows(self, kind: str, rows: Iterable[Sequence[Any]]) -> int:
        """Add facts of one kind that are rows of cells already, and return the number of the last one.

        Args:
            kind: Name of the payload table.
            rows: Cells as `to_row` makes them, in the order of `columns_of(kind)`.
        """
        statements, bind = (_insertion(FACT.name), _insertion(kind)), _committer(kind)
        waiting = iter(rows)
        while batch := list(itertools.islice(waiting, _BATCH)):
            self._add_batch(kind, batch, statements, bind)
        return self._seq

    def _add_batch(
        self,
        kind: str,
        rows: Sequence[Sequence[Any]],
        statements: tuple[str, str],
        bind: Callable[[bytes, Sequence[Any]], str],
    ) -> None:
        at, actor = now(), self._actor
        link = linker(kind, at, actor)
        salts = os.urandom(SALT_BYTES * len(rows))
        seq, previous = self._seq, self._previous
        envelopes, payloads = [], []
        for place, row in enumerate(rows):
            salt = salts[SALT_BYTES * place : SALT_BYTES * (place + 1)]
            seq += 1
            commitment = bind(salt, row)
            hash_ = link(previous, seq, commitment)
            envelopes.append((seq, kind, at, actor, commitment, previous, hash_))
            payloads.append((seq, salt, *row))
            previous = hash_
        for sql, made in zip(statements, (envelopes, payloads), strict=True):
            self._connection.exec_driver_sql(sql, made)
        self._seq, self._previous = seq, previous

    def erase(self, kind: str, seq: int, reason: str) -> int:
        """Delete the payload of one fact under a tombstone, whose number is returned (R40)."""
        tombstone = self.add("tombstone", {"first": seq, "last": seq, "reason": reason})
        table = PAYLOADS[kind]
        self._connection.execute(insert(ERASING).values(tombstone=tombstone))
        self._connection.execute(table.delete().where(table.c.seq == seq))
        self._connection.execute(ERASING.delete())
        self.has_erased = True
        return tombstone


@functools.cache
def _insertion(name: str) -> str:
    """The statement that adds to a table, its columns in the order in which rows are given."""
    named = [c.name for c in FACT.c] if name == FACT.name else ["seq", "salt", *columns_of(name)]
    quoted = ", ".join(f'"{column}"' for column in named)
    return f'INSERT INTO "{name}" ({quoted}) VALUES ({", ".join("?" * len(named))})'  # noqa: S608 - our own names


@functools.cache
def _committer(kind: str) -> Callable[[bytes, Sequence[Any]], str]:
    return committer(columns_of(kind))
