"""Averaging over structures: how many points each gets, how they are weighed, and when it is enough.

Several populations are drawn independently of each other, every one over all structures, so that their disagreement
shows what chance did: in weights of structures as much as within them. Rounds are added until R-hat, the effective
sample size and the Monte Carlo error of the limits are good, or a stated number is done; never until a time has passed.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import logsumexp

from accounted.mse.convergence import Convergence
from accounted.mse.log_sums import log_sum
from accounted.mse.pairs_bridge import Population, bridge
from accounted.mse.pairs_known import Known, assess_limits
from accounted.mse.pairs_lessons import find_ready, learn, raise_hopes
from accounted.mse.pairs_prior import PairsPrior, Structure, make_frame
from accounted.mse.pairs_shares import Pool, find_noise, plan_round, pool_rounds, share_out, weigh
from accounted.mse.pairs_structures import Candidate, Problem

__all__ = ["Average", "AverageOptions", "Weighed", "average_structures", "draw_people"]

Floats = NDArray[np.float64]

_MOST_UNLISTED = 1e12
_PILOT_SHARE = 0.5
_HARD = 2.5
"""Times as many points as usual for what was learnt and has to be learnt again."""
_LARGE = 0.25
"""What has this share of the points is drawn in two rounds at least: the first may agree by luck."""

_ROUNDS_ALIKE, _LATE_ROUNDS = 4, 6
_GROWTH = 2.0
_SMALLEST_ROUND, _TO_BE_SURE = 0.5, 1.2


@dataclass(frozen=True, slots=True)
class AverageOptions:
    """How many points are drawn.

    Args:
        n_populations: Independent populations.
        points: Points of a population per round, shared out by the weights of the structures; fewer where less is
            missing, and from the fifth round on up to twice as many as in the round before.
        least_points: Fewest points of a structure in the first round; half as many in later ones where it takes part.
        points_per_parameter: Fewest points of a structure in later rounds for each of its parameters, twice as many in
            the first.
        most_rounds: Rounds after which the run stops; one of more than four goes on, up to six more, for structures
            that must still be learnt anew, and draws from these only.
        left_out: Structures that together hold less than this are left out.
        n_draws: Draws of N per population.
        rhat: R-hat on log(N − n + 1) to stop below.
        ess: Effective sample size, bulk and tail, to stop above.
        limit_error: To stop when the Monte Carlo standard error of the logarithms of both 95 % limits is below this
            with a chance of four in five; what is known of it by a few populations and rounds is rough.
        lessons: How often the mixture is learnt anew of a structure that takes several steps to reach.
        tries_coordinates: Whether to try, before anything is drawn, which coordinates find more of structures with
            several classes; if not, these are sampled in θ and π themselves, and three classes may be found too light.
        n_threads: Populations drawn at the same time; what comes out does not depend on it.
    """

    n_populations: int = 4
    points: int = 800
    least_points: int = 120
    points_per_parameter: float = 6.0
    most_rounds: int = 8
    left_out: float = 0.005
    n_draws: int = 1_000
    rhat: float = 1.01
    ess: float = 1_000.0
    limit_error: float = 0.02
    lessons: int = 2
    tries_coordinates: bool = True
    n_threads: int = 2


@dataclass(frozen=True, slots=True, eq=False)
class Weighed:
    """A structure with its posterior probability, and equally likely draws of N under it alone, the odds in order."""

    structure: Structure
    weight: float
    n_people: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Average:
    """What came out.

    Args:
        n_people: Draws of N, all equally likely, one row per population.
        structures: Number of the structure of each draw, in `weights`.
        points: Parameters of each draw, as long as its structure needs.
        weights: Structures, most probable first.
        convergence: Of log(N − n + 1).
        error: Monte Carlo standard error of the logarithm of the worse 95 % limit.
        n_rounds: Rounds drawn.
        log_evidence: Log marginal likelihood of the conditional multinomial, without its constant.
        truncated: Share of draws of N cut at 10¹² people unlisted.
    """

    n_people: Floats
    structures: NDArray[np.int64]
    points: tuple[tuple[Floats, ...], ...]
    weights: tuple[Weighed, ...]
    convergence: Convergence
    error: float
    n_rounds: int
    log_evidence: float
    truncated: float


def average_structures(
    problem: Problem,
    prior: PairsPrior,
    candidates: Sequence[Candidate],
    seeds: np.random.SeedSequence,
    options: AverageOptions,
) -> Average:
    """Draw N from the average over structures."""
    o = options
    *rngs, rng_apart = (np.random.default_rng(child) for child in seeds.spawn(o.n_populations + 1))
    chosen = _choose(candidates, o)
    share = np.exp([c.score - candidates[0].score for c in chosen])
    least = np.array([max(o.least_points / 2, o.points_per_parameter * len(c.proposal.modes[0].at)) for c in chosen])
    numbers = np.maximum(np.rint(_PILOT_SHARE * o.points * share / share.sum()), least).astype(np.int64)
    drawn: list[list[list[Population]]] = [[[] for _ in chosen] for _ in rngs]
    hopes, lessons = share / share.sum(), np.zeros(len(chosen), dtype=np.int64)
    n_rounds, most_points = 0, float(o.points)
    while True:
        _draw_round(problem, prior, chosen, numbers, rngs, drawn, o.n_threads)
        n_rounds += 1
        pools = [
            [pool_rounds(c, populations) for c, populations in zip(chosen, of_one, strict=True)] for of_one in drawn
        ]
        known = assess_limits(pools, problem.n_observed, o.n_draws)
        weights = weigh(pools)
        noise = find_noise(drawn)
        share = share_out(pools, weights, noise)
        hopes = raise_hopes(hopes, weights, drawn, lessons)
        ready = find_ready(hopes, noise, drawn, lessons, o.lessons, o.left_out)
        is_seen_twice = all(len(drawn[0][m]) > 1 for m in np.flatnonzero(share > _LARGE))
        done = (
            all(ready)
            and is_seen_twice
            and known.convergence.is_reached(o.rhat, o.ess)
            and known.at_most <= o.limit_error
        )
        if done or n_rounds >= o.most_rounds + _count_late(ready, o):
            apart = [_draw_apart(of_all, problem.n_observed, rng_apart, o) for of_all in zip(*pools, strict=True)]
            weighed = [Weighed(c.structure, float(w), n) for c, w, n in zip(chosen, weights, apart, strict=True)]
            return _finish(pools, weighed, problem.n_observed, rngs, known, n_rounds, o)
        chosen = learn(problem, prior, chosen, ready, drawn, rngs, o.n_threads)
        lessons += ~np.array(ready)
        most_points *= _GROWTH if n_rounds >= _ROUNDS_ALIKE else 1.0
        n_points = min(_find_missing(pools, known, o), most_points) if all(ready) else most_points
        is_alive = hopes > o.left_out / 10 if n_rounds < o.most_rounds else ~np.array(ready)
        numbers = plan_round(share, is_alive, drawn[0], least * np.where(lessons > o.lessons, _HARD, 1.0), n_points)


def _count_late(ready: Sequence[bool], o: AverageOptions) -> int:
    """Rounds beyond the most: where populations disagree about a marginal likelihood, one of them may be far too high.

    A mixture that fits badly finds too little nearly always and much too much now and then, so that the mean is right:
    on five published lists a structure of 1 % came out at 83 % once.
    """
    return 0 if all(ready) or o.most_rounds <= _ROUNDS_ALIKE else _LATE_ROUNDS


def _find_missing(pools: Sequence[Sequence[Pool]], known: Known, o: AverageOptions) -> float:
    """Points that a population lacks, errors falling with the root of their number, some more to be sure."""
    n_drawn = np.mean([sum(pool.n_points for pool in of_one) for of_one in pools])
    times = max((known.at_most / o.limit_error) ** 2, o.ess / (known.convergence.ess or 1.0))
    return max(float(n_drawn) * (times * _TO_BE_SURE - 1.0), _SMALLEST_ROUND * o.points)


def _choose(candidates: Sequence[Candidate], o: AverageOptions) -> list[Candidate]:
    """Leave out the tail by Laplace's method."""
    scores = np.array([c.score for c in candidates])
    weights = np.exp(scores - log_sum(scores))
    beyond = np.cumsum(weights[::-1])[::-1]
    return [c for c, tail in zip(candidates, beyond.tolist(), strict=True) if tail > o.left_out] or [candidates[0]]


