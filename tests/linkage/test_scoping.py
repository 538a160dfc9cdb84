from __future__ import annotations

import pytest

from accounted.linkage import link_records, scope
from accounted.model.dates import DateInterval
from accounted.model.errors import UsageError
from accounted.model.ids import IdMaker
from accounted.model.linkage import Decision
from accounted.model.questions import Question
from accounted.model.records import ListInfo

PERIOD = "2031-03-20/2031-06-22"


def _ask(period=None, place=""):
    when = DateInterval.parse(period) if period else None
    return Question("q", "How many people were killed?", "killed", "persons", "", place, when)


def _info(name, *places):
    return ListInfo(name, f"{name}.csv", (), 1, places=places)


def _scope_of_one(question, records, lists=(), n_samples=0):
    same = [Decision(f"d{r.id}", records[0].id, r.id, "same", "p", "2031", "", None) for r in records[1:] if r.names]
    linkage = link_records(
        records, deduplicated=(), decisions=same, make_id=IdMaker(b"made-up key"), n_samples=n_samples
    )
    return scope(question, linkage, records, lists=lists)


@pytest.mark.parametrize(
    ("dates", "membership", "word"),
    [
        (("2031-04-01", "2031-05"), "certain", "inside"),
        (("2030-04-01", "2031-07"), "out", "outside"),
        (("2031-04-01", "2030-04-01"), "possible", "disagree"),
        (("2031-03", "2031-04-01"), "possible", "may lie"),
        (("2031-04-01", None), "certain", "inside"),
        ((None, None), "possible", "no date is stated"),
        (("2031-03-20", "2031-06-22"), "certain", "inside"),
        (("2031-06-01/..", None), "possible", "may lie"),
    ],
)
def test_the_period_decides(row, dates, membership, word):
    records = [row(f"r{n}", "One", "Amda Sample", died=died) for n, died in enumerate(dates)]
    found = _scope_of_one(_ask(PERIOD), records).clusters[0]
    assert found.membership == membership
    assert word in found.reason


def test_without_period_and_place_everyone_is_certain(row):
    found = _scope_of_one(_ask(), [row("a", "One", "Amda Sample")]).clusters[0]
    assert found.membership == "certain"
    assert found.reason == "the question names no period and no place"


@pytest.mark.parametrize(
    ("places", "declared", "membership"),
    [
        (("Velmouth", "Greater Velmar"), (), "certain"),
        (("Velmouth",), (), "possible"),
        ((), (), "possible"),
        ((), ("Velmar",), "certain"),
        (("Velmouth",), ("Velmar",), "certain"),
        (("Farland",), ("Farland",), "out"),
        (("Farland",), ("Velmar", "Farland"), "possible"),
        (("Velmarania",), (), "possible"),
    ],
)
def test_the_place_decides_where_something_is_said_of_it(row, places, declared, membership):
    records = [row("a", "One", "Amda Sample", places=places)]
    found = _scope_of_one(_ask(place="Velmar"), records, [_info("One", *declared)]).clusters[0]
    assert found.membership == membership


def test_a_list_that_names_the_place_denies_it_elsewhere(row):
    records = [row("a", "One", "Amda Sample", places=("Farland",)), row("b", "One", "Belor Muster", places=("Velmar",))]
    linkage = link_records(records, deduplicated=("One",), make_id=IdMaker(b"made-up key"))
    by_record = {c.id: c.records[0] for c in linkage.clusters}
    found = {by_record[e.cluster]: e.membership for e in scope(_ask(place="Velmar"), linkage, records).clusters}
    assert found == {"a": "out", "b": "certain"}


def test_every_value_is_in_the_summary(row):
    records = [row("a", "One", "Amda Sample", died="2031-04-01"), row("b", "Two", "Amda Sample", died="2031-05")]
    died = _scope_of_one(_ask(PERIOD), records).clusters[0].died
    assert died is not None
    assert (died.earliest, died.latest) == ((2031, 4, 1), (2031, 5, 31))


def test_unnamed_victims_are_listed_apart(row):  # R17
    records = [
        row("a", "One", "Amda Sample", died="2031-04-01"),
        row("in", "One", died="2031-04-02"),
        row("maybe", "One"),
        row("out", "One", died="2030-04-02"),
    ]
    assert _scope_of_one(_ask(PERIOD), records).unnamed == ("in", "maybe")


def test_each_draw_is_counted_anew(made_up):
    made = made_up(80, seed=3)
    linkage = link_records(made.records, deduplicated=(), make_id=IdMaker(b"made-up key"), n_samples=4)
    found = scope(_ask("2031-02-10/2031-04-10"), linkage, made.records)
    assert len(found.draws) == 4
    n_inside = sum(e.membership != "out" for e in found.clusters)
    assert all(sum(draw) == pytest.approx(n_inside, rel=0.15) for draw in found.draws)


def test_a_record_that_was_not_given_is_an_error(row):
    linkage = link_records([row("a", "One", "Amda Sample")], deduplicated=(), make_id=IdMaker(b"made-up key"))
    with pytest.raises(UsageError, match="not given"):
        scope(_ask(), linkage, [])
