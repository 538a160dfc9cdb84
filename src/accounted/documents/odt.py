"""ODT: headings, paragraphs, notes and rows of tables in the order of the text, from its XML."""

from __future__ import annotations

from lxml import etree

from accounted.documents.blocks import Blocks
from accounted.documents.packed import open_packed, parse_xml, read_part
from accounted.documents.parsed import Parsed, clean_word
from accounted.model.errors import UnreadableDocument

__all__ = ["parse"]

_PARSER = "ODT 1"
_T = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_STATED = ("initial-creator", "creator", "creation-date", "date", "subject", "description", "generator")


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
        if element.tag == f"{_TABLE}table-row":
            cells = (" ".join(_text(p) for p in cell.iter(f"{_T}p", f"{_T}h")) for cell in element)
            blocks.add(" | ".join(cell.strip() for cell in cells), "table")
        elif f"{_TABLE}table-row" not in above:
            blocks.add(_text(element), "headline" if element.tag == f"{_T}h" else None)
            for note in element.iter(f"{_T}note-body"):
                blocks.add("\n".join(_text(p) for p in note.iter(f"{_T}p")))
    facts = _meta(read_part(packed, "meta.xml"))
    return Parsed(
        blocks.text,
        _PARSER,
        facts.get("title", ""),
        authors=facts.get("initial-creator") or facts.get("creator", ""),
        language=facts.get("language", "")[:2].lower(),
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
        elif child.tag != f"{_T}note" and isinstance(child.tag, str):
            parts.append(_text(child))
        parts.append(child.tail or "")
    return "".join(parts)
