"""Plan before numbers: what was fixed before the first estimate is told from what came later, and every run counts."""

import hashlib
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounted import mse
from accounted.inquiry import init_inquiry, open_inquiry
from accounted.inquiry.contents import plan_states, plans, standings
from accounted.inquiry.plan import Plans, judge
from accounted.inquiry.plan_file import (
    ComparisonSettings,
    PlannedQuestionSettings,
    PlanSettings,
    PriorSettings,
    read_plan,
)
from accounted.inquiry.settings import PLAN_TEMPLATE
from accounted.model.errors import SettingsError
from accounted.model.plan import Plan, PlannedComparison, PlannedQuestion, RecordedPlan, Specification
from accounted.model.questions import Question
from tests_support import STATEMENT, lists

DOCS = Path(__file__).parents[2] / "docs"
DEMO = Path(__file__).parents[2] / "src" / "accounted" / "inquiry" / "demo"
SETTINGS = """
title = "Made up for a test"
notice = "Everything here is made up."
linkage_samples = 0
models = ["dga"]

[[questions]]
id = "killed"
text = "How many people were killed in Velmar from March to June 2031?"
act = "killed"
population = "people"
place = "Velmar"
period = "2031-03/2031-06"
"""
PLAN = """
person = "Ambel Sample (made up)"
date = "2031-09-01"
models = ["dga"]

[[questions]]
id = "killed"
lists = ["north", "south", "lists/relief.csv"]
"""
PRIOR = """
priors = ["again"]

[[priors]]
name = "again"
description = "as many again, give or take"
source = "{source}"
person = "Ambel Sample (made up)"
date = "2031-08"
unseen_ratio = [0.5, 2]
"""


class Heard:
    """Keeps what is said beside the work."""

    def __init__(self):
        self.notes = []

    def step(self, name, total=None):
        pass

    def advance(self, parts=1):
        pass

    def note(self, text):
        self.notes.append(text)


