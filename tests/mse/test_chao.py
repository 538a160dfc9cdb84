import math

import numpy as np
import pytest

from accounted.model.errors import UsageError
from accounted.mse import CaptureTable
from accounted.mse.chao import estimate_chao, find_avoidance

# R's Rcapture 1.4-4, closedpCI.t with h = "Chao" (model Mth), measured 2026-11-23, and the plain form.
PEERS = {
    "australia_4lists": ((1152.7, 927.8, 1482.6), (1384.3, 1090.8, 1805.2)),
    "hiv_rome_4lists": ((11692.2, 9898.1, 13985.1), (12158.2, 10252.3, 14498.8)),
    "korea_palembang": ((141.1, 131.0, 155.8), (137.4, 129.7, 154.0)),
    "kosovo_1999": ((8588.4, 8188.7, 9026.9), (8802.9, 8384.1, 9265.7)),
    "lesbian_allegheny_4lists": ((4318.5, 4034.2, 4643.6), (4420.0, 4125.2, 4759.6)),
    "madigan_york_5lists": ((658.3, 621.7, 704.8), (667.9, 630.9, 719.4)),
    "netherlands_5lists": ((53703.7, 49123.4, 58913.2), (66638.6, 60765.8, 73168.0)),
    "netherlands_6lists": ((54357.2, 49698.1, 59658.6), (69497.3, 63320.4, 76366.8)),
    "new_orleans_5lists": ((1185.9, 720.1, 2216.3), (1274.3, 756.1, 2263.5)),
    "new_orleans_8lists": ((1113.7, 689.7, 2020.7), (1264.6, 762.5, 2203.8)),
    "scotland_pwid_4lists": ((22684.6, 20937.8, 24660.3), (27410.9, 25207.1, 29863.2)),
    "spina_bifida_3lists": ((762.6, 726.1, 807.0), (789.7, 749.3, 843.5)),
    "uk_2013_5lists": ((13563.7, 12085.8, 15323.4), (14642.2, 12925.2, 16648.8)),
    "uk_2013_6lists": ((12293.0, 11050.5, 13811.8), (13480.6, 11988.2, 15214.0)),
    "western_us_5lists": ((2191.7, 1507.4, 3409.3), (2319.9, 1572.9, 3521.4)),
}


@pytest.mark.parametrize("name", PEERS)
def test_agrees_with_rcapture_and_the_plain_form(read_shared, name):
    bound = estimate_chao(read_shared(name))
    by_rates, plain = PEERS[name]
    assert bound.form == "list rates"
    assert (bound.point, bound.lower, bound.upper) == pytest.approx(by_rates, abs=0.7, rel=1e-5)
    assert (bound.plain.point, bound.plain.lower, bound.plain.upper) == pytest.approx(plain, abs=0.7, rel=1e-5)


def draw_classes(seed, n, weights, rates, copy=0.0):
    """People in classes; `copy` of those on list A are taken off list B."""
    rng = np.random.default_rng(seed)
    p = np.asarray(rates)[rng.choice(len(weights), size=n, p=weights)]
    x = rng.random(p.shape) < p
    x[:, 1] &= ~(x[:, 0] & (rng.random(n) < copy))
    rows, counts = np.unique(x.astype(int), axis=0, return_counts=True)
    return CaptureTable.of(
        "ABCDEF"[: p.shape[1]], {tuple(r): int(c) for r, c in zip(rows.tolist(), counts, strict=True) if any(r)}
    )


def test_holds_where_people_differ():
    # The lower end of a 95 % interval of a true lower bound passes the truth in at most 2.5 % of tables.
    bounds = [
        estimate_chao(draw_classes(s, 4_000, [0.6, 0.4], [[0.1, 0.2, 0.05, 0.15], [0.5, 0.3, 0.4, 0.6]]))
        for s in range(60)
    ]
    assert sum(bound.lower > 4_000 for bound in bounds) <= 1
    assert all(bound.point < 4_000 for bound in bounds)
    assert sum(bound.is_lower_bound for bound in bounds) >= 57


