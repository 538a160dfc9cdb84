"""Whether a log-linear model has a finite, unique estimate: the linear programme of Fienberg & Rinaldo.

With t = Aᵀ n the margins of the table, the maximum likelihood estimate is finite exactly when some x > 0 has Aᵀ x = t
(Fienberg & Rinaldo 2012, doi:10.1214/12-AOS986):

    maximise s   subject to   Aᵀ x = t,   x_i ≥ s for every cell i;      finite when s > 0

Terms that nobody holds are −∞ and leave with their cells first; what is left is identifiable when A has full rank
(Chan, Silverman & Vincent 2021, doi:10.1080/01621459.2019.1708748). The fits in `loglinear_fit` decide the same by
how Newton's method moves, which is fast enough for millions of tables; this module is the independent check.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog

__all__ = ["Existence", "check_existence"]

_LEAST_SHARE = 1e-9

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Existence:
    """What the check of one model on one table says.

    Args:
        is_finite: Whether the maximum lies at finite terms, those in `empty` apart.
        is_identifiable: Whether the terms that are left are determined.
        empty: Terms at −∞, because nobody holds all their lists.
    """

    is_finite: bool
    is_identifiable: bool
    empty: tuple[int, ...]


def check_existence(counts: Floats, possible: Flags, terms: Sequence[int]) -> Existence:
    """Solve the linear programme for one model.

    Args:
        counts: People by capture history, 2^L cells by bit mask.
        possible: Which cells can hold somebody; the first never.
        terms: All terms of the model as bit masks, the empty set included.

    A table of Chan, Silverman & Vincent (2021): all three pairs cannot be told apart; the one that somebody holds has
    no finite estimate alone; the two that nobody holds are fine:

    >>> counts = np.array([0, 40, 30, 6, 20, 0, 0, 0.0])
    >>> possible = np.arange(8) > 0
    >>> check_existence(counts, possible, [0, 1, 2, 4, 3, 5, 6])
    Existence(is_finite=True, is_identifiable=False, empty=(5, 6))
    >>> check_existence(counts, possible, [0, 1, 2, 4, 3]).is_finite
    False
    >>> check_existence(counts, possible, [0, 1, 2, 4, 5, 6])
    Existence(is_finite=True, is_identifiable=True, empty=(5, 6))
    """
    cells = np.flatnonzero(possible)
    empty = tuple(t for t in terms if not counts[cells[(cells & t) == t]].sum())
    cells = np.array([x for x in cells if not any(x & t == t for t in empty)], dtype=np.int64)
    kept = [t for t in terms if t not in empty]
    if not len(cells) or not kept:
        return Existence(False, False, empty)
    design = np.array([[float(x & t == t) for t in kept] for x in cells])
    is_identifiable = bool(np.linalg.matrix_rank(design) == len(kept))
    # Written for y = x − s ≥ 0; margins as shares, so that the size of the table does not meet the solver's tolerance.
    shares = counts[cells] / counts[cells].sum()
    equal = np.column_stack([design.T, design.sum(axis=0)])
    answer = linprog([0.0] * len(cells) + [-1.0], A_eq=equal, b_eq=design.T @ shares, method="highs")
    is_finite = answer.status == 0 and answer.fun is not None and answer.fun < -_LEAST_SHARE
    return Existence(bool(is_finite), is_identifiable, empty)
