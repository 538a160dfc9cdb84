"""Decomposable graphical models, averaged exactly (Madigan & York 1997, doi:10.1093/biomet/84.1.19).

For a graph g with cliques C and separators S, m people on no list, N = n + m, and a hyper-Dirichlet prior with δ in
every cell of the full table,

    p(table, N | g) = N! / (m! ∏ n_x!) · ∏_C h(C) / ∏_S h(S),     h(A) = ∏_cells Γ(n_cell + α_A) / Γ(α_A),

with α_A = δ 2^(L − |A|), the empty separator included: h(∅) = Γ(N + δ 2^L) / Γ(δ 2^L). Graphs are equally likely
beforehand and p(N) ∝ 1/N. R's package dga (Johndrow & Lum) uses the same formulas with δ = 2^−L.

Only the cell of people on no list changes with m, so each marginal table is one log-gamma per m. The sum over m is
exact while steps are single and becomes a trapezoid where they are wider: no term is narrower than a negative binomial,
whose standard deviation √(m (1 + m/n)) sets the step, so no peak can hide between two nodes.

The lists identify N here only through the assumption that some lists are (conditionally) independent: the saturated
graph fits every table, says nothing about m, and takes over when millions of people show that no simpler graph holds.
Its share of the weight is therefore part of the answer.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln, logsumexp

from accounted.model.capture import CaptureTable
from accounted.model.errors import UsageError
from accounted.mse.compiled import compiled
from accounted.mse.graphs import MAX_LISTS, list_decomposable_graphs

__all__ = ["GraphAverage", "average_graphs"]

_STEPS_PER_SD = 4.0
_REACH = 10_000
_MOST_PEOPLE_FOR_STEP = 4_000_000.0

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class GraphAverage:
    """The posterior distribution of the number of people on no list, averaged over all decomposable graphs.

    Args:
        n_observed: People on at least one list.
        nodes: First number of people on no list of each block, ascending, and one number past the last block.
        weights: Probability of each block; they add up to 1.
        saturated: Posterior probability of the saturated graph.
        truncated: Estimated share of the probability beyond the last block.
        n_graphs: How many graphs were averaged.
    """

    n_observed: int
    nodes: Ints
    weights: Floats
    saturated: float
    truncated: float
    n_graphs: int

    def quantiles(self, probs: Floats) -> Floats:
        """Find the N below which the given probabilities lie, whole people.

        Args:
            probs: Probabilities, 0 < p < 1, of any shape.
        """
        ends = np.cumsum(self.weights)
        block = np.minimum(np.searchsorted(ends, probs * ends[-1]), len(self.weights) - 1)
        start, width = self.nodes[block], np.diff(self.nodes)[block]
        share = 1.0 - (ends[block] - probs * ends[-1]) / np.maximum(self.weights[block], np.finfo(float).tiny)
        inside = np.minimum(np.floor(np.clip(share, 0.0, 1.0) * width), width - 1)
        return np.asarray(self.n_observed + start + inside, dtype=np.float64)

    def spread_draws(self, n_draws: int) -> Floats:
        """Return `n_draws` equally likely values of N in ascending order: quantiles, so without sampling noise."""
        return self.quantiles((np.arange(n_draws) + 0.5) / n_draws)


def average_graphs(
    table: CaptureTable, *, delta: float | None = None, first: int = 0, last: int | None = None
) -> GraphAverage:
    """Average over all decomposable graphs on two to five lists.

    Args:
        table: People by capture history.
        delta: Prior people per cell of the full table; 2^−L unless given, as in R's dga.
        first: Smallest number of people on no list (R's dga is commonly run from 1).
        last: Largest number; 10,000 times those observed unless given, and `truncated` says what may lie beyond.

    Raises:
        UsageError: One list, or more than five, a table of nobody, or a range or prior that is empty.

    >>> table = CaptureTable.of("ABC", {(1, 0, 0): 41, (0, 1, 0): 36, (0, 0, 1): 30, (1, 1, 0): 9, (1, 0, 1): 11,
    ...                                 (0, 1, 1): 8, (1, 1, 1): 3})
    >>> answer = average_graphs(table)
    >>> answer.n_graphs, answer.quantiles(np.array([0.025, 0.5, 0.975])).tolist()
    (8, [211.0, 264.0, 351.0])
    """
    n_lists, n = len(table.lists), table.n_observed
    if not 2 <= n_lists <= MAX_LISTS:
        raise UsageError(f"graphs are averaged for 2 to {MAX_LISTS} lists, not {n_lists}", mend="choose fewer lists")
    delta = 2.0**-n_lists if delta is None else delta
    last = max(_REACH * max(n, 100), first + 1) if last is None else last
    if n == 0 or not 0 <= first < last or not 0.0 < delta < math.inf:
        raise UsageError("nobody is in the table, or the range or the prior is empty", mend="give people and a range")
    nodes = _lay_nodes(n, first, last)
    log_total, log_saturated = _weigh_nodes(table, delta, nodes)
    log_blocks = _sum_blocks(log_total, nodes)
    log_all = float(logsumexp(log_blocks))
    weights = np.exp(log_blocks - log_all)
    saturated = math.exp(float(logsumexp(_sum_blocks(log_saturated, nodes))) - log_all)
    truncated = _estimate_tail(log_total - log_all, nodes)
    return GraphAverage(
        n, nodes, weights / weights.sum(), min(saturated, 1.0), truncated, len(list_decomposable_graphs(n_lists))
    )


def _lay_nodes(n: int, first: int, last: int) -> Ints:
    """Single steps while the posterior can be that narrow, then a fixed share of its smallest possible width."""
    spread = min(float(n), _MOST_PEOPLE_FOR_STEP)
    nodes = [first]
    while nodes[-1] <= last:
        m = nodes[-1]
        step = max(1, math.floor(math.sqrt(m * (1.0 + m / spread)) / _STEPS_PER_SD))
        nodes.append(min(m + step, last + 1) if m < last else last + 1)
    return np.array(nodes, dtype=np.int64)


def _weigh_nodes(table: CaptureTable, delta: float, nodes: Ints) -> tuple[Floats, Floats]:
    """Log posterior, not normalised, at every node: over all graphs, and of the saturated one."""
    n_lists, n = len(table.lists), table.n_observed
    m = nodes.astype(np.float64)
    components = np.stack([_weigh_marginal(table, mask, delta, m) for mask in range(2**n_lists)])
    fixed = float(sum(gammaln(count + 1.0) for _, count in table.cells))
    base = gammaln(n + m + 1.0) - gammaln(m + 1.0) - fixed - np.log(n + m)
    graph_start, mask, power = _flatten_graphs(n_lists)
    log_graphs = _add_graphs(components, graph_start, mask, power)
    return base + log_graphs, base + components[-1] - components[0] - math.log(len(graph_start) - 1)


def _weigh_marginal(table: CaptureTable, mask: int, delta: float, m: Floats) -> Floats:
    """Log h(A) for the lists in `mask`; for the empty set the one cell is everybody."""
    inside = [j for j in range(len(table.lists)) if mask >> j & 1]
    counts: dict[tuple[int, ...], int] = {}
    for history, count in table.cells:
        key = tuple(history[j] for j in inside)
        counts[key] = counts.get(key, 0) + count
    alpha = delta * 2.0 ** (len(table.lists) - len(inside))
    elsewhere = counts.pop((0,) * len(inside), 0)
    seen = float(sum(gammaln(c + alpha) - gammaln(alpha) for _, c in sorted(counts.items())))
    return np.asarray(seen + gammaln(elsewhere + m + alpha) - gammaln(alpha), dtype=np.float64)


@lru_cache(maxsize=8)
def _flatten_graphs(n_lists: int) -> tuple[Ints, Ints, Floats]:
    graphs = list_decomposable_graphs(n_lists)
    start = np.cumsum([0, *(len(g.terms) for g in graphs)])
    terms = [term for g in graphs for term in g.terms]
    masks = np.array([t[0] for t in terms], dtype=np.int64)
    return start.astype(np.int64), masks, np.array([t[1] for t in terms], dtype=np.float64)


@compiled
def _add_graphs(components: Floats, start: Ints, mask: Ints, power: Floats) -> Floats:
    """Log of the mean over graphs of exp(Σ power · component) at every node, one graph in memory at a time."""
    n_graphs, n_nodes = len(start) - 1, components.shape[1]
    top = np.full(n_nodes, -np.inf)
    total = np.zeros(n_nodes)
    for g in range(n_graphs):
        for i in range(n_nodes):
            value = 0.0
            for t in range(start[g], start[g + 1]):
                value += power[t] * components[mask[t], i]
            if value > top[i]:
                total[i] = total[i] * np.exp(top[i] - value) + 1.0
                top[i] = value
            elif value > top[i] - 40.0:
                total[i] += np.exp(value - top[i])
    out: Floats = top + np.log(total) - np.log(n_graphs)
    return out


def _sum_blocks(log_f: Floats, nodes: Ints) -> Floats:
    """Log of the sum of f over the whole numbers of each block: exact for one, a trapezoid with both ends for more."""
    width = np.diff(nodes).astype(np.float64)
    left, right = np.log((width + 1.0) / 2.0), np.log(np.maximum(width - 1.0, np.finfo(float).tiny) / 2.0)
    return np.asarray(np.logaddexp(log_f[:-1] + left, log_f[1:] + right), dtype=np.float64)


def _estimate_tail(log_density: Floats, nodes: Ints) -> float:
    """Share beyond the last node when the fall over the last twentieth of the nodes goes on as a power of m."""
    back = max(1, len(nodes) // 20)
    near, far = float(nodes[-1 - back]), float(nodes[-1])
    if near <= 0.0:
        return 0.0
    slope = -(log_density[-1] - log_density[-1 - back]) / math.log(far / near)
    if slope <= 1.0:
        return 1.0 if log_density[-1] + math.log(far) > math.log(1e-9) else 0.0
    tail = math.exp(min(float(log_density[-1]) + math.log(far) - math.log(slope - 1.0), 50.0))
    return tail / (1.0 + tail)