@pytest.fixture
def root(tmp_path):
    folder = tmp_path / "inquiry"
    init_inquiry(folder, key=b"a made-up key of a test, 32 long").close()
    (folder / "inquiry.toml").write_text(SETTINGS, encoding="utf-8")
    (folder / "plan.toml").unlink(missing_ok=True)
    (folder / "input" / "documents" / "statement.txt").write_text(STATEMENT, encoding="utf-8")
    for name, rows in lists().items():
        lines = ["name,date,age,sex", *(",".join(row) for row in rows)]
        (folder / "input" / "lists" / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


def estimate(root, *, plan=None, **changes):
    """Estimate with changed settings and a changed plan; the standing of the only question, and what was said."""
    if plan is not None:
        (root / "plan.toml").write_text(plan, encoding="utf-8")
    text = (root / "inquiry.toml").read_text(encoding="utf-8")
    for old, new in changes.get("settings", ()):
        assert old in text
        text = text.replace(old, new)
    (root / "inquiry.toml").write_text(text, encoding="utf-8")
    heard = Heard()
    inquiry = open_inquiry(root, progress=heard)
    try:
        taken, _ = inquiry.add([root / "input"])
        assert not taken.failed
        inquiry.claims()
        inquiry.link()
        inquiry.estimate()
        (result,) = inquiry.results()
        return result.standing, heard.notes
    finally:
        inquiry.close()


def test_a_plan_is_in_the_chain_before_the_first_estimate(root):
    standing, notes = estimate(root, plan=PLAN)
    assert (standing.status, standing.reasons, standing.run, standing.n_runs) == ("planned", (), 1, 1)
    content = (root / "plan.toml").read_bytes()
    assert standing.plan == hashlib.sha256(content).hexdigest()
    assert (standing.person, standing.date) == ("Ambel Sample (made up)", "2031-09-01")
    assert any("before the first estimate" in note and standing.plan in note for note in notes)
    assert any(note.startswith("killed: planned, as in the plan of Ambel Sample") for note in notes)
    inquiry = open_inquiry(root)
    runs = inquiry._ledger.rows("run")
    (planned,) = [r for r in runs if r["step"] == "plan"]
    (made,) = [r for r in runs if r["step"] == "estimate"]
    assert planned["inputs"] == standing.plan
    assert planned["seq"] < made["seq"]
    (recorded,) = plans(inquiry._ledger)
    assert recorded.text.encode() == content
    assert recorded.plan.questions[0].lists == ("north", "relief", "south")
    (state,) = plan_states(inquiry._ledger)
    assert (state.is_before_first_estimate, state.is_binding, state.fact) == (True, True, planned["seq"])
    inquiry.verify()
    facts = inquiry.status().n_facts
    inquiry.estimate()
    assert inquiry.status().n_facts == facts
    inquiry.close()


def test_the_assumption_is_tried_where_the_settings_ask_for_it_and_the_report_shows_it(root):
    estimate(root, settings=[('act = "killed"', 'act = "killed"\nchecks = true')])
    inquiry = open_inquiry(root)
    (result,) = inquiry.results()
    (checked,) = result.estimates.checked
    assert (checked.stratum, checked.reason) == ("all", "")
    assert "The lists cannot test that assumption." in checked.unseen[0]
    inquiry.report()
    inquiry.close()
    page = next((root / "output").rglob("*-estimate.html")).read_text(encoding="utf-8")
    assert "Without one list" in page
    assert "four times as many" in page
    assert "checks = true" not in page


def test_the_assumption_is_tried_where_the_plan_asks_for_it_against_what_was_said_about_the_same_thing(root):
    standing, _ = estimate(root, plan=PLAN + "checks = true\n")
    assert standing.status == "planned"
    inquiry = open_inquiry(root)
    (result,) = inquiry.results()
    (checked,) = result.estimates.checked
    same = [m for m in result.matches if m.relation == "same"]
    assert same
    assert any("“over 300”" in sentence and "times as many" in sentence for sentence in checked.unseen)
    inquiry.report()
    facts = inquiry.status().n_facts
    inquiry.estimate()
    assert inquiry.status().n_facts == facts
    inquiry.close()
    page = next((root / "output").rglob("*-estimate.html")).read_text(encoding="utf-8")
    assert "“over 300”" in page
    estimate(root, plan=PLAN)
    inquiry = open_inquiry(root)
    assert inquiry.results()[0].estimates.checked == ()
    inquiry.close()


def test_without_a_plan_every_estimate_is_exploratory_and_that_is_said_once(root):
    standing, notes = estimate(root)
    assert (standing.status, standing.reasons, standing.plan) == ("exploratory", ("there was no plan",), "")
    assert [n for n in notes if "exploratory" in n] == ["There is no plan.toml: every estimate is exploratory."]


def test_a_plan_that_comes_later_makes_nothing_planned(root):
    estimate(root)
    standing, notes = estimate(root, plan=PLAN)
    assert standing.run == 1
    assert any("came after the first estimate" in note for note in notes)
    standing, _ = estimate(root, settings=[('place = "Velmar"', 'place = "Velmar"\nstrata = ["sex"]')])
    assert standing.status == "exploratory"
    assert standing.reasons == ("the plan came after the first estimate", "strata sex are not in the plan")
    assert (standing.run, standing.n_planned, standing.n_exploratory, standing.n_ways) == (2, 0, 2, 2)


def test_what_was_changed_after_the_first_estimate_is_exploratory_and_the_earlier_plan_stays(root):
    first, _ = estimate(root, plan=PLAN)
    changed = PLAN.replace('["dga"]', '["latent_class"]')
    second, notes = estimate(root, plan=changed, settings=[('["dga"]', '["latent_class"]')])
    assert second.status == "exploratory"
    assert second.reasons[0] == "the plan was changed after the first estimate"
    assert "models latent_class are not in the plan" in second.reasons
    assert second.plan == first.plan
    assert (second.run, second.n_planned, second.n_exploratory, second.n_ways) == (2, 1, 1, 2)
    assert any("was changed after the first estimate" in note for note in notes)
    third, _ = estimate(root, settings=[('["latent_class"]', '["dga"]')])
    assert (third.status, third.run, third.n_planned, third.n_exploratory) == ("planned", 3, 2, 1)
    inquiry = open_inquiry(root)
    assert [plan.plan.sha256 for plan in plans(inquiry._ledger)] == [
        first.plan, hashlib.sha256(changed.encode()).hexdigest(),
    ]  # fmt: skip
    assert [state.is_binding for state in plan_states(inquiry._ledger)] == [True, False]
    assert [s.status for s in standings(inquiry._ledger)["killed"]] == ["planned", "exploratory", "planned"]
    inquiry.verify()
    inquiry.close()


EXPLORATORY = [
    ("other strata", [('place = "Velmar"', 'place = "Velmar"\nstrata = ["month"]')],
     "strata month are not in the plan"),
    ("fewer lists", [('place = "Velmar"', 'place = "Velmar"\nlists = ["north", "south"]')],
     "lists relief of the plan were not used"),
    ("another period under the same id", [("2031-03/2031-06", "2031-04/2031-06")],
     "the question's period was 2031-03/2031-06 when the plan came in and is 2031-04/2031-06"),
    ("another declaration", [("[[questions]]", '[[lists]]\nfile = "north.csv"\nrelations = { copies = "south" }\n'
                                              "\n[[questions]]")],
     "what list north declares was changed after the plan"),
    ("another question", [('"killed"\ntext', '"dead"\ntext')], "question dead is not in the plan"),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "reason"), [e[1:] for e in EXPLORATORY], ids=[e[0] for e in EXPLORATORY])
