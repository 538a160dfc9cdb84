"""The figure: well-formed, escaped, from zero, readable without colour, every number a link."""

from __future__ import annotations

import dataclasses
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounted.model.capture import EstimateSet
from accounted.report.figure import models_figure, question_figure
from accounted.report.findings import assemble
from accounted.report.svg import NARROW, WIDE, Glyph, Row, Run, draw, nice_ticks

SVG = "{http://www.w3.org/2000/svg}"


def drawings(text):
    return list(ElementTree.fromstring(f"<all>{text}</all>"))


@pytest.fixture
def figures(velmar, make_id):
    finding = assemble(velmar.results[0], velmar, make_id=make_id())
    return drawings(question_figure(finding, {d.id: d for d in velmar.documents}, "q"))


def test_figure_passes_a_strict_policy(figures):
    for element in (e for figure in figures for e in figure.iter()):
        assert "style" not in element.attrib
        assert not [name for name in element.attrib if name.startswith("on")]
        assert element.tag.removeprefix(SVG) not in ("script", "style", "image", "foreignObject")


def test_both_layouts_have_their_own_ids(figures):
    ids = [e.attrib["id"] for figure in figures for e in figure.iter() if "id" in e.attrib]
    assert len(ids) == len(set(ids))
    assert [figure.attrib["class"] for figure in figures] == ["figure wide", "figure narrow"]


def test_every_number_of_a_row_is_a_link(figures):  # R34
    for figure in figures:
        for text in figure.iter(f"{SVG}text"):
            if text.attrib.get("class") == "value":
                own = (text.text or "") + "".join(child.tail or "" for child in text)
                assert not any(c.isdigit() for c in own), own


def test_kinds_look_different_without_colour(figures):  # R30
    classes = [e.attrib.get("class") for e in figures[0].iter()]
    assert {"said", "recorded", "possible", "unnamed", "estimated", "median"} <= set(classes)
    estimated = next(e for e in figures[0].iter() if e.attrib.get("class") == "estimated")
    assert estimated.attrib["fill"].startswith("url(#")
    assert float(estimated.attrib["x"]) > WIDE.left  # no bar from zero
    said = [e for e in figures[0].iter() if e.attrib.get("class") == "said"]
    assert {e.attrib["fill"] for e in said} <= {"none", "#fff"}


def test_long_speaker_is_whole_in_the_title(figures, velmar):
    titles = [e.text for e in figures[0].iter(f"{SVG}title")]
    assert any("the Missing of Velmar and Its Rivers" in (text or "") for text in titles)


def test_name_of_another_script_is_isolated(figures):
    texts = ["".join(e.itertext()) for e in figures[0].iter(f"{SVG}text")]
    assert any("\u2068لجنة الأنهار\u2069" in text for text in texts)


def test_weak_estimate_is_not_drawn_as_an_answer(velmar, make_id, make_estimate):
    weak = make_estimate(1000, 1500, 2000, 800, status="weakly_identified", reason="made up")
    result = dataclasses.replace(velmar.results[0], estimates=EstimateSet("t", (weak,), None))
    text = question_figure(assemble(result, velmar, make_id=make_id()), {}, "q")
    assert "the lists cannot say" in text
    assert "-h)" not in text


def test_models_stand_side_by_side(make_estimate):  # R31
    figure = drawings(models_figure(make_estimate(1000, 1500, 2000, 800), "q", 1))[0]
    texts = " ".join("".join(e.itertext()) for e in figure.iter(f"{SVG}text"))
    assert "dga" in texts
    assert "latent_class" in texts


@given(st.floats(0.1, 1e9), st.integers(2, 10))
def test_ticks_start_at_zero_and_reach_the_maximum(maximum, n_ticks):
    ticks = nice_ticks(maximum, n_ticks)
    assert ticks[0] == 0
    assert ticks[-1] >= maximum
    assert list(ticks) == sorted(set(ticks))
    assert len(ticks) <= 2 * n_ticks + 2


HREF = "trace/x.html"
TEXT = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters=[chr(c) for c in range(32)] + ["\ufffe", "\uffff"]),
    max_size=80,
)


@given(label=TEXT, words=TEXT, low=st.integers(0, 10**7), extra=st.integers(0, 10**7))
def test_any_text_gives_a_well_formed_drawing(label, words, low, extra):  # P7
    shapes = ("span", "point", "from", "upto", "solid", "light", "dashed", "hatch", "faint", "tick", "range")
    rows = [Row(label, (Run(words, HREF),), (Glyph(shape, low, low + extra),), label) for shape in shapes]
    for layout in (WIDE, NARROW):
        (figure,) = drawings(draw(rows, unit="persons", title=label, description=words, key="k", layout=layout))
        for element in figure.iter(f"{SVG}rect"):
            if "x" in element.attrib:
                assert layout.left <= float(element.attrib["x"]) <= layout.right + 1
