"""Numbers of a text: what is read, and what is left alone because it can be read in two ways."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounted.text.numbers import find_numbers, parse_number

EXACT = [
    ("zero", 0),
    ("seven", 7),
    ("nineteen", 19),
    ("twenty", 20),
    ("thirty six", 36),
    ("thirty-six", 36),
    ("Ninety-nine", 99),
    ("a hundred", 100),
    ("one hundred and five", 105),
    ("two hundred fifty", 250),
    ("a thousand", 1_000),
    ("ten thousand", 10_000),
    ("one hundred and twenty thousand", 120_000),
    ("two thousand and fifty-one", 2_051),
    ("three million two hundred thousand", 3_200_000),
    ("a dozen", 12),
    ("two dozen", 24),
    ("half a million", 500_000),
    ("half a dozen", 6),
    ("two and a half million", 2_500_000),
    ("0", 0),
    ("7", 7),
    ("2108", 2_108),
    ("2,108", 2_108),
    ("1,234,567", 1_234_567),
    ("12 000", 12_000),
    ("12\u00a0000", 12_000),
    ("12\u202f000", 12_000),
    ("2.5", 2.5),
    ("2.5 million", 2_500_000),
    ("10 thousand", 10_000),
    ("1.25 billion", 1_250_000_000),
]
VAGUE = [
    ("dozens", 24),
    ("scores", 40),
    ("hundreds", 200),
    ("thousands", 2_000),
    ("tens of thousands", 20_000),
    ("hundreds of thousands", 200_000),
    ("several hundred", 200),
    ("a few thousand", 2_000),
]
NOT_READ = [
    ("ambiguous point", "30.000"),
    ("grouping of two", "1,23,456"),
    ("groups by an apostrophe", "1'200 and 1’200"),
    ("two commas", "12,,3"),
    ("a space without width", "12\u200b3"),
    ("glued letters", "B52 and 10k and x300"),
    ("ordinal", "the 21st"),
    ("decade", "the 1980s"),
    ("money", "$500"),
    ("percent glued", "40%"),
    ("too many digits", "9" * 5_000),
    ("words that are no number", "two three"),
    ("scale alone", "hundred"),
    ("model number", "F-16"),
    ("clock", "10:30"),
    ("other digits", "٣٠٠"),
]


@pytest.mark.parametrize(("text", "value"), EXACT)
def test_exact_number(text: str, value: float) -> None:
    assert parse_number(text) == value


@pytest.mark.parametrize(("text", "value"), VAGUE)
def test_vague_plural_is_at_least_two(text: str, value: float) -> None:
    (found,) = find_numbers(text)
    assert (found.value, found.style) == (value, "vague")
    assert parse_number(text) is None


@pytest.mark.parametrize(("label", "text"), NOT_READ)
def test_what_can_be_read_in_two_ways_is_not_read(label: str, text: str) -> None:
    assert find_numbers(text) == (), label


def test_and_between_two_numbers_makes_two() -> None:
    assert [n.value for n in find_numbers("between ten and twelve")] == [10, 12]


@given(st.integers(min_value=0, max_value=999_999_999_999))
def test_digits_with_separators_round_trip(value: int) -> None:
    assert parse_number(f"{value:,}") == value
    assert parse_number(str(value)) == value


@given(st.text(max_size=300))
def test_any_text_gives_ordered_spans_within_it(text: str) -> None:
    last = 0
    for found in find_numbers(text):
        assert last <= found.start < found.end <= len(text)
        assert found.value >= 0
        last = found.end
