"""Count people by exactly which lists they are on: the capture tables that an estimate is made from.

Counted are the people who certainly or possibly belong to the question, or only those who certainly do; one table per
stratum. Each person stands in one stratum: the value that most of their records state, the first in sorted order when
several are stated equally often, `not stated` when none is. Sampled linkages are counted in the strata of the best one,
in the same order. Records too thin to identify anyone enter no table: neither as a person, nor as a list on which a
person stands.

Persons are never made one by one: what is counted of their records (lists, strata, belonging) is joined in arrays, so
that fifty draws of many records take seconds.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from accounted.linkage.groups import Groups, Ints, group_records
from accounted.linkage.scoping import code_records
from accounted.model.capture import CaptureTable
from accounted.model.dates import Day
from accounted.model.errors import UsageError
from accounted.model.linkage import Linkage
from accounted.model.questions import Membership, Question, Scope
from accounted.model.records import ListInfo, Record

__all__ = ["NOT_STATED", "stratum_values", "tabulate", "tabulate_samples"]

NOT_STATED = "not stated"
"""Stratum of people for whom no record states the value."""

_WHOLE = "all"
_LISTS_AT_ONCE = 62
_CERTAIN: tuple[Membership, ...] = ("certain",)
_EITHER: tuple[Membership, ...] = ("certain", "possible")

Flags = npt.NDArray[np.bool_]
_Reader = Callable[[Record], str]


def tabulate(
    linkage: Linkage,
    scope: Scope,
    records: Sequence[Record],
    *,
    strata: Sequence[str] = (),
    only_certain: bool = False,
) -> tuple[CaptureTable, ...]:
    """Count the best linkage.

    Args:
        linkage: The people.
        scope: Who of them belongs to the question.
        records: All their records.
        strata: What to break down by: `month` or `year` of death, `sex`, or the title of a column; several together.
        only_certain: Whether those who only possibly belong are left out.

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
    counted = _make_countable(linkage, records, strata)
    groups, belongs = _best(linkage, scope, counted, only_certain=only_certain)
    labels = counted.labels(groups)
    order = _order({labels[n] for n in np.flatnonzero(belongs)}, strata)
    return counted.tables(groups, belongs, _places(labels, order), order)


def tabulate_samples(
    linkage: Linkage,
    scope: Scope,
    records: Sequence[Record],
    *,
    strata: Sequence[str] = (),
    dated: Sequence[Record] = (),
    question: Question | None = None,
    lists: Collection[ListInfo] = (),
    only_certain: bool = False,
) -> tuple[tuple[CaptureTable, ...], ...]:
    """Count every sampled linkage, in the strata of the best one and their order.

    A stratum that only a sampled grouping would make goes where the best linkage counted one of its records.

    Args:
        linkage: The people, with samples.
        scope: Who of the best linkage belongs to the question.
        records: All their records.
        strata: As for `tabulate`.
        dated: The records with the date of the act asked about, for strata of time; `records` when empty.
        question: When given, belonging is decided anew for each sampled person; else a sampled person belongs when a
            record of theirs belongs to a person in scope.
        lists: What the lists declare, with `question`.
        only_certain: Whether those who only possibly belong are left out.
    """
    counted = _make_countable(linkage, dated or records, strata)
    groups, belongs = _best(linkage, scope, counted, only_certain=only_certain)
    labels = counted.labels(groups)
    order = _order({labels[n] for n in np.flatnonzero(belongs)}, strata)
    in_best = np.full(len(linkage.records), -1, dtype=np.int64)
    of_record = groups.persons()
    inside = belongs[of_record]
    in_best[groups.order[inside]] = _places(labels, order)[of_record[inside]]
    codes, decide = code_records(question, linkage, records, lists) if question else (_as_codes(in_best), _is_in)
    wanted = _CERTAIN if only_certain else _EITHER
    drawn = []
    for draw in linkage.samples:
        groups = group_records(draw, counted.kept)
        kinds, of_person = np.unique(groups.join(codes), return_inverse=True)
        belongs = np.array([decide(int(kind)) in wanted for kind in kinds], dtype=bool)[of_person]
        places = _places(counted.labels(groups), order)
        drawn.append(counted.tables(groups, belongs, _placed(places, groups, in_best, len(order)), order))
    return tuple(drawn)


def stratum_values(
    linkage: Linkage, scope: Scope, records: Sequence[Record], *, strata: Sequence[str], only_certain: bool = False
) -> dict[str, tuple[str, ...]]:
    """Take the labels of `tabulate` apart: per label the value of each stratum variable, `not stated` where none is."""
    counted = _make_countable(linkage, records, strata)
    groups, belongs = _best(linkage, scope, counted, only_certain=only_certain)
    values = counted.values_of(groups)
    found = sorted({values[n] for n in np.flatnonzero(belongs)}, reverse=True)
    return {", ".join(parts): parts for parts in found}


def _as_codes(in_best: Ints) -> Ints:
    return (in_best >= 0).astype(np.int64)


def _is_in(code: int) -> Membership:
    return "certain" if code else "out"


