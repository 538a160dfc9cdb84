"""Calibration held against what was asked: one bar per demand, met or not."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from benchmarks.mse.answers import YARDSTICKS
from benchmarks.mse.calibration import Scored, Summary, collect_own, score_of, summarise, three
from benchmarks.mse.tables import markdown, percent

__all__ = ["Bar", "judge", "show_bars"]

_WIDEST, _FARTHEST = 1.3, 0.05
_BETTER, _FAMILIES = 10, 14


@dataclass(frozen=True, slots=True)
class Bar:
    """What was asked, what was got, and whether that meets it; `met` is None when there is nothing to meet."""

    asked: str
    got: str
    met: bool | None


def show_bars(bars: Sequence[Bar]) -> str:
    """Bars as a table in Markdown."""
    verdict = {True: "met", False: "NOT met", None: "shown"}
    return markdown(["asked", "got", ""], [[bar.asked, bar.got, verdict[bar.met]] for bar in bars])


def judge(rows: Sequence[Scored], kinds: Mapping[str, str], method: str, rivals: Sequence[str]) -> list[Bar]:
    """Hold a method against what was asked of it.

    Args:
        rows: All answers.
        kinds: Whether each family is identifiable.
        method: The method that is judged.
        rivals: Methods it is compared with.
    """
    own = collect_own(rows)
    mine = [row for row in rows if row.method == method]
    families = {f: summarise([r for r in mine if r.family == f], own) for f in dict.fromkeys(r.family for r in mine)}
    of_kind = {kind: {f: s for f, s in families.items() if kinds[f] == kind} for kind in ("yes", "weak", "no")}
    whole = summarise([r for r in mine if kinds[r.family] == "yes"], own)
    return [
        *_judge_clear(of_kind["yes"], whole),
        *_judge_doubtful(of_kind["weak"], of_kind["no"], families),
        *_judge_widths(of_kind["yes"], whole),
        *_compare(rows, method, rivals),
        _judge_time(mine),
    ]


def _judge_clear(families: Mapping[str, Summary], whole: Summary) -> list[Bar]:
    if not families or whole.held is None:
        return []
    error = math.sqrt(0.95 * 0.05 / whole.n_intervals)
    sides = f"{whole.above} above, {whole.below} below, of {whole.n_intervals} (chance alone: ± {100 * error:.1f})"
    over_all = Bar(
        "identifiable families: 93–97 % held", f"{percent(whole.held)} %; {sides}", 0.93 <= whole.held <= 0.97
    )
    return [over_all, _at_least("each identifiable family: ≥ 90 % held", families, 0.90)]


def _judge_doubtful(
    weak: Mapping[str, Summary], hopeless: Mapping[str, Summary], families: Mapping[str, Summary]
) -> list[Bar]:
    bars = []
    if weak:
        bars.append(_at_least("each weakly identifiable family: ≥ 90 % held", weak, 0.90))
        shares = ", ".join(f"{f} {percent(s.weak)} %" for f, s in weak.items())
        bars.append(Bar("weakly identifiable families: said to be weak", shares, None))
    for family, s in hopeless.items():
        alarm = f"; independent lists draw one in {percent(families['independent'].warned)} %"
        got = (
            f"{percent(s.warned)} % warned, {percent(s.weak)} % called weak{alarm if 'independent' in families else ''}"
        )
        bars.append(Bar(f"{family}: a warning in ≥ 80 %", got, s.warned >= 0.80))
    return bars


def _at_least(asked: str, families: Mapping[str, Summary], bar: float) -> Bar:
    low = {f: s.held for f, s in families.items() if s.held is not None and s.held < bar}
    missing = [f for f, s in families.items() if s.held is None]
    got = ", ".join([*(f"{f} {percent(h)} %" for f, h in low.items()), *(f"{f} no interval" for f in missing)])
    return Bar(asked, got or f"all {len(families)}", not got)


def _judge_widths(families: Mapping[str, Summary], whole: Summary) -> list[Bar]:
    """Medians over all tables of the identifiable families, and family by family: the demand can be read both ways."""
    bars = []
    for name in YARDSTICKS:
        ratios = {f: r for f, s in families.items() if (r := s.against[name]) is not None}
        bars += _judge_both(f"width / that of {name} ≤ {_WIDEST}", whole.against[name], ratios, _WIDEST)
    off = {f: s.off for f, s in families.items() if s.off is not None}
    return [*bars, *_judge_both(f"point off by ≤ {_FARTHEST} (log)", whole.off, off, _FARTHEST)]


def _judge_both(what: str, whole: float | None, families: Mapping[str, float], bar: float) -> list[Bar]:
    if whole is None or not families:
        return []
    each = Bar(f"{what}, median of each family", _over(families, bar), max(families.values()) <= bar)
    return [Bar(f"{what}, median over identifiable tables", f"{whole:.3g}", whole <= bar), each]


def _over(values: Mapping[str, float], bar: float) -> str:
    over = ", ".join(f"{f} {v:.3g}" for f, v in values.items() if v > bar)
    return f"over it: {over}" if over else "none over it"


def _compare(rows: Sequence[Scored], method: str, rivals: Sequence[str]) -> list[Bar]:
    """Interval scores against each rival, on the tables where both give one, and against all of them together."""
    bars, sets = [], []
    for rival in rivals:
        theirs = {(r.family, r.seed): r for r in rows if r.method == rival}
        pairs = [(r, theirs[r.family, r.seed]) for r in rows if r.method == method and (r.family, r.seed) in theirs]
        if pairs:
            bar, better = _compare_with(rival, pairs)
            bars.append(bar)
            sets.append(better)
        else:
            bars.append(Bar(f"interval score better than {rival}", "no answers of it here", None))
    if sets:
        both = set.intersection(*sets)
        n_families = len({row.family for row in rows})
        met = len(both) >= _BETTER if n_families >= _FAMILIES else None
        named = f"{len(both)} of {n_families}: {', '.join(sorted(both)) or 'none'}"
        bars.append(Bar(f"interval score better than all of these in ≥ {_BETTER} of {_FAMILIES} families", named, met))
    return bars


def _compare_with(rival: str, pairs: Sequence[tuple[Scored, Scored]]) -> tuple[Bar, set[str]]:
    better, worse = set(), []
    for family in dict.fromkeys(r.family for r, _ in pairs):
        a, b = _means([(r, o) for r, o in pairs if r.family == family])
        if a is not None and (b is None or a < b):
            better.add(family)
        else:
            worse.append(f"{family} {three(a)} / {three(b)}")
    a, b = _means(pairs)
    got = f"{three(a)} against {three(b)}; better in {len(better)} families"
    got += f"; not in: {', '.join(worse)}" if worse else ""
    return Bar(f"interval score better than {rival} over all", got, a is not None and (b is None or a < b)), better


def _means(pairs: Sequence[tuple[Scored, Scored]]) -> tuple[float | None, float | None]:
    """Mean scores of both; None for one that never gives an interval, 0 for the one that then stands alone."""
    both = [(r, o) for r, o in pairs if r.answer.has_interval and o.answer.has_interval]
    if both:
        return float(np.mean([score_of(r) for r, _ in both])), float(np.mean([score_of(o) for _, o in both]))
    return (0.0 if any(r.answer.has_interval for r, _ in pairs) else None), None


def _judge_time(mine: Sequence[Scored]) -> Bar:
    minutes = sum(row.answer.seconds for row in mine) / 120.0
    full = minutes / max(len(mine), 1) * 1_400
    got = f"{minutes:.1f} minutes for {len(mine)} tables, {full:.0f} for 1,400"
    return Bar("14 families × 100 seeds in ≤ 60 minutes on 2 cores", got, full <= 60.0)
