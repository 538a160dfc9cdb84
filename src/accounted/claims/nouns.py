"""Read the noun phrase after a figure, and the words that say what happened.

The phrase is modifiers, a head, further heads after `and`, and `of` whom: "members and sympathizers of the movement".
It ends at an auxiliary, a preposition, a mark, or a word that says what happened. Such a word inside the phrase ("300
executed prisoners", "300 deaths") gives the act at once.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

from accounted.claims.act_words import COMPOUND, STATE, is_thing, named_act, noun_act, unit_of
from accounted.claims.glance import BEGINNINGS
from accounted.claims.languages.english import (
    AUXILIARIES,
    DETERMINERS,
    DOUBTS_BEFORE_NOUN,
    FINITE_VERBS,
    NOT_ACT_NOUNS,
    PERSONS,
    PREPOSITIONS,
    STOP_WORDS,
)
from accounted.claims.languages.tables import word_set
from accounted.model.claims import Act, Unit
from accounted.model.documents import Span
from accounted.text.lower import lower_alike

__all__ = ["Noun", "read_noun"]

_WORD = re.compile(r"[^\W_][\w]*(?:[-'’./][^\W_][\w]*)*[’']?|[^\w\s]")
_NOT_ACT_NOUN = re.compile(rf"(?<![\w-])(?:{NOT_ACT_NOUNS})(?![\w-])", re.IGNORECASE)
_MOSTLY = re.compile(
    r"\s*,\s*(?:mostly|mainly|largely|predominantly|chiefly|most of (?:them|whom)) [^,.;:()]{3,60}?(?=[,;.)]|$)"
)
_STOP = AUXILIARIES | PREPOSITIONS | STOP_WORDS
_SKIPPED = DETERMINERS | {"them", "whom", "which"}
_MORE = frozenset({"more", "other", "further", "additional"})
_GROUPS = re.compile(
    r"refugees?|detainees?|displaced|wounded|injured|missing|disappeared|participants|attendees|dead|arrested", re.I
)
_OF_THEM = re.compile(r"(?P<them>\s*of (?:them|whom|which|us|you)\b)(?:\s+(?P<next>[\w’'-]+))?")
_STAYS = word_set("unknown unclear uncertain open in to at under a the disputed unresolved unsolved high")
"""After "remains": a verb, no mortal remains."""
_WINDOW = 200
_MOST_WORDS = 16
_MOST_MODIFIERS = 8
_FIRST_WORDS, _AHEAD = 16, 9
"""How many words are looked at first, and how far ahead of its end a phrase is read: most phrases are short."""

_new = tuple.__new__
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
        is_group: Whether that word also names people ("refugees", "the wounded"), to whom something else may happen.
        is_of_others: Whether they only belong to those it happened to ("relatives of the dead").
    """

    span: Span | None
    head: str
    end: int
    act: Act | None = None
    unit: Unit | None = None
    act_span: Span | None = None
    is_group: bool = False
    is_of_others: bool = False


class _Word(NamedTuple):
    text: str
    start: int
    end: int
    low: str


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
    stop = min(limit, start + _WINDOW)
    every = _words(view, start, stop, _FIRST_WORDS)
    if (them := _OF_THEM.match(view, start, stop)) and not _names_people(them["next"]):
        return Noun(None, "", them.end("them"))
    words, of_those = _without_lead(every)
    phrase = _Phrase(view, words, of_those=of_those)
    length = phrase.read()
    if len(every) == _FIRST_WORDS and length + _AHEAD >= len(words):
        every = _words(view, start, stop, None)
        words, of_those = _without_lead(every)
        phrase = _Phrase(view, words, of_those=of_those)
        length = phrase.read()
    if length == 0:
        return Noun(None, "", words[0].start if words and len(words) < len(every) else start)
    first, last = words[0].start, words[length - 1].end
    mostly = _MOSTLY.match(view, last, limit)
    if mostly and phrase.act is None:
        last = mostly.end()
    head = words[phrase.head if phrase.head >= 0 else length - 1].low
    act, unit, act_span = phrase.act or (None, None, None)
    if phrase.is_of_others:
        return Noun(Span(first, last), "relatives", last, is_of_others=True)
    is_group = of_those or (act is not None and _GROUPS.fullmatch(head) is not None)
    return Noun(Span(first, last), head, last, act, unit, act_span, is_group)


def _names_people(word: str | None) -> bool:
    """Whether the word after "eight of them" says who they were: "civilians", "Americans"."""
    return word is not None and (word.lower() in PERSONS or (word[0].isupper() and word.endswith("s")))


def _words(view: str, start: int, stop: int, most: int | None) -> list[_Word]:
    found = islice(_WORD.finditer(view, start, stop), most)
    return [_new(_Word, (word := m.group(), *m.span(), word.lower())) for m in found]


def _without_lead(words: Sequence[_Word]) -> tuple[Sequence[_Word], bool]:
    """Step over "of the" and "more"; the flag tells whether it was "of the", "of those"."""
    of_those = False
    if words and words[0].low == "of":
        words, of_those = words[1:], True
        while words and words[0].low in _SKIPPED:
            words = words[1:]
    if len(words) > 1 and words[0].low in _MORE:
        words = words[1:]
    return words, of_those


