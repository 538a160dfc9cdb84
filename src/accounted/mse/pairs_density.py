"""Density of one structure of latent classes with pairwise list terms, with its gradient, as machine code.

A structure says how many classes there are and which pairs of lists have a term. Given it, over L lists:

    q_k(x) ∝ exp(Σ_j θ_jk x_j + Σ_(i,j) β_ij x_i x_j) over the histories that can occur,   p(x) = Σ_k π_k q_k(x)
    log L  = Σ_x≠0 n_x log p(x) − n log Σ_x≠0 p(x)

With p(N) ∝ 1/N this conditional multinomial is the likelihood with N summed out exactly. Work goes by cells, not by
people. The vector of parameters holds θ (class by class), log(π_k / π_K), β; sampled are other coordinates of it
(`pairs_coordinates`). In the continuous structure people differ without steps, θ_j(person) = a_j + σ z with
z ~ N(0, 1), by Gauss-Hermite quadrature; its vector holds a, log σ, β.

The density of the prior is in `pairs_prior_density`.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from accounted.compiled import compiled, inlined
from accounted.mse.pairs_frame import Frame
from accounted.mse.pairs_prior_density import log_prior

__all__ = [
    "evaluate_many",
    "fill_log_priors",
    "fill_margins",
    "fold",
    "log_likelihood",
    "log_posterior",
    "unfold",
]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_MOST_LOGIT = 30.0
_MOST_PAIR = 15.0
_MOST_LOG_SPREAD = 3.0
_TINY = 1e-300


@inlined
def _share_classes(v: Floats, f: Frame, shares: Floats) -> None:
    """Fill in the weights of classes or nodes."""
    n_theta = f.n_lists * f.n_classes
    if f.n_classes == 0:
        for k in range(len(shares)):
            shares[k] = f.nodes[k, 1]
        return
    top = 0.0
    for k in range(f.n_classes - 1):
        top = max(top, v[n_theta + k])
    total = 0.0
    for k in range(f.n_classes):
        shares[k] = math.exp((v[n_theta + k] if k < f.n_classes - 1 else 0.0) - top)
        total += shares[k]
    for k in range(f.n_classes):
        shares[k] /= total


@inlined
def _fill_cells(v: Floats, f: Frame, n_first: int, spread: float, sums: Floats) -> None:
    """Fill in the probability of every cell in every class, by doubling over the lists, and the logs of their sums."""
    n_cells = len(f.counts)
    joint = f.sums[1]
    for x in range(n_cells):
        joint[x] = f.possible[x]
    for i in range(len(f.first)):
        factor = math.exp(min(max(v[n_first + i], -_MOST_PAIR), _MOST_PAIR))
        low, high = 1 << min(f.first[i], f.second[i]), 1 << max(f.first[i], f.second[i])
        for above in range(high, n_cells, 2 * high):
            for between in range(above + low, above + high, 2 * low):
                for x in range(between, between + low):
                    joint[x] *= factor
    for k in range(len(sums)):
        q = f.cells[k]
        q[0] = 1.0
        for j in range(f.n_lists):
            theta = v[j] + spread * f.nodes[k, 0] if f.n_classes == 0 else v[k * f.n_lists + j]
            factor = math.exp(min(max(theta, -_MOST_LOGIT), _MOST_LOGIT))
            for x in range(1 << j):
                q[x + (1 << j)] = q[x] * factor
        even, odd = 0.0, 0.0
        for x in range(0, n_cells, 2):
            q[x] *= joint[x]
            q[x + 1] *= joint[x + 1]
            even += q[x]
            odd += q[x + 1]
        scale = 1.0 / (even + odd)
        sums[k] = -math.log(scale)
        for x in range(n_cells):
            q[x] *= scale


@inlined
def _mix_classes(f: Frame, shares: Floats) -> None:
    """Fill in the probability of every cell."""
    whole = f.sums[0]
    for x in range(len(whole)):
        whole[x] = 0.0
    for k in range(len(shares)):
        q = f.cells[k]
        for x in range(len(whole)):
            whole[x] += shares[k] * q[x]


@inlined
def _log_seen(v: Floats, f: Frame, grad: Floats, is_folded: bool) -> tuple[float, float]:
    """Log likelihood and odds; folded, the parameters of the shares are taken for the logs of the unseen of a class.

    These are then made those of the shares, and what the shares pull at all other parameters is in the gradient.
    """
    n_cells, n_lists = len(f.counts), f.n_lists
    is_continuous = f.n_classes == 0
    n_groups = len(f.nodes) if is_continuous else f.n_classes
    n_first = n_lists + 1 if is_continuous else n_lists * f.n_classes + f.n_classes - 1
    shares, by_group, sums = f.few[0, :n_groups], f.few[1, :n_groups], f.few[2, :n_groups]
    spread = math.exp(min(v[n_lists], _MOST_LOG_SPREAD)) if is_continuous else 0.0
    # Where it is cut off it has no slope.
    slope = spread if is_continuous and v[n_lists] < _MOST_LOG_SPREAD else 0.0
    _fill_cells(v, f, n_first, spread, sums)
    if is_folded:
        for k in range(f.n_classes - 1):
            v[n_lists * f.n_classes + k] += sums[k] - sums[f.n_classes - 1]
    _share_classes(v, f, shares)
    _mix_classes(f, shares)
    whole, pull, by_cell = f.sums[0], f.sums[2], f.sums[3]
    seen, n_people, log_l = 0.0, 0.0, 0.0
    for x in range(1, n_cells):
        seen += whole[x]
        n_people += f.counts[x]
    seen = max(seen, _TINY)
    pull[0] = 0.0
    for x in range(1, n_cells):
        pull[x] = -n_people / seen
        if f.counts[x] > 0.0:
            log_l += f.counts[x] * math.log(max(whole[x], _TINY) / seen)
            pull[x] += f.counts[x] / max(whole[x], _TINY)
    for i in range(len(grad)):
        grad[i] = 0.0
    for x in range(n_cells):
        by_cell[x] = 0.0
    average = 0.0
    for k in range(n_groups):
        q = f.cells[k]
        even, odd = 0.0, 0.0
        for x in range(0, n_cells, 2):
            even += pull[x] * q[x]
            odd += pull[x + 1] * q[x + 1]
        by_group[k] = even + odd
        average += shares[k] * by_group[k]
        lean = -shares[k] * by_group[k]
        if is_folded:
            # The people of a class are its unseen times a sum over its cells; the likelihood knows only the latter.
            lean = f.scales[2] * (1.0 - f.n_classes * shares[k])
        for x in range(n_cells):
            q[x] *= shares[k] * pull[x] + lean
            by_cell[x] += q[x]
        for j in range(n_lists - 1, -1, -1):
            # What is on list j is added to the cells without it, so that half as many are left.
            total = 0.0
            for x in range(1 << j):
                total += q[x + (1 << j)]
                q[x] += q[x + (1 << j)]
            if is_continuous:
                grad[j] += total
                grad[n_lists] += total * f.nodes[k, 0] * slope
            else:
                grad[k * n_lists + j] = total
    for k in range(f.n_classes - 1):
        grad[n_lists * f.n_classes + k] = shares[k] * (by_group[k] - average)
    for i in range(len(f.first)):
        low, high = 1 << min(f.first[i], f.second[i]), 1 << max(f.first[i], f.second[i])
        for above in range(high, n_cells, 2 * high):
            for between in range(above + low, above + high, 2 * low):
                for x in range(between, between + low):
                    grad[n_first + i] += by_cell[x]
    return log_l, whole[0] / seen


@inlined
def log_likelihood(v: Floats, f: Frame, grad: Floats) -> tuple[float, float]:
    """Log likelihood at v and the odds p(0) / (1 − p(0)) of being on no list; its gradient is filled in."""
    return _log_seen(v, f, grad, False)


@inlined
def _unfold_rates(w: Floats, f: Frame, v: Floats) -> None:
    """Fill in θ and β from folded coordinates, λ copied. Who is on one list only is shared out among classes."""
    n_lists, last = f.n_lists, f.n_classes - 1
    n_theta = n_lists * f.n_classes
    for i in range(len(w)):
        v[i] = w[i]
    for j in range(n_lists):
        top = 0.0
        for k in range(last):
            top = max(top, w[(k + 1) * n_lists + j])
        total = math.exp(-top)
        for k in range(last):
            f.alone[k, j] = math.exp(w[(k + 1) * n_lists + j] - top)
            total += f.alone[k, j]
        f.alone[last, j] = math.exp(-top) / total
        of_last = w[j] - top - math.log(total)
        v[last * n_lists + j] = of_last
        for k in range(last):
            f.alone[k, j] /= total
            v[k * n_lists + j] = of_last + w[(k + 1) * n_lists + j] - w[n_theta + k]


@inlined
def _fold_slopes(slopes: Floats, f: Frame, grad: Floats) -> None:
    """Fill in the slopes along folded coordinates from those along θ, shares and β; θ's hold what shares pull at θ."""
    n_lists, last = f.n_lists, f.n_classes - 1
    n_theta = n_lists * f.n_classes
    for i in range(len(grad)):
        grad[i] = slopes[i]
    for j in range(n_lists):
        total = 0.0
        for k in range(f.n_classes):
            total += slopes[k * n_lists + j]
        grad[j] = total
        for k in range(last):
            own = slopes[k * n_lists + j]
            grad[(k + 1) * n_lists + j] = own - f.alone[k, j] * total
            grad[n_theta + k] -= own


