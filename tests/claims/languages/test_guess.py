"""Which table a text is read with."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounted.claims.languages.guess import CODES, guess_language

CASES = [
    ("The ministry said that over 300 people were killed in the town.", "en"),
    ("300 killed", "en"),
    ("", "en"),
    ("1999", "en"),
    ("Selon le ministère, plus de 300 personnes ont été tuées dans la ville.", "fr"),
    ("Según el ministerio, más de 300 personas murieron en la ciudad.", "es"),
    ("وقال المسؤول إن 300 شخص قتلوا في المدينة", "ar"),
    ("در این حمله بیش از ۳۰۰ نفر کشته شدند", "fa"),
    ("Według ministerstwa w mieście zginęło ponad trzysta osób, a wielu mieszkańców uciekło przed walkami do lasu, "
     "gdzie ukrywało się przez kilka tygodni bez żadnej pomocy z zewnątrz i bez jedzenia", None),
]  # fmt: skip


@pytest.mark.parametrize(("text", "language"), CASES)
def test_language(text: str, language: str | None) -> None:
    assert guess_language(text) == language


@given(st.text(max_size=300))
def test_any_text_has_a_covered_language_or_none(text: str) -> None:
    assert guess_language(text) in (None, *CODES)
