"""Acts and incidents of those documented for a question: what is counted, in which unit, by what rule.

A person is counted once per act, however many lists state it; a death is one act. Statements of one act count as one
unless their dates exclude each other. Incidents of different lists are never put together, so their number is a range.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from accounted.linkage.attaching import counted_elsewhere
from accounted.lists.unfolding import Dating, dating_of, find_incident, stated_acts
from accounted.model.casualty import IncidentKind, StatedAct
from accounted.model.dates import DateInterval
from accounted.model.linkage import Linkage
from accounted.model.questions import Membership, Scope
from accounted.model.records import ListInfo, Record
from accounted.model.vocabularies import DEATHS, implies, shipped

__all__ = ["DISPUTED_DEATH", "NOT_STATED", "ActCount", "IncidentCount", "PersonActs", "Persons", "acts_of"]

DISPUTED_DEATH = "disputed death"
NOT_STATED = "not stated"
_LABELS = {
    DISPUTED_DEATH: "died; the lists disagree on the manner",
    NOT_STATED: "no act that is understood is stated",
}


@dataclass(frozen=True, slots=True)
class PersonActs:
    """What is stated to have been done to one person.

    Args:
        cluster: Cluster id.
        membership: Whether they belong to the question.
        acts: Pairs of a code and how many acts of it there were at least.
        records: Their records, those too thin to identify anyone left out.
    """

    cluster: str
    membership: Membership
    acts: tuple[tuple[str, int], ...]
    records: tuple[Record, ...]


@dataclass(frozen=True, slots=True)
class ActCount:
    """How many persons in scope one act was done to, as lists state it, and how many such acts that were at least."""

    code: str
    label: str
    n_certain: int
    n_possible: int
    n_acts: int
    clusters: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class IncidentCount:
    """Incidents of the rows in scope: at least as many as the list with most has, at most all lists' together."""

    kind: IncidentKind
    low: int
    high: int
    by_list: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Persons:
    """Everybody documented for a question, certainly or possibly, with the rows that are about nobody else.

    Args:
        people: Persons in scope, in the order of the scope.
        unnamed: Rows in scope that name nobody and are counted by no other row.
    """

    people: tuple[PersonActs, ...]
    unnamed: tuple[Record, ...]

    @classmethod
    def of(cls, scope: Scope, linkage: Linkage, records: Iterable[Record], lists: Iterable[ListInfo]) -> Persons:
        """Gather them from a question's scope and linkage."""
        by_id, dating, thin = {r.id: r for r in records}, dating_of(lists), set(linkage.thin)
        members = {c.id: [by_id[name] for name in c.records if name not in thin] for c in linkage.clusters}
        people = tuple(
            PersonActs(entry.cluster, entry.membership, acts_of(members[entry.cluster], dating), tuple(own))
            for entry in scope.clusters
            if entry.membership != "out" and (own := members[entry.cluster])
        )
        elsewhere = counted_elsewhere(linkage)
        return cls(people, tuple(by_id[name] for name in scope.unnamed if name not in elsewhere))

    def count_acts(self) -> tuple[ActCount, ...]:
        """Count persons and acts by code, in the vocabulary's order; whoever has none stands last."""
        found: dict[str, list[tuple[PersonActs, int]]] = defaultdict(list)
        for person in self.people:
            for code, n in person.acts or ((NOT_STATED, 0),):
                found[code].append((person, n))
        order = [DISPUTED_DEATH, *(code.code for code in shipped("act").codes), NOT_STATED]
        return tuple(
            ActCount(
                code,
                _LABELS.get(code) or shipped("act").label(code),
                sum(person.membership == "certain" for person, _ in found[code]),
                sum(person.membership == "possible" for person, _ in found[code]),
                sum(n for _, n in found[code]),
                tuple(person.cluster for person, _ in found[code]),
            )
            for code in order
            if code in found
        )

    def count_incidents(self) -> tuple[IncidentCount, ...]:
        """Count incidents, those that lists number apart from days and places that were put together here."""
        found: dict[IncidentKind, dict[str, set[str]]] = {"as numbered": {}, "day and place": {}}
        for record in (*(r for person in self.people for r in person.records), *self.unnamed):
            incident = find_incident(record)
            if incident:
                found[incident[0]].setdefault(record.list, set()).add(incident[1])
        counted = []
        for kind, names in found.items():
            by_list = tuple(sorted((name, len(own)) for name, own in names.items()))
            if by_list:
                numbers = [n for _, n in by_list]
                counted.append(IncidentCount(kind, max(numbers), sum(numbers), by_list))
        return tuple(counted)


def acts_of(records: Sequence[Record], dating: Mapping[str, Dating]) -> tuple[tuple[str, int], ...]:
    """Put together what several rows state was done to one person.

    >>> rows = [Record(name, name, 1, ("Ambel Sample",), None, None, None, None, (), ()) for name in ("One", "Two")]
    >>> acts_of(rows, {"One": Dating("dead")})
    ()
    """
    stated = [act for record in records for act in stated_acts(record, dating.get(record.list, Dating())) if act.act]
    deaths = {act.act for act in stated if act.act in DEATHS and act.act}
    narrow = [code for code in deaths if not any(other != code and implies(other, code) for other in deaths)]
    found = [(narrow[0] if len(narrow) == 1 else DISPUTED_DEATH, 1)] if narrow else []
    others: dict[str, list[StatedAct]] = defaultdict(list)
    for act in stated:
        if act.act and act.act not in DEATHS:
            others[act.act].append(act)
    found += [(code, _count_apart([act.when for act in own])) for code, own in others.items()]
    order = [DISPUTED_DEATH, *(code.code for code in shipped("act").codes)]
    return tuple(sorted(found, key=lambda item: order.index(item[0])))


def _count_apart(dates: Iterable[DateInterval | None]) -> int:
    """The largest number of statements no two of which can be of one day; one when none has both ends."""
    closed = sorted((d.latest, d.earliest) for d in dates if d and d.latest and d.earliest)
    n, after = 0, None
    for latest, earliest in closed:
        if after is None or earliest > after:
            n, after = n + 1, latest
    return max(n, 1)
