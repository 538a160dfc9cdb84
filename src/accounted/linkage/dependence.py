"""Watch whether fields depend on each other, which the weights leave out of account among matches.

Among pairs weighed by their probability of a match, how often two fields both agree less than they mostly do among
matches, as a multiple of how often they would if they were independent:

    lift = Σ p · [weak in f and g] · Σ p / (Σ p · [weak in f] · Σ p · [weak in g])        over pairs that state both

A lift far above 1 says that a record that is wrong in one field tends to be wrong in the other too: the weights of such
pairs are too low, those of pairs that agree in both too high. Among pairs that are no match the kinds of people
(see `learning`) take dependence in; their shares are told.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import numpy.typing as npt

from accounted.linkage.parameters import Model, PairCounts

__all__ = ["Lift", "find_lifts", "say_dependence"]

_LEAST_PAIRS = 20.0
_LEAST_LIFT = 2.0
_MOST_TOLD = 3

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Lift:
    """How much more often than if independent two fields both agree less than usual, among matches.

    Args:
        fields: The two.
        lift: The multiple.
        n_pairs: Expected number of matches in which both do.
    """

    fields: tuple[str, str]
    lift: float
    n_pairs: float


def find_lifts(model: Model, pairs: PairCounts) -> tuple[Lift, ...]:
    """Find the lift of every two fields that enough matches state, the greatest first."""
    weights = pairs.counts / (1.0 + np.exp2(-model.pattern_bits(pairs.patterns)))
    weights = np.where(pairs.known > 0, pairs.counts, np.where(pairs.known < 0, 0.0, weights))
    weak = [
        (pairs.patterns[:, n] >= 0) & (pairs.patterns[:, n] < int(np.argmax(shares)))
        for n, shares in enumerate(model.m)
    ]
    found = []
    for one, other in combinations(range(len(weak)), 2):
        stated = weights * ((pairs.patterns[:, one] >= 0) & (pairs.patterns[:, other] >= 0))
        total, both = float(stated.sum()), float(stated[weak[one] & weak[other]].sum())
        expected = float(stated[weak[one]].sum()) * float(stated[weak[other]].sum()) / max(total, 1e-12)
        if both >= _LEAST_PAIRS and expected > 0.0:
            names = (model.comparisons[one].field, model.comparisons[other].field)
            found.append(Lift(names, both / expected, both))
    return tuple(sorted(found, key=lambda lift: (-lift.lift, lift.fields)))


def say_dependence(model: Model, pairs: PairCounts, words: Mapping[str, str]) -> tuple[str, ...]:
    """Say in words what was found; nothing when no two fields err together twice as often as chance.

    Args:
        model: What was learnt.
        pairs: What it was learnt from.
        words: Per field, what to call it.
    """
    strong = [lift for lift in find_lifts(model, pairs) if lift.lift >= _LEAST_LIFT][:_MOST_TOLD]
    return tuple(
        f"{' and '.join(words[name] for name in lift.fields)} both agree less than usual in {lift.n_pairs:,.0f} "
        f"matches, {lift.lift:.1f} times as often as if independent: such pairs are more probable than is said"
        for lift in strong
    )
