"""BCa bootstrap: intervals from the whole procedure repeated on resampled people.

    z₀  = Φ⁻¹(share of replicates below N̂)
    a   = Σ n_x r_x³ / (6 (Σ n_x r_x²)^1.5),      r_x = mean over people − N̂ without one person of x
    limit(q) = quantile of the replicates at Φ(z₀ + (z₀ + z_q) / (1 − a (z₀ + z_q)))

(Efron 1987, doi:10.1080/01621459.1987.10478410.) People are drawn again with their capture histories, so a
replicate is a multinomial draw over the cells; the jackknife leaves out one person of each cell and counts the cell as
often as it has people (Chan, Silverman & Vincent 2021, doi:10.1080/01621459.2019.1708748). Whatever chooses a model
chooses again in every replicate, so the interval includes the choice.

A replicate without a finite estimate counts as larger than any number, and a limit that falls on one is infinite.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

__all__ = ["BcaBootstrap", "accelerate", "find_quantiles", "resample_cells"]

_REDRAWS = 60

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class BcaBootstrap:
    """Replicates with the two corrections.

    Args:
        replicates: Estimates in ascending order; infinite where there was none.
        bias: z₀.
        acceleration: a.
        is_accelerated: Whether the jackknife could tell a.
    """

    replicates: Floats
    bias: float
    acceleration: float
    is_accelerated: bool = True

    @classmethod
    def of(cls, replicates: Floats, point: float, acceleration: float | None) -> BcaBootstrap:
        """Sort replicates and find the bias; replicates equal to the point count half below it.

        Without an acceleration the interval is corrected for bias only.

        >>> BcaBootstrap.of(np.array([3.0, 1.0, 2.0]), 2.0, 0.0).bias
        0.0
        """
        n = len(replicates)
        below = (np.sum(replicates < point) + 0.5 * np.sum(replicates == point)) / n
        bias = float(ndtri(min(max(below, 0.5 / n), 1.0 - 0.5 / n)))
        return cls(np.sort(replicates), bias, acceleration or 0.0, acceleration is not None)

    def limits(self, probs: Floats) -> Floats:
        """Find the corrected limits at these probabilities.

        >>> BcaBootstrap(np.arange(1.0, 1000.0), 0.0, 0.0).limits(np.array([0.025, 0.5])).round(1).tolist()
        [25.3, 500.0]
        """
        z = self.bias + ndtri(probs)
        # Past the pole of the correction there is nothing further out than the outermost replicate.
        shrink = np.maximum(1.0 - self.acceleration * z, 1e-9)
        return find_quantiles(self.replicates, np.asarray(ndtr(self.bias + z / shrink), dtype=np.float64))

    def limit_error(self, probs: Floats, rng: np.random.Generator) -> float:
        """Estimate the largest relative standard error of the limits, by drawing the replicates again.

        A limit that is sometimes infinite has the error of its logarithm's finite values only.
        """
        point = float(find_quantiles(self.replicates, np.array([float(ndtr(self.bias))]))[0])
        again = []
        for _ in range(_REDRAWS):
            drawn = self.replicates[rng.integers(len(self.replicates), size=len(self.replicates))]
            again.append(BcaBootstrap.of(drawn, point, self.acceleration).limits(probs))
        errors = []
        for limit in np.stack(again).T:
            finite = limit[np.isfinite(limit) & (limit > 0.0)]
            errors.append(float(np.std(np.log(finite))) if len(finite) > 1 else 0.0)
        return max(errors)

    def spread_draws(self, n_draws: int) -> Floats:
        """Return equally likely values, ascending, whose quantiles are the corrected limits."""
        return self.limits((np.arange(n_draws) + 0.5) / n_draws)


def find_quantiles(ordered: Floats, probs: Floats) -> Floats:
    """Find quantiles by the rule that is nearly unbiased for medians (Hyndman & Fan 1996, type 8).

    Args:
        ordered: Values in ascending order, the last ones possibly infinite.
        probs: Probabilities.

    >>> find_quantiles(np.array([1.0, 2.0, 4.0, math.inf]), np.array([0.0, 0.5, 0.9])).tolist()
    [1.0, 3.0, inf]
    """
    n = len(ordered)
    place = np.clip((n + 1.0 / 3.0) * probs - 2.0 / 3.0, 0.0, n - 1.0)
    first = np.floor(place).astype(np.int64)
    part = place - first
    low, high = ordered[first], ordered[np.minimum(first + 1, n - 1)]
    inside = (part > 0.0) & np.isfinite(high)
    between = low + part * np.subtract(high, low, where=inside, out=np.zeros(len(probs)))
    return np.where((part > 0.0) & ~np.isfinite(high), math.inf, between)


def accelerate(counts: Floats, without_one: Floats) -> float | None:
    """Find the acceleration from the jackknife; 0 without spread, None when one absence leaves no finite estimate.

    Args:
        counts: People per cell.
        without_one: The estimate when one person of the cell is left out.

    >>> round(accelerate(np.array([10.0, 5.0, 1.0]), np.array([100.0, 101.0, 80.0])), 3)
    0.148
    """
    if not np.all(np.isfinite(without_one)):
        return None
    r = float(np.sum(counts * without_one) / np.sum(counts)) - without_one
    square = float(np.sum(counts * r**2))
    return float(np.sum(counts * r**3)) / (6.0 * square**1.5) if square > 0.0 else 0.0


def resample_cells(counts: NDArray[np.int64], n_bootstrap: int, rng: np.random.Generator) -> Floats:
    """Draw people again: one row of cell counts per replicate, each adding up to the number of people.

    >>> resample_cells(np.array([3, 7]), 2, np.random.default_rng(1)).sum(axis=1).tolist()
    [10.0, 10.0]
    """
    n = int(counts.sum())
    return rng.multinomial(n, counts / n, size=n_bootstrap).astype(np.float64)
