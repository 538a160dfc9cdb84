"""Every value with its list, and a summary by a rule that is stated in words."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accounted.linkage import RULES, summarise
from accounted.model.dates import DateInterval, Day
from accounted.model.records import Record, StatedStatus


def _rows(values, make):
    return [make(f"List {n}", value) for n, value in enumerate(values)]


def _row(list_name, name="Ambel Sample", *, died=None, age=None, sex=None, places=(), status=None):
    when = DateInterval.parse(died) if died else None
    statuses = (StatedStatus("status", status.upper(), status),) if status else ()
    return Record(list_name, list_name, 1, (name,), sex, age, None, when, tuple(("p", p) for p in places), (), statuses)


def _line(records, field):
    return next((line for line in summarise("clu", records).lines if line.field == field), None)


def test_all_ways_of_writing_a_name_are_kept_each_with_its_lists():  # R16
    records = [_row("One"), _row("Two", "امبل ساّمبل"), _row("Three")]
    line = _line(records, "names")
    assert [(said.value, said.lists) for said in line.said] == [
        ("Ambel Sample", ("One", "Three")), ("امبل ساّمبل", ("Two",)),
    ]  # fmt: skip
    assert line.text == "Ambel Sample · امبل ساّمبل"


@pytest.mark.parametrize(
    ("dates", "text", "agrees"),
    [
        (("2031-05", "2031-05-12"), "2031-05-12", True),
        (("2031-05-12", None), "2031-05-12", True),
        (("2031-05", "2031"), "2031-05", True),
        (("2031-05-01/2031-05-20", "2031-05-10/2031-06-02"), "2031-05-10/2031-05-20", True),
        (("2031-05-12", "2031-05-13"), "2031-05-12/2031-05-13; lists disagree", False),
        (("2031-05-12", "2031-05-13", "2031-05-12"), "2031-05-12/2031-05-13; lists disagree", False),  # no majority
        (("../2031-05-12", "2031-05-01/.."), "2031-05/2031-05-12", True),
    ],
)
def test_a_date_is_what_all_stated_dates_allow(dates, text, agrees):  # R19
    line = _line(_rows(dates, lambda name, died: _row(name, died=died)), "died")
    assert (line.text, line.agrees) == (text, agrees)
    assert {said.value for said in line.said} == {died for died in dates if died}


@pytest.mark.parametrize(
    ("ages", "text", "agrees"),
    [((30.0, 30.0), "30", True), ((30.0, 31.0), "30–31", True), ((30.0, 44.0), "30–44; lists disagree", False)],
)
def test_an_age_is_from_the_lowest_to_the_highest(ages, text, agrees):
    records = _rows(ages, lambda name, age: _row(name, age=age))
    line = _line(records, "age")
    assert (line.text, line.agrees) == (text, agrees)
    assert summarise("clu", records).age == (min(ages), max(ages))


@pytest.mark.parametrize(
    ("chains", "text", "agrees"),
    [
        ((("Upper Velm", "Velmar"), ("Velmar",)), "Upper Velm, Velmar", True),
        ((("Upper Velm", "Velmar"), ("upper velm",)), "Upper Velm, Velmar", True),
        ((("Tirvash", "Talvenne"), ("Teervash",), ("تيرفاش",)), "Teervash · Tirvash · تيرفاش, Talvenne", True),
        (
            (("Old Velm", "Velmar"), ("Velmouth", "Velmar")),
            "Old Velm or Velmouth, in Velmar; lists disagree",
            False,
        ),
        ((("Old Velm",), ("Velmouth",)), "Old Velm or Velmouth; lists disagree", False),
    ],
)
def test_a_place_is_the_finest_that_all_allow(chains, text, agrees):
    line = _line(_rows(chains, lambda name, places: _row(name, places=places)), "place")
    assert (line.text, line.agrees) == (text, agrees)


@pytest.mark.parametrize(
    ("statuses", "text", "agrees"),
    [
        (("killed", "killed", "dead"), "killed (2 lists), dead (1 list)", True),
        (("killed", "unknown"), "killed (1 list), unknown (1 list)", True),
        (("killed", "killed", "missing"), "killed (2 lists), missing (1 list); lists disagree", False),
    ],
)
def test_statuses_are_counted_by_lists_and_no_majority_decides(statuses, text, agrees):  # R18, R23
    line = _line(_rows(statuses, lambda name, status: _row(name, status=status)), "status")
    assert (line.text, line.agrees) == (text, agrees)


def test_what_no_list_states_has_no_line_and_every_line_a_rule():
    summary = summarise("clu", [_row("One")])
    assert [line.field for line in summary.lines] == ["names"]
    assert (summary.died, summary.age) == (None, None)
    whole = summarise("clu", [_row("One", died="2031", age=3.0, sex="F", places=("Velm",), status="killed")])
    assert {line.field for line in whole.lines} <= set(RULES)
    assert all(RULES.values())


days = st.dates().map(Day.of)
spans = st.tuples(days, days).map(lambda pair: DateInterval.between(min(pair), max(pair)))


@settings(deadline=None)
@given(st.lists(spans, min_size=1, max_size=5), st.randoms(use_true_random=False))
def test_a_date_that_agrees_lies_in_all_and_one_that_does_not_holds_all(dates, rng: random.Random):
    records = [
        Record(str(n), f"List {n % 3}", 1, ("Ambel Sample",), None, None, None, when, (), ())
        for n, when in enumerate(dates)
    ]
    summary = summarise("clu", records)
    line = next(line for line in summary.lines if line.field == "died")
    if line.agrees:
        assert all(when.contains(summary.died) for when in dates)
    else:
        assert all(summary.died.contains(when) for when in dates)
    rng.shuffle(records)
    assert summarise("clu", records) == summary  # R33: the order of records plays no part
