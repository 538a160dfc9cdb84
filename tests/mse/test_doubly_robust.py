from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accounted.model.capture import CaptureTable, NotEstimable
from accounted.model.errors import InvalidTable, UsageError
from accounted.mse import estimate_chapman
from accounted.mse.boosting import boost_trees
from accounted.mse.covariates import build_design, read_columns
from accounted.mse.crossfit import assign_folds, cross_fit, weigh_learners
from accounted.mse.doubly_robust import DoublyRobustEstimate, as_estimate, estimate_doubly_robust
from accounted.mse.list_pairs import correct
from accounted.mse.nuisance import fit_logistic
from accounted.mse.people import people_from_linked

SEEDS = np.random.SeedSequence(7)


def draw_people(seed, n_true, rates=(-1.5, -1.8), slopes=(1.0, 0.8), referral=0.0):
    """Made-up people: more are found in cities and at both ends of life; the lists are independent given these."""
    rng = np.random.default_rng([seed, 11])
    city, age = rng.random(n_true) < 0.4, rng.uniform(0.0, 80.0, n_true)
    found = 1.0 * city + 0.7 * ((age - 40.0) / 20.0) ** 2 - 1.0
    scores = np.array(rates) + found[:, None] * np.array(slopes)
    on = (rng.random(scores.shape) < 1.0 / (1.0 + np.exp(-scores))).astype(np.int8)
    if referral:
        on[(on[:, 0] == 1) & (rng.random(n_true) < referral), 1] = 1
    seen = on.any(axis=1)
    where = ["city" if c else "village" for c in city[seen]]
    return on[seen], {"where": where, "age": age[seen].round(1).tolist()}


def estimate(histories, covariates, **options):
    options = {"seeds": SEEDS, "n_splits": 1, **options}
    return estimate_doubly_robust(histories, "ABCDE"[: histories.shape[1]], covariates, **options)


def test_the_truth_is_covered_where_covariates_make_lists_dependent():
    n_true, held, points, chapman, plug_in, errors = 5_000, [], [], [], [], []
    for seed in range(60):
        histories, covariates = draw_people(seed, n_true)
        answer = estimate(histories, covariates)
        held.append(answer.lower <= n_true <= answer.upper)
        points.append(answer.point)
        plug_in.append(answer.plug_in)
        errors.append(answer.pairs[0].standard_error / n_true)
        on = histories.tolist()
        table = CaptureTable.of("AB", {h: on.count(list(h)) for h in ((1, 0), (0, 1), (1, 1))})
        chapman.append(estimate_chapman(table).point)
    bias = {name: abs(np.mean(v) / n_true - 1) for name, v in (("dr", points), ("chapman", chapman), ("pi", plug_in))}
    assert np.mean(held) >= 0.88
    assert np.median(errors) < 0.12  # of N: wide intervals would hold the truth as well
    assert bias["chapman"] > 0.2
    assert bias["dr"] < 0.04
    assert bias["dr"] < bias["pi"] + 0.01


def test_without_covariates_it_is_lincoln_and_petersens():
    histories = np.repeat(np.array([[1, 0], [0, 1], [1, 1]], dtype=np.int8), [400, 300, 200], axis=0)
    answer = estimate(histories, {})
    assert answer.point == pytest.approx(600 * 500 / 200, rel=0.01)
    variance = 600 * 500 * 400 * 300 / 200**3  # of Lincoln and Petersen's estimator (Seber 1982)
    assert answer.pairs[0].standard_error == pytest.approx(variance**0.5, rel=1e-3)
    assert "independent altogether" in answer.warnings[-1]


def test_covariates_that_tell_nothing_change_little():
    rng = np.random.default_rng(3)
    on = (rng.random((4_000, 2)) < (0.4, 0.35)).astype(np.int8)
    on = on[on.any(axis=1)]
    plain, noisy = estimate(on, {}), estimate(on, {"noise": rng.normal(size=len(on)).tolist()})
    assert noisy.point == pytest.approx(plain.point, rel=0.03)
    assert noisy.lower < 4_000 < noisy.upper


