"""R-hat and effective sample size, rank-normalised (Vehtari and others 2021, doi:10.1214/20-BA1221).

The only module that touches arviz-stats: it uses the array functions that versions 0.8 and 1.x share.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from arviz_stats.base.array import array_stats
from numpy.typing import NDArray

__all__ = ["Convergence", "assess_convergence", "limit_error"]

_STATS: Any = array_stats


@dataclass(frozen=True, slots=True)
class Convergence:
    """How far several chains agree.

    Args:
        rhat: Rank-normalised split R-hat; None when it cannot be computed (no spread at all).
        ess: The smaller of bulk and tail (5 % and 95 %) effective sample size; None likewise.
    """

    rhat: float | None
    ess: float | None

    def is_reached(self, rhat: float = 1.01, ess: float = 400.0) -> bool:
        """Whether R-hat is below and the effective sample size at least the given value."""
        return self.rhat is not None and self.ess is not None and self.rhat < rhat and self.ess >= ess


def assess_convergence(draws: NDArray[np.float64]) -> Convergence:
    """Compare chains.

    Args:
        draws: One row per chain, at least four draws in each.

    >>> chains = np.random.default_rng(1).normal(size=(4, 1000))
    >>> assess_convergence(chains).is_reached()
    True
    >>> assess_convergence(chains + np.arange(4)[:, None]).is_reached()
    False
    """
    if float(np.ptp(draws)) == 0.0:
        return Convergence(None, None)
    with np.errstate(all="ignore"):
        rhat = float(_STATS.rhat(draws))
        bulk = float(_STATS.ess(draws, method="bulk"))
        tail = float(_STATS.ess(draws, method="tail", prob=(0.05, 0.95)))
    ess = min(bulk, tail)
    return Convergence(rhat if math.isfinite(rhat) else None, ess if math.isfinite(ess) else None)


def limit_error(draws: NDArray[np.float64], prob: float = 0.95) -> float:
    """Monte Carlo standard error of the ends of the equal-tailed interval, the larger of the two.

    A quantile's error is half the distance between the quantiles one standard error of its probability to either side,
    with the effective sample size of being below it (Vehtari and others 2021, section 4.3).

    Args:
        draws: One row per chain.
        prob: Probability of the interval.

    >>> draws = np.random.default_rng(1).normal(size=(4, 1000))
    >>> 0.02 < limit_error(draws) < 0.07
    True
    """
    errors = [0.0]
    for tail in ((1.0 - prob) / 2.0, (1.0 + prob) / 2.0):
        below = (draws <= np.quantile(draws, tail)).astype(np.float64)
        if 0.0 < below.mean() < 1.0:
            with np.errstate(all="ignore"):
                ess = float(_STATS.ess(below, method="mean"))
            if not math.isfinite(ess) or ess <= 1.0:
                return math.inf
            spread = math.sqrt(tail * (1.0 - tail) / ess)
            low, high = np.quantile(draws, [max(tail - spread, 0.0), min(tail + spread, 1.0)])
            errors.append(float(high - low) / 2.0)
    return max(errors)