class _Phrase:
    """Takes words one by one until one does not belong."""

    def __init__(self, view: str, words: Sequence[_Word], *, of_those: bool) -> None:
        self.view, self.low, self.of_those = view, lower_alike(view), of_those
        self.words = words
        self.head = -1
        self.in_of = False
        self.aside_until = -1
        self.act: _NamedAct | None = None
        self.is_of_others = False

    def read(self) -> int:
        """Take words; return how many belong."""
        for i in range(min(len(self.words), _MOST_WORDS)):
            if not self._takes(i):
                return i
        return min(len(self.words), _MOST_WORDS)

    def _takes(self, i: int) -> bool:
        word, before = self.words[i], self.words[i - 1].low if i else ""
        if word.text in "([" and self.head >= 0:
            return self._skips_aside(i)
        if self.aside_until > word.start:
            return True
        if not word.text[0].isalnum() or (word.low in _STOP and not self._is_allowed(i, before)):
            return False
        if word.low.startswith("death") and _NOT_ACT_NOUN.match(self.view, word.start):
            return False
        if word.low in DETERMINERS and not self.in_of and not (i == 0 and self.of_those):
            return False
        if word.low == "of" and i > 0:
            self.head, self.in_of = (self.head if self.head >= 0 else i - 1), True
            return True
        if word.low in ("and", "or"):
            return i > 0 and self._goes_on(i + 1)
        if word.low[:3] in BEGINNINGS and (STATE.match(self.low, word.start) or COMPOUND.match(self.low, word.start)):
            return self._takes_state(i)
        if self.in_of and noun_act(word.low) and self._takes_cases_of(i):
            return True
        if word.low in FINITE_VERBS:
            return False
        return self.in_of or self._takes_noun(i, before)

    def _is_allowed(self, i: int, before: str) -> bool:
        """Whether a word that ends phrases stands for something else here ("of all", "suspected militants")."""
        word = self.words[i].low
        if before == "of" and word in ("all", "both"):
            return True
        following = self.words[i + 1] if i + 1 < len(self.words) else None
        leads_noun = following is not None and following.text[0].isalpha() and following.low not in _STOP
        return (
            word in DOUBTS_BEFORE_NOUN
            and self.head < 0
            and leads_noun
            and not STATE.match(self.low, self.words[i + 1].start)
        )

    def _skips_aside(self, i: int) -> bool:
        """Take "(SHO)" or "[the second]" along when the phrase goes on behind it."""
        closes = ")" if self.words[i].text == "(" else "]"
        for word in self.words[i + 1 : i + 8]:
            if word.text == closes:
                following = _WORD.match(self.view, min(word.end + 1, len(self.view)))
                goes_on = following is not None and (
                    following.group().lower() in PERSONS or following.group().lower() == "of"
                )
                if goes_on:
                    self.aside_until = word.end
                return goes_on
        return False

    def _takes_state(self, i: int) -> bool:
        """Take "executed" before "prisoners" and "casualties", not "killed" after "people"."""
        following = self.words[i + 1].low if i + 1 < len(self.words) else ""
        named = named_act(self.view, self.words[i].start)
        if i == 0 and self.of_those and named is not None:
            return self._set(i, (named[0], "persons", named[1]))  # "five of the wounded"
        if COMPOUND.fullmatch(self.words[i].low):
            return not self.in_of and self._set(i, ("other", "persons", self._span(i)))
        if (
            self.in_of
            and self.act is None
            and self.words[i - 1].low in DETERMINERS
            and not is_thing(self.words[self.head].low)
        ):
            self.is_of_others = noun_act(self.words[self.head].low) is None
        if self.in_of or self.head >= 0 or following not in PERSONS or named is None:
            return self._takes_cases_of(i)
        self.act = (named[0], "persons", named[1])
        return True

    def _takes_cases_of(self, i: int) -> bool:
        """Take "torture" in "212 cases of torture" and "dead" in "the names of 300 dead": what the records are of."""
        own, head = noun_act(self.words[i].low), self.words[self.head].low
        if not self.in_of or own is None or self.act is not None or not is_thing(head):
            return False
        self.act = (own[0], unit_of(head), self._span(i))
        return True

    def _takes_noun(self, i: int, before: str) -> bool:
        word = self.words[i]
        own = noun_act(word.low)
        is_new = self.head >= 0 and before not in ("and", "or") and not word.text[0].isupper()
        if is_new and word.low not in PERSONS and own is None:
            return False
        if word.low == "remains" and i + 1 < len(self.words) and self.words[i + 1].low in _STAYS:
            return False
        if own is not None:
            return self._set(i, self.act if self.act and own[0] != "other" else (*own, self._span(i)))
        if word.low in PERSONS or is_thing(word.low):
            self.head = i
            return True
        return i < _MOST_MODIFIERS

    def _set(self, i: int, act: _NamedAct) -> bool:
        self.head, self.act = i, act
        return True

    def _span(self, i: int) -> Span:
        return Span(self.words[i].start, self.words[i].end)

    def _goes_on(self, i: int) -> bool:
        """Whether what follows "and" still belongs: a further head, or modifiers ("KLA and army men")."""
        word = self.words[i].low if i < len(self.words) else ""
        if word in PERSONS or (noun_act(word) is not None and STATE.fullmatch(word) is None):
            return True
        if self.head >= 0 or word in _STOP or word in DETERMINERS:
            return False
        ahead = [w.low for w in self.words[i + 1 : i + 4]]
        return any(w in PERSONS for w in ahead) and not any(w in _STOP for w in ahead[:1])
