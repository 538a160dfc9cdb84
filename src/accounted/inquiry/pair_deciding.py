"""A person decides whether two records are one person, and takes a decision back; each is a fact of its own (R25)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from math import log2

from accounted.inquiry import contents
from accounted.inquiry.folder import Folder
from accounted.linkage import undo_correction
from accounted.model.errors import UsageError
from accounted.model.ids import IdMaker
from accounted.model.linkage import Calibration, Comparison, Decision, Judgement
from accounted.store import Ledger

__all__ = ["decide_pair", "undo_decision"]


def decide_pair(
    folder: Folder,
    ledger: Ledger,
    left: str,
    right: str,
    judgement: Judgement,
    *,
    person: str,
    reason: str = "",
    settles: bool = False,
    inclusion: float | None = None,
) -> Decision:
    """Keep what a person decided about two records, at once, with the model's evidence as it is now.

    Args:
        folder: Of the inquiry.
        ledger: The record.
        left: One record.
        right: The other one.
        judgement: `same`, `different` or `unsure`.
        person: Who decides.
        reason: In words.
        settles: Whether this settles a disagreement.
        inclusion: Probability with which the pair was drawn for a clerical sample, as in the queue.

    Raises:
        UsageError: Unknown records, one record twice, no person, or `none` as a judgement.
    """
    first, second = min(left, right), max(left, right)
    known = {record.id for record in contents.records(ledger)}
    if first == second or first not in known or second not in known:
        raise UsageError("a decision is about two records of this inquiry", where=f"{left} {right}", mend="see --list")
    if judgement not in ("same", "different", "unsure") or not person.strip():
        raise UsageError("a decision says same, different or unsure, and who decided", mend="give both")
    compared = [
        (c, linkage.calibration)
        for linkage in contents.linkages(ledger).values()
        for c in linkage.comparisons
        if (c.left, c.right) == (first, second)
    ]
    weight, why = (compared[0][0].match_weight, compared[0][0].why) if compared else (None, ())
    forecast = _odds_before(*compared[0]) if compared and inclusion is not None else None
    made = Decision(
        "", first, second, judgement, person.strip(), "", reason, weight, why, "", settles, inclusion, forecast
    )
    return _keep(folder, ledger, made)


def undo_decision(folder: Folder, ledger: Ledger, decision: str, *, person: str, reason: str = "") -> Decision:
    """Take a decision back; it stays in the record beside the fact that took it back.

    Raises:
        UsageError: When there is no such decision, or it was taken back already.
    """
    found = {d.id: d for d in contents.decisions(ledger)}
    gone = {d.undoes for d in found.values()}
    if decision not in found or found[decision].undoes or decision in gone:
        raise UsageError("there is no such decision to take back", where=decision, mend="accounted review --list")
    old = found[decision]
    made = Decision("", old.left, old.right, "none", person.strip(), "", reason, old.match_weight, (), undoes=decision)
    return _keep(folder, ledger, made)


def _keep(folder: Folder, ledger: Ledger, made: Decision) -> Decision:
    """Give a decision its time and id, and keep it."""
    at = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    with ledger.writing() as writer:
        # Counted within the transaction: two at work must not give one id to two decisions.
        number = str(len(ledger.rows("decision")))
        id_ = IdMaker(folder.key())("dec", made.left, made.right, made.person, at, number)
        kept = replace(made, id=id_, at=at)
        writer.add("decision", kept)
    return kept


def _odds_before(comparison: Comparison, calibration: Calibration | None) -> float:
    """log2 odds of a match before any calibration."""
    p = min(max(comparison.match_probability, 1e-6), 1.0 - 1e-6)
    return round(undo_correction(calibration, log2(p / (1.0 - p))), 6)
