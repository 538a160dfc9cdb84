"""Put claims in the order in which checking them leads furthest: by what can be checked, and why.

Each reason is a thing the claim says or that stands beside it, and counts one; claims with more reasons come first,
equal ones in the order given. Who speaks, of whom, how large the figure is and how strong the words are play no part.
An order is no verdict: a claim at the end may be the true one, and the false one too.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from accounted.model.claims import Claim
from accounted.model.relations import Across

__all__ = ["Worth", "order_by_worth"]


@dataclass(frozen=True, slots=True)
class Worth:
    """A claim with the reasons why it can be checked, and what is missing."""

    claim: str
    reasons: tuple[str, ...]
    missing: tuple[str, ...]


def order_by_worth(
    claims: Iterable[Claim], across: Across | None = None, *, asked: Collection[str] = ()
) -> tuple[Worth, ...]:
    """Order claims, those of which most can be checked first.

    Args:
        claims: The claims, in the order in which equal ones stand.
        across: How they relate; a contradiction is a reason, a repetition is one source less.
        asked: Ids of claims that are about the same thing as a question of the inquiry.

    >>> from accounted.claims.extract import extract_text
    >>> vague, clear = extract_text("Dozens died. Anna Bell said 41 people were killed in Velmar in June 2031.")
    >>> [worth.claim == clear.id for worth in order_by_worth([vague, clear])]
    [True, False]
    """
    found = across or Across()
    contradicted = {name for r in found.relations if r.kind == "contradicts" for name in (r.left, r.right)}
    repeating = {r.left for r in found.relations if r.kind == "repeats"}
    made = []
    for claim in claims:
        checks = list(_checks(claim))
        if asked:
            checks.append((claim.id in asked, "it is about a question of the inquiry", ""))
        checks.append((claim.id in contradicted, "another claim contradicts it", ""))
        checks.append((claim.id not in repeating, "it repeats no earlier claim", "it repeats an earlier claim"))
        reasons = tuple(reason for holds, reason, _ in checks if holds)
        missing = tuple(other for holds, _, other in checks if not holds and other)
        made.append(Worth(claim.id, reasons, missing))
    return tuple(sorted(made, key=lambda worth: -len(worth.reasons)))


def _checks(claim: Claim) -> Iterator[tuple[bool, str, str]]:
    """What holds, why it counts, and what is missing when it does not."""
    figure, said = claim.figure, claim.attribution
    yield figure is not None or claim.polarity == "none_occurred", "it gives a number", "it gives no number"
    worded = figure is not None and figure.bounds != "convention"
    yield worded, "the number stands in its words", ""
    yield claim.act != "other", f"it says what happened ({claim.act})", "what happened has no code"
    yield bool(claim.counted), "it says who is counted", "it does not say who is counted"
    yield claim.where is not None, "it says where", "it does not say where"
    dated = claim.when is not None and claim.when.interval is not None
    yield dated, "it says when", "it does not say when, or the time is open"
    established = said.kind == "named" and said.grade == "established"
    yield established, "somebody can be asked: the speaker is named", "no speaker is named"
    own = claim.modality == "stated" and claim.polarity != "denied"
    yield own, "it is stated", "it is denied, supposed, predicted or asked"
