"""Passage → Claim; match(claim, question); claims and copied passages across documents.

`extract` reads the claims of a text, `extract_document` those of a document, by a small grammar that keeps spans;
`match` tells how a claim relates to a question; `find_copies` finds where documents share a passage, `relate` which
claims repeat, cite, update or contradict which; `to_json` writes the contract's row. The words of the grammar are data
in `languages`; nothing here says whether a claim is true.
"""

from accounted.claims.copies import find_copies
from accounted.claims.extract import extract_document
from accounted.claims.extract import extract_text as extract
from accounted.claims.figures import read_figure
from accounted.claims.gazetteer import Gazetteer, Place
from accounted.claims.matching import match
from accounted.claims.relating import relate
from accounted.claims.serialise import to_json

__all__ = [
    "Gazetteer",
    "Place",
    "extract",
    "extract_document",
    "find_copies",
    "match",
    "read_figure",
    "relate",
    "to_json",
]
