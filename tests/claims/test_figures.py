"""Wordings and the bounds that they give, and no others (R7)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounted.claims.figures import find_figures, read_figure

N = None
# wording, low, best, high, low_inclusive, high_inclusive, bounds
BOUNDS = [
    ("30,000", N, 30_000, N, N, N, "none"),
    ("2,108 bodies", N, 2_108, N, N, N, "none"),
    ("exactly 300", N, 300, N, N, N, "none"),
    ("a total of 300", N, 300, N, N, N, "none"),
    ("ten thousand people", N, 10_000, N, N, N, "none"),
    ("thirty six", N, 36, N, N, N, "none"),
    ("N=10401", N, 10_401, N, N, N, "none"),
    ("about 100,000", N, 100_000, N, N, N, "none"),
    ("around 10,000", N, 10_000, N, N, N, "none"),
    ("approximately 300", N, 300, N, N, N, "none"),
    ("roughly 300", N, 300, N, N, N, "none"),
    ("some 300", N, 300, N, N, N, "none"),
    ("an estimated 300", N, 300, N, N, N, "none"),
    ("close to 300", N, 300, N, N, N, "none"),
    ("in the region of 300", N, 300, N, N, N, "none"),
    ("circa 300", N, 300, N, N, N, "none"),
    ("ca. 300", N, 300, N, N, N, "none"),
    ("~300", N, 300, N, N, N, "none"),
    ("300 or so", N, 300, N, N, N, "none"),
    ("perhaps 300", N, 300, N, N, N, "none"),
    ("over 30,000", 30_000, N, N, False, N, "stated"),
    ("Over 30,000", 30_000, N, N, False, N, "stated"),
    ("more than 300", 300, N, N, False, N, "stated"),
    ("well over a hundred", 100, N, N, False, N, "stated"),
    ("far more than 300", 300, N, N, False, N, "stated"),
    ("in excess of 300", 300, N, N, False, N, "stated"),
    ("upwards of 300", 300, N, N, False, N, "stated"),
    ("exceeding 300", 300, N, N, False, N, "stated"),
    ("above 300", 300, N, N, False, N, "stated"),
    ("> 300", 300, N, N, False, N, "stated"),
    ("at least 300", 300, N, N, True, N, "stated"),
    ("at the very least 300", 300, N, N, True, N, "stated"),
    ("at least a total of 300", 300, N, N, True, N, "stated"),
    ("no fewer than 300", 300, N, N, True, N, "stated"),
    ("not fewer than 300", 300, N, N, True, N, "stated"),
    ("no less than 300", 300, N, N, True, N, "stated"),
    ("a minimum of 300", 300, N, N, True, N, "stated"),
    ("as few as 300", 300, N, N, True, N, "stated"),
    ("300 or more", 300, N, N, True, N, "stated"),
    ("300 people or more", 300, N, N, True, N, "stated"),
    ("300+", 300, N, N, True, N, "stated"),
    ("300 and upwards", 300, N, N, True, N, "stated"),
    ("300 dead at least", 300, N, N, True, N, "stated"),
    ("≥ 300", 300, N, N, True, N, "stated"),
    ("up to 300", N, N, 300, N, True, "stated"),
    ("up to as many as 300", N, N, 300, N, True, "stated"),
    ("as many as 4,600", N, N, 4_600, N, True, "stated"),
    ("as high as 100,000", N, N, 100_000, N, True, "stated"),
    ("at most 300", N, N, 300, N, True, "stated"),
    ("2,500 at the most", N, N, 2_500, N, True, "stated"),
    ("2,500 people at the most", N, N, 2_500, N, True, "stated"),
    ("no more than a dozen", N, N, 12, N, True, "stated"),
    ("not more than 300", N, N, 300, N, True, "stated"),
    ("a maximum of 300", N, N, 300, N, True, "stated"),
    ("300 or fewer", N, N, 300, N, True, "stated"),
    ("fewer than 300", N, N, 300, N, False, "stated"),
    ("less than 300", N, N, 300, N, False, "stated"),
    ("under 300", N, N, 300, N, False, "stated"),
    ("up to nearly 300", N, N, 300, N, False, "stated"),
    ("nearly 300", N, 300, 300, N, False, "stated"),
    ("almost 300", N, 300, 300, N, False, "stated"),
    ("just under 300", N, 300, 300, N, False, "stated"),
    ("between 10 and 20", 10, N, 20, True, True, "stated"),
    ("between about 10 and 20", 10, N, 20, True, True, "stated"),
    ("from 10 to 20", 10, N, 20, True, True, "stated"),
    ("10 to 20", 10, N, 20, True, True, "stated"),
    ("10–20", 10, N, 20, True, True, "stated"),
    ("10-20", 10, N, 20, True, True, "stated"),
    ("two or three", 2, N, 3, True, True, "stated"),
    ("2 to 3 million", 2_000_000, N, 3_000_000, True, True, "stated"),
    ("between two and three million", 2_000_000, N, 3_000_000, True, True, "stated"),
    ("a low of 100,000 to a high of 500,000", 100_000, N, 500_000, True, True, "stated"),
    ("from a low of 100,000 … up to nearly 500,000", 100_000, N, 500_000, True, False, "stated"),
    ("at least 10 and as many as 20", 10, N, 20, True, True, "stated"),
    ("more than 10 but fewer than 20", 10, N, 20, False, False, "stated"),
    ("10,356 (9,002–12,122)", 9_002, 10_356, 12_122, True, True, "stated"),
    ("12 000 (95% CI 5500–18 300)", 5_500, 12_000, 18_300, True, True, "stated"),
    ("12,000 [5,500 to 18,300]", 5_500, 12_000, 18_300, True, True, "stated"),
    ("12,000, with a 95% confidence interval of 5,500 to 18,300,", 5_500, 12_000, 18_300, True, True, "stated"),
    ("500 ± 50", 450, 500, 550, True, True, "stated"),
    ("dozens", 24, N, N, True, N, "convention"),
    ("tens of thousands", 20_000, N, N, True, N, "convention"),
    ("several hundred", 200, N, N, True, N, "convention"),
]
NO_FIGURE = [
    ("percentage", "40 per cent of them"),
    ("percentage sign", "95% of them"),
    ("money", "$300 for each"),
    ("article", "under Article 5 of it"),
    ("resolution", "Resolution 1244 said"),
    ("age limit", "children under 18 were there"),
    ("ambiguous scale", "10-12,000 people"),
    ("one in five", "1 in 5 people"),
]


@pytest.mark.parametrize(("wording", "low", "best", "high", "low_in", "high_in", "bounds"), BOUNDS)
def test_bounds_of_a_wording(  # R7
    wording: str,
    low: float | None,
    best: float | None,
    high: float | None,
    low_in: bool | None,
    high_in: bool | None,
    bounds: str,
) -> None:
    figure = read_figure(wording)
    assert figure is not None
    assert (figure.low, figure.best, figure.high) == (low, best, high)
    assert (figure.low_inclusive, figure.high_inclusive, figure.bounds) == (low_in, high_in, bounds)


def test_table_is_long_enough() -> None:
    assert len(BOUNDS) >= 60


@pytest.mark.parametrize(("label", "text"), NO_FIGURE)
def test_number_that_counts_nothing_is_no_figure(label: str, text: str) -> None:
    assert find_figures(text) == (), label


@given(
    st.sampled_from([case[0] for case in BOUNDS]), st.text("ab. “”\n", max_size=20), st.text("ab. “”\n", max_size=20)
)
def test_wording_is_the_span(wording: str, before: str, after: str) -> None:
    text = f"{before} {wording} {after}"
    for found in find_figures(text):
        assert text[found.start : found.end] == found.figure.wording
