"""Quantiles of draws that are not equally likely."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

__all__ = ["weighted_quantiles"]

Floats = NDArray[np.float64]


def weighted_quantiles(values: Floats, weights: Floats, probs: Sequence[float]) -> list[float]:
    """Find quantiles, each value standing in the middle of its own weight.

    >>> weighted_quantiles(np.array([1.0, 2.0, 3.0]), np.array([1.0, 2.0, 1.0]), [0.5])
    [2.0]
    """
    order = np.argsort(values, kind="stable")
    place = np.cumsum(weights[order]) - weights[order] / 2.0
    return [float(q) for q in np.interp(probs, place / weights.sum(), values[order])]
