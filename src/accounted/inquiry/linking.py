"""What the lists of a question are linked with, and linking them: for the record, or anew with more samples."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from accounted import linkage
from accounted.inquiry import contents
from accounted.inquiry.reviewing import binding, label_sample
from accounted.inquiry.settings import Settings
from accounted.inquiry.stepping import Workplace
from accounted.model.ids import IdMaker
from accounted.model.linkage import Calibration, Decision, Linkage
from accounted.model.records import ListInfo, Record

__all__ = ["Linking", "draw_more", "find_linking", "link_together"]


@dataclass(frozen=True, slots=True)
class Linking:
    """All that decides who is who among some lists.

    Args:
        records: Their rows.
        deduplicated: Lists said to hold each person at most once.
        insisted: Those that are held to it whatever is estimated.
        judged: What persons decided about their pairs.
        calibration: Learnt from a clerical sample of them.
    """

    records: tuple[Record, ...]
    deduplicated: tuple[str, ...]
    insisted: tuple[str, ...]
    judged: tuple[Decision, ...]
    calibration: Calibration | None


def find_linking(
    settings: Settings,
    lists: Sequence[str],
    infos: Sequence[ListInfo],
    records: Sequence[Record],
    decided: Sequence[Decision],
) -> Linking:
    """Gather what some lists are linked with."""
    own = tuple(r for r in records if r.list in lists)
    known = {record.id for record in own}
    judged = tuple(d for d in binding(decided) if d.left in known and d.right in known)
    calibration = linkage.calibrate(label_sample(d for d in decided if d.left in known and d.right in known))
    deduplicated = contents.deduplicated(infos, lists)
    insisted = tuple(i.name for i in infos if i.name in deduplicated and _is_insisted(settings, i))
    return Linking(own, deduplicated, insisted, judged, calibration)


def _is_insisted(settings: Settings, info: ListInfo) -> bool:
    return settings.for_list(info.file).deduplicated == "insist"


def link_together(place: Workplace, linking: Linking, n_samples: int) -> Linkage:
    """Link the records; more samples begin with the same ones."""
    return linkage.link_records(
        linking.records,
        deduplicated=linking.deduplicated,
        insisted=linking.insisted,
        decisions=linking.judged,
        calibration=linking.calibration,
        naming=linkage.Naming(place.settings.transliteration, place.settings.phonetics),
        n_samples=n_samples,
        seed=place.settings.seed,
        threads=place.threads,
        make_id=IdMaker(place.folder.key()),
        temp=place.folder.temp,
        progress=place.progress,
    )


def draw_more(place: Workplace, linked: Linkage, n_samples: int) -> Linkage | None:
    """Link the lists of a linkage again, with more samples; None when it would be another linkage."""
    infos, records = contents.lists(place.ledger), contents.records(place.ledger)
    linking = find_linking(place.settings, linked.lists, infos, records, contents.decisions(place.ledger))
    again = link_together(place, linking, n_samples)
    n_before = len(linked.samples)
    is_same = (again.records, again.clusters, again.samples[:n_before]) == (
        linked.records,
        linked.clusters,
        linked.samples,
    )
    return again if is_same else None
