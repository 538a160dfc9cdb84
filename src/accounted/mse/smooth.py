"""Columns for smooth functions of all covariates at once: Gaussian bumps around landmarks.

A ridge regression on these columns is a kernel regression in the span of the landmarks (Williams & Seeger 2001,
*Using the Nyström method to speed up kernel machines*, Advances in Neural Information Processing Systems 13). The
landmarks are spread by always taking the point farthest from those already taken, so nothing is drawn at random.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import cholesky, solve_triangular
from scipy.spatial.distance import cdist

__all__ = ["make_smooth", "rank_evenly"]

Floats = NDArray[np.float64]

_MOST_LANDMARKS = 60
_ROWS_PER_LANDMARK = 25
_JITTER = 1e-6


def rank_evenly(values: Floats) -> Floats:
    """Replace numbers by their mid-ranks, scaled to mean 0 and variance 1 of a uniform spread.

    >>> rank_evenly(np.array([10.0, 1000.0, 10.0])).round(2).tolist()
    [-0.58, 1.15, -0.58]
    """
    _, place, counts = np.unique(values, return_inverse=True, return_counts=True)
    middle = (np.cumsum(counts) - counts / 2) / len(values)
    return np.asarray((middle[place] - 0.5) * math.sqrt(12.0), dtype=np.float64)


def make_smooth(points: Floats, width: float) -> Floats:
    """Columns φ with φ(x)·φ(y) ≈ exp(−|x − y|² / (2 width² d)), exact between landmarks.

    Args:
        points: One row per person, d columns of about unit spread.
        width: How far a bump reaches, in units of the spread.

    >>> points = np.array([[-1.0], [0.0], [1.0]] * 25)
    >>> columns = make_smooth(points, 1.0)
    >>> round(float(columns[0] @ columns[1]), 4), round(math.exp(-0.5), 4)
    (0.6065, 0.6065)
    """
    landmarks = _spread_landmarks(points, min(_MOST_LANDMARKS, len(points) // _ROWS_PER_LANDMARK))
    if not landmarks.size:
        return np.empty((len(points), 0))
    scale = 2.0 * width**2 * points.shape[1]
    among = np.exp(-cdist(landmarks, landmarks, "sqeuclidean") / scale)
    factor = cholesky(among + _JITTER * np.eye(len(landmarks)), lower=True)
    bumps = np.exp(-cdist(landmarks, points, "sqeuclidean") / scale)
    return np.ascontiguousarray(solve_triangular(factor, bumps, lower=True).T)


def _spread_landmarks(points: Floats, n_landmarks: int) -> Floats:
    if not n_landmarks or not points.shape[1]:
        return np.empty((0, points.shape[1]))
    taken = [int(np.argmin((points**2).sum(axis=1)))]
    distance = ((points - points[taken[0]]) ** 2).sum(axis=1)
    while len(taken) < n_landmarks and distance.max() > 0.0:
        taken.append(int(np.argmax(distance)))
        distance = np.minimum(distance, ((points - points[taken[-1]]) ** 2).sum(axis=1))
    return points[taken]
