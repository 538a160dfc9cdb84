from dataclasses import replace

import numpy as np
import pytest
from scipy.special import logsumexp
from scipy.stats import nbinom

from accounted.mse import AverageOptions, pairs_average
from accounted.mse import sample_latent_class_pairs as sample
from accounted.mse.convergence import Convergence, limit_error
from accounted.mse.latent_class_pairs import lay_out
from accounted.mse.pairs_average import _find_missing, average_structures, draw_people
from accounted.mse.pairs_bridge import bridge
from accounted.mse.pairs_density import evaluate_many
from accounted.mse.pairs_known import Known
from accounted.mse.pairs_prior import DEFAULT, Structure, make_frame
from accounted.mse.pairs_shares import Pool
from accounted.mse.pairs_structures import Problem, find_structures

RATES = (0.3, 0.4, 0.3, 0.25)
USUAL = AverageOptions()
SHORT = replace(USUAL, points=200, least_points=40, most_rounds=2)


def _average(problem: Problem, seed: int = 1, options: AverageOptions = USUAL, only=None):
    found = find_structures(problem, DEFAULT, np.random.default_rng(1))
    chosen = [c for c in found if only is None or c.structure in only]
    return average_structures(problem, DEFAULT, chosen, np.random.SeedSequence(seed), options)


def test_weights_are_the_chance_times_the_evidence(make_problem):
    problem = make_problem(5, RATES, n_people=300)
    found = find_structures(problem, DEFAULT, np.random.default_rng(1))
    best = [c for c in found if c.structure.n_classes == 1][:2] + [c for c in found if c.structure.n_classes == 2][:1]
    logs = []
    for candidate in best:
        frame = make_frame(candidate.structure, DEFAULT, problem.counts, problem.possible)
        runs = [bridge(candidate.proposal, frame, 8_000, np.random.default_rng(k)).log_evidence for k in range(4)]
        logs.append(logsumexp(runs) - np.log(4) + candidate.log_chance)
    options = replace(USUAL, left_out=1e-6)
    average = average_structures(problem, DEFAULT, best, np.random.SeedSequence(1), options)
    weights = {w.structure: w.weight for w in average.weights}
    expected = np.exp(logs - logsumexp(logs))
    assert [weights[c.structure] for c in best] == pytest.approx(expected.tolist(), abs=0.02)
    assert sum(weights.values()) == pytest.approx(1.0)
    assert average.log_evidence == pytest.approx(float(logsumexp(logs)), abs=0.05)
    assert [w.weight for w in average.weights] == sorted(weights.values(), reverse=True)


def test_draws_are_of_structures_in_proportion_and_carry_their_parameters(make_problem):
    average = _average(make_problem(5, RATES))
    shares = np.bincount(average.structures.ravel(), minlength=len(average.weights)) / average.structures.size
    weights = np.array([w.weight for w in average.weights])
    assert (abs(shares - weights) <= 4 * np.sqrt(weights * (1 - weights) / average.structures.size) + 1e-3).all()
    for numbers, points in zip(average.structures, average.points, strict=True):
        for number, point in zip(numbers, points, strict=True):
            assert len(point) == average.weights[number].structure.count_parameters(4)


def test_people_of_one_structure_are_those_that_its_draws_have(make_problem):
    average = _average(make_problem(5, RATES))
    best = average.weights[0]
    mixed = average.n_people[average.structures == 0]
    assert best.n_people.size == USUAL.n_draws
    assert np.quantile(best.n_people, [0.1, 0.5, 0.9]) == pytest.approx(np.quantile(mixed, [0.1, 0.5, 0.9]), rel=0.02)


def test_people_are_those_of_the_integral(make_problem):
    """Two lists, one class: chances of N from the integral over a grid with N drawn by hand."""
    problem = make_problem(1, (0.4, 0.35), n_people=40)
    axis = np.arange(-16.0, 12.0, 0.06)
    points = np.stack(np.meshgrid(axis, axis), axis=-1).reshape(-1, 2)
    values, odds = np.empty(len(points)), np.empty(len(points))
    evaluate_many(points, make_frame(Structure(1), DEFAULT, problem.counts, problem.possible), values, odds)
    weights = np.exp(values - logsumexp(values))
    kept = weights > 1e-9
    average = _average(problem, only={Structure(1)}, options=replace(USUAL, n_draws=4_000))
    n = problem.n_observed
    for prob in (0.025, 0.25, 0.5, 0.75, 0.975):
        people = np.quantile(average.n_people, prob, method="inverted_cdf")
        chances = [float(weights[kept] @ nbinom.cdf(people - n - d, n, 1.0 / (1.0 + odds[kept]))) for d in (1, 0)]
        # A quantile of whole numbers: the chance of fewer is below, that of as many at most above.
        error = 4 * np.sqrt(prob * (1 - prob) / min(average.convergence.ess, average.n_people.size))
        assert chances[0] - error < prob < chances[1] + error


def test_people_are_negative_binomial_given_the_odds():
    drawn = draw_people(np.random.default_rng(1), np.full(200_000, 0.5), 80.0) - 80.0
    assert drawn.mean() == pytest.approx(40.0, abs=4 * np.sqrt(60.0 / 200_000))
    assert drawn.var() == pytest.approx(40.0 * 1.5, rel=0.02)
    counts = np.bincount(drawn.astype(int), minlength=81)[[25, 40, 60]] / 200_000
    assert counts == pytest.approx(nbinom.pmf([25, 40, 60], 80, 1.0 / 1.5), abs=0.001)


