"""Every kind of time, with its span and its TIMEX3 value; on any input, no crash and no span out of place."""

from __future__ import annotations

import itertools
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from persiantools.jdatetime import JalaliDate

from accounted.claims.languages.calendar import CalendarWords
from accounted.claims.languages.calendars import calendar_words
from accounted.claims.languages.guess import CODES, LanguageCode
from accounted.claims.languages.tables import word_set
from accounted.claims.times import find_times, read_document, read_times
from accounted.claims.times.tokens import CLASSES
from accounted.model.dates import DateInterval

DATED = DateInterval.parse("2013-03-22")  # a Friday
CASES = [
    ("Friday night", "time", "2013-03-22TNI"),
    ("last Tuesday", "date", "2013-03-19"),
    ("this past Saturday", "date", "2013-03-16"),
    ("next Monday", "date", "2013-03-25"),
    ("earlier this week", "date", "2013-W12"),
    ("last weekend", "date", "2013-W11-WE"),
    ("nineteen ninety-six", "date", "1996"),
    ("the 20th century", "date", "19"),
    ("a decade ago", "date", "2003"),
    ("the third quarter", "date", "2012-Q3"),
    ("the first half of 2013", "date", "2013-H1"),
    ("last fall", "date", "2012-FA"),
    ("fiscal 2012", "date", "2012"),
    ("now", "date", "PRESENT_REF"),
    ("recently", "date", "PAST_REF"),
    ("the future", "date", "FUTURE_REF"),
    ("21:00 GMT on Thursday", "time", "2013-03-21T21:00"),
    ("5 p.m. EST Nov. 9, 2012", "time", "2012-11-09T17:00"),
    ("tonight", "time", "2013-03-22TNI"),
    ("yesterday evening", "time", "2013-03-21TEV"),
    ("two and a half years", "duration", "P2Y6M"),
    ("2 1/2 years", "duration", "P2Y6M"),
    ("a minute and a half", "duration", "PT1M30S"),
    ("half an hour", "duration", "PT30M"),
    ("nearly two decades", "duration", "P20Y"),
    ("several months", "duration", "PXM"),
    ("thirty-six hours", "duration", "PT36H"),
    ("week-long", "duration", "P1W"),
    ("the next two weeks", "duration", "P2W"),
    ("every year", "set", "P1Y"),
    ("each Thursday", "set", "XXXX-WXX-4"),
    ("Tuesday nights", "set", "XXXX-WXX-2TNI"),
    ("each July", "set", "XXXX-07"),
]
UNDATED = [("yesterday", "XXXX-XX-XX"), ("last year", "XXXX"), ("Friday", "XXXX-WXX-5"), ("Sept. 30", "XXXX-09-30")]


@pytest.mark.parametrize(("text", "kind", "value"), CASES)
def test_kind_and_value(text: str, kind: str, value: str) -> None:
    (time,) = read_times(text, DATED)
    assert (time.start, time.end) == (0, len(text))
    assert (time.reading.kind, time.reading.value) == (kind, value)


@pytest.mark.parametrize(("text", "value"), UNDATED)
def test_relative_time_without_a_date_is_open(text: str, value: str) -> None:
    (time,) = read_times(text)
    assert (time.reading.value, time.reading.edtf, time.reading.basis) == (value, None, "none")


SIDES = [
    ("The talks are set to resume Monday in Orsk.", "2013-03-25"),
    ("The court is to hear the appeal on Tuesday.", "2013-03-26"),
    ("The relatives met Monday in Orsk.", "2013-03-18"),
    ("Payment falls on a still unspecified date in June.", "2013-06"),
    ("The council said it is calling for a vote on 7 May.", "2013-05-07"),
    ("They were calling for a vote on 7 May.", "2012-05-07"),
    ("The record of 22 September stands.", "2012-09-22"),
    ("The prison that was closed in May stood empty.", "2012-05"),
]


@pytest.mark.parametrize(("text", "value"), SIDES)
def test_side_of_time_that_the_words_tell(text: str, value: str) -> None:
    assert [time.reading.value for time in read_times(text, DATED)] == [value]


@pytest.mark.parametrize("text", ["March to the town", "may be", "second to none", "$27 a year", "52-card"])
def test_what_is_no_time(text: str) -> None:
    assert read_times(text, DATED) == ()


