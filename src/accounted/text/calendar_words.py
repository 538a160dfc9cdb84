"""Words that dates are written in: months, seasons and marks per calendar, column titles, and fillers; data only.

`text.dates` simplifies them (case, accents, vowel marks) before it looks anything up.
"""

from __future__ import annotations

from typing import Literal, get_args

__all__ = [
    "ABOUT",
    "CALENDARS",
    "FILLERS",
    "GREGORIAN_MONTHS",
    "MARKS",
    "MONTHS",
    "PARTS",
    "SEASONS",
    "TITLES",
    "Calendar",
]

Calendar = Literal["gregorian", "solar_hijri", "islamic_hijri"]
CALENDARS: tuple[Calendar, ...] = get_args(Calendar)


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


GREGORIAN_MONTHS: dict[str, tuple[str, ...]] = {
    "english": (
        *("january, jan", "february, feb", "march, mar", "april, apr", "may", "june, jun", "july, jul", "august, aug"),
        *("september, sept, sep", "october, oct", "november, nov", "december, dec"),
    ),
    "french": (
        *("janvier, janv", "fevrier, fevr", "mars", "avril, avr", "mai", "juin", "juillet, juil", "aout", "septembre"),
        *("octobre", "novembre", "decembre"),
    ),
    "spanish": (
        *("enero, ene", "febrero", "marzo", "abril, abr", "mayo", "junio", "julio", "agosto, ago"),
        *("septiembre, setiembre", "octubre", "noviembre", "diciembre, dic"),
    ),
    "arabic": (
        "يناير, كانون الثاني, جانفي",
        "فبراير, شباط, فيفري",
        "مارس, آذار",
        "أبريل, ابريل, نيسان, أفريل",
        "مايو, أيار, ماي",
        "يونيو, يونيه, حزيران, جوان",
        "يوليو, يوليه, تموز, جويلية",
        "أغسطس, آب, أوت",
        "سبتمبر, أيلول",
        "أكتوبر, تشرين الأول",
        "نوفمبر, تشرين الثاني",
        "ديسمبر, كانون الأول",
    ),
    "persian": (
        *("ژانویه", "فوریه", "مارس", "آوریل", "مه", "ژوئن", "ژوئیه, جولای", "اوت", "سپتامبر", "اکتبر", "نوامبر"),
        "دسامبر",
    ),
    "russian": (
        *("январь, января, янв", "февраль, февраля, фев, февр", "март, марта, мар", "апрель, апреля, апр", "май, мая"),
        *("июнь, июня, июн", "июль, июля, июл", "август, августа, авг", "сентябрь, сентября, сен, сент"),
        *("октябрь, октября, окт", "ноябрь, ноября, ноя, нояб", "декабрь, декабря, дек"),
    ),
    "ukrainian": (
        *("січень, січня", "лютий, лютого", "березень, березня", "квітень, квітня", "травень, травня"),
        *("червень, червня", "липень, липня", "серпень, серпня", "вересень, вересня", "жовтень, жовтня"),
        *("листопад, листопада", "грудень, грудня"),
    ),
}
"""Names of the Gregorian months by language; January first."""

MONTHS: dict[Calendar, tuple[str, ...]] = {
    "gregorian": tuple(", ".join(rows) for rows in zip(*GREGORIAN_MONTHS.values(), strict=True)),
    "solar_hijri": (
        "farvardin, فروردین, حمل, hamal",
        "ordibehesht, اردیبهشت, ثور, sawr",
        "khordad, خرداد, جوزا, jawza",
        "tir, تیر, سرطان, saratan",
        "mordad, amordad, مرداد, امرداد, اسد, asad",
        "shahrivar, شهریور, سنبله, sonbola",
        "mehr, مهر, میزان, mizan",
        "aban, آبان, عقرب, aqrab",
        "azar, آذر, قوس, qaws",
        "dey, دی, جدی, jadi",
        "bahman, بهمن, دلو, dalw",
        "esfand, اسفند, حوت, hut",
    ),
    "islamic_hijri": (
        "muharram, محرم",
        "safar, صفر",
        "rabi al awwal, rabi i, ربيع الأول, ربیع الاول",
        "rabi al thani, rabi ii, ربيع الثاني, ربيع الآخر",
        "jumada al ula, jumada al awwal, jumada i, جمادى الأولى, جمادی الاول",
        "jumada al thani, jumada al akhira, jumada ii, جمادى الآخرة, جمادى الثانية, جمادی الثانی",
        "rajab, رجب",
        "shaban, sha ban, شعبان",
        "ramadan, ramazan, رمضان",
        "shawwal, شوال",
        "dhu al qada, dhul qadah, ذو القعدة, ذي القعدة, ذی القعده",
        "dhu al hijja, dhu al hijjah, dhul hijja, dhul hijjah, zilhijja, ذو الحجة, ذي الحجة, ذی الحجه",
    ),
}
SEASONS: dict[Calendar, tuple[str, ...]] = {
    "gregorian": (
        "spring, printemps, primavera, الربيع, ربيع, весна, весной, навесні",
        "summer, ete, verano, الصيف, صيف, лето, летом, літо, влітку",
        "autumn, fall, automne, otono, الخريف, خريف, осень, осенью, осінь, восени",
        "winter, hiver, invierno, الشتاء, شتاء, зима, зимой, взимку",
    ),
    "solar_hijri": ("بهار", "تابستان", "پاییز", "زمستان"),
}
MARKS: dict[Calendar, str] = {
    "gregorian": r"a\.?d\.?|c\.?e\.?|م|میلادی|gregorian",
    "solar_hijri": r"s\.?h\.?|a\.?h\.?s\.?|a\.?p\.?|ه\.? ?ش\.?|هجری شمسی|شمسی|solar hijri|shamsi|jalali",
    "islamic_hijri": r"a\.?h\.?|ه\.? ?ق\.?|هجری قمری|قمری|هجری|ه|hijri|qamari",
}
TITLES: dict[Calendar, frozenset[str]] = {
    "solar_hijri": _set("sh ahs shamsi jalali solar persian khorshidi شمسی خورشیدی جلالی"),
    "islamic_hijri": _set("hijri ah qamari islamic lunar هجری الهجری قمری"),
    "gregorian": _set("gregorian miladi ce ad میلادی المیلادی"),
}
FILLERS = _set(
    "of the in on de du le la el del st nd rd th er to until till au hasta تا الی سنه سال عام ماه شهر یوم روز "
    "monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun "
    "г год года году р рік року роки в у"
)
ABOUT = _set(
    "c ca circa about around approx approximately vers hacia حدود حوالی تقریبا около примерно близько приблизно"
)
PARTS = _set(
    "early mid late beginning start middle end debut fin principios finales اوایل اواسط اواخر "
    "начало середина конец початок середина кінець"
)
