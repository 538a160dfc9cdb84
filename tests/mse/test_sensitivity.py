"""The assumption in the open: ξ on the unrecorded, tipping points in words, departures seen between lists."""

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounted.model.canonical import canonical_bytes
from accounted.model.errors import UsageError
from accounted.mse import CaptureTable, average_graphs, estimate, tipping_factor
from accounted.mse.departures import Departures, find_departures, measure_pairs
from accounted.mse.enough import ENOUGH, expect_shared, tell_half_from_double
from accounted.mse.fitting import check_draws, fit_table, keep_lists, restrict_to, seeds_for, times_text
from accounted.mse.known_answer import check_known_answers
from accounted.mse.sensitivity import FACTORS, Conclusion, tip_conclusion, vary_unseen

SEEDS = np.random.SeedSequence(20020103)
SEEN = Departures("model", 0.8, 1.5, 0.5, 2.5, False, (), 0.95, ("between 0.8 and 1.5",))


def fit(table, seeds):
    return average_graphs(table).spread_draws(2_000)


unseen = st.lists(st.integers(0, 5_000), min_size=5, max_size=60)


@given(st.integers(1, 1_000), unseen, st.integers(0, 20_000), st.sampled_from(["over", "under"]))
def test_at_its_tipping_factor_the_interval_just_reaches_the_number(n, missed, number, direction):
    draws = n + np.array(missed, dtype=float)
    said = Conclusion("as said", number, direction)
    answer = tip_conclusion(draws, n, said)
    tail = 0.025
    ends = {"upper": 1 - tail, "middle": 0.5, "lower": tail}
    for name, prob in ends.items():
        factor = getattr(answer, f"{name}_reaches")
        if factor is not None:
            assert np.quantile(n + factor * (draws - n), prob) == pytest.approx(number, rel=1e-9, abs=1e-6)
    assert b"NaN" not in canonical_bytes(answer)


@given(st.integers(1, 1_000), unseen, st.integers(0, 20_000))
def test_over_and_at_most_are_each_others_opposite(n, missed, number):
    draws = n + np.array(missed, dtype=float)
    over = tip_conclusion(draws, n, Conclusion("over", number, "over"))
    most = tip_conclusion(draws, n, Conclusion("at most", number, "under", inclusive=True))
    assert over.probability + most.probability == pytest.approx(1.0)
    opposite = {"holds": "outside", "outside": "holds", "open": "open", "recorded": "recorded"}
    assert most.status == opposite[over.status]


@pytest.mark.parametrize(
    ("number", "direction", "inclusive", "status"),
    [
        (210, "over", False, "outside"),
        (200, "over", False, "outside"),  # an interval that ends at the number is not over it
        (200, "over", True, "open"),
        (150, "over", False, "open"),
        (120, "over", False, "open"),
        (120, "over", True, "holds"),
        (110, "over", False, "holds"),
        (110, "under", False, "outside"),
        (120, "under", True, "open"),
        (200, "under", True, "holds"),
        (200, "under", False, "open"),
        (99, "over", False, "recorded"),
        (100, "over", True, "recorded"),
        (100, "over", False, "holds"),
        (100, "under", False, "recorded"),
        (100, "under", True, "outside"),
    ],
)
def test_status_at_the_ends(number, direction, inclusive, status):
    draws = np.repeat([120.0, 160.0, 200.0], 100)
    assert tip_conclusion(draws, 100, Conclusion("said", number, direction, inclusive)).status == status


def test_tipping_in_words():
    draws = np.linspace(14_000, 18_000, 4_001)
    outside = tip_conclusion(draws, 10_000, Conclusion("over 30,000", 30_000, "over"), departures=SEEN)
    assert outside.sentence == (
        "“over 30,000” lies outside the 95 % interval; for it to lie inside, the unrecorded would have to be at least "
        "2.6 times as many as the model takes them to be; for it to be more likely than not, at least 3.4 times (no "
        "departure that large was seen between these lists)."
    )
    holds = tip_conclusion(draws, 10_000, Conclusion("over 12,000", 12_000, "over"), departures=SEEN)
    assert "would not if the unrecorded were at most 0.48 times as many" in holds.sentence
    fewer = tip_conclusion(draws, 10_000, Conclusion("fewer than 12,000", 12_000, "under"), departures=SEEN)
    assert "at most 0.48 times as many" in fewer.sentence
    recorded = tip_conclusion(draws, 10_000, Conclusion("fewer than 5,000", 5_000, "under"))
    assert recorded.sentence == (
        "“fewer than 5,000” cannot hold however many are unrecorded: 10,000 people are on the lists."
    )


