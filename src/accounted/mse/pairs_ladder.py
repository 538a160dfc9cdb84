"""Setting up and running several ladders: temperatures, step sizes, and when to stop.

Rounds of doubling length set the ladder up. After each, temperatures are moved so that every exchange is refused
equally often (the sum of the refusals, Λ, is a property of the table and says how many rungs it takes: Syed and others
2022, doi:10.1111/rssb.12464), step sizes and scales are taken over, all from statistics pooled over the ladders. Then
nothing changes any more, and rounds of equal length run until R-hat, the effective sample size and the Monte Carlo
error of the limits are good, or a stated number of sweeps is done; never until a time has passed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from accounted.mse.convergence import Convergence, assess_convergence, limit_error
from accounted.mse.pairs_chain import run_ladder

__all__ = ["Ladder", "LadderOptions", "Rungs", "Target", "go_on", "run_ladders"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_THREADS = 2
_PRIOR_DRAWS = 10.0
_LONGEST_STEP = 0.7
_MOST_UNLISTED = 1e12


@dataclass(frozen=True, slots=True)
class LadderOptions:
    """How ladders are set up and how long they run.

    Args:
        n_ladders: Ladders, each from its own draws of the prior.
        set_up: Sweeps of the rounds that set the ladder up.
        rungs_per_barrier: Rungs per unit of Λ.
        acceptance: Share of moves that step sizes are steered to.
        path: Length of a move in scaled units, at most `most_steps` steps.
        most_steps: Most leapfrog steps of a move.
        sweeps_per_round: Sweeps per ladder between two looks at convergence.
        most_sweeps: Sweeps per ladder after which the run stops in any case.
        rhat: R-hat on log(N − n + 1) to stop below.
        ess: Effective sample size, bulk and tail, to stop above.
        limit_error: Monte Carlo standard error of the logarithms of both 95 % limits to stop below.
    """

    n_ladders: int = 4
    set_up: tuple[int, ...] = (50, 100, 200, 400)
    rungs_per_barrier: float = 1.6
    acceptance: float = 0.8
    path: float = 1.5
    most_steps: int = 32
    sweeps_per_round: int = 1_000
    most_sweeps: int = 12_000
    rhat: float = 1.01
    ess: float = 1_000.0
    limit_error: float = 0.02


@dataclass(frozen=True, slots=True, eq=False)
class Target:
    """What is sampled: the constants of `evaluate`, and the number of people observed."""

    n_parameters: int
    scales: Floats
    forced: NDArray[np.bool_]
    counts: Floats
    possible: Floats

    @property
    def n_observed(self) -> float:
        """People on at least one list."""
        return float(self.counts.sum())


@dataclass(frozen=True, slots=True, eq=False)
class Rungs:
    """Temperatures with their step sizes, numbers of steps, and factors of the inverse metric."""

    temperatures: Floats
    steps: Floats
    n_steps: Ints
    factors: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Ladder:
    """What the ladders drew.

    Args:
        parameters: At the top, ladders × draws × parameters.
        odds: Odds of being on no list, ladders × draws.
        n_people: N, ladders × draws.
        convergence: Of log(N − n + 1).
        error: Monte Carlo standard error of the logarithm of the worse 95 % limit.
        n_sweeps: Sweeps per ladder after setting up.
        barrier: Λ.
        log_evidence: Log marginal likelihood of the conditional multinomial, without its constant.
        truncated: Share of draws of N cut at 10¹² people unlisted.
        rungs: The ladder, to go on from.
        states: Parameters of every rung of every ladder at the end.
    """

    parameters: Floats
    odds: Floats
    n_people: Floats
    convergence: Convergence
    error: float
    n_sweeps: int
    barrier: float
    log_evidence: float
    truncated: float
    rungs: Rungs
    states: tuple[Floats, ...]


@dataclass(frozen=True, slots=True, eq=False)
class _Round:
    kept: Floats
    odds: Floats
    steps: Floats
    statistics: Floats
    moments: Floats


def _run_round(
    target: Target,
    rngs: Sequence[np.random.Generator],
    states: Sequence[Floats],
    rungs: Rungs,
    n: int,
    gain: float,
    acceptance: float = 0.8,
) -> list[_Round]:
    """Run all ladders side by side; each has its own source of randomness, so threads do not matter."""

    def run(rng: np.random.Generator, state: Floats) -> _Round:
        kept, odds = np.empty((n, target.n_parameters)), np.empty(n)
        steps = rungs.steps.copy()
        statistics, moments = np.zeros((3, len(state))), np.zeros((*state.shape, state.shape[1]))
        fixed = (target.scales, target.forced, target.counts, target.possible)
        run_ladder(
            rng, state, rungs.temperatures, steps, rungs.n_steps, rungs.factors, *fixed,
            n, 1, acceptance, gain, kept, odds, statistics, moments,
        )  # fmt: skip
        return _Round(kept, odds, steps, statistics / n, moments / n)

    with ThreadPoolExecutor(_THREADS) as pool:
        return list(pool.map(run, rngs, states))


def _set_up(target: Target, rngs: Sequence[np.random.Generator], options: LadderOptions) -> tuple[Rungs, list[Floats]]:
    """Find temperatures, step sizes and scales, from draws of the prior on."""
    o = options
    n_rungs = 12
    temperatures = np.append(np.exp(np.linspace(0.0, -np.log(max(target.n_observed, 10.0)), n_rungs - 1)), 0.0)
    states = [rng.standard_normal((n_rungs, target.n_parameters)) for rng in rngs]
    steps = 0.5 / np.sqrt(1.0 + temperatures * target.n_observed)
    unit = np.tile(np.eye(target.n_parameters), (n_rungs, 1, 1))
    rungs = Rungs(temperatures, steps, np.full(n_rungs, 8), unit)
    for number, n_sweeps in enumerate(o.set_up):
        is_last = number == len(o.set_up) - 1
        rounds = _run_round(target, rngs, states, rungs, n_sweeps, 0.03 if is_last else 0.1, o.acceptance)
        steps = np.exp(np.mean([np.log(r.steps) for r in rounds], axis=0))
        refusals = np.mean([r.statistics[0] for r in rounds], axis=0)[:-1]
        moments = np.mean([r.moments for r in rounds], axis=0)
        rungs, taken = _move_rungs(rungs, steps, refusals, _factorise(moments, n_sweeps * o.n_ladders), o)
        states = [state[taken].copy() for state in states]
    rounds = _run_round(target, rngs, states, rungs, o.set_up[-1], 0.03, o.acceptance)
    steps = np.exp(np.mean([np.log(r.steps) for r in rounds], axis=0))
    return Rungs(rungs.temperatures, steps, _count_steps(steps, o), rungs.factors), states


def _count_steps(steps: Floats, o: LadderOptions) -> Ints:
    return np.clip(np.ceil(o.path / steps), 2, o.most_steps).astype(np.int64)


def _factorise(moments: Floats, n_draws: int) -> Floats:
    """Factor the inverse metric W Wᵀ = M⁻¹ per rung.

    M is the mean outer product of the gradient of the negative log posterior, which at equilibrium is the mean of its
    curvature (one integration by parts), drawn towards the unit matrix, the curvature of the prior.
    """
    n = moments.shape[1]
    full = moments + np.tril(moments, -1).transpose(0, 2, 1)
    metric = (n_draws * full + _PRIOR_DRAWS * np.eye(n)) / (n_draws + _PRIOR_DRAWS)
    return np.ascontiguousarray(np.linalg.inv(np.linalg.cholesky(metric)).transpose(0, 2, 1))


def _move_rungs(rungs: Rungs, steps: Floats, refusals: Floats, factors: Floats, o: LadderOptions) -> tuple[Rungs, Ints]:
    """Space temperatures so that refusals become equal; return the rung whose state each new one takes over."""
    barrier = np.append(0.0, np.cumsum(np.maximum(refusals, 0.01)))
    n_rungs = max(5, int(np.ceil(o.rungs_per_barrier * barrier[-1])) + 1)
    wanted = np.linspace(0.0, barrier[-1], n_rungs)
    logs = np.log(np.maximum(rungs.temperatures, rungs.temperatures[-2] * 1e-3))
    temperatures = np.exp(np.interp(wanted, barrier, logs))
    temperatures[0], temperatures[-1] = 1.0, 0.0
    taken = np.rint(np.interp(wanted, barrier, np.arange(len(barrier)))).astype(np.int64)
    # A step keeps its length where the metric changes: what was tuned is step × scale.
    ratio = np.mean(
        np.log(np.diagonal(rungs.factors, axis1=1, axis2=2) / np.diagonal(factors, axis1=1, axis2=2)), axis=1
    )
    new_steps = np.minimum(steps * np.exp(ratio), _LONGEST_STEP)[taken]
    return Rungs(temperatures, new_steps, _count_steps(new_steps, o), factors[taken]), taken


def run_ladders(
    target: Target, seeds: np.random.SeedSequence, options: LadderOptions, on_round: Callable[[], None] = lambda: None
) -> Ladder:
    """Set ladders up, run them until the answer is precise, and draw N."""
    o = options
    rngs = [np.random.default_rng(child) for child in seeds.spawn(o.n_ladders)]
    rungs, states = _set_up(target, rngs, o)
    kept: list[list[_Round]] = []
    people: list[Floats] = []
    n_sweeps = 0
    while True:
        rounds = _run_round(target, rngs, states, rungs, o.sweeps_per_round, 0.0)
        kept.append(rounds)
        people.append(
            np.stack([_draw_people(rng, r.odds, target.n_observed) for rng, r in zip(rngs, rounds, strict=True)])
        )
        n_sweeps += o.sweeps_per_round
        n_people = np.concatenate(people, axis=1)
        convergence = assess_convergence(np.log1p(n_people - target.n_observed))
        error = limit_error(np.log(n_people))
        on_round()
        if (convergence.is_reached(o.rhat, o.ess) and error <= o.limit_error) or n_sweeps >= o.most_sweeps:
            break
    statistics = np.mean([r.statistics for rounds in kept for r in rounds], axis=0)
    steps = -np.diff(rungs.temperatures)
    evidence = float(np.sum(steps * (statistics[2][:-1] + statistics[2][1:]) / 2.0))
    return Ladder(
        np.concatenate([np.stack([r.kept for r in rounds]) for rounds in kept], axis=1),
        np.concatenate([np.stack([r.odds for r in rounds]) for rounds in kept], axis=1),
        n_people,
        convergence,
        error,
        n_sweeps,
        float(statistics[0].sum()),
        evidence,
        float(np.mean(n_people - target.n_observed >= _MOST_UNLISTED)),
        rungs,
        tuple(states),
    )


def go_on(
    target: Target, ladder: Ladder, seeds: np.random.SeedSequence, *, warm_up: int, n_sweeps: int, n_ladders: int = 2
) -> Floats:
    """Draw N for a target much like that of a ladder, from where its first ladders ended."""
    rngs = [np.random.default_rng(child) for child in seeds.spawn(n_ladders)]
    states = [state.copy() for state in ladder.states[:n_ladders]]
    _run_round(target, rngs, states, ladder.rungs, warm_up, 0.0)
    rounds = _run_round(target, rngs, states, ladder.rungs, n_sweeps, 0.0)
    return np.stack([_draw_people(rng, r.odds, target.n_observed) for rng, r in zip(rngs, rounds, strict=True)])


def _draw_people(rng: np.random.Generator, odds: Floats, n_observed: float) -> Floats:
    """N given the odds of being on no list: N − n is negative binomial, which is p(N) ∝ 1/N."""
    mean = np.minimum(rng.standard_gamma(n_observed, odds.shape) * odds, _MOST_UNLISTED)
    return n_observed + np.minimum(rng.poisson(mean), _MOST_UNLISTED)
