"""Read acts, incidents, numbers of people, status and location from the columns that hold them, row by row.

A column of acts may name several (`detained; tortured`), or be titled by one and say yes. A date, place or age belongs
to the act that its column's title names; a date that is of "the incident" is the death's where the row states one, else
that of the only act there is. Nothing is made up: what is not understood is kept as written, with no code.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from accounted.lists.coding import make_coder
from accounted.lists.dating import DateColumn
from accounted.lists.statuses import fold_value, is_no, is_yes
from accounted.lists.titles import Field
from accounted.lists.values import MANY, Known, is_blank, read_age, state_of
from accounted.model.casualty import Casualty, Coded, Location, StatedAct
from accounted.model.dates import DateInterval
from accounted.model.vocabularies import DEATHS, SHIPPED, Coding, VocabularyId

__all__ = ["CODED", "CasualtyColumns", "casualty_check", "read_count", "read_degrees"]

CASUALTY_FIELDS: frozenset[Field] = frozenset(
    {"act", "act_date", "act_place", "act_age", "perpetrator", "incident", "n_persons", "n_in_incident",
     "civil_status", "age_group", "cause", "gazetteer_id", "latitude", "longitude", "precision"}
)  # fmt: skip
_CODED: dict[Field, VocabularyId] = {"cause": "cause", "civil_status": "status", "age_group": "age_group"}
CODED: dict[Field, VocabularyId] = {**_CODED, "act": "act", "precision": "precision"}
"""Fields whose values are coded, and by which vocabulary."""
_MOST_PERSONS = 1_000_000
_NUMBER = re.compile(r"[+-]?\d{1,3}(?:[.,]\d+)?")
_DIFFERENT_CELLS, _DIFFERENT_ROWS = 65_536, 8_192
_DIGIT = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class _Column:
    """One column: where it stands, its title, and the act that its title names."""

    at: int
    title: str
    act: str | None


class CasualtyColumns:
    """Reads what the rows of one list state beyond name, age, date and place.

    Args:
        header: Titles of the list.
        columns: What they mean.
        dates: How its columns of dates were read.
        coding: By which vocabularies and codebook values are coded.
    """

    def __init__(
        self,
        header: Sequence[str],
        columns: Sequence[tuple[Field, str]],
        dates: Mapping[str, DateColumn],
        coding: Coding = SHIPPED,
    ) -> None:
        self._acts = make_coder("act", coding)
        self._coders = {field: make_coder(id_, coding) for field, id_ in _CODED.items()}
        self._read_act = functools.lru_cache(_DIFFERENT_CELLS)(self._acts.read)
        self._code = functools.lru_cache(_DIFFERENT_CELLS)(self._code_cell)
        self._precision = make_coder("precision", coding)
        self._dates = dates
        self._days = {title: Known(column.interval, MANY) for title, column in dates.items()}
        own: dict[Field, list[_Column]] = {}
        for field, title in columns:
            if field in CASUALTY_FIELDS or field == "died":
                act = self._acts.read_title(title)
                own.setdefault(field, []).append(_Column(header.index(title), title, act))
        self._own = own
        if not own.keys() & {"act", "act_date", "act_place", "act_age"}:
            own.pop("died", None)
        self._needed = sorted({column.at for columns in own.values() for column in columns})
        self._cached = functools.lru_cache(_DIFFERENT_ROWS)(self._read)

    @property
    def holds_any(self) -> bool:
        """Whether the list has any such column."""
        return any(field in CASUALTY_FIELDS for field in self._own)

    @property
    def coded_by(self) -> tuple[str, ...]:
        """The vocabularies by which values of this list are coded, with their versions; sorted."""
        used = [self._coders[field].name for field in _CODED if field in self._own]
        used += [self._acts.name] if {"act", "act_date", "act_place", "act_age"} & self._own.keys() else []
        used += [self._precision.name] if "precision" in self._own else []
        return tuple(sorted(used))

    def read(self, row: Sequence[str]) -> Casualty | None:
        """Read a row; None when it states none of this."""
        return self._cached(tuple(row[at] for at in self._needed))

    def _read(self, cells: tuple[str, ...]) -> Casualty | None:
        row = _Cells(self._own, dict(zip(self._needed, cells, strict=True)))
        by = (cell for column, cell in row.of("perpetrator") if column.act is None)
        found = Casualty(
            acts=self._read_acts(row),
            codes=tuple(
                coded for field in _CODED for column, cell in row.of(field) for coded in self._code(field, column, cell)
            ),
            n_stated=read_count(row.first("n_persons")),
            incident=row.first("incident"),
            n_in_incident=read_count(row.first("n_in_incident")),
            by=tuple(dict.fromkeys(by)),
            location=self._locate(row),
        )
        return None if found == Casualty() else found

    def _code_cell(self, field: Field, column: _Column, cell: str) -> tuple[Coded, ...]:
        coder = self._coders[field]
        return tuple(
            Coded(_CODED[field], code, coder.name, column.title, part)
            for code, part in _flagged(field, column.title, cell) or coder.read(cell)
        )

    def _read_acts(self, row: _Cells) -> tuple[StatedAct, ...]:
        acts = self._name_acts(row.of("act"))
        for column, cell in row.of("act_date"):
            when, calendar = self._date(row, column)
            if when or _DIGIT.search(cell):  # "no" is no date of an arrest, and states none
                acts = self._attach(acts, column, cell, when=when, calendar=calendar)
        for column, cell in row.of("act_place"):
            if not is_no(fold_value(cell)):
                acts = self._attach(acts, column, cell, place=cell)
        for column, cell in row.of("act_age"):
            if read_age(cell) is not None:
                acts = self._attach(acts, column, cell, age=read_age(cell))
        for column, cell in row.of("perpetrator"):
            if column.act is not None:
                acts = self._attach(acts, column, cell, by=(cell,))
        return tuple(self._give_general_date(acts, row))

    def _date(self, row: _Cells, column: _Column) -> tuple[DateInterval | None, str]:
        read = self._dates[column.title]
        when = self._days[column.title][row.raw[column.at]]
        return when, (read.calendar or "") if when else ""

    def _name_acts(self, cells: Sequence[tuple[_Column, str]]) -> list[StatedAct]:
        acts: list[StatedAct] = []
        for column, cell in cells:
            folded = fold_value(cell)
            if column.act is not None and (is_yes(folded) or is_no(folded)):
                if is_yes(folded):
                    acts.append(StatedAct(column.act, self._acts.name, column.title, cell))
                continue
            acts += [StatedAct(code, self._acts.name, column.title, part) for code, part in self._read_act(cell)]
        return list({(act.act, act.value if act.act is None else ""): act for act in reversed(acts)}.values())[::-1]

    def _attach(self, acts: list[StatedAct], column: _Column, cell: str, **said: object) -> list[StatedAct]:
        """Say more of the act that a column's title names; it is stated by that alone where nothing else states it."""
        code = column.act
        if code is None and len(acts) == 1:
            code = acts[0].act
        for at, act in enumerate(acts):
            free = all(getattr(act, name) in (None, "", ()) for name in said)
            if act.act == code and free:
                return [*acts[:at], replace(act, **said), *acts[at + 1 :]]  # type: ignore[arg-type]  # its own fields
        return [*acts, StatedAct(code, self._acts.name, column.title, cell, **said)]  # type: ignore[arg-type]

    def _give_general_date(self, acts: list[StatedAct], row: _Cells) -> list[StatedAct]:
        """Give the row's date to the act it can only be of; a column that is titled as a death's states one."""
        dates = row.of("died")
        if not acts or not dates:
            return acts
        column, cell = dates[0]
        when, calendar = self._date(row, column)
        if when is None:
            return acts
        deaths = [at for at, act in enumerate(acts) if act.act in DEATHS]
        if not deaths and column.act in DEATHS:
            return [*acts, StatedAct(column.act, self._acts.name, column.title, cell, when, calendar)]
        undated = deaths or [at for at, act in enumerate(acts) if act.act]
        if len(undated) == 1 and acts[undated[0]].when is None:
            at = undated[0]
            return [*acts[:at], replace(acts[at], when=when, calendar=calendar), *acts[at + 1 :]]
        return acts

    def _locate(self, row: _Cells) -> Location | None:
        precision = next((code for code, _ in self._precision.read(row.first("precision")) if code), "")
        latitude, longitude = read_degrees(row.first("latitude"), 90), read_degrees(row.first("longitude"), 180)
        if latitude is None or longitude is None:
            latitude = longitude = None
        found = Location(row.first("gazetteer_id"), latitude, longitude, precision)
        return None if found == Location() else found


