"""What stands in the report for one question, laid out for the template: nothing is computed here that is not shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from markupsafe import Markup

from accounted.model.claims import Claim
from accounted.model.documents import Document
from accounted.model.findings import Claimed, Documented, Finding, Reference
from accounted.model.questions import Match, Question
from accounted.model.view import InquiryView, QuestionResult
from accounted.report.across import UNCHECKED, check_notes, source_notes
from accounted.report.casualty_section import CasualtySection, lay_out_casualties
from accounted.report.claim_pages import ClaimRow, claim_row
from accounted.report.compare import Part, compare
from accounted.report.figure import question_figure, speaker_rows
from accounted.report.limits import Limit, find_limits
from accounted.report.links import CODES_PAGE, LIST_CHECKS_PAGE, question_page
from accounted.report.persons import history_anchor
from accounted.report.prose import Quantity
from accounted.report.speakers import apart_reason
from accounted.report.strata import (
    ComparisonRow,
    StratumRow,
    lay_out_certain,
    lay_out_comparisons,
    lay_out_strata,
)
from accounted.report.truth import how_far_off

__all__ = ["ClaimedRow", "ElsewhereGroup", "ElsewhereRow", "OverlapRow", "QuestionSection", "StratumRow", "lay_out"]


@dataclass(frozen=True, slots=True)
class ClaimedRow:
    """One claim of the row; `first` says that the speaker's name stands here."""

    claim: ClaimRow
    first: bool
    n_of_speaker: int
    verdict: str
    sentence: tuple[Part, ...]
    against_documented: str
    keeps_a_list: str
    overridden: str


@dataclass(frozen=True, slots=True)
class ElsewhereRow:
    """One claim about something else, with the reason per dimension."""

    claim: ClaimRow
    apart: str
    reasons: tuple[tuple[str, str, str], ...]
    sentence: tuple[Part, ...]
    overridden: str


@dataclass(frozen=True, slots=True)
class ElsewhereGroup:
    """Claims that stand elsewhere for one kind of reason."""

    title: str
    anchor: str
    count: Quantity
    rows: tuple[ElsewhereRow, ...]


@dataclass(frozen=True, slots=True)
class OverlapRow:
    """How many people are on exactly these lists."""

    stratum: str
    lists: tuple[str, ...]
    count: Quantity


@dataclass(frozen=True, slots=True)
class QuestionSection:
    """One question of the report."""

    finding: Finding
    slug: str
    dimensions: tuple[tuple[str, str], ...]
    figure: Markup
    claimed: tuple[ClaimedRow, ...]
    documented: Documented | None
    recorded: tuple[tuple[Quantity, str], ...]
    overlap: tuple[OverlapRow, ...]
    table_source: str
    strata: tuple[StratumRow, ...]
    certain: tuple[StratumRow, ...]
    certain_reason: str
    comparisons: tuple[ComparisonRow, ...]
    compared: tuple[str, ...]
    versus: tuple[ComparisonRow, ...]
    versus_said: tuple[str, ...]
    references: tuple[tuple[Reference, Quantity], ...]
    how_far_off: tuple[tuple[str, str], ...]
    elsewhere: tuple[ElsewhereGroup, ...]
    limits: tuple[tuple[str, str], ...]
    sources: Mapping[str, str]
    casualties: CasualtySection | None


