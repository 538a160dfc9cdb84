"""Covariates of people as columns that learners can use: nothing is dropped silently, nothing depends on row order.

A covariate is a number when everything stated in it is a number, else a category. What is not stated becomes an
indicator of its own (numbers) or a level of its own (categories); numbers then stand at the median. No step looks at
the capture histories, so nothing here has to be repeated in each fold.
"""

from __future__ import annotations

import math
import numbers
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from accounted.model.errors import InvalidTable
from accounted.mse.smooth import make_smooth, rank_evenly

__all__ = ["MISSING", "Column", "Design", "Group", "Value", "build_design", "order_rows", "read_columns"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Value = str | float | None

MISSING = frozenset({"", "not stated"})
"""Texts that state nothing."""

_KNOTS = (0.05, 0.275, 0.5, 0.725, 0.95)  # Harrell 2015, Regression Modeling Strategies, five knots
_LEAST_PER_LEVEL = 20
_MOST_LEVELS = 40
_MOST_BINS = 32
_STEPS = 10
_REGIONS = 5
_WIDTH = 0.8


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """One covariate.

    Args:
        name: Its name.
        values: The numbers, or the positions in `levels`; NaN and −1 where nothing is stated.
        levels: Sorted values of a category; empty for a number.
    """

    name: str
    values: Floats
    levels: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Group:
    """People who share a value of one covariate, for looking at where lists overlap."""

    label: str
    member: NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Design:
    """Covariates ready for learners; one row per person.

    Args:
        names: Covariates in which people differ.
        curves: Numbers as natural cubic splines, categories as indicators.
        steps: Tenths of numbers and categories, as indicators.
        bumps: Smooth functions of all covariates at once.
        bins: Every covariate cut into at most 64 bins, for trees; 0 holds what is not stated.
        groups: Every level of a category, fifths of a number.
        warnings: What was joined or left out, and what is not stated, in sentences.
    """

    names: tuple[str, ...]
    curves: Floats
    steps: Floats
    bumps: Floats
    bins: NDArray[np.uint8]
    groups: tuple[Group, ...]
    warnings: tuple[str, ...]


def read_columns(covariates: Mapping[str, Sequence[Value]], n_people: int) -> tuple[Column, ...]:
    """Read covariates, sorted by name.

    Raises:
        InvalidTable: A column of the wrong length, with an infinite number, or with both numbers and words.

    >>> [(c.name, c.values.tolist(), c.levels) for c in read_columns({"sex": ["f", None, "m"], "age": [30, 4.5, 7]}, 3)]
    [('age', [30.0, 4.5, 7.0], ()), ('sex', [0.0, -1.0, 1.0], ('f', 'm'))]
    """
    return tuple(_read_column(name, covariates[name], n_people) for name in sorted(covariates, key=str))


def _read_column(name: str, values: Sequence[Value], n_people: int) -> Column:
    where = f"covariate {name}"
    if not isinstance(name, str):
        raise InvalidTable(f"a covariate has the name {name!r}", mend="name every covariate by text")
    if not isinstance(values, Iterable) or isinstance(values, (str, bytes)):
        raise InvalidTable("no values, one per person", where=where, mend="give them in a list")
    values = list(values)
    for row, value in enumerate(values, start=1):
        if value is not None and not isinstance(value, (str, numbers.Real, np.bool_)):
            what = f"{type(value).__name__} where a number or text can stand"
            raise InvalidTable(what, where=f"{where}, row {row}", mend="give None where nothing is stated")
    if len(values) != n_people:
        what = f"{len(values)} values for {n_people} people"
        raise InvalidTable(what, where=where, mend="give one value per person, None where nothing is stated")
    stated = [None if _is_missing(value) else value for value in values]
    given = [value for value in stated if value is not None]
    words = [value for value in given if isinstance(value, str)]
    if words and len(words) < len(given):
        number = next(value for value in given if not isinstance(value, str))
        what = f"both words ({words[0]!r}) and numbers ({number})"
        raise InvalidTable(what, where=where, mend="write all values as numbers, or all as text")
    if words:
        levels = tuple(sorted(set(words)))
        at = {level: float(j) for j, level in enumerate(levels)}
        return Column(name, np.array([-1.0 if v is None else at[str(v)] for v in stated]), levels)
    stated_numbers = np.array([math.nan if value is None else float(value) for value in stated])
    if np.isinf(stated_numbers).any():
        row = int(np.flatnonzero(np.isinf(stated_numbers))[0]) + 1
        raise InvalidTable("an infinite number", where=f"{where}, row {row}", mend="correct it or give None")
    return Column(name, stated_numbers, ())


def _is_missing(value: Value) -> bool:
    if isinstance(value, str):
        return value.strip() in MISSING
    return value is None or math.isnan(value)


def order_rows(columns: Sequence[Column], histories: NDArray[np.int8]) -> Ints:
    """Put people in the order of what is known of them, so that the answer does not depend on the order given.

    >>> order_rows(read_columns({"age": [3, 1, 1]}, 3), np.array([[1, 0], [1, 1], [0, 1]], dtype=np.int8)).tolist()
    [2, 0, 1]
    """
    keys = [column.values for column in reversed(columns)]
    return np.asarray(np.lexsort((*keys, *histories.T[::-1])), dtype=np.int64)


def build_design(columns: Sequence[Column], n_people: int) -> Design:
    """Make the columns for learners.

    >>> design = build_design(read_columns({"sex": ["f", "m", "m"] * 20, "age": list(range(60))}, 60), 60)
    >>> design.curves.shape, design.steps.shape, design.bins.shape, [group.label for group in design.groups][-2:]
    ((60, 6), (60, 12), (60, 2), ['sex = m', 'sex = f'])
    """
    warnings: list[str] = []
    names: list[str] = []
    curves, steps, points = ([np.empty((n_people, 0))] for _ in range(3))
    bins = [np.empty((n_people, 0), dtype=np.uint8)]
    groups: list[Group] = []
    for column in columns:
        missing = np.isnan(column.values) if not column.levels else column.values < 0
        if missing.any():
            share = 100 * missing.mean()
            warnings.append(f"{column.name} is not stated for {share:.1f} % of the people: kept as a value of its own")
        coded = _code_levels(column, warnings) if column.levels else _cut(column.values, _MOST_BINS)
        if len(np.unique(coded)) < 2:
            warnings.append(f"{column.name} is the same for everybody and is left out")
            continue
        names.append(column.name)
        bins.append(coded.astype(np.uint8)[:, None])
        if column.levels:
            indicators = _indicate(coded)
            curves.append(indicators)
            points.append(indicators)
            groups += _name_levels(column, coded)
        else:
            curves.append(_bend(column.values, missing))
            points.append(np.column_stack([_rank(column.values, missing), *_mark(missing)]))
            groups += _name_fifths(column, missing)
        steps.append(_indicate(coded if column.levels else _cut(column.values, _STEPS)))
    return Design(
        tuple(names),
        np.column_stack(curves),
        np.column_stack(steps),
        make_smooth(np.column_stack(points), _WIDTH),
        np.column_stack(bins),
        tuple(groups),
        tuple(warnings),
    )


def _code_levels(column: Column, warnings: list[str]) -> Ints:
    """Number levels from 1 by frequency, rare ones together as the last; 0 where nothing is stated."""
    counts = np.bincount(column.values[column.values >= 0].astype(np.int64), minlength=len(column.levels))
    order = np.argsort(-counts, kind="stable")
    n_kept = min(int(np.sum(counts >= _LEAST_PER_LEVEL)), _MOST_LEVELS)
    if len(order) - n_kept < 2:
        n_kept = len(order)
    else:
        n_rare, people = len(order) - n_kept, int(counts[order[n_kept:]].sum())
        warnings.append(f"{n_rare} rare values of {column.name} ({people} people) are taken as one")
    code = np.empty(len(order) + 1, dtype=np.int64)
    code[order] = np.minimum(np.arange(len(order)), n_kept) + 1
    code[-1] = 0
    return code[column.values.astype(np.int64)]


def _name_levels(column: Column, coded: Ints) -> list[Group]:
    groups = []
    for code in np.unique(coded):
        member = coded == code
        here = np.unique(column.values[member])
        name = "not stated" if code == 0 else column.levels[int(here[0])] if len(here) == 1 else "a rare value"
        groups.append(Group(f"{column.name} = {name}", member))
    return groups


def _cut(values: Floats, n_bins: int) -> Ints:
    """Cut numbers at their quantiles into bins from 1; 0 where nothing is stated."""
    given = values[~np.isnan(values)]
    if not given.size:
        return np.zeros(len(values), dtype=np.int64)
    edges = np.unique(np.quantile(given, np.arange(1, n_bins) / n_bins, method="lower"))
    bins = np.searchsorted(edges, values, side="left") + 1
    return np.where(np.isnan(values), 0, bins).astype(np.int64)


def _name_fifths(column: Column, missing: NDArray[np.bool_]) -> list[Group]:
    coded = _cut(column.values, _REGIONS)
    groups = []
    for code in np.unique(coded[~missing]):
        member = coded == code
        low, high = column.values[member].min(), column.values[member].max()
        groups.append(Group(f"{column.name} {low:g} to {high:g}" if low < high else f"{column.name} = {low:g}", member))
    if missing.any():
        groups.append(Group(f"{column.name} = not stated", missing))
    return groups


def _bend(values: Floats, missing: NDArray[np.bool_]) -> Floats:
    """Natural cubic splines, standardised (Hastie, Tibshirani & Friedman 2009, 5.2.1), and what is not stated."""
    given = values[~missing]
    filled = np.where(missing, np.median(given), values)
    middle, spread = filled.mean(), filled.std() or 1.0
    x, knots = (filled - middle) / spread, (np.unique(np.quantile(given, _KNOTS)) - middle) / spread
    parts = [x]
    if len(knots) > 2:
        last = knots[-1]
        d = [(np.clip(x - k, 0, None) ** 3 - np.clip(x - last, 0, None) ** 3) / (last - k) for k in knots[:-1]]
        parts += [_standardise(part - d[-1]) for part in d[:-1]]
    return np.column_stack([*parts, *_mark(missing)])


def _rank(values: Floats, missing: NDArray[np.bool_]) -> Floats:
    return rank_evenly(np.where(missing, np.median(values[~missing]), values))


def _indicate(coded: Ints) -> Floats:
    return np.column_stack([_centre(coded == code) for code in np.unique(coded)])


def _mark(missing: NDArray[np.bool_]) -> list[Floats]:
    return [_centre(missing)] if missing.any() else []


def _centre(member: NDArray[np.bool_]) -> Floats:
    # Not scaled: a rare level then has to earn its effect against the penalty.
    return np.asarray(member - member.mean(), dtype=np.float64)


def _standardise(column: Floats) -> Floats:
    spread = column.std()
    return np.asarray((column - column.mean()) / (spread if spread > 0 else 1.0), dtype=np.float64)
