import numpy as np
import pytest

from accounted.mse.pairs_bridge import Population, bridge
from accounted.mse.pairs_density import evaluate_many
from accounted.mse.pairs_lessons import find_ready, learn, raise_hopes
from accounted.mse.pairs_prior import DEFAULT, Structure, make_frame
from accounted.mse.pairs_structures import Problem, find_structures

RATES = (0.3, 0.4, 0.3, 0.25)
USUAL = (2, 0.005)


class _Steps:
    """A population that took so many steps, of a likelihood that all agree on."""

    def __init__(self, n_steps: int, n_points: int = 200):
        self.n_steps, self.log_evidence, self.n_points = n_steps, -1.0, n_points


def test_what_a_population_may_have_missed_is_hoped_for_until_the_mixture_is_learnt():
    """Laplace's method says .2, the first populations .004: they took steps, and found too little before."""
    drawn = [[[_Steps(0)], [_Steps(5)]] for _ in range(4)]
    weights, laplace = np.array([0.996, 0.004]), np.array([0.8, 0.2])
    first = raise_hopes(laplace, weights, drawn, np.array([0, 0]))
    assert first[1] == 0.2
    once = raise_hopes(first, weights, drawn, np.array([0, 1]))
    assert 0.006 < once[1] < 0.01
    assert raise_hopes(once, weights, drawn, np.array([0, 2]))[1] == pytest.approx(0.004)
    # Reached in one step, it is what it is.
    assert raise_hopes(laplace, weights, [[[_Steps(0)], [_Steps(1)]]], np.array([0, 0]))[1] == pytest.approx(0.004)


def test_structures_that_may_matter_are_learnt_twice_and_hopeless_ones_never():
    drawn = [[[_Steps(5)], [_Steps(5)], [_Steps(0)], [_Steps(5)]] for _ in range(4)]
    hopes = np.array([0.5, 0.02, 0.4, 0.001])
    lessons = [np.full(4, n) for n in range(3)]
    assert [find_ready(hopes, np.full(4, 4.0), drawn, n, *USUAL) for n in lessons] == [
        [False, False, True, True],
        [False, True, True, True],
        [True, True, True, True],
    ]


def test_a_structure_is_judged_by_most_of_its_populations():
    """One more step of a few late ones is no reason to throw away what all have drawn."""
    drawn = [[[_Steps(2), _Steps(3) if number == 0 else _Steps(2)]] for number in range(4)]
    assert find_ready(np.array([0.5]), np.full(1, 4.0), drawn, np.ones(1, dtype=np.int64), *USUAL) == [True]


def test_two_steps_are_enough_for_what_was_learnt_or_matters_little():
    drawn = [[[_Steps(2)], [_Steps(2)], [_Steps(0)]] for _ in range(4)]
    hopes = np.array([0.5, 0.02, 0.48])
    found = [find_ready(hopes, np.full(3, 4.0), drawn, np.full(3, n), *USUAL) for n in range(2)]
    assert found == [[False, True, True], [True, True, True]]


def test_what_many_points_disagree_about_matters_less():
    few, many = ([[[_Steps(0, n)]] for _ in range(4)] for n in (20, 2_000))
    found = [
        find_ready(np.array([0.5]), np.full(1, 100.0), drawn, np.zeros(1, dtype=np.int64), *USUAL)
        for drawn in (few, many)
    ]
    assert found == [[False], [True]]


@pytest.fixture
def neighbours(make_problem):
    """A table, two structures that differ by one pair, and what two populations drew of both."""
    problem = make_problem(2, RATES)
    pair = (Structure(2), Structure(2, ((0, 1),)))
    found = {c.structure: c for c in find_structures(problem, DEFAULT, np.random.default_rng(1))}
    chosen = [found[structure] for structure in pair]
    drawn = [[[_draw(c, problem, seed)] for c in chosen] for seed in range(2)]
    return problem, chosen, drawn


def _draw(candidate, problem: Problem, seed: int) -> Population:
    frame = make_frame(candidate.structure, DEFAULT, problem.counts, problem.possible)
    return bridge(candidate.proposal, frame, 400, np.random.default_rng(seed))


def _learn(problem, chosen, ready, drawn):
    return learn(problem, DEFAULT, chosen, ready, drawn, [np.random.default_rng(k) for k in range(2)], 2)


def test_what_is_learnt_anew_is_drawn_anew_and_the_rest_stays(neighbours):
    problem, chosen, drawn = neighbours
    kept = [of_one[0][0] for of_one in drawn]
    learnt = _learn(problem, chosen, [True, False], drawn)
    assert learnt[0] is chosen[0]
    assert len(learnt[1].proposal.components) > len(chosen[1].proposal.components)
    assert [of_one[0] for of_one in drawn] == [[one] for one in kept]
    assert [of_one[1] for of_one in drawn] == [[], []]


def test_what_neighbours_found_is_learnt_though_a_structure_itself_has_missed_it(neighbours):
    """A few points that all lie where people are hardly missed, beside many of the structure with a pair more."""
    problem, chosen, drawn = neighbours
    wanted = np.mean([np.log(of_one[0][0].odds).mean() for of_one in drawn])
    for of_one in drawn:
        population = of_one[0][0]
        lowest = population.odds.argmin()
        stuck = population.points[lowest] + np.random.default_rng(1).normal(0.0, 0.01, (15, 9))
        of_one[0] = [Population(stuck, np.full(15, -np.log(15)), np.repeat(population.odds[lowest], 15), 0.0, 0)]
    alone = [[list(of_one[0])] for of_one in drawn]
    (without,) = _learn(problem, chosen[:1], [False], alone)
    both, _ = _learn(problem, chosen, [False, True], drawn)
    apart = [abs(_middle(candidate, chosen[0], problem) - wanted) for candidate in (without, both)]
    assert apart[1] < apart[0] / 2


def _middle(candidate, before, problem: Problem) -> float:
    """Mean log odds of being on no list at the centres that were learnt."""
    learnt = candidate.proposal.components[: -len(before.proposal.components)]
    values, odds = np.empty((2, len(learnt)))
    frame = make_frame(candidate.structure, DEFAULT, problem.counts, problem.possible)
    evaluate_many(np.stack([c.centre for c in learnt]), frame, values, odds)
    return float(np.average(np.log(odds), weights=np.exp([c.log_weight for c in learnt])))


def test_equal_seeds_teach_the_same(neighbours):
    problem, chosen, drawn = neighbours
    again = [[list(populations) for populations in of_one] for of_one in drawn]
    one, same = (_learn(problem, chosen, [False, False], rows) for rows in (drawn, again))
    for left, right in zip(one, same, strict=True):
        assert [c.centre.tobytes() for c in left.proposal.components] == [
            c.centre.tobytes() for c in right.proposal.components
        ]
