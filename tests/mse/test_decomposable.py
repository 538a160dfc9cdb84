import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import gammaln, logsumexp

from accounted.model.errors import UsageError
from accounted.mse import CaptureTable, average_graphs, list_decomposable_graphs

QUANTILES = np.array([0.5, 0.025, 0.975])

# R's dga (delta = 2^-L, Nmissing = 1 … 30 n), measured 2026-11-23: median, 2.5 % and 97.5 %.
DGA = {
    "australia_4lists": (2253, 1189, 7309),
    "hiv_rome_4lists": (11220, 9403, 14096),
    "korea_palembang": (163, 127, 468),
    "lesbian_allegheny_4lists": (5131, 4635, 5750),
    "madigan_york_5lists": (618, 590, 656),
    "netherlands_5lists": (50386, 41666, 203387),
    "new_orleans_5lists": (847, 529, 1590),
    "scotland_pwid_4lists": (32786, 26140, 40497),
    "spina_bifida_3lists": (731, 694, 787),
    "uk_2013_5lists": (22991, 10387, 33509),
    "western_us_5lists": (2133, 1343, 3871),
}


@pytest.mark.parametrize("name", DGA)
def test_agrees_with_dga_over_its_range(read_shared, name):
    table = read_shared(name)
    answer = average_graphs(table, first=1, last=30 * table.n_observed)
    assert answer.quantiles(QUANTILES) == pytest.approx(DGA[name], rel=0.002)


def test_kosovo_agrees_with_dga_over_the_full_range(kosovo):
    answer = average_graphs(kosovo)
    assert answer.quantiles(QUANTILES) == pytest.approx((12594, 9826, 16545), rel=0.002)
    assert answer.n_graphs == 61
    assert answer.saturated < 1e-4
    assert answer.truncated < 1e-9


def test_wide_steps_sum_like_single_steps(velmar):
    # The same formulas, summed over every whole number.
    n, last, delta = velmar.n_observed, 20_000, 2.0**-3
    m = np.arange(last + 1)
    log_f = []
    for graph in list_decomposable_graphs(3):
        value = gammaln(n + m + 1) - gammaln(m + 1) - np.log(n + m)
        for mask, power in graph.terms:
            inside = [j for j in range(3) if mask >> j & 1]
            alpha = delta * 2.0 ** (3 - len(inside))
            cells = {}
            for history, count in velmar.cells:
                key = tuple(history[j] for j in inside)
                cells[key] = cells.get(key, 0) + count
            zero = cells.pop((0,) * len(inside), 0)
            fixed = sum(gammaln(c + alpha) - gammaln(alpha) for c in cells.values())
            value = value + power * (fixed + gammaln(zero + m + alpha) - gammaln(alpha))
        log_f.append(value)
    weights = np.exp(np.array(log_f) - logsumexp(log_f))
    answer = average_graphs(velmar, last=last)
    exact = n + np.searchsorted(np.cumsum(weights.sum(axis=0)), QUANTILES)
    assert answer.quantiles(QUANTILES) == pytest.approx(exact, abs=1)
    assert answer.saturated == pytest.approx(weights[-1].sum(), rel=1e-3)


def test_a_short_range_is_detected(velmar):
    assert average_graphs(velmar, last=150).truncated > 0.05
    assert average_graphs(velmar).truncated < 1e-3


def test_a_million_people_put_their_weight_on_the_saturated_graph():
    # Dependence of every order at a size where it cannot be chance.
    counts = {(1, 0, 0): 400_000, (0, 1, 0): 300_000, (0, 0, 1): 200_000, (1, 1, 0): 90_000, (1, 0, 1): 5_000}
    counts |= {(0, 1, 1): 70_000, (1, 1, 1): 60_000}
    assert average_graphs(CaptureTable.of("ABC", counts)).saturated > 0.99


def test_covers_the_truth_on_independent_lists(draw_independent):
    covered = 0
    for seed in range(100):
        lower, upper = average_graphs(draw_independent(seed, 500, [0.3, 0.25, 0.2])).quantiles(QUANTILES[1:])
        covered += lower <= 500 <= upper
    assert 88 <= covered <= 100


@settings(deadline=None, max_examples=30)
@given(st.lists(st.integers(0, 60), min_size=7, max_size=7).filter(any), st.permutations(range(3)))
def test_the_order_of_lists_does_not_matter(counts, order):
    cells = {tuple(h >> j & 1 for j in range(3)): n for h, n in zip(range(1, 8), counts, strict=True)}
    turned = {tuple(history[j] for j in order): n for history, n in cells.items()}
    one, other = average_graphs(CaptureTable.of("ABC", cells)), average_graphs(CaptureTable.of("ABC", turned))
    assert one.quantiles(QUANTILES) == pytest.approx(other.quantiles(QUANTILES), abs=1)
    assert np.isfinite(one.weights).all()
    assert 0.0 <= one.truncated <= 1.0


def test_draws_are_quantiles(kosovo):
    answer = average_graphs(kosovo)
    draws = answer.spread_draws(1001)
    assert (np.diff(draws) >= 0).all()
    assert draws[500] == answer.quantiles(np.array([0.5]))[0]
    assert draws[0] >= kosovo.n_observed


@pytest.mark.parametrize("options", [{"delta": 0.0}, {"first": 5, "last": 5}, {"first": -1}])
def test_impossible_options_are_refused(velmar, options):
    with pytest.raises(UsageError):
        average_graphs(velmar, **options)


def test_six_lists_are_refused(draw_independent):
    with pytest.raises(UsageError, match="2 to 5 lists"):
        average_graphs(draw_independent(1, 100, [0.3] * 6))
