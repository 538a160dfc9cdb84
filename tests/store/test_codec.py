"""What was written before a field existed is still read."""

import pytest

from accounted.model.canonical import plain
from accounted.model.capture import CheckedAssumption, EstimateSet, NotEstimable
from accounted.model.records import Record
from accounted.store.codec import decode, from_row, to_row

NOTHING = NotEstimable("all", "no overlap", 12, ("A", "B", "C"), 1)


def test_a_field_that_came_later_takes_its_default():
    said = plain(EstimateSet("made up", (NOTHING,), None))
    del said["checked"], said["comparisons"]
    assert decode(EstimateSet, said) == EstimateSet("made up", (NOTHING,), None)


def test_a_kind_among_several_is_told_by_its_fields():
    checked = CheckedAssumption("all", ("made up",), departures=(0.5, 2.0))
    found = EstimateSet("made up", (NOTHING,), None, checked=(checked,))
    assert decode(EstimateSet, plain(found)) == found


def test_a_field_that_must_be_there_and_a_kind_that_nobody_knows_are_refused():
    with pytest.raises(TypeError):
        decode(NotEstimable, {"stratum": "all"})
    with pytest.raises(TypeError, match="fields"):
        decode(EstimateSet, {"table": "", "strata": [{"something": 1}], "total": None})


def test_a_record_written_before_its_later_columns_is_read():
    record = Record("rec_1", "North", 1, ("Ambel Sample",), None, None, None, None, (), (("name", "Ambel Sample"),))
    row = to_row("record", record)
    later = ("father_names", "mother_names", "birth_places", "residences", "postcodes", "occupations", "affiliations")
    assert from_row(Record, "record", row | dict.fromkeys((*later, "external_ids"))) == record
