"""Learn the model without labels: which agreements matches show (m), which other pairs show (u), and how many match.

Fellegi and Sunter's model: given that a pair is a match or not, what the fields say is independent, so that
weight = log2(λ/(1−λ)) + Σ log2(m/u). The parameters are those of greatest posterior probability, by
expectation-maximisation over **all** pairs of records, as in Enamorado, Fifield and Imai: pairs that blocking found are
counted one by one, all other pairs by a random sample that stands for them. So u is not inflated by the matches among
random pairs, and λ is the share of matches among all pairs, estimated and not set.

Weak prior counts (Dirichlet) keep small or one-sided data sensible, and the share of matches whose names or dates have
nothing in common is held below a bound: otherwise the mixture finds two kinds of strangers (those killed in one
massacre, those of one place) instead of matches. Two kinds of pairs can be told apart from at least three fields; with
fewer, what the name shows among strangers is held at its prior value. The climb begins once from what all pairs show
and once from what we expect, and the more probable end is taken: in small lists most agreeing pairs are matches.

Fellegi and Sunter 1969, doi:10.1080/01621459.1969.10501049; Winkler 2000 on EM; Enamorado et al. 2019,
doi:10.1017/S0003055418000783.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from accounted.linkage.comparison_levels import FieldComparison

__all__ = ["Expected", "Model", "PairCounts", "draw_model", "expect_matches", "learn"]

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

_M_STRENGTH = 20.0
_U_STRENGTH = 20.0
_HELD = 100.0
_IDENTIFIED = 3
_MATCHES_BEFORE = 0.5
_PAIRS_BEFORE = 5.0
_MOST_UNSUPPORTED = 0.02
_ITERATIONS = 500
_CONVERGED = 1e-9
_STEPS_PER_DRAW = 25
_LEAST_SHARE = 1e-12
_LEAST_PRIOR = 1e-15


@dataclass(frozen=True, slots=True)
class PairCounts:
    """Comparison vectors of all pairs of records.

    Args:
        patterns: Distinct vectors, patterns × comparisons; level numbers, -1 where a field is unknown.
        counts: How many pairs have each; not whole where a sample stands for more pairs.
        stand_for: For how many pairs each counted one stands: 1, or more where only a sample was compared.
    """

    patterns: Ints
    counts: Floats
    stand_for: Floats

    @classmethod
    def of(cls, patterns: Ints, counts: Floats) -> PairCounts:
        """Take every pair as counted."""
        return cls(patterns, counts, np.ones(len(counts)))

    def without(self, vectors: Ints) -> PairCounts:
        """Leave out pairs that were compared one by one, given by their vectors."""
        own = {tuple(row): n for n, row in enumerate(self.patterns.tolist()) if self.stand_for[n] == 1.0}
        counts = self.counts.copy()
        if len(vectors):
            found, n_each = np.unique(vectors, axis=0, return_counts=True)
            at = np.array([own[tuple(row)] for row in found.tolist()])
            counts[at] = np.maximum(counts[at] - n_each, 0.0)
        return PairCounts(self.patterns, counts, self.stand_for)


@dataclass(frozen=True, slots=True)
class Expected:
    """How many matches are expected among pairs, and the variance of that from looking at a sample only."""

    mean: float
    variance: float

    def draw(self, rng: np.random.Generator) -> int:
        """Draw a number of matches.

        >>> Expected(0.0, 0.0).draw(np.random.default_rng(1))
        0
        """
        if self.mean <= 0.0:
            return 0
        shape = self.mean**2 / max(self.variance, 1e-12)
        return int(rng.poisson(rng.standard_gamma(min(shape, 1e12)) * self.mean / min(shape, 1e12)))


@dataclass(frozen=True, slots=True)
class Model:
    """What was learnt.

    Args:
        comparisons: The comparisons, in the order of the weights.
        m: Per comparison, the share of matches at each level, by level number.
        u: Likewise for pairs that are no match.
        level_bits: Per comparison, log2(m/u) by level number, rounded to 1e-6.
        prior_bits: log2 of the prior odds of a match, rounded to 1e-6.
        n_expected: Expected number of matching pairs.
    """

    comparisons: tuple[FieldComparison, ...]
    m: tuple[tuple[float, ...], ...]
    u: tuple[tuple[float, ...], ...]
    level_bits: tuple[tuple[float, ...], ...]
    prior_bits: float
    n_expected: float

    def pattern_bits(self, patterns: Ints) -> Floats:
        """Weights of comparison vectors in bits, the prior included, term frequencies not."""
        bits = np.full(len(patterns), self.prior_bits)
        for column, levels in enumerate(self.level_bits):
            known = patterns[:, column] >= 0
            bits[known] += np.array(levels)[patterns[known, column]]
        return bits


def learn(comparisons: Sequence[FieldComparison], pairs: PairCounts) -> Model:
    """Learn m, u and λ from the comparison vectors of all pairs.

    >>> from accounted.linkage.levels import choose_comparisons
    >>> even = PairCounts.of(np.array([[1], [0]]), np.array([60.0, 40.0]))
    >>> learn(choose_comparisons(["sex"]), even).prior_bits < 0
    True
    """
    before = _expect(comparisons, pairs)
    everyone = [_updated(pairs, pairs.counts, n, u, before.u_strength[n]) for n, u in enumerate(before.u)]
    climbed = [_climb(comparisons, pairs, before, start) for start in (everyone, list(before.u))]
    m, u, prior, _ = max(climbed, key=lambda found: round(found[-1], 6))
    return _model(comparisons, m, u, prior, float(pairs.counts.sum()))


def expect_matches(model: Model, pairs: PairCounts) -> Expected:
    """Say how many of these pairs the model expects to match."""
    m, u = [np.array(values) for values in model.m], [np.array(values) for values in model.u]
    probability, _ = _match_probability(pairs.patterns, m, u, 1.0 / (1.0 + 2.0**-model.prior_bits))
    matches = pairs.counts * probability
    return Expected(float(matches.sum()), float(((pairs.stand_for - 1.0) * matches).sum()))


def draw_model(model: Model, pairs: PairCounts, rng: np.random.Generator) -> Model:
    """Draw parameters from their posterior: which pairs match, and the parameters given that, in turn.

    What the draw leaves out is that the model itself is wrong where fields depend on each other.

    Args:
        model: Of greatest posterior probability, where the draw begins.
        pairs: What it was learnt from.
        rng: Randomness.
    """
    before = _expect(model.comparisons, pairs)
    total, whole = float(pairs.counts.sum()), np.rint(pairs.counts).astype(np.int64)
    m, u = [np.array(values) for values in model.m], [np.array(values) for values in model.u]
    prior = 1.0 / (1.0 + 2.0**-model.prior_bits)
    for _ in range(_STEPS_PER_DRAW):
        probability, _ = _match_probability(pairs.patterns, m, u, prior)
        matches = rng.binomial(whole, probability).astype(np.float64)
        others = np.maximum(pairs.counts - matches, 0.0)
        n_matches = float(matches.sum())
        prior = rng.beta(_MATCHES_BEFORE + n_matches, _PAIRS_BEFORE - _MATCHES_BEFORE + max(total - n_matches, 0.0))
        prior = min(max(prior, _LEAST_PRIOR), 1.0 - _LEAST_PRIOR)
        for n, comparison in enumerate(model.comparisons):
            m[n] = _bounded(_drawn(pairs, matches, n, before.m[n], _M_STRENGTH, rng), comparison)
            u[n] = _drawn(pairs, others, n, before.u[n], before.u_strength[n], rng)
    return _model(model.comparisons, m, u, prior, total)


def _model(
    comparisons: Sequence[FieldComparison], m: Sequence[Floats], u: Sequence[Floats], prior: float, total: float
) -> Model:
    return Model(
        tuple(comparisons),
        tuple(tuple(float(x) for x in values) for values in m),
        tuple(tuple(float(x) for x in values) for values in u),
        tuple(_level_bits(c, mm, uu) for c, mm, uu in zip(comparisons, m, u, strict=True)),
        round(float(np.log2(prior / (1 - prior))), 6),
        round(prior * total, 3),
    )


def _level_bits(comparison: FieldComparison, m: Floats, u: Floats) -> tuple[float, ...]:
    """log2 m/u; never above 0 where agreement comes from kinship or chance, however rare that is among strangers."""
    supports = [level.supports for level in comparison.levels[::-1]]
    bits = np.where(supports, np.log2(m / u), np.minimum(np.log2(m / u), 0.0))
    return tuple(round(float(x), 6) for x in bits)


def _expect(comparisons: Sequence[FieldComparison], pairs: PairCounts) -> _Before:
    return _Before(
        tuple(_shares([level.m for level in c.levels]) for c in comparisons),
        tuple(_shares([level.u for level in c.levels]) for c in comparisons),
        tuple(_u_strengths(comparisons, pairs)),
    )


@dataclass(frozen=True, slots=True)
class _Before:
    """What is expected before seeing the data: shares per level, and how many pairs that belief in u is worth."""

    m: tuple[Floats, ...]
    u: tuple[Floats, ...]
    u_strength: tuple[float, ...]


def _climb(
    comparisons: Sequence[FieldComparison], pairs: PairCounts, before: _Before, start: Sequence[Floats]
) -> tuple[list[Floats], list[Floats], float, float]:
    """Climb to the nearest best parameters from one start of u; returns m, u, λ and the log posterior reached."""
    total = float(pairs.counts.sum())
    m, u, prior = list(before.m), list(start), (_MATCHES_BEFORE + min(total, 1.0)) / (_PAIRS_BEFORE + total)
    for _ in range(_ITERATIONS):
        probability, _ = _match_probability(pairs.patterns, m, u, prior)
        matches = pairs.counts * probability
        others = pairs.counts - matches
        found = (_MATCHES_BEFORE + float(matches.sum())) / (_PAIRS_BEFORE + total)
        u = [_updated(pairs, others, n, before.u[n], before.u_strength[n]) for n in range(len(comparisons))]
        m = [
            _bounded(_updated(pairs, matches, n, before.m[n], _M_STRENGTH), comparison)
            for n, comparison in enumerate(comparisons)
        ]
        settled = abs(found - prior) <= _CONVERGED * prior
        prior = found
        if settled:
            break
    _, log_likelihood = _match_probability(pairs.patterns, m, u, prior)
    posterior = float((pairs.counts * log_likelihood).sum())
    posterior += _MATCHES_BEFORE * np.log(prior) + (_PAIRS_BEFORE - _MATCHES_BEFORE) * np.log1p(-prior)
    for n in range(len(comparisons)):
        posterior += float((_M_STRENGTH * before.m[n] * np.log(m[n])).sum())
        posterior += float((before.u_strength[n] * before.u[n] * np.log(u[n])).sum())
    return m, u, prior, posterior


def _u_strengths(comparisons: Sequence[FieldComparison], pairs: PairCounts) -> list[float]:
    """Prior counts of u per comparison: few, except for the name when fewer than three fields are ever seen."""
    n_seen = int((pairs.patterns >= 0).any(axis=0).sum())
    held = _U_STRENGTH + _HELD * float(pairs.counts.sum())
    return [held if c.field == "name" and n_seen < _IDENTIFIED else _U_STRENGTH for c in comparisons]


def _shares(strongest_first: Sequence[float]) -> Floats:
    shares = np.array(strongest_first[::-1], dtype=np.float64)
    result: Floats = shares / shares.sum()
    return result


def _match_probability(patterns: Ints, m: Sequence[Floats], u: Sequence[Floats], prior: float) -> tuple[Floats, Floats]:
    """Per comparison vector, the probability of a match and the log-likelihood of the vector."""
    if_match, if_not = np.full(len(patterns), np.log(prior)), np.full(len(patterns), np.log1p(-prior))
    for column, (mm, uu) in enumerate(zip(m, u, strict=True)):
        known = patterns[:, column] >= 0
        if_match[known] += np.log(mm)[patterns[known, column]]
        if_not[known] += np.log(uu)[patterns[known, column]]
    together = np.logaddexp(if_match, if_not)
    return np.exp(if_match - together), together


def _updated(pairs: PairCounts, weights: Floats, column: int, before: Floats, strength: float) -> Floats:
    values = pairs.patterns[:, column]
    known = values >= 0
    counts = np.bincount(values[known], weights=weights[known], minlength=len(before)) + strength * before
    result: Floats = counts / counts.sum()
    return result


def _drawn(
    pairs: PairCounts, weights: Floats, column: int, before: Floats, strength: float, rng: np.random.Generator
) -> Floats:
    """Draw shares from their Dirichlet distribution."""
    values = pairs.patterns[:, column]
    known = values >= 0
    counts = np.bincount(values[known], weights=weights[known], minlength=len(before)) + strength * before
    shares = np.maximum(rng.standard_gamma(counts), _LEAST_SHARE)
    result: Floats = shares / shares.sum()
    return result


def _bounded(shares: Floats, comparison: FieldComparison) -> Floats:
    """Hold the share of matches at levels that cannot speak for a match below the bound."""
    weak = np.array([not level.supports for level in comparison.levels[::-1]])
    excess = float(shares[weak].sum())
    if excess <= _MOST_UNSUPPORTED:
        return shares
    return np.where(weak, shares * _MOST_UNSUPPORTED / excess, shares * (1 - _MOST_UNSUPPORTED) / (1 - excess))
