"""Two groups, or many: ratio, difference, and which is larger, from joint draws of their numbers.

Joint draws keep what the groups share (a sampled linkage, pooled capture rates), so that the ratio of two numbers can
be known better than either. Every quantity is formed draw by draw, then described; limits are never divided by each
other.

With several groups or comparisons each interval holds its quantity with the stated probability, but all of them
together hold theirs with less. *Simultaneous* intervals hold all at once. They are made from ranks, after Besag, Green,
Higdon & Mengersen (1995, doi:10.1214/ss/1177010123): with r_g(t) the rank of draw t among the T draws of group g,

    a(t) = max{ max_g r_g(t),  T + 1 − min_g r_g(t) },      t* = the ⌈prob · T⌉-th smallest a(t),

and every group's interval runs from its (T + 1 − t*)-th to its t*-th smallest draw. Ranks do not change when quantities
are transformed, so ratios and their logarithms get the same intervals.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata

from accounted.model.errors import UsageError
from accounted.mse.arguments import (
    a_probability,
    a_text,
    check_arguments,
    draws_of_many,
    draws_of_one,
    exactly_two,
    or_none,
    pairs_of_names,
    some_names,
)
from accounted.mse.fitting import (
    Draws,
    Spread,
    check_draws,
    describe_draws,
    people_text,
    percent_text,
    times_text,
)

__all__ = [
    "GroupComparison",
    "GroupComparisons",
    "JointInterval",
    "JointIntervals",
    "compare_groups",
    "compare_many",
    "simultaneous_intervals",
]

_LEAST_BEYOND = 10

Matrix = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class GroupComparison:
    """Two groups compared.

    Args:
        names: The groups, A and B.
        ratio: A / B.
        difference: A − B.
        probability: P(A > B).
        probability_equal: P(A = B); above 0 for small whole numbers only.
        prob: Probability of the intervals.
        sentence: In words.
    """

    names: tuple[str, str]
    ratio: Spread
    difference: Spread
    probability: float
    probability_equal: float
    prob: float
    sentence: str


@dataclass(frozen=True, slots=True)
class JointInterval:
    """One of several quantities, with its own interval and the one that holds together with all the others.

    Args:
        name: What it is.
        point: Median.
        lower: Lower end of its own equal-tailed interval.
        upper: Upper end.
        joint_lower: Lower end of the simultaneous interval, never above `lower`.
        joint_upper: Upper end, never below `upper`.
    """

    name: str
    point: float
    lower: float
    upper: float
    joint_lower: float
    joint_upper: float


@dataclass(frozen=True, slots=True)
class JointIntervals:
    """Simultaneous intervals beside pointwise ones.

    Args:
        rows: One per quantity, in the order given.
        prob: Probability of each own interval, and of all simultaneous ones together.
        prob_each: Share of its draws that each simultaneous interval holds at least.
        prob_together: Share of the draws that all own intervals hold at once.
        n_beyond: Draws beyond each end of the simultaneous intervals; with fewer than ten they are rough.
        sentences: In words.
    """

    rows: tuple[JointInterval, ...]
    prob: float
    prob_each: float
    prob_together: float
    n_beyond: int
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GroupComparisons:
    """Several comparisons with simultaneous intervals beside their own.

    Args:
        comparisons: One per pair.
        ratios: Intervals of the ratios, simultaneous over all pairs.
        differences: Intervals of the differences, likewise.
        sentences: In words.
    """

    comparisons: tuple[GroupComparison, ...]
    ratios: JointIntervals
    differences: JointIntervals
    sentences: tuple[str, ...]


@check_arguments(draws_a=draws_of_one, draws_b=draws_of_one, names=exactly_two(a_text), prob=a_probability)
def compare_groups(draws_a: Draws, draws_b: Draws, names: tuple[str, str], prob: float = 0.95) -> GroupComparison:
    """Compare two groups by joint draws.

    Args:
        draws_a: Draws of the number of people in group A.
        draws_b: Draws for group B, each from the same joint draw as the one of A in its place.
        names: What the groups are called.
        prob: Probability of the intervals; that of 80 % stands beside it.

    Raises:
        UsageError: Different numbers of draws, a draw of B that is 0, a probability not between 0 and 1, or draws that
            cannot be numbers of people.

    >>> rng = np.random.default_rng(1)
    >>> a, b = 300.0 + rng.poisson(120, 4_000), 200.0 + rng.poisson(90, 4_000)
    >>> print(compare_groups(a, b, ("women", "men")).sentence)
    women: 1.45 times as many as men (95 %: 1.34–1.57; 80 %: 1.37–1.53), 130 more (95 %: 102–159); the probability \