def test_what_the_plan_does_not_foresee_is_exploratory_with_the_reason(root, changes, reason):
    assert estimate(root, plan=PLAN)[0].status == "planned"
    standing, notes = estimate(root, settings=changes)
    assert standing.status == "exploratory"
    assert reason in standing.reasons
    assert any(reason in note for note in notes)


CITED = [
    ("the file of a document", "see statement.txt, page 1", "the document documents/statement.txt"),
    ("the title of a document", "Made-up statement (2031)", "the document documents/statement.txt"),
    ("a speaker", "what the velmar committee has said", "the speaker The Velmar Committee"),
    ("its words", "over 300 people were killed in Velmar", "the claim clm_"),
]


@pytest.mark.parametrize(("source", "named"), [c[1:] for c in CITED], ids=[c[0] for c in CITED])
def test_a_prior_may_not_cite_what_is_examined(root, source, named):
    with pytest.raises(SettingsError) as caught:
        estimate(root, plan=PLAN + PRIOR.format(source=source))
    assert named in caught.value.what
    assert caught.value.where == "plan.toml"
    assert caught.value.mend
    inquiry = open_inquiry(root)
    assert plans(inquiry._ledger) == ()
    assert inquiry.results() == ()
    inquiry.close()


def test_a_prior_from_elsewhere_is_carried_to_the_result(root):
    standing, _ = estimate(root, plan=PLAN + PRIOR.format(source="a made-up survey of another made-up place"))
    assert standing.status == "planned"
    assert [prior.name for prior in standing.specification.priors] == ["again"]
    inquiry = open_inquiry(root)
    (result,) = inquiry.results()
    assert result.priors[0].unseen_ratio_high == 2
    inquiry.close()


