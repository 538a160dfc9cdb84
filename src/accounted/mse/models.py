"""Running the models on one table, and again, shorter, on each sampled linkage of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from accounted.model.capture import CaptureTable
from accounted.mse.combine import Row, thin_evenly
from accounted.mse.convergence import Convergence, assess_convergence
from accounted.mse.decomposable import average_graphs
from accounted.mse.graphs import MAX_LISTS
from accounted.mse.identifiability import check_table
from accounted.mse.latent_class import ClassState, continue_from, sample_latent_classes

__all__ = ["MODELS", "ModelRuns", "run_models", "run_sample"]

MODELS = ("dga", "latent_class")

_DRAWS = 4_000
_SAMPLE_WARM_UP = 500
_SAMPLE_SWEEPS = 1_000
_SAMPLE_CHAINS = 2

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class ModelRuns:
    """What the models said about one table.

    Args:
        row: Draws per model that could be run, in the order of `MODELS`.
        convergence: Of the sampled model; both None without one.
        chains: Number of chains; 0 without a sampled model.
        saturated: Posterior probability of the saturated graph; 0 when graphs were not averaged.
        truncated: The largest share of any model's probability beyond the range searched.
        states: Where the chains ended.
        warnings: What could not be run or did not settle, in sentences.
    """

    row: Row
    convergence: Convergence
    chains: int
    saturated: float
    truncated: float
    states: tuple[ClassState, ...]
    warnings: tuple[str, ...]


def run_models(table: CaptureTable, models: tuple[str, ...], seeds: np.random.SeedSequence) -> ModelRuns:
    """Run the models that the table allows."""
    draws: dict[str, Floats] = {}
    warnings = []
    saturated, truncated = 0.0, 0.0
    convergence = Convergence(None, None)
    states: tuple[ClassState, ...] = ()
    if "dga" in models and len(table.lists) > MAX_LISTS:
        warnings.append(f"dga averages graphs on up to {MAX_LISTS} lists and was not run on {len(table.lists)}")
    elif "dga" in models:
        average = average_graphs(table)
        draws["dga"] = average.spread_draws(_DRAWS)
        saturated, truncated = average.saturated, average.truncated
    if "latent_class" in models:
        run = sample_latent_classes(table, seeds)
        draws["latent_class"] = thin_evenly(run.draws.ravel(), _DRAWS)
        convergence, states = run.convergence, run.states
        truncated = max(truncated, run.truncated)
        if not convergence.is_reached() and convergence.rhat is not None:
            warnings.append(
                f"the chains of latent_class did not settle within {run.n_sweeps} sweeps "
                f"(R-hat {convergence.rhat:.3f}, effective sample size {convergence.ess or 0:.0f})"
            )
    return ModelRuns(Row(draws, 0.0), convergence, len(states), saturated, truncated, states, tuple(warnings))


def run_sample(
    table: CaptureTable, main: ModelRuns, number: int, seeds: np.random.SeedSequence, n_draws: int
) -> Row | None:
    """Run the same models on the table of one sampled linkage; None when it cannot be estimated.

    The latent class model runs short chains from where two chains of the main run ended, taken in turn.
    """
    check = check_table(table)
    if check.reason or check.table.lists != table.lists:
        return None
    n_each = max(n_draws // len(main.row.draws), 1)
    draws: dict[str, Floats] = {}
    noise = 0.0
    if "dga" in main.row.draws:
        draws["dga"] = average_graphs(table).spread_draws(n_each)
    if "latent_class" in main.row.draws:
        states = [main.states[(number + c * len(main.states) // 2) % len(main.states)] for c in range(_SAMPLE_CHAINS)]
        chains = continue_from(table, states, seeds, warm_up=_SAMPLE_WARM_UP, n_sweeps=_SAMPLE_SWEEPS)
        draws["latent_class"] = thin_evenly(chains.ravel(), n_each)
        noise = _mean_variance(chains) / len(main.row.draws) ** 2
    return Row(_in_order(draws), noise)


def _in_order(draws: Mapping[str, Floats]) -> dict[str, Floats]:
    return {name: draws[name] for name in MODELS if name in draws}


def _mean_variance(chains: Floats) -> float:
    """Sampling variance of the mean of log N."""
    logs = np.log(chains)
    ess = assess_convergence(logs).ess
    return float(np.var(logs)) / max(ess or 1.0, 1.0)
