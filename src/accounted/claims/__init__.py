"""Passage → Claim; match(claim, question); claims and copied passages across documents.

`extract` reads the claims of a text, `extract_document` those of a document, by a small grammar that keeps spans;
`match` tells how a claim relates to a question; `read_relations` reads who says what, also where no figure stands;
`find_copies` finds where documents share a passage, `relate` which claims repeat, cite, update or contradict which;
`order_by_worth` puts them in the order in which checking leads furthest; `mark_loaded` marks words that judge;
`to_json` writes the contract's row. The words of the grammar are data in `languages`; nothing here says whether a claim
is true.
"""

from accounted.claims.copies import find_copies
from accounted.claims.correcting import FIELDS as CORRECTABLE
from accounted.claims.correcting import correct_claim, split_claim
from accounted.claims.extract import extract_document
from accounted.claims.extract import extract_text as extract
from accounted.claims.figures import read_figure
from accounted.claims.gazetteer import Gazetteer, Place
from accounted.claims.loaded import Loaded, find_loaded, mark_loaded
from accounted.claims.matching import match
from accounted.claims.proposing import INSTRUCTION, cut_for_reading, keep_proposals
from accounted.claims.relating import relate
from accounted.claims.relation import Relation
from accounted.claims.relations import read_relations
from accounted.claims.reviewed import apply_reviews, find_standing
from accounted.claims.serialise import to_json
from accounted.claims.survey import survey_document, survey_notes
from accounted.claims.worth import Worth, order_by_worth

__all__ = [
    "CORRECTABLE",
    "INSTRUCTION",
    "Gazetteer",
    "Loaded",
    "Place",
    "Relation",
    "Worth",
    "apply_reviews",
    "correct_claim",
    "cut_for_reading",
    "extract",
    "extract_document",
    "find_copies",
    "find_loaded",
    "find_standing",
    "keep_proposals",
    "mark_loaded",
    "match",
    "order_by_worth",
    "read_figure",
    "read_relations",
    "relate",
    "split_claim",
    "survey_document",
    "survey_notes",
    "to_json",
]
