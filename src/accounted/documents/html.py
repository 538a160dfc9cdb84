"""HTML: the article's text, title, authors, date and publisher through trafilatura; nothing is executed or fetched."""

from __future__ import annotations

from importlib.metadata import version

from lxml import etree
from trafilatura import bare_extraction

from accounted.documents.blocks import Blocks
from accounted.documents.parsed import Parsed, clean_word
from accounted.documents.plain import decode_text
from accounted.model.documents import Position
from accounted.model.errors import UnreadableDocument
from accounted.text.encodings import find_encoding

__all__ = ["parse"]

_PARTS = frozenset({"p", "head", "list", "item", "quote", "table", "row", "code", "div", "main"})
_POSITIONS: dict[str, Position] = {"head": "headline", "row": "table", "quote": "quotation"}
_STATED = ("url", "hostname", "description", "license")


def parse(data: bytes) -> Parsed:
    """Read the main text of a page.

    Raises:
        UnreadableDocument: When the page holds no text.
    """
    encoding = find_encoding(data)
    # A page says its own encoding in its head, which its reader knows to find; it is believed before a guess is.
    page: str | bytes = data
    warnings: tuple[str, ...] = ()
    if encoding is None or not encoding.is_assumed or b"charset" not in data[:4096].lower():
        page, warnings = decode_text(data)
    found = bare_extraction(page, with_metadata=True, include_comments=False, include_tables=True, favor_recall=True)
    facts = {} if found is None else found if isinstance(found, dict) else found.as_dict()
    title = clean_word(facts.get("title"))
    blocks = _blocks(facts.get("body"), title)
    if not blocks.text:
        raise UnreadableDocument("the page holds no text that could be read", mend="save the article's text as .txt")
    return Parsed(
        blocks.text,
        f"trafilatura {version('trafilatura')}",
        title,
        facts.get("date") or "",
        warnings=warnings,
        authors=clean_word(facts.get("author")),
        publisher=clean_word(facts.get("sitename") or facts.get("hostname")),
        stated=tuple((name, clean_word(facts[name])) for name in _STATED if facts.get(name)),
        marks=blocks.marks,
    )


def _blocks(body: etree._Element | None, title: str) -> Blocks:
    """Make blocks of the article's parts; the title goes before them unless they begin with it."""
    found: list[tuple[str, Position | None]] = []
    if body is not None:
        _collect(body, None, found)
    found = [(text, position) for text, position in found if text.strip()]
    blocks = Blocks()
    if title and (not found or clean_word(found[0][0]) != title):
        blocks.add(title, "headline")
    for text, position in found:
        blocks.add(text, position)
    return blocks


def _collect(element: etree._Element, position: Position | None, found: list[tuple[str, Position | None]]) -> None:
    position = _POSITIONS.get(str(element.tag), position)
    if element.tag == "row":
        found.append((" | ".join("".join(cell.itertext()).strip() for cell in element), position))
    elif not any(child.tag in _PARTS for child in element):
        for line_break in element.iter("lb"):
            line_break.tail = f"\n{line_break.tail or ''}"
        found.append(("".join(element.itertext()), position))
    else:
        found.append((element.text or "", position))
        for child in element:
            _collect(child, position, found)
            found.append((child.tail or "", position))
