from dataclasses import replace

import numpy as np
import pytest

from accounted.model.capture import CaptureTable
from accounted.model.errors import UsageError
from accounted.mse import estimate, to_json
from accounted.mse.totals import add_strata, compare_jointly, sum_tables

DGA = ("dga",)


def _months(draw_independent):
    sizes = ((1, 400, "March"), (2, 800, "April"), (3, 600, "May"))
    return [draw_independent(seed, n, [0.4, 0.35, 0.3], label) for seed, n, label in sizes]


def test_the_same_is_asked_directly_and_stands_beside_the_sum(draw_independent):
    total = estimate(_months(draw_independent), models=DGA).total
    assert total.direct.name == "direct"
    assert total.direct.point == pytest.approx(total.point, rel=0.1)
    assert total.warning == ""


def test_a_sum_that_does_not_meet_the_direct_total_is_warned_about(draw_independent):
    """Lists that change places between strata look, put together, as if they avoided each other."""
    months = _months(draw_independent)
    results = estimate(months, models=DGA).strata
    draws = [np.full((1, 100), r.point) for r in results]
    (direct,) = estimate(sum_tables(months), models=DGA).strata
    far = replace(direct, lower=5_000.0, point=6_000.0, upper=7_000.0)
    assert add_strata(results, draws, 3, direct, 0.95).warning == ""
    assert "differ in how people are found" in add_strata(results, draws, 3, far, 0.95).warning
    part = add_strata(results[:2], draws[:2], 3, far, 0.95)
    assert (part.of, part.direct, part.warning) == ("estimated strata only", None, "")


def test_tables_of_different_lists_are_not_put_together():
    assert sum_tables([CaptureTable.of("AB", {(1, 0): 3}), CaptureTable.of("AC", {(1, 0): 3}, "b")]) is None


def test_an_impossible_history_of_one_stratum_is_possible_in_the_whole():
    parts = [
        CaptureTable.of("ABC", {(1, 0, 0): 3}, "a", impossible=[(0, 1, 0), (0, 0, 1)]),
        CaptureTable.of("ABC", {(0, 1, 0): 3}, "b", impossible=[(0, 0, 1)], dependent=[("A", "B")]),
    ]
    whole = sum_tables(parts)
    assert whole.impossible == ((0, 0, 1),)
    assert whole.dependent == (("A", "B"),)


def test_strata_are_compared_with_intervals_that_hold_together(draw_independent):
    months = _months(draw_independent)
    pairs = [("April", "March"), ("May", "March"), ("April", "May")]
    answer = estimate(months, models=DGA, compare=pairs)
    assert [(c.left, c.right) for c in answer.comparisons] == pairs
    for c in answer.comparisons:
        point, low, high, joint_low, joint_high = c.ratio
        assert joint_low <= low < point < high <= joint_high
    assert answer.comparisons[0].ratio[1] < 2.0 < answer.comparisons[0].ratio[2]
    assert answer.comparisons[0].probability > 0.99
    assert any("at once" in sentence for sentence in answer.compared)
    assert len(to_json(answer)["comparisons"]) == 3
    assert "comparisons" not in to_json(estimate(months, models=DGA))


def test_a_stratum_without_estimate_is_not_compared(draw_independent):
    months = [*_months(draw_independent)[:2], CaptureTable.of("ABC", {(1, 0, 0): 3, (0, 1, 0): 2}, "June")]
    answer = estimate(months, models=DGA, compare=[("June", "March"), ("April", "March")])
    assert [(c.left, c.right) for c in answer.comparisons] == [("April", "March")]
    assert answer.compared == ("June and March cannot be compared: June could not be estimated",)
    assert compare_jointly({}, [("a", "b")], 0.95)[0] == ()
    with pytest.raises(UsageError, match="no stratum July"):
        estimate(months, models=DGA, compare=[("July", "March")])
