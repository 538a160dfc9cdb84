"""Turn a table into records: one list per file, or one per value of its list column.

The order of the steps: table → meaning of the columns → dates column by column → one record per row. Nothing is
repaired: what cannot be read is absent from the field and stays in the record's `values` as written. An id is made
from what a row holds, not from where it stands, so shuffled rows keep their ids.
"""

from __future__ import annotations

import difflib
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from accounted.lists.casualty_columns import CasualtyColumns
from accounted.lists.columns import map_columns, order_free_sample, recognise_columns
from accounted.lists.dating import DateColumn, date_rules, read_date_column
from accounted.lists.persons_in_row import name_nobody
from accounted.lists.statuses import STATUSES, fold_value, say_statuses, state
from accounted.lists.tables import Table, read_table
from accounted.lists.tallying import Tally
from accounted.lists.titles import Field, fineness
from accounted.lists.unfolding import Dating, dating_from
from accounted.lists.values import is_blank, read_age, read_sex, reads_m_as_woman, state_of
from accounted.model.dates import DateInterval
from accounted.model.errors import UnreadableList
from accounted.model.ids import IdMaker
from accounted.model.records import ListInfo, Record, StatedStatus, Status
from accounted.model.vocabularies import SHIPPED, Coding
from accounted.text.names import is_placeholder

__all__ = ["explain_columns", "read_list"]

_NAME_PARTS: tuple[Field, ...] = ("given_name", "father_name", "family_name")
_OWN_PARTS: tuple[Field, ...] = ("given_name", "family_name")
_OTHERS: tuple[Field, ...] = (
    "father_name",
    "mother_name",
    "birth_place",
    "residence",
    "postcode",
    "occupation",
    "affiliation",
    "external_id",
)
_VALUES_NAMED = 20
_SUFFIXES = frozenset({".gz", ".csv", ".tsv", ".txt", ".xlsx", ".xls", ".ods", ".parquet"})


@dataclass(frozen=True, slots=True)
class _Layout:
    """Where each field stands, and how its column is read."""

    header: tuple[str, ...]
    columns: tuple[tuple[Field, str], ...]
    dates: Mapping[str, DateColumn]
    m_is_woman: bool
    status_said: Mapping[str, Status]
    casualty: CasualtyColumns

    @property
    def dating(self) -> Dating:
        """What the main date of the list is of."""
        return dating_from(self.columns, [(title, read.calendar or "") for title, read in self.dates.items()])

    def at(self, *fields: Field) -> tuple[int, ...]:
        """Positions of the columns of some fields, field by field."""
        return tuple(self.header.index(title) for field in fields for f, title in self.columns if f == field)


def read_list(
    path: Path | Table,
    *,
    make_id: IdMaker,
    name: str | None = None,
    columns: Mapping[str, str | Sequence[str]] | None = None,
    list_column: str | None = None,
    deduplicated: bool | None = None,
    places: Sequence[str] = (),
    period: DateInterval | None = None,
    copies: Sequence[str] = (),
    status: Mapping[str, str] | None = None,
    coding: Coding = SHIPPED,
    file: str = "",
) -> tuple[tuple[ListInfo, ...], tuple[Record, ...]]:
    """Read the records of a file.

    Args:
        path: CSV, TSV, XLSX, XLS, ODS or Parquet; CSV and TSV also packed with gzip; or a table as read.
        make_id: Makes the record ids.
        name: Name of the list; the file's name without its ending when None. A name given without `list_column` makes
            the whole file one list.
        columns: Field → title or titles, where the guess is wrong; `calendar` (`gregorian`, `solar_hijri`,
            `islamic_hijri`) and `date_order` (`day_month`, `month_day`) may stand in it too.
        list_column: Column whose values are names of lists. A column titled `list` or `source_list` is taken by itself
            when it holds 2 to 50 names that repeat.
        deduplicated: Whether a person has checked that each victim stands at most once in the list.
        places: Where the list worked.
        period: When it covers.
        copies: Names of lists it copies from.
        status: What values of its status and cause columns mean, where their reading is wrong or missing: value as
            written → one of `killed executed dead "died naturally" survived injured missing detained other unknown`.
        coding: By which vocabularies and codebook values of acts, causes and statuses are coded.
        file: What to call the file in `ListInfo` and in errors; the path as given when empty.

    Returns:
        The lists by name, and the records in the file's order. Rows that hold nothing are no records: they count as
        skipped, in a file of several lists for the first of them.

    Raises:
        UnreadableList: With file, place and mend, when the file is no usable list.
    """
    known_as = file or (name or "table" if isinstance(path, Table) else path.as_posix())
    table = path if isinstance(path, Table) else read_table(path, file=known_as)
    try:
        split = name is None or list_column is not None
        layout = _layout(table, columns or {}, list_column, split=split, status=status or {}, coding=coding)
        _require_names(layout, table)
    except UnreadableList as error:
        where = f"{known_as}, {error.where}" if error.where else known_as
        raise UnreadableList(error.what, where=where, mend=error.mend) from error
    whole = name or _stem(known_as)
    records, n_skipped = _records(table, layout, whole, make_id)
    tallies: dict[str, Tally] = defaultdict(lambda: Tally(layout.dating))
    for record in records:
        tallies[record.list].add(record)
    if not records:
        raise UnreadableList("no row holds anything", where=known_as, mend="export the list again with its rows")
    counts = Counter(record.list for record in records)
    lists = tuple(
        ListInfo(
            name=title,
            file=known_as,
            columns=tuple((field, column) for field, column in layout.columns),
            n_records=counts[title],
            n_skipped=n_skipped if number == 0 else 0,
            deduplicated=deduplicated,
            places=tuple(places),
            period=period,
            copies=tuple(copies),
            calendars=tuple((title, read.calendar) for title, read in layout.dates.items() if read.calendar),
            coded_by=layout.casualty.coded_by,
            counted=tallies[title].counted(),
        )
        for number, title in enumerate(sorted(counts))
    )
    return lists, records


