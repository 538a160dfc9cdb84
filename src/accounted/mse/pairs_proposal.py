"""A mixture of t distributions over the posterior of one structure, to start sampling from.

The posterior of a structure is far from normal where a class is small or hard to find, for there the prior speaks. So
modes are looked for with the spreads held at several steps of their grid, as in nested Laplace approximation (Rue,
Martino & Chopin 2009, doi:10.1111/j.1467-9868.2008.00700.x), and two places are added where no mode need be: an extra
class that hardly any list finds, and an extra class of hardly anybody.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from accounted.mse.pairs_coordinates import fold_points, unfold_points
from accounted.mse.pairs_frame import Frame
from accounted.mse.pairs_mixture import fit_mixture
from accounted.mse.pairs_modes import Mode, climb, spread_around
from accounted.mse.pairs_prior import PairsPrior, Structure, make_frame

__all__ = ["Component", "Proposal", "propose", "relearn"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_CLASS_NODES = (1, 3, 5)
_MIXED_NODES = (0, 2, 4)
_MOST_COMPONENTS = 8
_LIGHTEST, _LEAST_WEIGHT = 4.5, 0.02
_STEP, _MOST_STEPS_ASIDE = 0.7, 8
_ADDED_SHARES = {1: 0.2, 2: 0.4}
"""Of the mixture at places where no mode need be, by the classes of the structure that one is added to."""
_HARD_SHIFT, _HARD_SPREAD = -3.5, 1.5
_OWN_SPREAD = 0.7
_FEW_SPREAD = 1.3
_NUDGE = 1e-4
_CLIMB = {False: (80, 1e-3), True: (200, 1e-5)}
"""Most steps and least gain, in folded coordinates further: towards classes that are hardly found it is less steep."""

_OLD_SHARE = 0.25
_INFLATION = 1.1


@dataclass(frozen=True, slots=True, eq=False)
class Component:
    """A part of the mixture: log weight, centre, and the lower triangle whose square is the scale matrix."""

    log_weight: float
    centre: Floats
    root: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Proposal:
    """Where to start sampling a structure.

    Args:
        structure: Classes and pairs.
        components: Of the mixture; weights add up to 1.
        orders: All orders of the classes, one per row.
        modes: Highest first.
        n_added: How many components, the last ones, lie at places where no mode need be.
        n_learnt: How many, the first ones, were learnt from points.
    """

    structure: Structure
    components: tuple[Component, ...]
    orders: Ints
    modes: tuple[Mode, ...]
    n_added: int = 0
    n_learnt: int = 0

    @property
    def guess(self) -> Component:
        """Near the highest mode."""
        return self.components[self.n_learnt]

    @property
    def bases(self) -> tuple[Component, ...]:
        """What a class is added to: the best component, and those that have an added class already."""
        return (self.guess, *self.components[len(self.components) - self.n_added :])


def propose(
    structure: Structure, modes: Sequence[Mode], bases: Sequence[Component], prior: PairsPrior, frame: Frame
) -> Proposal:
    """Lay a mixture over the posterior of a structure.

    Args:
        structure: Classes and pairs.
        modes: Its modes.
        bases: Of the structure with one class less and the same pairs; none for one class.
        prior: Constants.
        frame: Of the structure.
    """
    orders = np.array(list(itertools.permutations(range(max(structure.n_classes, 1)))), dtype=np.int64)
    if structure.n_classes == 0:
        return Proposal(structure, tuple(_follow_spread(modes[0], frame)), orders, tuple(modes))
    class_nodes = _CLASS_NODES if structure.n_classes > 1 else (None,)
    around = []
    for mode in modes:
        for class_node, mixed_node in itertools.product(class_nodes, _MIXED_NODES):
            fixed = make_frame(
                structure, prior, frame.counts, frame.possible, class_node=class_node, mixed_node=mixed_node
            )
            at, height = climb(mode.at, fixed, *_CLIMB[frame.is_folded])
            if math.isfinite(height):
                covariance, log_determinant = spread_around(at, fixed)
                around.append((height + 0.5 * log_determinant, at, covariance))
    around.sort(key=lambda part: -part[0])
    around = [part for part in around[:_MOST_COMPONENTS] if part[0] > around[0][0] - _LIGHTEST]
    logs = np.array([part[0] for part in around])
    weights = np.exp(logs - logs.max()) + _LEAST_WEIGHT
    added = [part for base in bases for part in _add_class(structure, base, prior, frame)]
    share = _ADDED_SHARES[structure.n_classes - 1] if added else 0.0
    weights *= (1.0 - share) / weights.sum()
    components = [
        Component(math.log(weight), at, _root(covariance))
        for weight, (_, at, covariance) in zip(weights.tolist(), around, strict=True)
    ]
    components += [replace(part, log_weight=math.log(share / len(added))) for part in added]
    return Proposal(structure, tuple(components), orders, tuple(modes), len(added))


def _follow_spread(mode: Mode, frame: Frame) -> list[Component]:
    """Step along the spread of people, for where it goes to 0 the posterior has no mode and a long tail.

    What the others do meanwhile is a normal distribution of their own at every step.
    """
    held = frame.n_lists
    others = np.delete(np.arange(len(mode.at)), held)
    found: dict[int, tuple[Floats, Floats, float]] = {}

    def visit(number: int, start: Floats) -> bool:
        start[held] = mode.at[held] + number * _STEP
        at, height = climb(start, frame, 200, 1e-4, held)
        covariance, log_determinant = spread_around(at, frame, held)
        found[number] = at, covariance, height + 0.5 * log_determinant
        return found[number][2] > max(log_weight for _, _, log_weight in found.values()) - _LIGHTEST

    visit(0, mode.at.copy())
    for way in (-1, 1):
        for number in range(way, way * (_MOST_STEPS_ASIDE + 1), way):
            before = found[number - way][0]
            if not visit(number, 2.0 * before - found.get(number - 2 * way, (before,))[0]):
                break
    logs = np.array([found[number][2] for number in sorted(found)])
    weights = np.exp(logs - logs.max()) + _LEAST_WEIGHT
    out = []
    for number, weight in zip(sorted(found), (weights / weights.sum()).tolist(), strict=True):
        at, own, _ = found[number]
        low, high = found.get(number - 1, found[number])[0], found.get(number + 1, found[number])[0]
        slope = (high - low) / (high[held] - low[held])
        covariance = _STEP**2 * np.outer(slope, slope)
        covariance[np.ix_(others, others)] += own
        out.append(Component(math.log(weight), at, _root(covariance)))
    return out


def _turn(component: Component, to: Callable[[Floats, Frame], Floats], frame: Frame) -> Component:
    """A component in other coordinates, as if the map between were straight."""
    if not frame.is_folded:
        return component
    steps = _NUDGE * np.eye(len(component.centre))
    slopes = (to(component.centre + steps, frame) - to(component.centre - steps, frame)).T / (2.0 * _NUDGE)
    root = _root(slopes @ component.root @ component.root.T @ slopes.T)
    return replace(component, centre=to(component.centre[None], frame)[0], root=root)


def _add_class(structure: Structure, base: Component, prior: PairsPrior, frame: Frame) -> list[Component]:
    """Put a class in front of a structure with one less: one that is hard to find, and one of hardly anybody."""
    n_lists, n_old = frame.n_lists, structure.n_classes - 1
    n_theta, n = n_lists * n_old, len(base.centre)
    smaller = make_frame(Structure(n_old, structure.pairs), prior, frame.counts, frame.possible)
    base = _turn(base, unfold_points, smaller)
    lists = base.centre[:n_theta].reshape(n_old, n_lists).mean(axis=0)
    n_people = float(frame.counts.sum())
    places = (
        (lists + _HARD_SHIFT, _HARD_SPREAD, 0.0),
        (np.full(n_lists, prior.centre), prior.centre_spread, 1.0 - math.log(n_people + 3.0)),
    )
    old = base.root @ base.root.T
    at_old = np.concatenate([np.arange(n_lists, n_lists + n_theta), np.arange(n_lists + n_theta + 1, n + n_lists + 1)])
    out = []
    for rates, shared, log_share in places:
        centre = np.empty(n + n_lists + 1)
        covariance = np.zeros((len(centre), len(centre)))
        centre[at_old] = base.centre
        covariance[np.ix_(at_old, at_old)] = old
        centre[:n_lists], centre[n_lists + n_theta] = rates, log_share
        covariance[:n_lists, :n_lists] = shared**2 + _OWN_SPREAD**2 * np.eye(n_lists)
        covariance[n_lists + n_theta, n_lists + n_theta] = _FEW_SPREAD**2
        out.append(_turn(Component(0.0, centre, _root(covariance)), fold_points, frame))
    return out


def relearn(proposal: Proposal, points: Floats, weights: Floats, size: float) -> Proposal:
    """Lay a mixture anew over points that stand for the posterior, the first one kept as its lesser part.

    Adaptive importance sampling (Cappé and others 2008, doi:10.1007/s11222-008-9059-x). What was drawn from the old
    mixture is not used again, so that marginal likelihoods stay unbiased.

    Args:
        proposal: The mixture so far.
        points: What is sampled, one row each, classes numbered alike.
        weights: Of the points; they add up to 1.
        size: As how many points that know nothing of each other they count.
    """
    first = proposal.components[proposal.n_learnt :]
    parts = fit_mixture(points, weights, size, proposal.guess.root @ proposal.guess.root.T)
    learnt = [
        Component(math.log((1.0 - _OLD_SHARE) * part.share), part.centre, _INFLATION * part.root) for part in parts
    ]
    share = _OLD_SHARE / sum(math.exp(c.log_weight) for c in first)
    kept = [replace(c, log_weight=c.log_weight + math.log(share)) for c in first]
    return replace(proposal, components=(*learnt, *kept), n_learnt=len(learnt))


def _root(covariance: Floats) -> Floats:
    return np.asarray(np.linalg.cholesky(covariance), dtype=np.float64)