def lay_out(result: QuestionResult, finding: Finding, view: InquiryView, slug: str) -> QuestionSection:
    """Lay out one question."""
    documents = {document.id: document for document in view.documents}
    limits = find_limits(result, view, finding.claimed, finding.elsewhere, finding.documented)
    return QuestionSection(
        finding=finding,
        slug=slug,
        dimensions=_dimensions(finding.question),
        figure=question_figure(finding, documents, slug),
        claimed=_claimed_rows(finding, documents, view),
        documented=finding.documented,
        recorded=_recorded(finding, slug),
        overlap=_overlap(result, finding, slug),
        table_source=result.table_source,
        strata=lay_out_strata(finding, slug),
        certain=lay_out_certain(finding, slug),
        certain_reason=finding.certain.reason if finding.certain else "",
        comparisons=lay_out_comparisons(finding.estimated.comparisons if finding.estimated else ()),
        compared=finding.estimated.compared if finding.estimated else (),
        versus=lay_out_comparisons(result.versus),
        versus_said=result.versus_said,
        references=tuple(
            (ref, Quantity(ref.label, ref.value, finding.question.unit, question_page(slug, "table", f"ref-{number}")))
            for number, ref in enumerate(finding.references, start=1)
        ),
        how_far_off=tuple(
            (line, question_page(slug, "table", f"ref-{number}"))
            for number, ref in enumerate(finding.references, start=1)
            for line in how_far_off(finding, ref)
        ),
        elsewhere=_elsewhere(finding, documents, slug),
        limits=tuple((limit.text, _limit_page(limit, result, slug)) for limit in limits),
        sources={"estimate": question_page(slug, "estimate"), "persons": question_page(slug, "persons", "certain")},
        casualties=lay_out_casualties(result, finding, view, slug),
    )


def _dimensions(question: Question) -> tuple[tuple[str, str], ...]:
    rows = (
        ("act", question.act),
        ("unit", question.unit),
        ("population", question.population),
        ("place", question.place),
        ("period", question.period.edtf if question.period else ""),
        ("broken down by", ", ".join(question.strata)),
    )
    return tuple((name, value or "not said") for name, value in rows if value or name != "broken down by")


def _claimed_rows(finding: Finding, documents: Mapping[str, Document], view: InquiryView) -> tuple[ClaimedRow, ...]:
    rows, sources, checked = [], source_notes(view), check_notes(view)
    for _, entries in speaker_rows(finding.claimed, documents):
        for number, entry in enumerate(entries):
            row = _claimed_row(entry, finding, documents, number == 0, len(entries))
            notes = {
                "sources": sources.get(entry.claim.id, ""),
                "checked": checked.get(entry.claim.id, UNCHECKED),
            }
            rows.append(replace(row, claim=replace(row.claim, **notes)))
    return tuple(rows)


def _claimed_row(
    entry: Claimed, finding: Finding, documents: Mapping[str, Document], first: bool, n_of_speaker: int
) -> ClaimedRow:
    document = documents.get(entry.claim.document)
    found = compare(entry.claim, entry.match, finding.question, finding.estimated, document)
    return ClaimedRow(
        claim=claim_row(entry.claim, document),
        first=first,
        n_of_speaker=n_of_speaker,
        verdict=found.verdict,
        sentence=found.parts,
        against_documented=entry.against_documented,
        keeps_a_list=entry.keeps_a_list,
        overridden=entry.match.overridden,
    )


def _recorded(finding: Finding, slug: str) -> tuple[tuple[Quantity, str], ...]:
    found = finding.documented
    if found is None:
        n_observed = sum(table.n_observed for table in finding.tables)
        if not finding.tables:
            return ()
        page = question_page(slug, "table")
        return ((Quantity("on at least one list", n_observed, "persons", page), "as the table came in"),)

    def line(what: str, value: int, unit: str, page: str, note: str = "") -> tuple[Quantity, str]:
        return Quantity(what, value, unit, page), note

    persons = "persons"
    rows = [
        line("certainly in scope", found.n_certain, persons, question_page(slug, "persons", "certain")),
        line("possibly in scope", found.n_possible, persons, question_page(slug, "persons", "possible")),
        line("smallest number certain", found.low, persons, question_page(slug, "linkage"), "over linkages"),
        line(
            "largest number certain or possible", found.high, persons, question_page(slug, "linkage"), "over linkages"
        ),
        line("out of scope", found.n_out, persons, question_page(slug, "persons", "out"), "not counted above"),
    ]
    low, high = found.unnamed
    if high:
        note = "apart: none of them new … all of them new"
        at = question_page(slug, "unnamed")
        fewest = f"lists state {low:,} at least; " if low < high else ""
        rows.append(line("unnamed victims", high, persons, at, f"{fewest}{note}"))
        rows.append(line("records of unnamed victims", found.n_unnamed, "records", at))
    if found.n_thin:
        note = "too thin to identify anyone, apart: none of them new … all of them new"
        rows.append(line("thin records", found.n_thin, "records", question_page(slug, "thin"), note))
    page = question_page(slug, "persons")
    rows.append(line("behind the persons in scope", found.n_records, "records", page))
    return tuple(rows)


