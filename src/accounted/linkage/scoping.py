"""Who belongs to a question: each cluster is certain, possible or out, with the reason in words.

The records of one person may disagree about the date or the place, and may not state them. A cluster is `certain` when
every stated value lies in the question, `out` when every stated value lies outside, and `possible` otherwise. Nothing
is decided by majority, and a missing value never excludes anybody.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from accounted.model.dates import DateInterval, Day
from accounted.model.errors import UsageError
from accounted.model.linkage import Linkage
from accounted.model.questions import ClusterScope, Membership, Question, Scope
from accounted.model.records import ListInfo, Record
from accounted.text.names import fold_text

__all__ = ["membership", "scope"]

_RANK: dict[Membership, int] = {"out": 0, "possible": 1, "certain": 2}


@dataclass(frozen=True, slots=True)
class _Answer:
    """What one dimension, or one record, says about belonging."""

    membership: Membership
    reason: str


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question made ready for comparison: the folded place, and per list whether it worked there."""

    period: DateInterval | None
    place: str
    declared: Mapping[str, tuple[str, ...]]
    speaks_of_place: frozenset[str]


def scope(
    question: Question, linkage: Linkage, records: Sequence[Record], *, lists: Collection[ListInfo] = ()
) -> Scope:
    """Decide which people belong to a question.

    Args:
        question: Its period and its place decide.
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
    asked = _ask(question, records, lists)
    entries = []
    for cluster in linkage.clusters:
        members = [by_id[name] for name in cluster.records]
        answer = _belongs(asked, members)
        entries.append(ClusterScope(cluster.id, answer.membership, answer.reason, _span(members)))
    about = {found.record for found in linkage.attached}
    unnamed = (r for r in records if not r.is_named and r.id not in about)
    return Scope(
        question=question.id,
        clusters=tuple(sorted(entries, key=lambda e: e.cluster)),
        draws=tuple(_count_draw(asked, linkage, by_id, draw) for draw in linkage.samples),
        unnamed=tuple(sorted(r.id for r in unnamed if _belongs(asked, [r]).membership != "out")),
    )


def membership(
    question: Question, records: Iterable[Record], lists: Collection[ListInfo] = ()
) -> Callable[[Sequence[Record]], Membership]:
    """Make the function that says of the records of one person whether that person belongs to the question."""
    asked = _ask(question, records, lists)
    return lambda members: _belongs(asked, members).membership


def _ask(question: Question, records: Iterable[Record], lists: Collection[ListInfo]) -> _Asked:
    place = fold_text(question.place)
    mentions = {r.list for r in records if place and any(_lies_in(fold_text(v), place) for _, v in r.places)}
    declared = {info.name: tuple(fold_text(p) for p in info.places if fold_text(p)) for info in lists}
    return _Asked(question.period, place, declared, frozenset(mentions))


def _count_draw(asked: _Asked, linkage: Linkage, by_id: Mapping[str, Record], draw: Sequence[int]) -> tuple[int, int]:
    groups: dict[int, list[Record]] = {}
    for name, number in zip(linkage.records, draw, strict=True):
        groups.setdefault(number, []).append(by_id[name])
    found = [_belongs(asked, members).membership for members in groups.values()]
    return found.count("certain"), found.count("possible")


def _belongs(asked: _Asked, members: Sequence[Record]) -> _Answer:
    """The weaker of what period and place say decides."""
    if asked.period is None and not asked.place:
        return _Answer("certain", "the question names no period and no place")
    answers = [_in_period(asked.period, members)] if asked.period else []
    if asked.place:
        answers.append(_in_place(asked, members))
    weakest = min(answers, key=lambda a: _RANK[a.membership]).membership
    return _Answer(weakest, "; ".join(a.reason for a in answers if a.membership == weakest))


def _in_period(period: DateInterval, members: Sequence[Record]) -> _Answer:
    dates = [r.died for r in members if r.died is not None]
    if not dates:
        return _Answer("possible", "no date is stated, and the question names a period")
    n_inside = sum(period.contains(d) for d in dates)
    n_outside = sum(not period.overlaps(d) for d in dates)
    if n_inside == len(dates):
        return _Answer("certain", "every stated date lies inside the period")
    if n_outside == len(dates):
        return _Answer("out", "every stated date lies outside the period")
    if n_inside and n_outside:
        return _Answer("possible", "the lists disagree: one date lies inside the period, another outside")
    return _Answer("possible", "a stated date may lie inside the period or outside it")


def _in_place(asked: _Asked, members: Sequence[Record]) -> _Answer:
    said = [answer for answer in (_place_of(asked, record) for record in members) if answer is not None]
    if not said:
        return _Answer("possible", "no record or list says whether this was in the question's place")
    if all(said):
        return _Answer("certain", "every stated place lies in the question's place")
    if not any(said):
        return _Answer("out", "every stated place lies elsewhere")
    return _Answer("possible", "the lists disagree about the place")


def _place_of(asked: _Asked, record: Record) -> bool | None:
    """Whether the record lies in the place: by its own values, else by what its list declares, else not known.

    A record's values say "elsewhere" only in a list whose records name the question's place at all: a list that gives
    villages alone does not deny the province.
    """
    values = [fold_text(value) for _, value in record.places if fold_text(value)]
    if any(_lies_in(value, asked.place) for value in values):
        return True
    declared = asked.declared.get(record.list, ())
    if declared and all(_lies_in(place, asked.place) for place in declared):
        return True
    if values and record.list in asked.speaks_of_place:
        return False
    if declared and not any(_lies_in(place, asked.place) or _lies_in(asked.place, place) for place in declared):
        return False
    return None


def _lies_in(value: str, place: str) -> bool:
    """Whether the place's words stand in the value, as whole words and in their order."""
    return f" {place} " in f" {value} "


def _span(members: Sequence[Record]) -> DateInterval | None:
    """From the earliest to the latest day that any stated date allows; open where one of them is open."""
    dates = [r.died for r in members if r.died is not None]
    firsts: list[Day] = [d.earliest for d in dates if d.earliest is not None]
    lasts: list[Day] = [d.latest for d in dates if d.latest is not None]
    first = min(firsts) if len(firsts) == len(dates) and firsts else None
    last = max(lasts) if len(lasts) == len(dates) and lasts else None
    return None if first is None and last is None else DateInterval.between(first, last)
