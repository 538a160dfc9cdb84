"""Latent classes with shrunken pairwise list terms: the default family.

    p(x) = Σ_k π_k q_k(x),    q_k(x) ∝ exp(Σ_j θ_jk x_j + Σ_i<j β_ij x_i x_j),    θ_jk = a_j + b_k + c_jk

People differ in how easily lists find them, in classes that nobody sees or without steps, and some pairs of lists may
depend on each other beyond that, alike for everybody. Capture rates are hierarchical on the logit scale (list effect,
class effect and what both have together, with centre and spreads estimated); a pair has no term of its own unless the
table asks for it; how many classes there are is averaged over. Formulas and priors stand in `pairs_density`. It holds
independence, one pair that refers or avoids, and latent class models (Manrique-Vallier 2016, doi:10.1111/biom.12502)
as special cases. What identifies the number: nobody is beyond the reach of every list, and no term joins all lists.

N is summed out with p(N) ∝ 1/N (the conditional multinomial of Sanathanan 1972, doi:10.1214/aoms/1177692709) and drawn
afterwards; nothing caps the people on no list.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from accounted.model.capture import CaptureTable, Mode, PriorEstimate
from accounted.model.errors import UsageError
from accounted.mse.arguments import (
    a_probability,
    a_seed_sequence,
    a_table,
    an_instance,
    check_arguments,
    options_of,
    or_none,
    several,
)
from accounted.mse.convergence import Convergence
from accounted.mse.pairs_average import Average, AverageOptions, Weighed, average_structures
from accounted.mse.pairs_prior import DEFAULT, PRIORS, PairsPrior, Structure, implied_ratio, log_prior_of
from accounted.mse.pairs_structures import Candidate, Problem, find_structures, refit
from accounted.mse.prior_arguments import a_prior
from accounted.mse.quantiles import weighted_quantiles

__all__ = [
    "MOST_LISTS",
    "PairsRun",
    "answer_under",
    "continue_pairs",
    "estimate_under_priors",
    "find_rivals",
    "find_thin_priors",
    "lay_out",
    "sample_latent_class_pairs",
    "weigh_priors",
    "why_not_pairs",
]

MOST_LISTS = 10
"""Beyond ten lists there are more than 1,023 cells; merge or leave out some."""

_LEAST_RIVAL = 0.05
_END_ERRORS = (1.1, 1.06, 1.03, 1.0)
_MOST_BEYOND = 0.05
"""Of either side beyond the middle between ranges that overlap."""

_LEAST_KNOWN = 0.005
_LEAST_EFFECTIVE = 200.0
_SAMPLE_OPTIONS = AverageOptions(n_populations=2, points=240, least_points=40, most_rounds=1, n_draws=400)
_KEPT_FOR_SAMPLES = 0.01

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class PairsRun:
    """What was drawn.

    Args:
        prior: The prior.
        problem: The table, laid out over all cells.
        candidates: Structures that were sampled, with where their sampling starts.
        average: Draws of N, their parameters, and how the run went.
    """

    prior: PairsPrior
    problem: Problem
    candidates: tuple[Candidate, ...]
    average: Average

    @property
    def draws(self) -> Floats:
        """N, one row per population."""
        return self.average.n_people

    @property
    def convergence(self) -> Convergence:
        """Of log(N − n + 1)."""
        return self.average.convergence


def why_not_pairs(table: CaptureTable) -> str:
    """Why the family cannot be run on a table; empty when it can.

    >>> why_not_pairs(CaptureTable.of("ABC", {(1, 0, 0): 4}))
    ''
    """
    n_lists = len(table.lists)
    if not 2 <= n_lists <= MOST_LISTS:
        return f"it works on 2 to {MOST_LISTS} lists, not {n_lists}"
    if not table.cells:
        return "nobody is in the table"
    problem = lay_out(table)
    if problem.forced and Structure(1, problem.forced).count_parameters(n_lists) > problem.n_free:
        return "the lists declare more dependences than the histories that can occur could show"
    return ""


def lay_out(table: CaptureTable) -> Problem:
    """Lay a table out over all cells; cell number Σ_j x_j 2^j."""
    n_lists = len(table.lists)
    counts, possible = np.zeros(2**n_lists), np.ones(2**n_lists)
    for history, count in table.cells:
        counts[_number(history)] = count
    for history in table.impossible:
        possible[_number(history)] = 0.0
    pairs = [(i, j) for j in range(n_lists) for i in range(j)]
    forced = tuple((i, j) for i, j in pairs if (table.lists[i], table.lists[j]) in table.dependent)
    return Problem(counts, possible, forced)


def _number(history: tuple[int, ...]) -> int:
    return sum(value << j for j, value in enumerate(history))


@check_arguments(
    table=a_table,
    seeds=a_seed_sequence,
    prior=a_prior,
    options=or_none(options_of(AverageOptions)),
)
def sample_latent_class_pairs(
    table: CaptureTable,
    seeds: np.random.SeedSequence,
    prior: PairsPrior = DEFAULT,
    options: AverageOptions | None = None,
) -> PairsRun:
    """Draw N from the posterior of latent classes with pairwise list terms.

    Args:
        table: People by capture history; its impossible histories have probability 0, its declared pairs always a term.
        seeds: Source of one seed for the search and one per population.
        prior: The prior.
        options: How much is drawn.

    Raises:
        UsageError: Too few or too many lists, nobody in the table, or more declared dependences than it can show.

    >>> table = CaptureTable.of("ABC", {(1, 0, 0): 41, (0, 1, 0): 36, (0, 0, 1): 30, (1, 1, 0): 9, (1, 0, 1): 11,
    ...                                 (0, 1, 1): 8, (1, 1, 1): 3})
    >>> run = sample_latent_class_pairs(table, np.random.SeedSequence(1))
    >>> run.draws.shape, bool(200 < np.median(run.draws) < 400)
    ((4, 1000), True)
    """
    obstacle = why_not_pairs(table)
    if obstacle:
        raise UsageError(
            f"latent_class_pairs cannot be run: {obstacle}",
            where=table.stratum,
            mend="merge lists that share their sources, or leave some out",
        )
    problem = lay_out(table)
    search_seed, draw_seeds = seeds.spawn(2)
    options = options or AverageOptions()
    rng = np.random.default_rng(search_seed)
    candidates = find_structures(problem, prior, rng, tries_coordinates=options.tries_coordinates)
    average = average_structures(problem, prior, candidates, draw_seeds, options)
    return PairsRun(prior, problem, candidates, average)


def continue_pairs(
    table: CaptureTable, run: PairsRun, seeds: np.random.SeedSequence, options: AverageOptions = _SAMPLE_OPTIONS
) -> PairsRun | None:
    """Draw N for a table much like one already sampled, over the structures that carried weight there.

    Returns:
        A briefer run; None when none of the structures fits the table.
    """
    problem = lay_out(table)
    weights = {weighed.structure: weighed.weight for weighed in run.average.weights}
    kept = [c for c in run.candidates if weights.get(c.structure, 0.0) > _KEPT_FOR_SAMPLES]
    search_seed, draw_seeds = seeds.spawn(2)
    candidates = refit(kept or run.candidates, problem, run.prior, np.random.default_rng(search_seed))
    if not candidates:
        return None
    average = average_structures(problem, run.prior, candidates, draw_seeds, options)
    return PairsRun(run.prior, problem, candidates, average)


@check_arguments(
    run=an_instance(PairsRun, mend="give what sample_latent_class_pairs returned"),
    prob=a_probability,
    priors=several(a_prior),
)
def estimate_under_priors(
    run: PairsRun, prob: float, priors: Sequence[PairsPrior] = PRIORS
) -> tuple[PriorEstimate, ...]:
    """Answer under every prior of a set by weighing the draws, the run's own prior first."""
    return answer_under(run, prob, weigh_priors(run, priors))