@dataclass(frozen=True, slots=True)
class _Cells:
    """The cells of one row that are needed, by where they stand."""

    own: Mapping[Field, Sequence[_Column]]
    raw: Mapping[int, str]

    def of(self, field: Field) -> list[tuple[_Column, str]]:
        """The columns of a field in which the row states something, each with it."""
        columns = self.own.get(field)
        return [(c, cell) for c in columns if (cell := _stated(self.raw[c.at]))] if columns else []

    def first(self, field: Field) -> str:
        """What the first of them states; empty when none does."""
        return next((cell for _, cell in self.of(field)), "")


@functools.lru_cache(_DIFFERENT_CELLS)
def _stated(cell: str) -> str:
    """Give what a cell states, with single spaces; empty when it is empty, or says that it is not known."""
    cell = " ".join(cell.split())
    return cell if state_of({"": cell}, [""]) == "stated" else ""


def _flagged(field: Field, title: str, cell: str) -> tuple[tuple[str | None, str], ...]:
    """Read a cell that says yes or no to a title such as `civilian` or `minor`; nothing when it says neither."""
    folded = fold_value(cell)
    if field == "cause" or not (is_yes(folded) or is_no(folded)):
        return ()
    titled = [code for code, _ in make_coder(_CODED[field]).read(title)]
    if len(titled) != 1 or titled[0] is None:
        return ((None, cell),)
    opposite = {"adult": "child", "child": "adult"}.get(titled[0])
    return ((titled[0] if is_yes(folded) else opposite, cell),)


