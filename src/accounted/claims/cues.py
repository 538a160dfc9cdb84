"""Look up whether a word can show that somebody says, thinks or wants something, and how sure that is.

The words are data of `accounted.claims.languages`; here they are inflected once, when the module is loaded.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from accounted.claims.languages.english import word_set
from accounted.claims.languages.english_cues import (
    ADJECTIVE_CUES,
    DOUBLING,
    IRREGULAR,
    NOUN_CUES,
    OTHER_VERBS,
    PASSIVE_CUES,
    VERB_CUES,
)

__all__ = ["ADJECTIVES", "NOUNS", "NOUN_FORMS", "OTHER_FORMS", "PASSIVES", "VERBS", "VERB_FORMS", "Shape"]

Shape = Literal["base", "s", "past", "participle", "ing"]


def _entries(table: str) -> Iterator[tuple[str, dict[str, int]]]:
    for entry in table.split("|"):
        word, *codes = entry.split()
        reliability, found = 2, {}
        for code in codes:
            if code.isdigit():
                reliability = int(code)
            else:
                found[code] = reliability
        yield word, found


def _table(text: str) -> dict[str, dict[str, int]]:
    table: dict[str, dict[str, int]] = {}
    for word, codes in _entries(text):
        table.setdefault(word, {}).update({c: r for c, r in codes.items() if c not in table.get(word, {})})
    return table


def _inflect(verb: str) -> Iterator[tuple[str, Shape]]:
    consonant_y = verb.endswith("y") and verb[-2] not in "aeiou"
    if consonant_y:
        third = verb[:-1] + "ies"
    else:
        third = verb + ("es" if verb.endswith(("s", "sh", "ch", "x", "z", "o")) else "s")
    doubled = verb + verb[-1] if verb in DOUBLING else verb
    stem = doubled[:-1] if doubled.endswith("e") and not doubled.endswith(("ee", "ye", "oe")) else doubled
    regular = verb[:-1] + "ied" if consonant_y else stem + "ed"
    past, participle = _PAST.get(verb, (regular, regular))
    yield from ((past, "past"), (participle, "past" if participle == past else "participle"))
    yield from ((verb, "base"), (third, "s"), (stem + "ing", "ing"))


_PAST = {base: (past, participle) for base, past, participle in (e.split() for e in IRREGULAR.split("|"))}
VERBS = _table(VERB_CUES)
"""Verbs in the active voice: what may follow each, with its reliability."""
PASSIVES = _table(PASSIVE_CUES)
"""Verbs in the passive."""
NOUNS = _table(NOUN_CUES)
"""Nouns, singular and plural."""
NOUNS.update({word + "s": codes for word, codes in list(NOUNS.items()) if word + "s" not in NOUNS})
ADJECTIVES = _table(ADJECTIVE_CUES)
"""Adjectives."""
VERB_FORMS: dict[str, tuple[str, Shape]] = {}
"""Every form of a cue verb: its base form, and which form it is."""
for _verb in sorted({*VERBS, *PASSIVES}):
    for _form, _shape in _inflect(_verb):
        VERB_FORMS.setdefault(_form, (_verb, _shape))
OTHER_FORMS = frozenset(form for verb in OTHER_VERBS for form, shape in _inflect(verb) if shape != "base") - set(
    VERB_FORMS
)
"""Forms of verbs that attribute nothing."""
NOUN_FORMS = word_set(
    """statement statements support question questions attack attacks criticism call calls campaign campaigns concern
    message view views plan plans claim claims decision speech hope hopes attention comment comments report
    reports vote votes doubt doubts note notes email emails idea proposal point points response news promise
    promises sign signs interest issue issues story argument arguments position letter suggestion show shows fear
    fears remark remarks talk talks press focus opinion complaint pledge pledges reference request requests effort
    look looks post posts announcement state states praise answer answers mention tweet tweets chant blast warning
    challenge attempt order orders list lists record records estimate estimates charge charges push address name
    names read release releases need needs demand demands cheer cheers laugh dispute protest protests rank file
    files bill work works start end visit help count counts tally stress sentence feature advocate advocates face
    value finding findings court ruling understanding judge judges project projects group groups source sources
    """
)
"""Words that are nouns as often as verbs."""
