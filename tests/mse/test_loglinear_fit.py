import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize

from accounted.mse.loglinear_existence import check_existence
from accounted.mse.loglinear_fit import ESTIMABLE, NOT_FINITE, NOT_IDENTIFIABLE, add_supersets, fit_terms
from accounted.mse.loglinear_models import list_models
from accounted.mse.loglinear_select import fit_models

# Chan, Silverman & Vincent (2021), doi:10.1080/01621459.2019.1708748, table 2: made up by its authors.
ARTIFICIAL = np.array([0, 40, 30, 6, 20, 0, 0, 0.0])
SEEN = np.arange(8) > 0


def fit(counts, terms, possible=None):
    counts = np.asarray(counts, dtype=float)
    possible = np.arange(len(counts)) > 0 if possible is None else possible
    alpha, mu = np.zeros(len(counts)), np.zeros(len(counts))
    kind, deviance, variance = fit_terms(
        counts, add_supersets(counts), possible, np.array(terms), alpha, False, alpha, mu
    )
    return kind, deviance, variance, alpha, mu


def test_three_pairs_give_the_closed_form():
    # Without the three-list interaction μ_0 = n_100 n_010 n_001 n_111 / (n_110 n_101 n_011) (Fienberg 1972).
    counts = np.array([0, 41, 36, 9, 30, 11, 8, 3.0])
    kind, deviance, variance, alpha, _ = fit(counts, [0, 1, 2, 4, 3, 5, 6])
    assert kind == ESTIMABLE
    assert np.exp(alpha[0]) == pytest.approx(41 * 36 * 30 * 3 / (9 * 11 * 8))
    assert deviance == pytest.approx(0.0, abs=1e-8)
    assert variance == pytest.approx(np.sum(1 / counts[1:]))


@pytest.mark.parametrize("terms", [[0, 1, 2, 4, 8], [0, 1, 2, 4, 8, 3, 12], [0, 1, 2, 4, 8, 3, 5, 6, 7]])
def test_agrees_with_a_plain_optimiser(kosovo, terms):
    counts = np.zeros(16)
    for history, count in kosovo.cells:
        counts[sum(v << j for j, v in enumerate(history))] = count
    design = np.array([[float(x & t == t) for t in terms] for x in range(1, 16)])

    def loss(beta):
        return np.exp(design @ beta).sum() - counts[1:] @ (design @ beta)

    def slope(beta):
        return design.T @ (np.exp(design @ beta) - counts[1:])

    start = np.zeros(len(terms))
    start[0] = 5.0
    best = minimize(loss, start, jac=slope, method="BFGS", options={"gtol": 1e-6, "maxiter": 5_000})
    kind, _, variance, alpha, mu = fit(counts, terms)
    assert kind == ESTIMABLE
    assert alpha[0] == pytest.approx(best.x[0], abs=1e-5)
    assert add_supersets(mu)[terms] == pytest.approx(add_supersets(counts)[terms])
    information = design.T @ (design * np.exp(design @ alpha[terms])[:, None])
    assert variance == pytest.approx(np.linalg.inv(information)[0, 0], rel=1e-5)


@pytest.mark.parametrize(
    ("terms", "kind"),
    [
        pytest.param([0, 1, 2, 4, 3, 5, 6], NOT_IDENTIFIABLE, id="all pairs"),
        pytest.param([0, 1, 2, 4, 3], NOT_FINITE, id="the pair that overlaps"),
        pytest.param([0, 1, 2, 4, 5, 6], ESTIMABLE, id="the pairs that do not"),
    ],
)
def test_the_three_kinds_of_the_paper(terms, kind):
    assert fit(ARTIFICIAL, terms)[0] == kind
    found = check_existence(ARTIFICIAL, SEEN, terms)
    assert (found.is_finite, found.is_identifiable) == {
        ESTIMABLE: (True, True),
        NOT_FINITE: (False, True),
        NOT_IDENTIFIABLE: (True, False),
    }[kind]


def test_an_empty_overlap_is_minus_infinity_and_its_cells_leave():
    # Without cells on both lists 1 and 2, and on both 0 and 2, list 2 stands alone: its rate is its count over μ_0.
    _, _, _, alpha, mu = fit(ARTIFICIAL, [0, 1, 2, 4, 5, 6])
    assert np.exp(alpha[0]) == pytest.approx(40 * 30 / 6)
    assert mu[[5, 6, 7]].tolist() == [0.0, 0.0, 0.0]


def test_a_structural_zero_leaves_the_fit():
    rates, n = np.array([0.3, 0.4, 0.1]), 10_000
    bits = np.array([[x >> j & 1 for j in range(3)] for x in range(8)])
    counts = n * np.prod(np.where(bits, rates, 1 - rates), axis=1)
    unseen, counts[0], counts[3] = counts[0], 0.0, 0.0
    possible = np.array([False, True, True, False, True, True, True, True])
    assert np.exp(fit(counts, [0, 1, 2, 4], possible)[3][0]) == pytest.approx(unseen)
    assert abs(np.exp(fit(counts, [0, 1, 2, 4])[3][0]) / unseen - 1) > 0.1


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**6), st.sampled_from([3, 4]), st.booleans())
def test_newton_and_the_linear_programme_agree_on_every_model(seed, n_lists, has_holes):
    rng = np.random.default_rng(seed)
    size = 2**n_lists
    counts = rng.poisson(rng.exponential(3.0) * rng.gamma(0.5, 2.0, size)).astype(float)
    possible = np.arange(size) > 0
    if has_holes:
        possible[rng.integers(1, size)] = False
    counts[~possible] = 0.0
    if not counts.any():
        return
    space = list_models(n_lists, n_lists - 1)
    status = fit_models(counts, possible, n_lists, space.interactions, space.models)[0]
    for number in rng.choice(len(space.models), size=8):
        found = check_existence(counts, possible, space.terms_of(int(space.models[number])))
        expected = NOT_FINITE if found.is_identifiable else NOT_IDENTIFIABLE
        if found.is_finite and found.is_identifiable:
            expected = ESTIMABLE
        assert status[number] == expected
