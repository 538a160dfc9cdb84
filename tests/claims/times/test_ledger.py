"""Times as worded and as intervals; relative ones only with a document date (R19)."""

from __future__ import annotations

import pytest

from accounted.claims import extract
from accounted.claims.times import find_times, read_document
from accounted.model.dates import DateInterval

DATED = DateInterval.parse("2017-06-17")
CASES = [
    ("from March to June 1999", "from March to June 1999", "1999-03/1999-06"),
    ("between 20 March and 22 June 1999", "between 20 March and 22 June 1999", "1999-03-20/1999-06-22"),
    ("in March–June 1999", "March–June 1999", "1999-03/1999-06"),
    ("from 1 January 1998 to 31 December 2000", "from 1 January 1998 to 31 December 2000", "1998-01-01/2000-12-31"),
    ("in 1998 and 1999", "1998 and 1999", "1998/1999"),
    ("in 1998–2000", "1998–2000", "1998/2000"),
    ("in 1998-99", "1998-99", "1998/1999"),
    ("1-15 June 1999", "1-15 June 1999", "1999-06-01/1999-06-15"),
    ("in the summer of 1988", "the summer of 1988", "1988-22"),
    ("in winter 1998", "winter 1998", "1998-24"),
    ("during the past four decades", "during the past four decades", "1977~/2017-06-17"),
    ("some thirty six years ago", "some thirty six years ago", "1981~"),
    ("36 years ago", "36 years ago", "1981"),
    ("two months ago", "two months ago", "2017-04"),
    ("last year", "last year", "2016"),
    ("yesterday", "yesterday", "2017-06-16"),
    ("last week", "last week", "2017-06-05/2017-06-11"),
    ("on Monday", "Monday", "2017-06-12"),
    ("On June 21, 1981 the", "June 21, 1981", "1981-06-21"),
    ("planned for 1 July, 2017", "1 July, 2017", "2017-07-01"),
    ("on 3rd June 1999", "3rd June 1999", "1999-06-03"),
    ("on 1999-06-17", "1999-06-17", "1999-06-17"),
    ("in June 1999", "June 1999", "1999-06"),
    ("in the 1980s", "the 1980s", "198X"),
    ("since 1988", "since 1988", "1988/2017-06-17"),
    ("until June 1999", "until June 1999", "../1999-06"),
    ("up to 16 May 1999", "up to 16 May 1999", "../1999-05-16"),
    ("before 1990", "before 1990", "../1989-12-31"),
    ("31 June 1999", "31 June 1999", None),
    ("12.06.1999", "12.06.1999", "1999-06-12"),
    ("5 Mordad 1999", "5 Mordad 1999", None),
    ("the '20s", "the '20s", None),
    ("the '80s", "the '80s", "198X"),
    ("in 1998/99", "1998/99", "1998/1999"),
    ("in late June", "late June", "2017-06"),
    ("in the mid-1980s", "the mid-1980s", "198X"),
    ("in the third quarter of 1990", "the third quarter of 1990", "1990-07/1990-09"),
    ("in the first week of June 1999", "the first week of June 1999", "1999-06"),
    ("on Monday morning", "Monday morning", "2017-06-12"),
    ("over the weekend", "the weekend", "2017-06-10/2017-06-11"),
    ("this week", "this week", "2017-06-12/2017-06-18"),
    ("over the past year", "the past year", "2016-06~/2017-06-17"),
    ("in the last 24 hours", "in the last 24 hours", "2017-06-16~/2017-06-17"),
    ("31 Khordad 1360", "31 Khordad 1360", "1981-06-21"),
    ("17 Ramadan 1419", "17 Ramadan 1419", "1999-01-04"),
    ("a week after 3 March 1999", "a week after 3 March 1999", "1999-03-10"),
    ("two months before June 1999", "two months before June 1999", "1999-04"),
    ("from 1 May to 12 June", "from 1 May to 12 June", "2017-05-01/2017-06-12"),
    ("in winter of 1998-99", "winter of 1998-99", "1998-24"),
    ("Friday, 16 June", "Friday, 16 June", "2017-06-16"),
    ("between 1998 and 1999", "between 1998 and 1999", "1998/1999"),
    ("after 3 March 1999", "after 3 March 1999", "1999-03-04/.."),
    ("two weeks ago", "two weeks ago", "2017-06-03~"),
    ("at 10 p.m. on 3 May 1999", "10 p.m. on 3 May 1999", "1999-05-03"),
    ("was killed on 21 July", "21 July", "2016-07-21"),
    ("will meet on 21 July", "21 July", "2017-07-21"),
    ("was to be held on 21 July", "21 July", "2017-07-21"),
    ("a day earlier", "a day earlier", None),
]
RELATIVE = ["last year", "yesterday", "during the past four decades", "some thirty six years ago", "two months ago"]
NO_TIME = [
    ("people, not a year", "more than 2000 people were killed"),
    ("count of men", "killed 1999 men"),
    ("length of time", "the eight-year war"),
    ("verb", "they may march to the town"),
    ("journal", "355:2204–2209"),
    ("newspaper", "The Sunday Times"),
    ("collapse", "the fall of the regime"),
    ("verb of a company", "Sun reported"),
    ("case number", "case 2005/14"),
    ("repetition", "every year"),
    ("length", "for two years"),
    ("price", "$1999"),
    ("objects", "1400 houses were burned"),
    ("objects of this time", "more than 1400 houses"),
    ("clock", "at 10:30"),
]


