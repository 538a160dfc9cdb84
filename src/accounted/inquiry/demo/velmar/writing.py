"""The four made-up lists: who keeps them, how many they find, and how their files look."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from persiantools.jdatetime import JalaliDate

from accounted.inquiry.demo.velmar.noise import Habits, Noted

__all__ = ["LISTS", "MadeUpList", "list_bytes"]

_MONTHS = ("", "January", "February", "March", "April", "May", "June", "July", "August")
_ARABIC_MONTHS = ("", "كانون الثاني", "شباط", "آذار", "نيسان", "أيار", "حزيران", "تموز", "آب")
_ARABIC_DIGITS = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
_NOTE, _ARABIC_NOTE = "made up", "مختلق (made up)"


@dataclass(frozen=True, slots=True)
class MadeUpList:
    """One list.

    Args:
        name: Name of its file without the ending; also the name that the list gets.
        easy: Probability of finding a person who is easy to find.
        hard: Probability of finding one who is hard to find.
        habits: How it spells.
        header: Titles of its columns.
        separator: Between cells.
        row: Writes one row.
    """

    name: str
    easy: float
    hard: float
    habits: Habits
    header: tuple[str, ...]
    separator: str
    row: Callable[[Noted], tuple[str, ...]]


def list_bytes(made_up: MadeUpList, notes: list[Noted]) -> bytes:
    """Write the file of one list; UTF-8, the same bytes everywhere."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=made_up.separator, lineterminator="\n")
    writer.writerow(made_up.header)
    writer.writerows(made_up.row(noted) for noted in notes)
    return text.getvalue().encode("utf-8")


def _in_order(noted: Noted) -> str:
    parts = (noted.given, noted.father, noted.family)
    turned = (noted.family, noted.given, noted.father)
    return " ".join(part for part in (turned if noted.swapped else parts) if part)


def _nobody(noted: Noted) -> str:
    return {"M": "unknown man", "F": "unknown woman", "": "unknown"}[noted.sex]


def _age(noted: Noted) -> str:
    return "" if noted.age is None else str(noted.age)


def _iso(day: date | None, *, to_month: bool) -> str:
    return "" if day is None else day.isoformat()[:7] if to_month else day.isoformat()


def _solar(day: date | None, *, to_month: bool) -> str:
    if day is None:
        return ""
    solar = JalaliDate(day)  # type: ignore[no-untyped-call]  # persiantools is partly typed
    return f"{solar.year}/{solar.month:02d}" + ("" if to_month else f"/{solar.day:02d}")


def _memory_project(noted: Noted) -> tuple[str, ...]:
    name = _in_order(noted) if noted.given else _nobody(noted)
    died = _iso(noted.died, to_month=noted.to_month)
    return name, noted.sex, _age(noted), died, noted.village, noted.district, _NOTE


def _committee(noted: Noted) -> tuple[str, ...]:
    given, family = (noted.family, noted.given) if noted.swapped else (noted.given, noted.family)
    day = noted.died
    died = "" if day is None else f"{_MONTHS[day.month]} {day.year}" if noted.to_month else f"{day:%d/%m/%Y}"
    sex = {"M": "man", "F": "woman", "": ""}[noted.sex]
    father = noted.father if noted.given else ""
    return given or _nobody(noted), father, family, sex, _age(noted), died, noted.village or noted.district, _NOTE


def _hospitals(noted: Noted) -> tuple[str, ...]:
    name = _in_order(noted) if noted.given else "مجهول الهوية"
    day = noted.died
    died = "" if day is None else f"{_ARABIC_MONTHS[day.month]} {day.year}" if noted.to_month else f"{day:%d/%m/%Y}"
    sex = {"M": "ذكر", "F": "أنثى", "": ""}[noted.sex]
    cells = (name, sex, _age(noted).translate(_ARABIC_DIGITS), died.translate(_ARABIC_DIGITS))
    return *cells, noted.village, noted.district, _ARABIC_NOTE


def _border(noted: Noted) -> tuple[str, ...]:
    name = _in_order(noted) if noted.given else _nobody(noted)
    sex = {"M": "male", "F": "female", "": ""}[noted.sex]
    died = _solar(noted.died, to_month=noted.to_month)
    return name, sex, _age(noted), died, noted.village or noted.district, _NOTE


LISTS = (
    MadeUpList(
        "made-up-memory-project",
        0.48,
        0.20,
        Habits(arabic=False, spelling=0),
        ("name", "sex", "age", "date of death", "village", "district", "note"),
        ",",
        _memory_project,
    ),
    MadeUpList(
        "made-up-families-committee",
        0.42,
        0.17,
        Habits(arabic=False, spelling=1),
        ("given name", "father's name", "family name", "gender", "age", "killed on", "place", "note"),
        ";",
        _committee,
    ),
    MadeUpList(
        "made-up-hospital-register",
        0.29,
        0.27,
        Habits(arabic=True, spelling=0),
        ("الاسم", "الجنس", "العمر", "تاريخ الوفاة", "القرية", "المنطقة", "ملاحظة"),
        ",",
        _hospitals,
    ),
    MadeUpList(
        "made-up-border-register",
        0.30,
        0.12,
        Habits(arabic=False, spelling=2),
        ("name", "sex", "age", "date_sh", "place", "note"),
        "\t",
        _border,
    ),
)