@inlined
def log_posterior(w: Floats, f: Frame, grad: Floats) -> tuple[float, float]:
    """Log of likelihood times prior at w, and the odds of being on no list; the gradient is filled in.

    In the coordinates that are sampled (`pairs_coordinates`).
    """
    v, slopes = f.own[0], f.own[1]
    if f.is_folded:
        _unfold_rates(w, f, v)
    else:
        v[:] = w
    value, odds = _log_seen(v, f, slopes, f.is_folded)
    value += log_prior(v, f, slopes)
    if f.is_folded:
        _fold_slopes(slopes, f, grad)
    else:
        grad[:] = slopes
    return value, odds


@inlined
def unfold(w: Floats, f: Frame, v: Floats) -> None:
    """Fill in θ, the logs of the shares and β from folded coordinates of two classes or more."""
    n_theta, sums = f.n_lists * f.n_classes, f.few[2, : f.n_classes]
    _unfold_rates(w, f, v)
    _fill_cells(v, f, n_theta + f.n_classes - 1, 0.0, sums)
    for k in range(f.n_classes - 1):
        v[n_theta + k] += sums[k] - sums[f.n_classes - 1]


@inlined
def fold(v: Floats, f: Frame, w: Floats) -> None:
    """Fill in folded coordinates from θ, the logs of the shares and β of two classes or more."""
    n_lists, last = f.n_lists, f.n_classes - 1
    n_theta = n_lists * f.n_classes
    for i in range(len(v)):
        w[i] = v[i]
    sums = f.few[2, : f.n_classes]
    _fill_cells(v, f, n_theta + last, 0.0, sums)
    for k in range(last):
        w[n_theta + k] = v[n_theta + k] - sums[k] + sums[last]
    for j in range(n_lists):
        top, total = 0.0, 1.0
        for k in range(last):
            ratio = v[k * n_lists + j] + w[n_theta + k] - v[last * n_lists + j]
            w[(k + 1) * n_lists + j] = ratio
            if ratio > top:
                total = total * math.exp(top - ratio) + 1.0
                top = ratio
            else:
                total += math.exp(ratio - top)
        w[j] = v[last * n_lists + j] + top + math.log(total)


