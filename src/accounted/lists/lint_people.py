"""Checks of rows against rows: one person in two, two persons under one id, rows that say nobody's name enough.

Rows are brought together by their list and what they hold, never all against all, so that a million rows take
seconds. Only what nearly always means a slip is said: the same full name on the same day alone is not enough.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.fuzz import token_sort_ratio

from accounted.lists.lint_sheet import Batch, Sheet, Tallies
from accounted.lists.rows import Told
from accounted.lists.values import is_blank
from accounted.model.records import Record
from accounted.text.names import fold_text, name_keys, romanise_name

__all__ = ["PeopleChecks", "are_other_names"]

_OTHER_NAME = 60.0
"""Similarity of two whole names, out of 100, below which they are not spellings of one."""

_NAMES_OF_ID = 30
"""Names that are compared when an id stands at many."""

_GROUPS_KEPT, _ROWS_IN_GROUP = 5, 4


class PeopleChecks:
    """Looks for rows repeated, persons in several rows, ids of several persons, and rows too thin to tell anybody.

    In the first pass each row leaves a few numbers, which are the same where a name and day, an id or the whole row
    are; only the rows that share one are kept in the second, and there compared as they are.
    """

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet
        self._id_titles = sheet.titles("id", "external_id")
        self._id_places = sheet.places("id", "external_id")
        self._contents, self._named = array("Q"), array("q")
        self._tells, self._has_name = bytearray(), bytearray()
        self._ids = [array("q") for _ in self._id_places]
        self._people: dict[str, list[_Member]] = {}
        self._bearers: list[dict[str, list[_Member]]] = [{} for _ in self._id_places]

    def see(self, rows: Sequence[Sequence[str]], told: Sequence[Told | Record], keys: Sequence[int]) -> None:
        """Note the numbers of some rows."""
        self._contents.extend(keys)
        self._named.extend([hash(_name_and_day(one)) for one in told])
        self._tells += bytes([_tells(one) for one in told])
        self._has_name += bytes([bool(one.names) for one in told])
        for place, numbers in zip(self._id_places, self._ids, strict=True):
            numbers.extend([hash(_id_in_list(row[place], one.list)) for row, one in zip(rows, told, strict=True)])

    def settle(self) -> NDArray[np.bool_]:
        """Find the rows that share a number with another; give those that share all they hold."""
        tells, has_name = (np.frombuffer(marks, dtype=np.bool_) for marks in (self._tells, self._has_name))
        same_content, again, self._first_groups = _shared(np.frombuffer(self._contents, dtype=np.uint64), shown=tells)
        self._contents = array("Q")
        # Unnamed victims of one day may well look alike: only rows that tell something are said to be repeated.
        self._repeated, again = same_content & tells, again & tells
        named = np.frombuffer(self._named, dtype=np.int64)
        self._alike = _shared(named, ~again & (named != _NONE))[0]
        del named
        self._named = array("q")
        self._same_id = []
        while self._ids:
            own = np.frombuffer(self._ids.pop(0), dtype=np.int64)
            self._same_id.append(_shared(own, ~again & has_name & (own != _NONE))[0])
        self._rows_of_groups: list[list[int]] = [[] for _ in self._first_groups]
        self._group_of = {place: number for number, group in enumerate(self._first_groups) for place in group}
        return same_content

    def look(self, batch: Batch, tallies: Tallies) -> None:
        """Count what is odd in some rows, and keep those that may belong together."""
        end = batch.start + len(batch.records)
        for place in np.flatnonzero(self._repeated[batch.start : end]):
            record = batch.records[int(place)]
            tallies.of("row_repeated").count(record.id)
            number = self._group_of.get(batch.start + int(place))
            if number is not None:
                self._rows_of_groups[number].append(record.row)
        for place in np.flatnonzero(self._alike[batch.start : end]):
            member = self._member(batch, int(place))
            self._people.setdefault(_name_and_day(member.record) or "", []).append(member)
        for at, marks, bearers in zip(self._id_places, self._same_id, self._bearers, strict=True):
            for place in np.flatnonzero(marks[batch.start : end]):
                member = self._member(batch, int(place))
                key = _id_in_list(batch.rows[int(place)][at], member.record.list)
                bearers.setdefault(key or "", []).append(member)
        for record in batch.records:
            if _is_thin(record):
                tallies.of("row_thin").add(record.row, record.id)

    def _member(self, batch: Batch, place: int) -> _Member:
        row = batch.rows[place]
        return _Member(batch.records[place], tuple(row[i].strip() for i in self._id_places))

    def finish(self, tallies: Tallies) -> None:
        """Compare the rows that were kept."""
        if any(self._rows_of_groups):
            tallies.of("row_repeated").groups = [tuple(rows) for rows in self._rows_of_groups]
        groups = [group for group in self._people.values() if len(group) > 1]
        _add(
            tallies, ("person_two_ids", *self._id_titles), [g for under_two, g in _in_several_rows(groups) if under_two]
        )
        _add(tallies, ("person_twice",), [g for under_two, g in _in_several_rows(groups) if not under_two])
        contradict = [
            group
            for group in groups
            if len({member.record.sex for member in group} - {None}) > 1
            and _could_be_one(member.record for member in group)
        ]
        _add(tallies, ("sex_contradicts", *self._sheet.titles("sex")), contradict)
        for title, bearers in zip(self._id_titles, self._bearers, strict=True):
            shared = [group for group in bearers.values() if len(group) > 1]
            _add(tallies, ("id_for_two", title), [g for g in shared if _falls_apart([m.record.names for m in g])])


_NONE = hash(None)


@dataclass(frozen=True, slots=True)
class _Member:
    """A row that shares a name and day, or an id, with another: what was read from it, and its ids."""

    record: Record
    ids: tuple[str, ...]


def _add(tallies: Tallies, about: tuple[str, ...], groups: Iterable[Sequence[_Member]]) -> None:
    for group in sorted(groups, key=lambda group: group[0].record.row):
        tally = tallies.of(*about)
        tally.add_group([member.record.row for member in group], [member.record.id for member in group])


def _shared(
    keys: NDArray[Any], among: NDArray[np.bool_] | None = None, *, shown: NDArray[np.bool_] | None = None
) -> tuple[NDArray[np.bool_], NDArray[np.bool_], list[list[int]]]:
    """Mark the rows that share a key with another.

    Args:
        keys: One per row.
        among: Rows that are looked at; all when None.
        shown: Rows whose groups may be among the first; all when None.

    Returns:
        Which rows do, which of them come after the first of theirs, and the first groups with their first rows.
    """
    shared, again = np.zeros(keys.size, dtype=np.bool_), np.zeros(keys.size, dtype=np.bool_)
    if among is None:
        order = np.argsort(keys, kind="stable").astype(np.uint32)
    else:
        order = np.flatnonzero(among).astype(np.uint32)
        order = order[np.argsort(keys[order], kind="stable")]
    ordered = keys[order]
    same = np.flatnonzero(ordered[1:] == ordered[:-1])
    again[order[same + 1]] = True
    shared[order[same]] = shared[order[same + 1]] = True
    starts = same[~np.isin(same, same + 1)]
    if shown is not None:
        starts = starts[shown[order[starts]]]
    first = starts[np.argsort(order[starts], kind="stable")[:_GROUPS_KEPT]]
    groups = []
    for start in first:
        end = start + 1
        while end < order.size and end - start < _ROWS_IN_GROUP and ordered[end] == ordered[start]:
            end += 1
        groups.append([int(place) for place in order[start:end]])
    return shared, again, groups


def _tells(record: Told | Record) -> bool:
    """Whether a row says enough to be held against others."""
    told = record.died is not None or record.birth is not None or record.age is not None or bool(record.places)
    return bool(record.names) and told


def _name_and_day(record: Told | Record) -> str | None:
    """The full name, the one day and the list of a record; None where one of them is not known."""
    day = record.died
    if not record.names or day is None or day.earliest != day.latest:
        return None
    name = _plain(record.names[0])
    return f"{name}\x1f{day.edtf}\x1f{record.list}" if " " in name else None


def _id_in_list(cell: str, list_name: str) -> str | None:
    return None if is_blank(cell) else f"{cell.strip()}\x1f{list_name}"


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())


def _in_several_rows(groups: Iterable[Sequence[_Member]]) -> Iterator[tuple[bool, list[_Member]]]:
    """Rows that agree on everything that tells people apart, and whether they are under ids of their own."""
    for group in groups:
        alike: defaultdict[tuple[object, ...], list[_Member]] = defaultdict(list)
        for member in group:
            alike[_told_by(member.record)].append(member)
        for told, members in alike.items():
            if len(members) < 2 or not any(part not in (None, "") for part in told[1:]):
                continue
            ids = [set(column) - {""} for column in zip(*(member.ids for member in members), strict=True)]
            yield any(len(own) > 1 for own in ids), members


def _told_by(record: Record) -> tuple[object, ...]:
    place = fold_text(record.places[0][1]) if record.places else ""
    parents = (_plain(" ".join(names)) for names in (record.father_names, record.mother_names))
    return record.sex, record.age, record.birth.edtf if record.birth else None, place, *parents


def _could_be_one(records: Iterable[Record]) -> bool:
    """Whether nothing but the sex tells these apart, and something else agrees."""
    told = [_told_by(record)[1:] for record in records]
    agreed = False
    for values in zip(*told, strict=True):
        stated = {value for value in values if value not in (None, "")}
        if len(stated) > 1:
            return False
        agreed |= len(stated) == 1 and all(value not in (None, "") for value in values)
    return agreed


def _falls_apart(people: Sequence[tuple[str, ...]]) -> bool:
    """Whether names of one id fall into two sets that have nothing to do with each other, not even by a third name."""
    waiting = list(dict.fromkeys(people))[:_NAMES_OF_ID]
    reached = [waiting.pop(0)]
    while reached and waiting:
        name = reached.pop()
        near = [other for other in waiting if not are_other_names(name, other)]
        waiting = [other for other in waiting if other not in near]
        reached += near
    return bool(waiting)


def are_other_names(left: tuple[str, ...], right: tuple[str, ...]) -> bool:
    """Whether two people's names are clearly not spellings of each other: no word in common by sound, none near.

    >>> are_other_names(("Ombra Vask",), ("Isolde Quill",)), are_other_names(("Mohammad Sample",), ("محمد مثال",))
    (True, False)
    """
    for a in left:
        for b in right:
            if set(name_keys(a)) & set(name_keys(b)):
                return False
            if token_sort_ratio(romanise_name(a), romanise_name(b)) >= _OTHER_NAME:
                return False
    return True


def _is_thin(record: Record) -> bool:
    """Whether a row cannot be told from many others: hardly a name, and at most one other thing about the person."""
    if record.names and (len(record.names) > 1 or " " in record.names[0].strip()):
        return False
    if record.birth is not None and record.names:
        return False
    known = (record.died is not None, record.birth is not None, record.age is not None, bool(record.places))
    return sum(known) < (2 if record.names else 1)
