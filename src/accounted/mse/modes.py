"""Whether draws of N lie in one range or in several separate ones."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from accounted.model.capture import Mode
from accounted.mse.arguments import a_number, a_probability, check_arguments, draws_of_one

__all__ = ["find_modes"]

_BINS = 1_024
_LEAST_SHARE = 0.05
_DEEPEST_VALLEY = 0.5
_GOLDEN = 0.6180339887498949

Floats = NDArray[np.float64]


@check_arguments(draws=draws_of_one, n_observed=a_number(0.0), prob=a_probability)
def find_modes(draws: Floats, n_observed: int, prob: float = 0.95) -> tuple[Mode, ...]:
    """Find separate ranges of N; empty when there is one range only.

    The density of log(N − n + 1) is smoothed by a normal kernel (width by Silverman's rule). Two peaks are separate
    when the density between them falls below half of the lower one and each side holds 5 % or more of the probability.

    Args:
        draws: Values of N, all equally likely, in any order.
        n_observed: People on at least one list.
        prob: Probability of each mode's range, within the mode.

    >>> rng = np.random.default_rng(1)
    >>> two = np.concatenate([rng.normal(5e4, 4e3, 3000), rng.normal(1.4e5, 1e4, 1000)]).round()
    >>> [(round(m.lower, -4), round(m.upper, -4), m.share) for m in find_modes(two, 8_000)]
    [(40000.0, 60000.0, 0.75), (120000.0, 160000.0, 0.25)]
    >>> find_modes(rng.normal(5e4, 4e3, 3000).round(), 8_000)
    ()
    """
    ordered = np.sort(draws)
    # Whole people leave gaps on a log scale near n; each is spread over its own unit so that gaps are no valleys.
    spread = np.modf((np.arange(len(ordered)) + 1.0) * _GOLDEN)[0]
    z = np.log(np.maximum(ordered - n_observed, 0.0) + 1.0 + spread)
    cuts = _cut_at_valleys(z)
    if not cuts:
        return ()
    number = np.searchsorted(np.array(cuts), z)
    tail = (1.0 - prob) / 2.0
    modes = []
    for k in range(len(cuts) + 1):
        inside = ordered[number == k]
        lower, upper = np.quantile(inside, [tail, 1.0 - tail])
        modes.append(Mode(float(round(lower)), float(round(upper)), round(len(inside) / len(ordered), 3)))
    return tuple(modes)


def _cut_at_valleys(z: Floats) -> list[float]:
    low, high = float(z.min()), float(z.max())
    quartiles = np.quantile(z, [0.25, 0.75])
    scale = min(float(z.std()), float(quartiles[1] - quartiles[0]) / 1.34) or float(z.std())
    width = 0.9 * scale * len(z) ** -0.2
    if width <= 0.0:
        return []
    edges = np.linspace(low - 4 * width, high + 4 * width, _BINS + 1)
    counts = np.histogram(z, edges)[0].astype(np.float64)
    centres = (edges[:-1] + edges[1:]) / 2
    offsets = np.arange(-_BINS + 1, _BINS) * (edges[1] - edges[0])
    kernel = np.exp(-0.5 * (offsets / width) ** 2)
    density = np.convolve(counts, kernel)[_BINS - 1 : 2 * _BINS - 1]
    return _accept_cuts(centres, density, counts / counts.sum())


def _accept_cuts(centres: Floats, density: Floats, share: Floats) -> list[float]:
    """Walk from left to right; cut at a valley when both sides are peaks that are high and heavy enough."""
    cuts, start = [], 0
    inner = np.flatnonzero((density[1:-1] <= density[:-2]) & (density[1:-1] < density[2:])) + 1
    for valley in inner.tolist():
        left, right = density[start : valley + 1].max(), density[valley:].max()
        heavy = min(share[start:valley].sum(), share[valley:].sum()) >= _LEAST_SHARE
        if heavy and density[valley] < _DEEPEST_VALLEY * min(left, right):
            cuts.append(float(centres[valley]))
            start = valley
    return cuts
