"""What a list states, counted row by row, each number with its unit (R14): victims, acts, incidents."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from accounted.lists.rows import Told
from accounted.lists.unfolding import Dating
from accounted.model.records import Record
from accounted.model.vocabularies import DEATHS

__all__ = ["Tally", "count_unnamed"]

_FATES = frozenset({"injured", "missing", "detained"})


@dataclass(slots=True)
class _Incident:
    """One numbered incident: its victims as the list counts them, those it names, and those it does not."""

    size: int = 0
    n_named: int = 0
    n_alone: int = 0
    n_unnamed: int = 0
    has_group: bool = False

    def add(self, record: Told | Record) -> None:
        casualty, n = record.casualty, record.n_unnamed
        self.size = max(self.size, (casualty.n_in_incident or 0) if casualty else 0)
        self.n_named += record.is_named
        self.n_alone += record.is_named and not n
        self.n_unnamed += n
        self.has_group = self.has_group or n > 1

    @property
    def unnamed(self) -> tuple[int, int]:
        if self.size:
            rest = max(self.size - self.n_named, 0)
            return rest, max(rest, self.n_unnamed)
        return (max(self.n_unnamed - self.n_alone, 0) if self.has_group else self.n_unnamed), self.n_unnamed


@dataclass(slots=True)
class Tally:
    """Counts the rows of one list, or of several.

    Where a list says how many victims an incident had, those of them whom it names are taken off (R17). A group that
    stands in one incident of one list beside named victims may hold them or not: both are counted.

    >>> from accounted.model.casualty import Casualty
    >>> def row(name, **stated):
    ...     names = (name,) if name else ()
    ...     return Record(name, "L", 1, names, None, None, None, None, (), (), casualty=Casualty(**stated))
    >>> tally = Tally()
    >>> for one in (row("Tor Vask", incident="E1", n_in_incident=7), row("Ani Vask", incident="E1")):
    ...     tally.add(one)
    >>> tally.counted()
    (('persons named', 2), ('unnamed victims', 5), ('incidents', 1))
    >>> count_unnamed([row("Tor Vask", incident="E1"), row("", incident="E1", n_stated=7)])
    (6, 7)
    """

    dating: Dating = field(default_factory=Dating)
    n_named: int = 0
    n_acts: int = 0
    n_uncoded: int = 0
    alone: int = 0
    incidents: dict[tuple[str, str], _Incident] = field(default_factory=dict)

    def add(self, record: Told | Record) -> None:
        """Take the next row."""
        self.n_named += record.is_named
        self.n_acts += self._count_acts(record)
        casualty = record.casualty
        if casualty is None:
            self.alone += not record.is_named
            return
        self.n_uncoded += sum(act.act is None for act in casualty.acts) + sum(c.code is None for c in casualty.codes)
        if casualty.incident:
            self.incidents.setdefault((record.list, casualty.incident), _Incident()).add(record)
        else:
            self.alone += record.n_unnamed

    def _count_acts(self, record: Told | Record) -> int:
        """Count as `stated_acts` gives them, a death once, without making them."""
        if record.casualty is None and not record.statuses:
            return int(self.dating.act is not None and record.died is not None)
        acts = [act.act for act in record.casualty.acts if act.act] if record.casualty else []
        codes = {status.status for status in record.statuses}
        others = [code for code in acts if code not in DEATHS]
        n = len(others) + len(codes & _FATES - set(others))
        if len(others) < len(acts) or codes & DEATHS:
            return n + 1
        is_silent = not n and not (record.casualty and record.casualty.acts)
        return int(self.dating.act is not None and record.died is not None) if is_silent else n

    def unnamed(self) -> tuple[int, int]:
        """The fewest and the most unnamed victims that the rows allow.

        Whether any of them is somebody whom another list names is another question.
        """
        found = [incident.unnamed for incident in self.incidents.values()]
        return self.alone + sum(low for low, _ in found), self.alone + sum(high for _, high in found)

    def counted(self) -> tuple[tuple[str, int], ...]:
        """Pairs of a unit and a number; what there is none of is left out."""
        low, high = self.unnamed()
        counts = [("persons named", self.n_named), ("unnamed victims", high)]
        counts += [("unnamed victims at least", low)] if low != high else []
        counts += [("acts", self.n_acts), ("incidents", len(self.incidents)), ("values without a code", self.n_uncoded)]
        return tuple((unit, n) for unit, n in counts if n)


def count_unnamed(rows: Iterable[Record]) -> tuple[int, int]:
    """Count the unnamed victims whom some rows state: the fewest and the most that their words allow."""
    tally = Tally()
    for record in rows:
        tally.add(record)
    return tally.unnamed()
