"""Ratios of integrals of two densities from points of both."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq
from scipy.special import expit

__all__ = ["bridge_ratio"]

Floats = NDArray[np.float64]

_BEYOND = 60.0


def bridge_ratio(of_first: Floats, of_second: Floats) -> float:
    """Log of the integral of a second density over that of a first, by bridge sampling.

    No point has more say than one, however far the densities are apart there (Bennett 1976,
    doi:10.1016/0021-9991(76)90078-4; Meng & Wong 1996, Statistica Sinica 6: 831-860).

    Args:
        of_first: Log of the second density over the first at points of the first.
        of_second: The same at points of the second.

    >>> rng = np.random.default_rng(0)
    >>> narrow, wide = rng.normal(0.0, 1.0, 20_000), rng.normal(0.0, 2.0, 20_000)
    >>> log_ratio = lambda x: 3.0 * x**2 / 8.0  # of exp(-x²/8) over exp(-x²/2), whose integrals are as 2 to 1
    >>> round(math.exp(bridge_ratio(log_ratio(narrow), log_ratio(wide))), 1)
    2.0
    """
    more = math.log(len(of_second) / len(of_first))

    def excess(log_ratio: float) -> float:
        return float(expit(of_first - log_ratio + more).sum() - expit(log_ratio - more - of_second).sum())

    low = float(min(of_first.min(), of_second.min())) - _BEYOND
    high = float(max(of_first.max(), of_second.max())) + _BEYOND
    return float(brentq(excess, low, high, xtol=1e-6))
