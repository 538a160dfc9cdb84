"""Findings, figures and pages in which every number leads back to its source.

`assemble` puts one question's claims, documented number and estimate side by side; `render_output` writes the report
and everything behind it. Both are pure: the same content gives the same bytes.
"""

from accounted.report.claim_exchange import annotations_jsonld, claim_reviews_jsonld, claims_csv
from accounted.report.compare import against_documented, compare
from accounted.report.documented import count_documented
from accounted.report.figure import models_figure, question_figure
from accounted.report.findings import assemble
from accounted.report.render import render_output

__all__ = [
    "against_documented",
    "annotations_jsonld",
    "assemble",
    "claim_reviews_jsonld",
    "claims_csv",
    "compare",
    "count_documented",
    "models_figure",
    "question_figure",
    "render_output",
]
