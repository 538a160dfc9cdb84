"""At which numbers of people on no list the density is looked at, and how whole numbers between are summed.

No graph's density is narrower than a negative binomial with standard deviation s(m) = √(m (1 + m/n)): by the formulas
in `decomposable_density` its log is B(m), common to all graphs and concave, plus a sum of log Γ(z_C + m + α_C) −
log Γ(z_S + m + α_S) and of −log(n + m). As z_C + α_C ≤ z_S + α_S, every one of these is convex. Two things follow:

- On the scale u(m) = 2 √n arsinh √(m/n), for which du = dm / s(m), equal steps suit the density wherever it lies.
- Between two nodes a < b every graph lies below the straight line through its own values there plus the most by which
  B exceeds its own straight line, the *gap*. With F the sum over any set of graphs, then,

      Σ_{m=a}^{b} F(m) ≤ e^gap · (b − a + 1) (F(a) + F(b)) / 2,

  a bound from the ends alone: whatever is left out is provably small.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from scipy.special import digamma

from accounted.mse.decomposable_density import log_gamma_ratio

__all__ = [
    "bound_blocks",
    "estimate_tail",
    "find_quantiles",
    "lay_nodes",
    "lay_ratio_nodes",
    "measure_widths",
    "split_blocks",
    "sum_blocks",
    "weigh_ends",
]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


def _to_scale(m: Floats, n: int) -> Floats:
    return np.asarray(2.0 * math.sqrt(n) * np.arcsinh(np.sqrt(m / n)), dtype=np.float64)


def _from_scale(u: Floats, n: int) -> Floats:
    return np.asarray(n * np.sinh(u / (2.0 * math.sqrt(n))) ** 2, dtype=np.float64)


def lay_nodes(n: int, first: int, last: int, step: float, most: int) -> Ints:
    """Lay nodes from `first` to `last` + 1, about `step` smallest standard deviations apart, in at most `most` blocks.

    >>> lay_nodes(100, 0, 1000, 10.0, 4).tolist()
    [0, 23, 116, 364, 1001]
    """
    ends = np.array([first, last + 1], dtype=np.int64)
    n_parts = min(math.ceil(float(measure_widths(ends, n)[0]) / step), most)
    return split_blocks(ends, np.array([max(n_parts, 1)]), n)


def lay_ratio_nodes(first: int, last: int, ratio: float) -> Ints:
    """Lay nodes from `first` to `last` + 1, each m + 1 about `ratio` times the one before or one more.

    >>> lay_ratio_nodes(0, 20, 2.0).tolist()
    [0, 1, 2, 5, 11, 21]
    """
    n_parts = max(math.ceil(math.log((last + 2) / (first + 1)) / math.log(ratio)), 1)
    m = np.rint(np.geomspace(first + 1.0, last + 2.0, n_parts + 1)).astype(np.int64) - 1
    return np.unique(np.clip(np.append(m, [first, last + 1]), first, last + 1))


def measure_widths(nodes: Ints, n: int) -> Floats:
    """Width of each block in smallest possible standard deviations of a density there."""
    return np.diff(_to_scale(nodes.astype(np.float64), n))


def split_blocks(nodes: Ints, parts: Ints, n: int) -> Ints:
    """Split each block into about as many parts as given, equal on the scale u; the old nodes stay."""
    u = _to_scale(nodes.astype(np.float64), n)
    block = np.repeat(np.arange(len(parts)), parts)
    within = np.arange(len(block)) - np.repeat(np.cumsum(parts) - parts, parts)
    fine = _from_scale(u[block] + within / parts[block] * np.diff(u)[block], n)
    inside = np.clip(np.rint(fine).astype(np.int64), nodes[:-1][block], nodes[1:][block])
    return np.unique(np.concatenate((nodes, inside)))


def bound_blocks(log_density: Floats, nodes: Ints, n: int) -> tuple[Floats, Floats]:
    """Bound the sum over the whole numbers of each block, both ends included.

    Args:
        log_density: Per node, log of the sum over any set of graphs.
        nodes: Numbers of people on no list, ascending.
        n: People on at least one list.

    Returns:
        Log of the bound per block, and log of the weight of each end in it.
    """
    m = nodes.astype(np.float64)
    rise = log_gamma_ratio(n + m + 1.0, m + 1.0)
    u = _to_scale(m, n)
    middle = np.clip(_from_scale((u[:-1] + u[1:]) / 2.0, n), m[:-1], m[1:])
    # A concave function lies below its tangent; the tangent less the straight line is largest at an end of the block.
    at_middle = log_gamma_ratio(n + middle + 1.0, middle + 1.0)
    slope = digamma(n + middle + 1.0) - digamma(middle + 1.0)
    left = at_middle + slope * (m[:-1] - middle) - rise[:-1]
    right = at_middle + slope * (m[1:] - middle) - rise[1:]
    log_weight = np.maximum(np.maximum(left, right), 0.0) + np.log((np.diff(m) + 1.0) / 2.0)
    return np.logaddexp(log_density[:-1], log_density[1:]) + log_weight, log_weight


def sum_blocks(log_density: Floats, nodes: Ints) -> Floats:
    """Log of the sum over the whole numbers of each block, its right end left out: exact for one, a trapezoid for more.

    >>> np.exp(sum_blocks(np.log([1.0, 2.0, 5.0]), np.array([0, 1, 4]))).round(6).tolist()
    [1.0, 9.0]
    """
    left, right = _end_weights(nodes)
    return np.asarray(np.logaddexp(log_density[:-1] + left, log_density[1:] + right), dtype=np.float64)


def weigh_ends(nodes: Ints) -> Floats:
    """Log of the weight of each node in the sum over all blocks, as `sum_blocks` has it."""
    left, right = _end_weights(nodes)
    outside = np.array([-np.inf])
    return np.asarray(np.logaddexp(np.append(left, outside), np.append(outside, right)), dtype=np.float64)


def _end_weights(nodes: Ints) -> tuple[Floats, Floats]:
    width = np.diff(nodes).astype(np.float64)
    wide = width > 1.0
    right = np.where(wide, np.log(np.where(wide, width - 1.0, 1.0) / 2.0), -np.inf)
    return np.log((width + 1.0) / 2.0), right


def find_quantiles(nodes: Ints, weights: Floats, probs: Floats) -> Floats:
    """Find the whole numbers below which the probabilities lie, each block's weight spread evenly over it."""
    ends = np.cumsum(weights)
    block = np.minimum(np.searchsorted(ends, probs * ends[-1]), len(weights) - 1)
    width = np.diff(nodes)[block]
    share = 1.0 - (ends[block] - probs * ends[-1]) / np.maximum(weights[block], np.finfo(float).tiny)
    inside = np.minimum(np.floor(np.clip(share, 0.0, 1.0) * width), width - 1)
    return np.asarray(nodes[block] + inside, dtype=np.float64)


def estimate_tail(log_density: Floats, nodes: Ints) -> float:
    """Share beyond the last node when the fall over the last part of the range goes on as a power of m.

    Args:
        log_density: Per node, log of the density, normalised.
        nodes: Numbers of people on no list, ascending.
    """
    far = float(nodes[-1])
    back = min(int(np.searchsorted(nodes, far - 0.05 * (far - float(nodes[0])))), len(nodes) - 2)
    near, end = float(nodes[back]), float(log_density[-1])
    if near <= 0.0:
        back, near = (1, float(nodes[1])) if len(nodes) > 2 else (0, 0.0)
    if near <= 0.0 or end == -math.inf:
        return 0.0
    slope = (float(log_density[back]) - end) / math.log(far / near)
    if slope <= 1.0:
        return 1.0 if end + math.log(far) > math.log(1e-9) else 0.0
    tail = math.exp(min(end + math.log(far) - math.log(slope - 1.0), 50.0))
    return tail / (1.0 + tail)
