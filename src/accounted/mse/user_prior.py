"""What a person held beforehand about the people on no list, set beside the default prior.

The user's prior is lognormal on (N − n) / n. The draws of the default family are weighed by the ratio of its density to
the one that the default prior implies for the same quantity, so that it takes that one's place and the rest of the
default prior stays as it is.
"""

from __future__ import annotations

import math
from functools import lru_cache
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from accounted.model.capture import PriorEstimate
from accounted.model.plan import UserPrior
from accounted.mse.pairs_prior import PairsPrior, implied_log_odds
from accounted.mse.quantiles import weighted_quantiles

__all__ = ["estimate_under_user_prior"]

_WIDTH = 0.25
_EDGES = np.linspace(-25.0, 25.0, 2_001)
_FLOOR = 1e-5
_LEAST_DRAWS = 100.0

Floats = NDArray[np.float64]


def estimate_under_user_prior(
    draws: Floats, n_observed: int, n_lists: int, own: PairsPrior, prior: UserPrior, prob: float
) -> tuple[PriorEstimate, str]:
    """Answer under a user's prior.

    Args:
        draws: Equally likely values of N under the default family's own prior.
        n_observed: People on at least one list.
        n_lists: Number of lists.
        own: The prior under which they were drawn.
        prior: The user's prior, with who states it and on what grounds.
        prob: Probability of the interval.

    Returns:
        The answer, and a warning when the prior lies where hardly any draw is; empty otherwise.
    """
    ratio = np.log((draws.ravel() - n_observed + 0.5) / n_observed)
    place, density = _density_of(own, n_lists)
    logs = -0.5 * ((ratio - prior.log_centre) / prior.log_spread) ** 2 - np.log(np.interp(ratio, place, density))
    weights = np.exp(logs - logs.max())
    tail = (1.0 - prob) / 2.0
    point, lower, upper = (float(round(q)) for q in weighted_quantiles(draws.ravel(), weights, (0.5, tail, 1.0 - tail)))
    reach = NormalDist().inv_cdf(1.0 - tail) * prior.log_spread
    low, middle, high = (round(1.0 + math.exp(prior.log_centre + z), 2) for z in (-reach, 0.0, reach))
    effective = float(weights.sum() ** 2 / (weights @ weights))
    warning = ""
    if effective < _LEAST_DRAWS:
        warning = (
            f"the prior '{prior.name}' lies far from what the lists say: its answer rests on about "
            f"{effective:.0f} draws"
        )
    return (
        PriorEstimate(
            prior.name,
            prior.description,
            point,
            lower,
            upper,
            (low, middle, high),
            prior.source,
            prior.person,
            prior.date,
        ),
        warning,
    )


@lru_cache(maxsize=16)
def _density_of(prior: PairsPrior, n_lists: int) -> tuple[Floats, Floats]:
    """Density of log((N − n) / n) that a prior implies, smoothed by a normal kernel, on a grid; nowhere quite zero."""
    counts = np.histogram(implied_log_odds(prior, n_lists), _EDGES)[0].astype(np.float64)
    middle = (_EDGES[1:] + _EDGES[:-1]) / 2.0
    step = float(_EDGES[1] - _EDGES[0])
    kernel = np.exp(-0.5 * (np.arange(-200, 201) * step / _WIDTH) ** 2)
    density = np.convolve(counts, kernel / kernel.sum(), mode="same") / (counts.sum() * step)
    return middle, np.maximum(density, _FLOOR)
