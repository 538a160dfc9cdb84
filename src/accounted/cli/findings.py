"""What is odd in lists, said on the command line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import typer

from accounted.cli.show import ERRORS, Drawn, print_json
from accounted.inquiry import Status
from accounted.linkage import PUBLIC_KEY
from accounted.lists import lint_list, read_list
from accounted.model.canonical import plain
from accounted.model.errors import InputErrors, UnreadableList
from accounted.model.ids import IdMaker
from accounted.model.list_findings import ListFinding, count_findings
from accounted.model.records import ListInfo, Record
from accounted.model.view import ColumnsRead

__all__ = ["hint_at_findings", "lint_files", "list_lines", "stated_lines"]

_UNCODED, _SHOWN = "values without a code", 20


def lint_files(paths: Iterable[Path], list_column: str, json: bool) -> None:
    """Print what is odd in each list, the most serious first.

    Raises:
        InputErrors: At the end, when some are no lists.
    """
    refused: list[UnreadableList] = []
    n_read = 0
    for path in paths:
        try:
            with Drawn() as drawn:
                drawn.step(f"look over {path.name}")
                infos, records = read_list(path, list_column=list_column or None, make_id=IdMaker(PUBLIC_KEY))
                found = lint_list(infos, records)
        except UnreadableList as error:
            refused.append(error)
            continue
        n_read += 1
        if json:
            print_json(plain(finding) for finding in found)
        else:
            typer.echo(f"{path}: {count_findings(found) or 'nothing odd was found'}")
            for line in _finding_lines(found):
                typer.echo(line)
    if n_read and not json:
        typer.echo("Rows are counted from 1 below the titles.")
    if refused:
        raise InputErrors(refused)


def _finding_lines(found: Iterable[ListFinding]) -> list[str]:
    """Write findings below each other."""
    return [f"  {finding.severity:<5}  {finding.sentence}" for finding in found]


def list_lines(now: Status) -> list[str]:
    """Write about each file of lists what its columns were read as and what is odd in it."""
    columns = {read.file: read for read in now.columns}
    lines: list[str] = []
    for file in (file for file in now.files if file.role == "list"):
        found = [finding for finding in now.list_findings if finding.file == file.name]
        lines.append(
            f"{file.name}: {'; '.join(filter(None, (file.reason, count_findings(found)))) or 'nothing odd was found'}"
        )
        lines += _column_lines(columns[file.name]) if file.name in columns else []
        lines += _finding_lines(found)
    lines += _code_lines(now)
    return [*lines, "Rows are counted from 1 below the titles."] if lines else ["no lists"]


def stated_lines(now: Status) -> list[str]:
    """Write what each list states, every number with its unit, and how many values have no code."""
    stated = {entry.list: entry for entry in now.stated}
    lines = []
    for name, n in now.lists:
        counted = stated[name].counted if name in stated else ()
        units = [_count(number, unit) for unit, number in counted if unit != _UNCODED]
        lines.append(f"list       {name}: {n} records" + (f": {', '.join(units)}" if units else ""))
    n_uncoded = len({(u.list, u.title, u.value) for u in now.unmapped})
    if n_uncoded:
        values = "1 value has" if n_uncoded == 1 else f"{n_uncoded} different values have"
        lines.append(f"           {values} no code; accounted status --lists shows them")
    return lines


def _count(number: int, unit: str) -> str:
    """Write a number with its unit, one of them in the singular.

    >>> _count(1, "incidents"), _count(1, "persons named"), _count(2, "acts")
    ('1 incident', '1 person named', '2 acts')
    """
    words = unit.split(" ")
    if number == 1:
        words = [word.removesuffix("s") for word in words]
    return f"{number} {' '.join(words)}"


def _code_lines(now: Status) -> list[str]:
    """Write by which vocabularies each list is coded, and which of its values have no code."""
    lines = []
    for entry in now.stated:
        if entry.coded_by:
            lines.append(f"{entry.list}: coded by {'; '.join(entry.coded_by)}")
        own = [found for found in now.unmapped if found.list == entry.list]
        lines += [
            f"  no code  {u.title}: “{u.value}”, {_count(u.n_records, 'records')} ({u.vocabulary})"
            for u in own[:_SHOWN]
        ]
        lines += [f"  no code  and {len(own) - _SHOWN} more values"] if len(own) > _SHOWN else []
    return lines


def _column_lines(read: ColumnsRead) -> list[str]:
    looked = "approved" if read.approved else "guessed, not approved (columns_approved in inquiry.toml)"
    return [f"  columns {looked}", *(f"    {title}: {field}" for field, title in read.columns)]


def hint_at_findings(infos: Sequence[ListInfo], records: Sequence[Record]) -> None:
    """Say on stderr how many things there are to check in a list, if any."""
    found = lint_list(infos, records)
    if found:
        ERRORS.print(f"{count_findings(found)} in {infos[0].file}; `--lint` shows them", markup=False)
