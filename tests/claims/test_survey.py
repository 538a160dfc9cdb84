"""How far a document could be read: what was left alone is counted and said."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounted.claims import extract, survey_document, survey_notes
from accounted.model.documents import Document

GERMAN = (
    "Am 17.06.1999 wurden in der Stadt 300 Menschen getötet, und die Polizei hat die Namen, die nicht bekannt sind, "
    "nach dem Bericht des Ministers noch nicht veröffentlicht."
)


def document(text: str) -> Document:
    return Document("doc_x", "a.txt", "", 0, "text/plain", "parsed", "", "none", text)


@pytest.mark.parametrize(
    ("label", "text", "unread"),
    [
        ("empty", "", []),
        ("thousand or thirty", "30.000 people were killed.", ["30.000"]),
        ("groups of two", "1,23,456 people were killed.", ["1,23,456"]),
        ("glued letters", "12abc people were killed.", ["12abc"]),
        ("letters for digits", "3OO people and l2 others were killed.", ["3OO", "l2"]),
        ("groups by an apostrophe", "1'200 people were killed.", ["1'200"]),
        ("two commas", "12,,3 people were killed.", ["12,,3"]),
        ("a space without width", "12\u200b3 people were killed.", ["12\u200b3"]),
        ("a number torn apart", "5 0 people were killed.", ["5 0"]),
        ("two scales", "10-12,000 people were killed.", ["10-12,000"]),
        ("too long", "9" * 30 + " people were killed.", ["9" * 30]),
        ("what is told apart", "On the 21st, 12 of the G8 left at 10:30 for €300 (COVID-19, B52, 40%, 1990s).", []),
        ("plain numbers", "12,500 people, 2.5 million, 300 and 1 200 were killed.", []),
    ],
)
def test_numbers_left_alone_are_counted(label: str, text: str, unread: list[str]) -> None:
    survey = survey_document(document(text))
    assert [text[u.start : u.end] for u in survey.unread] == unread, label
    assert (len(survey_notes(survey, text)) == 1) == bool(unread)
    read = [c.figure.wording for c in extract(text) if c.figure]
    assert not any(wording in unread for wording in read)


def test_language_that_is_not_covered_is_said_and_gives_digits_and_dates() -> None:
    survey = survey_document(document(GERMAN))
    assert (survey.language, survey.reading) == (None, "digits")
    assert "no language that is covered" in survey_notes(survey, GERMAN)[0]
    (claim,) = extract(GERMAN)
    assert claim.figure is not None
    assert (claim.figure.best, claim.act, claim.unit, claim.language) == (300, "other", "objects", None)


def test_language_that_is_begun_is_said() -> None:
    text = "Plus de 300 personnes ont été tuées dans la ville en juin 1999."
    survey = survey_document(document(text))
    assert (survey.language, survey.reading) == ("fr", "begun")
    assert "only the plainest speakers" in survey_notes(survey, text)[0]


def test_english_read_in_full_has_nothing_to_say() -> None:
    text = "300 people were killed in the town."
    assert survey_notes(survey_document(document(text)), text) == ()


@given(st.text(max_size=200))
def test_any_text_has_a_survey_within_it(text: str) -> None:
    survey = survey_document(document(text))
    assert all(0 <= u.start < u.end <= len(text) for u in survey.unread)
