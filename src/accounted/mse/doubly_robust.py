"""Doubly robust estimation with covariates: two lists that are independent among people who are alike.

    p₁(x) = P(on list 1 | on list 2, x),  p₂(x) = P(on list 2 | on list 1, x)          x: what is known of a person
    N̂     = Σ_i  1 − (1 − Y_1i / p₁(x_i)) (1 − Y_2i / p₂(x_i))                         (one step, cross-fitted)
    Var N̂ = n · variance of these terms  +  n · ψ⁻¹ (ψ⁻¹ − 1),      ψ⁻¹ = N̂ / n

over the n people observed on any list, Y being 1 on the list and 0 off it. This is the estimator of Das, Kennedy &
Jewell (2023, Journal of the American Statistical Association; doi:10.48550/arXiv.2104.14091) with their q₁ q₂ / q₁₂
written by p₁ = q₁₂ / q₂ and p₂ = q₁₂ / q₁. What is left of the errors of the learnt chances is their product,
−(δ log p₁) (δ log p₂) on average, so one well learnt chance suffices, and two that are learnt slowly do. Their targeted
variant was tried and left out: its fluctuation runs away where hardly anybody is on both lists.

Steps: order the people by what is known of them; look where the two lists overlap; learn the two chances by
cross-fitting, from different people; correct; do so for every pair of lists; mix the pairs with equal weights unless
one is named. `as_estimate` gives the answer the shape that all estimates have.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq
from scipy.special import ndtr, ndtri

from accounted.model.capture import Diagnostics, Estimate, ModelEstimate, NotEstimable
from accounted.model.errors import UsageError
from accounted.mse.arguments import (
    a_mapping,
    a_probability,
    a_seed_sequence,
    a_text,
    a_whole_number,
    an_instance,
    check_arguments,
    exactly_two,
    or_none,
    pairs_of_names,
    some_names,
)
from accounted.mse.covariates import Value
from accounted.mse.list_pairs import (
    Observed,
    PairEstimate,
    PairRefused,
    estimate_pair,
    find_obstacle,
    find_thin,
    log_scale,
)
from accounted.mse.observe import Histories, observe_people

__all__ = ["DoublyRobustEstimate", "PairEstimate", "PairRefused", "as_estimate", "estimate_doubly_robust"]

Floats = NDArray[np.float64]

_FEW_ON_BOTH = 30
_FEW_PEOPLE = 500
_WIDEST = 10.0
_MOST_SPLITS = 1_000
_DRAWS = 8_000

_CLOSED = "nobody enters or leaves the population while the lists are kept"
_LINKED = "records are linked without error, and what they state of a person is true"


@dataclass(frozen=True, slots=True)
class DoublyRobustEstimate:
    """How many people there were, those on no list included, if lists are independent given covariates.

    Args:
        n_observed: People on at least one list.
        lists: All lists, sorted.
        pair: The pair asked for; None when all pairs that can be estimated are mixed with equal weights.
        stratum: Label of the people.
        point: People in all; the median of the mixture.
        lower: Lower end of the confidence interval.
        upper: Upper end.
        prob: Probability of the interval.
        plug_in: Without correction; the mean over pairs when they are mixed.
        pairs: Every pair that can be estimated.
        refused: The others.
        span: Least and largest point over the pairs.
        assumptions: What the number rests on, in sentences.
        warnings: In sentences.
        seed: Seed of the folds.
    """

    n_observed: int
    lists: tuple[str, ...]
    pair: tuple[str, str] | None
    stratum: str
    point: float
    lower: float
    upper: float
    prob: float
    plug_in: float
    pairs: tuple[PairEstimate, ...]
    refused: tuple[PairRefused, ...]
    span: tuple[float, float]
    assumptions: tuple[str, ...]
    warnings: tuple[str, ...]
    seed: int

    def spread_draws(self, n_draws: int) -> Floats:
        """Values of N at evenly spaced probabilities of the confidence distribution, increasing, to be mixed or added.

        Args:
            n_draws: How many.
        """
        used = [p for p in self.pairs if self.pair in (None, p.pair)]
        share = -(-n_draws // len(used))
        z = ndtri((np.arange(share) + 0.5) / share)
        draws = np.sort(np.concatenate([_spread(z, *log_scale(self.n_observed, p)) for p in used]))
        at = (np.arange(n_draws) + 0.5) * len(draws) / n_draws
        return np.asarray(self.n_observed + draws[at.astype(np.int64)], dtype=np.float64)


@check_arguments(
    lists=some_names,
    covariates=a_mapping,
    seeds=a_seed_sequence,
    pair=or_none(exactly_two(a_text)),
    dependent=pairs_of_names,
    stratum=a_text,
    n_splits=a_whole_number(0, _MOST_SPLITS),
    prob=a_probability,
)
def estimate_doubly_robust(
    histories: Histories,
    lists: Sequence[str],
    covariates: Mapping[str, Sequence[Value]],
    *,
    seeds: np.random.SeedSequence,
    pair: tuple[str, str] | None = None,
    dependent: Sequence[tuple[str, str]] = (),
    stratum: str = "all",
    n_splits: int = 5,
    prob: float = 0.95,
) -> DoublyRobustEstimate | NotEstimable:
    """Estimate from people with covariates; neither the order of people, lists nor covariates matters.

    Args:
        histories: People × lists, 1 where the person is on the list; nobody on no list.
        lists: Names of the lists, at least two.
        covariates: Values per person; None, NaN, empty text or `not stated` where nothing is stated.
        seeds: Seeds of the folds.
        pair: The two lists that are held to be independent given the covariates; unless given, every pair in turn,
            mixed with equal weights, for the data cannot choose between them.
        dependent: Pairs declared to depend on each other; they are not estimated from.
        stratum: Label of these people.
        n_splits: How often the people are dealt anew into folds; the answer is the median, and how much the deals
            differ adds to its variance.
        prob: Probability of the interval.

    Raises:
        InvalidTable: Histories that are not 0 or 1, a person on no list, covariates that do not fit.
        UsageError: Fewer than two lists, a name twice, an unknown list, a probability not between 0 and 1, no split.

    >>> rng = np.random.default_rng(1)
    >>> city = rng.random(3_000) < 0.5                              # half of 3,000 made-up people live in a city,
    >>> on = (rng.random((3_000, 2)) < np.where(city, 0.6, 0.15)[:, None]).astype(np.int8)  # where lists find more
    >>> seen = on.any(axis=1)
    >>> where = ["city" if c else "village" for c in city[seen]]
    >>> answer = estimate_doubly_robust(on[seen], ["A", "B"], {"where": where}, seeds=np.random.SeedSequence(1))
    >>> answer.lower < 3_000 < answer.upper, answer.assumptions[0]
    (True, 'doubly_robust: among people alike in where, being on list A says nothing about being on list B')
    """
    data, seed = observe_people(histories, lists, covariates), _first_number(seeds)
    asked = _check_call(data.lists, pair, dependent, n_splits)
    declared = {_sort_pair(*two) for two in dependent}
    answers: list[PairEstimate | PairRefused] = []
    for two in combinations(data.lists, 2):
        reason = "they are declared to depend on each other" if two in declared else find_obstacle(data, two)
        answers.append(PairRefused(two, reason) if reason else estimate_pair(data, two, n_splits, seeds, prob))
    estimated = tuple(a for a in answers if isinstance(a, PairEstimate))
    refused = tuple(a for a in answers if isinstance(a, PairRefused))
    used = [p for p in estimated if asked in (None, p.pair)]
    if not used:
        reasons = [f"{_say(r.pair)}: {r.reason}" for r in refused if asked in (None, r.pair)]
        return NotEstimable(stratum, "; ".join(reasons), len(data.histories), data.lists, seed)
    return _summarise(data, stratum, asked, used, estimated, refused, prob, seed)


@check_arguments(
    answer=an_instance(DoublyRobustEstimate, NotEstimable, mend="give what estimate_doubly_robust returned")
)
def as_estimate(answer: DoublyRobustEstimate | NotEstimable) -> Estimate | NotEstimable:
    """Give the answer the shape that all estimates have, for reports and exports.

    Every pair stands among the models with its weight. Pairs whose intervals do not meet, and an interval over more
    than a factor of ten, make it weakly identified.

    >>> on = np.repeat(np.array([[1, 0], [0, 1], [1, 1]], dtype=np.int8), [40, 30, 20], axis=0)
    >>> made = as_estimate(estimate_doubly_robust(on, ["A", "B"], {}, seeds=np.random.SeedSequence(1)))
    >>> made.status, made.point, made.models
    ('estimated', 150.0, (ModelEstimate(name='doubly_robust', point=150.0, lower=121.0, upper=208.0, weight=1.0),))
    """
    if isinstance(answer, NotEstimable):
        return answer
    used = [p for p in answer.pairs if answer.pair in (None, p.pair)]
    reasons = _find_disagreement(answer.pairs, answer.pair)
    if answer.upper > _WIDEST * answer.lower:
        reasons.append(f"the interval spans more than a factor of {_WIDEST:.0f}")
    parts = [
        ModelEstimate(f"doubly_robust, {_say(p.pair)}", p.point, p.lower, p.upper, 1.0 / len(used))
        for p in (used if len(used) > 1 else ())
    ]
    ends = [float(round(q)) for q in np.quantile(answer.spread_draws(_DRAWS), [0.1, 0.9])]
    whole = ModelEstimate("doubly_robust", answer.point, answer.lower, answer.upper, 1.0)
    return Estimate(
        stratum=answer.stratum,
        status="weakly_identified" if reasons else "estimated",
        reason="; ".join(reasons),
        modes=(),
        n_observed=answer.n_observed,
        lists=answer.lists,
        point=answer.point,
        lower=answer.lower,
        upper=answer.upper,
        prob=answer.prob,
        models=(*parts, whole),
        diagnostics=Diagnostics(None, None, 0, 0.0, 0.0, answer.warnings),
        assumptions=answer.assumptions,
        seed=answer.seed,
        lower_80=ends[0],
        upper_80=ends[1],
        percentiles=tuple(
            round(float(q), 1) for q in np.quantile(answer.spread_draws(_DRAWS), np.arange(1, 100) / 100)
        ),
    )


def _check_call(
    names: tuple[str, ...],
    pair: tuple[str, str] | None,
    dependent: Sequence[tuple[str, str]],
    n_splits: int,
) -> tuple[str, str] | None:
    if n_splits < 1:
        raise UsageError(f"{n_splits} splits are too few", mend="use at least one")
    for two in [*dependent, *([pair] if pair else [])]:
        if len(set(two)) != 2 or not set(two) <= set(names):
            raise UsageError(f"{' and '.join(two)} are not two of the lists", mend=f"choose from: {', '.join(names)}")
    return _sort_pair(*pair) if pair else None


def _spread(z: Floats, centre: float, spread: float) -> Floats:
    return np.asarray(np.exp(centre + spread * z), dtype=np.float64)


def _mix_quantile(scales: Sequence[tuple[float, float]], prob: float) -> float:
    """Quantile of log(N − n) over pairs of equal weight."""
    z = float(ndtri(prob))
    ends = [centre + spread * z for centre, spread in scales]
    low, high = min(ends), max(ends)
    if high - low < 1e-12:
        return low

    def excess(x: float) -> float:
        return float(np.mean([ndtr((x - centre) / spread) for centre, spread in scales])) - prob

    return float(brentq(excess, low - 1e-9, high + 1e-9, xtol=1e-12))


def _summarise(
    data: Observed,
    stratum: str,
    asked: tuple[str, str] | None,
    used: Sequence[PairEstimate],
    estimated: tuple[PairEstimate, ...],
    refused: tuple[PairRefused, ...],
    prob: float,
    seed: int,
) -> DoublyRobustEstimate:
    n = len(data.histories)
    scales = [log_scale(n, p) for p in used]
    tail = (1.0 - prob) / 2.0
    lower, point, upper = (n + math.exp(_mix_quantile(scales, p)) for p in (tail, 0.5, 1.0 - tail))
    shown = tuple(_round(p) for p in estimated)
    return DoublyRobustEstimate(
        n,
        data.lists,
        asked if len(data.lists) > 2 else used[0].pair,
        stratum,
        float(round(point)),
        float(round(lower)),
        float(round(upper)),
        prob,
        float(round(sum(p.plug_in for p in used) / len(used))),
        shown,
        refused,
        (min(p.point for p in shown), max(p.point for p in shown)),
        _state_assumptions(used, data.design.names),
        (*data.design.warnings, *_warn(data, used, estimated, refused, asked)),
        seed,
    )


def _round(made: PairEstimate) -> PairEstimate:
    return PairEstimate(made.pair, float(round(made.point)), float(round(made.lower)), float(round(made.upper)),
                        float(round(made.plug_in)), float(round(made.standard_error, 1)), made.n_both,
                        round(made.truncated, 4), made.learners)  # fmt: skip


def _state_assumptions(used: Sequence[PairEstimate], covariates: Sequence[str]) -> tuple[str, ...]:
    alike = f"among people alike in {', '.join(covariates)}, " if covariates else ""
    if len(used) == 1:
        first, second = used[0].pair
        sentence = f"doubly_robust: {alike}being on list {first} says nothing about being on list {second}"
    else:
        pairs = ", ".join(_say(p.pair) for p in used)
        sentence = f"doubly_robust: {alike}two lists are independent: each of {pairs} in turn, with equal weights"
    return (sentence, "whatever the covariates of a person, both lists could have held them", _CLOSED, _LINKED)


def _warn(
    data: Observed,
    used: Sequence[PairEstimate],
    estimated: Sequence[PairEstimate],
    refused: Sequence[PairRefused],
    asked: tuple[str, str] | None,
) -> list[str]:
    n = len(data.histories)
    warnings = [f"{_say(r.pair)}: not estimated, {r.reason}" for r in refused]
    if not data.design.groups:
        warnings.append("no covariate tells people apart: the lists are taken as independent altogether")
    elif n < _FEW_PEOPLE:
        warnings.append(f"only {n} people: too few for the learners to find more than plain effects")
    for made in used:
        if made.n_both < _FEW_ON_BOTH:
            warnings.append(f"{_say(made.pair)}: only {made.n_both} people are on both; the answer hangs on these few")
        if thin := find_thin(data, made.pair):
            where = ", nor where ".join(thin)
            warnings.append(
                f"{_say(made.pair)}: nobody is on both lists where {where}; there the answer leans on people elsewhere"
            )
        if made.truncated:
            share = 100 * made.truncated
            warnings.append(
                f"{_say(made.pair)}: for {share:.1f} % of the people a chance to be on a list was raised to the least "
                "allowed; the estimate may be too low"
            )
        if not made.lower <= made.plug_in <= made.upper:
            warnings.append(f"{_say(made.pair)}: the correction moved the estimate out of {made.plug_in:.0f}, far from "
                            "what the learners alone say; they fit poorly")  # fmt: skip
    warnings += _find_disagreement(estimated, asked)
    return warnings


def _find_disagreement(estimated: Sequence[PairEstimate], asked: tuple[str, str] | None) -> list[str]:
    if len(estimated) < 2 or max(p.lower for p in estimated) <= min(p.upper for p in estimated):
        return []
    low, high = min(estimated, key=lambda p: p.point), max(estimated, key=lambda p: p.point)
    chosen = f"; {_say(asked)} was chosen by the user" if asked else ""
    return [
        f"the pairs of lists disagree, so they cannot all be independent given the covariates: {_say(low.pair)} gives "
        f"{low.lower:.0f}–{low.upper:.0f}, {_say(high.pair)} {high.lower:.0f}–{high.upper:.0f}{chosen}"
    ]


def _say(pair: tuple[str, str]) -> str:
    return f"{pair[0]} and {pair[1]}"


def _sort_pair(one: str, other: str) -> tuple[str, str]:
    return (one, other) if one < other else (other, one)


def _first_number(seeds: np.random.SeedSequence) -> int:
    entropy = seeds.entropy
    return int(entropy if isinstance(entropy, int) else next(iter(entropy or (0,))))
