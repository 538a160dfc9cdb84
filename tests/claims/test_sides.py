"""The labelled sentences with their sides swapped: nothing changes but the names."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from accounted.claims import extract, to_json

CASES = tomllib.loads((Path(__file__).parent / "cases" / "sentences.toml").read_text(encoding="utf-8"))["case"]
SIDES = [
    ("army", "militia"),
    ("ministry", "agency"),
    ("soldiers", "rebels"),
    ("troops", "fighters"),
    ("officers", "guerrillas"),
    ("officials", "insurgents"),
    ("Army", "Militia"),
    ("Officials", "Insurgents"),
    ("Rebels", "Soldiers"),
    ("ombudsman", "committee"),
    ("prisoners", "detainees"),
    ("students", "conscripts"),
    ("villagers", "residents"),
    ("Velmar", "Tandor"),
    ("Kessin", "Dellen"),
    ("government", "opposition"),
    ("bishop", "imam"),
    ("Anna Bell", "Omar Dahl"),
]
SWAPS = dict(SIDES) | {b: a for a, b in SIDES}
WORD = re.compile(rf"\b(?:{'|'.join(sorted(map(re.escape, SWAPS), key=len, reverse=True))})\b")
TEXTS = [
    *(case["text"] for case in CASES),
    "The army said that over 300 rebels were killed in Velmar in June 1999. The opposition denied the figure.",
    "Anna Bell, a minister in the government, said soldiers had executed 40 villagers near Kessin.",
    "Rebels killed 12 soldiers; police arrested 90 villagers, of whom 6 were tortured.",
]


def swap(text: str) -> str:
    return WORD.sub(lambda found: SWAPS[found.group()], text)


def shape(text: str) -> list[tuple[object, ...]]:
    """All that a claim says, without names and places in the text."""
    shapes = []
    for claim in extract(text):
        row = to_json(claim, "x")
        figure, attribution = row["figure"] or {}, row["attribution"]
        bounds = tuple(figure.get(key) for key in ("low", "best", "high", "low_inclusive", "high_inclusive", "bounds"))
        said = (attribution["kind"], attribution["grade"], tuple(link["stance"] for link in attribution["chain"]))
        meant = (row["kind"], row["act"], row["unit"], row["polarity"], row["modality"], row["position"])
        shapes.append((bounds, meant, said, row["part_of"] is None, row["counted"] is None, row["loaded"]))
    return shapes


@pytest.mark.parametrize("text", [text for text in TEXTS if swap(text) != text])
def test_swapping_the_sides_changes_only_names(text: str) -> None:
    assert shape(swap(text)) == shape(text)


def test_enough_texts_name_a_side() -> None:
    assert sum(swap(text) != text for text in TEXTS) >= 40
