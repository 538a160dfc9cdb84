import numpy as np
import pytest
from scipy.stats import poisson

from accounted.model.errors import UsageError
from accounted.model.progress import SILENT
from accounted.mse.loglinear_cells import lay_out_cells
from accounted.mse.loglinear_choose import choose_models, fit_candidates
from accounted.mse.loglinear_existence import check_existence
from accounted.mse.loglinear_fit import ESTIMABLE, add_supersets, fit_terms
from accounted.mse.loglinear_models import list_models, name_terms
from accounted.mse.loglinear_select import _log_tail, choose_stepwise, fit_models, search_lowest_bic


def draw_rows(n_lists, n_rows, seed):
    """Sparse and crowded tables in turn, with a pair that depends."""
    rng = np.random.default_rng(seed)
    rows = np.zeros((n_rows, 2**n_lists))
    for number in range(n_rows):
        x = rng.random((int(rng.choice([60, 4_000])), n_lists)) < rng.uniform(0.05, 0.4, n_lists)
        x[:, 1] |= x[:, 0] & (rng.random(len(x)) < 0.3)
        rows[number] = np.bincount(x @ (1 << np.arange(n_lists)), minlength=2**n_lists)
    rows[:, 0] = 0.0
    return rows


def test_every_listed_model_is_hierarchical_and_listed_once():
    space = list_models(4, 3)
    assert len(set(space.models.tolist())) == 113
    for model in space.models.tolist():
        terms = set(space.terms_of(model))
        assert all(term & ~(1 << j) in terms for term in terms for j in range(4))


def test_declared_pairs_are_in_every_model():
    space = list_models(4, 3, ((0, 2),))
    assert len(space.models) == 72
    assert all(0b101 in space.terms_of(model) for model in space.models.tolist())


@pytest.mark.parametrize(("n_lists", "order"), [(2, 2), (4, 1), (4, 4), (6, 3)])
def test_orders_that_do_not_fit_are_refused(n_lists, order):
    with pytest.raises(UsageError):
        list_models(n_lists, order)


@pytest.mark.parametrize(("n_lists", "order"), [(3, 2), (4, 3), (5, 2)])
def test_branch_and_bound_finds_what_fitting_all_models_finds(n_lists, order):
    space = list_models(n_lists, order)
    possible = np.arange(2**n_lists) > 0
    rows = draw_rows(n_lists, 12, seed=n_lists)
    fits = fit_candidates(rows[0], possible, space)
    choices = choose_models(rows, possible, space, "bic", fits, SILENT)
    for row, model, unlisted in zip(rows, choices.models, choices.unlisted, strict=True):
        status, bic, _, alphas = fit_models(row, possible, n_lists, space.interactions, space.models)
        bic[status != ESTIMABLE] = np.inf
        if np.isfinite(bic).any():
            assert bic[np.flatnonzero(space.models == model)[0]] == pytest.approx(bic.min(), abs=1e-6)
            assert unlisted == pytest.approx(np.exp(alphas[bic.argmin(), 0]), rel=1e-6)
        else:
            assert np.isinf(unlisted)


def test_the_search_ends_where_no_single_pair_helps():
    space = list_models(5, 2)
    possible = np.arange(32) > 0
    for row in draw_rows(5, 6, seed=2)[::2]:
        model = int(search_lowest_bic(row[None], possible, 5, space.interactions, 0, np.array([0]))[0][0])
        near = np.array([model, *(model ^ 1 << i for i in range(10))])
        status, bic, _, _ = fit_models(row, possible, 5, space.interactions, near)
        assert bic[0] <= bic[status == ESTIMABLE].min() + 1e-6


@pytest.mark.parametrize(("observed", "expected"), [(0, 3.0), (2, 3.0), (7, 3.0), (900, 1_000.0), (50, 5.0), (4, 4.0)])
def test_tails_are_those_of_the_poisson_distribution(observed, expected):
    tail = poisson.cdf(observed, expected) if observed <= expected else poisson.sf(observed - 1, expected)
    assert _log_tail(float(observed), expected) == pytest.approx(np.log(tail))


def test_stepwise_stops_at_its_threshold():
    space = list_models(4, 2)
    possible = np.arange(16) > 0
    rows = draw_rows(4, 8, seed=4)
    strict = choose_stepwise(rows, possible, 4, space.interactions, 0, 1e-300)[0]
    loose = choose_stepwise(rows, possible, 4, space.interactions, 0, 0.3)[0]
    assert np.all(strict[strict >= 0] == 0)
    assert np.bitwise_count(loose[loose > 0]).sum() > np.bitwise_count(strict[strict > 0]).sum()


def test_names_show_the_largest_terms(kosovo):
    # The model of lowest BIC on the Kosovo table, [123, 14, 34] in R's Rcapture.
    cells = lay_out_cells(kosovo)
    space = list_models(4, 3)
    best = int(fit_candidates(cells.counts, cells.possible, space).models[0])
    assert name_terms(space, best, cells.lists) == ("EXH×ABA×OSCE", "EXH×HRW", "OSCE×HRW")


def step_slowly(counts, possible, n_lists, interactions):
    """The stepwise rule written out: SciPy's Poisson distribution, the linear programme, no warm start."""
    margins = add_supersets(counts)
    model, terms = 0, [0, *(1 << j for j in range(n_lists))]
    while True:
        alpha, mu = np.zeros(len(counts)), np.zeros(len(counts))
        fit_terms(counts, margins, possible, np.array(terms), alpha, False, alpha, mu)
        expected = add_supersets(mu)
        tails = np.ones(len(interactions))
        for i, pair in enumerate(interactions.tolist()):
            if not model >> i & 1:
                below, above = poisson.cdf(margins[pair], expected[pair]), poisson.sf(margins[pair] - 1, expected[pair])
                found = check_existence(counts, possible, [*terms, pair])
                tails[i] = min(below, above) if found.is_finite and found.is_identifiable else 1.0
        if tails.min() >= 0.02:
            return model, np.exp(alpha[0])
        model |= 1 << int(tails.argmin())
        terms.append(int(interactions[tails.argmin()]))


@pytest.mark.parametrize("n_lists", [4, 5])
def test_stepwise_does_what_the_rule_says(n_lists):
    space = list_models(n_lists, 2)
    possible = np.arange(2**n_lists) > 0
    # Two kinds of people, so that several pairs stand out.
    rows = draw_rows(n_lists, 10, seed=1) + draw_rows(n_lists, 10, seed=2)
    models, unlisted = choose_stepwise(rows, possible, n_lists, space.interactions, 0, 0.02)
    assert np.bitwise_count(models[models >= 0]).max() >= 3
    for row, model, people in zip(rows, models, unlisted, strict=True):
        if model >= 0:
            assert (model, people) == pytest.approx(step_slowly(row, possible, n_lists, space.interactions), rel=1e-6)
