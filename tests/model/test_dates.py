"""EDTF level 1 in and out (R19)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounted.model.dates import DateInterval, Day
from accounted.model.errors import InvalidDate

CASES = [
    ("one day", "1999-03-20", (1999, 3, 20), (1999, 3, 20)),
    ("month", "1999-02", (1999, 2, 1), (1999, 2, 28)),
    ("leap month", "2000-02", (2000, 2, 1), (2000, 2, 29)),
    ("year", "1988", (1988, 1, 1), (1988, 12, 31)),
    ("date and time", "1999-03-20T10:15:00Z", (1999, 3, 20), (1999, 3, 20)),
    ("spring", "1988-21", (1988, 3, 1), (1988, 5, 31)),
    ("summer", "1988-22", (1988, 6, 1), (1988, 8, 31)),
    ("autumn", "1988-23", (1988, 9, 1), (1988, 11, 30)),
    ("winter runs into the next year", "1987-24", (1987, 12, 1), (1988, 2, 29)),
    ("interval of months", "1999-03/1999-06", (1999, 3, 1), (1999, 6, 30)),
    ("interval of mixed precision", "1999-03-20/1999", (1999, 3, 20), (1999, 12, 31)),
    ("open start", "../1999", None, (1999, 12, 31)),
    ("open end", "1999-03-20/..", (1999, 3, 20), None),
    ("unknown start", "/1999", None, (1999, 12, 31)),
    ("unknown end", "1999/", (1999, 1, 1), None),
    ("uncertain", "1999?", (1999, 1, 1), (1999, 12, 31)),
    ("approximate month", "1999-03~", (1999, 3, 1), (1999, 3, 31)),
    ("uncertain and approximate", "1999-03-20%", (1999, 3, 20), (1999, 3, 20)),
    ("decade", "198X", (1980, 1, 1), (1989, 12, 31)),
    ("century", "19XX", (1900, 1, 1), (1999, 12, 31)),
    ("month not given", "1999-XX", (1999, 1, 1), (1999, 12, 31)),
    ("day not given", "1999-03-XX", (1999, 3, 1), (1999, 3, 31)),
    ("month and day not given", "1999-XX-XX", (1999, 1, 1), (1999, 12, 31)),
    ("negative year", "-0044-03-15", (-44, 3, 15), (-44, 3, 15)),
    ("negative decade", "-004X", (-49, 1, 1), (-40, 12, 31)),
    ("long year", "Y170000002", (170000002, 1, 1), (170000002, 12, 31)),
    ("long negative year", "Y-17000", (-17000, 1, 1), (-17000, 12, 31)),
]


@pytest.mark.parametrize(("text", "earliest", "latest"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_level_1_is_read(text, earliest, latest):  # R19
    found = DateInterval.parse(text)
    assert found.edtf == text
    assert found.earliest == earliest
    assert found.latest == latest


@pytest.mark.parametrize(
    "text",
    [
        "",
        "spring 1999",
        "1999-13",
        "1999-02-29",
        "1999-06-31",
        "1999-00",
        "99",
        "1999/1998",
        "../..",
        "/",
        "1999-3-1",
        "19X9",
        "198X-03",
        "1999-21-05",
        "1999-03-20/1999-03-21/1999-03-22",
        "31/12/1999",
        "1999-XX-05",
    ],
)
def test_what_is_not_level_1_is_refused(text):
    with pytest.raises(InvalidDate) as caught:
        DateInterval.parse(text)
    assert caught.value.what


days = st.dates().map(Day.of)


@given(days, days)
def test_between_and_parse_are_inverse(one, other):
    made = DateInterval.between(min(one, other), max(one, other))
    read = DateInterval.parse(made.edtf)
    assert (read.earliest, read.latest) == (made.earliest, made.latest) == (min(one, other), max(one, other))


@given(days, st.booleans())
def test_open_ends_stay_open(day, start):
    made = DateInterval.between(day if start else None, None if start else day)
    assert DateInterval.parse(made.edtf) == made
    assert (made.latest if start else made.earliest) is None


@given(days, days, days, days)
def test_containing_means_overlapping(a, b, c, d):
    one, other = DateInterval.between(min(a, b), max(a, b)), DateInterval.between(min(c, d), max(c, d))
    assert one.overlaps(other) == other.overlaps(one)
    if one.contains(other):
        assert one.overlaps(other)
    assert one.contains(one)


def test_qualifiers():
    assert [DateInterval.parse(t).qualifier for t in ("1999", "1999?", "1999~", "1999%", "1999?/2000~")] == [
        "",
        "?",
        "~",
        "%",
        "%",
    ]
