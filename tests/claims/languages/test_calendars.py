"""Dates of other languages; each sentence is made up."""

from __future__ import annotations

import pytest

from accounted.claims.languages.calendars import calendar_words
from accounted.claims.languages.guess import LanguageCode
from accounted.claims.times import read_document
from accounted.model.dates import DateInterval

DATED = DateInterval.parse("2017-06-17")
CASES: list[tuple[LanguageCode | None, str, list[tuple[str, str | None]]]] = [
    ("fr", "le 3 mars 1999", [("le 3 mars 1999", "1999-03-03")]),
    ("fr", "le 1er juillet 1962", [("le 1er juillet 1962", "1962-07-01")]),
    ("fr", "du 3 au 5 mars 1999", [("3 au 5 mars 1999", "1999-03-03/1999-03-05")]),
    ("fr", "entre mars et juin 1999", [("entre mars et juin 1999", "1999-03/1999-06")]),
    ("fr", "depuis 1988", [("depuis 1988", "1988/2017-06-17")]),
    ("fr", "il y a deux ans", [("il y a deux ans", "2015")]),
    ("fr", "l'année dernière, hier", [("année dernière", "2016"), ("hier", "2017-06-16")]),
    ("fr", "l'été 1988", [("été 1988", "1988-22")]),
    ("fr", "les années 1980", [("les années 1980", "198X")]),
    ("fr", "31 juin 1999", [("31 juin 1999", None)]),
    ("es", "el 3 de marzo de 1999", [("el 3 de marzo de 1999", "1999-03-03")]),
    ("es", "hace dos años, el año pasado", [("hace dos años", "2015"), ("el año pasado", "2016")]),
    ("es", "desde 1981 hasta 1992", [("desde 1981 hasta 1992", "1981/1992")]),
    ("es", "las últimas cuatro décadas", [("las últimas cuatro décadas", "1977~/2017-06-17")]),
    ("ar", "في ١٥ آذار ١٩٩٩", [("١٥ آذار ١٩٩٩", "1999-03-15")]),
    ("ar", "15 مارس 1999", [("15 مارس 1999", "1999-03-15")]),
    ("ar", "15 آذار/مارس 1999", [("15 آذار/مارس 1999", "1999-03-15")]),
    ("ar", "في كانون الثاني 2009", [("كانون الثاني 2009", "2009-01")]),
    ("ar", "١٧ رمضان ١٤١٩", [("١٧ رمضان ١٤١٩", "1999-01-04")]),
    ("ar", "منذ عام 1988", [("منذ عام 1988", "1988/2017-06-17")]),
    ("ar", "قبل عامين", [("قبل عامين", "2015")]),
    ("ar", "العام الماضي", [("العام الماضي", "2016")]),
    ("ar", "بين 1998 و1999", [("بين 1998 و1999", "1998/1999")]),
    ("fa", "۳۱ خرداد ۱۳۶۰", [("۳۱ خرداد ۱۳۶۰", "1981-06-21")]),
    ("fa", "تابستان ۱۳۶۷", [("تابستان ۱۳۶۷", "1988-06-22/1988-09-22")]),
    ("fa", "سال ۱۳۶۷", [("سال ۱۳۶۷", "1988-03-21/1989-03-20")]),
    ("fa", "دو سال پیش", [("دو سال پیش", "2015")]),
    ("fa", "۱۵ مارس ۱۹۹۹", [("۱۵ مارس ۱۹۹۹", "1999-03-15")]),
    (None, "am 3. März 1999 und 1999-06-17", [("1999-06-17", "1999-06-17")]),
]


@pytest.mark.parametrize(("language", "text", "expected"), CASES)
def test_times(language: LanguageCode | None, text: str, expected: list[tuple[str, str | None]]) -> None:
    found = read_document(text, DATED, words=calendar_words(language)).whens
    assert [(when.wording, when.interval.edtf if when.interval else None) for when in found] == expected
