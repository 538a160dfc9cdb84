"""What persons decided about pairs, as linkage needs it: the judgement that holds, constraints, labels."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np

from accounted.linkage.clustering import Constraints, list_codes
from accounted.linkage.fields import Columns
from accounted.linkage.scoring import Labels
from accounted.model.linkage import Decision, Judgement

__all__ = ["Judged", "make_constraints", "make_labels", "number_judged", "take_latest"]

Judged = dict[tuple[str, str], Judgement]
"""Per pair of record ids in order, the judgement that holds."""


def take_latest(decisions: Sequence[Decision], known: set[str]) -> Judged:
    """The judgement that holds per pair, of pairs whose records are here."""
    latest: dict[tuple[str, str], Judgement] = {}
    for decision in sorted(decisions, key=lambda d: d.at):
        if decision.left in known and decision.right in known and decision.left != decision.right:
            latest[min(decision.left, decision.right), max(decision.left, decision.right)] = decision.judgement
    return dict(sorted(latest.items()))


def number_judged(columns: Columns, judged: Collection[tuple[str, str]]) -> dict[str, int]:
    """Numbers of the records that somebody judged."""
    wanted = {name for pair in judged for name in pair}
    return {record.id: n for n, record in enumerate(columns.records) if record.id in wanted} if wanted else {}


def make_constraints(columns: Columns, judged: Judged) -> Constraints:
    """What clustering must respect: de-duplicated lists and judgements, by record number."""
    number = number_judged(columns, judged)

    def pairs(judgement: Judgement) -> tuple[tuple[int, int], ...]:
        return tuple((number[a], number[b]) for (a, b), said in judged.items() if said == judgement)

    codes = list_codes(columns.table.column("dd").to_pylist())
    return Constraints(codes, same=pairs("same"), different=pairs("different"))


def make_labels(columns: Columns, judged: Judged) -> Labels:
    """What persons judged, by record number; who was unsure says nothing."""
    number = number_judged(columns, judged)
    known = {"same": 1, "different": -1}
    found = sorted(
        (min(number[a], number[b]), max(number[a], number[b]), known[said])
        for (a, b), said in judged.items()
        if said in known
    )
    return Labels(*np.array(found, dtype=np.int64).reshape(-1, 3).T)
