"""What the density of a structure is reckoned from."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

__all__ = ["Frame"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


class Frame(NamedTuple):
    """Everything of a table, a structure and a prior that a density needs; one frame belongs to one thread.

    Args:
        n_lists: L.
        n_classes: Classes; 0 for the continuous structure.
        is_folded: Whether what is sampled are other coordinates than θ, π and β.
        nodes: Places and weights of the quadrature, one row each.
        first: First list of each pair that has a term.
        second: Second list of each.
        counts: People per cell; cell number Σ_j x_j 2^j, the first one is nobody's and holds 0.
        possible: 1 per cell that can occur, 0 for the others.
        scales: m, s, α, λ, τ.
        by_mixed: Per σ_c: one over its variance, and log weight with the constant of the normal density.
        by_list: Per σ_c and σ_a: one over the variance of a list contrast, and log weight with the constant.
        by_class: Per σ_c and σ_b: likewise for a class contrast.
        cells: Work space, one row of 2^L per class or node.
        sums: Work space, four rows of 2^L.
        few: Work space, six rows of at least as many numbers as there are lists, classes, nodes or steps of a grid.
        own: Work space, two vectors of parameters.
        alone: Work space, of the people who are on one list only the share of each class, one row per class.
    """

    n_lists: int
    n_classes: int
    is_folded: bool
    nodes: Floats
    first: Ints
    second: Ints
    counts: Floats
    possible: Floats
    scales: Floats
    by_mixed: Floats
    by_list: Floats
    by_class: Floats
    cells: Floats
    sums: Floats
    few: Floats
    own: Floats
    alone: Floats