def test_is_exact_for_independent_lists_of_different_reach_where_the_plain_form_is_too_high():
    bounds = [estimate_chao(draw_classes(s, 6_000, [1.0], [[0.02, 0.05, 0.3, 0.4]])) for s in range(30)]
    assert np.median([bound.point for bound in bounds]) == pytest.approx(6_000, rel=0.03)
    assert np.median([bound.plain.point for bound in bounds]) > 1.1 * 6_000


def test_says_when_it_is_no_bound():
    apart = [estimate_chao(draw_classes(s, 4_000, [1.0], [[0.3] * 4], copy=0.7)) for s in range(30)]
    assert all(bound.lower > 4_000 or not bound.is_lower_bound for bound in apart)
    assert sum(not bound.is_lower_bound for bound in apart) >= 29
    assert "lists A and B share fewer people than chance would give" in apart[0].warnings[0]


def test_rarely_suspects_independent_lists():
    tables = [draw_classes(s, 3_000, [1.0], [[0.2, 0.3, 0.25, 0.3]]) for s in range(100)]
    assert sum(bool(find_avoidance(table)) for table in tables) <= 9  # 5 expected at most


def test_nobody_on_exactly_two_lists_gives_the_corrected_form():
    bound = estimate_chao(CaptureTable.of("ABC", {(1, 0, 0): 5, (0, 1, 0): 2, (1, 1, 1): 3}))
    assert bound.form == "bias-corrected"
    assert bound.point == 10 + 2 / 3 * 7 * 6 / 2
    assert bound.lower < bound.point < bound.upper
    assert bound.plain is None


@pytest.mark.parametrize(
    ("table", "reason"),
    [
        pytest.param(CaptureTable.of("ABC", {}), "nobody is on any list", id="empty"),
        pytest.param(CaptureTable.of("ABC", {(1, 0, 0): 4}), "a single list", id="one list"),
        pytest.param(CaptureTable.of("AB", {(1, 0): 4, (0, 1): 3}), "no overlap", id="two apart"),
        pytest.param(
            CaptureTable.of("ABC", {(1, 0, 0): 4, (0, 1, 1): 3}, impossible=[(1, 1, 0)]), "could not occur", id="zeros"
        ),
    ],
)
def test_no_bound_has_a_reason(table, reason):
    bound = estimate_chao(table)
    assert (bound.point, bound.form, bound.is_lower_bound) == (None, "none", False)
    assert reason in bound.reason


@pytest.mark.parametrize("seed", range(40))
def test_sparse_tables_never_give_nan(seed):
    rng = np.random.default_rng(seed)
    n_lists = int(rng.integers(2, 7))
    cells = {
        tuple(x >> j & 1 for j in range(n_lists)): int(rng.poisson(rng.gamma(0.3, 5))) for x in range(1, 2**n_lists)
    }
    bound = estimate_chao(CaptureTable.of("ABCDEF"[:n_lists], cells))
    if bound.point is None:
        assert bound.reason
    else:
        assert bound.n_observed <= bound.lower <= bound.point <= bound.upper < math.inf


def test_everyone_on_two_lists_leaves_nobody():
    assert estimate_chao(CaptureTable.of("ABC", {(1, 1, 0): 5, (0, 1, 1): 5, (1, 0, 1): 5})).point == 15


def test_a_probability_outside_is_refused(velmar):
    with pytest.raises(UsageError):
        estimate_chao(velmar, 1.0)


def test_many_more_unlisted_than_seen_have_a_profile_all_the_same():
    """A term that one person asks for was passed over beside ten million unlisted, and the profile broke off there."""
    cells = {(0, 0, 1): 10_000, (0, 1, 0): 10_000, (0, 1, 1): 1, (1, 0, 0): 2, (1, 1, 1): 1}
    bound = estimate_chao(CaptureTable.of("ABC", cells), 0.5)
    assert bound.lower < 0.7 * bound.point < bound.point < 0.7 * bound.upper
