"""Read single cells: sex and age as stated, nothing worked out from anything else."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Literal, TypeVar

from accounted.text.name_tables import PLACEHOLDER_PHRASES
from accounted.text.names import is_placeholder

__all__ = [
    "MANY",
    "Known",
    "State",
    "is_blank",
    "names_nobody",
    "plain_word",
    "read_age",
    "read_sex",
    "reads_m_as_woman",
    "state_of",
    "states_sex",
]

_BLANK = frozenset({"", "na", "n/a", "nan", "nil", "none", "null", "-", "--", "—", ".", "?", "#n/a", "nd", "s/d"})
State = Literal["stated", "stated unknown", "empty", "not asked"]
"""What a list says about a field of a record: a value; that it is not known; nothing; or it has no such column."""

_LONGEST_KEPT, MANY = 200, 1 << 16

K = TypeVar("K")
V = TypeVar("V")


class Known(dict[K, V]):
    """What cells were read as, each different one once; long ones and too many are not kept.

    Args:
        read: Reads a cell.
        most: Beyond so many, all are forgotten.

    >>> lengths = Known(len)
    >>> lengths["Velm"], dict(lengths)
    (4, {'Velm': 4})
    """

    def __init__(self, read: Callable[[K], V], most: int = 1 << 14) -> None:
        super().__init__()
        self._read, self._most = read, most

    def __missing__(self, cell: K) -> V:
        """Read a cell that is not known."""
        if isinstance(cell, str) and len(cell) > _LONGEST_KEPT:
            return self._read(cell)
        if len(self) >= self._most:
            self.clear()
        value = self[cell] = self._read(cell)
        return value


_PHRASES_BEGIN = frozenset(phrase.split()[0] for phrase in PLACEHOLDER_PHRASES)
_LETTERS = str.maketrans({"ي": "ی", "ى": "ی", "ك": "ک", "ة": "ه", "ـ": ""})


@lru_cache(maxsize=65_536)
def plain_word(text: str) -> str:
    """Fold case, accents and the two ways of writing some Arabic letters, to look a word up.

    >>> plain_word(" Féminin "), plain_word("أنثى") == plain_word("انثی")
    ('feminin', True)
    """
    spread = unicodedata.normalize("NFKD", text.strip().casefold())
    kept = "".join(c for c in spread if unicodedata.category(c) not in ("Mn", "Cf"))
    return kept.translate(_LETTERS).strip(" .")


def _words(text: str) -> frozenset[str]:
    return frozenset(plain_word(word) for word in text.split())


_FEMALE = _words(
    "f fem female females woman girl w weiblich femme fille féminin femenino femenina mujer niña أنثى إناث امرأة بنت "
    "طفلة زن دختر مونث مؤنث خانم ж жен женский женщина женск девочка жін жіночий жіноча жінка дівчинка"
)
_MALE = _words(
    "m male males man boy h homme garçon masculin masculino hombre varón niño ذكر ذكور رجل ولد مرد پسر مذکر آقا "
    "м муж мужской мужчина мужск мальчик ч чол чоловічий чоловіча чоловік хлопчик"
)
_NOT_KNOWN = _words("u x unknown inconnu desconocido غيرمعروف نامشخص مجهول نامعلوم неизвестно невідомо")
_UNKNOWN = _NOT_KNOWN - {"x", "u"} | frozenset(
    plain_word(phrase)
    for phrase in (
        "n/k", "nk", "not known", "unk", "?", "unidentified", "not identified", "inconnue", "non connu", "desconocida",
        "no se sabe", "se desconoce", "غير معروف", "غير معروفة", "مجهولة", "نا معلوم",
        "не известно", "нет данных", "не установлено", "немає даних", "не встановлено",
    )
)  # fmt: skip
_AGE = re.compile(
    r"(?P<number>\d{1,3}(?:[.,]\d+)?)\s*(?P<unit>y|yo|yr|yrs|year|years|ans|an|anos|سنه|سنوات|عام|سال|ساله"
    r"|лет|год|года|г|роки|років|рік|р"
    r"|m|mo|mos|month|months|mois|mes|meses|شهر|اشهر|ماه|ماهه"
    r"|мес|месяц|месяца|месяцев|міс|місяць|місяці|місяців)?(?: old)?"
)
_MONTHS = _words(
    "m mo mos month months mois mes meses شهر أشهر ماه ماهه мес месяц месяца месяцев міс місяць місяці місяців"
)
_OLDEST = 130


def is_blank(text: str) -> bool:
    """Whether a cell holds nothing, or a mark for nothing.

    >>> is_blank(" N/A "), is_blank("0")
    (True, False)
    """
    return text.strip().casefold() in _BLANK


def state_of(values: Mapping[str, str], titles: Iterable[str]) -> State:
    """Say what a record states about a field: unknown is not empty, and empty is not "not asked" (R15).

    Args:
        values: The record's row: title → value as written.
        titles: The titles of the field's columns; the most that any of them says holds.

    >>> row = {"age": "34", "sex": "unknown", "born": ""}
    >>> [state_of(row, [title]) for title in ("age", "sex", "born", "job")]
    ['stated', 'stated unknown', 'empty', 'not asked']
    """
    found = {_state(values[title]) for title in titles if title in values}
    ranked: tuple[State, ...] = ("stated", "stated unknown", "empty")
    return next((state for state in ranked if state in found), "not asked")


def _state(text: str) -> State:
    if plain_word(text) in _UNKNOWN:
        return "stated unknown"
    return "empty" if is_blank(text) else "stated"


def reads_m_as_woman(values: Iterable[str]) -> bool:
    """Whether a column holds H and M and no F: then it is *hombre, mujer*, and M is a woman.

    >>> reads_m_as_woman(["H", "M"]), reads_m_as_woman(["M", "F"])
    (True, False)
    """
    words = {plain_word(value) for value in values}
    return {"h", "m"} <= words and "f" not in words


def read_sex(text: str, *, m_is_woman: bool = False) -> str | None:
    """Read `F`, `M`, or None when the cell does not say or cannot be read.

    >>> read_sex("Female"), read_sex("مرد"), read_sex("unknown")
    ('F', 'M', None)
    """
    word = plain_word(text)
    if m_is_woman and word == "m":
        return "F"
    return "F" if word in _FEMALE else "M" if word in _MALE else None


def states_sex(text: str) -> bool:
    """Whether a cell is a word for a sex, or for not knowing it."""
    word = plain_word(text)
    return word in _FEMALE or word in _MALE or word in _NOT_KNOWN


@lru_cache(maxsize=65_536)
def read_age(text: str) -> float | None:
    """Read years; months become parts of a year; ranges and decades stay unread.

    >>> read_age("47"), read_age("٤٧"), read_age("6 months"), read_age("30-35"), read_age("1979")
    (47.0, 47.0, 0.5, None, None)
    """
    western = "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in text[:40])
    found = _AGE.fullmatch(plain_word(western))
    if found is None:
        return None
    number = float(found["number"].replace(",", "."))
    years = round(number / 12, 2) if (found["unit"] or "") in _MONTHS else number
    return years if years <= _OLDEST else None


def names_nobody(text: str) -> bool:
    """Whether words say that something is not known; as `is_placeholder`, and quick for the many that do not.

    The first word settles nearly all, and first words repeat.

    >>> names_nobody("Unknown male"), names_nobody("Ombra Vask"), names_nobody("")
    (True, False, True)
    """
    words = text.split(maxsplit=1)
    return not words or (_may_begin(words[0]) and is_placeholder(text))


@lru_cache(maxsize=65536)
def _may_begin(word: str) -> bool:
    return word.strip("()[]*.,-").casefold() in _PHRASES_BEGIN or is_placeholder(f"unknown {word}")
