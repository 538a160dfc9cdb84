"""EPUB: the chapters in the order of its spine, headings as such; what the book states of itself."""

from __future__ import annotations

import posixpath
import re
from urllib.parse import unquote

from lxml import etree, html

from accounted.documents.blocks import Blocks
from accounted.documents.language import two_letters
from accounted.documents.packed import open_packed, parse_xml, read_part
from accounted.documents.parsed import Parsed, clean_word
from accounted.model.errors import UnreadableDocument

__all__ = ["add_html", "parse"]

_PARSER = "EPUB 2"
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_BLOCKS = _HEADINGS | {
    "p", "div", "li", "blockquote", "pre", "section", "article", "td", "th", "tr", "dd", "dt", "figcaption", "caption",
    "body", "table", "ul", "ol",
}  # fmt: skip
_NO_TEXT = frozenset({"script", "style", "head", "template", "noscript"})
_STATED_ENCODING = re.compile(rb"""\s*<\?xml[^>]*?encoding=["']([A-Za-z0-9._-]+)["']""")
_MEND = "open it and save it again, or bring its text"


def parse(data: bytes) -> Parsed:
    """Read a book.

    Raises:
        UnreadableDocument: When it is damaged, locked, or no EPUB.
    """
    packed = open_packed(data)
    if "META-INF/encryption.xml" in packed.namelist() and "META-INF/rights.xml" in packed.namelist():
        raise UnreadableDocument("the book is locked by its seller", mend="bring a copy without the lock")
    where = _package(read_part(packed, "META-INF/container.xml"))
    package = read_part(packed, where)
    if package is None:
        raise UnreadableDocument("the EPUB file has no list of its parts", mend=_MEND)
    root = parse_xml(package)
    files = {e.get("id"): e.get("href", "") for e in root.iter("{*}item")}
    blocks, missing = Blocks(), 0
    for reference in root.iter("{*}itemref"):
        href = files.get(reference.get("idref"), "")
        chapter = read_part(packed, posixpath.normpath(posixpath.join(posixpath.dirname(where), unquote(href))))
        if chapter is None:
            missing += 1
        elif chapter.strip():
            add_html(_as_utf8(chapter), blocks)
    facts = {name: [clean_word(e.text) for e in root.iter(f"{{http://purl.org/dc/elements/1.1/}}{name}") if e.text]
             for name in ("title", "creator", "publisher", "language", "date", "identifier", "rights")}  # fmt: skip
    return Parsed(
        blocks.text,
        _PARSER,
        next(iter(facts["title"]), ""),
        next(iter(facts["date"]), "")[:10],
        authors="; ".join(facts["creator"]),
        publisher=next(iter(facts["publisher"]), ""),
        language=two_letters(next(iter(facts["language"]), "")),
        stated=tuple((name, value) for name in ("identifier", "rights") for value in facts[name]),
        marks=blocks.marks,
        warnings=(f"{missing} chapters are missing",) if missing else (),
    )


def _package(container: bytes | None) -> str:
    root = parse_xml(container) if container else None
    found = None if root is None else next(root.iter("{*}rootfile"), None)
    if found is None:
        raise UnreadableDocument("the EPUB file does not say where its text is", mend=_MEND)
    return str(found.get("full-path", ""))


def _as_utf8(chapter: bytes) -> bytes:
    """Recode a chapter that says that it is in another encoding than UTF-8."""
    stated = _STATED_ENCODING.match(chapter[:200])
    codec = (
        "utf-16" if chapter.startswith((b"\xff\xfe", b"\xfe\xff")) else stated[1].decode("ascii") if stated else "utf-8"
    )
    try:
        return chapter.decode(codec, "replace").encode("utf-8", "replace")
    except LookupError:
        return chapter


def add_html(data: bytes, blocks: Blocks) -> None:
    """Add all blocks of a page, in order, whatever they are for."""
    try:
        root = html.document_fromstring(data, parser=html.HTMLParser(no_network=True, encoding="utf-8"))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return
    parts: list[str] = []
    stack: list[tuple[etree._Element, str]] = [(root, "open")]
    heading = False
    while stack:
        element, at = stack.pop()
        tag = element.tag if isinstance(element.tag, str) else ""
        if at == "open" and tag and tag not in _NO_TEXT:
            if tag in _BLOCKS:
                _flush(parts, blocks, heading=heading)
                heading = tag in _HEADINGS
            parts.append("\n" if tag == "br" else element.text or "")
            stack.append((element, "close"))
            stack += [(child, "open") for child in reversed(element)]
            continue
        if tag in _BLOCKS:
            _flush(parts, blocks, heading=heading)
            heading = False
        parts.append(element.tail or "")
    _flush(parts, blocks, heading=heading)


def _flush(parts: list[str], blocks: Blocks, *, heading: bool) -> None:
    lines = "".join(parts).split("\n")
    parts.clear()
    blocks.add(" ".join(" ".join(line.split()) for line in lines), "headline" if heading else None)