def test_a_number_beyond_all_bounds_stays_a_number():
    drawn = draw_people(np.random.default_rng(1), np.array([0.0, 1e-300, 1e300]), 80.0)
    assert drawn[:2].tolist() == [80.0, 80.0]
    assert np.isfinite(drawn).all()


def test_runs_differ_by_no_more_than_they_say(velmar):
    runs = [sample(velmar, np.random.SeedSequence(s)) for s in range(10)]
    limits = np.log([np.quantile(run.draws, [0.025, 0.975]) for run in runs])
    # What chance did to the parameters, and what it did to the draws of N shown.
    said = np.hypot(np.median([r.average.error for r in runs]), np.median([limit_error(np.log(r.draws)) for r in runs]))
    assert limits.std(axis=0, ddof=1).max() < 1.8 * said


def test_two_seeds_agree_on_the_weights_of_structures(make_problem):
    problem = make_problem(5, RATES)
    one, two = ({w.structure: w.weight for w in _average(problem, seed).weights} for seed in (1, 2))
    for structure in one.keys() | two.keys():
        assert one.get(structure, 0.0) == pytest.approx(two.get(structure, 0.0), abs=0.05)


def test_threads_change_no_byte(make_problem):
    problem = make_problem(5, RATES, n_people=200)
    found = []
    for n_threads in (1, 2, 4):
        options = replace(SHORT, n_threads=n_threads)
        average = _average(problem, 3, options)
        everything = [average.n_people.tobytes(), average.structures.tobytes()]
        found.append([*everything, *(p.tobytes() for row in average.points for p in row), average.weights[0].weight])
    assert found[0] == found[1] == found[2]


def test_more_rounds_are_drawn_until_it_is_enough(velmar):
    hard = replace(SHORT, most_rounds=4, limit_error=1e-9)
    assert sample(velmar, np.random.SeedSequence(1), options=hard).average.n_rounds == 4
    easy = replace(hard, limit_error=10.0, ess=1.0, rhat=10.0)
    assert sample(velmar, np.random.SeedSequence(1), options=easy).average.n_rounds < 4


@pytest.mark.parametrize(("n_rounds", "most"), [(11, 5), (4, 4)])
def test_what_must_be_learnt_anew_is_drawn_from_beyond_the_most_rounds(velmar, monkeypatch, n_rounds, most):
    drawn, points = [], []

    def draw(problem, prior, chosen, numbers, *rest):
        drawn.append(np.flatnonzero(numbers).tolist())
        points.append(int(numbers[1]))
        draw_round(problem, prior, chosen, numbers, *rest)

    def never(hopes, *_):
        return [number != 1 for number in range(len(hopes))]

    draw_round = pairs_average._draw_round
    monkeypatch.setattr(pairs_average, "_draw_round", draw)
    monkeypatch.setattr(pairs_average, "find_ready", never)
    options = replace(SHORT, most_rounds=most, limit_error=1e-9)
    assert sample(velmar, np.random.SeedSequence(1), options=options).average.n_rounds == n_rounds
    assert drawn[most:] == [[1]] * (n_rounds - most)
    # Learnt twice it is as usual, from the third time on there are more points to learn from.
    assert min(points[3:]) > max(points[1:3])


def test_the_run_ends_with_the_most_rounds_where_nothing_must_be_learnt(velmar):
    hard = replace(SHORT, most_rounds=5, limit_error=1e-9)
    assert sample(velmar, np.random.SeedSequence(1), options=hard).average.n_rounds == 5


def test_more_points_make_surer_limits(velmar):
    options = replace(USUAL, most_rounds=1)
    few, many = (
        np.median([sample(velmar, np.random.SeedSequence(s), options=o).average.error for s in range(3)])
        for o in (replace(options, points=100, least_points=60), replace(options, points=4_000, least_points=600))
    )
    assert many < few / 2


def test_a_single_population_has_no_error_of_its_limits(velmar):
    """Nothing to compare: it is said to be unknown, and is never taken for reached."""
    run = sample(velmar, np.random.SeedSequence(1), options=replace(SHORT, n_populations=1))
    assert run.average.error == np.inf
    assert run.draws.shape == (1, SHORT.n_draws)


def test_no_order_of_the_lists_matters(velmar):
    problem = lay_out(velmar)
    turned = problem.counts.reshape(2, 2, 2).transpose(1, 2, 0).ravel()
    answers = []
    for one in (problem, Problem(turned, problem.possible, ())):
        average = _average(one, options=replace(USUAL, n_draws=4_000, limit_error=0.008))
        answers.append(np.log(np.quantile(average.n_people, [0.025, 0.5, 0.975])))
    assert answers[0] == pytest.approx(answers[1], abs=0.04)


@pytest.mark.parametrize(
    ("error", "ess", "missing"),
    [
        (0.04, 4_000.0, 3_800.0),  # twice the error: four times the points, and a fifth more to be sure
        (0.01, 250.0, 3_800.0),
        (0.01, 4_000.0, 400.0),  # nothing is missing but R-hat: half a round
        (np.inf, 4_000.0, np.inf),
    ],
)
def test_a_round_has_the_points_that_are_missing(error, ess, missing):
    pools = [[Pool(np.zeros((3 * n, 3)), np.ones(3 * n), np.zeros(3 * n), (3 * n,), np.tile(np.arange(n), 3))
              for n in (600, 400)]] * 4  # fmt: skip
    known = Known(Convergence(1.02, ess), 0.01, error)
    assert _find_missing(pools, known, AverageOptions()) == pytest.approx(missing)
