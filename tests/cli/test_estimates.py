"""What `estimate` prints: rounded, named rightly, with what stands beside."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounted import mse
from accounted.cli.estimates import say_estimates
from accounted.model.capture import EstimateSet, ModelEstimate, Total
from accounted.report.prose import supported

TABLE = mse.CaptureTable.of(
    "ABC",
    {(1, 0, 0): 41, (0, 1, 0): 36, (0, 0, 1): 30, (1, 1, 0): 9, (1, 0, 1): 11, (0, 1, 1): 8, (1, 1, 1): 3},
)


@pytest.fixture(scope="module")
def default():
    return mse.estimate(TABLE, seed=5)


def test_a_single_answer_says_lists_both_intervals_priors_and_assumptions(default):
    head, *rest = say_estimates(replace(default, table="velmar"))
    (answer,) = default.strata
    _, low, high = supported(answer.point, answer.lower, answer.upper, 138)
    assert head.startswith("velmar all: 138 on at least one of A, B and C; estimated ")
    assert f"95 % credible interval {low}–{high}, 80 % " in head
    assert rest[0] == f"  unrounded: {answer.point:,.0f} ({answer.lower:,.0f}–{answer.upper:,.0f})"
    assert sum(line.startswith("  prior ") for line in rest) == len(answer.priors) >= 3
    assert any("no part of the answer: dga " in line for line in rest)
    assert [line[len("  assumed: ") :] for line in rest if "assumed: " in line] == list(answer.assumptions)
    assert [line[len("  warning: ") :] for line in rest if "warning: " in line] == list(answer.diagnostics.warnings)


def test_an_interval_is_called_what_it_is_and_99_9_percent_is_not_100():
    (head, *rest) = say_estimates(mse.estimate(TABLE, models=("loglinear_bic", "chao"), prob=0.999))
    assert "99.9 % confidence interval" in head
    assert any("chao, a lower bound and no estimate" in line for line in rest)


def test_models_of_several_assumptions_stand_side_by_side_with_their_span():
    (_, *rest) = say_estimates(mse.estimate(TABLE, models=("dga", "loglinear_bic")))
    (line,) = [line for line in rest if line.startswith("  models: ")]
    assert line.count("weight 0.5") == 2
    assert "together they span" in line


def test_what_is_not_estimable_is_not_said_twice():
    (line,) = say_estimates(mse.estimate(mse.select_lists(TABLE, "AB"), name="velmar"))
    assert line.count("not estimable") == 1


def test_a_warning_of_many_strata_is_said_once_and_the_total_with_all_in_one_table():
    months = [replace(TABLE, stratum=f"2031-0{month}") for month in range(1, 8)]
    found = mse.estimate(months, models=("dga",))
    lines = say_estimates(found)
    assert sum("three lists cannot show" in line for line in lines) == 1
    assert sum(line.startswith("  assumed: dga: ") for line in lines) == 1
    assert any("all strata: 966 on at least one list; estimated" in line for line in lines)
    assert any("all strata in one table: " in line for line in lines)


def test_what_is_about_some_strata_names_them():
    thin = mse.CaptureTable.of("ABC", {(1, 0, 0): 9, (0, 1, 0): 8, (0, 0, 1): 7, (1, 1, 0): 2, (0, 1, 1): 1}, "x")
    lines = say_estimates(mse.estimate([TABLE, *(replace(thin, stratum=str(n)) for n in range(7))], models=("dga",)))
    assert any(line.startswith("  warning (0, 1, 2, 3, 4 and 2 more): only 3 people") for line in lines)


def test_a_total_that_contradicts_itself_is_warned_about():
    direct = ModelEstimate("dga", 900, 800, 1000, 0.0)
    found = mse.estimate(TABLE, models=("dga",))
    total = Total("all strata", 138, 300.0, 200.0, 400.0, 0.95, direct, "they do not meet")
    assert say_estimates(EstimateSet("t", found.strata, total))[-1] == "t warning: they do not meet"


@given(st.integers(1, 10**6), st.floats(0, 10**6), st.floats(0, 10**6), st.floats(0, 10**9))
def test_rounding_never_narrows_and_never_takes_the_point_for_an_end(n_observed, below, above, far):
    lower = n_observed + below
    point = lower + above
    upper = point + far
    middle, low, high = supported(point, lower, upper, n_observed)
    assert n_observed <= low <= lower
    assert high >= upper
    assert low <= middle <= high
    if above >= 10:
        assert abs(middle - point) <= 0.5 * above


def test_few_people_beside_a_limit_far_away_are_not_rounded_to_nobody():
    assert supported(26.0, 18.0, 11_000_000.0, 18) == (26, 18, 11_000_000)
