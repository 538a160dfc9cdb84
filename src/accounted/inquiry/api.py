"""The Python twin of the command line: `accounted.open("my-inquiry")`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Literal

from accounted.claims import Worth, find_standing, order_by_worth
from accounted.inquiry import contents
from accounted.inquiry.approving import Approve, settle_columns
from accounted.inquiry.claim_import import read_proposals
from accounted.inquiry.claim_reviewing import decide_claim, undo_review
from accounted.inquiry.folder import Folder, begin, find
from accounted.inquiry.intake import Taken, look_at
from accounted.inquiry.pair_deciding import decide_pair, undo_decision
from accounted.inquiry.proposing import propose_claims
from accounted.inquiry.queueing import Asked, queue_pairs
from accounted.inquiry.reading import read_files
from accounted.inquiry.relating import relate_claims
from accounted.inquiry.reporting import view_of, write_report
from accounted.inquiry.review_queue import QueuedPair
from accounted.inquiry.reviewing import Agreement, Contradiction, Ruling, find_contradictions, judge_agreement, rule
from accounted.inquiry.runs import Outcome
from accounted.inquiry.searching import search
from accounted.inquiry.settings import Settings, read_settings
from accounted.inquiry.stamping import certificates_of, request_stamp, send_request, stamp_states, take_response
from accounted.inquiry.status import Status, find_status
from accounted.inquiry.stepping import Workplace
from accounted.inquiry.steps import estimate_questions, extract_claims, link_lists
from accounted.inquiry.trace import Trace, trace
from accounted.inquiry.version_changes import VersionChange, version_changes
from accounted.inquiry.version_reviewing import approve_version, take_back_version
from accounted.inquiry.versions import Accept, Preview, preview_tables, settle_versions
from accounted.model.claim_reviews import ClaimAct, ClaimReview, Proposal, Reviewed
from accounted.model.claims import Claim, Survey
from accounted.model.documents import Document
from accounted.model.errors import RecordDamaged, UsageError
from accounted.model.ids import IdMaker
from accounted.model.linkage import Decision, Judgement
from accounted.model.progress import SILENT, Progress
from accounted.model.records import Record
from accounted.model.relations import Across
from accounted.model.search import PLACES, Found, SearchMode, SearchPlace
from accounted.model.stamps import CheckedStamp, StampState
from accounted.model.view import InquiryView, QuestionResult
from accounted.report import annotations_jsonld, claim_reviews_jsonld, claims_csv
from accounted.sandbox import Parsers
from accounted.store import Ledger, Originals, Verification, check_stamps, open_ledger, verify, writing_files

__all__ = ["ExportKind", "Inquiry", "Status", "init_inquiry", "open_inquiry"]

ExportKind = Literal["annotations", "csv", "claim_review"]


class Inquiry:
    """An open inquiry; every method is one of the verbs of the command line.

    Args:
        folder: Where it lies.
        progress: Told how far long work is.
        threads: Threads that linkage may use; the answer does not depend on it.
    """

    def __init__(self, folder: Folder, *, progress: Progress = SILENT, threads: int = 2) -> None:
        self.folder = folder
        self._progress = progress
        self._threads = threads
        if not folder.record.exists() and any(folder.originals.iterdir()):
            raise RecordDamaged(
                "the record is gone, and its originals are still here",
                where=".accounted/record.sqlite",
                mend="restore it from a backup: a new one would know nothing of them",
            )
        self._ledger: Ledger = open_ledger(folder.record, folder.actor()[0], derived=(folder.search,))

    @property
    def settings(self) -> Settings:
        """`inquiry.toml` as it is now."""
        return read_settings(self.folder.root)

    @contextmanager
    def _at_work(self) -> Iterator[Workplace]:
        settings, folder = self.settings, self.folder
        originals = Originals(folder.originals, folder.temp / "incoming")
        with folder.working(), Parsers(folder.temp, self._threads) as parsers:
            self._settle(originals)
            try:
                yield Workplace(folder, self._ledger, originals, parsers, settings, self._progress, self._threads)
            finally:
                self._settle(originals)

    def _settle(self, originals: Originals) -> None:
        """Take out what an import that did not end well left among the originals."""
        originals.recover(lambda: {row["sha256"] for row in self._ledger.rows("file")})

    def _import(
        self, place: Workplace, paths: Sequence[Path], approve: Approve | None, accept: Accept | None
    ) -> tuple[Workplace, Taken, Outcome]:
        with writing_files():
            arrivals = look_at(
                self.folder, self._ledger, place.originals, paths, parsers=place.parsers, progress=self._progress
            )
            arrivals = settle_versions(place, arrivals, accept)
            place, draft = settle_columns(place, arrivals, approve)
            return place, arrivals.taken, read_files(place, arrivals, draft)

    def preview(self, paths: Sequence[Path | str]) -> tuple[Taken, tuple[Preview, ...]]:
        """Look at files as `add` would, and take nothing in: what would come, and the first 20 rows of every table."""
        with self._at_work() as place, writing_files():
            wanted = [Path(p) for p in paths]
            arrivals = look_at(
                self.folder, self._ledger, place.originals, wanted, parsers=place.parsers, progress=self._progress
            )
            return settle_versions(place, arrivals).taken, preview_tables(place, arrivals)

    def add(
        self, paths: Sequence[Path | str], *, approve: Approve | None = None, accept: Accept | None = None
    ) -> tuple[Taken, Outcome]:
        """Take files in (a folder is walked, an archive opened), settle what columns of new lists mean, and read them.

        All of it is one transaction: stopped or killed, it leaves nothing.

        Args:
            paths: Files and folders.
            approve: Shows a person what the columns seem to mean; None when nobody is there.
            accept: Shows a person what a new version of a list changes; None when nobody is there.
        """
        with self._at_work() as place:
            return self._import(place, [Path(p) for p in paths], approve, accept)[1:]

    def version_changes(self) -> tuple[VersionChange, ...]:
        """Every new version of the lists there are now, and whether a person has decided about it."""
        return version_changes(self._ledger)

    def approve_version(self, file: str, *, person: str) -> VersionChange:
        """Approve a new version of a list that came in when nobody was asked; see `version_reviewing`."""
        with self._at_work() as place:
            return approve_version(place, file, person=person)

    def take_back_version(self, file: str, *, person: str) -> Outcome:
        """Let the version of a list before stand again; see `version_reviewing`."""
        with self._at_work() as place:
            return take_back_version(place, file, person=person)

    def read(self) -> Outcome:
        """Turn files into documents, records and tables."""
        with self._at_work() as place:
            return read_files(place)

    def claims(self) -> tuple[Outcome, Outcome]:
        """Read the claims out of the documents, and relate them to each other."""
        with self._at_work() as place:
            return extract_claims(place), relate_claims(place)

    def across(self) -> Across:
        """Passages that documents share, how claims relate, and which say the same."""
        return contents.across(self._ledger)

    def link(self) -> Outcome:
        """Link the records into people."""
        with self._at_work() as place:
            return link_lists(place)

    def estimate(self) -> Outcome:
        """Match claims to questions, tabulate and estimate."""
        with self._at_work() as place:
            return estimate_questions(place)

    def report(self) -> Outcome:
        """Write `output/`."""
        with self._at_work() as place:
            return write_report(place)

    def run(self, *, approve: Approve | None = None, accept: Accept | None = None) -> tuple[Taken, tuple[Outcome, ...]]:
        """Take in what is new below `input/` and do every step that has something to do.

        Args:
            approve: Shows a person what the columns of new lists seem to mean; None when nobody is there.
            accept: Shows a person what a new version of a list changes; None when nobody is there.
        """
        with self._at_work() as place:
            place, taken, read = self._import(place, [self.folder.input], approve, accept)  # noqa: PLW2901
            steps = (extract_claims, relate_claims, link_lists, estimate_questions, write_report)
            return taken, (read, *(step(place) for step in steps))

    def status(self) -> Status:
        """Say where the inquiry stands."""
        return find_status(self._ledger, self.settings)

    def surveys(self) -> tuple[tuple[Document, Survey], ...]:
        """How far each document could be read: its language, and the numbers that were left alone."""
        documents = {d.id: d for d in contents.documents(self._ledger)}
        return tuple((documents[s.document], s) for s in contents.surveys(self._ledger))

    def translations(self) -> tuple[tuple[Document, Document], ...]:
        """Documents that translate others, from which no claim was read, each with its original."""
        documents = {d.id: d for d in contents.documents(self._ledger)}
        return tuple((documents[t.document], documents[t.of]) for t in contents.translations(self._ledger))

    def ledger_of_claims(self) -> tuple[tuple[Document, Claim], ...]:
        """All claims with their documents."""
        documents = {d.id: d for d in contents.documents(self._ledger)}
        return tuple((documents[c.document], c) for c in contents.claims(self._ledger))

    def order_by_worth(self) -> tuple[Worth, ...]:
        """Put the claims in the order in which checking them leads furthest, each with its reasons."""
        asked = contents.asked_claims(self._ledger)
        return order_by_worth(contents.claims(self._ledger), contents.across(self._ledger), asked=asked)

    def reviewed(self) -> Reviewed:
        """Claims as they stand after review, and what was set aside."""
        return contents.reviewed(self._ledger)

    def claim_reviews(self) -> tuple[ClaimReview, ...]:
        """Every decision about a claim, oldest first; what was taken back stays."""
        return contents.claim_reviews(self._ledger)

    def claim_queue(self) -> tuple[tuple[Document, Claim], ...]:
        """Claims that nobody has looked at, those of which most can be checked first."""
        decided = {name for name, _ in self.reviewed().decisions}
        ledger = {claim.id: (document, claim) for document, claim in self.ledger_of_claims()}
        queue = [ledger[worth.claim] for worth in self.order_by_worth() if worth.claim not in decided]
        documents = {d.id: d for d in contents.documents(self._ledger)}
        looked_at = {review.claim for review in find_standing(self.claim_reviews())}
        proposed = [p for p in self.proposals() if p.id not in looked_at and p.id not in ledger]
        return (*queue, *((documents[p.document], p.claim) for p in proposed))

    def proposals(self) -> tuple[Proposal, ...]:
        """What a language model proposed; in no number until a person accepts it."""
        return contents.proposals(self._ledger)

    def propose(self) -> Outcome:
        """Let the language model of the settings read the documents that may be sent to it.

        Raises:
            SettingsError: When the settings name none, or its host is not this machine and not confirmed.
        """
        with self._at_work() as place:
            return propose_claims(place)

    def review_claim(
        self,
        claim: str,
        act: ClaimAct,
        *,
        person: str,
        reason: str = "",
        changes: Mapping[str, str] | None = None,
        parts: Sequence[str] = (),
        into: str = "",
    ) -> ClaimReview:
        """Keep what a person decided about a claim, at once; see `accounted.inquiry.claim_reviewing.decide_claim`."""
        return decide_claim(
            self.folder, self._ledger, claim, act,
            person=person, reason=reason, changes=changes, parts=parts, into=into,
        )  # fmt: skip

    def import_reviews(self, path: Path, *, person: str) -> tuple[ClaimReview, ...]:
        """Keep the decisions that a file proposes, as decisions of this person; all of them, or none.

        Raises:
            UsageError: Naming every line of the file that is wrong.
        """
        documents = {d.id: d for d in contents.documents(self._ledger)}
        proposals = read_proposals(path, self.reviewed(), documents)
        return tuple(
            self.review_claim(p.claim, p.act, person=person, reason=p.reason or f"from {path.name}", changes=p.changes)
            for p in proposals
        )

    def export_claims(self, kind: ExportKind) -> bytes:
        """Write the claims for other programs: `annotations`, `csv` or `claim_review`."""
        after, documents = self.reviewed(), {d.id: d for d in contents.documents(self._ledger)}
        if kind == "annotations":
            return annotations_jsonld(after, documents)
        if kind == "csv":
            return claims_csv(after, documents)
        return claim_reviews_jsonld(after, documents, title=self.settings.title)

    def undo_review(self, review: str, *, person: str, reason: str = "") -> ClaimReview:
        """Take a decision about a claim back."""
        return undo_review(self.folder, self._ledger, review, person=person, reason=reason)

    def results(self) -> tuple[QuestionResult, ...]:
        """What the steps found per question."""
        return contents.results(self._ledger, self.settings)

    def view(self) -> InquiryView:
        """All that the report is written from."""
        return view_of(self._ledger, self.settings)

    def records(self) -> Mapping[str, Record]:
        """Every row of the lists, by its id."""
        return {record.id: record for record in contents.records(self._ledger)}

    def decisions(self) -> tuple[Decision, ...]:
        """Every decision about a pair, oldest first; what was taken back stays."""
        return contents.decisions(self._ledger)

    def rulings(self) -> tuple[Ruling, ...]:
        """What the decisions about each pair amount to."""
        return rule(self.decisions())

    def contradictions(self) -> tuple[Contradiction, ...]:
        """Decisions that cannot all be right."""
        return find_contradictions(self.decisions())

    def agreement(self) -> Agreement:
        """How far two reviewers of the same pairs agree."""
        return judge_agreement(self.decisions())

    def review_queue(
        self, *, question: str = "", person: str = "", blind: float = 0.0, settle: bool = False, sample: int = 0
    ) -> tuple[QueuedPair, ...]:
        """Put the pairs that somebody should look at in order.

        Args:
            question: Only the lists of this question.
            person: Who will decide: what that person decided is left out.
            blind: Instead, this share of the pairs that others decided, drawn by the inquiry's seed.
            settle: Instead, the pairs about which persons disagree.
            sample: Instead, so many pairs drawn at random for calibration, of which this person judged none yet.

        Raises:
            UsageError: When the lists have not been linked, or there is no such question.
        """
        asked = Asked(question, person.strip(), blind, settle, sample)
        return queue_pairs(self._ledger, self.settings, asked)

    def decide(
        self,
        left: str,
        right: str,
        judgement: Judgement,
        *,
        person: str,
        reason: str = "",
        settles: bool = False,
        inclusion: float | None = None,
    ) -> Decision:
        """Keep what a person decided about two records, at once; see `pair_deciding.decide_pair`."""
        return decide_pair(
            self.folder, self._ledger, left, right, judgement,
            person=person, reason=reason, settles=settles, inclusion=inclusion,
        )  # fmt: skip

    def undo(self, decision: str, *, person: str, reason: str = "") -> Decision:
        """Take a decision back; it stays in the record beside the fact that took it back (R25)."""
        return undo_decision(self.folder, self._ledger, decision, person=person, reason=reason)

    def search(
        self,
        words: str,
        *,
        mode: SearchMode = "transliterated",
        within: Sequence[SearchPlace] = PLACES,
        limit: int = 20,
        offset: int = 0,
    ) -> Found:
        """Find passages, claims and names in which all words stand, the strictest matches first.

        Args:
            words: All must be there; words in quotes must follow each other; `*` ends the beginning of a word.
            mode: `exact`, `folded`, `transliterated` or `phonetic`, each allowing what those before it allow.
            within: Where to look.
            limit: At most so many hits, up to 1,000.
            offset: So many hits are passed over.

        Raises:
            UsageError: When no word, mode or place to look in is given, or there is no such page.
        """
        return search(
            self.folder, self._ledger, words,
            mode=mode, within=within, limit=limit, offset=offset, progress=self._progress,
        )  # fmt: skip

    def trace(self, wanted: str, *, depth: int = 3) -> Trace:
        """Walk from an id back to spans and rows."""
        make_id = IdMaker(self.folder.key())
        return trace(self._ledger, self.settings, wanted, make_id=make_id, depth=depth)

    def stamps(self) -> tuple[StampState, ...]:
        """Where every request for a time stamp stands, oldest first."""
        return stamp_states(self._ledger)

    def write_stamp_request(self, path: Path) -> StampState:
        """Ask for a time stamp on the record as it is, and write the request to a file to be carried by hand."""
        path.write_bytes(request_stamp(self._ledger)[1].request)
        return self.stamps()[-1]

    def stamp(self, response: Path | None = None, *, certificates: Sequence[Path] = ()) -> CheckedStamp:
        """Have the record stamped by the authority of the settings, or take in an answer that came as a file.

        Args:
            response: The file with the answer; None to send a request.
            certificates: Checked against these, beside those of the settings.

        Raises:
            SettingsError: When the host of the authority is not this machine and not confirmed.
            InputError: When no authority is named or answers, or the answer does not hold: the request goes on waiting.
        """
        trusted = certificates_of(self.folder, self.settings.time_stamps, certificates)
        if response:
            return take_response(self._ledger, response, trusted)
        number, request = request_stamp(self._ledger)
        return send_request(self.settings.time_stamps, self._ledger, number, request, trusted)

    def verify(self, *, against: str = "", certificates: Sequence[Path] = ()) -> Verification:
        """Recompute all hashes and the chain, and check time stamps against these certificates and the settings'."""
        found = verify(self._ledger, Originals(self.folder.originals), against=against, progress=self._progress)
        if all(state.state == "pending" for state in self.stamps()):
            return found
        try:
            trusted = certificates_of(self.folder, self.settings.time_stamps, certificates)
            return replace(found, stamps=check_stamps(self._ledger, trusted))
        except UsageError as error:
            self._progress.note(f"time stamps were not checked: {error}")
            return found

    def close(self) -> None:
        """Let go of the record."""
        self._ledger.close()


def open_inquiry(folder: Path | str = ".", *, progress: Progress = SILENT, threads: int = 2) -> Inquiry:
    """Open the inquiry in a folder or the nearest one above it.

    Raises:
        NotAnInquiry: When there is none.
    """
    return Inquiry(find(Path(folder)), progress=progress, threads=threads)


def init_inquiry(folder: Path | str, *, title: str = "", key: bytes | None = None) -> Inquiry:
    """Begin a new inquiry.

    Raises:
        UsageError: When there is one already.
    """
    return Inquiry(begin(Path(folder), title=title, key=key))
