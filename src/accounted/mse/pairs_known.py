"""How well the points drawn so far let the limits of N be known."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import chi2

from accounted.mse.convergence import Convergence, assess_convergence
from accounted.mse.log_sums import log_sum
from accounted.mse.pairs_shares import Pool

__all__ = ["Known", "assess_limits"]

Floats = NDArray[np.float64]

_SURENESS = 0.2
_TINY = 1e-300


@dataclass(frozen=True, slots=True)
class Known:
    """How far populations agree.

    Args:
        convergence: Of log(N − n + 1).
        error: Monte Carlo standard error of the logarithm of the worse 95 % limit.
        at_most: What that error is below with a chance of four in five: a few rounds may agree by luck.
    """

    convergence: Convergence
    error: float
    at_most: float


def assess_limits(pools: Sequence[Sequence[Pool]], n_observed: float, n_draws: int) -> Known:
    """Compare populations, each with its own weights of structures.

    Args:
        pools: Of every population its points by structure.
        n_observed: People on at least one list.
        n_draws: Draws of N that R-hat looks at per population.
    """
    grid = (np.arange(n_draws) + 0.5) / n_draws
    rows, limits, sizes = [], [], []
    for of_one in pools:
        logs = np.concatenate([pool.logs for pool in of_one])
        first = np.cumsum([0, *(pool.n_points for pool in of_one)])
        owners = np.concatenate([start + pool.owners for start, pool in zip(first, of_one, strict=False)])
        values = np.log(np.concatenate([pool.odds for pool in of_one]) * n_observed + 1.0)
        weights = np.exp(logs - log_sum(logs))
        order = np.argsort(values, kind="stable")
        place = np.cumsum(weights[order])
        at = np.minimum(np.searchsorted(place, grid * place[-1]), len(order) - 1)
        rows.append(values[order][at])
        limits.append(_find_limits(values[order], place, n_observed))
        sizes.append(_effective(weights[order], place, owners[order]))
    # Rows are sorted by value; a fixed shuffle makes them look like draws.
    shuffle = np.random.default_rng(0).permutation(n_draws)
    shown = assess_convergence(np.array([row[shuffle] for row in rows]))
    if len(pools) == 1:
        return Known(Convergence(shown.rhat, float(np.sum(sizes))), math.inf, math.inf)
    between = float(np.max(np.std(limits, axis=0, ddof=1))) / math.sqrt(len(pools))
    error, at_most = _leave_out_error(pools, n_observed)
    return Known(Convergence(shown.rhat, float(np.sum(sizes))), max(between, error), max(between, at_most))


def _find_limits(values: Floats, place: Floats, n_observed: float) -> Floats:
    """Logarithms of both 95 % limits of N from log(N − n + 1) in order and the weight up to each."""
    at = np.searchsorted(place, np.array([0.025, 0.975]) * place[-1])
    return np.asarray(np.log(n_observed + np.exp(values[np.minimum(at, len(values) - 1)])), dtype=np.float64)


def _leave_out_error(pools: Sequence[Sequence[Pool]], n_observed: float) -> tuple[float, float]:
    """Standard error of the limits by leaving out each round of each population in turn (the jackknife).

    A few populations may agree by luck; there are several times as many rounds. How large the error may be, with a
    chance of four in five, follows from how many of them make a difference (Satterthwaite's degrees of freedom).
    """
    n_structures, n_rounds = len(pools[0]), max(len(pool.rounds) for of_one in pools for pool in of_one)
    parts = [(p, m, pool) for p, of_one in enumerate(pools) for m, pool in enumerate(of_one)]
    logs = np.concatenate([pool.logs for _, _, pool in parts])
    values = np.log(np.concatenate([pool.odds for _, _, pool in parts]) * n_observed + 1.0)
    which = np.concatenate([np.full(len(pool.odds), m) for _, m, pool in parts])
    block = np.concatenate([p * n_rounds + np.repeat(np.arange(len(pool.rounds)), pool.rounds) for p, _, pool in parts])
    order = np.argsort(values, kind="stable")
    values, which, block, weights = values[order], which[order], block[order], np.exp(logs - logs.max())[order]
    sizes = np.zeros((n_rounds * len(pools), n_structures))
    np.add.at(sizes, (block, which), 1.0)
    left = []
    for number in range(len(sizes)):
        rest = sizes.sum(axis=0) - sizes[number]
        factor = np.divide(sizes.sum(axis=0), rest, out=np.zeros(n_structures), where=rest > 0.0)
        left.append(_find_limits(values, np.cumsum(weights * factor[which] * (block != number)), n_observed))
    squares = (np.array(left) - np.mean(left, axis=0)) ** 2
    errors = np.sqrt((len(left) - 1.0) * squares.mean(axis=0))
    freedom = squares.sum(axis=0) ** 2 / np.maximum((squares**2).sum(axis=0), _TINY)
    at_most = errors * np.sqrt(freedom / chi2.ppf(_SURENESS, np.maximum(freedom, 1.0)))
    return float(errors.max()), float(at_most.max())


def _effective(weights: Floats, place: Floats, owners: NDArray[np.int64]) -> float:
    """The smaller of bulk and tail (5 % and 95 %) effective sample size of weighted points in order of value.

    What one point is at several moves counts together: as one where it says the same.
    """
    sizes = [1.0 / float(np.sum(np.bincount(owners, weights) ** 2))]
    for tail in (0.05, 0.95):
        apart = np.bincount(owners, weights * ((place <= tail) - tail))
        sizes.append(tail * (1.0 - tail) / float(apart @ apart))
    return min(sizes)
