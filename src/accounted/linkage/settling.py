"""From weighed pairs to the best linkage: every pair among all others, corrected by a clerical sample, then clusters.

A pair is joined when its own weight or its odds with all other records considered speak for it. The odds know more: a
person whom three lists name and a fourth names almost the same is on the fourth too, where nearly everybody is,
although each pair alone falls short. The weight is kept beside, because in lists without constraints a large cluster
must not speak against its own; of two rivals the constraints keep one out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from accounted.linkage.anchoring import find_shift
from accounted.linkage.calibrating import correct, describe_quality
from accounted.linkage.clustering import Constraints, cluster_records
from accounted.linkage.fields import Columns
from accounted.linkage.losses import combine
from accounted.linkage.parameters import expect_matches
from accounted.linkage.scoring import to_probability
from accounted.linkage.telling import LEAST_PROBABILITY
from accounted.linkage.units import Doubt, find_probabilities
from accounted.linkage.weighing import Scored
from accounted.model.linkage import Calibration

__all__ = ["Settled", "settle"]

_LEAST_TOLD = 1e-6
_LEAST_ODDS = -9.965
_NOT_CALIBRATED = ("not calibrated here: no clerical sample has been judged (accounted review --sample N)",)

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Settled:
    """The best linkage with what it rests on.

    Args:
        scored: Pairs with their own weights, corrected where there is a calibration.
        joined: The same pairs with the bits they were joined by.
        told: Per kept pair, the probability that its records are one person.
        groups: Record numbers of each person.
        doubt: What whole linkages are drawn from.
        quality: How good the linkage is, as the clerical sample has it; that there is none without one.
    """

    scored: Scored
    joined: Scored
    told: Floats
    groups: list[list[int]]
    doubt: Doubt
    quality: tuple[str, ...]


def settle(
    columns: Columns, scored: Scored, constraints: Constraints, calibration: Calibration | None, seed: int
) -> Settled:
    """Find the best linkage.

    Args:
        columns: The records.
        scored: Pairs as weighed.
        constraints: What must hold.
        calibration: Learnt from a clerical sample; None without one.
        seed: Of the intervals of precision and recall; neither probabilities nor clusters depend on it.

    Raises:
        UsageError: With more de-duplicated lists than `accounted.linkage.partitions.MOST_LISTS`.
    """
    n_records = len(columns.records)
    begun = cluster_records(n_records, scored.links, constraints)
    doubt = Doubt(columns, scored.model, scored.counts, scored.pairs, scored.lost, constraints, begun)
    doubt = replace(doubt, shift=find_shift(doubt))
    told = find_probabilities(doubt)
    odds = _to_odds(told)
    if calibration is not None:
        scored, told = _calibrate(scored, told, odds, calibration)
    joined = _take_odds(scored, _to_odds(told))
    groups = cluster_records(n_records, joined.links, constraints)
    quality = _describe_quality(scored, odds, calibration, groups, seed) if calibration else _NOT_CALIBRATED
    return Settled(scored, joined, told, groups, replace(doubt, pairs=scored.pairs, best=groups), quality)


def _to_odds(probabilities: Floats) -> Floats:
    """log2 odds, within twenty bits."""
    certain = np.clip(probabilities, _LEAST_TOLD, 1.0 - _LEAST_TOLD)
    return np.asarray(np.log2(certain / (1.0 - certain)), dtype=np.float64)


def _take_odds(scored: Scored, odds: Floats) -> Scored:
    """Give every kept pair the larger of its weight and its odds with all others considered, to 1e-3 bits."""
    bits = np.maximum(np.round(odds, 3), scored.pairs.bits)
    links = replace(scored.links, bits=np.concatenate([bits, scored.links.bits[len(bits) :]]))
    return replace(scored, pairs=replace(scored.pairs, bits=bits), links=links)


def _calibrate(scored: Scored, told: Floats, odds: Floats, calibration: Calibration) -> tuple[Scored, Floats]:
    """Correct the pairs that a clerical sample is drawn from; returns them with their probabilities.

    A pair's own weight is moved by as many bits as the probability that takes all records into account.
    """
    moved = np.asarray(np.where(told >= LEAST_PROBABILITY, correct(calibration, odds) - odds, 0.0), dtype=np.float64)
    pairs = replace(scored.pairs, bits=np.round(scored.pairs.bits + moved, 3))
    corrected: Floats = np.where(moved == 0.0, told, np.round(to_probability(odds + moved), 6))
    links = replace(scored.links, bits=np.concatenate([pairs.bits, scored.links.bits[len(pairs.bits) :]]))
    return replace(scored, pairs=pairs, links=links, moved=moved), corrected


def _describe_quality(
    scored: Scored, odds: Floats, calibration: Calibration, groups: Sequence[Sequence[int]], seed: int
) -> tuple[str, ...]:
    """Say how well the best linkage does, as the clerical sample has it."""
    home = np.empty(sum(len(group) for group in groups), np.int64)
    for number, group in enumerate(groups):
        home[list(group)] = number
    is_linked = home[scored.pairs.left] == home[scored.pairs.right]
    lost = combine(expect_matches(scored.model, scored.counts.without(scored.pairs.vectors)), scored.lost)
    kept = odds >= _LEAST_ODDS
    return describe_quality(calibration, odds[kept], is_linked[kept], lost.mean, seed)
