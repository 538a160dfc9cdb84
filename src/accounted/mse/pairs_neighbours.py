"""Points of one structure, carried over to one with a pair more or less, for its mixture to be learnt from.

Structures of as many classes that differ by one pair lie mostly in the same place, and what a population of one has
missed another has found. Be π₁(θ, β) the density of the one with the pair, π₀(θ) that of the other, and q(β | θ) a
normal distribution around the maximum of π₁ given θ. Then π₀ q and π₁ are densities of the same parameters, and

    log π₁(θ, β) − log π₀(θ) − log q(β | θ)

makes points of either points of the other, by weighing. Marginal likelihoods never depend on it.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from accounted.compiled import compiled
from accounted.mse.pairs_density import log_posterior
from accounted.mse.pairs_frame import Frame
from accounted.mse.pairs_prior import Structure

__all__ = ["are_neighbours", "carry_over"]

Floats = NDArray[np.float64]

_MOST_STEPS = 5
_FARTHEST, _LONGEST = 6.0, 1.5
_SHORTEST, _FIRST = 0.05, 0.3
_LEAST_BEND = 0.1
_NEAR = 0.1
"""Of the spread of a term: near enough."""
_LOG_2PI = 1.8378770664093453


def are_neighbours(one: Structure, other: Structure) -> bool:
    """Whether two structures have as many classes and differ by one pair.

    >>> are_neighbours(Structure(3), Structure(3, ((0, 1),))), are_neighbours(Structure(2), Structure(3))
    (True, False)
    """
    return one.n_classes == other.n_classes and len(set(one.pairs) ^ set(other.pairs)) == 1


def carry_over(
    points: Floats, source: Structure, target: Structure, frames: tuple[Frame, Frame], rng: np.random.Generator
) -> tuple[Floats, Floats, Floats]:
    """Points of a structure as points of its neighbour, with log weights and the odds of being on no list.

    Args:
        points: Equally likely parameters under the posterior of `source`.
        source: Where they come from.
        target: Where they go.
        frames: Of the source and of the target.
        rng: Source of randomness.
    """
    n_lists = frames[0].n_lists
    logs, odds = np.empty(len(points)), np.empty(len(points))
    if len(target.pairs) > len(source.pairs):
        place = _place_of(target, source, n_lists)
        out = np.ascontiguousarray(np.insert(points, place, 0.0, axis=1))
        _fill_ratios(out, place, rng.standard_normal(len(points)), frames[1], frames[0], logs, odds)
        return out, logs, odds
    place = _place_of(source, target, n_lists)
    _fill_ratios(np.ascontiguousarray(points), place, np.empty(0), frames[0], frames[1], logs, odds)
    return np.ascontiguousarray(np.delete(points, place, axis=1)), -logs, odds


def _place_of(larger: Structure, smaller: Structure, n_lists: int) -> int:
    """Where the term of the pair stands that one structure has and the other has not."""
    return larger.count_first(n_lists) + next(i for i, pair in enumerate(larger.pairs) if pair not in smaller.pairs)


@compiled
def _climb_term(v: Floats, place: int, f: Frame, grad: Floats) -> float:
    """Move one term from 0 to near its maximum, the others held; one over its variance there."""
    v[place] = 0.0
    log_posterior(v, f, grad)
    bend, slope = _LEAST_BEND, grad[place]
    step = math.copysign(min(max(0.1 * abs(slope), _SHORTEST), _FIRST), slope)
    for _ in range(_MOST_STEPS):
        v[place] = min(max(v[place] + step, -_FARTHEST), _FARTHEST)
        log_posterior(v, f, grad)
        bend = max((slope - grad[place]) / step, _LEAST_BEND)
        slope = grad[place]
        step = min(max(slope / bend, -_LONGEST), _LONGEST)
        if abs(step) < _NEAR / math.sqrt(bend):
            break
    return float(bend)


@compiled
def _fill_ratios(
    points: Floats, place: int, normal: Floats, f: Frame, smaller: Frame, logs: Floats, odds: Floats
) -> None:
    """Fill in the log ratios, and the odds in the structure that the points go to.

    Where normal numbers are given the term is drawn, into `points`; otherwise it is as it stands there.
    """
    n, is_drawn = points.shape[1], len(normal) > 0
    v, grad, rest, small = np.empty(n), np.empty(n), np.empty(n - 1), np.empty(n - 1)
    for i in range(len(points)):
        for j in range(n):
            v[j] = points[i, j]
        for j in range(n - 1):
            rest[j] = v[j] if j < place else v[j + 1]
        without, odds[i] = log_posterior(rest, smaller, small)
        bend = _climb_term(v, place, f, grad)
        if is_drawn:
            apart = normal[i]
            points[i, place] = v[place] + apart / math.sqrt(bend)
        else:
            apart = (points[i, place] - v[place]) * math.sqrt(bend)
        v[place] = points[i, place]
        value, chance = log_posterior(v, f, grad)
        if is_drawn:
            odds[i] = chance
        logs[i] = value - without + 0.5 * apart * apart + 0.5 * (_LOG_2PI - math.log(bend))
