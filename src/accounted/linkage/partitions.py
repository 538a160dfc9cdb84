"""Partitions drawn record by record: each joins one of the clusters near it, or stands alone, by the odds of either.

For record r and cluster C the log2 odds of joining against standing alone are

    prior + mean · |C|^γ        mean of log2 m/u over all pairs of r and C, one that was not compared counting as lost

With γ = 0 pairs say the same thing over and over, with γ = 1 what they say is independent; records of one person share
their errors, so the truth lies between.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from accounted.compiled import compiled

__all__ = ["Neighbours", "lay_out", "sweep_units"]

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

_NEVER = -1e6


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Units (records that are surely together) and what was compared between them, twice: once from either side.

    Args:
        start: Where the neighbours of each unit begin; one more than units.
        other: The neighbouring unit.
        pair: Number of the compared pair of records; the number of pairs for a pair that may never be together.
        size: Records of each unit.
        lists: Per unit, one bit for each de-duplicated list on which it stands.
    """

    start: Ints
    other: Ints
    pair: Ints
    size: Ints
    lists: Ints


def lay_out(left: Ints, right: Ints, apart: Ints, size: Ints, lists: Ints) -> Neighbours:
    """Lay out pairs of units by unit.

    Args:
        left: Per compared pair, one unit.
        right: The other one.
        apart: Pairs of units that may never be together, one per row.
        size: Records of each unit.
        lists: Per unit, one bit for each de-duplicated list on which it stands.
    """
    first = np.concatenate([left, right, apart[:, 0], apart[:, 1]])
    second = np.concatenate([right, left, apart[:, 1], apart[:, 0]])
    number = np.arange(len(left))
    pair = np.concatenate([number, number, np.full(2 * len(apart), len(left))])
    order = np.argsort(first, kind="stable")
    start = np.searchsorted(first[order], np.arange(len(size) + 1))
    return Neighbours(start.astype(np.int64), second[order], pair[order], size, lists)


@compiled
def sweep_units(
    start: Ints,
    other: Ints,
    pair: Ints,
    size: Ints,
    lists: Ints,
    bits: Floats,
    prior: float,
    absent: float,
    dependence: float,
    home: Ints,
    order: Ints,
    uniform: Floats,
) -> None:
    """Draw the cluster of every unit anew, in turn; `home` changes in place.

    Args:
        start: As in `Neighbours`.
        other: As in `Neighbours`.
        pair: As in `Neighbours`.
        size: As in `Neighbours`.
        lists: As in `Neighbours`.
        bits: log2 m/u of every compared pair.
        prior: log2 of the prior odds.
        absent: log2 m/u of a pair that was not compared.
        dependence: γ.
        home: Number of the cluster of each unit, below their number.
        order: In which to draw.
        uniform: One number from 0 to 1 per draw.
    """
    n = len(size)
    n_records, on = np.zeros(n, np.int64), np.zeros(n, np.int64)
    for unit in range(n):
        n_records[home[unit]] += size[unit]
        on[home[unit]] |= lists[unit]
    free = np.empty(n, np.int64)
    n_free = 0
    for cluster in range(n):
        if n_records[cluster] == 0:
            free[n_free] = cluster
            n_free += 1
    total, linked = np.zeros(n), np.zeros(n)
    near, weights = np.empty(n, np.int64), np.empty(n)
    for at in range(len(order)):
        unit = order[at]
        old = home[unit]
        n_records[old] -= size[unit]
        on[old] &= ~lists[unit]
        if n_records[old] == 0:
            free[n_free] = old
            n_free += 1
        n_near = 0
        for k in range(start[unit], start[unit + 1]):
            if other[k] == unit:
                continue
            cluster = home[other[k]]
            if linked[cluster] == 0.0:
                near[n_near] = cluster
                n_near += 1
            total[cluster] += bits[pair[k]] if pair[k] < len(bits) else _NEVER
            linked[cluster] += 1.0
        whole = 1.0
        for k in range(n_near):
            cluster = near[k]
            weights[k] = 0.0
            if n_records[cluster] and not on[cluster] & lists[unit]:
                n_pairs = float(size[unit] * n_records[cluster])
                mean = (total[cluster] + absent * (n_pairs - linked[cluster])) / n_pairs
                weights[k] = 2.0 ** min(max(prior + mean * n_pairs**dependence, -60.0), 60.0)
                whole += weights[k]
            total[cluster] = 0.0
            linked[cluster] = 0.0
        left = uniform[at] * whole
        chosen = -1
        for k in range(n_near):
            left -= weights[k]
            if left < 0.0:
                chosen = near[k]
                break
        if chosen < 0:
            n_free -= 1
            chosen = free[n_free]
        home[unit] = chosen
        n_records[chosen] += size[unit]
        on[chosen] |= lists[unit]
