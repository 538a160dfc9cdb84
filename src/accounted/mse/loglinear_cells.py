"""A capture table as 2^L cells for log-linear models, and the reasons why none can be fitted."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from accounted.model.capture import CaptureTable, History
from accounted.mse.loglinear_models import MOST_LISTS

__all__ = ["CellTable", "lay_out_cells"]

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class CellTable:
    """People by cell; list j is bit j of a cell's number.

    Args:
        lists: Names of the lists that hold somebody.
        counts: People per cell, the first (on no list) 0.
        possible: Which cells can hold somebody; the first cannot be seen, structural zeros cannot be.
        dependent: Declared pairs, as list numbers.
        reason: Why nothing can be fitted, or empty.
        warnings: Lists left out, in sentences.
    """

    lists: tuple[str, ...]
    counts: Floats
    possible: Flags
    dependent: tuple[tuple[int, int], ...]
    reason: str
    warnings: tuple[str, ...]

    @property
    def n_observed(self) -> int:
        """People on at least one list."""
        return int(self.counts.sum())


def lay_out_cells(table: CaptureTable) -> CellTable:
    """Lay out a table; lists that hold nobody are left out.

    >>> lay_out_cells(CaptureTable.of("ABC", {(1, 0, 0): 5, (0, 1, 1): 2, (0, 0, 1): 3})).counts.tolist()
    [0.0, 5.0, 0.0, 0.0, 3.0, 0.0, 2.0, 0.0]
    """
    at = [j for j in range(len(table.lists)) if any(history[j] for history, _ in table.cells)]
    lists = tuple(table.lists[j] for j in at)
    warnings = tuple(f"list {name} holds nobody here and is left out" for name in table.lists if name not in lists)
    reason = _find_reason(table, at)
    size = 1 if reason else 2 ** len(at)
    counts, possible = np.zeros(size), np.arange(size) > 0
    if reason:
        return CellTable(lists, counts, possible, (), reason, warnings)
    for history, count in table.cells:
        counts[_number(history, at)] += count
    for history in table.impossible:
        if not any(value for j, value in enumerate(history) if j not in at):
            possible[_number(history, at)] = False
    pairs = tuple((lists.index(a), lists.index(b)) for a, b in table.dependent if a in lists and b in lists)
    return CellTable(lists, counts, possible, pairs, "", warnings)


def _number(history: History, at: list[int]) -> int:
    return sum(history[j] << k for k, j in enumerate(at))


def _find_reason(table: CaptureTable, at: list[int]) -> str:
    if not table.cells:
        return "the table is empty: nobody is on any list"
    if len(at) > MOST_LISTS:
        return f"log-linear models are fitted on up to {MOST_LISTS} lists, not {len(at)}"
    if len(table.cells) == 1:
        return "everyone is in one cell: all people are on exactly the same lists"
    if len(at) < 3:
        lists = "a single list cannot" if len(at) == 1 else "two lists cannot"
        return f"{lists} show how lists depend on each other: at least three that hold somebody are needed"
    if all(sum(history) == 1 for history, _ in table.cells):
        return "no overlap: every person is on one list only"
    everybody = [table.lists[j] for j in at if all(history[j] for history, _ in table.cells)]
    if everybody:
        return f"everyone is on list {everybody[0]}: every other list lies inside it and nobody was found without it"
    return ""
