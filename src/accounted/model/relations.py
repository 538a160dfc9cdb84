"""What stands in several documents: copied passages, and how claims relate to each other.

Nothing here says who copied from whom, or which of two figures is right.
"""

from __future__ import annotations

from dataclasses import dataclass

from accounted.model.documents import Span

__all__ = ["Copied"]


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
