"""What lists declare about where, when and how they worked, from the settings to the estimate."""

import pytest

from accounted.inquiry import init_inquiry, open_inquiry
from accounted.inquiry.questions import check_units, coverage_of, declared_of, reasons_outside
from accounted.inquiry.settings import Settings
from accounted.model.capture import Estimate, NotEstimable
from accounted.model.dates import DateInterval
from accounted.model.errors import SettingsError
from accounted.model.questions import Question
from accounted.model.records import ListInfo, Record
from tests_support import lists

SETTINGS = """
title = "Made up for a test"
linkage_samples = 2
models = ["dga"]
{head}
[[questions]]
id = "killed"
text = "How many people were killed in Velmar from March to June 2031?"
act = "killed"
place = "Velmar"
period = "2031-03/2031-06"
{strata}
"""


@pytest.fixture
def results(tmp_path):
    """Make results with what is said about lists; everything else stays."""
    opened = []

    def make(said="", strata="", head="", tables=(), question=""):
        root = tmp_path / f"inquiry {len(opened)}"
        init_inquiry(root, key=b"a made-up key of a test, 32 long").close()
        text = SETTINGS.format(head=f"{head}\n{said}", strata=strata) if not question else f"{head}\n{said}\n{question}"
        (root / "inquiry.toml").write_text(text, encoding="utf-8")
        for name, rows in {} if tables else lists().items():
            lines = ["name,date,age,sex", *(",".join(row) for row in rows)]
            (root / "input" / "lists" / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
        for name, content in tables:
            folder = "tables" if name.endswith(".csv") else "documents"
            (root / "input" / folder / name).write_text(content, encoding="utf-8")
        inquiry = open_inquiry(root)
        opened.append(inquiry)
        _, outcomes = inquiry.run()
        assert not any(outcome.failed for outcome in outcomes)
        return inquiry.results()

    yield make
    for inquiry in opened:
        inquiry.close()


def about(name, **said):
    return f'\n[[lists]]\nfile = "{name}.csv"\n' + "".join(f"{key} = {value}\n" for key, value in said.items())


def n_in_scope(result):
    return sum(cluster.membership != "out" for cluster in result.scope.clusters)


def test_a_list_that_began_later_is_left_out_of_the_time_before(results):
    (whole,) = results()
    (result,) = results(about("relief", period='"2031-05/2031-06"'))
    assert [(t.stratum, t.lists) for t in whole.tables] == [("all", ("north", "relief", "south"))]
    assert [(t.stratum, t.lists) for t in result.tables] == [
        ("inside all lists", ("north", "relief", "south")), ("outside relief", ("north", "south")),
    ]  # fmt: skip
    by_id = {cluster.cluster: cluster for cluster in result.scope.clusters}
    late = sum(c.died.earliest.month >= 5 for c in by_id.values() if c.membership != "out")
    assert result.tables[0].n_observed == late
    (said,) = [s for s in result.declared if "outside what relief declares" in s]
    assert said.startswith(f"{n_in_scope(result) - late} of {n_in_scope(result)} people lie")
    assert "people stand on it all the same" in said
    (lost,) = [s for s in result.declared if "in no table" in s]
    assert sum(t.n_observed for t in result.tables) == n_in_scope(result) - int(lost.split()[0])
    inside, outside = result.estimates.strata
    assert isinstance(inside, Estimate)
    assert isinstance(outside, NotEstimable)
    assert result.estimates.total.of == "estimated strata only"


def test_declaring_what_covers_the_whole_question_changes_nothing(results):
    (plain,) = results()
    (said,) = results(
        about(
            "relief", period='"2031"', places='["Velmar"]', unit='"persons"', method='"made up"', publisher='"made up"'
        )
        + about("north", places='["velmar"]')
    )
    assert said.tables == plain.tables
    assert said.estimates == plain.estimates
    assert said.declared == ()
    relief = next(entry for entry in said.declarations if entry.name == "relief")
    assert (relief.period, relief.unit, relief.method) == ("2031", "persons", "made up")


def test_in_a_stratum_of_time_a_list_that_did_not_work_is_dropped(results):
    (result,) = results(about("relief", period='"2031-04/2031-06"'), strata='strata = ["month"]')
    by_stratum = {t.stratum: t.lists for t in result.tables}
    assert by_stratum["2031-03"] == ("north", "south")
    assert by_stratum["2031-04"] == ("north", "relief", "south")
    assert any(s.startswith("relief did not work in 2031-03 (it declares the period") for s in result.declared)
    assert any("2031-03 only on lists that did not work there" in s for s in result.declared)


def test_strata_that_do_not_follow_the_coverage_are_said_to(results):
    (result,) = results(about("relief", period='"2031-04/2031-06"'), strata='strata = ["sex"]')
    assert all(len(t.lists) == 3 for t in result.tables)
    assert any("the strata do not set them apart" in s for s in result.declared)


def test_a_copy_is_no_second_witness(results):
    said = about("relief", relations='{ copies = ["north"] }')
    (merged,) = results(said)
    assert merged.tables[0].lists == ("north+relief", "south")
    assert merged.tables[0].n_observed == n_in_scope(merged)
    assert "relief is declared to copy from north: north+relief count as one list" in merged.declared
    (forced,) = results(said, head='copies = "force"')
    assert forced.tables[0].lists == ("north", "relief", "south")
    assert forced.tables[0].dependent == (("north", "relief"),)


def test_shared_sources_and_referrals_are_carried_as_dependence(results):
    (result,) = results(about("relief", relations='{ refers_to = "south", shares_sources = ["north"] }'))
    assert result.tables[0].dependent == (("north", "relief"), ("relief", "south"))


def test_a_contradicted_containment_is_named_and_rules_nothing_out(results):
    (result,) = results(about("north", relations='{ takes_all_of = ["relief"] }'))
    assert result.tables[0].impossible == ()
    assert any("north is declared to take in all of relief, but" in s for s in result.declared)


def test_lists_of_one_question_that_count_different_things_are_refused(results):
    with pytest.raises(SettingsError, match="count different things") as caught:
        results(about("relief", unit='"incidents"') + about("north", unit='"persons"'))
    assert caught.value.mend


TABLE = "A,B,C,place,count\n1,0,0,North,40\n0,1,0,North,31\n0,0,1,North,28\n1,1,0,North,12\n1,1,1,North,6\n"
COAST = "1,0,0,Coast,30\n0,1,0,Coast,21\n0,0,1,Coast,2\n1,1,0,Coast,9\n"
ASKED = '[[questions]]\nid = "table"\ntext = "How many?"\ntables = ["made-up.csv"]\n'
FROM = '\n[[tables]]\nfile = "made-up.csv"\nsource = "made up"\nstrata = ["place"]\n'


def test_lists_of_a_capture_table_are_declared_by_name(results):
    said = FROM + (
        '[[lists]]\nname = "C"\nplaces = ["north"]\n[[lists]]\nname = "A"\nrelations = { takes_all_of = ["C"] }\n'
        '[[lists]]\nname = "B"\nrelations = { refers_to = ["A"] }\n'
    )
    (result,) = results(said, tables=[("made-up.csv", TABLE + COAST)], question=ASKED, head='models = ["dga"]')
    coast, north = result.tables
    assert (coast.stratum, coast.lists, coast.n_observed) == ("Coast", ("A", "B"), 60)
    assert (north.stratum, north.lists, north.dependent) == ("North", ("A", "B", "C"), (("A", "B"),))
    assert "C did not work in Coast (it declares north) and is left out there; 2 people stand on it all the same" in (
        result.declared
    )
    assert any("A is declared to take in all of C, but 28 people are on C without A" in s for s in result.declared)


def test_a_table_that_cannot_be_divided_says_whose_silence_is_taken_for_a_zero(results):
    said = '[[lists]]\nname = "C"\nperiod = "2031-04"\n[[lists]]\nname = "A"\nperiod = "2031"\n'
    asked = ASKED + 'period = "2031-03/2031-06"\n'
    table = TABLE.replace(",place", "").replace(",North", "")
    (result,) = results(said, tables=[("made-up.csv", table)], question=asked, head='models = ["dga"]')
    (sentence,) = result.declared
    assert sentence.startswith("C declares less than the whole place and period of the question")


def test_a_stratum_in_which_no_list_worked_is_not_estimable(results):
    said = FROM + "".join(f'[[lists]]\nname = "{name}"\nplaces = ["North"]\n' for name in "ABC")
    (result,) = results(said, tables=[("made-up.csv", TABLE + COAST)], question=ASKED, head='models = ["dga"]')
    coast, north = result.estimates.strata
    assert (coast.n_observed, coast.lists, isinstance(coast, NotEstimable)) == (0, (), True)
    assert isinstance(north, Estimate)
    assert result.declared[-1] == (
        "62 people stand in Coast only on lists that did not work there as they declare: they are not in the table"
    )


def test_a_question_without_lists_or_tables_has_no_estimate_and_no_run(results):
    (result,) = results(
        question=ASKED.replace('tables = ["made-up.csv"]', 'act = "killed"'), tables=[("note.txt", "x")]
    )
    assert (result.estimates, result.standing) == (None, None)


def row(id_, list_, died=None, **places):
    when = DateInterval.parse(died) if died else None
    return Record(id_, list_, 1, ("Made Up",), None, None, None, when, tuple(places.items()), ())


def declared(**lists_):
    settings = Settings.model_validate({"lists": [{"name": name, **said} for name, said in lists_.items()]})
    return declared_of(settings, [], lists_)


ANYWHERE = Question("q", "Made up?", "killed", "persons", "", "", None)
VELMAR = Question("q", "Made up?", "killed", "persons", "", "Velmar", DateInterval.parse("2031"))


def test_a_place_is_elsewhere_only_when_it_is_known_as_one():
    """A village may lie in a province; only a place that another list declares, at the same level, is elsewhere."""
    said = declared(A={"places": ["Talvénne"]}, B={"places": ["Koshmer", "Talvenne"]}, C={"places": ["Velmar"]})
    here, there = row("1", "A", district="TALVENNE"), row("2", "B", district="Koshmer")
    also = row("3", "B", district="Talvenne")
    unknown, village = row("4", "C"), row("5", "B", village="Koshmer")
    inside = coverage_of(VELMAR, said, [here, there, also, unknown, village])
    assert inside([here]) == (True, True, True)
    assert inside([there]) == (False, True, True)
    assert inside([also, there]) == (True, True, True)
    assert inside([unknown]) == (None, None, True)
    assert inside([village]) == (None, True, True)


def test_a_date_that_may_lie_in_the_period_is_not_outside():
    said = declared(A={"period": "2031-04/2031-06"}, B={})
    inside = coverage_of(VELMAR, said, [])
    assert inside([row("1", "B", "2031-04-02")]) == (True, True)
    assert inside([row("1", "B", "2031-03-02")]) == (False, True)
    assert inside([row("1", "B", "2031")]) == (None, True)
    assert inside([row("1", "B")]) == (None, True)
    assert inside([row("1", "B", "2031-03-30"), row("2", "A", "2031-04-01")]) == (True, True)


def test_nothing_is_asked_when_every_list_covers_the_question():
    said = declared(A={"places": ["Velmar", "Ostrel"], "period": "2030/2032"}, B={})
    assert coverage_of(VELMAR, said, []) is None
    assert coverage_of(ANYWHERE, said, []) is not None


def test_a_stratum_of_place_is_elsewhere_when_the_lists_place_is_another_stratum():
    said = declared(A={"places": ["North"]}, B={"places": ["Nowhere here"]})
    labels = [("Coast",), ("NORTH",), ("not stated",), ()]
    assert reasons_outside(said, ["district"], labels) == ({"A": "North"}, {}, {}, {})


def test_a_unit_that_is_not_the_questions_is_a_warning():
    said = declared(A={"unit": "records"}, B={})
    assert check_units(VELMAR, said) == ("A counts records; the question asks for persons",)
    assert check_units(VELMAR, declared(A={"unit": "persons"})) == ()


def test_a_declaration_goes_with_its_file_and_its_text_changes_with_it():
    info = ListInfo("Made up", "lists/made-up.csv", (), 3)
    first = Settings.model_validate({"lists": [{"file": "made-up.csv", "relations": {"takes_all_of": "Other"}}]})
    second = Settings.model_validate({"lists": [{"file": "made-up.csv", "method": "made up"}]})
    found = declared_of(first, [info], ["Made up"])
    assert found.takes_all == (("Made up", "Other"),)
    assert found.texts != declared_of(second, [info], ["Made up"]).texts
