"""Small parts: Chapman's estimate, modes, mixing, R-hat, tipping factors."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounted.model.capture import Diagnostics, Estimate
from accounted.model.errors import UsageError
from accounted.mse import CaptureTable, estimate_chapman, find_modes, tipping_factor
from accounted.mse.combine import Row, arrange_jointly, linkage_share, thin_evenly
from accounted.mse.convergence import assess_convergence


def _estimate(n: int, lower: float, upper: float) -> Estimate:
    diagnostics = Diagnostics(None, None, 0, 0.0, 0.0, ())
    lists = ("A", "B", "C")
    point = (lower + upper) / 2
    return Estimate("all", "estimated", "", (), n, lists, point, lower, upper, 0.95, (), diagnostics, (), 1)


def test_chapman_by_hand():
    answer = estimate_chapman(CaptureTable.of("AB", {(1, 0): 150, (0, 1): 250, (1, 1): 50}))
    assert answer.point == round(201 * 301 / 51 - 1)
    assert 450 < answer.lower < answer.point < answer.upper


def test_chapman_refuses_a_probability_out_of_range_and_nobody():
    with pytest.raises(UsageError, match="not between 0 and 1"):
        estimate_chapman(CaptureTable.of("AB", {(1, 0): 150, (0, 1): 250, (1, 1): 50}), prob=3.0)
    with pytest.raises(UsageError, match="nobody"):
        estimate_chapman(CaptureTable.of("AB", {}))


def test_chapman_covers_the_truth_on_independent_lists(draw_independent):
    answers = [estimate_chapman(draw_independent(seed, 800, [0.3, 0.25])) for seed in range(200)]
    assert 180 <= sum(a.lower <= 800 <= a.upper for a in answers) <= 200


def test_chapman_without_spread_or_with_three_lists(velmar):
    assert estimate_chapman(CaptureTable.of("AB", {(1, 1): 50})).upper == 50
    with pytest.raises(UsageError, match="two lists"):
        estimate_chapman(velmar)


def test_one_range_is_no_modes_for_small_whole_numbers():
    rng = np.random.default_rng(1)
    for mean in (0.5, 2.0, 8.0, 100.0):
        assert find_modes(20.0 + rng.poisson(mean, 6_000), 20) == ()
    assert find_modes(np.full(100, 20.0), 20) == ()


def test_two_ranges_are_found_with_their_shares():
    rng = np.random.default_rng(2)
    draws = np.concatenate([rng.normal(3_000, 200, 2_000), rng.normal(30_000, 3_000, 6_000)]).round()
    low, high = find_modes(draws, 2_000)
    assert (low.share, high.share) == pytest.approx((0.25, 0.75), abs=0.02)
    assert low.upper < 4_000 < high.lower
    assert find_modes(rng.permutation(draws), 2_000) == (low, high)


def test_linkage_share_is_the_law_of_total_variance():
    rng = np.random.default_rng(3)
    centres = rng.normal(7.0, 0.2, 400)
    rows = [Row({"dga": np.exp(rng.normal(c, 0.1, 200))}, 0.1**2 / 200) for c in centres]
    assert linkage_share(rows) == pytest.approx(0.2**2 / (0.2**2 + 0.1**2), abs=0.06)
    same = [Row({"dga": np.exp(rng.normal(7.0, 0.1, 200))}, 0.1**2 / 200) for _ in range(200)]
    assert linkage_share(same) < 0.01
    assert linkage_share(rows[:1]) is None


def test_joint_draws_keep_rows_and_fill_the_missing_one():
    rows = [Row({"dga": np.full(4, 10.0)}, 0.0), None, Row({"dga": np.full(4, 20.0)}, 0.0)]
    out = arrange_jointly(rows, 6, np.random.default_rng(1))
    assert out.shape == (3, 6)
    assert set(out[0]) == {10.0}
    assert set(out[2]) == {20.0}
    assert set(out[1]) == {10.0, 20.0}


@given(st.integers(1, 50), st.integers(1, 120))
def test_thinning_takes_in_order_and_from_the_draws(n, wanted):
    taken = thin_evenly(np.arange(float(n)), wanted)
    assert len(taken) == wanted
    assert (np.diff(taken) >= 0).all()
    assert set(taken) <= set(range(n))


def test_chains_without_spread_have_no_rhat():
    answer = assess_convergence(np.zeros((4, 100)))
    assert answer.rhat is None
    assert not answer.is_reached()


@pytest.mark.parametrize(
    ("threshold", "factor"),
    [(3_100, 3.0), (1_250, 0.5), (1_500, 1.0), (1_600, 1.0), (1_700, 1.0), (999, None), (1_000, 0.0)],
)
def test_tipping_factor_multiplies_the_unrecorded(threshold, factor):
    assert tipping_factor(_estimate(1_000, 1_500, 1_700), threshold) == factor


@given(st.integers(0, 10_000), st.integers(1, 10_000), st.integers(0, 10_000), st.integers(0, 40_000))
def test_the_scaled_interval_just_reaches_the_threshold(n, low, width, threshold):
    answer = _estimate(n, n + low, n + low + width)
    factor = tipping_factor(answer, threshold)
    if threshold < n:
        assert factor is None
        return
    lower, upper = (n + factor * (end - n) for end in (answer.lower, answer.upper))
    assert lower <= threshold + 1e-6
    assert upper >= threshold - 1e-6


def test_an_interval_at_those_on_the_lists_reaches_nothing_above():
    assert tipping_factor(_estimate(100, 100, 100), 150) is None
