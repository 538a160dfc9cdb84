from dataclasses import replace

import numpy as np
import pytest

from accounted.mse import AverageOptions
from accounted.mse.latent_class_pairs import lay_out, sample_latent_class_pairs
from accounted.mse.pairs_average import average_structures
from accounted.mse.pairs_bridge import bridge
from accounted.mse.pairs_density import evaluate_many
from accounted.mse.pairs_modes import find_modes, propose, relearn
from accounted.mse.pairs_prior import DEFAULT, Structure, draw_prior, make_frame
from accounted.mse.pairs_structures import MOST_DEPARTURES, MOST_PAIRS, Problem, find_structures


def _problem(n_lists: int, seed: int, rates: tuple[float, ...], n_people: int = 600, forced=()) -> Problem:
    rng = np.random.default_rng(seed)
    on = rng.random((n_people, n_lists)) < np.array(rates)
    counts = np.bincount(on @ (1 << np.arange(n_lists)), minlength=2**n_lists).astype(float)
    counts[0] = 0.0
    return Problem(counts, np.ones(2**n_lists), forced)


def _evidence_by_draws_of_the_prior(structure: Structure, problem: Problem, n_draws: int) -> tuple[float, float]:
    points = draw_prior(structure, DEFAULT, problem.n_lists, n_draws, np.random.default_rng(0))
    frame = make_frame(structure, DEFAULT, problem.counts, problem.possible)
    values, odds = np.empty(n_draws), np.empty(n_draws)
    evaluate_many(points, frame, values, odds)
    from accounted.mse.pairs_prior import log_prior_of

    logs = values - log_prior_of(structure, DEFAULT, problem.n_lists, points)
    weights = np.exp(logs - logs.max())
    return logs.max() + np.log(weights.mean()), weights.std() / weights.mean() / np.sqrt(n_draws)


@pytest.mark.parametrize("structure", [Structure(1), Structure(2), Structure(1, ((0, 1),)), Structure(0)])
def test_the_bridge_finds_the_marginal_likelihood(structure):
    """Against the plain mean of the likelihood over draws of the prior, which needs few people to work."""
    problem = _problem(4, 1, (0.4, 0.35, 0.3, 0.45), n_people=40)
    expected, error = _evidence_by_draws_of_the_prior(structure, problem, 300_000)
    frame = make_frame(structure, DEFAULT, problem.counts, problem.possible)
    rates = np.full(4 * max(structure.n_classes, 1), -0.7) + 0.1 * np.arange(4 * max(structure.n_classes, 1))
    start = np.concatenate([rates, np.zeros(structure.count_parameters(4) - len(rates))])
    modes = find_modes(frame, [start])
    smaller = ()
    if structure.n_classes == 2:
        one = make_frame(Structure(1), DEFAULT, problem.counts, problem.possible)
        smaller = propose(Structure(1), find_modes(one, [rates[:4]]), (), DEFAULT, one).components
    proposal = propose(structure, modes, smaller, DEFAULT, frame)
    found = [bridge(proposal, frame, 400, np.random.default_rng(k)).log_evidence for k in range(8)]
    assert np.mean(found) == pytest.approx(expected, abs=0.05 + 4 * error + 3 * np.std(found) / np.sqrt(8))


def test_a_mixture_learnt_from_points_gives_the_same_marginal_likelihood_with_less_noise():
    problem = _problem(4, 2, (0.4, 0.35, 0.3, 0.45))
    structure = Structure(2)
    rng = np.random.default_rng(1)
    candidate = next(c for c in find_structures(problem, DEFAULT, rng) if c.structure == structure)
    frame = make_frame(structure, DEFAULT, problem.counts, problem.possible)
    pilot = bridge(candidate.proposal, frame, 2_000, rng)
    learnt = relearn(candidate.proposal, pilot.points, np.exp(pilot.log_weights))
    assert np.exp([c.log_weight for c in learnt.components]).sum() == pytest.approx(1.0)
    before = [bridge(candidate.proposal, frame, 200, np.random.default_rng(k)).log_evidence for k in range(20)]
    after = [bridge(learnt, frame, 200, np.random.default_rng(k)).log_evidence for k in range(20)]
    spread = np.hypot(np.std(before), np.std(after)) / np.sqrt(20)
    assert np.mean(after) == pytest.approx(np.mean(before), abs=4 * spread + np.std(before) ** 2)
    assert np.std(after) < np.std(before)


