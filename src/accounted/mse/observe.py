"""People with their capture histories and covariates, checked, and put in an order of their own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from accounted.model.errors import InvalidTable, UsageError
from accounted.mse.covariates import Column, Value, build_design, order_rows, read_columns
from accounted.mse.list_pairs import Observed

__all__ = ["Histories", "observe_people"]

Histories = NDArray[np.int8]


def _as_histories(histories: Histories) -> NDArray[np.generic]:
    try:
        given = np.asarray(histories)
    except ValueError:
        given = np.empty(0, dtype=object)
    if given.dtype.kind not in "biuf":
        raise InvalidTable("histories are no table of numbers", mend="give one row per person with 0 or 1 per list")
    return given


def observe_people(histories: Histories, lists: Sequence[str], covariates: Mapping[str, Sequence[Value]]) -> Observed:
    """Put people in an order that does not depend on how they were given.

    Raises:
        InvalidTable: Histories that are not 0 or 1, a person on no list, covariates that do not fit.
        UsageError: Fewer than two lists, or a name twice.
    """
    given = _as_histories(histories)
    if len(lists) < 2 or len(set(lists)) < len(lists):
        raise UsageError("at least two lists with different names are needed", mend="name each list once")
    if given.ndim != 2 or given.shape[1] != len(lists):
        raise InvalidTable(f"histories of {len(lists)} lists need that many columns", mend="one row per person")
    if not len(given):
        raise InvalidTable("there is nobody", mend="give one row per person")
    wrong = np.argwhere((given != 0) & (given != 1))
    if len(wrong):
        row, column = (int(v) for v in wrong[0])
        where = f"row {row + 1}, list {lists[column]}"
        raise InvalidTable(f"{given[row, column]} where only 0 or 1 can stand", where=where, mend="correct it")
    nowhere = np.flatnonzero(~given.any(axis=1))
    if len(nowhere):
        raise InvalidTable("a person on no list", where=f"row {int(nowhere[0]) + 1}", mend="leave such rows out")
    names = tuple(sorted(lists))
    sorted_lists = given[:, [list(lists).index(name) for name in names]].astype(np.int8)
    columns = read_columns(covariates, len(given))
    order = order_rows(columns, sorted_lists)
    ordered = [Column(column.name, column.values[order], column.levels) for column in columns]
    return Observed(sorted_lists[order], names, build_design(ordered, len(given)))