def explain_columns(table: Table, columns: Mapping[str, str | Sequence[str]] | None = None) -> tuple[str, ...]:
    """Say in words how each column of a table is read, for a person to check before anything is taken in.

    >>> header = ("Name", "Died (SH)", "Race")
    >>> for line in explain_columns(Table(header, (("Ombra Vask", "1410/01/05", "?"),), "UTF-8 text")):
    ...     print(line)
    read as UTF-8 text: 1 rows, 3 columns
    Name: name
    Died (SH): died; Solar Hijri dates; 1 read
    Race: kept as written
    """
    layout = _layout(table, columns or {}, None, split=True)
    meaning: dict[str, str] = {title: field for field, title in layout.columns}
    for title, column in layout.dates.items():
        meaning[title] = f"{meaning[title]}; {column.says.removeprefix(f'{title}: ')}"
    for field, title in layout.columns:
        if field in ("status", "cause"):
            at = table.header.index(title)
            read = say_statuses(title, (row[at] for row in table.rows), is_cause=field == "cause")
            meaning[title] = f"{field}; {read}"
    first = f"read as {table.read_as}: {len(table.rows)} rows, {len(table.header)} columns"
    return (first, *(f"{title}: {meaning.get(title, 'kept as written')}" for title in table.header))


def _layout(
    table: Table,
    said: Mapping[str, str | Sequence[str]],
    list_column: str | None,
    *,
    split: bool,
    status: Mapping[str, str] | None = None,
    coding: Coding = SHIPPED,
) -> _Layout:
    rules = date_rules(said)
    wanted = {**said, "list": list_column} if list_column else {**said}
    sample = order_free_sample(table.rows)
    found = map_columns(table.header, sample, wanted) if wanted else recognise_columns(table.header, sample)
    columns = tuple((field, title) for field, title in found if field != "list" or split)
    position = {title: i for i, title in enumerate(table.header)}
    dates = {
        title: read_date_column(title, [row[position[title]] for row in table.rows], rules)
        for field, title in columns
        if field in ("birth", "died", "act_date")
    }
    sexes = {row[position[title]] for field, title in columns if field == "sex" for row in table.rows}
    stated = {row[position[title]] for field, title in columns if field in ("status", "cause") for row in table.rows}
    casualty = CasualtyColumns(table.header, columns, dates, coding)
    said_of = _status_said(status or {}, stated)
    return _Layout(table.header, columns, dates, reads_m_as_woman(sexes), said_of, casualty)


def _status_said(said: Mapping[str, str], stated: Iterable[str]) -> dict[str, Status]:
    """Check what a person says values mean, against the vocabulary and against the values there are."""
    known = {fold_value(value): value for value in sorted(stated) if value.strip()}
    found: dict[str, Status] = {}
    for value, meaning in said.items():
        if meaning not in STATUSES:
            raise UnreadableList(
                f"{value!r} cannot mean {meaning!r}: there is no such status", mend=_near(meaning, STATUSES)
            )
        if fold_value(value) not in known:
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


def _require_names(layout: _Layout, table: Table) -> None:
    fields = {field for field, _ in layout.columns}
    if not fields & {"name", "given_name", "family_name", "native_name", "n_persons", "n_in_incident"}:
        raise UnreadableList(
            f"no column holds names, or numbers of unnamed victims; the columns are {', '.join(table.header)}",
            mend='name it in inquiry.toml under [[lists]]: columns = { name = "…" }',
        )


def _stem(file: str) -> str:
    path = Path(file)
    while path.suffix.lower() in _SUFFIXES and path.stem:
        path = path.with_suffix("")
    return path.name