def test_neither_order_of_rows_nor_of_lists_nor_of_covariates_matters():  # P17, R33
    histories, covariates = draw_people(1, 2_000)
    shuffled = np.random.default_rng(5).permutation(len(histories))
    other = estimate_doubly_robust(
        histories[shuffled][:, ::-1],
        ["B", "A"],
        {name: [covariates[name][i] for i in shuffled] for name in ("age", "where")},
        seeds=np.random.SeedSequence(7),
        n_splits=1,
    )
    assert other == estimate(histories, covariates)


def test_deals_into_folds_agree_better_when_repeated():
    histories, covariates = draw_people(2, 2_000)
    spread = {}
    for n_splits in (1, 5):
        seeds = [np.random.SeedSequence(s) for s in range(5)]
        spread[n_splits] = np.std([estimate(histories, covariates, seeds=s, n_splits=n_splits).point for s in seeds])
    assert spread[5] < spread[1]


def test_pairs_that_disagree_are_said_and_mixed_with_equal_weights():
    histories, covariates = draw_people(4, 6_000, (-1.0, -1.2, -1.1), (0.8, 0.7, 0.6), referral=0.35)
    answer = estimate(histories, covariates)
    by_pair = {p.pair: p for p in answer.pairs}
    assert answer.pair is None
    assert len(by_pair) == 3
    assert by_pair["A", "B"].upper < by_pair["A", "C"].lower
    assert any("pairs of lists disagree" in w and "A and B" in w for w in answer.warnings)
    assert answer.span == (min(p.point for p in answer.pairs), max(p.point for p in answer.pairs))
    assert answer.lower < by_pair["A", "B"].point
    assert answer.upper > max(p.point for p in answer.pairs)
    draws = answer.spread_draws(3_000)
    assert np.quantile(draws, [0.025, 0.5, 0.975]) == pytest.approx(
        [answer.lower, answer.point, answer.upper], rel=0.01
    )
    named = estimate(histories, covariates, pair=("C", "A"))
    assert named.pair == ("A", "C")
    assert (named.point, named.lower) == (by_pair["A", "C"].point, by_pair["A", "C"].lower)
    assert "being on list A says nothing about being on list C" in named.assumptions[0]
    without = estimate(histories, covariates, dependent=[("B", "A")])
    assert [r.pair for r in without.refused] == [("A", "B")]
    assert without.lower < 6_000 < without.upper


def test_what_is_not_stated_is_kept_and_counted():
    histories, covariates = draw_people(6, 3_000)
    rng = np.random.default_rng(8)
    unknown = rng.random(len(histories)) < 0.2
    age = [None if u else a for u, a in zip(unknown, covariates["age"], strict=True)]
    where = ["not stated" if u else w for u, w in zip(unknown, covariates["where"], strict=True)]
    answer = estimate(histories, {"age": age, "where": where})
    assert answer.n_observed == len(histories)
    share = f"{100 * unknown.mean():.1f} %"
    assert sum(share in w and "not stated" in w for w in answer.warnings) == 2
    nan = [float("nan") if a is None else a for a in age]
    assert estimate(histories, {"age": nan, "where": where}) == answer


def test_no_overlap_within_a_region_is_not_estimable():
    rng = np.random.default_rng(9)
    on = (rng.random((3_000, 2)) < 0.4).astype(np.int8)
    region = np.array(["north", "south", "east"])[rng.integers(0, 3, 3_000)]
    on[region == "east", 1] = 0  # the second list does not work in the east
    seen = on.any(axis=1)
    answer = estimate(on[seen], {"region": region[seen].tolist()})
    assert isinstance(answer, NotEstimable)
    assert answer.reason.startswith("A and B: no overlap: nobody is on both lists where region = east (")
    assert answer.n_observed == seen.sum()


def test_a_group_without_overlap_that_may_be_chance_is_a_warning():
    histories, covariates = draw_people(21, 3_000)
    both = np.flatnonzero(histories.all(axis=1))
    village = ["Upper Velmar" if i % 25 == 0 else "elsewhere" for i in range(len(histories))]
    for i in both:
        village[i] = "elsewhere"
    answer = estimate(histories, {**covariates, "village": village})
    assert any("village = Upper Velmar (" in w and "leans on people elsewhere" in w for w in answer.warnings)


