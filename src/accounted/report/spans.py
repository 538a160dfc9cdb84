"""A text cut at the ends of everything marked in it, so that marks may overlap."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

__all__ = ["Mark", "Piece", "cut"]


@dataclass(frozen=True, slots=True)
class Mark:
    """Code points `start` up to `end` of a text, marked as `label`; `opens` is an anchor to set where it begins."""

    start: int
    end: int
    label: str
    opens: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text under the same marks, with the anchors that begin at it."""

    text: str
    labels: tuple[str, ...]
    opens: tuple[str, ...]


def cut(text: str, start: int, end: int, marks: Iterable[Mark]) -> tuple[Piece, ...]:
    """Cut `text[start:end]` into pieces; the pieces joined are that text again.

    >>> [(p.text, p.labels) for p in cut("abcdef", 0, 6, [Mark(1, 4, "quote"), Mark(2, 3, "figure")])]
    [('a', ()), ('b', ('quote',)), ('c', ('figure', 'quote')), ('d', ('quote',)), ('ef', ())]
    """
    begins: dict[int, list[Mark]] = {}
    ends: dict[int, list[Mark]] = {}
    edges = {start, end}
    for mark in marks:
        first, last = max(mark.start, start), min(mark.end, end)
        if first < last:
            begins.setdefault(first, []).append(mark)
            ends.setdefault(last, []).append(mark)
            edges |= {first, last}
    pieces = []
    active: list[str] = []
    points = sorted(edges)
    for first, last in pairwise(points):
        for mark in ends.get(first, []):
            active.remove(mark.label)
        active.extend(mark.label for mark in begins.get(first, []))
        opens = tuple(mark.opens for mark in begins.get(first, []) if mark.opens)
        pieces.append(Piece(text[first:last], tuple(sorted(set(active))), opens))
    return tuple(pieces)
