"""Read the noun phrase after a figure, and the words that say what happened.

The phrase is modifiers, a head, further heads after `and`, and `of` whom: "members and sympathizers of the movement".
It ends at an auxiliary, a preposition, a mark, or a word that says what happened. Such a word inside the phrase ("300
executed prisoners", "300 deaths") gives the act at once.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from accounted.claims.languages.english import (
    ACT_NOUNS,
    ACT_STATES,
    AUXILIARIES,
    COMPOUND_ACTS,
    DETERMINERS,
    NOT_COUNTED,
    PERSONS,
    PREPOSITIONS,
    STOP_WORDS,
    THINGS,
)
from accounted.model.claims import ACTS, Act, Unit
from accounted.model.documents import Span

__all__ = ["STATE", "Noun", "act_of_group", "may_be_persons", "named_act", "read_noun", "unit_of"]

_WORD = re.compile(r"[^\W_][\w]*(?:[-'’./][^\W_][\w]*)*[’']?|[^\w\s]")
_STATES = "|".join(f"(?P<{act}__{n}>{words})" for n, (act, words) in enumerate(ACT_STATES))
STATE = re.compile(rf"(?<![\w-])(?:{_STATES})(?![\w-])", re.IGNORECASE)
"""Any word that says what happened to those named before it; its group names the act (`act_of_group`)."""
_COMPOUND = re.compile(rf"(?<![\w-])(?:{COMPOUND_ACTS})(?![\w-])", re.IGNORECASE)
_NOUNS = tuple((act, unit, re.compile(words, re.IGNORECASE)) for act, unit, words in ACT_NOUNS)
_THINGS = tuple((unit, re.compile(words, re.IGNORECASE)) for unit, words in THINGS)
_MOSTLY = re.compile(
    r"\s*,\s*(?:mostly|mainly|largely|predominantly|chiefly|most of (?:them|whom)) [^,.;:()]{3,60}?(?=[,;.)]|$)"
)
_STOP = AUXILIARIES | PREPOSITIONS | STOP_WORDS
_SKIPPED = DETERMINERS | {"them", "whom", "which"}
_MORE = frozenset({"more", "other", "further", "additional"})
_WINDOW = 160
_MOST_WORDS = 12
_MOST_MODIFIERS = 8

_NamedAct = tuple[Act, Unit, Span]


@dataclass(frozen=True, slots=True)
class Noun:
    """The noun phrase after a figure, relative to the sentence.

    Args:
        span: Its words; None when the figure stands alone.
        head: Its main noun in lower case, or empty.
        end: Where it ends.
        act: What it says happened by itself ("deaths"), or None.
        unit: The unit that goes with `act`.
        act_span: The word that says so.
    """

    span: Span | None
    head: str
    end: int
    act: Act | None = None
    unit: Unit | None = None
    act_span: Span | None = None


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    start: int
    end: int

    @property
    def low(self) -> str:
        return self.text.lower()


def act_of_group(found: re.Match[str]) -> Act:
    """Tell the act from the name of the group that matched (`killed__0`)."""
    for name, value in found.groupdict().items():
        act = name.split("__")[0]
        if value is not None and act in ACTS:
            return next(known for known in ACTS if known == act)
    return "other"


def named_act(view: str, start: int = 0) -> tuple[Act, Span] | None:
    """Find the first word from `start` on that says what happened; "killed or missing" and its like are `other`."""
    both, single = _COMPOUND.search(view, start), STATE.search(view, start)
    if both and (single is None or both.start() <= single.start()):
        return "other", Span(both.start(), both.end())
    return (act_of_group(single), Span(single.start(), single.end())) if single else None


def unit_of(head: str) -> Unit:
    """Tell the unit that a head noun is counted in; unknown nouns are persons."""
    return next((unit for unit, pattern in _THINGS if pattern.fullmatch(head)), "persons")


def may_be_persons(head: str) -> bool:
    """Whether a head noun can mean people: known ones, and unknown plurals that are not known to be things."""
    if head in PERSONS or head == "":
        return True
    return head not in NOT_COUNTED and not _is_thing(head) and head.endswith("s")


def read_noun(view: str, start: int, limit: int) -> Noun:
    """Read the noun phrase that begins at `start`.

    Args:
        view: The flattened sentence.
        start: Where the figure's number ends.
        limit: Where the next figure begins, or the sentence ends.

    >>> noun = read_noun("300 executed prisoners of Velmar were found", 3, 43)
    >>> noun.head, noun.act
    ('prisoners', 'executed')
    """
    every = [_Word(m.group(), *m.span()) for m in _WORD.finditer(view, start, min(limit, start + _WINDOW))]
    words = _without_lead(every)
    phrase = _Phrase(view, words)
    length = phrase.read()
    if length == 0:
        return Noun(None, "", words[0].start if words and len(words) < len(every) else start)
    first, last = words[0].start, words[length - 1].end
    mostly = _MOSTLY.match(view, last, limit)
    if mostly and phrase.act is None:
        last = mostly.end()
    head = words[phrase.head if phrase.head >= 0 else length - 1].low
    act, unit, act_span = phrase.act or (None, None, None)
    return Noun(Span(first, last), head, last, act, unit, act_span)


def _without_lead(words: Sequence[_Word]) -> Sequence[_Word]:
    if words and words[0].low == "of":
        words = words[1:]
        while words and words[0].low in _SKIPPED:
            words = words[1:]
    if len(words) > 1 and words[0].low in _MORE:
        words = words[1:]
    return words


class _Phrase:
    """Takes words one by one until one does not belong."""

    def __init__(self, view: str, words: Sequence[_Word]) -> None:
        self.view = view
        self.words = words
        self.head = -1
        self.in_of = False
        self.act: _NamedAct | None = None

    def read(self) -> int:
        """Take words; return how many belong."""
        for i in range(min(len(self.words), _MOST_WORDS)):
            if not self._takes(i):
                return i
        return min(len(self.words), _MOST_WORDS)

    def _takes(self, i: int) -> bool:
        word, before = self.words[i], self.words[i - 1].low if i else ""
        if not word.text[0].isalnum() or (word.low in _STOP and not (before == "of" and word.low in ("all", "both"))):
            return False
        if word.low == "of" and i > 0:
            self.head, self.in_of = (self.head if self.head >= 0 else i - 1), True
            return True
        if word.low in ("and", "or"):
            return i > 0 and self._goes_on(i + 1)
        if STATE.match(self.view, word.start) or _COMPOUND.match(self.view, word.start):
            return self._takes_state(i)
        return self.in_of or self._takes_noun(i, before)

    def _takes_state(self, i: int) -> bool:
        """Take "executed" before "prisoners" and "casualties", not "killed" after "people"."""
        following = self.words[i + 1].low if i + 1 < len(self.words) else ""
        named = named_act(self.view, self.words[i].start)
        if _COMPOUND.fullmatch(self.words[i].low):
            return not self.in_of and self._set(i, ("other", "persons", self._span(i)))
        if self.in_of or self.head >= 0 or following not in PERSONS or named is None:
            return False
        self.act = (named[0], "persons", named[1])
        return True

    def _takes_noun(self, i: int, before: str) -> bool:
        word = self.words[i]
        own = _noun_act(word.low)
        is_new = self.head >= 0 and before not in ("and", "or") and not word.text[0].isupper()
        if is_new and word.low not in PERSONS and own is None:
            return False
        if own is not None:
            return self._set(i, self.act if self.act and own[0] != "other" else (*own, self._span(i)))
        if word.low in PERSONS or _is_thing(word.low):
            self.head = i
            return True
        return i < _MOST_MODIFIERS

    def _set(self, i: int, act: _NamedAct) -> bool:
        self.head, self.act = i, act
        return True

    def _span(self, i: int) -> Span:
        return Span(self.words[i].start, self.words[i].end)

    def _goes_on(self, i: int) -> bool:
        word = self.words[i].low if i < len(self.words) else ""
        return word in PERSONS or (_noun_act(word) is not None and STATE.fullmatch(word) is None)


def _noun_act(word: str) -> tuple[Act, Unit] | None:
    return next(((act, unit) for act, unit, pattern in _NOUNS if pattern.fullmatch(word)), None)


def _is_thing(word: str) -> bool:
    return any(pattern.fullmatch(word) for _, pattern in _THINGS)
