"""Show a person what the columns of a new list seem to mean, and let them change it before it is saved.

Everything is shown on stderr, to a terminal only: values of a list are for the eyes of whoever sits there.
"""

from __future__ import annotations

import difflib
import sys

from accounted.cli.show import ERRORS, Drawn
from accounted.inquiry.approving import Approve
from accounted.lists import FIELDS, ColumnProposal, with_field
from accounted.model.errors import UnreadableList

__all__ = ["approver"]

_HELP = "Enter: that is right. 3 birth: column 3 means birth. 3 -: column 3 is kept as written. later: ask nobody now."


def approver(drawn: Drawn, *, yes: bool) -> Approve | None:
    """Make what asks a person; None when nobody sits at a terminal, or `yes` says not to ask."""
    if yes or not (sys.stdin.isatty() and sys.stderr.isatty()):
        return None

    def ask(proposal: ColumnProposal) -> tuple[ColumnProposal, bool]:
        with drawn.paused():
            return _ask(proposal)

    return ask


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
