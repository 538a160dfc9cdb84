"""Learn the model without labels: which agreements matches show (m), which other pairs show (u), and how many match.

The parameters are those of greatest posterior probability, by expectation-maximisation over **all** pairs of records,
as in Enamorado, Fifield and Imai: pairs that blocking found are counted one by one, all other pairs by a random sample
that stands for them. So u is not inflated by the matches among random pairs, and λ is the share of matches among all
pairs, estimated and not set. What persons judged is known and not inferred.

Fields of different people depend on each other: who was killed together shares the day and the place, relatives share
names. So the pairs that are no match are a mixture of kinds, each with shares of its own that begin where people of
that kind would be. Different people seldom have the same name, whatever else they share: what a kind may hold of that
is bounded, or it would take the matches.

Weak prior counts (Dirichlet) keep small or one-sided data sensible, and the share of matches whose names or dates have
nothing in common is held below a bound: otherwise the mixture finds two kinds of strangers instead of matches. Matches
and others can be told apart from at least three fields; with fewer, what the name shows among strangers is held at its
prior value. The climb begins once from what all pairs show and once from what we expect, and the more probable end is
taken: in small lists most agreeing pairs are matches.

Winkler 2000 on EM; Enamorado et al. 2019, doi:10.1017/S0003055418000783.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from accounted.compiled import compiled
from accounted.linkage.comparison_levels import FieldComparison
from accounted.linkage.expectations import M_STRENGTH, Expectations, expect, padded
from accounted.linkage.parameters import Model, PairCounts, Shares

__all__ = ["draw_model", "learn"]

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

_MATCHES_BEFORE = 0.5
_PAIRS_BEFORE = 5.0
_KIND_BEFORE = 1.0
_ITERATIONS = 400
_CONVERGED = 1e-3
_STEPS_PER_DRAW = 25
_LEAST_SHARE = 1e-12
_LEAST_PRIOR = 1e-15

_KIND_SHARE = 0.001


@dataclass(frozen=True, slots=True, eq=False)
class _Parameters:
    m: Floats
    u: Floats
    kinds: Floats
    prior: float


def learn(comparisons: Sequence[FieldComparison], pairs: PairCounts) -> Model:
    """Learn m, u, the kinds and λ from the comparison vectors of all pairs.

    >>> from accounted.linkage.levels import choose_comparisons
    >>> even = PairCounts.of(np.array([[1], [0]]), np.array([60.0, 40.0]))
    >>> learn(choose_comparisons(["sex"]), even).prior_bits < 0
    True
    """
    before = expect(comparisons, pairs)
    everyone = before.u.copy()
    everyone[0] = _shares_of(_count_levels(pairs, pairs.counts, before.m.shape[1]), before.u[0], before.u_strength[0])
    climbed = [_climb(pairs, before, start) for start in (everyone, before.u)]
    best, _ = max(climbed, key=lambda found: round(found[1], 6))
    return _model(comparisons, best, pairs)


def draw_model(model: Model, pairs: PairCounts, rng: np.random.Generator) -> Model:
    """Draw parameters from their posterior: which pairs match, and the parameters given that, in turn.

    What the draw leaves out is that the model itself is wrong where fields depend on each other in other ways.

    Args:
        model: Of greatest posterior probability, where the draw begins.
        pairs: What it was learnt from.
        rng: Randomness.
    """
    before = expect(model.comparisons, pairs)
    n_levels, whole = before.m.shape[1], np.rint(pairs.counts).astype(np.int64)
    now = _Parameters(
        padded(model.m), np.stack([padded(u) for u in model.u_by_kind]), np.array(model.kinds), _prior_of(model)
    )
    total = float(pairs.counts.sum())
    for _ in range(_STEPS_PER_DRAW):
        probability, by_kind, _ = _weigh_rows(pairs, now)
        matches = rng.binomial(whole, probability).astype(np.float64)
        others = _share_out(np.maximum(pairs.counts - matches, 0.0), by_kind, rng)
        n_matches = float(matches.sum())
        prior = rng.beta(_MATCHES_BEFORE + n_matches, _PAIRS_BEFORE - _MATCHES_BEFORE + max(total - n_matches, 0.0))
        kinds = np.maximum(rng.standard_gamma(others.sum(axis=1) + _KIND_BEFORE), _LEAST_SHARE)
        m = _drawn(_count_levels(pairs, matches, n_levels) + before.pseudo_counts(now.m), before.m, rng)
        u = np.stack(
            [
                _drawn(_count_levels(pairs, own, n_levels) + strength[:, None] * expected, expected, rng)
                for own, strength, expected in zip(others, before.u_strength, before.u, strict=True)
            ]
        )
        prior = min(max(prior, _LEAST_PRIOR), 1.0 - _LEAST_PRIOR)
        now = _Parameters(*before.bound(m, u), kinds / kinds.sum(), prior)
    return _model(model.comparisons, now, pairs)


def _climb(pairs: PairCounts, before: Expectations, start: Floats) -> tuple[_Parameters, float]:
    """Climb to the nearest best parameters from one start of u; returns them and the log posterior reached."""
    n_kinds, n_levels, total = len(start), before.m.shape[1], float(pairs.counts.sum())
    kinds = np.full(n_kinds, _KIND_SHARE)
    kinds[0] = 1.0 - kinds[1:].sum()
    prior = (_MATCHES_BEFORE + min(total, 1.0)) / (_PAIRS_BEFORE + total)
    now, reached = _Parameters(before.m, start, kinds, prior), -np.inf
    for _ in range(_ITERATIONS):
        probability, by_kind, log_likelihood = _weigh_rows(pairs, now)
        posterior = float((pairs.counts * log_likelihood).sum()) + _log_prior(now, before)
        if abs(posterior - reached) < _CONVERGED:
            break
        reached = posterior
        matches = pairs.counts * probability
        others = (pairs.counts - matches) * by_kind
        prior = (_MATCHES_BEFORE + float(matches.sum())) / (_PAIRS_BEFORE + total)
        kinds = others.sum(axis=1) + _KIND_BEFORE
        m = _evened(_count_levels(pairs, matches, n_levels) + before.pseudo_counts(now.m))
        u = np.stack(
            [
                _shares_of(_count_levels(pairs, own, n_levels), expected, strength)
                for own, expected, strength in zip(others, before.u, before.u_strength, strict=True)
            ]
        )
        now = _Parameters(*before.bound(m, u), kinds / kinds.sum(), prior)
    return now, reached


def _log_prior(now: _Parameters, before: Expectations) -> float:
    with np.errstate(divide="ignore", invalid="ignore"):
        of_m = np.where(before.m > 0, M_STRENGTH * before.m * np.log(now.m), 0.0).sum()
        of_u = np.where(before.u > 0, before.u_strength[:, :, None] * before.u * np.log(now.u), 0.0).sum()
    of_prior = _MATCHES_BEFORE * np.log(now.prior) + (_PAIRS_BEFORE - _MATCHES_BEFORE) * np.log1p(-now.prior)
    return float(of_m + of_u + of_prior + _KIND_BEFORE * np.log(now.kinds).sum())


def _weigh_rows(pairs: PairCounts, now: _Parameters) -> tuple[Floats, Floats, Floats]:
    """Per row: the probability of a match, that of each kind given none, and the log-likelihood."""
    n_rows = len(pairs.counts)
    probability, by_kind, log_likelihood = np.empty(n_rows), np.empty((len(now.kinds), n_rows)), np.empty(n_rows)
    with np.errstate(divide="ignore"):
        log_m, log_u = np.log(now.m), np.log(now.u)
    _weigh(
        pairs.patterns,
        pairs.known,
        log_m,
        log_u,
        np.log(now.kinds),
        float(np.log(now.prior)),
        float(np.log1p(-now.prior)),
        probability,
        by_kind,
        log_likelihood,
    )
    return probability, by_kind, log_likelihood


@compiled
def _weigh(
    patterns: Ints,
    known: Ints,
    log_m: Floats,
    log_u: Floats,
    log_kinds: Floats,
    log_prior: float,
    log_rest: float,
    probability: Floats,
    by_kind: Floats,
    log_likelihood: Floats,
) -> None:
    n_kinds, n_columns = len(log_kinds), patterns.shape[1]
    for row in range(len(patterns)):
        match = log_prior
        for column in range(n_columns):
            if patterns[row, column] >= 0:
                match += log_m[column, patterns[row, column]]
        most = -np.inf
        for kind in range(n_kinds):
            value = log_kinds[kind]
            for column in range(n_columns):
                if patterns[row, column] >= 0:
                    value += log_u[kind, column, patterns[row, column]]
            by_kind[kind, row] = value
            most = max(most, value)
        total = 0.0
        for kind in range(n_kinds):
            total += np.exp(by_kind[kind, row] - most)
        other = most + np.log(total)
        for kind in range(n_kinds):
            by_kind[kind, row] = np.exp(by_kind[kind, row] - other)
        other += log_rest
        if known[row] > 0:
            probability[row], log_likelihood[row] = 1.0, match
        elif known[row] < 0:
            probability[row], log_likelihood[row] = 0.0, other
        else:
            both = max(match, other) + np.log1p(np.exp(-abs(match - other)))
            probability[row], log_likelihood[row] = np.exp(match - both), both


def _share_out(counts: Floats, by_kind: Floats, rng: np.random.Generator) -> Floats:
    """Draw of which kind the pairs of each row are."""
    shared, left, rest = np.zeros_like(by_kind), counts.copy(), np.ones(len(counts))
    for kind in range(1, len(by_kind)):
        chance = np.clip(by_kind[kind] / np.maximum(rest, 1e-300), 0.0, 1.0)
        shared[kind] = np.minimum(rng.binomial(np.rint(left).astype(np.int64), chance), left)
        left, rest = left - shared[kind], np.maximum(rest - by_kind[kind], 0.0)
    shared[0] = left
    return shared


def _count_levels(pairs: PairCounts, weights: Floats, n_levels: int) -> Floats:
    """Add up weights by comparison and level, comparisons × levels."""
    counted = np.zeros((pairs.patterns.shape[1], n_levels))
    for column in range(len(counted)):
        values = pairs.patterns[:, column]
        known = values >= 0
        counted[column] = np.bincount(values[known], weights=weights[known], minlength=n_levels)
    return counted


def _shares_of(counts: Floats, before: Floats, strength: Floats) -> Floats:
    return _evened(counts + strength[:, None] * before)


def _evened(counts: Floats) -> Floats:
    result: Floats = counts / counts.sum(axis=1, keepdims=True)
    return result


def _drawn(counts: Floats, before: Floats, rng: np.random.Generator) -> Floats:
    """Draw shares from their Dirichlet distributions, one per comparison."""
    shares = np.where(before > 0, np.maximum(rng.standard_gamma(counts), _LEAST_SHARE), 0.0)
    result: Floats = shares / shares.sum(axis=1, keepdims=True)
    return result


def _prior_of(model: Model) -> float:
    return float(1.0 / (1.0 + 2.0**-model.prior_bits))


def _model(comparisons: Sequence[FieldComparison], found: _Parameters, pairs: PairCounts) -> Model:
    def cut(table: Floats) -> Shares:
        return tuple(tuple(map(float, row[: len(c.levels)])) for row, c in zip(table, comparisons, strict=True))

    u = np.tensordot(found.kinds, found.u, axes=1)
    return Model(
        tuple(comparisons),
        cut(found.m),
        cut(u),
        tuple(map(float, found.kinds)),
        tuple(cut(own) for own in found.u),
        tuple(_level_bits(c, mm, uu) for c, mm, uu in zip(comparisons, cut(found.m), cut(u), strict=True)),
        round(float(np.log2(found.prior / (1.0 - found.prior))), 6),
        round(found.prior * float(pairs.counts.sum()), 3),
    )


def _level_bits(comparison: FieldComparison, m: Sequence[float], u: Sequence[float]) -> tuple[float, ...]:
    """log2 m/u; never above 0 where agreement comes from kinship or chance, however rare that is among strangers."""
    supports = [level.supports for level in comparison.levels[::-1]]
    bits = np.log2(np.array(m) / np.array(u))
    bits = np.where(supports, bits, np.minimum(bits, 0.0))
    return tuple(round(float(x), 6) for x in bits)