def _overlap(result: QuestionResult, finding: Finding, slug: str) -> tuple[OverlapRow, ...]:
    if finding.documented is not None and result.linkage is not None:
        lists = result.linkage.lists
        return tuple(
            OverlapRow(
                "all",
                on,
                Quantity(
                    f"in scope and on exactly {', '.join(on)}",
                    n,
                    "persons",
                    question_page(slug, "persons", history_anchor(on, lists)),
                ),
            )
            for on, n in finding.documented.overlap
        )
    rows = []
    for number, table in enumerate(finding.tables, start=1):
        for history, n in table.cells:
            on = tuple(name for name, bit in zip(table.lists, history, strict=True) if bit)
            page = question_page(slug, "table", f"s{number}-{history_anchor(on, table.lists)}")
            rows.append(OverlapRow(table.stratum, on, Quantity(f"on exactly {', '.join(on)}", n, "persons", page)))
    return tuple(sorted(rows, key=lambda row: (row.stratum, len(row.lists), row.lists)))


def _elsewhere(finding: Finding, documents: Mapping[str, Document], slug: str) -> tuple[ElsewhereGroup, ...]:
    groups: dict[str, list[ElsewhereRow]] = {"other": [], "unclear": [], "apart": []}
    for claim, match in finding.elsewhere:
        key = "apart" if apart_reason(claim, match) else ("unclear" if match.relation == "unclear" else "other")
        groups[key].append(_elsewhere_row(claim, match, finding, documents))
    titles = {
        "other": "About something else",
        "unclear": "Cannot be told",
        "apart": "Denied, doubted, not stated, or reported of others",
    }
    return tuple(
        ElsewhereGroup(
            titles[key],
            f"{slug}-{key}",
            Quantity(titles[key].lower(), len(rows), "claims", question_page(slug, "claims", key)),
            tuple(rows),
        )
        for key, rows in groups.items()
        if rows
    )


def _elsewhere_row(claim: Claim, match: Match, finding: Finding, documents: Mapping[str, Document]) -> ElsewhereRow:
    document = documents.get(claim.document)
    found = compare(claim, match, finding.question, finding.estimated, document)
    apart = apart_reason(claim, match)
    says_something = found.verdict in ("the estimate lies below", "the estimate lies above")
    return ElsewhereRow(
        claim=claim_row(claim, document),
        apart=apart,
        reasons=tuple(
            (d.dimension, d.relation, d.reason)
            for d in match.dimensions
            if d.relation != "same" and not (apart and d.dimension == "stance")
        ),
        sentence=found.parts if says_something else (),
        overridden=match.overridden,
    )


def _limit_page(limit: Limit, result: QuestionResult, slug: str) -> str:
    page, _, at = limit.page.partition("#")
    if page == "files":
        return f"trace/files.html{'#' + at if at else ''}"
    if page == "list-checks":
        return LIST_CHECKS_PAGE
    if page == "codes":
        return CODES_PAGE if at == "" else f"{CODES_PAGE}#{at}"
    if page == "linkage" and result.linkage is None:
        return "trace/files.html#lists"
    return question_page(slug, page, at)
