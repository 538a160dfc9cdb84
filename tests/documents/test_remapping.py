"""Old spans lead to the same words in a new text, or are flagged; never to other words."""

from hypothesis import given
from hypothesis import strategies as st

from accounted.documents.remapping import map_spans
from accounted.model.documents import Span


def test_the_same_words_in_another_place_are_found():
    before, after = "Header\n\nover 30 people were\nkilled", "over 30 people\nwere killed\n\nHeader"
    (span,) = map_spans(before, after, [Span(8, len(before))])
    assert after[span.start : span.end].split() == before[8:].split()


def test_the_second_of_two_is_the_second_of_two():
    before, after = "30 dead. Later: 30 dead.", "x 30 dead.\n\nLater: 30 dead."
    assert map_spans(before, after, [Span(16, 23)]) == (Span(19, 26),)


def test_changed_or_doubtful_words_are_flagged():
    assert map_spans("over 30 people", "over 80 people", [Span(0, 14)]) == (None,)
    assert map_spans("30 dead", "30 dead and 30 dead", [Span(0, 7)]) == (None,)
    assert map_spans("a b", "a b", [Span(1, 2)]) == (None,)


@given(st.text("ab \n", max_size=60), st.integers(0, 60), st.integers(0, 60), st.text("ab \n", max_size=60))
def test_a_span_is_mapped_to_its_own_words_or_not_at_all(before, start, end, after):
    (found,) = map_spans(before, after, [Span(start, end)])
    if found:
        assert after[found.start : found.end].split() == before[start:end].split()


@given(st.text("abc \n", min_size=1, max_size=60), st.data())
def test_in_an_unchanged_text_no_span_moves(text, data):
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    (found,) = map_spans(text, text, [Span(start, end)])
    if found:
        assert (found.start, found.end) == (start + len(text[start:end]) - len(text[start:end].lstrip()),
                                            start + len(text[start:end].rstrip()))  # fmt: skip
