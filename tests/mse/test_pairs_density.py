import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from accounted.mse.pairs_density import evaluate_many, log_likelihood, log_posterior
from accounted.mse.pairs_prior import DEFAULT, Structure, make_frame

PAIRS = ((0, 1), (0, 2), (1, 2))
KINDS = [(1, ((0, 2),)), (2, ()), (3, ((0, 1), (1, 2))), (0, ((1, 3),))]


def _frame(n_lists: int, structure: Structure, seed: int, impossible=()):
    rng = np.random.default_rng(seed)
    counts, possible = rng.poisson(20, 2**n_lists).astype(float), np.ones(2**n_lists)
    counts[[0, *impossible]] = 0.0
    possible[list(impossible)] = 0.0
    return make_frame(structure, DEFAULT, counts, possible)


def _point(structure: Structure, n_lists: int, seed: int) -> np.ndarray:
    return np.random.default_rng(seed).normal(size=structure.count_parameters(n_lists))


@given(st.integers(2, 5), st.integers(0, 3), st.integers(0, 3), st.sets(st.integers(1, 31), max_size=4), st.integers(0))
@example(2, 0, 0, set(), 2698040)  # The spread is beyond where it is cut off.
@settings(max_examples=60, deadline=None)
def test_the_gradient_is_the_slope(n_lists, n_classes, n_pairs, impossible, seed):
    structure = Structure(n_classes, PAIRS[: n_pairs if n_lists > 2 else min(n_pairs, 1)])
    # The cell of the last list alone stays, so that somebody can be seen.
    frame = _frame(n_lists, structure, seed, [x for x in impossible if x < 2**n_lists and x != 2 ** (n_lists - 1)])
    v = _point(structure, n_lists, seed)
    grad, other = np.empty(len(v)), np.empty(len(v))
    log_posterior(v, frame, grad)
    for i in range(len(v)):
        step = np.zeros(len(v))
        step[i] = 1e-5
        rise = log_posterior(v + step, frame, other)[0] - log_posterior(v - step, frame, other)[0]
        assert grad[i] == pytest.approx(rise / 2e-5, rel=1e-4, abs=1e-3)


def _by_hand(v: np.ndarray, structure: Structure, n_lists: int, counts: np.ndarray, possible: np.ndarray):
    """The formulas of the module, cell by cell."""
    cells = [tuple(x >> j & 1 for j in range(n_lists)) for x in range(2**n_lists)]
    first = structure.count_first(n_lists)
    if structure.n_classes:
        rates = v[: structure.n_classes * n_lists].reshape(structure.n_classes, n_lists)
        shares = np.exp(np.append(v[structure.n_classes * n_lists : first], 0.0))
    else:
        places, shares = np.polynomial.hermite_e.hermegauss(16)
        rates = v[:n_lists] + np.exp(v[n_lists]) * places[:, None]
    p = np.zeros(len(cells))
    for share, theta in zip(shares / shares.sum(), rates, strict=True):
        weight = [
            possible[x]
            * np.exp(
                sum(theta[j] * cell[j] for j in range(n_lists))
                + sum(v[first + m] * cell[i] * cell[j] for m, (i, j) in enumerate(structure.pairs))
            )
            for x, cell in enumerate(cells)
        ]
        p += share * np.array(weight) / sum(weight)
    seen = p[1:].sum()
    held = counts > 0
    return float(counts[held] @ np.log(p[held] / seen)), p[0] / seen


@pytest.mark.parametrize("impossible", [(), (15,), (3, 7)])
@pytest.mark.parametrize(("n_classes", "pairs"), KINDS)
def test_the_likelihood_is_the_formula(n_classes, pairs, impossible):
    structure = Structure(n_classes, pairs)
    frame = _frame(4, structure, 7, impossible)
    v = _point(structure, 4, 3)
    found = log_likelihood(v, frame, np.empty(len(v)))
    assert found == pytest.approx(_by_hand(v, structure, 4, frame.counts, frame.possible), rel=1e-9)


