"""Two versions of a list held against each other: rows as before, changed, new, gone.

Rows that are the same word for word are the same, wherever they stand and however the columns are ordered. Of the rest,
those that share an id are one entry that changed; where there is no id that names rows one by one, those that share a
name which no other of the rest has. What cannot be matched is new or gone: a wrong guess would hide a change.

Rows are compared by a digest of sixteen bytes, and only the keys of those that differ are kept beside: a list of any
length is compared with the version before.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from accounted.lists.columns import recognise_columns
from accounted.lists.surveying import Survey, iterate_table
from accounted.lists.tables import Table, survey_of
from accounted.model.list_changes import ListChanges
from accounted.text.names import fold_text

__all__ = ["compare_files", "compare_versions"]

_KEYS = ("id", "external_id", "name")
_DIGEST_BYTES = 16
_DIGEST = np.dtype([("high", ">u8"), ("low", ">u8")])
_KEY_BYTES = 12

Rows = Iterable[Sequence[str]]


@dataclass(frozen=True, slots=True)
class _Version:
    """One version of a list: what was seen of it, and its rows as often as they are asked for."""

    survey: Survey
    rows: Callable[[], Rows]


def compare_versions(before: Table, after: Table, file: str) -> ListChanges:
    """Compare the version of a list that is there with a new one.

    >>> old = Table(("id", "name"), (("1", "Ombra Vask"), ("2", "Tilde Orren")), "")
    >>> new = Table(("id", "name"), (("2", "Tilde Orren"), ("1", "Ombra Wask"), ("3", "Ania Dreve")), "")
    >>> compare_versions(old, new, "a.csv").sentence
    '1 rows as before, 1 new, 1 changed, 0 gone (by id)'
    """
    old, new = (_Version(survey_of(table), lambda table=table: table.rows) for table in (before, after))  # type: ignore[misc]
    return _compare(old, new, file)


def compare_files(path: Path, *, after: str, surveys: Sequence[str], file: str) -> ListChanges:
    """Compare two versions of a list that lie on disk; called in a child process.

    Args:
        path: Text of the version that is there.
        after: Text of the new one.
        surveys: Files that hold what was seen of both.
        file: What the list is called.
    """
    seen = [Survey.from_plain(json.loads(Path(one).read_bytes())) for one in surveys]
    old, new = (
        _Version(survey, lambda text=text, survey=survey: iterate_table(text, survey))  # type: ignore[misc]
        for text, survey in zip((path, Path(after)), seen, strict=True)
    )
    return _compare(old, new, file)


def _compare(before: _Version, after: _Version, file: str) -> ListChanges:
    shared = [title for title in before.survey.header if title in after.survey.header]
    left, rest, n_same = _differing(_digests(before, shared), _digests(after, shared))
    key, changed = _changed(before, after, left, rest)
    old, new = {pair[0] for pair in changed}, {pair[1] for pair in changed}
    return ListChanges(
        file,
        key,
        n_same,
        tuple(number for number in rest.tolist() if number not in new),
        changed,
        tuple(number for number in left.tolist() if number not in old),
        tuple(title for title in after.survey.header if title not in shared),
        tuple(title for title in before.survey.header if title not in shared),
    )


def _digests(version: _Version, titles: Sequence[str]) -> tuple[NDArray[np.void], NDArray[np.int64]]:
    """Digests of the rows that hold something in some columns, and their numbers, ordered by digest, then number."""
    places = [version.survey.header.index(title) for title in titles]
    digests, numbers = bytearray(), []
    for number, row in enumerate(version.rows(), start=1):
        content = "\x1f".join([row[i].strip() for i in places])
        if content.strip():
            digests += hashlib.blake2b(content.encode("utf-8", "surrogatepass"), digest_size=_DIGEST_BYTES).digest()
            numbers.append(number)
    found = np.frombuffer(digests, dtype=_DIGEST)
    order = np.lexsort((found["low"], found["high"]))
    return found[order], np.array(numbers, dtype=np.int64)[order]


def _differing(
    before: tuple[NDArray[np.void], NDArray[np.int64]], after: tuple[NDArray[np.void], NDArray[np.int64]]
) -> tuple[NDArray[np.int64], NDArray[np.int64], int]:
    """Numbers of the rows of each version that the other has not, or not as often; and how many both have."""
    sides = [_numbered(before[0]), _numbered(after[0])]
    both = np.concatenate(sides)
    _, inverse, counts = np.unique(both, return_inverse=True, return_counts=True)
    has_partner = counts[inverse] > 1
    n_before = len(sides[0])
    left = np.sort(before[1][~has_partner[:n_before]])
    rest = np.sort(after[1][~has_partner[n_before:]])
    return left, rest, int(has_partner[:n_before].sum())


def _numbered(ordered: NDArray[np.void]) -> NDArray[np.void]:
    """Give equal digests, which stand together, a number each: the first of one version is the first of the other."""
    starts = np.ones(len(ordered), dtype=np.bool_)
    starts[1:] = ordered[1:] != ordered[:-1]
    first = np.maximum.accumulate(np.where(starts, np.arange(len(ordered)), 0))
    numbered = np.empty(len(ordered), dtype=[*_DIGEST.descr, ("n", ">u4")])
    numbered["high"], numbered["low"] = ordered["high"], ordered["low"]
    numbered["n"] = np.arange(len(ordered)) - first
    return numbered


def _changed(
    before: _Version, after: _Version, left: NDArray[np.int64], rest: NDArray[np.int64]
) -> tuple[str, tuple[tuple[int, int], ...]]:
    """Match the rows that are not the same by the first key that names rows one by one in both versions."""
    columns = dict(reversed(recognise_columns(before.survey.header, before.survey.sample)))
    for field in _KEYS:
        title = columns.get(field)  # type: ignore[call-overload]
        if title is None or title not in after.survey.header:
            continue
        old, new = _by_key(before, title, left), _by_key(after, title, rest)
        common = sorted(old.keys() & new.keys(), key=lambda key: old[key])
        if common or field == "name":
            return ("name" if field == "name" else "id"), tuple((old[key], new[key]) for key in common)
    return "content", ()


def _by_key(version: _Version, title: str, numbers: NDArray[np.int64]) -> dict[bytes, int]:
    """Which of some rows has which key, for keys that one of them has alone."""
    place = version.survey.header.index(title)
    wanted = np.zeros(version.survey.n_rows + 1, dtype=np.bool_)
    wanted[numbers] = True
    found: dict[bytes, int] = {}
    counts: Counter[bytes] = Counter()
    for number, row in enumerate(version.rows(), start=1):
        if wanted[number]:
            folded = fold_text(row[place].strip())
            if folded:
                key = hashlib.blake2b(folded.encode("utf-8", "surrogatepass"), digest_size=_KEY_BYTES).digest()
                found[key] = number
                counts[key] += 1
    return {key: number for key, number in found.items() if counts[key] == 1}
