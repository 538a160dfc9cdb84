"""What is passed over at a glance holds no claim."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from accounted.claims.glance import STEMS, is_worth_reading
from accounted.claims.languages.english import ACT_VERBS

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