def test_a_name_that_is_not_there_is_refused_before_the_plan_is_recorded(root):
    wrong = PLAN.replace('"north"', '"nort"').replace('id = "killed"', 'id = "kiled"\nstrata = ["mnth"]')
    with pytest.raises(SettingsError) as caught:
        estimate(root, plan=wrong)
    for said in ("did you mean killed?", "did you mean north?", "did you mean month?"):
        assert said in caught.value.what
    standing, _ = estimate(root, plan=PLAN)
    assert standing.status == "planned"


WHOLE = """
person = "Ambel Sample (made up)"
date = 2031-09-01
reason = "made up"
models = "dga"

[[questions]]
id = "killed"
lists = ["A", "B", "C"]
strata = ["month", "sex"]
priors = ["again"]
reason = "made up"

[[questions]]
id = "missing"
tables = "made-up.csv"
models = ["dga", "latent_class"]

[[priors]]
name = "again"
description = "made up"
source = "made up"
person = "Ambel Sample (made up)"
date = "2031"
unseen_share = [0.2, 0.75]

[[comparisons]]
question = "killed"
strata = ["2031-03", "2031-04", "2031-05"]
asks = ["ratio"]

[[comparisons]]
questions = ["killed", "missing"]
"""


def test_all_of_a_plan_is_read(tmp_path):
    (tmp_path / "plan.toml").write_text(WHOLE, encoding="utf-8")
    plan, text = read_plan(tmp_path)
    assert text == WHOLE
    assert plan.date == "2031-09-01"
    killed, missing = plan.questions
    assert (killed.models, missing.models, missing.tables) == (("dga",), ("dga", "latent_class"), ("made-up.csv",))
    (prior,) = plan.find_priors("killed")
    assert (prior.unseen_ratio_low, prior.unseen_ratio_high) == (pytest.approx(0.25), pytest.approx(3))
    assert [(c.left, c.right) for c in plan.comparisons] == [
        ("2031-03", "2031-04"), ("2031-03", "2031-05"), ("2031-04", "2031-05"), ("killed", "missing"),
    ]  # fmt: skip
    assert plan.comparisons[-1] == PlannedComparison(
        "questions", "", "killed", "missing", ("ratio", "difference", "P(A > B)"), ""
    )


