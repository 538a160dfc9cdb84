"""Every format gives the words that went in, with what the file says of itself (R5) and where they stand."""

import hashlib
import io
import json
import shutil
import zipfile
from email.mime.application import MIMEApplication
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText

import pypdfium2
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


W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def docx_of(body, space=W):
    return made.packed({"[Content_Types].xml": "<Types/>",
                        "word/document.xml": f"<w:document {space}><w:body>{body}</w:body></w:document>"})  # fmt: skip


def para(words):
    return f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p>"


def table(*cells):
    return f"<w:tbl><w:tr>{''.join(cells)}</w:tr></w:tbl>"


ODT_SPACE = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
    for short, long in (("office", "office"), ("text", "text"), ("table", "table"), ("draw", "drawing"), ("s", "style"))
)


def odt_of(body, styles=""):
    inner = f"<office:body><office:text>{body}</office:text></office:body>"
    parts = {"mimetype": "application/vnd.oasis.opendocument.text",
             "content.xml": f"<office:document-content {ODT_SPACE}>{inner}</office:document-content>"}  # fmt: skip
    if styles:
        parts["styles.xml"] = f"<office:document-styles {ODT_SPACE}>{styles}</office:document-styles>"
    return made.packed(parts, stored=("mimetype",))


def cell(*inner):
    row = "".join(f"<table:table-cell>{one}</table:table-cell>" for one in inner)
    return f"<table:table><table:table-row>{row}</table:table-row></table:table>"


INNER = table(f"<w:tc>{para('Inner')}</w:tc>")
INNER_ODT = cell("<text:p>Inner</text:p>")
ODD = [
    ("a table within a table stands once", "a.docx",
     docx_of(table(f"<w:tc>{para('Outer')}{INNER}</w:tc>")), "Outer Inner"),
    ("a cell within a content control", "a.docx",
     docx_of(table(f"<w:sdt><w:sdtContent><w:tc>{para('Over 30')}</w:tc></w:sdtContent></w:sdt>",
                   f"<w:tc>{para('killed')}</w:tc>")), "Over 30 | killed"),
    ("what was moved stands where it is now", "a.docx",
     docx_of("<w:p><w:moveFrom><w:r><w:t>Moved.</w:t></w:r></w:moveFrom></w:p>"
             "<w:p><w:moveTo><w:r><w:t>Moved.</w:t></w:r></w:moveTo></w:p>"), "Moved."),
    ("the strict form", "a.docx",
     docx_of(para("Made up."), 'xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main"'), "Made up."),
    ("text of a box and a comment stand once, behind the paragraph", "a.odt",
     odt_of("<text:p>Before <draw:frame><draw:text-box><text:p>In a box.</text:p></draw:text-box></draw:frame>after."
            "<office:annotation><text:p>A comment.</text:p></office:annotation></text:p>"),
     "Before after.\n\nIn a box.\n\nA comment."),
    ("a table within a table stands once", "a.odt",
     odt_of(cell(f"<text:p>Outer</text:p>{INNER_ODT}")), "Outer Inner"),
    ("header and footer", "a.odt",
     odt_of("<text:p>Body.</text:p>", "<office:master-styles><s:master-page><s:header><text:p>Head.</text:p></s:header>"
            "<s:footer><text:p>Foot.</text:p></s:footer></s:master-page></office:master-styles>"),
     "Body.\n\nHead.\n\nFoot."),
    ("notes stand behind the text and cut no sentence", "a.rtf",
     rb"{\rtf1\ansi{\header Head}Over 30{\chftn{\footnote \pard {\b A} note}} people.\par{\*\annotation Aside}Next.}",
     "Over 30 people.\n\nNext.\n\nHead\n\nA note\n\nAside"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "data", "text"), [o[1:] for o in ODD], ids=[f"{o[1]}: {o[0]}" for o in ODD])
def test_no_word_is_lost_and_none_stands_twice(read, name, data, text):
    document, _ = read(name, data)
    assert (document.text, document.state) == (text, "parsed")


def test_a_book_in_another_encoding_and_with_a_language_of_three_letters(read):
    words = "مختلق كله ولا وجود لأحد فيه، وهذا كتاب للاختبار"
    chapter = f'<?xml version="1.0" encoding="utf-16"?><html><body><p>{words}</p></body></html>'
    with zipfile.ZipFile(io.BytesIO(made.epub(["Title"]))) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    parts["OPS/one.xhtml"] = chapter.encode("utf-16")
    parts["OPS/book.opf"] = parts["OPS/book.opf"].replace(b">en<", b">ara<")
    book = made.packed(parts, stored=("mimetype",))
    document, _ = read("a.epub", book)
    assert (document.text, document.language, document.state) == (words, "ar", "parsed")


def mail_of(kind, *parts):
    message = MIMEMultipart(kind)
    message["From"], message["Subject"] = "a@example.org", "Made up"
    message["Date"] = "Thu, 03 Jul 2031 09:00:00 +0000"
    for part in parts:
        message.attach(part)
    return message.as_bytes()


MAILS = [
    ("words before and after a picture",
     mail_of("mixed", MIMEText("Over 30"), MIMEApplication(b"x", name="x.bin"), MIMEText("people were killed.")),
     "Made up\n\nOver 30\n\npeople were killed."),
    ("an empty plain version beside a page",
     mail_of("alternative", MIMEText(" \n"), MIMEText("<p>A page.</p>", "html")),
     "Made up\n\nA page."),
    ("of two versions the plain one", mail_of("alternative", MIMEText("Plain."), MIMEText("<p>A page.</p>", "html")),
     "Made up\n\nPlain."),
]  # fmt: skip


@pytest.mark.parametrize(("data", "text"), [m[1:] for m in MAILS], ids=[m[0] for m in MAILS])
def test_a_message_keeps_all_its_words(read, data, text):
    document, _ = read("a.eml", data)
    assert (document.text, document.state) == (text, "parsed")


def test_a_message_whose_letters_are_not_marked_is_guessed_and_says_so(read):
    head = b"From: a@example.org\r\nTo: b@example.org\r\nDate: Thu, 03 Jul 2031 09:00:00 +0000\r\n"
    document, _ = read("a.eml", head + b"Subject: caf\xe9\r\n\r\nMade up, caf\xe9.\r\n")
    assert (document.text, document.state) == ("café\n\nMade up, café.", "parsed with warnings")
    assert "guessed" in document.reason


def test_a_pdf_says_what_of_it_is_not_read(read):
    plain = made.make("pdf", 1)
    document = pypdfium2.PdfDocument(plain)
    document.new_attachment("made-up.txt").set_data(b"Made up.")
    saved = io.BytesIO()
    document.save(saved)
    read_so, _ = read("a.pdf", saved.getvalue())
    assert (read_so.state, read_so.reason.split(" are ")[0]) == ("parsed with warnings", "1 files attached to it")
    form = plain.replace(b"/Type/Catalog", b"/Type/Catalog/AcroForm<</Fields[]>>")
    read_so, _ = read("a.pdf", form)
    assert (read_so.state, "it is a form" in read_so.reason) == ("parsed with warnings", True)
