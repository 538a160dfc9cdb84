"""Before a list is read: what its columns mean is shown to whoever is there, and saved either way.

With nobody there the guess is taken and saved as a guess, so that it can be seen, and the report says that nobody has
looked at it. What stands in `inquiry.toml` already is never asked about again.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from accounted.inquiry.files import FileFact, find_twins, latest_of
from accounted.inquiry.intake import Arrivals
from accounted.inquiry.list_tables import Tables
from accounted.inquiry.saving import SettingsDraft
from accounted.inquiry.settings import ListSettings
from accounted.inquiry.stepping import Workplace
from accounted.lists import FIELDS, ColumnProposal, propose_columns, settings_of
from accounted.lists.surveying import Survey
from accounted.model.errors import InputError, ParserStopped, SettingsError

__all__ = ["Approve", "settle_columns"]

Approve = Callable[[ColumnProposal], tuple[ColumnProposal, bool]]
"""Shows a proposal to a person; gives it back as the person wants it, and whether the person approved."""


def settle_columns(
    place: Workplace, arrivals: Arrivals, approve: Approve | None = None
) -> tuple[Workplace, SettingsDraft]:
    """Propose and have approved the columns of every list of which nothing is said yet.

    Args:
        place: Where.
        arrivals: Files that wait to be written down.
        approve: Asks a person; None when nobody is there.

    Returns:
        The workplace with the settings as they will be, and what is to be saved of them.
    """
    draft = SettingsDraft(place.folder)
    changed = {fact.name for fact in arrivals.facts}
    facts = [*place.ledger.values(FileFact, "file"), *arrivals.facts]
    twins = find_twins(facts)
    for file in latest_of(facts).values():
        said = place.settings.for_list(file.name)
        if (
            file.role != "list"
            or file.name in twins
            or (said.says_columns and not (file.name in changed and _is_stale(place, file, said)))
        ):
            continue
        proposal = _propose(place, file, said)
        if proposal is None:
            continue
        chosen, approved = approve(proposal) if approve else (proposal, False)
        if not chosen.has_names:
            continue
        try:
            columns = {**_about_dates(said), **settings_of(chosen)}
            draft.put(file.name, columns, approved=approved)
        except SettingsError as error:
            place.progress.note(str(error))
            continue
        if not approved:
            place.progress.note(f"{file.name}: columns guessed, not approved: {_summary(chosen)}; see inquiry.toml")
    return replace(place, settings=draft.settings()), draft


def _is_stale(place: Workplace, file: FileFact, said: ListSettings) -> bool:
    """Whether a saved guess names columns that the file, which came in anew, does not have."""
    if said.columns_approved is not False:
        return False
    try:
        header = set(_look_over(place, file).header)
    except (InputError, ParserStopped):
        return False
    return any(title and title not in header for titles in said.columns.values() for title in titles)


def _propose(place: Workplace, file: FileFact, said: ListSettings) -> ColumnProposal | None:
    """Read the table; a file that cannot be read is left to the step that says why."""
    try:
        return propose_columns(_look_over(place, file), file.name, _about_dates(said), one_list=bool(said.name))
    except (InputError, ParserStopped):
        return None


def _look_over(place: Workplace, file: FileFact) -> Survey:
    return Tables(place.folder, place.parsers).survey(place.originals.path(file.sha256), file.sha256)


def _about_dates(said: ListSettings) -> dict[str, str]:
    """What is said about calendar and order of day and month, which is no meaning of a column."""
    return {key: value[0] for key, value in said.columns.items() if key not in FIELDS and value}


def _summary(proposal: ColumnProposal) -> str:
    return ", ".join(f"{column.field} = {column.title}" for column in proposal.columns if column.field)
