"""Boosted trees for the chance of an outcome, on covariates cut into bins.

Each round fits one small tree to the gradient of the log-likelihood, with a Newton step in each leaf (Friedman 2001,
doi:10.1214/aos/1013203451). Nothing is drawn: the same rows give the same trees.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from accounted.compiled import compiled

__all__ = ["boost_trees"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

_DEPTH = 3
_N_BINS = 64
_LEAST_GAIN = 1e-9


@compiled
def boost_trees(
    bins: NDArray[np.uint8],
    outcome: Bools,
    used: Bools,
    start: Floats,
    n_rounds: int,
    rate: float,
    shrinkage: float,
) -> Floats:
    """Log-odds of the outcome for every row, learnt from the rows in `used`.

    Args:
        bins: One column per covariate, values below 64.
        outcome: Whether it happened, per row.
        used: Rows to learn from.
        start: Log-odds to begin with.
        n_rounds: Number of trees.
        rate: Share of each tree that is added.
        shrinkage: Added to the curvature in each leaf.

    >>> bins, outcome = np.repeat(np.array([[0], [1]], dtype=np.uint8), 50, axis=0), np.repeat([True, False], 50)
    >>> scores = boost_trees(bins, outcome, np.full(100, True), np.zeros(100), 50, 0.1, 1.0)
    >>> (scores[[0, 99]] > 0).tolist()
    [True, False]
    """
    n = bins.shape[0]
    scores = start.copy()
    gradient, curvature = np.empty(n), np.empty(n)
    node = np.empty(n, dtype=np.int64)
    for _ in range(n_rounds):
        for i in range(n):
            p = 1.0 / (1.0 + np.exp(-scores[i]))
            gradient[i] = (1.0 if outcome[i] else 0.0) - p
            curvature[i] = p * (1.0 - p)
        node[:] = 0
        for level in range(_DEPTH):
            split = _split_nodes(*_sum_by_bin(bins, used, gradient, curvature, node, 1 << level), shrinkage)
            for i in range(n):
                feature = split[node[i], 0]
                right = feature >= 0 and bins[i, feature] > split[node[i], 1]
                node[i] = 2 * node[i] + (1 if right else 0)
        leaf = _fit_leaves(used, gradient, curvature, node, shrinkage)
        for i in range(n):
            scores[i] += rate * leaf[node[i]]
    return scores


@compiled
def _sum_by_bin(
    bins: NDArray[np.uint8], used: Bools, gradient: Floats, curvature: Floats, node: Ints, n_nodes: int
) -> tuple[Floats, Floats]:
    gradients = np.zeros((n_nodes, bins.shape[1], _N_BINS))
    curvatures = np.zeros((n_nodes, bins.shape[1], _N_BINS))
    for i in range(bins.shape[0]):
        if used[i]:
            for j in range(bins.shape[1]):
                gradients[node[i], j, bins[i, j]] += gradient[i]
                curvatures[node[i], j, bins[i, j]] += curvature[i]
    return gradients, curvatures


@compiled
def _split_nodes(gradients: Floats, curvatures: Floats, shrinkage: float) -> Ints:
    """Best covariate and last bin of the left side per node; −1 where no split gains anything."""
    n_nodes, d, n_bins = gradients.shape
    best = np.full((n_nodes, 2), -1, dtype=np.int64)
    for k in range(n_nodes):
        total_g, total_h = gradients[k, 0].sum(), curvatures[k, 0].sum()
        most = total_g**2 / (total_h + shrinkage) + _LEAST_GAIN
        for j in range(d):
            left_g, left_h = 0.0, 0.0
            for b in range(n_bins - 1):
                left_g += gradients[k, j, b]
                left_h += curvatures[k, j, b]
                right_g, right_h = total_g - left_g, total_h - left_h
                gain = left_g**2 / (left_h + shrinkage) + right_g**2 / (right_h + shrinkage)
                if gain > most + _LEAST_GAIN:
                    most = gain
                    best[k, 0], best[k, 1] = j, b
    return best


@compiled
def _fit_leaves(used: Bools, gradient: Floats, curvature: Floats, node: Ints, shrinkage: float) -> Floats:
    up, down = np.zeros(1 << _DEPTH), np.zeros(1 << _DEPTH)
    for i in range(node.size):
        if used[i]:
            up[node[i]] += gradient[i]
            down[node[i]] += curvature[i]
    return up / (down + shrinkage)
