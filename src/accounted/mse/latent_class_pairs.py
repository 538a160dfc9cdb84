"""Latent classes with shrunken pairwise list terms.

    p(x) = Σ_k π_k q_k(x),    q_k(x) ∝ exp(Σ_j θ_jk x_j + Σ_i<j β_ij x_i x_j),    θ_jk = a_j + b_k + c_jk

People differ in how easily lists find them, in classes that nobody sees, and some pairs of lists may depend on each
other beyond that, alike in all classes. Capture rates are hierarchical on the logit scale (list effect, class effect
and what both have together, with centre and spreads estimated); a pair has no term of its own unless the table asks
for it; the number of classes in use is learnt through sticks. Formulas and priors stand in `pairs_density`. It holds
independence, one pair that refers or avoids, and the latent class model (Manrique-Vallier 2016, doi:10.1111/biom.12502)
as special cases. What identifies the number: no class is beyond the reach of every list, and no term joins all lists.

N is summed out with p(N) ∝ 1/N (the conditional multinomial of Sanathanan 1972, doi:10.1214/aoms/1177692709) and drawn
afterwards; nothing caps the people on no list.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from accounted.model.capture import CaptureTable, PriorEstimate
from accounted.model.errors import UsageError
from accounted.mse.convergence import Convergence
from accounted.mse.pairs_density import count_parameters
from accounted.mse.pairs_ladder import Ladder, LadderOptions, Target, go_on, run_ladders
from accounted.mse.pairs_prior import DEFAULT, PRIORS, PairsPrior, find_weights, implied_ratio

__all__ = ["MOST_LISTS", "PairsRun", "continue_pairs", "estimate_under_priors", "sample_latent_class_pairs"]

MOST_LISTS = 10
"""Beyond ten lists there are more than 1,023 cells; merge or leave out some."""

N_CLASSES = 3

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class PairsRun:
    """What the chains drew.

    Args:
        draws: N, one row per chain.
        prior: The prior.
        ladder: Everything else about the run.
    """

    draws: Floats
    prior: PairsPrior
    n_classes: int
    target: Target
    ladder: Ladder

    @property
    def convergence(self) -> Convergence:
        """Of log(N − n + 1)."""
        return self.ladder.convergence


def make_target(table: CaptureTable, prior: PairsPrior, n_classes: int) -> Target:
    """Lay a table out over all cells; cell number Σ_j x_j 2^j.

    Raises:
        UsageError: Fewer than two or more than `MOST_LISTS` lists, or nobody in the table.
    """
    n_lists = len(table.lists)
    if not 2 <= n_lists <= MOST_LISTS:
        raise UsageError(
            f"latent_class_pairs works on 2 to {MOST_LISTS} lists, not {n_lists}",
            where=table.stratum,
            mend="merge lists that share their sources, or leave some out",
        )
    if not table.cells:
        raise UsageError("nobody is in the table", where=table.stratum, mend="leave this stratum out")
    counts, possible = np.zeros(2**n_lists), np.ones(2**n_lists)
    for history, count in table.cells:
        counts[_number(history)] = count
    for history in table.impossible:
        possible[_number(history)] = 0.0
    pairs = [(table.lists[i], table.lists[j]) for j in range(n_lists) for i in range(j)]
    forced = np.array([pair in table.dependent for pair in pairs], dtype=np.bool_)
    return Target(count_parameters(n_lists, n_classes), prior.scales, forced, counts, possible)


def _number(history: tuple[int, ...]) -> int:
    return sum(value << j for j, value in enumerate(history))


def sample_latent_class_pairs(
    table: CaptureTable,
    seeds: np.random.SeedSequence,
    prior: PairsPrior = DEFAULT,
    options: LadderOptions | None = None,
    n_classes: int = N_CLASSES,
) -> PairsRun:
    """Draw N from the posterior of latent classes with pairwise list terms.

    Args:
        table: People by capture history; its impossible histories have probability 0, its declared pairs always a term.
        seeds: Source of one seed per chain.
        prior: The prior.
        options: How long and how the chains run.
        n_classes: Most classes there can be.

    Raises:
        UsageError: Too few or too many lists, or nobody in the table.

    >>> table = CaptureTable.of("ABC", {(1, 0, 0): 41, (0, 1, 0): 36, (0, 0, 1): 30, (1, 1, 0): 9, (1, 0, 1): 11,
    ...                                 (0, 1, 1): 8, (1, 1, 1): 3})
    >>> short = LadderOptions(sweeps_per_round=500, most_sweeps=500)
    >>> run = sample_latent_class_pairs(table, np.random.SeedSequence(1), options=short)
    >>> run.draws.shape, bool(200 < np.median(run.draws) < 400)
    ((4, 500), True)
    """
    target = make_target(table, prior, n_classes)
    ladder = run_ladders(target, seeds, options or LadderOptions())
    return PairsRun(ladder.n_people, prior, n_classes, target, ladder)


def continue_pairs(
    table: CaptureTable, run: PairsRun, seeds: np.random.SeedSequence, *, warm_up: int, n_sweeps: int
) -> Floats:
    """Draw N for a table much like one already sampled, from where its ladders ended; one row per ladder used."""
    target = make_target(table, run.prior, run.n_classes)
    return go_on(target, run.ladder, seeds, warm_up=warm_up, n_sweeps=n_sweeps)


def estimate_under_priors(run: PairsRun, prob: float, most_draws: int = 4_000) -> tuple[PriorEstimate, ...]:
    """Answer under every prior of the set by weighing the draws, the run's own prior first."""
    n_lists = int(np.log2(len(run.target.counts)))
    every = max(run.draws.size // most_draws, 1)
    people = run.draws.ravel()[::every]
    parameters = run.ladder.parameters.reshape(-1, run.target.n_parameters)[::every]
    tail = (1.0 - prob) / 2.0
    answers = []
    for prior in (run.prior, *(replace(p) for p in PRIORS if p.name != run.prior.name)):
        weights = find_weights(parameters, run.target.forced, n_lists, run.n_classes, run.prior, prior)
        source = run.draws.ravel() if prior == run.prior else people
        even = np.full(source.size, 1.0 / source.size)
        cuts = _find_quantiles(source, even if prior == run.prior else weights, (0.5, tail, 1.0 - tail))
        point, lower, upper = (float(round(q)) for q in cuts)
        implied = tuple(round(r, 2) for r in implied_ratio(prior, n_lists, run.n_classes, prob))
        answers.append(
            PriorEstimate(prior.name, prior.description, point, lower, upper, (implied[0], implied[1], implied[2]))
        )
    return tuple(answers)


def _find_quantiles(values: Floats, weights: Floats, probs: tuple[float, ...]) -> list[float]:
    order = np.argsort(values, kind="stable")
    return np.interp(probs, np.cumsum(weights[order]) - weights[order] / 2.0, values[order]).tolist()
