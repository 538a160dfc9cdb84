"""From a mixture around the modes to the posterior of one structure, by annealed steps of a population of points.

A population drawn from the mixture g goes over g^(1−t) · posterior^t from t = 0 to 1 (sequential Monte Carlo: Del
Moral, Doucet & Jasra 2006, doi:10.1111/j.1467-9868.2006.00553.x). Each step is as long as leaves half of the points
counting evenly; then they are drawn anew and moved by Hamiltonian Monte Carlo with the population's own covariance as
metric, and, once the posterior is reached, along its ridge; there every point is seen at several of its last moves
(waste-free sequential Monte Carlo: Dau & Chopin 2022, doi:10.1111/rssb.12475). Where g fits well, one step does and
this is importance sampling. Else the first step begins from several times as many draws, of which those are kept that
count: they cost little beside moves, and find what few draws of a mixture that fits badly miss. The mean weights
multiply to an unbiased estimate of the marginal likelihood.

Numbering the classes differently gives the same model. The posterior knows; so g is meant as its average over all
orders of the classes, and the points are kept numbered alike.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import logsumexp

from accounted.compiled import compiled, inlined
from accounted.mse.log_sums import log_sum
from accounted.mse.pairs_coordinates import number_classes, rates_of
from accounted.mse.pairs_density import log_posterior
from accounted.mse.pairs_frame import Frame
from accounted.mse.pairs_mixture import FREEDOM
from accounted.mse.pairs_proposal import Component, Proposal
from accounted.mse.pairs_ridge import slide_classes

__all__ = ["FEW_STEPS", "Population", "bridge", "number_alike", "stir"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_LEAST_EVEN = 0.5
FEW_STEPS = 2
"""Beyond these the mixture lacks some of the posterior."""

_MOVES, _LAST_MOVES, _MANY_MOVES, _STIRS = 2, 8, 16, 20
_SEEN_EVERY, _STIRRED_SEEN_EVERY = 2, 4
"""Moves between two looks at a point."""

_WIDE = 6
"""Times as many draws of the mixture as points: a draw costs a fiftieth of what moving a point does."""

_MOST_LEAPS = 5
_FIRST_STEP, _SHORTEST, _LONGEST = 0.35, 0.01, 1.0
_ACCEPTANCE = 0.75
_MOST_STEPS = 60
_NEGLIGIBLE = 20.0
_GUESS_POINTS = 4.0
"""The guess counts as that many points per parameter."""


@dataclass(frozen=True, slots=True, eq=False)
class Population:
    """Points that stand for the posterior of one structure.

    A point that is moved within the posterior is seen several times: two moves on, a quarter to a half of the points
    where people are hardest to find are still there, so what they say together is known from fewer points.

    Args:
        points: Parameters, one row each; all points at one move, then all of them in the same order at a later one.
        log_weights: Logs of weights that add up to 1.
        odds: Odds of being on no list.
        log_evidence: Log marginal likelihood of the conditional multinomial, without its constant.
        n_steps: Annealing steps; 0 for importance sampling.
        n_looks: How often each point is seen.
    """

    points: Floats
    log_weights: Floats
    odds: Floats
    log_evidence: float
    n_steps: int
    n_looks: int = 1

    @property
    def n_points(self) -> int:
        """How many points were drawn and moved, however often they are seen."""
        return len(self.odds) // self.n_looks


@inlined
def _number_otherwise(v: Floats, f: Frame, order: Ints, w: Floats) -> None:
    """Fill in the same point with its classes in another order."""
    n_lists, last = f.n_lists, f.n_classes - 1
    n_theta, base = n_lists * f.n_classes, order[last]
    share = v[n_theta + base] if base < last else 0.0
    for k in range(last):
        source = order[k]
        w[n_theta + k] = (v[n_theta + source] if source < last else 0.0) - share
    for j in range(n_lists):
        if not f.is_folded:
            for k in range(f.n_classes):
                w[k * n_lists + j] = v[order[k] * n_lists + j]
            continue
        w[j] = v[j] - share
        ratio = v[(base + 1) * n_lists + j] if base < last else 0.0
        for k in range(last):
            source = order[k]
            w[(k + 1) * n_lists + j] = (v[(source + 1) * n_lists + j] if source < last else 0.0) - ratio


@inlined
def _log_mixture(v: Floats, f: Frame, centres: Floats, inverses: Floats, constants: Floats, orders: Ints) -> float:
    """Log density of the mixture of t distributions, averaged over the orders of the classes.

    All components go row by row together, the inmost loop over them: sums along a row cannot be reordered.
    """
    n, n_parts = len(v), centres.shape[1]
    power = 0.5 * (FREEDOM + n)
    w, apart, z, squares = v.copy(), np.empty((n, n_parts)), np.empty(n_parts), np.empty(n_parts)
    top, total, lowest = -math.inf, 0.0, math.inf
    for a in range(len(orders)):
        if f.n_classes > 1:
            _number_otherwise(v, f, orders[a], w)
        for c in range(n_parts):
            squares[c] = 0.0
        for i in range(n):
            for c in range(n_parts):
                apart[i, c] = w[i] - centres[i, c]
                z[c] = 0.0
            for j in range(i + 1):
                for c in range(n_parts):
                    z[c] += inverses[i, j, c] * apart[j, c]
            n_near = 0
            for c in range(n_parts):
                squares[c] += z[c] * z[c]
                # Beyond these squares a component adds less than two parts in a thousand million.
                n_near += squares[c] <= FREEDOM * (constants[1, c] * lowest - 1.0)
            if n_near == 0:
                break
        for c in range(n_parts):
            if squares[c] > FREEDOM * (constants[1, c] * lowest - 1.0):
                continue
            value = constants[0, c] - power * math.log1p(squares[c] / FREEDOM)
            if value > top:
                total = total * math.exp(top - value) + 1.0
                top = value
                lowest = math.exp((_NEGLIGIBLE - top) / power)
            else:
                total += math.exp(value - top)
    return top + math.log(total / len(orders))


@compiled
def _fill(
    points: Floats, grads: Floats, target: Floats, base: Floats, odds: Floats, f: Frame, centres: Floats,
    inverses: Floats, constants: Floats, orders: Ints,
) -> None:  # fmt: skip
    for i in range(len(points)):
        target[i], odds[i] = log_posterior(points[i], f, grads[i])
        base[i] = _log_mixture(points[i], f, centres, inverses, constants, orders)


@inlined
def _add_rows(rows: Floats, is_upper: bool, times: Floats, scale: float, out: Floats) -> None:
    """Add up the rows of a triangular matrix, each times its number and a scale.

    Written out because calls and new arrays cost more than the products of so few numbers, and by rows because sums
    that do not depend on each other go side by side.
    """
    n = len(times)
    for j in range(n):
        factor = scale * times[j]
        for i in range(j if is_upper else 0, n if is_upper else j + 1):
            out[i] += rows[j, i] * factor


@inlined
def _pull(
    v: Floats, grad: Floats, heat: float, root: Floats, inverse: Floats, middle: Floats, apart: Floats, force: Floats
) -> None:
    """Fill in the force at v in the coordinates of the metric: that of the posterior and that of the normal stand-in.

    The inverse of the root is given with rows and columns exchanged.
    """
    for i in range(len(v)):
        force[i], apart[i] = 0.0, middle[i] - v[i]
    _add_rows(root, False, grad, heat, force)
    if heat < 1.0:
        _add_rows(inverse, True, apart, 1.0 - heat, force)


@compiled
def _move(
    rng: np.random.Generator, points: Floats, grads: Floats, target: Floats, base: Floats, odds: Floats, heat: float,
    root: Floats, middle: Floats, step: float, f: Frame, centres: Floats, inverses: Floats, constants: Floats,
    orders: Ints,
) -> float:  # fmt: skip
    """Move every point by Hamiltonian Monte Carlo once; the mean chance of being taken.

    The force of the mixture is that of one normal distribution in its place: any force keeps volumes, and whether a
    move is taken is judged by the true density. At heat 1 the mixture has no say, and `base` is left as it was.
    """
    n_points, n = points.shape
    v, grad, force, apart = np.empty(n), np.empty(n), np.empty(n), np.empty(n)
    turned = np.ascontiguousarray(root.T)
    inverse = np.ascontiguousarray(np.linalg.inv(root).T)
    taken = 0.0
    for i in range(n_points):
        speed = np.asarray(rng.standard_normal(n))
        length: float = step * (0.5 + rng.random())
        n_leaps = 1 + int(rng.random() * _MOST_LEAPS)
        energy = 0.0
        for j in range(n):
            energy += 0.5 * speed[j] * speed[j]
        for j in range(n):
            v[j], grad[j] = points[i, j], grads[i, j]
        value, chance = target[i], odds[i]
        _pull(v, grad, heat, root, inverse, middle, apart, force)
        for j in range(n):
            speed[j] += 0.5 * length * force[j]
        for leap in range(n_leaps):
            _add_rows(turned, True, speed, length, v)
            value, chance = log_posterior(v, f, grad)
            half = 0.5 if leap == n_leaps - 1 else 1.0
            _pull(v, grad, heat, root, inverse, middle, apart, force)
            for j in range(n):
                speed[j] += half * length * force[j]
        if not math.isfinite(value):
            continue
        other = base[i] if heat == 1.0 else _log_mixture(v, f, centres, inverses, constants, orders)
        change = heat * (value - target[i]) + (1.0 - heat) * (other - base[i]) + energy
        for j in range(n):
            change -= 0.5 * speed[j] * speed[j]
        taken += math.exp(min(change, 0.0))
        if rng.random() < math.exp(min(change, 0.0)):
            for j in range(n):
                points[i, j], grads[i, j] = v[j], grad[j]
            target[i], base[i], odds[i] = value, other, chance
    return float(taken / n_points)


def bridge(proposal: Proposal, frame: Frame, n_points: int, rng: np.random.Generator) -> Population:
    """Draw a population from the posterior of a structure.

    Args:
        proposal: The mixture to start from.
        frame: Of the structure.
        n_points: How many points are drawn and moved; rows are several times as many where they are moved.
        rng: Source of randomness.
    """
    fixed = (frame, *_pack(proposal.components), proposal.orders)
    points = _draw(proposal.components, n_points, rng)
    grads, target, base, odds = _evaluate(points, fixed)
    if _even(target - base, 1.0) >= _LEAST_EVEN:
        logs = target - base
        return Population(points, logs - log_sum(logs), odds, log_sum(logs) - math.log(n_points), 0)
    more = _draw(proposal.components, (_WIDE - 1) * n_points, rng)
    points = np.concatenate([points, more])
    both = zip((grads, target, base, odds), _evaluate(more, fixed), strict=True)
    grads, target, base, odds = (np.concatenate(two) for two in both)
    heat, evidence, step = 0.0, 0.0, _FIRST_STEP
    for number in range(_MOST_STEPS):
        next_heat = _next_heat(target - base, heat, n_points) if number < _MOST_STEPS - 1 else 1.0
        logs = (next_heat - heat) * (target - base)
        evidence += log_sum(logs) - math.log(len(logs))
        chosen = _resample(np.exp(logs - log_sum(logs)), n_points, rng)
        target, base, odds, heat = target[chosen], base[chosen], odds[chosen], next_heat
        points, grads = number_alike(points[chosen], grads[chosen], proposal, frame)
        root, middle = _metric(points, proposal.guess.root), points.mean(axis=0)
        n_moves, seen = _MOVES if heat < 1.0 else _LAST_MOVES if number < FEW_STEPS else _MANY_MOVES, []
        for left in reversed(range(n_moves)):
            taken = _move(rng, points, grads, target, base, odds, heat, root, middle, step, *fixed)
            if heat == 1.0 and frame.n_classes > 1:
                slide_classes(rng, points, grads, target, odds, frame)
            step = _adapt(step, taken)
            if heat == 1.0 and left <= n_moves // 2 and left % _SEEN_EVERY == 0:
                seen.append((points.copy(), odds.copy()))
        if heat == 1.0:
            break
    return _put_together(seen, evidence, number + 1)


def _put_together(seen: Sequence[tuple[Floats, Floats]], evidence: float, n_steps: int) -> Population:
    """A population from its points and odds at several moves."""
    points, odds = (np.concatenate(parts) for parts in zip(*seen, strict=True))
    return Population(points, np.full(len(odds), -math.log(len(odds))), odds, evidence, n_steps, len(seen))


def stir(population: Population, proposal: Proposal, frame: Frame, rng: np.random.Generator) -> Population:
    """Move a population on within its posterior, where it took several steps to get there.

    A few moves leave points near the few ancestors that they have in common, and what is learnt from such points lacks
    what their mixture lacked.
    """
    if population.n_steps <= FEW_STEPS:
        return population
    fixed = (frame, *_pack(proposal.components), proposal.orders)
    points = population.points[-population.n_points :].copy()
    grads, target, base, odds = _evaluate(points, fixed)
    step, seen = _FIRST_STEP, []
    for left in reversed(range(_STIRS)):
        root, middle = _metric(points, proposal.guess.root), points.mean(axis=0)
        taken = _move(rng, points, grads, target, base, odds, 1.0, root, middle, step, *fixed)
        if frame.n_classes > 1:
            slide_classes(rng, points, grads, target, odds, frame)
        step = _adapt(step, taken)
        if left % _STIRRED_SEEN_EVERY == 0:
            seen.append((number_alike(points, grads, proposal, frame)[0].copy(), odds.copy()))
    return _put_together(seen, population.log_evidence, population.n_steps)


def _evaluate(
    points: Floats, fixed: tuple[Frame, Floats, Floats, Floats, Ints]
) -> tuple[Floats, Floats, Floats, Floats]:
    """Slopes, log posterior density, log density of the mixture and odds of being on no list."""
    grads = np.empty_like(points)
    target, base, odds = np.empty((3, len(points)))
    _fill(points, grads, target, base, odds, *fixed)
    target[~np.isfinite(target)] = -np.inf
    return grads, target, base, odds


def _adapt(step: float, taken: float) -> float:
    """A step that is taken neither too seldom nor too often."""
    return min(max(step * math.exp(0.8 * (taken - _ACCEPTANCE)), _SHORTEST), _LONGEST)


def _draw(components: tuple[Component, ...], n_points: int, rng: np.random.Generator) -> Floats:
    """Draw from the mixture; the numbers from each component are as even as can be."""
    weights = np.cumsum(np.exp([c.log_weight for c in components]))
    which = np.searchsorted(weights / weights[-1], (np.arange(n_points) + rng.random()) / n_points)
    normal = rng.standard_normal((n_points, len(components[0].centre)))
    normal *= np.sqrt(FREEDOM / rng.chisquare(FREEDOM, n_points))[:, None]
    points = np.empty_like(normal)
    for number, component in enumerate(components):
        mine = which == number
        points[mine] = component.centre + normal[mine] @ component.root.T
    return points


def _pack(components: tuple[Component, ...]) -> tuple[Floats, Floats, Floats]:
    """Centres, inverted roots, and constants: their logs, and these as what squares are compared with.

    The components are along the last axis.
    """
    n = len(components[0].centre)
    constant = math.lgamma((FREEDOM + n) / 2) - math.lgamma(FREEDOM / 2) - n / 2 * math.log(FREEDOM * math.pi)
    total = float(logsumexp([c.log_weight for c in components]))
    logs = np.array([c.log_weight - total + constant - float(np.log(np.diag(c.root)).sum()) for c in components])
    constants = np.stack([logs, np.exp(logs / (0.5 * (FREEDOM + n)))])
    inverses = np.stack([np.linalg.inv(c.root) for c in components], axis=2)
    return np.stack([c.centre for c in components], axis=1), inverses, constants


def _even(difference: Floats, step: float) -> float:
    """Share of the points that would count evenly after a step."""
    weight = np.exp(step * (difference - difference.max()))
    return float(weight.sum() ** 2 / (weight @ weight)) / len(weight)


def _next_heat(difference: Floats, heat: float, n_points: int) -> float:
    """The step after which half of the points that are kept would still count evenly."""
    least = _LEAST_EVEN * n_points / len(difference)
    if _even(difference, 1.0 - heat) >= least:
        return 1.0
    low, high = heat, 1.0
    for _ in range(30):
        middle = (low + high) / 2
        low, high = (middle, high) if _even(difference, middle - heat) >= least else (low, middle)
    return min(max(low, heat + 1e-4), 1.0)


def _resample(weights: Floats, n_points: int, rng: np.random.Generator) -> NDArray[np.intp]:
    """Systematic resampling."""
    at = (np.arange(n_points) + rng.random()) / n_points
    return np.minimum(np.searchsorted(np.cumsum(weights), at), len(weights) - 1)


def number_alike(points: Floats, grads: Floats, proposal: Proposal, frame: Frame) -> tuple[Floats, Floats]:
    """Number the classes of every point so that its logits are nearest to those of the highest mode.

    The slopes of the density are numbered with them.
    """
    if frame.n_classes < 2:
        return points, grads
    rates, wanted = rates_of(points, frame), rates_of(proposal.modes[0].at[None], frame)
    apart = np.stack([((rates[:, order] - wanted) ** 2).sum(axis=(1, 2)) for order in proposal.orders])
    order = proposal.orders[apart.argmin(axis=0)]
    return number_classes(points, order, frame), number_classes(grads, order, frame, are_slopes=True)


def _metric(points: Floats, guess: Floats) -> Floats:
    """Lower triangle whose square is the covariance of the points, drawn towards that of the highest mode."""
    n_points, n = points.shape
    covariance = np.cov(points.T).reshape(n, n)
    weight = n_points / (n_points + _GUESS_POINTS * n)
    return np.asarray(np.linalg.cholesky(weight * covariance + (1.0 - weight) * guess @ guess.T), dtype=np.float64)
