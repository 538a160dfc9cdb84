"""People whose stratum is not stated are given to the strata before the estimate of an inquiry, or it is refused."""

import json
import random
import re
from contextlib import closing

import pytest

from accounted import mse
from accounted.inquiry import init_inquiry, open_inquiry
from accounted.inquiry.imputing import Part, fill_labels
from accounted.model.capture import CaptureTable
from accounted.model.errors import SettingsError
from tests_support import people

HEAD = 'title = "Made up for a test"\nlinkage_samples = 2\nmodels = ["dga"]\n'
QUESTION = """
[[questions]]
id = "{name}"
text = "How many people were killed in Velmar from March to June 2031?"
act = "killed"
place = "Velmar"
period = "2031-03/2031-06"
strata = {strata}
"""
FOUND = {"Hill": {"north": 0.5, "south": 0.5, "relief": 0.4}, "Shore": {"north": 0.2, "south": 0.4, "relief": 0.6}}


def _write(root, questions, plan=""):
    """People of two districts; those whom only the relief list has often state none, and nobody's origin is known."""
    init_inquiry(root, key=b"a made-up key of a test, 32 long").close()
    (root / "inquiry.toml").write_text(HEAD + questions, encoding="utf-8")
    if plan:
        (root / "plan.toml").write_text(plan, encoding="utf-8")
    rng = random.Random(3)
    rows, truth = {name: [] for name in FOUND["Hill"]}, {"Hill": 0, "Shore": 0}
    for name, date, age, sex in people(400, seed=3):
        district = "Hill" if rng.random() < 0.7 else "Shore"
        on = [name for name, chance in FOUND[district].items() if rng.random() < chance]
        truth[district] += bool(on)
        said = "" if rng.random() < (0.6 if on == ["relief"] else 0.1) else district
        village = district if rng.random() < 0.4 else ""
        for made in on:
            rows[made].append(f"{name},{date},{age},{sex},{said},{village},")
    for name, lines in rows.items():
        text = "\n".join(["name,date,age,sex,district,village,origin", *lines]) + "\n"
        (root / "input" / "lists" / f"{name}.csv").write_text(text, encoding="utf-8")
    return truth


ASKED = {
    "whole": "[]", "district": '["district"]', "both": '["district", "sex"]', "village": '["village"]',
    "above": '["village"]\nimpute_above = ["village"]', "mixed": '["sex", "village"]', "origin": '["origin"]',
}  # fmt: skip


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    root = tmp_path_factory.mktemp("imputing") / "inquiry"
    truth = _write(root, "".join(QUESTION.format(name=name, strata=strata) for name, strata in ASKED.items()))
    with closing(open_inquiry(root)) as inquiry:
        inquiry.run()
        yield truth, {result.question.id: result for result in inquiry.results()}, root


def test_people_without_a_stratum_are_given_to_those_there_are(made):
    truth, results, _ = made
    result = results["district"]
    n_missing = next(table.n_observed for table in result.tables if table.stratum == "not stated")
    assert [stratum.stratum for stratum in result.estimates.strata] == ["Hill", "Shore"]
    counted = {table.stratum: table.n_observed for table in result.tables}
    for stratum in result.estimates.strata:
        given = stratum.imputed
        assert given.n_stated == counted[stratum.stratum]
        assert given.n_stated + given.n_given == stratum.n_observed
        assert given.fewest <= given.most
        assert abs(stratum.n_observed - truth[stratum.stratum]) < 0.1 * truth[stratum.stratum]
        assert any("the linkage and missing labels is carried by 2" in text for text in stratum.assumptions)
    assert sum(stratum.imputed.n_given for stratum in result.estimates.strata) == n_missing
    # Sharing them out as those are divided who state their district is off by more: it depends on the lists.
    shore = counted["Shore"] * (1 + n_missing / (counted["Hill"] + counted["Shore"]))
    shown = next(s for s in result.estimates.strata if s.stratum == "Shore")
    assert abs(shown.n_observed - truth["Shore"]) < abs(shore - truth["Shore"])


def test_the_direct_total_stays_one_over_everybody(made):
    _, results, _ = made
    (whole,) = results["whole"].estimates.strata
    total = results["district"].estimates.total
    assert (total.of, total.n_observed) == ("all strata", whole.n_observed)
    assert (total.direct.point, total.direct.lower, total.direct.upper) == (whole.point, whole.lower, whole.upper)


