"""How far each row is off, where the truth is known: for made-up data alone."""

from __future__ import annotations

from accounted.model.capture import Estimate
from accounted.model.claims import Figure
from accounted.model.findings import Finding, Reference
from accounted.report.prose import number_text

__all__ = ["how_far_off"]


def how_far_off(finding: Finding, reference: Reference) -> tuple[str, ...]:
    """Say for each row of a question how far it is from the known truth; empty when the reference is none."""
    if not reference.known_truth:
        return ()
    truth = reference.value
    lines = []
    for claimed in finding.claimed:
        figure = claimed.claim.figure
        if figure is not None:
            speaker = claimed.claim.attribution.speaker or "no speaker named"
            lines.append(f"claimed, {speaker}, {figure.wording}: {_figure_off(figure, truth)}")
    if finding.documented is not None:
        recorded = finding.documented.n_certain
        lines.append(f"documented, {_whole(recorded)} certain: {_off(recorded, truth)}")
    for stratum in finding.estimated.strata if finding.estimated else ():
        if isinstance(stratum, Estimate) and len(finding.estimated.strata if finding.estimated else ()) == 1:
            interval = f"{_whole(stratum.lower)}–{_whole(stratum.upper)}"
            holds = "holds it" if stratum.lower <= truth <= stratum.upper else "does not hold it"
            median = f"median {_whole(stratum.point)}: {_off(stratum.point, truth)}"
            lines.append(f"estimated, {median}; the interval {interval} {holds}")
    return tuple(lines)


def _figure_off(figure: Figure, truth: float) -> str:
    if figure.low is None and figure.high is None:
        return _off(figure.best, truth) if figure.best is not None else "no number"
    if figure.low is not None and (truth < figure.low or (truth == figure.low and not figure.low_inclusive)):
        return f"its lower end lies {_whole(figure.low - truth)} above"
    if figure.high is not None and (truth > figure.high or (truth == figure.high and not figure.high_inclusive)):
        return f"its upper end lies {_whole(truth - figure.high)} below"
    return "it holds the truth"


def _whole(value: float) -> str:
    return number_text(round(value))


def _off(value: float, truth: float) -> str:
    if round(value) == round(truth):
        return "exact"
    return f"{_whole(abs(value - truth))} too {'many' if value > truth else 'few'}"
