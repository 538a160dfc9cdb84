"""What lists declare about how they were made, carried into the capture table before anything is estimated.

A cell that a list could not fill is impossible, not 0: where or when a list did not work, the table does without it. A
list that copies another is no second witness: both are merged, or forced to depend on each other. Every function says
in sentences what it did, so that a report can.

The order in which a table is prepared: coverage (`tables_by_coverage`, or `drop_lists` for a stratum), then lists that
take in all of another (`find_contained`, `declare_contained`), then relations (`apply_declarations`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from typing import Literal

from accounted.model.capture import CaptureTable, History, ListDeclaration
from accounted.mse.merge import Pair, distinct_pairs, join_lists, merge_lists, name_group

__all__ = [
    "CoveredPerson",
    "apply_declarations",
    "declare_contained",
    "drop_lists",
    "find_contained",
    "find_regions",
    "label_region",
    "tables_by_coverage",
]

Region = tuple[bool, ...]
Answer = tuple[CaptureTable, tuple[str, ...]]

INSIDE_ALL = "inside all lists"
"""Label of the people whom every list could have held, where there are others."""

_MOST_LISTS = 16


def apply_declarations(
    table: CaptureTable,
    declarations: Sequence[ListDeclaration],
    *,
    copies: Literal["merge", "force"] = "merge",
) -> Answer:
    """Carry declared relations between lists into a table.

    Lists of which one copies from another become one list, on which a person stands who stands on either, or with
    `force` a pair that depends on each other. Lists that refer people to each other, share sources, or draw on the same
    source outside the table become such a pair as well. The number of people stays the same.

    Args:
        table: People by capture history.
        declarations: What is declared about lists; of those that are not in the table nothing is asked.
        copies: What declared copying does.

    Returns:
        The table, and what was done in sentences, which do not depend on the order of the declarations.

    >>> table = CaptureTable.of("ABC", {(1, 0, 0): 4, (0, 1, 0): 3, (1, 1, 0): 2, (0, 0, 1): 5, (0, 1, 1): 1})
    >>> merged, said = apply_declarations(table, [ListDeclaration("B", copies=("A",)),
    ...                                           ListDeclaration("C", shares_sources=("B",))])
    >>> merged.lists, merged.cells, merged.dependent
    (('A+B', 'C'), (((0, 1), 5), ((1, 0), 9), ((1, 1), 1)), (('A+B', 'C'),))
    >>> print("; ".join(said))
    B is declared to copy from A: A+B count as one list; C and B are declared to share sources: they are taken to \
