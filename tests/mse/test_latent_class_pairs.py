import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accounted.model.capture import CaptureTable
from accounted.model.errors import UsageError
from accounted.mse import LadderOptions, estimate, estimate_under_priors, sample_latent_class_pairs
from accounted.mse.latent_class_pairs import continue_pairs, make_target
from accounted.mse.pairs_density import N_HYPER, N_ROWS, count_parameters, evaluate, transform
from accounted.mse.pairs_ladder import Target
from accounted.mse.pairs_prior import DEFAULT, PairsPrior, find_weights, implied_ratio

SHORT = LadderOptions(sweeps_per_round=1_500, most_sweeps=1_500)


def _evaluate(target: Target, z: np.ndarray, n_classes: int) -> tuple[float, float, np.ndarray]:
    grad, cells = np.empty(len(z)), np.empty((N_ROWS + n_classes, len(target.counts)))
    log_l, odds = evaluate(z, target.scales, target.forced, target.counts, target.possible, grad, cells)
    return log_l, odds, grad


def _table(n_lists: int, seed: int) -> CaptureTable:
    rng = np.random.default_rng(seed)
    counts = {tuple(x >> j & 1 for j in range(n_lists)): int(rng.poisson(20)) for x in range(1, 2**n_lists)}
    return CaptureTable.of([f"list {j}" for j in range(n_lists)], counts)


@given(st.integers(2, 5), st.integers(1, 3), st.integers(0, 10_000))
@settings(max_examples=25, deadline=None)
def test_the_gradient_is_the_slope_of_the_likelihood(n_lists, n_classes, seed):
    target = make_target(_table(n_lists, seed), DEFAULT, n_classes)
    z = np.random.default_rng(seed).normal(size=target.n_parameters)
    _, _, grad = _evaluate(target, z, n_classes)
    for i in range(len(z)):
        step = np.zeros(len(z))
        step[i] = 1e-6
        rise = _evaluate(target, z + step, n_classes)[0] - _evaluate(target, z - step, n_classes)[0]
        assert grad[i] == pytest.approx(rise / 2e-6, rel=1e-3, abs=1e-2)


