"""Write a claim as the JSON object of the contract: the same names, null where there is nothing."""

from __future__ import annotations

from typing import Any

from accounted.model.canonical import plain
from accounted.model.claims import Claim

__all__ = ["to_json"]


def to_json(claim: Claim, document_argument: str) -> dict[str, Any]:
    """Turn a claim into what `accounted claims --json` prints, one object per line.

    Args:
        claim: The claim.
        document_argument: The document as the user named it.

    >>> from accounted.claims.extract import extract_text
    >>> (claim,) = extract_text("Over 300 people were killed in June 1999.")
    >>> row = to_json(claim, "notes.txt")
    >>> row["document"], row["figure"]["low"], row["when"]["edtf"], row["where"], row["said_when"]
    ('notes.txt', 300, '1999-06', None, None)
    """
    row: dict[str, Any] = plain(claim)
    row["document"] = document_argument
    row["said_when"] = claim.said_when.edtf if claim.said_when else None
    if claim.when is not None:
        interval = plain(claim.when.interval) or {"edtf": None, "earliest": None, "latest": None}
        row["when"] = {
            **interval,
            "wording": claim.when.wording,
            "start": claim.when.start,
            "end": claim.when.end,
        }
    return row
