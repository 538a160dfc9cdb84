"""What columns seem to mean can be looked at, changed, kept, and comes back exactly; no name is shown."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accounted.lists import FIELDS, Table, propose_columns, settings_of, with_field
from accounted.lists.columns import map_columns
from accounted.model.errors import UnreadableList

HEADER = ("list", "full name", "father name", "date", "died", "age", "village", "district", "seen by", "note")
ROWS = tuple(
    ("A" if n % 2 else "B", f"Ombra Vask{n:c}", "Isolde", "2031-03-01", "2031-03-02", str(20 + n), "Ilgesh", "Tarm",
     "Corvan Quill", str(n))
    for n in range(97, 109)
)  # fmt: skip
TABLE = Table(HEADER, ROWS, "UTF-8 text")


def fields(proposal):
    return {column.title: column.field for column in proposal.columns if column.field}


def test_a_proposal_says_how_each_column_is_read():
    proposal = propose_columns(TABLE, "made-up.csv")
    assert proposal.read_as == "read as UTF-8 text: 12 rows, 10 columns"
    assert fields(proposal)["full name"] == "name"
    assert next(c.says for c in proposal.columns if c.title == "date").startswith("died; Gregorian dates; 12 read")


def test_samples_are_never_names():
    for proposal in (propose_columns(TABLE, "x"), with_field(propose_columns(TABLE, "x"), "note", "id")):
        shown = {value for column in proposal.columns for value in column.samples}
        assert {"2031-03-01", "Ilgesh"} <= shown
        assert not [value for value in shown if any(part in value for part in ("Ombra", "Isolde", "Corvan"))]


def test_one_list_has_no_column_that_tells_lists_apart():
    assert fields(propose_columns(TABLE, "x"))["list"] == "list"
    assert "list" not in fields(propose_columns(TABLE, "x", one_list=True))


def test_a_field_that_may_stand_once_moves():
    changed = with_field(propose_columns(TABLE, "x"), "died", "died")
    assert fields(changed)["died"] == "died"
    assert "date" not in fields(changed)
    both = with_field(propose_columns(TABLE, "x"), "note", "place")
    assert fields(both)["village"] == fields(both)["note"] == "place"


def test_without_names_it_says_so():
    without = with_field(propose_columns(TABLE, "x"), "full name", None)
    assert not with_field(without, "father name", "father_name").has_names
    assert with_field(without, "seen by", "native_name").has_names


@settings(deadline=None)
@given(st.lists(st.tuples(st.sampled_from(HEADER), st.sampled_from([*FIELDS, None])), max_size=6))
def test_the_setting_brings_the_proposal_back(changes):
    proposal = propose_columns(TABLE, "x")
    for title, field in changes:
        proposal = with_field(proposal, title, field)
        assert fields(proposal).get(title) == field
    said = settings_of(proposal)
    assert {title: field for field, title in map_columns(TABLE.header, TABLE.rows, said)} == fields(proposal)
    assert settings_of(propose_columns(TABLE, "x", said)) == said


def test_what_a_person_said_before_is_kept():
    assert fields(propose_columns(TABLE, "x", {"died": "died"}))["died"] == "died"
    with pytest.raises(UnreadableList):
        propose_columns(TABLE, "x", {"died": "dat"})
