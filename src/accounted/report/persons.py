"""The pages behind a documented number: who, on which lists, with every value as each list gives it.

Thousands of people stand in paged tables, in blocks by membership and by the lists they are on, so that every cell of
an overlap leads to its block. No row numbers: shuffling a list must not change a page.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from accounted.lists.values import state_of
from accounted.model.linkage import Cluster
from accounted.model.persons import PersonSummary, SummaryLine
from accounted.model.questions import ClusterScope, Membership
from accounted.model.records import Record
from accounted.model.view import InquiryView, QuestionResult
from accounted.report.documented import cluster_key, lists_of, record_key, solid_clusters
from accounted.report.links import anchor, question_page
from accounted.report.prose import Quantity

__all__ = [
    "PER_PAGE",
    "IndexRow",
    "ListedRecord",
    "Person",
    "PersonsIndex",
    "PersonsPage",
    "field_states",
    "history_anchor",
    "listed",
    "persons_pages",
]

PER_PAGE = 500
_MEMBERSHIPS: tuple[Membership, ...] = ("certain", "possible", "out")
_FEWEST: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("name", ("name", "given_name", "family_name", "native_name")),
    ("sex", ("sex",)),
    ("age", ("age", "age_group")),
    ("birth", ("birth",)),
    ("died", ("died",)),
    ("place", ("place",)),
    ("status", ("status",)),
    ("cause", ("cause",)),
    ("civil-status", ("civil_status",)),
    ("act", ("act", "act_date")),
    ("perpetrator", ("perpetrator",)),
    ("incident", ("incident",)),
    ("number", ("n_persons", "n_in_incident")),
)
"""The fewest fields that casualty recorders agree on, and the columns that hold them."""

_WORDS = {"certain": "certainly in scope", "possible": "possibly in scope", "out": "out of scope"}


@dataclass(frozen=True, slots=True)
class ListedRecord:
    """One record as its list gives it.

    `bearing` and `reason` say how it stands to a question; `is_thin` that it is too thin to identify anyone; `states`
    what the row says of each of the fewest fields of a casualty: stated, stated unknown, empty, or not asked (R15).
    """

    id: str
    list: str
    values: tuple[tuple[str, str], ...]
    bearing: str = ""
    reason: str = ""
    is_thin: bool = False
    states: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Person:
    """One cluster on a page; `block` opens a new block above it, `block_anchor` when it is the block's first.

    `summary` is what the lists together say, line by line, with every value and its lists.
    """

    id: str
    anchor: str
    names: tuple[str, ...]
    membership: str
    reason: str
    summary: tuple[SummaryLine, ...]
    records: tuple[ListedRecord, ...]
    block: str = ""
    block_anchor: str = ""


@dataclass(frozen=True, slots=True)
class PersonsPage:
    """One page of people; the others by number."""

    question: str
    number: int
    n_pages: int
    slug: str
    persons: tuple[Person, ...]
    rules: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class IndexRow:
    """One combination of lists, with the number of people on exactly these; None where there are none."""

    anchor: str
    lists: tuple[str, ...]
    certain: Quantity | None
    possible: Quantity | None
    out: Quantity | None


@dataclass(frozen=True, slots=True)
class PersonsIndex:
    """How many people are on which lists, each number leading to them."""

    question: str
    slug: str
    rows: tuple[IndexRow, ...]
    totals: IndexRow


def history_anchor(on: Sequence[str], lists: Sequence[str]) -> str:
    """Make the anchor of a combination of lists, as 0 and 1 in the lists' order.

    >>> history_anchor(["B"], ["A", "B", "C"])
    'on-010'
    """
    return "on-" + "".join("1" if name in on else "0" for name in lists)


def listed(
    record: Record,
    bearing: str = "",
    reason: str = "",
    *,
    is_thin: bool = False,
    columns: Sequence[tuple[str, str]] | None = None,
) -> ListedRecord:
    """Show a record with the values it has, as read; with the columns of its list, also what it says of each field."""
    values = tuple((title, value) for title, value in record.values if value)
    states = () if columns is None else field_states(record, columns)
    return ListedRecord(record.id, record.list, values, bearing, reason, is_thin, states)


def field_states(record: Record, columns: Sequence[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """Say of each of the fewest fields of a casualty whether the row states it: unknown, empty and not asked differ.

    >>> row = Record("r", "L", 1, (), None, None, None, None, (), (("sex", "unknown"), ("age", ""), ("name", "A")))
    >>> dict(field_states(row, [("name", "name"), ("sex", "sex"), ("age", "age")]))["sex"]
    'stated unknown'
    """
    own = dict(record.values)
    titles = {name: [title for field, title in columns if field in fields] for name, fields in _FEWEST}
    return tuple((name, state_of(own, titles[name])) for name, _ in _FEWEST)


def persons_pages(
    result: QuestionResult, view: InquiryView, slug: str
) -> tuple[PersonsIndex, tuple[PersonsPage, ...]] | None:
    """Lay out everyone whom a question's linkage holds; None when it has none."""
    if result.linkage is None or result.scope is None:
        return None
    records = {record.id: record for record in view.records}
    clusters = {cluster.id: cluster for cluster in result.linkage.clusters}
    lists = result.linkage.lists
    bears = {name: (group.bearing, group.reason) for group in result.scope.records for name in group.records}
    thin, summaries = frozenset(result.linkage.thin), {person.cluster: person for person in result.people}
    columns = {info.name: info.columns for info in view.lists}
    entries = _ordered(result.scope.clusters, solid_clusters(result.linkage), records)
    blocks: dict[tuple[str, tuple[str, ...]], tuple[int, int]] = {}
    persons = []
    for place, (entry, on) in enumerate(entries):
        block = (entry.membership, on)
        page = place // PER_PAGE + 1
        is_first = block not in blocks
        first_page, n_persons = blocks.get(block, (page, 0))
        blocks[block] = (first_page, n_persons + 1)
        members = _members(clusters[entry.cluster], records)
        persons.append(
            _person(
                entry,
                [
                    listed(
                        record,
                        *bears.get(record.id, ()),
                        is_thin=record.id in thin,
                        columns=columns.get(record.list, ()),
                    )
                    for record in members
                ],
                summaries.get(entry.cluster),
                names=dict.fromkeys(name for record in members for name in record.names),
                block=f"{_WORDS[entry.membership]}: on {', '.join(on)}" if is_first or place % PER_PAGE == 0 else "",
                block_anchor=_block_anchor(entry.membership, on, lists) if is_first else "",
            )
        )
    n_pages = max(1, -(-len(persons) // PER_PAGE))
    pages = tuple(
        PersonsPage(
            result.question.text,
            number + 1,
            n_pages,
            slug,
            tuple(persons[number * PER_PAGE :][:PER_PAGE]),
            _rules(result),
        )
        for number in range(n_pages)
    )
    return PersonsIndex(result.question.text, slug, *_index(blocks, lists, slug)), pages


def _ordered(
    scope: Sequence[ClusterScope], clusters: Mapping[str, Cluster], records: Mapping[str, Record]
) -> list[tuple[ClusterScope, tuple[str, ...]]]:
    entries = [(entry, lists_of(clusters[entry.cluster], records)) for entry in scope]
    return sorted(
        entries,
        key=lambda item: (
            _MEMBERSHIPS.index(item[0].membership),
            -len(item[1]),
            item[1],
            cluster_key(clusters[item[0].cluster], records),
            item[0].cluster,
        ),
    )


def _members(cluster: Cluster, records: Mapping[str, Record]) -> list[Record]:
    return sorted((records[name] for name in cluster.records), key=lambda record: (record.list, record_key(record)))


def _rules(result: QuestionResult) -> tuple[tuple[str, str], ...]:
    used = {line.field for person in result.people for line in person.lines} - {"names"}
    return tuple((field, words) for field, words in result.rules if field in used)


def _person(
    entry: ClusterScope,
    records: Sequence[ListedRecord],
    summary: PersonSummary | None,
    *,
    names: Iterable[str],
    block: str,
    block_anchor: str,
) -> Person:
    return Person(
        id=entry.cluster,
        anchor=anchor(entry.cluster),
        names=tuple(names),
        membership=entry.membership,
        reason=entry.reason,
        summary=summary.lines if summary else (),
        records=tuple(records),
        block=block,
        block_anchor=block_anchor,
    )


def _block_anchor(membership: str, on: Sequence[str], lists: Sequence[str]) -> str:
    return f"{membership}-{history_anchor(on, lists)}"


def _index(
    blocks: Mapping[tuple[str, tuple[str, ...]], tuple[int, int]], lists: Sequence[str], slug: str
) -> tuple[tuple[IndexRow, ...], IndexRow]:
    def cell(membership: str, on: tuple[str, ...]) -> Quantity | None:
        if (membership, on) not in blocks:
            return None
        page, n_persons = blocks[membership, on]
        at = _block_anchor(membership, on, lists)
        what = f"{_WORDS[membership]}, on exactly {', '.join(on)}"
        return Quantity(what, n_persons, "persons", question_page(slug, f"persons-{page:03d}", at))

    def total(membership: str) -> Quantity | None:
        found = [(page, n, on) for (kind, on), (page, n) in blocks.items() if kind == membership]
        if not found:
            return None
        page, _, on = min(found, key=lambda item: (-len(item[2]), item[2]))
        at = _block_anchor(membership, on, lists)
        return Quantity(
            _WORDS[membership], sum(n for _, n, _ in found), "persons", question_page(slug, f"persons-{page:03d}", at)
        )

    combinations = sorted({on for _, on in blocks}, key=lambda on: (-len(on), on))
    rows = tuple(
        IndexRow(history_anchor(on, lists), on, cell("certain", on), cell("possible", on), cell("out", on))
        for on in combinations
    )
    return rows, IndexRow("all", (), total("certain"), total("possible"), total("out"))
