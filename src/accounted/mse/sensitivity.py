"""How wrong a model's assumption would have to be for a conclusion to change.

The lists say nothing about the people on none of them; an assumption does (Aleshin-Guendel, Sadinle & Wakefield 2024,
doi:10.1093/biomtc/ujad028: models that fit what was seen equally well can differ without limit in what was not). Here
the number of unrecorded people is multiplied by ξ, which departs from the assumption and leaves what was seen alone:

    N(ξ) = n + ξ (N − n)

ξ = 1 is the model's own assumption, ξ = 2 twice as many unrecorded as it takes there to be. With two lists this is the
odds ratio of Gerritse, van der Heijden & Bakker (2015, doi:10.1515/jos-2015-0022). N(ξ) rises with ξ, so its quantiles
are n + ξ (Q − n), and the *tipping* ξ at which a quantile Q reaches a number c is ξ = (c − n) / (Q − n).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from accounted.model.capture import Estimate
from accounted.model.errors import UsageError
from accounted.mse.arguments import (
    a_number,
    a_probability,
    an_instance,
    check_arguments,
    draws_of_one,
    or_none,
    several,
)
from accounted.mse.departures import Departures
from accounted.mse.fitting import (
    Draws,
    Spread,
    check_draws,
    describe_draws,
    people_text,
    percent_text,
    spread_text,
    times_text,
)

__all__ = [
    "FACTORS",
    "Conclusion",
    "ScaledEstimate",
    "Sensitivity",
    "Tipping",
    "tip_conclusion",
    "tipping_factor",
    "vary_unseen",
]

FACTORS = (0.25, 1 / 3, 0.5, 2 / 3, 1.0, 1.5, 2.0, 3.0, 4.0)
"""ξ tried unless others are given: a quarter to four times the unrecorded."""

_WHERE_SEEN = {
    "within": "departures as large as that were seen between these lists",
    "at the edge": (
        "no departure that large was measured between these lists, but it lies within the doubt about those that were"
    ),
    "beyond": "no departure that large was seen between these lists",
    "unknown": "",
}


@dataclass(frozen=True, slots=True)
class Conclusion:
    """Something said about the number of people, to be tried: over or under a number.

    Args:
        words: As said, for example "over 30,000".
        number: The number.
        direction: `over` or `under` it.
        inclusive: Whether the number itself agrees with it ("at least", "at most").
    """

    words: str
    number: float
    direction: Literal["over", "under"]
    inclusive: bool = False


def a_conclusion(value: object, where: str) -> Conclusion:
    """Take a conclusion that can be tried.

    Raises:
        UsageError: It is none, has no number from 0, or no direction.
    """
    if not isinstance(value, Conclusion):
        what = f"{value!r:.40} is no conclusion"
        raise UsageError(what, where=where, mend='make one with Conclusion("over 300", 300, "over")')
    named = f"{where}, “{value.words}”"
    a_number()(value.number, named)
    if value.number < 0.0:
        raise UsageError(f"“{value.words}” has the number {value.number}", where=where, mend="give a number from 0")
    if value.direction not in ("over", "under"):
        raise UsageError(f"“{value.words}” says {value.direction!r}", where=where, mend="choose over or under")
    return value


a_departure = an_instance(Departures, mend="give what find_departures returned")


@dataclass(frozen=True, slots=True)
class ScaledEstimate:
    """The estimate if the unrecorded were `factor` times as many as the model takes them to be."""

    factor: float
    answer: Spread


@dataclass(frozen=True, slots=True)
class Tipping:
    """At which ξ a conclusion tips.

    Args:
        conclusion: What was said.
        status: Under the model's own assumption: `holds` (the whole interval agrees), `outside` (none of it does),
            `open` (part of it does), or `recorded`, when the people on the lists settle it whatever ξ is.
        probability: Probability that it holds under the model's own assumption.
        upper_reaches: ξ at which the upper end of the interval reaches the number; None when no ξ does.
        middle_reaches: The same for the median.
        lower_reaches: The same for the lower end.
        sentence: In words.
    """

    conclusion: Conclusion
    status: Literal["holds", "outside", "open", "recorded"]
    probability: float
    upper_reaches: float | None
    middle_reaches: float | None
    lower_reaches: float | None
    sentence: str


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """How the answer moves with the number of unrecorded people.

    Args:
        n_observed: People on the lists.
        rows: The estimate over ξ, ascending.
        band: The estimates at both ends of the departures seen between the lists; empty without them.
        tippings: One per conclusion.
        departures: The departures seen, or None when they were not looked for.
        prob: Probability of the intervals.
        sentences: In words.
    """

    n_observed: int
    rows: tuple[ScaledEstimate, ...]
    band: tuple[ScaledEstimate, ...]
    tippings: tuple[Tipping, ...]
    departures: Departures | None
    prob: float
    sentences: tuple[str, ...]


@check_arguments(estimate=an_instance(Estimate, mend="give a stratum that was estimated"), threshold=a_number(0.0))
def tipping_factor(estimate: Estimate, threshold: float) -> float | None:
    """Find ξ such that the interval just reaches a threshold when the unrecorded are ξ times as many.

    The people on no list are multiplied: N(ξ) = n + ξ (N − n), which departs from the identifying assumption and leaves
    what was seen alone. For a threshold above the interval ξ = (c − n) / (upper − n) > 1; for one below it
    ξ = (c − n) / (lower − n) < 1.

    Args:
        estimate: An estimate with its interval.
        threshold: Number of people, for example of a claim.

    Returns:
        ξ; 1 when the threshold lies in the interval; None when no ξ reaches it: fewer people than are on the lists,
        or an interval that ends at those on the lists.

    >>> from accounted.mse import estimate, CaptureTable
    >>> made_up = CaptureTable.of("ABC", {(1, 0, 0): 41, (0, 1, 0): 36, (0, 0, 1): 30, (1, 1, 0): 9, (1, 0, 1): 11,
    ...                                   (0, 1, 1): 8, (1, 1, 1): 3})
    >>> answer = estimate(made_up, models=("dga",)).strata[0]
    >>> answer.lower, answer.upper, round(tipping_factor(answer, 1_000), 2), tipping_factor(answer, 100)
    (211.0, 351.0, 4.05, None)
    """
    n = estimate.n_observed
    if threshold < n:
        return None
    if estimate.lower <= threshold <= estimate.upper:
        return 1.0
    end = estimate.upper if threshold > estimate.upper else estimate.lower
    return (threshold - n) / (end - n) if end > n else None


@check_arguments(
    draws=draws_of_one,
    n_observed=a_number(0.0),
    conclusions=several(a_conclusion),
    departures=or_none(a_departure),
    factors=several(a_number()),
    prob=a_probability,
)
def vary_unseen(
    draws: Draws,
    n_observed: int,
    *,
    conclusions: Sequence[Conclusion] = (),
    departures: Departures | None = None,
    factors: Sequence[float] = FACTORS,
    prob: float = 0.95,
) -> Sensitivity:
    """Multiply the unrecorded by ξ, and say at which ξ each conclusion tips.

    Args:
        draws: Equally likely draws of N under the model's own assumption.
        n_observed: People on the lists.
        conclusions: What was said about the number.
        departures: Departures seen between the lists, to set ξ against.
        factors: ξ to try; 1 is always among them.
        prob: Probability of the intervals.

    Raises:
        UsageError: A factor or number below 0, an unknown direction, a probability not between 0 and 1, or draws that
            cannot be numbers of people.

    >>> from accounted.mse import CaptureTable, average_graphs
    >>> made_up = CaptureTable.of("ABC", {(1, 0, 0): 41, (0, 1, 0): 36, (0, 0, 1): 30, (1, 1, 0): 9, (1, 0, 1): 11,
    ...                                   (0, 1, 1): 8, (1, 1, 1): 3})
    >>> said = Conclusion("over 600", 600, "over")
    >>> answer = vary_unseen(average_graphs(made_up).spread_draws(4_000), 138, conclusions=[said], factors=[2])
    >>> [(row.factor, row.answer.point, row.answer.lower, round(row.answer.upper)) for row in answer.rows]
    [(1.0, 264.0, 211.0, 351), (2.0, 390.0, 284.0, 564)]
    >>> print(answer.tippings[0].sentence[:93])
    “over 600” lies outside the 95 % interval; for it to lie inside, the unrecorded would have to
    """
    values = check_draws(draws, least=n_observed)
    for factor in factors:
        if factor < 0.0:
            raise UsageError(f"the unrecorded cannot be multiplied by {factor}", mend="use numbers from 0, as 0.5 or 2")
    model = describe_draws(values, prob)
    rows = tuple(_scale(model, n_observed, factor) for factor in sorted({1.0, *map(float, factors)}))
    ends = [end for end in (departures.lower, departures.upper) if end is not None] if departures else []
    band = tuple(_scale(model, n_observed, end) for end in ends)
    tippings = tuple(
        tip_conclusion(values, n_observed, conclusion, departures=departures, prob=prob) for conclusion in conclusions
    )
    said = [_say_model(model, n_observed, prob), *_say_band(band, departures, prob), *(t.sentence for t in tippings)]
    return Sensitivity(n_observed, rows, band, tippings, departures, prob, tuple(said))


def _scale(model: Spread, n: int, factor: float) -> ScaledEstimate:
    ends = (model.point, model.lower, model.upper, model.lower_80, model.upper_80)
    return ScaledEstimate(factor, Spread(*(n + factor * (end - n) for end in ends)))


def _say_model(model: Spread, n: int, prob: float) -> str:
    return (
        f"{people_text(n)} people are on the lists; with the model's own assumption about those on none of them there "
        f"were {spread_text(model, prob)}. The lists cannot test that assumption."
    )


def _say_band(band: tuple[ScaledEstimate, ...], departures: Departures | None, prob: float) -> list[str]:
    if departures is None:
        return []
    lead = departures.sentences[0] if departures.sentences else ""
    if len(band) < 2:
        return [lead] if lead else []
    low, high = band[0].answer.lower, band[-1].answer.upper
    return [
        *([lead] if lead else []),
        f"Were the unrecorded {times_text(band[0].factor, -1)} to {times_text(band[-1].factor, 1)} times as many "
        f"as the model takes them to be, the {100 * prob:g} % interval would run from {people_text(low)} to "
        f"{people_text(high)}.",
    ]


@check_arguments(
    draws=draws_of_one,
    n_observed=a_number(0.0),
    conclusion=a_conclusion,
    departures=or_none(a_departure),
    prob=a_probability,
)
def tip_conclusion(
    draws: Draws, n_observed: int, conclusion: Conclusion, *, departures: Departures | None = None, prob: float = 0.95
) -> Tipping:
    """Find the ξ at which a conclusion tips.

    Raises:
        UsageError: A number below 0, an unknown direction, a probability not between 0 and 1, or draws that cannot be
            numbers of people.

    >>> tip_conclusion(np.arange(150.0, 251.0), 100, Conclusion("fewer than 120", 120, "under")).lower_reaches
    0.38095238095238093
    """
    values, c = check_draws(draws, least=n_observed), float(conclusion.number)
    model = describe_draws(values, prob)
    is_over = conclusion.direction == "over"
    share = float(np.mean(_agrees(values, conclusion)))
    if n_observed > c or (n_observed == c and conclusion.inclusive == is_over):
        verb = "holds" if is_over else "cannot hold"
        n = people_text(n_observed)
        sentence = f"“{conclusion.words}” {verb} however many are unrecorded: {n} people are on the lists."
        return Tipping(conclusion, "recorded", float(is_over), None, None, None, sentence)
    upper, middle, lower = (_reach(c, n_observed, end) for end in (model.upper, model.point, model.lower))
    ends = _agrees(np.array([model.lower, model.upper]), conclusion)
    status: Literal["holds", "outside", "open"] = "holds" if ends.all() else "open" if ends.any() else "outside"
    sentence = _say_tipping(conclusion, status, share, (upper, middle, lower), departures, prob)
    return Tipping(conclusion, status, share, upper, middle, lower, sentence)


def _agrees(values: Draws, conclusion: Conclusion) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    if conclusion.direction == "over":
        return values >= conclusion.number if conclusion.inclusive else values > conclusion.number
    return values <= conclusion.number if conclusion.inclusive else values < conclusion.number


def _reach(c: float, n: int, end: float) -> float | None:
    return (c - n) / (end - n) if end > n else None


def _say_tipping(
    conclusion: Conclusion,
    status: str,
    share: float,
    reach: Sequence[float | None],
    departures: Departures | None,
    prob: float,
) -> str:
    """Word it; the factor that counts is that of the end of the interval nearest to the number."""
    upper, middle, lower = reach
    is_over = conclusion.direction == "over"
    named, per_cent = f"“{conclusion.words}”", f"{100 * prob:g} %"
    if status == "outside":
        first = upper if is_over else lower
        if first is None:
            return (
                f"{named} lies outside the {per_cent} interval; with this model there is nobody unrecorded to multiply."
            )
        lead = f"{named} lies outside the {per_cent} interval; for it to lie inside, the unrecorded would have to be"
        then = f"; for it to be more likely than not, {_bound(middle, is_over)}" if middle is not None else ""
        return f"{lead} {_bound(first, is_over)} as many as the model takes them to be{then}{_seen(first, departures)}."
    if status == "holds":
        first = lower if is_over else upper
        if first is None:
            return f"{named} holds over the whole {per_cent} interval; with this model there is nobody unrecorded."
        lead = f"{named} holds over the whole {per_cent} interval; it would not if the unrecorded were"
        then = f"; {_bound(middle, not is_over)}, and it would be less likely than not" if middle is not None else ""
        most = f"{_bound(first, not is_over)} as many as the model takes them to be"
        return f"{lead} {most}{then}{_seen(first, departures)}."
    sure, out = (lower, upper) if is_over else (upper, lower)
    parts = [f"{named} holds in part of the {per_cent} interval (probability {percent_text(share)})"]
    if sure is not None:
        parts.append(f"it would hold over the whole of it if the unrecorded were {_bound(sure, is_over)} as many")
    if out is not None:
        parts.append(f"it would lie outside if they were {_bound(out, not is_over)} as many")
    return "; ".join(parts) + "."


def _bound(factor: float, is_least: bool) -> str:
    """Name a factor that is needed at least, or at most, rounded outwards so that as printed it is enough."""
    return f"{'at least' if is_least else 'at most'} {times_text(factor, 1 if is_least else -1)} times"


def _seen(factor: float, departures: Departures | None) -> str:
    where = _WHERE_SEEN[departures.place(factor)] if departures else ""
    against = ", measured against independence" if departures and departures.scale == "independence" else ""
    return f" ({where}{against})" if where else ""
