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
from accounted.linkage.parameters import Model, PairCounts, Shares

__all__ = ["draw_model", "learn"]

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

_M_STRENGTH = 20.0
_U_STRENGTH = 20.0
_HELD = 100.0
_IDENTIFIED = 3
_MATCHES_BEFORE = 0.5
_PAIRS_BEFORE = 5.0
_KIND_BEFORE = 1.0
_MOST_UNSUPPORTED, _MOST_UNNAMED = 0.02, 0.06
_LOST_STRENGTH = 200.0
_LOST_TIMES, _LOST_LEAST = 4.0, 0.0003
_MOST_NAMED_ALIKE = 0.1
_MOST_NAMED_SAME = 0.005
_ITERATIONS = 400
_CONVERGED = 1e-3
_STEPS_PER_DRAW = 25
_LEAST_SHARE = 1e-12
_LEAST_PRIOR = 1e-15

_COMMON = (
    ("died", "died_about", "place", "affiliation"),
    ("name", "parents", "home", "place"),
    ("name", "parents", "home", "died", "died_about", "place"),
)
"""Per kind of people who are not the same and have something in common, the fields in which they agree more often."""

_KIND_SHARE = 0.001


@dataclass(frozen=True, slots=True, eq=False)
class _Before:
    """What is expected before seeing the data; levels are padded to the longest comparison.

    Args:
        m: Shares of matches, comparisons × levels, 0 where a comparison has no such level.
        u: Likewise for each kind of other pairs, kinds × comparisons × levels.
        u_strength: How many pairs the belief in u is worth, kinds × comparisons.
        weak: Levels that cannot speak for a match.
        most_weak: Per comparison, the share of matches that may be at these, unless `lost` expects more.
        lost: Per level of the name that cannot speak for a match, the share of matches there as a multiple of s², s
            being the share of matches at levels where a name is misspelt; 0 elsewhere.
        misspelt: Those levels.
        alike: Levels of the name that can.
        same: Those of them at which the whole name agrees.
        tied: Per kind, the comparisons in which its people have no more in common than strangers, kinds × comparisons.
    """

    m: Floats
    u: Floats
    u_strength: Floats
    weak: npt.NDArray[np.bool_]
    most_weak: Floats
    lost: Floats
    misspelt: npt.NDArray[np.bool_]
    alike: npt.NDArray[np.bool_]
    same: npt.NDArray[np.bool_]
    tied: npt.NDArray[np.bool_]

    def bound(self, m: Floats, u: Floats) -> tuple[Floats, Floats]:
        """Hold below their bounds: matches that nothing speaks for, people of other kinds whose names are the same."""
        u = np.where(self.tied[:, :, None], u[:1], u)
        u[1:] = _bounded(_bounded(u[1:], self.alike, _MOST_NAMED_ALIKE), self.same, _MOST_NAMED_SAME)
        most_weak = np.maximum(self.most_weak, (self.lost * _misspelt(m, self) ** 2).sum(axis=1))
        m = _bounded(m, self.weak, most_weak[:, None])
        for row in np.flatnonzero(self.lost.any(axis=1)):
            most = max(_LOST_TIMES * self.lost[row, 0] * m[row, self.misspelt[row]].sum() ** 2, _LOST_LEAST)
            m[row] = _bounded(m[row], np.arange(m.shape[1]) == 0, most)
        return m, u

    def pseudo_counts(self, m: Floats) -> Floats:
        """Matches at each level that the belief is worth, given the shares as they are.

        How many names of matches have lost all they shared the data can hardly tell: who agrees in nothing else is
        found among strangers. How often names are misspelt they tell well; two slips in one name are as frequent as the
        square of that. So the levels at which a name is lost are expected there, and the others as they are.
        """
        counts = _M_STRENGTH * self.m
        for row in np.flatnonzero(self.lost.any(axis=1)):
            expected = self.lost[row] * m[row, self.misspelt[row]].sum() ** 2
            is_lost = self.lost[row] > 0
            rest = np.where(is_lost, 0.0, m[row])
            counts[row] += _LOST_STRENGTH * (expected + rest * (1.0 - expected.sum()) / rest.sum())
        return counts