that women are more is over 99 %.
    """
    a, b = check_draws(draws_a, names[0]), check_draws(draws_b, names[1])
    if a.size != b.size:
        what = f"{a.size} draws of {names[0]}, but {b.size} of {names[1]}"
        raise UsageError(what, mend="give joint draws, as many of one as of the other")
    if b.min() <= 0.0:
        raise UsageError(f"a draw of {names[1]} is 0: there is no ratio to nobody", mend="compare the other way round")
    ratio, difference = describe_draws(a / b, prob), describe_draws(a - b, prob)
    greater, equal = float(np.mean(a > b)), float(np.mean(a == b))
    return GroupComparison(
        names, ratio, difference, greater, equal, prob, _say(names, ratio, difference, greater, equal, prob)
    )


def _say(names: tuple[str, str], ratio: Spread, difference: Spread, greater: float, equal: float, prob: float) -> str:
    per_cent = f"{100 * prob:g} %"
    low, high = difference.lower, difference.upper
    point = f"{people_text(abs(difference.point))} {'more' if difference.point >= 0 else 'fewer'}"
    if low >= 0:
        span = f"{people_text(low)}–{people_text(high)}"
    elif high <= 0:
        span = f"{people_text(-high)}–{people_text(-low)}"
    else:
        span = f"{people_text(-low)} fewer to {people_text(high)} more"
    unsure = "" if ratio.lower > 1.0 or ratio.upper < 1.0 else "; which of the two is larger cannot be told"
    same = f", that they are as many {percent_text(equal)}" if equal >= 0.01 else ""
    return (
        f"{names[0]}: {times_text(ratio.point)} times as many as {names[1]} ({per_cent}: "
        f"{times_text(ratio.lower)}–{times_text(ratio.upper)}; 80 %: {times_text(ratio.lower_80)}–"
        f"{times_text(ratio.upper_80)}), {point} ({per_cent}: {span}); the probability that {names[0]} are more is "
        f"{percent_text(greater)}{same}{unsure}."
    )


@check_arguments(draws=draws_of_many, names=some_names, prob=a_probability)
def simultaneous_intervals(draws: Matrix, names: Sequence[str], prob: float = 0.95) -> JointIntervals:
    """Give intervals that hold several quantities at once, beside the interval of each alone.

    Args:
        draws: Joint draws, one row per draw, one column per quantity.
        names: What the quantities are.
        prob: Probability of each own interval, and of all simultaneous ones together.

    Raises:
        UsageError: Draws that are not a table of finite numbers with one column per name, or a probability not between
            0 and 1.

    >>> draws = np.random.default_rng(1).normal(size=(4_000, 5))
    >>> answer = simultaneous_intervals(draws, "ABCDE")
    >>> round(answer.prob_each, 3), round(answer.prob_together, 2)
    (0.99, 0.78)
    """
    values = np.asarray(draws, dtype=np.float64)
    if values.ndim != 2 or not values.size or values.shape[1] != len(names):
        what = f"the draws have the shape {values.shape} for {len(names)} names"
        raise UsageError(what, mend="give one row per draw and one column per name")
    if not np.isfinite(values).all():
        raise UsageError("a draw is not a finite number", mend="leave out groups that are not estimable")
    n_draws = values.shape[0]
    end = _last_rank(values, prob)
    ordered = np.sort(values, axis=0)
    tail = (1.0 - prob) / 2.0
    points, lower, upper = np.quantile(values, [0.5, tail, 1.0 - tail], axis=0)
    joint_lower = np.minimum(ordered[n_draws - end], lower)
    joint_upper = np.maximum(ordered[end - 1], upper)
    columns = zip(names, points, lower, upper, joint_lower, joint_upper, strict=True)
    rows = tuple(JointInterval(str(name), *(float(value) for value in rest)) for name, *rest in columns)
    together = float(np.mean(np.all((values >= lower) & (values <= upper), axis=1)))
    each = float(np.min(np.mean((values >= joint_lower) & (values <= joint_upper), axis=0)))
    said = _say_joint(len(rows), n_draws - end, together, prob)
    return JointIntervals(rows, prob, each, together, n_draws - end, said)


def _last_rank(values: Matrix, prob: float) -> int:
    """Find t*; ties take the rank that is nearest to the middle, as a closed interval holds all of them."""
    n_draws = len(values)
    from_below = np.max(rankdata(values, method="min", axis=0), axis=1)
    from_above = n_draws + 1 - np.min(rankdata(values, method="max", axis=0), axis=1)
    a = np.sort(np.maximum(from_below, from_above))
    k = min(max(math.ceil(prob * n_draws - 1e-9), 1), n_draws)
    # At least the middle draw: many ties can make a small enough for the ends to cross.
    last: int = max(int(a[k - 1]), n_draws // 2 + 1)
    return last


def _say_joint(n_rows: int, n_beyond: int, together: float, prob: float) -> tuple[str, ...]:
    if n_rows == 1:
        return (f"There is one interval, which holds {100 * prob:g} %.",)
    said = (
        f"Each of the {n_rows} intervals alone holds {100 * prob:g} %; all of them at once hold "
        f"{percent_text(together)}. The simultaneous intervals beside them hold all {n_rows} at once with "
        f"{100 * prob:g} %."
    )
    if n_beyond >= _LEAST_BEYOND:
        return (said,)
    return (said, f"The ends of the simultaneous intervals rest on {n_beyond} draws beyond them: take more draws.")


@check_arguments(draws=draws_of_many, names=some_names, pairs=or_none(pairs_of_names), prob=a_probability)
def compare_many(
    draws: Matrix, names: Sequence[str], pairs: Sequence[tuple[str, str]] | None = None, prob: float = 0.95
) -> GroupComparisons:
    """Compare several pairs of groups, with simultaneous intervals beside the own interval of each.

    Args:
        draws: Joint draws of the numbers of people, one row per draw, one column per group.
        names: The groups.
        pairs: The pairs to compare; all of them unless given (a plan names them before the numbers are seen).
        prob: Probability of the intervals.

    Raises:
        UsageError: No pair, a pair of unknown or equal names, two groups of one name, or what `compare_groups` and
            `simultaneous_intervals` refuse.

    >>> rng = np.random.default_rng(1)
    >>> draws = np.column_stack([rng.normal(mean, 20.0, 4_000) for mean in (900.0, 950.0, 1_200.0)])
    >>> [row.name for row in compare_many(draws, ["north", "south", "coast"]).ratios.rows]
    ['north / south', 'north / coast', 'south / coast']
    """
    values = np.asarray(draws, dtype=np.float64)
    groups = [str(name) for name in names]
    if values.ndim != 2 or values.shape[1] != len(groups) or len(set(groups)) < len(groups):
        raise UsageError(
            f"the draws have the shape {values.shape} for {len(groups)} groups", mend="give one column per group name"
        )
    wanted = list(combinations(groups, 2)) if pairs is None else list(pairs)
    if not wanted:
        raise UsageError("there is no pair of groups to compare", mend="name at least two groups")
    for a, b in wanted:
        if a not in groups or b not in groups or a == b:
            raise UsageError(f"{a} and {b} cannot be compared", mend=f"choose two of: {', '.join(groups)}")
    columns = [(values[:, groups.index(a)], values[:, groups.index(b)]) for a, b in wanted]
    comparisons = tuple(compare_groups(a, b, pair, prob) for (a, b), pair in zip(columns, wanted, strict=True))
    ratios = np.column_stack([a / b for a, b in columns])
    differences = np.column_stack([a - b for a, b in columns])
    joint = simultaneous_intervals(ratios, [f"{a} / {b}" for a, b in wanted], prob)
    apart = simultaneous_intervals(differences, [f"{a} − {b}" for a, b in wanted], prob)
    return GroupComparisons(comparisons, joint, apart, (*(c.sentence for c in comparisons), *joint.sentences))
