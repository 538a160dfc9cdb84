"""What is believed about matches and other pairs before the data are seen, and the bounds that learning keeps.

Weak prior counts (Dirichlet) keep small or one-sided data sensible. How many names of matches have lost all they shared
the data can hardly tell, so that is expected from how often names are misspelt. Different people seldom have the same
name, whatever else they share, so what a kind of them may hold of that is bounded.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from accounted.linkage.comparison_levels import FieldComparison
from accounted.linkage.parameters import PairCounts

__all__ = ["M_STRENGTH", "Expectations", "expect", "padded"]

Floats = npt.NDArray[np.float64]

M_STRENGTH = 20.0
"""How many matches the belief in their shares is worth."""

_U_STRENGTH = 20.0
_HELD = 100.0
_IDENTIFIED = 3
_MOST_UNSUPPORTED, _MOST_UNNAMED = 0.02, 0.06
_LOST_STRENGTH = 200.0
_LOST_TIMES, _LOST_LEAST = 4.0, 0.0003
_MOST_NAMED_ALIKE = 0.1
_MOST_NAMED_SAME = 0.005

_COMMON = (
    ("died", "died_about", "place", "affiliation"),
    ("name", "parents", "home", "place"),
    ("name", "parents", "home", "died", "died_about", "place"),
)
"""Per kind of people who are not the same and have something in common, the fields in which they agree more often."""


@dataclass(frozen=True, slots=True, eq=False)
class Expectations:
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
        counts = M_STRENGTH * self.m
        for row in np.flatnonzero(self.lost.any(axis=1)):
            expected = self.lost[row] * m[row, self.misspelt[row]].sum() ** 2
            is_lost = self.lost[row] > 0
            rest = np.where(is_lost, 0.0, m[row])
            counts[row] += _LOST_STRENGTH * (expected + rest * (1.0 - expected.sum()) / rest.sum())
        return counts


def _misspelt(m: Floats, before: Expectations) -> Floats:
    """Share of matches whose names are misspelt, comparisons × 1; 0 for other fields."""
    result: Floats = np.where(before.misspelt, m, 0.0).sum(axis=1, keepdims=True)
    return result


def expect(comparisons: Sequence[FieldComparison], pairs: PairCounts) -> Expectations:
    """Say what is expected of these comparisons."""
    m, u = (padded([_even(values) for values in table]) for table in _stated(comparisons))
    n_seen = int((pairs.patterns >= 0).any(axis=0).sum())
    held = _U_STRENGTH + _HELD * float(pairs.counts.sum())
    strangers = [held if c.field == "name" and n_seen < _IDENTIFIED else _U_STRENGTH for c in comparisons]
    kinds, strengths, tied = [u], [strangers], [np.zeros(len(comparisons), np.bool_)]
    kin = [_even([level.kin or level.m for level in c.levels[::-1]]) for c in comparisons]
    alike_as = padded(kin)
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
    return Expectations(
        m, np.stack(kinds), np.array(strengths), weak, most_weak, lost, misspelt, alike, same, np.stack(tied)
    )


def _stated(comparisons: Sequence[FieldComparison]) -> tuple[list[list[float]], list[list[float]]]:
    return [[level.m for level in c.levels[::-1]] for c in comparisons], [
        [level.u for level in c.levels[::-1]] for c in comparisons
    ]


def _even(values: Sequence[float]) -> tuple[float, ...]:
    total = sum(values)
    return tuple(value / total for value in values)


def padded(shares: Sequence[Sequence[float]]) -> Floats:
    """Put shares of different lengths into one table, 0 where there is none."""
    padded = np.zeros((len(shares), max(map(len, shares))))
    for column, values in enumerate(shares):
        padded[column, : len(values)] = values
    return padded


def _bounded(shares: Floats, held: npt.NDArray[np.bool_], most: float | Floats) -> Floats:
    """Hold the share of some levels of each comparison at `most` or below."""
    excess = np.where(held, shares, 0.0).sum(axis=-1, keepdims=True)
    with np.errstate(divide="ignore", invalid="ignore"):
        cut = np.where(held, shares * most / excess, shares * (1.0 - most) / (1.0 - excess))
    result: Floats = np.where(excess > most, cut, shares)
    return result
