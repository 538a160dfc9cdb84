"""Running the models on one table, and again, shorter, on each sampled linkage of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from accounted.model.capture import CaptureTable, ModelEstimate
from accounted.mse.chao import estimate_chao
from accounted.mse.combine import Row, thin_evenly, weigh_models
from accounted.mse.convergence import Convergence, assess_convergence
from accounted.mse.decomposable import average_graphs, find_obstacle
from accounted.mse.identifiability import check_table
from accounted.mse.latent_class import ClassState, continue_from, sample_latent_classes
from accounted.mse.latent_class_pairs import PairsRun, continue_pairs, sample_latent_class_pairs, why_not_pairs
from accounted.mse.loglinear import LoglinearMethod, NoEstimate, estimate_loglinear
from accounted.mse.pairs_average import AverageOptions
from accounted.mse.pooling import find_rates

__all__ = [
    "BOUNDS",
    "DEFAULT_BESIDE",
    "DEFAULT_MODELS",
    "MODELS",
    "ModelRun",
    "ModelRuns",
    "run_models",
    "run_sample",
]

LOGLINEAR: Mapping[str, LoglinearMethod] = {
    "loglinear_bic": "bic",
    "loglinear_stepwise": "stepwise",
    "loglinear_average": "average",
}
BOUNDS = ("chao",)
PAIRS = "latent_class_pairs"
MODELS = (PAIRS, "dga", "latent_class", *LOGLINEAR, *BOUNDS)
"""`chao` is a lower bound: it stands beside the answer with weight 0 and never enters it."""

DEFAULT_MODELS = (PAIRS,)
DEFAULT_BESIDE = ("dga",)
"""What stands beside the answer of the default models, with weight 0: another assumption about how lists depend."""

_DRAWS = 4_000
_SAMPLE_WARM_UP = 500
_SAMPLE_SWEEPS = 1_000
_SAMPLE_CHAINS = 2
_SAMPLE_REPLICATES = 400
_MOST_LIMIT_ERROR = 0.03
_MOST_SATURATED = 0.5

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class ModelRun:
    """What one model said about one table.

    Args:
        name: Of `MODELS`.
        draws: Equally likely values of N.
        point: A point that is not the median of the draws (maximum likelihood), or None.
        chains: Draws of N in the order drawn, one row per chain; None without sampling.
        convergence: How far the chains agree; both None without sampling.
        truncated: Share of the probability beyond the range searched.
        saturated: Posterior probability of the saturated graph; 0 when graphs were not averaged.
        warnings: What did not settle, in sentences.
        classes: Where the chains of `latent_class` ended.
        pairs: The run of `latent_class_pairs`.
    """

    name: str
    draws: Floats
    point: float | None = None
    chains: Floats | None = None
    convergence: Convergence = field(default=Convergence(None, None))
    truncated: float = 0.0
    saturated: float = 0.0
    warnings: tuple[str, ...] = ()
    classes: tuple[ClassState, ...] = ()
    pairs: PairsRun | None = None


@dataclass(frozen=True, slots=True, eq=False)
class ModelRuns:
    """What the models said about one table.

    Args:
        answer: Models of the answer that could be run, in the order of `MODELS`; of each as many draws as its weight.
        beside: Models that stand beside it, likewise.
        bounds: Lower bounds, with weight 0.
        warnings: What could not be run or did not settle, in sentences.
    """

    answer: tuple[ModelRun, ...]
    beside: tuple[ModelRun, ...]
    bounds: tuple[ModelEstimate, ...]
    warnings: tuple[str, ...]

    @property
    def row(self) -> Row:
        """Draws per model of the answer."""
        return Row({run.name: run.draws for run in self.answer}, 0.0)

    @property
    def convergence(self) -> Convergence:
        """The worst of the sampled models of the answer; both None without one."""
        rhats = [run.convergence.rhat for run in self.answer if run.convergence.rhat is not None]
        sizes = [run.convergence.ess for run in self.answer if run.convergence.ess is not None]
        return Convergence(max(rhats, default=None), min(sizes, default=None))

    @property
    def n_chains(self) -> int:
        """Number of chains; 0 without a sampled model."""
        return sum(len(run.chains) for run in self.answer if run.chains is not None)

    @property
    def saturated(self) -> float:
        """Posterior probability of the saturated graph, where graphs are part of the answer."""
        return max((run.saturated for run in self.answer), default=0.0)

    @property
    def truncated(self) -> float:
        """The largest share of any model's probability beyond the range searched."""
        return max((run.truncated for run in self.answer), default=0.0)

    @property
    def pairs(self) -> PairsRun | None:
        """The run of `latent_class_pairs`, or None."""
        return next((run.pairs for run in self.answer if run.pairs is not None), None)


