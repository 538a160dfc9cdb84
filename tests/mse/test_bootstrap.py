import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounted.mse.bootstrap import BcaBootstrap, accelerate, find_quantiles, resample_cells


def test_without_corrections_the_limits_are_quantiles():
    values = np.random.default_rng(1).lognormal(size=999)
    run = BcaBootstrap.of(values, float(np.median(values)), 0.0)
    probs = np.array([0.025, 0.5, 0.975])
    assert run.limits(probs) == pytest.approx(np.quantile(values, probs, method="median_unbiased"))


def test_the_correction_of_the_exponential_mean():
    # Efron 1987: the mean of n exponential variates has a ≈ 1/(3 √n), and the BCa interval is close to the exact one.
    rng = np.random.default_rng(2)
    n, truth, n_held = 20, 1.0, 0
    for _ in range(400):
        sample = rng.exponential(truth, n)
        means = rng.choice(sample, (400, n)).mean(axis=1)
        without = (sample.sum() - sample) / (n - 1)
        a = accelerate(np.ones(n), without)
        lower, upper = BcaBootstrap.of(means, sample.mean(), a).limits(np.array([0.05, 0.95]))
        n_held += lower <= truth <= upper
    assert 0.83 <= n_held / 400 <= 0.93  # nominal 0.90; the plain percentile interval holds about 0.85


def test_acceleration_of_a_mean_is_a_sixth_of_its_skewness():
    sample = np.array([0.0, 1.0, 2.0, 9.0])
    without = (sample.sum() - sample) / 3
    skewness = np.mean((sample - sample.mean()) ** 3) / np.std(sample) ** 3
    assert accelerate(np.ones(4), without) == pytest.approx(skewness / (6 * math.sqrt(4)))


def test_no_acceleration_when_one_absence_leaves_no_estimate():
    assert accelerate(np.ones(2), np.array([3.0, math.inf])) is None
    assert not BcaBootstrap.of(np.ones(3), 1.0, None).is_accelerated
    assert accelerate(np.ones(2), np.array([3.0, 3.0])) == 0.0


def test_infinite_replicates_make_infinite_limits_and_never_nan():
    values = np.array([*range(1, 91), *[math.inf] * 10], dtype=float)
    run = BcaBootstrap.of(values, 50.0, 0.02)
    lower, upper = run.limits(np.array([0.025, 0.975]))
    assert math.isfinite(lower)
    assert math.isinf(upper)
    assert not np.isnan(run.spread_draws(500)).any()
    assert math.isfinite(run.limit_error(np.array([0.025, 0.975]), np.random.default_rng(1)))


@given(
    st.lists(st.floats(1, 1e9), min_size=2, max_size=40),
    st.floats(-3, 3),
    st.floats(-0.3, 0.3),
    st.integers(0, 5),
)
def test_limits_rise_with_probability_within_the_replicates(values, bias, acceleration, n_infinite):
    ordered = np.array([*sorted(values), *[math.inf] * n_infinite])
    limits = BcaBootstrap(ordered, bias, acceleration).limits(np.linspace(0.01, 0.99, 25))
    assert not np.isnan(limits).any()
    assert all(a <= b * (1 + 1e-12) for a, b in pairwise(limits))
    assert limits.min() >= ordered[0]


def test_quantiles_agree_with_numpy():
    values = np.sort(np.random.default_rng(3).normal(size=57))
    probs = np.linspace(0.0, 1.0, 21)
    assert find_quantiles(values, probs) == pytest.approx(np.quantile(values, probs, method="median_unbiased"))


def test_resampled_tables_keep_the_number_of_people_and_the_shares():
    counts = np.array([5, 0, 15, 80])
    rows = resample_cells(counts, 4_000, np.random.default_rng(4))
    assert set(rows.sum(axis=1)) == {100.0}
    assert rows.mean(axis=0) == pytest.approx(counts, abs=0.5)
    assert rows[:, 1].max() == 0.0
