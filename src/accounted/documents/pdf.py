"""PDF: the text layer through PDFium, page by page, with the place of every line; pages without text are named.

Lines whose distance is larger than a line is high begin a new paragraph, as an empty line does in plain text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib.metadata import version

import pypdfium2
import pypdfium2.raw as pdfium

from accounted.documents.parsed import Line, Parsed, clean_text, clean_word
from accounted.documents.xmp import read_xmp
from accounted.model.errors import UnreadableDocument

__all__ = ["open_pdf", "parse"]

_STATED = ("Author", "Subject", "Keywords", "Creator", "Producer", "CreationDate", "ModDate")
_PARAGRAPH_GAP = 0.7
"""In heights of a line: the white between two lines that makes a paragraph."""
_HYPHEN = "\ufffe"


def open_pdf(data: bytes) -> pypdfium2.PdfDocument:
    """Open a PDF.

    Raises:
        UnreadableDocument: When the file is damaged or locked by a password.
    """
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        locked = "password" in str(error).lower()
        what = "the PDF is locked by a password" if locked else "the PDF is damaged and cannot be opened"
        mend = "save it without the password" if locked else "get the file again from where it came"
        raise UnreadableDocument(what, mend=mend) from error


def parse(data: bytes) -> Parsed:
    """Read the text of all pages.

    Raises:
        UnreadableDocument: When the file is damaged or locked by a password.
    """
    document = open_pdf(data)
    if len(document) == 0:
        raise UnreadableDocument("the PDF has no pages", mend="get the file again from where it came")
    texts: list[str] = []
    offsets: list[int] = []
    lines: list[Line] = []
    scanned: list[int] = []
    broken: list[str] = []
    length = 0
    for number in range(len(document)):
        try:
            text, own = _page(document, number)
        except pypdfium2.PdfiumError:
            text, own = "", []
            broken.append(str(number + 1))
        offsets.append(length)
        lines += [(length + start, *box) for start, box in own]
        texts.append(text)
        length += len(text) + 2
        if not text:
            scanned.append(number)
    metadata = document.get_metadata_dict()
    stated = [(name, clean_word(metadata.get(name, ""))) for name in _STATED]
    return Parsed(
        "\n\n".join(texts) if len(scanned) < len(texts) else "",
        f"PDFium through pypdfium2 {version('pypdfium2')}",
        clean_word(metadata.get("Title", "")),
        "",
        tuple(offsets),
        tuple(_not_read(document, broken)),
        authors=clean_word(metadata.get("Author", "")),
        stated=(*((name, value) for name, value in stated if value), *read_xmp(data)),
        lines=tuple(lines),
        scanned=tuple(scanned),
    )


def _not_read(document: pypdfium2.PdfDocument, broken: Sequence[str]) -> Iterator[str]:
    """Say what the file holds beside the text of its pages, which is not read."""
    if broken:
        yield f"page {', '.join(broken)} is damaged"
    attached = document.count_attachments()
    if attached:
        yield f"{attached} files attached to it are not read: save them and bring them"
    if document.get_formtype():
        yield "it is a form: what was filled in may be missing; print it into a new PDF"


Box = tuple[float, float, float, float]


def _page(document: pypdfium2.PdfDocument, number: int) -> tuple[str, list[tuple[int, Box]]]:
    """Read one page: its text, and where each line begins in it and lies on the page."""
    page = document[number]
    content = page.get_textpage()
    try:
        found: list[tuple[str, Box | None]] = []
        at = 0
        for raw in content.get_text_range().split("\r\n"):
            size = len(raw.encode("utf-16-le", "surrogatepass")) // 2
            line = clean_text(raw.replace(_HYPHEN, "-")).replace("\n", " ").strip()
            if line:
                found.append((line, _box(content, at, size)))
            at += size + 2
        return _joined(found)
    finally:
        content.close()
        page.close()


def _joined(found: list[tuple[str, Box | None]]) -> tuple[str, list[tuple[int, Box]]]:
    text, places = "", []
    before: Box | None = None
    for line, box in found:
        if text:
            apart = before is not None and box is not None and before[1] - box[3] > _PARAGRAPH_GAP * (box[3] - box[1])
            text += "\n\n" if apart else "\n"
        if box:
            places.append((len(text), box))
        text += line
        before = box
    return text, places


def _box(content: pypdfium2.PdfTextPage, text_index: int, size: int) -> Box | None:
    first = pdfium.FPDFText_GetCharIndexFromTextIndex(content, text_index)
    last = pdfium.FPDFText_GetCharIndexFromTextIndex(content, text_index + max(size - 1, 0))
    if first < 0 or last < first:
        return None
    boxes = [content.get_rect(i) for i in range(content.count_rects(first, last - first + 1))]
    if not boxes:
        return None
    left, bottom, right, top = zip(*boxes, strict=True)
    return round(min(left), 1), round(min(bottom), 1), round(max(right), 1), round(max(top), 1)