@pytest.mark.parametrize(("text", "wording", "edtf"), CASES)
def test_time_as_worded_and_resolved(text: str, wording: str, edtf: str | None) -> None:
    (when,) = find_times(text, DATED).whens
    assert (when.wording, text[when.start : when.end]) == (wording, wording)
    assert (when.interval.edtf if when.interval else None) == edtf


@pytest.mark.parametrize("text", RELATIVE)
def test_relative_time_stays_unresolved_without_a_date(text: str) -> None:
    (when,) = find_times(text, None).whens
    assert when.interval is None


@pytest.mark.parametrize(("label", "text"), NO_TIME)
def test_what_is_no_time(label: str, text: str) -> None:
    assert find_times(text, DATED).whens == (), label


@pytest.mark.parametrize(
    "text",
    [
        "aged 15 to 60",
        "aged 20, 31 and 45 were",
        "ages 3, 7, and 12.",
        "a 30-year-old",
        "for three decades",
        "30 years old",
        "at 10:30",
        "355:2204–2209",
    ],
)
def test_ages_lengths_and_hours_are_masked(text: str) -> None:
    masked = find_times(text).masked
    numbers = [i for i, char in enumerate(text) if char.isdigit()] or [text.index("three")]
    assert all(any(span.start <= i < span.end for span in masked) for i in numbers)


def test_document_known_to_the_month_gives_no_day() -> None:
    (when,) = find_times("yesterday", DateInterval.parse("2017-06")).whens
    assert when.interval is None


def test_shifts_are_counted_from_the_time_told_before_across_sentences() -> None:
    text = "On 3 March 1999 he fled. Two days later 30 died; a day earlier, four. The next day it was quiet."
    found = read_document(text, None)
    assert [when.interval.edtf for when in found.whens if when.interval] == [
        "1999-03-03",
        "1999-03-05",
        "1999-03-04",
        "1999-03-06",
    ]


def test_a_date_without_a_year_stays_open_where_the_paragraph_tells_of_another_year() -> None:
    text = "In June 1999 the town fell. On 5 April ten were killed; two days later, four."
    june, april, later = read_document(text, DATED).whens
    assert june.interval is not None
    assert (april.interval, later.interval) == (None, None)
    other = read_document(text.replace(". On", ".\n\nOn"), DATED).whens[1]
    assert other.interval is not None
    assert other.interval.edtf == "2017-04-05"


def test_what_a_guessed_document_date_resolves_is_uncertain() -> None:
    text = "Killed last year, since 1988, during the past four decades, until March, on 3 May 1999, "
    text += "from 3 May 1999 to yesterday."
    sure, guessed = (read_document(text, DATED, guessed=guess).whens for guess in (False, True))
    assert [when.interval.edtf for when in guessed if when.interval] == [
        "2016?",
        "1988/2017-06-17?",
        "1977%/2017-06-17?",
        "../2017-03?",
        "1999-05-03",
        "1999-05-03/2017-06-16?",
    ]
    for one, other in zip(sure, guessed, strict=True):
        assert (one.interval is None) == (other.interval is None)
        if one.interval and other.interval:
            assert (one.interval.earliest, one.interval.latest) == (other.interval.earliest, other.interval.latest)


def test_vague_times_are_kept_apart() -> None:
    found = find_times("Just recently, in recent years and now", DATED)
    assert found.whens == ()
    assert [(when.wording, when.interval.edtf if when.interval else None) for when in found.rough] == [
        ("Just recently", None),
        ("recent years", None),
        ("now", "2017-06-17"),
    ]


def test_people_after_an_age_are_no_ages() -> None:
    text = "a man aged 30 and 12 children were killed"
    assert [text[span.start : span.end] for span in find_times(text).masked] == ["aged 30"]


NO_VICTIMS = [
    "After 30 days of siege people were killed.",
    "People were killed at 10:30.",
    "People were killed at 10.30.",
    "People were killed in the 21st century.",
    "People were killed over 20 years.",
    "People were killed in the 1990s.",
    "People were killed within two to three weeks.",
    "In a ten-day siege people were killed.",
    "The 30-year war killed many people.",
    "The 48-hour ultimatum passed and people were killed.",
    "People were killed on 12/06/1999.",
    "People were killed on 12.06.1999.",
    "People aged 15 to 60 were killed.",
    "Boys aged 12, 13 and 15 were killed.",
    "People were killed for 12 to 18 months.",
    "People were killed in 1998/99.",
    "People were killed 36 years ago.",
    "People were killed two and a half years ago.",
    "In nineteen ninety-six people were killed.",
    "People were killed on the 3rd.",
    "Thirty years later people were killed.",
    "People were killed in the 2011-12 season.",
    "At 5 p.m. people were killed.",
    "People were killed at 0530 hours.",
    "People were killed on June 12.",
    "People were killed on 12 and 13 June 1999.",
    "People were killed from 3 to 5 June.",
    "People were killed between June 3 and 5.",
    "People were killed every 12 hours.",
    "People were killed June 3-5, 1999.",
    "People were killed in Ramadan 1419.",
    "People were killed on days 3 and 4.",
    "The 1999 killings went on for six weeks.",
    "People were killed at 17h30.",
    "Some 40 years on, people were killed.",
]


@pytest.mark.parametrize("text", NO_VICTIMS)
def test_no_number_of_a_time_is_counted_as_victims(text: str) -> None:
    assert [claim.figure.wording for claim in extract(text) if claim.figure] == []
