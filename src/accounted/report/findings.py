"""Claimed, documented and estimated for one question, put side by side and never added up."""

from __future__ import annotations

from accounted.model.claims import Claim
from accounted.model.documents import Document
from accounted.model.errors import RecordDamaged
from accounted.model.findings import Claimed, Documented, Finding
from accounted.model.ids import IdMaker
from accounted.model.questions import Match
from accounted.model.view import InquiryView, QuestionResult
from accounted.report.compare import against_documented, compare
from accounted.report.documented import count_documented
from accounted.report.limits import find_limits
from accounted.report.speakers import apart_reason, list_kept_by

__all__ = ["assemble", "claim_order"]


def claim_order(claim: Claim, documents: dict[str, Document]) -> tuple[str, int, int, str, str]:
    """Order claims as they are read: by document's name, then by where they stand in it."""
    document = documents.get(claim.document)
    name = document.name if document else claim.document
    return (name, claim.start, claim.end, claim.figure.wording if claim.figure else "", claim.id)


def assemble(result: QuestionResult, view: InquiryView, *, make_id: IdMaker) -> Finding:
    """Put one question's results beside each other.

    A claim enters the row when it is about the same thing and the speaker puts the figure forward as their own, or
    when a person decided so; every other claim stands elsewhere, none is dropped.

    Args:
        result: What the steps found for the question.
        view: The inquiry.
        make_id: Makes the finding's id; one maker per report, so that a second rendering gets the same ids.

    Raises:
        RecordDamaged: When a match speaks of a claim that the inquiry does not have.
    """
    documents = {document.id: document for document in view.documents}
    documented = _documented(result, view)
    claimed: list[Claimed] = []
    elsewhere: list[tuple[Claim, Match]] = []
    for claim, match in _matched(result, view, documents):
        if match.relation == "same" and not apart_reason(claim, match):
            claimed.append(_claimed(claim, match, result, documented, view, documents))
        else:
            elsewhere.append((claim, match))
    limits = find_limits(result, view, tuple(claimed), tuple(elsewhere), documented)
    return Finding(
        id=make_id("fnd", result.question.id),
        question=result.question,
        claimed=tuple(claimed),
        elsewhere=tuple(elsewhere),
        documented=documented,
        tables=result.tables,
        estimated=result.estimates,
        references=result.references,
        limits=tuple(limit.text for limit in limits),
        certain=result.certain,
    )


def _documented(result: QuestionResult, view: InquiryView) -> Documented | None:
    if result.scope is None or result.linkage is None:
        return None
    return count_documented(result.scope, result.linkage, view.records)


def _matched(result: QuestionResult, view: InquiryView, documents: dict[str, Document]) -> list[tuple[Claim, Match]]:
    claims = {claim.id: claim for claim in view.claims}
    lost = sorted(match.claim for match in result.matches if match.claim not in claims)
    if lost:
        raise RecordDamaged("a match speaks of a claim that is not there", where=lost[0], mend="run `accounted verify`")
    pairs = [(claims[match.claim], match) for match in result.matches]
    return sorted(pairs, key=lambda pair: claim_order(pair[0], documents))


def _claimed(
    claim: Claim,
    match: Match,
    result: QuestionResult,
    documented: Documented | None,
    view: InquiryView,
    documents: dict[str, Document],
) -> Claimed:
    document = documents.get(claim.document)
    question = result.question
    names = {info.name for info in view.lists} | {name for table in result.tables for name in table.lists}
    return Claimed(
        claim=claim,
        match=match,
        keeps_a_list=list_kept_by(claim, sorted(names)),
        against_estimate=compare(claim, match, question, result.estimates, document).flat(),
        against_documented=against_documented(claim, match, question, documented),
    )
