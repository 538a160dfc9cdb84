import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accounted.mse.pairs_coordinates import fold_points, number_classes, rates_of, unfold_points
from accounted.mse.pairs_density import log_likelihood, log_posterior
from accounted.mse.pairs_frame import Frame
from accounted.mse.pairs_prior import DEFAULT, Structure, make_frame
from accounted.mse.pairs_prior_density import log_prior

N_LISTS = 4
PAIRS = ((0, 1), (1, 3))


def _frame(structure: Structure, seed: int = 1) -> Frame:
    counts, possible = np.random.default_rng(seed).poisson(20, 2**N_LISTS).astype(float), np.ones(2**N_LISTS)
    counts[[0, 7]], possible[7] = 0.0, 0.0
    return make_frame(structure, DEFAULT, counts, possible)


def _draw(structure: Structure, n: int, seed: int) -> np.ndarray:
    return np.random.default_rng(seed).normal(-0.5, 1.5, (n, structure.count_parameters(N_LISTS)))


@given(st.integers(2, 3), st.integers(0, 2), st.integers(0, 10_000))
@settings(max_examples=40, deadline=None)
def test_there_and_back_changes_nothing(n_classes, n_pairs, seed):
    structure = Structure(n_classes, PAIRS[:n_pairs])
    frame, plain = _frame(structure), _draw(structure, 5, seed)
    folded = fold_points(plain, frame)
    assert unfold_points(folded, frame) == pytest.approx(plain, abs=1e-9)
    assert rates_of(folded, frame).reshape(5, -1) == pytest.approx(plain[:, : n_classes * N_LISTS], abs=1e-9)


@pytest.mark.parametrize("structure", [Structure(1, PAIRS), Structure(0), Structure(3, PAIRS, is_plain=True)])
def test_what_is_sampled_as_it_is_stays(structure):
    frame, points = _frame(structure), _draw(structure, 3, 1)
    assert np.array_equal(fold_points(points, frame), points)
    assert np.array_equal(unfold_points(points, frame), points)


@pytest.mark.parametrize("structure", [Structure(2), Structure(3, PAIRS)])
def test_the_map_keeps_volumes_so_densities_are_the_same(structure):
    frame, plain = _frame(structure), _draw(structure, 1, 2)[0]
    steps = 1e-5 * np.eye(len(plain))
    slopes = (fold_points(plain + steps, frame) - fold_points(plain - steps, frame)) / 2e-5
    assert np.linalg.slogdet(slopes)[1] == pytest.approx(0.0, abs=1e-7)
    grad = np.empty(len(plain))
    value, odds = log_likelihood(plain.copy(), frame, grad)
    value += log_prior(plain.copy(), frame, grad)
    folded = fold_points(plain[None], frame)[0]
    assert log_posterior(folded, frame, grad) == pytest.approx((value, odds), rel=1e-12)
    other = make_frame(
        Structure(structure.n_classes, structure.pairs, is_plain=True), DEFAULT, frame.counts, frame.possible
    )
    assert log_posterior(plain, other, grad) == pytest.approx((value, odds), rel=1e-12)


def test_the_first_coordinates_say_how_many_are_on_one_list_only():
    structure = Structure(3, PAIRS)
    frame, plain = _frame(structure), _draw(structure, 1, 3)
    shares = np.append(plain[0, 12:14], 0.0)
    rates = plain[0, :12].reshape(3, 4)
    cells = np.array([[x >> j & 1 for j in range(4)] for x in range(16)], dtype=float)
    logs = rates @ cells.T + plain[0, 14] * cells[:, 0] * cells[:, 1] + plain[0, 15] * cells[:, 1] * cells[:, 3]
    by_cell = np.exp(shares[:, None] + logs) * frame.possible / (np.exp(logs) * frame.possible).sum(axis=1)[:, None]
    alone = np.log(by_cell[:, [1, 2, 4, 8]].sum(axis=0) / by_cell[2, 0])
    assert fold_points(plain, frame)[0, :4] == pytest.approx(alone, abs=1e-9)


@pytest.mark.parametrize("is_plain", [False, True])
@pytest.mark.parametrize("order", [[1, 2, 0], [2, 1, 0], [0, 2, 1]])
def test_numbering_the_classes_otherwise_changes_no_density_and_turns_its_slopes(order, is_plain):
    structure = Structure(3, PAIRS, is_plain)
    frame, points = _frame(structure), _draw(structure, 1, 4)
    orders = np.array([order])
    turned = number_classes(points, orders, frame)
    assert rates_of(turned, frame)[0] == pytest.approx(rates_of(points, frame)[0][order], abs=1e-9)
    slopes, expected = np.empty((2, points.shape[1]))
    value = log_posterior(points[0], frame, slopes)
    assert log_posterior(turned[0], frame, expected) == pytest.approx(value, rel=1e-12)
    assert number_classes(slopes[None], orders, frame, are_slopes=True)[0] == pytest.approx(expected, abs=1e-8)
