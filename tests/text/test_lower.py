"""Lower case that moves nothing."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from accounted.text.lower import lower_alike


@given(st.text(max_size=60))
def test_every_letter_stays_where_it_is(text: str) -> None:
    low = lower_alike(text)
    assert len(low) == len(text)
    assert all(a in (b, b.lower()) or a == b.lower()[:1] for a, b in zip(low, text, strict=True))
    assert text.isascii() is False or low == text.lower()


def test_a_letter_that_would_grow_stays_as_it_is() -> None:
    assert lower_alike("İ OVER 300") == "İ over 300"
