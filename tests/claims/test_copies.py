"""Copied passages: found where they are, and nothing else. All texts are made up (R9)."""

from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from accounted.claims.copies import find_copies
from accounted.claims.word_hashes import hash_words
from accounted.model.documents import Span
from accounted.model.relations import Copied

WORDS = [a + b for a in ("ba", "de", "fi", "go", "lu", "mir", "nos", "tav") for b in ("ra", "sel", "ton", "vu", "zik")]


def write(n: int, seed: int) -> list[str]:
    """Words of a writer's own: no two writers share one."""
    chosen = random.Random(seed)
    return [f"{chosen.choice(WORDS)}{seed}" for _ in range(n)]


def text(words: list[str]) -> str:
    return " ".join(words)


def words_of(found: Copied, texts: dict[str, str]) -> tuple[list[str], list[str]]:
    left = texts[found.left][found.left_span.start : found.left_span.end]
    right = texts[found.right][found.right_span.start : found.right_span.end]
    return left.split(), right.split()


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 80), st.integers(0, 80), st.integers(16, 90), st.integers(0, 10_000))
def test_a_passage_is_found_whole_wherever_it_stands(before: int, after: int, n: int, seed: int) -> None:
    passage = write(n, seed)
    texts = {
        "a": text([*write(before, seed + 1), *passage, *write(after, seed + 2)]),
        "b": text([*write(after, seed + 3), *passage, *write(before, seed + 4)]),
        "c": text(write(100, seed + 5)),
    }
    (found,) = find_copies(texts.items())
    assert (found.left, found.right, found.n_words) == ("a", "b", n)
    assert words_of(found, texts) == (passage, passage)


def test_too_few_shared_words_are_no_passage() -> None:
    shared = write(15, 1)
    texts = [("a", text([*write(40, 2), *shared])), ("b", text([*write(40, 3), *shared]))]
    assert find_copies(texts) == ()
    assert len(find_copies(texts, n_words=15)) == 1


def test_an_edited_copy_is_one_passage() -> None:
    original = write(400, 4)
    edited = [f"changed{i}" if i % 20 == 10 else word for i, word in enumerate(original)]
    del edited[200:203]
    (found,) = find_copies([("a", text(original)), ("b", text(edited))])
    assert found.n_words > 300
    assert found.left_span.end - found.left_span.start > 0.95 * len(text(original))


def test_case_accents_apostrophes_and_points_play_no_part() -> None:
    one = "Les autorités n'ont pas confirmé le chiffre donné par l’hôpital de Velmar, a dit le ministère hier à Tarn."
    two = "LES AUTORITES N’ONT PAS CONFIRME LE CHIFFRE DONNE PAR L'HOPITAL DE VELMAR A DIT LE MINISTERE HIER A TARN"
    (found,) = find_copies([("a", one), ("b", two)])
    assert found.left_span == Span(0, len(one) - 1)
    decomposed = one.replace("é", "e\u0301").replace("ô", "o\u0302")
    assert len(find_copies([("a", one), ("b", decomposed)])) == 1


def test_stock_shared_by_many_is_no_copy_but_the_rare_passage_is() -> None:
    footer, stock = write(30, 10), [write(20, 20 + i) for i in range(3)]
    copied = write(25, 11)
    texts = []
    for i in range(60):
        body = [*write(120, 100 + i), *stock[i % 3], *write(60, 300 + i)]
        body += copied if i in (7, 41) else []
        texts.append((f"d{i:02}", text([*body, *stock[(i // 3) % 3], *footer])))
    found = find_copies(texts)
    assert [(f.left, f.right) for f in found] == [("d07", "d41")]
    assert set(copied) <= set(words_of(found[0], dict(texts))[0])


def test_many_reprints_of_one_story_are_tied_together() -> None:
    story = write(200, 5)
    texts = [(f"d{i:02}", text([*write(30, 50 + i), *story])) for i in range(40)]
    found = find_copies(texts, n_common=20)
    assert {name for f in found for name in (f.left, f.right)} == {name for name, _ in texts}


def test_twelve_reprints_are_all_pairs() -> None:
    story = write(80, 6)
    found = find_copies([(f"d{i:02}", text([*write(60, 80 + i), *story])) for i in range(12)])
    assert len(found) == 12 * 11 // 2


def test_nothing_comes_of_nothing() -> None:
    assert find_copies([]) == ()
    assert find_copies([("a", ""), ("b", "  \n"), ("c", "one two")]) == ()


@settings(max_examples=100, deadline=None)
@given(st.lists(st.text(), max_size=6))
def test_any_text_has_words_at_its_own_places(texts: list[str]) -> None:
    hashed = list(hash_words(texts))
    assert len(hashed) == len(texts)
    for whole, words in zip(texts, hashed, strict=True):
        assert words.starts.size == words.ends.size == words.hashes.size
        for start, end in zip(words.starts.tolist(), words.ends.tolist(), strict=True):
            assert 0 <= start < end <= len(whole)
            assert whole[start].isalnum()
            assert not any(c.isspace() for c in whole[start:end])


def test_lone_halves_of_surrogates_do_no_harm() -> None:
    broken = text(write(20, 9)) + " \ud800\udfff"
    assert len(find_copies([("a", broken), ("b", broken)])) == 1


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 1000), st.randoms())
def test_order_of_texts_changes_no_pair(seed: int, chosen: random.Random) -> None:
    passage = write(30, seed)
    texts = [(f"d{i}", text([*write(20 + i, seed + i), *(passage if i % 2 else [])])) for i in range(6)]
    shuffled = texts[:]
    chosen.shuffle(shuffled)

    def pairs(found: tuple[Copied, ...]) -> set[frozenset[tuple[str, Span]]]:
        return {frozenset(((f.left, f.left_span), (f.right, f.right_span))) for f in found}

    assert pairs(find_copies(texts)) == pairs(find_copies(shuffled))


def test_equal_texts_have_equal_hashes_in_any_batch() -> None:
    alone = [words.hashes.tolist() for words in hash_words(["Tarn ’n Velmar", "b"])]
    together = [words.hashes.tolist() for words in hash_words(["x " * 700_000, "Tarn ’n Velmar", "b"])][1:]
    assert alone == together
