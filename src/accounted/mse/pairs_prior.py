"""Priors of latent classes with pairs, as constants, as a density of frames, and as a source of draws."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy.special import betaln
from scipy.stats import t as student_t

from accounted.mse.arguments import a_probability, a_whole_number, an_instance, check_arguments
from accounted.mse.pairs_coordinates import fold_points
from accounted.mse.pairs_density import evaluate_many, fill_log_priors
from accounted.mse.pairs_frame import Frame

__all__ = [
    "DEFAULT",
    "PRIORS",
    "PairsPrior",
    "Structure",
    "draw_prior",
    "implied_log_odds",
    "implied_ratio",
    "log_prior_of",
    "make_frame",
]

Floats = NDArray[np.float64]

_FREEDOM = 4.0
_STEPS = np.array([0.1, 0.3, 0.6, 1.0, 1.7, 3.2])
"""Spreads of the grid, as multiples of the scale."""

_N_NODES = 16
_N_PRIOR_DRAWS = 4_000
_MOST_LISTS = 16
_LEAST_ODDS = 1e-12
_LOG_2PI = math.log(2.0 * math.pi)


@dataclass(frozen=True, slots=True, order=True)
class Structure:
    """How many classes there are and which pairs of lists have a term.

    Args:
        n_classes: Classes; 0 when people differ continuously.
        pairs: Numbers of lists, the smaller one first, in order.
        is_plain: Whether θ, π and β are sampled themselves, not their coordinates of `pairs_coordinates`; the same
            model.
    """

    n_classes: int
    pairs: tuple[tuple[int, int], ...] = ()
    is_plain: bool = False

    def count_parameters(self, n_lists: int) -> int:
        """Length of the parameter vector.

        >>> Structure(2, ((0, 1),)).count_parameters(4), Structure(0).count_parameters(4)
        (10, 5)
        """
        return self.count_first(n_lists) + len(self.pairs)

    def count_first(self, n_lists: int) -> int:
        """Parameters before the pair terms."""
        return self.n_classes * (n_lists + 1) - 1 if self.n_classes else n_lists + 1


@dataclass(frozen=True, slots=True)
class PairsPrior:
    """Constants of the prior; logits and their spreads are natural logarithms of odds.

    Args:
        name: Short name.
        description: What it holds, in words.
        centre: m, where the mean of all logits is expected.
        centre_spread: s, the scale of its t distribution with 4 degrees of freedom.
        list_spread: τ_a, scale of the spread of list effects.
        class_spread: τ_b, scale of the spread of class effects.
        mixed_spread: τ_c, scale of the spread of what a class and a list have of their own.
        share: α, of the Dirichlet distribution of class weights.
        pair_scale: λ, scale of a pair's term.
        continuous_spread: τ, scale of the spread of people in the continuous structure.
        chances: Prior probabilities of one, two and three classes, and of the continuous structure.
    """

    name: str
    description: str
    centre: float = -1.5
    centre_spread: float = 1.0
    list_spread: float = 1.0
    class_spread: float = 0.8
    mixed_spread: float = 0.6
    share: float = 1.0
    pair_scale: float = 0.7
    continuous_spread: float = 0.5
    chances: tuple[float, float, float, float] = (0.55, 0.28, 0.12, 0.05)

    def log_chance(self, structure: Structure, n_pairs: int, n_forced: int) -> float:
        """Log prior probability of a structure.

        The chance that a free pair has a term is Beta(1, M) over M free pairs and summed out: one half for none, one
        quarter for one, whatever the number of lists (the multiplicity penalty of Scott & Berger 2010,
        doi:10.1214/10-AOS792).
        """
        free, terms = n_pairs - n_forced, len(structure.pairs) - n_forced
        chance = self.chances[structure.n_classes - 1]
        if free == 0:
            return math.log(chance)
        return math.log(chance) + float(betaln(1 + terms, 2 * free - terms) - betaln(1, free))


DEFAULT = PairsPrior("default", "people may differ much in how easily they are found; a pair of lists may depend")
PRIORS = (
    DEFAULT,
    PairsPrior("alike", "people differ less than half as much in how easily they are found",
               class_spread=0.3, mixed_spread=0.2, continuous_spread=0.25),
    PairsPrior("unlike", "people differ about half as much again in how easily they are found",
               class_spread=1.2, mixed_spread=0.8, continuous_spread=1.0),
    PairsPrior("hidden", "people are harder to find: odds of being on a list a third of the default's", centre=-2.6),
)  # fmt: skip
"""The prior set under which every answer is shown; the default comes first."""


@lru_cache(maxsize=32)
def _grid(scale: float) -> tuple[tuple[float, float], ...]:
    """Variances and log weights of a half-t spread: each step stands for the values nearest to it on a log scale."""
    edges = np.concatenate([[0.0], np.sqrt(_STEPS[1:] * _STEPS[:-1]), [np.inf]])
    weights = np.diff(2.0 * student_t.cdf(edges, _FREEDOM) - 1.0)
    return tuple(zip(((scale * _STEPS) ** 2).tolist(), np.log(weights).tolist(), strict=True))


@lru_cache(maxsize=1)
def _nodes() -> tuple[tuple[float, float], ...]:
    places, weights = np.polynomial.hermite_e.hermegauss(_N_NODES)
    return tuple(zip(places.tolist(), (weights / weights.sum()).tolist(), strict=True))


def _contrasts(grid: Floats, mixed: Floats, n_copies: int, freedom: int) -> Floats:
    """One over the variance of a contrast and log weight with the constant of its density, per σ_c and spread."""
    variance = mixed[:, None, 0] + n_copies * grid[None, :, 0]
    logs = grid[None, :, 1] - 0.5 * freedom * (_LOG_2PI + np.log(variance))
    return np.ascontiguousarray(np.stack([1.0 / variance, logs], axis=2))


def make_frame(
    structure: Structure,
    prior: PairsPrior,
    counts: Floats,
    possible: Floats,
    *,
    class_node: int | None = None,
    mixed_node: int | None = None,
) -> Frame:
    """Lay out what the density of a structure needs.

    Args:
        structure: Classes and pairs.
        prior: Constants.
        counts: People per cell.
        possible: 1 per cell that can occur.
        class_node: Hold σ_b at this step of its grid instead of summing it out.
        mixed_node: Likewise for σ_c.
    """
    n_lists = len(counts).bit_length() - 1
    n_classes = max(structure.n_classes, 1)
    mixed, by_class = np.array(_grid(prior.mixed_spread)), np.array(_grid(prior.class_spread))
    mixed = mixed if mixed_node is None else mixed[mixed_node : mixed_node + 1]
    by_class = by_class if class_node is None else by_class[class_node : class_node + 1]
    nodes = np.array(_nodes())
    freedom = (n_lists - 1) * (n_classes - 1)
    of_mixed = np.column_stack([1.0 / mixed[:, 0], mixed[:, 1] - 0.5 * freedom * (_LOG_2PI + np.log(mixed[:, 0]))])
    pairs = np.array(structure.pairs, dtype=np.int64).reshape(-1, 2)
    return Frame(
        n_lists,
        structure.n_classes,
        structure.n_classes > 1 and not structure.is_plain,
        nodes,
        np.ascontiguousarray(pairs[:, 0]),
        np.ascontiguousarray(pairs[:, 1]),
        counts,
        possible,
        np.array([prior.centre, prior.centre_spread, prior.share, prior.pair_scale, prior.continuous_spread]),
        of_mixed,
        _contrasts(np.array(_grid(prior.list_spread)), mixed, n_classes, n_lists - 1),
        _contrasts(by_class, mixed, n_lists, n_classes - 1),
        np.empty((max(n_classes, len(nodes)), len(counts))),
        np.empty((4, len(counts))),
        np.empty((6, max(n_lists, n_classes, len(nodes), len(_STEPS)))),
        np.empty((2, structure.count_parameters(n_lists))),
        np.empty((n_classes, n_lists)),
    )


def log_prior_of(structure: Structure, prior: PairsPrior, possible: Floats, points: Floats) -> Floats:
    """Log prior density of what is sampled of one structure, one row each; `possible` is 1 where a cell can occur."""
    frame = make_frame(structure, prior, np.zeros(len(possible)), possible)
    out = np.empty(len(points))
    fill_log_priors(np.ascontiguousarray(points), frame, out)
    return out


def draw_prior(
    structure: Structure, prior: PairsPrior, possible: Floats, n_draws: int, rng: np.random.Generator
) -> Floats:
    """Draw what is sampled from the prior, one row each; `possible` is 1 where a cell can occur."""
    n_classes, n_lists = max(structure.n_classes, 1), len(possible).bit_length() - 1

    def spreads(scale: float) -> Floats:
        grid = np.array(_grid(scale))
        steps = rng.choice(len(grid), n_draws, p=np.exp(grid[:, 1]) / np.exp(grid[:, 1]).sum())
        return np.asarray(np.sqrt(grid[steps, 0]), dtype=np.float64)

    by_list = rng.standard_normal((n_draws, 1, n_lists)) * spreads(prior.list_spread)[:, None, None]
    by_class = rng.standard_normal((n_draws, n_classes, 1)) * spreads(prior.class_spread)[:, None, None]
    mixed = rng.standard_normal((n_draws, n_classes, n_lists)) * spreads(prior.mixed_spread)[:, None, None]
    rates = by_list + by_class * (n_classes > 1) + mixed
    # The mean of all logits has a prior of its own.
    rates += prior.centre + prior.centre_spread * rng.standard_t(_FREEDOM, (n_draws, 1, 1))
    rates -= (by_list + by_class * (n_classes > 1) + mixed).mean(axis=(1, 2), keepdims=True)
    columns = [rates.reshape(n_draws, -1)]
    if structure.n_classes == 0:
        columns.append(np.log(np.abs(rng.standard_t(_FREEDOM, (n_draws, 1))) * prior.continuous_spread))
    else:
        shares = np.log(np.maximum(rng.standard_gamma(prior.share, (n_draws, n_classes)), 1e-300))
        columns.append(shares[:, :-1] - shares[:, -1:])
    columns.append(rng.logistic(0.0, prior.pair_scale, (n_draws, len(structure.pairs))))
    drawn = np.concatenate(columns, axis=1)
    return fold_points(drawn, make_frame(structure, prior, np.zeros(len(possible)), possible))


@lru_cache(maxsize=64)
def implied_log_odds(prior: PairsPrior, n_lists: int, n_draws: int = _N_PRIOR_DRAWS) -> Floats:
    """Draw the logarithm of (N − n) / n from a prior alone; pairs of lists are left out of it."""
    rng = np.random.default_rng(0)
    counts, possible = np.zeros(2**n_lists), np.ones(2**n_lists)
    drawn = []
    for n_classes, chance in zip((1, 2, 3, 0), prior.chances, strict=True):
        structure = Structure(n_classes)
        points = draw_prior(structure, prior, possible, round(chance * n_draws), rng)
        values, odds = np.empty(len(points)), np.empty(len(points))
        evaluate_many(points, make_frame(structure, prior, counts, possible), values, odds)
        drawn.append(np.log(np.maximum(odds, _LEAST_ODDS)))
    return np.concatenate(drawn)


@check_arguments(
    prior=an_instance(PairsPrior, mend="choose from PRIORS, or make a PairsPrior"),
    n_lists=a_whole_number(2, _MOST_LISTS),
    prob=a_probability,
)
def implied_ratio(prior: PairsPrior, n_lists: int, prob: float = 0.95) -> tuple[float, float, float]:
    """What a prior alone says about N / n: lower end, median and upper end of the interval.

    >>> low, median, high = implied_ratio(DEFAULT, 4)
    >>> 1.0 < low < median < high
    True
    """
    tail = (1.0 - prob) / 2.0
    low, median, high = np.quantile(implied_log_odds(prior, n_lists), [tail, 0.5, 1.0 - tail]).tolist()
    return 1.0 + math.exp(low), 1.0 + math.exp(median), 1.0 + math.exp(high)
