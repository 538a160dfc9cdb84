"""Show a person what the columns of a new list seem to mean, and let them change it before it is saved.

Everything is shown on stderr, to a terminal only: values of a list are for the eyes of whoever sits there.
"""

from __future__ import annotations

import difflib
import sys
from collections.abc import Sequence

from accounted.cli.show import ERRORS, Drawn
from accounted.inquiry.approving import Approve
from accounted.inquiry.versions import Accept
from accounted.lists import FIELDS, ColumnProposal, with_field
from accounted.model.errors import UnreadableList
from accounted.model.list_changes import ListChanges

__all__ = ["accepter", "approver", "say_changes"]

_ROWS_NAMED = 20

_HELP = "Enter: that is right. 3 birth: column 3 means birth. 3 -: column 3 is kept as written. later: ask nobody now."


def approver(drawn: Drawn, *, yes: bool) -> Approve | None:
    """Make what asks a person; None when nobody sits at a terminal, or `yes` says not to ask."""
    if yes or not (sys.stdin.isatty() and sys.stderr.isatty()):
        return None

    def ask(proposal: ColumnProposal) -> tuple[ColumnProposal, bool]:
        with drawn.paused():
            return _ask(proposal)

    return ask


def accepter(drawn: Drawn, *, yes: bool) -> Accept | None:
    """Make what asks whether a new version of a list is taken; None when nobody sits there, or `yes` takes all."""
    if yes or not (sys.stdin.isatty() and sys.stderr.isatty()):
        return None

    def ask(changes: ListChanges) -> bool:
        with drawn.paused():
            say_changes(changes)
            try:
                return ERRORS.input(
                    "Take it in the place of the one before? [y/N] ", markup=False
                ).strip().casefold() in ("y", "yes")
            except EOFError:
                return False

    return ask


def say_changes(changes: ListChanges) -> None:
    """Show what a new version of a list changes, in numbers and rows."""
    ERRORS.print(f"{changes.file}: a new version: {changes.sentence}", markup=False)
    for word, rows in (("new", changes.new), ("changed", [b for _, b in changes.changed])):
        ERRORS.print(f"  {word} rows: {_some(rows)}" if rows else f"  no {word} rows", markup=False)
    if changes.gone:
        ERRORS.print(f"  gone, rows of the version before: {_some(changes.gone)}", markup=False)


def _some(rows: Sequence[int]) -> str:
    shown = ", ".join(map(str, rows[:_ROWS_NAMED]))
    return shown if len(rows) <= _ROWS_NAMED else f"{shown}, … ({len(rows)} in all)"


def _ask(proposal: ColumnProposal) -> tuple[ColumnProposal, bool]:
    _show(proposal)
    while True:
        try:
            said = ERRORS.input("columns> ").strip()
        except EOFError:
            return proposal, False
        if said.casefold() in ("later", "l"):
            return proposal, False
        if said.casefold() in ("", "y", "yes"):
            if proposal.has_names:
                return proposal, True
            ERRORS.print("No column holds names: without one the list cannot be read.", markup=False)
            continue
        changed = _changed(proposal, said)
        if changed is not None:
            proposal = changed
            _show(proposal)


def _show(proposal: ColumnProposal) -> None:
    ERRORS.print(f"{proposal.file}: {proposal.read_as}", markup=False)
    width = max(len(column.title) for column in proposal.columns)
    for number, column in enumerate(proposal.columns, start=1):
        samples = f"   [{' | '.join(column.samples)}]" if column.samples else ""
        ERRORS.print(f"{number:>3}  {column.title:<{width}}  {column.says}{samples}", markup=False)
    ERRORS.print(_HELP, markup=False)


def _changed(proposal: ColumnProposal, said: str) -> ColumnProposal | None:
    """Do what a line says; say why not when it cannot be."""
    number, _, word = said.partition(" ")
    if not number.isdecimal() or not 1 <= int(number) <= len(proposal.columns) or not word.strip():
        ERRORS.print(f"Say the number of a column, 1 to {len(proposal.columns)}, and what it means.", markup=False)
        return None
    title, word = proposal.columns[int(number) - 1].title, word.strip().casefold()
    if word in ("-", "nothing", "none"):
        return with_field(proposal, title, None)
    field = next((known for known in FIELDS if known == word), None)
    if field is None:
        near = difflib.get_close_matches(word, FIELDS, 1)
        hint = f"did you mean {near[0]}? " if near else ""
        ERRORS.print(f"There is no field {word}: {hint}there are {', '.join(FIELDS)}.", markup=False)
        return None
    try:
        return with_field(proposal, title, field)
    except UnreadableList as error:
        ERRORS.print(str(error), markup=False)
        return None
