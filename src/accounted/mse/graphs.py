"""All decomposable (chordal) graphs on a few lists, and how each factorises the table.

A graph joins the lists that may depend on each other directly. It is decomposable when its vertices can be removed one
by one so that the neighbours of the removed vertex are always joined to each other; then the probability of the whole
table is a product over cliques divided by a product over separators, which is what makes the average exact
(Dawid & Lauritzen 1993, doi:10.1214/aos/1176349260). The average itself makes no object per graph: see `graph_walk`.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import combinations

from accounted.model.errors import UsageError
from accounted.mse.arguments import a_whole_number, check_arguments
from accounted.mse.graph_walk import Walk, lay_walk

__all__ = ["MAX_LISTS", "MAX_LISTS_SHOWN", "Graph", "list_decomposable_graphs", "name_edges"]

MAX_LISTS = 7
"""Eight lists have 30,888,596 decomposable graphs; the average is then not run, and the estimate says so."""

MAX_LISTS_SHOWN = 6
"""Beyond six lists (18,154 graphs) the graphs are averaged but not handed out one by one: seven have 617,675."""


@dataclass(frozen=True, slots=True)
class Graph:
    """One decomposable graph.

    Args:
        edges: Pairs of list numbers, the smaller first.
        terms: Pairs of a set of lists, as a bit mask (bit j is list j), and how often its marginal table is a factor:
            +1 for a clique, −1 for a separator (more often where it separates more than twice; 0 is the empty set).
    """

    edges: tuple[tuple[int, int], ...]
    terms: tuple[tuple[int, int], ...]

    def is_saturated(self, n_lists: int) -> bool:
        """Whether every list is joined to every other: the graph that fits any table and explains none."""
        return len(self.edges) == n_lists * (n_lists - 1) // 2


@check_arguments(n_lists=a_whole_number(0, 100))
def list_decomposable_graphs(n_lists: int) -> tuple[Graph, ...]:
    """List every decomposable graph on lists 0 … `n_lists` − 1, in a fixed order, the saturated one last.

    Raises:
        UsageError: Fewer than one or more than `MAX_LISTS_SHOWN` lists.

    >>> [len(list_decomposable_graphs(k)) for k in (2, 3, 4, 5)]
    [2, 8, 61, 822]
    >>> list_decomposable_graphs(2)[1].terms
    ((0, -1), (3, 1))
    """
    if not 1 <= n_lists <= MAX_LISTS_SHOWN:
        raise UsageError(
            f"graphs are listed for 1 to {MAX_LISTS_SHOWN} lists, not {n_lists}", mend="choose fewer lists"
        )
    walk = lay_walk(n_lists)
    ordered = sorted(zip(walk.edges.tolist(), _list_terms(walk), strict=True))
    return tuple(Graph(name_edges(edges, n_lists), terms) for edges, terms in ordered)


def name_edges(edges: int, n_lists: int) -> tuple[tuple[int, int], ...]:
    """Turn a bit mask of edges into pairs of list numbers.

    >>> name_edges(0b101, 3)
    ((0, 1), (1, 2))
    """
    return tuple(pair for bit, pair in enumerate(combinations(range(n_lists), 2)) if edges >> bit & 1)


def _list_terms(walk: Walk) -> list[tuple[tuple[int, int], ...]]:
    """Cliques and separators of each graph: what its steps multiply and divide by, less what cancels."""
    out = []
    path: list[tuple[int, int]] = []
    for depth, number in zip(walk.depth.tolist(), walk.step.tolist(), strict=True):
        vertex, squeezed = divmod(number, 1 << (walk.n_lists - 1))
        low = squeezed & ((1 << vertex) - 1)
        separator = low | (squeezed ^ low) << 1
        path[depth - 1 :] = [(separator | 1 << vertex, separator)]
        if depth == walk.n_lists:
            powers = Counter(above for above, _ in path)
            powers.subtract(below for _, below in path)
            out.append(tuple(sorted((mask, power) for mask, power in powers.items() if power)))
    return out
