"""Prior odds of partitions anchored to how many matches there are in all.

The sizes of clusters in a partition tell how readily a record joins another, but only the clusters that are there: with
much noise many matches speak too weakly to be joined, the odds learnt from the others stay low, and draws hold too few
matches. How many matches there are in all the mixture over all pairs knows well, even where it does not know which;
and how many of them no rule compared is better known from the rules (see `losses`). The rest are among the pairs that
were compared. So all prior odds are shifted by *s* bits, *s* being the top of

    −(ln T − ln G(s))² / 2σ²  −  s² / 2,    σ = c / √T

with T the matches expected among the compared pairs and G(s) the mean number that partitions drawn with the shift s
hold. Where hardly a pair is in doubt G(s) is flat, and s stays near 0.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from accounted.linkage.losses import combine
from accounted.linkage.parameters import expect_matches
from accounted.linkage.units import Doubt, Units, find_units, sweep

__all__ = ["find_shift"]

_SHIFTS = (0.0, -1.0, -2.0, -1.0, 0.0, 1.0, 2.0, 1.0)
"""Bits, in the order in which they are tried: every one but the ends is come to from either side."""

_SWEEPS, _BEFORE = 5, 3
_ERROR = 0.5
"""Standard error of the expected matches as a multiple of their root, from made-up lists (seeds 300–313)."""

_STEP = 0.01
_SEED = 2

Floats = npt.NDArray[np.float64]


def find_shift(doubt: Doubt) -> float:
    """Find the bits by which all prior odds of partitions are shifted; to .01, from -2 to 2.

    The draws behind them are always the same ones.

    Args:
        doubt: What is drawn from.

    Raises:
        UsageError: With more de-duplicated lists than `accounted.linkage.partitions.MOST_LISTS`.
    """
    units = find_units(doubt)
    lost = combine(expect_matches(doubt.model, doubt.counts.without(doubt.pairs.vectors)), doubt.lost)
    target = expect_matches(doubt.model, doubt.counts).mean - lost.mean
    if target < 1.0 or not len(units.doubtful):
        return 0.0
    tried, held = _count_by_shift(doubt, units, np.random.default_rng(_SEED))
    shifts = np.arange(tried[0], tried[-1] + _STEP / 2, _STEP)
    off = (np.log(target) - np.interp(shifts, tried, np.log(held))) * np.sqrt(target) / _ERROR
    return float(np.round(shifts[np.argmin(off**2 + shifts**2)], 2))


def _count_by_shift(doubt: Doubt, units: Units, rng: np.random.Generator) -> tuple[Floats, Floats]:
    """Count the compared pairs that partitions drawn with each shift join, in the mean; never fewer with more bits."""
    rarity = doubt.pairs.bits - doubt.model.pattern_bits(doubt.pairs.vectors)
    left, right = units.of_record[doubt.pairs.left], units.of_record[doubt.pairs.right]
    is_open = np.zeros(len(units.home), np.bool_)
    is_open[units.doubtful] = True
    drawn = is_open[left] & is_open[right] & (left != right)
    n_clear = np.count_nonzero((units.home[left] == units.home[right]) & ~is_open[left] & (left != right))
    home, together = units.home.copy(), np.zeros(len(doubt.pairs.bits))
    counts: dict[float, list[float]] = {}
    for shift in _SHIFTS:
        for n_sweeps in (_BEFORE, _SWEEPS):
            together[:] = 0.0
            sweep(
                units, home, doubt.model, doubt.pairs, rarity, rng,
                n_sweeps=n_sweeps, together=together, shift=2.0**shift,
            )  # fmt: skip
        counts.setdefault(shift, []).append(n_clear + float(together[drawn].sum()) / (2 * _SWEEPS))
    tried = np.array(sorted(counts))
    held = np.array([max(float(np.mean(counts[shift])), 0.5) for shift in tried.tolist()])
    return tried, np.maximum.accumulate(held)
