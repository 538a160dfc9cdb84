"""ODT: headings, paragraphs, notes and rows of tables in the order of the text, from its XML."""

from __future__ import annotations

from lxml import etree

from accounted.documents.blocks import Blocks
from accounted.documents.language import two_letters
from accounted.documents.packed import open_packed, parse_xml, read_part
from accounted.documents.parsed import Parsed, clean_word
from accounted.model.errors import UnreadableDocument

__all__ = ["parse"]

_PARSER = "ODT 2"
_T = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_STATED = ("initial-creator", "creator", "creation-date", "date", "subject", "description", "generator")
_APART = (f"{_T}p", f"{_T}h", f"{_T}note", f"{_OFFICE}annotation")
"""What stands within a paragraph and is a block of its own: text of boxes, notes, comments."""
_MARGINS = ("header", "header-first", "header-left", "footer", "footer-first", "footer-left")


def parse(data: bytes) -> Parsed:
    """Read a text document.

    Raises:
        UnreadableDocument: When it is damaged or no ODT.
    """
    packed = open_packed(data)
    content = read_part(packed, "content.xml")
    if content is None:
        raise UnreadableDocument("the ODT file has no text part", mend="open it and save it again")
    blocks = Blocks()
    for element in parse_xml(content).iter(f"{_T}h", f"{_T}p", f"{_TABLE}table-row"):
        above = {a.tag for a in element.iterancestors()}
        if f"{_T}tracked-changes" in above or f"{_T}note" in above:
            continue
        if f"{_TABLE}table-row" in above:
            continue  # It stands in the row above it, and so does a table within a table.
        if element.tag == f"{_TABLE}table-row":
            cells = (" ".join(_text(p) for p in cell.iter(f"{_T}p", f"{_T}h")) for cell in element)
            blocks.add(" | ".join(cell.strip() for cell in cells), "table")
        else:
            blocks.add(_text(element), "headline" if element.tag == f"{_T}h" else None)
            for note in element.iter(f"{_T}note-body"):
                blocks.add("\n".join(_text(p) for p in note.iter(f"{_T}p")))
    styles = read_part(packed, "styles.xml")
    for margin in parse_xml(styles).iter(*(f"{_STYLE}{name}" for name in _MARGINS)) if styles else ():
        for paragraph in margin.iter(f"{_T}p", f"{_T}h"):
            blocks.add(_text(paragraph))
    facts = _meta(read_part(packed, "meta.xml"))
    return Parsed(
        blocks.text,
        _PARSER,
        facts.get("title", ""),
        authors=facts.get("initial-creator") or facts.get("creator", ""),
        language=two_letters(facts.get("language", "")),
        stated=tuple((name, facts[name]) for name in _STATED if facts.get(name)),
        marks=blocks.marks,
    )


def _meta(part: bytes | None) -> dict[str, str]:
    if part is None:
        return {}
    return {etree.QName(e).localname: clean_word(e.text) for e in parse_xml(part).iter() if isinstance(e.tag, str)}


def _text(element: etree._Element) -> str:
    parts = [element.text or ""]
    for child in element:
        if child.tag == f"{_T}s":
            parts.append(" " * min(int(child.get(f"{_T}c", "1") or 1), 100))
        elif child.tag == f"{_T}tab":
            parts.append("\t")
        elif child.tag == f"{_T}line-break":
            parts.append("\n")
        elif child.tag not in _APART and isinstance(child.tag, str):
            parts.append(_text(child))
        parts.append(child.tail or "")
    return "".join(parts)
