"""One way of choosing a model, prepared on the observed table and repeated on any number of others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from accounted.model.progress import Progress
from accounted.mse.loglinear_fit import ESTIMABLE
from accounted.mse.loglinear_models import ModelSpace
from accounted.mse.loglinear_select import (
    NO_MODEL,
    choose_lowest_bic,
    choose_stepwise,
    fit_models,
    search_lowest_bic,
)

__all__ = ["STEPWISE_THRESHOLD", "Choices", "Fits", "choose_models", "fit_candidates"]

STEPWISE_THRESHOLD = 0.02
"""As recommended by Chan, Silverman & Vincent (2021, section 3)."""

_ROWS_PER_STEP = 100
_FIRST = 12
_MOST_LISTS_FROM_FULL = 6

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Fits:
    """Candidate models on the observed table, the lowest BIC first, those that are not estimable last.

    Args:
        models: Bit masks of interactions.
        n_estimable: How many of them have a finite and unique estimate.
        bic: BIC; for the others that of the limit, infinite when not identifiable.
        variance: Sampling variance of α_∅.
        alphas: All terms, one row per model; the first is the log of the people on no list.
    """

    models: Ints
    n_estimable: int
    bic: Floats
    variance: Floats
    alphas: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Choices:
    """Per table: the model (bit mask, or `NO_MODEL`) and the people on no list, infinite or 0 without a model."""

    models: Ints
    unlisted: Floats


def fit_candidates(counts: Floats, possible: Flags, space: ModelSpace) -> Fits:
    """Fit the listed models, or, where they are too many, the one a search finds and those one pair away from it."""
    models = space.models
    if not len(models):
        starts = np.array([space.forced, *_choose_stepwise(counts[None], possible, space).models], dtype=np.int64)
        found = search_lowest_bic(
            counts[None], possible, space.n_lists, space.interactions, space.forced, starts[starts != NO_MODEL]
        )[0][0]
        centre = space.forced if found == NO_MODEL else int(found)
        near = [centre ^ 1 << i for i in range(len(space.interactions)) if not space.forced >> i & 1]
        models = np.array([centre, *near], dtype=np.int64)
    status, bic, variance, alphas = fit_models(counts, possible, space.n_lists, space.interactions, models)
    is_estimable = status == ESTIMABLE
    order = np.lexsort((np.arange(len(models)), bic, ~is_estimable))
    return Fits(models[order], int(is_estimable.sum()), bic[order], variance[order], alphas[order])


def choose_models(
    rows: Floats,
    possible: Flags,
    space: ModelSpace,
    method: Literal["bic", "stepwise", "fixed"],
    fits: Fits,
    progress: Progress,
) -> Choices:
    """Choose a model on every table.

    Args:
        rows: Tables, one per row.
        possible: Which cells can hold somebody.
        space: Models to choose from.
        method: `fixed` always takes the best of `fits`.
        fits: The candidates on the observed table.
        progress: Hears of every hundred tables.
    """
    progress.step(f"log-linear {method}", -(-len(rows) // _ROWS_PER_STEP))
    done = []
    for at in range(0, len(rows), _ROWS_PER_STEP):
        part = rows[at : at + _ROWS_PER_STEP]
        if method == "stepwise":
            done.append(_choose_stepwise(part, possible, space))
        elif method == "fixed" or space.is_repeatable:
            n_models = 1 if method == "fixed" else len(fits.models)
            done.append(_choose_listed(part, possible, space, fits, n_models))
        else:
            done.append(_search(part, possible, space, fits))
        progress.advance()
    return Choices(np.concatenate([c.models for c in done]), np.concatenate([c.unlisted for c in done]))


def _choose_stepwise(rows: Floats, possible: Flags, space: ModelSpace) -> Choices:
    is_pair = np.bitwise_count(space.interactions) == 2
    pairs = space.interactions[is_pair]
    return Choices(*choose_stepwise(rows, possible, space.n_lists, pairs, space.forced, STEPWISE_THRESHOLD))


def _choose_listed(rows: Floats, possible: Flags, space: ModelSpace, fits: Fits, n_models: int) -> Choices:
    models, warm = fits.models[:n_models], np.arange(n_models) < fits.n_estimable
    first = np.arange(min(n_models, _FIRST))
    if n_models > 1:
        first = np.unique(np.concatenate([first, _find_large(space, models)]))
    numbers, unlisted = choose_lowest_bic(
        rows, possible, space.n_lists, space.interactions, models, first, warm, fits.alphas
    )
    return Choices(np.where(numbers == NO_MODEL, NO_MODEL, models[numbers]), unlisted)


def _find_large(space: ModelSpace, models: Ints) -> Ints:
    """Numbers of the largest models without each one interaction: how well they fit bounds all that lack it."""
    sizes = np.bitwise_count(models)
    lacking = [np.where(models >> i & 1, 0, sizes).argmax() for i in range(len(space.interactions))]
    return np.array(lacking, dtype=np.int64)


def _search(rows: Floats, possible: Flags, space: ModelSpace, fits: Fits) -> Choices:
    starts = [space.forced]
    if fits.n_estimable:
        starts.append(int(fits.models[0]))
    if space.n_lists <= _MOST_LISTS_FROM_FULL:
        starts.append(2 ** len(space.interactions) - 1)
    unique = np.array(list(dict.fromkeys(starts)), dtype=np.int64)
    return Choices(*search_lowest_bic(rows, possible, space.n_lists, space.interactions, space.forced, unique))
