"""Decisions about claims from a file: our CSV or Web Annotations, changed elsewhere, come back as a person's decisions.

A row or annotation names its claim by id. What it says otherwise than the record becomes a correction; `review` (or a
body with the purpose `assessing`) an acceptance or rejection. What does not fit is counted and said, and nothing of a
file is kept when a part of it is wrong.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from accounted.claims import correct_claim
from accounted.model.canonical import plain
from accounted.model.claim_reviews import ClaimAct, Reviewed
from accounted.model.claims import Claim
from accounted.model.documents import Document
from accounted.model.errors import UsageError

__all__ = ["Proposed", "read_proposals"]

_COMPARED = (
    "kind",
    "act",
    "unit",
    "polarity",
    "modality",
    "counted",
    "speaker",
    "when",
    "where",
    "low",
    "best",
    "high",
)
_IMPORTED: tuple[ClaimAct, ...] = ("accept", "reject")


@dataclass(frozen=True, slots=True)
class Proposed:
    """A decision that a file proposes."""

    claim: str
    act: ClaimAct
    reason: str
    changes: Mapping[str, str]


def read_proposals(path: Path, reviewed: Reviewed, documents: Mapping[str, Document]) -> tuple[Proposed, ...]:
    """Read what a file decides about the claims of this inquiry.

    Args:
        path: A CSV with the columns that `claims --csv` writes, or Web Annotations (JSON-LD).
        reviewed: Claims as they stand.
        documents: By id.

    Raises:
        UsageError: Naming every line that is wrong.
    """
    known = {claim.id: claim for claim in (*reviewed.claims, *(claim for claim, _ in reviewed.set_aside))}
    decided = dict(reviewed.decisions)
    found, faults = [], []
    for where, row in _rows(path):
        claim = known.get(row.get("id", ""))
        if claim is None:
            faults.append(f"{where}: no claim {row.get('id') or 'named'} here")
            continue
        act = row.get("review", "") or "unchecked"
        try:
            changes = _changes(claim, row, documents[claim.document].text)
        except UsageError as error:
            faults.append(f"{where}: {error}")
            continue
        if changes:
            found.append(Proposed(claim.id, "correct", row.get("reason", ""), changes))
        elif act in _IMPORTED and (claim.id not in decided or decided[claim.id].act != act):
            found.append(Proposed(claim.id, "accept" if act == "accept" else "reject", row.get("reason", ""), {}))
        elif act not in (*_IMPORTED, "unchecked", "correct", "split", "merge"):
            faults.append(f"{where}: review is {act!r}; it can be accept, reject or unchecked")
    if faults:
        raise UsageError("; ".join(faults), where=path.name, mend="mend these lines; nothing of the file was kept")
    return tuple(found)


def _changes(claim: Claim, row: Mapping[str, str], text: str) -> dict[str, str]:
    now = _said(claim)
    changes = {
        name: row[name].removeprefix("'") for name in _COMPARED if name in row and not _equal(row[name], now[name])
    }
    correct_claim(claim, changes, text)
    return changes


def _equal(given: str, now: str) -> bool:
    # A spreadsheet writes 300 as 300.0, and a guarded cell begins with an apostrophe.
    given = given.strip().removeprefix("'")
    try:
        return given == now or float(given) == float(now)
    except ValueError:
        return False


def _said(claim: Claim) -> dict[str, str]:
    figure = claim.figure
    values: dict[str, object] = {
        "kind": claim.kind,
        "act": claim.act,
        "unit": claim.unit,
        "polarity": claim.polarity,
        "modality": claim.modality,
        "counted": claim.counted,
        "speaker": claim.attribution.speaker,
        "when": claim.when.interval.edtf if claim.when and claim.when.interval else None,
        "where": claim.where.wording if claim.where else None,
        "low": figure.low if figure else None,
        "best": figure.best if figure else None,
        "high": figure.high if figure else None,
    }
    return {name: "" if value is None else str(value) for name, value in values.items()}


def _rows(path: Path) -> Iterator[tuple[str, dict[str, str]]]:
    try:
        content = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError("this file cannot be read", where=path.name, mend="give a CSV or JSON-LD file") from error
    if content.lstrip().startswith(("{", "[")):
        yield from _annotations(path, content)
        return
    reader = csv.DictReader(io.StringIO(content, newline=""))
    if "id" not in (reader.fieldnames or ()):
        raise UsageError("there is no column id", where=path.name, mend="begin with what `claims --csv` writes")
    for row in reader:
        yield f"line {reader.line_num}", {k: v or "" for k, v in row.items() if isinstance(k, str)}


def _annotations(path: Path, content: str) -> Iterator[tuple[str, dict[str, str]]]:
    try:
        data: Any = json.loads(content)
        items = data if isinstance(data, list) else data.get("first", data).get("items", [data])
        for number, item in enumerate(items, start=1):
            yield f"annotation {number}", _from_annotation(item)
    except (ValueError, AttributeError, TypeError, KeyError) as error:
        raise UsageError(
            f"this is no Web Annotation: {error}", where=path.name, mend="begin with what `claims --annotations` writes"
        ) from error


def _from_annotation(item: Mapping[str, Any]) -> dict[str, str]:
    row = {"id": str(item["id"]).removeprefix("urn:accounted:")}
    bodies = item.get("body", [])
    for body in bodies if isinstance(bodies, list) else [bodies]:
        if body.get("purpose") == "assessing":
            row["review"] = str(body["value"])
        elif body.get("purpose") == "commenting":
            row["reason"] = str(body["value"])
        elif body.get("purpose") == "describing" and isinstance(body.get("value"), dict):
            row |= _from_value(plain(body["value"]))
    return row


def _from_value(value: Mapping[str, Any]) -> dict[str, str]:
    figure, when, where = (value.get(name) or {} for name in ("figure", "when", "where"))
    parts = {name: value.get(name) for name in ("kind", "act", "unit", "polarity", "modality", "counted")}
    parts |= {name: figure.get(name) for name in ("low", "best", "high")}
    parts |= {
        "when": when.get("edtf"),
        "where": where.get("wording"),
        "speaker": (value.get("attribution") or {}).get("speaker"),
    }
    return {name: "" if part is None else str(part) for name, part in parts.items()}
