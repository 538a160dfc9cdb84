"""How many matches blocking lost, estimated in two ways that know different things.

The model says how many matches it expects among a random sample of the pairs that were not compared; in large lists
each of these stands for many, so chance is large. The rules say it too: each finds some of the matches, as lists find
people, and from those that one rule alone found, f₁, and those that exactly two found, f₂, at least f₁² / 2 f₂ were
found by none (Chao 1987, doi:10.2307/2531532). Both are weighed by their precision.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from accounted.linkage.blocking import BlockingRule
from accounted.linkage.fields import Columns, number_values
from accounted.linkage.parameters import Expected
from accounted.linkage.scoring import ScoredPairs, to_probability

__all__ = ["combine", "estimate_by_rules"]

_RELATIVE_ERROR = 0.5
"""Standard error of the second way as a share of it: rules depend on each other as lists do."""

_LEAST_VARIANCE = 1.0


def estimate_by_rules(columns: Columns, rules: Sequence[BlockingRule], pairs: ScoredPairs) -> Expected:
    """Estimate the matches that no rule found from how many rules found the others, weighed by match probability."""
    if any(not rule.columns for rule in rules) or not len(pairs.left):
        return Expected(0.0, 0.0)
    n_found = np.zeros(len(pairs.left), dtype=np.int64)
    codes = {name: number_values(columns.table.column(name)) for name in {c for rule in rules for c in rule.columns}}
    for rule in rules:
        found = np.ones(len(pairs.left), dtype=np.bool_)
        for name in rule.columns:
            left, right = codes[name][pairs.left], codes[name][pairs.right]
            found &= (left == right) & (left >= 0)
        n_found += found
    probability = to_probability(pairs.bits)
    once, twice = (float(probability[n_found == k].sum()) for k in (1, 2))
    mean = max(once * (once - 1.0), 0.0) / (2.0 * (twice + 1.0))
    return Expected(mean, (_RELATIVE_ERROR * mean) ** 2)


def combine(one: Expected, other: Expected) -> Expected:
    """Weigh two estimates of the same number by their precision.

    >>> combine(Expected(100.0, 300.0), Expected(40.0, 100.0)).mean
    55.0
    """
    weights = [1.0 / max(e.variance, e.mean, _LEAST_VARIANCE) for e in (one, other)]
    mean = (weights[0] * one.mean + weights[1] * other.mean) / sum(weights)
    return Expected(mean, 1.0 / sum(weights))
