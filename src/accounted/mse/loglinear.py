"""Log-linear models: one chosen by BIC or stepwise, or an average, with intervals that include the choice.

1. Look whether the table can say anything at all.
2. Fit the candidate models; those without a finite and unique estimate are set aside and counted.
3. Choose, and choose again in every bootstrap replicate and jackknife table (BCa); or average.
4. Say what a reader must know: other models that fit as well, better ones set aside, limits that are not there.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from accounted.model.capture import CaptureTable
from accounted.model.errors import UsageError
from accounted.model.progress import SILENT, Progress
from accounted.mse.arguments import (
    a_probability,
    a_progress,
    a_seed_sequence,
    a_table,
    a_text,
    a_whole_number,
    check_arguments,
    or_none,
)
from accounted.mse.bootstrap import BcaBootstrap, accelerate, resample_cells
from accounted.mse.loglinear_average import draw_average, weigh_models
from accounted.mse.loglinear_cells import CellTable, lay_out_cells
from accounted.mse.loglinear_choose import STEPWISE_THRESHOLD, Choices, Fits, choose_models, fit_candidates
from accounted.mse.loglinear_models import ModelSpace, list_models, name_terms
from accounted.mse.loglinear_notes import describe_existence, warn_of_bootstrap, warn_of_models
from accounted.mse.loglinear_select import NO_MODEL

__all__ = ["LoglinearEstimate", "LoglinearMethod", "ModelShare", "NoEstimate", "estimate_loglinear"]

LoglinearMethod = Literal["bic", "stepwise", "average"]

_REPLICATES = {"bic": 1_000, "stepwise": 10_000, "average": 10_000}
_LEAST_REPLICATES = 100
_MOST_REPLICATES = 1_000_000
_MOST_UNLISTED = 1e5
_MOST_SHARES = 10
_STEPWISE = f"pairs added one by one to independent lists, while one stands out with p < {STEPWISE_THRESHOLD}"
_NEIGHBOURS = "the model that a search over models of pairs finds, and those one pair away from it"

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class ModelShare:
    """How often one model was chosen in the replicates, or its weight in the average.

    Args:
        terms: Its largest terms, as `A×B`.
        share: Between 0 and 1.
        point: What it gives for the observed table; None when that is not finite or not unique.
    """

    terms: tuple[str, ...]
    share: float
    point: float | None


@dataclass(frozen=True, slots=True, eq=False)
class LoglinearEstimate:
    """What log-linear models say about one table.

    Args:
        method: `bic`, `stepwise` or `average`.
        point: People in all: the maximum likelihood estimate of the chosen model, or the median of the average.
        lower: Lower end of the confidence interval that includes the choice of the model (BCa); of the average, its
            quantile.
        upper: Upper end; None when there is no upper limit.
        prob: Probability of the interval.
        fixed: The BCa interval had the model been known beforehand, to compare; None for the average, None inside for
            no upper limit.
        terms: The chosen model, or the one of most weight, by its largest terms, as `A×B`.
        space: What was chosen from, in words.
        n_models: How many models were fitted to the observed table.
        n_set_aside: How many of them have no finite or no unique estimate.
        shares: The ten models chosen most often in the replicates, or of most weight.
        limit_error: Relative standard error of the less certain limit, from having finitely many replicates.
        truncated: Share of the draws at the end of the range: replicates without a finite estimate.
        existence: What was checked about the chosen model, in sentences.
        warnings: What a reader must know, in sentences.
        draws: Equally likely values of N, ascending, whose quantiles are the limits; nothing above 100,000 times the
            people observed.
    """

    method: LoglinearMethod
    point: float
    lower: float
    upper: float | None
    prob: float
    fixed: tuple[float, float | None] | None
    terms: tuple[str, ...]
    space: str
    n_models: int
    n_set_aside: int
    shares: tuple[ModelShare, ...]
    limit_error: float
    truncated: float
    existence: tuple[str, ...]
    warnings: tuple[str, ...]
    draws: Floats


@dataclass(frozen=True, slots=True)
class NoEstimate:
    """That log-linear models cannot say, and why."""

    reason: str


@check_arguments(
    table=a_table,
    method=a_text,
    prob=a_probability,
    seeds=a_seed_sequence,
    n_bootstrap=or_none(a_whole_number(0, _MOST_REPLICATES)),
    max_order=or_none(a_whole_number(1, 100)),
    progress=a_progress,
)
def estimate_loglinear(
    table: CaptureTable,
    method: LoglinearMethod,
    *,
    prob: float = 0.95,
    seeds: np.random.SeedSequence,
    n_bootstrap: int | None = None,
    max_order: int | None = None,
    progress: Progress = SILENT,
) -> LoglinearEstimate | NoEstimate:
    """Estimate the number of people with log-linear models.

    Args:
        table: People by capture history. Structural zeros leave the fit; declared pairs are in every model.
        method: `bic` takes the model of lowest BIC, `stepwise` adds pairs that stand out, `average` weighs by BIC.
        prob: Probability of the interval.
        seeds: Source of randomness.
        n_bootstrap: Replicates, or draws of the average; 1,000 for `bic`, 10,000 otherwise, unless given.
        max_order: Most lists in one interaction; unless given all but one of three or four lists, two of more.
            `stepwise` takes pairs only.
        progress: Hears of every hundred replicates.

    Raises:
        UsageError: An unknown method, a probability not between 0 and 1, fewer than 100 replicates, or an order that
            does not fit the lists.

    >>> table = CaptureTable.of("ABC", {(1, 0, 0): 41, (0, 1, 0): 36, (0, 0, 1): 30, (1, 1, 0): 9, (1, 0, 1): 11,
    ...                                 (0, 1, 1): 8, (1, 1, 1): 3})
    >>> answer = estimate_loglinear(table, "stepwise", seeds=np.random.SeedSequence(1))
    >>> answer.point, answer.terms
    (269.0, ('A', 'B', 'C'))
    >>> alone = CaptureTable.of("ABC", {(1, 0, 0): 5, (0, 1, 0): 2, (0, 0, 1): 3})
    >>> estimate_loglinear(alone, "bic", seeds=np.random.SeedSequence(1)).reason
    'no overlap: every person is on one list only'
    """
    n_draws = _count_replicates(method, n_bootstrap)
    cells = lay_out_cells(table)
    if cells.reason:
        return NoEstimate(cells.reason)
    space = _choose_space(cells, method, max_order)
    fits = fit_candidates(cells.counts, cells.possible, space)
    if not fits.n_estimable:
        return NoEstimate(f"no log-linear model has a finite and unique estimate on this table ({space.describe()})")
    rng = np.random.default_rng(seeds)
    if method == "average":
        return _average(cells, space, fits, prob, n_draws, rng)
    return _choose(cells, space, fits, method, prob, n_draws, rng, progress)


def _count_replicates(method: str, n_bootstrap: int | None) -> int:
    if method not in _REPLICATES:
        raise UsageError(f"there is no log-linear method {method!r}", mend=f"choose from: {', '.join(_REPLICATES)}")
    n_draws = _REPLICATES[method] if n_bootstrap is None else n_bootstrap
    if n_draws < _LEAST_REPLICATES:
        raise UsageError(f"{n_draws} replicates are too few for limits", mend=f"use {_LEAST_REPLICATES} or more")
    return n_draws


def _choose_space(cells: CellTable, method: str, max_order: int | None) -> ModelSpace:
    n_lists = len(cells.lists)
    order = 2 if method == "stepwise" or n_lists > 4 else n_lists - 1
    return list_models(n_lists, order if max_order is None or method == "stepwise" else max_order, cells.dependent)


def _average(
    cells: CellTable, space: ModelSpace, fits: Fits, prob: float, n_draws: int, rng: np.random.Generator
) -> LoglinearEstimate:
    n = cells.n_observed
    unlisted = draw_average(fits, n_draws, _most_unlisted(n), rng)
    draws = n + unlisted
    tail = (1.0 - prob) / 2.0
    point, lower, upper = np.quantile(draws, [0.5, tail, 1.0 - tail])
    weights = weigh_models(fits)
    shares = tuple(
        ModelShare(name_terms(space, int(fits.models[i]), cells.lists), round(float(weights[i]), 6), _point(n, fits, i))
        for i in range(min(_MOST_SHARES, fits.n_estimable))
    )
    truncated = float(np.mean(unlisted >= _most_unlisted(n)))
    return LoglinearEstimate(
        "average",
        float(round(point)),
        float(round(lower)),
        float(round(upper)) if upper < n + _most_unlisted(n) else None,
        prob,
        None,
        shares[0].terms,
        space.describe() if len(space.models) else _NEIGHBOURS,
        len(fits.models),
        len(fits.models) - fits.n_estimable,
        shares,
        0.0,
        truncated,
        describe_existence(cells, space, int(fits.models[0])),
        (*cells.warnings, *warn_of_models(cells, space, fits, None)),
        draws,
    )


def _choose(
    cells: CellTable,
    space: ModelSpace,
    fits: Fits,
    method: Literal["bic", "stepwise"],
    prob: float,
    n_bootstrap: int,
    rng: np.random.Generator,
    progress: Progress,
) -> LoglinearEstimate | NoEstimate:
    rows, held = _lay_rows(cells, n_bootstrap, rng)
    choices = choose_models(rows, cells.possible, space, method, fits, progress)
    model = int(choices.models[0])
    if model == NO_MODEL:
        return NoEstimate("the model of independent lists has no finite and unique estimate on this table")
    own = _put_first(fits, model)
    run = _bootstrap(rows, held, choices)
    fixed = _bootstrap(rows, held, choose_models(rows, cells.possible, space, "fixed", own, SILENT))
    tails = np.array([(1.0 - prob) / 2.0, (1.0 + prob) / 2.0])
    lower, upper = run.limits(tails)
    if not math.isfinite(lower):
        return NoEstimate("most tables resampled from this one have no finite estimate: the overlap is too small")
    ceiling = cells.n_observed + _most_unlisted(cells.n_observed)
    error = run.limit_error(tails, rng)
    return LoglinearEstimate(
        method,
        float(round(cells.n_observed + choices.unlisted[0])),
        float(round(min(lower, ceiling))),
        _finite(upper, ceiling),
        prob,
        (float(round(min(fixed.limits(tails)[0], ceiling))), _finite(fixed.limits(tails)[1], ceiling)),
        name_terms(space, model, cells.lists),
        _STEPWISE if method == "stepwise" else space.describe(),
        len(fits.models),
        len(fits.models) - fits.n_estimable,
        _count_shares(cells, space, fits, choices.models[1 + held :]),
        round(error, 4),
        float(np.mean(run.replicates >= ceiling)),
        describe_existence(cells, space, model),
        (*cells.warnings, *warn_of_models(cells, space, fits, model), *warn_of_bootstrap(run, error, ceiling)),
        np.minimum(run.spread_draws(n_bootstrap), ceiling),
    )


def _lay_rows(cells: CellTable, n_bootstrap: int, rng: np.random.Generator) -> tuple[Floats, int]:
    """Put the table, the tables without one person of each cell, and the replicates under each other."""
    held = np.flatnonzero(cells.counts)
    without = np.repeat(cells.counts[None], len(held), axis=0)
    without[np.arange(len(held)), held] -= 1.0
    replicates = np.zeros((n_bootstrap, len(cells.counts)))
    replicates[:, held] = resample_cells(cells.counts[held].astype(np.int64), n_bootstrap, rng)
    return np.vstack([cells.counts[None], without, replicates]), len(held)


def _bootstrap(rows: Floats, held: int, choices: Choices) -> BcaBootstrap:
    totals = rows.sum(axis=1) + choices.unlisted
    people = rows[0][rows[0] > 0.0]
    return BcaBootstrap.of(totals[1 + held :], float(totals[0]), accelerate(people, totals[1 : 1 + held]))


def _put_first(fits: Fits, model: int) -> Fits:
    """Bring one model to the front, for fitting it alone."""
    at = np.flatnonzero(fits.models == model)
    if not len(at):
        return Fits(np.array([model]), 0, np.zeros(1), np.zeros(1), np.zeros((1, fits.alphas.shape[1])))
    i = at[:1]
    return Fits(fits.models[i], 1, fits.bic[i], fits.variance[i], fits.alphas[i])


def _count_shares(cells: CellTable, space: ModelSpace, fits: Fits, models: NDArray[np.int64]) -> tuple[ModelShare, ...]:
    at = {int(m): i for i, m in enumerate(fits.models)}
    found = Counter(int(m) for m in models if m != NO_MODEL)
    ordered = sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))[:_MOST_SHARES]
    return tuple(
        ModelShare(
            name_terms(space, model, cells.lists),
            round(count / len(models), 6),
            _point(cells.n_observed, fits, at[model]) if model in at else None,
        )
        for model, count in ordered
    )


def _point(n: int, fits: Fits, i: int) -> float | None:
    if i >= fits.n_estimable or fits.alphas[i, 0] > math.log(_most_unlisted(n)):
        return None
    return float(round(n + math.exp(fits.alphas[i, 0])))


def _most_unlisted(n: int) -> float:
    return _MOST_UNLISTED * max(n, 100)


def _finite(limit: float, ceiling: float) -> float | None:
    return float(round(limit)) if limit < ceiling else None
