"""Density of the makers' models with its gradient, and moves of a population of points, as machine code.

A point holds logits of rates (class by class, lists within), log ratios of shares to the last class, and, where the
model has it, the logit of the chance of being passed on or the log of the spread. See `generating`.

Arguments that come back in every function:

    counts   people per cell; cell number Σ_j x_j 2^j, the first one is nobody's
    shape    number of lists, of classes, direction of passing (−1, 0, 1), 1 when continuous
    prior    of the logits: centre, spread, spread of a part that all share; scale of σ
    nodes    of the quadrature, one per row: place, log weight
    work     space: cells, their slopes, and one row per class or node
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from accounted.compiled import compiled

__all__ = ["evaluate_all", "move_along", "move_apart"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_FIRST_PART = 2


@compiled
def _expit(logit: float) -> float:
    return 1.0 / (1.0 + math.exp(-max(min(logit, 30.0), -30.0)))


@compiled
def _spread(point: Floats) -> float:
    return math.exp(min(point[len(point) - 1], 4.0))


@compiled
def _rate(point: Floats, shape: Ints, nodes: Floats, k: int, j: int) -> float:
    """Chance that list j finds a person of class (or node) k."""
    if shape[3]:
        return _expit(point[j] + _spread(point) * nodes[k, 0])
    return _expit(point[k * shape[0] + j])


@compiled
def _log_share(point: Floats, shape: Ints, nodes: Floats, k: int) -> float:
    if shape[3]:
        return float(nodes[k, 1])
    n_rates, n_classes = shape[0] * shape[1], shape[1]
    top = 0.0
    for h in range(n_classes - 1):
        top = max(top, point[n_rates + h])
    total = math.exp(-top)
    for h in range(n_classes - 1):
        total += math.exp(point[n_rates + h] - top)
    own = point[n_rates + k] if k < n_classes - 1 else 0.0
    return own - top - math.log(total)


@compiled
def _log_prior(point: Floats, slope: Floats, shape: Ints, prior: Floats, nodes: Floats) -> float:
    """Log density of the prior; its gradient goes to `slope`."""
    n_lists, n_classes, last = shape[0], shape[1], len(point) - 1
    n_rates = n_lists * n_classes
    own, common = prior[1] * prior[1], prior[2] * prior[2]
    shrink = common / (own + n_rates * common)
    total = 0.0
    for i in range(n_rates):
        total += point[i] - prior[0]
    value = 0.5 * shrink / own * total * total
    for i in range(n_rates):
        apart = point[i] - prior[0]
        value -= 0.5 * apart * apart / own
        slope[i] = (shrink * total - apart) / own
    if n_classes > 1:
        for k in range(n_classes):
            log_share = _log_share(point, shape, nodes, k)
            value += log_share
            if k < n_classes - 1:
                slope[n_rates + k] = 1.0 - n_classes * math.exp(log_share)
    if shape[2] != 0:
        chance = _expit(point[last])
        value += math.log(chance) + math.log1p(-chance)
        slope[last] = 1.0 - 2.0 * chance
    if shape[3]:
        spread = _spread(point) / prior[3]
        value += point[last] - 0.5 * spread * spread
        slope[last] = 1.0 - spread * spread
    return value


@compiled
def _lay_cells(point: Floats, work: Floats, shape: Ints, nodes: Floats, n_parts: int) -> None:
    """Put the chance of every cell into the first row of `work`, by class before anybody is passed on in later rows."""
    n_cells = work.shape[1]
    cells = work[0]
    cells[:] = 0.0
    for k in range(n_parts):
        q = work[_FIRST_PART + k]
        q[0] = math.exp(_log_share(point, shape, nodes, k))
        for j in range(shape[0]):
            rate = _rate(point, shape, nodes, k, j)
            for x in range(1 << j):
                q[x + (1 << j)] = q[x] * rate
                q[x] *= 1.0 - rate
        for x in range(n_cells):
            cells[x] += q[x]
    if shape[2] != 0:
        chance = _expit(point[len(point) - 1])
        for x in range(1, n_cells, 4):
            given, taken = (x, x + 2) if shape[2] > 0 else (x + 2, x)
            cells[taken] += chance * cells[given]
            cells[given] *= 1.0 - chance


@compiled
def _follow_back(point: Floats, slope: Floats, work: Floats, shape: Ints, nodes: Floats, n_parts: int) -> None:
    """From the slopes of the cells, second row of `work`, to the gradient in `slope`."""
    n_lists, n_cells, last = shape[0], work.shape[1], len(point) - 1
    n_rates = n_lists * shape[1]
    cells, by_cell = work[0], work[1]
    if shape[2] != 0:
        chance = _expit(point[last])
        for x in range(1, n_cells, 4):
            given, taken = (x, x + 2) if shape[2] > 0 else (x + 2, x)
            slope[last] += cells[given] * (by_cell[taken] - by_cell[given]) * chance
            by_cell[given] = (1.0 - chance) * by_cell[given] + chance * by_cell[taken]
    mean = 0.0
    for k in range(n_parts):
        for x in range(n_cells):
            mean += by_cell[x] * work[_FIRST_PART + k, x]
    for k in range(n_parts):
        q = work[_FIRST_PART + k]
        share, whole = 0.0, 0.0
        for x in range(n_cells):
            share += q[x]
            whole += by_cell[x] * q[x]
        for j in range(n_lists):
            on = 0.0
            for x in range(n_cells):
                if x >> j & 1:
                    on += by_cell[x] * q[x]
            d = on - _rate(point, shape, nodes, k, j) * whole
            if shape[3]:
                slope[j] += d
                slope[last] += _spread(point) * nodes[k, 0] * d
            else:
                slope[k * n_lists + j] += d
        if not shape[3] and k < shape[1] - 1:
            slope[n_rates + k] = whole - share * mean


@compiled
def _evaluate(
    point: Floats,
    value: Floats,
    slopes: Floats,
    work: Floats,
    counts: Floats,
    shape: Ints,
    prior: Floats,
    nodes: Floats,
) -> None:
    """Put log likelihood, log prior and p_0 of a point into `value`, and both gradients into the rows of `slopes`."""
    n_parts = len(nodes) if shape[3] else shape[1]
    slopes[:] = 0.0
    value[1] = _log_prior(point, slopes[1], shape, prior, nodes)
    _lay_cells(point, work, shape, nodes, n_parts)
    cells = work[0]
    seen, people, likelihood = 1e-300, 0.0, 0.0
    for x in range(1, len(counts)):
        seen += cells[x]
        people += counts[x]
        if counts[x] > 0.0:
            likelihood += counts[x] * math.log(max(cells[x], 1e-300))
    value[0] = likelihood - people * math.log(seen)
    value[2] = cells[0] / (cells[0] + seen)
    work[1, 0] = 0.0
    for x in range(1, len(counts)):
        work[1, x] = counts[x] / max(cells[x], 1e-300) - people / seen
    _follow_back(point, slopes[0], work, shape, nodes, n_parts)


@compiled
def evaluate_all(points: Floats, values: Floats, counts: Floats, shape: Ints, prior: Floats, nodes: Floats) -> None:
    """Fill a row of `values` (log likelihood, log prior, p_0) per point."""
    slopes, work = np.empty((2, points.shape[1])), np.empty((_FIRST_PART + max(len(nodes), shape[1]), len(counts)))
    for i in range(len(points)):
        _evaluate(points[i], values[i], slopes, work, counts, shape, prior, nodes)


@compiled
def move_apart(
    points: Floats,
    values: Floats,
    heat: float,
    rng: np.random.Generator,
    counts: Floats,
    shape: Ints,
    prior: Floats,
    nodes: Floats,
) -> None:
    """Offer every point a step along the difference of two others; many steps change few coordinates."""
    n_points, n_parameters = points.shape
    slopes, work = np.empty((2, n_parameters)), np.empty((_FIRST_PART + max(len(nodes), shape[1]), len(counts)))
    offer, value = np.empty(n_parameters), np.empty(3)
    for i in range(n_points):
        a, b = int(rng.random() * n_points), int(rng.random() * n_points)
        share = 1.0 if rng.random() < 0.6 else rng.random()
        size = 2.38 / math.sqrt(2.0 * max(1.0, share * n_parameters)) * (0.5 + rng.random())
        if rng.random() < 0.1:
            size, share = 1.0, 1.0
        for h in range(n_parameters):
            offer[h] = points[i, h]
            if share == 1.0 or rng.random() < share:
                offer[h] += size * (points[a, h] - points[b, h]) + 1e-4 * rng.standard_normal()
        _evaluate(offer, value, slopes, work, counts, shape, prior, nodes)
        change = heat * (value[0] - values[i, 0]) + value[1] - values[i, 1]
        if math.log(max(rng.random(), 1e-300)) < change:
            points[i] = offer
            values[i] = value


@compiled
def move_along(
    points: Floats,
    values: Floats,
    heat: float,
    root: Floats,
    longest: float,
    most_steps: int,
    rng: np.random.Generator,
    counts: Floats,
    shape: Ints,
    prior: Floats,
    nodes: Floats,
) -> float:
    """Offer every point a Hamiltonian move; the share taken.

    Args:
        points: The population.
        values: Log likelihood, log prior and p_0 of each.
        heat: Power of the likelihood.
        root: Lower triangle R with R Rᵀ near the covariance of the points: the space moved in is whitened by it.
        longest: Largest step.
        most_steps: Most steps in a move.
        rng: Source of randomness.
        counts: As in the module's docstring, like the rest.
        shape: Likewise.
        prior: Likewise.
        nodes: Likewise.
    """
    n_points, n_parameters = points.shape
    slopes, work = np.empty((2, n_parameters)), np.empty((_FIRST_PART + max(len(nodes), shape[1]), len(counts)))
    value = np.empty(3)
    taken = 0
    for i in range(n_points):
        offer = points[i].copy()
        _evaluate(offer, value, slopes, work, counts, shape, prior, nodes)
        slope = root.T @ (heat * slopes[0] + slopes[1])
        speed = rng.standard_normal(n_parameters)
        energy = heat * value[0] + value[1] - 0.5 * (speed @ speed)
        step = longest * (0.3 + 0.7 * rng.random())
        for _ in range(1 + int(rng.random() * most_steps)):
            speed += 0.5 * step * slope
            offer += root @ (step * speed)
            _evaluate(offer, value, slopes, work, counts, shape, prior, nodes)
            slope = root.T @ (heat * slopes[0] + slopes[1])
            speed += 0.5 * step * slope
        change = heat * value[0] + value[1] - 0.5 * (speed @ speed) - energy
        if math.log(max(rng.random(), 1e-300)) < change:
            points[i] = offer
            values[i] = value
            taken += 1
    return taken / n_points
