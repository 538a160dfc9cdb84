"""Words cut by a line end are read whole, and every span is the text's own."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accounted.claims import extract
from accounted.claims.cut_words import join_cut_words
from accounted.model.dates import DateInterval

# text; wording of the figure, its value, act, those counted, speaker, place
CUT = [
    ("Thir-\nty six killed in Orsk.", "Thir-\nty six", 36, "killed", None, None, "Orsk"),
    ("Over 112 inhabi-\ntants of Hask were killed.", "Over 112", None, "killed", "inhabitants of Hask", None, None),
    ("Some thirty-\nsix men were shot dead.", "Some thirty-\nsix", 36, "killed", "men", None, None),
    (
        "The com-\n  mittee said that 40 villagers were mur-\ndered in Velmar.",
        *("40", 40, "killed", "villagers", "The com-\n  mittee", "Velmar"),
    ),
    ("Accord-\ning to the ministry, 12 people died.", "12", 12, "killed", "people", "the ministry", None),
    ("Twelve people were arrest-\ned in Kes-\nsin.", "Twelve", 12, "detained", "people", None, "Kes-\nsin"),
    ("The ministry de-\nnied that 30 people died.", "30", 30, "killed", "people", "The ministry", None),
]


@pytest.mark.parametrize(("text", "wording", "best", "act", "counted", "speaker", "where"), CUT)
def test_word_cut_by_a_line_end(
    text: str, wording: str, best: int | None, act: str, counted: str | None, speaker: str | None, where: str | None
) -> None:
    (claim,) = extract(text)
    assert claim.figure is not None
    assert (claim.figure.wording, claim.figure.best, claim.act, claim.counted) == (wording, best, act, counted)
    assert claim.attribution.speaker == speaker
    assert (claim.where.wording if claim.where else None) == where
    assert text[claim.start : claim.end] == claim.quote
    assert text[claim.figure.start : claim.figure.end] == wording
    if claim.attribution.start is not None:
        assert text[claim.attribution.start : claim.attribution.end] == speaker
        assert claim.attribution.chain[0].speaker == speaker


PIECES = st.sampled_from(
    ["thir-\nty ", "kil-\n led ", "12 ", "people ", "were ", "said ", "Bell ", "-\n", "a-\nb", "on Mon-\nday ", ". "]
)


@settings(deadline=None)
@given(st.lists(PIECES, max_size=14).map("".join))
def test_spans_hold_where_words_are_cut(text: str) -> None:  # R6
    joined, starts = join_cut_words(text)
    assert len(joined) == len(text)
    assert all(joined[new].isalpha() and text[old].isalpha() for new, old in starts.items())
    for claim in extract(text, dated=DateInterval.parse("2032-03-12")):
        assert text[claim.start : claim.end] == claim.quote
        for part in (claim.figure, claim.when, claim.where):
            assert part is None or text[part.start : part.end] == part.wording
        if claim.attribution.start is not None:
            assert text[claim.attribution.start : claim.attribution.end] == claim.attribution.speaker
