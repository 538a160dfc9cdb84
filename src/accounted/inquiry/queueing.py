"""Which pairs a person is shown for review: the queue, what others decided, what is disputed, a clerical sample."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from accounted.inquiry import contents
from accounted.inquiry.review_queue import QueuedPair, draw_clerical, make_queue, sample_pairs
from accounted.inquiry.reviewing import Ruling, rule
from accounted.inquiry.settings import Settings
from accounted.model.errors import UsageError
from accounted.model.linkage import Linkage
from accounted.store import Ledger

__all__ = ["Asked", "queue_pairs"]

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody wants to review.

    Args:
        question: Only the lists of this question; empty for all.
        person: Who will decide: what that person decided is left out.
        blind: Instead of the queue, this share of the pairs that others decided, drawn by the inquiry's seed.
        settle: Instead, the pairs about which persons disagree.
        sample: Instead, so many pairs drawn at random for calibration, of which this person judged none yet.
    """

    question: str = ""
    person: str = ""
    blind: float = 0.0
    settle: bool = False
    sample: int = 0


def queue_pairs(ledger: Ledger, settings: Settings, asked: Asked) -> tuple[QueuedPair, ...]:
    """Put the pairs that somebody should look at in order.

    Raises:
        UsageError: When the lists have not been linked, or there is no such question.
    """
    linkages = tuple(_find_linkages(ledger, settings, asked.question).values())
    rulings = rule(contents.decisions(ledger))
    if asked.sample:
        judged = {(r.left, r.right) for r in rulings for d in r.decisions if d.person == asked.person and d.inclusion}
        drawn = draw_clerical(linkages, asked.sample, settings.seed)
        return tuple(q for q in drawn if (q.comparison.left, q.comparison.right) not in judged)
    records = {record.id: record for record in contents.records(ledger)}
    if asked.settle or asked.blind:
        wanted = _find_wanted(rulings, asked, settings.seed)
        others = {(c.left, c.right) for linkage in linkages for c in linkage.comparisons} - wanted
        drawn_as = {(d.left, d.right): d.inclusion for r in rulings for d in r.decisions if d.inclusion and asked.blind}
        return tuple(
            replace(q, inclusion=drawn_as.get((q.comparison.left, q.comparison.right)))
            for q in make_queue(linkages, records, others)
        )
    done = {
        (r.left, r.right)
        for r in rulings
        if r.state in ("same", "different") or any(d.person == asked.person for d in r.decisions)
    }
    return make_queue(linkages, records, done)


def _find_linkages(ledger: Ledger, settings: Settings, question: str) -> Mapping[tuple[str, ...], Linkage]:
    linked = contents.linkages(ledger)
    if question:
        found = [q for q in contents.questions(ledger, settings) if q.id == question]
        if not found:
            raise UsageError(f"there is no question {question}", mend="see inquiry.toml")
        linked = {lists: linkage for lists, linkage in linked.items() if lists == found[0].lists}
    if not linked:
        raise UsageError("no lists have been linked here", mend="accounted link, or accounted run")
    return linked


def _find_wanted(rulings: Sequence[Ruling], asked: Asked, seed: int) -> set[Pair]:
    if asked.settle:
        return {(r.left, r.right) for r in rulings if r.state == "disputed"}
    others = sorted((r.left, r.right) for r in rulings if all(d.person != asked.person for d in r.decisions))
    return set(sample_pairs(others, asked.blind, seed))
