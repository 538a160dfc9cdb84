"""Reading documents: spans, determinism, bad input, the contract's row, and the founding article."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accounted.claims import extract, extract_document, to_json
from accounted.model.canonical import canonical_bytes
from accounted.model.claims import Claim
from accounted.model.dates import DateInterval
from accounted.model.documents import Document, Passage
from accounted.model.ids import IdMaker

SHARED = Path(__file__).resolve().parents[2].parent / "shared"
ARTICLE = SHARED / "data" / "documents" / "advocacy-article-2017.txt"
PIECES = st.sampled_from(
    [
        *(
            "Anna Bell said ",
            "According to ",
            "over 30,000",
            " people ",
            "were killed",
            " in Velmar",
            ", ",
            ". ",
            "\n\n",
            "\n",
        ),
        *(
            "“",
            "”",
            '"',
            "between ",
            "10 and 20",
            "dozens of ",
            " denied ",
            "the agency's figure of 300",
            " in June 1999",
            "; ",
        ),
        *(
            "İ",
            "ß",
            "\u202e",
            "٣",
            "no one was killed",
            "? ",
            "12 000 (95% CI 5500–18 300)",
            " deaths",
            "said",
            "by ",
            "that ",
        ),
    ]
)


def spans_hold(text: str, claims: tuple[Claim, ...]) -> None:
    for claim in claims:
        assert text[claim.start : claim.end] == claim.quote
        for part in (claim.figure, claim.when, claim.where):
            if part is not None:
                assert text[part.start : part.end] == part.wording
        attribution = claim.attribution
        if attribution.start is not None:
            assert text[attribution.start : attribution.end] == attribution.speaker


@settings(deadline=None)
@given(st.text(max_size=400))
def test_spans_hold_on_any_unicode(text: str) -> None:  # R6
    spans_hold(text, extract(text))


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=25).map("".join))
def test_spans_hold_on_text_made_of_claims(text: str) -> None:  # R6
    dated = DateInterval.parse("2017-06-17")
    claims = extract(text, dated=dated)
    spans_hold(text, claims)
    assert extract(text, dated=dated) == claims
    assert len({claim.id for claim in claims}) == len(claims)
    for claim in claims:
        assert canonical_bytes(to_json(claim, "x"))


@pytest.mark.parametrize(
    ("label", "text"),
    [
        ("empty", ""),
        ("spaces", " \n\n \t\n"),
        ("control characters", "\x00\x01\x02 killed \x7f"),
        ("lone surrogate", "300 people were killed \ud800."),
        ("one long line of letters", "a" * 200_000),
        ("one long line of digits", "9" * 50_000 + " people were killed"),
        ("one long line of words", "people were killed and " * 10_000),
        ("right to left", "قتل 300 شخص"),
    ],
)
def test_bad_text_gives_no_invented_number(label: str, text: str) -> None:
    claims = extract(text)
    spans_hold(text, claims)
    assert all(c.figure is None or c.figure.best == 300 for c in claims), label


def test_passages_give_the_position_and_limit_the_text() -> None:
    text = "300 people were killed in Velmar\n\n20 people were killed.\n\n5 people were killed."
    document = Document("doc_x", "a.txt", "", 0, "text/plain", "parsed", "", "none", text)
    passages = [Passage("doc_x", 34, 56, "body"), Passage("doc_x", 0, 32, "headline")]
    claims = extract_document(document, passages, make_id=IdMaker(b"k"))
    assert [(c.figure.best if c.figure else None, c.position) for c in claims] == [(300, "headline"), (20, "body")]
    assert claims == extract_document(document, passages[::-1], make_id=IdMaker(b"k"))


def test_no_speaker_crosses_a_paragraph() -> None:
    (claim,) = extract("Anna Bell said this:\n\n300 people were killed.")
    assert claim.attribution.kind == "none"


def test_a_short_date_in_figures_is_no_crash() -> None:
    (claim,) = extract("In Velmar (9/17/16) 300 people were killed.")
    assert claim.figure is not None
    assert claim.figure.best == 300


def test_row_of_the_contract() -> None:
    (claim,) = extract("Anna Bell said over 300 people were killed in Velmar last year.")
    row = to_json(claim, "notes.txt")
    assert list(row) == [
        *(
            "id",
            "document",
            "start",
            "end",
            "quote",
            "kind",
            "figure",
            "act",
            "unit",
            "counted",
            "polarity",
            "modality",
        ),
        *("when", "where", "attribution", "said_when", "part_of", "position", "loaded", "updates", "language"),
    ]
    assert row["figure"] == {
        "low": 300,
        "best": None,
        "high": None,
        "low_inclusive": False,
        "high_inclusive": None,
        "bounds": "stated",
        "wording": "over 300",
        "start": 15,
        "end": 23,
    }
    assert row["when"] == {
        "edtf": None,
        "earliest": None,
        "latest": None,
        "wording": "last year",
        "start": 53,
        "end": 62,
    }
    assert row["where"] == {"wording": "Velmar", "start": 46, "end": 52}
    assert row["attribution"] == {
        "kind": "named",
        "speaker": "Anna Bell",
        "cue": "said",
        "start": 0,
        "end": 9,
        "grade": "established",
        "candidates": [],
        "chain": [{"speaker": "Anna Bell", "stance": "states"}],
        "role": None,
        "organisation": None,
        "reason": None,
    }
    assert (row["said_when"], row["part_of"], row["loaded"]) == (None, None, [])
    assert (row["updates"], row["language"]) == (None, "en")


def test_those_counted_may_be_named_after_the_figure() -> None:
    (claim,) = extract("300 were killed in Velmar; those counted are Velmar farmers.")
    assert claim.counted == "Velmar farmers"


def test_names_of_the_sides_change_nothing_but_the_names() -> None:
    text = "{a} said that over 300 {b} were killed in {c} in June 1999. {d} denied the figure."
    one = text.format(a="Anna Bell", b="Velmars", c="Velmar", d="The Velmar Agency")
    two = text.format(a="Carl Dean", b="Tandors", c="Tandor", d="The Tandor Agency")
    shapes = [
        [(c.kind, c.act, c.unit, c.polarity, c.modality, c.attribution.kind, c.attribution.grade) for c in extract(t)]
        for t in (one, two)
    ]
    assert shapes[0] == shapes[1]
    assert len(shapes[0]) == 2


@pytest.mark.skipif(
    not ARTICLE.exists(), reason="../shared/data/documents is not there: the founding article is not read"
)
def test_founding_article() -> None:
    text = ARTICLE.read_text(encoding="utf-8")
    claims = extract(text, dated=DateInterval.parse("2017-06-17"))
    spans_hold(text, claims)
    rows = {c.figure.wording: c for c in claims if c.figure is not None}
    assert set(rows) == {"over 100,000", "over 30,000", "265", "tens of thousands"}

    hundred, thirty = rows["over 100,000"], rows["over 30,000"]
    for claim, low in ((hundred, 100_000), (thirty, 30_000)):
        assert claim.figure is not None
        assert (claim.figure.low, claim.figure.best, claim.figure.high) == (low, None, None)
        assert claim.figure.low_inclusive is False
        assert (claim.attribution.kind, claim.attribution.speaker) == ("none", None)
    assert (hundred.act, hundred.counted) == ("executed", "members and sympathizers of the MEK")
    assert (thirty.act, thirty.counted) == ("killed", "political prisoner")
    assert hundred.when is not None
    assert hundred.when.interval is not None
    assert (hundred.when.wording, hundred.when.interval.edtf) == ("during the past four decades", "1977~/2017-06-17")
    assert thirty.when is not None
    assert thirty.when.interval is not None
    assert (thirty.when.wording, thirty.when.interval.edtf) == ("the summer of 1988", "1988-22")

    assert (rows["265"].act, rows["265"].unit) == ("signing", "persons")
    crowd = rows["tens of thousands"]
    assert crowd.figure is not None
    assert (crowd.act, crowd.figure.bounds, crowd.figure.low) == ("attending", "convention", 20_000)


@pytest.mark.skipif(
    not ARTICLE.exists(), reason="../shared/data/documents is not there: the founding article is not read"
)
def test_founding_article_read_twice_gives_the_same_bytes() -> None:
    text = ARTICLE.read_text(encoding="utf-8")
    one, two = ([canonical_bytes(to_json(c, "a")) for c in extract(text)] for _ in range(2))
    assert one == two


@pytest.mark.parametrize(
    ("text", "happened", "said"),
    [
        ("VELMOUTH, 3 March 2031 — At least 41 people were killed on 1 March 2031.", "2031-03-01", "2031-03-03"),
        ("Velmouth, March 3, 2031 (Velmar News) - Some 41 people were killed.", None, "2031-03-03"),
        ("Velmouth, March 2031 – 41 people killed.", "2031-03", None),
        ("On 3 March 2031 41 people were killed – and 9 wounded.", "2031-03-03", None),
    ],
)
def test_a_dateline_says_when_it_was_written(text, happened, said):
    claim = extract(text)[0]
    assert (claim.when.interval.edtf if claim.when else None) == happened
    assert (claim.said_when.edtf if claim.said_when else None) == said


def test_items_of_a_list_are_sentences_of_their_own() -> None:
    text = (
        "What we know\n- Two blasts hit the market and the hall of Kessin early today.\n- Police say 41 died\n- 60 hurt"
    )
    assert [c.quote for c in extract(text)] == ["- Police say 41 died", "- 60 hurt"]


def test_a_line_that_breaks_off_goes_on_in_the_next() -> None:
    (claim,) = extract("A merchant of\nTolm counted 43 bodies\nby the road.")
    assert claim.quote == "A merchant of\nTolm counted 43 bodies\nby the road."


def test_sentences_that_begin_in_lower_case_are_cut() -> None:
    first, second = extract("the clerk said that 300 people died. the committee said that 12 were injured.")
    assert (first.attribution.speaker, second.attribution.speaker) in (
        ("the clerk", "the committee"),
        (None, "the committee"),
    )
