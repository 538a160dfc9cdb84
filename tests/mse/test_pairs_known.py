import math

import numpy as np
import pytest

from accounted.mse.pairs_known import assess_limits
from accounted.mse.pairs_shares import Pool

N_OBSERVED = 1_000.0


def _pools(rng: np.random.Generator, n_populations: int, rounds: tuple[int, ...]) -> list[list[Pool]]:
    """Two structures of equal weight, points drawn from what is known: log odds normal around -1 and 0."""
    out = []
    for _ in range(n_populations):
        of_one = []
        for centre in (-1.0, 0.0):
            n = sum(rounds)
            odds = np.exp(rng.normal(centre, 0.3, n))
            of_one.append(Pool(np.zeros((n, 1)), odds, np.full(n, -math.log(n)), rounds, np.arange(n)))
        out.append(of_one)
    return out


def _limits(pools: list[list[Pool]]) -> np.ndarray:
    odds = np.sort(np.concatenate([pool.odds for of_one in pools for pool in of_one]))
    return np.log(N_OBSERVED * (1.0 + np.quantile(odds, [0.025, 0.975])))


@pytest.mark.parametrize("rounds", [(200,), (200, 200, 400)])
def test_the_error_is_how_far_limits_vary_and_seldom_more_than_it_may_be(rounds):
    rng = np.random.default_rng(1)
    drawn = [_pools(rng, 4, rounds) for _ in range(200)]
    true = float(np.std([_limits(pools) for pools in drawn], axis=0).max())
    found = [assess_limits(pools, N_OBSERVED, 400) for pools in drawn]
    assert np.sqrt(np.mean([known.error**2 for known in found])) == pytest.approx(true, rel=0.4)
    # Of the worse of two limits: nearly always more than the chance that is stated.
    assert np.mean([known.at_most > true for known in found]) > 0.8
    assert all(known.at_most >= known.error for known in found)


def test_a_few_rounds_that_agree_prove_less_than_many():
    rng = np.random.default_rng(2)
    few, many = (
        np.mean([k.at_most / k.error for k in (assess_limits(_pools(rng, 4, r), N_OBSERVED, 400) for _ in range(30))])
        for r in ((400,), (50,) * 8)
    )
    assert few > many + 0.15


def test_one_population_says_nothing_of_its_error():
    known = assess_limits(_pools(np.random.default_rng(3), 1, (400,)), N_OBSERVED, 400)
    assert (known.error, known.at_most) == (math.inf, math.inf)
    assert known.convergence.ess > 200


def test_populations_that_disagree_are_not_converged():
    rng = np.random.default_rng(4)
    pools = _pools(rng, 4, (400,))
    assert assess_limits(pools, N_OBSERVED, 400).convergence.rhat < 1.02
    moved = [Pool(p.points, p.odds * 3.0, p.logs, p.rounds, p.owners) for p in pools[0]]
    assert assess_limits([moved, *pools[1:]], N_OBSERVED, 400).convergence.rhat > 1.05


def test_a_point_that_is_seen_twice_counts_once():
    """Where its two looks say the same."""
    once = _pools(np.random.default_rng(5), 4, (400,))
    twice = [
        [Pool(np.tile(p.points, (2, 1)), np.tile(p.odds, 2), np.tile(p.logs, 2), (800,), np.tile(p.owners, 2))
         for p in of_one]
        for of_one in once
    ]  # fmt: skip
    one, other = (assess_limits(pools, N_OBSERVED, 400).convergence for pools in (once, twice))
    assert other.ess == pytest.approx(one.ess, rel=0.02)