WRONG = [
    ("unknown key", WHOLE.replace("person =", "persn =", 1), ["unknown key persn (did you mean person?)", "person: "]),
    ("unknown key inside", WHOLE.replace("unseen_share", "unseen_shar"), ["unknown key priors.1.unseen_shar (did you"]),
    ("unknown model", WHOLE.replace('"dga"\n', '"dgaa"\n'), ["there is no model 'dgaa'; did you mean dga?"]),
    ("unknown ask", WHOLE.replace('["ratio"]', '["ratioo"]'), ["'ratioo' cannot stand here; did you mean ratio?"]),
    ("share above one", WHOLE.replace("0.75", "1.5"), ["priors.1.unseen_share.2"]),
    ("range turned round", WHOLE.replace("[0.2, 0.75]", "[0.75, 0.2]"), ["the range must begin below its end"]),
    ("no date", WHOLE.replace("date = 2031-09-01", 'date = "autumn"'), ["not a date in EDTF"]),
    ("no questions", 'person = "A"\ndate = "2031"', ["questions: "]),
    ("not TOML", "person = ", ["not TOML"]),
    ("both ranges", WHOLE.replace("unseen_share", "unseen_ratio = [1, 2]\nunseen_share"), ["one of unseen_ratio"]),
    ("several at once", WHOLE.replace('models = "dga"\n', "").replace('["again"]', '["agan"]')
     .replace('id = "missing"', 'id = "killed"').replace('tables = "made-up.csv"', ""),
     ["two questions have the id killed", "questions.1 (killed): say which models",
      "no prior 'agan'; did you mean again?",
      "no question names the prior again",
      "questions.2 (killed): say which lists, or which tables",
      "comparisons.2: the plan has no question 'missing'"]),
    ("strata of a whole", WHOLE.replace('strata = ["month", "sex"]\n', ""), ["killed is not broken down by strata"]),
    ("a comparison of one", WHOLE.replace('["killed", "missing"]', '["killed"]'), ["at least two different things"]),
    ("a comparison of both kinds", WHOLE.replace('questions = ["killed", "missing"]',
     'question = "killed"\nquestions = ["killed", "missing"]'), ["either question and strata, or questions"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "said"), [w[1:] for w in WRONG], ids=[w[0] for w in WRONG])
def test_every_fault_of_a_plan_is_named_together(tmp_path, text, said):
    (tmp_path / "plan.toml").write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        read_plan(tmp_path)
    for part in said:
        assert part in caught.value.what
    assert (caught.value.where, caught.value.exit_code) == ("plan.toml", 2)
    assert caught.value.mend


def test_a_template_is_no_plan_until_it_is_filled_in(tmp_path):
    assert read_plan(tmp_path) is None
    (tmp_path / "plan.toml").write_text(PLAN_TEMPLATE, encoding="utf-8")
    assert read_plan(tmp_path) is None
    head, _, rest = PLAN_TEMPLATE.partition("\n\n")
    (tmp_path / "plan.toml").write_text(f"{head}\n\n" + re.sub("^# ", "", rest, flags=re.MULTILINE), encoding="utf-8")
    plan, _ = read_plan(tmp_path)
    assert plan.questions[0].models == tuple(mse.DEFAULT_MODELS)
    assert plan.comparisons[0].asks == ("ratio", "difference", "P(A > B)")


QUESTION = Question("killed", "Made up?", "killed", "persons", "", "", None)
some = st.sets(st.sampled_from("ABC")).map(lambda names: tuple(sorted(names)))


@given(lists_=some, strata=some, models=some, planned_lists=some, planned_strata=some, planned_models=some)
def test_planned_is_what_the_plan_foresees_and_nothing_else(
    lists_, strata, models, planned_lists, planned_strata, planned_models
):
    planned = PlannedQuestion("killed", planned_lists[::-1], (), planned_strata[::-1], planned_models[::-1], (), "")
    recorded = RecordedPlan(Plan("ab", "A. Sample", "2031", "", (planned,), (), ()), "", (QUESTION,), (), 3)
    made = Specification("killed", lists_, (), strata, models, ())
    standing = judge(made, Plans(recorded, recorded), (), question=QUESTION, declared={})
    same = (lists_, strata, models) == (planned_lists, planned_strata, planned_models)
    assert (standing.status == "planned") == same
    assert bool(standing.reasons) != same
    late = judge(made, Plans(recorded, None), (standing,), question=QUESTION, declared={})
    assert late.status == "exploratory"
    assert late.reasons[0] == "the plan came after the first estimate"
    assert (late.run, late.n_runs, late.n_ways) == (2, 2, 1)


@pytest.mark.parametrize("model", [PlanSettings, PlannedQuestionSettings, PriorSettings, ComparisonSettings])
def test_every_key_of_a_plan_is_documented(model):
    text = (DOCS / "how-to" / "plan.md").read_text(encoding="utf-8")
    for name in model.model_fields:
        assert re.search(rf"^\| `{name}`|\[\[{name}\]\]", text, re.MULTILINE), name


def test_the_example_of_the_page_is_a_plan(tmp_path):
    text = (DOCS / "how-to" / "plan.md").read_text(encoding="utf-8")
    example = re.search(r"```toml\n(.*?)```", text, re.DOTALL)[1]
    (tmp_path / "plan.toml").write_text(example, encoding="utf-8")
    plan, _ = read_plan(tmp_path)
    assert plan.priors
    assert plan.comparisons


@pytest.mark.parametrize("name", ["kosovo", "velmar"])
def test_both_demonstrations_plan_the_default_models(name):
    plan, _ = read_plan(DEMO / name)
    assert all(set(question.models) == set(mse.DEFAULT_MODELS) for question in plan.questions)
