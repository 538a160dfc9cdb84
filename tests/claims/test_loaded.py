"""Words that judge: marked with their entry, and nothing else changed."""

from __future__ import annotations

import dataclasses

from hypothesis import given, settings
from hypothesis import strategies as st

from accounted.claims import extract, find_loaded, mark_loaded
from accounted.claims.languages.english_loaded import LOADED

TEXT = (
    "The so-called council said the heinous regime killed 12 people, a crime  against\nhumanity, in Velmar in May 2031."
)


def test_each_mark_names_its_entry() -> None:
    found = find_loaded(TEXT)
    assert [(word.entry, word.kind) for word in found] == [
        ("so-called", "doubts by a word"),
        ("heinous", "judges a deed"),
        ("regime", "names people by a judgement"),
        ("crime against humanity", "names a deed by a judgement of law or history"),
    ]
    assert [TEXT[word.span.start : word.span.end].split() for word in found] == [w.entry.split() for w in found]


def test_parts_of_words_are_not_marked() -> None:
    assert find_loaded("regimental cultivation, anti-regime, terrorism-related, overbraver") == ()


def test_claims_are_unmarked_unless_asked_and_the_mark_changes_nothing_else() -> None:
    (claim,) = extract(f"Before. {TEXT}")
    assert claim.loaded == ()
    marked = mark_loaded(claim)
    assert len(marked.loaded) == 4
    assert dataclasses.replace(marked, loaded=()) == claim
    assert marked.quote[marked.loaded[1].start - marked.start :].startswith("heinous")


def test_entries_are_small_and_stand_once() -> None:
    words = [word for _, entry in LOADED for word in entry.split()]
    assert len(words) == len(set(words))
    assert all(word == word.lower() for word in words)


@settings(max_examples=200, deadline=None)
@given(st.text(), st.sampled_from([w.replace("_", " ") for _, entry in LOADED for w in entry.split()]), st.text())
def test_an_entry_is_found_in_any_text(before: str, word: str, after: str) -> None:
    text = f"{before} {word} {after}"
    at = len(before) + 1
    spans = [(found.span.start, found.span.end) for found in find_loaded(text)]
    assert any(start <= at and at + len(word) <= end for start, end in spans)
    assert spans == sorted(spans)
