"""Choosing among log-linear models, compiled so that every bootstrap replicate can choose again.

- **Lowest BIC over a listed space**, exactly: BIC = deviance + k log n, with k all terms of the model, those at −∞
  included, and n the people observed (as in R's Rcapture; Schwarz 1978, doi:10.1214/aos/1176344136). A model cannot fit
  better than one that contains it, so the deviance of a fitted model bounds all its sub-models, and those whose bound
  already loses are never fitted: branch and bound, with the same answer as fitting all.
- **Search**, where models are too many to list: the pair whose addition or removal lowers BIC most, until none does
  (the downhill search of Silverman, Chan & Vincent 2024, doi:10.1007/s11222-023-10346-9), here from several starts.
- **Stepwise** (Chan, Silverman & Vincent 2021, doi:10.1080/01621459.2019.1708748): from independence, the pair whose
  overlap is least likely to be as small, or as large, as it is under the Poisson distribution of the model so far,
  while that probability is below a threshold. Pairs after which the answer would not be finite or not be identifiable
  are passed over.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from accounted.compiled import compiled
from accounted.mse.loglinear_fit import ESTIMABLE, NOT_IDENTIFIABLE, add_supersets, fit_terms

__all__ = ["NO_MODEL", "choose_lowest_bic", "choose_stepwise", "fit_models", "search_lowest_bic"]

NO_MODEL = -1

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


@compiled
def _spell_terms(model: int, interactions: Ints, n_lists: int) -> Ints:
    """The empty set, the single lists and the interactions of a model."""
    out = np.empty(1 + n_lists + len(interactions), dtype=np.int64)
    out[0] = 0
    for j in range(n_lists):
        out[1 + j] = 1 << j
    p = 1 + n_lists
    for i in range(len(interactions)):
        if model >> i & 1:
            out[p] = interactions[i]
            p += 1
    return out[:p]


@compiled
def _answer_without_model(margins: Floats, n_lists: int) -> float:
    """People on no list where no model is estimable: none when everyone is on one list, else without end."""
    for j in range(n_lists):
        if margins[1 << j] == margins[0]:
            return 0.0
    return math.inf


@compiled
def fit_models(
    counts: Floats, possible: Flags, n_lists: int, interactions: Ints, models: Ints
) -> tuple[Ints, Floats, Floats, Floats]:
    """Fit models to one table.

    Returns:
        Per model: `ESTIMABLE` or what it is instead; BIC; the variance of α_∅; and its terms α, by bit mask.
    """
    margins = add_supersets(counts)
    status = np.empty(len(models), dtype=np.int64)
    bic, variance = np.empty(len(models)), np.empty(len(models))
    alphas, mu = np.zeros((len(models), len(counts))), np.empty(len(counts))
    for m in range(len(models)):
        terms = _spell_terms(models[m], interactions, n_lists)
        fit = fit_terms(counts, margins, possible, terms, alphas[m], False, alphas[m], mu)
        status[m], variance[m] = fit[0], fit[2]
        bic[m] = fit[1] + len(terms) * math.log(margins[0])
    return status, bic, variance, alphas


@compiled
def _bound_others(
    models: Ints, penalty: Floats, m: int, floor: float, best: float, bound: Floats, is_open: Flags
) -> int:
    """Raise the bounds of the sub-models of m, close models that cannot win, and find the open one of lowest bound."""
    lowest, at = math.inf, 0
    for u in range(len(models)):
        if is_open[u]:
            if not models[u] & ~models[m]:
                bound[u] = max(bound[u], floor + penalty[u])
            if bound[u] >= best:
                is_open[u] = False
            elif bound[u] < lowest:
                lowest, at = bound[u], u
    return at


@compiled
def choose_lowest_bic(
    rows: Floats,
    possible: Flags,
    n_lists: int,
    interactions: Ints,
    models: Ints,
    first: Ints,
    warm: Flags,
    starts: Floats,
) -> tuple[Ints, Floats]:
    """Find the model of lowest BIC in every row.

    Args:
        rows: Tables, one per row.
        possible: Which cells can hold somebody.
        n_lists: Number of lists.
        interactions: Interactions that models may hold.
        models: The listed space.
        first: Numbers of models to fit first: likely winners, and large models that bound many others.
        warm: Per model, whether `starts` holds a fit of it to a similar table.
        starts: Per model, where its fit starts.

    Returns:
        Per row: the number of the model in `models`, `NO_MODEL` if none is estimable; the people on no list, then
        infinite, or 0 when everyone is on one list.
    """
    chosen, unlisted = np.full(len(rows), NO_MODEL, dtype=np.int64), np.empty(len(rows))
    alpha, mu = np.zeros(rows.shape[1]), np.zeros(rows.shape[1])
    sizes = np.empty(len(models))
    for m in range(len(models)):
        sizes[m] = len(_spell_terms(models[m], interactions, n_lists))
    for r in range(len(rows)):
        margins = add_supersets(rows[r])
        unlisted[r] = _answer_without_model(margins, n_lists)
        penalty = sizes * math.log(margins[0])
        bound, is_open = penalty.copy(), np.full(len(models), True)
        best, at, following = math.inf, 0, 0
        while at < len(first) or is_open[following]:
            m = first[at] if at < len(first) else following
            at += 1
            is_open[m] = False
            terms = _spell_terms(models[m], interactions, n_lists)
            fit = fit_terms(rows[r], margins, possible, terms, starts[m], warm[m], alpha, mu)
            if fit[0] == ESTIMABLE and fit[1] + penalty[m] < best:
                best = fit[1] + penalty[m]
                chosen[r], unlisted[r] = m, math.exp(alpha[0])
            floor = fit[1] if fit[0] != NOT_IDENTIFIABLE else 0.0
            following = _bound_others(models, penalty, m, floor, best, bound, is_open)
    return chosen, unlisted


@compiled
def _descend(
    counts: Floats,
    margins: Floats,
    possible: Flags,
    n_lists: int,
    interactions: Ints,
    forced: int,
    model: int,
) -> tuple[int, float, float]:
    """Change one pair at a time while that lowers BIC: the model where it ends, its BIC, and the people on no list."""
    penalty = math.log(margins[0])
    here, alpha, mu = np.zeros(len(counts)), np.zeros(len(counts)), np.zeros(len(counts))
    terms = _spell_terms(model, interactions, n_lists)
    fit = fit_terms(counts, margins, possible, terms, here, False, here, mu)
    if fit[0] != ESTIMABLE:
        return NO_MODEL, math.inf, math.inf
    best, unlisted = fit[1] + len(terms) * penalty, math.exp(here[0])
    while True:
        change = -1
        for i in range(len(interactions)):
            if not forced >> i & 1:
                terms = _spell_terms(model ^ (1 << i), interactions, n_lists)
                fit = fit_terms(counts, margins, possible, terms, here, True, alpha, mu)
                bic = fit[1] + len(terms) * penalty
                if fit[0] == ESTIMABLE and bic < best - 1e-9:
                    change, best, unlisted = i, bic, math.exp(alpha[0])
        if change < 0:
            return model, best, unlisted
        model ^= 1 << change
        terms = _spell_terms(model, interactions, n_lists)
        fit_terms(counts, margins, possible, terms, here, True, alpha, mu)
        here[:] = alpha


@compiled
def search_lowest_bic(
    rows: Floats, possible: Flags, n_lists: int, interactions: Ints, forced: int, starts: Ints
) -> tuple[Ints, Floats]:
    """Go downhill in BIC from each of `starts`, in every row, and keep the lowest end.

    Returns:
        Per row: the model as a bit mask of `interactions`, `NO_MODEL` if no start is estimable; the people on no list,
        then infinite, or 0 when everyone is on one list.
    """
    chosen = np.full(len(rows), NO_MODEL, dtype=np.int64)
    unlisted = np.full(len(rows), math.inf)
    for r in range(len(rows)):
        margins = add_supersets(rows[r])
        unlisted[r] = _answer_without_model(margins, n_lists)
        best = math.inf
        for start in starts:
            end = _descend(rows[r], margins, possible, n_lists, interactions, forced, start)
            if end[1] < best - 1e-9:
                chosen[r], best, unlisted[r] = end[0], end[1], end[2]
    return chosen, unlisted


@compiled
def _log_tail(observed: float, expected: float) -> float:
    """Log of P(X ≤ observed) below the mean of a Poisson variate, of P(X ≥ observed) above it."""
    if expected <= 0.0:
        return 0.0
    total, ratio, k = 1.0, 1.0, observed
    is_below = observed <= expected
    while ratio > 1e-17 * total and (k > 0.0 or not is_below):
        ratio *= k / expected if is_below else expected / (k + 1.0)
        total += ratio
        k += -1.0 if is_below else 1.0
    return observed * math.log(expected) - expected - math.lgamma(observed + 1.0) + math.log(total)


@compiled
def choose_stepwise(
    rows: Floats, possible: Flags, n_lists: int, interactions: Ints, forced: int, threshold: float
) -> tuple[Ints, Floats]:
    """Add pairs while one stands out, in every row.

    Returns:
        Per row: the model as a bit mask of `interactions`, `NO_MODEL` if the first model is not estimable; the people
        on no list, then infinite, or 0 when everyone is on one list.
    """
    chosen = np.full(len(rows), NO_MODEL, dtype=np.int64)
    unlisted = np.full(len(rows), math.inf)
    size = rows.shape[1]
    start, alpha, mu, fitted = np.zeros(size), np.zeros(size), np.zeros(size), np.zeros(size)
    for r in range(len(rows)):
        margins = add_supersets(rows[r])
        unlisted[r] = _answer_without_model(margins, n_lists)
        terms = _spell_terms(forced, interactions, n_lists)
        if fit_terms(rows[r], margins, possible, terms, start, False, alpha, fitted)[0] != ESTIMABLE:
            continue
        chosen[r], unlisted[r] = forced, math.exp(alpha[0])
        is_growing = True
        while is_growing:
            is_growing = False
            start[:] = alpha
            expected = add_supersets(fitted)
            tails = np.zeros(len(interactions))
            for i in range(len(interactions)):
                if not chosen[r] >> i & 1:
                    tails[i] = _log_tail(margins[interactions[i]], expected[interactions[i]])
            while not is_growing:
                i = int(np.argmin(tails))
                if tails[i] >= math.log(threshold):
                    break
                terms = _spell_terms(chosen[r] | 1 << i, interactions, n_lists)
                if fit_terms(rows[r], margins, possible, terms, start, True, alpha, mu)[0] == ESTIMABLE:
                    is_growing = True
                    chosen[r] |= 1 << i
                    unlisted[r] = math.exp(alpha[0])
                    fitted[:] = mu
                tails[i] = 0.0
    return chosen, unlisted
