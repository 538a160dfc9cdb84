"""What machines read beside the report: findings, claims and capture tables, each number with its trace."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from accounted.model.canonical import canonical_bytes, plain
from accounted.model.capture import CaptureTable
from accounted.model.claim_reviews import ClaimReview, Reviewed
from accounted.model.claims import Claim
from accounted.model.documents import Document
from accounted.model.questions import Match
from accounted.model.records import Record
from accounted.model.view import InquiryView
from accounted.report.links import claim_page
from accounted.report.persons import Person
from accounted.report.prose import Quantity
from accounted.report.sections import QuestionSection

__all__ = ["claims_jsonl", "findings_json", "persons_csv", "persons_jsonl", "safe_cell", "table_csv"]

_FIELDS = ("names", "died", "acts", "birth", "age", "sex", "place", "status", "civil-status")
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")


def safe_cell(text: str) -> str:
    """Keep a spreadsheet from taking a text for a formula (P6).

    >>> safe_cell("=1+1"), safe_cell("OSCE")
    ("'=1+1", 'OSCE')
    """
    return f"'{text}" if text.lstrip(" ").startswith(_DANGEROUS) or text.startswith(_DANGEROUS) else text


def table_csv(tables: Sequence[CaptureTable]) -> bytes:
    r"""Write capture tables, one row per cell: stratum, a 0/1 column per list, count.

    >>> table_csv([CaptureTable.of(["A", "B"], {(1, 0): 5, (1, 1): 2})])
    b'stratum,A,B,count\r\nall,1,0,5\r\nall,1,1,2\r\n'
    """
    lists = sorted({name for table in tables for name in table.lists})
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(["stratum", *(safe_cell(name) for name in lists), "count"])
    rows = []
    for table in tables:
        for history, count in table.cells:
            on = dict(zip(table.lists, history, strict=True))
            # An empty cell, not 0: this stratum's table does not have the list.
            rows.append((safe_cell(table.stratum), *(on.get(name, "") for name in lists), count))
    writer.writerows(sorted(rows, key=lambda row: tuple(str(cell) for cell in row)))
    return out.getvalue().encode("utf-8", "replace")


def claims_jsonl(
    claims: Iterable[Claim],
    documents: Mapping[str, Document],
    matches: Mapping[str, Sequence[Match]],
    reviewed: Reviewed,
) -> bytes:
    """Write every claim on a line, as the contract of `claims --json` has it, with its matches and its page.

    What a person decided stands in `review`, null when nobody looked; what was set aside follows the others (R8).
    """
    decided = dict(reviewed.decisions)
    everything = [*claims, *(claim for claim, _ in reviewed.set_aside)]
    lines = (_claim_line(c, documents, matches.get(c.id, ()), decided.get(c.id)) for c in everything)
    return b"".join(line + b"\n" for line in lines)


def persons_csv(persons: Iterable[Person]) -> bytes:
    """Write the persons of a question, one row per record: the person's summary, then every value of the list's row.

    Columns of the lists are named as in the lists, with `stated: ` before; `state of` a field says whether the row
    states it, states that it is unknown, leaves it empty, or does not ask (R15). Cells are safe in a spreadsheet.
    """
    people = list(persons)
    fields = [f for f in _FIELDS if any(line.field == f for person in people for line in person.summary)]
    titles = sorted({title for person in people for record in person.records for title, _ in record.values})
    about_record = ("list", "record", "bearing", "record_reason", "too_thin")
    head = ["person", "membership", "reason", *fields, "lists_disagree_on", *about_record]
    states = list(dict.fromkeys(name for person in people for record in person.records for name, _ in record.states))
    head += [f"state of {name}" for name in states] + [f"stated: {title}" for title in titles]
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([safe_cell(title) for title in head])
    for person in people:
        said = {line.field: line.text for line in person.summary}
        disagree = ", ".join(line.field for line in person.summary if not line.agrees)
        own = [person.id, person.membership, person.reason, *(said.get(f, "") for f in fields), disagree]
        for record in person.records:
            stated = dict(record.values)
            says = dict(record.states)
            row = [*own, record.list, record.id, record.bearing, record.reason, "yes" if record.is_thin else "",
                   *(says.get(name, "") for name in states), *(stated.get(title, "") for title in titles)]  # fmt: skip
            writer.writerow([safe_cell(cell) for cell in row])
    return out.getvalue().encode("utf-8", "replace")


def persons_jsonl(persons: Iterable[Person], rules: Sequence[tuple[str, str]], records: Mapping[str, Record]) -> bytes:
    """Write the persons of a question, one a line, with nothing changed: every value with its list, and the rules.

    A cell that a list leaves empty is there, empty; a column that it does not have is not (R15).
    """
    words = dict(rules)
    return b"".join(
        _utf8(
            {
                "person": person.id,
                "membership": person.membership,
                "reason": person.reason,
                "summary": [{**plain(line), "rule": words.get(line.field, "")} for line in person.summary],
                "records": [
                    {**plain(r), "states": dict(r.states), "values": plain(records[r.id].values)}
                    for r in person.records
                ],
            }
        )
        + b"\n"
        for person in persons
    )


def findings_json(sections: Sequence[QuestionSection], view: InquiryView) -> bytes:
    """Write all findings as canonical JSON, every number with an id, a unit and the page it leads to."""
    found = [
        {**plain(section.finding), "numbers": [_number(section, name, q) for name, q in _quantities(section)]}
        for section in sections
    ]
    head = {
        "title": view.title,
        "notice": view.notice,
        "standard_of_proof": view.standard_of_proof or None,
        "draft": not view.standard_of_proof,
        "content_root": view.content_root,
        "code_version": view.code_version,
    }
    return _utf8({**head, "findings": found}) + b"\n"


def _claim_line(
    claim: Claim, documents: Mapping[str, Document], matches: Sequence[Match], decided: ClaimReview | None
) -> bytes:
    row: dict[str, Any] = plain(claim)
    document = documents.get(claim.document)
    row["document"] = document.name if document else claim.document
    row["document_id"] = claim.document
    if claim.when is not None:
        interval = plain(claim.when.interval) or {"edtf": None, "earliest": None, "latest": None}
        row["when"] = {**interval, "wording": claim.when.wording, "start": claim.when.start, "end": claim.when.end}
    row["said_when"] = claim.said_when.edtf if claim.said_when else None
    row["trace"] = claim_page(claim.id)
    row["matches"] = [plain(match) for match in matches]
    # Without the time: the same decisions give the same bytes.
    shown = ("act", "person", "reason", "into")
    row["review"] = {name: getattr(decided, name) for name in shown} if decided else None
    return _utf8(row)


def _utf8(value: Any) -> bytes:
    # Text from broken files may hold half characters that no reader of JSON accepts.
    return canonical_bytes(value).decode("utf-8", "replace").encode("utf-8")


def _number(section: QuestionSection, name: str, quantity: Quantity) -> dict[str, Any]:
    return {
        "id": f"{section.finding.id}/{name}",
        "what": quantity.what,
        "value": quantity.value,
        "unit": quantity.unit,
        "trace": quantity.trace,
    }


def _quantities(section: QuestionSection) -> Iterable[tuple[str, Quantity]]:
    for number, (quantity, _) in enumerate(section.recorded, start=1):
        yield f"documented/{number}", quantity
    if section.casualties is not None:
        yield from section.casualties.quantities()
    for number, row in enumerate(section.overlap, start=1):
        yield f"overlap/{number}", row.count
    for stratum in section.strata:
        base = f"estimated/{stratum.anchor}"
        yield f"{base}/n_observed", stratum.n_observed
        for name, part in (("point", stratum.point), ("lower", stratum.lower), ("upper", stratum.upper)):
            if part is not None:
                yield f"{base}/{name}", part
        if stratum.prob is not None:
            yield f"{base}/prob", stratum.prob
        for number, check in enumerate(stratum.checks, start=1):
            yield f"{base}/check-{number}", check
        for model in stratum.models:
            for name, part in (("point", model.point), ("lower", model.lower), ("upper", model.upper)):
                yield f"{base}/models/{model.name}/{name}", part
    for stratum in section.certain:
        base = f"estimated/{stratum.anchor}"
        yield f"{base}/n_observed", stratum.n_observed
        for name, part in (("point", stratum.point), ("lower", stratum.lower), ("upper", stratum.upper)):
            if part is not None:
                yield f"{base}/{name}", part
        if stratum.prob is not None:
            yield f"{base}/prob", stratum.prob
    for number, (_, quantity) in enumerate(section.references, start=1):
        yield f"reference/{number}", quantity
    for group in section.elsewhere:
        yield f"elsewhere/{group.anchor}", group.count
