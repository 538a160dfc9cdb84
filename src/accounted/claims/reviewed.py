"""Apply what persons decided to the claims as read: pure, and the same whatever was undone on the way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from accounted.model.claim_reviews import ClaimReview, Reviewed
from accounted.model.claims import Claim

__all__ = ["apply_reviews", "find_standing"]

_ASIDE = ("independent", "verdict", "undo")


def find_standing(reviews: Sequence[ClaimReview]) -> tuple[ClaimReview, ...]:
    """Leave out what was taken back, and the taking back; of what is left the order stays."""
    gone = {review.undoes for review in reviews if review.act == "undo"}
    return tuple(review for review in reviews if review.act != "undo" and review.id not in gone)


def apply_reviews(found: Sequence[Claim], reviews: Sequence[ClaimReview], texts: Mapping[str, str]) -> Reviewed:
    """Say which claims count after review.

    Args:
        found: Claims as read.
        reviews: All decisions, the oldest first.
        texts: The text of every document; a claim that a person made counts only where its words still stand.
    """
    standing = find_standing(reviews)
    decisions = {review.claim: review for review in standing if review.act not in _ASIDE}
    kept: list[Claim] = []
    aside: list[tuple[Claim, ClaimReview]] = []
    waiting = list(found)
    known = {claim.id for claim in found}
    for review in decisions.values():
        # Work of a person outlives a reader that no longer finds the claim; but only where the words still stand.
        if review.claim not in known and review.act in ("accept", "correct"):
            waiting += [claim for claim in review.made if _stands(claim, texts)]
    seen: set[str] = set()
    while waiting:
        claim = waiting.pop(0)
        if claim.id in seen:
            continue
        seen.add(claim.id)
        made = decisions.get(claim.id)
        if made is None or made.act == "accept":
            kept.append(claim)
        elif made.act == "correct":
            kept += [corrected for corrected in made.made if _stands(corrected, texts)] or [claim]
        else:
            aside.append((claim, made))
            waiting += [part for part in made.made if _stands(part, texts)]
    verdicts = {review.claim: review for review in standing if review.act == "verdict"}
    return Reviewed(
        claims=tuple(kept),
        set_aside=tuple(aside),
        decisions=tuple((name, decisions[name]) for name in sorted(decisions) if name in seen),
        verdicts=tuple((name, verdicts[name]) for name in sorted(verdicts) if name in seen),
        independent=tuple(sorted({r.claim for r in standing if r.act == "independent" and r.claim in seen})),
        lost=tuple(review for review in standing if review.claim not in seen),
    )


def _stands(claim: Claim, texts: Mapping[str, str]) -> bool:
    return texts.get(claim.document, "")[claim.start : claim.end] == claim.quote
