"""What a time is read against: the document's date, the time told before, and the words around it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from accounted.claims.languages.calendar import CalendarWords, Unit
from accounted.claims.times.points import Point, holding
from accounted.claims.times.tokens import Tokens
from accounted.model.dates import DateInterval

__all__ = ["Basis", "Context", "Kind", "Reading", "Tells", "Time"]

Kind = Literal["date", "time", "duration", "set"]
Basis = Literal["stated", "document", "text", "none"]
Tells = Literal["when", "roughly", "nothing"]


@dataclass(frozen=True, slots=True)
class Reading:
    """What the words of a time mean.

    Args:
        kind: A date, a time of day, a length of time, or a repetition ("every year").
        value: TIMEX3 value, with X for what the words leave open.
        edtf: The days meant, or None when they cannot be told.
        basis: Whether the words tell by themselves (`stated`), or against the `document`'s date or the time told before
            in the `text`; `none` when nothing can be told.
        point: The unit of the calendar, from which later times can be counted.
        month_day: Month and day of a date without a year, so that a range can lend it one.
        tells: Whether something may have happened `when` it says, only `roughly` then ("recently"), or whether it says
            `nothing` of that kind: lengths of time, repetitions, a clock time without a day.
        anchors: Whether later times may be counted from it; not from what is told for comparison ("a year earlier").
    """

    kind: Kind
    value: str
    edtf: str | None = None
    basis: Basis = "none"
    point: Point | None = None
    month_day: tuple[int, int | None] | None = None
    tells: Tells = "when"
    anchors: bool = True


@dataclass(frozen=True, slots=True)
class Time:
    """A time as worded, `text[start:end]`, and what it means."""

    start: int
    end: int
    reading: Reading


@dataclass(slots=True)
class Context:
    """A text being read; `told` moves along with the reading.

    Args:
        text: The text.
        tokens: Its tokens.
        words: The language's table.
        dated: The date of the document.
        told: The last time told.
        told_at: Its token; 0 when it was told in an earlier piece of the text.
        persons: Words after which digits are a count ("2000 people").
    """

    text: str
    tokens: Tokens
    words: CalendarWords
    dated: DateInterval | None
    told: Reading | None = None
    told_at: int = 0
    persons: frozenset[str] = frozenset()

    def now(self, unit: Unit) -> Point | None:
        """The unit that the document's date lies in; None when the date is not known as finely."""
        if self.dated is None or self.dated.earliest is None or self.dated.latest is None:
            return None
        first, last = self.dated.earliest.to_date(), self.dated.latest.to_date()
        if first is None or last is None:
            return None
        point = holding(first, unit)
        return point if point == holding(last, unit) else None

    def before(self, index: int, n: int = 1) -> str:
        """The words of the `n` tokens before a token, joined by spaces."""
        return " ".join(self.tokens.keys[max(0, index - n) : index])

    def tense(self, first: int, last: int) -> int:
        """Whether the words around the tokens speak of what is to come (1) or of the past (−1, −2); 0 when none tells.

        The nearest telling word before decides, within the sentence; without one, the nearest after. −1 is told by an
        ending only ("preferred"), −2 by a verb ("were killed").
        """
        keys = self.tokens.keys
        before = self._first_tense(keys[max(0, first - 20) : first][::-1], backwards=True)
        return before or self._first_tense(keys[last : last + 10], backwards=False)

    def _first_tense(self, keys: Sequence[str], *, backwards: bool) -> int:
        words = self.words
        for i, key in enumerate(keys):
            if key in _SENTENCE_ENDS:
                break
            if key in words.future:
                return 1
            auxiliaries = keys[i + 1 : i + 3] if backwards else keys[max(0, i - 2) : i][::-1]
            if key in words.infinitive and auxiliaries and auxiliaries[0] in words.to_come:
                return 1
            if words.goes_on and key.endswith(words.goes_on) and auxiliaries and auxiliaries[0] in words.now:
                break  # "is calling for": on either side
            ends = words.past_endings and len(key) > 4 and key.endswith(words.past_endings)
            if ends and key not in words.past and not words.determiners.isdisjoint(auxiliaries):
                continue  # "a still unspecified date"
            if key in words.past or ends:
                if auxiliaries and auxiliaries[0] in words.to_be:
                    return 1
                return -2 if key in words.past or any(word in words.past for word in auxiliaries) else -1
        return 0


_SENTENCE_ENDS = frozenset((".", "", ";", "?", "!"))
