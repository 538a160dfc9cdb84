"""Groups compared from joint draws, and intervals that hold all at once."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from accounted.model.canonical import canonical_bytes
from accounted.model.errors import UsageError
from accounted.mse.compare_groups import compare_groups, compare_many, simultaneous_intervals
from accounted.mse.tip_order import tip_order

matrices = st.integers(2, 60).flatmap(
    lambda t: st.integers(1, 5).flatmap(lambda g: arrays(np.float64, (t, g), elements=st.integers(1, 30).map(float)))
)


@settings(max_examples=150)
@given(matrices, st.sampled_from([0.5, 0.8, 0.95]))
def test_simultaneous_intervals_contain_the_own_ones_and_enough_draws(draws, prob):
    names = [f"g{j}" for j in range(draws.shape[1])]
    answer = simultaneous_intervals(draws, names, prob)
    inside = np.ones(len(draws), dtype=bool)
    for j, row in enumerate(answer.rows):
        assert row.joint_lower <= row.lower <= row.point <= row.upper <= row.joint_upper
        inside &= (draws[:, j] >= row.joint_lower) & (draws[:, j] <= row.joint_upper)
    assert inside.mean() >= prob - 1e-9
    assert answer.prob_each >= prob - 1e-9
    assert b"NaN" not in canonical_bytes(answer)


@settings(max_examples=40)
@given(arrays(np.float64, (40, 3), elements=st.integers(1, 1_000).map(float), unique=True))
def test_no_smaller_rank_would_do_and_order_does_not_matter(draws):
    answer = simultaneous_intervals(draws, "ABC", 0.8)
    ordered = np.sort(draws, axis=0)
    end = len(draws) - answer.n_beyond
    if end - 1 > len(draws) // 2:
        low, high = ordered[len(draws) - end + 1], ordered[end - 2]
        assert np.mean(np.all((draws >= low) & (draws <= high), axis=1)) < 0.8
    rng = np.random.default_rng(1)
    assert simultaneous_intervals(rng.permutation(draws), "ABC", 0.8).rows == answer.rows
    turned = simultaneous_intervals(draws[:, ::-1], "CBA", 0.8).rows
    assert turned[::-1] == answer.rows


def test_joint_coverage_of_a_known_truth():
    rng = np.random.default_rng(9)
    joint = own = 0
    for _ in range(300):
        truth = rng.normal(1_000, 3, 8)
        draws = rng.normal(truth, 1.0) + rng.normal(size=(2_000, 8))  # posterior under a flat prior
        rows = simultaneous_intervals(draws, "ABCDEFGH").rows
        joint += all(row.joint_lower <= value <= row.joint_upper for row, value in zip(rows, truth, strict=True))
        own += all(row.lower <= value <= row.upper for row, value in zip(rows, truth, strict=True))
    assert 0.92 <= joint / 300 <= 0.98
    assert own / 300 < 0.75  # .95⁸ = .66: why simultaneous intervals stand beside


def test_quantities_that_move_together_need_hardly_wider_intervals():
    rng = np.random.default_rng(2)
    common = rng.normal(size=(4_000, 1))
    together = simultaneous_intervals(common + 1e-3 * rng.normal(size=(4_000, 6)), "ABCDEF")
    apart = simultaneous_intervals(rng.normal(size=(4_000, 6)), "ABCDEF")
    assert together.prob_each < 0.955
    assert apart.prob_each > 0.985
    assert "take more draws" not in " ".join(apart.sentences)
    assert "take more draws" in simultaneous_intervals(rng.normal(size=(200, 6)), "ABCDEF").sentences[-1]


def test_ranks_do_not_mind_a_change_of_scale():
    rng = np.random.default_rng(3)
    draws = np.exp(rng.normal(5.0, 0.4, size=(2_001, 4)))
    plain, logs = (simultaneous_intervals(d, "ABCD").rows for d in (draws, np.log(draws)))
    assert [np.log(r.joint_upper) for r in plain] == pytest.approx([r.joint_upper for r in logs])


def test_two_groups_by_hand():
    a, b = np.array([10.0, 20.0, 30.0, 40.0]), np.array([20.0, 20.0, 20.0, 20.0])
    answer = compare_groups(a, b, ("north", "south"))
    assert (answer.ratio.point, answer.difference.point) == (1.25, 5.0)
    assert (answer.probability, answer.probability_equal) == (0.5, 0.25)
    assert "cannot be told" in answer.sentence
    assert "that they are as many 25 %" in answer.sentence


def test_draws_are_joint():
    rng = np.random.default_rng(4)
    b = rng.normal(1_000, 200, 4_000)
    together = compare_groups(1.2 * b, b, ("A", "B"))
    apart = compare_groups(rng.permutation(1.2 * b), b, ("A", "B"))
    assert together.ratio.upper - together.ratio.lower < 1e-9
    assert apart.ratio.upper - apart.ratio.lower > 0.5


@given(arrays(np.float64, (50, 2), elements=st.integers(1, 100).map(float)))
def test_turning_the_groups_round_turns_the_answer_round(draws):
    ab = compare_groups(draws[:, 0], draws[:, 1], ("A", "B"))
    ba = compare_groups(draws[:, 1], draws[:, 0], ("B", "A"))
    assert ab.probability + ba.probability + ab.probability_equal == pytest.approx(1.0)
    assert ab.difference.lower == pytest.approx(-ba.difference.upper)
    assert ab.difference.point == pytest.approx(-ba.difference.point)
    assert b"NaN" not in canonical_bytes(ab)


def test_several_comparisons_stand_beside_simultaneous_intervals():
    rng = np.random.default_rng(5)
    draws = np.column_stack([rng.normal(mean, 30.0, 4_000) for mean in (900.0, 950.0, 1_200.0)])
    answer = compare_many(draws, ["north", "south", "coast"])
    assert [c.names for c in answer.comparisons] == [("north", "south"), ("north", "coast"), ("south", "coast")]
    for own, row in zip(answer.comparisons, answer.ratios.rows, strict=True):
        assert (own.ratio.lower, own.ratio.upper) == (row.lower, row.upper)
        assert row.joint_upper > row.upper
    assert answer.differences.rows[0].name == "north − south"
    planned = compare_many(draws, ["north", "south", "coast"], [("coast", "north")])
    assert planned.comparisons[0].ratio.point == pytest.approx(1_200 / 900, rel=0.01)


def test_at_its_tipping_factor_the_order_is_even():
    rng = np.random.default_rng(6)
    a, b = 300 + rng.gamma(20, 10, 4_001), 200 + rng.gamma(20, 8, 4_001)
    answer = tip_order(a, b, (300, 200), ("A", "B"))
    assert answer.names == ("A", "B")
    assert np.mean(a > 200 + answer.second_tips * (b - 200)) == pytest.approx(0.5, abs=0.001)
    assert answer.first_tips is not None
    assert np.mean(300 + answer.first_tips * (a - 300) > b) == pytest.approx(0.5, abs=0.001)
    assert answer.probability > 0.95
    assert np.mean(a > 200 + answer.second_unsure * (b - 200)) == pytest.approx(0.95, abs=0.001)
    assert np.mean(300 + answer.first_unsure * (a - 300) > b) == pytest.approx(0.95, abs=0.001)
    turned = tip_order(b, a, (200, 300), ("B", "A"))
    assert (turned.names, turned.second_tips) == (answer.names, answer.second_tips)


def test_an_order_that_the_recorded_settle():
    a, b = np.full(100, 900.0), np.full(100, 300.0)
    answer = tip_order(a, b, (900, 300), ("A", "B"))
    assert (answer.first_tips, answer.second_tips) == (None, None)
    assert "No number of unrecorded people" in answer.sentence
    assert b"Infinity" not in canonical_bytes(answer)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: compare_groups(np.ones(3), np.ones(4), ("A", "B")), "3 draws of A, but 4 of B"),
        (lambda: compare_groups(np.ones(3), np.zeros(3), ("A", "B")), "draw of B is 0"),
        (lambda: compare_groups(np.ones(3), np.array([1.0, np.inf, 2.0]), ("A", "B")), "not a finite"),
        (lambda: simultaneous_intervals(np.ones((3, 2)), "A"), "shape"),
        (lambda: simultaneous_intervals(np.full((3, 1), np.nan), "A"), "not a finite"),
        (lambda: simultaneous_intervals(np.ones((3, 1)), "A", 1.5), "between 0 and 1"),
        (lambda: compare_many(np.ones((3, 2)), "AB", [("A", "C")]), "A and C cannot be compared"),
        (lambda: compare_many(np.ones((3, 1)), "A"), "no pair"),
        (lambda: compare_many(np.ones((3, 2)), "AA"), "one column per group"),
        (lambda: tip_order(np.ones(3), np.ones(4), (0, 0), ("A", "B")), "3 draws of A"),
        (lambda: tip_order(np.ones(3), np.ones(3), (5, 0), ("A", "B")), "below the 5"),
    ],
)
def test_bad_input_says_what_to_do(call, words):
    with pytest.raises(UsageError, match=words):
        call()
