"""Draws of N from every sampled linkage: as many as the limits need, and how many linkages they would need.

The ends q of the interval come from all draws together. Their Monte Carlo variance has two parts. With p_s the share of
linkage s at or below q, S linkages and density f at q,

    Var(q) ≈ (B + W) / (S f(q)²),    W = mean over s of the sampling variance of p_s,    B + W = Var_s(p_s)

W shrinks with more draws of N from each linkage, B with more linkages only. Whole runs of the sampler are repeated on
each linkage, with seeds of their own, and W is what they disagree by; the variance itself is the jackknife's over
linkages. Runs are added until the error is small enough, or B alone is too large and most of it, or a stated number is
done; never until a time has passed.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from accounted.model.capture import CaptureTable
from accounted.mse.combine import Row, join_rows, limit_error_of_rows, mix_models
from accounted.mse.models import ModelRuns, run_sample

__all__ = ["MOST_LIMIT_ERROR", "MOST_RUNS", "LimitError", "assess_limits", "draw_rows"]

MOST_LIMIT_ERROR = 0.03
"""Limits are good enough when the standard error of their logarithm is below."""

MOST_RUNS = 8
"""Runs of the models on one linkage, at most."""

_ROUND_TO = 5
_EXACT = ("dga",)

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class LimitError:
    """How well the limits are known from a number of sampled linkages.

    Args:
        error: Standard error of the logarithm of the worse limit.
        floor: What would be left of it with endless draws of N from each linkage; 0 when that is not known.
        n_needed: Linkages with which the error would be 3 %; those there are when it is below.
    """

    error: float
    floor: float
    n_needed: int

    @property
    def only_linkages_help(self) -> bool:
        """Whether more draws from each linkage would not do, as far as can be told.

        Where most of the variance comes from the draws the floor itself is hardly known, and they are worth trying.
        """
        return self.floor > max(MOST_LIMIT_ERROR, self.error / math.sqrt(2.0))


def draw_rows(
    samples: Sequence[CaptureTable],
    main: ModelRuns,
    seeds: Sequence[np.random.SeedSequence],
    n_draws: int,
    prob: float,
    most_runs: int = MOST_RUNS,
    *,
    with_rates: bool = False,
) -> list[Row | None]:
    """Draw N from each sampled linkage, again and again until the limits are known or only more linkages would help.

    Args:
        samples: The table of each linkage.
        main: The models on the best linkage.
        seeds: One per linkage.
        n_draws: Draws of a run.
        prob: Probability of the interval.
        most_runs: Runs on each linkage after which to stop in any case.
        with_rates: Whether to keep what pooling over strata needs, of the first run.

    Returns:
        Per linkage its draws; None where it could not be estimated.
    """
    rows = [
        run_sample(table, main, number, child, n_draws, with_rates=with_rates)
        for number, (table, child) in enumerate(zip(samples, seeds, strict=True))
    ]
    if all(run.name in _EXACT for run in main.answer):
        return rows
    for _ in range(most_runs - 1):
        found = assess_limits([row for row in rows if row is not None], prob)
        if found.error <= MOST_LIMIT_ERROR or found.only_linkages_help:
            break
        for number, row in enumerate(rows):
            again = row and run_sample(samples[number], main, number, seeds[number].spawn(1)[0], n_draws)
            rows[number] = join_rows(row, again) if row and again else row
    return rows


def assess_limits(rows: Sequence[Row], prob: float) -> LimitError:
    """Say how well the limits are known, and what more draws and more linkages would bring.

    >>> rng = np.random.default_rng(1)
    >>> rows = [Row({"dga": np.exp(rng.normal(7.0, 0.2, 400) + rng.normal(0.0, 0.2))}, 0.0) for _ in range(20)]
    >>> found = assess_limits(rows, 0.95)
    >>> found.error > 0.03, found.n_needed > 40
    (True, True)
    """
    error = limit_error_of_rows(rows, prob)
    if error <= MOST_LIMIT_ERROR:
        return LimitError(error, 0.0, len(rows))
    share = _find_share_within(rows, prob)
    floor = 0.0 if share is None else error * math.sqrt(1.0 - share)
    needed = len(rows) * (error / MOST_LIMIT_ERROR) ** 2
    return LimitError(error, floor, _ROUND_TO * math.ceil(needed / _ROUND_TO))


def _find_share_within(rows: Sequence[Row], prob: float) -> float | None:
    """Share of the variance of the worse limit that more draws of N would take away; None where runs were not repeated.

    The smaller one of both limits: the other may still be the worse.
    """
    split = [(row, row.split()) for row in rows]
    repeated = [runs for row, runs in split if row.n_runs > 1]
    everything = mix_models(rows)
    if all(set(row.draws) <= set(_EXACT) for row in rows):
        return 0.0
    if not repeated:
        return None
    tail = (1.0 - prob) / 2.0
    shares = []
    for end in np.quantile(everything, [tail, 1.0 - tail]):
        below = [np.array([np.mean(run <= end) for run in runs]) for runs in (runs for _, runs in split)]
        total = float(np.var([p.mean() for p in below], ddof=1))
        within = float(np.mean([np.var(p, ddof=1) / len(p) for p in below if len(p) > 1]))
        shares.append(min(within / total, 1.0) if total > 0.0 else 1.0)
    return min(shares)