def test_tipping_agrees_with_the_factor_that_the_report_prints(velmar):
    answer = estimate(velmar, models=("dga",)).strata[0]
    draws = average_graphs(velmar).spread_draws(4_000)
    ours = tip_conclusion(draws, velmar.n_observed, Conclusion("over 1,000", 1_000, "over"))
    assert ours.upper_reaches == pytest.approx(tipping_factor(answer, 1_000), rel=1e-3)


def test_nobody_unrecorded_reaches_nothing_above():
    answer = tip_conclusion(np.full(10, 100.0), 100, Conclusion("over 150", 150, "over"))
    assert answer.upper_reaches is None
    assert "nobody unrecorded" in answer.sentence


@given(st.floats(1e-4, 1e4))
def test_a_factor_as_printed_is_enough(factor):
    up, down = (float(times_text(factor, away).replace(",", "")) for away in (1, -1))
    assert down <= factor * (1 + 1e-8)
    assert up >= factor * (1 - 1e-8)
    assert up <= factor * 1.12 + 1e-9


def test_the_table_over_factors_and_the_band(velmar):
    draws = average_graphs(velmar).spread_draws(4_000)
    answer = vary_unseen(draws, velmar.n_observed, departures=SEEN)
    assert [row.factor for row in answer.rows] == sorted(FACTORS)
    at_one = next(row for row in answer.rows if row.factor == 1.0).answer
    assert at_one.point == np.median(draws)
    assert [row.factor for row in answer.band] == [0.8, 1.5]
    assert answer.band[0].answer.upper - 138 == pytest.approx(0.8 * (at_one.upper - 138))
    assert "0.8 to 1.5 times as many" in answer.sentences[2]
    assert b'"factor":0.25' in canonical_bytes(answer)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: vary_unseen(np.array([90.0]), 100), "below the 100 people"),
        (lambda: vary_unseen(np.array([]), 100), "shape"),
        (lambda: vary_unseen(np.array([np.nan]), 100), "not a finite"),
        (lambda: vary_unseen(np.array([190.0]), 100, factors=[-1]), "cannot be multiplied"),
        (lambda: vary_unseen(np.array([190.0]), 100, prob=95), "between 0 and 1"),
        (lambda: tip_conclusion(np.array([190.0]), 100, Conclusion("x", -5, "over")), "number -5"),
        (lambda: tip_conclusion(np.array([190.0]), 100, Conclusion("x", 5, "above")), "choose over or under"),
        (lambda: check_draws(np.ones((2, 2))), "shape"),
    ],
)
def test_bad_input_says_what_to_do(call, words):
    with pytest.raises(UsageError, match=words):
        call()


# --- departures ---------------------------------------------------------------------------------------------------


def test_the_odds_ratio_of_a_pair_by_hand():
    cells = {(1, 1, 1): 10, (1, 0, 1): 20, (0, 1, 1): 30, (0, 0, 1): 90, (1, 1, 0): 500, (1, 0, 0): 7}
    pair = measure_pairs(CaptureTable.of("ABC", cells))[0]
    assert (pair.both, pair.first_only, pair.second_only, pair.neither) == (10, 20, 30, 90)
    assert pair.factor.point == pytest.approx(10.5 * 90.5 / (20.5 * 30.5))
    half = np.sqrt(1 / 10.5 + 1 / 20.5 + 1 / 30.5 + 1 / 90.5) * 1.959964
    assert np.log(pair.factor.upper / pair.factor.point) == pytest.approx(half, rel=1e-6)


def test_the_odds_ratio_is_the_factor_that_corrects_independence():
    cells = {(1, 1, 1): 4_000, (1, 0, 1): 2_000, (0, 1, 1): 3_000, (0, 0, 1): 6_000}
    factor = measure_pairs(CaptureTable.of("ABC", cells))[0].factor
    assert 2_000 * 3_000 / 4_000 * factor.point == pytest.approx(6_000, rel=2e-3)


def test_intervals_of_pairs_cover_independence(draw_independent):
    tables = [draw_independent(seed, 1_500, [0.3, 0.25, 0.35]) for seed in range(120)]
    factors = [pair.factor for table in tables for pair in measure_pairs(table)]
    assert 0.92 <= np.mean([f.lower <= 1 <= f.upper for f in factors]) <= 0.98