def weigh_priors(run: PairsRun, priors: Sequence[PairsPrior] = PRIORS) -> tuple[tuple[PairsPrior, Floats], ...]:
    """Weights that turn the draws into draws under each prior of a set; the run's own prior first, its weights even."""
    own = _log_priors(run, run.prior)
    weighed = [(run.prior, np.ones(len(own)))]
    for prior in priors:
        if prior.name != run.prior.name:
            logs = _log_priors(run, prior) - own
            weighed.append((prior, np.asarray(np.exp(logs - logs.max()), dtype=np.float64)))
    return tuple(weighed)


def answer_under(run: PairsRun, prob: float, weighed: Sequence[tuple[PairsPrior, Floats]]) -> tuple[PriorEstimate, ...]:
    """Answer under priors whose weights are known (`weigh_priors`)."""
    people = run.average.n_people.ravel()
    tail = (1.0 - prob) / 2.0
    answers = []
    for prior, weights in weighed:
        cuts = weighted_quantiles(people, weights, (0.5, tail, 1.0 - tail))
        point, lower, upper = (float(round(q)) for q in cuts)
        low, median, high = (round(r, 2) for r in implied_ratio(prior, run.problem.n_lists, prob))
        answers.append(PriorEstimate(prior.name, prior.description, point, lower, upper, (low, median, high)))
    return tuple(answers)