@pytest.mark.parametrize(
    ("counts", "reason"),
    [
        ((300, 200, 0), "nobody is on both lists"),
        ((300, 0, 200), "list B lies inside list A"),
        ((300, 200, 4), "only 4 people are on both lists"),
    ],
)
def test_lists_that_cannot_tell(counts, reason):
    histories = np.repeat(np.array([[1, 0], [0, 1], [1, 1]], dtype=np.int8), counts, axis=0)
    answer = estimate(histories, {"age": [float(i % 7) for i in range(len(histories))]})
    assert isinstance(answer, NotEstimable)
    assert reason in answer.reason


def test_more_overlap_than_independence_allows_is_not_estimable():
    histories = np.repeat(np.array([[1, 0, 0], [0, 1, 0], [0, 0, 1], [1, 1, 0]]), [50, 50, 800, 600], axis=0)
    answer = estimate(histories.astype(np.int8), {}, pair=("A", "B"))
    assert isinstance(answer, NotEstimable)
    assert "more people are on both than independence" in answer.reason


def test_rare_values_and_constants_are_named():
    histories, covariates = draw_people(10, 1_500)
    villages = [f"village {i % 400}" for i in range(len(histories))]
    answer = estimate(histories, {**covariates, "village": villages, "country": ["Velmar"] * len(histories)})
    assert any("country is the same for everybody" in w for w in answer.warnings)
    assert any("rare values of village" in w for w in answer.warnings) or any("village" in w for w in answer.warnings)
    assert "country" not in answer.assumptions[0]
    assert "village" not in answer.assumptions[0]  # all of them rare: taken as one, it tells nobody apart


@pytest.mark.parametrize(
    ("histories", "lists", "covariates", "options", "error", "words"),
    [
        ([[1, 2]], "AB", {}, {}, InvalidTable, "row 1, list B: 2 where only 0 or 1"),
        ([[1, 0], [0, 0]], "AB", {}, {}, InvalidTable, "row 2: a person on no list"),
        ([[1, 0]], "ABC", {}, {}, InvalidTable, "3 lists need that many columns"),
        (np.empty((0, 2)), "AB", {}, {}, InvalidTable, "there is nobody"),
        ([[1]], "A", {}, {}, UsageError, "at least two lists"),
        ([[1, 1]], "AA", {}, {}, UsageError, "different names"),
        ([[1, 1]], "AB", {"x": [1.0, 2.0]}, {}, InvalidTable, "2 values for 1 people"),
        ([[1, 1], [1, 0]], "AB", {"x": [1.0, "a"]}, {}, InvalidTable, "both words"),
        ([[1, 1]], "AB", {"x": [float("inf")]}, {}, InvalidTable, "infinite"),
        ([[1, 1]], "AB", {}, {"pair": ("A", "Z")}, UsageError, "not two of the lists"),
        ([[1, 1]], "AB", {}, {"dependent": [("A", "A")]}, UsageError, "not two of the lists"),
        ([[1, 1]], "AB", {}, {"prob": 1.0}, UsageError, "not between 0 and 1"),
        ([[1, 1]], "AB", {}, {"n_splits": 0}, UsageError, "too few"),
    ],
)
def test_bad_input_is_said_in_words(histories, lists, covariates, options, error, words):
    with pytest.raises(error) as caught:
        estimate_doubly_robust(np.array(histories), lists, covariates, seeds=SEEDS, **options)
    assert words in str(caught.value)


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(1, 7), st.sampled_from(["f", "m", None]), st.integers(0, 3)), min_size=1, max_size=60
    )
)
def test_small_or_odd_data_never_give_nan(people):
    histories = np.array([[h & 1, h >> 1 & 1, h >> 2 & 1] for h, _, _ in people], dtype=np.int8)
    answer = estimate(histories, {"sex": [s for _, s, _ in people], "age": [float(a) for _, _, a in people]})
    if isinstance(answer, DoublyRobustEstimate):
        assert len(people) <= answer.lower <= answer.point <= answer.upper < np.inf
    else:
        assert answer.reason


def test_regression_finds_known_slopes():
    rng = np.random.default_rng(12)
    x = rng.normal(size=(20_000, 2))
    outcome = rng.random(20_000) < 1.0 / (1.0 + np.exp(-(0.5 + x @ [1.0, -0.5])))
    assert fit_logistic(x, outcome, 1e-3) == pytest.approx([0.5, 1.0, -0.5], abs=0.06)


