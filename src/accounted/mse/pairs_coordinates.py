"""The coordinates in which a structure of several classes is sampled.

What a table tells best is how many people are on one list only, list by list. In θ and π those numbers hold many
parameters at once to a thin bent sheet: with A_jk = log of the people of class k who are on list j only, and λ_k = log
of those on none, both over the latter of the last class,

    λ_k = log(π_k / π_K) − log(Z_k / Z_K),     A_jk = λ_k + θ_jk,     Z_k = Σ_x exp(Σ_j θ_jk x_j + Σ β_ij x_i x_j),

a cell has Σ_k exp(λ_k + Σ_j x_j (A_jk − λ_k) + …) people. So sampled are

    T_j = log Σ_k exp A_jk,     R_jk = A_jk − A_jK and λ_k for k < K,     β,

the first of which hardly move but together, while the others say whose those people are and how many more there may be.
Each of the three maps has Jacobian 1, so a density of the parameters is one of these. On three classes of
`uk_2013_5lists` the logarithm of the posterior over one t distribution with its mean and covariance is 5.3 on average,
and 9.6 in θ and π. To number the classes otherwise is still to add and subtract: with R_jK = λ_K = 0 all of them, and T
for λ's sake, are taken relative to what is the last class then.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from accounted.compiled import compiled
from accounted.mse.pairs_density import fold, unfold
from accounted.mse.pairs_frame import Frame

__all__ = ["fold_points", "number_classes", "rates_of", "unfold_points"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@compiled
def _fold_all(points: Floats, f: Frame, out: Floats) -> None:
    for i in range(len(points)):
        fold(points[i], f, out[i])


@compiled
def _unfold_all(points: Floats, f: Frame, out: Floats) -> None:
    for i in range(len(points)):
        unfold(points[i], f, out[i])


def fold_points(points: Floats, frame: Frame) -> Floats:
    """What is sampled, of θ, log(π_k / π_K) and β, one row each."""
    if not frame.is_folded:
        return points
    out = np.empty_like(points)
    _fold_all(np.ascontiguousarray(points), frame, out)
    return out


def unfold_points(points: Floats, frame: Frame) -> Floats:
    """Parameters θ, log(π_k / π_K) and β of what is sampled, one row each."""
    if not frame.is_folded:
        return points
    out = np.empty_like(points)
    _unfold_all(np.ascontiguousarray(points), frame, out)
    return out


def rates_of(points: Floats, frame: Frame) -> Floats:
    """Logits θ of what is sampled: points × classes × lists."""
    n_lists, n_classes = frame.n_lists, frame.n_classes
    if not frame.is_folded:
        return points[:, : n_lists * n_classes].reshape(-1, n_classes, n_lists)
    ratios, unseen = _relative(points, n_lists, n_classes)
    alone = points[:, None, :n_lists] + ratios - np.logaddexp.reduce(ratios, axis=1)[:, None]
    return np.asarray(alone - unseen[:, :, None], dtype=np.float64)


def number_classes(points: Floats, order: Ints, frame: Frame, *, are_slopes: bool = False) -> Floats:
    """Give each point's classes another order: number k becomes what was number order[k].

    Args:
        points: What is sampled, one row each, or the slopes of a density along it.
        order: One row of class numbers per point.
        frame: Of the structure.
        are_slopes: Numbers of which only differences count have slopes that add up to 0.
    """
    n_lists, n_classes = frame.n_lists, frame.n_classes
    out, n_theta = points.copy(), n_lists * n_classes
    ratios, shares = _relative(points, n_lists, n_classes)
    if are_slopes:
        ratios[:, -1] = -ratios[:, :-1].sum(axis=1)
        shares[:, -1] = -shares[:, :-1].sum(axis=1) - frame.is_folded * points[:, :n_lists].sum(axis=1)
    shares = np.take_along_axis(shares, order, axis=1)
    if frame.is_folded:
        ratios = np.take_along_axis(ratios, order[:, :, None], axis=1)
        if not are_slopes:
            ratios -= ratios[:, -1:]
            out[:, :n_lists] -= shares[:, -1:]
        out[:, n_lists:n_theta] = ratios[:, :-1].reshape(len(points), -1)
    else:
        rates = points[:, :n_theta].reshape(-1, n_classes, n_lists)
        out[:, :n_theta] = np.take_along_axis(rates, order[:, :, None], axis=1).reshape(len(points), -1)
    out[:, n_theta : n_theta + n_classes - 1] = shares[:, :-1] - (0.0 if are_slopes else shares[:, -1:])
    return out


def _relative(points: Floats, n_lists: int, n_classes: int) -> tuple[Floats, Floats]:
    """R and λ of all classes, those of the last one 0."""
    n_theta, n = n_lists * n_classes, len(points)
    ratios, unseen = np.zeros((n, n_classes, n_lists)), np.zeros((n, n_classes))
    ratios[:, :-1] = points[:, n_lists:n_theta].reshape(n, n_classes - 1, n_lists)
    unseen[:, :-1] = points[:, n_theta : n_theta + n_classes - 1]
    return ratios, unseen
