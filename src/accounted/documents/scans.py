"""Pages that are pictures: read by OCR one by one, each in a child of its own, and put into their places."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from accounted.documents.parsed import Line, Parsed

__all__ = ["MOST_PAGES", "PageRead", "fill_pages", "ranges"]

MOST_PAGES = 500
"""Pages of one document that are read by OCR: some seconds each."""
PageRead = tuple[str, Sequence[Line], str, bool]
"""Text of a page, its lines, who read it, and whether the language was told."""


def fill_pages(parsed: Parsed, read: Callable[[int], PageRead | None]) -> Parsed:
    r"""Put what OCR reads on the pages without text into the text.

    Args:
        parsed: As the parser left it, `scanned` naming the pages.
        read: Reads a page by its number from 0; None when it cannot be read.

    >>> scan = Parsed("One.\n\n\n\nThree.", "p", pages=(0, 6, 8), scanned=(1,))
    >>> filled = fill_pages(scan, lambda page: ("Two.", ((0, 1.0, 2.0, 3.0, 4.0),), "Tesseract (eng)", True))
    >>> filled.text, filled.pages, filled.lines
    ('One.\n\nTwo.\n\nThree.', (0, 6, 12), ((6, 1.0, 2.0, 3.0, 4.0),))
    """
    ends = [*(start - 2 for start in parsed.pages[1:]), len(parsed.text)]
    texts = [parsed.text[start:end] for start, end in zip(parsed.pages, ends, strict=True)]
    own_lines = [[line for line in parsed.lines if s <= line[0] < e] for s, e in zip(parsed.pages, ends, strict=True)]
    lines = [[(line[0] - s, *line[1:]) for line in own] for s, own in zip(parsed.pages, own_lines, strict=True)]
    readers: dict[str, None] = {}
    filled, empty, unsure = [], [], False
    for page in parsed.scanned:
        found = read(page)
        if found is None or not found[0].strip():
            empty.append(page + 1)
            continue
        texts[page], lines[page] = found[0], [(at, a, b, c, d) for at, a, b, c, d in found[1]]
        readers[found[2]] = None
        unsure = unsure or not found[3]
        filled.append(page + 1)
    offsets, length = [], 0
    for text in texts:
        offsets.append(length)
        length += len(text) + 2
    whole = "\n\n".join(texts)
    placed = [(start + line[0], *line[1:]) for start, own in zip(offsets, lines, strict=True) for line in own]
    return replace(
        parsed,
        text=whole if whole.strip() else "",
        pages=tuple(offsets),
        lines=tuple(placed),
        parser=" + ".join([parsed.parser, *readers]),
        warnings=(*parsed.warnings, *_said(filled, empty, tuple(readers), unsure=unsure)),
        scanned=tuple(page - 1 for page in empty),
    )


def _said(filled: Sequence[int], empty: Sequence[int], readers: Sequence[str], *, unsure: bool) -> list[str]:
    said = []
    if filled:
        guess = "; the language was assumed: say it with document_language" if unsure else ""
        said.append(f"page {ranges(filled)} read from its picture by {' and '.join(readers)}{guess}")
    if empty:
        said.append(f"no text on page {ranges(empty)}")
    return said


def ranges(numbers: Sequence[int]) -> str:
    """Write page numbers shortly.

    >>> ranges([1, 2, 3, 7])
    '1-3, 7'
    """
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1] = [runs[-1][0], number]
        else:
            runs.append([number, number])
    return ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in runs)
