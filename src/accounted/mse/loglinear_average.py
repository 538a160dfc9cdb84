"""Averaging over log-linear models with weights from BIC.

    w_M ∝ exp(−BIC_M / 2);      within a model   log μ₀ ~ Normal(α_∅, variance),   people on no list ~ Poisson(μ₀)

(Buckland, Burnham & Augustin 1997, doi:10.2307/2533961; Hoeting, Madigan, Raftery & Volinsky 1999,
doi:10.1214/ss/1009212519.) exp(−BIC / 2) approximates a model's marginal likelihood with a prior worth one
observation, and the normal distribution its posterior, so the mixture is an approximate posterior of N over the models.
Models without a finite and unique estimate are left out. The weights rest on the seen cells only: models with nearly
equal weight can lie far apart in the unseen one.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from accounted.mse.loglinear_choose import Fits

__all__ = ["draw_average", "weigh_models"]

Floats = NDArray[np.float64]


def weigh_models(fits: Fits) -> Floats:
    """Find the weights of the estimable models, in the order of `fits`."""
    raw = np.exp(-0.5 * (fits.bic[: fits.n_estimable] - fits.bic[0]))
    return np.asarray(raw / raw.sum(), dtype=np.float64)


def draw_average(fits: Fits, n_draws: int, most_unlisted: float, rng: np.random.Generator) -> Floats:
    """Draw numbers of people on no list from the mixture, ascending; none above `most_unlisted`.

    Every model gets its share of the draws exactly, to one draw.
    """
    ends = np.cumsum(weigh_models(fits))
    place = (np.arange(n_draws) + rng.random()) / n_draws
    model = np.minimum(np.searchsorted(ends, place), len(ends) - 1)
    log_mean = fits.alphas[model, 0] + np.sqrt(fits.variance[model]) * rng.normal(size=n_draws)
    unlisted = rng.poisson(np.exp(np.minimum(log_mean, np.log(most_unlisted))))
    return np.sort(np.minimum(unlisted, most_unlisted)).astype(np.float64)
