"""What an average over graphs says: the distribution of N, and which graphs it comes from."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray
from scipy.special import logsumexp

from accounted.mse.decomposable_density import StepTable, weigh_each
from accounted.mse.decomposable_nodes import estimate_tail, find_quantiles, sum_blocks
from accounted.mse.decomposable_search import Posterior
from accounted.mse.graph_walk import Edges, join_all, lay_walk, prune_walk
from accounted.mse.graphs import name_edges

__all__ = ["GraphAverage", "WeighedGraph", "describe_posterior"]

_MOST_SHOWN = 10
_LEAST_SHARE_SHOWN = 1e-6
_DIGITS_COMPARED = 9
_LIMITS = np.array([0.025, 0.5, 0.975])

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class WeighedGraph:
    """One graph of an average, and what it says alone.

    Args:
        edges: Pairs of lists that may depend on each other directly.
        share: Its posterior probability among the graphs averaged.
        median: Median of N under this graph.
        lower: Lower end of its 95 % credible interval.
        upper: Upper end.
    """

    edges: tuple[tuple[str, str], ...]
    share: float
    median: float
    lower: float
    upper: float


@dataclass(frozen=True, slots=True, eq=False)
class GraphAverage:
    """The posterior distribution of the number of people on no list, averaged over decomposable graphs.

    Args:
        n_observed: People on at least one list.
        nodes: First number of people on no list of each block, ascending, and one number past the last block.
        weights: Probability of each block; they add up to 1.
        saturated: Posterior probability of the saturated graph among the graphs averaged.
        truncated: Estimated share of the probability beyond the last block.
        n_graphs: How many graphs were averaged.
        share: Posterior probability of the graphs averaged here among all: 1 for the whole, and for `unsaturated` what
            the saturated graph leaves.
        dropped: Proven upper bound on the share of the graphs that were found too small to be followed up.
        by_edges: Share of the graphs with 0, 1, … L (L − 1) / 2 edges.
        pairs: For each pair of lists, the share of the graphs that join them.
        top: The graphs with the largest shares, at most ten, none below one in a million.
        unsaturated: The average over all graphs but the saturated one; None when that is this one or there is none.
    """

    n_observed: int
    nodes: Ints
    weights: Floats
    saturated: float
    truncated: float
    n_graphs: int
    share: float
    dropped: float
    by_edges: tuple[float, ...]
    pairs: tuple[tuple[tuple[str, str], float], ...]
    top: tuple[WeighedGraph, ...]
    unsaturated: GraphAverage | None

    def quantiles(self, probs: Floats) -> Floats:
        """Find the N below which the given probabilities lie, whole people.

        Args:
            probs: Probabilities, 0 < p < 1, of any shape.
        """
        return self.n_observed + find_quantiles(self.nodes, self.weights, probs)

    def spread_draws(self, n_draws: int) -> Floats:
        """Return `n_draws` equally likely values of N in ascending order: quantiles, so without sampling noise."""
        return self.quantiles((np.arange(n_draws) + 0.5) / n_draws)


@dataclass(frozen=True, slots=True, eq=False)
class _Part:
    """Graphs with their shares among themselves, and the log of their summed density at the nodes."""

    edges: Edges
    shares: Floats
    log_density: Floats
    log_total: float
    n_graphs: int
    dropped: float


def describe_posterior(lists: tuple[str, ...], steps: StepTable, found: Posterior, n_graphs: int) -> GraphAverage:
    """Put the saturated graph and the others together, and keep the others apart as well.

    Args:
        lists: Names of the lists.
        steps: Of the table.
        found: The posterior.
        n_graphs: How many graphs there are, the saturated one and those left out included.
    """
    log_saturated = float(logsumexp(sum_blocks(found.log_saturated, found.nodes)))
    log_others = float(logsumexp(sum_blocks(found.log_others, found.nodes)))
    log_all = float(np.logaddexp(log_saturated, log_others))
    saturated, rest = math.exp(log_saturated - log_all), math.exp(log_others - log_all)
    others = _Part(found.edges, found.graphs, found.log_others, log_others, n_graphs - 1, found.dropped)
    whole = _Part(
        np.append(found.edges, np.int32(join_all(len(lists)))),
        np.append(found.graphs * rest, saturated),
        np.logaddexp(found.log_saturated, found.log_others),
        log_all,
        n_graphs,
        found.dropped * rest,
    )
    unsaturated = _describe(lists, steps, found.nodes, others, 0.0, rest, None) if n_graphs > 1 else None
    return _describe(lists, steps, found.nodes, whole, saturated, 1.0, unsaturated)


def _describe(
    lists: tuple[str, ...],
    steps: StepTable,
    nodes: Ints,
    part: _Part,
    saturated: float,
    share: float,
    unsaturated: GraphAverage | None,
) -> GraphAverage:
    pairs = list(combinations(lists, 2))
    by_edges = np.bincount(np.bitwise_count(part.edges), weights=part.shares, minlength=len(pairs) + 1)
    joined = [float(part.shares[(part.edges >> bit & 1).astype(np.bool_)].sum()) for bit in range(len(pairs))]
    return GraphAverage(
        steps.n_observed,
        nodes,
        _normalise(sum_blocks(part.log_density, nodes)),
        saturated,
        estimate_tail(part.log_density - part.log_total, nodes),
        part.n_graphs,
        share,
        part.dropped,
        tuple(by_edges.tolist()),
        tuple(zip(pairs, joined, strict=True)),
        _show_top(lists, steps, nodes, part),
        unsaturated,
    )


def _show_top(lists: tuple[str, ...], steps: StepTable, nodes: Ints, part: _Part) -> tuple[WeighedGraph, ...]:
    """The graphs with the largest shares, each with its own median and limits; of equals the one with fewer edges."""
    place = max(len(part.shares) - _MOST_SHOWN, 0)
    least = max(float(np.partition(part.shares, place)[place]) - 10.0**-_DIGITS_COMPARED, _LEAST_SHARE_SHOWN)
    edges, shares = part.edges[part.shares >= least], part.shares[part.shares >= least]
    order = np.lexsort((edges, np.bitwise_count(edges), -np.round(shares, _DIGITS_COMPARED)))[:_MOST_SHOWN]
    every = lay_walk(len(lists))
    walk = prune_walk(every, np.isin(every.edges, edges[order]))
    densities = dict(zip(walk.edges.tolist(), weigh_each(steps, walk, nodes), strict=True))
    shown = []
    for mask, share in zip(edges[order].tolist(), shares[order].tolist(), strict=True):
        weights = _normalise(sum_blocks(densities[mask], nodes))
        lower, median, upper = (steps.n_observed + find_quantiles(nodes, weights, _LIMITS)).tolist()
        named = tuple((lists[a], lists[b]) for a, b in name_edges(mask, len(lists)))
        shown.append(WeighedGraph(named, share, median, lower, upper))
    return tuple(shown)


def _normalise(log_blocks: Floats) -> Floats:
    weights = np.exp(log_blocks - np.max(log_blocks))
    return np.asarray(weights / weights.sum(), dtype=np.float64)
