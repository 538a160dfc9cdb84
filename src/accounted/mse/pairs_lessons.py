"""When the mixture of a structure is learnt anew, and from which points.

A mixture that fits badly finds too little of the posterior nearly always, and much too much now and then. So what may
matter is learnt before it is judged: from points that were moved on for long, and from those of neighbours, structures
with one pair more or less, carried over. What was drawn from the old mixture goes, so that marginal likelihoods do not
depend on what was learnt from.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from accounted.mse.log_sums import log_sum
from accounted.mse.pairs_bridge import FEW_STEPS, Population, number_alike, stir
from accounted.mse.pairs_neighbours import are_neighbours, carry_over
from accounted.mse.pairs_prior import PairsPrior, make_frame
from accounted.mse.pairs_proposal import relearn
from accounted.mse.pairs_structures import Candidate, Problem

__all__ = ["find_ready", "learn", "raise_hopes"]

Floats = NDArray[np.float64]

_MOST_LESSONS = 8
_MOST_ERROR = 0.3
_FAR = 2.0
"""Half of what a mixture is learnt from counts by this power of the odds of being on no list."""
_HOPELESS, _LITTLE = 2.0, 0.03
_BORROWED = 300
"""Points carried over from each neighbour; they count as many as their weights leave effective."""
_NOTHING = 1e100

_LAGS = (2.5, 0.6)
"""How far a log marginal likelihood that took steps may lie too low, before and after the first lesson."""


@dataclass(frozen=True, slots=True, eq=False)
class _Points:
    """Points that stand for one posterior, and how many they count as; the weights add up to 1."""

    points: Floats
    weights: Floats
    odds: Floats
    size: float


def raise_hopes(
    before: Floats, weights: Floats, drawn: Sequence[Sequence[Sequence[Population]]], lessons: NDArray[np.int64]
) -> Floats:
    """The most that the probability of each structure may turn out to be.

    From a mixture that fits badly a population seldom finds all of the posterior, and what it finds is too little: on
    five published lists log marginal likelihoods of three classes came out lower by 2.4 than from mixtures learnt well,
    by .6 after one lesson. So before the first lesson Laplace's method has its say too.

    Args:
        before: What was hoped for in the round before.
        weights: Probability of every structure from the points drawn so far.
        drawn: Of every population and structure what the rounds drew.
        lessons: How often each structure was learnt.
    """
    n_steps = np.array([np.median([p.n_steps for of_one in drawn for p in of_one[m]]) for m in range(len(weights))])
    lag = np.array([*_LAGS, 0.0])[np.minimum(lessons, len(_LAGS))] * (n_steps > FEW_STEPS)
    raised = weights * np.exp(lag)
    hopes = raised / (1.0 - weights + raised)
    is_guess = (lessons == 0) & (n_steps > FEW_STEPS)
    return np.asarray(np.where(is_guess, np.maximum(hopes, before), hopes), dtype=np.float64)


def find_ready(
    hopes: Floats,
    noise: Floats,
    drawn: Sequence[Sequence[Sequence[Population]]],
    lessons: NDArray[np.int64],
    n_lessons: int,
    left_out: float,
) -> list[bool]:
    """Which structures need not be learnt anew.

    Those that cannot carry weight; those that were reached from their mixture in a few steps; and those that have been
    learnt, once where they can matter little only, unless populations still disagree about the marginal likelihood so
    much that all of them together do not say it.

    Args:
        hopes: The most that the probability of each structure may turn out to be.
        noise: Variance per point that populations disagree by about its marginal likelihood.
        drawn: Of every population and structure what the rounds drew.
        lessons: How often each structure was learnt.
        n_lessons: How often what may matter is learnt.
        left_out: Probability that is not looked at.
    """
    out = []
    for m, hope in enumerate(hopes.tolist()):
        populations = [population for of_one in drawn for population in of_one[m]]
        n_steps = np.median([p.n_steps for p in populations])
        error = math.sqrt(noise[m] / sum(p.n_points for p in populations))
        enough = 1 if hope <= _LITTLE else n_lessons
        alike = error <= _MOST_ERROR or lessons[m] >= _MOST_LESSONS
        settled = lessons[m] >= enough or n_steps <= (FEW_STEPS if lessons[m] or hope <= _LITTLE else 0.0)
        out.append(hope <= _HOPELESS * left_out or bool(settled and alike))
    return out


def learn(
    problem: Problem,
    prior: PairsPrior,
    chosen: Sequence[Candidate],
    ready: Sequence[bool],
    drawn: list[list[list[Population]]],
    rngs: Sequence[np.random.Generator],
    n_threads: int,
) -> list[Candidate]:
    """Lay the mixtures anew of the structures that are not ready; what was drawn of these goes.

    Args:
        problem: The table.
        prior: Constants.
        chosen: The structures.
        ready: Which of them stay as they are.
        drawn: Of every population and structure what the rounds drew; changed in place.
        rngs: Source of randomness of every population.
        n_threads: Populations moved on at the same time.
    """
    _stir_all(problem, prior, chosen, ready, drawn, rngs, n_threads)
    out = [
        candidate if is_ready else _learn_one(problem, prior, chosen, m, drawn)
        for m, (candidate, is_ready) in enumerate(zip(chosen, ready, strict=True))
    ]
    for of_one in drawn:
        for populations, is_ready in zip(of_one, ready, strict=True):
            if not is_ready:
                populations.clear()
    return out


def _stir_all(
    problem: Problem,
    prior: PairsPrior,
    chosen: Sequence[Candidate],
    ready: Sequence[bool],
    drawn: list[list[list[Population]]],
    rngs: Sequence[np.random.Generator],
    n_threads: int,
) -> None:
    """Move on what will be learnt from; each population has its own source of randomness."""

    def run(rng: np.random.Generator, kept: list[list[Population]]) -> None:
        for candidate, is_ready, populations in zip(chosen, ready, kept, strict=True):
            if not is_ready:
                frame = make_frame(candidate.structure, prior, problem.counts, problem.possible)
                populations[:] = [stir(population, candidate.proposal, frame, rng) for population in populations]

    with ThreadPoolExecutor(n_threads) as pool:
        list(pool.map(run, rngs, drawn))


def _learn_one(
    problem: Problem,
    prior: PairsPrior,
    chosen: Sequence[Candidate],
    m: int,
    drawn: Sequence[Sequence[Sequence[Population]]],
) -> Candidate:
    """Lay a mixture over the points of a structure and of its neighbours, the far ones counting more."""
    candidate = chosen[m]
    parts = [_flatten(drawn, m)]
    if candidate.structure.n_classes > 1:
        for n, other in enumerate(chosen):
            if are_neighbours(candidate.structure, other.structure):
                parts.append(_borrow(problem, prior, candidate, other, _flatten(drawn, n)))
    total = sum(part.size for part in parts)
    points, odds = np.concatenate([part.points for part in parts]), np.concatenate([part.odds for part in parts])
    weights = np.concatenate([part.weights * (part.size / total) for part in parts])
    far = weights * odds**_FAR
    return replace(candidate, proposal=relearn(candidate.proposal, points, 0.5 * (weights + far / far.sum()), total))


def _flatten(drawn: Sequence[Sequence[Sequence[Population]]], m: int) -> _Points:
    """All points of a structure; populations count alike, for one that collapsed claims too much evidence."""
    populations = [population for of_one in drawn for population in of_one[m]]
    logs = np.concatenate([p.log_weights for p in populations])
    return _Points(
        np.concatenate([p.points for p in populations]),
        np.exp(logs - log_sum(logs)),
        np.concatenate([p.odds for p in populations]),
        float(sum(p.n_points for p in populations)),
    )


def _borrow(problem: Problem, prior: PairsPrior, candidate: Candidate, other: Candidate, lent: _Points) -> _Points:
    """Points of a neighbour, carried over; what they are drawn with is the same every time."""
    rng = np.random.default_rng(0)
    n = min(_BORROWED, len(lent.weights))
    at = np.searchsorted(np.cumsum(lent.weights), (np.arange(n) + 0.5) / n)
    theirs, ours = (make_frame(c.structure, prior, problem.counts, problem.possible) for c in (other, candidate))
    points, logs, odds = carry_over(
        lent.points[np.minimum(at, len(lent.points) - 1)], other.structure, candidate.structure, (theirs, ours), rng
    )
    logs[~np.isfinite(logs)] = -_NOTHING
    weights = np.exp(logs - log_sum(logs))
    points, _ = number_alike(points, np.zeros_like(points), candidate.proposal, ours)
    return _Points(points, weights, odds, float(1.0 / (weights @ weights)))
