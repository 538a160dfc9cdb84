"""Ids are stable, keyed, and never shared (R4)."""

from hypothesis import given
from hypothesis import strategies as st

from accounted.model.ids import IdMaker, keyed_id

fields = st.lists(st.text(max_size=20), min_size=1, max_size=5)


@given(fields)
def test_the_same_content_gives_the_same_id(content):  # R4
    assert keyed_id(b"k" * 32, "rec", content) == keyed_id(b"k" * 32, "rec", content)


@given(fields, fields)
def test_different_contents_give_different_ids(one, other):
    if one != other:
        assert keyed_id(b"k", "rec", one) != keyed_id(b"k", "rec", other)


@given(fields)
def test_without_the_key_nobody_can_recompute_an_id(content):
    assert keyed_id(b"secret one", "rec", content) != keyed_id(b"secret two", "rec", content)


def test_two_equal_rows_get_two_ids_whatever_stands_between():
    make, again = IdMaker(b"k"), IdMaker(b"k")
    first = [make("rec", "x"), make("rec", "y"), make("rec", "x")]
    second = [again("rec", "x"), again("rec", "x"), again("rec", "y")]
    assert len(set(first)) == 3
    assert set(first) == set(second)
