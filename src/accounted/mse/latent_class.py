"""The Bayesian latent class model of Manrique-Vallier (2016, doi:10.1111/biom.12502), with the prior of R's LCMCR.

    p(x) = Σ_k π_k ∏_j λ_jk^x_j (1 − λ_jk)^(1 − x_j)
    π    = sticks broken with α, at most K = 10 classes;  α ~ Gamma(0.25, 0.25);  λ_jk ~ Beta(1, 1);  p(N) ∝ 1/N

People differ in how easily lists find them, in classes that nobody sees; within a class the lists are independent. That
is what identifies the number of people on no list: a class that no list can find leaves no trace. Uniform priors on the
capture rates favour rates near one half and can lose people who are hard to find.

Several chains start far apart. They run in rounds until R-hat and the effective sample size of log(N − n + 1) are good
or a stated number of sweeps is done, never until a time has passed. The first half of each chain is left out. The
number of people on no list is not capped at a multiple of those seen; a far ceiling only keeps numbers finite, and the
share of draws that reach it is reported.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from accounted.model.capture import CaptureTable
from accounted.model.errors import UsageError
from accounted.mse.arguments import a_seed_sequence, a_table, check_arguments, options_of, or_none
from accounted.mse.convergence import Convergence, assess_convergence
from accounted.mse.gibbs import run_sweeps

__all__ = ["ClassState", "LatentClassRun", "SamplerOptions", "continue_from", "sample_latent_classes"]

_STARTS = (1.0, 0.6, 0.3, 0.1)
_LEAST_NUMBER = 1e-6

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class SamplerOptions:
    """How long and how the chains run.

    Args:
        n_classes: Most classes there can be (K).
        alpha_shape: Shape of the gamma prior of α.
        alpha_rate: Rate of the gamma prior of α.
        n_chains: Chains, each from another start.
        sweeps_per_round: Sweeps per chain between two looks at convergence.
        most_sweeps: Sweeps per chain after which the run stops in any case.
        thin: Sweeps per draw that is kept.
        most_unlisted: Largest number of people on no list, as a multiple of those observed.
    """

    n_classes: int = 10
    alpha_shape: float = 0.25
    alpha_rate: float = 0.25
    n_chains: int = 4
    sweeps_per_round: int = 4_000
    most_sweeps: int = 120_000
    thin: int = 5
    most_unlisted: float = 1e5


@dataclass(frozen=True, slots=True, eq=False)
class ClassState:
    """Where a chain stands: capture rates by class and list, log class weights, and α."""

    rates: Floats
    log_shares: Floats
    alpha: float


@dataclass(frozen=True, slots=True, eq=False)
class LatentClassRun:
    """What the chains drew.

    Args:
        draws: N, one row per chain, the first half of each chain left out.
        convergence: Of log(N − n + 1).
        n_sweeps: Sweeps per chain.
        truncated: Share of the draws at the ceiling.
        states: Where each chain ended, to go on from.
    """

    draws: Floats
    convergence: Convergence
    n_sweeps: int
    truncated: float
    states: tuple[ClassState, ...]


class _Chain:
    """One chain with its state and its source of randomness; a resource with a lifetime, so a class."""

    def __init__(self, table: CaptureTable, rng: np.random.Generator, state: ClassState, o: SamplerOptions) -> None:
        self._rng = rng
        self._histories = np.array([history for history, _ in table.cells], dtype=np.int8)
        self._counts = np.array([count for _, count in table.cells], dtype=np.int64)
        self._rates, self._log_shares = state.rates.copy(), state.log_shares.copy()
        self._scalars = np.array([state.alpha, 0.0, o.alpha_shape, o.alpha_rate])
        self.ceiling = float(np.floor(o.most_unlisted * max(table.n_observed, 100)))

    def run(self, n_sweeps: int, thin: int) -> Floats:
        """Go on, and return the numbers of people on no list."""
        cells = (self._histories, self._counts)
        state = (self._rates, self._log_shares, self._scalars)
        return run_sweeps(self._rng, *cells, *state, n_sweeps, thin, self.ceiling)

    @property
    def state(self) -> ClassState:
        return ClassState(self._rates.copy(), self._log_shares.copy(), float(self._scalars[0]))


@check_arguments(
    table=a_table,
    seeds=a_seed_sequence,
    options=or_none(options_of(SamplerOptions, least=_LEAST_NUMBER)),
)
def sample_latent_classes(
    table: CaptureTable, seeds: np.random.SeedSequence, options: SamplerOptions | None = None
) -> LatentClassRun:
    """Draw N from the posterior of the latent class model.

    Args:
        table: People by capture history, somebody in it.
        seeds: Source of one seed per chain.
        options: How long and how the chains run.

    Raises:
        UsageError: Nobody is in the table.

    >>> table = CaptureTable.of("ABC", {(1, 0, 0): 41, (0, 1, 0): 36, (0, 0, 1): 30, (1, 1, 0): 9, (1, 0, 1): 11,
    ...                                 (0, 1, 1): 8, (1, 1, 1): 3})
    >>> run = sample_latent_classes(table, np.random.SeedSequence(1), SamplerOptions(most_sweeps=4_000))
    >>> run.draws.shape, bool(150 < np.median(run.draws) < 400)
    ((4, 400), True)
    """
    if not table.cells:
        raise UsageError("nobody is in the table", where=table.stratum, mend="leave this stratum out")
    o = options or SamplerOptions()
    rngs = [np.random.default_rng(child) for child in seeds.spawn(o.n_chains)]
    chains = [_Chain(table, rng, _start(table, rng, c, o), o) for c, rng in enumerate(rngs)]
    kept: list[list[Floats]] = [[] for _ in chains]
    n_sweeps = 0
    while True:
        for chain, rounds in zip(chains, kept, strict=True):
            rounds.append(chain.run(o.sweeps_per_round, o.thin))
        n_sweeps += o.sweeps_per_round
        unlisted = np.stack([np.concatenate(rounds) for rounds in kept])
        unlisted = unlisted[:, unlisted.shape[1] // 2 :]
        convergence = assess_convergence(np.log1p(unlisted))
        if convergence.is_reached() or n_sweeps + o.sweeps_per_round > o.most_sweeps:
            break
    truncated = float(np.mean(unlisted >= chains[0].ceiling))
    states = tuple(chain.state for chain in chains)
    return LatentClassRun(table.n_observed + unlisted, convergence, n_sweeps, truncated, states)


def continue_from(
    table: CaptureTable,
    states: Sequence[ClassState],
    seeds: np.random.SeedSequence,
    *,
    warm_up: int,
    n_sweeps: int,
    options: SamplerOptions | None = None,
) -> Floats:
    """Draw N for a table much like one already sampled, from short chains that start where its chains ended.

    Returns:
        N, one row per state.
    """
    o = options or SamplerOptions()
    rows = []
    for state, child in zip(states, seeds.spawn(len(states)), strict=True):
        chain = _Chain(table, np.random.default_rng(child), state, o)
        chain.run(warm_up, o.thin)
        rows.append(table.n_observed + chain.run(n_sweeps, o.thin))
    return np.stack(rows)


def _start(table: CaptureTable, rng: np.random.Generator, number: int, o: SamplerOptions) -> ClassState:
    """Start the first chain where lists find people as the seen suggest, the next ones where ever more are missed."""
    histories = np.array([history for history, _ in table.cells], dtype=np.float64)
    counts = np.array([count for _, count in table.cells], dtype=np.float64)
    seen = counts @ histories / counts.sum()
    factor = _STARTS[number % len(_STARTS)] * rng.uniform(0.3, 1.7, (o.n_classes, len(seen)))
    shares = rng.dirichlet(np.ones(o.n_classes))
    return ClassState(np.clip(seen * factor, 1e-4, 0.95), np.log(np.maximum(shares, 1e-12)), 1.0)
