"""How a record comes to be, and how an older one is brought up to date: each migration once, in order, in one step.

The triggers are the second lock on the door: even a program that opens the file itself cannot change a fact by
mistake. Deleting a payload is possible only while `erasing` names the tombstone that says so.
"""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Connection, insert, inspect, select, text

from accounted.model.errors import RecordDamaged
from accounted.store.schema import METADATA, PAYLOADS, SCHEMA_VERSION

__all__ = ["CURRENT_VERSION", "is_current", "migrate"]


def _version_1(connection: Connection) -> None:
    METADATA.create_all(connection)
    _guard(connection, ("fact", *PAYLOADS))


def _version_2(connection: Connection) -> None:
    """Add the payload tables and the columns that an older record lacks; what it holds stays as it is."""
    known = inspect(connection)
    missing = tuple(name for name in PAYLOADS if not known.has_table(name))
    METADATA.create_all(connection)
    _guard(connection, missing)
    for name, table in PAYLOADS.items():
        there = {column["name"] for column in known.get_columns(name)} if name not in missing else set(table.c.keys())
        for column in table.c:
            if column.name not in there:
                kind = column.type.compile(dialect=connection.dialect)
                connection.execute(text(f'ALTER TABLE "{name}" ADD COLUMN "{column.name}" {kind}'))


def _guard(connection: Connection, tables: tuple[str, ...]) -> None:
    for table in tables:
        connection.execute(
            text(
                f"CREATE TRIGGER keep_{table}_update BEFORE UPDATE ON {table} "
                f"BEGIN SELECT RAISE(ABORT, 'facts are superseded, never updated'); END"
            )
        )
        when = "" if table == "fact" else "WHEN NOT EXISTS (SELECT 1 FROM erasing) "
        connection.execute(
            text(
                f"CREATE TRIGGER keep_{table}_delete BEFORE DELETE ON {table} {when}"
                f"BEGIN SELECT RAISE(ABORT, 'facts are erased under a tombstone, never deleted'); END"
            )
        )


def _version_3(connection: Connection) -> None:
    """Decisions got their time, their evidence, and what they take back or settle."""
    _version_2(connection)


def _version_4(connection: Connection) -> None:
    """Records got what their lists state became of the victim; linkages the records too thin to identify anyone."""
    _version_2(connection)


def _version_5(connection: Connection) -> None:
    """What is odd in a list is kept with it."""
    _version_2(connection)


def _version_6(connection: Connection) -> None:
    """Linkages got what their lists repeat, the answer without the constraint and how they were calibrated.

    Decisions got the probability with which their pair was drawn; what became of earlier people is a kind of its own.
    """
    _version_2(connection)


def _version_7(connection: Connection) -> None:
    """Records got parents, homes, occupation, affiliation and ids of their own."""
    _version_2(connection)


def _version_8(connection: Connection) -> None:
    """Decisions got the odds that a pair of a clerical sample had when it was drawn."""
    _version_2(connection)


def _version_9(connection: Connection) -> None:
    """Copied passages, relations of claims, and what persons decided about claims are kept."""
    _version_2(connection)


def _version_10(connection: Connection) -> None:
    """Claims got what their figure replaces and the language they were read in."""
    _version_2(connection)


def _version_11(connection: Connection) -> None:
    """Files got what they came out of; documents their authors, language and what they state; passages their place.

    What became of spans when a text was read anew is a kind of its own.
    """
    _version_2(connection)


def _version_12(connection: Connection) -> None:
    """Decisions about claims hold the claims that they make."""
    _version_2(connection)


def _version_13(connection: Connection) -> None:
    """What a language model proposed is kept, apart from the claims."""
    _version_2(connection)


def _version_14(connection: Connection) -> None:
    """What new versions of lists changed is kept."""
    _version_2(connection)


def _version_15(connection: Connection) -> None:
    """How far each document could be read is kept."""
    _version_2(connection)


def _version_16(connection: Connection) -> None:
    """Which documents are translations is kept."""
    _version_2(connection)


def _version_17(connection: Connection) -> None:
    """Records got what they state of acts, and lists by which vocabularies they were coded; vocabularies are kept.

    Victims, acts, incidents and roles are read off the records: their own tables, into which nothing was ever written,
    are gone (decision 0021).
    """
    _version_2(connection)
    for name in ("role", "violation", "incident", "victim"):
        connection.execute(text(f"DROP TABLE IF EXISTS {name}"))


def _version_18(connection: Connection) -> None:
    """Requests for time stamps and their answers are kept."""
    _version_2(connection)


def _version_19(connection: Connection) -> None:
    """What persons decided about new versions of lists after these had come in is kept."""
    _version_2(connection)


_MIGRATIONS: tuple[Callable[[Connection], None], ...] = (
    _version_1,
    _version_2,
    _version_3,
    _version_4,
    _version_5,
    _version_6,
    _version_7,
    _version_8,
    _version_9,
    _version_10,
    _version_11,
    _version_12,
    _version_13,
    _version_14,
    _version_15,
    _version_16,
    _version_17,
    _version_18,
    _version_19,
)
CURRENT_VERSION = len(_MIGRATIONS)


def is_current(connection: Connection) -> bool:
    """Whether a record is as this program writes it."""
    return _version_of(connection) == CURRENT_VERSION


def _version_of(connection: Connection) -> int:
    if not inspect(connection).has_table(SCHEMA_VERSION.name):
        return 0
    return max(connection.execute(select(SCHEMA_VERSION.c.version)).scalars(), default=0)


def migrate(connection: Connection, at: str) -> int:
    """Bring the record up to date within the caller's transaction; return how many migrations ran.

    Raises:
        RecordDamaged: When the record was written by a newer version of Accounted.
    """
    version = _version_of(connection)
    if version > CURRENT_VERSION:
        raise RecordDamaged(
            f"the record has version {version}, this program knows up to {CURRENT_VERSION}",
            mend="install the newer version of Accounted that wrote it",
        )
    for number, migration in enumerate(_MIGRATIONS[version:], start=version + 1):
        migration(connection)
        connection.execute(insert(SCHEMA_VERSION).values(version=number, at=at))
    return CURRENT_VERSION - version
