"""Wordings, acts and sentences labelled by hand from their meaning: the labels are data, in `cases/`."""

from __future__ import annotations

import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from accounted.claims import extract, read_figure
from accounted.model.claims import Claim, Figure

CASES = Path(__file__).parent / "cases"


def _bounds() -> list[tuple[str, str]]:
    lines = (CASES / "bounds.tsv").read_text(encoding="utf-8").splitlines()
    return [(w, v) for w, _, v in (line.partition("\t") for line in lines if not line.startswith("#"))]


def _cases(name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = tomllib.loads((CASES / name).read_text(encoding="utf-8"))["case"]
    return found


BOUNDS, ACTS, SENTENCES = _bounds(), _cases("acts.toml"), _cases("sentences.toml")


def brief(figure: Figure | None) -> str | None:
    """Write a figure as the tables do: low/best/high, > and < at ends not themselves meant, c for the convention."""
    if figure is None:
        return None
    low = "" if figure.low is None else f"{'' if figure.low_inclusive else '>'}{figure.low:.15g}"
    high = "" if figure.high is None else f"{'' if figure.high_inclusive else '<'}{figure.high:.15g}"
    best = "" if figure.best is None else f"{figure.best:.15g}"
    return f"{low}/{best}/{high}{'c' if figure.bounds == 'convention' else ''}"


def full(label: str) -> str:
    return label if "/" in label else f"/{label}/"


def figures_of(text: str) -> list[Claim]:
    return [c for c in extract(text) if c.kind == "figure"]


@pytest.mark.parametrize(("wording", "expected"), BOUNDS)
def test_bounds_of_a_wording(wording: str, expected: str) -> None:  # R7
    if expected == "-":
        assert [brief(c.figure) for c in figures_of(f"{wording} were killed there.")] == []
    else:
        assert brief(read_figure(wording)) == expected


@pytest.mark.parametrize("case", ACTS, ids=lambda case: case["text"][:50])
def test_act_and_unit(case: dict[str, Any]) -> None:
    found = [(brief(c.figure), c.act, c.unit) for c in figures_of(case["text"])]
    assert found == [(full(c["n"]), c["act"], c.get("unit", "persons")) for c in case["claims"]]


@pytest.mark.parametrize("case", SENTENCES, ids=lambda case: f"{case['group']}: {case['text'][:50]}")
def test_meaning_of_a_sentence(case: dict[str, Any]) -> None:
    claims = [c for c in extract(case["text"]) if c.kind in ("figure", "statement")]
    found = [c for c in claims if c.figure is not None]
    stated = [c for c in claims if c.figure is None]
    figures = [c for c in case["claims"] if "n" in c]
    assert [brief(c.figure) for c in found] == [full(c["n"]) for c in figures]
    places = {c.id: i for i, c in enumerate(found)}
    pairs = [*zip(found, figures, strict=True), *zip(stated, [c for c in case["claims"] if "n" not in c], strict=True)]
    for claim, expected in pairs:
        assert claim.act == expected.get("act", "killed")
        assert (claim.polarity, claim.modality) == (expected.get("p", "asserted"), expected.get("m", "stated"))
        if claim.attribution.kind == "named" or not expected.get("by"):
            assert claim.attribution.speaker in (expected.get("by"), None)
        assert places.get(claim.part_of or "") == expected.get("part")
        assert claim.position == expected.get("at", claim.position)
        update = claim.updates
        assert (update.direction if update else None) == expected.get("up")
        previous = brief(update.previous) if update else None
        assert previous == (full(expected["was"]) if "was" in expected else None)


def test_most_speakers_are_found() -> None:
    """A speaker may be missed, never wrong; this holds how many are missed."""
    named = [(case["text"], c["by"]) for case in SENTENCES for c in case["claims"] if c.get("by")]
    found = sum(by in {c.attribution.speaker for c in extract(text)} for text, by in named)
    assert found >= 0.7 * len(named)


def test_tables_are_long_enough() -> None:
    groups = Counter(case["group"] for case in SENTENCES)
    assert len(BOUNDS) >= 300
    assert len(ACTS) >= 60
    assert len(SENTENCES) >= 120
    assert set(groups) == {
        *("denial", "doubt", "hypothesis", "prediction", "question", "chain", "headline", "update", "part"),
    }
    assert min(groups.values()) >= 15
