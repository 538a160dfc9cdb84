"""Maximum likelihood for one hierarchical log-linear model, as machine code, sparse tables included.

    n_x ~ Poisson(μ_x),   log μ_x = Σ_(θ ⊆ x, θ in M) α_θ   for every possible capture history x ≠ 0,   N̂ = n + exp(α_∅)

A term θ is a set of lists, as a bit mask; ∅ is the intercept and so the logarithm of the number of people on no list.
Newton's method needs only margins: with S(θ) = Σ_(x ⊇ θ) μ_x, the Hessian is H_θφ = S(θ ∪ φ) and the score is
S_n(θ) − S(θ), both from one superset sum, without a design matrix.

Sparse tables (Fienberg & Rinaldo 2012, doi:10.1214/12-AOS986; Chan, Silverman & Vincent 2021,
doi:10.1080/01621459.2019.1708748), in this order:

1. A term whose lists nobody shares has α_θ = −∞: its cells are certain to be empty and leave the fit with the term.
2. The terms left must be linearly independent on the cells left, or the answer is not identifiable.
3. The maximum must be finite. Where it is, Newton's steps vanish quadratically, and the fitted μ > 0 has the margins of
   the table, which is what the linear programme of Fienberg & Rinaldo asks for; where it is not, some α keeps moving by
   about 1 a step while the likelihood stands still. `loglinear_existence` solves the programme itself.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from accounted.compiled import compiled

__all__ = ["ESTIMABLE", "NOT_FINITE", "NOT_IDENTIFIABLE", "add_supersets", "fit_terms"]

ESTIMABLE = 0
NOT_IDENTIFIABLE = 1
NOT_FINITE = 2

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

_MOST_STEPS = 80
_MOST_HALVINGS = 25
_DONE = 1e-6
_STILL_MOVING = 0.3
_LEAST_PIVOT = 1e-11


@compiled
def add_supersets(values: Floats) -> Floats:
    """Add to every set of lists what its supersets hold: the margins of a table whose cells are `values`.

    >>> add_supersets(np.array([0.0, 5.0, 4.0, 3.0])).tolist()
    [12.0, 8.0, 7.0, 3.0]
    """
    out = values.copy()
    bit = 1
    while bit < len(out):
        for x in range(len(out)):
            if not x & bit:
                out[x] += out[x | bit]
        bit <<= 1
    return out


@compiled
def _predict(alpha: Floats, active: Flags, eta: Floats, mu: Floats) -> None:
    """Set η to the sum of α over subsets, and μ to exp(η) on active cells."""
    eta[:] = alpha
    bit = 1
    while bit < len(eta):
        for x in range(len(eta)):
            if x & bit:
                eta[x] += eta[x ^ bit]
        bit <<= 1
    for x in range(len(eta)):
        mu[x] = math.exp(min(eta[x], 700.0)) if active[x] else 0.0


@compiled
def _deviance(counts: Floats, active: Flags, eta: Floats, mu: Floats) -> float:
    total = 0.0
    for x in range(len(counts)):
        if active[x]:
            total += mu[x] - counts[x]
            if counts[x] > 0.0:
                total += counts[x] * (math.log(counts[x]) - eta[x])
    return 2.0 * total


@compiled
def _factorise(sums: Floats, terms: Ints, lower: Floats) -> bool:
    """Cholesky factor of the matrix S(θ ∪ φ); false when it is singular."""
    p = len(terms)
    for i in range(p):
        for j in range(i + 1):
            value = sums[terms[i] | terms[j]]
            for k in range(j):
                value -= lower[i, k] * lower[j, k]
            if i > j:
                lower[i, j] = value / lower[j, j]
            elif value > _LEAST_PIVOT * sums[terms[i]]:
                lower[i, i] = math.sqrt(value)
            else:
                return False
    return True


@compiled
def _solve(lower: Floats, right: Floats) -> None:
    """Solve in place."""
    p = len(right)
    for i in range(p):
        for k in range(i):
            right[i] -= lower[i, k] * right[k]
        right[i] /= lower[i, i]
    for i in range(p - 1, -1, -1):
        for k in range(i + 1, p):
            right[i] -= lower[k, i] * right[k]
        right[i] /= lower[i, i]


@compiled
def _keep_terms(margins: Floats, terms: Ints, active: Flags) -> Ints:
    """Terms that somebody holds; the cells of the others are switched off in `active`."""
    kept = np.empty(len(terms), dtype=np.int64)
    p = 0
    for term in terms:
        if margins[term] > 0.0:
            kept[p] = term
            p += 1
        else:
            for x in range(len(active)):
                if x & term == term:
                    active[x] = False
    return kept[:p]


@compiled
def _begin(
    counts: Floats, kept: Ints, active: Flags, start: Floats, is_warm: bool, alpha: Floats, eta: Floats, mu: Floats
) -> float:
    """Set η and μ from an earlier fit, or from the counts themselves; the deviance there, infinite from the counts."""
    if is_warm:
        for term in kept:
            alpha[term] = start[term]
        _predict(alpha, active, eta, mu)
        deviance = _deviance(counts, active, eta, mu)
        if deviance < math.inf:
            return deviance
    for x in range(len(counts)):
        mu[x] = counts[x] + 0.1 if active[x] else 0.0
        eta[x] = math.log(mu[x]) if active[x] else 0.0
    return math.inf


@compiled
def _shorten(
    counts: Floats, active: Flags, alpha: Floats, new: Floats, highest: float, eta: Floats, mu: Floats
) -> float:
    """Halve the step from α to `new` until the deviance is not above `highest`; the deviance there."""
    _predict(new, active, eta, mu)
    after = _deviance(counts, active, eta, mu)
    for _ in range(_MOST_HALVINGS):
        if after <= highest:
            break
        new[:] = 0.5 * (new + alpha)
        _predict(new, active, eta, mu)
        after = _deviance(counts, active, eta, mu)
    return after


@compiled
def fit_terms(
    counts: Floats,
    margins: Floats,
    possible: Flags,
    terms: Ints,
    start: Floats,
    is_warm: bool,
    alpha: Floats,
    mu: Floats,
) -> tuple[int, float, float]:
    """Fit one hierarchical model.

    Args:
        counts: People by capture history, 2^L cells by bit mask; the first is not used.
        margins: `add_supersets(counts)`.
        possible: Which cells can hold somebody; the first never, structural zeros not.
        terms: The model's terms as bit masks, the empty set first.
        start: Where to start, by term, when `is_warm`.
        is_warm: Whether `start` is an earlier fit.
        alpha: Becomes the fit, by term; 0 for terms outside the model, and where a term went to −∞.
        mu: Becomes the people expected, by cell.

    Returns:
        `ESTIMABLE`, `NOT_IDENTIFIABLE` or `NOT_FINITE`; the deviance, in the limit when not finite, infinite when not
        identifiable; and the sampling variance of α_∅.
    """
    active = possible.copy()
    kept = _keep_terms(margins, terms, active)
    p = len(kept)
    lower = np.empty((p, p))
    alpha[:] = 0.0
    n_active = np.sum(active)
    if n_active < len(counts) - 1 and not (
        n_active >= p and _factorise(add_supersets(active.astype(np.float64)), kept, lower)
    ):
        return NOT_IDENTIFIABLE, math.inf, math.inf
    eta, new, right = np.zeros(len(counts)), np.zeros(len(counts)), np.empty(p)
    deviance = _begin(counts, kept, active, start, is_warm, alpha, eta, mu)
    slack = 1e-9 + 1e-13 * margins[0]
    for step in range(_MOST_STEPS):
        if not _factorise(add_supersets(mu), kept, lower):
            return NOT_FINITE, deviance, math.inf
        target = add_supersets(mu * eta + counts - mu)
        moved = 0.0
        for i in range(p):
            right[i] = target[kept[i]]
        _solve(lower, right)
        for i in range(p):
            new[kept[i]] = right[i]
            moved = max(moved, abs(right[i] - alpha[kept[i]]))
        after = _shorten(counts, active, alpha, new, deviance + slack, eta, mu)
        gain = deviance - after
        alpha[:] = new
        deviance = after
        if moved < _DONE:
            right[:] = 0.0
            right[0] = 1.0
            _solve(lower, right)
            return ESTIMABLE, deviance, right[0]
        if step > 5 and moved > _STILL_MOVING and gain < 1e-7 + slack:
            break
    return NOT_FINITE, deviance, math.inf
