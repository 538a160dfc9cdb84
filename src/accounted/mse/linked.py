"""Capture tables from linked records: one person per cluster, on the lists that its records come from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from accounted.model.capture import CaptureTable
from accounted.model.errors import InvalidTable, UsageError
from accounted.mse.arguments import (
    a_mapping,
    a_text,
    check_arguments,
    or_none,
    some_names,
    some_rows,
    some_texts,
)
from accounted.mse.table import label_stratum

__all__ = ["strata_of_records", "table_from_linked", "tables_from_linked", "tables_from_samples"]


@check_arguments(rows=some_rows, lists=or_none(some_names), stratum=a_text)
def table_from_linked(
    rows: Iterable[Mapping[str, object]], *, lists: Sequence[str] | None = None, stratum: str = "all"
) -> CaptureTable:
    """Count clusters by the lists they are on.

    Args:
        rows: The output of linking: at least `list, record_id, cluster_id`, one row per record.
        lists: Lists to use; all that occur unless given. Clusters only on others are left out.
        stratum: Label of the table.

    Raises:
        InvalidTable: A row lacks one of the columns, or a record occurs twice.

    >>> rows = [{"list": "A", "record_id": "r1", "cluster_id": "c1"}, {"list": "B", "record_id": "r2",
    ...          "cluster_id": "c1"}, {"list": "B", "record_id": "r3", "cluster_id": "c2"}]
    >>> table_from_linked(rows).cells
    (((0, 1), 1), ((1, 1), 1))
    """
    records = _take_rows(rows, ("list", "record_id", "cluster_id"))
    _refuse_repeats([record[1] for record in records])
    return _count(
        ((cluster, name) for name, _, cluster in records), _name_lists((r[0] for r in records), lists), stratum
    )


@check_arguments(rows=some_rows, strata=some_texts, lists=or_none(some_names))
def tables_from_linked(
    rows: Iterable[Mapping[str, object]], *, strata: Sequence[str], lists: Sequence[str] | None = None
) -> tuple[CaptureTable, ...]:
    """Count clusters by list, one table per stratum, sorted by label.

    A cluster belongs to the value that most of its records state, the first in sorted order when several are stated
    equally often, and to `not stated` when none states one, so that nobody is dropped. Those whose records disagree are
    no stratum of their own: only people on several lists could be in it, so it could say nothing about people on none,
    and the strata that they were taken from would seem to overlap less than they do.

    Args:
        rows: The output of linking, with the columns named in `strata`.
        strata: Columns that split the table.
        lists: Lists to use; all that occur unless given.

    Raises:
        InvalidTable: A row lacks one of the columns, or a record occurs twice.
    """
    records = _take_rows(rows, ("list", "record_id", "cluster_id", *strata))
    _refuse_repeats([record[1] for record in records])
    names = _name_lists((r[0] for r in records), lists)
    labels = _label_clusters(records, strata)
    members: dict[str, list[tuple[str, str]]] = {label: [] for label in sorted(set(labels.values()))}
    for record in records:
        members[labels[record[2]]].append((record[2], record[0]))
    return tuple(_count(pairs, names, label) for label, pairs in members.items())


@check_arguments(rows=some_rows, strata=some_texts)
def strata_of_records(rows: Iterable[Mapping[str, object]], *, strata: Sequence[str]) -> dict[str, str]:
    """Say for each record in which stratum `tables_from_linked` counts the person it is about.

    >>> rows = [{"list": "A", "record_id": "r1", "cluster_id": "c1", "sex": "f"}, {"list": "B", "record_id": "r2",
    ...          "cluster_id": "c1", "sex": ""}]
    >>> strata_of_records(rows, strata=["sex"])
    {'r1': 'f', 'r2': 'f'}
    """
    records = _take_rows(rows, ("list", "record_id", "cluster_id", *strata))
    labels = _label_clusters(records, strata)
    return {record[1]: labels[record[2]] for record in records}


def _label_clusters(records: Iterable[tuple[str, ...]], strata: Sequence[str]) -> dict[str, str]:
    values: dict[str, list[tuple[str, ...]]] = {}
    for record in records:
        values.setdefault(record[2], []).append(record[3:])
    return {cluster: label_stratum(strata, _agree(stated)) for cluster, stated in values.items()}


@check_arguments(
    rows=some_rows,
    list_of=a_mapping,
    lists=or_none(some_names),
    columns=some_texts,
    values_of=or_none(a_mapping),
    strata=some_texts,
    homes=or_none(a_mapping),
)
def tables_from_samples(
    rows: Iterable[Mapping[str, object]],
    list_of: Mapping[str, str],
    *,
    lists: Sequence[str] | None = None,
    columns: Sequence[str] = (),
    values_of: Mapping[str, Sequence[str]] | None = None,
    strata: Sequence[str] = ("all",),
    homes: Mapping[str, str] | None = None,
) -> tuple[tuple[CaptureTable, ...], ...]:
    """Count clusters in every sampled linkage.

    Args:
        rows: Rows of `draw, record_id, cluster_id`.
        list_of: The list of each record.
        lists: Lists to use; all of `list_of` unless given.
        columns: Columns that split the tables; none for one table per draw.
        values_of: What each record states in these columns, empty where it states nothing; clusters get their stratum
            by the rule of `tables_from_linked`.
        strata: Labels of the strata, in the order wanted: those of the tables that the samples belong to.
        homes: The stratum of each record in these tables (`strata_of_records`): whoever would be in none of the strata
            in a draw goes where the first of their records is at home. Without it they are left out of that draw.

    Returns:
        Per draw, in order of its number, one table per stratum.

    Raises:
        InvalidTable: A row lacks a column, a record of no known list, or a draw that lacks records that others have.
        UsageError: Columns without the values of the records, or not one of a record for each.

    >>> rows = [{"draw": d, "record_id": r, "cluster_id": c} for d, r, c in [(1, "r1", "a"), (1, "r2", "a"),
    ...          (2, "r1", "a"), (2, "r2", "b")]]
    >>> [tables[0].cells for tables in tables_from_samples(rows, {"r1": "A", "r2": "B"})]
    [(((1, 1), 1),), (((0, 1), 1), ((1, 0), 1))]
    """
    draws: dict[str, list[tuple[str, str]]] = {}
    for draw, record, cluster in _take_rows(rows, ("draw", "record_id", "cluster_id")):
        if record not in list_of:
            raise InvalidTable(f"record {record} is on no list", where=f"draw {draw}", mend="sample the same lists")
        draws.setdefault(draw, []).append((record, cluster))
    if columns and values_of is None:
        raise UsageError("strata need the values of each record", mend="give `values_of` with `columns`")
    for record, values in (values_of or {}).items():
        if columns and len(some_texts(values, f"values_of, {record}")) != len(columns):
            what = f"record {record} has {len(values)} values for {len(columns)} columns"
            raise UsageError(what, where="values_of", mend="give one for each column, empty where nothing is stated")
    sizes = {len(pairs) for pairs in draws.values()}
    if len(sizes) > 1:
        raise InvalidTable("the draws do not hold the same records", where="samples", mend="write the samples again")
    names = _name_lists(list_of.values(), lists)
    ordered = sorted(draws.items(), key=lambda item: (len(item[0]), item[0]))
    return tuple(
        _split_draw(pairs, list_of, columns, values_of or {}, names, strata, homes or {}) for _, pairs in ordered
    )


def _split_draw(
    pairs: Sequence[tuple[str, str]],
    list_of: Mapping[str, str],
    columns: Sequence[str],
    values_of: Mapping[str, Sequence[str]],
    names: tuple[str, ...],
    strata: Sequence[str],
    homes: Mapping[str, str],
) -> tuple[CaptureTable, ...]:
    if not columns:
        return tuple(_count(((cluster, list_of[record]) for record, cluster in pairs), names, s) for s in strata[:1])
    stated: dict[str, list[tuple[str, ...]]] = {}
    for record, cluster in pairs:
        stated.setdefault(cluster, []).append(tuple(values_of.get(record, ("",) * len(columns))))
    label = {cluster: label_stratum(columns, _agree(values)) for cluster, values in stated.items()}
    known, first = set(strata), dict[str, str]()
    for record, cluster in sorted(pairs):
        if record in homes:
            first.setdefault(cluster, homes[record])
    label = {cluster: name if name in known else first.get(cluster, name) for cluster, name in label.items()}
    return tuple(
        _count(((cluster, list_of[record]) for record, cluster in pairs if label[cluster] == s), names, s)
        for s in strata
    )


def _agree(values: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    """Take for each column what most records of one cluster state, empty when none states anything."""
    answer = []
    for column in zip(*values, strict=True):
        given = Counter(value for value in column if value not in ("", "not stated"))
        answer.append(_first_of_most(given))
    return tuple(answer)


def _first_of_most(given: Counter[str]) -> str:
    return min(given, key=lambda value: (-given[value], value), default="")


def _take_rows(rows: Iterable[Mapping[str, object]], columns: Sequence[str]) -> list[tuple[str, ...]]:
    taken = []
    for number, row in enumerate(rows, start=1):
        # A row without a name is attached to somebody named elsewhere, a thin one may be about anybody: being found is
        # being recognised.
        if "yes" in (row.get("attached"), row.get("thin")):
            continue
        missing = [column for column in columns if column not in row]
        if missing:
            what = f"there is no column {missing[0]!r}"
            raise InvalidTable(what, where=f"row {number}", mend="give the output of linking as it was written")
        values = tuple("" if row[column] is None else str(row[column]) for column in columns)
        for column, value in zip(columns[:3], values, strict=False):
            if not value:
                raise InvalidTable(f"no {column}", where=f"row {number}", mend="give every record its list and cluster")
        taken.append(values)
    if not taken:
        raise InvalidTable("there is no row", mend="give the output of linking as it was written")
    return taken


def _refuse_repeats(records: list[str]) -> None:
    if len(set(records)) < len(records):
        twice = next(record for record, n in Counter(records).items() if n > 1)
        raise InvalidTable(f"record {twice} stands in two rows", mend="give each record one row")


def _name_lists(found: Iterable[str], lists: Sequence[str] | None) -> tuple[str, ...]:
    known = sorted(set(found))
    for name in lists or ():
        if name not in known:
            raise InvalidTable(f"no record is of list {name!r}", mend=f"choose from: {', '.join(known)}")
    return tuple(known if lists is None else sorted(set(lists)))


def _count(pairs: Iterable[tuple[str, str]], names: tuple[str, ...], stratum: str) -> CaptureTable:
    """Count clusters by the lists of their records, from pairs of a cluster and a list."""
    on: dict[str, set[str]] = {}
    for cluster, name in pairs:
        on.setdefault(cluster, set()).add(name)
    cells: dict[tuple[int, ...], int] = {}
    for held in on.values():
        history = tuple(int(name in held) for name in names)
        if any(history):
            cells[history] = cells.get(history, 0) + 1
    return CaptureTable.of(names, cells, stratum)