@compiled
def evaluate_many(points: Floats, f: Frame, values: Floats, odds: Floats) -> None:
    """Fill in log posterior density and odds of several points."""
    grad = np.empty(points.shape[1])
    for i in range(len(points)):
        values[i], odds[i] = log_posterior(points[i], f, grad)


@compiled
def fill_log_priors(points: Floats, f: Frame, values: Floats) -> None:
    """Fill in log prior density of several points."""
    v, grad = np.empty(points.shape[1]), np.empty(points.shape[1])
    for i in range(len(points)):
        v[:] = points[i]
        if f.is_folded:
            unfold(points[i], f, v)
        values[i] = log_prior(v, f, grad)


@compiled
def fill_margins(points: Floats, f: Frame, margins: Floats, odds: Floats) -> None:
    """Fill in the share of all people that each list holds, and the odds of being on none, of several points."""
    whole, v, grad = f.sums[0], np.empty(points.shape[1]), np.empty(points.shape[1])
    for i in range(len(points)):
        v[:] = points[i]
        if f.is_folded:
            unfold(points[i], f, v)
        _, odds[i] = log_likelihood(v, f, grad)
        for j in range(f.n_lists):
            total = 0.0
            for x in range(1, len(whole)):
                if x >> j & 1:
                    total += whole[x]
            margins[i, j] = total
