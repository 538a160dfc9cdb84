"""The log-linear models to choose from: all hierarchical ones without the interaction of all lists.

A hierarchical model that holds an interaction of some lists holds every interaction among part of them (Bishop,
Fienberg & Holland 1975, Discrete Multivariate Analysis, chapter 3). The interaction of all lists is always left out:
with it the number of people on no list could be anything. That is the identifying assumption of the whole family
(Fienberg 1972, doi:10.1093/biomet/59.3.591).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from accounted.model.errors import UsageError

__all__ = ["MOST_LISTS", "ModelSpace", "list_models", "name_terms"]

MOST_LISTS = 10
"""Tables of 2^L cells; beyond ten lists they are mostly empty and slow to fit."""

_MOST_LISTED = 40_000
_MOST_REPEATED = 10_000

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class ModelSpace:
    """Models to choose from.

    Args:
        n_lists: Number of lists; list j is bit j of a term.
        interactions: The interactions that models may hold, as bit masks of lists: the smaller first, in a fixed order.
        models: One bit mask of `interactions` per model, the simplest first; empty when there are too many to list.
        forced: Bit mask of the interactions that every model holds.
        max_order: Most lists in one interaction.
    """

    n_lists: int
    interactions: Ints
    models: Ints
    forced: int
    max_order: int

    def terms_of(self, model: int) -> tuple[int, ...]:
        """All terms of a model: the empty set, the single lists, its interactions.

        >>> [bin(term) for term in list_models(3, 2).terms_of(0b001)]
        ['0b0', '0b1', '0b10', '0b100', '0b11']
        """
        chosen = [int(term) for i, term in enumerate(self.interactions) if model >> i & 1]
        return (0, *(1 << j for j in range(self.n_lists)), *chosen)

    def describe(self) -> str:
        """Say in words what was chosen from.

        >>> list_models(4, 3).describe()
        'all 113 hierarchical models with interactions of up to three lists'
        """
        words = {2: "two", 3: "three", 4: "four"}
        order = words.get(self.max_order, str(self.max_order))
        declared = ", the declared pairs always in" if self.forced else ""
        if not len(self.models):
            count = f"the 2^{len(self.interactions)} models of pairs"
            return f"a search, one pair added or removed at a time{declared}: {count} are too many to fit them all"
        everything = f"all {len(self.models):,} hierarchical models with interactions of up to {order} lists{declared}"
        again = "" if self.is_repeatable else "; in the resampled tables a search, one pair added or removed at a time"
        return f"{everything}{again}"

    @property
    def is_repeatable(self) -> bool:
        """Whether the models are listed, and few enough to choose among all of them in every replicate."""
        return 0 < len(self.models) <= _MOST_REPEATED


@lru_cache(maxsize=16)
def list_models(n_lists: int, max_order: int, dependent: tuple[tuple[int, int], ...] = ()) -> ModelSpace:
    """List the hierarchical models that hold every list and interactions of at most `max_order` lists.

    Args:
        n_lists: Number of lists, three or more.
        max_order: Most lists in one interaction, 1 < `max_order` < `n_lists`.
        dependent: Pairs of list numbers whose interaction every model holds.

    Raises:
        UsageError: Too few lists, an order that does not fit them, or too many models of a higher order than pairs.

    >>> [len(list_models(k, k - 1).models) for k in (3, 4, 5)], len(list_models(5, 2).models)
    ([8, 113, 6893], 1024)
    """
    if n_lists < 3 or not 2 <= max_order < n_lists:
        raise UsageError(f"no interactions of up to {max_order} among {n_lists} lists", mend="take 2 to lists − 1")
    if max_order > 2 and n_lists > 5:
        raise UsageError(f"too many models of order {max_order} for {n_lists} lists", mend="take pairs only")
    interactions = [
        sum(1 << j for j in chosen)
        for order in range(2, max_order + 1)
        for chosen in combinations(range(n_lists), order)
    ]
    forced = sum(1 << interactions.index(1 << a | 1 << b) for a, b in dependent)
    n_pairs = n_lists * (n_lists - 1) // 2
    models: list[int] = []
    if 2**n_pairs <= _MOST_LISTED:
        models = [model for model in _list_down_sets(interactions) if model & forced == forced]
    ordered = sorted(models, key=lambda model: (model.bit_count(), model))
    return ModelSpace(
        n_lists, np.array(interactions, dtype=np.int64), np.array(ordered, dtype=np.int64), forced, max_order
    )


def _list_down_sets(interactions: Sequence[int]) -> list[int]:
    """List every set of interactions that holds all smaller ones of each of its members."""
    below = [
        sum(1 << k for k, small in enumerate(interactions[:i]) if small & term == small)
        for i, term in enumerate(interactions)
    ]
    found = [0]
    for i, needed in enumerate(below):
        found += [model | 1 << i for model in found if model & needed == needed]
    return found


def name_terms(space: ModelSpace, model: int, lists: Sequence[str]) -> tuple[str, ...]:
    """Name a model by its largest terms, lists not in any of them standing alone.

    >>> name_terms(list_models(4, 3), 0b1001011, ["A", "B", "C", "D"])
    ('A×B×C', 'D')
    >>> name_terms(list_models(3, 2), 0, ["A", "B", "C"])
    ('A', 'B', 'C')
    """
    terms = [term for term in space.terms_of(model) if term]
    largest = [term for term in terms if not any(other != term and other & term == term for other in terms)]
    named = sorted(tuple(j for j in range(space.n_lists) if term >> j & 1) for term in largest)
    return tuple("×".join(lists[j] for j in chosen) for chosen in named)