PIECES = word_set(
    """31 June 1999 1,23,456 30.000 last two days later ago the past a year's Monday May may 12 to - – / : . , since in
    of until between and every half hundred thirty six 3/4/1999 1999-06-17 10:30 p.m. quarter '80s 1980s 99
    about more than 3rd old ٣١ ۱۳۶۰ خرداد آذار مارس و منذ قبل عامين il y mars de hace années
    dernière a\u0301 ـــ ² ½ Ⅷ 一九九九年"""
)
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August")
SOLAR = ("فروردین", "اردیبهشت", "خرداد", "تیر", "مرداد", "شهریور", "مهر", "آبان", "آذر", "دی", "بهمن", "اسفند")
words_and_signs = st.lists(st.sampled_from([*sorted(PIECES), "\u200f", "\u202b", "\n\n"]), max_size=25).map(" ".join)


figures = st.text(alphabet="0123456789/.:-–, TZapmst'", max_size=40)


@given(st.one_of(st.text(max_size=200), words_and_signs, figures), st.sampled_from([None, *CODES]), st.booleans())
def test_any_text_is_read_without_a_span_out_of_place(text: str, language, dated: bool) -> None:  # type: ignore[no-untyped-def]
    words: CalendarWords = calendar_words(language)
    document = read_document(text, DATED if dated else None, words=words)
    times = read_times(text, DATED if dated else None, words)
    assert all(0 <= time.start < time.end <= len(text) for time in times)
    assert all(one.end <= other.start for one, other in itertools.pairwise(times))
    for when in (*document.whens, *document.rough):
        assert text[when.start : when.end] == when.wording
        assert when.interval is None or DateInterval.parse(when.interval.edtf) == when.interval
    inner = document.within(0, len(text))
    assert all(0 <= span.start < span.end <= len(text) for span in inner.masked)


OTHERS = word_set(
    "31 30 12 1999 2000 1360 1419 99 3rd 31st 1980s '80s 3/4/199 2017-02-30 10:75 5 p.m. , - – . 's 1/2 0 0000"
)
DATES = [None, *map(DateInterval.parse, ["2017-06-17", "2016-02-29", "2017", "0001-01-01", "9999-12-31", "../1999"])]


def entries(language: LanguageCode) -> list[str]:
    table = calendar_words(language)
    names = [name for name, _ in CLASSES] + ["between", "ranges", "since", "up_to", "before", "after", "past", "future"]
    found = sorted({entry for name in names for entry in getattr(table, name)})
    return [*found, *map(str.capitalize, found), *sorted(OTHERS)]


sentences = st.one_of(
    [st.tuples(st.just(code), st.lists(st.sampled_from(entries(code)), max_size=7)) for code in CODES]
)


@settings(max_examples=400, deadline=None)
@given(sentences, st.sampled_from(DATES), st.booleans())
def test_words_of_the_tables_in_any_order_are_read(
    sentence: tuple[LanguageCode, list[str]], dated: DateInterval | None, guessed: bool
) -> None:
    code, pieces = sentence
    text = " ".join(pieces)
    document = read_document(text, dated, guessed=guessed, words=calendar_words(code))
    assert all(text[when.start : when.end] == when.wording for when in document.whens)


@given(words_and_signs)
def test_a_relative_time_is_never_resolved_without_a_date(text: str) -> None:
    for time in read_times(text):
        assert time.reading.basis != "document"
        assert time.reading.edtf is None or time.reading.basis in ("stated", "text")


@given(
    st.integers(1, 31),
    st.sampled_from(list(enumerate(MONTHS, start=1))),
    st.integers(1900, 2030),
)
def test_a_day_that_does_not_exist_is_not_invented(day: int, month: tuple[int, str], year: int) -> None:
    number, name = month
    try:
        expected: str | None = date(year, number, day).isoformat()
    except ValueError:
        expected = None
    for text in (f"{day} {name} {year}", f"{name} {day}, {year}", f"the {day} of {name} {year}"):
        (when,) = find_times(text, DATED).whens
        assert when.wording == text
        assert (when.interval.edtf if when.interval else None) == expected


@given(st.dates(date(1925, 1, 1), date(2030, 1, 1)))
def test_solar_hijri_days_in_persian_digits_are_the_days_they_are(day: date) -> None:
    jalali = JalaliDate(day)
    text = f"{jalali.day} {SOLAR[jalali.month - 1]} {jalali.year}".translate(
        {ord("0") + i: chr(0x06F0 + i) for i in range(10)}
    )
    (when,) = read_document(text, words=calendar_words("fa")).whens
    assert when.interval is not None
    assert when.interval.edtf == day.isoformat()


@pytest.mark.parametrize("unit", ["about ", "a year 12 ", "1,23,456 ", "Monday", "ـ", "1", "\u202e("])
def test_a_long_line_is_read_in_pieces(unit: str) -> None:
    text = unit * (60_000 // len(unit))
    assert all(time.end <= len(text) for time in read_times(text, DATED))
