"""The casualty model: who (victim), what was done (act), where and when it belongs (incident), in which part (role).

One man detained, tortured and killed is one victim with three acts (R13); a family of seven of whom two are named is
two named victims and a group of five (R17). What a row of a list states is kept with its record, as `Casualty`;
victims, acts, incidents and roles are read off it by one function (`accounted.lists.unfolding.unfold`), so that
forgetting the row forgets all of them (decision 0021).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from accounted.model.dates import DateInterval

__all__ = [
    "Act",
    "Casualty",
    "Coded",
    "Incident",
    "IncidentKind",
    "Location",
    "Role",
    "RoleKind",
    "StatedAct",
    "Unfolded",
    "Victim",
]

RoleKind = Literal["victim", "alleged perpetrator", "source"]
IncidentKind = Literal["as numbered", "day and place"]


@dataclass(frozen=True, slots=True)
class StatedAct:
    """One act that a row states, with what it says of this act alone.

    Args:
        act: Code of the vocabulary `act`; None when the words are not understood.
        coded_by: Vocabulary and version that gave the code, and the codebook's where that did (R21).
        title: Title of the column.
        value: As written.
        when: When, or None; the wording stays in the row's values.
        calendar: In which calendar that date is written; empty where nothing tells, or without a date (R19).
        place: Where this act was, as written; empty when the row does not say it of this act.
        age: Years at this act, where a column says so.
        by: Those whom the list alleges to have done it: its assertion.
    """

    act: str | None
    coded_by: str
    title: str
    value: str
    when: DateInterval | None = None
    calendar: str = ""
    place: str = ""
    age: float | None = None
    by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Coded:
    """A value as written and the code that a vocabulary gives it; None when it gives none."""

    vocabulary: str
    code: str | None
    coded_by: str
    title: str
    value: str


@dataclass(frozen=True, slots=True)
class Location:
    """Where, beyond the place as written (R20): an id in a gazetteer, degrees north and east, and how finely known."""

    gazetteer_id: str = ""
    latitude: float | None = None
    longitude: float | None = None
    precision: str = ""


@dataclass(frozen=True, slots=True)
class Casualty:
    """What a row states beyond name, age, date and place.

    Args:
        acts: Acts, in the order of the columns.
        codes: Cause, status of the person and age group, as coded.
        n_stated: For how many people the row says it stands; None when it does not say.
        incident: The incident, as the list names or numbers it; empty when it does not.
        n_in_incident: How many victims the list says the incident had; None when it does not say.
        by: Alleged perpetrators, where the row does not say of which act.
        location: Gazetteer id, coordinates and precision; None when no column holds them.
    """

    acts: tuple[StatedAct, ...] = ()
    codes: tuple[Coded, ...] = ()
    n_stated: int | None = None
    incident: str = ""
    n_in_incident: int | None = None
    by: tuple[str, ...] = ()
    location: Location | None = None


@dataclass(frozen=True, slots=True)
class Victim:
    """A person whom a row names, or a group of `n_persons` whom it does not; `record` is the row's id."""

    id: str
    record: str
    names: tuple[str, ...]
    n_persons: int
    sex: str | None
    birth: DateInterval | None


@dataclass(frozen=True, slots=True)
class Incident:
    """Something that happened, as one list has it.

    `kind` says whether the list numbers its incidents, or whether rows of one day and place were put together here.
    """

    id: str
    list: str
    kind: IncidentKind
    stated_as: str
    place: str
    when: DateInterval | None


@dataclass(frozen=True, slots=True)
class Act:
    """An act against the victims of one row, within an incident where there is one."""

    id: str
    record: str
    act: str | None
    coded_by: str
    written: str
    when: DateInterval | None
    calendar: str
    place: str
    age: float | None
    incident: str


@dataclass(frozen=True, slots=True)
class Role:
    """The part that somebody has in an act, and the list that says so."""

    act: str
    who: str
    kind: RoleKind
    stated_by: str


@dataclass(frozen=True, slots=True)
class Unfolded:
    """Victims, acts, incidents and roles of some rows."""

    victims: tuple[Victim, ...]
    acts: tuple[Act, ...]
    incidents: tuple[Incident, ...]
    roles: tuple[Role, ...]
