"""Which records bear on an act: by the acts they state, with killed ⊇ executed and missing apart from killed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from accounted.linkage import link_records, scope, summarise
from accounted.lists.statuses import state
from accounted.model.casualty import Casualty, StatedAct
from accounted.model.dates import DateInterval
from accounted.model.ids import IdMaker
from accounted.model.questions import Question, Scope
from accounted.model.records import ListInfo, Record

KEY = b"made-up key"
NAMES = ("Corin Velm", "Amda Sample", "Beren Otherson", "Ilsa Quill")
Acts = str | None


def _record(row, name: str, number: int, acts: Acts, status: str = "", died: str | None = None) -> Record:
    """One row; `acts` is `detained@2031-01 tortured`, `?` an act that is not understood, None no column of acts."""
    stated = []
    for word in (acts or "").split():
        code, _, when = word.partition("@")
        date = DateInterval.parse(when) if when else None
        stated.append(StatedAct(None if code == "?" else code, "act@2026-11", "act", word, date))
    made = row(f"{name}-{number}", name, NAMES[number], died=died, status=status or None)
    return replace(made, casualty=Casualty(acts=tuple(stated))) if stated else made


def _scope(records: list[Record], act: str | None, period: str = "", columns: str = "date") -> Scope:
    linked = link_records(records, deduplicated=[], make_id=IdMaker(KEY))
    asked = Question("q", "How many?", act, "persons", "", "", DateInterval.parse(period) if period else None)  # type: ignore[arg-type]  # acts of the cases
    infos = [ListInfo(name, f"{name}.csv", (("died", columns),), 1) for name in {r.list for r in records}]
    return scope(asked, linked, records, lists=infos)


def _one(row, acts: list[Acts], act: str, statuses: list[str] | None = None) -> tuple[str, str]:
    """How one person on several lists stands, each list with one row."""
    statuses = statuses or [""] * len(acts)
    records = [
        replace(_record(row, f"L{n}", 1, own, status), places=(("village", "Ilgesh"),))
        for n, (own, status) in enumerate(zip(acts, statuses, strict=True))
    ]
    (entry,) = _scope(records, act).clusters
    return entry.membership, entry.reason


@pytest.mark.parametrize(
    ("acts", "act", "membership"),
    [
        (["detained tortured killed"], "killed", "certain"),
        (["detained tortured killed"], "tortured", "certain"),
        (["detained tortured killed"], "detained", "certain"),
        (["executed"], "killed", "certain"),
        (["killed"], "executed", "possible"),
        (["dead"], "executed", "possible"),
        (["missing"], "killed", "out"),
        (["missing"], "missing", "certain"),
        (["killed"], "missing", "out"),
        (["missing killed"], "killed", "certain"),
        (["missing dead"], "missing", "possible"),
        (["detained", "killed"], "killed", "certain"),
        (["detained"], "killed", "possible"),
        (["?"], "killed", "possible"),
        (["? killed"], "killed", "certain"),
        (["displaced"], "displaced", "certain"),
        ([None], "tortured", "certain"),
    ],
)
def test_acts_decide_who_belongs(row, acts, act, membership):  # R13, R18
    assert _one(row, acts, act)[0] == membership


def test_an_act_done_denies_no_other_but_a_status_does(row):
    assert _one(row, ["detained", "killed"], "killed") == ("certain", "stated as detained, killed, where a list knows")
    found = _one(row, [None, "killed"], "killed", ["alive", ""])
    assert found[0] == "possible"
    assert "disagree" in found[1]


def test_in_a_list_that_states_the_act_of_others_a_row_without_it_is_out(row):
    mixed = [_record(row, "A", 1, "killed"), _record(row, "A", 2, "detained"), _record(row, "A", 3, None)]
    found = {e.cluster: e.membership for e in _scope(mixed, "killed").clusters}
    by_record = {name: g.bearing for g in _scope(mixed, "killed").records for name in g.records}
    assert by_record == {"A-1": "in", "A-2": "out", "A-3": "undetermined"}
    assert sorted(found.values()) == ["certain", "out", "possible"]


def test_the_period_is_held_against_the_date_of_the_act_asked_about(row):  # R18
    record = _record(row, "A", 1, "missing@2030-12-01 killed@2031-03-04", died="2031-03-04")
    assert _scope([record], "killed", "2031").clusters[0].membership == "certain"
    assert _scope([record], "killed", "2030").clusters[0].membership == "out"
    missing = _scope([record], "missing", "2030").clusters[0]
    assert (missing.membership, "died" in missing.reason) == ("possible", False)
    assert _scope([record], "missing", "2031").clusters[0].membership == "out"


def test_a_date_of_death_is_not_the_date_of_an_arrest(row):  # R18
    record = _record(row, "A", 1, "detained", died="2031-03-04")
    found = _scope([record], "detained", "2031", columns="date of death").clusters[0]
    assert (found.membership, found.reason) == ("possible", "no date is stated, and the question names a period")


def test_statuses_are_read_as_before(row):
    killed = state("status", "killed", is_cause=False)
    assert killed is not None
    record = replace(_record(row, "A", 1, "tortured"), statuses=(killed,))
    assert _scope([record], "killed").clusters[0].membership == "certain"


def test_a_list_whose_rows_all_state_the_act_among_others_holds_no_others(row):
    rows = [_record(row, "A", 1, "tortured killed"), _record(row, "A", 2, None)]
    assert {e.membership for e in _scope(rows, "killed").clusters} == {"certain"}


def test_the_date_of_a_missing_person_is_no_date_of_death(row):  # R18
    missing = _record(row, "A", 1, None, status="missing", died="2031-03-04")
    summary = {line.field: line.text for line in summarise("clu", [missing]).lines}
    assert "died" not in summary
    dead = _record(row, "B", 1, None, status="dead", died="2031-05-06")
    joined = {line.field: line.text for line in summarise("clu", [missing, dead]).lines}
    assert joined["died"] == "2031-05-06"
