import numpy as np
import pytest

from accounted.mse.pairs_shares import find_noise, plan_round


def test_a_round_goes_to_the_structures_that_lack_points_and_never_in_crumbs():
    share, alive, least = np.array([0.7, 0.28, 0.02, 0.0]), np.array([True, True, True, False]), np.full(4, 60.0)
    drawn = [[_Some(400)], [_Some(400)], [], []]
    numbers = plan_round(share, alive, drawn, least, 800)
    assert numbers[2] == 120  # without any so far
    assert numbers[3] == 0  # carries next to no weight
    assert numbers[0] > 600
    assert all(n == 0 or n >= 60 for n in numbers.tolist())
    assert numbers.sum() <= 900


class _Some:
    """A population of so many points."""

    def __init__(self, n_points: int):
        self.n_points = n_points


def test_noise_is_seen_where_populations_disagree_about_the_marginal_likelihood():
    def population(n_points, log_evidence):
        made = _Some(n_points)
        made.log_evidence = log_evidence
        return made

    drawn = [[[population(100, 1.0)], [population(100, 1.0)]], [[population(100, 1.01)], [population(100, 3.0)]]]
    quiet, loud = find_noise(drawn)
    assert quiet < 5.0
    assert loud == pytest.approx(200.0)