def run_models(
    table: CaptureTable,
    models: Iterable[str],
    seeds: np.random.SeedSequence,
    prob: float = 0.95,
    beside: Iterable[str] = (),
    options: AverageOptions | None = None,
) -> ModelRuns:
    """Run the models that the table allows.

    Args:
        table: People by capture history.
        models: Of `MODELS`: whose draws are the answer.
        seeds: Source of one seed per model.
        prob: Probability of intervals, for the models that need it to find them.
        beside: Of `MODELS`: what stands beside the answer.
        options: How much the default family draws.
    """
    wanted, shown = set(models), set(beside)
    runs: dict[str, ModelRun] = {}
    warnings: list[str] = []
    for name, child in zip(MODELS, seeds.spawn(len(MODELS)), strict=True):
        if name in wanted | shown and name not in BOUNDS:
            run = _run_pairs(table, child, options) if name == PAIRS else _RUNNERS[name](table, child, prob)
            if isinstance(run, NoEstimate):
                warnings.append(f"{name} was not run: {run.reason}")
            else:
                runs[name] = run
                warnings += run.warnings
    bounds = _find_bounds(table, prob, warnings) if "chao" in wanted | shown else ()
    answer = [run for name, run in runs.items() if name in wanted]
    if len(answer) > 1:
        weights = weigh_models([run.name for run in answer])
        top = max(weights.values())
        answer = [replace(run, draws=thin_evenly(run.draws, round(_DRAWS * weights[run.name] / top))) for run in answer]
    return ModelRuns(
        tuple(answer), tuple(run for name, run in runs.items() if name not in wanted), bounds, tuple(warnings)
    )


def _run_pairs(
    table: CaptureTable, seeds: np.random.SeedSequence, options: AverageOptions | None
) -> ModelRun | NoEstimate:
    obstacle = why_not_pairs(table)
    if obstacle:
        return NoEstimate(obstacle)
    run = sample_latent_class_pairs(table, seeds, options=options)
    average = run.average
    warnings = _say_unsettled("latent_class_pairs", "populations", average.convergence)
    if average.error > max(_MOST_LIMIT_ERROR, options.limit_error if options else 0.0):
        warnings.append(
            f"the limits of latent_class_pairs are known to about {100 * average.error:.0f} % only "
            "(Monte Carlo standard error)"
        )
    return ModelRun(
        "latent_class_pairs",
        run.draws.ravel(),
        chains=run.draws,
        convergence=average.convergence,
        truncated=average.truncated,
        warnings=tuple(warnings),
        pairs=run,
    )


def _run_graphs(table: CaptureTable, _seeds: np.random.SeedSequence, _prob: float) -> ModelRun | NoEstimate:
    obstacle = find_obstacle(table)
    if obstacle:
        return NoEstimate(obstacle)
    average = average_graphs(table)
    warnings: tuple[str, ...] = ()
    if average.saturated > _MOST_SATURATED:
        warnings = (
            f"dga: {100 * average.saturated:.0f} % of the weight is on the saturated graph, which fits any table and "
            "explains none",
        )
    return ModelRun(
        "dga",
        average.spread_draws(_DRAWS),
        truncated=average.truncated,
        saturated=average.saturated,
        warnings=warnings,
    )


def _run_classes(table: CaptureTable, seeds: np.random.SeedSequence, _prob: float) -> ModelRun | NoEstimate:
    if table.dependent:
        pairs = ", ".join(f"{a} and {b}" for a, b in table.dependent)
        return NoEstimate(f"it takes lists for independent within its classes, and {pairs} are declared to depend")
    run = sample_latent_classes(table, seeds)
    return ModelRun(
        "latent_class",
        run.draws.ravel(),
        chains=run.draws,
        convergence=run.convergence,
        truncated=run.truncated,
        warnings=tuple(_say_unsettled("latent_class", "chains", run.convergence)),
        classes=run.states,
    )


