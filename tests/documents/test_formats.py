"""Every format gives the words that went in, with what the file says of itself (R5) and where they stand."""

import hashlib
import io
import json
import shutil

import pytest
from benchmarks.intake import made
from PIL import Image

from accounted.documents import parse_file, read_document
from accounted.documents import parsing as parsers_of_child
from accounted.documents.kinds import READABLE, media_type_of
from accounted.documents.parsed import Parsed
from accounted.documents.read import make_document
from accounted.sandbox import Parsers

HAS_TESSERACT = shutil.which("tesseract") is not None


@pytest.fixture(scope="module")
def parsers(tmp_path_factory):
    with Parsers(tmp_path_factory.mktemp("parsers")) as opened:
        yield opened


@pytest.fixture
def read(parsers, tmp_path):
    def call(name, data, **said):
        path = tmp_path / "file"
        path.write_bytes(data)
        file = parse_file(path, name, parsers, language=said.get("language", ""))
        sha256 = hashlib.sha256(data).hexdigest()
        return make_document(file, id="doc_x", name=name, sha256=sha256, n_bytes=len(data), **said)

    return call


@pytest.mark.parametrize("kind", made.KINDS)
def test_the_words_come_out_in_their_order(read, kind):
    paragraphs = made.text(11)
    document, passages = read(f"a.{kind}", made.KINDS[kind](paragraphs))
    assert document.state == "parsed", document.reason
    words = " ".join(document.text.replace("# ", "").split())
    assert words == " ".join(paragraphs)
    assert len(passages) == len(paragraphs)
    assert passages[0].position == "headline"
    for passage in passages:
        assert document.text[passage.start : passage.end].strip()
    assert (document.language, document.language_by) == ("en", "document")
    assert document.is_public is False


STATES_ITSELF = {"html": ("A Sample", "2021-07-03"), "pdf": ("A. Sample", None), "docx": ("A. Sample", None),
                 "rtf": ("A. Sample", None), "eml": ('"A. Sample" <a@example.org>', "2031-07-03"),
                 "epub": ("A. Sample", "2031-07-03")}  # fmt: skip


@pytest.mark.parametrize("kind", STATES_ITSELF)
def test_what_a_file_says_of_itself_is_a_fact_beside_the_text(read, kind):
    authors, dated = STATES_ITSELF[kind]
    document, _ = read(f"a.{kind}", made.make(kind, 3))
    assert document.authors == authors
    assert document.title == made.text(3)[0]
    if dated:
        assert (document.dated.edtf, document.dated_by) == (dated, "document")
    assert "A. Sample" not in document.text


def test_what_a_person_says_wins_over_every_guess(read):
    document, _ = read("a.txt", made.make("txt", 1), language="fr", is_public=True)
    assert (document.language, document.language_by, document.is_public) == ("fr", "settings", True)


def test_a_passage_of_a_pdf_leads_to_its_page_and_place(read):
    lines = [
        ["A made-up title", "", "", "Over 30 people were made up", "in two lines of one paragraph."],
        ["Page two."],
    ]
    document, passages = read("a.pdf", made.pdf(lines))
    assert [document.text[p.start : p.end] for p in passages] == [
        "A made-up title", "Over 30 people were made up\nin two lines of one paragraph.", "Page two."
    ]  # fmt: skip
    assert [p.page for p in passages] == [1, 1, 2]
    (left, bottom, right, top), paragraph, second = (p.box for p in passages)
    assert 45 < left < 55
    assert 785 < bottom < top < 805
    assert left < right < 300
    assert paragraph[3] < bottom - 14
    assert paragraph[3] - paragraph[1] > 14
    assert second[1] > 780


