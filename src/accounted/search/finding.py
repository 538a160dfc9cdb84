"""Find entries in an index: first the words that may be meant, then where they stand, a page at a time.

1. Per word asked for, the distinct words of the index that it may be, each with the strictest mode (`word_alike`).
2. Where these stand: a table in memory, so that what somebody searches for is written nowhere.
3. Entries in which every question is answered, counted, ordered by mode and then as they were given, cut by the
   database; only what is shown is read and explained.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path

from accounted.model.errors import RecordDamaged
from accounted.model.search import PLACES, SEARCH_MODES, Found, Hit, MatchedWord, Part, SearchEntry, SearchMode
from accounted.search.asking import Question
from accounted.search.indexing import opened_index
from accounted.search.schema import COARSE, SOUND, lay_out
from accounted.text.word_alike import coarse_keys, fold_word, how_alike, say_why, sound_keys

__all__ = ["find_entries"]

_LAST = "\U0010ffff"
_SCRATCH = """
CREATE TEMP TABLE meant (term INTEGER, word INTEGER, mode INTEGER, PRIMARY KEY (term, word)) WITHOUT ROWID;
CREATE TEMP TABLE stands (term INTEGER, entry INTEGER, place INTEGER, mode INTEGER,
                          PRIMARY KEY (term, entry, place)) WITHOUT ROWID;
