"""Where things stand in `output/`: one place that makes every path and anchor, ASCII only.

Paths count from `output/`; pages in `trace/` link to each other without that folder (`from_trace`).
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Sequence

__all__ = [
    "ACROSS_PAGE",
    "CLAIMS_PAGE",
    "CODES_PAGE",
    "FILES_PAGE",
    "LIST_CHECKS_PAGE",
    "TO_CHECK_PAGE",
    "UNASSIGNED_PAGE",
    "anchor",
    "claim_page",
    "document_page",
    "from_trace",
    "question_page",
    "slugs",
]

FILES_PAGE = "trace/files.html"
LIST_CHECKS_PAGE = "trace/list-checks.html"
CODES_PAGE = "trace/codes.html"
ACROSS_PAGE = "trace/across.html"
CLAIMS_PAGE = "trace/claims.html"
TO_CHECK_PAGE = "trace/claims-to-check.html"
UNASSIGNED_PAGE = "trace/unassigned.html"
_SAFE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
_SLUG_LENGTH = 40


def anchor(name: str) -> str:
    """Make an id or file stem of a name: itself when it is safe, else a short hash of it.

    >>> anchor("clm_x75m2exbepxniq34"), anchor("../../etc")
    ('clm_x75m2exbepxniq34', 'x74ccf3c5b4c1')
    """
    if _SAFE.fullmatch(name):
        return name
    return "x" + hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def slugs(names: Sequence[str]) -> dict[str, str]:
    """Give every question a short ASCII name of its own, whatever its id; equal on file systems that ignore case.

    >>> slugs(["Killed 1999", "killed-1999", "قتلى"])
    {'Killed 1999': 'killed-1999', 'killed-1999': 'killed-1999-2', 'قتلى': 'question'}
    """
    made: dict[str, str] = {}
    taken: set[str] = set()
    for name in names:
        plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
        stem = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:_SLUG_LENGTH].strip("-") or "question"
        slug, number = stem, 1
        while slug in taken:
            number += 1
            slug = f"{stem}-{number}"
        taken.add(slug)
        made[name] = slug
    return made


def claim_page(claim_id: str) -> str:
    """Page of one claim."""
    return f"trace/claim-{anchor(claim_id)}.html"


def document_page(document_id: str) -> str:
    """Page of one document."""
    return f"trace/doc-{anchor(document_id)}.html"


def question_page(slug: str, page: str, at: str = "") -> str:
    """Page of one question: `claims`, `persons`, `persons-001`, `acts`, `unnamed`, `linkage`, `table` or `estimate`.

    >>> question_page("killed-1999", "persons", "possible")
    'trace/killed-1999-persons.html#possible'
    """
    return f"trace/{slug}-{page}.html{'#' + at if at else ''}"


def from_trace(path: str) -> str:
    """Turn a path below `output/` into a link from a page in `trace/`.

    >>> from_trace("trace/files.html"), from_trace("report.html#q-a")
    ('files.html', '../report.html#q-a')
    """
    return path.removeprefix("trace/") if path.startswith("trace/") else f"../{path}"
