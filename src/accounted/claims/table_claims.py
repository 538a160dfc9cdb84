"""Make claims of the cells of a table: nobody is named as their speaker, and their position is `table`."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from accounted.claims.rows import Cell
from accounted.claims.times import DocumentTimes
from accounted.model.claims import Attribution, Claim, When, Where
from accounted.model.documents import Document, Span
from accounted.model.ids import IdMaker

__all__ = ["with_cells"]


def with_cells(
    claims: tuple[Claim, ...], cells: Sequence[Cell], document: Document, times: DocumentTimes, make_id: IdMaker
) -> tuple[Claim, ...]:
    """Put the claims of a document's tables among the others, in the order of the text.

    Args:
        claims: What was read in its sentences; a row of a table that was read gives no others.
        cells: The cells of its tables.
        document: The document.
        times: Its times.
        make_id: Makes the ids of the claims.
    """
    if not cells:
        return claims
    rows = sorted({cell.row for cell in cells}, key=lambda row: row.start)
    others = [claim for claim in claims if not _stands_in(claim, rows)]
    made = [_claim(cell, document, times, make_id) for cell in cells]
    return tuple(sorted((*others, *made), key=lambda claim: claim.start))


def _stands_in(claim: Claim, rows: Sequence[Span]) -> bool:
    last = bisect_left(rows, claim.end, key=lambda row: row.start) - 1
    return last >= 0 and rows[last].end > claim.start


def _claim(cell: Cell, document: Document, times: DocumentTimes, make_id: IdMaker) -> Claim:
    row, label = cell.row, cell.label
    when = next(iter(times.within(label.start, label.end).whens), None)
    if when:
        when = When(when.interval, when.wording, label.start + when.start, label.start + when.end)
    wording = document.text[label.start : label.end]
    return Claim(
        id=make_id("clm", document.id, str(row.start), str(row.end), "figure", str(cell.figure.start)),
        document=document.id,
        start=row.start,
        end=row.end,
        quote=document.text[row.start : row.end],
        kind="figure",
        figure=cell.figure,
        act=cell.act,
        unit=cell.unit,
        counted=None,
        polarity="none_occurred" if cell.figure.best == 0 and cell.figure.high is None else "asserted",
        modality="stated",
        when=when,
        where=Where(wording, label.start, label.end) if cell.is_place and wording else None,
        attribution=Attribution("none"),
        said_when=None,
        part_of=None,
        position="table",
        language=cell.language,
    )
