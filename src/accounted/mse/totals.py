"""What is said about several strata at once: their sum, the same asked directly, and which of two is larger.

Draws are joint: the same place holds what the same sampled linkage gave, in every stratum and in every question.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from accounted.model.capture import (
    CaptureTable,
    Estimate,
    History,
    JointComparison,
    ModelEstimate,
    NotEstimable,
    Total,
)
from accounted.mse.compare_groups import JointInterval, compare_many

__all__ = ["add_draws", "add_strata", "compare_jointly", "sum_tables"]

WHOLE = "all strata in one table"

Floats = NDArray[np.float64]


def sum_tables(tables: Sequence[CaptureTable]) -> CaptureTable | None:
    """Put strata together in one table; None when they are not of the same lists.

    A history is impossible when it is in every stratum; a pair of lists depends when it does in one.

    >>> parts = [CaptureTable.of("AB", {(1, 0): 2, (1, 1): n}, f"month {n}") for n in (1, 2)]
    >>> sum_tables(parts).cells
    (((1, 0), 4), ((1, 1), 3))
    """
    lists = tables[0].lists
    if any(table.lists != lists for table in tables):
        return None
    cells: dict[History, int] = {}
    for table in tables:
        for history, count in table.cells:
            cells[history] = cells.get(history, 0) + count
    never = set(tables[0].impossible).intersection(*(table.impossible for table in tables))
    pairs = sorted({pair for table in tables for pair in table.dependent})
    return CaptureTable.of(lists, cells, WHOLE, never, pairs)


def add_strata(
    results: Sequence[Estimate | NotEstimable],
    draws: Sequence[Floats],
    n_strata: int,
    direct: Estimate | NotEstimable | None,
    prob: float,
) -> Total | None:
    """Add joint draws of the strata that could be estimated.

    Args:
        results: The strata that have draws.
        draws: Of N, one row per sampled linkage.
        n_strata: Strata in all.
        direct: What all strata in one table give.
        prob: Probability of the interval.
    """
    if not draws:
        return None
    summed = add_draws(draws)
    tail = (1.0 - prob) / 2.0
    point, lower, upper = (float(round(q)) for q in np.quantile(summed, [0.5, tail, 1.0 - tail]))
    whole = len(draws) == n_strata
    beside, warning = None, ""
    if whole and isinstance(direct, Estimate):
        beside = ModelEstimate("direct", direct.point, direct.lower, direct.upper, 0.0)
        if max(lower, direct.lower) > min(upper, direct.upper):
            warning = (
                f"the strata add up to {lower:.0f}–{upper:.0f}, but put together in one table they give "
                f"{direct.lower:.0f}–{direct.upper:.0f}: they differ in how people are found"
            )
    of = "all strata" if whole else "estimated strata only"
    return Total(of, sum(r.n_observed for r in results), point, lower, upper, prob, beside, warning)


def add_draws(draws: Sequence[Floats]) -> Floats:
    """Add the draws of several strata, draw by draw.

    >>> add_draws([np.array([[1.0, 2.0]]), np.array([[10.0, 20.0]])]).tolist()
    [11.0, 22.0]
    """
    n_draws = min(drawn.size for drawn in draws)
    total = np.zeros(n_draws)
    for drawn in draws:  # a table of all of them would take more memory than all the rest, of thousands of strata
        total += _match_length(drawn, n_draws)
    return total


def _match_length(draws: Floats, n_draws: int) -> Floats:
    """Bring joint draws to a common number; only a stratum none of whose samples could be estimated differs."""
    flat = draws.ravel()
    return flat[np.arange(n_draws) * flat.size // n_draws]


def compare_jointly(
    draws: Mapping[str, Floats], pairs: Sequence[tuple[str, str]], prob: float
) -> tuple[tuple[JointComparison, ...], tuple[str, ...]]:
    """Compare pairs of strata, or of questions, by joint draws.

    Args:
        draws: Of N, by name, of those that could be estimated.
        pairs: Names to compare.
        prob: Probability of the intervals.

    Returns:
        The comparisons; and sentences about those that could not be made and about the intervals together.
    """
    possible = [pair for pair in pairs if set(pair) <= set(draws)]
    said = [
        f"{a} and {b} cannot be compared: {' and '.join(n for n in (a, b) if n not in draws)} could not be estimated"
        for a, b in pairs
        if (a, b) not in possible
    ]
    if not possible:
        return (), tuple(said)
    names = sorted({name for pair in possible for name in pair})
    n_draws = min(draws[name].size for name in names)
    joint = np.column_stack([_match_length(draws[name], n_draws) for name in names])
    found = compare_many(joint, names, possible, prob)
    rows = zip(found.comparisons, found.ratios.rows, found.differences.rows, strict=True)
    made = tuple(
        JointComparison(*c.names, _ends(ratio), _ends(difference), c.probability, prob, c.sentence)
        for c, ratio, difference in rows
    )
    return made, (*said, *(found.ratios.sentences if len(possible) > 1 else ()))


def _ends(row: JointInterval) -> tuple[float, float, float, float, float]:
    return row.point, row.lower, row.upper, row.joint_lower, row.joint_upper
