"""Priors of latent classes with pairs: what they imply before any table is seen, and what another one would answer.

A prior changes only spreads, the break of the sticks and the size of pair terms, all of which every draw carries. So
an answer under another prior is the same draws with weights p'(σ, t, β) / p(σ, t, β), and no second run is needed. The
Lomax spreads keep these weights bounded: doubling a scale multiplies no density by more than 16.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from accounted.mse.pairs_density import N_HYPER, N_ROWS, count_parameters, evaluate, transform

__all__ = ["DEFAULT", "PRIORS", "PairsPrior", "find_weights", "implied_ratio"]

_N_PRIOR_DRAWS = 4_000

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class PairsPrior:
    """Constants of the prior; logits and their spreads are natural logarithms of odds.

    Args:
        name: Short name.
        description: What it holds, in words.
        centre: Mean of the centre of the list effects.
        centre_spread: Standard deviation of that centre.
        list_spread: Scale τ_a of the spread of the list effects.
        class_spread: Scale τ_b of the spread of the class effects.
        mixed_spread: Scale τ_c of the spread of what a class and a list have of their own.
        stick_shape: Shape a of the gamma prior of α.
        stick_rate: Rate b of the gamma prior of α.
        pair_scale: Scale λ of a pair's term.
    """

    name: str
    description: str
    centre: float = -1.5
    centre_spread: float = 1.5
    list_spread: float = 2.0
    class_spread: float = 3.0
    mixed_spread: float = 1.0
    stick_shape: float = 0.25
    stick_rate: float = 0.25
    pair_scale: float = 1.0

    @property
    def scales(self) -> Floats:
        """The constants in the order that the density wants them."""
        return np.array(
            [
                self.centre,
                self.centre_spread,
                self.list_spread,
                self.class_spread,
                self.mixed_spread,
                self.stick_shape,
                self.stick_rate,
                self.pair_scale,
            ]
        )


DEFAULT = PairsPrior("default", "people may differ much in how easily they are found; a pair of lists may depend")
PRIORS = (
    DEFAULT,
    PairsPrior("alike", "people differ half as much in how easily they are found", class_spread=1.5, mixed_spread=0.5),
    PairsPrior(
        "unlike", "people differ twice as much in how easily they are found", class_spread=6.0, mixed_spread=2.0
    ),
)
"""The prior set under which every answer is shown; the default comes first."""


def implied_ratio(
    prior: PairsPrior, n_lists: int, n_classes: int, prob: float = 0.95, n_draws: int = _N_PRIOR_DRAWS
) -> tuple[float, float, float]:
    """What a prior alone says about N / n: lower end, median and upper end of the interval.

    >>> low, median, high = implied_ratio(DEFAULT, 4, 3)
    >>> 1.0 < low < median < high
    True
    """
    rng = np.random.default_rng(0)
    n = count_parameters(n_lists, n_classes)
    n_cells = 2**n_lists
    counts, possible = np.zeros(n_cells), np.ones(n_cells)
    grad, cells = np.empty(n), np.empty((N_ROWS + n_classes, n_cells))
    forced = np.zeros(n_lists * (n_lists - 1) // 2, dtype=np.bool_)
    fixed = (prior.scales, forced, counts, possible, grad, cells)
    ratios = [1.0 + evaluate(rng.standard_normal(n), *fixed)[1] for _ in range(n_draws)]
    tail = (1.0 - prob) / 2.0
    low, median, high = np.quantile(ratios, [tail, 0.5, 1.0 - tail]).tolist()
    return low, median, high


def find_weights(
    draws: Floats, forced: NDArray[np.bool_], n_lists: int, n_classes: int, old: PairsPrior, new: PairsPrior
) -> Floats:
    """Weigh draws under one prior so that they stand for another; the weights add up to 1.

    Args:
        draws: Standard normal variates of the draws, one row each.
        forced: Per pair of lists, whether its term is declared.
        n_lists: Number of lists.
        n_classes: Number of classes.
        old: Prior of the draws.
        new: Prior wanted; centre and list spread have to be the same.
    """
    at_t = N_HYPER + n_lists + n_classes * (1 + n_lists)
    logs = np.empty(len(draws))
    out, slope = np.empty(draws.shape[1]), np.empty(draws.shape[1])
    for i, z in enumerate(draws):
        transform(z, old.scales, forced, n_lists, n_classes, out, slope)
        t, pairs = out[at_t : at_t + n_classes - 1].sum(), np.abs(out[at_t + n_classes - 1 :])
        logs[i] = _log_prior(new, out, t, pairs, n_classes) - _log_prior(old, out, t, pairs, n_classes)
    weights = np.exp(logs - logs.max())
    return np.asarray(weights / weights.sum(), dtype=np.float64)


def _log_prior(prior: PairsPrior, out: Floats, t: float, pairs: Floats, n_classes: int) -> float:
    """Log density of what priors differ in: σ_b, σ_c (Lomax, shape 4), the sticks, and the sizes of the pair terms."""
    total = 0.0
    for value, scale in ((out[2], prior.class_spread), (out[3], prior.mixed_spread)):
        total -= np.log(scale) + 5.0 * np.log1p(value / scale)
    a, b = prior.stick_shape, prior.stick_rate
    total += sum(np.log(a + k) for k in range(n_classes - 1)) + a * np.log(b)
    total -= (a + n_classes - 1) * np.log(b + t)
    n_terms = int(np.count_nonzero(pairs))
    return float(total - n_terms * np.log(prior.pair_scale) - pairs.sum() / prior.pair_scale)