def find_thin_priors(weighed: Sequence[tuple[PairsPrior, Floats]]) -> tuple[str, ...]:
    """Say of which priors the answer by weighing (`weigh_priors`) rests on few draws."""
    warnings = []
    for prior, weights in weighed:
        effective = float(weights.sum() ** 2 / (weights @ weights))
        if effective < _LEAST_EFFECTIVE:
            warnings.append(f"the answer under the prior '{prior.name}' rests on about {effective:.0f} draws only")
    return tuple(warnings)


def find_rivals(run: PairsRun, prob: float) -> tuple[Mode, ...]:
    """Ranges of structures that fit and do not meet, the lower one first; empty without.

    Structures whose ranges end below some number stand against those whose ranges begin above it, where both hold 5 %
    of the probability or more; the number is the one at which the product of both shares is largest. A single structure
    would hang on chance, for many fit alike. What holds less than half a per cent is left out. Single ranges may
    overlap by a tenth, so that no side hangs on one of them, and less overlap is tried where those of both sides
    together would. Where these overlap and leave at most a twentieth beyond the middle, each ends there.
    """
    tail = (1.0 - prob) / 2.0
    weighed = [one for one in run.average.weights if one.weight >= _LEAST_KNOWN]
    known = range(len(weighed))
    ends = [np.quantile(one.n_people, [tail, 1.0 - tail]) for one in weighed]

    def weigh(numbers: Sequence[int]) -> float:
        return sum(weighed[number].weight for number in numbers)

    def side(cut: float, slack: float) -> tuple[list[int], list[int]]:
        below = [n for n in known if ends[n][1] <= cut]
        return below, [n for n in known if ends[n][0] * slack > cut and n not in below]

    sides = [side(float(ends[number][1]), slack) for number in known for slack in _END_ERRORS]
    for low, high in sorted(sides, key=lambda two: -weigh(two[0]) * weigh(two[1])):
        if min(weigh(low), weigh(high)) >= _LEAST_RIVAL:
            parted = _part([weighed[n] for n in low], [weighed[n] for n in high], tail)
            if parted:
                return parted
    return ()


def _part(low: Sequence[Weighed], high: Sequence[Weighed], tail: float) -> tuple[Mode, Mode] | None:
    """Two ranges that do not meet; those that hardly do end in the middle."""
    below, above = _range_of(low, tail), _range_of(high, tail)
    if below.upper < above.lower:
        return below, above
    middle = float(math.floor(math.sqrt(below.upper * above.lower)))
    if max(1.0 - _share_up_to(middle, low), _share_up_to(middle, high)) > _MOST_BEYOND:
        return None
    return replace(below, upper=middle), replace(above, lower=middle + 1.0)


def _share_up_to(number: float, several: Sequence[Weighed]) -> float:
    """Probability of N up to a number, of several structures together."""
    shares = [one.weight * float(np.mean(one.n_people <= number)) for one in several]
    return sum(shares) / sum(one.weight for one in several)


def _range_of(several: Sequence[Weighed], tail: float) -> Mode:
    """The range of several structures together."""
    people = np.concatenate([one.n_people for one in several])
    weights = np.repeat([one.weight / one.n_people.size for one in several], [one.n_people.size for one in several])
    lower, upper = (float(round(q)) for q in weighted_quantiles(people, weights, (tail, 1.0 - tail)))
    return Mode(lower, upper, round(sum(one.weight for one in several), 3), "explanations")


def _by_structure(run: PairsRun) -> Iterator[tuple[Structure, NDArray[np.intp], Floats]]:
    """Every structure with the numbers of its draws and their parameters."""
    which = run.average.structures.ravel()
    points = [point for row in run.average.points for point in row]
    for number, weighed in enumerate(run.average.weights):
        mine = np.flatnonzero(which == number)
        if len(mine):
            yield weighed.structure, mine, np.stack([points[i] for i in mine])


def _log_priors(run: PairsRun, prior: PairsPrior) -> Floats:
    """Log prior density of every draw, its structure's chance included."""
    n_pairs, n_forced = len(run.problem.pairs), len(run.problem.forced)
    out = np.empty(run.draws.size)
    for structure, mine, points in _by_structure(run):
        log_density = log_prior_of(structure, prior, run.problem.possible, points)
        out[mine] = prior.log_chance(structure, n_pairs, n_forced) + log_density
    return out
