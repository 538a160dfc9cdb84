"""Who belongs to a question: each record is in, out or undetermined, each person certain, possible or out, and why.

The records of one person may disagree about the date, the place or what became of them, and may not state it. A person
is `certain` when everything stated lies in the question, `out` when in one respect everything stated lies outside, and
`possible` otherwise. Nothing is decided by majority, and a missing value never excludes anybody. Records too thin to
identify anyone are nobody's evidence: they are named apart.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

import numpy as np

from accounted.linkage.act_scope import stated_words
from accounted.linkage.attaching import counted_elsewhere
from accounted.linkage.groups import Ints, group_records
from accounted.linkage.record_scope import Asked, ask, belongs, explain, stand
from accounted.model.dates import DateInterval, Day
from accounted.model.errors import UsageError
from accounted.model.linkage import Linkage
from accounted.model.questions import Bearing, ClusterScope, Membership, Question, RecordsScope, Scope
from accounted.model.records import ListInfo, Record

__all__ = ["code_records", "people_in_draws", "scope"]

_BEARINGS: dict[Membership, Bearing] = {"certain": "in", "possible": "undetermined", "out": "out"}
_ORDER: tuple[Bearing, ...] = ("in", "undetermined", "out")


def scope(
    question: Question, linkage: Linkage, records: Sequence[Record], *, lists: Collection[ListInfo] = ()
) -> Scope:
    """Decide which records and which people belong to a question.

    Args:
        question: Its period, place, act and population decide.
        linkage: The people.
        records: All records of its lists, the unnamed ones included.
        lists: What the lists declare; a list's places serve where its records name none.

    Raises:
        UsageError: When the linkage speaks of a record that is not among `records`.

    >>> from accounted.linkage import link_records
    >>> from accounted.model.ids import IdMaker
    >>> died = DateInterval.parse("2031-05")
    >>> row = Record("a", "One", 1, ("Ambel Sample",), None, None, None, died, (), ())
    >>> linkage = link_records([row], deduplicated=[], make_id=IdMaker(b"made-up key"))
    >>> asked = Question("q", "How many?", "killed", "persons", "", "", DateInterval.parse("2031-05-15/2031-06-15"))
    >>> scope(asked, linkage, [row]).clusters[0].reason
    'a stated date may lie inside the period or outside it'
    """
    by_id = {record.id: record for record in records}
    lost = [name for name in linkage.records if name not in by_id]
    if lost:
        raise UsageError("the linkage speaks of a record that was not given", where=lost[0], mend="give all records")
    asked = ask(question, records, lists)
    decide = belongs(asked)
    codes = {record.id: stand(asked, record) for record in records}
    thin = set(linkage.thin)
    entries = []
    for cluster in linkage.clusters:
        members = [by_id[name] for name in cluster.records if name not in thin]
        if members:
            code = _joined(codes[record.id] for record in members)
            entries.append(ClusterScope(cluster.id, decide(code), explain(asked, members, code), _span(members)))
    about = counted_elsewhere(linkage)
    unnamed = (r for r in records if not r.is_named and r.id not in about)
    return Scope(
        question=question.id,
        clusters=tuple(sorted(entries, key=lambda e: e.cluster)),
        draws=_count_draws(linkage, codes, decide),
        unnamed=tuple(sorted(r.id for r in unnamed if decide(codes[r.id]) != "out")),
        records=_by_bearing(asked, records, codes, decide),
        thin=tuple(name for name in linkage.thin if decide(codes[name]) != "out"),
    )


def people_in_draws(
    question: Question,
    linkage: Linkage,
    records: Sequence[Record],
    lists: Collection[ListInfo] = (),
    *,
    only_certain: bool = False,
) -> Iterator[tuple[tuple[str, ...], ...]]:
    """Give, per sampled linkage, the people who belong to the question, each as the ids of their records.

    Records too thin to identify anyone are left out. Belonging is decided from joined bits, and only those who belong
    are made, so that it is fast.
    """
    codes, decide = code_records(question, linkage, records, lists)
    wanted = ("certain",) if only_certain else ("certain", "possible")
    thin = set(linkage.thin)
    kept = np.array([name not in thin for name in linkage.records], dtype=bool)
    for draw in linkage.samples:
        groups = group_records(draw, kept)
        kinds, of_person = np.unique(groups.join(codes), return_inverse=True)
        inside = np.array([decide(int(kind)) in wanted for kind in kinds], dtype=bool)[of_person]
        names = [linkage.records[number] for number in groups.order.tolist()]
        ends = np.append(groups.starts[1:], len(names))
        yield tuple(
            tuple(names[start:end])
            for start, end in zip(groups.starts[inside].tolist(), ends[inside].tolist(), strict=True)
        )


def code_records(
    question: Question, linkage: Linkage, records: Sequence[Record], lists: Collection[ListInfo] = ()
) -> tuple[Ints, Callable[[int], Membership]]:
    """Say of every linked record, in the linkage's order, what it says of belonging, and how such bits are read."""
    asked = ask(question, records, lists)
    codes = {record.id: stand(asked, record) for record in records}
    return np.array([codes[name] for name in linkage.records], dtype=np.int64), belongs(asked)


def _joined(codes: Iterable[int]) -> int:
    joined = 0
    for code in codes:
        joined |= code
    return joined


def _count_draws(
    linkage: Linkage, codes: Mapping[str, int], decide: Callable[[int], Membership]
) -> tuple[tuple[int, int], ...]:
    own = np.array([codes[name] for name in linkage.records], dtype=np.int64)
    thin = set(linkage.thin)
    kept = np.array([name not in thin for name in linkage.records], dtype=bool)
    counted = []
    for draw in linkage.samples:
        kinds, n_persons = np.unique(group_records(draw, kept).join(own), return_counts=True)
        found = [(decide(int(kind)), int(n)) for kind, n in zip(kinds, n_persons, strict=True)]
        counted.append((sum(n for m, n in found if m == "certain"), sum(n for m, n in found if m == "possible")))
    return tuple(counted)


def _by_bearing(
    asked: Asked, records: Sequence[Record], codes: Mapping[str, int], decide: Callable[[int], Membership]
) -> tuple[RecordsScope, ...]:
    alike: dict[tuple[Bearing, str], list[str]] = {}
    known: dict[tuple[int, tuple[str, ...], bool], tuple[Bearing, str]] = {}
    for record in records:
        said = (codes[record.id], stated_words(record), any(s.status in (None, "unknown") for s in record.statuses))
        if said not in known:
            known[said] = (_BEARINGS[decide(said[0])], explain(asked, [record], said[0]))
        alike.setdefault(known[said], []).append(record.id)
    return tuple(
        RecordsScope(bearing, reason, tuple(sorted(ids)))
        for (bearing, reason), ids in sorted(alike.items(), key=lambda item: (_ORDER.index(item[0][0]), item[0][1]))
    )


def _span(members: Sequence[Record]) -> DateInterval | None:
    """From the earliest to the latest day that any stated date allows; open where one of them is open."""
    dates = [r.died for r in members if r.died is not None]
    firsts: list[Day] = [d.earliest for d in dates if d.earliest is not None]
    lasts: list[Day] = [d.latest for d in dates if d.latest is not None]
    first = min(firsts) if len(firsts) == len(dates) and firsts else None
    last = max(lasts) if len(lasts) == len(dates) and lasts else None
    return None if first is None and last is None else DateInterval.between(first, last)
