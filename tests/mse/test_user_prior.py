import numpy as np
import pytest

from accounted.model.plan import UserPrior
from accounted.mse import estimate
from accounted.mse.pairs_prior import DEFAULT, implied_log_odds
from accounted.mse.user_prior import estimate_under_user_prior


def _prior(low: float, high: float) -> UserPrior:
    return UserPrior("Ambel's", "made up", "a made-up survey", "Ambel Sample (made up)", "2031-05-01", low, high)


def test_a_prior_carries_who_when_and_whence_and_stands_beside_the_default(velmar):  # R31
    (answer,) = estimate(velmar, priors=[_prior(0.5, 4.0)]).strata
    own, *others, mine = answer.priors
    assert own.name == "default"
    assert (mine.name, mine.person, mine.date, mine.source) == (
        "Ambel's", "Ambel Sample (made up)", "2031-05-01", "a made-up survey",
    )  # fmt: skip
    assert mine.implied[0] == pytest.approx(1.5, abs=0.01)
    assert mine.implied[2] == pytest.approx(5.0, abs=0.01)
    assert velmar.n_observed <= mine.lower < mine.point < mine.upper
    # The answer itself is that of the default.
    assert (answer.point, answer.lower) == (own.point, pytest.approx(own.lower, abs=1))
    assert all(not prior.person for prior in others)


def test_a_narrow_prior_pulls_and_a_wide_one_hardly_does(velmar):
    (plain,) = estimate(velmar).strata
    (answer,) = estimate(velmar, priors=[_prior(0.3, 0.5), _prior(0.01, 100.0)]).strata
    low, wide = answer.priors[-2:]
    assert low.point < plain.point
    assert low.upper < 1.6 * velmar.n_observed
    assert wide.point == pytest.approx(plain.point, rel=0.15)


def test_with_draws_of_the_default_prior_alone_the_answer_is_the_users_prior():
    ratio = np.exp(implied_log_odds(DEFAULT, 3, 40_000))
    draws = 10_000.0 * (1.0 + np.minimum(ratio, 1e6))
    found, warning = estimate_under_user_prior(draws, 10_000, 3, DEFAULT, _prior(0.5, 2.0), 0.95)
    assert warning == ""
    assert [found.point, found.lower, found.upper] == pytest.approx([20_000, 15_000, 30_000], rel=0.05)


def test_a_prior_far_from_the_lists_is_warned_about(velmar):
    (answer,) = estimate(velmar, priors=[_prior(900.0, 1_000.0)]).strata
    assert any("lies far from what the lists say" in warning for warning in answer.diagnostics.warnings)


def test_without_the_default_family_a_prior_is_said_to_be_unused(velmar):
    (answer,) = estimate(velmar, models=("dga",), priors=[_prior(0.5, 2.0)]).strata
    assert answer.priors == ()
    assert any("was not used" in warning for warning in answer.diagnostics.warnings)