def _draw_round(
    problem: Problem,
    prior: PairsPrior,
    chosen: Sequence[Candidate],
    numbers: NDArray[np.int64],
    rngs: Sequence[np.random.Generator],
    drawn: list[list[list[Population]]],
    n_threads: int,
) -> None:
    """Draw all populations side by side; each has its own source of randomness, so threads do not matter."""

    def run(rng: np.random.Generator, kept: list[list[Population]]) -> None:
        for candidate, number, populations in zip(chosen, numbers.tolist(), kept, strict=True):
            if number:
                frame = make_frame(candidate.structure, prior, problem.counts, problem.possible)
                populations.append(bridge(candidate.proposal, frame, number, rng))

    with ThreadPoolExecutor(n_threads) as pool:
        list(pool.map(run, rngs, drawn))


def _draw_apart(of_all: Sequence[Pool], n_observed: float, rng: np.random.Generator, o: AverageOptions) -> Floats:
    """Draw N under one structure from the points of all populations."""
    logs, odds = (np.concatenate([getattr(pool, name) for pool in of_all]) for name in ("logs", "odds"))
    ascending = np.argsort(odds, kind="stable")
    place = np.cumsum(np.exp(logs - log_sum(logs))[ascending])
    at = np.searchsorted(place, place[-1] * (np.arange(o.n_draws) + 0.5) / o.n_draws)
    return draw_people(rng, odds[ascending[np.minimum(at, len(odds) - 1)]], n_observed)