@pytest.mark.parametrize("happened", [True, False])
def test_regression_stays_finite_when_all_outcomes_are_alike(happened):
    slopes = fit_logistic(np.linspace(-1.0, 1.0, 30)[:, None], np.full(30, happened), 1.0)
    assert np.isfinite(slopes).all()
    assert (slopes[0] > 0) == happened


def test_trees_find_a_step_that_regression_cannot():
    rng = np.random.default_rng(13)
    bins = rng.integers(1, 33, (4_000, 2)).astype(np.uint8)
    chance = np.where((bins[:, 0] > 16) == (bins[:, 1] > 10), 0.8, 0.2)
    outcome = rng.random(4_000) < chance
    used = np.arange(4_000) < 3_000
    told = 1.0 / (1.0 + np.exp(-boost_trees(bins, outcome, used, np.zeros(4_000), 60, 0.1, 5.0)[~used]))
    assert np.abs(told - chance[~used]).mean() < 0.1


def test_neither_ones_own_lists_nor_the_other_chances_people_are_learnt_from():
    """Changing one person's lists leaves the chances of the same fold; half of the others' single learners stay too."""
    histories, covariates = draw_people(14, 1_000)
    design = build_design(read_columns(covariates, len(histories)), len(histories))
    first, second = (histories[:, j].astype(bool) for j in (0, 1))
    folds = assign_folds(2 * first + second, np.random.default_rng(1))
    changed = first.copy()
    person = int(np.flatnonzero(second)[0])
    changed[person] = not changed[person]
    before, after = cross_fit(design, first, second, folds), cross_fit(design, changed, second, folds)
    own = folds == folds[person]
    for now, then in ((after.first, before.first), (after.second, before.second)):
        assert np.array_equal(now[:, own], then[:, own])
        assert not np.array_equal(now[:, ~own], then[:, ~own])
    touched = (after.first_by != before.first_by).any(axis=0), (after.second_by != before.second_by).any(axis=0)
    assert touched[0].any()
    assert touched[1].any()
    assert not (touched[0] & touched[1]).any()  # whoever teaches one chance does not teach the other


@given(st.floats(0.05, 0.95), st.floats(0.05, 0.95), st.sampled_from([(1, 0), (0, 1), (1, 1)]))
def test_the_terms_are_those_of_the_paper(q_only_1, share, on):
    """Das, Kennedy & Jewell (2023): q1 q2 / q12 · (Y1 / q1 + Y2 / q2 − Y1 Y2 / q12)."""
    q_1, q_12 = q_only_1 + (1 - q_only_1) * share / 2, (1 - q_only_1) * share / 2
    q_2 = 1.0 - q_1 + q_12
    theirs = q_1 * q_2 / q_12 * (on[0] / q_1 + on[1] / q_2 - on[0] * on[1] / q_12)
    p = np.array([[q_12 / q_2]]), np.array([[q_12 / q_1]])
    ours = correct(np.array([on[0] == 1]), np.array([on[1] == 1]), *p)
    assert ours[0, 0] == pytest.approx(theirs)


def test_one_chance_may_be_wrong_if_the_other_is_right():
    rng = np.random.default_rng(17)
    x = rng.random(400_000)
    p = 0.1 + 0.5 * x, 0.15 + 0.4 * x
    first, second = rng.random(400_000) < p[0], rng.random(400_000) < p[1]
    wrong = np.full(400_000, 0.3), np.full(400_000, 0.3)
    assert correct(first, second, p[0], wrong[1]).sum() == pytest.approx(400_000, rel=0.01)
    assert correct(first, second, wrong[0], p[1]).sum() == pytest.approx(400_000, rel=0.01)
    assert correct(first, second, *wrong).sum() < 0.95 * 400_000


