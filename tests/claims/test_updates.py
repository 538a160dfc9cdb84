"""Figures that replace an earlier one, and what was replaced."""

from __future__ import annotations

import pytest

from accounted.claims import extract, to_json


def test_replaced_figure_is_kept_inside_and_is_no_claim() -> None:
    text = "The ministry revised the death toll down from 41 to 38."
    (claim,) = extract(text)
    assert claim.updates is not None
    assert claim.updates.previous is not None
    previous = claim.updates.previous
    assert (claim.updates.direction, previous.best, text[previous.start : previous.end]) == ("lowered", 41, "41")
    assert text[claim.updates.start : claim.updates.end] == claim.updates.wording
    assert to_json(claim, "x")["updates"]["previous"]["wording"] == "41"


@pytest.mark.parametrize(
    "text",
    [
        "The toll stands at 41.",
        "Police brought 12 prisoners to the court; 3 were executed.",
        "The price rose to 41 and 12 people were killed.",
        "The number of dead will rise to 300.",
        "The shelling killed between 10 and 20 people.",
    ],
)
def test_figure_that_replaces_nothing(text: str) -> None:
    assert [c.updates for c in extract(text) if c.updates] == []
