"""The tables of an index, and how words get their places in it.

Its numbers of modes are those of `SEARCH_MODES`, of kinds those of `PLACES`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from accounted.text.search_tokens import Token, find_tokens

__all__ = ["COARSE", "SOUND", "TABLES", "lay_out"]

SOUND, COARSE = 0, 1
"""Kinds of key: the consonants of a reading, and those with similar sounds made one."""

TABLES = """
CREATE TABLE meta (stamp TEXT NOT NULL, code TEXT NOT NULL);
CREATE TABLE entry (number INTEGER PRIMARY KEY, kind INTEGER NOT NULL, id TEXT NOT NULL, name TEXT NOT NULL,
                    page INTEGER, row INTEGER);
CREATE TABLE part (entry INTEGER, number INTEGER, label TEXT NOT NULL, text TEXT NOT NULL, start INTEGER,
                   PRIMARY KEY (entry, number)) WITHOUT ROWID;
CREATE TABLE word (number INTEGER PRIMARY KEY, written TEXT NOT NULL UNIQUE, folded TEXT NOT NULL);
CREATE TABLE sound (kind INTEGER, key TEXT, word INTEGER, PRIMARY KEY (kind, key, word)) WITHOUT ROWID;
CREATE TABLE posting (word INTEGER, entry INTEGER, place INTEGER, PRIMARY KEY (word, entry, place)) WITHOUT ROWID;
"""

_GAP = 2


def lay_out(texts: Iterable[str]) -> Iterator[tuple[int, int, Token]]:
    """Give the words of several texts: number of the text, place over all of them, word.

    Words of two texts never follow each other.

    >>> [(text, place, token.written) for text, place, token in lay_out(["two words", "more"])]
    [(0, 0, 'two'), (0, 1, 'words'), (1, 3, 'more')]
    """
    first = 0
    for number, text in enumerate(texts):
        place = first
        for token in find_tokens(text):
            place = first + token.place
            yield number, place, token
        first = place + _GAP
