"""Pairs of records that state the same external id: for a person to look at, never evidence by themselves (R26).

Ids are mistyped, reused, and given to whole families; a register may hold one person twice. So an id adds no weight: a
pair that shares one is shown, with the id's kind, and stands for review when it was not joined. Different ids say
nothing at all.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from accounted.lists.titles import title_words
from accounted.model.records import Record

__all__ = ["find_shared_ids"]

_MOST_RECORDS = 10
_FILLERS = frozenset({"id", "number", "no", "nr", "card", "numero", "de", "of"})


def find_shared_ids(records: Sequence[Record]) -> dict[tuple[str, str], str]:
    """Find the pairs of record ids (in order) that share an external id of one kind, with the kind in words.

    An id that more than ten records share is a placeholder.

    >>> row = lambda id, title, value: Record(
    ...     id, "One", 1, ("Ambel Sample",), None, None, None, None, (), (), external_ids=((title, value),))
    >>> find_shared_ids([row("a", "National ID", "17"), row("b", "national_id", "17"), row("c", "Passport", "17")])
    {('a', 'b'): 'national id'}
    """
    holders: dict[tuple[str, str], list[str]] = {}
    for record in records:
        for kind, value in {(_kind(title), _plain(value)) for title, value in record.external_ids}:
            if value:
                holders.setdefault((kind, value), []).append(record.id)
    found: dict[tuple[str, str], str] = {}
    for (kind, _), ids in sorted(holders.items()):
        if len(ids) <= _MOST_RECORDS:
            for pair in itertools.combinations(sorted(ids), 2):
                found.setdefault(pair, f"{kind} id".strip())
    return found


def _kind(title: str) -> str:
    return " ".join(word for word in title_words(title) if word not in _FILLERS)


def _plain(value: str) -> str:
    return "".join(character for character in value.casefold() if character.isalnum())
