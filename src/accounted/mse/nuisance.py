"""Learners of the chance to be on one list, given covariates, among people who are on another.

Four that fail in different ways: curves for what changes slowly, steps for what changes at once, bumps for covariates
that act together, trees for the rest. There is none without covariates, nor with straight lines only: mixed in, these
make people more alike than they are, and the estimate comes out too low with an interval too short.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import cho_factor, cho_solve
from scipy.special import expit, log_expit, logit

from accounted.compiled import compiled
from accounted.mse.boosting import boost_trees
from accounted.mse.covariates import Design

__all__ = ["LEARNERS", "fit_logistic", "predict_chances"]

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

LEARNERS = ("curves", "steps", "bumps", "trees")
"""In the order of the chances that `predict_chances` gives."""

_CURVES, _STEPS, _BUMPS = 1.0, 1.0, 0.1  # ridge penalties
_ROUNDS, _RATE, _LEAF_SHRINKAGE = 60, 0.1, 5.0
_INTERCEPT = 1e-3  # keeps the chance away from 0 and 1 when all outcomes are alike
_MOST_STEPS = 50
_SETTLED = 1e-8


def predict_chances(design: Design, outcome: Bools, used: Bools) -> Floats:
    """Learn from the people in `used`, and give the chance of the outcome for everybody.

    Returns:
        Learners (as in `LEARNERS`) × people.
    """
    scores = np.empty((len(LEARNERS), len(outcome)))
    for k, (columns, penalty) in enumerate(((design.curves, _CURVES), (design.steps, _STEPS), (design.bumps, _BUMPS))):
        slopes = fit_logistic(columns[used], outcome[used], penalty)
        scores[k] = slopes[0] + columns @ slopes[1:]
    # The trees correct the curves.
    scores[-1] = boost_trees(design.bins, outcome, used, scores[0], _ROUNDS, _RATE, _LEAF_SHRINKAGE)
    return np.asarray(expit(scores), dtype=np.float64)


def fit_logistic(columns: Floats, outcome: Bools, penalty: float) -> Floats:
    """Fit a logistic regression with a ridge penalty on all but the intercept.

    Maximises Σ log p(outcome) − penalty/2 · Σ slopes², by Newton steps, halved while they do not help.

    Returns:
        Intercept and slopes.

    >>> fit_logistic(np.empty((40, 0)), np.arange(40) < 10, 1.0).round(2).tolist()
    [-1.1]
    """
    X = np.column_stack([np.ones(len(outcome)), columns])
    sign = np.where(outcome, 1.0, -1.0)
    weights = np.full(X.shape[1], penalty)
    weights[0] = _INTERCEPT
    slopes = np.zeros(X.shape[1])
    slopes[0] = logit((outcome.sum() + 0.5) / (len(outcome) + 1.0))
    value = _objective(X, sign, slopes, weights)
    for _ in range(_MOST_STEPS):
        p = expit(X @ slopes)
        gradient = X.T @ (outcome - p) - weights * slopes
        curvature = _sum_curvature(X, p * (1.0 - p)) + np.diag(weights)
        step = cho_solve(cho_factor(curvature, lower=True), gradient)
        gain = float(gradient @ step)
        if gain < _SETTLED * len(outcome):
            break
        size = 1.0
        while (trial := _objective(X, sign, slopes + size * step, weights)) < value + 1e-4 * size * gain:
            if size < 1e-6:
                break
            size /= 2.0
        slopes, value = slopes + size * step, trial
    return np.asarray(slopes, dtype=np.float64)


def _objective(X: Floats, sign: Floats, slopes: Floats, weights: Floats) -> float:
    return float(log_expit(sign * (X @ slopes)).sum() - 0.5 * (weights * slopes**2).sum())


@compiled
def _sum_curvature(X: Floats, w: Floats) -> Floats:
    """Lower triangle of Σ w_i X_i X_iᵀ, by hand: one thread and one order of summing, whatever the machine."""
    n, p = X.shape
    H = np.zeros((p, p))
    for i in range(n):
        for j in range(p):
            scaled = w[i] * X[i, j]
            row = H[j, : j + 1]
            for k in range(j + 1):
                row[k] += scaled * X[i, k]
    return H
