"""A small writer of static SVG: rows of glyphs on one linear axis from zero.

Only presentation attributes and classes, no style attribute and no script, so that a strict content policy passes and
the figure stays readable in greyscale print. Text is escaped and isolated by direction; every number is a link.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from markupsafe import Markup, escape

from accounted.report.prose import number_text

__all__ = ["NARROW", "WIDE", "Glyph", "Layout", "Row", "Run", "draw", "nice_ticks"]

Shape = Literal["span", "point", "from", "upto", "solid", "light", "dashed", "hatch", "faint", "tick", "range"]

_LINE = 19
_BAR = 15
_GAP = 13
_HEADING = 24
_AXIS = 46


@dataclass(frozen=True, slots=True)
class Layout:
    """Sizes in SVG units, which are CSS pixels at full size.

    Args:
        name: Class of the figure, by which the page shows one layout or the other.
        width: Of the whole figure.
        label_width: Of the column of labels at the left; 0 puts each label above its row.
        font: Size of the text.
        n_ticks: About how many ticks the axis gets.
    """

    name: str
    width: int
    label_width: int
    font: int
    n_ticks: int

    @property
    def left(self) -> int:
        """Where zero stands."""
        return self.label_width + 12

    @property
    def right(self) -> int:
        """Where the axis ends."""
        return self.width - 22

    def characters(self, width: float) -> int:
        """How many characters of running text fit into a width."""
        return max(8, int(width / (self.font * 0.54)))


WIDE = Layout("wide", 960, 240, 14, 6)
NARROW = Layout("narrow", 372, 0, 13, 4)


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of text, linked when it is a number or someone's words."""

    text: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class Glyph:
    """A mark between two values; what it looks like is fixed by what it stands for.

    `span`, `point`, `from` and `upto` are outlined (said); `solid`, `light`, `dashed` and `range` recorded; `hatch`,
    `faint` and `tick` estimated.
    """

    shape: Shape
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Row:
    """One row: a label, its text, its marks; `heading` starts a new group above it."""

    label: str
    runs: tuple[Run, ...]
    glyphs: tuple[Glyph, ...]
    heading: str = ""


def nice_ticks(maximum: float, n_ticks: int) -> tuple[float, ...]:
    """Find ticks from zero at steps of 1, 2 or 5 times a power of ten, the last at or beyond the maximum.

    >>> nice_ticks(13900, 6)
    (0, 2000, 4000, 6000, 8000, 10000, 12000, 14000)
    >>> nice_ticks(0, 6)
    (0, 1)
    """
    if maximum <= 0:
        return (0, 1)
    rough = maximum / n_ticks
    power = 10.0 ** math.floor(math.log10(rough))
    step = max(1.0, next(factor * power for factor in (1, 2, 5, 10) if factor * power >= rough * 0.8))
    return tuple(round(step * i) for i in range(math.ceil(maximum / step - 1e-9) + 1))


def draw(rows: Sequence[Row], *, unit: str, title: str, description: str, key: str, layout: Layout) -> Markup:
    """Draw rows on one axis from zero.

    Args:
        rows: From the top down.
        unit: What the axis counts; it stands at the axis.
        title: Short name of the figure, for those who hear it.
        description: What it shows, in a sentence or two.
        key: Makes the ids of this figure its own on the page (ASCII).
        layout: Sizes.
    """
    ticks = nice_ticks(_maximum(rows), layout.n_ticks)
    pen = _Pen(layout, ticks[-1], f"{key}-{layout.name}")
    body: list[str] = []
    y = 4.0
    for number, row in enumerate(rows):
        if row.heading:
            if number:
                body.append(f'<path class="rule" d="M0 {y:g}H{layout.width}" stroke="#b8b8b8"/>')
            body.append(pen.text(0, y + 17, [Run(row.heading)], css="group", weight="600"))
            y += _HEADING
        drawn, y = _row(pen, row, y)
        body.extend(drawn)
    grid, height = _axis(pen, ticks, unit, y)
    return Markup("".join((*_frame(pen, title, description, height), *grid, *body, "</svg>")))  # noqa: S704 (all text passed through escape)


def _maximum(rows: Iterable[Row]) -> float:
    ends = []
    for row in rows:
        for glyph in row.glyphs:
            # An open end needs room beyond it, so that the reader sees that it is open.
            ends.append(glyph.low * 1.15 if glyph.shape == "from" else glyph.high)
    return max(ends, default=0)


