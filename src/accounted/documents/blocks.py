"""A text put together block by block, with what each block is where the file says so."""

from __future__ import annotations

from accounted.documents.parsed import Mark, clean_text
from accounted.model.documents import Position

__all__ = ["Blocks"]


class Blocks:
    r"""Collects blocks; between two of them stands an empty line.

    >>> blocks = Blocks()
    >>> blocks.add(" A made-up title ", "headline"); blocks.add(""); blocks.add("One line.")
    >>> blocks.text, blocks.marks
    ('A made-up title\n\nOne line.', ((0, 'headline'),))
    """

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._marks: list[Mark] = []
        self._length = 0

    def add(self, text: str, position: Position | None = None) -> None:
        """Add a block; one without anything in it is no block."""
        lines = (" ".join(line.split(" ")).strip() for line in clean_text(text).split("\n"))
        block = "\n".join(line for line in lines if line)
        if not block:
            return
        start = self._length + 2 if self._parts else 0
        if position:
            self._marks.append((start, position))
        self._parts.append(block)
        self._length = start + len(block)

    @property
    def text(self) -> str:
        """All of it."""
        return "\n\n".join(self._parts)

    @property
    def marks(self) -> tuple[Mark, ...]:
        """What blocks are, by their offset."""
        return tuple(self._marks)
