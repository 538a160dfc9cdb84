"""A user's prior says what it says, and an estimate says what it is."""

from math import log

import pytest
from scipy.stats import lognorm

from accounted.model.errors import UsageError
from accounted.model.plan import Plan, PlannedQuestion, Specification, Standing, UserPrior

MADE = Specification("killed", ("A", "B", "C"), (), (), ("dga",), ())


def prior(low, high):
    return UserPrior("made up", "made up", "made up", "A. Sample", "2031", low, high)


@pytest.mark.parametrize(("low", "high"), [(0.1, 4.0), (0.5, 0.6), (3, 300)])
def test_the_range_holds_95_percent_of_a_lognormal(low, high):
    made = prior(low, high)
    law = lognorm(s=made.log_spread, scale=made.median)
    assert law.cdf(low) == pytest.approx(0.025)
    assert law.cdf(high) == pytest.approx(0.975)
    assert log(made.median) == pytest.approx(made.log_centre)


@pytest.mark.parametrize(("low", "high"), [(0, 1), (-1, 1), (2, 2), (3, 2), (1, float("inf")), (float("nan"), 1)])
def test_a_range_that_is_none_is_refused(low, high):
    with pytest.raises(UsageError, match="is none") as caught:
        prior(low, high)
    assert caught.value.mend


def test_a_plan_gives_a_question_the_priors_it_names():
    first, second = prior(0.1, 1), UserPrior("other", "", "", "", "", 1, 2)
    planned = PlannedQuestion("killed", ("A",), (), (), ("dga",), ("other",), "")
    plan = Plan("ab", "A. Sample", "2031", "", (planned,), (first, second), ())
    assert plan.find_priors("killed") == (second,)
    assert plan.find_priors("elsewhere") == ()


def test_runs_are_the_planned_and_the_exploratory_ones():
    standing = Standing("planned", (), "ab", "A. Sample", "2031-05", MADE, 3, 2, 1, 2)
    assert standing.n_runs == 3
    assert standing.sentence == (
        "planned, as in the plan of A. Sample (2031-05); estimate run 3 of 3 on this question "
        "(2 planned, 1 exploratory)"
    )