def _finish(
    pools: Sequence[Sequence[Pool]],
    weighed: Sequence[Weighed],
    n_observed: float,
    rngs: Sequence[np.random.Generator],
    known: Known,
    n_rounds: int,
    o: AverageOptions,
) -> Average:
    weights = np.array([w.weight for w in weighed])
    order = np.argsort(-weights, kind="stable")
    people, structures, points = [], [], []
    for of_one, rng in zip(pools, rngs, strict=True):
        logs = np.concatenate([of_one[m].logs - log_sum(of_one[m].logs) + np.log(weights[m]) for m in order])
        which = np.concatenate([np.full(len(of_one[m].odds), rank) for rank, m in enumerate(order)])
        start = np.cumsum([0, *(len(of_one[m].odds) for m in order)])
        odds = np.concatenate([of_one[m].odds for m in order])
        # In order of the odds every part of the distribution of N gets its due, to within one draw.
        ascending = np.argsort(odds, kind="stable")
        place = np.cumsum(np.exp(logs - log_sum(logs))[ascending])
        at = np.searchsorted(place, (np.arange(o.n_draws) + rng.random()) / o.n_draws)
        at = rng.permutation(ascending[np.minimum(at, len(which) - 1)])
        odds = odds[at]
        people.append(draw_people(rng, odds, n_observed))
        structures.append(which[at])
        points.append(tuple(of_one[order[r]].points[i - start[r]] for i, r in zip(at, which[at], strict=True)))
    n_people = np.stack(people)
    evidence = float(logsumexp([log_sum(pool.logs) for of_one in pools for pool in of_one])) - math.log(len(pools))
    return Average(
        n_people,
        np.stack(structures),
        tuple(points),
        tuple(weighed[m] for m in order),
        known.convergence,
        known.error,
        n_rounds,
        evidence,
        float(np.mean(n_people - n_observed >= _MOST_UNLISTED)),
    )


def draw_people(rng: np.random.Generator, odds: Floats, n_observed: float | Floats) -> Floats:
    """N given the odds of being on no list: N − n is negative binomial, which is p(N) ∝ 1/N."""
    mean = np.minimum(rng.standard_gamma(n_observed, odds.shape) * odds, _MOST_UNLISTED)
    return n_observed + np.minimum(rng.poisson(mean), _MOST_UNLISTED)