def test_cells_that_could_not_occur_do_not_speak():
    cells = {(1, 1, 1, 0): 10, (1, 0, 1, 0): 20, (0, 1, 1, 0): 30, (0, 0, 1, 0): 90, (1, 0, 0, 1): 70, (0, 0, 0, 1): 80}
    table = CaptureTable.of("ABCD", cells, impossible=[(0, 1, 0, 1), (1, 1, 0, 1)])
    pair = next(p for p in measure_pairs(table) if p.lists == ("A", "B"))
    assert (pair.both, pair.first_only, pair.second_only, pair.neither) == (10, 20, 30, 90)


def test_a_declared_pair_is_shown_and_stays_out_of_the_band():
    cells = {(1, 1, 1): 90, (1, 0, 1): 10, (0, 1, 1): 12, (0, 0, 1): 80, (1, 0, 0): 50, (0, 1, 0): 50, (1, 1, 0): 60}
    free = find_departures(CaptureTable.of("ABC", cells))
    told = find_departures(CaptureTable.of("ABC", cells, dependent=[("A", "B")]))
    assert free.upper > 40 > told.upper
    assert told.pairs[0].is_declared
    assert "declared to depend" in told.pairs[0].sentence


def test_the_band_is_on_the_scale_of_the_model_from_four_lists(kosovo):
    known = check_known_answers(kosovo, fit, SEEDS)
    seen = find_departures(kosovo, known)
    assert seen.scale == "model"
    points = [check.factor.point for check in known.checks]
    assert seen.lower == min(1.0, *points)
    assert seen.upper == max(points)
    assert seen.outer_lower <= seen.lower <= seen.upper <= seen.outer_upper
    assert seen.place(1.0) == "within"
    assert len(seen.pairs) == 6
    assert all(check.factor.point == pytest.approx(check.n_missed / (check.answer.point - check.n_found), rel=0.02)
               for check in known.checks)  # fmt: skip
    assert b"NaN" not in canonical_bytes(seen)


def test_three_lists_are_measured_against_independence_and_it_is_said(velmar):
    larger = CaptureTable.of(velmar.lists, {history: 8 * n for history, n in velmar.cells})
    seen = find_departures(larger, check_known_answers(larger, fit, SEEDS))
    assert seen.scale == "independence"
    assert "rough guide" in seen.sentences[0]
    draws = average_graphs(larger).spread_draws(1_000)
    far = vary_unseen(draws, 8 * 138, conclusions=[Conclusion("over 90,000", 90_000, "over")], departures=seen)
    assert "measured against independence" in far.tippings[0].sentence


@pytest.mark.parametrize("seed", range(12))
def test_independent_lists_with_hardly_any_overlap_show_no_departure(draw_independent, seed):
    """They showed factors of 3 to 35 by selection: where nobody was shared by chance, no check could be made."""
    table = draw_independent(seed, 12_000, [0.02, 0.015, 0.02, 0.01, 0.02])
    seen = find_departures(table, check_known_answers(table, fit, SEEDS))
    assert (seen.scale, seen.lower, seen.outer_upper, seen.place(30.0)) == ("none", None, None, "unknown")
    assert all(pair.is_thin for pair in seen.pairs)
    lead = seen.sentences[0]
    assert "too thin to show departures" in lead
    assert max(float(number) for number in re.findall(r"\(([\d.]+) were", lead)) < 8
    draws = average_graphs(table).spread_draws(1_000)
    said = Conclusion("over 90,000", 90_000, "over")
    answer = vary_unseen(draws, table.n_observed, conclusions=[said], departures=seen)
    assert answer.band == ()
    assert not any("seen between these lists" in tipping.sentence for tipping in answer.tippings)


def test_independent_lists_with_enough_overlap_show_about_none(draw_independent):
    tables = [draw_independent(seed, 6_000, [0.08, 0.06, 0.1, 0.07]) for seed in range(40)]
    factors = [
        check.factor.point
        for table in tables
        for check in check_known_answers(table, fit, SEEDS).checks
        if not check.is_thin
    ]
    assert len(factors) > 40
    assert 0.8 <= np.median(factors) <= 1.3
    assert np.mean([0.5 <= factor <= 2.0 for factor in factors]) >= 0.95


def test_what_is_too_thin_stays_out_of_the_band_and_is_counted():
    cells = {(1, 1, 1, 0): 90, (1, 0, 1, 0): 60, (0, 1, 1, 0): 70, (0, 0, 1, 0): 80, (1, 0, 0, 0): 50, (0, 1, 0, 0): 50}
    table = CaptureTable.of("ABCD", {**cells, (1, 1, 0, 0): 60, (0, 0, 1, 1): 1, (1, 0, 0, 1): 1, (0, 0, 0, 1): 40})
    seen = find_departures(table)
    thin = [pair.lists for pair in seen.pairs if pair.is_thin]
    assert thin == [("A", "D"), ("B", "D"), ("C", "D")]
    assert "(3, of 6; the others share too few people)" in seen.sentences[0]
    kept = [pair.factor for pair in seen.pairs if not pair.is_thin]
    assert seen.outer_upper == max(factor.upper for factor in kept)
    assert (
        "of the people on another list 0 are on both" in next(p for p in seen.pairs if p.lists == ("A", "D")).sentence
    )


