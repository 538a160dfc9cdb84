"""From a record to the casualty model: who, what was done to them, in which incident, in which part. One pure function.

What a row states is taken as stated. Acts come from its columns of acts, from what its columns of status and cause say
became of the victim, and last from the title of its date ("killed on"). A death is one act, however many columns speak
of it; a disappearance or an arrest is another (R13, R18).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from accounted.lists.coding import make_coder
from accounted.model.casualty import Act, Incident, IncidentKind, Role, StatedAct, Unfolded, Victim
from accounted.model.dates import DateInterval
from accounted.model.records import ListInfo, Record
from accounted.model.vocabularies import DEATHS, implies
from accounted.text.names import fold_text

__all__ = ["Dating", "date_of", "dated_for", "dating_from", "dating_of", "find_incident", "stated_acts", "unfold"]

_FATES = frozenset({"injured", "missing", "detained"})
MakeId = Callable[..., str]


@dataclass(frozen=True, slots=True)
class Dating:
    """What the column of a list's main date says by its title.

    Args:
        act: The death that its title names (`killed on`), or None for a date of anything (`date`).
        title: The title; empty when the list has no such column.
        calendar: The calendar it is written in; empty when not told.
    """

    act: str | None = None
    title: str = ""
    calendar: str = ""


_NO_DATE = Dating()


def dating_of(lists: Iterable[ListInfo]) -> dict[str, Dating]:
    """Read from the lists what their main dates are of.

    >>> dating_of([ListInfo("A", "a.csv", (("name", "who"), ("died", "killed on")), 1)])["A"].act
    'killed'
    """
    return {info.name: dating_from(info.columns, info.calendars) for info in lists}


def dating_from(columns: Iterable[tuple[str, str]], calendars: Iterable[tuple[str, str]]) -> Dating:
    """Read from the columns of a list, and the calendars of those that hold dates, what its main date is of."""
    title = next((title for field, title in columns if field == "died"), "")
    return Dating(_title_act(title), title, dict(calendars).get(title, ""))


@lru_cache(maxsize=4096)
def _title_act(title: str) -> str | None:
    act = make_coder("act").read_title(title) if title else None
    return act if act in DEATHS else None


def stated_acts(record: Record, dating: Dating = _NO_DATE) -> tuple[StatedAct, ...]:
    """Give every act that a row states, a death as narrowly as it states it.

    >>> from accounted.model.records import StatedStatus
    >>> hung = StatedStatus("outcome", "hanged", "executed")
    >>> row = Record("r", "L", 1, ("Ambel Sample",), None, None, None, None, (), (), (hung,))
    >>> [act.act for act in stated_acts(row)]
    ['executed']
    """
    acts = list(record.casualty.acts) if record.casualty else []
    fates = []
    for status in record.statuses:
        code = status.status
        if code in DEATHS or code in _FATES:
            fates.append(StatedAct(code, _BY_WORDS, status.title, status.value))
    deaths = [act for act in (*acts, *fates) if act.act in DEATHS]
    if not deaths and dating.act and record.died and not acts and not fates:
        written = next((value for title, value in record.values if title == dating.title), "")
        deaths = [StatedAct(dating.act, _BY_WORDS, dating.title, written)]
    others = [act for act in acts if act.act not in DEATHS]
    for fate in fates:
        if fate.act not in DEATHS and all(act.act != fate.act for act in others):
            others.append(fate)
    narrow = _narrowest(deaths)
    if record.died and narrow and all(act.when is None for act in narrow):
        narrow = [replace(act, when=record.died, calendar=dating.calendar) for act in narrow]
    elif record.died and not deaths and len(others) == 1 and others[0].when is None and dating.act is None:
        others = [replace(others[0], when=record.died, calendar=dating.calendar)]
    return (*others, *narrow)


_BY_WORDS = make_coder("act").name


def _narrowest(deaths: Sequence[StatedAct]) -> list[StatedAct]:
    """One statement per kind of death, those left out that another one narrows down; what they add is kept."""
    kinds = {act.act: act for act in reversed(deaths)}
    kept = [a for a in kinds.values() if a.act and not any(b and b != a.act and implies(b, a.act) for b in kinds)]
    joined = []
    for act in kept:
        wider = [act, *(other for other in deaths if other.act and act.act and implies(act.act, other.act))]
        when = next((other for other in wider if other.when is not None), act)
        joined.append(
            replace(
                act,
                when=when.when,
                calendar=when.calendar,
                place=next((other.place for other in wider if other.place), ""),
                age=next((other.age for other in wider if other.age is not None), None),
                by=tuple(dict.fromkeys(name for other in wider for name in other.by)),
            )
        )
    return joined[::-1]


def date_of(record: Record, asked: str | None, dating: Dating = _NO_DATE) -> DateInterval | None:
    """Give the date of the act that is asked about: never that of another act (R18).

    Args:
        record: A row.
        asked: An act; None: the row's main date, whatever it is of.
        dating: What that date is of.

    >>> row = Record("r", "L", 1, ("Ambel Sample",), None, None, None, DateInterval.parse("2031"), (), ())
    >>> date_of(row, "missing", Dating("dead", "date of death")), date_of(row, "missing").edtf
    (None, '2031')
    """
    if asked is None or not (record.casualty or record.statuses or dating.act):
        return record.died
    if asked in DEATHS and not (record.casualty and record.casualty.acts):
        fates = {status.status for status in record.statuses}
        is_of_another = dating.act is None and bool(fates & _FATES) and not fates & DEATHS
        return None if is_of_another else record.died
    acts = stated_acts(record, dating)
    dates = [act.when for act in acts if act.act and act.when and implies(act.act, asked)]
    if dates:
        return dates[0]
    if asked in DEATHS:
        # Killed or executed may be asked of a death whose manner the row does not state: it has one date.
        dead = [act.when for act in acts if act.act in DEATHS and act.when]
        return dead[0] if dead else None if acts else record.died
    return None if acts or dating.act else record.died


def dated_for(records: Iterable[Record], asked: str | None, lists: Iterable[ListInfo]) -> tuple[Record, ...]:
    """Give records whose date is that of the act asked about, to be broken down by month or held against a period.

    For deaths, and where nothing is asked, they are as they were.
    """
    if asked is None or asked in DEATHS:
        return tuple(records)
    dating = dating_of(lists)
    dates = ((record, date_of(record, asked, dating.get(record.list, _NO_DATE))) for record in records)
    return tuple(record if when == record.died else replace(record, died=when) for record, when in dates)


def find_incident(record: Record) -> tuple[IncidentKind, str] | None:
    """Name the incident of a row within its list: as the list numbers it, else the day and finest place; None without.

    >>> row = Record("r", "L", 1, (), None, None, None, DateInterval.parse("2031-05-12"), (("village", "Ilgesh"),), ())
    >>> find_incident(row)
    ('day and place', '2031-05-12, ilgesh')
    """
    if record.casualty and record.casualty.incident:
        return "as numbered", record.casualty.incident
    when, place = record.died, next((value for _, value in record.places), "")
    if when and when.is_one_day and place:
        return "day and place", f"{when.edtf}, {fold_text(place)}"
    return None


def unfold(records: Iterable[Record], dating: Mapping[str, Dating], make_id: MakeId) -> Unfolded:
    """Read victims, acts, incidents and roles off records.

    Args:
        records: In an order that their content decides.
        dating: Per list, what its main date is of.
        make_id: Makes ids from a kind and content.

    Returns:
        Per record a victim, or two when it names one person and counts others; every act once per record, with the
        roles of the victims, of those alleged to have done it, and of the list that says so.
    """
    victims: list[Victim] = []
    acts: list[Act] = []
    roles: list[Role] = []
    incidents: dict[tuple[str, str, str], Incident] = {}
    for record in records:
        own = _victims(record, make_id)
        victims += own
        within = _incident(record, incidents, make_id)
        casualty = record.casualty
        for number, stated in enumerate(stated_acts(record, dating.get(record.list, _NO_DATE)), start=1):
            act = Act(
                make_id("act", record.id, str(number)), record.id, stated.act, stated.coded_by, stated.value,
                stated.when, stated.calendar, stated.place, stated.age, within,
            )  # fmt: skip
            acts.append(act)
            roles += [Role(act.id, victim.id, "victim", record.list) for victim in own]
            by = stated.by or (casualty.by if casualty else ())
            roles += [Role(act.id, name, "alleged perpetrator", record.list) for name in by]
            roles.append(Role(act.id, record.list, "source", record.list))
    return Unfolded(tuple(victims), tuple(acts), tuple(incidents.values()), tuple(roles))


def _victims(record: Record, make_id: MakeId) -> list[Victim]:
    found = []
    if record.is_named:
        found.append(Victim(make_id("vic", record.id, "named"), record.id, record.names, 1, record.sex, record.birth))
    if record.n_unnamed:
        group = (record.sex, record.birth) if not record.is_named else (None, None)
        found.append(Victim(make_id("vic", record.id, "unnamed"), record.id, (), record.n_unnamed, *group))
    return found


def _incident(record: Record, incidents: dict[tuple[str, str, str], Incident], make_id: MakeId) -> str:
    found = find_incident(record)
    if found is None:
        return ""
    kind, name = found
    key = (record.list, kind, name)
    known = incidents.get(key)
    place = next((value for _, value in record.places), "")
    if known is None:
        known = incidents[key] = Incident(make_id("inc", *key), record.list, kind, name, place, record.died)
    elif known.when is None or (record.died is not None and known.when != record.died):
        incidents[key] = known = replace(known, when=_span(known.when, record.died) if known.when else record.died)
    return known.id


def _span(one: DateInterval, other: DateInterval | None) -> DateInterval | None:
    """From the first day that either allows to the last; None where an end is open on both sides."""
    if other is None:
        return one
    first = None if one.earliest is None or other.earliest is None else min(one.earliest, other.earliest)
    last = None if one.latest is None or other.latest is None else max(one.latest, other.latest)
    return DateInterval.between(first, last) if first or last else None
