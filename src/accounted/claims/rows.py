"""Read the rows of a table inside a text: "District | Killed | Wounded", then a line for each district.

A table is lines that follow each other with the same number of cells between bars, of which the first names in some
column what happened. What a cell counts is said by the heading of its column, where or when by the first cell of its
row. A cell that is no number and nothing else is not read, nor is a column whose heading tells no act.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from accounted.claims.act_words import named_act, noun_act, unit_of
from accounted.claims.figures import find_figures
from accounted.claims.languages.tables import word_set
from accounted.model.claims import Act, Figure, Unit
from accounted.model.documents import Span

__all__ = ["Cell", "find_cells"]

_LINE = re.compile(r"[^\n]*\|[^\n]*")
_RULE = re.compile(r"[\s|:+-]+")
_NOTE = re.compile(r"\s*(?:\([a-z0-9]\)|\[[a-z0-9]\]|[*†‡])?\s*")
_SHARE = re.compile(r"%|\b(?:per ?cent|percentage|share|rate|per)\b")
_WORD = re.compile(r"[a-z]+")
_PLACES = word_set(
    """region regions province provinces district districts place places town towns village villages city cities country
    countries area areas governorate governorates county counties state states municipality municipalities location
    locations camp camps department departments commune communes
    """
)
_TOTAL = re.compile(r"(?:(?:grand |sub-?)?totals?|all|overall|sum|together)\b.*")


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure in a table, with spans in the text.

    Args:
        figure: The figure.
        act: What happened, by the heading of its column.
        unit: What is counted.
        row: The line that it stands in.
        label: The first cell of its row.
        is_place: Whether the label is a place, by its heading.
        language: Whose words the headings are.
    """

    figure: Figure
    act: Act
    unit: Unit
    row: Span
    label: Span
    is_place: bool
    language: str = "en"


@dataclass(frozen=True, slots=True)
class _Row:
    span: Span
    cells: tuple[Span, ...]


def find_cells(text: str, *, vague: bool = True) -> tuple[Cell, ...]:
    r"""Find the counted cells of all tables of a text.

    Args:
        text: The text.
        vague: Whether vague counts ("dozens") are read.

    >>> text = "District | Killed | Wounded\nHask | 88 | 140\nTotal | 88 | 140"
    >>> [(cell.figure.wording, cell.act, text[cell.label.start : cell.label.end]) for cell in find_cells(text)][:2]
    [('88', 'killed', 'Hask'), ('140', 'injured', 'Hask')]
    """
    if "|" not in text:
        return ()
    return tuple(cell for table in _tables(text) for cell in _cells(text, table, vague))


def _tables(text: str) -> Iterator[Sequence[_Row]]:
    """Yield the rows that follow each other with the same number of cells."""
    table: list[_Row] = []
    for line in _LINE.finditer(text):
        if _RULE.fullmatch(line.group()):
            continue
        row = _row(text, line)
        follows = table and not text[table[-1].span.end : row.span.start].strip("|:+- \t\n")
        if table and not (follows and len(row.cells) == len(table[0].cells)):
            yield table
            table = []
        table.append(row)
    if table:
        yield table


def _row(text: str, line: re.Match[str]) -> _Row:
    """Cut a line at its bars; a bar at either end opens or closes the row."""
    whole = line.group()
    begin = line.start() + len(whole) - len(whole.lstrip(" \t|"))
    end = line.start() + len(whole.rstrip(" \t\r|"))
    cells, at = [], begin
    for piece in text[begin:end].split("|"):
        lead = len(piece) - len(piece.lstrip())
        cells.append(Span(at + lead, max(at + lead, at + len(piece.rstrip()))))
        at += len(piece) + 1
    return _Row(Span(begin, max(begin, end)), tuple(cells))


def _cells(text: str, table: Sequence[_Row], vague: bool) -> Iterator[Cell]:
    heading = table[0]
    names = [text[cell.start : cell.end].lower() for cell in heading.cells]
    columns = [_column(name) if i else None for i, name in enumerate(names)]
    if len(table) < 2 or not any(columns) or any(any(c.isdigit() for c in name) for name in names[1:]):
        return
    is_place = not _PLACES.isdisjoint(_WORD.findall(names[0]))
    for row in table[1:]:
        label = row.cells[0]
        of_place = is_place and not _TOTAL.fullmatch(text[label.start : label.end].lower())
        for column, cell in zip(columns, row.cells, strict=True):
            figure = _figure(text, cell, vague) if column else None
            if column and figure:
                yield Cell(figure, *column, row.span, label, of_place)


def _column(name: str) -> tuple[Act, Unit] | None:
    """Tell what a heading says is counted: "Persons killed", "Deaths", "Houses destroyed"."""
    if _SHARE.search(name):
        return None
    words = _WORD.findall(name)
    unit: Unit = next((found for word in words if (found := unit_of(word)) != "persons"), "persons")
    act = named_act(name)
    if act:
        return act[0], unit
    return next((own for word in words if (own := noun_act(word))), None)


def _figure(text: str, cell: Span, vague: bool) -> Figure | None:
    """Read a cell that is one figure and nothing else, but for the sign of a note."""
    wording = text[cell.start : cell.end]
    found = find_figures(wording, vague=vague)
    if len(found) != 1 or found[0].start != 0 or not _NOTE.fullmatch(wording, found[0].end):
        return None
    figure = found[0].figure
    if not all(value is None or float(value).is_integer() for value in (figure.low, figure.best, figure.high)):
        return None
    return figure.moved(cell.start)
