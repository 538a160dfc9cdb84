"""What a document says of itself and what a person says of it: its date, guessed or not, and its language."""

from __future__ import annotations

import dataclasses

from accounted.claims import extract_document, to_json
from accounted.model.dates import DateInterval
from accounted.model.documents import Document
from accounted.model.ids import IdMaker

DOCUMENT = Document(
    "doc_x",
    "a.txt",
    "",
    0,
    "text/plain",
    "parsed",
    "",
    "none",
    "The Velmar Agency said on Monday that over 300 people were killed in Velmar last year.",
    dated=DateInterval.parse("2017-06-17"),
    dated_by="settings",
)
MAKE_ID = IdMaker(b"a made-up key of a test, 32 long")


def test_when_it_was_said_is_apart_from_when_it_happened() -> None:
    (claim,) = extract_document(DOCUMENT, (), make_id=MAKE_ID)
    assert claim.when is not None
    assert claim.when.interval is not None
    assert claim.said_when is not None
    assert (claim.when.interval.edtf, claim.said_when.edtf) == ("2016", "2017-06-12")


def test_a_guessed_date_is_marked_in_every_claim_it_resolves() -> None:  # R19
    guessed = dataclasses.replace(DOCUMENT, dated_by="document")
    (claim,) = extract_document(guessed, (), make_id=MAKE_ID)
    row = to_json(claim, "a.txt")
    assert (row["when"]["edtf"], row["said_when"]) == ("2016?", "2017-06-12?")
    assert (row["when"]["earliest"], row["when"]["latest"]) == ("2016-01-01", "2016-12-31")


def test_an_undated_document_resolves_nothing_relative() -> None:
    undated = dataclasses.replace(DOCUMENT, dated=None, dated_by="")
    (claim,) = extract_document(undated, (), make_id=MAKE_ID)
    row = to_json(claim, "a.txt")
    assert (row["when"]["edtf"], row["when"]["wording"], row["said_when"]) == (None, "last year", None)


def test_the_language_that_a_person_has_said_is_read() -> None:
    french = dataclasses.replace(DOCUMENT, language="fr", language_by="settings")
    assert [claim.when for claim in extract_document(french, (), make_id=MAKE_ID) if claim.when] == []
    guessed = dataclasses.replace(DOCUMENT, language="fr", language_by="document")
    assert all(claim.when for claim in extract_document(guessed, (), make_id=MAKE_ID))
