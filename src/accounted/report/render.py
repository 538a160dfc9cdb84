"""From a view of an inquiry to the bytes of `output/`: pure, and the same for the same content in any order.

The steps: findings are assembled, sections laid out, then the report, the pages behind its numbers and the files for
machines are written. Questions keep the order of the settings; everything else is ordered by its content.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from accounted.claims import order_by_worth
from accounted.lists.unmapped import find_unmapped
from accounted.model.canonical import canonical_bytes, content_root
from accounted.model.capture import CaptureTable
from accounted.model.claims import Claim
from accounted.model.documents import STATES, Document
from accounted.model.errors import AccountedError
from accounted.model.ids import IdMaker
from accounted.model.questions import Match
from accounted.model.records import ListInfo, Record
from accounted.model.view import FileState, InquiryView, QuestionResult
from accounted.report.across import UNCHECKED, check_notes, lay_out_across, source_notes
from accounted.report.casualty_export import ActLine, act_lines, acts_csv, acts_jsonl, lines_of
from accounted.report.casualty_section import CasualtySection, source_blocks
from accounted.report.claim_pages import ClaimRow, claim_pages, claim_row, document_pages
from accounted.report.documented import record_key
from accounted.report.exports import claims_jsonl, findings_json, persons_csv, persons_jsonl, table_csv
from accounted.report.findings import assemble, claim_order
from accounted.report.links import (
    ACROSS_PAGE,
    CLAIMS_PAGE,
    CODES_PAGE,
    FILES_PAGE,
    LIST_CHECKS_PAGE,
    TO_CHECK_PAGE,
    UNASSIGNED_PAGE,
    claim_page,
    document_page,
    question_page,
    slugs,
)
from accounted.report.method import describe_method
from accounted.report.pages import Frame, frame_of, render_page
from accounted.report.persons import PER_PAGE, ListedRecord, history_anchor, listed, persons_pages
from accounted.report.plots import upset_plot
from accounted.report.prose import Quantity
from accounted.report.sdg import sdg_csv
from accounted.report.sections import QuestionSection, lay_out

__all__ = ["ListRow", "render_output"]

_MOST_PICTURES = 24
"""Strata whose table is drawn; the table of numbers has all."""


@dataclass(frozen=True, slots=True)
class ListRow:
    """A list in the provenance; its hash is over what it holds, whatever the order of its rows."""

    info: ListInfo
    count: Quantity
    content_hash: str
    period: str


@dataclass(frozen=True, slots=True)
class _Whole:
    """Everything laid out once, for the report and the pages behind it."""

    view: InquiryView
    frame: Frame
    documents: tuple[Document, ...]
    claims: tuple[Claim, ...]
    sections: tuple[QuestionSection, ...]
    unassigned: tuple[Claim, ...]
    lists: tuple[ListRow, ...]
    acts: dict[str, tuple[ActLine, ...]]

    def rows(self, claims: Sequence[Claim]) -> list[ClaimRow]:
        """Show claims as rows of a table."""
        by_id = {document.id: document for document in self.documents}
        sources, checked = source_notes(self.view), check_notes(self.view)
        return [
            replace(
                claim_row(claim, by_id.get(claim.document), sources.get(claim.id, "")),
                checked=checked.get(claim.id, UNCHECKED),
            )
            for claim in claims
        ]


def render_output(view: InquiryView, *, make_id: IdMaker) -> dict[str, bytes]:
    """Render everything below `output/`.

    Args:
        view: The inquiry.
        make_id: A fresh maker of ids with the inquiry's key, so that a second rendering gives the same ids.

    Returns:
        The bytes of every file, by its path below `output/` with `/` between folders, in the paths' order.

    Raises:
        AccountedError: When a number has no unit (R14), an estimate no interval (R31), a file not exactly one known
            state (R5), or the inquiry contradicts itself.
    """
    whole = _lay_out(view, make_id)
    output: dict[str, bytes] = {"report.html": _report(whole)}
    for result, section in zip(view.results, whole.sections, strict=True):
        output |= _question_pages(whole, result, section)
    output |= _claims_and_documents(whole)
    output |= _files_and_records(whole)
    output["findings.json"] = findings_json(whole.sections, view)
    by_id = {document.id: document for document in whole.documents}
    output["claims.jsonl"] = claims_jsonl(whole.claims, by_id, _matches_by_claim(view), view.reviewed)
    return dict(sorted(output.items()))


def _lay_out(view: InquiryView, make_id: IdMaker) -> _Whole:
    names = slugs([result.question.id for result in view.results])
    if len(names) < len(view.results):
        raise AccountedError("two questions have the same id", mend="give each question an id of its own")
    documents = tuple(sorted(view.documents, key=lambda document: (document.name, document.sha256, document.id)))
    by_id = {document.id: document for document in documents}
    sections = tuple(
        lay_out(result, assemble(result, view, make_id=make_id), view, names[result.question.id])
        for result in view.results
    )
    claims = tuple(sorted(view.claims, key=lambda claim: claim_order(claim, by_id)))
    matched = set(_matches_by_claim(view))
    return _Whole(
        view=view,
        frame=frame_of(view),
        documents=documents,
        claims=claims,
        sections=sections,
        unassigned=tuple(claim for claim in claims if claim.id not in matched),
        lists=_list_rows(view),
        acts=act_lines(view, make_id) if any(result.scope for result in view.results) else {},
    )


def _matches_by_claim(view: InquiryView) -> dict[str, list[Match]]:
    found: dict[str, list[Match]] = {}
    for result in view.results:
        for match in result.matches:
            found.setdefault(match.claim, []).append(match)
    return found


def _list_rows(view: InquiryView) -> tuple[ListRow, ...]:
    records: dict[str, list[bytes]] = {}
    for record in view.records:
        records.setdefault(record.list, []).append(canonical_bytes(record.values))
    return tuple(
        ListRow(
            info=info,
            count=Quantity(f"in {info.name}", info.n_records, "records", f"{FILES_PAGE}#lists"),
            content_hash=content_root(sorted(records.get(info.name, []))),
            period=info.period.edtf if info.period else "",
        )
        for info in sorted(view.lists, key=lambda info: (info.name, info.file))
    )


def _state_rows(files: Sequence[FileState]) -> tuple[tuple[str, Quantity], ...]:
    unknown = sorted({file.state for file in files} - set(STATES))
    if unknown:
        raise AccountedError(f"a file ended in an unknown state: {unknown[0]}", mend="run `accounted verify`")
    counts = Counter(file.state for file in files)
    rows = [(state, Quantity(state, counts[state], "files", f"{FILES_PAGE}#states")) for state in STATES]
    return (*rows, ("all", Quantity("all files", sum(counts.values()), "files", f"{FILES_PAGE}#states")))


def _report(whole: _Whole) -> bytes:
    view = whole.view
    return render_page(
        "report.html",
        "report.html",
        whole.frame,
        view=view,
        sections=whole.sections,
        unassigned=whole.rows(whole.unassigned),
        n_unassigned=Quantity("not yet assigned to any question", len(whole.unassigned), "claims", UNASSIGNED_PAGE),
        states=_state_rows(view.files),
        files=sorted(view.files, key=lambda file: (file.name, file.role)),
        method=describe_method(view),
        documents=[(document, document_page(document.id)) for document in whole.documents],
        lists=whole.lists,
        files_page=FILES_PAGE,
    )


def _question_pages(whole: _Whole, result: QuestionResult, section: QuestionSection) -> dict[str, bytes]:
    slug, output = section.slug, {}

    def add(name: str, template: str, **parts: object) -> None:
        path = question_page(slug, name)
        output[path] = render_page(template, path, whole.frame, section=section, **parts)

    people = persons_pages(result, whole.view, slug)
    certain = result.certain.tables if result.certain else ()
    add("claims", "question_claims.html")
    add("estimate", "estimate.html", table_page=question_page(slug, "table"))
    add(
        "table",
        "table.html",
        rows=_table_rows(result, result.tables, slug, linked=people is not None),
        certain_rows=_table_rows(result, certain, slug, linked=people is not None),
        certain_csv=f"tables/{slug}-certain.csv",
        pictures=[
            upset_plot(table, f"upset-{slug}-{number}")
            for number, table in enumerate(result.tables[:_MOST_PICTURES], 1)
        ],
        csv=f"tables/{slug}.csv" if result.tables else "",
        files_page=FILES_PAGE,
    )
    if people is not None and section.casualties is not None:
        index, pages = people
        where = {
            person.id: question_page(slug, f"persons-{page.number:03d}", person.anchor)
            for page in pages
            for person in page.persons
        }
        add("acts", "acts.html", blocks=source_blocks(section.casualties, where))
        output |= _casualty_files(whole, section, section.casualties)
        add("persons", "persons_index.html", index=index, files_page=FILES_PAGE)
        for page in pages:
            numbers = [(n, question_page(slug, f"persons-{n:03d}")) for n in range(1, page.n_pages + 1)]
            add(f"persons-{page.number:03d}", "persons.html", page=page, pages=numbers, files_page=FILES_PAGE)
        everybody = [person for page in pages for person in page.persons]
        output[f"persons/{slug}.csv"] = persons_csv(everybody)
        output[f"persons/{slug}.jsonl"] = persons_jsonl(everybody, result.rules, {r.id: r for r in whole.view.records})
        add("linkage", "linkage.html", linkage=result.linkage, scope=result.scope, became=result.continuity)
        unnamed = set(result.scope.unnamed) if result.scope else set()
        add("unnamed", "unnamed.html", records=_listed(r for r in whole.view.records if r.id in unnamed))
        thin = set(result.linkage.thin) if result.linkage else set()
        if thin and result.scope:
            records = _listed(r for r in whole.view.records if r.id in thin)
            add("thin", "thin.html", records=records, n_in_scope=len(result.scope.thin))
    if result.tables:
        output[f"tables/{slug}.csv"] = table_csv(result.tables)
    if certain:
        output[f"tables/{slug}-certain.csv"] = table_csv(certain)
    return output


def _casualty_files(whole: _Whole, section: QuestionSection, casualties: CasualtySection) -> dict[str, bytes]:
    lines = lines_of(casualties.persons, whole.acts)
    output = {
        f"persons/{section.slug}-acts.csv": acts_csv(lines),
        f"persons/{section.slug}-acts.jsonl": acts_jsonl(lines),
    }
    if casualties.table is not None:
        output[f"tables/{section.slug}-sdg-16-1-2.csv"] = sdg_csv(casualties.table)
    return output


def _table_rows(
    result: QuestionResult, tables: Sequence[CaptureTable], slug: str, *, linked: bool
) -> list[tuple[str, str, tuple[str, ...], Quantity]]:
    rows = []
    for number, table in enumerate(tables, start=1):
        for history, n in table.cells:
            on = tuple(name for name, bit in zip(table.lists, history, strict=True) if bit)
            to = FILES_PAGE
            if linked and result.linkage is not None:
                to = question_page(slug, "persons", history_anchor(on, result.linkage.lists))
            at = f"s{number}-{history_anchor(on, table.lists)}"
            rows.append((table.stratum, at, on, Quantity(f"on exactly {', '.join(on)}", n, "persons", to)))
    return rows


def _claims_and_documents(whole: _Whole) -> dict[str, bytes]:
    output = {}
    aside = tuple(claim for claim, _ in whole.view.reviewed.set_aside)
    for page in claim_pages(whole.view, (*whole.claims, *aside)):
        path = claim_page(page.row.id)
        output[path] = render_page("claim.html", path, whole.frame, page=page)
    for sheet in document_pages(whole.documents, (*whole.claims, *aside), whole.view.translations):
        path = document_page(sheet.document.id)
        output[path] = render_page("document.html", path, whole.frame, page=sheet, files_page=FILES_PAGE)
    for path, title, claims in (
        (CLAIMS_PAGE, "All claims", whole.claims),
        (UNASSIGNED_PAGE, "Claims not yet assigned to any question", whole.unassigned),
    ):
        own = whole.rows(aside) if path == CLAIMS_PAGE else []
        shown = whole.rows(claims)
        output[path] = render_page("claims.html", path, whole.frame, title=title, rows=shown, aside=own)
    worths = order_by_worth(whole.claims, whole.view.across, asked=_asked(whole.view))
    rows = {row.id: row for row in whole.rows(whole.claims)}
    to_check = [(rows[worth.claim], worth) for worth in worths]
    output[TO_CHECK_PAGE] = render_page("to_check.html", TO_CHECK_PAGE, whole.frame, rows=to_check)
    output[ACROSS_PAGE] = render_page("across.html", ACROSS_PAGE, whole.frame, page=lay_out_across(whole.view))
    return output


def _asked(view: InquiryView) -> set[str]:
    return {match.claim for result in view.results for match in result.matches if match.relation == "same"}


def _files_and_records(whole: _Whole) -> dict[str, bytes]:
    view = whole.view
    shown = {r for result in view.results if result.linkage for c in result.linkage.clusters for r in c.records}
    shown |= {r for result in view.results if result.scope for r in result.scope.unnamed}
    others = _listed(record for record in view.records if record.id not in shown)
    paths = [f"trace/records-{n + 1:03d}.html" for n in range(-(-len(others) // PER_PAGE))]
    output = {
        path: render_page("records.html", path, whole.frame, records=others[n * PER_PAGE :][:PER_PAGE], pages=paths)
        for n, path in enumerate(paths)
    }
    people = [(s.finding.question.text, question_page(s.slug, "persons")) for s in whole.sections if s.documented]
    output[FILES_PAGE] = render_page(
        "files.html",
        FILES_PAGE,
        whole.frame,
        states=_state_rows(view.files),
        files=sorted(view.files, key=lambda file: (file.name, file.role)),
        documents=[(document, document_page(document.id)) for document in whole.documents],
        lists=whole.lists,
        people=people,
        n_others=len(others),
        records=paths,
        checks_page=LIST_CHECKS_PAGE if view.list_findings else "",
        codes_page=CODES_PAGE if view.vocabularies else "",
    )
    if view.vocabularies:
        output[CODES_PAGE] = render_page(
            "codes.html",
            CODES_PAGE,
            whole.frame,
            lists=whole.lists,
            vocabularies=view.vocabularies,
            unmapped=find_unmapped(view.records),
        )
    if view.list_findings:
        order = {"check": 0, "note": 1}
        found = sorted(view.list_findings, key=lambda f: (f.file, order[f.severity], f.kind, f.columns))
        output[LIST_CHECKS_PAGE] = render_page("list_checks.html", LIST_CHECKS_PAGE, whole.frame, findings=found)
    return output


def _listed(records: Iterable[Record]) -> list[ListedRecord]:
    return [
        listed(record) for record in sorted(records, key=lambda record: (record.list, record_key(record), record.id))
    ]
