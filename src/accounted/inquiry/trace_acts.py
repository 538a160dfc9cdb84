"""From an act, a victim or an incident of the exports back to the row that states it."""

from __future__ import annotations

from accounted.model.casualty import Act, Incident, Unfolded, Victim

__all__ = ["find_stated", "is_of_casualty"]

_KINDS = ("act_", "vic_", "inc_")

Stated = tuple[str, tuple[str, ...], tuple[str, ...]]
"""What it is, the lines that say it, and the ids of the rows it comes from."""


def is_of_casualty(name: str) -> bool:
    """Whether an id can be that of an act, a victim or an incident.

    >>> is_of_casualty("act_x75m2exbepxniq34"), is_of_casualty("rec_x75m2exbepxniq34")
    (True, False)
    """
    return name.startswith(_KINDS)


def find_stated(name: str, found: Unfolded) -> Stated | None:
    """Find what has this id among all that the rows state; None when nothing has."""
    act = next((act for act in found.acts if act.id == name), None)
    if act is not None:
        return _act(act, found)
    victim = next((victim for victim in found.victims if victim.id == name), None)
    if victim is not None:
        return _victim(victim)
    incident = next((incident for incident in found.incidents if incident.id == name), None)
    return None if incident is None else _incident(incident, found)


def _act(act: Act, found: Unfolded) -> Stated:
    lines = [f"{act.act or 'not understood'}, as written: “{act.written}” (coded by {act.coded_by})"]
    if act.when:
        lines.append(f"date: {act.when.edtf}" + (f", written in the {act.calendar} calendar" if act.calendar else ""))
    lines += [f"place: {act.place}"] if act.place else []
    lines += [f"age: {act.age:g}"] if act.age is not None else []
    lines += [
        f"{role.kind}: {role.who}, as stated by {role.stated_by}"
        for role in found.roles
        if role.act == act.id and role.kind == "alleged perpetrator"
    ]
    lines += [f"incident: {act.incident}"] if act.incident else []
    return "act", tuple(lines), (act.record,)


def _victim(victim: Victim) -> Stated:
    if victim.names:
        return "victim", (" · ".join(victim.names),), (victim.record,)
    return "victim", (f"{victim.n_persons} unnamed victims, no persons of their own",), (victim.record,)


def _incident(incident: Incident, found: Unfolded) -> Stated:
    when = incident.when.edtf if incident.when else "not dated"
    line = f"{incident.stated_as} of {incident.list} ({incident.kind}); {incident.place or 'no place'}, {when}"
    rows = tuple(dict.fromkeys(act.record for act in found.acts if act.incident == incident.id))
    return "incident", (line,), rows