def _misspelt(m: Floats, before: _Before) -> Floats:
    """Share of matches whose names are misspelt, comparisons × 1; 0 for other fields."""
    result: Floats = np.where(before.misspelt, m, 0.0).sum(axis=1, keepdims=True)
    return result


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
    before = _expect(comparisons, pairs)
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
    before = _expect(model.comparisons, pairs)
    n_levels, whole = before.m.shape[1], np.rint(pairs.counts).astype(np.int64)
    now = _Parameters(
        _padded(model.m), np.stack([_padded(u) for u in model.u_by_kind]), np.array(model.kinds), _prior_of(model)
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


def _climb(pairs: PairCounts, before: _Before, start: Floats) -> tuple[_Parameters, float]:
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


def _log_prior(now: _Parameters, before: _Before) -> float:
    with np.errstate(divide="ignore", invalid="ignore"):
        of_m = np.where(before.m > 0, _M_STRENGTH * before.m * np.log(now.m), 0.0).sum()
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


def _bounded(shares: Floats, held: npt.NDArray[np.bool_], most: float | Floats) -> Floats:
    """Hold the share of some levels of each comparison at `most` or below."""
    excess = np.where(held, shares, 0.0).sum(axis=-1, keepdims=True)
    with np.errstate(divide="ignore", invalid="ignore"):
        cut = np.where(held, shares * most / excess, shares * (1.0 - most) / (1.0 - excess))
    result: Floats = np.where(excess > most, cut, shares)
    return result


def _expect(comparisons: Sequence[FieldComparison], pairs: PairCounts) -> _Before:
    m, u = (_padded([_even(values) for values in table]) for table in _stated(comparisons))
    n_seen = int((pairs.patterns >= 0).any(axis=0).sum())
    held = _U_STRENGTH + _HELD * float(pairs.counts.sum())
    strangers = [held if c.field == "name" and n_seen < _IDENTIFIED else _U_STRENGTH for c in comparisons]
    kinds, strengths, tied = [u], [strangers], [np.zeros(len(comparisons), np.bool_)]
    kin = [_even([level.kin or level.m for level in c.levels[::-1]]) for c in comparisons]
    alike_as = _padded(kin)
    for common in _COMMON if n_seen >= _IDENTIFIED else ():
        shared = np.array([c.field in common for c in comparisons])
        if len({c.field.removesuffix("_about") for c in comparisons if c.field in common}) > 1:
            kinds.append(np.where(shared[:, None], alike_as, u))
            strengths.append([_U_STRENGTH] * len(comparisons))
            tied.append(~shared)
    weak, alike, same, misspelt = np.zeros((4, *m.shape), np.bool_)
    lost = np.zeros(m.shape)
    for column, c in enumerate(comparisons):
        for number, level in enumerate(c.levels[::-1]):
            weak[column, number] = not level.supports
            alike[column, number] = c.field == "name" and level.supports
            same[column, number] = c.field == "name" and level.whole and level.supports
            misspelt[column, number] = c.field == "name" and level.supports and not level.whole
            lost[column, number] = level.lost
    most_weak = np.array([_MOST_UNNAMED if c.field == "name" else _MOST_UNSUPPORTED for c in comparisons])
    return _Before(
        m, np.stack(kinds), np.array(strengths), weak, most_weak, lost, misspelt, alike, same, np.stack(tied)
    )


def _stated(comparisons: Sequence[FieldComparison]) -> tuple[list[list[float]], list[list[float]]]:
    return [[level.m for level in c.levels[::-1]] for c in comparisons], [
        [level.u for level in c.levels[::-1]] for c in comparisons
    ]


def _even(values: Sequence[float]) -> tuple[float, ...]:
    total = sum(values)
    return tuple(value / total for value in values)


def _padded(shares: Sequence[Sequence[float]]) -> Floats:
    padded = np.zeros((len(shares), max(map(len, shares))))
    for column, values in enumerate(shares):
        padded[column, : len(values)] = values
    return padded


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