@dataclass(frozen=True, slots=True)
class _Countable:
    """The linked records, in the linkage's order, as what is counted of them.

    Args:
        lists: Names of the lists with records, sorted.
        on: Per 62 lists, for every record the bit of its list.
        values: Per stratum variable, its values in sorted order.
        stated: Per stratum variable, for every record the place of its value; -1 when it states none.
        kept: Which records count.
    """

    lists: tuple[str, ...]
    on: tuple[Ints, ...]
    values: tuple[tuple[str, ...], ...]
    stated: tuple[Ints, ...]
    kept: Flags

    def labels(self, groups: Groups) -> list[str]:
        """Name the stratum of every person."""
        if not self.values:
            return [_WHOLE] * groups.n_persons
        return [", ".join(parts) for parts in self.values_of(groups)]

    def values_of(self, groups: Groups) -> list[tuple[str, ...]]:
        """Per person the value of each stratum variable."""
        parts = [
            [values[place] if place >= 0 else NOT_STATED for place in _most_stated(stated, groups).tolist()]
            for values, stated in zip(self.values, self.stated, strict=True)
        ]
        return list(zip(*parts, strict=True))

    def tables(self, groups: Groups, belongs: Flags, places: Ints, order: Sequence[str]) -> tuple[CaptureTable, ...]:
        """Count those who belong, one table per stratum of `order`."""
        histories = [groups.join(on)[belongs] for on in self.on]
        kinds = places[belongs]
        for history in histories:
            different, of_person = np.unique(history, return_inverse=True)
            kinds = np.unique(kinds * len(different) + of_person, return_inverse=True)[1]
        counts: list[dict[tuple[int, ...], int]] = [{} for _ in order]
        _, examples, n_persons = np.unique(kinds, return_index=True, return_counts=True)
        for at, n in zip(examples.tolist(), n_persons.tolist(), strict=True):
            bits = [int(history[at]) >> bit & 1 for history in histories for bit in range(_LISTS_AT_ONCE)]
            counts[int(places[belongs][at])][tuple(bits[: len(self.lists)])] = n
        return tuple(CaptureTable.of(self.lists, own, label) for own, label in zip(counts, order, strict=True))


def _make_countable(linkage: Linkage, records: Sequence[Record], strata: Sequence[str]) -> _Countable:
    by_id = {record.id: record for record in records}
    own = [by_id[name] for name in linkage.records]
    lists = tuple(sorted({record.list for record in own}))
    place = {name: n for n, name in enumerate(lists)}
    at = np.array([place[record.list] for record in own], dtype=np.int64)
    chunks = range(-(-len(lists) // _LISTS_AT_ONCE))
    on = tuple(np.where(at // _LISTS_AT_ONCE == n, 1 << at % _LISTS_AT_ONCE, 0) for n in chunks)
    thin = set(linkage.thin)
    kept = np.array([name not in thin for name in linkage.records], dtype=bool)
    values, stated = [], []
    for reader in _readers(strata, records):
        said = [reader(record) for record in own]
        values.append(tuple(sorted({value for value in said if value})))
        number = {value: n for n, value in enumerate(values[-1])}
        stated.append(np.array([number.get(value, -1) for value in said], dtype=np.int64))
    return _Countable(lists, on, tuple(values), tuple(stated), kept)


def _best(linkage: Linkage, scope: Scope, counted: _Countable, *, only_certain: bool) -> tuple[Groups, Flags]:
    """The people of the best linkage, and who of them is counted."""
    wanted = _CERTAIN if only_certain else _EITHER
    inside = {entry.cluster for entry in scope.clusters if entry.membership in wanted}
    number = {name: n for n, cluster in enumerate(linkage.clusters) for name in cluster.records}
    flags = np.array([cluster.id in inside for cluster in linkage.clusters], dtype=bool)
    numbers = [number[name] for name in linkage.records]
    groups = group_records(numbers, counted.kept)
    return groups, flags[np.array(numbers, dtype=np.int64)[groups.order[groups.starts]]]


def _most_stated(stated: Ints, groups: Groups) -> Ints:
    """Per person the value that most of their records state, the first of several; -1 when none is stated."""
    found = np.full(groups.n_persons, -1, dtype=np.int64)
    said = stated[groups.order]
    speaks = said >= 0
    if not speaks.any():
        return found
    width = int(said.max()) + 1
    keys, counts = np.unique(groups.persons()[speaks] * width + said[speaks], return_counts=True)
    persons, values = keys // width, keys % width
    ranked = np.lexsort((values, -counts, persons))
    firsts, at = np.unique(persons[ranked], return_index=True)
    found[firsts] = values[ranked][at]
    return found


def _places(labels: Sequence[str], order: Sequence[str]) -> Ints:
    place = {label: n for n, label in enumerate(order)}
    return np.array([place.get(label, -1) for label in labels], dtype=np.int64)


def _placed(places: Ints, groups: Groups, in_best: Ints, n_strata: int) -> Ints:
    lost = places < 0
    if not lost.any():
        return places
    first = groups.least(np.where(in_best >= 0, np.arange(len(in_best)), len(in_best)))
    of_best = np.append(in_best, n_strata - 1)[first]
    return np.where(lost, of_best, places)


def _order(labels: Iterable[str], strata: Sequence[str]) -> tuple[str, ...]:
    if not strata:
        return (_WHOLE,)
    return tuple(sorted(set(labels), key=lambda label: (NOT_STATED in label, label)))


def _readers(strata: Sequence[str], records: Sequence[Record]) -> list[_Reader]:
    """Make the functions that read the value of each stratum variable from a record."""
    titles = {title for record in records for title, _ in record.values} if strata else set()
    unknown = [name for name in strata if name not in _VALUES and name not in titles]
    if unknown and titles:
        raise UsageError(
            f"no list has a column {unknown[0]!r} to break down by",
            where="strata",
            mend=f"one of {_known_titles(titles)}",
        )
    return [_VALUES.get(name, _column(name)) for name in strata]


def _known_titles(titles: Iterable[str]) -> str:
    return ", ".join([*_VALUES, *sorted(titles)])


def _column(title: str) -> _Reader:
    return lambda record: next((value.strip() for name, value in record.values if name == title), "")


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
