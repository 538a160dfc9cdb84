"""What stands in several documents: copied passages, and how claims relate to each other.

Nothing here says who copied from whom, or which of two figures is right.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from accounted.model.documents import Span

__all__ = ["Across", "ClaimRelation", "Copied", "RelationKind", "SameClaim"]

RelationKind = Literal["repeats", "cites", "updates", "contradicts", "part_of"]


@dataclass(frozen=True, slots=True)
class Copied:
    """A passage that two documents share, where it stands in both.

    Args:
        left: Id of the document given first; that it is the original is not said.
        right: Id of the other one.
        left_span: From the first shared word to the last in `left`.
        right_span: Likewise in `right`.
        n_words: Words of `left_span` that lie in a run of shared words.
    """

    left: str
    right: str
    left_span: Span
    right_span: Span
    n_words: int


@dataclass(frozen=True, slots=True)
class ClaimRelation:
    """How one claim relates to another one, with the reason in words.

    Args:
        left: Id of the claim that repeats, cites, updates or is a part; of a contradiction the later one.
        right: Id of the other one.
        kind: `repeats` the same figure out of the same source; `cites` the other's speaker for it; `updates` an earlier
            figure; `contradicts`: about the same thing as of the same time, and no number fits both; `part_of`.
        reason: In words.
    """

    left: str
    right: str
    kind: RelationKind
    reason: str


@dataclass(frozen=True, slots=True)
class SameClaim:
    """Claims that say the same: one figure of one act, unit, population, place and period.

    Args:
        claims: Their ids, the earliest first.
        sources: The same ids by source: claims that copy, cite or repeat each other, or have one speaker, count as one
            until a person says otherwise. That two sources are independent is not said.
    """

    claims: tuple[str, ...]
    sources: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Across:
    """What a step found across documents: copied passages, relations of claims, claims that say the same."""

    copies: tuple[Copied, ...] = ()
    relations: tuple[ClaimRelation, ...] = ()
    same: tuple[SameClaim, ...] = ()

    def sources(self) -> dict[str, str]:
        """The first claim of each claim's source; a claim that stands alone is left out."""
        return {name: source[0] for entry in self.same for source in entry.sources for name in source}
