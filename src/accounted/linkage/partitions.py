"""Partitions drawn record by record: each joins one of the clusters near it, or stands alone, by the odds of either.

For record r and a cluster C of k records the odds of joining against standing alone are

    prior odds of k  ·  power mean over C of m/u, a pair that was not compared counting as `absent`

Records of one person share their errors, so evidence is not multiplied: with the power 1 the mean says that r was
written down as one of the cluster's records was, whichever; near 0 it is geometric, and one pair that speaks against
outweighs one that speaks for. The prior odds come from the partition itself: of K_k clusters with k
records,

    (k + 1) K_{k+1} / number of ways in which a record that stands alone could join a cluster of k

So a pair with no rivals is more probable than one whose records are well placed elsewhere, which a prior over pairs
does not know. Priors over the sizes of clusters: Betancourt, Zanella & Steorts 2022, doi:10.1214/21-BA1267.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from accounted.compiled import compiled

__all__ = ["MOST_LISTS", "MOST_SIZE", "Neighbours", "find_odds", "lay_out", "sweep_units"]

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

_NEVER = -1e30
_UNSEEN = 0.5
MOST_LISTS = 62
"""De-duplicated lists beyond which there are not bits enough."""

MOST_SIZE = 64
"""Clusters of more records have the prior odds of this many."""


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


def find_odds(neighbours: Neighbours, home: Ints) -> Floats:
    """Find the prior odds of joining a cluster of 0, 1, 2 … records, from the partition as it is.

    >>> pairs = lay_out(np.array([0]), np.array([1]), np.empty((0, 2), int), np.ones(4, int), np.zeros(4, int))
    >>> find_odds(pairs, np.array([0, 0, 1, 2]))[:2].tolist()
    [0.0, 1.0]
    """
    n = len(home)
    sizes = np.bincount(home, weights=neighbours.size, minlength=n).astype(np.int64)
    on = np.zeros(n, np.int64)
    np.bitwise_or.at(on, home, neighbours.lists)
    sizes, on = np.minimum(sizes[sizes > 0], MOST_SIZE), on[sizes > 0]
    counts = np.bincount(sizes, minlength=MOST_SIZE + 2).astype(np.float64)
    alone = on[sizes == 1]
    ways = counts[: MOST_SIZE + 1] * len(alone)
    every = int(np.bitwise_or.reduce(on, initial=0))
    for bit in range(every.bit_length()):
        of_list = np.int64(1) << bit
        n_alone = int(np.count_nonzero(alone & of_list))
        if n_alone:
            ways -= n_alone * np.bincount(sizes[(on & of_list) > 0], minlength=MOST_SIZE + 1)
    ways[1] -= np.count_nonzero(alone == 0)
    larger = np.maximum(counts[1:], _UNSEEN) * np.arange(1, MOST_SIZE + 2)
    odds: Floats = larger / np.maximum(ways, 1.0)
    odds[0] = 0.0
    return odds


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
    factors: Floats,
    absent: float,
    power: float,
    odds: Floats,
    home: Ints,
    order: Ints,
    uniform: Floats,
    together: Floats,
) -> None:
    """Draw the cluster of every unit anew, in turn; `home` changes in place.

    Args:
        start: As in `Neighbours`.
        other: As in `Neighbours`.
        pair: As in `Neighbours`.
        size: As in `Neighbours`.
        lists: As in `Neighbours`.
        factors: m/u of every compared pair, to the power of `power`.
        absent: Likewise of a pair that was not compared.
        power: Of the mean.
        odds: Prior odds by the size of the cluster joined.
        home: Number of the cluster of each unit, below their number.
        order: In which to draw.
        uniform: One number from 0 to 1 per draw.
        together: Per compared pair, the chance that the unit drawn joins the other one's cluster is added: a pair of
            which both units are drawn once gets twice its probability.
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
    total, linked, weight = np.zeros(n), np.zeros(n), np.zeros(n)
    near = np.empty(n, np.int64)
    for at in range(len(order)):
        unit = order[at]
        old = home[unit]
        n_records[old] -= size[unit]
        on[old] &= ~lists[unit]
        if n_records[old] == 0:
            free[n_free] = old
            n_free += 1
        n_near = _add_up(unit, start, other, pair, factors, home, total, linked, near)
        whole = 1.0
        for k in range(n_near):
            cluster = near[k]
            weight[cluster] = 0.0
            if n_records[cluster] and not on[cluster] & lists[unit]:
                n_pairs = float(size[unit] * n_records[cluster])
                mean = max((total[cluster] + absent * (n_pairs - linked[cluster])) / n_pairs, 0.0)
                weight[cluster] = odds[min(n_records[cluster], len(odds) - 1)] * mean ** (1.0 / power)
                whole += weight[cluster]
        for k in range(start[unit], start[unit + 1]):
            if other[k] != unit and pair[k] < len(factors):
                together[pair[k]] += weight[home[other[k]]] / whole
        left = uniform[at] * whole
        chosen = -1
        for k in range(n_near):
            left -= weight[near[k]]
            if left < 0.0 and chosen < 0:
                chosen = near[k]
            total[near[k]] = linked[near[k]] = 0.0
        if chosen < 0:
            n_free -= 1
            chosen = free[n_free]
        home[unit] = chosen
        n_records[chosen] += size[unit]
        on[chosen] |= lists[unit]


@compiled
def _add_up(
    unit: int,
    start: Ints,
    other: Ints,
    pair: Ints,
    factors: Floats,
    home: Ints,
    total: Floats,
    linked: Floats,
    near: Ints,
) -> int:
    """Add up what was compared with a unit by the cluster it lies in; returns how many clusters are near."""
    n_near = 0
    for k in range(start[unit], start[unit + 1]):
        if other[k] == unit:
            continue
        cluster = home[other[k]]
        if linked[cluster] == 0.0:
            near[n_near] = cluster
            n_near += 1
        total[cluster] += factors[pair[k]] if pair[k] < len(factors) else _NEVER
        linked[cluster] += 1.0
    return n_near
