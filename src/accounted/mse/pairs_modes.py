"""Modes of the posterior of one structure, and how it bends there."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from accounted.compiled import compiled
from accounted.mse.pairs_density import evaluate_many, log_posterior
from accounted.mse.pairs_frame import Frame

__all__ = ["Mode", "approximate", "climb", "find_modes", "spread_around"]

Floats = NDArray[np.float64]

_MOST_STEPS = 500
_TOLERANCE = 1e-6
_DEEPEST = 6.0
_MOST_MODES = 4
_SAME_HEIGHT = 0.05
_SAME_ODDS = 0.02
_LEAST_CURVATURE = 0.05


@dataclass(frozen=True, slots=True, eq=False)
class Mode:
    """A maximum of the posterior density: its logarithm there, and the parameters."""

    height: float
    at: Floats


@compiled
def climb(start: Floats, f: Frame, most_steps: int, tolerance: float, held: int = -1) -> tuple[Floats, float]:
    """Maximise the log posterior by BFGS, one parameter held where its number is given."""
    n = len(start)
    v, grad, new_grad = start.copy(), np.empty(n), np.empty(n)
    value = log_posterior(v, f, grad)[0]
    if held >= 0:
        grad[held] = 0.0
    inverse, is_first = np.eye(n), True
    for _ in range(most_steps):
        step = inverse @ grad
        gain = float(step @ grad)
        if gain <= 0.0:
            inverse, step = np.eye(n), grad.copy()
            gain = float(step @ grad)
        if gain < tolerance:
            break
        length = min(1.0, 2.0 / np.abs(step).max())
        is_better = False
        new, new_value = v, value
        for _ in range(25):
            new = v + length * step
            new_value = log_posterior(new, f, new_grad)[0]
            if held >= 0:
                new_grad[held] = 0.0
            if new_value >= value + 1e-4 * length * gain:
                is_better = True
                break
            length *= 0.35
        if not is_better and is_first:
            break
        if not is_better:
            inverse, is_first = np.eye(n), True
            continue
        bend, moved = grad - new_grad, new - v
        turn = float(moved @ bend)
        if turn > 1e-12:
            if is_first:
                inverse, is_first = np.eye(n) * (turn / float(bend @ bend)), False
            across = inverse @ bend
            scale = (1.0 + float(bend @ across) / turn) / turn
            for i in range(n):
                for j in range(n):
                    inverse[i, j] += scale * moved[i] * moved[j] - (moved[i] * across[j] + across[i] * moved[j]) / turn
        v, value = new, new_value
        grad[:] = new_grad
    return v, value


@compiled
def _curvature(at: Floats, f: Frame) -> Floats:
    """Negative second derivatives, by differences of the gradient."""
    n = len(at)
    out, above, below = np.empty((n, n)), np.empty(n), np.empty(n)
    for i in range(n):
        v = at.copy()
        v[i] += 1e-4
        log_posterior(v, f, above)
        v[i] -= 2e-4
        log_posterior(v, f, below)
        out[i] = (below - above) / 2e-4
    return 0.5 * (out + out.T)


def spread_around(at: Floats, frame: Frame, held: int | None = None) -> tuple[Floats, float]:
    """Covariance of the normal approximation at a mode and the log of its determinant, of what is not held."""
    bend = _curvature(at, frame)
    if held is not None:
        bend = np.delete(np.delete(bend, held, axis=0), held, axis=1)
    values, vectors = np.linalg.eigh(bend)
    values = np.maximum(values, _LEAST_CURVATURE)
    return (vectors / values) @ vectors.T, -float(np.log(values).sum())


def approximate(mode: Mode, frame: Frame) -> float:
    """Log marginal likelihood by Laplace's method, all orders of the classes counted."""
    log_determinant = spread_around(mode.at, frame)[1]
    orders = math.lgamma(max(frame.n_classes, 1) + 1.0)
    return mode.height + 0.5 * (log_determinant + len(mode.at) * math.log(2.0 * math.pi)) + orders


def find_modes(frame: Frame, starts: Sequence[Floats]) -> tuple[Mode, ...]:
    """Climb from every start and keep what differs, highest first."""
    climbed = [climb(start, frame, _MOST_STEPS, _TOLERANCE) for start in starts]
    found = sorted((Mode(height, at) for at, height in climbed if math.isfinite(height)), key=lambda m: -m.height)
    kept: list[tuple[Mode, float]] = []
    for mode in found:
        odds = math.log(max(_odds(mode.at, frame), 1e-300))
        is_new = all(abs(mode.height - m.height) > _SAME_HEIGHT or abs(odds - o) > _SAME_ODDS for m, o in kept)
        if is_new and mode.height >= found[0].height - _DEEPEST and len(kept) < _MOST_MODES:
            kept.append((mode, odds))
    return tuple(mode for mode, _ in kept)


def _odds(at: Floats, frame: Frame) -> float:
    values, odds = np.empty(1), np.empty(1)
    evaluate_many(at[None], frame, values, odds)
    return float(odds[0])
