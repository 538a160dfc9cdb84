"""Compare who is counted with who is asked about, by their words alone.

Words are brought to one form (case, plural, spelling variants), then compared as sets: fewer words name a wider group,
more words a narrower one, other names another one. What words cannot tell is `unclear`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from accounted.claims.languages.english import word_set
from accounted.model.questions import Relation

__all__ = ["ALIASES", "compare_places", "compare_populations"]

ALIASES = {
    "kosovo": "kosovar",
    "kosovan": "kosovar",
    "kosova": "kosovar",
    "sympathiser": "sympathizer",
    "noncombatant": "civilian",
    "non-combatant": "civilian",
    "men": "man",
    "women": "woman",
    "children": "child",
    "boys": "boy",
    "military-aged": "military age",
}
"""Forms of one word."""

_GENERIC = word_set("people person individual human being victim dead inhabitant all everyone anyone")
_SMALL_WORDS = word_set("of the a an in from who were was are is other and or its their his her those these")
_ALL_GROUPS = re.compile(
    r"\b(?:all (?:ethnic )?groups|all sides|everyone|people of all|regardless of)\b", re.IGNORECASE
)
_MOSTLY = re.compile(
    r"\b(?:mostly|mainly|largely|predominantly|chiefly|most of (?:them|whom)|including|among others)\b", re.I
)
_WORD = re.compile(r"[^\W_][\w]*(?:-[^\W_][\w]*)*")
_PLURAL_S = re.compile(r"(?<=[^\Wsui])s$")


@dataclass(frozen=True, slots=True)
class _Group:
    words: frozenset[str]
    names: frozenset[str]
    is_joined: bool


def compare_populations(counted: str | None, asked: str) -> tuple[Relation, str]:
    """Tell how those counted relate to those asked about, with the reason.

    >>> compare_populations("Kosovar Albanian civilians", "Kosovar Albanians")[0]
    'narrower'
    >>> compare_populations("Kosovars", "Kosovar Albanians")[0], compare_populations(None, "Kosovar Albanians")[0]
    ('wider', 'unclear')
    """
    if not asked:
        return _without_question(counted)
    if not counted:
        return "unclear", f"the claim does not say who is counted; the question asks about {asked}"
    claim, question = _group(counted), _group(asked)
    if _ALL_GROUPS.search(counted) and question.words:
        return "wider", f"“{counted}” counts everyone, the question asks about {asked}"
    if _MOSTLY.search(counted):
        return "wider", f"“{counted}” counts others as well, in a share that is not said"
    if claim.words == question.words:
        return "same", f"“{counted}” and “{asked}” name the same people"
    if not claim.words:
        return "wider", f"“{counted}” does not say which people, the question asks about {asked}"
    return _by_words(counted, asked, claim, question)


def _without_question(counted: str | None) -> tuple[Relation, str]:
    if counted and _group(counted).words:
        return "narrower", f"“{counted}” is part of everyone; the question names no population"
    return "same", "neither names a population"


def _by_words(counted: str, asked: str, claim: _Group, question: _Group) -> tuple[Relation, str]:
    joined = claim.is_joined or question.is_joined
    if claim.words > question.words:
        if joined:
            return "wider", f"“{counted}” takes in more than {asked}"
        return "narrower", f"“{counted}” names a part of {asked}"
    if claim.words < question.words:
        if joined:
            return "narrower", f"“{counted}” is one of the groups in {asked}"
        return "wider", f"“{counted}” is a wider group than {asked}"
    claim_names, question_names = claim.names - question.names, question.names - claim.names
    if claim_names and question_names:
        return "different", f"“{counted}” names other people than {asked}"
    if {frozenset(("man",)), frozenset(("woman",))} == {claim.words - question.words, question.words - claim.words}:
        return "different", f"“{counted}” names other people than {asked}"
    return "unclear", f"the words do not tell how “{counted}” relates to {asked}"


def _group(text: str) -> _Group:
    words, names = set(), set()
    for word in _WORD.findall(text):
        low = word.lower()
        if low in _SMALL_WORDS:
            continue
        form = ALIASES.get(low) or ALIASES.get(_PLURAL_S.sub("", low)) or _PLURAL_S.sub("", low)
        if form in _GENERIC:
            continue
        words.update(form.split())
        if word[0].isupper():
            names.add(form)
    return _Group(frozenset(words), frozenset(names), re.search(r"\b(?:and|or)\b|,", text) is not None)


def compare_places(worded: str | None, asked: str) -> tuple[Relation, str]:
    """Tell how the place of a claim relates to the one asked about; without a gazetteer most pairs are unclear.

    >>> compare_places("northern Velmar", "Velmar")[0], compare_places(None, "Velmar")[0]
    ('narrower', 'unclear')
    """
    if not asked:
        return "same", "the question names no place"
    if not worded:
        return "unclear", f"the claim names no place; the question asks about {asked}"
    claim, question = _place_words(worded), _place_words(asked)
    if claim == question:
        return "same", f"both say {asked}"
    joined = re.search(r"\band\b|,", worded) is not None
    if claim > question:
        if joined:
            return "wider", f"“{worded}” takes in more than {asked}"
        return "narrower", f"“{worded}” is a part of {asked}"
    if claim < question:
        return "wider", f"“{worded}” is more than {asked}"
    return "unclear", f"whether “{worded}” lies in {asked} cannot be told from the words"


def _place_words(text: str) -> frozenset[str]:
    return frozenset(word.lower() for word in _WORD.findall(text)) - {"the", "of", "and", "in"}
