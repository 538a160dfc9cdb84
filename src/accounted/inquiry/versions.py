"""A new version of a list is shown as what it changes, and takes the old one's place when somebody approves.

With nobody there it is taken, and what it changed is written down as approved by nobody, as guesses about columns are
(decision 0010). A version that somebody refuses, or that cannot be read where the one before could, is not taken in:
the one before stays, also when it came out of a file of which a new version is taken in. A version that changes no row
and no column needs nobody's approval.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from accounted.inquiry.files import FileFact, current_files
from accounted.inquiry.intake import Arrivals
from accounted.inquiry.list_tables import Tables, limits_for
from accounted.inquiry.stepping import Workplace
from accounted.inquiry.version_changes import taken_back
from accounted.model.errors import InputError, ParserStopped
from accounted.model.list_changes import ListChanges
from accounted.store import decode

__all__ = ["Accept", "Preview", "preview_tables", "settle_versions"]

Accept = Callable[[ListChanges], bool]
"""Shows a person what a new version of a list changes; says whether it is to be taken."""
_ROWS_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Preview:
    """The beginning of a table that has not been taken in: how it was read, its titles, and its first 20 rows."""

    file: str
    role: str
    read_as: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    n_rows: int


def settle_versions(place: Workplace, arrivals: Arrivals, accept: Accept | None = None) -> Arrivals:
    """Compare new versions of lists with what is there, and leave out those that somebody refuses.

    Args:
        place: Where.
        arrivals: Files that wait to be written down.
        accept: Asks a person; None when nobody is there.
    """
    before, unwanted = current_files(place.ledger), taken_back(place.ledger)
    changes, refused, broken = [], {}, {}
    for fact in arrivals.facts:
        try:
            found = _compare(place, before.get(fact.name), fact)
        except _Broken as error:
            broken[fact.name] = f"the new version cannot be read ({error}); the one before stays"
            continue
        if found is None:
            continue
        if accept is None and (fact.name, fact.sha256) in unwanted:
            refused[fact.name] = (
                "a person took this version back; at a terminal, accounted asks whether to take it again"
            )
        elif accept and not accept(found):
            refused[fact.name] = f"the new version was refused: {found.sentence}"
        else:
            changes.append((found, accept is not None))
    kept = []
    for fact, origin in zip(arrivals.facts, arrivals.origins, strict=True):
        if fact.name not in refused and fact.name not in broken:
            kept.append((fact, origin))
        elif fact.container:
            # It goes on in the new version of the file that it came out of: without that it would be gone with the old.
            stays = replace(before[fact.name], container=fact.container)
            kept.append((stays, f"{origin}, of which the version before was kept"))
    taken = replace(
        arrivals.taken,
        replaced=tuple(name for name in arrivals.taken.replaced if name not in refused and name not in broken),
        failed=(*arrivals.taken.failed, *broken.items()),
        left_out=(*arrivals.taken.left_out, *refused.items()),
        changes=tuple(change for change, _ in changes),
    )
    return Arrivals(tuple(f for f, _ in kept), tuple(o for _, o in kept), taken, tuple(changes))


class _Broken(Exception):
    """The new version of a list cannot be read, and the one before could be."""


def _compare(place: Workplace, before: FileFact | None, fact: FileFact) -> ListChanges | None:
    """None when this is no new version of a list, changes nothing, or when the one before cannot be read either.

    Raises:
        _Broken: When the new version is no table, and the one before is.
    """
    if before is None or (before.role, fact.role) != ("list", "list") or before.sha256 == fact.sha256:
        return None
    tables = Tables(place.folder, place.parsers)
    both = [(place.originals.path(f.sha256), f.sha256) for f in (before, fact)]
    try:
        tables.survey_path(*both[0])
    except (InputError, ParserStopped):
        return None
    try:
        tables.survey_path(*both[1])
    except (InputError, ParserStopped) as error:
        raise _Broken(error.what) from error
    try:
        surveys = [str(tables.survey_path(path, sha256)) for path, sha256 in both]
        old, new = (tables.text(path, sha256)[0] for path, sha256 in both)
        n_bytes = old.stat().st_size + new.stat().st_size
        answer = place.parsers.run(
            "accounted.lists.comparing",
            "compare_files",
            old,
            limits=limits_for(n_bytes, n_rows=sum(tables.survey(path, sha256).n_rows for path, sha256 in both)),
            by_path=True,
            after=str(new),
            surveys=surveys,
            file=fact.name,
        )
    except (InputError, ParserStopped):
        return None
    changes: ListChanges = decode(ListChanges, answer)
    return changes if changes.is_any else None


def preview_tables(place: Workplace, arrivals: Arrivals) -> tuple[Preview, ...]:
    """Show the beginning of every list and table that waits; what cannot be read says why instead."""
    previews = []
    tables = Tables(place.folder, place.parsers)
    for fact in arrivals.facts:
        if fact.role not in ("list", "table"):
            continue
        try:
            seen = tables.survey(place.originals.path(fact.sha256), fact.sha256)
        except (InputError, ParserStopped) as error:
            previews.append(Preview(fact.name, fact.role, str(error), (), (), 0))
            continue
        rows = seen.first[:_ROWS_SHOWN]
        previews.append(Preview(fact.name, fact.role, seen.read_as, seen.header, rows, seen.n_rows))
    return tuple(previews)
