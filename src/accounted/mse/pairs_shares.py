"""How the points drawn so far weigh the structures, and which structures get the points of the next round."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import logsumexp

from accounted.mse.log_sums import log_sum
from accounted.mse.pairs_bridge import Population
from accounted.mse.pairs_structures import Candidate

__all__ = ["Pool", "find_noise", "plan_round", "pool_rounds", "share_out", "weigh"]

Floats = NDArray[np.float64]

_CUTS = (0.025, 0.5, 0.975)
_EVIDENCE_NOISE = 4.0
_LEAST_AT_FIRST, _MOST_AT_FIRST = 2.0, 4.0


@dataclass(frozen=True, slots=True, eq=False)
class Pool:
    """All points of one population of one structure: logs of weights whose sum estimates its marginal likelihood.

    `rounds` says how many of the points, in order, come from each round, and `owners` which of them are one point at
    different moves: they have the same number.
    """

    points: Floats
    odds: Floats
    logs: Floats
    rounds: tuple[int, ...]
    owners: NDArray[np.int64]

    @property
    def n_points(self) -> int:
        """How many points were drawn, however often they are seen."""
        return int(self.owners.max()) + 1


def pool_rounds(candidate: Candidate, populations: Sequence[Population]) -> Pool:
    """Put the rounds of one population together, each weighed by its number of points times its evidence."""
    first = np.cumsum([0, *(p.n_points for p in populations)])
    logs = [p.log_weights + p.log_evidence + math.log(p.n_points / first[-1]) for p in populations]
    owners = [start + np.tile(np.arange(p.n_points), p.n_looks) for start, p in zip(first, populations, strict=False)]
    return Pool(
        np.concatenate([p.points for p in populations]),
        np.concatenate([p.odds for p in populations]),
        np.concatenate(logs) + candidate.log_chance,
        tuple(len(p.odds) for p in populations),
        np.concatenate(owners),
    )


def weigh(pools: Sequence[Sequence[Pool]]) -> Floats:
    """Posterior probability of every structure from all populations."""
    logs = logsumexp([[log_sum(pool.logs) for pool in of_one] for of_one in pools], axis=0)
    return np.asarray(np.exp(logs - log_sum(logs)), dtype=np.float64)


def plan_round(
    share: Floats, is_alive: NDArray[np.bool_], drawn: Sequence[Sequence[Population]], least: Floats, n_points: float
) -> NDArray[np.int64]:
    """Points of each structure in the next round.

    Structures without any yet get twice their least or some more: they may have to be learnt again. The others get
    what they lack of their share of all points drawn, those that lack most first, until the points of the round are
    used. A population of less than the least is never drawn: a structure that matters little waits until it has run
    up a debt.
    """
    before = np.array([sum(p.n_points for p in populations) for populations in drawn], dtype=np.float64)
    lacking = share * (before.sum() + n_points) - before
    numbers = np.where(
        is_alive & (before == 0.0), np.clip(lacking, _LEAST_AT_FIRST * least, _MOST_AT_FIRST * least), 0.0
    )
    left = max(n_points - float(numbers.sum()), 0.0)
    for m in np.argsort(-lacking, kind="stable").tolist():
        if left <= 0.0 or lacking[m] <= 0.0:
            break
        if is_alive[m] and not numbers[m]:
            numbers[m] = max(min(lacking[m], left), least[m])
            left -= numbers[m]
    return np.asarray(np.rint(numbers), dtype=np.int64)


def find_noise(drawn: Sequence[Sequence[Sequence[Population]]]) -> Floats:
    """Variance per point that each structure's marginal likelihood adds to its own logarithm, from populations."""
    out = np.full(len(drawn[0]), _EVIDENCE_NOISE)
    for m in range(len(out)):
        populations = [population for of_one in drawn for population in of_one[m]]
        if len(populations) > 1:
            sizes = np.array([p.n_points for p in populations], dtype=np.float64)
            logs = np.array([p.log_evidence for p in populations])
            apart = logs - float(sizes @ logs) / float(sizes.sum())
            out[m] = max(out[m], float(np.sum(sizes * apart**2)) / (len(populations) - 1))
    return out


def share_out(pools: Sequence[Sequence[Pool]], weights: Floats, noise: Floats) -> Floats:
    """Share of the points that each structure should have, by what it adds to the doubt about limits and median.

    A structure of weight w whose own distribution function is F_m where the whole one is F adds to the variance of F
    w² (F_m (1 − F_m) + v (F_m − F)²) per point, v being the variance that its marginal likelihood adds; points by the
    root of that are the best (Neyman's allocation).
    """
    logs = [np.concatenate([of_one[m].logs for of_one in pools]) for m in range(len(weights))]
    odds = [np.concatenate([of_one[m].odds for of_one in pools]) for m in range(len(weights))]
    inner = [np.exp(part - log_sum(part)) for part in logs]
    everything = np.concatenate(odds)
    order = np.argsort(everything, kind="stable")
    place = np.cumsum(np.concatenate([w * part for w, part in zip(weights, inner, strict=True)])[order])
    most = np.zeros(len(weights))
    for prob in _CUTS:
        cut = everything[order][min(int(np.searchsorted(place, prob)), len(order) - 1)]
        below = np.array([float(part[values <= cut].sum()) for part, values in zip(inner, odds, strict=True)])
        own = np.maximum(below * (1.0 - below), 0.0) + noise * (below - prob) ** 2
        most = np.maximum(most, weights * np.sqrt(own / (prob * (1.0 - prob))))
    return np.asarray(most / most.sum(), dtype=np.float64)
