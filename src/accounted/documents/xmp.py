"""XMP: what a file says of itself in a packet of XML, as PDF and pictures carry it."""

from __future__ import annotations

import re

from lxml import etree

from accounted.documents.packed import parse_xml
from accounted.documents.parsed import clean_word
from accounted.model.errors import UnreadableDocument

__all__ = ["read_xmp"]

_PACKET = re.compile(rb"<x:xmpmeta\b.*?</x:xmpmeta>", re.DOTALL)
_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_MOST_FACTS, _MOST_CHARACTERS = 200, 500


def read_xmp(data: bytes) -> tuple[tuple[str, str], ...]:
    """List the statements of the first packet, `xmp:` before each name; nothing when there is none or it is broken."""
    found = _PACKET.search(data)
    if not found:
        return ()
    try:
        root = parse_xml(found[0])
    except UnreadableDocument:
        return ()
    facts = []
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        owner = element.getparent() if element.tag.startswith(_RDF) else element
        while owner is not None and str(owner.tag).startswith(_RDF):
            owner = owner.getparent()
        if owner is not None and len(element) == 0 and element.text and element.text.strip():
            facts.append((_name(str(owner.tag)), clean_word(element.text)))
        facts += [(_name(str(k)), clean_word(v)) for k, v in element.attrib.items() if not _is_syntax(str(k))]
    return tuple((name, value[:_MOST_CHARACTERS]) for name, value in facts[:_MOST_FACTS] if value)


def _is_syntax(attribute: str) -> bool:
    return attribute.startswith((_RDF, "{http://www.w3.org/XML", "{adobe:ns:meta/}"))


def _name(tag: str) -> str:
    return f"xmp:{etree.QName(tag).localname}"
