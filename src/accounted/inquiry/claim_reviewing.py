"""A person decides about a claim: accept, correct, reject, split, merge; each decision is a fact of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from accounted.claims import correct_claim, find_standing, split_claim
from accounted.inquiry import contents
from accounted.inquiry.folder import Folder
from accounted.model.claim_reviews import CLAIM_ACTS, ClaimAct, ClaimReview
from accounted.model.claims import Claim
from accounted.model.errors import UsageError
from accounted.model.ids import IdMaker
from accounted.store import Ledger

__all__ = ["decide_claim", "undo_review"]


def decide_claim(
    folder: Folder,
    ledger: Ledger,
    claim: str,
    act: ClaimAct,
    *,
    person: str,
    reason: str = "",
    changes: Mapping[str, str] | None = None,
    parts: Sequence[str] = (),
    into: str = "",
) -> ClaimReview:
    """Keep what a person decided about a claim, at once.

    Args:
        folder: Of the inquiry.
        ledger: The record.
        claim: Id of the claim; of one that was set aside too, which an `accept` brings back.
        act: What is decided.
        person: Who decides.
        reason: In words; a rejection, a merge and a verdict need it.
        changes: For `correct`: field → value as typed.
        parts: For `split`: the words of each number.
        into: For `merge`: the claim that it is the same as.

    Raises:
        UsageError: No such claim, no person, no reason where one is needed, or a value that cannot stand.
    """
    after = contents.reviewed(ledger)
    proposed = {p.id: p.claim for p in contents.proposals(ledger)}
    known = proposed | {c.id: c for c in after.claims} | {c.id: c for c, _ in after.set_aside}
    if claim not in known:
        raise UsageError("there is no such claim", where=claim, mend="accounted claims")
    if act not in CLAIM_ACTS or act == "undo" or not person.strip():
        raise UsageError("a decision says what is decided, and who decided", where=claim, mend="give both")
    if act in ("reject", "merge", "verdict", "independent") and not reason.strip():
        raise UsageError(
            f"to {act} a claim needs a reason" if act != "verdict" else "a verdict needs words", where=claim
        )
    if act == "merge" and (into == claim or into not in known):
        raise UsageError("a claim is merged into another one", where=into or claim, mend="give the other's id")
    made = _made(folder, ledger, known[claim], act, changes or {}, parts)
    if act == "accept" and claim in proposed:
        made = (proposed[claim],)
    return _keep(folder, ledger, ClaimReview("", claim, act, person.strip(), "", reason.strip(), made, into))


def _made(
    folder: Folder, ledger: Ledger, claim: Claim, act: ClaimAct, changes: Mapping[str, str], parts: Sequence[str]
) -> tuple[Claim, ...]:
    if act == "correct":
        if not changes:
            raise UsageError("nothing is corrected", where=claim.id, mend="say which field: act=executed")
        text = next(d.text for d in contents.documents(ledger) if d.id == claim.document)
        return (correct_claim(claim, changes, text),)
    return split_claim(claim, parts, IdMaker(folder.key())) if act == "split" else ()


def undo_review(folder: Folder, ledger: Ledger, review: str, *, person: str, reason: str = "") -> ClaimReview:
    """Take a decision about a claim back; it stays in the record beside the fact that took it back.

    Raises:
        UsageError: When there is no such decision, or it was taken back already.
    """
    found = next((r for r in find_standing(contents.claim_reviews(ledger)) if r.id == review), None)
    if found is None or not person.strip():
        mend = "accounted review --claims --list"
        raise UsageError("there is no such decision to take back", where=review, mend=mend)
    return _keep(folder, ledger, ClaimReview("", found.claim, "undo", person.strip(), "", reason, undoes=review))


def _keep(folder: Folder, ledger: Ledger, made: ClaimReview) -> ClaimReview:
    at = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    with ledger.writing() as writer:
        # Counted within the transaction: two at work must not give one id to two decisions.
        number = str(len(ledger.rows("claim_review")))
        id_ = IdMaker(folder.key())("rev", made.claim, made.act, made.person, at, number)
        kept = replace(made, id=id_, at=at)
        writer.add("claim_review", kept)
    return kept
