import math

import numpy as np
import pytest

from accounted.mse.pairs_density import log_posterior
from accounted.mse.pairs_modes import approximate, find_modes
from accounted.mse.pairs_prior import DEFAULT, Structure, make_frame
from accounted.mse.pairs_structures import Problem

RATES = (0.4, 0.35, 0.3, 0.45)
ONE_START = np.full(4, -0.7)


def _frame(structure: Structure, problem: Problem):
    return make_frame(structure, DEFAULT, problem.counts, problem.possible)


def _starts(structure: Structure, n: int, seed: int) -> list[np.ndarray]:
    return list(np.random.default_rng(seed).normal(-0.5, 1.0, (n, structure.count_parameters(4))))


@pytest.mark.parametrize("structure", [Structure(1, ((0, 1),)), Structure(2), Structure(3), Structure(0)])
def test_at_a_mode_nothing_rises(make_problem, structure):
    frame = _frame(structure, make_problem(1, RATES))
    modes = find_modes(frame, _starts(structure, 6, 1))
    assert modes
    assert [m.height for m in modes] == sorted((m.height for m in modes), reverse=True)
    grad, other = np.empty(structure.count_parameters(4)), np.empty(structure.count_parameters(4))
    for mode in modes:
        assert log_posterior(mode.at, frame, grad)[0] == mode.height
        assert np.abs(grad).max() < 0.05
        for step in np.random.default_rng(2).normal(0.0, 0.05, (20, len(mode.at))):
            assert log_posterior(mode.at + step, frame, other)[0] < mode.height + 1e-4


def test_one_class_has_one_mode_from_wherever_it_is_climbed_to(make_problem):
    frame = _frame(Structure(1), make_problem(1, RATES))
    (mode,) = find_modes(frame, _starts(Structure(1), 8, 3))
    # Six hundred people: the shares of the lists, to within the prior's pull.
    assert 1.0 / (1.0 + np.exp(-mode.at)) == pytest.approx(RATES, abs=0.08)


def test_a_mode_with_its_classes_numbered_otherwise_is_no_other_mode(make_problem):
    rates = np.where(np.random.default_rng(1).random(3_000) < 0.4, 0.6, 0.15)
    frame = _frame(Structure(2), make_problem(2, rates[:, None] * np.ones(4), n_people=3_000))
    (mode, *_) = find_modes(frame, _starts(Structure(2), 6, 1))
    turned = np.concatenate([mode.at[4:8], mode.at[:4], -mode.at[8:]])
    assert len(find_modes(frame, [mode.at, turned])) == 1


def test_laplace_is_exact_for_many_people(make_problem):
    """One class, ten thousand people: against the integral over each list in turn, which then hardly overlap."""
    frame = _frame(Structure(1), make_problem(1, RATES[:2], n_people=10_000))
    (mode,) = find_modes(frame, [ONE_START[:2]])
    grid = np.linspace(-1.0, 1.0, 401)
    grad = np.empty(2)
    logs = np.array([[log_posterior(mode.at + np.array((a, b)), frame, grad)[0] for a in grid] for b in grid])
    integral = np.trapezoid(np.trapezoid(np.exp(logs - mode.height), grid), grid)
    assert approximate(mode, frame) == pytest.approx(mode.height + math.log(integral), abs=0.02)
