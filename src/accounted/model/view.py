"""All that a report is written from: the results of the steps, read back from the record in canonical order."""

from __future__ import annotations

from dataclasses import dataclass, field

from accounted.model.capture import CaptureTable, EstimateSet, JointComparison, ListDeclaration
from accounted.model.claim_reviews import Reviewed
from accounted.model.claims import Claim, Survey
from accounted.model.documents import Document, MovedSpan, Passage, Translation
from accounted.model.findings import CertainAnswer, Reference
from accounted.model.linkage import Continuity, Linkage
from accounted.model.list_changes import ListChanges
from accounted.model.list_findings import ListFinding
from accounted.model.persons import PersonSummary
from accounted.model.plan import PlannedComparison, RecordedPlan, Standing, UserPrior
from accounted.model.questions import Match, Question, Scope
from accounted.model.records import ListInfo, Record
from accounted.model.relations import Across
from accounted.model.vocabularies import Vocabulary

__all__ = ["ColumnsRead", "DocumentRead", "FileState", "InquiryView", "ListStated", "QuestionResult"]


@dataclass(frozen=True, slots=True)
class FileState:
    """Where one incoming file ended (R5): its path below `input/`, what it is, its state and the reason."""

    name: str
    role: str
    state: str
    reason: str


@dataclass(frozen=True, slots=True)
class DocumentRead:
    """What a person may confirm of a document: date and language (`by` settings, or document: a guess), who may see it.

    `dated` is EDTF, `language` an ISO 639 code; both are empty when nobody has said and the document does not tell.
    `translation_of` names the document that it translates, or is empty.
    """

    name: str
    dated: str
    dated_by: str
    language: str
    language_by: str
    is_public: bool
    parser: str
    translation_of: str = ""


@dataclass(frozen=True, slots=True)
class ColumnsRead:
    """What the columns of a file of lists were read as: pairs of a field and a title; and has a person looked?"""

    file: str
    columns: tuple[tuple[str, str], ...]
    approved: bool


@dataclass(frozen=True, slots=True)
class ListStated:
    """What the rows of a list state, as pairs of a unit and a number, and by which vocabularies that was coded."""

    list: str
    counted: tuple[tuple[str, int], ...]
    coded_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class QuestionResult:
    """What the steps found for one question, not yet put side by side.

    Args:
        question: The question.
        matches: One per claim when the question takes claims, else empty.
        linkage: The linkage of the question's lists, or None without lists.
        scope: Who of them belongs to the question, or None without lists.
        tables: Capture tables, one per stratum, from the lists or as they came in.
        table_source: File below `input/` and citation when the table came in as such, else empty.
        estimates: The estimates from `tables`, or None.
        references: Outside figures named in the settings for this question.
        standing: Whether the estimate was planned or is exploratory, and how many were made; None without an estimate.
        declarations: What is declared about the lists behind the tables, one entry per list.
        declared: What was done to the tables because of what lists declare, in sentences.
        priors: The user's priors that the plan names for this question.
        comparisons: What the plan says is to be compared: strata of this question, or this question with another.
        versus: This question compared with others, as the plan says.
        versus_said: Comparisons that could not be made, and what holds for all of them, in sentences.
        certain: The answer without the undetermined; None without lists.
        continuity: What became of the people of the linkage before this one; None when it is the first.
        people: Per person of the linkage, what the lists together say.
        rules: By what rule each line of that is made: pairs of a field and words.
    """

    question: Question
    matches: tuple[Match, ...]
    linkage: Linkage | None
    scope: Scope | None
    tables: tuple[CaptureTable, ...]
    table_source: str
    estimates: EstimateSet | None
    references: tuple[Reference, ...]
    standing: Standing | None = None
    declarations: tuple[ListDeclaration, ...] = ()
    declared: tuple[str, ...] = ()
    priors: tuple[UserPrior, ...] = ()
    comparisons: tuple[PlannedComparison, ...] = ()
    versus: tuple[JointComparison, ...] = ()
    versus_said: tuple[str, ...] = ()
    certain: CertainAnswer | None = None
    continuity: Continuity | None = None
    people: tuple[PersonSummary, ...] = ()
    rules: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class InquiryView:
    """An inquiry, ready to be reported.

    Args:
        title: As in the settings.
        notice: A sentence that stands on every page (for made-up data), or empty.
        standard_of_proof: As in the settings; empty makes every page a DRAFT (R12).
        files: One state per incoming file.
        documents: With their texts.
        passages: Parts of the documents.
        claims: All claims, unassigned ones included.
        lists: Lists of victims.
        records: Their records.
        results: One per question.
        settings: The settings in force, as pairs of a dotted name and a value.
        content_root: Hash over the facts, settings and code version used.
        code_version: Version of Accounted and hash of its source.
        plans: Every plan that was recorded, oldest first; a changed plan does not replace the earlier one.
        list_findings: What is odd in the lists as they came in.
        columns: What the columns of each file of lists were read as.
        across: Copied passages, how claims relate, and which say the same.
        reviewed: What persons decided about claims, and which claims they set aside.
        surveys: How far each document could be read.
        vocabularies: Every vocabulary by which something was ever coded, each version apart, and the codebooks.
        translations: Documents that translate others, from which no claim was read.
        lost_spans: Spans of claims for which no place was found in a document's newer text.
        unapproved_changes: What new versions of lists changed, and nobody approved.
    """

    title: str
    notice: str
    standard_of_proof: str
    files: tuple[FileState, ...]
    documents: tuple[Document, ...]
    passages: tuple[Passage, ...]
    claims: tuple[Claim, ...]
    lists: tuple[ListInfo, ...]
    records: tuple[Record, ...]
    results: tuple[QuestionResult, ...]
    settings: tuple[tuple[str, str], ...]
    content_root: str
    code_version: str
    plans: tuple[RecordedPlan, ...] = ()
    list_findings: tuple[ListFinding, ...] = ()
    columns: tuple[ColumnsRead, ...] = ()
    across: Across = field(default_factory=Across)
    reviewed: Reviewed = field(default_factory=lambda: Reviewed(()))
    surveys: tuple[Survey, ...] = ()
    vocabularies: tuple[Vocabulary, ...] = ()
    translations: tuple[Translation, ...] = ()
    lost_spans: tuple[MovedSpan, ...] = ()
    unapproved_changes: tuple[ListChanges, ...] = ()