def _run_loglinear(name: str) -> Callable[[CaptureTable, np.random.SeedSequence, float], ModelRun | NoEstimate]:
    def run(table: CaptureTable, seeds: np.random.SeedSequence, prob: float) -> ModelRun | NoEstimate:
        fit = estimate_loglinear(table, LOGLINEAR[name], prob=prob, seeds=seeds)
        if isinstance(fit, NoEstimate):
            return fit
        texts = (f"terms {', '.join(fit.terms) or 'none'}", *fit.warnings)
        return ModelRun(
            name, fit.draws, fit.point, truncated=fit.truncated, warnings=tuple(f"{name}: {text}" for text in texts)
        )

    return run


_RUNNERS: Mapping[str, Callable[[CaptureTable, np.random.SeedSequence, float], ModelRun | NoEstimate]] = {
    "dga": _run_graphs,
    "latent_class": _run_classes,
    **{name: _run_loglinear(name) for name in LOGLINEAR},
}


def _find_bounds(table: CaptureTable, prob: float, warnings: list[str]) -> tuple[ModelEstimate, ...]:
    bound = estimate_chao(table, prob)
    warnings += [f"chao: {text}" for text in bound.warnings]
    if bound.point is None or bound.lower is None or bound.upper is None:
        warnings.append(f"chao gives no bound: {bound.reason}")
        return ()
    point, lower, upper = (float(round(v)) for v in (bound.point, bound.lower, bound.upper))
    return (ModelEstimate("chao", point, lower, upper, 0.0),)


def _say_unsettled(name: str, what: str, convergence: Convergence) -> list[str]:
    if convergence.is_reached() or convergence.rhat is None:
        return []
    numbers = f"R-hat {convergence.rhat:.3f}, effective sample size {convergence.ess or 0:.0f}"
    return [f"the {what} of {name} did not settle within the most draws allowed ({numbers})"]


def run_sample(
    table: CaptureTable,
    main: ModelRuns,
    number: int,
    seeds: np.random.SeedSequence,
    n_draws: int,
    *,
    with_rates: bool = False,
) -> Row | None:
    """Run the models of the answer on the table of one sampled linkage; None when it cannot be estimated.

    `latent_class_pairs` is averaged over the structures that carried weight on the main table; `latent_class` runs
    short chains from where two chains of the main run ended, taken in turn. `with_rates` keeps what pooling over strata
    needs of the first.
    """
    check = check_table(table)
    if check.reason or check.table.lists != table.lists:
        return None
    weights = weigh_models([run.name for run in main.answer])
    draws: dict[str, Floats] = {}
    noise, rates = 0.0, None
    of_model = dict(zip(MODELS, seeds.spawn(len(MODELS)), strict=True))
    for run in main.answer:
        n_each = max(int(n_draws * weights[run.name] + 1e-9), 1)
        if run.pairs is not None:
            again = continue_pairs(table, run.pairs, of_model[run.name])
            drawn = None if again is None else again.draws
            rates = find_rates(again) if with_rates and again is not None else None
        else:
            drawn = _draw_again(table, run, number, of_model[run.name], n_each)
        if drawn is None:
            return None
        draws[run.name] = thin_evenly(drawn.ravel(), n_each)
        if drawn.ndim > 1:
            noise += _mean_variance(drawn) * weights[run.name] ** 2
    return Row(draws, noise, rates)


def _draw_again(
    table: CaptureTable, run: ModelRun, number: int, seeds: np.random.SeedSequence, n_each: int
) -> Floats | None:
    """Draw N from another table much like the one of `run`; a row per chain where there are chains."""
    if run.classes:
        many = len(run.classes)
        states = [run.classes[(number + c * many // 2) % many] for c in range(_SAMPLE_CHAINS)]
        return continue_from(table, states, seeds, warm_up=_SAMPLE_WARM_UP, n_sweeps=_SAMPLE_SWEEPS)
    if run.name == "dga":
        return average_graphs(table).spread_draws(n_each)
    fit = estimate_loglinear(table, LOGLINEAR[run.name], prob=0.95, seeds=seeds, n_bootstrap=_SAMPLE_REPLICATES)
    return None if isinstance(fit, NoEstimate) else fit.draws


def _mean_variance(chains: Floats) -> float:
    """Sampling variance of the mean of log N."""
    logs = np.log(chains)
    ess = assess_convergence(logs).ess
    return float(np.var(logs)) / max(ess or 1.0, 1.0)
