"""Questions compared with each other from the draws that their estimates keep."""

from dataclasses import replace

import numpy as np
import pytest

from accounted.inquiry import init_inquiry, open_inquiry
from accounted.inquiry.versus import compare_questions
from accounted.model.capture import EstimateSet, NotEstimable
from accounted.model.plan import PlannedComparison
from accounted.model.questions import Question
from accounted.model.view import QuestionResult
from tests_support import lists

ASKS = ("ratio", "difference", "P(A > B)")


def _result(name: str, draws=(), strata=()) -> QuestionResult:
    question = Question(name, name, "killed", "persons", "", "", None, (), (), (), True)
    estimates = EstimateSet(name, strata, None, joint=tuple(draws))
    return QuestionResult(question, (), None, None, (), "", estimates, ())


def _pair(left: str, right: str) -> PlannedComparison:
    return PlannedComparison("questions", "", left, right, ASKS, "")


@pytest.fixture
def drawn():
    rng = np.random.default_rng(1)
    shared = rng.normal(0.0, 60.0, 2_000)
    return {
        "north": np.round(1_000 + shared + rng.normal(0.0, 10.0, 2_000)),
        "south": np.round(500 + shared / 2 + rng.normal(0.0, 5.0, 2_000)),
    }


def test_what_two_questions_share_leaves_their_ratio(drawn):
    results = [_result(name, draws) for name, draws in drawn.items()]
    planned = _pair("north", "south")
    north, south = compare_questions(results, [planned], [planned], 0.95)
    (found,) = north.versus
    assert south.versus == north.versus
    point, low, high, *_ = found.ratio
    assert point == pytest.approx(2.0, abs=0.01)
    alone = np.quantile(drawn["north"] / drawn["south"][::-1], [0.025, 0.975])
    assert high - low < 0.6 * (alone[1] - alone[0])
    assert found.probability == 1.0
    (said,) = north.versus_said
    assert "same people" in said


def test_a_comparison_that_no_plan_foresaw_says_so(drawn):
    results = [_result(name, draws) for name, draws in drawn.items()]
    north, _ = compare_questions(results, [_pair("north", "south")], [], 0.95)
    assert len(north.versus) == 1
    assert "exploratory" in north.versus_said[0]


def test_what_cannot_be_compared_is_said_with_the_reason(drawn):
    lost = NotEstimable("all", "no overlap", 12, ("A", "B", "C"), 1)
    results = [_result("north", drawn["north"]), _result("east", strata=(lost,)), _result("west")]
    wanted = [_pair("north", "east"), _pair("north", "west"), _pair("north", "nowhere")]
    north, east, west = compare_questions(results, wanted, wanted, 0.95)
    assert north.versus == east.versus == west.versus == ()
    assert north.versus_said == (
        "north and east cannot be compared: east could not be estimated.",
        "north and west cannot be compared: west has to be estimated again first.",
        "north and nowhere cannot be compared: there is no question nowhere.",
    )
    assert east.versus_said == north.versus_said[:1]


def test_without_comparisons_nothing_changes(drawn):
    result = _result("north", drawn["north"])
    strata = PlannedComparison("strata", "north", "a", "b", ASKS, "")
    assert compare_questions([result], [strata], [], 0.95) == (replace(result),)


SETTINGS = """
title = "Made up for a test"
notice = "Everything here is made up."
linkage_samples = 3
models = ["dga"]

[[questions]]
id = "all"
text = "How many people were killed in Velmar from March to June 2031?"
act = "killed"
population = "people"
place = "Velmar"
period = "2031-03/2031-06"

[[questions]]
id = "spring"
text = "How many people were killed in Velmar from March to May 2031?"
act = "killed"
population = "people"
place = "Velmar"
period = "2031-03/2031-05"
"""
PLAN = """
person = "Ambel Sample (made up)"
date = "2031-09-01"
models = ["dga"]

[[questions]]
id = "all"
lists = ["north", "south", "relief"]

[[questions]]
id = "spring"
lists = ["north", "south", "relief"]

[[comparisons]]
questions = ["all", "spring"]
"""


def test_questions_that_a_plan_compares_are_compared_in_the_report(tmp_path):
    root = tmp_path / "inquiry"
    init_inquiry(root, key=b"a made-up key of a test, 32 long").close()
    (root / "inquiry.toml").write_text(SETTINGS, encoding="utf-8")
    (root / "plan.toml").write_text(PLAN, encoding="utf-8")
    for name, rows in lists().items():
        lines = ["name,date,age,sex", *(",".join(row) for row in rows)]
        (root / "input" / "lists" / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    inquiry = open_inquiry(root)
    inquiry.run()
    whole, spring = inquiry.results()
    inquiry.verify()
    inquiry.close()
    (found,) = whole.versus
    assert (found.left, found.right) == ("all", "spring")
    assert found == spring.versus[0]
    assert found.ratio[1] <= found.ratio[0] <= found.ratio[2]
    assert len(whole.estimates.joint) == 2_000
    report = (root / "output" / "report.html").read_text(encoding="utf-8")
    assert "Compared with other questions" in report
    assert found.sentence.split(":")[0] in report
