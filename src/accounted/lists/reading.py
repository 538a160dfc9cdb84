"""Turn a table into records: one list per file, or one per value of its list column.

The order of the steps: table → meaning of the columns → dates column by column → one record per row; see `layout` and
`rows`. Here all records are held at once; `streaming` reads a file of any length.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from accounted.lists.layout import Columns, Layout, lay_out, require_names
from accounted.lists.rows import RowReader, Told
from accounted.lists.tables import Table, read_table, survey_of
from accounted.lists.tallying import Tally
from accounted.model.dates import DateInterval
from accounted.model.errors import UnreadableList
from accounted.model.ids import IdMaker
from accounted.model.records import ListInfo, Record
from accounted.model.vocabularies import SHIPPED, Coding

__all__ = ["make_infos", "name_of", "read_list", "tally_lists"]

_SUFFIXES = frozenset({".gz", ".csv", ".tsv", ".txt", ".xlsx", ".xls", ".ods", ".parquet"})


def read_list(
    path: Path | Table,
    *,
    make_id: IdMaker,
    name: str | None = None,
    columns: Columns | None = None,
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
        layout = lay_out(survey_of(table), columns or {}, list_column, split=split, status=status, coding=coding)
        require_names(layout)
    except UnreadableList as error:
        where = f"{known_as}, {error.where}" if error.where else known_as
        raise UnreadableList(error.what, where=where, mend=error.mend) from error
    reader, records = RowReader(layout, name or name_of(known_as)), []
    for number, row in enumerate(table.rows, start=1):
        if any(cell.strip() for cell in row):
            list_name = reader.list_of(row)
            record_id = make_id.of_content("rec", reader.content(row, list_name))
            records.append(reader.read(row, number, list_name, record_id))
    if not records:
        raise UnreadableList("no row holds anything", where=known_as, mend="export the list again with its rows")
    tallies = tally_lists(records, layout)
    template = ListInfo(known_as, known_as, (), 0, 0, deduplicated, tuple(places), period, tuple(copies))
    return make_infos(template, layout, tallies, len(table.rows) - len(records)), tuple(records)


Tallied = Mapping[str, tuple[int, Tally]]


def tally_lists(
    records: Iterable[Told | Record], layout: Layout, before: Tallied | None = None
) -> dict[str, tuple[int, Tally]]:
    """Count what the rows of each list state.

    Args:
        records: Rows.
        layout: How they were read.
        before: What was counted before, which is added to.

    Returns:
        Name of the list → number of records, and what they state.
    """
    found = dict(before or {})
    for record in records:
        n_records, tally = found.get(record.list) or (0, Tally(layout.dating))
        tally.add(record)
        found[record.list] = n_records + 1, tally
    return found


def make_infos(template: ListInfo, layout: Layout, tallies: Tallied, n_skipped: int) -> tuple[ListInfo, ...]:
    """Make what is said of each list of a file.

    Args:
        template: What holds of all of them.
        layout: How their columns are read.
        tallies: Name of the list → number of records, and what they state.
        n_skipped: Rows that hold nothing; they count for the first list.
    """
    return tuple(
        ListInfo(
            name=name,
            file=template.file,
            columns=tuple((field, title) for field, title in layout.columns),
            n_records=tallies[name][0],
            n_skipped=n_skipped if number == 0 else 0,
            deduplicated=template.deduplicated,
            places=template.places,
            period=template.period,
            copies=template.copies,
            calendars=layout.calendars,
            coded_by=layout.casualty.coded_by,
            counted=tallies[name][1].counted(),
        )
        for number, name in enumerate(sorted(tallies))
    )


def name_of(file: str) -> str:
    """Name a list by its file, without the endings.

    >>> name_of("lists/made-up.csv.gz")
    'made-up'
    """
    path = Path(file)
    while path.suffix.lower() in _SUFFIXES and path.stem:
        path = path.with_suffix("")
    return path.name
