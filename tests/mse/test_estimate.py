import json
from dataclasses import replace
from itertools import permutations

import pytest

from accounted.model.errors import UsageError
from accounted.mse import CaptureTable, Estimate, NotEstimable, check_table, estimate, to_json

DGA = ("dga",)
LIMITS = ("point", "lower", "upper")


def _figures(answer: Estimate) -> tuple[float, float, float]:
    return answer.point, answer.lower, answer.upper


def test_kosovo_shows_models_beside_each_other_and_holds_the_census(kosovo):  # R31
    (answer,) = estimate(kosovo, name="kosovo").strata
    assert answer.status == "weakly_identified"
    assert "under the prior 'hidden'" in answer.reason
    assert [(m.name, m.weight) for m in answer.models] == [("latent_class_pairs", 1.0), ("dga", 0.0)]
    assert answer.models[0].point == answer.point
    # 10,401 in the near-census of the Kosovo Memory Book.
    assert answer.lower < 10_401 < answer.upper
    assert _figures(answer.models[1]) == pytest.approx((12_594, 9_826, 16_545), rel=0.01)
    assert answer.modes == ()
    assert answer.diagnostics.rhat < 1.05
    assert any("independent" in sentence for sentence in answer.assumptions)
    assert answer.linkage_share is None


def test_the_same_whatever_the_order_of_lists_and_cells(velmar):  # P17
    first = estimate(velmar)
    for order in list(permutations(range(3)))[1::2]:
        lists = [velmar.lists[j] for j in order]
        cells = {tuple(history[j] for j in order): n for history, n in reversed(velmar.cells)}
        assert estimate(CaptureTable.of(lists, cells)) == first


def test_the_seed_decides(velmar):
    one, same, other = (estimate(velmar, seed=s) for s in (1, 1, 2))
    assert one == same
    assert one.strata[0].models[0] != other.strata[0].models[0]
    assert one.strata[0].seed == 1


def test_strata_do_not_depend_on_each_other(velmar):
    north, south = (replace(velmar, stratum=label) for label in ("north", "south"))
    both = estimate([north, south]).strata
    assert both == (*estimate(north).strata, *estimate(south).strata)
    assert both == estimate([south, north]).strata[::-1]
    # Equal tables, but draws of their own.
    assert both[0].models[0] != both[1].models[0]


def test_strata_add_up_from_joint_draws(draw_independent):
    north, south = (draw_independent(s, 600, [0.4, 0.35, 0.3], label) for s, label in ((1, "north"), (2, "south")))
    both = estimate([north, south], models=DGA)
    assert both.total.of == "all strata"
    assert both.total.n_observed == north.n_observed + south.n_observed
    assert both.total.point == pytest.approx(sum(s.point for s in both.strata), rel=0.02)
    # Independent strata: the total is surer than its limits added up.
    assert both.total.upper - both.total.lower < 0.85 * sum(s.upper - s.lower for s in both.strata)
    assert both.total.lower <= 1200 <= both.total.upper


def test_a_total_without_a_stratum_says_so(draw_independent):
    north = draw_independent(1, 600, [0.4, 0.35, 0.3], "north")
    apart = CaptureTable.of("ABC", {(1, 0, 0): 9, (0, 1, 0): 8, (0, 0, 1): 3}, "south")
    answer = estimate([north, apart], models=DGA)
    assert answer.total.of == "estimated strata only"
    assert answer.total.n_observed == north.n_observed
    assert answer.total.point == answer.strata[0].point
    assert isinstance(answer.strata[1], NotEstimable)
    assert estimate([apart, replace(apart, stratum="west")]).total is None


def test_two_lists_are_not_estimable_and_say_what_chapman_would(velmar):
    (answer,) = estimate(velmar, lists=["Brook", "Almen"]).strata
    assert isinstance(answer, NotEstimable)
    assert answer.reason.startswith("not estimable without assuming independence")
    assert "confidence interval" in answer.reason
    assert answer.lists == ("Almen", "Brook")


