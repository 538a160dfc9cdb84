"""Where the posterior lies and which graphs hold it: first roughly over all graphs, then finely over those that matter.

1. A few blocks over the whole range; all graphs are added up at their ends. Blocks whose bound (see
   `decomposable_nodes`) is below 1e−15 of the sum found so far are settled, the others are halved until they are a few
   smallest standard deviations wide.
2. The same bound, summed over the blocks, bounds each graph. Graphs are left out, the least first, while together they
   stay below 1e−12 of the sum; what that comes to in the end is kept as `dropped`, a proven upper bound.
3. The blocks that are not settled get eight nodes per smallest standard deviation, and the remaining graphs are added
   up there.

The saturated graph is kept apart throughout: it holds next to nothing or nearly everything, and what the other graphs
say must be as exact in the second case as in the first. Its density is

    Γ(m + δ) / m! · Γ(N + 1) / Γ(N + δ 2^L) / N, about m^(δ − 1) and then m^(δ − 2):

spread over many powers of ten but smooth, so that nodes in a fixed ratio serve it where it holds anything at all.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import logsumexp

from accounted.mse.decomposable_density import StepTable, add_graphs, weigh_each
from accounted.mse.decomposable_nodes import (
    bound_blocks,
    lay_nodes,
    lay_ratio_nodes,
    measure_widths,
    split_blocks,
    sum_blocks,
    weigh_ends,
)
from accounted.mse.graph_walk import Edges, Walk, prune_walk

__all__ = ["Posterior", "find_posterior"]

_COARSE = 4.0
_FINE = 0.125
_RATIO = 1.0 + 1.0 / 64.0
_FIRST_BLOCKS = 128
_NEGLIGIBLE_BLOCK = 1e-15
_NEGLIGIBLE_GRAPHS = 1e-12
_NEGLIGIBLE_SATURATED = 1e-12

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Posterior:
    """The posterior density, not normalised, of the saturated graph and of all others.

    Args:
        nodes: Numbers of people on no list at which it is known, ascending; the last one is past the range.
        log_saturated: Log density of the saturated graph at the nodes.
        log_others: Log of the sum of the densities of the other graphs; −∞ when there are none.
        edges: Edges of the other graphs that were not left out, as in `Walk`.
        graphs: Share of each of these among the others.
        dropped: Proven upper bound on the share of the others that was left out.
    """

    nodes: Ints
    log_saturated: Floats
    log_others: Floats
    edges: Edges
    graphs: Floats
    dropped: float


def find_posterior(steps: StepTable, saturated: Walk, others: Walk | None, first: int, last: int) -> Posterior:
    """Find the posterior of m from `first` to `last`.

    Args:
        steps: Of the table.
        saturated: The walk to the saturated graph.
        others: The walk over all other graphs, or None when there are none.
        first: Smallest number of people on no list.
        last: Largest.
    """
    n = steps.n_observed
    nodes, log_others = _look_roughly(steps, others, first, last)
    parts = np.where(_find_live_blocks(log_others, nodes, n), np.ceil(measure_widths(nodes, n) / _FINE), 1.0)
    fine = split_blocks(nodes, np.maximum(parts.astype(np.int64), 1), n)
    log_rough = float(logsumexp(sum_blocks(weigh_each(steps, saturated, nodes)[0], nodes)))
    if log_rough > float(logsumexp(sum_blocks(log_others, nodes))) + math.log(_NEGLIGIBLE_SATURATED):
        fine = np.union1d(fine, lay_ratio_nodes(first, last, _RATIO))
    log_saturated = weigh_each(steps, saturated, fine)[0]
    if others is None:
        return Posterior(
            fine, log_saturated, np.full(len(fine), -np.inf), np.empty(0, dtype=np.int32), np.zeros(0), 0.0
        )
    keep, log_left_out = _choose_graphs(steps, others, nodes, log_others)
    walk = others if bool(keep.all()) else prune_walk(others, keep)
    sums = add_graphs(steps, walk, fine, weigh_ends(fine))
    log_total = float(logsumexp(sum_blocks(sums.log_density, fine)))
    dropped = math.exp(min(log_left_out - log_total, 0.0))
    return Posterior(fine, log_saturated, sums.log_density, walk.edges, sums.graphs / sums.graphs.sum(), dropped)


def _look_roughly(steps: StepTable, others: Walk | None, first: int, last: int) -> tuple[Ints, Floats]:
    """Halve blocks that may matter until they are narrow; the nodes and the log density there."""
    n = steps.n_observed
    nodes = lay_nodes(n, first, last, _COARSE, _FIRST_BLOCKS)
    log_density = _weigh_others(steps, others, nodes)
    while True:
        wide = (measure_widths(nodes, n) > _COARSE) & (np.diff(nodes) > 1)
        halved = split_blocks(nodes, np.where(wide & _find_live_blocks(log_density, nodes, n), 2, 1), n)
        if len(halved) == len(nodes):
            return nodes, log_density
        known = np.isin(halved, nodes, assume_unique=True)
        merged = np.empty(len(halved))
        merged[known], merged[~known] = log_density, _weigh_others(steps, others, halved[~known])
        nodes, log_density = halved, merged


def _weigh_others(steps: StepTable, others: Walk | None, nodes: Ints) -> Floats:
    if others is None:
        return np.full(len(nodes), -np.inf)
    return add_graphs(steps, others, nodes, np.zeros(len(nodes))).log_density


def _find_live_blocks(log_density: Floats, nodes: Ints, n: int) -> Flags:
    """Blocks that may hold a share that is not negligible; every node is a summand, so their sum is the least."""
    least = float(logsumexp(log_density))
    return np.asarray(bound_blocks(log_density, nodes, n)[0] > least + math.log(_NEGLIGIBLE_BLOCK))


def _choose_graphs(steps: StepTable, others: Walk, nodes: Ints, log_others: Floats) -> tuple[Flags, float]:
    """Choose the graphs that matter; also the log of a bound on the sum of those that do not."""
    log_block = bound_blocks(log_others, nodes, steps.n_observed)[1]
    outside = np.array([-np.inf])
    log_weights = np.logaddexp(np.append(log_block, outside), np.append(outside, log_block))
    sums = add_graphs(steps, others, nodes, log_weights)
    bounds = sums.graphs + sums.skipped
    order = np.argsort(bounds, kind="stable")
    rising = np.cumsum(bounds[order])
    log_total = float(logsumexp(sum_blocks(log_others, nodes)))
    allowed = _NEGLIGIBLE_GRAPHS * math.exp(log_total - sums.log_scale)
    n_left_out = min(int(np.searchsorted(rising, allowed, side="right")), len(order) - 1)
    keep = np.ones(len(order), dtype=np.bool_)
    keep[order[:n_left_out]] = False
    left_out = float(rising[n_left_out - 1]) if n_left_out else 0.0
    return keep, math.log(left_out) + sums.log_scale if left_out > 0.0 else -math.inf
