"""Density of the prior of one structure, with its gradient, as machine code.

    mean of all θ               t with 4 degrees of freedom, centre m and scale s
    list effects                 spread σ_a;  class effects: spread σ_b;  what a class and a list have of their own: σ_c
    σ_a, σ_b, σ_c                half-t with 4 degrees of freedom and scales τ_a, τ_b, τ_c, summed over a grid
    π                            Dirichlet(α, …, α)
    β                            logistic with scale λ
    σ (continuous)               half-t with 4 degrees of freedom and scale τ

Given the spreads, θ is balanced two-way normal, so the density needs three sums of squares only, and the spreads are
summed out instead of being sampled: no funnel is left for a sampler to fall into.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from accounted.compiled import inlined
from accounted.mse.pairs_frame import Frame

__all__ = ["log_prior"]

Floats = NDArray[np.float64]

_FREEDOM = 4.0
_NEGLIGIBLE = 37.0


@inlined
def _weigh_grid(grid: Floats, squares: float, first: int, totals: Floats, pulls: Floats) -> float:
    """Fill in, per row, the sum of the densities of its steps and the sum of those times their precisions.

    Both are relative to the highest density, the logarithm of which is returned; rows before `first` are left out.
    """
    half = 0.5 * squares
    top = -math.inf
    for c in range(first, grid.shape[0]):
        for i in range(grid.shape[1]):
            top = max(top, grid[c, i, 1] - half * grid[c, i, 0])
    for c in range(first, grid.shape[0]):
        total, pull = 0.0, 0.0
        for i in range(grid.shape[1]):
            weight = math.exp(grid[c, i, 1] - half * grid[c, i, 0] - top)
            total += weight
            pull += weight * grid[c, i, 0]
        totals[c], pulls[c] = total, pull
    return float(top)


@inlined
def _log_prior_of_rates(v: Floats, f: Frame, grad: Floats) -> float:
    """Log density of θ; its gradient is added."""
    n_lists, n_classes = f.n_lists, max(f.n_classes, 1)
    n_theta = n_lists * n_classes
    by_list, by_class = f.few[0], f.few[1]
    for j in range(n_lists):
        by_list[j] = 0.0
    mean = 0.0
    for k in range(n_classes):
        total = 0.0
        for j in range(n_lists):
            by_list[j] += v[k * n_lists + j] / n_classes
            total += v[k * n_lists + j]
        by_class[k] = total / n_lists
        mean += total / n_theta
    of_lists, of_classes, mixed = 0.0, 0.0, 0.0
    for j in range(n_lists):
        of_lists += n_classes * (by_list[j] - mean) ** 2
    for k in range(n_classes):
        of_classes += n_lists * (by_class[k] - mean) ** 2
        for j in range(n_lists):
            mixed += (v[k * n_lists + j] - by_list[j] - by_class[k] + mean) ** 2
    top = -math.inf
    for c in range(len(f.by_mixed)):
        top = max(top, f.by_mixed[c, 1] - 0.5 * mixed * f.by_mixed[c, 0])
    # Steps too narrow for what a class and a list have of their own add nothing, and each costs a dozen exponentials:
    # of list and class effects they can think better only by a power of the widths.
    most_better = 0.5 * (n_lists + n_classes) * math.log(f.by_mixed[0, 0] / f.by_mixed[-1, 0])
    least, first = top - _NEGLIGIBLE - most_better, 0
    while f.by_mixed[first, 1] - 0.5 * mixed * f.by_mixed[first, 0] < least:
        first += 1
    of_list, list_pull, of_class, class_pull = f.few[2], f.few[3], f.few[4], f.few[5]
    value = _weigh_grid(f.by_list, of_lists, first, of_list, list_pull)
    if n_classes > 1:
        value += _weigh_grid(f.by_class, of_classes, first, of_class, class_pull)
    # Squares that suit wide steps do so by any factor, those that suit narrow ones by a power of the widths only: the
    # products below cannot all vanish.
    total, list_precision, class_precision, mixed_precision = 0.0, 0.0, 0.0, 0.0
    for c in range(first, len(f.by_mixed)):
        weight = math.exp(f.by_mixed[c, 1] - 0.5 * mixed * f.by_mixed[c, 0] - top)
        rest = weight * (of_class[c] if n_classes > 1 else 1.0)
        total += rest * of_list[c]
        list_precision += rest * list_pull[c]
        mixed_precision += rest * of_list[c] * f.by_mixed[c, 0]
        if n_classes > 1:
            class_precision += weight * of_list[c] * class_pull[c]
    apart, width = float(mean - f.scales[0]), float(f.scales[1])
    ratio = (apart / width) ** 2 / _FREEDOM
    slope = (_FREEDOM + 1.0) * apart / (_FREEDOM * width * width * (1.0 + ratio))
    for k in range(n_classes):
        for j in range(n_lists):
            pull = list_precision * (by_list[j] - mean) + class_precision * (by_class[k] - mean)
            pull += mixed_precision * (v[k * n_lists + j] - by_list[j] - by_class[k] + mean)
            grad[k * n_lists + j] -= pull / total + slope / n_theta
    # 0.375 is the height of the t density with 4 degrees of freedom.
    centre = math.log(0.375 / width) - 0.5 * (_FREEDOM + 1.0) * math.log1p(ratio) - 0.5 * math.log(n_theta)
    return float(value + top) + math.log(total) + centre


@inlined
def log_prior(v: Floats, f: Frame, grad: Floats) -> float:
    """Log density of the prior at v; its gradient is added to `grad`."""
    value = _log_prior_of_rates(v, f, grad)
    n_theta = f.n_lists * max(f.n_classes, 1)
    alpha, scale = f.scales[2], f.scales[3]
    n_first = n_theta
    if f.n_classes == 0:
        # Cut far beyond where the likelihood is: a density that rose again would have no integral.
        ratio = (math.exp(min(v[n_theta], 100.0)) / f.scales[4]) ** 2 / _FREEDOM
        value += math.log(0.75 / f.scales[4]) - 0.5 * (_FREEDOM + 1.0) * math.log1p(ratio) + v[n_theta]
        grad[n_theta] += 1.0 - (_FREEDOM + 1.0) * ratio / (1.0 + ratio)
        n_first += 1
    elif f.n_classes > 1:
        top = 0.0
        for k in range(f.n_classes - 1):
            top = max(top, v[n_theta + k])
        total = math.exp(-top)
        for k in range(f.n_classes - 1):
            total += math.exp(v[n_theta + k] - top)
        whole = top + math.log(total)
        value += math.lgamma(f.n_classes * alpha) - f.n_classes * math.lgamma(alpha) - f.n_classes * alpha * whole
        for k in range(f.n_classes - 1):
            value += alpha * v[n_theta + k]
            grad[n_theta + k] += alpha - f.n_classes * alpha * math.exp(v[n_theta + k] - whole)
        n_first += f.n_classes - 1
    for i in range(len(f.first)):
        size = abs(v[n_first + i]) / scale
        fall = math.exp(-size)
        value += -size - 2.0 * math.log1p(fall) - math.log(scale)
        slope = (1.0 - fall) / (1.0 + fall) / scale
        grad[n_first + i] -= slope if v[n_first + i] > 0.0 else -slope
    return value