def test_every_seed_says_the_same_of_the_netherlands_and_the_second_range_is_inside(read_shared):
    """R's LCMCR sees a range of 100,000–170,000 under one seed in eight."""
    table = read_shared("netherlands_5lists")
    answers = [estimate(table, seed=seed, beside=()).strata[0] for seed in (1, 2)]
    assert {answer.status for answer in answers} == {"weakly_identified"}
    assert all("ranges that do not meet" in answer.reason for answer in answers)
    for answer in answers:
        low, high = answer.modes
        assert (low.kind, high.kind) == ("explanations", "explanations")
        assert 90_000 < low.upper < 105_000
        assert high.upper > 160_000
        assert low.upper < high.lower
        assert 0.05 <= high.share < 0.15 < low.share
        said = f"{low.lower:.0f}–{low.upper:.0f} ({100 * low.share:.0f} % of the probability)"
        assert f"{said} and {high.lower:.0f}–{high.upper:.0f} ({100 * high.share:.0f} %" in answer.reason
        assert answer.lower < 100_000
        assert answer.upper > 170_000
        assert answer.point == pytest.approx(answers[0].point, rel=0.03)
        assert answer.lower == pytest.approx(answers[0].lower, rel=0.06)


def test_several_models_named_are_mixed_evenly_and_nothing_stands_beside(kosovo):
    (answer,) = estimate(kosovo, models=("dga", "latent_class")).strata
    assert [(m.name, m.weight) for m in answer.models] == [("dga", 0.5), ("latent_class", 0.5), ("combined", 1.0)]
    assert answer.models[2].point == answer.point
    (beside,) = estimate(kosovo, models=DGA, beside=("latent_class", "chao")).strata
    assert [(m.name, m.weight) for m in beside.models] == [("dga", 1.0), ("latent_class", 0.0), ("chao", 0.0)]
    (alone,) = estimate(kosovo, models=DGA).strata
    assert _figures(beside) == _figures(alone)


def test_latent_classes_do_not_pass_over_a_declared_dependence(velmar):
    declared = replace(velmar, dependent=(velmar.lists[:2],))
    (answer,) = estimate(declared, models=("dga", "latent_class")).strata
    assert [m.name for m in answer.models] == ["dga"]
    assert any(text.startswith("latent_class was not run: ") for text in answer.diagnostics.warnings)
    (alone,) = estimate(declared, models=("latent_class",)).strata
    assert "declared to depend" in alone.reason


def test_an_assumption_named_three_times_weighs_no_more(velmar):
    once = estimate(velmar, models=("dga", "loglinear_average")).strata[0]
    (many,) = estimate(velmar, models=("dga", "loglinear_bic", "loglinear_stepwise", "loglinear_average")).strata
    assert [m.weight for m in once.models] == [0.5, 0.5, 1.0]
    assert [round(m.weight, 4) for m in many.models] == [0.5, 0.1667, 0.1667, 0.1667, 1.0]
    assert "share its weight: dga 0.5, loglinear_bic 0.167" in many.assumptions[-1]


def test_draws_for_pictures_come_along(velmar):
    (answer,) = estimate(velmar).strata
    assert len(answer.percentiles) == 99
    assert list(answer.percentiles) == sorted(answer.percentiles)
    assert answer.percentiles[49] == answer.point
    (trace,) = answer.diagnostics.traces
    assert trace.model == "latent_class_pairs"
    assert len(trace.chains) == answer.diagnostics.chains
    assert len({len(chain) for chain in trace.chains}) == 1


def test_three_lists_are_warned_about_and_four_are_not(draw_independent):
    three, four = (estimate(draw_independent(3, 900, [0.4] * n)).strata[0] for n in (3, 4))
    assert any("beyond the reach" in warning for warning in three.diagnostics.warnings)
    assert not any("beyond the reach" in warning for warning in four.diagnostics.warnings)


def test_a_million_people_are_weakly_identified():
    counts = {(1, 0, 0): 400_000, (0, 1, 0): 300_000, (0, 0, 1): 200_000, (1, 1, 0): 90_000, (1, 0, 1): 5_000}
    counts |= {(0, 1, 1): 70_000, (1, 1, 1): 60_000}
    (answer,) = estimate(CaptureTable.of("ABC", counts), models=DGA).strata
    assert answer.status == "weakly_identified"
    assert "saturated" in answer.reason
    assert answer.diagnostics.saturated > 0.5


