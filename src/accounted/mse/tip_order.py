"""What it would take for the larger of two groups not to be the larger: a factor on the unrecorded of one of them."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from accounted.model.errors import UsageError
from accounted.mse.arguments import a_number, a_probability, a_text, check_arguments, draws_of_one, exactly_two
from accounted.mse.fitting import Draws, check_draws, percent_text, times_text

__all__ = ["OrderTipping", "tip_order"]


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


@check_arguments(
    draws_a=draws_of_one,
    draws_b=draws_of_one,
    n_observed=exactly_two(a_number(0.0)),
    names=exactly_two(a_text),
    prob=a_probability,
)
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