def test_two_independent_lists_are_most_likely_where_lincoln_and_petersen_say():
    """Of 60 and 40 on the lists 20 are on both: 120 people, 40 of them on none; there the likelihood is level."""
    frame = make_frame(Structure(1), DEFAULT, np.array([0.0, 40.0, 20.0, 20.0]), np.ones(4))
    grad = np.empty(2)
    rates = np.array([60.0, 40.0]) / 120.0
    _, odds = log_likelihood(np.log(rates / (1.0 - rates)), frame, grad)
    assert 80.0 * odds == pytest.approx(40.0)
    assert grad == pytest.approx([0.0, 0.0], abs=1e-9)


@pytest.mark.parametrize(("n_classes", "pairs"), KINDS)
def test_twice_the_people_have_twice_the_log_likelihood(n_classes, pairs):
    structure = Structure(n_classes, pairs)
    frame = _frame(4, structure, 2)
    twice = make_frame(structure, DEFAULT, 2.0 * frame.counts, frame.possible)
    v, grad, other = _point(structure, 4, 1), np.empty(structure.count_parameters(4)), None
    log_l, odds = log_likelihood(v, frame, grad)
    other = grad.copy()
    assert log_likelihood(v, twice, other) == pytest.approx((2.0 * log_l, odds), rel=1e-12)
    assert other == pytest.approx(2.0 * grad, rel=1e-9, abs=1e-9)


@pytest.mark.parametrize("order", [[1, 2, 0], [2, 1, 0]])
def test_numbering_the_classes_otherwise_changes_nothing(order):
    structure = Structure(3, ((0, 2),), is_plain=True)
    frame, v = _frame(3, structure, 1), _point(structure, 3, 1)
    shares = np.append(v[9:11], 0.0)[order]
    turned = np.concatenate([v[:9].reshape(3, 3)[order].ravel(), shares[:2] - shares[2], v[11:]])
    grad = np.empty(len(v))
    assert log_posterior(turned, frame, grad) == pytest.approx(log_posterior(v, frame, grad), rel=1e-12)


@pytest.mark.parametrize("n_classes", [0, 1, 2, 3])
def test_numbering_the_lists_otherwise_changes_nothing(n_classes):
    order = [2, 0, 3, 1]  # list number j becomes the place of j in this
    structure, turned = Structure(n_classes, ((0, 2),)), Structure(n_classes, ((0, 1),))
    frame = _frame(4, structure, 5, (7,))
    cells = [sum((x >> old & 1) << new for new, old in enumerate(order)) for x in range(16)]
    counts, possible = np.empty(16), np.empty(16)
    counts[cells], possible[cells] = frame.counts, frame.possible
    v = _point(structure, 4, 4)
    w = v.copy()
    for k in range(max(n_classes, 1)):
        w[4 * k : 4 * k + 4] = v[4 * k : 4 * k + 4][order]
    grad = np.empty(len(v))
    expected = log_posterior(v, frame, grad)
    assert log_posterior(w, make_frame(turned, DEFAULT, counts, possible), grad) == pytest.approx(expected, rel=1e-12)


@given(st.integers(0, 3), st.lists(st.floats(-60, 60), min_size=14, max_size=14))
@settings(max_examples=60, deadline=None)
def test_no_parameters_give_anything_but_numbers(n_classes, values):
    structure = Structure(n_classes, ((0, 1), (1, 2)))
    v = np.array(values)[: structure.count_parameters(3)]
    grad = np.empty(len(v))
    value, odds = log_posterior(v, _frame(3, structure, 1), grad)
    assert np.isfinite([value, odds, *grad]).all()
    assert odds >= 0.0


def test_many_points_are_as_one_by_one():
    structure = Structure(2, ((0, 1),))
    frame = _frame(3, structure, 1)
    points = np.random.default_rng(1).normal(size=(5, structure.count_parameters(3)))
    values, odds = np.empty(5), np.empty(5)
    evaluate_many(points, frame, values, odds)
    grad = np.empty(points.shape[1])
    assert list(zip(values, odds, strict=True)) == [log_posterior(point, frame, grad) for point in points]
