"""Files that are ZIP archives of XML inside (DOCX, ODT, EPUB): opened with care, read part by part."""

from __future__ import annotations

import io
import zipfile
import zlib

from lxml import etree

from accounted.documents.archives import check_zip
from accounted.model.errors import UnreadableDocument

__all__ = ["open_packed", "parse_xml", "read_part"]

_MOST_BYTES = 256 << 20


def open_packed(data: bytes) -> zipfile.ZipFile:
    """Open it after the checks that every archive has to pass.

    Raises:
        UnreadableDocument: When it is damaged, locked, or too large inside.
    """
    try:
        opened = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise UnreadableDocument("the file is damaged or not complete", mend="get it again") from error
    check_zip(opened, len(data))
    return opened


def read_part(packed: zipfile.ZipFile, name: str) -> bytes | None:
    """Read one part; None when there is none of this name.

    Raises:
        UnreadableDocument: When the part is damaged or larger than it says.
    """
    try:
        info = packed.getinfo(name)
    except KeyError:
        return None
    try:
        with packed.open(info) as reader:
            data = reader.read(_MOST_BYTES + 1)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError) as error:
        raise UnreadableDocument(f"the part {name} of the file is damaged", mend="get it again") from error
    if len(data) > _MOST_BYTES:
        raise UnreadableDocument(f"the part {name} of the file is too large", mend="split the file")
    return data


def parse_xml(data: bytes) -> etree._Element:
    """Parse XML: no entity is resolved, nothing is fetched.

    Raises:
        UnreadableDocument: When it is not well-formed.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableDocument("the XML inside the file is damaged", mend="open it and save it again") from error
