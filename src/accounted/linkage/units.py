"""Records that are drawn as one: what decisions hold together, what was compared between them, which are in doubt.

Also the probability that two records are one person, which is more than what the two of them say: a pair whose records
are well placed with others is less probable than by its weight alone, one that others bear out is more. So partitions
are drawn with the parameters that were learnt (see `partitions`), and every time a record is drawn, the chance that it
joins each cluster near it is kept; the probability of a pair is the mean of that.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from accounted.linkage.clustering import CAP_BITS, Constraints, components, merge_decided
from accounted.linkage.fields import Columns
from accounted.linkage.parameters import Expected, Model, PairCounts
from accounted.linkage.partitions import MOST_LISTS, Neighbours, find_odds, lay_out, sweep_units
from accounted.linkage.scoring import ScoredPairs, to_probability
from accounted.model.errors import UsageError

__all__ = ["Doubt", "Units", "find_probabilities", "find_units", "sweep"]

_MOST_BITS = 60.0
_POWER, _ABSENT_BITS = 0.15, -5.0
"""How evidence adds up (see `partitions`): chosen so that people and overlaps of draws agree with the truth on made-up
lists with little, some and much noise (`benchmarks/linkage/doubt.py`, seeds 100–103)."""

_SWEEPS, _BEFORE = 100, 20
"""Sweeps that probabilities are the mean of, and those before them that begin it."""

_SEED = 1

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Doubt:
    """What linkages are drawn from.

    Args:
        columns: The records.
        model: What was learnt.
        counts: What it was learnt from.
        pairs: Compared pairs that were kept.
        constraints: What must hold.
        lost: Matches that blocking lost, estimated from the rules.
        best: The best single answer, where draws begin.
        shift: Bits by which the prior odds of partitions are shifted (see `anchoring`).
    """

    columns: Columns
    model: Model
    counts: PairCounts
    pairs: ScoredPairs
    lost: Expected
    constraints: Constraints
    best: Sequence[Sequence[int]]
    shift: float = 0.0


@dataclass(frozen=True, slots=True, eq=False)
class Units:
    """Units of records.

    Args:
        of_record: Per record, the number of its unit: decisions hold the records of one unit together.
        neighbours: What was compared between units.
        home: Per unit, the number of its cluster in the best answer.
        doubtful: Numbers of the units that could be elsewhere.
    """

    of_record: Ints
    neighbours: Neighbours
    home: Ints
    doubtful: Ints


def find_units(doubt: Doubt) -> Units:
    """Find the units.

    Raises:
        UsageError: With more de-duplicated lists than `MOST_LISTS`.
    """
    codes = np.array(doubt.constraints.lists, dtype=np.int64)
    if codes.max(initial=-1) >= MOST_LISTS:
        raise UsageError(
            f"linkages cannot be drawn with more than {MOST_LISTS} de-duplicated lists",
            mend="name fewer of them as de-duplicated, or draw none",
        )
    n_records = len(codes)
    groups, _ = merge_decided(n_records, doubt.constraints)
    of_record, home = np.empty(n_records, np.int64), np.empty(len(groups), np.int64)
    for number, group in enumerate(groups):
        of_record[group] = number
    for number, cluster in enumerate(doubt.best):
        home[of_record[list(cluster)]] = number
    masks = np.where(codes >= 0, np.left_shift(1, np.maximum(codes, 0)), 0)
    lists = np.zeros(len(groups), np.int64)
    np.bitwise_or.at(lists, of_record, masks)
    apart = of_record[np.array(doubt.constraints.different, dtype=np.int64).reshape(-1, 2)]
    left, right = of_record[doubt.pairs.left], of_record[doubt.pairs.right]
    size = np.bincount(of_record, minlength=len(groups))
    neighbours = lay_out(left, right, apart, size, lists)
    return Units(of_record, neighbours, home, _find_doubtful(left, right, doubt.pairs.bits, size))


def _find_doubtful(left: Ints, right: Ints, bits: Floats, size: Ints) -> Ints:
    """Units in a group in which some pair is less than sure or missing, or which decisions put together."""
    groups = components(len(size), np.stack([left, right], axis=1))
    of_unit = np.empty(len(size), np.int64)
    for number, group in enumerate(groups):
        of_unit[group] = number
    sure = np.bincount(of_unit[left], weights=bits >= CAP_BITS, minlength=len(groups))
    sizes = np.array([len(group) for group in groups])
    decided = np.bincount(of_unit, weights=size > 1, minlength=len(groups)) > 0
    open_: Ints = np.flatnonzero(((sure < sizes * (sizes - 1) // 2) | decided)[of_unit])
    return open_


def find_probabilities(doubt: Doubt) -> Floats:
    """Find the probability of every kept pair that its records are one person, all others considered; to 1e-6.

    Where no record of a pair could be elsewhere, it is what the pair's own weight says. The best linkage follows these
    probabilities, so the draws behind them are always the same ones.
    """
    units = find_units(doubt)
    rng = np.random.default_rng(_SEED)
    rarity = doubt.pairs.bits - doubt.model.pattern_bits(doubt.pairs.vectors)
    home, together = units.home.copy(), np.zeros(len(doubt.pairs.bits))
    for n_sweeps in (_BEFORE, _SWEEPS):
        together[:] = 0.0
        sweep(
            units, home, doubt.model, doubt.pairs, rarity, rng,
            n_sweeps=n_sweeps, together=together, shift=2.0**doubt.shift,
        )  # fmt: skip
    is_open = np.zeros(len(units.home), np.bool_)
    is_open[units.doubtful] = True
    ends = [units.of_record[side] for side in (doubt.pairs.left, doubt.pairs.right)]
    drawn = is_open[ends[0]] & is_open[ends[1]] & (ends[0] != ends[1])
    probabilities = to_probability(doubt.pairs.bits)
    probabilities[drawn] = together[drawn] / (2 * _SWEEPS)
    return np.round(probabilities, 6)


def sweep(
    units: Units,
    home: Ints,
    model: Model,
    pairs: ScoredPairs,
    rarity: Floats,
    rng: np.random.Generator,
    *,
    n_sweeps: int,
    together: Floats,
    shift: float = 1.0,
) -> None:
    """Draw the clusters of all doubtful units anew, several times over; `home` and `together` change in place.

    Args:
        units: What is drawn.
        home: Cluster of each unit.
        model: Parameters.
        pairs: Compared pairs that were kept.
        rarity: Per pair, the bits that rare values add.
        rng: Randomness.
        n_sweeps: How many times.
        together: As in `sweep_units`.
        shift: All prior odds are multiplied by this.
    """
    bits = model.pattern_bits(pairs.vectors) + rarity - model.prior_bits
    factors = np.exp2(_POWER * np.clip(bits, -_MOST_BITS, _MOST_BITS))
    absent, n = 2.0 ** (_POWER * _ABSENT_BITS), units.neighbours
    for _ in range(n_sweeps):
        order, uniform = rng.permutation(units.doubtful), rng.random(len(units.doubtful))
        odds = shift * find_odds(n, home)
        sweep_units(
            n.start, n.other, n.pair, n.size, n.lists, factors, absent, _POWER, odds, home, order, uniform, together
        )
