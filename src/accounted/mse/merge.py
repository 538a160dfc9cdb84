"""Several lists made into one, on which a person stands who stands on any of them.

Which lists: those that pairs connect, directly or through others. The number of people stays the same; a history stays
impossible when every history on the single lists that looks like it is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from accounted.model.capture import CaptureTable, History

__all__ = ["Pair", "distinct_pairs", "join_lists", "merge_lists", "name_group"]

Pair = tuple[str, str]
Group = tuple[str, ...]


def join_lists(lists: Sequence[str], pairs: Iterable[Pair]) -> list[Group]:
    """Group lists that pairs connect, in the order of the lists; every list is in one group.

    >>> join_lists("ABCD", [("D", "A"), ("D", "B")])
    [('A', 'B', 'D'), ('C',)]
    """
    group = {name: {name} for name in lists}
    for a, b in pairs:
        if group[a] is not group[b]:
            group[a] |= group[b]
            for name in group[a]:
                group[name] = group[a]
    ordered = {tuple(name for name in lists if name in group[first]): None for first in lists}
    return list(ordered)


def name_group(group: Sequence[str]) -> str:
    """Name the list that a group becomes.

    >>> name_group(["A", "B"])
    'A+B'
    """
    return "+".join(group)


def merge_lists(table: CaptureTable, groups: Sequence[Group], dependent: Iterable[Pair] = ()) -> CaptureTable:
    """Make each group of lists one list.

    Args:
        table: People by capture history.
        groups: Of `join_lists`.
        dependent: Pairs of the single lists that depend on each other; within a group they are dropped.

    >>> table = CaptureTable.of("ABC", {(1, 0, 0): 4, (0, 1, 0): 3, (1, 1, 1): 2})
    >>> merged = merge_lists(table, [("A", "B"), ("C",)], [("B", "C")])
    >>> merged.lists, merged.cells, merged.dependent
    (('A+B', 'C'), (((1, 0), 7), ((1, 1), 2)), (('A+B', 'C'),))
    """
    at = [[table.lists.index(name) for name in group] for group in groups]

    def seen(history: History) -> History:
        return tuple(int(any(history[j] for j in places)) for places in at)

    cells: Counter[History] = Counter()
    for history, count in table.cells:
        cells[seen(history)] += count
    never = Counter(seen(history) for history in table.impossible)
    impossible = [history for history, n in never.items() if n == _n_behind(history, at)]
    of = {name: name_group(group) for group in groups for name in group}
    pairs = distinct_pairs((of[a], of[b]) for a, b in dependent)
    return CaptureTable.of([name_group(group) for group in groups], cells, table.stratum, impossible, pairs)


def _n_behind(history: History, at: Sequence[Sequence[int]]) -> int:
    """Count the histories on the single lists that look like this one after merging."""
    n = 1
    for on, places in zip(history, at, strict=True):
        n *= 2 ** len(places) - 1 if on else 1
    return n


def distinct_pairs(pairs: Iterable[Pair]) -> list[Pair]:
    """Give each pair of two lists once, whichever is named first.

    >>> distinct_pairs([("B", "A"), ("A", "B"), ("C", "C")])
    [('A', 'B')]
    """
    return sorted({(min(a, b), max(a, b)) for a, b in pairs if a != b})
