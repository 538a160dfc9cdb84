"""The figure of a question: claimed, documented and estimated as rows on one axis, never as one range.

Claimed is outlined, documented solid, estimated hatched with a thin tick and no bar from zero. A second figure sets the
models' intervals side by side.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Literal

from markupsafe import Markup

from accounted.model.capture import CaptureTable, Estimate, EstimateSet, ModelEstimate
from accounted.model.claims import Claim
from accounted.model.documents import Document
from accounted.model.findings import Claimed, Documented, Finding
from accounted.report.compare import Whole, stated_range, whole_answer
from accounted.report.links import claim_page, question_page
from accounted.report.prose import check_estimate, count_text, interval_kind, number_text, supported
from accounted.report.speakers import speaker_label
from accounted.report.svg import NARROW, WIDE, Glyph, Row, Run, draw

__all__ = ["models_figure", "priors_figure", "question_figure", "speaker_rows", "unseen_figure"]

_SHAPES: Mapping[bool, Literal["faint", "span"]] = {True: "faint", False: "span"}
_FACTORS = (
    (0.25, "a quarter as many"),
    (0.5, "half as many"),
    (1.0, "as many as the model takes"),
    (2.0, "twice as many"),
    (4.0, "four times as many"),
)


def question_figure(finding: Finding, documents: Mapping[str, Document], slug: str) -> Markup:
    """Draw one question, once for wide pages and print and once for narrow screens."""
    rows = (
        *_claimed_rows(finding.claimed, documents),
        *_documented_rows(finding, slug),
        *_estimated_rows(finding.estimated, slug),
        *_certain_rows(finding, slug),
    )
    title = f"Claimed, documented and estimated: {finding.question.text}"
    description = (
        "Rows on one axis from zero. Outlined: what speakers claim. Solid: persons recorded on lists. Hatched: the "
        "interval estimated from the overlap of the lists, with a tick at its median. The numbers stand in the tables."
    )
    return Markup("").join(
        draw(
            rows,
            unit=finding.question.unit,
            title=title,
            description=description,
            key=f"fig-{slug}",
            layout=layout,
        )
        for layout in (WIDE, NARROW)
    )


def models_figure(estimate: Estimate, slug: str, number: int) -> Markup:
    """Draw the intervals of all models of one stratum side by side, the whole answer first.

    A model with weight 0 stands beside the answer: it is drawn hollow and says so.
    """
    check_estimate(estimate)
    href = question_page(slug, "estimate", f"s{number}")
    rows = [_interval_row("the answer", estimate.point, estimate.lower, estimate.upper, href, estimate.n_observed)]
    for model in _single_models(estimate):
        label = model.name if model.weight else f"{model.name} (beside, weight 0)"
        shape = _SHAPES[model.weight > 0]
        rows.append(_interval_row(label, model.point, model.lower, model.upper, href, estimate.n_observed, shape=shape))
    kind = interval_kind(model.name for model in estimate.models)
    title = f"Models side by side, stratum {estimate.stratum}: {100 * estimate.prob:.4g} % {kind}s"
    description = (
        "One interval per model on one axis from zero, a tick at each model's point. Hatched: part of the answer. "
        "Hollow: beside it."
    )
    return _draw_both(rows, title, description, f"models-{slug}-{number}")


def priors_figure(estimate: Estimate, slug: str, number: int) -> Markup:
    """Draw the intervals of the default family under every prior, those that users state in the same size.

    Links stay on the page that shows it.
    """
    href = f"#s{number}"
    rows = []
    for prior in estimate.priors:
        label = f"{prior.name}, stated by {prior.person}" if prior.person else prior.name
        rows.append(
            _interval_row(label, prior.point, prior.lower, prior.upper, href, estimate.n_observed, shape="faint")
        )
    title = f"Under several priors, stratum {estimate.stratum}"
    description = "One interval per prior on one axis from zero, a tick at each median. Intervals that move little say "
    return _draw_both(
        rows,
        title,
        description + "that the lists settle the answer more than the prior does.",
        f"priors-{slug}-{number}",
    )


def unseen_figure(estimate: Estimate, slug: str, number: int, seen: tuple[float, float] | None = None) -> Markup:
    """Draw the interval if the people on no list were a quarter to four times as many: N(ξ) = n + ξ (N − n).

    Links stay on the page that shows it.

    Args:
        estimate: Of one stratum.
        slug: Of the question.
        number: Of the stratum.
        seen: Smallest and largest factor seen between the lists: rows within are hatched, the others hollow.
    """
    check_estimate(estimate)
    href, n = f"#s{number}-unseen", estimate.n_observed
    low, high = seen or (1.0, 1.0)
    rows = []
    for factor, words in _FACTORS:
        point, lower, upper = (n + factor * (end - n) for end in (estimate.point, estimate.lower, estimate.upper))
        shape: Literal["hatch", "span"] = "hatch" if factor == 1.0 or low <= factor <= high else "span"
        rows.append(_interval_row(words, point, lower, upper, href, n, shape=shape))
    title = f"If the people on no list were more or fewer, stratum {estimate.stratum}"
    description = "The interval with the number of people on no list multiplied, on one axis from zero. Hatched: "
    within = "as the model takes them to be, and departures as large as were seen between the lists. Hollow: beyond."
    return _draw_both(
        rows,
        title,
        description + (within if seen else "as the model takes them to be. Hollow: departures from that."),
        f"unseen-{slug}-{number}",
    )


def _draw_both(rows: Sequence[Row], title: str, description: str, key: str) -> Markup:
    """Draw once for wide pages and print and once for narrow screens."""
    return Markup("").join(
        draw(rows, unit="persons", title=title, description=description, key=key, layout=layout)
        for layout in (WIDE, NARROW)
    )


def speaker_rows(claimed: Sequence[Claimed], documents: Mapping[str, Document]) -> list[tuple[str, list[Claimed]]]:
    """Group claims by speaker as worded, in the order of reading; each unattributed document is its own."""
    groups: dict[str, list[Claimed]] = {}
    for entry in claimed:
        groups.setdefault(speaker_label(entry.claim, documents.get(entry.claim.document)), []).append(entry)
    return list(groups.items())


def _single_models(estimate: Estimate) -> list[ModelEstimate]:
    # `combined`, and a model that is the whole answer alone, stand first already under another name.
    several = [model for model in estimate.models if model.name != "combined"]
    alone = sum(model.weight > 0 for model in several) == 1
    shown = [model for model in several if not (alone and model.weight > 0)]
    return [*shown, *([estimate.unpooled] if estimate.unpooled else [])]


def _claimed_rows(claimed: Sequence[Claimed], documents: Mapping[str, Document]) -> list[Row]:
    rows = []
    for label, entries in speaker_rows(claimed, documents):
        # A speaker who repeats a figure has said one thing; each different figure keeps its own marks.
        figures: dict[tuple[object, ...], list[Claim]] = {}
        for entry in entries:
            figures.setdefault(_figure_key(entry.claim), []).append(entry.claim)
        for claims in figures.values():
            words = claims[0].figure.wording if claims[0].figure else "none occurred"
            runs = [Run(f"“{words}”", claim_page(claims[0].id))]
            if len(claims) > 1:
                runs.append(Run(f" and {count_text(len(claims) - 1, 'claims')} with the same figure"))
            rows.append(Row(label, tuple(runs), _said_glyphs(claims[0])))
    if not rows:
        rows.append(Row("", (Run("no claim about the same thing"),), ()))
    first = rows[0]
    return [Row(first.label, first.runs, first.glyphs, "Claimed"), *rows[1:]]


def _figure_key(claim: Claim) -> tuple[object, ...]:
    stated = stated_range(claim)
    words = claim.figure.wording.casefold() if claim.figure else ""
    return (stated.low, stated.high, stated.low_inclusive, stated.high_inclusive, words) if stated else (claim.id,)


def _said_glyphs(claim: Claim) -> tuple[Glyph, ...]:
    stated = stated_range(claim)
    if stated is None:
        return ()
    best = claim.figure.best if claim.figure else None
    low, high = stated.low, stated.high
    if low is not None and high is not None:
        if low == high:
            return (Glyph("point", low, high),)
        return (Glyph("span", low, high), *([Glyph("point", best, best)] if best is not None else []))
    if low is not None:
        return (Glyph("from", low, low),)
    return (Glyph("upto", 0, high),) if high is not None else ()


def _documented_rows(finding: Finding, slug: str) -> list[Row]:
    found = finding.documented
    if found is not None:
        return [_recorded_row(found, slug)]
    n_observed = sum(table.n_observed for table in finding.tables)
    if not finding.tables:
        return [Row("", (Run("no list of persons bears on this question"),), (), "Documented")]
    runs = (
        Run("recorded on at least one list, as the table came in: "),
        Run(number_text(n_observed), question_page(slug, "table")),
        Run(" persons"),
    )
    return [Row(_list_names(finding.tables), runs, (Glyph("solid", 0, n_observed),), "Documented")]


def _recorded_row(found: Documented, slug: str) -> Row:
    def link(value: int, at: str, page: str = "persons") -> Run:
        return Run(number_text(value), question_page(slug, page, at))

    runs = [Run("recorded: "), link(found.n_certain, "certain"), Run(" persons certain")]
    glyphs = [Glyph("solid", 0, found.n_certain)]
    end = found.n_certain + found.n_possible
    if found.n_possible:
        runs += [Run(" + "), link(found.n_possible, "possible"), Run(" possible")]
        glyphs.append(Glyph("light", found.n_certain, end))
    if found.low != found.high:
        runs += [Run("; "), link(found.low, "", "linkage"), Run("–"), link(found.high, "", "linkage")]
        runs.append(Run(" over sampled linkages"))
        glyphs.append(Glyph("range", found.low, found.high))
    n_unnamed = found.unnamed[1]
    if n_unnamed:
        runs += [Run("; unnamed (dashed): none to "), link(n_unnamed, "", "unnamed"), Run(" more")]
        glyphs.append(Glyph("dashed", end, end + n_unnamed))
    names = sorted({name for lists, _ in found.overlap for name in lists})
    return Row(", ".join(names), tuple(runs), tuple(glyphs), "Documented")


def _list_names(tables: Sequence[CaptureTable]) -> str:
    return ", ".join(sorted({name for table in tables for name in table.lists}))


def _estimated_rows(estimated: EstimateSet | None, slug: str) -> list[Row]:
    if estimated is None:
        return [Row("", (Run("no estimate without lists that overlap"),), (), "Estimated")]
    whole = whole_answer(estimated)
    if isinstance(whole, Whole):
        return [_whole_row(whole, estimated, slug)]
    rows = [Row("", (Run(f"the lists cannot say: {whole}"),), (), "Estimated")]
    only = estimated.strata[0] if len(estimated.strata) == 1 else None
    if isinstance(only, Estimate):
        href = question_page(slug, "estimate")
        modes = [(mode.lower, mode.upper) for mode in only.modes if mode.kind == "peak"] or [(only.lower, only.upper)]
        runs: list[Run] = [Run("range searched, not an answer: ")]
        for number, (low, high) in enumerate(modes):
            runs += [Run("; or " if number else ""), Run(f"{number_text(round(low))}–{number_text(round(high))}", href)]
        runs.append(Run(" persons"))
        glyphs = tuple(Glyph("faint", low, high) for low, high in modes)
        rows.append(Row("weakly identified", tuple(runs), glyphs))
    elif estimated.total is not None:
        total = estimated.total
        rows.append(
            _interval_row(
                total.of,
                total.point,
                total.lower,
                total.upper,
                question_page(slug, "estimate"),
                total.n_observed,
                shape="faint",
            )
        )
    return rows


def _certain_rows(finding: Finding, slug: str) -> list[Row]:
    """The answer without the undetermined, beside the main one and in the same size."""
    estimates = finding.certain.estimates if finding.certain else None
    whole = whole_answer(estimates) if estimates else None
    if estimates is None or not isinstance(whole, Whole):
        return []
    row = _whole_row(whole, estimates, slug, at="certain")
    return [replace(row, label="only those certainly in scope", heading="")]


def _whole_row(whole: Whole, estimated: EstimateSet, slug: str, at: str = "") -> Row:
    point, low, high = supported(whole.point, whole.lower, whole.upper, whole.n_observed)
    href = question_page(slug, "estimate", at)
    runs = [
        Run(f"{number_text(low)}–{number_text(high)}", href),
        Run(" persons ("),
        Run(f"{100 * whole.prob:.4g} %", href),
        Run(f" {whole.kind}), median "),
        Run(number_text(point), href),
    ]
    assumed = [s.assumptions[0] for s in estimated.strata if isinstance(s, Estimate) and s.assumptions]
    label = f"assuming: {assumed[0]}" if assumed else "from the overlap of the lists"
    glyphs = (Glyph("hatch", whole.lower, whole.upper), Glyph("tick", whole.point, whole.point))
    return Row(label, tuple(runs), glyphs, "Estimated")


def _interval_row(
    label: str,
    point: float,
    lower: float,
    upper: float,
    href: str,
    n_observed: int,
    *,
    shape: Literal["faint", "hatch", "span"] = "hatch",
) -> Row:
    middle, low, high = supported(point, lower, upper, n_observed)
    runs = (
        Run(f"{number_text(low)}–{number_text(high)}", href),
        Run(", point "),
        Run(number_text(middle), href),
    )
    return Row(label, runs, (Glyph(shape, lower, upper), Glyph("tick", point, point)))
