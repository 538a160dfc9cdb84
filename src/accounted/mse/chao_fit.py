"""Maximum likelihood for Chao's bound with a rate for each list, and its profile likelihood interval.

    log μ_x = α + Σ_j β_j x_j + Σ_k≥2 η_k max(|x| − k, 0),   η_k ≥ 0

(Rivest & Baillargeon 2007, doi:10.1111/j.1541-0420.2007.00779.x.) For a given number m of people on no list all 2^L
cells are known and the multinomial likelihood has a plain maximum over the rest; N̂ = n + m maximises that profile, and
the interval holds the m where it is at most χ²/2 lower (Cormack 1992, doi:10.2307/2532316).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq, minimize_scalar
from scipy.special import chdtri, gammaln

from accounted.model.capture import CaptureTable

__all__ = ["ChaoFit", "fit_bound"]

_MOST_STEPS = 100
_MOST_CHANGES = 40
_MOST_HALVINGS = 30
_FURTHEST = 20.0
_LARGEST = 300.0

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class ChaoFit:
    """The bound and the ends of its interval, people in all."""

    point: float
    lower: float
    upper: float


def fit_bound(table: CaptureTable, prob: float) -> ChaoFit:
    """Fit the bound.

    Args:
        table: People by capture history, somebody on exactly two lists; lists that hold nobody are left out.
        prob: Probability of the interval.

    With two lists it is that of independent lists:

    >>> fit = fit_bound(CaptureTable.of("AB", {(1, 0): 40, (0, 1): 30, (1, 1): 20}), 0.95)
    >>> round(fit.point)
    148
    """
    at = [j for j in range(len(table.lists)) if any(history[j] for history, _ in table.cells)]
    histories = np.array(list(product((0, 1), repeat=len(at))), dtype=np.float64)
    number = {tuple(int(v) for v in row): i for i, row in enumerate(histories)}
    counts = np.zeros(len(histories))
    for history, count in table.cells:
        counts[number[tuple(history[j] for j in at)]] += count
    sizes = histories.sum(axis=1)
    bends = [np.maximum(sizes - k, 0.0) for k in range(2, len(at))]
    design = np.column_stack([np.ones(len(sizes)), histories, *bends])
    return _profile(design, counts, len(at) + 1, prob)


def _profile(design: Floats, counts: Floats, n_free: int, prob: float) -> ChaoFit:
    n = float(counts.sum())

    def fall(log_unlisted: float) -> float:
        """Minus the profile log likelihood."""
        m = math.exp(log_unlisted)
        filled = counts.copy()
        filled[0] = m
        eta = design @ _maximise(design, filled, n_free)
        inside = float(gammaln(n + m + 1.0) - gammaln(m + 1.0))
        return -(inside + float(filled @ (eta - math.log(n + m))))

    span = (math.log(1e-3), math.log(n) + _FURTHEST)
    best = minimize_scalar(fall, bounds=span, method="bounded", options={"xatol": 1e-7})
    top, at = float(best.fun), float(best.x)
    limit = float(chdtri(1.0, 1.0 - prob)) / 2.0

    def gap(log_unlisted: float) -> float:
        return fall(log_unlisted) - top - limit

    lower = math.exp(brentq(gap, span[0], at, xtol=1e-7)) if gap(span[0]) > 0.0 else 0.0
    upper = math.exp(brentq(gap, at, span[1], xtol=1e-7)) if gap(span[1]) > 0.0 else math.exp(span[1])
    return ChaoFit(n + math.exp(at), n + lower, n + upper)


def _maximise(design: Floats, counts: Floats, n_free: int) -> Floats:
    """Poisson maximum likelihood with the columns from `n_free` on at least 0: an active set around Newton's method."""
    n_columns = design.shape[1]
    is_free = np.arange(n_columns) < n_free
    beta = np.zeros(n_columns)
    for _ in range(_MOST_CHANGES):
        beta = np.zeros(n_columns)
        beta[is_free] = _fit_poisson(design[:, is_free], counts)
        bends = np.where(np.arange(n_columns) >= n_free, beta, 0.0)
        if bends.min() < 0.0:
            is_free[int(bends.argmin())] = False
            continue
        score = design.T @ (counts - np.exp(np.minimum(design @ beta, _LARGEST)))
        score[is_free] = 0.0
        # Of the people seen: the unlisted may be a thousand times as many, and one person then seems nothing.
        if score.max() <= max(1e-7 * counts[1:].sum(), 1e-12 * counts.sum()):
            return beta
        is_free[int(score.argmax())] = True
    return beta


def _fit_poisson(design: Floats, counts: Floats) -> Floats:
    """Newton's method with step halving."""
    mu = counts + 0.1
    eta = np.log(mu)
    beta: Floats = np.zeros(design.shape[1])
    loss = math.inf
    for _ in range(_MOST_STEPS):
        right = design.T @ (mu * eta + counts - mu)
        # Least squares: where a rate runs to 0 the matrix becomes singular, and the fit is as good without that step.
        new = np.asarray(np.linalg.lstsq(design.T @ (design * mu[:, None]), right, rcond=1e-13)[0], dtype=np.float64)
        after = _measure_loss(design @ new, counts)
        for _ in range(_MOST_HALVINGS):
            if after <= loss + 1e-9 * (1.0 + abs(loss)):
                break
            new = 0.5 * (new + beta)
            after = _measure_loss(design @ new, counts)
        moved = float(np.abs(new - beta).max())
        beta, loss, eta = new, after, np.minimum(design @ new, _LARGEST)
        mu = np.exp(eta)
        if moved < 1e-8:
            break
    return beta


def _measure_loss(eta: Floats, counts: Floats) -> float:
    return float(np.exp(np.minimum(eta, _LARGEST)).sum() - counts @ eta)
