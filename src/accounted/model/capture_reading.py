"""What a capture table is made of, read from whatever a caller has: a dict, a series of another library, pairs.

Nothing is guessed: what is no count, no history or no name is refused with its place, never turned into one.
"""

from __future__ import annotations

import numbers
from collections.abc import Iterable, Mapping

from accounted.model.errors import InvalidTable

__all__ = [
    "MOST_PEOPLE",
    "History",
    "find_declared_faults",
    "find_faults",
    "read_histories",
    "read_names",
    "read_pairs",
    "read_rows",
]

History = tuple[int, ...]

MOST_PEOPLE = 10**10
"""More people than are alive; beyond it a count is a mistake, and sums of log-gammas lose their digits."""


def read_names(lists: object) -> tuple[str, ...]:
    """Take the names of lists; those of other libraries' text types are as good as Python's own."""
    if not isinstance(lists, Iterable) or isinstance(lists, bytes):
        raise InvalidTable(f"{lists!r} are no names of lists", mend='give names as in ["A", "B"]')
    names = tuple(lists)
    for name in names:
        if not isinstance(name, str) or not name:
            raise InvalidTable(f"a list has the name {name!r}", mend="give every list a name in quotation marks")
    return tuple(str(name) for name in names)


def read_rows(counts: object, where: str) -> list[tuple[History, int]]:
    """Go through a mapping, anything with `items` as a mapping has, or pairs."""
    mend = "give counts as in {(1, 0): 5, (1, 1): 2}"
    items = getattr(counts, "items", None)
    given = items() if callable(items) else counts
    if not isinstance(given, Iterable):
        raise InvalidTable(f"{counts!r} are no counts by capture history", where=where, mend=mend)
    rows = []
    for number, row in enumerate(given, start=1):
        pair = tuple(row) if isinstance(row, Iterable) and not isinstance(row, str) else ()
        if len(pair) != 2:
            raise InvalidTable(f"row {number} is no capture history with a count", where=where, mend=mend)
        rows.append((_read_history(pair[0], f"row {number}", where), pair[1]))
    return rows


def _read_history(history: object, place: str, where: str) -> History:
    mend = "give one 0 or 1 per list, as in (1, 0)"
    if not isinstance(history, Iterable):
        raise InvalidTable(f"{place}: {history!r} is no capture history", where=where, mend=mend)
    values = tuple(history)
    for value in values:
        if type(value) is int:
            continue
        try:
            hash(value)
            _ = value in (0, 1)
        except (TypeError, ValueError):
            what = f"{place}: {value!r} where only 0 or 1 can stand"
            raise InvalidTable(what, where=where, mend=mend) from None
    return values


def read_histories(impossible: object, where: str) -> tuple[History, ...]:
    """Take capture histories, each once."""
    if not isinstance(impossible, Iterable):
        raise InvalidTable(
            f"{impossible!r} are no histories", where=where, mend="give several in a list, or none in []"
        )
    return tuple({_read_history(history, "impossible", where): None for history in impossible})


def read_pairs(dependent: object, where: str) -> tuple[tuple[str, str], ...]:
    """Take pairs of names."""
    mend = 'give pairs as in [("A", "B")]'
    if not isinstance(dependent, Iterable):
        raise InvalidTable(f"{dependent!r} are no pairs of lists", where=where, mend=mend)
    pairs = []
    for given in dependent:
        pair = tuple(given) if isinstance(given, Iterable) else ()
        if len(pair) != 2 or not all(isinstance(name, str) for name in pair):
            raise InvalidTable(f"{given!r} is no pair of lists", where=where, mend=mend)
        pairs.append((str(pair[0]), str(pair[1])))
    return tuple(pairs)


def find_faults(names: tuple[str, ...], rows: list[tuple[History, int]]) -> list[str]:
    """Find what is wrong with the rows of a table, in words."""
    faults = []
    if len(set(names)) < len(names):
        faults.append("two lists have the same name")
    seen: dict[History, int] = {}
    for number, (history, count) in enumerate(rows, start=1):
        if len(history) != len(names):
            faults.append(f"row {number}: {len(history)} list values for {len(names)} lists")
        elif any(value not in (0, 1) for value in history):
            at = next(j for j, value in enumerate(history) if value not in (0, 1))
            faults.append(f"row {number}, column {names[at]}: {history[at]!r} where only 0 or 1 can stand")
        wrong = _fault_of_count(count)
        if wrong:
            faults.append(f"row {number}: the count {count!r} is {wrong}")
        elif not any(history) and count and len(history) == len(names):
            faults.append(f"row {number}: all lists are 0, but people on no list cannot have been counted")
        if history in seen:
            faults.append(f"row {number}: the same lists as in row {seen[history]}")
        seen.setdefault(history, number)
    return faults


def _fault_of_count(count: object) -> str:
    """Say what is wrong with a count; numbers of other libraries are as good as Python's own."""
    if not isinstance(count, numbers.Number) or isinstance(count, bool):
        return "not a number"
    try:
        whole = int(count)  # type: ignore[call-overload]
    except (ValueError, OverflowError, TypeError):
        return "not a number"
    if whole != count:
        return "not a whole number"
    return "negative" if whole < 0 else "more than 10¹⁰, larger than any population" if whole > MOST_PEOPLE else ""


def find_declared_faults(
    names: tuple[str, ...],
    counts: Mapping[History, int],
    impossible: tuple[History, ...],
    dependent: tuple[tuple[str, str], ...],
) -> list[str]:
    """Find what is wrong with what is declared about a table, in words."""
    faults = []
    for history in impossible:
        if len(history) != len(names) or any(value not in (0, 1) for value in history) or not any(history):
            faults.append(f"{history} cannot be declared impossible: one 0 or 1 per list, not all 0")
        elif counts.get(history):
            faults.append(f"{counts[history]} people have the history {history}, which is declared impossible")
    faults += [
        f"{a} and {b} are declared to depend on each other, but are not two lists of this table"
        for a, b in dependent
        if a == b or a not in names or b not in names
    ]
    return faults
