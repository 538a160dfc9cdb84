import numpy as np
import pytest

from accounted.mse.log_sums import log_sum
from accounted.mse.pairs_bridge import bridge
from accounted.mse.pairs_neighbours import are_neighbours, carry_over
from accounted.mse.pairs_prior import DEFAULT, Structure, make_frame
from accounted.mse.pairs_structures import find_structures

RATES = (0.3, 0.4, 0.3, 0.25)
NOISE = 0.07
"""Of 6,000 points that took steps: their marginal likelihood is known to 5 / √n."""


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (Structure(2), Structure(2, ((0, 1),)), True),
        (Structure(2, ((0, 1), (2, 3))), Structure(2, ((2, 3),)), True),
        (Structure(2, ((0, 1),)), Structure(2, ((2, 3),)), False),
        (Structure(2), Structure(3, ((0, 1),)), False),
        (Structure(1, ((0, 1),)), Structure(1, ((0, 1),)), False),
    ],
)
def test_neighbours_differ_by_one_pair(one, other, expected):
    assert are_neighbours(one, other) is expected
    assert are_neighbours(other, one) is expected


@pytest.mark.parametrize("n_classes", [0, 1, 2])
def test_points_carried_over_have_the_ratio_of_the_marginal_likelihoods_and_stand_for_the_other(
    make_problem, n_classes
):
    problem = make_problem(2, RATES)
    pair = (Structure(n_classes), Structure(n_classes, ((0, 1),)))
    found = {c.structure: c for c in find_structures(problem, DEFAULT, np.random.default_rng(1))}
    frames = [make_frame(structure, DEFAULT, problem.counts, problem.possible) for structure in pair]
    runs = [
        bridge(found[structure].proposal, frame, 6_000, np.random.default_rng(3))
        for structure, frame in zip(pair, frames, strict=True)
    ]
    points = [_even(run) for run in runs]
    means = [float(np.exp(run.log_weights) @ np.log(run.odds)) for run in runs]
    spread = max(float(np.std(np.log(run.odds))) for run in runs)
    for source, target in ((0, 1), (1, 0)):
        carried, logs, odds = carry_over(
            points[source], pair[source], pair[target], (frames[source], frames[target]), np.random.default_rng(1)
        )
        weights = np.exp(logs - log_sum(logs))
        error = np.sqrt(weights @ weights)
        assert error < (0.35, 0.04)[source]  # The wider one, with the pair, lends more than it borrows.
        assert carried.shape == points[target].shape
        ratio = runs[target].log_evidence - runs[source].log_evidence
        assert log_sum(logs) - np.log(len(logs)) == pytest.approx(ratio, abs=4 * np.hypot(error, NOISE))
        assert float(weights @ np.log(odds)) == pytest.approx(means[target], abs=4 * np.hypot(error, NOISE) * spread)


def _even(run):
    weights = np.exp(run.log_weights)
    return run.points[np.searchsorted(np.cumsum(weights), (np.arange(6_000) + 0.5) / 6_000).clip(max=len(weights) - 1)]


def test_points_that_come_back_are_where_they_were(make_problem):
    problem = make_problem(2, RATES)
    small, large = Structure(1, ((1, 2),)), Structure(1, ((0, 1), (1, 2)))
    frames = tuple(make_frame(s, DEFAULT, problem.counts, problem.possible) for s in (small, large))
    points = np.random.default_rng(1).normal(-0.5, 0.5, (50, 5))
    there, logs, _ = carry_over(points, small, large, frames, np.random.default_rng(1))
    back, opposite, _ = carry_over(there, large, small, frames[::-1], np.random.default_rng(1))
    assert np.array_equal(back, points)
    assert opposite == pytest.approx(-logs, rel=1e-9)
