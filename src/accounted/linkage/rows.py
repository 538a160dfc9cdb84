"""A linkage as rows for other programs: the tables and the summary of the `link` command's contract."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import TypedDict

from accounted.model.linkage import Linkage
from accounted.model.records import Record

__all__ = ["ADDED_COLUMNS", "Overlap", "Summary", "linked_rows", "pair_rows", "sample_rows", "summary_json"]

ADDED_COLUMNS = ("list", "record_id", "cluster_id")
"""Columns that linkage adds to the input's own."""

PAIR_COLUMNS = ("left", "right", "match_weight", "match_probability", "judgement", "why")
SAMPLE_COLUMNS = ("draw", "record_id", "cluster_id")

Rows = Iterable[tuple[str | None, ...]]


class Overlap(TypedDict):
    """People who are on exactly these lists."""

    lists: list[str]
    n_clusters: int


class Repeats(TypedDict):
    """How many records of a list repeat another one of it; null where that cannot be told."""

    list: str
    n_records: int
    expected: float | None
    lower: float | None
    upper: float | None
    declared: bool
    binds: bool


class Otherwise(TypedDict):
    """The answer with other lists taken to hold each person at most once; `overlap` is null where not worked out."""

    deduplicated: list[str]
    n_clusters: int
    overlap: list[Overlap] | None


class Summary(TypedDict):
    """What `link --json` prints."""

    n_records: int
    n_clusters: int
    n_review: int
    overlap: list[Overlap]
    deduplicated: list[str]
    n_thin: int
    repeats: list[Repeats]
    alternatives: list[Otherwise]
    notes: list[str]


def linked_rows(records: Sequence[Record], linkage: Linkage) -> tuple[tuple[str, ...], Rows]:
    """Write every record with its cluster: all columns of the input, then `list`, `record_id` and `cluster_id`.

    Rows are made as they are taken, once. Rows before are rows after (R24). An input column of one of these names is
    kept as `input_<name>`. A record without a name has no cluster of its own: its `cluster_id` is None, or that of the
    person it is about; then a column `attached` says so, and no capture table counts the row. Where rows are too thin
    to identify anyone a column `thin` names them: no capture table counts these either. A column that a record's list
    does not have is None too.

    >>> from accounted.linkage import link_records
    >>> from accounted.model.ids import IdMaker
    >>> row = Record("a", "One", 1, ("Ambel Sample",), None, None, None, None, (), (("name", "Ambel Sample"),))
    >>> linked_rows([row], link_records([row], deduplicated=[], make_id=IdMaker(b"made-up key")))[0]
    ('name', 'list', 'record_id', 'cluster_id')
    """
    titles = list(dict.fromkeys(title for record in records for title, _ in record.values))
    cluster_of = {name: cluster.id for cluster in linkage.clusters for name in cluster.records}
    attached = {found.record: found.cluster for found in linkage.attached}
    thin = set(linkage.thin)
    added = (*ADDED_COLUMNS, *(("attached",) if attached else ()), *(("thin",) if thin else ()))

    def written() -> Iterator[tuple[str | None, ...]]:
        for record in records:
            own = dict(record.values)
            cluster = cluster_of.get(record.id, attached.get(record.id))
            about = ("yes" if record.id in attached else "",) if attached else ()
            faint = ("yes" if record.id in thin else "",) if thin else ()
            yield (*map(own.get, titles), record.list, record.id, cluster, *about, *faint)

    return (*_kept_titles(titles, added), *added), written()


def pair_rows(linkage: Linkage) -> tuple[tuple[str, ...], Iterable[tuple[str | float, ...]]]:
    """Write the compared pairs with their evidence; `why` is one text, its phrases set apart by semicolons."""
    return PAIR_COLUMNS, (
        (c.left, c.right, c.match_weight, c.match_probability, c.judgement, "; ".join(c.why))
        for c in linkage.comparisons
    )


def sample_rows(linkage: Linkage) -> tuple[tuple[str, ...], Iterable[tuple[int, str, int]]]:
    """Write the sampled linkages: per draw (from 1) and record, the number of its cluster within that draw."""
    return SAMPLE_COLUMNS, (
        (draw, name, number)
        for draw, numbers in enumerate(linkage.samples, start=1)
        for name, number in zip(linkage.records, numbers, strict=True)
    )


def summary_json(records: Sequence[Record], linkage: Linkage) -> Summary:
    """Count what was linked; `n_records` counts every row, those of unnamed victims included."""
    list_of = {record.id: record.list for record in records}
    overlap = Counter(tuple(sorted({list_of[name] for name in c.records})) for c in linkage.clusters)
    return Summary(
        n_records=len(records),
        n_clusters=len(linkage.clusters),
        n_review=linkage.n_review,
        overlap=[Overlap(lists=list(lists), n_clusters=overlap[lists]) for lists in sorted(overlap)],
        deduplicated=list(linkage.deduplicated),
        n_thin=len(linkage.thin),
        repeats=[
            Repeats(
                list=entry.list,
                n_records=entry.n_records,
                expected=entry.expected,
                lower=entry.lower,
                upper=entry.upper,
                declared=entry.declared,
                binds=entry.binds,
            )
            for entry in linkage.repeats
        ],
        alternatives=[
            Otherwise(
                deduplicated=list(other.deduplicated),
                n_clusters=other.n_clusters,
                overlap=[Overlap(lists=list(lists), n_clusters=n) for lists, n in other.overlap] or None,
            )
            for other in linkage.alternatives
        ],
        notes=list(linkage.notes),
    )


def _kept_titles(titles: Sequence[str], added: Sequence[str]) -> list[str]:
    """Rename input columns that would clash, also with each other."""
    taken = {*titles, *added}
    kept = []
    for title in titles:
        name = title
        while title in added and name in taken:
            name = f"input_{name}"
        taken.add(name)
        kept.append(name)
    return kept
