"""Moves along the ridge of the likelihood: a class becomes harder to find and stands for more people.

Its people who are on one list only stay as many, those on none become several times as many, those on two become fewer
by as much: in folded coordinates (`pairs_coordinates`) that is one step of λ_k, or, for the last class, which the
others are relative to, of all λ and T together. Where people are mostly on one list the likelihood hardly changes.
Hamiltonian moves alone get there slowly.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from accounted.compiled import compiled
from accounted.mse.pairs_density import fold, log_posterior, unfold
from accounted.mse.pairs_frame import Frame

__all__ = ["slide_classes"]

Floats = NDArray[np.float64]

_STEPS = (0.4, 0.8, 1.6)


@compiled
def slide_classes(
    rng: np.random.Generator, points: Floats, grads: Floats, target: Floats, odds: Floats, f: Frame
) -> None:
    """Change how many people of one class of every point are on no list, those on one list only held; in place.

    The class is drawn by how many of the unseen belong to it. The shift has Jacobian 1, so the density alone judges it,
    but for the chance of drawing the same class on the way back.
    """
    n, n_lists, last = points.shape[1], f.n_lists, f.n_classes - 1
    n_theta = n_lists * f.n_classes
    v, new, grad, unseen = np.empty(n), np.empty(n), np.empty(n), np.empty(f.n_classes)
    for i in range(len(points)):
        step = _STEPS[rng.integers(0, len(_STEPS))] * rng.standard_normal()
        v[:] = points[i]
        if not f.is_folded:
            fold(points[i], f, v)
        top, total = 0.0, 0.0
        for k in range(last):
            top = max(top, v[n_theta + k])
        for k in range(f.n_classes):
            unseen[k] = math.exp((v[n_theta + k] if k < last else 0.0) - top)
            total += unseen[k]
        k, left = 0, rng.random() * total - unseen[0]
        while left > 0.0 and k < last:
            k += 1
            left -= unseen[k]
        if k < last:
            v[n_theta + k] += step
        else:
            for j in range(n_lists):
                v[j] -= step
            for c in range(last):
                v[n_theta + c] -= step
        times = math.exp(step)
        lean = step - math.log(1.0 + (times - 1.0) * unseen[k] / total)
        new[:] = v
        if not f.is_folded:
            unfold(v, f, new)
        value, chance = log_posterior(new, f, grad)
        if math.log(1.0 - rng.random()) < value - target[i] + lean:
            points[i] = new
            grads[i] = grad
            target[i], odds[i] = value, chance
