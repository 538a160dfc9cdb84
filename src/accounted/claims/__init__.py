"""Passage → Claim; match(claim, question).

`extract` reads claims by a small grammar that keeps spans, `match` tells how a claim relates to a question, `to_json`
writes the contract's row. The words of the grammar are data in `english`; nothing here says whether a claim is true.
"""

from accounted.claims.extract import extract, extract_text
from accounted.claims.figures import read_figure
from accounted.claims.matching import match
from accounted.claims.serialise import to_json

__all__ = ["extract", "extract_text", "match", "read_figure", "to_json"]