def test_what_is_stated_of_several_strata_is_kept(made):
    _, results, _ = made
    result = results["both"]
    labels = [f"{district}, {sex}" for district in ("Hill", "Shore") for sex in "FM"]
    assert [stratum.stratum for stratum in result.estimates.strata] == labels
    counted = {table.stratum: table.n_observed for table in result.tables}
    for sex in "FM":
        own = [s for s in result.estimates.strata if s.stratum.endswith(sex)]
        assert sum(s.imputed.n_given for s in own) == counted[f"not stated, {sex}"]


def test_more_than_40_percent_missing_is_not_broken_down_unless_it_is_named(made):
    _, results, _ = made
    (refused,) = results["village"].estimates.strata
    (whole,) = results["whole"].estimates.strata
    assert (refused.stratum, refused.point, refused.upper) == ("all", whole.point, whole.upper)
    assert [table.stratum for table in results["village"].tables] == ["Hill", "Shore", "not stated"]
    (said,) = results["village"].declared
    assert "more than 40 %: the estimate is not broken down by it" in said
    assert "impute_above" in said
    above = results["above"]
    assert [stratum.stratum for stratum in above.estimates.strata] == ["Hill", "Shore"]
    assert "more than 40 % as impute_above allows" in above.declared[0]
    assert [stratum.stratum for stratum in results["mixed"].estimates.strata] == ["F", "M"]
    (nobody,) = results["origin"].declared
    assert nobody.startswith("nobody states origin")


def test_the_report_says_what_was_given_and_what_was_refused(made):
    _, results, root = made
    page = re.sub("<[^>]*>", "", (root / "output" / "report.html").read_text(encoding="utf-8"))
    for stratum in results["district"].estimates.strata:
        assert f"{stratum.imputed.n_stated} state it; {stratum.imputed.n_given} state none" in page
    assert results["village"].declared[0] in page
    findings = json.loads((root / "output" / "findings.json").read_text(encoding="utf-8"))
    assert "fewest" in json.dumps(findings)


PLAN = """
person = "Ambel Sample (made up)"
date = "2031-09-01"
models = ["dga"]

[[questions]]
id = "village"
lists = ["north", "south", "relief"]
strata = ["village"]
impute_above = ["village"]

[[comparisons]]
question = "village"
strata = ["Hill", "not stated"]
"""


def test_the_plan_can_allow_it_and_what_it_does_not_allow_is_exploratory(tmp_path):
    _write(tmp_path / "a", QUESTION.format(name="village", strata='["village"]'), PLAN)
    with closing(open_inquiry(tmp_path / "a")) as inquiry:
        inquiry.run()
        (result,) = inquiry.results()
        assert [stratum.stratum for stratum in result.estimates.strata] == ["Hill", "Shore"]
        assert result.standing.status == "planned"
        assert result.estimates.compared[0] == (
            "Hill and not stated cannot be compared: there is no stratum not stated"
        )
    fewer = PLAN.replace('impute_above = ["village"]\n', "")
    asked = QUESTION.format(name="village", strata='["village"]\nimpute_above = ["village"]')
    _write(tmp_path / "b", asked, fewer)
    with closing(open_inquiry(tmp_path / "b")) as inquiry:
        inquiry.run()
        standing = inquiry.results()[0].standing
        assert standing.reasons == ("columns of impute_above village are not in the plan",)
    _write(tmp_path / "c", asked.replace('impute_above = ["village"]', 'impute_above = ["vilage"]'))
    with (
        closing(open_inquiry(tmp_path / "c")) as inquiry,
        pytest.raises(SettingsError, match="impute_above of question village names 'vilage'") as caught,
    ):
        inquiry.run()
    assert "village" in caught.value.mend


def test_a_plan_that_names_what_it_is_not_broken_down_by_is_faulty(tmp_path):
    wrong = PLAN.replace('impute_above = ["village"]', 'impute_above = ["vilage"]')
    _write(tmp_path / "d", QUESTION.format(name="village", strata='["village"]'), wrong)
    with (
        closing(open_inquiry(tmp_path / "d")) as inquiry,
        pytest.raises(SettingsError, match="impute_above names 'vilage'"),
    ):
        inquiry.run()


