"""`accounted review --versions`: new versions of lists that came in when nobody was asked."""

from __future__ import annotations

from collections.abc import Callable

import typer

from accounted.cli.approving import say_changes
from accounted.cli.show import ERRORS, print_json, say_outcomes
from accounted.inquiry import Inquiry
from accounted.model.canonical import plain

__all__ = ["review_versions"]

Read = Callable[[str], str | None]
_KEYS = "y it stays  n the version before stands again  k skip  q quit> "


def review_versions(inquiry: Inquiry, *, person: str, read: Read, show: bool, json: bool) -> None:
    """Ask about one after another, or with `show` only show them."""
    waiting = [change for change in inquiry.version_changes() if not change.is_decided]
    if json:
        print_json(plain(change.changes) for change in waiting)
        return
    if not waiting:
        ERRORS.print("No new version of a list waits for a decision.", markup=False)
    for change in waiting:
        say_changes(change.changes)
        if show:
            continue
        answer = (read(_KEYS) or "q").strip().casefold()
        if answer in ("y", "yes"):
            inquiry.approve_version(change.changes.file, person=person)
            typer.echo(f"{change.changes.file}: approved by {person}")
        elif answer in ("n", "no"):
            outcome = inquiry.take_back_version(change.changes.file, person=person)
            typer.echo(f"{change.changes.file}: the version before stands again")
            say_outcomes([outcome])
        elif answer in ("q", "quit"):
            break
