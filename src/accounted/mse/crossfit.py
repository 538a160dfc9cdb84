"""Chances for each person from learners that never saw that person, and never saw one another's people.

The estimate's leftover error is the mean product of the errors of the two chances. Cross-fitting (Chernozhukov et al.
2018, doi:10.1111/ectj.12097) keeps a person's own lists out of both; but if both are learnt from the same others, their
chance errors go together and the product does not average out: the estimate comes out too low (measured: 1.1 to 2.9
times the bias). So the two chances are learnt from *different* people (Newey & Robins 2018,
doi:10.48550/arXiv.1801.09138): of the five folds one is told about, two teach the first chance, two the second, and
then the other way round.

The learners are mixed with weights that maximise the likelihood of people they have not seen (van der Laan, Polley &
Hubbard 2007, doi:10.2202/1544-6115.1309): those of the two folds that teach the other chance. Four weights are all that
passes between the halves.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from accounted.mse.covariates import Design
from accounted.mse.nuisance import LEARNERS, predict_chances

__all__ = ["CrossFit", "assign_folds", "cross_fit", "weigh_learners"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

_FOLDS = 5
_ROUNDS = 300
_SETTLED = 1e-6


@dataclass(frozen=True, slots=True, eq=False)
class CrossFit:
    """Chances per person, each learnt in two turns with the halves exchanged.

    Args:
        first: Turns × people: the chance to be on the first list, among people on the second.
        second: Turns × people: the chance to be on the second list, among people on the first.
        first_by: Learners × turns × people: the same from each learner alone, in the order of `nuisance.LEARNERS`.
        second_by: Likewise.
        weights: Mean weight of each learner.
    """

    first: Floats
    second: Floats
    first_by: Floats
    second_by: Floats
    weights: Floats


def assign_folds(groups: Ints, rng: np.random.Generator) -> Ints:
    """Deal people into five folds, so that every fold holds its share of every group.

    >>> assign_folds(np.array([0] * 5 + [1] * 5), np.random.default_rng(1)).reshape(2, 5).sum(axis=1).tolist()
    [10, 10]
    """
    folds = np.empty(len(groups), dtype=np.int64)
    dealt = rng.permutation(len(groups))
    folds[dealt[np.argsort(groups[dealt], kind="stable")]] = np.arange(len(groups)) % _FOLDS
    return folds


def cross_fit(design: Design, on_first: Bools, on_second: Bools, folds: Ints) -> CrossFit:
    """Learn the chance of each list among the people of the other.

    Args:
        design: Covariates.
        on_first: Who is on the first list.
        on_second: Who is on the second.
        folds: Fold of each person, 0 to 4.
    """
    halves = [(folds == j) | (folds == (j + 1) % _FOLDS) for j in range(_FOLDS)]
    of_first = [predict_chances(design, on_first, half & on_second) for half in halves]
    of_second = [predict_chances(design, on_second, half & on_first) for half in halves]
    mixed, alone = np.empty((2, 2, len(folds))), np.empty((2, len(LEARNERS), 2, len(folds)))
    weights = []
    for i in range(_FOLDS):
        here = folds == i
        a, b = (i + 1) % _FOLDS, (i + 3) % _FOLDS
        for turn, (one, other) in enumerate(((a, b), (b, a))):
            for which, outcome, told, unseen in (
                (0, on_first, of_first[one], halves[other] & on_second),
                (1, on_second, of_second[other], halves[one] & on_first),
            ):
                weights.append(weigh_learners(np.where(outcome[unseen], told[:, unseen], 1.0 - told[:, unseen])))
                mixed[which, turn, here] = weights[-1] @ told[:, here]
                alone[which, :, turn, here] = told[:, here].T
    return CrossFit(mixed[0], mixed[1], alone[0], alone[1], np.mean(weights, axis=0))


def weigh_learners(told: Floats) -> Floats:
    """Find weights that sum to one and maximise Σ log Σ_k weight_k · told_k, by EM from equal weights.

    Args:
        told: Learners × people: the chance each learner gave to what then was the case.

    >>> weigh_learners(np.array([[0.9, 0.9], [0.1, 0.1]])).round(3).tolist()
    [1.0, 0.0]
    """
    weights = np.full(len(told), 1.0 / len(told))
    told = np.maximum(told, 1e-12)
    for _ in range(_ROUNDS if told.shape[1] else 0):
        new = weights * (told @ (1.0 / (weights @ told))) / told.shape[1]
        moved = float(np.abs(new - weights).max())
        weights = new
        if moved < _SETTLED:
            break
    return weights
