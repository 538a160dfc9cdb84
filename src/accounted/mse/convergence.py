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

__all__ = ["Convergence", "assess_convergence"]

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
