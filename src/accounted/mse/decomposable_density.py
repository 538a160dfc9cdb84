"""The posterior density of decomposable graphs at chosen numbers of people on no list.

With m people on no list and N = n + m, a graph that grows by steps (v, S) (see `graph_walk`) has

    log p(m | table, g) = const + B(m) − log(n + m) + Σ_steps [log h(S ∪ {v}) − log h(S)],
    B(m) = log Γ(n + m + 1) − log Γ(m + 1).

Only the cell of people on none of the lists of A changes with m, so log h(A) = const + log Γ(z_A + m + α_A), where z_A
people are on none of them. A step is then a constant and one ratio of gammas, the same for every graph: for L lists
there are L · 2^(L − 1) of them. They are tabulated once per node, and each graph costs one addition per node.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln

from accounted.compiled import compiled
from accounted.model.capture import CaptureTable
from accounted.mse.graph_walk import Bytes, Steps, Walk, number_step

__all__ = ["GraphSums", "StepTable", "add_graphs", "log_gamma_ratio", "tabulate_steps", "weigh_each"]

_NODES_AT_A_TIME = 256
_FLOOR = 50.0
_STIRLING_FROM = 32.0

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def log_gamma_ratio(p: Floats, q: Floats) -> Floats:
    """Log Γ(p) − log Γ(q) without losing digits when both are large and close (difference of Stirling's series).

    >>> exact = math.log(1e14) + math.log(1e14 + 1)
    >>> bool(abs(log_gamma_ratio(np.array([1e14 + 2]), np.array([1e14]))[0] - exact) < 1e-13)
    True
    """
    large = np.minimum(p, q) >= _STIRLING_FROM
    x, y = np.where(large, p, _STIRLING_FROM), np.where(large, q, _STIRLING_FROM)
    series = (y - 0.5) * np.log1p((x - y) / y) + (x - y) * (np.log(x) - 1.0) + _correct(x) - _correct(y)
    if bool(large.all()):
        return series
    return np.where(large, series, gammaln(np.where(large, 1.0, p)) - gammaln(np.where(large, 1.0, q)))


def _correct(x: Floats) -> Floats:
    square = 1.0 / (x * x)
    return np.asarray((1.0 / 12.0 - square * (1.0 / 360.0 - square / 1260.0)) / x, dtype=np.float64)


@dataclass(frozen=True, slots=True, eq=False)
class StepTable:
    """All steps by which graphs on the lists of one table can grow.

    Args:
        n_observed: People on at least one list.
        fixed: What does not depend on m and graph, −Σ log n_x!.
        constant: Per step, the part of log h(S ∪ {v}) − log h(S) that does not change with m.
        clique: Per step, z + α of S ∪ {v}.
        separator: Per step, z + α of S; never less than `clique`.
    """

    n_observed: int
    fixed: float
    constant: Floats
    clique: Floats
    separator: Floats

    def weigh_start(self, m: Floats) -> Floats:
        """What every graph has in common, at each m."""
        n = self.n_observed
        return np.asarray(self.fixed + log_gamma_ratio(n + m + 1.0, m + 1.0) - np.log(n + m), dtype=np.float64)

    def weigh_steps(self, m: Floats, numbers: Ints | None = None) -> Floats:
        """Log h(S ∪ {v}) − log h(S) of all or the given steps (rows) at each m (columns)."""
        chosen = slice(None) if numbers is None else numbers
        up, down = self.clique[chosen, None] + m, self.separator[chosen, None] + m
        return np.asarray(self.constant[chosen, None] + log_gamma_ratio(up, down), dtype=np.float64)


def tabulate_steps(table: CaptureTable, delta: float) -> StepTable:
    """Tabulate all steps for `delta` prior people per cell of the full table."""
    n_lists = len(table.lists)
    marginals = [_weigh_marginal(table, mask, delta) for mask in range(2**n_lists)]
    size = n_lists * 2 ** (n_lists - 1)
    constant, clique, separator = np.zeros(size), np.zeros(size), np.zeros(size)
    for v in range(n_lists):
        for joined in range(2**n_lists):
            if not joined >> v & 1:
                k = number_step(n_lists, v, joined)
                (above, clique[k]), (below, separator[k]) = marginals[joined | 1 << v], marginals[joined]
                constant[k] = above - below
    fixed = -math.fsum(math.lgamma(count + 1.0) for _, count in table.cells)
    return StepTable(table.n_observed, fixed, constant, clique, separator)


def _weigh_marginal(table: CaptureTable, mask: int, delta: float) -> tuple[float, float]:
    """The constant part of log h(A) for the lists in `mask`, and z + α; for the empty set the one cell is everybody."""
    inside = [j for j in range(len(table.lists)) if mask >> j & 1]
    counts: dict[tuple[int, ...], int] = {}
    for history, count in table.cells:
        key = tuple(history[j] for j in inside)
        counts[key] = counts.get(key, 0) + count
    alpha = delta * 2.0 ** (len(table.lists) - len(inside))
    nowhere = counts.pop((0,) * len(inside), 0)
    seen = math.fsum(math.lgamma(c + alpha) - math.lgamma(alpha) for c in counts.values())
    return seen - math.lgamma(alpha), nowhere + alpha


@dataclass(frozen=True, slots=True, eq=False)
class GraphSums:
    """What all graphs of a walk hold together, and each of them.

    Args:
        log_density: Per node, log of the sum over graphs.
        graphs: Per graph, the weighted sum over nodes, divided by exp(`log_scale`).
        log_scale: See `graphs`.
        skipped: What a graph's sum may lack because terms below e^−50 of the largest graph at that node are left out.
    """

    log_density: Floats
    graphs: Floats
    log_scale: float
    skipped: float


def add_graphs(steps: StepTable, walk: Walk, nodes: Ints, log_weights: Floats) -> GraphSums:
    """Add up the densities of the graphs at each node, and of each graph over the nodes.

    Args:
        steps: Of the table.
        walk: The graphs, at least one.
        nodes: Numbers of people on no list.
        log_weights: Log weight of each node in a graph's sum.
    """
    log_density = np.empty(len(nodes))
    graphs, scale, skipped = np.zeros(walk.n_graphs), -math.inf, 0.0
    for begin in range(0, len(nodes), _NODES_AT_A_TIME):
        part = slice(begin, begin + _NODES_AT_A_TIME)
        m = nodes[part].astype(np.float64)
        start, log_steps = steps.weigh_start(m), steps.weigh_steps(m)
        top = _find_tops(walk.n_lists, walk.depth, walk.step, start, log_steps)
        peak = float(np.max(top + log_weights[part]))
        weight = np.exp(top + log_weights[part] - peak)
        total, sums = _add_leaves(walk.n_lists, walk.depth, walk.step, walk.n_graphs, start - top, log_steps, weight)
        log_density[part] = top + np.log(total)
        higher = max(scale, peak)
        graphs = graphs * math.exp(scale - higher) + sums * math.exp(peak - higher)
        skipped = skipped * math.exp(scale - higher) + float(weight.sum()) * math.exp(peak - higher - _FLOOR)
        scale = higher
    return GraphSums(log_density, graphs, scale, skipped)


def weigh_each(steps: StepTable, walk: Walk, nodes: Ints) -> Floats:
    """Log density of each graph (rows) at each node (columns); for a few graphs."""
    m = nodes.astype(np.float64)
    rows = [steps.weigh_start(m)]
    numbers, place = np.unique(walk.step.astype(np.int64), return_inverse=True)
    log_steps = steps.weigh_steps(m, numbers)
    out = []
    for depth, k in zip(walk.depth.tolist(), place.tolist(), strict=True):
        rows[depth:] = [rows[depth - 1] + log_steps[k]]
        if depth == walk.n_lists:
            out.append(rows[depth])
    return np.stack(out)


@compiled
def _find_tops(n_lists: int, depth: Bytes, step: Steps, start: Floats, log_steps: Floats) -> Floats:
    """The largest log density of any graph at each node."""
    n_nodes = len(start)
    rows = np.empty((n_lists + 1, n_nodes))
    rows[0] = start
    top = np.full(n_nodes, -np.inf)
    for k in range(len(depth)):
        before, after, change = rows[depth[k] - 1], rows[depth[k]], log_steps[step[k]]
        if depth[k] < n_lists:
            for i in range(n_nodes):
                after[i] = before[i] + change[i]
        else:
            for i in range(n_nodes):
                value = before[i] + change[i]
                top[i] = value if value > top[i] else top[i]
    return top


@compiled
def _add_leaves(
    n_lists: int, depth: Bytes, step: Steps, n_graphs: int, start: Floats, log_steps: Floats, weight: Floats
) -> tuple[Floats, Floats]:
    """Sum of exp(log density) over graphs at each node, and the weighted sum over nodes of each graph."""
    n_nodes = len(start)
    rows = np.empty((n_lists + 1, n_nodes))
    rows[0] = start
    total, sums = np.zeros(n_nodes), np.zeros(n_graphs)
    leaf = 0
    for k in range(len(depth)):
        before, after, change = rows[depth[k] - 1], rows[depth[k]], log_steps[step[k]]
        if depth[k] < n_lists:
            for i in range(n_nodes):
                after[i] = before[i] + change[i]
        else:
            summed = 0.0
            for i in range(n_nodes):
                value = before[i] + change[i]
                if value > -_FLOOR:
                    density = math.exp(value)
                    total[i] += density
                    summed += weight[i] * density
            sums[leaf] = summed
            leaf += 1
    return total, sums
