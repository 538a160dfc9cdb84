"""The table of SDG indicator 16.1.2: what is documented adds up, what is estimated stands apart."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounted.lists.unfolding import Dating
from accounted.model.capture import Diagnostics, Estimate, EstimateSet, ModelEstimate
from accounted.model.casualty import Casualty, Coded, StatedAct
from accounted.model.dates import DateInterval
from accounted.model.questions import Question
from accounted.model.records import Record
from accounted.model.vocabularies import shipped
from accounted.report.casualties import PersonActs, Persons, acts_of
from accounted.report.sdg import DIMENSIONS, DISAGREE, classes_of, make_sdg_table, sdg_csv

QUESTION = Question("q", "How many?", "killed", "persons", "", "", None)


def _record(name: str, list_name: str = "L", **parts: object) -> Record:
    values = {"names": (name,) if name else (), "sex": None, "age": None, "birth": None, "died": None, **parts}
    return Record(f"{list_name}-{name}", list_name, 1, places=(), values=(), **values)  # type: ignore[arg-type]


def _coded(**codes: str | None) -> Casualty:
    return Casualty(codes=tuple(Coded(kind, code, kind, kind, str(code)) for kind, code in codes.items()))


def _estimate(stratum: str) -> Estimate:
    return Estimate(
        stratum=stratum, status="estimated", reason="", modes=(), n_observed=3, lists=("A", "B"), point=12.5, lower=8.0,
        upper=20.0, prob=0.95, models=(ModelEstimate("dga", 12.5, 8.0, 20.0, 1.0),),
        diagnostics=Diagnostics(1.0, 100.0, 4, 0.0, 0.0, ()), assumptions=("made up",), seed=1, linkage_share=None,
    )  # fmt: skip


def _set(*strata: Estimate) -> EstimateSet:
    return EstimateSet("q", strata, None)  # type: ignore[call-arg]  # as the fields have defaults


RECORDS = st.builds(
    lambda sex, age, cause, status, n: _record(
        "", sex=sex, age=age, casualty=replace(_coded(**cause, **status), n_stated=n)
    ),
    st.sampled_from(["F", "M", None]),
    st.one_of(st.none(), st.floats(0, 100)),
    st.sampled_from([{}, {"cause": "small_arms"}, {"cause": "heavy_weapons"}, {"cause": None}]),
    st.sampled_from([{}, {"status": "civilian"}, {"status": "armed_forces"}, {"status": "unknown"}]),
    st.integers(0, 9),
)


@given(
    st.lists(st.tuples(st.sampled_from(["certain", "possible"]), st.lists(RECORDS, min_size=1, max_size=3))),
    st.lists(RECORDS, max_size=4),
    st.integers(0, 9),
)
def test_every_break_down_adds_up_whatever_lists_state(people, unnamed, more):  # R22, R23
    made = tuple(PersonActs(str(n), membership, (), tuple(own)) for n, (membership, own) in enumerate(people))
    n_unnamed = sum(record.n_unnamed for record in unnamed) + more
    table = make_sdg_table(QUESTION, Persons(made, tuple(unnamed)), None, n_unnamed)
    assert table is not None
    for dimension in DIMENSIONS:
        rows = [row for row in table.rows if row.dimension == dimension]
        assert sum(row.certain for row in rows) == table.total.certain
        assert sum(row.either for row in rows) == table.total.either == len(made)
        assert sum(row.unnamed for row in rows) == table.total.unnamed == n_unnamed
        assert all(row.certain <= row.either <= row.high for row in rows)
        assert any(row.code == "unknown" for row in rows)
        disputed = sum(row.either for row in rows if row.code == DISAGREE)
        assert sum(row.high - row.either for row in rows) >= 2 * disputed


def test_the_classes_are_those_of_the_indicator():  # R22
    assert [code.label for code in shipped("sex").codes] == ["Woman", "Man", "Unknown"]
    assert [code.label for code in shipped("age_group").codes] == [
        "Adult (18 and above)", "Child (below 18)", "Unknown",
    ]  # fmt: skip
    assert [code.label for code in shipped("status").codes] == [
        "Civilian", "Other protected person", "Member of armed forces", "Person directly participating in hostilities",
        "Unknown",
    ]  # fmt: skip
    assert len(shipped("cause").codes) == 11
    assert all(code.definition for v in DIMENSIONS for code in shipped(v).codes)


@pytest.mark.parametrize(
    ("age", "birth", "died", "group"),
    [
        (17.9, None, None, ["child"]),
        (18.0, None, None, ["adult"]),
        (None, "2013", "2031-06", []),
        (None, "2012-05", "2031", ["adult"]),
        (None, "2013-06-02", "2031-06-01", ["child"]),
        (None, "2013-06-01", "2031-06-01", ["adult"]),
        (None, None, "2031", []),
    ],
)
def test_age_groups_are_never_guessed(age, birth, died, group):  # R22
    dates = {key: DateInterval.parse(value) for key, value in (("birth", birth), ("died", died)) if value}
    assert sorted(classes_of("age_group", [_record("A", age=age, **dates)])) == group


def test_what_is_estimated_stands_in_columns_of_its_own():  # R30
    person = PersonActs("c", "certain", (), (_record("A", sex="F"),))
    whole = make_sdg_table(QUESTION, Persons((person,), ()), _set(_estimate("all")))
    assert whole is not None
    rows = list(csv.DictReader(io.StringIO(sdg_csv(whole).decode())))
    (total,) = [row for row in rows if row["estimated_point"]]
    assert total["dimension"] == "total"
    assert (total["documented_certain"], total["estimated_lower"], total["estimated_upper"]) == ("1", "8", "20")
    by_sex = replace(QUESTION, strata=("sex",))
    table = make_sdg_table(by_sex, Persons((person,), ()), _set(_estimate("F"), _estimate("not stated")))
    assert table is not None
    assert [(dimension, code) for dimension, code, _ in table.estimated] == [("sex", "woman")]


@pytest.mark.parametrize("change", [{"act": "missing"}, {"act": None}, {"unit": "incidents"}])
def test_only_deaths_of_persons_have_the_table(change):  # R18, R14
    assert make_sdg_table(replace(QUESTION, **change), Persons((), ()), None) is None


def _acts(*acts: str) -> Record:
    made = []
    for act in acts:
        code, _, when = act.partition("@")
        made.append(StatedAct(code, "act@2026-11", "act", act, DateInterval.parse(when) if when else None))
    return _record("A", "+".join(acts), casualty=Casualty(acts=tuple(made)))


@pytest.mark.parametrize(
    ("rows", "acts"),
    [
        ([["detained", "tortured", "killed"]], {"detained": 1, "tortured": 1, "killed": 1}),
        ([["killed"], ["executed"], ["dead"]], {"executed": 1}),
        ([["killed"], ["died naturally"]], {"disputed death": 1}),
        ([["detained@2030-01"], ["detained@2031-05"]], {"detained": 2}),
        ([["detained@2030"], ["detained@2030-05"], ["detained"]], {"detained": 1}),
        ([["detained@2030-01/2030-03-31"], ["detained@2030-03-31/2030-05"]], {"detained": 1}),
        ([["detained@2029/2031"], ["detained@2029"], ["detained@2031"]], {"detained": 2}),
    ],
)
def test_acts_of_one_person_over_lists(rows, acts):  # R13
    assert dict(acts_of([_acts(*own) for own in rows], {"L": Dating()})) == acts