def read_count(text: str) -> int | None:
    """Read a whole number of people; None when it is none that can be.

    >>> read_count("7"), read_count("٧"), read_count("7.0"), read_count("about 7"), read_count("-1")
    (7, 7, 7, None, None)
    """
    digits = text.strip().removesuffix(".0")
    if not digits.isdecimal() or len(digits) > 7:
        return None
    n = int(digits)
    return n if n <= _MOST_PERSONS else None


def read_degrees(text: str, most: int) -> float | None:
    """Read decimal degrees between −`most` and `most`.

    >>> read_degrees("42.66", 90), read_degrees("142.66", 90), read_degrees("42° N", 90)
    (42.66, None, None)
    """
    if not _NUMBER.fullmatch(text.strip()):
        return None
    degrees = float(text.strip().replace(",", "."))
    return degrees if abs(degrees) <= most else None


def casualty_check(field: Field, title: str) -> Callable[[str], bool] | None:
    """Make the test whether a cell can stand in a column of this field; None for fields that any text may fill."""
    if field in ("n_persons", "n_in_incident"):
        return lambda value: read_count(value) is not None
    if field in ("latitude", "longitude"):
        return lambda value: read_degrees(value, 180) is not None
    if field == "act_age":
        return lambda value: read_age(value) is not None
    vocabulary: dict[Field, VocabularyId] = {
        "act": "act",
        "civil_status": "status",
        "age_group": "age_group",
        "precision": "precision",
    }
    if field not in vocabulary:
        return None
    coder = make_coder(vocabulary[field])
    is_flag = coder.read_title(title) is not None

    def fits(value: str) -> bool:
        folded = fold_value(value)
        if is_flag and (is_yes(folded) or is_no(folded)):
            return True
        return not is_blank(value) and any(code for code, _ in coder.read(value))

    return fits
