"""Cells read by vocabularies: words of five languages, several things in a cell, doubts, codes of one's own."""

from __future__ import annotations

import pytest

from accounted.lists import Table, explain_columns
from accounted.lists.coding import make_coder
from accounted.model.vocabularies import VOCABULARIES, Codebook, Coding, VocabularyId, implies, shipped, ways_up

CASES: list[tuple[VocabularyId, str, list[str | None]]] = [
    ("act", "Arbitrary detention", ["detained"]),
    ("act", "enforced disappearance", ["missing"]),
    ("act", "kidnapped; later found dead", ["abducted", "dead"]),
    ("act", "tortured to death", ["killed"]),
    ("act", "summary execution", ["executed"]),
    ("act", "arrêté, torturé", ["detained", "tortured"]),
    ("act", "disparition forcée", ["missing"]),
    ("act", "enlèvement", ["abducted"]),
    ("act", "violencia sexual", ["sexual violence"]),
    ("act", "desplazamiento forzado", ["displaced"]),
    ("act", "secuestrado y asesinado", ["abducted", "killed"]),
    ("act", "اعتقال وتعذيب", ["detained", "tortured"]),
    ("act", "اختفاء قسري", ["missing"]),
    ("act", "اغتصاب", ["sexual violence"]),
    ("act", "بازداشت، شکنجه، اعدام", ["detained", "tortured", "executed"]),
    ("act", "ناپدید شده", ["missing"]),
    ("act", "not killed", [None]),
    ("act", "killed?", [None]),
    ("act", "possibly tortured", [None]),
    ("act", "unknown", []),
    ("act", "", []),
    ("act", "n/a", []),
    ("cause", "Shelling", ["heavy_weapons"]),
    ("cause", "air strike", ["heavy_weapons"]),
    ("cause", "landmine", ["planted_explosives"]),
    ("cause", "IED explosion", ["planted_explosives"]),
    ("cause", "car bomb", ["planted_explosives"]),
    ("cause", "gunshot wound to the head", ["small_arms"]),
    ("cause", "sniper", ["small_arms"]),
    ("cause", "shot while fleeing the shelling", ["small_arms", "heavy_weapons"]),
    ("cause", "white phosphorus", ["incendiary"]),
    ("cause", "sarin", ["cbrn"]),
    ("cause", "tear gas", ["less_lethal"]),
    ("cause", "starvation under siege", ["denial"]),
    ("cause", "stabbed", ["other_means"]),
    ("cause", "tué par balle", ["small_arms"]),
    ("cause", "frappe aérienne", ["heavy_weapons"]),
    ("cause", "arma blanca", ["other_means"]),
    ("cause", "mina antipersonal", ["planted_explosives"]),
    ("cause", "قصف جوي", ["heavy_weapons"]),
    ("cause", "طلق ناري", ["small_arms"]),
    ("cause", "عبوة ناسفة", ["planted_explosives"]),
    ("cause", "گلوله", ["small_arms"]),
    ("cause", "سلاح شیمیایی", ["cbrn"]),
    ("cause", "مجهول", []),
    ("cause", "Code 7", [None]),
    ("cause", "blessures", [None]),
    ("status", "Civilian", ["civilian"]),
    ("status", "non-combatant", ["civilian"]),
    ("status", "غير نظامي", ["civilian"]),
    ("status", "مدني", ["civilian"]),
    ("status", "عسكري", ["armed_forces"]),
    ("status", "مقاتل", ["direct_participant"]),
    ("status", "غير مقاتل", ["civilian"]),
    ("status", "soldado", ["armed_forces"]),
    ("status", "combattant", ["direct_participant"]),
    ("status", "paramedic", ["other_protected"]),
    ("status", "civilian or combatant", ["civilian", "direct_participant"]),
    ("status", "civilian?", [None]),
    ("age_group", "Adult", ["adult"]),
    ("age_group", "enfant", ["child"]),
    ("age_group", "طفلة", ["child"]),
    ("age_group", "0-17", ["child"]),
    ("age_group", "18–59", ["adult"]),
    ("age_group", "15-24", [None]),
    ("precision", "3", ["admin2"]),
    ("precision", "exact location", ["exact"]),
]


@pytest.mark.parametrize(("vocabulary", "cell", "codes"), CASES, ids=lambda value: str(value)[:30])
def test_reads(vocabulary: VocabularyId, cell: str, codes: list[str | None]) -> None:
    assert [code for code, _ in make_coder(vocabulary).read(cell)] == codes


@pytest.mark.parametrize("vocabulary", VOCABULARIES)
def test_every_vocabulary_has_codes_labels_definitions_and_a_version(vocabulary: VocabularyId) -> None:  # R21
    known = shipped(vocabulary)
    assert known.id == vocabulary
    assert known.version
    assert known.source
    codes = [code.code for code in known.codes]
    assert len(set(codes)) == len(codes)
    assert all(code.label and code.definition for code in known.codes)
    assert all(code.broader in {"", *codes} for code in known.codes)


@pytest.mark.parametrize("vocabulary", ["cause", "status", "age_group", "precision"])
def test_no_phrase_stands_for_two_codes(vocabulary: VocabularyId) -> None:
    seen: dict[str, str] = {}
    for code in shipped(vocabulary).codes:
        for words in code.words:
            assert seen.setdefault(words, code.code) == code.code, words


def test_a_codebook_comes_before_the_words_that_are_known() -> None:
    own = Coding(Codebook("1", "", (("cause", "mine", "accident"), ("cause", "K/7", "denial"))))
    coder = make_coder("cause", own)
    assert [code for code, _ in coder.read("Mine")] == ["accident"]
    assert [code for code, _ in coder.read("k 7")] == ["denial"]
    assert [code for code, _ in coder.read("sniper; mine")] == ["small_arms", "accident"]
    assert coder.name == "cause@2018-12-03, codebook 1"


@pytest.mark.parametrize("act", [code.code for code in shipped("act").codes])
def test_acts_narrow_down_to_a_whole_and_never_in_a_circle(act: str) -> None:
    assert ways_up(act)[0] == act
    assert implies(act, act)
    assert all(not implies(other, act) for other in ways_up(act)[1:])


def test_how_a_column_is_coded_is_shown_before_it_is_taken_in() -> None:  # R21
    header = ("name", "act", "civilian or combatant")
    rows = (("Tor Vask", "arrested; killed", "civilian"), ("Mara Orren", "D-1", "fighter"), ("A B", "killed", ""))
    lines = explain_columns(Table(header, rows, "UTF-8 text"), {"act": "act"})
    assert "act: act; killed 2, detained 1; no code: “D-1” 1" in lines
    assert "civilian or combatant: civil_status; civilian 1, direct_participant 1" in lines
