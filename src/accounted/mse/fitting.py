"""What the checks of an estimate share: a model as a function, tables on fewer lists, draws and factors described.

The checks (sensitivity, lists left out, over-count, known answers, groups) ask a model for nothing but equally likely
draws of N from a table, so that they work on any model. Seeds are made from names, never from positions: the order of
lists does not matter, and the same call twice gives the same answer.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from accounted.model.capture import CaptureTable, History
from accounted.model.errors import UsageError
from accounted.mse.arguments import a_function, a_seed_sequence, a_table, check_arguments, draws_of_one
from accounted.mse.identifiability import check_table

__all__ = [
    "Draws",
    "Factor",
    "Fit",
    "Fitted",
    "Spread",
    "check_draws",
    "describe_draws",
    "fit_table",
    "held_lists",
    "keep_lists",
    "people_text",
    "percent_text",
    "quotient",
    "restrict_to",
    "seeds_for",
    "spread_text",
    "times_text",
]

Draws = NDArray[np.float64]

_QUOTIENT_POINTS = 500


class Fit(Protocol):
    """A model: from a table to equally likely draws of N, those on no list included."""

    def __call__(self, table: CaptureTable, seeds: np.random.SeedSequence) -> Draws | None:
        """Draw N from its posterior; None when the model cannot be fitted to this table."""


@dataclass(frozen=True, slots=True, eq=False)
class Fitted:
    """What a model gave: draws of N, or the reason why there are none."""

    draws: Draws | None
    reason: str


@dataclass(frozen=True, slots=True)
class Spread:
    """Median and intervals of a quantity, unrounded.

    Args:
        point: Median.
        lower: Lower end of the equal-tailed interval asked for.
        upper: Upper end.
        lower_80: Lower end of the interval that holds 80 %.
        upper_80: Upper end.
    """

    point: float
    lower: float
    upper: float
    lower_80: float
    upper_80: float


@dataclass(frozen=True, slots=True)
class Factor:
    """A factor ξ on the number of unrecorded people, with its interval; None is without bound above."""

    point: float | None
    lower: float | None
    upper: float | None

    @property
    def is_telling(self) -> bool:
        """Whether the interval leaves out half or double: else what it comes from could not have shown either."""
        return not ((self.lower is not None and self.lower <= 0.5) and (self.upper is None or self.upper >= 2.0))


@check_arguments(table=a_table, fit=a_function, seeds=a_seed_sequence)
def fit_table(table: CaptureTable, fit: Fit, seeds: np.random.SeedSequence) -> Fitted:
    """Fit a model to a table after looking whether the table can say anything; lists that hold nobody are left out.

    Raises:
        UsageError: The model gives draws that cannot be numbers of people.
        InvalidTable: More people than can be counted.
    """
    reason = check_table(table).reason
    if reason:
        return Fitted(None, reason)
    used = keep_lists(table, held_lists(table))
    draws = fit(used, seeds)
    if draws is None:
        return Fitted(None, "the model gives no estimate for this table")
    return Fitted(check_draws(draws, table.stratum, used.n_observed), "")


def check_draws(draws: Draws, where: str = "", least: float = 0.0) -> Draws:
    """Return draws of N when they can be numbers of people.

    Raises:
        UsageError: No draws, several rows of them, one that is not a number, or fewer people than are on the lists.

    >>> check_draws(np.array([150.0, 90.0]), "Velmar", 100)
    Traceback (most recent call last):
    accounted.model.errors.UsageError: Velmar: a draw of N is 90, below the 100 people on the lists. To mend: ...
    """
    values = draws_of_one(draws, where)
    if values.min() < least:
        what = f"a draw of N is {values.min():g}, below the {least:g} people on the lists"
        raise UsageError(what, where=where, mend="give draws of N, those on the lists included")
    return values


def seeds_for(seeds: np.random.SeedSequence, *names: str) -> np.random.SeedSequence:
    """Make seeds for a named part of the work, without changing the seeds given.

    >>> parent = np.random.SeedSequence(1)
    >>> one, two = seeds_for(parent, "Almen"), seeds_for(parent, "Almen")
    >>> bool((one.generate_state(4) == two.generate_state(4)).all())
    True
    """
    content = b"".join(len(raw).to_bytes(8, "big") + raw for raw in (n.encode("utf-8", "surrogatepass") for n in names))
    words = np.frombuffer(hashlib.sha256(content).digest(), dtype="<u4").tolist()
    return np.random.SeedSequence(seeds.entropy, spawn_key=(*seeds.spawn_key, *words))


def held_lists(table: CaptureTable) -> tuple[str, ...]:
    """Name the lists that hold somebody, sorted."""
    return tuple(sorted(name for j, name in enumerate(table.lists) if any(h[j] for h, _ in table.cells)))


def keep_lists(table: CaptureTable, names: Sequence[str]) -> CaptureTable:
    """Look at some of the lists only, in order of their names; people on none of them drop out.

    A history on the lists kept is impossible when all its continuations on the others are.

    >>> table = CaptureTable.of("BA", {(1, 0): 5, (1, 1): 2}, impossible=[(0, 1)])
    >>> keep_lists(table, "AB").impossible, keep_lists(table, "A").cells, keep_lists(table, "A").impossible
    (((1, 0),), (((1,), 2),), ())
    """
    kept = sorted(names)
    return _project(table, kept, [(h, n) for h, n in table.cells], table.impossible, len(table.lists) - len(kept))


def restrict_to(table: CaptureTable, name: str) -> CaptureTable:
    """Look at the people on one list only, as the other lists saw them; those that no other list saw drop out.

    >>> table = CaptureTable.of("ABC", {(1, 0, 0): 5, (1, 1, 0): 2, (0, 1, 1): 4, (1, 1, 1): 1})
    >>> restrict_to(table, "A").lists, restrict_to(table, "A").cells
    (('B', 'C'), (((1, 0), 2), ((1, 1), 1)))
    """
    at = table.lists.index(name)
    kept = sorted(other for other in table.lists if other != name)
    cells = [(h, n) for h, n in table.cells if h[at]]
    return _project(table, kept, cells, [h for h in table.impossible if h[at]], 0)


def _project(
    table: CaptureTable,
    kept: Sequence[str],
    cells: Sequence[tuple[History, int]],
    impossible: Sequence[History],
    n_summed: int,
) -> CaptureTable:
    """Sum over lists; a cell is impossible when all 2^n_summed cells that it sums are."""
    order = [table.lists.index(name) for name in kept]
    counts: dict[History, int] = {}
    for history, count in cells:
        key = tuple(history[j] for j in order)
        counts[key] = counts.get(key, 0) + count
    never: dict[History, int] = {}
    for history in impossible:
        key = tuple(history[j] for j in order)
        never[key] = never.get(key, 0) + 1
    nobody = (0,) * len(order)
    counts.pop(nobody, None)
    zeros = [key for key, n in never.items() if n == 2**n_summed and key != nobody]
    pairs = [(a, b) for a, b in table.dependent if a in kept and b in kept]
    return CaptureTable.of(kept, counts, table.stratum, zeros, pairs)


def describe_draws(draws: Draws, prob: float) -> Spread:
    """Give median and equal-tailed intervals of equally likely draws, unrounded.

    >>> describe_draws(np.arange(1.0, 102.0), 0.5)
    Spread(point=51.0, lower=26.0, upper=76.0, lower_80=11.0, upper_80=91.0)
    """
    tail = (1.0 - prob) / 2.0
    return Spread(*(float(q) for q in np.quantile(draws, [0.5, tail, 1.0 - tail, 0.1, 0.9])))


def quotient(above: Draws, below: Draws, prob: float) -> Spread:
    """Describe the ratio of two quantities drawn apart, as if they were independent.

    Exact up to a grid of quantiles, all pairs of which are formed: no sampling, no seed.

    Raises:
        UsageError: A draw of the second is not above zero.

    >>> quotient(np.array([20.0, 40.0]), np.array([10.0, 10.0]), 0.95)
    Spread(point=3.0, lower=2.0, upper=4.0, lower_80=2.0, upper_80=4.0)
    """
    if below.min() <= 0.0:
        raise UsageError("a ratio to nobody was asked for", mend="compare with a group that has people in it")
    probs = (np.arange(_QUOTIENT_POINTS) + 0.5) / _QUOTIENT_POINTS
    grid = [np.quantile(draws, probs, method="inverted_cdf") for draws in (above, below)]
    return describe_draws(np.divide.outer(grid[0], grid[1]).ravel(), prob)


def people_text(value: float) -> str:
    """Write a number of people, whole, with commas between thousands.

    >>> people_text(30000.4)
    '30,000'
    """
    return f"{value:,.0f}"


def spread_text(spread: Spread, prob: float) -> str:
    """Write a number of people with its interval.

    >>> spread_text(Spread(264.0, 211.0, 351.0, 228.0, 309.0), 0.95)
    '264 (95 %: 211–351)'
    """
    ends = f"{people_text(spread.lower)}–{people_text(spread.upper)}"
    return f"{people_text(spread.point)} ({100 * prob:g} %: {ends})"


def percent_text(share: float) -> str:
    """Write a probability or share in whole per cent, never as certain.

    >>> percent_text(0.934), percent_text(1.0), percent_text(0.001)
    ('93 %', 'over 99 %', 'under 1 %')
    """
    if share > 0.99:
        return "over 99 %"
    return "under 1 %" if share < 0.01 else f"{100 * share:.0f} %"


def times_text(factor: float, away: int = 0) -> str:
    """Write a factor: whole from 10, one decimal from 2, two below, two digits when tiny.

    Args:
        factor: At least 0.
        away: 1 rounds up, −1 rounds down, so that a factor as printed is enough; 0 rounds to the nearest.

    >>> times_text(2.31), times_text(2.31, 1), times_text(0.614, -1), times_text(12.2, 1), times_text(0.00123)
    ('2.3', '2.4', '0.61', '13', '0.0012')
    """
    if factor <= 0.0:
        return "0"
    if factor >= 10.0:
        digits = 0
    elif factor >= 2.0:
        digits = 1
    else:
        digits = 2 if factor >= 0.1 else 1 - math.floor(math.log10(factor))
    scaled = factor * 10**digits
    # What differs from a whole number in the last bits only is one.
    if abs(scaled - round(scaled)) < 1e-9 * max(scaled, 1.0) or away == 0:
        whole = round(scaled)
    else:
        whole = math.ceil(scaled) if away > 0 else math.floor(scaled)
    text = f"{whole / 10**digits:,.{digits}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
