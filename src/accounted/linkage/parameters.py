"""What is learnt about pairs of records: the model's parameters, and the counts of comparison vectors behind them.

Fellegi and Sunter's model: given that a pair is a match, what the fields say is independent. Pairs that are no match
are of several kinds (strangers; people killed together; people of one family; both), and within each kind the fields
are independent again. So weight = log2(λ/(1−λ)) + Σ log2 m − log2 Σ_k share_k Π u_k.

Fellegi and Sunter 1969, doi:10.1080/01621459.1969.10501049; latent classes of pairs: Winkler 1993.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from accounted.linkage.comparison_levels import FieldComparison

__all__ = ["Expected", "Model", "PairCounts", "Shares", "expect_matches"]

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Shares = tuple[tuple[float, ...], ...]
"""Per comparison, shares by level number."""


@dataclass(frozen=True, slots=True)
class PairCounts:
    """Comparison vectors of all pairs of records.

    Args:
        patterns: Distinct vectors, patterns × comparisons; level numbers, -1 where a field is unknown.
        counts: How many pairs have each; not whole where a sample stands for more pairs.
        stand_for: For how many pairs each counted one stands: 1, or more where only a sample was compared.
        known: 1 where persons judged these pairs the same, -1 where different, 0 where nobody did.
    """

    patterns: Ints
    counts: Floats
    stand_for: Floats
    known: Ints

    @classmethod
    def of(cls, patterns: Ints, counts: Floats) -> PairCounts:
        """Take every pair as counted."""
        return cls(patterns, counts, np.ones(len(counts)), np.zeros(len(counts), np.int64))

    def joined(self, other: PairCounts) -> PairCounts:
        """Put other pairs beside these."""
        return PairCounts(
            np.vstack([self.patterns, other.patterns]),
            np.concatenate([self.counts, other.counts]),
            np.concatenate([self.stand_for, other.stand_for]),
            np.concatenate([self.known, other.known]),
        )

    def judged(self, vectors: Ints, known: Ints) -> PairCounts:
        """Say what persons judged about some of these pairs, given by their vectors, 1 the same and -1 different.

        A pair that was compared moves from those that nobody judged; one that was not is added.
        """
        if not len(vectors):
            return self
        rest = self.without(vectors)
        labelled = PairCounts(vectors, np.ones(len(vectors)), np.ones(len(vectors)), known)
        return rest.joined(labelled)

    def without(self, vectors: Ints) -> PairCounts:
        """Leave out pairs that were compared one by one, given by their vectors."""
        compared = (self.stand_for == 1.0) & (self.known == 0)
        own = {tuple(row): n for n, row in enumerate(self.patterns.tolist()) if compared[n]}
        counts = self.counts.copy()
        if len(vectors):
            found, n_each = np.unique(vectors, axis=0, return_counts=True)
            for row, n in zip(found.tolist(), n_each.tolist(), strict=True):
                if tuple(row) in own:
                    at = own[tuple(row)]
                    counts[at] = max(counts[at] - n, 0.0)
        return PairCounts(self.patterns, counts, self.stand_for, self.known)


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
        u: Likewise for pairs that are no match, of all kinds together.
        kinds: Shares of the kinds of pairs that are no match: strangers first, then people with something in common.
        u_by_kind: u of each kind.
        level_bits: Per comparison, log2(m/u) by level number, rounded to 1e-6.
        prior_bits: log2 of the prior odds of a match, rounded to 1e-6.
        n_expected: Expected number of matching pairs.
    """

    comparisons: tuple[FieldComparison, ...]
    m: Shares
    u: Shares
    kinds: tuple[float, ...]
    u_by_kind: tuple[Shares, ...]
    level_bits: tuple[tuple[float, ...], ...]
    prior_bits: float
    n_expected: float

    def pattern_bits(self, patterns: Ints) -> Floats:
        """Weights of comparison vectors in bits, the prior included, term frequencies not."""
        bits = self.prior_bits + self.together_bits(patterns)
        for column, levels in enumerate(self.level_bits):
            known = patterns[:, column] >= 0
            bits[known] += np.array(levels)[patterns[known, column]]
        return bits

    def together_bits(self, patterns: Ints) -> Floats:
        """What fields say together beyond what each says alone: log2 of Π u over Σ of the kinds' share · Π u, to 1e-6.

        Below 0 where different people agree on these fields together more often than by chance.
        """
        apart, kinds = np.zeros(len(patterns)), np.tile(np.log2(self.kinds), (len(patterns), 1))
        for column, levels in enumerate(self.u):
            known = patterns[:, column] >= 0
            at = patterns[known, column]
            apart[known] += np.log2(levels)[at]
            for kind, u in enumerate(self.u_by_kind):
                kinds[known, kind] += np.log2(u[column])[at]
        rounded: Floats = np.round(apart - np.logaddexp2.reduce(kinds, axis=1), 6)
        return rounded


def expect_matches(model: Model, pairs: PairCounts) -> Expected:
    """Say how many of these pairs the model expects to match; pairs that persons judged are not asked."""
    if_match = np.full(len(pairs.counts), model.prior_bits)
    kinds = np.tile(np.log2(model.kinds), (len(pairs.counts), 1))
    for column, m in enumerate(model.m):
        known = pairs.patterns[:, column] >= 0
        at = pairs.patterns[known, column]
        if_match[known] += np.log2(m)[at]
        for kind in range(len(model.kinds)):
            kinds[known, kind] += np.log2(model.u_by_kind[kind][column])[at]
    bits = if_match - np.logaddexp2.reduce(kinds, axis=1)
    matches = np.where(pairs.known == 0, pairs.counts / (1.0 + np.exp2(-bits)), 0.0)
    return Expected(float(matches.sum()), float(((pairs.stand_for - 1.0) * matches).sum()))
