"""Where an inquiry stands, in one value."""

from __future__ import annotations

from dataclasses import dataclass

from accounted.inquiry import contents
from accounted.inquiry.files import current_files
from accounted.inquiry.reporting import content_root_of
from accounted.inquiry.settings import Settings
from accounted.inquiry.stamping import stamp_states
from accounted.inquiry.unmet import unmet_names
from accounted.inquiry.version_changes import unapproved_changes
from accounted.lists.unmapped import Unmapped
from accounted.model.documents import MovedSpan
from accounted.model.list_changes import ListChanges
from accounted.model.list_findings import ListFinding
from accounted.model.plan import PlanState, Standing
from accounted.model.stamps import StampState
from accounted.model.view import ColumnsRead, DocumentRead, FileState, ListStated
from accounted.store import Ledger

__all__ = ["Status", "find_status"]


@dataclass(frozen=True, slots=True)
class Status:
    """Where an inquiry stands.

    Args:
        title: As in the settings.
        files: One state per file that was read.
        unread: Files taken in but not read.
        n_claims: Claims in the ledger.
        n_unassigned: Claims that stand in the row of no question.
        lists: Pairs of a list and its number of records.
        questions: Ids of the questions, and whether each has been worked on.
        n_facts: Entries in the chain.
        head: Hash of the last entry: write it down, and `verify --against` it later.
        content_root: Hash over facts, settings and code.
        plans: Where every recorded plan stands, oldest first; empty without one.
        standings: Per estimated question, whether the estimate is planned or exploratory, and how many were made.
        list_findings: What is odd in the lists; it names rows, never people.
        columns: What the columns of each file of lists were read as, and whether a person has looked at it.
        documents: What a person may confirm of each document: date, language, who may see it.
        stated: What each list states: persons named, unnamed victims, acts, incidents, each with its unit.
        unmapped: Values of acts, causes and status that have no code, with the number of their records.
        stamps: Where every request for a time stamp stands, oldest first.
        lost_spans: Spans of claims for which no place was found in a document's newer text: somebody has to look.
        unapproved_changes: What new versions of lists changed, and nobody approved.
        unmet: Names in the settings that no file here has.
    """

    title: str
    files: tuple[FileState, ...]
    unread: tuple[str, ...]
    n_claims: int
    n_unassigned: int
    lists: tuple[tuple[str, int], ...]
    questions: tuple[tuple[str, bool], ...]
    n_facts: int
    head: str
    content_root: str
    plans: tuple[PlanState, ...]
    standings: tuple[Standing, ...]
    list_findings: tuple[ListFinding, ...]
    columns: tuple[ColumnsRead, ...]
    documents: tuple[DocumentRead, ...]
    stated: tuple[ListStated, ...] = ()
    unmapped: tuple[Unmapped, ...] = ()
    stamps: tuple[StampState, ...] = ()
    lost_spans: tuple[MovedSpan, ...] = ()
    unapproved_changes: tuple[ListChanges, ...] = ()
    unmet: tuple[str, ...] = ()


def find_status(ledger: Ledger, settings: Settings) -> Status:
    """Say where the inquiry stands."""
    states, files = contents.file_states(ledger), current_files(ledger)
    read = {state.name for state in states}
    results = {r.question.id: r for r in contents.results(ledger, settings)}
    said = contents.claims(ledger)
    placed = {m.claim for r in results.values() for m in r.matches if m.relation == "same"}
    n_facts, head = ledger.head()
    return Status(
        title=settings.title,
        files=states,
        unread=tuple(name for name in files if name not in read),
        n_claims=len(said),
        n_unassigned=sum(1 for claim in said if claim.id not in placed),
        lists=tuple((i.name, i.n_records) for i in contents.lists(ledger)),
        questions=tuple((q.id, q.id in results) for q in contents.questions(ledger, settings)),
        n_facts=n_facts,
        head=head,
        content_root=content_root_of(ledger, settings),
        plans=contents.plan_states(ledger),
        standings=tuple(r.standing for r in results.values() if r.standing),
        list_findings=contents.list_findings(ledger),
        columns=contents.columns_read(ledger, settings),
        documents=contents.documents_read(ledger),
        stated=contents.lists_stated(ledger),
        unmapped=contents.unmapped(ledger),
        stamps=stamp_states(ledger),
        lost_spans=contents.lost_spans(ledger),
        unapproved_changes=unapproved_changes(ledger),
        unmet=unmet_names(settings, files),
    )
