"""Files in, documents and passages out; each parser runs in a child process with limits."""

from accounted.documents.kinds import ARCHIVES, MAIL, media_type_of
from accounted.documents.passages import split_passages
from accounted.documents.read import FileParsed, make_document, parse_file, read_document
from accounted.documents.remapping import map_spans
from accounted.documents.tesseract import can_read_now

__all__ = [
    "ARCHIVES",
    "MAIL",
    "FileParsed",
    "can_read_now",
    "make_document",
    "map_spans",
    "media_type_of",
    "parse_file",
    "read_document",
    "split_passages",
]