def test_the_answer_takes_the_shape_of_all_estimates():  # R31
    histories, covariates = draw_people(4, 6_000, (-1.0, -1.2, -1.1), (0.8, 0.7, 0.6), referral=0.35)
    answer = estimate(histories, covariates, stratum="north")
    shaped = as_estimate(answer)
    assert (shaped.stratum, shaped.point, shaped.lower, shaped.upper) == (
        "north", answer.point, answer.lower, answer.upper
    )  # fmt: skip
    assert shaped.status == "weakly_identified"
    assert "the pairs of lists disagree" in shaped.reason
    assert [m.name for m in shaped.models][-1] == "doubly_robust"
    assert sum(m.weight for m in shaped.models[:-1]) == pytest.approx(1.0)
    assert answer.lower <= shaped.lower_80 <= shaped.percentiles[49] <= shaped.upper_80 <= answer.upper
    assert as_estimate(estimate(histories[:, :2][histories[:, :2].all(axis=1)], {})).reason.endswith("inside list B")


def test_weights_go_to_who_foretells_best():
    rng = np.random.default_rng(15)
    truth = rng.uniform(0.2, 0.8, 5_000)
    happened = rng.random(5_000) < truth
    told = np.array([np.where(happened, p, 1 - p) for p in (truth, np.full(5_000, 0.5), 1 - truth)])
    assert weigh_learners(told)[0] > 0.9


LINKED = [
    {"list": "A", "record_id": "r1", "cluster_id": "p1", "age": "30", "sex": "f", "code": "7"},
    {"list": "B", "record_id": "r2", "cluster_id": "p1", "age": "33", "sex": "m", "code": "7"},
    {"list": "B", "record_id": "r3", "cluster_id": "p1", "age": "34", "sex": "m", "code": ""},
    {"list": "B", "record_id": "r4", "cluster_id": "p2", "age": "", "sex": "m", "code": "9"},
    {"list": "A", "record_id": "r5", "cluster_id": "p2", "age": None, "sex": "f", "code": float("nan")},
    {"list": "C", "record_id": "r6", "cluster_id": "p3", "age": "not stated", "sex": "", "code": "12"},
]


@given(st.permutations(LINKED))
def test_people_from_linked_states_one_value_per_person(rows):
    people = people_from_linked(rows, ["B", "A", "C"], ["age", "sex", "code"], categories=["code"])
    assert people.lists == ("A", "B", "C")
    assert people.histories.tolist() == [[1, 1, 0], [1, 1, 0], [0, 0, 1]]
    assert people.covariates["age"] == (33.0, None, None)  # the median
    assert people.covariates["sex"] == ("m", "f", None)  # the most frequent; ties by sorted order
    assert people.covariates["code"] == ("7", "9", "12")
    assert people.n_disagreeing == {"age": 1, "sex": 2, "code": 0}


def test_people_only_on_other_lists_are_left_out():
    people = people_from_linked(LINKED, ["A", "B"], ["code"])
    assert people.histories.tolist() == [[1, 1], [1, 1]]
    assert people.covariates["code"] == (7.0, 9.0)


@pytest.mark.parametrize(
    ("rows", "lists", "columns", "categories", "error", "words"),
    [
        ([], None, [], [], InvalidTable, "no row"),
        ([{"list": "A"}], None, [], [], InvalidTable, "row 1: there is no column 'record_id'"),
        (LINKED, None, ["height"], [], InvalidTable, "no column 'height'"),
        ([*LINKED, LINKED[0]], None, [], [], InvalidTable, "record r1 stands in two rows"),
        ([{**LINKED[0], "cluster_id": ""}], None, [], [], InvalidTable, "without its list, id or cluster"),
        (LINKED, ["Z"], [], [], InvalidTable, "no record is of list 'Z'"),
        (LINKED, None, ["age", "age"], [], UsageError, "named twice"),
        (LINKED, None, ["age"], ["sex"], UsageError, "no covariate"),
    ],
)
def test_rows_that_are_no_linkage_are_refused(rows, lists, columns, categories, error, words):
    with pytest.raises(error) as caught:
        people_from_linked(rows, lists, columns, categories=categories)
    assert words in str(caught.value)


def test_the_seed_is_kept_and_the_seeds_are_not_used_up():
    histories, covariates = draw_people(16, 1_000)
    seeds = np.random.SeedSequence([42, 5])
    first, second = (estimate(histories, covariates, seeds=seeds) for _ in range(2))
    assert first == second
    assert first.seed == 42
    assert replace(first, seed=0) != first