@dataclass(frozen=True, slots=True)
class _Pen:
    layout: Layout
    maximum: float
    key: str

    def x(self, value: float) -> float:
        return self.layout.left + (self.layout.right - self.layout.left) * value / self.maximum

    def text(self, x: float, y: float, runs: Sequence[Run], *, css: str = "", weight: str = "", whole: str = "") -> str:
        spans = "".join(_run(run) for run in runs)
        bold = f' font-weight="{weight}"' if weight else ""
        name = f' class="{css}"' if css else ""
        title = f"<title>{_isolated(whole)}</title>" if whole else ""
        return f'<text{name} x="{x:.1f}" y="{y:.1f}" font-size="{self.layout.font}"{bold}>{title}{spans}</text>'


def _frame(pen: _Pen, title: str, description: str, height: float) -> tuple[str, ...]:
    key, width = pen.key, pen.layout.width
    return (
        f'<svg class="figure {pen.layout.name}" xmlns="http://www.w3.org/2000/svg" role="group" '
        f'aria-labelledby="{key}-t {key}-d" viewBox="0 0 {width} {height:g}" width="{width}" height="{height:g}" '
        'font-family="sans-serif" fill="#1a1a1a">',
        f'<title id="{key}-t">{escape(title)}</title><desc id="{key}-d">{escape(description)}</desc>',
        f'<defs><pattern id="{key}-h" width="6" height="6" patternUnits="userSpaceOnUse" '
        'patternTransform="rotate(45)"><rect width="6" height="6" fill="#fff"/>'
        '<rect width="2.2" height="6" fill="#4a4a4a"/></pattern>'
        f'<pattern id="{key}-f" width="9" height="9" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        '<rect width="9" height="9" fill="#fff"/><rect width="1" height="9" fill="#6a6a6a"/></pattern></defs>',
    )


def _row(pen: _Pen, row: Row, y: float) -> tuple[list[str], float]:
    layout = pen.layout
    beside = layout.label_width > 0
    top = y
    parts: list[str] = []
    width = layout.label_width - 14 if beside else layout.width
    label = _wrap([Run(row.label)], layout.characters(width), 3 if beside else 2)
    for number, line in enumerate(label):
        parts.append(pen.text(0, top + 15 + number * _LINE, line, css="label", whole=row.label))
    if not beside:
        y += _LINE * len(label)
    lines = _wrap(row.runs, layout.characters(layout.right - layout.left + 18), 6)
    for line in lines:
        parts.append(pen.text(_text_x(pen, row, lines), y + 15, line, css="value"))
        y += _LINE
    if row.glyphs:
        parts.extend(_glyph(pen, glyph, y + 4) for glyph in row.glyphs)
        y += _BAR + 7
    return parts, max(y, top + _LINE * len(label)) + _GAP


def _text_x(pen: _Pen, row: Row, lines: Sequence[Sequence[Run]]) -> float:
    layout = pen.layout
    if len(lines) > 1 or not row.glyphs:
        return layout.left
    start = min(pen.x(0 if glyph.shape == "upto" else glyph.low) for glyph in row.glyphs)
    width = sum(len(run.text) for run in lines[0]) * layout.font * 0.54
    return max(layout.left, min(start, layout.width - width))