def test_structures_stay_within_what_the_table_can_show():
    problem = _problem(4, 3, (0.3, 0.3, 0.3, 0.3), forced=((0, 1),))
    found = find_structures(problem, DEFAULT, np.random.default_rng(1))
    assert found
    for candidate in found:
        structure = candidate.structure
        free = len(structure.pairs) - 1
        classes = structure.n_classes - 1 if structure.n_classes else 1
        assert (0, 1) in structure.pairs
        assert structure.count_parameters(4) <= problem.n_free
        assert free <= MOST_PAIRS
        assert classes + free <= MOST_DEPARTURES
    assert [c.score for c in found] == sorted((c.score for c in found), reverse=True)


def test_three_lists_are_left_one_pair_without_a_term():
    problem = _problem(3, 4, (0.3, 0.3, 0.3))
    for candidate in find_structures(problem, DEFAULT, np.random.default_rng(1)):
        assert len(candidate.structure.pairs) <= 2


def test_weights_are_the_evidence_times_the_chance():
    problem = _problem(4, 5, (0.3, 0.4, 0.3, 0.25), n_people=300)
    found = [c for c in find_structures(problem, DEFAULT, np.random.default_rng(1)) if c.structure.n_classes == 1][:3]
    average = average_structures(problem, DEFAULT, found, np.random.SeedSequence(1), AverageOptions())
    weights = {w.structure: w.weight for w in average.weights}
    assert sum(weights.values()) == pytest.approx(1.0)
    first, second = found[:2]
    long = []
    for candidate in (first, second):
        frame = make_frame(candidate.structure, DEFAULT, problem.counts, problem.possible)
        runs = [bridge(candidate.proposal, frame, 2_000, np.random.default_rng(k)).log_evidence for k in range(5)]
        long.append(np.mean(runs) + candidate.log_chance)
    assert np.log(weights[first.structure] / weights[second.structure]) == pytest.approx(long[0] - long[1], abs=0.15)


def test_runs_differ_by_no_more_than_they_say(velmar):
    runs = [sample_latent_class_pairs(velmar, np.random.SeedSequence(s)) for s in range(8)]
    limits = np.log([np.quantile(run.draws, [0.025, 0.975]) for run in runs])
    said = max(run.average.error for run in runs)
    assert limits.std(axis=0).max() < 3.0 * said + 0.03
    medians = np.log([np.median(run.draws) for run in runs])
    assert medians.std() < 0.02


def test_more_rounds_are_drawn_until_it_is_enough(velmar):
    hard = replace(AverageOptions(), points=200, least_points=40, most_rounds=4, limit_error=1e-9)
    assert sample_latent_class_pairs(velmar, np.random.SeedSequence(1), options=hard).average.n_rounds == 4
    easy = replace(hard, limit_error=10.0, ess=1.0, rhat=10.0)
    assert sample_latent_class_pairs(velmar, np.random.SeedSequence(1), options=easy).average.n_rounds < 4


def test_people_are_negative_binomial_given_the_odds():
    from accounted.mse.pairs_average import draw_people

    drawn = draw_people(np.random.default_rng(1), np.full(200_000, 0.5), 80.0) - 80.0
    assert drawn.mean() == pytest.approx(40.0, rel=0.01)
    assert drawn.var() == pytest.approx(40.0 * 1.5, rel=0.02)


def test_no_lists_order_matters(velmar):
    problem = lay_out(velmar)
    turned = problem.counts.reshape(2, 2, 2).transpose(1, 0, 2).ravel()
    other = Problem(turned, problem.possible, ())
    medians = []
    for one in (problem, other):
        found = find_structures(one, DEFAULT, np.random.default_rng(1))
        drawn = average_structures(one, DEFAULT, found, np.random.SeedSequence(1), AverageOptions())
        medians.append(np.quantile(drawn.n_people, [0.025, 0.5, 0.975]))
    assert np.log(medians[0]) == pytest.approx(np.log(medians[1]), abs=0.06)