def _by_hand(table: CaptureTable, z: np.ndarray, n_classes: int) -> tuple[float, float]:
    """The formulas of the module's docstring, cell by cell."""
    n_lists = len(table.lists)
    target = make_target(table, DEFAULT, n_classes)
    out, slope = np.empty(len(z)), np.empty(len(z))
    transform(z, target.scales, target.forced, n_lists, n_classes, out, slope)
    a = out[N_HYPER : N_HYPER + n_lists]
    b = out[N_HYPER + n_lists :][:n_classes]
    c = out[N_HYPER + n_lists + n_classes :][: n_classes * n_lists].reshape(n_classes, n_lists)
    t = out[N_HYPER + n_lists + n_classes * (1 + n_lists) :][: n_classes - 1]
    beta = out[len(out) - n_lists * (n_lists - 1) // 2 :]
    left = np.exp(-np.cumsum(np.concatenate([[0.0], t])))
    shares = left - np.append(left[1:], 0.0)
    pairs = [(i, j) for j in range(n_lists) for i in range(j)]
    p = {}
    for number in range(2**n_lists):
        x = tuple(number >> j & 1 for j in range(n_lists))
        p[x] = 0.0
    for k in range(n_classes):
        weight = {
            x: np.exp(
                sum((a[j] + b[k] + c[k, j]) * x[j] for j in range(n_lists))
                + sum(beta[m] * x[i] * x[j] for m, (i, j) in enumerate(pairs))
            )
            for x in p
        }
        for x in p:
            p[x] += shares[k] * weight[x] / sum(weight.values())
    nobody = p.pop((0,) * n_lists)
    seen = sum(p.values())
    return sum(n * np.log(p[x] / seen) for x, n in table.cells), nobody / seen


def test_the_likelihood_is_the_formula():
    for n_lists, n_classes in ((3, 2), (4, 3)):
        table = _table(n_lists, 7)
        z = np.random.default_rng(3).normal(size=count_parameters(n_lists, n_classes))
        log_l, odds, _ = _evaluate(make_target(table, DEFAULT, n_classes), z, n_classes)
        assert (log_l, odds) == pytest.approx(_by_hand(table, z, n_classes), rel=1e-9)


def test_a_pair_has_no_term_unless_its_variate_is_far_out():
    z = np.zeros(count_parameters(4, 2))
    out, slope = np.empty(len(z)), np.empty(len(z))
    forced = np.array([True, *[False] * 5])
    transform(z, DEFAULT.scales, forced, 4, 2, out, slope)
    assert out[-6:].tolist() == [0.0] * 6
    z[-6:] = 3.0
    transform(z, DEFAULT.scales, forced, 4, 2, out, slope)
    # A declared pair always has a term, so the same variate gives it a larger one.
    assert out[-6] > out[-5] > 0.0


@pytest.mark.parametrize(("n_lists", "truth"), [(3, 900), (4, 900)])
def test_recovers_independent_lists(draw_independent, n_lists, truth):
    table = draw_independent(4, truth, [0.4, 0.35, 0.3, 0.3][:n_lists])
    run = sample_latent_class_pairs(table, np.random.SeedSequence(1), options=SHORT)
    low, high = np.quantile(run.draws, [0.025, 0.975])
    assert low < truth < high < 3 * truth
    assert run.convergence.rhat < 1.2


def test_people_who_are_hard_to_find_are_not_lost():
    """Two classes, where independent rates see about 4,300 and a model without classes stops far short of 8,000."""
    rng = np.random.default_rng(5)
    easy = rng.random(8_000) < 0.35
    caught = rng.random((8_000, 4)) < np.where(easy[:, None], 0.45, 0.1)
    histories, counts = np.unique(caught.astype(int), axis=0, return_counts=True)
    cells = {tuple(h.tolist()): int(n) for h, n in zip(histories, counts, strict=True) if h.any()}
    table = CaptureTable.of("ABCD", cells)
    run = sample_latent_class_pairs(table, np.random.SeedSequence(2), options=SHORT)
    low, high = np.quantile(run.draws, [0.025, 0.975])
    assert low < 8_000 < high


def test_the_seed_decides_and_nothing_else(velmar):
    one, same, other = (sample_latent_class_pairs(velmar, np.random.SeedSequence(s), options=SHORT) for s in (1, 1, 2))
    assert np.array_equal(one.draws, same.draws)
    assert not np.array_equal(one.draws, other.draws)


def test_an_impossible_history_is_not_a_zero():
    """List B takes all of A: with A and not B impossible, A alone says nothing against B finding everybody."""
    counts = {(0, 1, 0): 200, (1, 1, 0): 80, (0, 0, 1): 60, (0, 1, 1): 40, (1, 1, 1): 20}
    impossible = [(1, 0, 0), (1, 0, 1)]
    table = CaptureTable.of("ABC", counts, impossible=impossible)
    target = make_target(table, DEFAULT, 2)
    assert target.possible.tolist() == [1, 0, 1, 1, 1, 0, 1, 1]
    run = sample_latent_class_pairs(table, np.random.SeedSequence(1), options=SHORT)
    assert np.median(run.draws) > table.n_observed


def test_short_runs_on_a_table_much_alike(velmar):
    run = sample_latent_class_pairs(velmar, np.random.SeedSequence(1), options=SHORT)
    again = continue_pairs(velmar, run, np.random.SeedSequence(9), warm_up=100, n_sweeps=1_500)
    assert again.shape == (2, 1_500)
    assert np.median(again) == pytest.approx(np.median(run.draws), rel=0.1)


def test_weights_turn_one_prior_into_another():
    """Draws of the default prior, weighed, have the class spreads of a narrower one."""
    n = count_parameters(3, 2)
    z = np.random.default_rng(1).normal(size=(20_000, n))
    narrow = PairsPrior("narrow", "made up", class_spread=1.5)
    forced = np.zeros(3, dtype=bool)
    weights = find_weights(z, forced, 3, 2, DEFAULT, narrow)
    out, slope, spreads = np.empty(n), np.empty(n), []
    for row in z:
        transform(row, DEFAULT.scales, forced, 3, 2, out, slope)
        spreads.append(out[2])
    # The mean of a Lomax distribution with shape 4 is a third of its scale.
    assert np.average(spreads) == pytest.approx(1.0, rel=0.05)
    assert np.average(spreads, weights=weights) == pytest.approx(0.5, rel=0.05)
    assert weights.sum() == pytest.approx(1.0)


def test_several_priors_are_shown(velmar):
    (answer,) = estimate(velmar, models=("latent_class_pairs",)).strata
    assert [p.name for p in answer.priors] == ["default", "alike", "unlike"]
    assert (answer.priors[0].point, answer.priors[0].upper) == pytest.approx((answer.point, answer.upper), rel=0.02)
    for prior in answer.priors:
        assert velmar.n_observed <= prior.lower <= prior.point <= prior.upper
        assert 1.0 <= prior.implied[0] <= prior.implied[1] <= prior.implied[2]
    assert answer.lower <= answer.lower_80 <= answer.point <= answer.upper_80 <= answer.upper
    low, median, high = implied_ratio(DEFAULT, 3, 3)
    assert 1.0 <= low < median < high


def test_the_draws_answer_their_own_prior_exactly(velmar):
    run = sample_latent_class_pairs(velmar, np.random.SeedSequence(1), options=SHORT)
    own = estimate_under_priors(run, 0.95)[0]
    assert own.point == pytest.approx(np.median(run.draws), abs=1)


def test_too_many_lists_are_refused():
    with pytest.raises(UsageError, match="2 to 10 lists"):
        make_target(CaptureTable.of([f"list {j}" for j in range(12)], {(1,) * 12: 3}), DEFAULT, 2)
    with pytest.raises(UsageError, match="nobody"):
        make_target(CaptureTable.of("ABC", {}), DEFAULT, 2)
