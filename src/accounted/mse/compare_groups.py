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
from accounted.mse.fitting import (
    Draws,
    Spread,
    check_draws,
    check_prob,
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
    "OrderTipping",
    "compare_groups",
    "compare_many",
    "simultaneous_intervals",
    "tip_order",
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


@dataclass(frozen=True, slots=True)
class OrderTipping:
    """What it would take for the conclusion that one group is larger than another to change.

    Args:
        names: The larger group by the model's own assumption, and the smaller.
        probability: P(first > second) under it.
        first_tips: ξ on the unrecorded of the first group alone at which it is no longer more likely the larger; None
            when no ξ does it.
        second_tips: The same for the second group alone.
        first_unsure: ξ on the first at which the probability falls to `prob`; None likewise, or when it is below
            already.
        second_unsure: The same for the second.
        prob: Probability from which the order is called sure.
        sentence: In words.
    """

    names: tuple[str, str]
    probability: float
    first_tips: float | None
    second_tips: float | None
    first_unsure: float | None
    second_unsure: float | None
    prob: float
    sentence: str


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
    check_prob(prob)
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
    check_prob(prob)
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


def tip_order(
    draws_a: Draws, draws_b: Draws, n_observed: tuple[int, int], names: tuple[str, str], prob: float = 0.95
) -> OrderTipping:
    """Say what it would take for the larger of two groups not to be: a factor ξ on the unrecorded of one of them alone.

    For a joint draw A > B(ξ) = n_B + ξ (B − n_B) as long as ξ < (A − n_B) / (B − n_B), so the probability at each ξ
    is a share of these draws, and its tipping points are their quantiles; likewise for A(ξ).

    Args:
        draws_a: Joint draws of the number of people in the first group.
        draws_b: Of the second.
        n_observed: People on the lists in each.
        names: What the groups are called.
        prob: Probability from which the order is called sure.

    Raises:
        UsageError: As for `compare_groups`, or a draw below those on the lists.

    >>> rng = np.random.default_rng(1)
    >>> a, b = 300.0 + rng.poisson(120, 4_000), 200.0 + rng.poisson(90, 4_000)
    >>> print(tip_order(a, b, (300, 200), ("women", "men")).sentence)
    With the model's assumption women are more than men (probability over 99 %). It would not be more likely than not \
if the unrecorded of men alone were at least 2.5 times as many as the model takes them to be.
    """
    check_prob(prob)
    a, b = check_draws(draws_a, names[0], n_observed[0]), check_draws(draws_b, names[1], n_observed[1])
    if a.size != b.size:
        what = f"{a.size} draws of {names[0]}, but {b.size} of {names[1]}"
        raise UsageError(what, mend="give joint draws, as many of one as of the other")
    (n_a, n_b), (first, second) = n_observed, names
    if np.mean(a > b) < np.mean(b > a):
        a, b, n_a, n_b, first, second = b, a, n_b, n_a, second, first
    share = float(np.mean(a > b))
    down, up = _tip_draws(b - n_a, a - n_a, np.inf), _tip_draws(a - n_b, b - n_b, -np.inf)
    is_sure = share >= prob
    first_tips, second_tips = _bounded(down, 0.5), _bounded(up, 0.5)
    sentence = _say_order((first, second), share, first_tips, second_tips)
    return OrderTipping(
        (first, second),
        share,
        first_tips,
        second_tips,
        _bounded(down, prob) if is_sure else None,
        _bounded(up, 1.0 - prob) if is_sure else None,
        prob,
        sentence,
    )


def _tip_draws(needed: Draws, unseen: Draws, tie: float) -> Draws:
    """Divide; where nobody is unrecorded no factor changes the draw, so it tips at none or at any."""
    fixed = np.where(needed == 0.0, tie, np.copysign(np.inf, needed))
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(unseen > 0, needed / unseen, fixed)


def _bounded(factors: Draws, share: float) -> float | None:
    """A quantile of factors when some factor from 0 reaches it."""
    value = float(np.quantile(factors, share, method="inverted_cdf"))
    return value if math.isfinite(value) and value >= 0.0 else None


def _say_order(names: tuple[str, str], share: float, first: float | None, second: float | None) -> str:
    lead = f"With the model's assumption {names[0]} are more than {names[1]} (probability {percent_text(share)})."
    ways = []
    if first is not None:
        ways.append(f"the unrecorded of {names[0]} alone were at most {times_text(first, -1)} times")
    if second is not None:
        ways.append(f"the unrecorded of {names[1]} alone were at least {times_text(second, 1)} times")
    if not ways:
        return f"{lead} No number of unrecorded people in one of the two alone would change that."
    way = ", or ".join(ways)
    return f"{lead} It would not be more likely than not if {way} as many as the model takes them to be."
