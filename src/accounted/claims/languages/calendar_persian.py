"""Time words of Persian and Dari: the Solar Hijri months in both traditions, the Islamic and the Gregorian ones."""

from __future__ import annotations

from accounted.claims.languages.calendar import CalendarWords, words
from accounted.claims.languages.calendar_tables import hijri_months, months, numbered, pairs, units

__all__ = ["PERSIAN"]

PERSIAN = CalendarWords(
    months=months("persian") | hijri_months(latin=False),
    weekdays=numbered("دوشنبه; سه‌شنبه, سه شنبه; چهارشنبه; پنجشنبه, پنج‌شنبه; جمعه; شنبه; یکشنبه, یک‌شنبه"),
    seasons=numbered("بهار; تابستان; پاییز; زمستان", 21),
    units=units(
        "ثانیه: second, دقیقه: minute, ساعت: hour, روز: day, هفته: week, ماه: month, سال: year, دهه: decade, "
        "قرن: century"
    ),
    unit_plurals=units("روزهای: day, هفته‌های: week, ماه‌های: month, سال‌های: year, سالهای: year, دهه‌های: decade"),
    days={"دیروز": -1, "امروز": 0, "فردا": 1, "پریروز": -2},
    dayparts=pairs("صبح: MO, ظهر: MI, عصر: AF, شب: NI"),
    directions={
        **dict.fromkeys(("گذشته", "پیشین", "اخیر"), -1),
        **dict.fromkeys(("جاری", "این"), 0),
        **dict.fromkeys(("آینده", "بعد"), 1),
    },
    direction_follows=True,
    ago=words("پیش, قبل"),
    parts=words("اوایل, آغاز, اواسط, نیمه, اواخر, پایان"),
    about=words("حدود, تقریبا, نزدیک به, حوالی"),
    bounds=words("بیش از, کمتر از, دست کم, دستکم, حداقل"),
    references={
        **dict.fromkeys(("اکنون", "هم‌اکنون"), "present"),
        **dict.fromkeys(("اخیرا", "به‌تازگی"), "past"),
    },
    quantities=dict.fromkeys(("چند", "چندین"), None),
    every=words("هر"),
    numbers=numbered("یک; دو; سه; چهار; پنج; شش; هفت; هشت; نه; ده; یازده; دوازده", 1)
    | {"بیست": 20, "سی": 30, "چهل": 40, "پنجاه": 50, "صد": 100},
    of=words("از, در, ماه"),
    conjunctions=words("و, یا"),
    until=words("تا"),
    range_and=words("و"),
    between=words("بین, میان"),
    ranges=words("از"),
    during=words("طی, در, در طول"),
    since=words("از"),
    up_to=words("تا"),
    before=words("پیش از, قبل از"),
    after=words("پس از, بعد از"),
    year_leads=words("سال, در, از, تا, بین, و"),
    firm_year_leads=words("سال"),
    future=words("خواهد, خواهند, قرار, آینده"),
    past=words("شد, شدند, بود, بودند, کرد, کردند, گفت, کشته"),
    year_calendar="solar_hijri",
)
