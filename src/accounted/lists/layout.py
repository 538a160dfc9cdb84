"""Where each field of a list stands, and how each column is read: settled once, before any row is."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from accounted.lists.casualty_columns import CODED, CasualtyColumns
from accounted.lists.coding import say_codes
from accounted.lists.columns import map_columns, recognise_columns
from accounted.lists.dating import DateColumn, date_rules, read_date_column
from accounted.lists.statuses import STATUSES, fold_value, say_statuses
from accounted.lists.surveying import Survey
from accounted.lists.tables import Table, survey_of
from accounted.lists.titles import Field, fits
from accounted.lists.unfolding import Dating, dating_from
from accounted.lists.values import reads_m_as_woman
from accounted.model.errors import UnreadableList
from accounted.model.records import Status
from accounted.model.vocabularies import SHIPPED, Coding
from accounted.text.dates import Calendar

__all__ = ["Columns", "Layout", "explain_columns", "lay_out", "require_names"]

Columns = Mapping[str, str | Sequence[str]]
"""What a person says about columns: field → title or titles; `calendar` and `date_order` may stand in it too."""

_VALUES_NAMED = 20
_NAMING: tuple[Field, ...] = ("name", "given_name", "family_name", "native_name")
_OWN_TITLE = 100


@dataclass(frozen=True, slots=True)
class Layout:
    """Where each field stands, and how its column is read.

    Args:
        header: The titles.
        columns: Pairs of a field and a title, in the table's order.
        dates: Title → how its dates are read.
        m_is_woman: Whether M in the column of sexes is a woman.
        status_said: What a person says values of status mean, by folded value.
        casualty: How columns of acts, incidents and classes are read.
    """

    header: tuple[str, ...]
    columns: tuple[tuple[Field, str], ...]
    dates: Mapping[str, DateColumn]
    m_is_woman: bool
    status_said: Mapping[str, Status]
    casualty: CasualtyColumns

    @property
    def dating(self) -> Dating:
        """What the main date of the list is of."""
        return dating_from(self.columns, self.calendars)

    @property
    def calendars(self) -> tuple[tuple[str, Calendar], ...]:
        """Pairs of the title of a column of dates and its calendar, as far as that is told."""
        return tuple((title, read.calendar) for title, read in self.dates.items() if read.calendar)

    def at(self, *fields: Field) -> tuple[int, ...]:
        """Positions of the columns of some fields, field by field."""
        return tuple(self.header.index(title) for field in fields for f, title in self.columns if f == field)


def lay_out(
    survey: Survey,
    said: Columns,
    list_column: str | None = None,
    *,
    split: bool = True,
    status: Mapping[str, str] | None = None,
    coding: Coding = SHIPPED,
) -> Layout:
    """Settle where each field stands.

    Args:
        survey: What was seen of the table.
        said: What a person says about the columns.
        list_column: Column whose values are names of lists.
        split: Whether a column may tell lists apart.
        status: What a person says values of status mean.
        coding: By which vocabularies and codebook values are coded.

    Raises:
        UnreadableList: For a field, title, calendar, status or value that there is not.
    """
    rules = date_rules(said)
    wanted = {**said, "list": list_column} if list_column else {**said}
    header, sample = survey.header, survey.sample
    found = map_columns(header, sample, wanted) if wanted else recognise_columns(header, sample)
    columns = tuple((field, title) for field, title in found if field != "list" or split)
    dates = {
        title: read_date_column(title, survey.column(title), rules)
        for field, title in columns
        if field in ("birth", "died", "act_date")
    }
    sexes = {value for field, title in columns if field == "sex" for value in survey.column(title).counts}
    stated = [survey.column(title) for field, title in columns if field in ("status", "cause")]
    is_whole = all(column.is_whole for column in stated)
    values = {value for column in stated for value in column.counts}
    meant = _status_said(status or {}, values, is_whole=is_whole)
    casualty = CasualtyColumns(header, columns, dates, coding)
    return Layout(header, columns, dates, reads_m_as_woman(sexes), meant, casualty)


def _status_said(said: Mapping[str, str], stated: Iterable[str], *, is_whole: bool) -> dict[str, Status]:
    """Check what a person says values mean, against the vocabulary and against the values there are."""
    known = {fold_value(value): value for value in sorted(stated) if value.strip()}
    found: dict[str, Status] = {}
    for value, meaning in said.items():
        if meaning not in STATUSES:
            raise UnreadableList(
                f"{value!r} cannot mean {meaning!r}: there is no such status", mend=_near(meaning, STATUSES)
            )
        if is_whole and fold_value(value) not in known:
            raise UnreadableList(
                f"no column of status or cause holds {value!r}",
                where="status",
                mend=_near(value, list(known.values())),
            )
        found[fold_value(value)] = next(status for status in STATUSES if status == meaning)
    return found


def _near(wanted: str, known: Sequence[str]) -> str:
    near = difflib.get_close_matches(wanted, known, 1, 0.5)
    if near:
        return f"did you mean {near[0]!r}?"
    shown = ", ".join(known[:_VALUES_NAMED]) + (", …" if len(known) > _VALUES_NAMED else "")
    return f"there are: {shown}" if known else 'name the column first: columns = { status = "…" }'


def require_names(layout: Layout) -> None:
    """Refuse a list of which no column holds names.

    Raises:
        UnreadableList: With the columns that there are.
    """
    fields = {field for field, _ in layout.columns}
    if fields & {*_NAMING, "n_persons", "n_in_incident"}:
        return
    titled = [title for title in layout.header if any(fits(title, field) == _OWN_TITLE for field in _NAMING)]
    hollow = f"; most values of {', '.join(titled)} have no letters" if titled else ""
    raise UnreadableList(
        f"no column holds names, or numbers of unnamed victims; the columns are {', '.join(layout.header)}{hollow}",
        mend='title the column of names "name", or say which it is in inquiry.toml under [[lists]]: '
        'columns = { name = "…" }; a list whose first row is no titles needs one above it',
    )


def explain_columns(table: Table | Survey, columns: Columns | None = None) -> tuple[str, ...]:
    """Say in words how each column of a table is read, for a person to check before anything is taken in.

    >>> header = ("Name", "Died (SH)", "Race")
    >>> for line in explain_columns(Table(header, (("Ombra Vask", "1410/01/05", "?"),), "UTF-8 text")):
    ...     print(line)
    read as UTF-8 text: 1 rows, 3 columns
    Name: name
    Died (SH): died; Solar Hijri dates; 1 read
    Race: kept as written
    """
    survey = survey_of(table) if isinstance(table, Table) else table
    layout = lay_out(survey, columns or {})
    meaning: dict[str, str] = {title: field for field, title in layout.columns}
    for title, dates in layout.dates.items():
        meaning[title] = f"{meaning[title]}; {dates.says.removeprefix(f'{title}: ')}"
    for field, title in layout.columns:
        if field in ("status", "cause"):
            column = survey.column(title)
            read = say_statuses(title, column.counts, is_cause=field == "cause")
            meaning[title] = f"{field}; {read}" + ("" if column.is_whole else " (of the values looked at)")
        elif field in CODED:
            column = survey.column(title)
            coded = say_codes(CODED[field], title, column.counts)
            meaning[title] = f"{field}; {coded}" + ("" if column.is_whole else " (of the values looked at)")
    first = f"read as {survey.read_as}: {survey.n_rows} rows, {len(survey.header)} columns"
    return (first, *(f"{title}: {meaning.get(title, 'kept as written')}" for title in survey.header))