depend on each other
    """
    own = sorted((d for d in declarations if d.name in table.lists), key=lambda d: table.lists.index(d.name))
    copied = [(d.name, other) for d in own for other in d.copies if other in table.lists and other != d.name]
    pairs, sentences = _dependences(own, table.lists)
    if copies == "force":
        pairs += copied
        said = [f"{a} is declared to copy from {b}: they are taken to depend on each other" for a, b in copied]
        whole = CaptureTable.of(
            table.lists, table.cells, table.stratum, table.impossible, [*table.dependent, *distinct_pairs(pairs)]
        )
        return whole, _once([*said, *sentences])
    groups = join_lists(table.lists, copied)
    merged = {name: name_group(group) for group in groups for name in group}
    said = [f"{a} is declared to copy from {b}: {merged[a]} count as one list" for a, b in copied]
    return merge_lists(table, groups, [*table.dependent, *pairs]), _once([*said, *sentences])


def _dependences(own: Sequence[ListDeclaration], lists: Sequence[str]) -> tuple[list[Pair], list[str]]:
    """Find pairs that are declared to depend on each other without copying, and say so."""
    pairs: list[Pair] = []
    said = []
    outside: dict[str, set[str]] = {}
    for declared in own:
        for other in declared.refers_to:
            if other in lists and other != declared.name:
                pairs.append((declared.name, other))
                said.append(f"{declared.name} and {other} are declared to refer people: {_DEPENDENT}")
        for other in declared.shares_sources:
            if other in lists and other != declared.name:
                pairs.append((declared.name, other))
                said.append(f"{declared.name} and {other} are declared to share sources: {_DEPENDENT}")
        for other in (*declared.copies, *declared.refers_to, *declared.shares_sources):
            if other not in lists:
                outside.setdefault(other, set()).add(declared.name)
    for source, drawing in sorted(outside.items()):
        names = [name for name in lists if name in drawing]
        pairs += combinations(names, 2)
        what = _DEPENDENT if len(names) > 1 else "no other list here is declared to draw on it, so nothing was done"
        said.append(f"{' and '.join(names)} {_are(names)} declared to draw on {source}, no list of this table: {what}")
    return pairs, said


_DEPENDENT = "they are taken to depend on each other"


def _are(names: Sequence[str]) -> str:
    return "is" if len(names) == 1 else "are"


def _once(sentences: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(sentences))


def find_contained(
    tables: Sequence[CaptureTable], takes_all: Iterable[Pair]
) -> tuple[tuple[Pair, ...], tuple[str, ...]]:
    """Find which declarations that one list takes in all of another hold in all of these tables.

    Args:
        tables: The table of a stratum, and those of its sampled linkages.
        takes_all: Pairs of a list and another that it takes in whole.

    Returns:
        The pairs that nobody contradicts, and a sentence per contradiction: people on the second list without the first
        point to missed links or to a wrong declaration, and which one it is only a person can say.

    >>> table = CaptureTable.of("AB", {(1, 0): 4, (0, 1): 3, (1, 1): 2})
    >>> find_contained([table], [("A", "B"), ("A", "C")])
    ((), ('A is declared to take in all of B, but 3 people are on B without A: no history was ruled out',))
    """
    held, sentences = [], []
    for whole, part in takes_all:
        if whole == part or not all({whole, part} <= set(table.lists) for table in tables):
            continue
        without = [_n_without(table, whole, part) for table in tables]
        if not any(without):
            held.append((whole, part))
            continue
        n_draws = sum(n > 0 for n in without[1:])
        where = (
            f"{_people(without[0])} on {part} without {whole}"
            if without[0]
            else f"in {n_draws} sampled linkages some are"
        )
        sentences.append(f"{whole} is declared to take in all of {part}, but {where}: no history was ruled out")
    return tuple(held), tuple(sentences)


def _n_without(table: CaptureTable, whole: str, part: str) -> int:
    a, b = table.lists.index(whole), table.lists.index(part)
    return sum(count for history, count in table.cells if history[b] and not history[a])


def declare_contained(table: CaptureTable, takes_all: Iterable[Pair]) -> Answer:
    """Rule out the histories that cannot occur because a list takes in all of another.

    Args:
        table: People by capture history; at most 16 lists.
        takes_all: Pairs of a list and another that it takes in whole, both in the table.

    Raises:
        InvalidTable: When people have such a history; `find_contained` tells beforehand.

    >>> table, said = declare_contained(CaptureTable.of("AB", {(1, 0): 4, (1, 1): 2}), [("A", "B")])
    >>> table.impossible, said
    (((0, 1),), ('A takes in all of B: being on B without A is impossible, not unseen',))
    """
    pairs = list(takes_all)
    if not pairs:
        return table, ()
    if len(table.lists) > _MOST_LISTS:
        return table, (f"with more than {_MOST_LISTS} lists no history was ruled out",)
    at = [(table.lists.index(whole), table.lists.index(part)) for whole, part in pairs]
    never = {h for h in product((0, 1), repeat=len(table.lists)) if any(h[part] and not h[whole] for whole, part in at)}
    said = [
        f"{whole} takes in all of {part}: being on {part} without {whole} is impossible, not unseen"
        for whole, part in pairs
    ]
    made = CaptureTable.of(table.lists, table.cells, table.stratum, {*table.impossible, *never}, table.dependent)
    return made, _once(said)


def drop_lists(table: CaptureTable, reasons: Mapping[str, str]) -> Answer:
    """Leave out of a stratum the lists that did not work there.

    Args:
        table: The table of the stratum.
        reasons: Per list that did not work there, what it declares, in words.

    Returns:
        The table without these lists, and a sentence per list. People on such a list contradict what it declares; they
        are counted in words, and those on no list that is left are not in the table.

    >>> table = CaptureTable.of("ABC", {(1, 0, 0): 4, (0, 1, 0): 3, (0, 1, 1): 2}, "2031-03")
    >>> fewer, said = drop_lists(table, {"A": "from 2031-04"})
    >>> fewer.lists, fewer.cells, said
    (('B', 'C'), (((1, 0), 3), ((1, 1), 2)), ('A did not work in 2031-03 (it declares from 2031-04) and is left out \
there; 4 people stand on it all the same', '4 people stand in 2031-03 only on lists that did not work there as they \
declare: they are not in the table'))
    """
    gone = [name for name in table.lists if name in reasons]
    if not gone:
        return table, ()
    sentences = []
    for name in gone:
        j = table.lists.index(name)
        against = _contradiction(sum(count for history, count in table.cells if history[j]))
        sentences.append(
            f"{name} did not work in {table.stratum} (it declares {reasons[name]}) and is left out there{against}"
        )
    made = _keep(table, [name for name in table.lists if name not in gone])
    if table.n_observed > made.n_observed:
        sentences.append(_say_lost(table.n_observed - made.n_observed, table.stratum, "not in the table"))
    return made, tuple(sentences)


def _contradiction(n_on: int) -> str:
    return f"; {n_on:,} {'person stands' if n_on == 1 else 'people stand'} on it all the same" if n_on else ""


def _say_lost(n: int, where: str, so: str) -> str:
    stand = "1 person stands" if n == 1 else f"{n:,} people stand"
    return f"{stand} in {where} only on lists that did not work there as they declare: they are {so}"


def _keep(table: CaptureTable, lists: Sequence[str]) -> CaptureTable:
    """Sum over the lists left out; a history stays impossible when all that are summed are."""
    order = [table.lists.index(name) for name in lists]
    cells: Counter[History] = Counter()
    for history, count in table.cells:
        cells[tuple(history[j] for j in order)] += count
    never = Counter(tuple(history[j] for j in order) for history in table.impossible)
    cells.pop((0,) * len(order), None)
    n_each = 2 ** (len(table.lists) - len(order))
    impossible = [history for history, n in never.items() if any(history) and n == n_each]
    pairs = [pair for pair in table.dependent if set(pair) <= set(lists)]
    return CaptureTable.of(lists, cells, table.stratum, impossible, pairs)


@dataclass(frozen=True, slots=True)
class CoveredPerson:
    """One person: on which lists, and per list whether it worked where and when this happened.

    Args:
        on: Capture history.
        inside: Per list True, False, or None when it cannot be told, which counts as inside.
    """

    on: History
    inside: tuple[bool | None, ...]


def find_regions(people: Iterable[CoveredPerson]) -> tuple[Region, ...]:
    """Find the parts of a population that differ in which lists could hold them, the ones inside more lists first.

    >>> find_regions([CoveredPerson((1, 0), (True, False)), CoveredPerson((0, 1), (None, True))])
    ((True, True), (True, False))
    """
    found = {_region(person) for person in people}
    return tuple(sorted(found, key=lambda region: (-sum(region), [not covered for covered in region])))


def _region(person: CoveredPerson) -> Region:
    return tuple(inside is not False for inside in person.inside)


def label_region(lists: Sequence[str], region: Region) -> str:
    """Name a part by the lists that did not work there.

    >>> label_region(["A", "B"], (True, True)), label_region(["A", "B"], (True, False))
    ('inside all lists', 'outside B')
    """
    outside = [name for name, covered in zip(lists, region, strict=True) if not covered]
    return f"outside {', '.join(outside)}" if outside else INSIDE_ALL


def tables_by_coverage(
    lists: Sequence[str], people: Iterable[CoveredPerson], *, regions: Sequence[Region] | None = None
) -> tuple[tuple[CaptureTable, ...], tuple[str, ...]]:
    """Divide a population by which lists could hold whom: per part a table of only the lists that worked there.

    The parts are estimated as strata and added up. Nobody is in two parts.

    Args:
        lists: Names of the lists.
        people: One entry per person.
        regions: The parts to use, for sampled linkages: those of the best one. A person of another part goes to the
            part that differs in the fewest lists, the first of several.

    Returns:
        The tables, `all` when every list could hold everybody; and in sentences who lies outside, who cannot be told,
        and who stands on a list that did not work there. People on no list that could hold them are in no table.

    >>> people = [CoveredPerson((1, 0, 0), (True, True, None)), CoveredPerson((0, 1, 0), (True, True, False))]
    >>> tables, said = tables_by_coverage("ABC", people)
    >>> [(table.stratum, table.lists, table.cells) for table in tables]
    [('inside all lists', ('A', 'B', 'C'), (((1, 0, 0), 1),)), ('outside C', ('A', 'B'), (((0, 1), 1),))]
    >>> print("; ".join(said))
    1 of 2 people lies outside what C declares: there the table does without it; of 1 of 2 people it cannot be told \
