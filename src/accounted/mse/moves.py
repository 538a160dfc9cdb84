"""Moves that a Gibbs sweep cannot make: along the ridge of the likelihood, and between labels of classes.

Drawing people on no list given capture rates and back changes their number by a factor of about 1 ± 1/√n per sweep.
Here both are summed out: with p(N) ∝ 1/N the likelihood of the seen cells is

    ∏_x ( Σ_k w_k g_k(x) )^n_x,     g_k(x) = f_k(x) / (1 − f_k(0)),     w_k ∝ π_k (1 − f_k(0)),

so w_k is the share of class k among those *seen*. A class whose people are mostly on one list can then become twice as
hard to find, and so stand for twice as many unseen, at hardly any change of the likelihood: the logits of its rates
shift together while w stays. Each proposal is accepted by Metropolis–Hastings with the prior of the sticks and the
Jacobian of w ↔ π, so the sweep keeps its distribution. Swapping two labels leaves the likelihood alone and changes the
prior of the sticks only (Papaspiliopoulos & Roberts 2008, doi:10.1093/biomet/asm086).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from accounted.compiled import compiled

__all__ = ["shift_classes", "swap_labels"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_STEPS = (0.03, 0.15, 0.5, 1.5)


@compiled
def _weigh_sticks(log_shares: Floats, alpha: float) -> float:
    """Log prior density of class weights, given α and up to a constant in the weights."""
    last = len(log_shares) - 1
    rest = log_shares[last]
    density = (alpha - 1.0) * rest
    for k in range(last - 1, 0, -1):
        rest = np.logaddexp(rest, log_shares[k])
        density -= rest
    return float(density)


@compiled
def _describe_class(histories: NDArray[np.int8], rates: Floats, into: Floats) -> float:
    """Fill in g(x) of one class for every cell; return log(1 − f(0))."""
    log_absent = 0.0
    for j in range(len(rates)):
        log_absent += np.log1p(-rates[j])
    seen = -np.expm1(log_absent)
    for c in range(len(into)):
        value = 1.0 / seen
        for j in range(len(rates)):
            value *= rates[j] if histories[c, j] == 1 else 1.0 - rates[j]
        into[c] = value
    return float(np.log(seen))


@compiled
def shift_classes(
    rng: np.random.Generator,
    histories: NDArray[np.int8],
    counts: Ints,
    rates: Floats,
    log_shares: Floats,
    alpha: float,
) -> None:
    """Try to shift the logits of all rates of each class together, its share among those seen held; in place."""
    n_classes, n_lists = rates.shape
    n_cells = len(counts)
    g, log_seen = np.empty((n_classes, n_cells)), np.empty(n_classes)
    for k in range(n_classes):
        log_seen[k] = _describe_class(histories, rates[k], g[k])
    log_w = log_shares + log_seen
    log_w -= np.log(np.exp(log_w).sum())
    w = np.exp(log_w)
    mixture = np.zeros(n_cells)
    for k in range(n_classes):
        mixture += w[k] * g[k]
    prior = _weigh_sticks(log_shares, alpha) - n_classes * np.log(np.exp(log_w - log_seen).sum()) - log_seen.sum()
    proposed, new_g, new_mixture = np.empty(n_lists), np.empty(n_cells), np.empty(n_cells)
    for k in range(n_classes):
        step = _STEPS[rng.integers(0, len(_STEPS))] * rng.standard_normal()
        change = 0.0
        for j in range(n_lists):
            odds = rates[k, j] / (1.0 - rates[k, j]) * np.exp(step)
            proposed[j] = min(max(odds / (1.0 + odds), 1e-12), 1.0 - 1e-12)
            change += np.log(proposed[j] * (1.0 - proposed[j])) - np.log(rates[k, j] * (1.0 - rates[k, j]))
        old_seen = log_seen[k]
        log_seen[k] = _describe_class(histories, proposed, new_g)
        new_shares = log_w - log_seen
        norm = np.log(np.exp(new_shares).sum())
        new_shares -= norm
        new_prior = _weigh_sticks(new_shares, alpha) - n_classes * norm - log_seen.sum()
        change += new_prior - prior
        for c in range(n_cells):
            new_mixture[c] = max(mixture[c] + w[k] * (new_g[c] - g[k, c]), 1e-300)
            change += counts[c] * np.log(new_mixture[c] / mixture[c])
        if np.log(1.0 - rng.random()) < change:
            rates[k] = proposed
            g[k] = new_g
            mixture[:] = new_mixture
            log_shares[:] = new_shares
            prior = new_prior
        else:
            log_seen[k] = old_seen


@compiled
def swap_labels(rng: np.random.Generator, rates: Floats, log_shares: Floats, alpha: float) -> None:
    """Try to exchange the labels of random pairs of classes; in place."""
    n_classes = len(log_shares)
    for _ in range(n_classes):
        a, b = rng.integers(0, n_classes), rng.integers(0, n_classes)
        before = _weigh_sticks(log_shares, alpha)
        log_shares[a], log_shares[b] = log_shares[b], log_shares[a]
        if np.log(1.0 - rng.random()) < _weigh_sticks(log_shares, alpha) - before:
            for j in range(rates.shape[1]):
                rates[a, j], rates[b, j] = rates[b, j], rates[a, j]
        else:
            log_shares[a], log_shares[b] = log_shares[b], log_shares[a]
