"""PDF: the text layer, page by page, through PDFium; a page without text is said to need OCR."""

from __future__ import annotations

from importlib.metadata import version

import pypdfium2

from accounted.documents.parsed import Parsed, clean_text
from accounted.model.errors import UnreadableDocument

__all__ = ["NEEDS_OCR", "parse"]

NEEDS_OCR = "no page has a text layer"


def parse(data: bytes) -> Parsed:
    """Read the text of all pages.

    Raises:
        UnreadableDocument: When the file is damaged or locked by a password.
    """
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        locked = "password" in str(error).lower()
        what = "the PDF is locked by a password" if locked else "the PDF is damaged and cannot be opened"
        mend = "save it without the password" if locked else "get the file again from where it came"
        raise UnreadableDocument(what, mend=mend) from error
    pages, offsets, empty = [], [], []
    length = 0
    for number, page in enumerate(document, start=1):
        text = clean_text(page.get_textpage().get_text_bounded()).strip()
        offsets.append(length)
        pages.append(text)
        length += len(text) + 2
        if not text:
            empty.append(str(number))
    if len(empty) == len(pages):
        raise UnreadableDocument(NEEDS_OCR, mend="run OCR on it and bring the PDF with its text")
    warnings = (f"no text on page {', '.join(empty)}",) if empty else ()
    metadata = document.get_metadata_dict()
    parser = f"PDFium through pypdfium2 {version('pypdfium2')}"
    return Parsed("\n\n".join(pages), parser, clean_text(metadata.get("Title", "")), "", tuple(offsets), warnings)
