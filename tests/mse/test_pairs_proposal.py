import math

import numpy as np
import pytest
from scipy.stats import norm

from accounted.mse.pairs_bridge import bridge
from accounted.mse.pairs_coordinates import rates_of
from accounted.mse.pairs_density import evaluate_many
from accounted.mse.pairs_modes import find_modes
from accounted.mse.pairs_prior import DEFAULT, Structure, draw_prior, log_prior_of, make_frame
from accounted.mse.pairs_proposal import propose, relearn
from accounted.mse.pairs_structures import Problem, find_structures

RATES = (0.4, 0.35, 0.3, 0.45)
ONE_START = np.full(4, -0.7)


def _frame(structure: Structure, problem: Problem):
    return make_frame(structure, DEFAULT, problem.counts, problem.possible)


def _starts(structure: Structure, n: int, seed: int) -> list[np.ndarray]:
    return list(np.random.default_rng(seed).normal(-0.5, 1.0, (n, structure.count_parameters(4))))


def _quantiles(values: np.ndarray, weights: np.ndarray) -> tuple[float, float]:
    order = np.argsort(values)
    place = np.cumsum(weights[order])
    low, high = values[order][np.searchsorted(place, np.array([0.025, 0.975]) * place[-1])]
    return float(low), float(high)


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
    rates = rates_of(np.stack([c.centre for c in more.components]), frame)
    assert (rates[:, 0].mean(axis=1) < old - 2.0).any()


def test_a_mixture_learnt_from_points_lies_where_they_lie(make_problem):
    problem = make_problem(2, RATES)
    frame = _frame(Structure(1), problem)
    proposal = propose(Structure(1), find_modes(frame, [ONE_START]), (), DEFAULT, frame)
    points = proposal.modes[0].at + np.random.default_rng(1).normal(0.0, 0.2, (2_000, 4)) + 1.0
    # A weight that leaves the upper half of the first parameter out.
    weights = (points[:, 0] < np.median(points[:, 0])).astype(float)
    learnt = relearn(proposal, points, weights / weights.sum(), 1_000.0)
    shares = np.exp([c.log_weight for c in learnt.components])
    assert shares.sum() == pytest.approx(1.0)
    new = len(learnt.components) - len(proposal.components)
    assert new >= 1
    centre = np.average([c.centre for c in learnt.components[:new]], axis=0, weights=shares[:new])
    half = 0.2 * norm.pdf(0.0) / 0.5
    assert centre == pytest.approx(proposal.modes[0].at + 1.0 - np.array([half, 0.0, 0.0, 0.0]), abs=0.03)
    same = relearn(proposal, points, weights / weights.sum(), 1_000.0)
    assert all(np.array_equal(a.root, b.root) for a, b in zip(learnt.components, same.components, strict=True))


def test_people_who_hardly_differ_are_not_lost_without_steps(make_problem):
    """Nobody differs here, and the posterior has no mode where the spread goes to 0.

    From a mixture around the mode alone the evidence spreads by .14.
    """
    problem = make_problem(1, RATES, n_people=150)
    structure, frame = Structure(0), _frame(Structure(0), problem)
    proposal = propose(structure, find_modes(frame, _starts(structure, 6, 1)), (), DEFAULT, frame)
    held = sorted(c.centre[4] for c in proposal.components)
    assert max(np.diff(held)) < 0.8
    assert held[0] < proposal.modes[0].at[4] - 1.5
    few = [bridge(proposal, frame, 120, np.random.default_rng(k)) for k in range(30)]
    assert np.std([p.log_evidence for p in few]) < 0.09
    weights = np.concatenate([np.exp(p.log_weights + p.log_evidence) for p in few])
    low, high = _quantiles(np.concatenate([p.odds for p in few]), weights)
    # From draws of the prior, weighed by the likelihood.
    points = draw_prior(structure, DEFAULT, np.ones(16), 2_000_000, np.random.default_rng(0))
    values, odds = np.empty(len(points)), np.empty(len(points))
    evaluate_many(points, frame, values, odds)
    logs = values - log_prior_of(structure, DEFAULT, np.ones(16), points)
    weights = np.exp(logs - logs.max())
    assert (low, high) == pytest.approx(_quantiles(odds, weights), rel=0.05)
