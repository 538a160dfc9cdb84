"""Capture rates pooled partially over strata; never N.

    r_s = logits of the shares of its people that the lists hold in stratum s
    r_sj ~ Normal(μ_j, τ_j²),    μ_j ~ Normal(−1.5, 2²),    τ_j ~ half-Normal(0.5)

Each stratum is first estimated alone. Its draws are then weighed by the ratio of the pooled density of r_s to the
density that its own prior gave it, in turn with μ and τ given all r_s (two-stage hierarchical sampling: Lunn, Barrett,
Sweeting & Thompson 2013, doi:10.1111/rssc.12007). What else the draws hold, classes and dependences, stays with the
stratum; N is drawn from each stratum's own count and the odds of its draw. How alike the strata are is learnt through
τ: where their rates differ, little is pooled. The chances of structures are not pooled: on made-up strata, each too
small to show that people differ, that talked all of them into holding that nobody does.

The density under the stratum's own prior is that of a t distribution with 4 degrees of freedom fitted to draws of that
prior: an approximation, which matters where a stratum says next to nothing.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from accounted.compiled import compiled
from accounted.mse.latent_class_pairs import PairsRun
from accounted.mse.pairs_average import draw_people
from accounted.mse.pairs_density import fill_margins
from accounted.mse.pairs_prior import PairsPrior, Structure, draw_prior, make_frame

__all__ = ["LEAST_STRATA", "StratumRates", "find_rates", "pool_strata"]

LEAST_STRATA = 3
"""Fewer strata cannot show how alike rates are."""

_CENTRE, _CENTRE_SPREAD, _SPREAD = -1.5, 2.0, 0.5
_STEPS = np.geomspace(0.02, 2.0, 40)
_FREEDOM = 4.0
_DRAWS = 500
_SWEEPS, _WARM_UP = 2_000, 200
_PRIOR_DRAWS = 4_000
_LEAST_SHARE = 1e-12

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class StratumRates:
    """Draws of one stratum estimated alone.

    Args:
        logits: r, one row per draw and one column per list.
        odds: Odds of being on no list.
        log_own: Log density of r under the stratum's own prior.
        n_observed: People on at least one list.
    """

    logits: Floats
    odds: Floats
    log_own: Floats
    n_observed: float


def find_rates(run: PairsRun) -> StratumRates:
    """Take what pooling needs from a run, thinned evenly."""
    average, n_lists = run.average, run.problem.n_lists
    n_draws = average.n_people.size
    at = np.arange(min(_DRAWS, n_draws)) * n_draws // min(_DRAWS, n_draws)
    which = average.structures.ravel()[at]
    every = [point for row in average.points for point in row]
    shares, odds = np.empty((len(at), n_lists)), np.empty(len(at))
    for number, weighed in enumerate(average.weights):
        mine = np.flatnonzero(which == number)
        if len(mine):
            frame = make_frame(weighed.structure, run.prior, run.problem.counts, run.problem.possible)
            points = np.stack([every[at[i]] for i in mine])
            margins, own = np.empty((len(mine), n_lists)), np.empty(len(mine))
            fill_margins(points, frame, margins, own)
            shares[mine], odds[mine] = margins, own
    logits = _logit(shares)
    return StratumRates(logits, odds, _log_own(logits, run.prior), run.problem.n_observed)


def _logit(shares: Floats) -> Floats:
    held = np.clip(shares, _LEAST_SHARE, 1.0 - _LEAST_SHARE)
    return np.asarray(np.log(held / (1.0 - held)), dtype=np.float64)


def _log_own(logits: Floats, prior: PairsPrior) -> Floats:
    n_lists = logits.shape[1]
    middle, root = _fit_prior(prior, n_lists)
    squares = (np.linalg.solve(root, (logits - middle).T) ** 2).sum(axis=0)
    constant = math.lgamma((_FREEDOM + n_lists) / 2) - math.lgamma(_FREEDOM / 2)
    constant -= n_lists / 2 * math.log(_FREEDOM * math.pi) + float(np.log(np.diag(root)).sum())
    return np.asarray(constant - (_FREEDOM + n_lists) / 2 * np.log1p(squares / _FREEDOM), dtype=np.float64)


@lru_cache(maxsize=16)
def _fit_prior(prior: PairsPrior, n_lists: int) -> tuple[Floats, Floats]:
    """Centre and lower triangle of the scale of a t distribution with the quartiles and correlations of the prior."""
    rng = np.random.default_rng(0)
    counts, possible = np.zeros(2**n_lists), np.ones(2**n_lists)
    parts = []
    for n_classes, chance in zip((1, 2, 3, 0), prior.chances, strict=True):
        structure = Structure(n_classes)
        points = draw_prior(structure, prior, possible, round(chance * _PRIOR_DRAWS), rng)
        margins, odds = np.empty((len(points), n_lists)), np.empty(len(points))
        fill_margins(points, make_frame(structure, prior, counts, possible), margins, odds)
        parts.append(_logit(margins))
    drawn = np.concatenate(parts)
    low, middle, high = np.quantile(drawn, [0.25, 0.5, 0.75], axis=0)
    # 0.741 is the upper quartile of the t distribution with 4 degrees of freedom.
    scale = (high - low) / (2.0 * 0.741)
    inner = np.clip((drawn - middle) / scale, -3.0, 3.0)
    return middle, np.asarray(np.linalg.cholesky(np.corrcoef(inner.T) * np.outer(scale, scale)), dtype=np.float64)


def pool_strata(
    strata: Sequence[StratumRates], seeds: np.random.SeedSequence, n_draws: int = _SWEEPS
) -> tuple[Floats, Floats]:
    """Draw N of all strata with their capture rates pooled.

    Args:
        strata: Of the same lists in the same order.
        seeds: Source of the seed.
        n_draws: How many.

    Returns:
        Joint draws of N, one row per stratum; and the medians of τ, one per list.
    """
    rng = np.random.default_rng(seeds)
    n_lists = strata[0].logits.shape[1]
    start = np.cumsum([0, *(len(s.odds) for s in strata)])
    logits, own = np.concatenate([s.logits for s in strata]), np.concatenate([s.log_own for s in strata])
    odds = np.concatenate([s.odds for s in strata])
    observed = np.array([s.n_observed for s in strata])
    now = np.stack([s.logits.mean(axis=0) for s in strata])
    spread = np.maximum(now.std(axis=0), _STEPS[0])
    centre = now.mean(axis=0)
    people, spreads = np.empty((len(strata), n_draws)), np.empty((n_draws, n_lists))
    for sweep in range(_WARM_UP + n_draws):
        at = _choose(logits, own, start, centre, spread, rng.random(len(strata)))
        now = logits[at]
        centre = _draw_centre(now, spread, rng)
        spread = _draw_spread(now, centre, rng)
        if sweep >= _WARM_UP:
            people[:, sweep - _WARM_UP] = draw_people(rng, odds[at], observed)
            spreads[sweep - _WARM_UP] = spread
    return people, np.asarray(np.median(spreads, axis=0), dtype=np.float64)


@compiled
def _choose(
    logits: Floats, own: Floats, start: NDArray[np.int64], centre: Floats, spread: Floats, uniform: Floats
) -> NDArray[np.int64]:
    """Draw one row per stratum, by the pooled density over the own one."""
    out = np.empty(len(start) - 1, dtype=np.int64)
    for s in range(len(out)):
        first, last = start[s], start[s + 1]
        logs = np.empty(last - first)
        for i in range(first, last):
            value = -own[i]
            for j in range(len(centre)):
                value -= 0.5 * ((logits[i, j] - centre[j]) / spread[j]) ** 2
            logs[i - first] = value
        weights = np.exp(logs - logs.max())
        left = uniform[s] * weights.sum()
        out[s] = last - 1
        for i in range(len(weights)):
            left -= weights[i]
            if left <= 0.0:
                out[s] = first + i
                break
    return out


def _draw_centre(now: Floats, spread: Floats, rng: np.random.Generator) -> Floats:
    precision = len(now) / spread**2 + 1.0 / _CENTRE_SPREAD**2
    mean = (now.sum(axis=0) / spread**2 + _CENTRE / _CENTRE_SPREAD**2) / precision
    return np.asarray(mean + rng.standard_normal(len(mean)) / np.sqrt(precision), dtype=np.float64)


def _draw_spread(now: Floats, centre: Floats, rng: np.random.Generator) -> Floats:
    """Draw τ on a grid, even on the log scale."""
    squares = ((now - centre) ** 2).sum(axis=0)
    logs = -len(now) * np.log(_STEPS)[:, None] - 0.5 * squares[None, :] / _STEPS[:, None] ** 2
    logs += (np.log(_STEPS) - 0.5 * (_STEPS / _SPREAD) ** 2)[:, None]
    # The largest of logs plus Gumbel noise is a draw by their weights.
    return np.asarray(_STEPS[np.argmax(logs + rng.gumbel(size=logs.shape), axis=0)], dtype=np.float64)
