"""What is passed over at a glance holds no claim."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from accounted.claims import act_words, hints, mood, predicates, speech, statements, updates
from accounted.claims import counting_patterns as patterns
from accounted.claims.glance import BEGINNINGS, is_worth_reading, may_count
from accounted.claims.hints import STEMS, hints_of
from accounted.claims.languages.english import ACT_NOUNS, ACT_VERBS
from pattern_wordings import wordings

CASES = Path(__file__).parent / "cases"
TEXTS = [
    case["text"]
    for name in ("acts.toml", "sentences.toml")
    for case in tomllib.loads((CASES / name).read_text(encoding="utf-8"))["case"]
    if case["claims"]
]
VERBS = (
    *("killed", "murdering", "massacred", "slaughtering", "assassinated", "lynched", "gunned", "mowed", "shot", "slew"),
    *("shooting", "liquidated", "drowned", "electrocuted", "strangled", "executed", "hanging", "beheaded", "injured"),
    *("wounding", "maimed", "hurt", "detained", "arresting", "imprisoned", "jailed", "captured", "apprehended"),
    *("tortured", "displaced", "expelled", "deported", "uprooted", "evacuated", "exhumed", "buried", "unearthed"),
    *("raped", "abducted", "kidnapped", "burned", "neutralised", "eliminated"),
)


@pytest.mark.parametrize("text", TEXTS)
def test_sentence_with_a_claim_is_worth_reading(text: str) -> None:
    assert is_worth_reading(text)


@pytest.mark.parametrize("verb", VERBS)
def test_verb_of_the_tables_holds_a_stem(verb: str) -> None:
    assert any(re.match(words, verb) for _, words in ACT_VERBS) or verb in ("gunned", "mowed", "burned", "shooting")
    assert any(stem in verb for stem in STEMS)


COUNTING = [
    *(act_words.STATE.pattern, act_words.COMPOUND.pattern, *(words for _, _, words in ACT_NOUNS)),
    *(patterns.VERB_BEFORE.pattern, patterns.NOUN_BEFORE.pattern, patterns.LABEL_BEFORE.pattern),
    *(patterns.DEAD_INCLUDE.pattern, patterns.NUMBER_OF_THOSE.pattern, patterns.BRINGS.pattern),
    *(patterns.TOLL_BEFORE.pattern.split(r"\b(?:(?P<gap>")[0], predicates._KILLED_THEM.pattern),
]
MOODS = [
    *(mood._WOULD_HAVE, mood._IF, mood._INTENDED, mood._FORECAST, mood._PREDICTS, mood._PREDICTED, mood._POSSIBLE),
    *(mood._PREDICTED_BEFORE, mood._POSSIBLE_BEFORE, mood._NOT_SAID, mood._FEARING, mood._UNCONFIRMED),
]


@pytest.mark.parametrize("pattern", COUNTING)
def test_no_wording_that_says_what_is_counted_is_passed_over(pattern: str) -> None:
    assert [wording for wording in wordings(pattern) if not may_count(wording)] == []


@pytest.mark.parametrize("pattern", [act_words.STATE.pattern, act_words.COMPOUND.pattern])
def test_every_wording_of_an_act_has_a_known_beginning(pattern: str) -> None:
    begun = {re.match(r"\w{2,3}", wording).group() for wording in wordings(pattern)}
    assert begun <= BEGINNINGS


@pytest.mark.parametrize("pattern", MOODS)
def test_no_wording_of_a_mood_is_passed_over(pattern: re.Pattern[str]) -> None:
    spaced = {re.sub(r"(?<=[a-z])q\b", "", wording) for wording in wordings(pattern.pattern)}
    assert [wording for wording in spaced if not hints_of(wording) & hints.MOOD] == []


BEHIND_HINTS = [
    *((statements._AGAINST, hints.AGAINST), (statements._NOBODY, hints.NOBODY), (statements._OUTCOME, hints.OUTCOME)),
    *((speech._ACCOUNT, hints.ACCOUNT), (speech._IMPERSONAL, hints.IMPERSONAL), (speech._CITING, hints.CITING)),
    *((speech._POSSESSIVE, hints.FIGURE_NOUN), (speech._PASSIVE, hints.REFUSED)),
    *((speech._DOUBT, hints.DOUBT), (updates._TOLL, hints.TOLL)),
    *((mood._NOT, hints.NOT), (mood._NOT_BEFORE, hints.NOT), (mood._NOT_PROVEN, hints.NOT)),
    *((mood._CHARGED, hints.CHARGED), (mood._WHETHER, hints.ASKED), (mood._CLAIM_NOUN, hints.FIGURE_NOUN)),
    *((patterns.VERB_BEFORE, hints.VERB), (patterns.COMPOUND_BEFORE, hints.COUNTED)),
]


@pytest.mark.parametrize(("pattern", "hint"), BEHIND_HINTS)
def test_no_wording_stands_behind_a_hint_that_it_does_not_give(pattern: re.Pattern[str], hint: int) -> None:
    for wording in wordings(pattern.pattern):
        assert (hints_of(wording) | hints_of(re.sub("q(?!u)", " ", wording))) & hint, wording  # q stands for any letter


def test_no_break_of_a_clause_is_passed_over() -> None:
    found = wordings(speech._NEW_CLAUSE.pattern)
    assert [wording for wording in found if not (hints_of(wording) & hints.CLAUSE or ";" in wording)] == []


def test_no_sum_stands_behind_a_hint_that_it_does_not_give() -> None:
    found = wordings(patterns.TOLL_BEFORE.pattern.split(r"\b(?:(?P<gap>")[0])
    assert [wording for wording in found if not hints_of(wording) & hints.SUM] == []


def test_no_figure_given_by_somebody_stands_behind_a_hint() -> None:
    found = wordings(speech._BY.pattern.split(r"(?:(?!")[0])
    assert [wording for wording in found if not hints_of(wording) & hints.FIGURE_NOUN] == []
