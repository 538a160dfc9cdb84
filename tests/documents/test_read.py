"""Every file ends in exactly one state; text is kept as it is (R5, R6)."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounted.documents import media_type_of, read_document, split_passages
from accounted.documents.parsed import clean_text
from accounted.documents.plain import parse
from accounted.model.dates import DateInterval
from accounted.model.documents import STATES
from accounted.model.errors import UnreadableDocument


def read(tmp_path, name, data, **options):
    path = tmp_path / name
    path.write_bytes(data)
    sha256 = hashlib.sha256(data).hexdigest()
    return read_document(path, id="doc_x", name=name, sha256=sha256, temp=tmp_path, **options)


MADE_UP_PDF = (
    b"%%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Contents 4 0 R"
    b"/Resources<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>endobj\n"
    b"4 0 obj<</Length %d>>stream\n%s\nendstream endobj\ntrailer<</Root 1 0 R>>\n%%%%EOF\n"
)
SHOWN = b"BT /F1 12 Tf 20 200 Td (Everything here is made up.) Tj ET"

CASES = [
    ("text", "a.txt", b"Made-up headline\n\nOver 30 people were made up.\n", "parsed", "Made-up headline"),
    ("byte-order mark and CRLF", "a.txt", b"\xef\xbb\xbfOne\r\n\r\nTwo", "parsed", "One\n\nTwo"),
    ("UTF-16", "a.txt", "Made up مختلق".encode("utf-16"), "parsed", "Made up مختلق"),
    ("not UTF-8", "a.txt", "Besançon".encode("cp1252"), "parsed with warnings", "Besançon"),
    ("Markdown", "a.md", b"# Title\n\nText.\n", "parsed", "# Title"),
    ("HTML", "a.html", b"<html><head><title>Made up</title></head><body><article><p>" + b"Some made-up words here. " * 9
     + b"</p></article></body></html>", "parsed", "Some made-up words here."),
    ("PDF", "a.pdf", MADE_UP_PDF % (len(SHOWN), SHOWN), "parsed", "Everything here is made up."),
    ("PDF without text", "a.pdf", MADE_UP_PDF % (0, b""), "needs OCR", ""),
    ("unreadable PDF", "a.pdf", b"%PDF-1.7\n garbage", "failed", ""),
    ("PDF under another name", "a.txt", MADE_UP_PDF % (len(SHOWN), SHOWN), "parsed", "Everything here"),
    ("empty", "a.txt", b"", "failed", ""),
    ("white space only", "a.txt", b" \n \n", "failed", ""),
    ("binary", "a.txt", b"\x00\x01\x02" * 50, "skipped", ""),
    ("archive", "a.docx", b"PK\x03\x04" + b"x" * 50, "skipped", ""),
]  # fmt: skip


@pytest.mark.parametrize(("name", "data", "state", "text"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_each_file_ends_in_one_state(tmp_path, name, data, state, text):  # R5
    document, passages = read(tmp_path, name, data)
    assert document.state == state
    assert document.state in STATES
    assert text in document.text
    assert bool(document.reason) == (state != "parsed")
    assert "\r" not in document.text
    for passage in passages:
        assert document.text[passage.start : passage.end].strip()


def test_the_persons_date_wins_over_the_documents(tmp_path):
    data = b"Made-up Herald, 3 July 2031\n\nText.\n"
    guessed, _ = read(tmp_path, "a.txt", data)
    assert (guessed.dated.edtf, guessed.dated_by) == ("2031-07-03", "document")
    said, _ = read(tmp_path, "b.txt", data, dated=DateInterval.parse("2031-07-04"))
    assert (said.dated.edtf, said.dated_by) == ("2031-07-04", "settings")
    undated, _ = read(tmp_path, "c.txt", b"No date here.\n\nOr here.\n")
    assert (undated.dated, undated.dated_by) == (None, "")


@given(st.text())
def test_plain_text_is_changed_only_at_line_ends(text):
    data = text.encode("utf-8", "replace")
    if b"\x00" in data:
        return
    assert parse(data).text == clean_text(data.decode("utf-8"))


@given(st.binary(max_size=400))
def test_any_bytes_are_text_or_are_refused(data):
    try:
        text = parse(data).text
    except UnreadableDocument as error:
        text = error.mend
    assert text or not data.strip(b"\x00\xef\xbb\xbf\xfe\xff")


@given(st.text(max_size=400))
def test_passages_do_not_overlap_and_hold_all_that_is_not_white_space(text):
    text = clean_text(text)
    passages = split_passages("doc_x", text)
    place = 0
    for passage in passages:
        assert not text[place : passage.start].strip()
        assert passage.start < passage.end
        place = passage.end
    assert not text[place:].strip()


def test_types_go_by_content_first():
    assert media_type_of("a.txt", b"%PDF-1.4") == "application/pdf"
    assert media_type_of("a.pdf", b"only text") == "text/plain"
    assert media_type_of("a.txt", b"<!DOCTYPE html><html>") == "text/html"
