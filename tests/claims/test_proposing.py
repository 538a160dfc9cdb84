"""What a language model proposes: only what stands in the text is kept; all texts are made up."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accounted.claims import cut_for_reading, extract, keep_proposals
from accounted.model.documents import Document
from accounted.model.ids import IdMaker

TEXT = "Ministry: 300 villagers dead. The toll, over 40 of them children, rose. He left. He left."
GOOD = {
    "quote": "Ministry: 300 villagers dead.",
    "number": "300",
    "speaker": "Ministry",
    "cue": None,
    "act": "killed",
    "unit": "persons",
    "polarity": "asserted",
    "modality": "stated",
    "counted": "villagers",
    "place": None,
}


def document(text: str = TEXT) -> Document:
    return Document("doc", "a.txt", "0", len(text), "text/plain", "parsed", "", "none", text)


def keep(*items: object, known: tuple = ()) -> tuple[list, list]:
    answer = f"Here you are:\n```json\n{json.dumps({'claims': items})}\n```"
    kept, refused = keep_proposals(answer, document(), known, IdMaker(b"k"))
    return list(kept), [r.reason for r in refused]


def test_a_proposal_of_the_texts_own_words_is_kept_with_its_spans() -> None:
    (claim,), refused = keep(GOOD)
    assert refused == []
    assert TEXT[claim.start : claim.end] == claim.quote
    assert TEXT[claim.figure.start : claim.figure.end] == "300"
    assert TEXT[claim.attribution.start : claim.attribution.end] == "Ministry"
    assert (claim.figure.best, claim.act, claim.attribution.grade) == (300, "killed", "possible")


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"quote": "Ministry: 3,000 villagers dead."}, "quotation does not stand"),
        ({"quote": "He left."}, "more than once"),
        ({"quote": 7}, "quotation does not stand"),
        ({"number": "3,000"}, "words of the number"),
        ({"number": None}, "words of the number"),
        ({"number": "villagers"}, "no number is read"),
        ({"speaker": "The President"}, "words of the speaker"),
        ({"cue": "announced"}, "words of the cue"),
        ({"place": "Velmar"}, "words of the place"),
        ({"act": "liquidated"}, "act is none"),
        ({"polarity": "true"}, "polarity is none"),
        ({"unit": ["persons"]}, "unit is none"),
    ],
)
def test_what_does_not_stand_in_the_text_is_refused(change: dict[str, object], reason: str) -> None:
    kept, (said,) = keep({**GOOD, **change})
    assert kept == []
    assert reason in said


def test_what_is_claimed_already_is_no_news() -> None:
    known = extract(TEXT)
    numbers = {claim.figure.wording for claim in known if claim.figure}
    item = {**GOOD, "quote": "The toll, over 40 of them children, rose.", "number": "over 40", "speaker": None,
            "counted": "children"}  # fmt: skip
    kept, _ = keep(item, item)
    assert [claim.figure.low for claim in kept] == [40]
    assert keep(item, known=(kept[0],))[0] == []
    assert numbers is not None


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.text(), st.recursive(st.none() | st.integers() | st.text(), lambda x: st.lists(x) | st.dictionaries(
    st.sampled_from([*GOOD, "claims"]), x)).map(lambda v: json.dumps({"claims": v}))))  # fmt: skip
def test_any_answer_is_borne(answer: str) -> None:
    kept, _ = keep_proposals(answer, document(), (), IdMaker(b"k"))
    assert all(TEXT[claim.start : claim.end] == claim.quote for claim in kept)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.sampled_from(["Nine people left. ", "It was in Velmar. ", "x" * 3000 + ". "]), max_size=30))
def test_pieces_hold_the_text_in_order(parts: list[str]) -> None:
    text = "".join(parts)
    pieces = cut_for_reading(text)
    at = 0
    for piece in pieces:
        at = text.index(piece, at) + len(piece)
    assert sum(piece.count("people") for piece in pieces) == text.count("people")
