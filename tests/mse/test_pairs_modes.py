import math

import numpy as np
import pytest
from scipy.stats import norm

from accounted.mse.pairs_density import log_posterior
from accounted.mse.pairs_modes import approximate, find_modes, propose, relearn
from accounted.mse.pairs_prior import DEFAULT, Structure, make_frame
from accounted.mse.pairs_structures import Problem, find_structures

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


@pytest.mark.parametrize("n_classes", [1, 2, 3, 0])
def test_a_mixture_is_a_distribution(make_problem, n_classes):
    problem = make_problem(1, RATES)
    found = find_structures(problem, DEFAULT, np.random.default_rng(1))
    (proposal, *_) = [c.proposal for c in found if c.structure.n_classes == n_classes] or [None]
    if proposal is None:
        structure = Structure(n_classes)
        frame = _frame(structure, problem)
        proposal = propose(structure, find_modes(frame, _starts(structure, 3, 1)), (), DEFAULT, frame)
    n = proposal.structure.count_parameters(4)
    assert np.exp([c.log_weight for c in proposal.components]).sum() == pytest.approx(1.0)
    assert len(proposal.orders) == math.factorial(max(n_classes, 1))
    for component in proposal.components:
        assert component.centre.shape == (n,)
        assert np.array_equal(component.root, np.tril(component.root))
        assert (np.diag(component.root) > 0.0).all()


def test_an_extra_class_is_looked_for_where_hardly_any_list_finds_it(make_problem):
    problem = make_problem(1, RATES)
    one = _frame(Structure(1), problem)
    smaller = propose(Structure(1), find_modes(one, [ONE_START]), (), DEFAULT, one)
    frame = _frame(Structure(2), problem)
    modes = find_modes(frame, _starts(Structure(2), 4, 1))
    plain = propose(Structure(2), modes, (), DEFAULT, frame)
    more = propose(Structure(2), modes, smaller.bases, DEFAULT, frame)
    assert len(more.components) > len(plain.components)
    old = smaller.components[0].centre.mean()
    assert any(c.centre[:4].mean() < old - 2.0 for c in more.components)


def test_a_mixture_learnt_from_points_lies_where_they_lie(make_problem):
    problem = make_problem(2, RATES)
    frame = _frame(Structure(1), problem)
    proposal = propose(Structure(1), find_modes(frame, [ONE_START]), (), DEFAULT, frame)
    points = proposal.modes[0].at + np.random.default_rng(1).normal(0.0, 0.2, (2_000, 4)) + 1.0
    # A weight that leaves the upper half of the first parameter out.
    weights = (points[:, 0] < np.median(points[:, 0])).astype(float)
    learnt = relearn(proposal, points, weights / weights.sum())
    shares = np.exp([c.log_weight for c in learnt.components])
    assert shares.sum() == pytest.approx(1.0)
    new = len(learnt.components) - len(proposal.components)
    assert new >= 1
    centre = np.average([c.centre for c in learnt.components[:new]], axis=0, weights=shares[:new])
    half = 0.2 * norm.pdf(0.0) / 0.5
    assert centre == pytest.approx(proposal.modes[0].at + 1.0 - np.array([half, 0.0, 0.0, 0.0]), abs=0.03)
    same = relearn(proposal, points, weights / weights.sum())
    assert all(np.array_equal(a.root, b.root) for a, b in zip(learnt.components, same.components, strict=True))
