"""The attributions of a passage, found by place: those of a sentence, and the one that a quotation belongs to."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cached_property

from accounted.claims.relation import Relation
from accounted.claims.relations import read_relations, speech_window
from accounted.model.documents import Span

__all__ = ["PassageSpeech", "span_at"]

_NEAR = 16


@dataclass(frozen=True)
class PassageSpeech:
    """Attributions of a passage and of the paragraphs that its quotations run through; read when first asked for.

    Args:
        text: The document's text.
        start: Where the passage begins.
        end: Where it ends.
    """

    text: str
    start: int
    end: int

    @cached_property
    def relations(self) -> tuple[Relation, ...]:
        """All of them, in the order of their cues."""
        window = speech_window(self.text, self.start, self.end)
        found = read_relations(self.text, window.start, window.end)
        return tuple(sorted(found, key=lambda relation: (relation.cue.start, relation.depth)))

    @cached_property
    def _cues(self) -> list[int]:
        return [relation.cue.start for relation in self.relations]

    @cached_property
    def _pieces(self) -> list[tuple[int, int, int]]:
        """Begin, end and relation of each piece that may lie outside its cue's sentence."""
        return sorted(
            (span.start, span.end, i)
            for i, relation in enumerate(self.relations)
            if relation.complement in ("q", "aq") or len(relation.contents) > 1
            for span in relation.contents
        )

    def in_sentence(self, start: int, end: int) -> tuple[Relation, ...]:
        """List the attributions whose cue lies between two places."""
        return self.relations[bisect_left(self._cues, start) : bisect_left(self._cues, end)]

    def outside(self, at: int, start: int, end: int) -> Relation | None:
        """Find the outermost attribution that holds a place and whose cue lies outside its sentence."""
        last = bisect_right(self._pieces, (at, len(self.text) + 1, 0))
        held = [
            self.relations[i]
            for first, stop, i in self._pieces[max(0, last - _NEAR) : last]
            if first <= at < stop and not start <= self.relations[i].cue.start < end
        ]
        return min(held, key=lambda relation: (relation.depth, relation.cue.start), default=None)


def span_at(spans: tuple[Span, ...], at: int) -> int | None:
    """Find which of some ordered spans, none within another, holds a place.

    >>> span_at((Span(0, 3), Span(5, 9)), 6), span_at((Span(0, 3), Span(5, 9)), 4)
    (1, None)
    """
    i = bisect_right(spans, at, key=lambda span: span.start) - 1
    return i if i >= 0 and at < spans[i].end else None