def _records(table: Table, layout: _Layout, whole: str, make_id: IdMaker) -> tuple[tuple[Record, ...], int]:
    list_at, reader = layout.at("list"), _RowReader(layout, make_id)
    records: list[Record] = []
    n_skipped = 0
    for number, row in enumerate(table.rows, start=1):
        if not any(cell.strip() for cell in row):
            n_skipped += 1
            continue
        stated = row[list_at[0]].strip() if list_at else ""
        records.append(reader.read(row, number, stated or whole))
    return tuple(records), n_skipped


class _RowReader:
    """Reads one row after the other; equal cells of a column are kept once, with what they say."""

    def __init__(self, layout: _Layout, make_id: IdMaker) -> None:
        self._layout, self._make_id = layout, make_id
        header = layout.header
        self._sex, self._age = layout.at("sex")[:1], layout.at("age")[:1]
        self._dates = {
            field: [(i, layout.dates[header[i]].readings) for i in layout.at(field)] for field in ("birth", "died")
        }
        self._places = sorted(layout.at("place"), key=lambda i: (fineness(header[i]), i))
        self._statuses = [
            (title, header.index(title), field == "cause")
            for field, title in layout.columns
            if field in ("status", "cause")
        ]
        self._names = [layout.at(*fields) for fields in (("name",), _NAME_PARTS, _OWN_PARTS, ("native_name",))]
        self._others = {field: layout.at(field) for field in _OTHERS}
        self._by_title = sorted((unicodedata.normalize("NFC", title), i) for i, title in enumerate(header))
        self._casualty = layout.casualty if layout.casualty.holds_any else None
        self._pairs: tuple[dict[str, tuple[str, str]], ...] = tuple({} for _ in header)

    def read(self, row: tuple[str, ...], number: int, list_name: str) -> Record:
        """Read a row."""
        is_woman = self._layout.m_is_woman
        names, casualty = name_nobody(self._name(row), self._casualty.read(row) if self._casualty else None)
        return Record(
            id=self._make_id("rec", list_name, *self._canonical(row)),
            list=list_name,
            row=number,
            names=names,
            sex=read_sex(row[self._sex[0]], m_is_woman=is_woman) if self._sex else None,
            age=read_age(row[self._age[0]]) if self._age else None,
            birth=self._date(row, "birth"),
            died=self._date(row, "died"),
            places=tuple(self._pair(i, row[i].strip()) for i in self._places if not is_blank(row[i])),
            values=tuple(self._pair(i, value) for i, value in enumerate(row)),
            statuses=self._status(row),
            father_names=self._stated(row, "father_name"),
            mother_names=self._stated(row, "mother_name"),
            birth_places=self._stated(row, "birth_place"),
            residences=self._stated(row, "residence"),
            postcodes=self._stated(row, "postcode"),
            occupations=self._stated(row, "occupation"),
            affiliations=self._stated(row, "affiliation"),
            external_ids=tuple(
                self._pair(i, row[i].strip()) for i in self._others["external_id"] if self._is_stated(row, i)
            ),
            casualty=casualty,
        )

    def _stated(self, row: Sequence[str], field: Field) -> tuple[str, ...]:
        """Take the values of a field's columns; a word for "not known" stays in the row's values alone."""
        return tuple(" ".join(row[i].split()) for i in self._others[field] if self._is_stated(row, i))

    def _is_stated(self, row: Sequence[str], i: int) -> bool:
        title = self._layout.header[i]
        return state_of({title: row[i]}, (title,)) == "stated"

    def _pair(self, column: int, value: str) -> tuple[str, str]:
        known = self._pairs[column]
        pair = known.get(value)
        return pair if pair else known.setdefault(value, (self._layout.header[column], value))

    def _canonical(self, row: Sequence[str]) -> list[str]:
        """Give titles and values without regard to the order of columns, empty cells, and how accents are coded."""
        content: list[str] = []
        for title, i in self._by_title:
            value = row[i].strip()
            if value:
                content += (title, value if value.isascii() else unicodedata.normalize("NFC", value))
        return content

    def _date(self, row: Sequence[str], field: str) -> DateInterval | None:
        """Take the first of the field's columns that holds a date."""
        for i, readings in self._dates[field]:
            interval = readings.get(row[i])
            if interval:
                return interval
        return None

    def _name(self, row: Sequence[str]) -> tuple[str, ...]:
        whole, parts, own, native = ([row[i] for i in at] for at in self._names)
        main = _joined(whole)
        if not main and _joined(own):  # a father's name alone names nobody
            main = _joined(parts)
        return tuple(dict.fromkeys(name for name in (main, _joined(native)) if name))

    def _status(self, row: Sequence[str]) -> tuple[StatedStatus, ...]:
        said = self._layout.status_said
        found = (state(title, row[i], is_cause=is_cause, said=said) for title, i, is_cause in self._statuses)
        return tuple(stated for stated in found if stated)


def _joined(parts: Iterable[str]) -> str:
    usable = [" ".join(part.split()) for part in parts if not is_blank(part)]
    whole = " ".join(part for part in usable if not is_placeholder(part))
    return "" if not whole or is_placeholder(whole) else whole