def _glyph(pen: _Pen, glyph: Glyph, y: float) -> str:
    x1, x2 = pen.x(glyph.low), pen.x(glyph.high)
    width = max(x2 - x1, 1.6)
    middle = y + _BAR / 2
    box = f'x="{x1:.1f}" y="{y:.1f}" width="{width:.1f}" height="{_BAR}"'
    line = 'fill="none" stroke="#1a1a1a" stroke-width="1.6"'
    dashes = f'{line} stroke-dasharray="5 4"'
    match glyph.shape:
        case "span":
            return f'<rect class="said" {box} fill="#fff" stroke="#1a1a1a" stroke-width="1.6"/>'
        case "point":
            d = f"M{x1:.1f} {y - 1:.1f}l8 8.5l-8 8.5l-8 -8.5z"
            return f'<path class="said" d="{d}" fill="#fff" stroke="#1a1a1a" stroke-width="1.6"/>'
        case "from":
            open_end = f'<path class="said" d="M{x1 + 3:.1f} {middle:.1f}H{pen.layout.right + 18}" {dashes}/>'
            return f'{open_end}<path class="said" d="M{x1 + 7:.1f} {y:.1f}H{x1:.1f}v{_BAR}h7" {line}/>'
        case "upto":
            start = f'<path class="said" d="M{pen.x(0):.1f} {middle:.1f}H{x2 - 3:.1f}" {dashes}/>'
            return f'{start}<path class="said" d="M{x2 - 7:.1f} {y:.1f}H{x2:.1f}v{_BAR}h-7" {line}/>'
        case "solid":
            return f'<rect class="recorded" {box} fill="#1f3b57"/>'
        case "light":
            return f'<rect class="possible" {box} fill="#9db0c3" stroke="#1f3b57"/>'
        case "dashed":
            return (
                f'<rect class="unnamed" {box} fill="none" stroke="#1f3b57" stroke-width="1.4" stroke-dasharray="4 3"/>'
            )
        case "hatch" | "faint":
            return f'<rect class="estimated" {box} fill="url(#{pen.key}-{glyph.shape[0]})" stroke="#4a4a4a"/>'
        case "tick":
            return f'<path class="median" d="M{x1:.1f} {y - 4:.1f}v{_BAR + 8}" stroke="#1a1a1a" stroke-width="1.6"/>'
        case "range":
            d = f"M{x1:.1f} {y + _BAR + 1:.1f}v5M{x1:.1f} {y + _BAR + 3.5:.1f}H{x2:.1f}M{x2:.1f} {y + _BAR + 1:.1f}v5"
            return f'<path class="range" d="{d}" fill="none" stroke="#1f3b57" stroke-width="1.2"/>'


def _axis(pen: _Pen, ticks: Sequence[float], unit: str, y: float) -> tuple[list[str], float]:
    layout = pen.layout
    size = layout.font - 1
    parts = []
    for tick in ticks:
        x = pen.x(tick)
        parts.append(f'<path class="grid" d="M{x:.1f} 0V{y:.1f}" stroke="#dcdcdc"/>')
        # The last number would run out of the picture when centred.
        end = "end" if tick == ticks[-1] else ("start" if tick == 0 else "middle")
        at = x + 20 if tick == ticks[-1] else x
        parts.append(
            f'<text class="axis" x="{at:.1f}" y="{y + 17:.1f}" font-size="{size}" text-anchor="{end}">'
            f"{number_text(tick)}</text>"
        )
    parts.append(f'<path class="axis" d="M{layout.left} {y:.1f}H{layout.right}" stroke="#1a1a1a"/>')
    parts.append(
        f'<text class="axis" x="{layout.right + 20}" y="{y + 36:.1f}" font-size="{size}" text-anchor="end">'
        f"{escape(unit)}, linear from zero</text>"
    )
    return parts, math.ceil(y) + _AXIS


def _isolated(text: str) -> Markup:
    # SVG has no <bdi>; the isolate characters keep a name of another script from turning the line round.
    return Markup("\u2068{}\u2069").format(text) if any(ord(c) > 0x58F for c in text) else escape(text)


def _run(run: Run) -> str:
    text = _isolated(run.text)
    return f'<a href="{escape(run.href)}">{text}</a>' if run.href else str(text)


def _wrap(runs: Sequence[Run], n_characters: int, n_lines: int) -> list[list[Run]]:
    """Break runs into lines at spaces; what does not fit ends in an ellipsis."""
    lines: list[list[Run]] = [[]]
    used = 0
    for run in runs:
        for word in _pieces(run.text, n_characters):
            if used and used + len(word.rstrip()) > n_characters:
                lines.append([])
                used = 0
            piece = word if used else word.lstrip()
            line = lines[-1]
            if line and line[-1].href == run.href:
                line[-1] = Run(line[-1].text + piece, run.href)
            else:
                line.append(Run(piece, run.href))
            used += len(piece)
    if len(lines) > n_lines:
        lines = lines[:n_lines]
        last = lines[-1][-1]
        lines[-1][-1] = Run(last.text.rstrip()[: n_characters - 1] + "…", last.href)
    return lines


def _pieces(text: str, n_characters: int) -> list[str]:
    words = text.replace("\n", " ").split(" ")
    spaced = [word + (" " if number < len(words) - 1 else "") for number, word in enumerate(words)]
    return [word[i : i + n_characters] for word in spaced for i in range(0, max(len(word), 1), n_characters)]
