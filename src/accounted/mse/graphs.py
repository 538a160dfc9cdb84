"""All decomposable (chordal) graphs on a few lists, and how each factorises the table.

A graph joins the lists that may depend on each other directly. It is decomposable when its vertices can be removed one
by one so that the neighbours of the removed vertex are always joined to each other; then the probability of the whole
table is a product over cliques divided by a product over separators, which is what makes the average exact
(Dawid & Lauritzen 1993, doi:10.1214/aos/1176349260).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

from accounted.model.errors import UsageError

__all__ = ["MAX_LISTS", "Graph", "list_decomposable_graphs"]

MAX_LISTS = 5
"""Beyond five lists there are 18,154 graphs and more; the average is then not run, and the estimate says so."""


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


@lru_cache(maxsize=8)
def list_decomposable_graphs(n_lists: int) -> tuple[Graph, ...]:
    """List every decomposable graph on lists 0 … `n_lists` − 1, in a fixed order.

    Raises:
        UsageError: Fewer than one or more than `MAX_LISTS` lists.

    >>> [len(list_decomposable_graphs(k)) for k in (2, 3, 4, 5)]
    [2, 8, 61, 822]
    >>> list_decomposable_graphs(2)[1].terms
    ((0, -1), (3, 1))
    """
    if not 1 <= n_lists <= MAX_LISTS:
        raise UsageError(f"graphs are listed for 1 to {MAX_LISTS} lists, not {n_lists}", mend="choose fewer lists")
    pairs = list(combinations(range(n_lists), 2))
    graphs = []
    for choice in range(2 ** len(pairs)):
        edges = tuple(pair for bit, pair in enumerate(pairs) if choice >> bit & 1)
        terms = _factorise(n_lists, edges)
        if terms is not None:
            graphs.append(Graph(edges, terms))
    return tuple(graphs)


def _factorise(n_lists: int, edges: tuple[tuple[int, int], ...]) -> tuple[tuple[int, int], ...] | None:
    """Remove simplicial vertices until none is left; None when the graph is not decomposable."""
    joined = {v: {w for edge in edges if v in edge for w in edge if w != v} for v in range(n_lists)}
    left = set(range(n_lists))
    powers: Counter[int] = Counter()
    while left:
        vertex = next((v for v in sorted(left) if _is_clique(joined[v] & left, joined)), None)
        if vertex is None:
            return None
        separator = sum(1 << w for w in joined[vertex] & left)
        powers[separator | 1 << vertex] += 1
        powers[separator] -= 1
        left.remove(vertex)
    return tuple(sorted((mask, power) for mask, power in powers.items() if power))


def _is_clique(vertices: set[int], joined: dict[int, set[int]]) -> bool:
    return all(b in joined[a] for a, b in combinations(sorted(vertices), 2))
