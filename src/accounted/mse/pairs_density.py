"""Likelihood and gradient of latent classes with pairwise list terms, over the 2^L cells, as machine code.

Every parameter is a transform of a standard normal variate, so the prior is the unit normal density in all directions
and a chain at temperature 0 draws from it exactly. In the order of the vector:

    μ = m + s z               centre of the list effects, on the logit scale
    σ_a, σ_b, σ_c             spreads of list effects, class effects and their interaction: σ = τ (Φ(−z)^(−1/4) − 1),
                              a Lomax distribution with shape 4 and scale τ
    ω = 1 − Φ(−z)^(1/M)       chance that a pair of lists has a term of its own, Beta(1, M) for M pairs
    a_j = μ + σ_a z           list effects
    b_k = σ_b z               class effects
    c_jk = σ_c z              interactions;  θ_jk = a_j + b_k + c_jk
    t_k = (b + Σ_<k t) (Φ(−z)^(−1/(a+k−1)) − 1)     t_k = −log(1 − V_k) for sticks V_k ~ Beta(1, α), with
                              α ~ Gamma(a, b) integrated out
    β_ij = ± λ log(ω / 2Φ(−|z|)) where 2Φ(−|z|) < ω, else exactly 0: no term with probability 1 − ω, Laplace(λ)
                              otherwise; a declared pair has ω = 1

A spike at zero that is a plain transform of a continuous variate keeps the likelihood continuous, so one move can let a
term grow from nothing while everything else gives way.

    q_k(x) ∝ exp(Σ_j θ_jk x_j + Σ_i<j β_ij x_i x_j) over the possible cells,   p(x) = Σ_k π_k q_k(x)
    log L  = Σ_x≠0 n_x log p(x) − n log Σ_x≠0 p(x)

With p(N) ∝ 1/N this conditional multinomial is the likelihood with N summed out exactly. Work goes by cells, not by
people, so a million people cost as much as a thousand.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from accounted.mse.compiled import compiled

__all__ = ["N_HYPER", "N_ROWS", "count_classes", "count_parameters", "evaluate", "transform"]

N_HYPER = 5
"""μ, σ_a, σ_b, σ_c and ω come first in the vector."""

N_ROWS = 3
"""Rows of work space beyond one per class."""

_TAIL = 4.0
_MOST_LOGIT = 30.0
_MOST_PAIR = 15.0
_LEAST_TAIL = 1e-14
_TINY = 1e-300

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


def count_parameters(n_lists: int, n_classes: int) -> int:
    """Length of the parameter vector.

    >>> count_parameters(4, 3)
    32
    """
    return N_HYPER + n_lists + n_classes * (1 + n_lists) + n_classes - 1 + n_lists * (n_lists - 1) // 2


@compiled
def count_classes(n: int, n_lists: int) -> int:
    """Number of classes of a vector of n parameters."""
    return (n - N_HYPER - n_lists - n_lists * (n_lists - 1) // 2 + 1) // (n_lists + 2)


@compiled
def _upper_tail(z: float) -> float:
    """Φ(−z), not below 1e-14."""
    return max(0.5 * math.erfc(z * 0.7071067811865476), _LEAST_TAIL)


@compiled
def _normal(z: float) -> float:
    return 0.3989422804014327 * math.exp(-0.5 * z * z)


@compiled
def transform(
    z: Floats, scales: Floats, forced: Bools, n_lists: int, n_classes: int, out: Floats, slope: Floats
) -> None:
    """Turn standard normal variates into parameters.

    Args:
        z: Standard normal variates.
        scales: m, s, τ_a, τ_b, τ_c, a, b, λ.
        forced: Per pair of lists, whether its term is declared.
        n_lists: Number of lists.
        n_classes: Number of classes.
        out: Filled in, at the place of each variate: μ, σ_a, σ_b, σ_c, ω; a, b and c; t for the sticks; β.
        slope: Filled in: derivative of each by its own variate, all else held.
    """
    at_b = N_HYPER + n_lists
    at_c = at_b + n_classes
    at_t = at_c + n_classes * n_lists
    at_pair = at_t + n_classes - 1
    out[0], slope[0] = scales[0] + scales[1] * z[0], scales[1]
    for i in range(1, 4):
        u = _upper_tail(z[i])
        power = u ** (-1.0 / _TAIL)
        out[i] = scales[1 + i] * (power - 1.0)
        slope[i] = scales[1 + i] / _TAIL * power * _normal(z[i]) / u
    n_pairs = len(z) - at_pair
    u = _upper_tail(z[4])
    out[4] = 1.0 - u ** (1.0 / n_pairs)
    slope[4] = (1.0 - out[4]) / n_pairs * _normal(z[4]) / u
    for i in range(N_HYPER, at_t):
        slope[i] = out[1] if i < at_b else (out[2] if i < at_c else out[3])
        out[i] = slope[i] * z[i] + (out[0] if i < at_b else 0.0)
    so_far = 0.0
    for k in range(n_classes - 1):
        shape = scales[5] + k
        u = _upper_tail(z[at_t + k])
        power = u ** (-1.0 / shape)
        out[at_t + k] = (scales[6] + so_far) * (power - 1.0)
        slope[at_t + k] = (scales[6] + so_far) / shape * power * _normal(z[at_t + k]) / u
        so_far += out[at_t + k]
    for i in range(n_pairs):
        v = z[at_pair + i]
        tail = 2.0 * _upper_tail(abs(v))
        chance = 1.0 if forced[i] else out[4]
        out[at_pair + i], slope[at_pair + i] = 0.0, 0.0
        if tail < chance:
            size = scales[7] * math.log(chance / tail)
            if size < _MOST_PAIR:
                slope[at_pair + i] = scales[7] * 2.0 * _normal(v) / tail
            out[at_pair + i] = min(size, _MOST_PAIR) if v > 0.0 else -min(size, _MOST_PAIR)


@compiled
def _fill_classes(value: Floats, possible: Floats, n_lists: int, n_classes: int, shares: Floats, cells: Floats) -> None:
    """Class weights, and the probability of every cell in every class, by doubling over the lists."""
    n_cells = len(possible)
    at_b = N_HYPER + n_lists
    at_c = at_b + n_classes
    at_t = at_c + n_classes * n_lists
    number = at_t + n_classes - 1
    joint, row = cells[1], cells[2]
    joint[0] = 1.0
    for j in range(n_lists):
        row[0] = 1.0
        for i in range(j):
            factor = math.exp(value[number])
            number += 1
            for x in range(1 << i):
                row[x + (1 << i)] = row[x] * factor
        for x in range(1 << j):
            joint[x + (1 << j)] = joint[x] * row[x]
    rest = 0.0
    for k in range(n_classes):
        if k < n_classes - 1:
            shares[k] = math.exp(-rest) * -math.expm1(-value[at_t + k])
            rest += value[at_t + k]
        else:
            shares[k] = math.exp(-rest)
        q = cells[N_ROWS + k]
        q[0] = 1.0
        for j in range(n_lists):
            theta = value[N_HYPER + j] + value[at_b + k] + value[at_c + k * n_lists + j]
            factor = math.exp(min(max(theta, -_MOST_LOGIT), _MOST_LOGIT))
            for x in range(1 << j):
                q[x + (1 << j)] = q[x] * factor
        total = 0.0
        for x in range(n_cells):
            q[x] *= joint[x] * possible[x]
            total += q[x]
        for x in range(n_cells):
            q[x] /= total


@compiled
def _gather_pairs(by_cell: Floats, slope: Floats, n_lists: int, grad: Floats) -> None:
    """Fill in derivatives by the pair terms that are there: the sum over the cells with both lists."""
    number = 0
    for j in range(n_lists):
        for i in range(j):
            both = (1 << i) | (1 << j)
            if slope[number] != 0.0:
                for x in range(len(by_cell)):
                    if x & both == both:
                        grad[number] += by_cell[x]
            number += 1


@compiled
def _pull_back(
    z: Floats, value: Floats, slope: Floats, scales: Floats, forced: Bools, n_lists: int, n_classes: int, grad: Floats
) -> None:
    """Turn derivatives by a, b, c, t, β (in `grad`; for a they are summed here) into derivatives by z, in place."""
    at_b = N_HYPER + n_lists
    at_c = at_b + n_classes
    at_t = at_c + n_classes * n_lists
    at_pair = at_t + n_classes - 1
    for k in range(n_classes):
        for j in range(n_lists):
            g = grad[at_c + k * n_lists + j]
            grad[0] += g
            grad[1] += g * z[N_HYPER + j]
            grad[2] += g * z[at_b + k]
            grad[3] += g * z[at_c + k * n_lists + j]
            grad[N_HYPER + j] += g
            grad[at_b + k] += g
    for k in range(n_classes - 2, -1, -1):
        so_far = scales[6]
        for h in range(k):
            so_far += value[at_t + h]
        for h in range(k):
            grad[at_t + h] += grad[at_t + k] * value[at_t + k] / so_far
    for i in range(len(z) - at_pair):
        if slope[at_pair + i] != 0.0 and not forced[i]:
            side = scales[7] if value[at_pair + i] > 0.0 else -scales[7]
            grad[4] += grad[at_pair + i] * side / value[4]
    for i in range(len(z)):
        grad[i] *= slope[i]


@compiled
def evaluate(
    z: Floats, scales: Floats, forced: Bools, counts: Floats, possible: Floats, grad: Floats, cells: Floats
) -> tuple[float, float]:
    """Log likelihood at z, and the odds p(0) / (1 − p(0)) of being on no list.

    Args:
        z: Parameters, standard normal a priori.
        scales: m, s, τ_a, τ_b, τ_c, a, b, λ.
        forced: Per pair of lists, whether its term is declared.
        counts: People per cell; cell number Σ_j x_j 2^j, the first one is nobody's and holds 0.
        possible: 1 per cell that can occur, 0 for the others.
        grad: Filled in: gradient of the log likelihood by z.
        cells: Work space, `N_ROWS` rows of 2^L and one per class.
    """
    n_cells, n = len(counts), len(z)
    n_lists = 0
    while 1 << n_lists < n_cells:
        n_lists += 1
    n_classes = count_classes(n, n_lists)
    at_b = N_HYPER + n_lists
    at_c = at_b + n_classes
    at_t = at_c + n_classes * n_lists
    at_pair = at_t + n_classes - 1
    value, slope = np.empty(n), np.empty(n)
    transform(z, scales, forced, n_lists, n_classes, value, slope)
    shares = np.empty(n_classes)
    _fill_classes(value, possible, n_lists, n_classes, shares, cells)
    p, by_cell, pull = cells[0], cells[1], cells[2]
    seen, n_people, log_l = 0.0, 0.0, 0.0
    for x in range(n_cells):
        total = 0.0
        for k in range(n_classes):
            total += shares[k] * cells[N_ROWS + k, x]
        p[x] = total
        n_people += counts[x]
        if x > 0:
            seen += total
    seen = max(seen, _TINY)
    pull[0] = 0.0
    for x in range(1, n_cells):
        pull[x] = -n_people / seen
        if counts[x] > 0.0:
            log_l += counts[x] * math.log(max(p[x] / seen, _TINY))
            pull[x] += counts[x] / max(p[x], _TINY)
    grad[:] = 0.0
    by_cell[:] = 0.0
    beyond = 0.0
    by_share = np.zeros(n_classes)
    for k in range(n_classes):
        q = cells[N_ROWS + k]
        for x in range(n_cells):
            by_share[k] += pull[x] * q[x]
        beyond += by_share[k] * shares[k]
        for x in range(n_cells):
            d = shares[k] * q[x] * (pull[x] - by_share[k])
            by_cell[x] += d
            for j in range(n_lists):
                if x >> j & 1:
                    grad[at_c + k * n_lists + j] += d
        for j in range(n_lists):
            if abs(value[N_HYPER + j] + value[at_b + k] + value[at_c + k * n_lists + j]) > _MOST_LOGIT:
                grad[at_c + k * n_lists + j] = 0.0
    left = 1.0
    for k in range(n_classes - 1):
        left -= shares[k]
        beyond -= by_share[k] * shares[k]
        grad[at_t + k] = by_share[k] * max(left, 0.0) - beyond
    _gather_pairs(by_cell, slope[at_pair:], n_lists, grad[at_pair:])
    _pull_back(z, value, slope, scales, forced, n_lists, n_classes, grad)
    return log_l, p[0] / seen
