"""Acts for machines: one line per act as one row of a list states it, with person, incident, roles and vocabulary."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from accounted.lists.unfolding import dating_of, unfold
from accounted.model.canonical import canonical_bytes, plain
from accounted.model.casualty import Act, Incident
from accounted.model.ids import IdMaker
from accounted.model.view import InquiryView
from accounted.report.casualties import Persons
from accounted.report.exports import safe_cell

__all__ = ["ActLine", "act_lines", "acts_csv", "acts_jsonl", "lines_of"]


@dataclass(frozen=True, slots=True)
class ActLine:
    """An act as one row of a list states it.

    `person` and `membership` are empty for victims without a name; `n_victims` are the people the row stands for.
    """

    act: Act
    list: str
    n_victims: int
    alleged_perpetrators: tuple[str, ...]
    incident: Incident | None
    person: str = ""
    membership: str = ""


def act_lines(view: InquiryView, make_id: IdMaker) -> dict[str, tuple[ActLine, ...]]:
    """Read off every row of the inquiry the acts it states, by record; once, so that an act has one id everywhere."""
    found = unfold(view.records, dating_of(view.lists), make_id)
    incidents = {incident.id: incident for incident in found.incidents}
    by: dict[str, list[str]] = defaultdict(list)
    for role in found.roles:
        if role.kind == "alleged perpetrator":
            by[role.act].append(role.who)
    n_victims: dict[str, int] = defaultdict(int)
    for victim in found.victims:
        n_victims[victim.record] += victim.n_persons
    list_of = {record.id: record.list for record in view.records}
    lines: dict[str, list[ActLine]] = defaultdict(list)
    for act in found.acts:
        record = act.record
        line = ActLine(act, list_of[record], n_victims[record], tuple(by[act.id]), incidents.get(act.incident))
        lines[record].append(line)
    return {record: tuple(own) for record, own in lines.items()}


def lines_of(persons: Persons, lines: dict[str, tuple[ActLine, ...]]) -> tuple[ActLine, ...]:
    """Take the lines of everybody documented for a question: persons first, each record's acts in their order."""
    named = [
        ActLine(line.act, line.list, line.n_victims, line.alleged_perpetrators, line.incident, person.cluster,
                person.membership)
        for person in persons.people
        for record in person.records
        for line in lines.get(record.id, ())
    ]  # fmt: skip
    return (*named, *(line for record in persons.unnamed for line in lines.get(record.id, ())))


def acts_csv(lines: Sequence[ActLine]) -> bytes:
    """Write acts, one a row; cells are safe to open in a spreadsheet."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(
        ["act_id", "act", "as_written", "coded_by", "date", "calendar", "place", "age", "person", "membership",
         "n_victims", "list", "record", "incident", "incident_as_stated", "incident_kind", "alleged_perpetrators"]
    )  # fmt: skip
    for line in lines:
        act, incident = line.act, line.incident
        cells = (
            act.id, act.act or "", act.written, act.coded_by, act.when.edtf if act.when else "", act.calendar,
            act.place, "" if act.age is None else f"{act.age:g}", line.person, line.membership, str(line.n_victims),
            line.list, act.record, act.incident, incident.stated_as if incident else "",
            incident.kind if incident else "", "; ".join(line.alleged_perpetrators),
        )  # fmt: skip
        writer.writerow([safe_cell(cell) for cell in cells])
    return out.getvalue().encode("utf-8", "replace")


def acts_jsonl(lines: Iterable[ActLine]) -> bytes:
    """Write the same, one act a line, with nothing changed."""
    return b"".join(
        canonical_bytes({**plain(line.act), **{k: v for k, v in plain(line).items() if k not in ("act", "incident")},
                         "incident": plain(line.incident)})
        .decode("utf-8", "replace")
        .encode("utf-8")
        + b"\n"
        for line in lines
    )  # fmt: skip
