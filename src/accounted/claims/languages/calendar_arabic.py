"""Time words of Arabic: the months of the Levant and Iraq, of Egypt and the Gulf, of the Maghreb; the Hijri ones."""

from __future__ import annotations

from accounted.claims.languages.calendar import CalendarWords, words
from accounted.claims.languages.calendar_tables import hijri_months, months, numbered, pairs, units

__all__ = ["ARABIC"]

ARABIC = CalendarWords(
    months=months("arabic")
    | {word: month for word, month in hijri_months(latin=False).items() if month[0] == "islamic_hijri"},
    weekdays=numbered("الاثنين, الإثنين; الثلاثاء; الأربعاء; الخميس; الجمعة; السبت; الأحد"),
    seasons=numbered("ربيع, الربيع; صيف, الصيف; خريف, الخريف; شتاء, الشتاء", 21),
    units=units(
        "ثانية: second, دقيقة: minute, ساعة: hour, يوم: day, أسبوع: week, الأسبوع: week, شهر: month, الشهر: month, "
        "سنة: year, السنة: year, عام: year, العام: year, عقد: decade, العقد: decade, قرن: century, القرن: century"
    ),
    unit_plurals=units(
        "ثوان: second, دقائق: minute, ساعات: hour, أيام: day, الأيام: day, أسابيع: week, الأسابيع: week, أشهر: month, "
        "شهور: month, الأشهر: month, سنوات: year, السنوات: year, سنين: year, أعوام: year, الأعوام: year, عقود: decade, "
        "العقود: decade, قرون: century"
    ),
    unit_pairs=units("يومين: day, أسبوعين: week, شهرين: month, عامين: year, سنتين: year, عقدين: decade"),
    days={"أمس": -1, "البارحة": -1, "اليوم": 0, "غدا": 1},
    dayparts=pairs("صباح: MO, ظهر: MI, مساء: EV, ليلة: NI, ليل: NI"),
    directions={
        **dict.fromkeys(("الماضي", "الماضية", "الفائت", "الفائتة", "المنصرم", "المنصرمة", "الأخيرة", "الأخير"), -1),
        **dict.fromkeys(("الحالي", "الحالية", "الجاري", "الجارية", "هذا", "هذه"), 0),
        **dict.fromkeys(("المقبل", "المقبلة", "القادم", "القادمة"), 1),
    },
    direction_follows=True,
    ago_before=words("قبل"),
    parts=words("أوائل, مطلع, بداية, منتصف, أواسط, أواخر, نهاية"),
    about=words("نحو, حوالي, قرابة, زهاء"),
    bounds=words("أكثر من, أقل من, ما لا يقل عن"),
    references={
        **dict.fromkeys(("الآن", "حاليا"), "present"),
        **dict.fromkeys(("مؤخرا", "أخيرا"), "past"),
    },
    quantities=dict.fromkeys(("بضعة", "بضع", "عدة"), None),
    every=words("كل"),
    numbers=numbered("واحد, واحدة; اثنان, اثنين; ثلاث, ثلاثة; أربع, أربعة, الأربعة; خمس, خمسة; ست, ستة; سبع, سبعة; "
                     "ثماني, ثمانية; تسع, تسعة; عشر, عشرة", 1)
    | {"عشرين": 20, "ثلاثين": 30, "أربعين": 40, "خمسين": 50, "مئة": 100},
    of=words("من, في, لعام, عام"),
    conjunctions=words("و, أو"),
    until=words("إلى, حتى"),
    range_and=words("و"),
    between=words("بين, ما بين"),
    ranges=words("من"),
    during=words("خلال"),
    since=words("منذ"),
    up_to=words("حتى, إلى, حتى عام, لغاية"),
    before=words("قبل"),
    after=words("بعد"),
    year_leads=words("عام, العام, سنة, السنة, في, منذ, حتى, بين, من, إلى, و"),
    firm_year_leads=words("عام, العام, سنة, السنة"),
    future=words("سوف, سيتم, المقرر, المقبل, القادم"),
    past=words("قتل, قتلوا, كان, كانت, أعلن, أعلنت, قال, قالت, وقع, وقعت"),
    prefixes="وبلف",
    year_calendar="islamic_hijri",
)  # fmt: skip
