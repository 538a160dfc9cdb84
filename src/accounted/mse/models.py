"""Running the models on one table, and again, shorter, on each sampled linkage of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from accounted.model.capture import CaptureTable, ModelEstimate
from accounted.mse.chao import estimate_chao
from accounted.mse.combine import Row, thin_evenly
from accounted.mse.convergence import Convergence, assess_convergence
from accounted.mse.decomposable import average_graphs, find_obstacle
from accounted.mse.identifiability import check_table
from accounted.mse.latent_class import ClassState, continue_from, sample_latent_classes
from accounted.mse.latent_class_pairs import MOST_LISTS, PairsRun, continue_pairs, sample_latent_class_pairs
from accounted.mse.loglinear import LoglinearEstimate, NoEstimate, estimate_loglinear

__all__ = ["BOUNDS", "DEFAULT_MODELS", "MODELS", "ModelRuns", "run_models", "run_sample"]

LOGLINEAR = ("loglinear_bic", "loglinear_stepwise", "loglinear_average")
BOUNDS = ("chao",)
MODELS = ("dga", "latent_class", "latent_class_pairs", *LOGLINEAR, *BOUNDS)
"""`chao` is a lower bound: it stands beside the answer with weight 0 and never enters it."""

DEFAULT_MODELS = ("dga", "latent_class")

_DRAWS = 4_000
_SAMPLE_WARM_UP = 500
_SAMPLE_SWEEPS = 1_000
_SAMPLE_CHAINS = 2
_PAIRS_WARM_UP = 100
_PAIRS_SWEEPS = 400
_SAMPLE_REPLICATES = 400
_MOST_LIMIT_ERROR = 0.03

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class ModelRuns:
    """What the models said about one table.

    Args:
        row: Draws per model of the answer that could be run, in the order of `MODELS`.
        convergence: The worst of the sampled models; both None without one.
        chains: Number of chains; 0 without a sampled model.
        saturated: Posterior probability of the saturated graph; 0 when graphs were not averaged.
        truncated: The largest share of any model's probability beyond the range searched.
        states: Where the chains of `latent_class` ended.
        pairs: The run of `latent_class_pairs`, or None.
        points: Points that are not the median of the draws: those of the log-linear models, by maximum likelihood.
        beside: Bounds, which never enter the answer.
        warnings: What could not be run or did not settle, in sentences.
    """

    row: Row
    convergence: Convergence
    chains: int
    saturated: float
    truncated: float
    states: tuple[ClassState, ...]
    pairs: PairsRun | None
    points: Mapping[str, float]
    beside: tuple[ModelEstimate, ...]
    warnings: tuple[str, ...]


def run_models(
    table: CaptureTable, models: tuple[str, ...], seeds: np.random.SeedSequence, prob: float = 0.95
) -> ModelRuns:
    """Run the models that the table allows."""
    draws: dict[str, Floats] = {}
    warnings: list[str] = []
    saturated, truncated, chains = 0.0, 0.0, 0
    settled: list[Convergence] = []
    states: tuple[ClassState, ...] = ()
    pairs: PairsRun | None = None
    pair_seeds, class_seeds, *log_seeds = seeds.spawn(2 + len(LOGLINEAR))
    if "latent_class_pairs" in models and len(table.lists) > MOST_LISTS:
        warnings.append(f"latent_class_pairs was not run on {len(table.lists)} lists; it takes up to {MOST_LISTS}")
    elif "latent_class_pairs" in models:
        pairs = sample_latent_class_pairs(table, pair_seeds)
        draws["latent_class_pairs"] = pairs.draws.ravel()
        settled.append(pairs.convergence)
        chains, truncated = len(pairs.draws), pairs.ladder.truncated
        warnings += _say_unsettled("latent_class_pairs", pairs.convergence, pairs.ladder.n_sweeps)
        if pairs.ladder.error > _MOST_LIMIT_ERROR:
            warnings.append(
                f"the limits of latent_class_pairs are known to about {100 * pairs.ladder.error:.0f} % only "
                "(Monte Carlo standard error)"
            )
    obstacle = find_obstacle(table) if "dga" in models else ""
    if obstacle:
        warnings.append(f"dga was not run: {obstacle}")
    elif "dga" in models:
        average = average_graphs(table)
        draws["dga"] = average.spread_draws(_DRAWS)
        saturated = average.saturated
        truncated = max(truncated, average.truncated)
    if "latent_class" in models:
        run = sample_latent_classes(table, class_seeds)
        draws["latent_class"] = run.draws.ravel()
        settled.append(run.convergence)
        states, chains = run.states, chains + len(run.states)
        truncated = max(truncated, run.truncated)
        warnings += _say_unsettled("latent_class", run.convergence, run.n_sweeps)
    points: dict[str, float] = {}
    for name, child in zip(LOGLINEAR, log_seeds, strict=True):
        if name in models:
            fit = _fit_loglinear(table, name, child, prob)
            if isinstance(fit, NoEstimate):
                warnings.append(f"{name} was not run: {fit.reason}")
                continue
            draws[name], points[name] = fit.draws, fit.point
            truncated = max(truncated, fit.truncated)
            warnings += [f"{name}: {text}" for text in (f"terms {', '.join(fit.terms) or 'none'}", *fit.warnings)]
    beside = _find_bounds(table, prob, warnings) if "chao" in models else ()
    answer = {name: draws[name] for name in MODELS if name in draws}
    if len(answer) > 1:
        answer = {name: thin_evenly(values, _DRAWS) for name, values in answer.items()}
    worst = _find_worst(settled)
    return ModelRuns(
        Row(answer, 0.0), worst, chains, saturated, truncated, states, pairs, points, beside, tuple(warnings)
    )


def _fit_loglinear(
    table: CaptureTable, name: str, seeds: np.random.SeedSequence, prob: float, n_bootstrap: int | None = None
) -> LoglinearEstimate | NoEstimate:
    if name == "loglinear_bic":
        return estimate_loglinear(table, "bic", prob=prob, seeds=seeds, n_bootstrap=n_bootstrap)
    if name == "loglinear_stepwise":
        return estimate_loglinear(table, "stepwise", prob=prob, seeds=seeds, n_bootstrap=n_bootstrap)
    return estimate_loglinear(table, "average", prob=prob, seeds=seeds, n_bootstrap=n_bootstrap)


def _find_bounds(table: CaptureTable, prob: float, warnings: list[str]) -> tuple[ModelEstimate, ...]:
    bound = estimate_chao(table, prob)
    warnings += [f"chao: {text}" for text in bound.warnings]
    if bound.point is None or bound.lower is None or bound.upper is None:
        warnings.append(f"chao gives no bound: {bound.reason}")
        return ()
    point, lower, upper = (float(round(v)) for v in (bound.point, bound.lower, bound.upper))
    return (ModelEstimate("chao", point, lower, upper, 0.0),)


def _say_unsettled(name: str, convergence: Convergence, n_sweeps: int) -> list[str]:
    if convergence.is_reached() or convergence.rhat is None:
        return []
    numbers = f"R-hat {convergence.rhat:.3f}, effective sample size {convergence.ess or 0:.0f}"
    return [f"the chains of {name} did not settle within {n_sweeps} sweeps ({numbers})"]


def _find_worst(settled: list[Convergence]) -> Convergence:
    rhats = [c.rhat for c in settled if c.rhat is not None]
    sizes = [c.ess for c in settled if c.ess is not None]
    return Convergence(max(rhats, default=None), min(sizes, default=None))


def run_sample(
    table: CaptureTable, main: ModelRuns, number: int, seeds: np.random.SeedSequence, n_draws: int
) -> Row | None:
    """Run the same models on the table of one sampled linkage; None when it cannot be estimated.

    Sampled models run short chains from where two chains of the main run ended, taken in turn.
    """
    check = check_table(table)
    if check.reason or check.table.lists != table.lists:
        return None
    n_each = max(n_draws // len(main.row.draws), 1)
    draws: dict[str, Floats] = {}
    noise = 0.0
    pair_seeds, class_seeds, *log_seeds = seeds.spawn(2 + len(LOGLINEAR))
    if "latent_class_pairs" in main.row.draws and main.pairs is not None:
        chains = continue_pairs(table, main.pairs, pair_seeds, warm_up=_PAIRS_WARM_UP, n_sweeps=_PAIRS_SWEEPS)
        draws["latent_class_pairs"] = thin_evenly(chains.ravel(), n_each)
        noise += _mean_variance(chains) / len(main.row.draws) ** 2
    if "dga" in main.row.draws:
        draws["dga"] = average_graphs(table).spread_draws(n_each)
    if "latent_class" in main.row.draws:
        states = [main.states[(number + c * len(main.states) // 2) % len(main.states)] for c in range(_SAMPLE_CHAINS)]
        chains = continue_from(table, states, class_seeds, warm_up=_SAMPLE_WARM_UP, n_sweeps=_SAMPLE_SWEEPS)
        draws["latent_class"] = thin_evenly(chains.ravel(), n_each)
        noise += _mean_variance(chains) / len(main.row.draws) ** 2
    for name, child in zip(LOGLINEAR, log_seeds, strict=True):
        if name in main.row.draws:
            fit = _fit_loglinear(table, name, child, 0.95, _SAMPLE_REPLICATES)
            if isinstance(fit, NoEstimate):
                return None
            draws[name] = thin_evenly(fit.draws, n_each)
    return Row(_in_order(draws), noise)


def _in_order(draws: Mapping[str, Floats]) -> dict[str, Floats]:
    return {name: draws[name] for name in MODELS if name in draws}


def _mean_variance(chains: Floats) -> float:
    """Sampling variance of the mean of log N."""
    logs = np.log(chains)
    ess = assess_convergence(logs).ess
    return float(np.var(logs)) / max(ess or 1.0, 1.0)
