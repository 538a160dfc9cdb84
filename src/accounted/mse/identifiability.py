"""Whether a table can say anything about people on no list: reasons why not, and warnings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from accounted.model.capture import MOST_PEOPLE, CaptureTable
from accounted.model.errors import InvalidTable, UsageError
from accounted.mse.arguments import a_probability, a_table, check_arguments, or_none, some_names
from accounted.mse.chapman import INDEPENDENCE_SENTENCE, estimate_chapman

__all__ = ["Check", "check_table", "select_lists"]

_CHANCE_OF_NESTING = 0.05
_LEAST_OVERLAP = 10
_THREE_LISTS = (
    "three lists cannot show whether some people are beyond the reach of all of them: if there are such people, the "
    "number is too low by as many"
)


@dataclass(frozen=True, slots=True)
class Check:
    """What a look at a table shows.

    Args:
        table: The table on the lists that hold somebody.
        reason: Why nothing can be estimated, or empty.
        warnings: What a reader must know, in sentences.
    """

    table: CaptureTable
    reason: str
    warnings: tuple[str, ...]


@check_arguments(table=a_table, lists=or_none(some_names))
def select_lists(table: CaptureTable, lists: Sequence[str] | None = None) -> CaptureTable:
    """Put lists in order of their names and leave out those not asked for, with the people on none of the others.

    Raises:
        UsageError: A list that the table does not have, or the same one twice.

    >>> table = CaptureTable.of("BA", {(1, 0): 5, (1, 1): 2})
    >>> select_lists(table, ["A"]).cells, select_lists(table).cells
    ((((1,), 2),), (((0, 1), 5), ((1, 1), 2)))
    """
    wanted = sorted(table.lists if lists is None else lists)
    for name in wanted:
        if name not in table.lists:
            known = ", ".join(sorted(table.lists))
            raise UsageError(f"the table has no list {name!r}", where=table.stratum, mend=f"choose from: {known}")
    if len(set(wanted)) < len(wanted):
        raise UsageError("a list is asked for twice", mend="name each list once")
    order = [table.lists.index(name) for name in wanted]
    cells: dict[tuple[int, ...], int] = {}
    for history, count in table.cells:
        key = tuple(history[j] for j in order)
        cells[key] = cells.get(key, 0) + count
    cells.pop((0,) * len(order), None)
    pairs = [pair for pair in table.dependent if set(pair) <= set(wanted)]
    return CaptureTable.of(wanted, cells, table.stratum, _project_impossible(table, order), pairs)


def _project_impossible(table: CaptureTable, order: Sequence[int]) -> list[tuple[int, ...]]:
    """Keep the histories on the lists wanted that are impossible whatever the lists left out say."""
    n_each = 2 ** (len(table.lists) - len(order))
    seen: dict[tuple[int, ...], int] = {}
    for history in table.impossible:
        key = tuple(history[j] for j in order)
        seen[key] = seen.get(key, 0) + 1
    return [key for key, n in seen.items() if any(key) and n == n_each]


@check_arguments(table=a_table, prob=a_probability)
def check_table(table: CaptureTable, prob: float = 0.95) -> Check:
    """Look whether a table can be estimated from at all.

    Args:
        table: People by capture history.
        prob: Probability of the interval shown beside two lists.

    Raises:
        InvalidTable: More people than can be counted (10¹⁰).

    >>> check_table(CaptureTable.of("ABC", {(1, 0, 0): 5, (0, 1, 0): 2, (0, 0, 1): 3})).reason
    'no overlap: every person is on one list only'
    """
    if table.n_observed > MOST_PEOPLE:
        raise InvalidTable("more than 10¹⁰ people", where=table.stratum, mend="check the counts")
    held = [name for j, name in enumerate(table.lists) if any(history[j] for history, _ in table.cells)]
    warnings = [f"list {name} holds nobody here and is left out" for name in table.lists if name not in held]
    used = select_lists(table, held) if table.cells else table
    reason = _find_reason(used, prob)
    if reason:
        return Check(used, reason, tuple(warnings))
    nested = [(a, b) for a in range(len(held)) for b in range(len(held)) if a != b and _lies_inside(used, a, b)]
    names = used.lists
    inside = {a for a, b in nested if (b, a) not in nested or a > b}
    sentences = [f"list {names[a]} lies inside list {names[b]}" for a, b in nested]
    if len(names) - len(inside) < 3:
        independent = f"fewer than three lists then say something apart ({len(names) - len(inside)})"
        return Check(used, "; ".join([*sentences, independent]), tuple(warnings))
    warnings += [f"{s}: they may not be independent sources" for s in sentences]
    warnings += _warn_of_overlap(used)
    if len(names) - len(inside) == 3:
        warnings.append(_THREE_LISTS)
    return Check(used, "", tuple(warnings))


def _find_reason(table: CaptureTable, prob: float) -> str:
    if not table.cells:
        return "the table is empty: nobody is on any list"
    n_lists = len(table.lists)
    if n_lists == 1:
        return "a single list: nothing overlaps; at least three lists are needed"
    if n_lists == 2:
        return (
            f"{INDEPENDENCE_SENTENCE}: two lists cannot show whether they depend on each other, at least three are "
            f"needed ({_suppose_independence(table, prob)})"
        )
    if len(table.cells) == 1:
        return "everyone is in one cell: all people are on exactly the same lists"
    if all(sum(history) == 1 for history, _ in table.cells):
        return "no overlap: every person is on one list only"
    everybody = [name for j, name in enumerate(table.lists) if all(history[j] for history, _ in table.cells)]
    if everybody:
        return f"everyone is on list {everybody[0]}: every other list lies inside it and nobody was found without it"
    return ""


def _suppose_independence(table: CaptureTable, prob: float) -> str:
    """Chapman's figure in words, or why it would say nothing even then."""
    cells = dict(table.cells)
    a, b = table.lists
    if (1, 1) not in cells:
        return "no overlap: nobody is on both, so independence would say next to nothing either"
    if len(cells) == 1:
        return "everyone is in one cell: all people are on both lists"
    for whole, part, without in ((a, b, (0, 1)), (b, a, (1, 0))):
        if without not in cells:
            return f"list {part} lies inside list {whole}: nobody was found without {whole}"
    chapman = estimate_chapman(table, prob)
    interval = f"{chapman.lower:.0f}–{chapman.upper:.0f}"
    return f"were they independent, {chapman.point:.0f}, {100 * prob:g} % confidence interval {interval}, Chapman"


