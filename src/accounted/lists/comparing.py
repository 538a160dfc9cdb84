"""Two versions of a list held against each other: rows as before, changed, new, gone.

Rows that are the same word for word are the same, wherever they stand and however the columns are ordered. Of the rest,
those that share an id are one entry that changed; where there is no id that names rows one by one, those that share a
name which no other of the rest has. What cannot be matched is new or gone: a wrong guess would hide a change.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from accounted.lists.columns import order_free_sample, recognise_columns
from accounted.lists.tables import Table
from accounted.model.list_changes import ListChanges
from accounted.text.names import fold_text

__all__ = ["compare_versions"]

_KEYS = ("id", "external_id", "name")


def compare_versions(before: Table, after: Table, file: str) -> ListChanges:
    """Compare the version of a list that is there with a new one.

    >>> old = Table(("id", "name"), (("1", "Ombra Vask"), ("2", "Tilde Orren")), "")
    >>> new = Table(("id", "name"), (("2", "Tilde Orren"), ("1", "Ombra Wask"), ("3", "Ania Dreve")), "")
    >>> compare_versions(old, new, "a.csv").sentence
    '1 rows as before, 1 new, 1 changed, 0 gone (by id)'
    """
    shared = [title for title in before.header if title in after.header]
    waiting: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for number, row in _contents(before, shared):
        waiting[row].append(number)
    n_same, rest = 0, []
    for number, row in _contents(after, shared):
        if waiting.get(row):
            waiting[row].pop(0)
            n_same += 1
        else:
            rest.append(number)
    left = sorted(number for numbers in waiting.values() for number in numbers)
    key, changed = _changed(before, after, left, rest)
    old, new = {pair[0] for pair in changed}, {pair[1] for pair in changed}
    return ListChanges(
        file,
        key,
        n_same,
        tuple(number for number in rest if number not in new),
        changed,
        tuple(number for number in left if number not in old),
        tuple(title for title in after.header if title not in shared),
        tuple(title for title in before.header if title not in shared),
    )


def _contents(table: Table, titles: Sequence[str]) -> list[tuple[int, tuple[str, ...]]]:
    places = [table.header.index(title) for title in titles]
    rows = ((n, tuple(row[i].strip() for i in places)) for n, row in enumerate(table.rows, start=1))
    return [(number, row) for number, row in rows if any(row)]


def _changed(
    before: Table, after: Table, left: Sequence[int], rest: Sequence[int]
) -> tuple[str, tuple[tuple[int, int], ...]]:
    """Match the rows that are not the same by the first key that names rows one by one in both versions."""
    columns = dict(reversed(recognise_columns(before.header, order_free_sample(before.rows))))
    for field in _KEYS:
        title = columns.get(field)  # type: ignore[call-overload]
        if title is None or title not in after.header:
            continue
        old, new = _by_key(before, title, left), _by_key(after, title, rest)
        common = sorted(set(old) & set(new), key=lambda key: old[key])
        if common or field == "name":
            return ("name" if field == "name" else "id"), tuple((old[key], new[key]) for key in common)
    return "content", ()


def _by_key(table: Table, title: str, rows: Sequence[int]) -> dict[str, int]:
    place = table.header.index(title)
    keys = {number: fold_text(table.rows[number - 1][place].strip()) for number in rows}
    counts = Counter(keys.values())
    return {key: number for number, key in keys.items() if key and counts[key] == 1}
