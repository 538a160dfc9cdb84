"""Values that no vocabulary and no codebook gives a code: kept as written, listed and counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from accounted.model.casualty import Casualty
from accounted.model.records import Record

__all__ = ["Unmapped", "count_unmapped", "find_unmapped"]


@dataclass(frozen=True, slots=True)
class Unmapped:
    """A value of one column of one list without a code, and in how many records it stands."""

    list: str
    vocabulary: str
    title: str
    value: str
    n_records: int


def find_unmapped(records: Iterable[Record]) -> tuple[Unmapped, ...]:
    """List what has no code in some records; see `count_unmapped`."""
    return count_unmapped((record.list, record.casualty) for record in records if record.casualty)


def count_unmapped(stated: Iterable[tuple[str, Casualty]]) -> tuple[Unmapped, ...]:
    """List what has no code, the most frequent of each list and column first.

    Args:
        stated: The list of each record and what it states.

    >>> from accounted.model.casualty import Coded
    >>> coded = Casualty(codes=(Coded("cause", None, "cause@2018-12-03", "cause of death", "K7"),))
    >>> count_unmapped([("L", coded)])
    (Unmapped(list='L', vocabulary='cause', title='cause of death', value='K7', n_records=1),)
    """
    counts = Counter[tuple[str, str, str, str]]()
    for list_name, casualty in stated:
        found = {("act", act.title, act.value) for act in casualty.acts if act.act is None}
        found |= {(c.vocabulary, c.title, c.value) for c in casualty.codes if c.code is None}
        counts.update((list_name, *one) for one in found)
    ordered = sorted(counts.items(), key=lambda item: (item[0][:3], -item[1], item[0][3]))
    return tuple(Unmapped(*key, n) for key, n in ordered)
