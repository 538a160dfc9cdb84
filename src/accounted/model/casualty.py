"""The casualty model: who (victim), what happened (incident), which violation (act), in which part (role).

One man detained, tortured and killed is one victim with three acts (R13); a family of seven of whom two are named is
two named victims and a group of five (R17).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from accounted.model.claims import Act
from accounted.model.dates import DateInterval

__all__ = ["Incident", "Role", "RoleKind", "Victim", "Violation"]

RoleKind = Literal["victim", "alleged perpetrator", "witness", "source"]


@dataclass(frozen=True, slots=True)
class Victim:
    """A person, or a group of `n_persons` unnamed people, as the sources state."""

    id: str
    names: tuple[str, ...]
    n_persons: int
    sex: str | None
    birth: DateInterval | None


@dataclass(frozen=True, slots=True)
class Incident:
    """Something that happened at a place within a date interval."""

    id: str
    place: str | None
    when: DateInterval | None
    description: str


@dataclass(frozen=True, slots=True)
class Violation:
    """An act within an incident, as stated by a source."""

    id: str
    incident: str
    act: Act
    when: DateInterval | None


@dataclass(frozen=True, slots=True)
class Role:
    """The part that a person has in an act, with the source that says so."""

    id: str
    violation: str
    victim: str
    kind: RoleKind
    source: str
