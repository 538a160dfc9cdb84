"""Dates in cells: many forms, three calendars, nothing guessed."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from persiantools.jdatetime import JalaliDate

from accounted.text.dates import guess_calendar, guess_day_first, read_date

READ = [
    # cell, EDTF, calendar
    ("1999-03-20", "1999-03-20", "gregorian"),
    ("1999-03", "1999-03", "gregorian"),
    ("1999", "1999", "gregorian"),
    ("1999-22", "1999-22", "gregorian"),
    ("../1999", "../1999", "gregorian"),
    ("1999-03~", "1999-03~", "gregorian"),
    ("2016-02-10 00:00:00", "2016-02-10", "gregorian"),
    ("1999-03-12T10:00:00Z", "1999-03-12", "gregorian"),
    ("19990320", "1999-03-20", "gregorian"),
    ("31/12/1999", "1999-12-31", "gregorian"),
    ("12/31/1999", "1999-12-31", "gregorian"),
    ("03.04.1999", "1999-04-03", "gregorian"),
    ("5/5/1999", "1999-05-05", "gregorian"),
    ("1999-03-00", "1999-03", "gregorian"),
    ("1999-00-00", "1999", "gregorian"),
    ("12 March 1999", "1999-03-12", "gregorian"),
    ("March 12th, 1999", "1999-03-12", "gregorian"),
    ("12-Mar-1999", "1999-03-12", "gregorian"),
    ("12 mars 1999", "1999-03-12", "gregorian"),
    ("12 de marzo de 1999", "1999-03-12", "gregorian"),
    ("Friday, 12 March 1999", "1999-03-12", "gregorian"),
    ("١٢ آذار ١٩٩٩", "1999-03-12", "gregorian"),
    ("12 كانون الثاني 1999", "1999-01-12", "gregorian"),
    ("summer of 1988", "1988-22", "gregorian"),
    ("c. 1999", "1999~", "gregorian"),
    ("12 March 1999?", "1999-03-12?", "gregorian"),
    ("5 to 7 May 1999", "1999-05-05/1999-05-07", "gregorian"),
    ("March to June 1999", "1999-03/1999-06", "gregorian"),
    ("1998-1999", "1998/1999", "gregorian"),
    ("early March 1999", "1999-03", "gregorian"),
    ("1378/01/05", "1999-03-25", "solar_hijri"),
    ("1378-01-05", "1999-03-25", "solar_hijri"),
    ("۱۳۷۸/۰۱/۰۵", "1999-03-25", "solar_hijri"),
    ("Mordad 1367", "1988-07-23/1988-08-22", "solar_hijri"),
    ("۵ مرداد ۱۳۶۷", "1988-07-27", "solar_hijri"),
    ("تابستان ۱۳۶۷", "1988-06-22/1988-09-22", "solar_hijri"),
    ("1367", "1988-03-21/1989-03-20", "solar_hijri"),
    ("1399/12/30", "2021-03-20", "solar_hijri"),
    ("1419-12-05 AH", "1999-03-22", "islamic_hijri"),
    ("5 ذو الحجة 1419", "1999-03-22", "islamic_hijri"),
    ("5 Dhu al-Hijja 1419", "1999-03-22", "islamic_hijri"),
    ("١٤١٩/١٢/٠٥", "1999-03-22", "islamic_hijri"),
    ("5 августа 1988 г.", "1988-08-05", "gregorian"),
    ("летом 1988 года", "1988-22", "gregorian"),
    ("серпень 1988", "1988-08", "gregorian"),
]
NOT_READ = [
    "",
    "not known",
    "31/02/1999",
    "1999-13-01",
    "0201-05-03",
    "3/4/99",
    "42415",
    "47",
    "1398/12/30",  # no leap year
    "March",
    "12 March 1999 near the bridge",
    "June to March 1999",
    "9999-99-99",
    "1" * 5000,
]


@pytest.mark.parametrize(("cell", "edtf", "calendar"), READ)
def test_reads(cell: str, edtf: str, calendar: str) -> None:  # R19
    reading = read_date(cell)
    assert reading is not None
    assert (reading.interval.edtf, reading.calendar) == (edtf, calendar)


@pytest.mark.parametrize("cell", NOT_READ)
def test_leaves_alone_what_it_cannot_read(cell: str) -> None:
    assert read_date(cell) is None


def test_keeps_both_readings_when_the_order_is_not_known() -> None:
    unknown, day, month = (read_date("3/4/1999", day_first=order) for order in (None, True, False))
    assert unknown is not None
    assert day is not None
    assert month is not None
    assert (day.interval.edtf, month.interval.edtf) == ("1999-04-03", "1999-03-04")
    assert unknown.interval.contains(day.interval)
    assert unknown.interval.contains(month.interval)
    assert "both readings are kept" in unknown.note


def test_a_stated_calendar_is_final_for_the_years_it_can_mean() -> None:
    stated = {c: read_date("1378-01-05", calendar=c) for c in ("gregorian", "solar_hijri", "islamic_hijri")}
    assert {c: r and r.interval.edtf for c, r in stated.items()} == {
        "gregorian": "1378-01-05",
        "solar_hijri": "1999-03-25",
        "islamic_hijri": "1958-07-22",
    }
    plain = read_date("1999-01-05", calendar="solar_hijri")
    assert plain is not None
    assert plain.calendar == "gregorian"
    assert "another calendar" in plain.note


def test_says_when_only_the_size_of_the_year_tells() -> None:
    cells = {"1378/01/05": False, "۱۳۷۸/۰۱/۰۵": True, "Mordad 1367": True, "1999": True}
    assert {cell: reading.calendar_told for cell in cells if (reading := read_date(cell))} == cells


def test_islamic_dates_say_that_the_day_may_differ() -> None:
    reading = read_date("5 ذو الحجة 1419")
    assert reading is not None
    assert "sighting" in reading.note


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (["3/4/1999", "13/4/1999"], True),
        (["3/4/1999", "4/13/1999"], False),
        (["13/4/1999", "4/13/1999"], None),
        (["3/4/1999"], None),
        (["1999-03-20", ""], None),
    ],
)
def test_order_of_day_and_month_is_told_by_the_column(values: list[str], expected: bool | None) -> None:
    assert guess_day_first(values) is expected


@pytest.mark.parametrize(
    ("values", "title", "expected"),
    [
        (["1999-03-20", "2/4/1999"], "date", "gregorian"),
        (["1378/01/05"], "date", "solar_hijri"),
        (["1419/12/05"], "date_hijri", "islamic_hijri"),
        (["1378/01/31"], "date_hijri", "solar_hijri"),
        (["1378/01/05"], "date_sh", "solar_hijri"),
        (["١٤١٩/١٢/٠٥"], "التاريخ", "islamic_hijri"),
        (["1419", "5 Ramadan 1419"], "date", "islamic_hijri"),
        (["Ombra Vask"], "name", None),
        ([], "date", None),
    ],
)
def test_calendar_is_told_by_the_column(values: list[str], title: str, expected: str | None) -> None:
    assert guess_calendar(values, title=title) == expected


@given(st.dates(date(1900, 3, 21), date(2070, 1, 1)))
def test_every_way_of_writing_a_day_gives_that_day(day: date) -> None:
    solar = JalaliDate(day)
    ways = [
        f"{day:%d/%m/%Y}",
        f"{day.year}-{day.month}-{day.day}",
        f"{day.year}/{day.month:02d}/{day.day:02d} 12:30",
        f"{solar.year}/{solar.month:02d}/{solar.day:02d}",
    ]
    for way in ways:
        reading = read_date(way, day_first=True)
        assert reading is not None
        assert reading.interval.is_one_day
        assert reading.interval.edtf == day.isoformat()


@given(st.text(max_size=90), st.sampled_from([None, True, False]))
def test_no_text_breaks_it(cell: str, day_first: bool | None) -> None:
    reading = read_date(cell, day_first=day_first)
    guess_calendar([cell], title=cell)
    assert reading is None or reading.interval.edtf
