import numpy as np
import pytest

from accounted.model.errors import UsageError
from accounted.mse import CaptureTable, SamplerOptions, sample_latent_classes
from accounted.mse.gibbs import run_sweeps
from accounted.mse.latent_class import continue_from
from accounted.mse.moves import shift_classes, swap_labels

LONG = SamplerOptions(sweeps_per_round=20_000, most_sweeps=20_000)
SHORT = SamplerOptions(sweeps_per_round=1_000, most_sweeps=1_000)


# R's LCMCR, measured 2026-11-23: median, 2.5 % and 97.5 %, with the relative error of ours and theirs together.
@pytest.mark.parametrize(
    ("name", "expected", "rel"),
    [
        ("hiv_rome_4lists", (10943, 9376, 13050), 0.03),
        ("korea_palembang", (137, 124, 201), 0.06),
        ("new_orleans_8lists", (694, 502, 1034), 0.04),
    ],
)
def test_agrees_with_lcmcr(read_shared, name, expected, rel):
    run = sample_latent_classes(read_shared(name), np.random.SeedSequence(7), LONG)
    assert np.quantile(run.draws, [0.5, 0.025, 0.975]) == pytest.approx(expected, rel=rel)


def test_kosovo_agrees_with_lcmcr_and_settles(kosovo):
    run = sample_latent_classes(kosovo, np.random.SeedSequence(7))
    # LCMCR with the long settings of verdata: 10443 (9066–13865); by shorter runs 10392–10420 (8837–13897).
    assert np.median(run.draws) == pytest.approx(10_420, rel=0.03)
    assert np.quantile(run.draws, [0.025, 0.975]) == pytest.approx((9_000, 13_850), rel=0.06)
    assert run.convergence.rhat < 1.05


def test_moves_leave_the_prior_of_the_sticks_alone():
    # With a table of one list and one person the likelihood of the seen cell is 1: only the prior is left.
    rng = np.random.default_rng(3)
    histories, counts = np.ones((1, 1), dtype=np.int8), np.ones(1, dtype=np.int64)
    alpha, first, rate = 0.7, [], []
    for _ in range(20_000):
        sticks = np.append(rng.beta(1.0, alpha, 2), 1.0)
        shares = sticks * np.append(1.0, np.cumprod(1.0 - sticks[:-1]))
        rates, log_shares = rng.uniform(0.001, 0.999, (3, 1)), np.log(np.maximum(shares, 1e-300))
        shift_classes(rng, histories, counts, rates, log_shares, alpha)
        swap_labels(rng, rates, log_shares, alpha)
        first.append(np.exp(log_shares[0]))
        rate.append(rates[0, 0])
    for values, a, b in ((first, 1.0, alpha), (rate, 1.0, 1.0)):
        mean = a / (a + b)
        sd = np.sqrt(a * b / ((a + b) ** 2 * (a + b + 1)))
        assert np.mean(values) == pytest.approx(mean, abs=4 * sd / np.sqrt(20_000))
        assert np.std(values) == pytest.approx(sd, rel=0.03)


def test_recovers_the_truth_on_independent_lists(draw_independent):
    covered = 0
    for seed in range(12):
        run = sample_latent_classes(draw_independent(seed, 600, [0.3] * 4), np.random.SeedSequence(seed), SHORT)
        lower, upper = np.quantile(run.draws, [0.025, 0.975])
        covered += lower <= 600 <= upper
    assert covered >= 9


def test_unlisted_are_not_capped_at_twenty_times_those_seen():
    lonely = {(1, 0, 0): 300, (0, 1, 0): 300, (0, 0, 1): 300, (1, 1, 0): 1, (0, 1, 1): 1, (1, 0, 1): 1}
    run = sample_latent_classes(CaptureTable.of("ABC", lonely), np.random.SeedSequence(1))
    assert run.draws.max() > 100 * 903


def test_a_table_that_knows_no_bound_reports_its_ceiling():
    apart = CaptureTable.of("ABC", {(1, 0, 0): 300, (0, 1, 0): 300, (0, 0, 1): 300})
    run = sample_latent_classes(apart, np.random.SeedSequence(1), SamplerOptions(most_sweeps=8_000, most_unlisted=50.0))
    assert np.isfinite(run.draws).all()
    assert run.draws.max() <= 51 * 900
    assert run.truncated > 0.005


def test_the_same_seed_draws_the_same(kosovo):
    one, other, third = (sample_latent_classes(kosovo, np.random.SeedSequence(s), SHORT).draws for s in (1, 1, 2))
    assert (one == other).all()
    assert (one != third).any()


def test_short_chains_go_on_from_where_others_ended(kosovo):
    run = sample_latent_classes(kosovo, np.random.SeedSequence(7), SamplerOptions(most_sweeps=8_000))
    before = [state.rates.copy() for state in run.states]
    more = continue_from(kosovo, run.states, np.random.SeedSequence(8), warm_up=100, n_sweeps=500)
    assert more.shape == (4, 100)
    assert np.median(more) == pytest.approx(np.median(run.draws), rel=0.2)
    assert all((old == state.rates).all() for old, state in zip(before, run.states, strict=True))


def test_thirty_lists_and_a_billion_people_stay_finite():
    rng = np.random.default_rng(5)
    histories = np.unique((rng.random((40, 30)) < 0.1).astype(np.int8), axis=0)
    histories = histories[histories.any(axis=1)]
    counts = np.full(len(histories), 25_000_000, dtype=np.int64)
    rates, sticks = np.full((10, 30), 0.1), np.full(10, -np.log(10.0))
    kept = run_sweeps(rng, histories, counts, rates, sticks, np.array([1.0, 0.0, 0.25, 0.25]), 200, 5, 1e14)
    assert np.isfinite(kept).all()
    assert np.isfinite(rates).all()


def test_nobody_is_refused():
    with pytest.raises(UsageError, match="nobody"):
        sample_latent_classes(CaptureTable.of("ABC", {}), np.random.SeedSequence(1))