CREATE TEMP TABLE answered (question INTEGER, entry INTEGER, mode INTEGER, PRIMARY KEY (question, entry)) WITHOUT ROWID;
CREATE TEMP TABLE hit (entry INTEGER PRIMARY KEY, mode INTEGER);
"""


def find_entries(
    path: Path,
    questions: Sequence[Question],
    *,
    mode: SearchMode,
    within: Sequence[str] = PLACES,
    limit: int = 20,
    offset: int = 0,
) -> Found:
    """Find the entries in which every question is answered.

    Args:
        path: The index.
        questions: What is asked for.
        mode: How far words may differ.
        within: Kinds of entries to look in.
        limit: At most so many hits.
        offset: So many hits are passed over.

    Raises:
        RecordDamaged: When the index cannot be read.
    """
    try:
        with opened_index(path) as connection:
            for statement in _SCRATCH.split(";"):
                connection.execute(statement)
            terms = _list_terms(questions)
            _find_words(connection, terms, mode)
            _find_places(connection, questions, [PLACES.index(kind) for kind in PLACES if kind in within])
            counts = dict(connection.execute("SELECT mode, count(*) FROM hit GROUP BY mode ORDER BY mode"))
            page = connection.execute(
                "SELECT entry, mode FROM hit ORDER BY mode, entry LIMIT ? OFFSET ?", (limit, offset)
            ).fetchall()
            hits = tuple(_explain(connection, entry, SEARCH_MODES[needed], questions) for entry, needed in page)
    except sqlite3.Error as error:
        raise RecordDamaged(
            f"the index of the search cannot be read ({error})", where=path.name, mend="delete it: it is made anew"
        ) from error
    by_mode = tuple((name, counts.get(n, 0)) for n, name in enumerate(SEARCH_MODES[: SEARCH_MODES.index(mode) + 1]))
    return Found(hits, sum(counts.values()), by_mode, offset, mode)


def _list_terms(questions: Sequence[Question]) -> list[tuple[str, bool]]:
    """Number all words asked for by their order; a word, and whether it is only a beginning."""
    return [
        (word, question.is_prefix and place == len(question.words) - 1)
        for question in questions
        for place, word in enumerate(question.words)
    ]


def _find_words(connection: sqlite3.Connection, terms: Sequence[tuple[str, bool]], mode: SearchMode) -> None:
    """Find the words that each word asked for may be."""
    widest = SEARCH_MODES.index(mode)
    for number, (asked, is_prefix) in enumerate(terms):
        meant = []
        for word, written in _candidates(connection, asked, is_prefix, widest):
            alike = how_alike(asked, written, is_prefix=is_prefix)
            if alike and SEARCH_MODES.index(alike) <= widest:
                meant.append((number, word, SEARCH_MODES.index(alike)))
        connection.executemany("INSERT OR IGNORE INTO meant VALUES (?, ?, ?)", meant)


def _candidates(connection: sqlite3.Connection, asked: str, is_prefix: bool, widest: int) -> Iterator[tuple[int, str]]:
    def look(column: str, key: str) -> Iterator[tuple[int, str]]:
        rows = "SELECT number, written FROM word WHERE"
        if is_prefix:
            yield from connection.execute(f"{rows} {column} >= ? AND {column} < ?", (key, key + _LAST))
        else:
            yield from connection.execute(f"{rows} {column} = ?", (key,))

    def listen(kind: int, keys: Sequence[str]) -> Iterator[tuple[int, str]]:
        rows = "SELECT w.number, w.written FROM sound s JOIN word w ON w.number = s.word WHERE s.kind = ? AND"
        for key in keys:
            if is_prefix:
                yield from connection.execute(f"{rows} s.key >= ? AND s.key < ?", (kind, key, key + _LAST))
            else:
                yield from connection.execute(f"{rows} s.key = ?", (kind, key))

    yield from look("written", asked)
    if widest > 0:
        yield from look("folded", fold_word(asked))
    if widest > 1:
        yield from listen(SOUND, sound_keys(asked))
    if widest > 2:
        yield from listen(COARSE, coarse_keys(asked))


def _find_places(connection: sqlite3.Connection, questions: Sequence[Question], kinds: Sequence[int]) -> None:
    """Find where the words stand, then the entries in which every question is answered."""
    connection.execute(
        "INSERT INTO stands SELECT m.term, p.entry, p.place, min(m.mode) FROM meant m "
        "JOIN posting p ON p.word = m.word JOIN entry e ON e.number = p.entry WHERE (? >> e.kind) & 1 GROUP BY 1, 2, 3",
        (sum(1 << kind for kind in kinds),),
    )
    first = 0
    for number, question in enumerate(questions):
        terms = range(first, first + len(question.words))
        first = terms.stop
        joins = "".join(
            f" JOIN stands s{n} ON s{n}.term = {term} AND s{n}.entry = s0.entry AND s{n}.place = s0.place + {n}"
            for n, term in enumerate(terms)
            if n
        )
        modes = ", ".join(f"s{n}.mode" for n in range(len(terms)))
        worst = f"max({modes})" if len(terms) > 1 else modes
        connection.execute(
            f"INSERT INTO answered SELECT {number}, s0.entry, min({worst}) FROM stands s0{joins} "  # noqa: S608 - numbers
            f"WHERE s0.term = {terms.start} GROUP BY s0.entry"
        )
    connection.execute(
        "INSERT INTO hit SELECT entry, max(mode) FROM answered GROUP BY entry HAVING count(*) = ?", (len(questions),)
    )


def _explain(connection: sqlite3.Connection, number: int, mode: SearchMode, questions: Sequence[Question]) -> Hit:
    """Read an entry, and say of each word that made it a hit why it did."""
    kind, id_, name, page, row = connection.execute(
        "SELECT kind, id, name, page, row FROM entry WHERE number = ?", (number,)
    ).fetchone()
    rows = connection.execute("SELECT label, text, start FROM part WHERE entry = ? ORDER BY number", (number,))
    parts = tuple(Part(*part) for part in rows)
    found = connection.execute("SELECT term, place, mode FROM stands WHERE entry = ? ORDER BY 1, 2", (number,))
    modes = {(term, place): SEARCH_MODES[needed] for term, place, needed in found}
    matches = tuple(_match_words(parts, _answers(modes, questions), _list_terms(questions)))
    return Hit(SearchEntry(PLACES[kind], id_, name, parts, page, row), mode, matches)


def _answers(
    modes: dict[tuple[int, int], SearchMode], questions: Sequence[Question]
) -> dict[int, dict[int, SearchMode]]:
    """Per place, the terms that it answers and how; a word of several in a row counts only beside the others."""
    answers: dict[int, dict[int, SearchMode]] = {}
    first = 0
    for question in questions:
        terms = range(first, first + len(question.words))
        first = terms.stop
        for term, start in sorted(modes):
            whole = [(terms.start + n, start + n) for n in range(len(terms))]
            if term == terms.start and all(one in modes for one in whole):
                for one, place in whole:
                    answers.setdefault(place, {})[one] = modes[one, place]
    return answers


def _match_words(
    parts: Sequence[Part], answers: dict[int, dict[int, SearchMode]], terms: Sequence[tuple[str, bool]]
) -> Iterator[MatchedWord]:
    seen = set()
    for number, place, token in lay_out(part.text for part in parts):
        for term, mode in answers.get(place, {}).items():
            asked, is_prefix = terms[term]
            if (place, term) not in seen and how_alike(asked, token.written, is_prefix=is_prefix) == mode:
                seen.add((place, term))
                reason = say_why(asked, token.written, mode, is_prefix=is_prefix)
                shown = f"{asked}*" if is_prefix else asked
                yield MatchedWord(shown, token.written, number, token.start, token.end, mode, reason)
