"""Markdown tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

__all__ = ["markdown", "percent"]


def markdown(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table, its columns padded so that it reads well as plain text too.

    >>> print(markdown(["a", "b"], [["1", "two"]]))
    | a | b   |
    |---|-----|
    | 1 | two |
    """
    everything = [list(header), *(list(row) for row in rows)]
    widths = [max(len(row[c]) for row in everything) for c in range(len(header))]
    lines = ["| " + " | ".join(cell.ljust(w) for cell, w in zip(row, widths, strict=True)) + " |" for row in everything]
    return "\n".join([lines[0], "|" + "|".join("-" * (w + 2) for w in widths) + "|", *lines[1:]])


def percent(share: float | None) -> str:
    """A share in per cent, `–` when there is none.

    >>> percent(0.954), percent(None)
    ('95.4', '–')
    """
    return "–" if share is None else f"{100 * share:.1f}"
