"""Every decomposable graph on a few lists, laid out as one walk through a tree in two small arrays.

A graph is decomposable exactly when its lists can be removed one by one so that the neighbours of the removed one are
always joined to each other (Dirac 1961, doi:10.1007/BF02992776; Fulkerson & Gross 1965,
doi:10.2140/pjm.1965.15.835). Read backwards, every decomposable graph grows by *steps*: a list v is added and joined
to a set S of lists that are joined to each other. A step multiplies the probability of the table by h(S ∪ {v}) / h(S),
whatever the rest of the graph, and that is all a model average needs to know.

A graph can grow in several orders. Only one is kept: the list added last must be the highest-numbered one that could
have come last. Each graph then has one parent, so the graphs form a tree and none comes twice (reverse search: Avis &
Fukuda 1996, doi:10.1016/0166-218X(95)00026-N). Graphs with a common beginning share the work on it. For seven lists the
walk has 764,479 steps, three bytes each, and nothing is ever made per graph but its edges, a number of four bytes.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from accounted.compiled import compiled

__all__ = ["Walk", "join_all", "lay_walk", "number_step", "prune_walk"]

Bytes = NDArray[np.uint8]
Steps = NDArray[np.uint16]
Edges = NDArray[np.int32]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

_FIRST_ROOM = 1024


@dataclass(frozen=True, slots=True, eq=False)
class Walk:
    """Graphs on `n_lists` lists as the leaves of a tree, walked depth first.

    Args:
        n_lists: Number of lists L.
        depth: Per step, the number of lists after it, 1 … L; the step before it on the way from the root is the last
            one with a smaller depth.
        step: Per step, its number v · 2^(L − 1) + S, with bit v taken out of S (`number_step`).
        edges: Per graph, in the order of the steps of depth L, its edges as a bit mask over the pairs of lists
            (0, 1), (0, 2) … (L − 2, L − 1).
    """

    n_lists: int
    depth: Bytes
    step: Steps
    edges: Edges

    @property
    def n_graphs(self) -> int:
        """Number of graphs on the walk."""
        return len(self.edges)


def join_all(n_lists: int) -> int:
    """Return the edges of the saturated graph.

    >>> bin(join_all(4))
    '0b111111'
    """
    return (1 << n_lists * (n_lists - 1) // 2) - 1


def number_step(n_lists: int, vertex: int, joined: int) -> int:
    """Return the number of the step that adds `vertex` and joins it to the set `joined` (a bit mask without it).

    >>> number_step(3, 1, 0b101)
    7
    """
    low = joined & ((1 << vertex) - 1)
    return (vertex << (n_lists - 1)) + (low | (joined >> (vertex + 1)) << vertex)


@lru_cache(maxsize=8)
def lay_walk(n_lists: int) -> Walk:
    """Lay out all decomposable graphs on lists 0 … `n_lists` − 1, 1 to 7 of them.

    >>> lay_walk(3).n_graphs, sorted(lay_walk(3).edges.tolist())
    (8, [0, 1, 2, 3, 4, 5, 6, 7])
    """
    depth, step, edges = _grow_graphs(n_lists)
    for array in (depth, step, edges):
        array.setflags(write=False)
    return Walk(n_lists, depth, step, edges)


def prune_walk(walk: Walk, keep: Flags) -> Walk:
    """Keep some graphs, and of the steps only those that lead to one of them.

    >>> prune_walk(lay_walk(4), lay_walk(4).edges == join_all(4)).depth.tolist()
    [1, 2, 3, 4]
    """
    needed = _mark_needed(walk.n_lists, walk.depth, keep)
    return Walk(walk.n_lists, walk.depth[needed], walk.step[needed], walk.edges[keep])


@compiled
def _mark_needed(n_lists: int, depth: Bytes, keep: Flags) -> Flags:
    needed = np.zeros(len(depth), dtype=np.bool_)
    wanted = np.zeros(n_lists + 1, dtype=np.bool_)
    leaf = len(keep)
    for k in range(len(depth) - 1, -1, -1):
        d = depth[k]
        if d == n_lists:
            leaf -= 1
            wanted[d] = keep[leaf]
        needed[k] = wanted[d]
        wanted[d - 1] |= wanted[d]
        wanted[d] = False
    return needed


@compiled
def _is_joined(vertices: int, neighbours: Ints) -> bool:
    """Whether the vertices, a bit mask, are all joined to each other."""
    apart = 0
    for v in range(len(neighbours)):
        if vertices >> v & 1:
            apart |= vertices & ~(neighbours[v] | 1 << v)
    return apart == 0


@compiled
def _could_come_last_above(vertex: int, inside: int, neighbours: Ints) -> bool:
    """Whether a list with a higher number than `vertex` has neighbours that are all joined to each other."""
    found = False
    for v in range(vertex + 1, len(neighbours)):
        found = found or (inside >> v & 1 == 1 and _is_joined(neighbours[v], neighbours))
    return found


@compiled
def _mask_edges(neighbours: Ints) -> int:
    mask, bit = 0, 0
    for a in range(len(neighbours)):
        for b in range(a + 1, len(neighbours)):
            mask |= (neighbours[a] >> b & 1) << bit
            bit += 1
    return mask


@compiled
def _grow_graphs(n_lists: int) -> tuple[Bytes, Steps, Edges]:
    depth, step = np.empty(_FIRST_ROOM, dtype=np.uint8), np.empty(_FIRST_ROOM, dtype=np.uint16)
    edges = np.empty(_FIRST_ROOM, dtype=np.int32)
    n_steps, n_graphs, half = 0, 0, 1 << (n_lists - 1)
    neighbours = np.zeros((n_lists + 1, n_lists), dtype=np.int64)
    inside = np.zeros(n_lists + 1, dtype=np.int64)
    following = np.zeros(n_lists + 1, dtype=np.int64)
    d = 0
    while d >= 0:
        if d == n_lists or following[d] == n_lists * half:
            d -= 1
            continue
        number = following[d]
        following[d] += 1
        v, squeezed = number // half, number % half
        if inside[d] >> v & 1:
            following[d] = (v + 1) * half
            continue
        low = squeezed & ((1 << v) - 1)
        joined = low | (squeezed ^ low) << 1
        if joined & ~inside[d] or not _is_joined(joined, neighbours[d]):
            continue
        neighbours[d + 1] = neighbours[d]
        neighbours[d + 1, v] = joined
        for w in range(n_lists):
            if joined >> w & 1:
                neighbours[d + 1, w] |= 1 << v
        if _could_come_last_above(v, inside[d], neighbours[d + 1]):
            continue
        if n_steps == len(depth):
            depth, step = np.concatenate((depth, depth)), np.concatenate((step, step))
        depth[n_steps], step[n_steps] = d + 1, number
        n_steps += 1
        if d + 1 == n_lists:
            if n_graphs == len(edges):
                edges = np.concatenate((edges, edges))
            edges[n_graphs] = _mask_edges(neighbours[d + 1])
            n_graphs += 1
        else:
            d += 1
            inside[d] = inside[d - 1] | 1 << v
            following[d] = 0
    return depth[:n_steps].copy(), step[:n_steps].copy(), edges[:n_graphs].copy()
