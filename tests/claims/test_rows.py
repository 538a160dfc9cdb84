"""Tables inside a text: what a cell counts is said by the heading of its column, and nothing else is read."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accounted.claims import extract
from accounted.claims.rows import find_cells
from accounted.model.claims import Claim
from accounted.model.dates import DateInterval

DISTRICTS = """Casualties in Orvan, 2032

District | Killed | Injured | Missing
Hask | 88 | 140 | 0
Lendar (rural) | at least 95 | – | 30.000
Total | 183 | 1,140 | 5

The ministry said that 12 people were killed.
"""
MONTHS = """| Month | Deaths | Houses destroyed | Killed (%) |
|---|---|---|---|
| March 2032 | about 40 (a) | 12 | 40 |
| April 2032 | 31 | 7 | 31 |
"""
# label, text, (wording, act, unit, place, time) of each claim in a table
TABLES = [
    (
        "districts and a total",
        DISTRICTS,
        [
            ("88", "killed", "persons", "Hask", None),
            ("140", "injured", "persons", "Hask", None),
            ("0", "missing", "persons", "Hask", None),
            ("at least 95", "killed", "persons", "Lendar (rural)", None),
            ("183", "killed", "persons", None, None),
            ("1,140", "injured", "persons", None, None),
            ("5", "missing", "persons", None, None),
        ],
    ),
    (
        "bars at both ends, a rule, months, a share",
        MONTHS,
        [
            ("about 40", "killed", "persons", None, "2032-03"),
            ("12", "other", "objects", None, "2032-03"),
            ("31", "killed", "persons", None, "2032-04"),
            ("7", "other", "objects", None, "2032-04"),
        ],
    ),
    (
        "who was counted is no place",
        "Status | Dead | Detained\nCivilians | 402 | 31\nNot known | 32 | 2",
        [
            ("402", "killed", "persons", None, None),
            ("31", "detained", "persons", None, None),
            ("32", "killed", "persons", None, None),
            ("2", "detained", "persons", None, None),
        ],
    ),
    (
        "two acts in one column are wider than each",
        "Town | Killed or missing\nTolm | 77",
        [("77", "other", "persons", "Tolm", None)],
    ),
    (
        "executions, in a town and a village",
        "Place | Persons executed\nOrsk | 14\nDellen | 3",
        [("14", "executed", "persons", "Orsk", None), ("3", "executed", "persons", "Dellen", None)],
    ),
    (
        "a blank line between the rows of a document",
        "Region | Displaced\n\nCoast | 6,200\n\nValley | 300",
        [("6,200", "displaced", "persons", "Coast", None), ("300", "displaced", "persons", "Valley", None)],
    ),
    ("headings that tell no act", "Name | Age\nAnna | 34\nCarl | 55", []),
    ("no heading", "Hask | 88 | 140\nTolm | 12 | 30", []),
    ("a heading with a number in it", "Home | News | 12 killed\nSport | 3 | 4", []),
    ("rows of other lengths", "District | Killed\nHask | 88 | 3\n", []),
]


def told(claim: Claim) -> tuple[str | None, str, str, str | None, str | None]:
    when = claim.when.interval.edtf if claim.when and claim.when.interval else None
    figure = claim.figure.wording if claim.figure else None
    return figure, claim.act, claim.unit, claim.where.wording if claim.where else None, when


@pytest.mark.parametrize(("label", "text", "expected"), TABLES)
def test_table_in_a_text(label: str, text: str, expected: list[tuple[str, ...]]) -> None:
    claims = [claim for claim in extract(text) if claim.position == "table"]
    assert [told(claim) for claim in claims] == expected, label
    assert all(claim.attribution.kind == "none" for claim in claims)
    assert all(text[claim.start : claim.end] == claim.quote for claim in claims)


def test_sentences_beside_a_table_are_read_as_ever() -> None:
    (claim,) = [claim for claim in extract(DISTRICTS) if claim.position != "table"]
    assert (claim.attribution.speaker, claim.figure.best if claim.figure else None) == ("The ministry", 12)


def test_nobody_missing_is_none_occurred_and_ids_are_apart() -> None:
    claims = extract(DISTRICTS)
    assert [c.act for c in claims if c.polarity == "none_occurred"] == ["missing"]
    assert len({claim.id for claim in claims}) == len(claims)


@settings(deadline=None)
@given(st.text(alphabet="|\n -:1aK0.,", max_size=120).map(lambda text: f"Place | Killed\n{text}"))
def test_spans_hold_in_anything_with_bars(text: str) -> None:  # R6
    for cell in find_cells(text):
        assert text[cell.figure.start : cell.figure.end] == cell.figure.wording
        assert cell.row.start <= cell.label.start <= cell.label.end <= cell.row.end
    for claim in extract(text, dated=DateInterval.parse("2032")):
        assert text[claim.start : claim.end] == claim.quote
        assert claim.figure is None or text[claim.figure.start : claim.figure.end] == claim.figure.wording
