import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounted.model.search import SEARCH_MODES
from accounted.text.word_alike import coarse_keys, fold_word, how_alike, say_why, sound_keys

WORDS = st.text(st.sampled_from("abdehiklmosuzABZéÉşč'’-‌ـمحمدعليقاسةىپ٣27бмЖ"), min_size=1, max_size=12)

CASES = [
    ("the same", "Velmar", "Velmar", "exact"),
    ("capitals", "velmar", "VELMAR", "folded"),
    ("accents", "Zoe", "Zoë", "folded"),
    ("decomposed", "Zoë", unicodedata.normalize("NFD", "Zoë"), "folded"),
    ("Arabic letters", "احمد", "أحمَد", "folded"),
    ("Persian letters", "كريم", "کریم", "folded"),
    ("joiner", "میروم", "می\u200cروم", "folded"),
    ("digits", "300", "٣٠٠", "folded"),
    ("thousands", "30000", "٣٠٬٠٠٠", "folded"),
    ("apostrophe", "Sanaa", "Sana’a", "folded"),
    ("Arabic for Latin", "Mohammad", "محمد", "transliterated"),
    ("Latin for Arabic", "علي", "Ali", "transliterated"),
    ("with an article", "Sayyid", "السيد", "transliterated"),
    ("Cyrillic", "Milošević", "Милошевић", "transliterated"),
    ("two spellings", "Mohammad", "Mohammed", "transliterated"),
    ("a form of another country", "Mohammad", "Mehmet", "transliterated"),
    ("servant of", "Abdulrahman", "الرحمن", "transliterated"),
    ("Abd alone, found in it", "عبد", "Abdulrahman", "transliterated"),
    ("it, not found in Abd alone", "Abdulrahman", "عبد", None),
    ("two servants", "Abdulwahed", "Abdulnabi", None),
    ("a vowel too few", "علي", "all", None),
    ("the consonants alone", "killed", "called", "phonetic"),
    ("a pet form", "Robert", "Bob", "phonetic"),
    ("something else", "Velmar", "Ostrel", None),
    ("long words that begin alike", "a" * 500, "a" * 501, None),
    ("digits are not heard", "B12", "B13", None),
]


@pytest.mark.parametrize(("asked", "found", "mode"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_how_far_words_are_alike(asked, found, mode):
    assert how_alike(asked, found) == mode
    if mode not in (None, "exact"):
        reason = say_why(asked, found, mode)
        assert reason.startswith("the same but for ") or (asked in reason and found in reason)


@given(WORDS)
def test_folding_twice_changes_nothing_and_a_word_is_itself(word):
    assert fold_word(fold_word(word)) == fold_word(word)
    assert how_alike(word, word) == "exact"


@given(WORDS, WORDS)
def test_words_that_are_alike_meet_in_the_keys_of_their_mode(one, other):
    mode = how_alike(one, other)
    if mode == "folded":
        assert fold_word(one) == fold_word(other)
    if mode == "transliterated":
        assert set(sound_keys(one)) & set(sound_keys(other))
    if mode == "phonetic":
        assert set(coarse_keys(one)) & set(coarse_keys(other))
    if mode:
        assert SEARCH_MODES.index(mode) >= 0
        assert say_why(one, other, mode)


@given(WORDS, st.integers(1, 12))
def test_every_beginning_of_a_word_finds_it(word, n):
    assert how_alike(word[:n], word, is_prefix=True) == "exact"


def test_reasons_name_what_differs_and_nothing_else():
    assert say_why("zoe", "Zoë", "folded") == "the same but for capital letters and accents or vowel signs"
    assert say_why("قتل", "قُتِل", "folded") == "the same but for accents or vowel signs"
    assert say_why("احمد", "أحمد", "folded") == "the same but for variants of Arabic letters"
    assert say_why("éa", "éa'", "folded") == "the same but for apostrophes, hyphens or separators"
    assert say_why("zo", "Zoë", "folded", is_prefix=True) == "begins with zo: the same but for capital letters"
    assert say_why("Moham", "محمد", "transliterated", is_prefix=True) == "محمد begins with what may be written Moham"
