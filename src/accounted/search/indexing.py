"""Write an index: which word stands where, and by which keys a word is found.

Every distinct word is read once; a million names hold far fewer words. The file is written anew each time, under
another name, and takes the old one's place when it is whole: what is no longer in the record is in no byte of it.
"""

from __future__ import annotations

import os
import sqlite3
from array import array
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path

import numpy as np

from accounted.model.errors import DiskFull
from accounted.model.search import PLACES, SearchEntry
from accounted.search.schema import COARSE, SOUND, TABLES, lay_out
from accounted.text.word_alike import coarse_keys, fold_word, sound_keys

__all__ = ["index_stamp", "opened_index", "write_index"]

Row = tuple[object, ...]
Keys = tuple[str, tuple[str, ...], tuple[str, ...]]
_BATCH = 20_000
_FRESH = ("journal_mode=OFF", "synchronous=OFF", "temp_store=MEMORY", "cache_size=-65536")


class _Postings:
    """Words with their numbers, and where they stand."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}
        self._columns = (array("q"), array("q"), array("q"))

    def add(self, entry: int, texts: Iterable[str]) -> None:
        """Take the texts of an entry."""
        words, entries, places = self._columns
        for _, place, token in lay_out(texts):
            words.append(self.numbers.setdefault(token.written, len(self.numbers)))
            entries.append(entry)
            places.append(place)

    def rows(self) -> Iterator[tuple[int, int, int]]:
        """Give them in the order of the table, so that it is written from front to back."""
        table = np.array(self._columns, dtype=np.int64)
        table = table[:, np.lexsort(table[::-1])]
        is_new = np.ones(table.shape[1], dtype=bool)
        is_new[1:] = (table[:, 1:] != table[:, :-1]).any(axis=0)
        table = table[:, is_new]
        for start in range(0, table.shape[1], _BATCH):
            yield from zip(*table[:, start : start + _BATCH].tolist(), strict=True)


def write_index(path: Path, entries: Iterable[SearchEntry], *, stamp: str, code: str) -> None:
    """Write an index, and put it where it belongs when it is whole.

    Args:
        path: Where.
        entries: What can be found, in the order in which equally good hits are shown.
        stamp: What it was made from, for `index_stamp`.
        code: Version of the code. From an earlier index of the same code, keys of words that are still there are taken.

    Raises:
        DiskFull: When it cannot be written.
    """
    part = path.with_name(path.name + ".new")
    part.unlink(missing_ok=True)
    try:
        os.close(os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
        with closing(sqlite3.connect(part, isolation_level=None)) as connection:
            for pragma in _FRESH:
                connection.execute(f"PRAGMA {pragma}")
            connection.execute("BEGIN")
            for statement in TABLES.split(";"):
                connection.execute(statement)
            _fill(connection, entries, _known_words(path, code))
            connection.execute("INSERT INTO meta VALUES (?, ?)", (stamp, code))
            connection.execute("COMMIT")
        with part.open("rb") as written:
            os.fsync(written.fileno())
        part.replace(path)
    except (sqlite3.OperationalError, OSError) as error:
        part.unlink(missing_ok=True)
        raise DiskFull(
            f"the index of the search cannot be written ({error})", where=path.name, mend="free space on the disk"
        ) from error
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def _known_words(path: Path, code: str) -> dict[str, Keys]:
    """The keys of the words of an earlier index: to read a word takes longer than to look it up."""
    folded: dict[int, tuple[str, str]] = {}
    keys: dict[tuple[int, int], list[str]] = {}
    try:
        with opened_index(path) as connection:
            if connection.execute("SELECT code FROM meta").fetchone() == (code,):
                rows = connection.execute("SELECT number, written, folded FROM word")
                folded = {number: (written, own) for number, written, own in rows}
                for kind, key, number in connection.execute("SELECT kind, key, word FROM sound"):
                    keys.setdefault((kind, number), []).append(key)
    except sqlite3.Error:
        return {}
    return {
        written: (own, tuple(keys.get((SOUND, number), ())), tuple(keys.get((COARSE, number), ())))
        for number, (written, own) in folded.items()
    }


@contextmanager
def opened_index(path: Path) -> Iterator[sqlite3.Connection]:
    """Open an index to be read only; nothing that is asked of it is written to any disk."""
    address = f"{path.absolute().as_uri()}?mode=ro"
    with closing(sqlite3.connect(address, uri=True, isolation_level=None)) as connection:
        connection.execute("PRAGMA temp_store=MEMORY")
        yield connection


def _fill(connection: sqlite3.Connection, entries: Iterable[SearchEntry], known: Mapping[str, Keys]) -> None:
    postings = _Postings()
    rows: list[Row] = []
    parts: list[Row] = []
    for number, entry in enumerate(entries):
        postings.add(number, (part.text for part in entry.parts))
        rows.append((number, PLACES.index(entry.kind), entry.id, entry.name, entry.page, entry.row))
        parts += [(number, place, part.label, part.text, part.start) for place, part in enumerate(entry.parts)]
        if len(rows) >= _BATCH:
            _insert(connection, rows, parts)
    _insert(connection, rows, parts)
    connection.executemany("INSERT INTO posting VALUES (?, ?, ?)", postings.rows())
    for word, number in postings.numbers.items():
        keys = known.get(word) or (fold_word(word), sound_keys(word), coarse_keys(word))
        rows.append((number, word, keys[0]))
        parts += [(kind, key, number) for kind, own in ((SOUND, keys[1]), (COARSE, keys[2])) for key in own]
    connection.executemany("INSERT INTO word VALUES (?, ?, ?)", rows)
    connection.execute("CREATE INDEX word_folded ON word (folded)")
    connection.executemany("INSERT INTO sound VALUES (?, ?, ?)", sorted(parts))


def _insert(connection: sqlite3.Connection, rows: list[Row], parts: list[Row]) -> None:
    connection.executemany("INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?)", rows)
    connection.executemany("INSERT INTO part VALUES (?, ?, ?, ?, ?)", parts)
    rows.clear()
    parts.clear()


def index_stamp(path: Path) -> str:
    """Say what an index was made from; nothing when there is none, or it cannot be read."""
    try:
        with opened_index(path) as connection:
            found = connection.execute("SELECT stamp FROM meta").fetchone()
    except sqlite3.Error:
        return ""
    return str(found[0]) if found else ""