def test_hardly_any_overlap_is_weakly_identified():
    counts = {(1, 0, 0): 300, (0, 1, 0): 300, (0, 0, 1): 300, (1, 1, 0): 1, (0, 1, 1): 1}
    (answer,) = estimate(CaptureTable.of("ABC", counts)).strata
    assert answer.status == "weakly_identified"
    assert any("only 2 people" in warning for warning in answer.diagnostics.warnings)


def test_nearly_everybody_seen_by_all_lists_stays_finite():
    counts = {(1, 1, 1): 500, (1, 1, 0): 1, (0, 1, 1): 1, (1, 0, 1): 1}
    answer = estimate(CaptureTable.of("ABC", counts))
    assert answer.strata[0].point == 503
    assert "NaN" not in json.dumps(to_json(answer), allow_nan=False)


def test_six_lists_have_dga_among_the_models_and_eight_say_why_not(draw_independent):
    (six,) = estimate(draw_independent(3, 2_000, [0.2] * 6)).strata
    assert [m.name for m in six.models] == ["latent_class_pairs", "dga"]
    table = draw_independent(3, 2_000, [0.2] * 8)
    (answer,) = estimate(table).strata
    assert [m.name for m in answer.models] == ["latent_class_pairs"]
    assert any("dga" in warning for warning in answer.diagnostics.warnings)
    (refused,) = estimate(table, models=DGA).strata
    assert isinstance(refused, NotEstimable)
    assert "no model chosen can be run" in refused.reason


def test_covers_the_truth_on_independent_lists(draw_independent):
    answers = [estimate(draw_independent(seed, 400, [0.4, 0.35, 0.3, 0.3])).strata[0] for seed in range(6)]
    assert sum(a.lower <= 400 <= a.upper for a in answers) >= 5


def test_strata_beyond_fifty_are_drawn_from_more_briefly_and_say_what_each_says_alone(draw_independent):
    tables = [draw_independent(seed, 600, [0.3, 0.25, 0.2, 0.3], f"stratum {seed}") for seed in range(51)]
    many = estimate(tables, pool=False).strata
    for brief, table in list(zip(many, tables, strict=True))[:6]:
        alone = estimate(table).strata[0]
        assert brief.point == pytest.approx(alone.point, rel=0.02)
        assert brief.lower == pytest.approx(alone.lower, rel=0.02)
        assert brief.upper == pytest.approx(alone.upper, rel=0.2)
        assert (brief.diagnostics.chains, alone.diagnostics.chains) == (3, 4)


def _shift(table: CaptureTable, k: int) -> CaptureTable:
    """Take k matches apart, as a linkage that finds fewer would."""
    cells = dict(table.cells)
    cells[(1, 1, 0)] -= k
    cells[(1, 0, 0)] += k
    cells[(0, 1, 0)] += k
    return CaptureTable.of(table.lists, cells, table.stratum)


def test_linkage_doubt_is_carried(draw_independent):
    table = draw_independent(1, 900, [0.4, 0.35, 0.3])
    samples = [[_shift(table, k)] for k in range(0, 40, 4)]
    (without,), (answer,) = estimate(table, models=DGA).strata, estimate(table, samples=samples, models=DGA).strata
    assert answer.linkage_share > 0.2
    assert answer.upper - answer.lower > without.upper - without.lower
    assert any("10 of 10 sampled linkages" in w for w in answer.diagnostics.warnings)
    assert any("sampled linkages" in sentence for sentence in answer.assumptions)
    assert answer == estimate(table, samples=samples, models=DGA).strata[0]
    (same,) = estimate(table, samples=[[table]] * 10, models=DGA).strata
    assert same.linkage_share == 0.0
    assert _figures(same) == pytest.approx(_figures(without), rel=0.01)


def test_equal_linkages_have_no_share_with_sampled_models_either(velmar):
    (without,) = estimate(velmar).strata
    (same,) = estimate(velmar, samples=[[velmar]] * 20).strata
    assert same.linkage_share < 0.05
    assert _figures(same) == pytest.approx(_figures(without), rel=0.06)


def test_samples_that_cannot_be_estimated_are_counted(draw_independent):
    table = draw_independent(1, 900, [0.4, 0.35, 0.3])
    apart = CaptureTable.of("ABC", {(1, 0, 0): 9, (0, 1, 0): 8, (0, 0, 1): 3})
    (some,) = estimate(table, samples=[[table], [apart]], models=DGA).strata
    assert any("1 of 2 sampled" in w for w in some.diagnostics.warnings)
    (none,) = estimate(table, samples=[[apart]], models=DGA).strata
    assert none.linkage_share is None
    assert any("not included" in w for w in none.diagnostics.warnings)