whether they lie inside what C declares: they count as inside
    """
    everybody = list(people)
    known = find_regions(everybody) if regions is None else tuple(regions)
    counts: dict[Region, Counter[History]] = {region: Counter() for region in known}
    for person in everybody:
        region = _region(person)
        if region not in counts:
            region = min(known, key=lambda other: sum(a != b for a, b in zip(region, other, strict=True)))
        counts[region][tuple(on for on, covered in zip(person.on, region, strict=True) if covered)] += 1
    tables = [
        _region_table(lists, region, cells, alone=len(known) == 1) for region, cells in counts.items() if any(region)
    ]
    return tuple(tables), _say_coverage(lists, everybody)


def _region_table(lists: Sequence[str], region: Region, cells: Counter[History], *, alone: bool) -> CaptureTable:
    kept = [name for name, covered in zip(lists, region, strict=True) if covered]
    found = {history: n for history, n in cells.items() if any(history)}
    label = label_region(lists, region)
    return CaptureTable.of(kept, found, "all" if alone and label == INSIDE_ALL else label)


def _say_coverage(lists: Sequence[str], people: Sequence[CoveredPerson]) -> tuple[str, ...]:
    sentences = []
    total = len(people)
    for j, name in enumerate(lists):
        outside = [person for person in people if person.inside[j] is False]
        n_unknown = sum(person.inside[j] is None for person in people)
        if outside:
            against = _contradiction(sum(person.on[j] for person in outside))
            sentences.append(
                f"{len(outside):,} of {total:,} people {'lies' if len(outside) == 1 else 'lie'} outside what {name} "
                f"declares: there the table does without it{against}"
            )
        if n_unknown:
            sentences.append(
                f"of {n_unknown:,} of {total:,} people it cannot be told whether they lie inside what {name} declares: "
                "they count as inside"
            )
    n_lost = sum(not any(on and covered for on, covered in zip(p.on, _region(p), strict=True)) for p in people)
    if n_lost:
        sentences.append(_say_lost(n_lost, "places or times", "in no table"))
    return tuple(sentences)


def _people(n: int) -> str:
    return "1 person is" if n == 1 else f"{n:,} people are"
