"""What a language must say to be read: frozen tables of words, and no rule.

Entries are words, or regular expressions where a word has several forms; they are matched without regard to case. An
empty table matches nothing, so a language may be begun with few of them: what is not there is not read.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from accounted.model.claims import Act, Unit
from accounted.text.number_words import NumberWords

__all__ = ["NEVER", "BoundWords", "Language", "SpeechWords", "ViolationWords", "word_set"]

NEVER = r"(?!)"
"""A pattern that matches nothing."""


def word_set(text: str) -> frozenset[str]:
    """Read a table of words separated by white space.

    >>> sorted(word_set("a b"))
    ['a', 'b']
    """
    return frozenset(text.split())


@dataclass(frozen=True, slots=True, eq=False)
class BoundWords:
    """The words around a number that make a bound; each is a regular expression in lower case.

    Args:
        low: The number itself is the least ("at least").
        low_open: More than the number ("over").
        high: The number itself is the most ("up to").
        high_open: Less than the number ("fewer than").
        nearly: The number was not quite reached ("nearly").
        about: The number is meant, not exactly ("about").
        degree: Words before these that change no bound ("well" over).
        filler: Words between these and the number ("a total of").
        after_low: After the number: it is the least ("or more").
        after_high: After the number: it is the most ("or fewer").
        after_about: After the number: not exactly ("or so").
        between: Before a range ("between").
        between_and: Inside a range that `between` opens ("and").
        between_glued: Likewise, written together with the number behind it (Arabic).
        from_: Before a range ("from").
        to: Inside a range ("to").
        or_: Between two neighbouring numbers ("two or three").
        joins_high: Before the upper of two bounds ("and", "but", "perhaps").
        interval: Names of an interval of confidence, inside brackets.
        plus_minus: Words for ±.
        not_before: Before a number that counts nothing ("Article", "$").
        labels: Likewise, with their capital letters: a name with a number ("Case 12").
        not_after: After a number that counts nothing ("%", "metres").
        changes: Verbs of change: "climbed from 12 to 15" is no range.
        told_apart: Telephone numbers, scores of games and the like, with the numbers in them.
    """

    low: str = NEVER
    low_open: str = NEVER
    high: str = NEVER
    high_open: str = NEVER
    nearly: str = NEVER
    about: str = NEVER
    degree: str = NEVER
    filler: str = NEVER
    after_low: str = NEVER
    after_high: str = NEVER
    after_about: str = NEVER
    between: str = NEVER
    between_and: str = NEVER
    between_glued: str = NEVER
    from_: str = NEVER
    to: str = NEVER
    or_: str = NEVER
    joins_high: str = NEVER
    interval: str = NEVER
    plus_minus: str = NEVER
    not_before: str = NEVER
    labels: str = NEVER
    not_after: str = NEVER
    changes: str = NEVER
    told_apart: str = NEVER


@dataclass(frozen=True, slots=True, eq=False)
class ViolationWords:
    """The words for acts and for those counted.

    Args:
        states: What happened to those named beside the word ("killed"), by act; the first match wins.
        nouns: Nouns that say what happened ("deaths"), with act and unit.
        compounds: Wordings that count several acts together ("killed or wounded"): the act is `other`.
        things: What else than persons can be counted, by unit.
        not_counted: Heads of a number that is no claim about a violation ("years").
        negations: Words of denial: a sentence with one is not read where the language is only begun.
    """

    states: tuple[tuple[Act, str], ...] = ()
    nouns: tuple[tuple[Act, Unit, str], ...] = ()
    compounds: str = NEVER
    things: tuple[tuple[Unit, str], ...] = ()
    not_counted: frozenset[str] = frozenset()
    negations: str = NEVER


@dataclass(frozen=True, slots=True, eq=False)
class SpeechWords:
    """How a language that is begun says that somebody says something; each is a regular expression, case counts.

    Args:
        speaker: Bodies, offices and full names that can speak, with their article.
        more: What may follow inside their name ("of Health").
        vague: Of these, those of whom nobody can be asked ("witnesses").
        says: Verbs of saying.
        denies: Verbs of denial.
        that: What opens the clause said ("that").
        objects: Where a denial takes a noun ("the killing of"), the nouns; only with `verb_first`.
        according: "According to".
        after_source: What may follow an "according to X" without a comma.
        verb_first: Whether the verb stands before the speaker.
    """

    speaker: str = NEVER
    more: str = ""
    vague: str = NEVER
    says: str = ""
    denies: str = NEVER
    that: str = NEVER
    objects: str = NEVER
    according: str = NEVER
    after_source: str = NEVER
    verb_first: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Language:
    """One language.

    Args:
        code: ISO 639-1.
        name: In English.
        reading: `full`, or `begun`: figures with their bounds, the act beside them, the plainest speakers.
        numbers: Number words.
        bounds: Words of bounds.
        violations: Words of acts.
        speech: Words of saying, where the language is only begun.
    """

    code: str
    name: str
    reading: Literal["full", "begun"]
    numbers: NumberWords
    bounds: BoundWords
    violations: ViolationWords
    speech: SpeechWords = SpeechWords()