def _part(labels, columns=("place",), outside=None, prefix=""):
    counts = {(1, 0, 0): 41, (0, 1, 0): 36, (0, 0, 1): 30, (1, 1, 0): 9, (1, 0, 1): 11, (0, 1, 1): 8, (1, 1, 1): 3}
    tables = []
    for label, k in labels.items():
        gone = (outside or {}).get(label, "")
        cells = {h: n * k for h, n in counts.items() if not any(h["ABC".index(name)] for name in gone)}
        tables.append(CaptureTable.of("ABC", cells, label))
    named = {label: f"{prefix}{label}" for label in labels}
    return Part(columns, tuple(tables), (), named, {label: (outside or {}).get(label, "") for label in labels}, prefix)


def test_nobody_is_given_to_a_stratum_in_which_their_list_did_not_work():
    part = _part({"north": 1, "south": 3, "not stated": 1}, outside={"south": "C"})
    filling = fill_labels([part], (), 1)
    for draw in (filling.tables, *filling.samples):
        south = next(table for table in draw if table.stratum == "south")
        assert not any(history[2] for history, _ in south.cells)
        assert south.impossible == ()
        assert sum(table.n_observed for table in draw) == sum(table.n_observed for table in part.tables)
    free = fill_labels([_part({"north": 1, "south": 3, "not stated": 1})], (), 1)
    assert any(history[2] for history, _ in free.tables[1].cells)


def test_people_whom_no_stratum_could_hold_are_given_to_all_and_that_is_said():
    part = _part({"north": 1, "south": 3, "not stated": 1}, outside={"north": "C", "south": "C"})
    filling = fill_labels([part], (), 1)
    assert sum(table.n_observed for table in filling.tables) == sum(table.n_observed for table in part.tables)
    assert any("strata in which their lists did not work" in said for said in filling.sentences)


def test_every_table_of_a_question_is_filled_by_itself():
    first = _part({"north": 3, "south": 1, "not stated": 1}, prefix="a.csv: ")
    second = _part({"coast": 2, "inland": 1}, prefix="b.csv: ")
    third = _part({"young": 1, "old": 1, "not stated": 4}, prefix="c.csv: ")
    filling = fill_labels([first, second, third], (), 1)
    names = ["a.csv: north", "a.csv: south", "b.csv: coast", "b.csv: inland", "c.csv: all"]
    assert [table.stratum for table in filling.tables] == names
    assert all([table.stratum for table in draw] == names for draw in filling.samples)
    assert (len(filling.samples), filling.refused, set(filling.given)) == (50, ("place",), set(names[:2]))
    assert filling.carries == "missing labels"
    assert {draw[2] for draw in filling.samples} == {filling.tables[2]}


def test_strata_that_differ_in_a_refused_column_only_are_put_together():
    stated = [("1999", "f", 1), ("1999", "m", 1), ("1999", "not stated", 4), ("2000", "f", 2), ("not stated", "m", 1)]
    labels = {f"year: {year}, sex: {sex}": k for year, sex, k in stated}
    filling = fill_labels([_part(labels, ("year", "sex"))], (), 1)
    assert [table.stratum for table in filling.tables] == ["1999", "2000"]
    assert filling.refused == ("sex",)
    assert sum(table.n_observed for table in filling.tables) == 9 * 138


def test_the_tables_of_a_file_are_filled_in_an_inquiry_too(tmp_path):
    init_inquiry(tmp_path / "t", key=b"a made-up key of a test, 32 long").close()
    settings = (
        'title = "Made up"\nmodels = ["dga"]\n'
        '[[questions]]\nid = "table"\ntext = "How many?"\ntables = ["made-up.csv"]\n'
        '[[tables]]\nfile = "made-up.csv"\nsource = "made up"\nstrata = ["place"]\n'
    )
    (tmp_path / "t" / "inquiry.toml").write_text(settings, encoding="utf-8")
    rows = ["A,B,C,place,count"]
    for place, k in (("North", 3), ("Coast", 1), ("", 1)):
        cells = {"1,0,0": 41, "0,1,0": 36, "0,0,1": 30, "1,1,0": 9, "1,0,1": 11, "0,1,1": 8, "1,1,1": 3}
        rows += [f"{history},{place},{n * k}" for history, n in cells.items()]
    (tmp_path / "t" / "input" / "tables" / "made-up.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    with closing(open_inquiry(tmp_path / "t")) as inquiry:
        inquiry.run()
        (result,) = inquiry.results()
    coast, north = result.estimates.strata
    assert (coast.stratum, north.stratum) == ("Coast", "North")
    assert (coast.imputed.n_stated, north.imputed.n_stated) == (138, 3 * 138)
    assert mse.to_json(result.estimates)["strata"][0]["imputed"]["n_stated"] == 138
    assert result.tables[-1].stratum == "not stated"
