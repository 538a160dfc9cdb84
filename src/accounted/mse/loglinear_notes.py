"""What a reader must know about a log-linear estimate, in sentences."""

from __future__ import annotations

import math

import numpy as np
from scipy.special import ndtr

from accounted.mse.bootstrap import BcaBootstrap
from accounted.mse.loglinear_cells import CellTable
from accounted.mse.loglinear_choose import Fits
from accounted.mse.loglinear_existence import check_existence
from accounted.mse.loglinear_models import ModelSpace, name_terms

__all__ = ["describe_existence", "warn_of_bootstrap", "warn_of_models"]

_AS_WELL = 2.0
"""BIC differences below 2 are "not worth more than a bare mention" (Kass & Raftery 1995, doi:10.2307/2291091)."""

_FAR = 0.1
_LEAST_SHARE = 0.2
_MOST_NAMED = 3
_WORST_LIMIT_ERROR = 0.05


def describe_existence(cells: CellTable, space: ModelSpace, model: int) -> tuple[str, ...]:
    """Say what the linear programme finds about one model, and which terms are −∞."""
    found = check_existence(cells.counts, cells.possible, space.terms_of(model))
    sentences = []
    if found.is_finite and found.is_identifiable:
        sentences.append("the estimate is finite and unique, checked by linear programming and rank")
    else:
        # Newton's method found a maximum that the programme cannot see: numbers at the edge of what they resolve.
        sentences.append("linear programming does not confirm that the estimate is finite and unique")
    for term in found.empty:
        names = " and ".join(name for j, name in enumerate(cells.lists) if term >> j & 1)
        sentences.append(f"nobody is on {names} at once, so their interaction is −∞: the model takes that as certain")
    return tuple(sentences)


def warn_of_models(cells: CellTable, space: ModelSpace, fits: Fits, model: int | None) -> tuple[str, ...]:
    """Name models that fit about as well but answer differently, and say how many better ones were set aside.

    Args:
        cells: The table.
        space: The models.
        fits: All of them on the table.
        model: The chosen one; None for an average, which is compared with its heaviest model.
    """
    warnings = []
    at = [0] if model is None else np.flatnonzero(fits.models == model).tolist()
    if at and at[0] < fits.n_estimable:
        own = at[0]
        point = cells.n_observed + math.exp(fits.alphas[own, 0])
        rivals = [
            i
            for i in range(fits.n_estimable)
            if fits.bic[i] <= fits.bic[own] + _AS_WELL
            and abs(cells.n_observed + math.exp(min(fits.alphas[i, 0], 700.0)) - point) > _FAR * point
        ]
        warnings += [_describe_rival(cells, space, fits, i) for i in rivals[:_MOST_NAMED]]
        if len(rivals) > _MOST_NAMED:
            warnings.append(f"{len(rivals) - _MOST_NAMED} more models fit as well and answer differently")
        better = int(np.sum(fits.bic[fits.n_estimable :] < fits.bic[own]))
        if better:
            models = "model fits" if better == 1 else "models fit"
            warnings.append(f"{better} {models} better but without a finite and unique estimate, and cannot be chosen")
    return tuple(warnings)


def _describe_rival(cells: CellTable, space: ModelSpace, fits: Fits, i: int) -> str:
    terms = ", ".join(name_terms(space, int(fits.models[i]), cells.lists))
    total = cells.n_observed + math.exp(min(fits.alphas[i, 0], 700.0))
    return f"another model fits as well or better by BIC: {terms}, which gives {total:,.0f}"


def warn_of_bootstrap(run: BcaBootstrap, error: float, ceiling: float) -> tuple[str, ...]:
    """Say what is unsure about the interval."""
    warnings = []
    endless = float(np.mean(run.replicates >= ceiling))
    if endless:
        warnings.append(f"{100 * endless:.1f} % of the resampled tables have no finite estimate")
    if not run.is_accelerated:
        warnings.append(
            "without one certain person there is no finite estimate: the interval is corrected for bias only"
        )
    above = 1.0 - float(ndtr(run.bias))
    if not _LEAST_SHARE <= above <= 1.0 - _LEAST_SHARE:
        warnings.append(
            f"{100 * above:.0f} % of the resampled tables give more people than this one: which model is chosen "
            "hangs on few people, and the corrected limits rest on the outermost replicates"
        )
    if error > _WORST_LIMIT_ERROR:
        n_replicates = len(run.replicates)
        warnings.append(f"the limits vary by about {100 * error:.0f} % between runs of {n_replicates:,} replicates")
    return tuple(warnings)
