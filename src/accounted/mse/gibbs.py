"""One Gibbs sweep of the latent class model over the cells of a capture table, as machine code.

Conditional on everything else:

    people of a cell over classes       multinomial, ∝ π_k ∏_j λ_jk^x_j (1 − λ_jk)^(1 − x_j)
    capture rate λ_jk                   Beta(1 + captured, 1 + not captured), people on no list included
    stick V_k                           Beta(1 + n_k, α + n_{k+1} + … + n_K); π_k = V_k ∏_{h<k} (1 − V_h)
    people on no list m                 negative binomial(n, 1 − p_0), which is p(N) ∝ 1/N
    α                                   Gamma(a + K − 1, b − log π_K)

Work goes by cells, not by people, so a million people cost as much as a thousand. Sticks are drawn on the log scale,
because α can become so small that a gamma variate with that shape is zero in floating point.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from accounted.compiled import compiled
from accounted.mse.moves import shift_classes, swap_labels

__all__ = ["run_sweeps"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@compiled
def _draw_log_gamma(rng: np.random.Generator, shape: float) -> float:
    """Log of a Gamma(shape, 1) variate, finite for any shape above zero."""
    if shape >= 1.0:
        return float(np.log(rng.standard_gamma(shape)))
    return float(np.log(rng.standard_gamma(shape + 1.0)) + np.log(1.0 - rng.random()) / shape)


@compiled
def _spread_people(rng: np.random.Generator, n: int, weights: Floats, into: Ints) -> None:
    """Draw how many of `n` people fall into each class; `weights` need not add up to 1."""
    left, total = n, weights.sum()
    last = len(weights) - 1
    for k in range(last):
        into[k] = 0
        if left > 0 and weights[k] > 0.0:
            share = weights[k] / total if total > weights[k] else 1.0
            if left == 1:
                into[k] = 1 if rng.random() < share else 0
            elif share >= 1.0:
                into[k] = left
            else:
                into[k] = rng.binomial(left, share)
            left -= into[k]
        total -= weights[k]
    into[last] = left


@compiled
def run_sweeps(
    rng: np.random.Generator,
    histories: NDArray[np.int8],
    counts: Ints,
    rates: Floats,
    log_sticks: Floats,
    scalars: Floats,
    n_sweeps: int,
    thin: int,
    ceiling: float,
) -> Floats:
    """Run sweeps from a state, change the state in place, and return every `thin`-th number of people on no list.

    Args:
        rng: Source of randomness of this chain.
        histories: Capture histories, one row per cell.
        counts: People per cell.
        rates: State: capture rates by class and list.
        log_sticks: State: log class weights.
        scalars: State: α, and the number of people on no list; then the two parameters of the prior of α.
        n_sweeps: Sweeps to run.
        thin: Sweeps per number returned.
        ceiling: Largest number of people on no list; numbers that reach it are cut.
    """
    n_classes, n_lists = rates.shape
    n_observed = counts.sum()
    kept = np.empty(n_sweeps // thin)
    weights, into = np.empty(n_classes), np.empty(n_classes, dtype=np.int64)
    for sweep in range(n_sweeps):
        shift_classes(rng, histories, counts, rates, log_sticks, scalars[0])
        swap_labels(rng, rates, log_sticks, scalars[0])
        on, members = np.zeros((n_classes, n_lists)), np.zeros(n_classes, dtype=np.int64)
        shares = np.exp(log_sticks)
        for c in range(len(counts) + 1):
            unseen = c == len(counts)
            for k in range(n_classes):
                weight = shares[k]
                for j in range(n_lists):
                    weight *= rates[k, j] if not unseen and histories[c, j] == 1 else 1.0 - rates[k, j]
                weights[k] = weight
            people = counts[c] if not unseen else 0
            if unseen:
                p_0 = min(weights.sum(), 1.0 - 1e-15)
                mean = rng.standard_gamma(float(n_observed)) * p_0 / (1.0 - p_0)
                people = min(rng.poisson(min(mean, ceiling)), np.int64(ceiling))
                scalars[1] = people
            _spread_people(rng, people, weights, into)
            for k in range(n_classes):
                members[k] += into[k]
                if not unseen and into[k] > 0:
                    for j in range(n_lists):
                        if histories[c, j] == 1:
                            on[k, j] += into[k]
        _draw_parameters(rng, on, members, rates, log_sticks, scalars)
        if (sweep + 1) % thin == 0:
            kept[(sweep + 1) // thin - 1] = scalars[1]
    return kept


@compiled
def _draw_parameters(
    rng: np.random.Generator, on: Floats, members: Ints, rates: Floats, log_sticks: Floats, scalars: Floats
) -> None:
    """Draw capture rates, class weights and α given which people are in which class."""
    n_classes, n_lists = rates.shape
    rest = 0.0
    later = members.sum()
    for k in range(n_classes):
        for j in range(n_lists):
            rate = rng.beta(1.0 + on[k, j], 1.0 + members[k] - on[k, j])
            rates[k, j] = min(max(rate, 1e-12), 1.0 - 1e-12)
        later -= members[k]
        if k < n_classes - 1:
            here, beyond = _draw_log_gamma(rng, 1.0 + members[k]), _draw_log_gamma(rng, scalars[0] + later)
            both = np.logaddexp(here, beyond)
            log_sticks[k] = rest + here - both
            rest += beyond - both
    log_sticks[n_classes - 1] = rest
    scalars[0] = max(rng.standard_gamma(scalars[2] + n_classes - 1.0) / (scalars[3] - rest), 1e-300)
