"""What a report says of acts, incidents and classes of those documented: every number with its unit and its people."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from accounted.model.findings import Finding
from accounted.model.view import InquiryView, QuestionResult
from accounted.report.casualties import ActCount, IncidentCount, Persons
from accounted.report.links import question_page
from accounted.report.prose import Quantity, number_text
from accounted.report.sdg import SdgRow, SdgTable, make_sdg_table

__all__ = ["ActRow", "CasualtySection", "IncidentRow", "SdgLine", "SourceBlock", "lay_out_casualties", "source_blocks"]

PAGE = "acts"
_MOST_NAMED = 200
"""Persons shown by name below a number; the files for machines have all."""


@dataclass(frozen=True, slots=True)
class ActRow:
    """One act: persons certainly and possibly in scope to whom it was done, and acts."""

    label: str
    certain: Quantity
    possible: Quantity
    acts: Quantity


@dataclass(frozen=True, slots=True)
class IncidentRow:
    """Incidents of one kind; the ends of the range."""

    label: str
    low: Quantity
    high: Quantity
    by_list: tuple[tuple[str, Quantity], ...]


@dataclass(frozen=True, slots=True)
class SdgLine:
    """One row of the table of SDG indicator 16.1.2; `title` is empty where it is that of the row above."""

    title: str
    label: str
    certain: Quantity
    either: Quantity
    high: Quantity
    unnamed: Quantity
    lower: Quantity | None
    point: Quantity | None
    upper: Quantity | None
    prob: Quantity | None


@dataclass(frozen=True, slots=True)
class CasualtySection:
    """Acts, incidents, and the table of SDG indicator 16.1.2 where the question is about deaths.

    Args:
        persons: Everybody documented for the question.
        acts: One row per act that is stated, whoever has none last.
        n_acts: All of them.
        incidents: Those that lists number, and days and places.
        table: The table as counted, or None.
        lines: The same laid out; the total last.
        vocabularies: By which classification, with its version.
    """

    persons: Persons
    counts: tuple[ActCount, ...]
    acts: tuple[ActRow, ...]
    n_acts: Quantity
    incidents: tuple[IncidentRow, ...]
    table: SdgTable | None
    lines: tuple[SdgLine, ...]
    vocabularies: tuple[str, ...]

    def quantities(self) -> tuple[tuple[str, Quantity], ...]:
        """Every number, with a name for machines."""
        found = [("documented/acts/all", self.n_acts)]
        for row, count in zip(self.acts, self.counts, strict=True):
            base = f"documented/acts/{_slug(count.code)}"
            found += [(f"{base}/certain", row.certain), (f"{base}/possible", row.possible), (f"{base}/acts", row.acts)]
        for number, incident in enumerate(self.incidents, start=1):
            found += [
                (f"documented/incidents/{number}/low", incident.low),
                (f"documented/incidents/{number}/high", incident.high),
            ]
        for line, counted in zip(self.lines, self._rows(), strict=True):
            base = f"documented/sdg/{counted.dimension}/{_slug(counted.code)}"
            found += [
                (f"{base}/certain", line.certain),
                (f"{base}/documented", line.either),
                (f"{base}/high", line.high),
            ]
        return tuple(found)

    def _rows(self) -> tuple[SdgRow, ...]:
        return (*self.table.rows, self.table.total) if self.table else ()


@dataclass(frozen=True, slots=True)
class SourceBlock:
    """The persons behind a number, as pairs of their names and their place; `n_more` of them are not shown here."""

    anchor: str
    title: str
    persons: tuple[tuple[str, str], ...]
    n_more: int


def lay_out_casualties(
    result: QuestionResult, finding: Finding, view: InquiryView, slug: str
) -> CasualtySection | None:
    """Lay out what is counted of the persons of a question; None when it has no lists."""
    if result.scope is None or result.linkage is None:
        return None
    persons = Persons.of(result.scope, result.linkage, view.records, view.lists)
    counts = persons.count_acts()
    n_unnamed = finding.documented.unnamed[1] if finding.documented else 0
    table = make_sdg_table(finding.question, persons, finding.estimated, n_unnamed)
    return CasualtySection(
        persons=persons,
        counts=counts,
        acts=tuple(_act(count, slug) for count in counts),
        n_acts=Quantity("acts stated, at least", sum(c.n_acts for c in counts), "acts", question_page(slug, PAGE)),
        incidents=tuple(_incident(count, slug) for count in persons.count_incidents()),
        table=table,
        lines=_lines(table, slug) if table else (),
        vocabularies=table.vocabularies if table else (),
    )


def _act(count: ActCount, slug: str) -> ActRow:
    page = question_page(slug, PAGE, f"act-{_slug(count.code)}")
    return ActRow(
        count.label,
        Quantity(f"{count.label}, certainly in scope", count.n_certain, "persons", page),
        Quantity(f"{count.label}, possibly in scope", count.n_possible, "persons", page),
        Quantity(f"{count.label}, acts at least", count.n_acts, "acts", page),
    )


def _incident(count: IncidentCount, slug: str) -> IncidentRow:
    page = question_page(slug, PAGE, "incidents")
    what = "incidents as the lists number them" if count.kind == "as numbered" else "days and places"
    own = tuple((name, Quantity(f"{what}, {name}", n, "incidents", page)) for name, n in count.by_list)
    return IncidentRow(
        what,
        Quantity(f"{what}, if the lists have them in common", count.low, "incidents", page),
        Quantity(f"{what}, if they have none in common", count.high, "incidents", page),
        own,
    )


def _lines(table: SdgTable, slug: str) -> tuple[SdgLine, ...]:
    estimated = {(dimension, code): estimate for dimension, code, estimate in table.estimated}
    lines, before = [], ""
    for row in (*table.rows, table.total):
        page = question_page(slug, PAGE, f"sdg-{row.dimension}-{_slug(row.code)}")
        what = f"{row.title.lower()}: {row.label}"
        estimate = estimated.get((row.dimension, row.code))
        to = question_page(slug, "estimate")
        ends = (None, None, None, None)
        if estimate is not None:
            ends = (  # type: ignore[assignment]  # four, or none
                Quantity(f"{what}, lower end", estimate.lower, "persons", to, shown=_whole(estimate.lower)),
                Quantity(f"{what}, median", estimate.point, "persons", to, shown=_whole(estimate.point)),
                Quantity(f"{what}, upper end", estimate.upper, "persons", to, shown=_whole(estimate.upper)),
                Quantity(f"{what}, probability", round(estimate.prob * 100, 1), "%", to),
            )
        lines.append(
            SdgLine(
                row.title if row.title != before else "",
                row.label,
                Quantity(f"{what}, certainly in scope", row.certain, "persons", page),
                Quantity(f"{what}, certainly or possibly in scope", row.either, "persons", page),
                Quantity(f"{what}, stated by at least one list", row.high, "persons", page),
                Quantity(f"{what}, unnamed victims", row.unnamed, "persons", question_page(slug, "unnamed")),
                *ends,
            )
        )
        before = row.title
    return tuple(lines)


def source_blocks(section: CasualtySection, places: Mapping[str, str]) -> tuple[SourceBlock, ...]:
    """Give the persons behind every number, each leading to where they stand.

    Args:
        section: As laid out.
        places: Path of each person by cluster id.
    """
    names = {
        p.cluster: " · ".join(dict.fromkeys(n for r in p.records for n in r.names)) for p in section.persons.people
    }
    blocks = [(f"act-{_slug(count.code)}", count.label, count.clusters) for count in section.counts]
    for row in (*section.table.rows, section.table.total) if section.table else ():
        blocks.append((f"sdg-{row.dimension}-{_slug(row.code)}", f"{row.title}: {row.label}", row.clusters))
    return tuple(_block(at, title, clusters, names, places) for at, title, clusters in blocks)


def _block(
    at: str, title: str, clusters: Sequence[str], names: Mapping[str, str], places: Mapping[str, str]
) -> SourceBlock:
    shown = sorted((names[cluster], places[cluster]) for cluster in clusters)[:_MOST_NAMED]
    return SourceBlock(at, title, tuple(shown), len(clusters) - len(shown))


def _slug(code: str) -> str:
    """Make an anchor of a code.

    >>> _slug("sexual violence")
    'sexual-violence'
    """
    return re.sub(r"[^a-z0-9]+", "-", code)


def _whole(value: float) -> str:
    return number_text(round(value))
