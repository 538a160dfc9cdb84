"""Draws of N from several models and several sampled linkages, mixed without ever averaging limits.

A *row* holds equally likely draws from one table (the best linkage, or one sampled linkage), for every model. Models
rest on different identifying assumptions, between which data cannot choose, so assumptions get equal, stated weights;
models of one assumption share its weight.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from accounted.mse.pooling import StratumRates

__all__ = [
    "Row",
    "arrange_jointly",
    "join_rows",
    "limit_error_of_rows",
    "linkage_share",
    "mix_models",
    "thin_evenly",
    "weigh_models",
]

_LOGLINEAR = "loglinear"
"""All log-linear models assume that no interaction joins all lists."""

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """Draws of N from one table.

    Args:
        draws: Per model, equally many values of N; those of several runs one after another.
        noise: Sampling variance of the mean of log N over the row, all models together.
        rates: What pooling over strata needs, when asked for.
        n_runs: Independent runs of the models that these are from, each with as many draws.
    """

    draws: Mapping[str, Floats]
    noise: float
    rates: StratumRates | None = None
    n_runs: int = 1

    def split(self) -> tuple[Floats, ...]:
        """The draws of each run, all models together."""
        parts = [np.split(draws, self.n_runs) for draws in self.draws.values()]
        return tuple(np.concatenate(of_run) for of_run in zip(*parts, strict=True))


def join_rows(row: Row, again: Row) -> Row:
    """Put the draws of one more run of the same models on the same table behind.

    >>> joined = join_rows(Row({"a": np.array([1.0, 2.0])}, 0.5), Row({"a": np.array([3.0, 4.0])}, 0.5))
    >>> joined.n_runs, joined.noise, [run.tolist() for run in joined.split()]
    (2, 0.25, [[1.0, 2.0], [3.0, 4.0]])
    """
    n = row.n_runs
    draws = {name: np.concatenate([drawn, again.draws[name]]) for name, drawn in row.draws.items()}
    return Row(draws, (n**2 * row.noise + again.noise) / (n + 1) ** 2, row.rates, n + 1)


def thin_evenly(draws: Floats, n_draws: int) -> Floats:
    """Take `n_draws` values at equal distances, some more than once when there are fewer.

    >>> thin_evenly(np.array([1.0, 2.0, 3.0, 4.0]), 2).tolist()
    [2.0, 4.0]
    """
    position = np.floor((np.arange(n_draws) + 0.5) * len(draws) / n_draws).astype(np.int64)
    return np.asarray(draws[position], dtype=np.float64)


def weigh_models(names: Sequence[str]) -> dict[str, float]:
    """Weigh identifying assumptions equally, and within each the models that rest on it.

    Naming one assumption several times gives it no more weight.

    >>> weigh_models(["dga", "loglinear_bic", "loglinear_average"])
    {'dga': 0.5, 'loglinear_bic': 0.25, 'loglinear_average': 0.25}
    """
    of_assumption = Counter(_name_assumption(name) for name in names)
    return {name: 1.0 / (len(of_assumption) * of_assumption[_name_assumption(name)]) for name in names}


def _name_assumption(model: str) -> str:
    return _LOGLINEAR if model.startswith(_LOGLINEAR) else model


def mix_models(rows: Sequence[Row]) -> Floats:
    """Put the draws of all rows and models together."""
    return np.concatenate([row.draws[name] for row in rows for name in row.draws])


def linkage_share(rows: Sequence[Row]) -> float | None:
    """Share of Var(log N) between sampled linkages (law of total variance); None with fewer than two.

    Var(log N) = Var_s(E[log N | s]) + E_s(Var[log N | s]); the means of finite rows vary by chance as well, and that
    part, `Row.noise`, is taken off.
    """
    if len(rows) < 2:
        return None
    logs = [np.log(np.concatenate(list(row.draws.values()))) for row in rows]
    total = float(np.var(np.concatenate(logs)))
    between = float(np.var([log.mean() for log in logs], ddof=1)) - float(np.mean([row.noise for row in rows]))
    return round(min(max(between / total, 0.0), 1.0), 3) if total > 0.0 else 0.0


def limit_error_of_rows(rows: Sequence[Row], prob: float) -> float:
    """Standard error of the logarithm of the worse limit that comes from having few rows (the jackknife).

    >>> limit_error_of_rows([Row({"dga": np.array([100.0, 110.0, 120.0])}, 0.0)] * 3, 0.95)
    0.0
    """
    if len(rows) < 2:
        return 0.0
    values = np.log(mix_models(rows))
    number = np.repeat(np.arange(len(rows)), [sum(d.size for d in row.draws.values()) for row in rows])
    order = np.argsort(values, kind="stable")
    values, number = values[order], number[order]
    tail = (1.0 - prob) / 2.0
    left = [np.quantile(values[number != r], [tail, 1.0 - tail], method="inverted_cdf") for r in range(len(rows))]
    return float(np.max(np.std(left, axis=0))) * math.sqrt(len(rows) - 1.0)


def arrange_jointly(rows: Sequence[Row | None], n_per_row: int, rng: np.random.Generator) -> Floats:
    """Put draws into one row per linkage, in random order within each, so that strata can be added draw by draw.

    The same row of every stratum comes from the same sampled linkage; a row that could not be estimated is filled with
    draws from all the others.
    """
    everything = mix_models([row for row in rows if row is not None])
    out = []
    for row in rows:
        source = everything if row is None else mix_models([row])
        out.append(thin_evenly(rng.permutation(source), n_per_row))
    return np.stack(out)