def test_a_docx_keeps_insertions_boxes_notes_tables_and_says_what_was_deleted(read):
    w = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    mc = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    box = "<w:txbxContent><w:p><w:r><w:t>In a box.</w:t></w:r></w:p></w:txbxContent>"
    body = (
        "<w:p><w:r><w:t>Over 30</w:t></w:r><w:ins><w:r><w:t> or 40</w:t></w:r></w:ins>"
        "<w:del><w:r><w:delText> or 50</w:delText></w:r></w:del><w:r><w:t> people.</w:t></w:r></w:p>"
        f"<w:p><w:r><mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>"
        "</mc:AlternateContent></w:r></w:p>"
        "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>Name</w:t></w:r></w:p></w:tc>"
        "<w:tc><w:p><w:r><w:t>Age</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    )
    note = f"<w:footnotes {w}><w:footnote><w:p><w:r><w:t>A note.</w:t></w:r></w:p></w:footnote></w:footnotes>"
    data = made.packed({"[Content_Types].xml": "<Types/>",
                        "word/document.xml": f"<w:document {w} {mc}><w:body>{body}</w:body></w:document>",
                        "word/footnotes.xml": note})  # fmt: skip
    document, passages = read("a.docx", data)
    assert document.text == "Over 30 or 40 people.\n\nIn a box.\n\nName | Age\n\nA note."
    assert passages[2].position == "table"
    assert document.state == "parsed with warnings"
    assert "deleted" in document.reason


def test_entities_in_xml_are_neither_resolved_nor_read(read, tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("a made-up secret", encoding="utf-8")
    w = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    body = (
        f'<!DOCTYPE x [<!ENTITY e SYSTEM "{secret.as_uri()}">]>'
        f"<w:document {w}><w:body><w:p><w:r><w:t>Words &e; here.</w:t></w:r></w:p></w:body></w:document>"
    )
    document, _ = read("a.docx", made.packed({"[Content_Types].xml": "<Types/>", "word/document.xml": body}))
    assert "made-up secret" not in json.dumps([document.text, document.reason, document.stated])


def test_a_picture_is_a_document_whose_exif_is_a_fact(read):  # R5
    exif = Image.Exif()
    exif[0x013B] = "Canary Photographer"
    exif.get_ifd(0x8769)[0x9003] = "2031:07:03 10:00:00"
    exif.get_ifd(0x8825)[1] = "N"
    buffer = io.BytesIO()
    xmp = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#">' \
          b'<r:Description xmlns:d="http://purl.org/dc/elements/1.1/" d:source="made up"><d:creator><r:Seq>' \
          b"<r:li>Canary Author</r:li></r:Seq></d:creator></r:Description></r:RDF></x:xmpmeta>"  # fmt: skip
    Image.new("L", (200, 200), 255).save(buffer, "JPEG", exif=exif, xmp=xmp)
    document, passages = read("a.jpg", buffer.getvalue())
    assert (document.state, document.text, passages) == ("needs OCR", "", ())
    stated = dict(document.stated)
    assert stated["exif:Artist"] == "Canary Photographer"
    assert stated["exif:DateTimeOriginal"] == "2031:07:03 10:00:00"
    assert (stated["xmp:creator"], stated["xmp:source"]) == ("Canary Author", "made up")
    assert "Canary" not in document.reason + document.title


def test_without_tesseract_a_scan_needs_ocr(read, monkeypatch):
    monkeypatch.setenv("PATH", "/nowhere")
    document, _ = read("a.pdf", made.scanned_pdf(["Over 30 people were made up."]))
    assert (document.state, document.text) == ("needs OCR", "")
    assert "Tesseract is not installed" in document.reason


@pytest.mark.skipif(not HAS_TESSERACT, reason="Tesseract is not installed")
def test_with_tesseract_a_scan_is_read_with_page_and_place(read):
    scan = made.scanned_pdf(["Over 30 people were made up in Velmar.", "Nobody in this text exists."])
    document, passages = read("a.pdf", scan, language="en")
    assert "Over 30 people were made up in Velmar." in document.text
    assert document.state == "parsed with warnings"
    assert "Tesseract" in document.parser
    assert "(eng)" in document.parser
    assert "page 1 read from its picture" in document.reason
    assert passages[0].page == 1
    left, bottom, right, top = passages[0].box
    assert 40 < left < 60 < right < 595
    assert 700 < bottom < top < 842


@pytest.mark.skipif(not HAS_TESSERACT, reason="Tesseract is not installed")
def test_a_language_that_tesseract_lacks_is_named(read):
    document, _ = read("a.pdf", made.scanned_pdf(["Over 30 people."]), language="xx")
    assert document.state == "needs OCR"
    assert "no data for the language xx" in document.reason
    assert "eng" in document.reason


def test_every_kind_that_is_said_to_be_readable_has_its_parser():
    assert set(parsers_of_child.PARSERS) == READABLE


@pytest.mark.parametrize("kind", made.KINDS)
def test_what_a_file_is_does_not_depend_on_its_name(kind):
    if kind in ("txt", "md"):
        return
    data = made.make(kind, 1)
    head = data[:4096]
    assert media_type_of("a.bin", head) == media_type_of(f"a.{kind}", head)


def test_one_file_by_itself(tmp_path):
    path = tmp_path / "a.docx"
    path.write_bytes(made.make("docx", 2))
    document, _ = read_document(path, id="doc_x", name="a.docx", sha256="", temp=tmp_path)
    assert made.text(2)[1] in document.text


def test_what_comes_from_a_child_is_what_it_made():
    parsed = Parsed("a", "p", lines=((0, 1.0, 2.0, 3.0, 4.0),), marks=((0, "table"),), stated=(("a", "b"),), pages=(0,))
    from accounted.model.canonical import canonical_bytes

    assert Parsed.from_plain(json.loads(canonical_bytes(parsed))) == parsed
