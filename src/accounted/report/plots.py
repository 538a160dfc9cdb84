"""Pictures of one stratum that are no rows on one axis: posterior, trace, ranks; and of a table: which lists together.

As everywhere here: presentation attributes only, no script, grey that survives print, every text escaped, the same
bytes for the same input.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from markupsafe import Markup, escape

from accounted.model.capture import CaptureTable, Estimate, Trace
from accounted.report.prose import number_text
from accounted.report.svg import nice_ticks

__all__ = ["MOST_HISTORIES", "posterior_plot", "rank_plot", "trace_plot", "upset_plot"]

MOST_HISTORIES = 20
"""Histories drawn; the table beside has all."""

_WIDTH, _FONT = 640, 13
_LEFT, _RIGHT, _TOP = 14, 22, 12
_INK, _GREY, _PALE = "#1a1a1a", "#6a6a6a", "#dcdcdc"
_DASHES = ("", "7 3", "2 3", "9 3 2 3", "4 4", "1 3", "10 2", "6 2 1 2")
_BINS = 20
_LEAST_PERCENTILES = 20


def _svg(height: float, title: str, description: str, key: str, body: Sequence[str]) -> Markup:
    head = (
        f'<svg class="figure" xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="{key}-t {key}-d" '
        f'viewBox="0 0 {_WIDTH} {height:g}" width="{_WIDTH}" height="{height:g}" font-family="sans-serif" '
        f'font-size="{_FONT}" fill="{_INK}"><title id="{key}-t">{escape(title)}</title>'
        f'<desc id="{key}-d">{escape(description)}</desc>'
    )
    return Markup("".join((head, *body, "</svg>")))  # noqa: S704 (all text passed through escape)


def _rect(x: float, y: float, width: float, height: float, fill: str) -> str:
    return f'<rect x="{x:.1f}" y="{y:.1f}" width="{max(width, 1.0):.1f}" height="{height:.1f}" fill="{fill}"/>'


def _text(x: float, y: float, text: str, anchor: str = "start", size: int = _FONT) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="{size}">{escape(text)}</text>'


def _axis(ticks: Sequence[float], y: float, label: str) -> list[str]:
    parts = [f'<path d="M{_LEFT} {y:.1f}H{_WIDTH - _RIGHT}" stroke="{_INK}"/>']
    for tick in ticks:
        x = _place(tick, ticks[-1])
        end = "end" if tick == ticks[-1] else ("start" if tick == 0 else "middle")
        shift = 18 if tick == ticks[-1] else 0
        parts.append(f'<path d="M{x:.1f} {y:.1f}v5" stroke="{_INK}"/>')
        parts.append(_text(x + shift, y + 18, number_text(tick), end, 12))
    return [*parts, _text(_WIDTH - 4, y + 36, label, "end", 12)]


def _place(value: float, maximum: float) -> float:
    return _LEFT + (_WIDTH - _LEFT - _RIGHT) * min(value / maximum, 1.0)


def posterior_plot(estimate: Estimate, key: str) -> Markup | None:
    """Draw how probable each number of people is, from its percentiles; None without them.

    Args:
        estimate: Of one stratum.
        key: Makes the ids of this picture its own on the page (ASCII).
    """
    steps = _steps(estimate.percentiles)
    if not steps:
        return None
    # The interval bounds the axis: a long tail would push the rest into a corner.
    ticks = nice_ticks(estimate.upper * 1.08, 6)
    maximum = ticks[-1]
    top, base = _TOP + 20.0, 190.0
    highest = max(height for _, _, height in steps)
    body = []
    for low, high, shade in (
        (estimate.lower, estimate.upper, "#e4e4e4"),
        (_low80(estimate), _high80(estimate), "#c2c2c2"),
    ):
        x1, x2 = _place(low, maximum), _place(high, maximum)
        body.append(_rect(x1, top, x2 - x1, base - top, shade))
    path = f"M{_place(steps[0][0], maximum):.1f} {base:.1f}"
    for low, high, height in steps:
        if low < maximum:
            y = base - (base - top - 8) * height / highest
            path += f"L{_place((low + high) / 2, maximum):.1f} {y:.1f}"
    path += f"L{_place(steps[-1][1], maximum):.1f} {base:.1f}"
    body.append(f'<path d="{path}" fill="none" stroke="{_INK}" stroke-width="1.8"/>')
    for value, text in ((estimate.n_observed, "on the lists"), (estimate.point, "median")):
        x = _place(value, maximum)
        body.append(f'<path d="M{x:.1f} {top - 4:.1f}V{base:.1f}" stroke="{_INK}" stroke-dasharray="4 3"/>')
        # The number on the lists lies below every range, so its words go to the left where there is room.
        anchor = "start" if x < (150 if text == "on the lists" else _WIDTH / 2) else "end"
        row = top - 8 if text == "median" else top + 14
        body.append(_text(x + (4 if anchor == "start" else -4), row, f"{text} {number_text(round(value))}", anchor, 12))
    percent = f"{100 * estimate.prob:.4g}"
    body += _axis(ticks, base, "persons, linear from zero")
    return _svg(
        base + 44,
        f"How probable each number is, stratum {estimate.stratum}",
        f"A line over numbers of persons: higher is more probable. Light grey holds {percent} % of the probability, "
        "darker grey 80 %. Dashed: the people on the lists, and the median.",
        key,
        body,
    )


def _low80(estimate: Estimate) -> float:
    return estimate.lower if estimate.lower_80 is None else estimate.lower_80


def _high80(estimate: Estimate) -> float:
    return estimate.upper if estimate.upper_80 is None else estimate.upper_80


def _steps(percentiles: Sequence[float]) -> list[tuple[float, float, float]]:
    """Density between percentiles that differ: start, end, height, smoothed over three."""
    if len(percentiles) < _LEAST_PERCENTILES or percentiles[-1] <= percentiles[0]:
        return []
    raw: list[tuple[float, float, float]] = []
    start, count = percentiles[0], 0
    # Narrow steps are joined, so that the rounding to whole people makes no spikes.
    least = (percentiles[3 * len(percentiles) // 4] - percentiles[len(percentiles) // 4]) / 12.0
    for value in percentiles[1:]:
        count += 1
        if value - start > least:
            raw.append((start, value, count / (value - start)))
            start, count = value, 0
    heights = [height for _, _, height in raw]
    smooth = [sum(heights[max(i - 1, 0) : i + 2]) / len(heights[max(i - 1, 0) : i + 2]) for i in range(len(heights))]
    return [(low, high, height) for (low, high, _), height in zip(raw, smooth, strict=True)]


def trace_plot(trace: Trace, n_observed: int, key: str) -> Markup:
    """Draw the draws of each chain in order, one band per chain, on the scale of the logarithm of the unlisted."""
    values = [[math.log(max(n - n_observed, 0.0) + 1.0) for n in chain] for chain in trace.chains]
    low, high = min(min(v) for v in values), max(max(v) for v in values)
    spread = max(high - low, 1e-9)
    band, gap = 46.0, 8.0
    body = []
    for number, chain in enumerate(values):
        top = _TOP + number * (band + gap)
        body.append(f'<path d="M{_LEFT} {top + band:.1f}H{_WIDTH - _RIGHT}" stroke="{_PALE}"/>')
        step = (_WIDTH - _LEFT - _RIGHT) / max(len(chain) - 1, 1)
        points = " ".join(
            f"{_LEFT + i * step:.1f},{top + band - (band - 4) * (v - low) / spread:.1f}" for i, v in enumerate(chain)
        )
        body.append(f'<polyline points="{points}" fill="none" stroke="{_GREY}" stroke-width="0.9"/>')
    bottom = _TOP + len(values) * (band + gap) + 12
    body.append(_text(_LEFT, bottom, f"{len(values)} runs, one above the other; from left to right as drawn", size=12))
    return _svg(
        bottom + 10,
        f"Draws in order, {trace.model}",
        "One band per run. Runs that look alike, without trends or long flat stretches, are as they should be.",
        key,
        body,
    )


def rank_plot(trace: Trace, key: str) -> Markup:
    """Draw how the ranks of each chain's draws, among the draws of all, are spread over twenty bins."""
    flat = sorted((value, c, i) for c, chain in enumerate(trace.chains) for i, value in enumerate(chain))
    n_chains, n_each = len(trace.chains), len(trace.chains[0])
    counts = [[0] * _BINS for _ in range(n_chains)]
    for rank, (_, c, _) in enumerate(flat):
        counts[c][rank * _BINS // len(flat)] += 1
    even = n_each / _BINS
    most = max(*(max(row) for row in counts), 2 * even)
    top, base = _TOP + 4.0, 140.0
    step = (_WIDTH - _LEFT - _RIGHT) / _BINS
    at = base - (base - top) * even / most
    body = [f'<path d="M{_LEFT} {at:.1f}H{_WIDTH - _RIGHT}" stroke="{_PALE}" stroke-width="2"/>']
    for number, row in enumerate(counts):
        heights = [base - (base - top) * n / most for n in row]
        steps = [f"{_LEFT + b * step:.1f} {y:.1f}H{_LEFT + (b + 1) * step:.1f}" for b, y in enumerate(heights)]
        path = f"M{'L'.join(steps)}"
        dash = _DASHES[number % len(_DASHES)]
        dashes = f' stroke-dasharray="{dash}"' if dash else ""
        body.append(f'<path d="{path}" fill="none" stroke="{_INK}" stroke-width="1.2"{dashes}/>')
    body.append(f'<path d="M{_LEFT} {base:.1f}H{_WIDTH - _RIGHT}" stroke="{_INK}"/>')
    body.append(_text(_LEFT, base + 18, "smallest draws", size=12))
    body.append(_text(_WIDTH - _RIGHT, base + 18, "largest draws", "end", 12))
    return _svg(
        base + 28,
        f"Ranks of the draws, {trace.model}",
        "One stepped line per run. Lines near the pale one mean that all runs found the same range; a line that climbs "
        "or falls from one end to the other means that they did not.",
        key,
        body,
    )


def upset_plot(table: CaptureTable, key: str) -> Markup:
    """Draw how many people are on exactly which lists, most first, up to `MOST_HISTORIES`."""
    cells = sorted(table.cells, key=lambda cell: (-cell[1], cell[0]))[:MOST_HISTORIES]
    label = min(max((len(name) for name in table.lists), default=0) * 7.2 + 10, 210.0)
    step = min((_WIDTH - label - _RIGHT) / max(len(cells), 1), 34.0)
    base, row = 130.0, 22.0
    most = max((n for _, n in cells), default=1)
    body = []
    for j, name in enumerate(table.lists):
        y = base + 18 + j * row
        shown = name if len(name) * 7.2 + 10 <= label + 1 else f"{name[: int((label - 17) / 7.2)]}…"
        if j % 2 == 0:
            body.append(_rect(0.0, y - row / 2, label + step * len(cells), row, "#f2f2f2"))
        title = f"<title>{escape(name)}</title>"
        body.append(f'<text x="4" y="{y + 4:.1f}" font-size="12">{title}\u2068{escape(shown)}\u2069</text>')
    for i, (history, n) in enumerate(cells):
        x = label + (i + 0.5) * step
        height = 100.0 * n / most
        body.append(_rect(x - step * 0.32, base - height, step * 0.64, height, "#1f3b57"))
        body.append(_text(x, base - height - 4, number_text(n), "middle", 10))
        on = [j for j, bit in enumerate(history) if bit]
        if len(on) > 1:
            ends = f"{base + 18 + on[0] * row:.1f}V{base + 18 + on[-1] * row:.1f}"
            body.append(f'<path d="M{x:.1f} {ends}" stroke="{_INK}" stroke-width="2"/>')
        for j in range(len(history)):
            fill = _INK if history[j] else "#cfcfcf"
            body.append(f'<circle cx="{x:.1f}" cy="{base + 18 + j * row:.1f}" r="5" fill="{fill}"/>')
    left_out = len(table.cells) - len(cells)
    bottom = base + 18 + len(table.lists) * row
    if left_out:
        rest = sum(n for _, n in table.cells) - sum(n for _, n in cells)
        body.append(
            _text(4, bottom + 8, f"not drawn: {left_out} more sets of lists with {number_text(rest)} persons", size=12)
        )
        bottom += 18
    return _svg(
        bottom + 4,
        f"Which lists together, stratum {table.stratum}",
        "One column per set of lists: the bar is the number of persons on exactly these; the black dots name them.",
        key,
        body,
    )