def test_samples_of_several_strata_add_up_draw_by_draw(draw_independent):
    tables = [draw_independent(s, 500, [0.4, 0.35, 0.3], label) for s, label in ((1, "north"), (2, "south"))]
    samples = [[_shift(t, k) for t in tables] for k in range(0, 30, 6)]
    answer = estimate(tables, samples=samples, models=DGA)
    assert answer.total.of == "all strata"
    assert answer.total.lower < answer.total.point < answer.total.upper
    assert check_table(samples[0][0]).reason == ""


@pytest.mark.parametrize(
    "options",
    [
        {"models": ("magic",)},
        {"models": ()},
        {"models": ("dga", "dga")},
        {"beside": ("magic",)},
        {"prob": 1.0},
        {"prob": 0.0},
        {"seed": -1},
        {"lists": ["Dorn"]},
        {"samples": [[]]},
    ],
)
def test_wrong_calls_are_refused(velmar, options):
    with pytest.raises(UsageError):
        estimate(velmar, **options)


def test_strata_need_labels_of_their_own(velmar):
    with pytest.raises(UsageError, match="same label"):
        estimate([velmar, velmar])
    with pytest.raises(UsageError, match="no capture table"):
        estimate([])


def test_progress_hears_of_every_stratum(velmar):
    class Watcher:
        def __init__(self):
            self.heard = []

        def step(self, name, total=None):
            self.heard.append((name, total))

        def advance(self, parts=1):
            self.heard.append(parts)

        def note(self, text):
            self.heard.append(text)

    watcher = Watcher()
    estimate([velmar, replace(velmar, stratum="west")], models=DGA, progress=watcher)
    assert watcher.heard == [("estimate", 2), 1, 1]


KEYS = ["stratum", "status", "reason", "modes", "n_observed", "lists", "point", "lower", "upper", "prob", "models"]
KEYS += ["diagnostics", "assumptions", "seed", "lower_80", "upper_80", "priors", "unpooled", "linkage_share"]
KEYS += ["imputed", "limit_error", "samples_needed"]


def test_json_has_the_shape_of_the_contract(velmar, kosovo):
    west = CaptureTable.of(velmar.lists, {(1, 0, 0): 9, (0, 1, 0): 8, (0, 0, 1): 3}, "west")
    answer = json.loads(json.dumps(to_json(estimate([velmar, west], name="velmar.csv", models=DGA)), allow_nan=False))
    assert list(answer) == ["table", "strata", "total"]
    for stratum in answer["strata"]:
        assert list(stratum) == KEYS
        assert set(stratum["diagnostics"]) == {"rhat", "ess", "chains", "saturated", "truncated", "warnings"}
    given, nothing = answer["strata"]
    assert set(given["models"][0]) == {"name", "point", "lower", "upper", "weight"}
    assert nothing["status"] == "not_estimable"
    assert [nothing[key] for key in (*LIMITS, "prob")] == [None] * 4
    assert nothing["models"] == []
    assert set(answer["total"]) == {"of", "n_observed", "point", "lower", "upper", "prob", "direct", "warning"}
    assert all(given[key] == int(given[key]) for key in LIMITS)


def test_log_linear_models_by_name(kosovo):
    (answer,) = estimate(kosovo, models=("loglinear_bic",)).strata
    # Ball and others 2002: 10,356; R's Rcapture 10,357.
    assert answer.point == pytest.approx(10_357, abs=1)
    assert answer.lower < 9_002
    assert answer.upper > 12_122
    assert any("loglinear_bic" in sentence for sentence in answer.assumptions)


def test_a_bound_stands_beside_and_never_enters(kosovo):
    (alone,) = estimate(kosovo, models=DGA).strata
    (answer,) = estimate(kosovo, models=(*DGA, "chao")).strata
    assert [(m.name, m.weight) for m in answer.models] == [("dga", 1.0), ("chao", 0.0)]
    assert _figures(answer) == _figures(alone)
    (nothing,) = estimate(kosovo, models=("chao",)).strata
    assert isinstance(nothing, NotEstimable)
    assert "lower bound, no estimate" in nothing.reason
