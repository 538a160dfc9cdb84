"""What persons decide about claims: nothing is deleted, a later decision of anybody supersedes the earlier one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from accounted.model.claims import Claim

__all__ = ["CLAIM_ACTS", "ClaimAct", "ClaimReview", "Proposal", "Reviewed"]

ClaimAct = Literal["accept", "correct", "reject", "split", "merge", "independent", "verdict", "undo"]
CLAIM_ACTS: tuple[ClaimAct, ...] = get_args(ClaimAct)


@dataclass(frozen=True, slots=True)
class ClaimReview:
    """One decision of one person about one claim.

    Args:
        id: `rev_…`.
        claim: Id of the claim.
        act: `accept` it as read; `correct` it to `made`; `reject` it as no claim, or not what the text says; `split` it
            into `made`; `merge` it into `into`; say that it is a source `independent` of those it was tied to; give a
            `verdict` in words (`reason`); or `undo` an earlier decision.
        person: Who decides.
        at: When (UTC).
        reason: In words.
        made: The corrected claim, with the id of the first one; the claims it is split into; or the proposal of a
            language model that is accepted.
        into: Id of the claim that it is the same as; empty otherwise.
        undoes: Id of the decision that is taken back; empty otherwise.
    """

    id: str
    claim: str
    act: ClaimAct
    person: str
    at: str
    reason: str
    made: tuple[Claim, ...] = ()
    into: str = ""
    undoes: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A claim that a language model proposes: in no number and no row until a person accepts it.

    Args:
        id: Id of the claim that it would be.
        document: Id of the document.
        model: Name of the model, as the settings give it.
        claim: The claim; all its words are spans of the text, its number is read by our grammar.
    """

    id: str
    document: str
    model: str
    claim: Claim


@dataclass(frozen=True, slots=True)
class Reviewed:
    """Claims as they stand after review.

    Args:
        claims: Those that count: as read, or as a person corrected or split them.
        set_aside: Those that a person rejected, split or merged, each with the decision.
        decisions: Per claim id, the decision that stands; a claim without one was read by machine and not checked.
        verdicts: Per claim id, the verdict that a person gave.
        independent: Claims that a person said to be sources of their own.
        lost: Decisions about claims that the documents no longer hold.
    """

    claims: tuple[Claim, ...]
    set_aside: tuple[tuple[Claim, ClaimReview], ...] = ()
    decisions: tuple[tuple[str, ClaimReview], ...] = ()
    verdicts: tuple[tuple[str, ClaimReview], ...] = ()
    independent: tuple[str, ...] = ()
    lost: tuple[ClaimReview, ...] = ()
