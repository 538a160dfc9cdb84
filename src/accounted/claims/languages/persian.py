"""Persian, begun: numbers, bounds, acts, units. *Qorbānī* may be dead or hurt: the act is `other`."""

from __future__ import annotations

from accounted.claims.languages.tables import BoundWords, Language, ViolationWords, word_set
from accounted.text.number_words import NumberWords

__all__ = ["PERSIAN"]

# fmt: off
_NUMBERS = NumberWords(
    values={
        "صفر": 0, "یک": 1, "دو": 2, "سه": 3, "چهار": 4, "پنج": 5, "شش": 6, "هفت": 7, "هشت": 8, "نه": 9, "ده": 10,
        "یازده": 11, "دوازده": 12, "سیزده": 13, "چهارده": 14, "پانزده": 15, "شانزده": 16, "هفده": 17, "هجده": 18,
        "نوزده": 19, "بیست": 20, "سی": 30, "چهل": 40, "پنجاه": 50, "شصت": 60, "هفتاد": 70, "هشتاد": 80, "نود": 90,
        "دویست": 200, "سیصد": 300, "چهارصد": 400, "پانصد": 500, "ششصد": 600, "هفتصد": 700, "هشتصد": 800, "نهصد": 900,
    },
    scales={"صد": 100, "هزار": 1_000, "میلیون": 1_000_000, "میلیارد": 1_000_000_000},
    plurals={"ده‌ها": 10, "دهها": 10, "صدها": 100, "هزاران": 1_000, "میلیون‌ها": 1_000_000},
    several=("چند", "چندین"),
    few=("چند", "چندین"),
    fractions={"نیم": 0.5},
    joiner="و",
    joins_anything=True,
    link="از",
    thousands="٬",
    decimal="٫",
)
# fmt: on

PERSIAN = Language(
    code="fa",
    name="Persian",
    reading="begun",
    numbers=_NUMBERS,
    bounds=BoundWords(
        low=r"حداقل|دست[\u200c ]?کم|کمینه",
        low_open=r"بیش از|بیشتر از|بالغ بر|فراتر از|متجاوز از|افزون بر",
        high=r"تا|حداکثر|دست بالا",
        high_open=r"کمتر از|زیر",
        nearly=r"نزدیک به|قریب به",
        about=r"حدود|در حدود|تقریبا|تقریباً|حدوداً",
        after_low=r"یا بیشتر",
        after_high=r"یا کمتر",
        between=r"بین|میان",
        between_and=r"تا|و",
        from_=r"از",
        to=r"تا|الی",
        or_=r"یا",
        joins_high="",
        not_before=r"(?:ماده|قطعنامه|شماره|صفحه|فصل)\s*|[$£€]\s*",
        not_after=r"\s*(?:%|٪|درصد|دلار|یورو|ریال|تومان|سال|ساله|کیلومتر|متر|تن\b(?! از)|ساعت|روز|ماه|هفته|دقیقه)",
    ),
    violations=ViolationWords(
        states=(
            (
                "killed",
                r"کشته شدند|کشته شده‌اند|کشته شد|کشته|کشتند|کشت|جان باختند|جان باخته‌اند|جان باخت"
                r"|جان خود را از دست دادند|به قتل رسیدند|قتل"
                r"|مردند|شهید|فوت کردند",
            ),
            ("executed", r"اعدام شدند|اعدام شد|اعدام شده‌اند|اعدام کردند|اعدام|به دار آویخته"),
            ("injured", r"زخمی|مجروح|مصدوم"),
            ("missing", r"ناپدید|مفقود|گمشده"),
            ("detained", r"بازداشت|دستگیر|زندانی شدند"),
            ("tortured", r"شکنجه"),
            ("displaced", r"آواره|بی‌خانمان|پناهنده"),
            ("other", r"قربانی|جسد|پیکر|ربوده"),
        ),
        nouns=(("killed", "incidents", r"قتل عام|کشتار"),),
        compounds=r"کشته (?:و|یا) (?:زخمی|مجروح|مفقود)",
        things=(
            ("incidents", r"حمله|کشتار|انفجار"),
            ("records", r"نام|اسم|مورد|پرونده"),
            ("objects", r"خانه|روستا|مدرسه|خودرو|ساختمان"),
        ),
        not_counted=word_set("خانواده بار مرتبه دلار"),
        negations=r"(?<!\w)(?:ن(?:شد|شدند|کرد|کردند|بود)|هیچ|تکذیب|رد کرد|اگر|شاید|ممکن|آیا)(?!\w)|؟",
    ),
)
