"""The default, run longer: the one place that knows of which parts its answer is made."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from accounted.mse import (
    DEFAULT_MODELS,
    AverageOptions,
    CaptureTable,
    SamplerOptions,
    average_graphs,
    check_table,
    find_obstacle,
    sample_latent_class_pairs,
    sample_latent_classes,
    select_lists,
)
from accounted.mse.combine import thin_evenly

__all__ = ["run_default"]

_DRAWS = 20_000


def run_default(table: CaptureTable, seed: int, length_factor: int) -> NDArray[np.float64] | str:
    """Draws of N from the models of the default, mixed evenly, sampled ones run `length_factor` times longer.

    Returns:
        Equally likely values of N, or why there are none.
    """
    check = check_table(select_lists(table))
    if check.reason:
        return check.reason
    seeds = np.random.SeedSequence([seed, length_factor])
    parts = [_run(name, check.table, seeds, length_factor) for name in DEFAULT_MODELS]
    draws = [thin_evenly(part, _DRAWS) for part in parts if part is not None]
    return np.concatenate(draws) if draws else "no model of the default can be run"


def _run(name: str, table: CaptureTable, seeds: np.random.SeedSequence, factor: int) -> NDArray[np.float64] | None:
    if name == "dga":
        return None if find_obstacle(table) else average_graphs(table).spread_draws(_DRAWS)
    if name == "latent_class":
        short = SamplerOptions()
        sweeps = (short.sweeps_per_round * factor, short.most_sweeps * factor)
        longer = replace(short, sweeps_per_round=sweeps[0], most_sweeps=sweeps[1], thin=short.thin * factor)
        return sample_latent_classes(table, seeds, longer).draws.ravel()
    if name == "latent_class_pairs":
        usual = AverageOptions()
        # As many populations and rounds, each of more points; and what it takes to stop before is as much harder.
        options = replace(
            usual,
            points=usual.points * factor,
            least_points=usual.least_points * factor,
            ess=usual.ess * factor,
            limit_error=usual.limit_error / math.sqrt(factor),
            n_draws=_DRAWS // usual.n_populations,
        )
        return sample_latent_class_pairs(table, seeds, options=options).draws.ravel()
    raise NotImplementedError(f"the default has a model {name} that this benchmark cannot run longer")
