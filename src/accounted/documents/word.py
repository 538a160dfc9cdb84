"""DOCX: every word of the text that stands, in its order, with insertions, notes, text boxes, headers and comments.

Read from the XML itself: what a reviewer inserted and what stands in boxes and notes is part of what is said, and
libraries that know paragraphs only leave it out (decision 0013). What was deleted is left out, and said to be.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator

from lxml import etree

from accounted.documents.blocks import Blocks
from accounted.documents.packed import open_packed, parse_xml, read_part
from accounted.documents.parsed import Parsed, clean_word
from accounted.model.documents import Position
from accounted.model.errors import UnreadableDocument

__all__ = ["parse"]

_PARSER = "DOCX 2"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_AFTER_BODY = ("word/footnotes.xml", "word/endnotes.xml", "word/comments.xml")
_STATED = ("creator", "lastModifiedBy", "created", "modified", "subject", "description", "keywords", "category")


def parse(data: bytes) -> Parsed:
    """Read a document.

    Raises:
        UnreadableDocument: When it is damaged or no DOCX.
    """
    packed = open_packed(data)
    body = _part(packed, "word/document.xml")
    if body is None:
        raise UnreadableDocument("the DOCX file has no text part", mend="open it and save it again")
    blocks, root = Blocks(), parse_xml(body)
    _add(root, blocks)
    others = [name for name in packed.namelist() if name.startswith(("word/header", "word/footer"))]
    for name in (*_AFTER_BODY, *sorted(others)):
        part = _part(packed, name) if name.endswith(".xml") else None
        if part:
            _add(parse_xml(part), blocks)
    facts = _core(read_part(packed, "docProps/core.xml"))
    warnings = []
    if next(root.iter(f"{_W}delText"), None) is not None:
        warnings.append("words marked as deleted were left out")
    return Parsed(
        blocks.text,
        _PARSER,
        facts.get("title", ""),
        authors=facts.get("creator", ""),
        stated=tuple((name, facts[name]) for name in _STATED if facts.get(name)),
        marks=blocks.marks,
        warnings=tuple(warnings),
    )


def _part(packed: zipfile.ZipFile, name: str) -> bytes | None:
    """Read a part; the strict form of the format differs in the name of its words only."""
    data = read_part(packed, name)
    return None if data is None else data.replace(_STRICT, _W[1:-1].encode())


def _core(part: bytes | None) -> dict[str, str]:
    root = parse_xml(part) if part else None
    return {} if root is None else {etree.QName(e).localname: clean_word(e.text) for e in root}


def _add(root: etree._Element, blocks: Blocks) -> None:
    """Add paragraphs and rows of tables; a paragraph of a text box stands after the one that holds the box."""
    for element in root.iter(f"{_W}p", f"{_W}tr"):
        if any(a.tag == _FALLBACK for a in element.iterancestors()):
            continue
        if next(element.iterancestors(f"{_W}tr"), None) is not None:
            continue  # It stands in the row above it, and so does a table within a table.
        if element.tag == f"{_W}tr":
            cells = (" ".join(_own_text(p) for p in cell.iter(f"{_W}p")) for cell in _cells(element))
            blocks.add(" | ".join(cell.strip() for cell in cells), "table")
        else:
            blocks.add(_own_text(element), _position(element))


def _cells(row: etree._Element) -> Iterator[etree._Element]:
    """Give the cells of a row, those within content controls too."""
    for cell in row.iter(f"{_W}tc"):
        if next(cell.iterancestors(f"{_W}tr"), None) is row:
            yield cell


def _own_text(paragraph: etree._Element) -> str:
    parts: list[str] = []
    for element in paragraph.iter(f"{_W}t", f"{_W}tab", f"{_W}br", f"{_W}cr", f"{_W}noBreakHyphen"):
        if next(element.iterancestors(f"{_W}p"), None) is not paragraph:
            continue
        if next(element.iterancestors(f"{_W}moveFrom"), None) is not None:
            continue  # It stands where it was moved to.
        if element.tag == f"{_W}t":
            parts.append(element.text or "")
        elif next(element.iterancestors(f"{_W}r"), None) is not None:
            parts.append({f"{_W}tab": "\t", f"{_W}noBreakHyphen": "-"}.get(str(element.tag), "\n"))
    return "".join(parts)


def _position(paragraph: etree._Element) -> Position | None:
    style = paragraph.find(f"{_W}pPr/{_W}pStyle")
    name = "" if style is None else str(style.get(f"{_W}val", "")).lower()
    if name.startswith(("heading", "title", "berschrift", "titre", "titulo")):
        return "headline"
    return "caption" if name.startswith("caption") else "quotation" if "quote" in name else None
