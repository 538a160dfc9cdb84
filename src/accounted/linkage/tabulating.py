"""Count people by exactly which lists they are on: the capture tables that an estimate is made from.

Counted are the people who certainly or possibly belong to the question, one table per stratum. Each person stands in
one stratum: the value that most of their records state, the first in sorted order when several are stated equally
often, `not stated` when none is. Sampled linkages are counted in the strata of the best one, in the same order.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from accounted.linkage.scoping import membership
from accounted.model.capture import CaptureTable
from accounted.model.dates import Day
from accounted.model.errors import UsageError
from accounted.model.linkage import Linkage
from accounted.model.questions import Question, Scope
from accounted.model.records import ListInfo, Record

__all__ = ["NOT_STATED", "tabulate", "tabulate_samples"]

NOT_STATED = "not stated"
"""Stratum of people for whom no record states the value."""

_WHOLE = "all"
_Label = Callable[[Sequence[Record]], str]


def tabulate(
    linkage: Linkage, scope: Scope, records: Sequence[Record], *, strata: Sequence[str] = ()
) -> tuple[CaptureTable, ...]:
    """Count the best linkage.

    Args:
        linkage: The people.
        scope: Who of them belongs to the question.
        records: All their records.
        strata: What to break down by: `month` or `year` of death, `sex`, or the title of a column; several together.

    Returns:
        One table per stratum, in sorted order, `not stated` last; without strata one table, `all`.

    Raises:
        UsageError: When no record has a column of a title named in `strata`.

    >>> from accounted.linkage import link_records, scope
    >>> from accounted.model.ids import IdMaker
    >>> row = lambda id, list, sex: Record(id, list, 1, ("Ambel Sample",), sex, None, None, None, (), ())
    >>> rows = [row("a", "One", "F"), row("b", "Two", None)]
    >>> linkage = link_records(rows, deduplicated=["One", "Two"], make_id=IdMaker(b"made-up key"))
    >>> who = scope(Question("q", "How many?", "killed", "persons", "", "", None), linkage, rows)
    >>> [(table.stratum, table.cells) for table in tabulate(linkage, who, rows, strata=["sex"])]
    [('F', (((1, 1), 1),))]
    """
    label = _labeller(strata, records)
    people = list(_people_in_scope(linkage, scope, records))
    lists = _lists_with_records(linkage, records)
    return _tables(lists, [(label(person), person) for person in people], _order(map(label, people), strata))


def tabulate_samples(
    linkage: Linkage,
    scope: Scope,
    records: Sequence[Record],
    *,
    strata: Sequence[str] = (),
    question: Question | None = None,
    lists: Collection[ListInfo] = (),
) -> tuple[tuple[CaptureTable, ...], ...]:
    """Count every sampled linkage, in the strata of the best one and their order.

    Args:
        linkage: The people, with samples.
        scope: Who of the best linkage belongs to the question.
        records: All their records.
        strata: As for `tabulate`.
        question: When given, belonging is decided anew for each sampled person; else a sampled person belongs when a
            record of theirs belongs to a person in scope.
        lists: What the lists declare, with `question`.
    """
    label = _labeller(strata, records)
    by_id = {record.id: record for record in records}
    people = list(_people_in_scope(linkage, scope, records))
    order = _order(map(label, people), strata)
    stratum_of = {record.id: label(person) for person in people for record in person}
    belongs = _decider(stratum_of, question, records, lists)
    named = _lists_with_records(linkage, records)
    drawn = []
    for draw in linkage.samples:
        groups: dict[int, list[Record]] = {}
        for name, number in zip(linkage.records, draw, strict=True):
            groups.setdefault(number, []).append(by_id[name])
        inside = [person for person in groups.values() if belongs(person)]
        placed = [(_known(label(person), order, person, stratum_of), person) for person in inside]
        drawn.append(_tables(named, placed, order))
    return tuple(drawn)


def _decider(
    stratum_of: Mapping[str, str], question: Question | None, records: Sequence[Record], lists: Collection[ListInfo]
) -> Callable[[Sequence[Record]], bool]:
    if question is None:
        return lambda person: any(record.id in stratum_of for record in person)
    decide = membership(question, records, lists)
    return lambda person: decide(person) != "out"


def _known(label: str, order: Sequence[str], person: Sequence[Record], stratum_of: Mapping[str, str]) -> str:
    """A stratum that only a sampled grouping would make goes where the best linkage counted one of its records."""
    if label in order or not order:
        return label
    return next((stratum_of[r.id] for r in person if r.id in stratum_of), order[-1])


def _people_in_scope(linkage: Linkage, scope: Scope, records: Sequence[Record]) -> Iterable[list[Record]]:
    by_id = {record.id: record for record in records}
    inside = {entry.cluster for entry in scope.clusters if entry.membership != "out"}
    for cluster in linkage.clusters:
        if cluster.id in inside:
            yield [by_id[name] for name in cluster.records]


def _lists_with_records(linkage: Linkage, records: Iterable[Record]) -> tuple[str, ...]:
    known = set(linkage.records)
    return tuple(sorted({record.list for record in records if record.id in known}))


def _tables(
    lists: tuple[str, ...], placed: Iterable[tuple[str, Sequence[Record]]], order: Sequence[str]
) -> tuple[CaptureTable, ...]:
    counts: dict[str, Counter[tuple[int, ...]]] = {stratum: Counter() for stratum in order}
    for stratum, person in placed:
        on = {record.list for record in person}
        counts[stratum][tuple(int(name in on) for name in lists)] += 1
    return tuple(CaptureTable.of(lists, counts[stratum], stratum) for stratum in order)


def _order(labels: Iterable[str], strata: Sequence[str]) -> tuple[str, ...]:
    if not strata:
        return (_WHOLE,)
    return tuple(sorted(set(labels), key=lambda label: (NOT_STATED in label, label)))


def _labeller(strata: Sequence[str], records: Iterable[Record]) -> _Label:
    """Make the function that names the stratum of a person."""
    if not strata:
        return lambda _: _WHOLE
    titles = {title for record in records for title, _ in record.values}
    unknown = [name for name in strata if name not in _VALUES and name not in titles]
    if unknown and titles:
        raise UsageError(
            f"no list has a column {unknown[0]!r} to break down by",
            where="strata",
            mend=f"one of {_known_titles(titles)}",
        )
    readers = [_VALUES.get(name, _column(name)) for name in strata]
    return lambda person: ", ".join(_most_stated(reader(record) for record in person) for reader in readers)


def _known_titles(titles: Iterable[str]) -> str:
    return ", ".join([*_VALUES, *sorted(titles)])


def _most_stated(values: Iterable[str]) -> str:
    counts = Counter(value for value in values if value)
    return min(counts, key=lambda value: (-counts[value], value)) if counts else NOT_STATED


def _column(title: str) -> Callable[[Record], str]:
    return lambda record: dict(record.values).get(title, "").strip()


def _month(record: Record) -> str:
    span = _closed(record)
    return span[0].isoformat()[:-3] if span and span[0][:2] == span[1][:2] else ""


def _year(record: Record) -> str:
    span = _closed(record)
    return span[0].isoformat()[:-6] if span and span[0].year == span[1].year else ""


def _closed(record: Record) -> tuple[Day, Day] | None:
    when = record.died
    return None if when is None or when.earliest is None or when.latest is None else (when.earliest, when.latest)


_VALUES: dict[str, Callable[[Record], str]] = {"month": _month, "year": _year, "sex": lambda record: record.sex or ""}