def _lies_inside(table: CaptureTable, a: int, b: int) -> bool:
    """Whether all people of list a are on list b, and chance would not easily do that."""
    size, others, others_on_b = 0, 0, 0
    for history, count in table.cells:
        if history[a]:
            if not history[b]:
                return False
            size += count
        elif any(v for j, v in enumerate(history) if j not in (a, b)):
            others += count
            others_on_b += count * history[b]
    return ((others_on_b + 0.5) / (others + 1.0)) ** size < _CHANCE_OF_NESTING


def _find_groups(table: CaptureTable) -> list[list[str]]:
    """Group lists that people on several of them connect, in the order of the lists."""
    group = list(range(len(table.lists)))
    for history, _ in table.cells:
        joined = {group[j] for j, on in enumerate(history) if on}
        group = [min(joined) if g in joined else g for g in group]
    return [[name for name, g in zip(table.lists, group, strict=True) if g == first] for first in dict.fromkeys(group)]


def _warn_of_overlap(table: CaptureTable) -> list[str]:
    warnings = []
    for j, name in enumerate(table.lists):
        if all(sum(history) == 1 for history, _ in table.cells if history[j]):
            warnings.append(f"list {name} shares nobody with any other list")
    groups = [group for group in _find_groups(table) if len(group) > 1]
    if len(groups) > 1:
        said = "; ".join(", ".join(group) for group in groups)
        warnings.append(f"the lists fall into groups that share nobody ({said}): nothing ties these to each other")
    shared = sum(count for history, count in table.cells if sum(history) > 1)
    if shared < _LEAST_OVERLAP:
        people = "person is" if shared == 1 else "people are"
        warnings.append(f"only {shared} {people} on more than one list: the answer hangs on these few")
    return warnings
