import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import t as student_t

from accounted.mse.pairs_density import log_likelihood, log_posterior
from accounted.mse.pairs_prior import DEFAULT, PairsPrior, Structure, _grid, draw_prior, log_prior_of, make_frame


def _frame(n_lists: int, structure: Structure, seed: int):
    rng = np.random.default_rng(seed)
    counts = rng.poisson(20, 2**n_lists).astype(float)
    possible = np.ones(2**n_lists)
    counts[0] = 0.0
    counts[-1], possible[-1] = 0.0, 0.0
    return make_frame(structure, DEFAULT, counts, possible)


@given(st.integers(2, 5), st.integers(0, 3), st.integers(0, 2), st.integers(0, 10_000))
@settings(max_examples=40, deadline=None)
def test_the_gradient_is_the_slope(n_lists, n_classes, n_pairs, seed):
    pairs = ((0, 1), (0, 2), (1, 2))[: n_pairs if n_lists > 2 else 0]
    structure = Structure(n_classes, pairs)
    frame = _frame(n_lists, structure, seed)
    v = np.random.default_rng(seed).normal(size=structure.count_parameters(n_lists))
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
    if structure.n_classes:
        rates = v[: structure.n_classes * n_lists].reshape(structure.n_classes, n_lists)
        first = structure.count_first(n_lists)
        shares = np.exp(np.append(v[structure.n_classes * n_lists : first], 0.0))
    else:
        places, weights = np.polynomial.hermite_e.hermegauss(16)
        rates = v[:n_lists] + np.exp(v[n_lists]) * places[:, None]
        first, shares = n_lists + 1, weights
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


@pytest.mark.parametrize(("n_classes", "pairs"), [(1, ((0, 2),)), (2, ()), (3, ((0, 1), (1, 2))), (0, ((1, 3),))])
def test_the_likelihood_is_the_formula(n_classes, pairs):
    structure = Structure(n_classes, pairs)
    frame = _frame(4, structure, 7)
    v = np.random.default_rng(3).normal(size=structure.count_parameters(4))
    log_l, odds = log_likelihood(v, frame, np.empty(len(v)))
    assert (log_l, odds) == pytest.approx(_by_hand(v, structure, 4, frame.counts, frame.possible), rel=1e-9)


def test_numbering_the_classes_otherwise_changes_nothing():
    frame = _frame(3, Structure(3), 1)
    v = np.random.default_rng(1).normal(size=11)
    shares = np.append(v[9:], 0.0)[[2, 0, 1]]
    turned = np.concatenate([v[:9].reshape(3, 3)[[2, 0, 1]].ravel(), shares[:2] - shares[2]])
    grad = np.empty(11)
    assert log_posterior(turned, frame, grad) == pytest.approx(log_posterior(v, frame, grad), rel=1e-12)


@pytest.mark.parametrize("n_classes", [1, 2])
def test_summing_the_spreads_out_gives_the_prior_of_the_logits(n_classes):
    """Against the normal densities with every combination of spreads, written out as matrices."""
    n_lists = 3
    theta = np.random.default_rng(2).normal(-1.0, 1.0, n_classes * n_lists)
    total = 0.0
    n = n_lists * n_classes
    keep = np.linalg.qr(np.column_stack([np.ones(n), np.eye(n)[:, 1:]]))[0][:, 1:].T
    for of_list, log_a in _grid(DEFAULT.list_spread):
        for of_class, log_b in _grid(DEFAULT.class_spread) if n_classes > 1 else ((0.0, 0.0),):
            for mixed, log_c in _grid(DEFAULT.mixed_spread):
                by_list = np.kron(np.ones((n_classes, n_classes)), np.eye(n_lists)) * of_list
                by_class = np.kron(np.eye(n_classes), np.ones((n_lists, n_lists))) * of_class
                covariance = keep @ (by_list + by_class + mixed * np.eye(n)) @ keep.T
                residual = keep @ theta
                log_density = -0.5 * residual @ np.linalg.solve(covariance, residual)
                log_density -= 0.5 * np.linalg.slogdet(2 * np.pi * covariance)[1]
                total += np.exp(log_a + log_b + log_c + log_density)
    v = np.concatenate([theta, np.zeros(n_classes - 1)])
    # Equal shares of two classes have the density 1/4 on the logit scale under Dirichlet(1, 1).
    expected = np.log(total) + np.log(0.25) * (n_classes - 1)
    expected += student_t.logpdf(theta.mean(), 4, DEFAULT.centre, DEFAULT.centre_spread) - np.log(n) / 2
    assert log_prior_of(Structure(n_classes), DEFAULT, n_lists, v[None])[0] == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize("structure", [Structure(1), Structure(2, ((0, 1),)), Structure(0)])
def test_draws_of_the_prior_have_its_density(structure):
    """The mean ratio of another prior's density to its own, over its own draws, is 1."""
    narrow = PairsPrior("narrow", "made up", centre_spread=1.0, class_spread=0.5, pair_scale=0.5)
    points = draw_prior(structure, DEFAULT, 3, 40_000, np.random.default_rng(5))
    ratio = np.exp(log_prior_of(structure, narrow, 3, points) - log_prior_of(structure, DEFAULT, 3, points))
    assert ratio.mean() == pytest.approx(1.0, abs=4 * ratio.std() / 200)
