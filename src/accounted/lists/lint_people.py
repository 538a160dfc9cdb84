"""Checks of rows against rows: one person in two, two persons under one id, rows that say nobody's name enough.

Rows are brought together by their list and what they hold, never all against all, so that a million rows take
seconds. Only what nearly always means a slip is said: the same full name on the same day alone is not enough.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence

from rapidfuzz.fuzz import token_sort_ratio

from accounted.lists.lint_sheet import Sheet, Suspect
from accounted.lists.values import is_blank
from accounted.model.records import Record
from accounted.text.names import fold_text, name_keys, romanise_name

__all__ = ["are_other_names", "check_people"]

_OTHER_NAME = 60.0
"""Similarity of two whole names, out of 100, below which they are not spellings of one."""

_NAMES_OF_ID = 30
"""Names that are compared when an id stands at many."""

Groups = list[tuple[int, ...]]


def check_people(sheet: Sheet) -> Iterator[Suspect]:
    """Look for rows repeated, persons in several rows, ids of several persons, and rows too thin to tell anybody."""
    repeated = _repeated(sheet)
    if repeated:
        yield Suspect("row_repeated", (), repeated)
    again = {place for group in repeated for place in group[1:]}
    named = _by_name_and_day(sheet, again)
    id_titles = sheet.titles("id", "external_id")
    yield from _in_several_rows(sheet, named, id_titles)
    sexes = [group for group in named if len({sheet.records[p].sex for p in group} - {None}) > 1]
    same = [group for group in sexes if _could_be_one(sheet.records[p] for p in group)]
    if same:
        yield Suspect("sex_contradicts", sheet.titles("sex"), same)
    for title in id_titles:
        shared = _ids_of_several(sheet, title, again)
        if shared:
            yield Suspect("id_for_two", (title,), shared)
    thin: Groups = [(place,) for place, record in enumerate(sheet.records) if _is_thin(record)]
    if thin:
        yield Suspect("row_thin", (), thin)


def _groups(keys: Sequence[Hashable | None]) -> Groups:
    """Bring together the positions that share a key; None shares with nobody, and most keys stand once."""
    seen: set[Hashable] = set()
    again: set[Hashable] = set()
    for key in keys:
        if key is not None:
            (again if key in seen else seen).add(key)
    groups: dict[Hashable, list[int]] = {}
    for place, key in enumerate(keys if again else ()):
        if key in again:
            groups.setdefault(key, []).append(place)
    return [tuple(places) for places in groups.values()]


def _repeated(sheet: Sheet) -> Groups:
    """Rows of named people that repeat another cell by cell; unnamed victims of one day may well look alike."""
    alike = _groups([_content(record) for record in sheet.records])
    return [group for same in alike for group in _groups_of_lists(sheet, same)]


def _content(record: Record) -> Hashable | None:
    tells = record.died or record.birth or record.age is not None or record.places
    return record.values if record.names and tells else None


def _groups_of_lists(sheet: Sheet, group: tuple[int, ...]) -> Groups:
    own = _groups([sheet.records[place].list for place in group])
    return [tuple(group[i] for i in places) for places in own]


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())


def _by_name_and_day(sheet: Sheet, without: set[int]) -> Groups:
    """Groups of rows of one list with the same full name and the same day."""
    keys: list[str | None] = []
    for place, record in enumerate(sheet.records):
        day = record.died
        name = _plain(record.names[0]) if record.names else ""
        told = " " in name and day is not None and day.earliest == day.latest and place not in without
        keys.append(f"{name}\x1f{day.edtf}\x1f{record.list}" if told and day else None)
    return _groups(keys)


def _in_several_rows(sheet: Sheet, named: Groups, id_titles: tuple[str, ...]) -> Iterator[Suspect]:
    """Rows that agree on everything that tells people apart; under ids of their own, or without."""
    two_ids: Groups = []
    twice: Groups = []
    for group in named:
        alike: defaultdict[tuple[object, ...], list[int]] = defaultdict(list)
        for place in group:
            alike[_told_by(sheet.records[place])].append(place)
        for told, places in alike.items():
            if len(places) < 2 or not any(part not in (None, "") for part in told[1:]):
                continue
            ids = [{sheet.cells(title)[place].strip() for place in places} for title in id_titles]
            (two_ids if any(len(own - {""}) > 1 for own in ids) else twice).append(tuple(places))
    if two_ids:
        yield Suspect("person_two_ids", id_titles, two_ids)
    if twice:
        yield Suspect("person_twice", (), twice)


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


def _ids_of_several(sheet: Sheet, title: str, without: set[int]) -> Groups:
    """Groups of rows of one list that share an id and bear names that are not spellings of each other."""
    keys = [
        f"{cell.strip()}\x1f{record.list}" if record.names and place not in without and not is_blank(cell) else None
        for place, (cell, record) in enumerate(zip(sheet.cells(title), sheet.records, strict=True))
    ]
    return [group for group in _groups(keys) if _falls_apart([sheet.records[place].names for place in group])]


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