def test_one_departure_is_no_span_so_its_interval_is_the_band():
    """On the UK's six lists one check of six is thick enough: its .94 alone made a band from .94 to 1."""
    cells = {(1, 1, 1): 12, (1, 0, 1): 112, (0, 1, 1): 142, (0, 0, 1): 247, (1, 0, 0): 60, (0, 1, 0): 49, (1, 1, 0): 4}
    seen = find_departures(CaptureTable.of("ABC", cells))
    (told,) = [pair.factor for pair in seen.pairs if not pair.is_thin]
    assert (seen.lower, seen.upper) == (told.lower, 1.0)
    assert (seen.outer_lower, seen.outer_upper) == (seen.lower, seen.upper)
    assert seen.place(told.point) == seen.place(told.lower) == "within"
    assert "(1, of 3; the others share too few people)" in seen.sentences[0]
    assert f"between {times_text(told.lower, -1)} and {times_text(told.upper, 1)} times" in seen.sentences[0]
    assert "the ends of their intervals" in seen.sentences[0]


@given(st.lists(st.floats(1e-3, 1e6), min_size=1, max_size=5), st.floats(1.0, 1e3))
def test_more_people_expected_never_tell_less(expected, times):
    assert tell_half_from_double([times * e for e in expected]) or not tell_half_from_double(expected)


def test_enough_is_what_tells_half_from_double():
    assert pytest.approx((1.959964 / np.log(2)) ** 2, rel=1e-3) == ENOUGH
    assert not tell_half_from_double([0.0, 100.0])


def test_pairs_that_say_nothing_of_the_missed_are_not_expected_to_overlap():
    assert expect_shared([20, 30, 10], 100, [(0, 1)]) == 5.0
    assert expect_shared([], 0) == 0.0


def test_nothing_seen_is_no_band():
    seen = find_departures(CaptureTable.of("AB", {(1, 0): 5, (0, 1): 4, (1, 1): 3}))
    assert (seen.scale, seen.lower, seen.place(3.0)) == ("none", None, "unknown")
    assert vary_unseen(np.array([20.0, 30.0]), 12, departures=seen).band == ()


# --- tables, fits and seeds ---------------------------------------------------------------------------------------


def test_views_of_a_table_keep_what_was_declared():
    cells = {(1, 1, 0, 0): 9, (0, 1, 1, 0): 8, (0, 0, 1, 1): 7, (1, 0, 0, 1): 6, (0, 0, 1, 0): 5}
    never = [(1, 0, 0, 0), (1, 0, 1, 0), (0, 1, 0, 0), (1, 1, 1, 0)]
    table = CaptureTable.of("ABCD", cells, impossible=never, dependent=[("A", "B"), ("C", "D")])
    without_c = keep_lists(table, "ABD")
    assert without_c.impossible == ((1, 0, 0),)  # both (1,0,0,0) and (1,0,1,0) are
    assert without_c.dependent == (("A", "B"),)
    on_a = restrict_to(table, "A")
    assert on_a.impossible == ((0, 1, 0), (1, 1, 0))
    assert on_a.dependent == (("C", "D"),)
    assert on_a.n_observed == 15


def test_a_fit_that_gives_nothing_has_a_reason(velmar):
    assert "gives no estimate" in fit_table(velmar, lambda t, s: None, SEEDS).reason
    apart = CaptureTable.of("ABC", {(1, 0, 0): 5, (0, 1, 0): 4, (0, 0, 1): 3})
    assert "no overlap" in fit_table(apart, fit, SEEDS).reason
    with pytest.raises(UsageError, match="below"):
        fit_table(velmar, lambda t, s: np.array([5.0]), SEEDS)


def test_seeds_go_by_name_and_leave_the_parent_alone():
    parent = np.random.SeedSequence(5)
    first = seeds_for(parent, "left out", "A").generate_state(2).tolist()
    assert first == seeds_for(parent, "left out", "A").generate_state(2).tolist()
    assert first != seeds_for(parent, "left out", "B").generate_state(2).tolist()
    assert seeds_for(parent, "ab", "c").generate_state(1) != seeds_for(parent, "a", "bc").generate_state(1)
    assert parent.n_children_spawned == 0
