import numpy as np
import pytest
from scipy.stats import ks_2samp

from accounted.mse.pairs_bridge import bridge
from accounted.mse.pairs_coordinates import unfold_points
from accounted.mse.pairs_density import evaluate_many, log_posterior
from accounted.mse.pairs_prior import DEFAULT, Structure, draw_prior, make_frame
from accounted.mse.pairs_ridge import slide_classes
from accounted.mse.pairs_structures import Problem, find_structures

STRUCTURES = [Structure(2), Structure(2, ((0, 2),)), Structure(3), Structure(3, (), is_plain=True)]


def _slide(points: np.ndarray, frame, seed: int, n_times: int) -> tuple[np.ndarray, np.ndarray]:
    """Slide a copy of the points so many times; where they are then, and their odds."""
    points = points.copy()
    grads, target, odds = np.empty_like(points), np.empty(len(points)), np.empty(len(points))
    for i, v in enumerate(points):
        target[i], odds[i] = log_posterior(v, frame, grads[i])
    rng = np.random.default_rng(seed)
    for _ in range(n_times):
        slide_classes(rng, points, grads, target, odds, frame)
    # What goes with the points is kept up with them.
    values, chances, grad = np.empty(len(points)), np.empty(len(points)), np.empty(points.shape[1])
    evaluate_many(points, frame, values, chances)
    assert np.array_equal(values, target)
    assert np.array_equal(chances, odds)
    log_posterior(points[-1], frame, grad)
    assert np.array_equal(grads[-1], grad)
    return points, odds


@pytest.mark.parametrize("structure", STRUCTURES)
def test_slides_leave_the_posterior_as_it_is(structure):
    """Without people the posterior is the prior, and that can be drawn from."""
    n_lists = 3
    frame = make_frame(structure, DEFAULT, np.zeros(2**n_lists), np.ones(2**n_lists))
    drawn = draw_prior(structure, DEFAULT, np.ones(2**n_lists), 20_000, np.random.default_rng(1))
    moved, odds = _slide(drawn, frame, 2, 12)
    is_moved = (moved != drawn).any(axis=1)
    assert is_moved.mean() > 0.8
    fresh = draw_prior(structure, DEFAULT, np.ones(2**n_lists), 20_000, np.random.default_rng(3))
    values, expected = np.empty(len(fresh)), np.empty(len(fresh))
    evaluate_many(fresh, frame, values, expected)
    assert ks_2samp(np.log(odds), np.log(expected)).pvalue > 1e-3
    for i in range(moved.shape[1]):
        assert ks_2samp(moved[:, i], fresh[:, i]).pvalue > 1e-4


@pytest.mark.parametrize("structure", STRUCTURES)
def test_who_is_on_one_list_only_stays_while_the_unseen_of_one_class_change(structure, make_problem):
    problem = make_problem(1, (0.4, 0.35, 0.3))
    frame = make_frame(structure, DEFAULT, problem.counts, problem.possible)
    drawn = draw_prior(structure, DEFAULT, np.ones(8), 400, np.random.default_rng(1))
    moved, _ = _slide(drawn, frame, 2, 1)
    n_moved = 0
    for before, after in zip(drawn, moved, strict=True):
        if np.array_equal(before, after):
            continue
        n_moved += 1
        (alone, unseen), (alone_then, unseen_then) = (_log_people(v, structure, frame) for v in (before, after))
        # Of a share of all people each: relative to who is on the first list only.
        assert alone_then - alone_then[0, 0] == pytest.approx(alone - alone[0, 0], abs=1e-8)
        steps = (unseen_then - alone_then[0, 0]) - (unseen - alone[0, 0])
        assert np.sum(np.abs(steps) > 1e-6) == 1
    assert n_moved > 50


def _log_people(v: np.ndarray, structure: Structure, frame) -> tuple[np.ndarray, np.ndarray]:
    """Logs of how many of each class are on one list only, list by list, and on none."""
    plain = unfold_points(v[None], frame)[0]
    k = structure.n_classes
    rates, shares = plain[: 3 * k].reshape(k, 3), np.append(plain[3 * k : 4 * k - 1], 0.0)
    cells = np.array([[x >> j & 1 for j in range(3)] for x in range(8)], dtype=float)
    logs = rates @ cells.T
    for (i, j), term in zip(structure.pairs, plain[4 * k - 1 :], strict=True):
        logs += term * cells[:, i] * cells[:, j]
    unseen = shares - np.log(np.exp(logs).sum(axis=1))
    return unseen[:, None] + rates, unseen


def test_few_points_reach_the_far_end(make_problem):
    """Four in ten people are hard to find: the 97.5 % point of the odds from small populations and a long run of moves.

    Without slides the small populations say a quarter less on this table.
    """
    rates = np.where(np.random.default_rng(3).random(4_000) < 0.6, 0.5, 0.04)
    problem: Problem = make_problem(4, rates[:, None] * np.ones(4), n_people=4_000)
    found = find_structures(problem, DEFAULT, np.random.default_rng(1))
    proposal = next(c.proposal for c in found if c.structure.n_classes == 2 and not c.structure.pairs)
    frame = make_frame(proposal.structure, DEFAULT, problem.counts, problem.possible)
    few = [bridge(proposal, frame, 150, np.random.default_rng(k)) for k in range(60)]
    many = bridge(proposal, frame, 6_000, np.random.default_rng(1))
    _, odds = _slide(many.points, frame, 5, 100)
    limit = np.quantile(np.concatenate([p.odds for p in few]), 0.975)
    assert limit > 0.88 * np.quantile(odds, 0.975)
