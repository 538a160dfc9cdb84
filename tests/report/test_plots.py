import re
from dataclasses import replace
from xml.etree import ElementTree

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounted.model.capture import CaptureTable, Diagnostics, ModelEstimate, PriorEstimate, Trace
from accounted.report.figure import models_figure, priors_figure, unseen_figure
from accounted.report.plots import MOST_HISTORIES, posterior_plot, rank_plot, trace_plot, upset_plot

SVG = "{http://www.w3.org/2000/svg}"


def parse(markup):
    figure = ElementTree.fromstring(str(markup))
    assert figure.find(f"{SVG}title") is not None
    assert figure.find(f"{SVG}desc") is not None
    assert not list(figure.iter(f"{SVG}script"))
    return figure


def texts(figure):
    return ["".join(e.itertext()) for e in figure.iter(f"{SVG}text")]


def percentiles(seed: int = 1):
    draws = 800 + np.random.default_rng(seed).gamma(3.0, 250.0, 20_000)
    return tuple(float(round(q)) for q in np.quantile(draws, np.arange(1, 100) / 100))


def test_the_line_of_the_posterior_is_highest_where_numbers_are_most_probable(make_estimate):
    p = percentiles()
    entry = make_estimate(p[1], p[49], p[96], 800, percentiles=p, lower_80=p[9], upper_80=p[89])
    figure = parse(posterior_plot(entry, "k"))
    line = max((e.attrib["d"] for e in figure.iter(f"{SVG}path")), key=len)
    points = [tuple(map(float, part.split())) for part in line[1:].split("L")]
    top = min(points, key=lambda point: point[1])
    # The peak of a right-skewed density lies left of its median.
    xs = sorted(x for x, _ in points)
    assert xs[0] < top[0] < xs[len(xs) // 2] + 40
    assert any(text.startswith("median") for text in texts(figure))
    assert any("on the lists" in text for text in texts(figure))


def test_without_percentiles_or_spread_there_is_no_posterior(make_estimate):
    assert posterior_plot(make_estimate(900, 1000, 1200, 800), "k") is None
    assert posterior_plot(make_estimate(900, 900, 900, 900, percentiles=(900.0,) * 99), "k") is None


def test_runs_are_drawn_one_band_each_and_their_ranks_one_line_each():
    chains = tuple(tuple((1000 + np.random.default_rng(s).normal(0, 50, 200)).tolist()) for s in range(4))
    trace = Trace("latent_class_pairs", chains)
    assert len(list(parse(trace_plot(trace, 800, "t")).iter(f"{SVG}polyline"))) == 4
    ranks = parse(rank_plot(trace, "r"))
    lines = [e.attrib["d"] for e in ranks.iter(f"{SVG}path") if e.attrib["d"].count("H") == 20]
    assert len(lines) == 4


def test_a_run_that_lies_apart_shows_in_the_ranks():
    apart = Trace("m", ((1.0,) * 50 + (2.0,) * 50, (10.0,) * 100))
    lines = [e.attrib["d"] for e in parse(rank_plot(apart, "r")).iter(f"{SVG}path") if e.attrib["d"].count("H") == 20]
    heights = [[float(part.split("H")[0].split()[1]) for part in line[1:].split("L")] for line in lines]
    assert min(heights[0][:10]) == max(heights[0][:10]) < min(heights[0][10:])
    assert min(heights[1][10:]) == max(heights[1][10:]) < min(heights[1][:10])


def test_sets_of_lists_are_drawn_largest_first_and_the_rest_is_said():
    lists = [f"A list with quite a long name, number {j}" for j in range(5)]
    cells = {tuple(x >> j & 1 for j in range(5)): 40 - x for x in range(1, 32)}
    figure = parse(upset_plot(CaptureTable.of(lists, cells), "u"))
    numbers = [int(text.replace(",", "")) for text in texts(figure) if text.replace(",", "").isdigit()]
    assert numbers == sorted(numbers, reverse=True)
    assert len(numbers) == MOST_HISTORIES
    rest = sum(sorted(cells.values(), reverse=True)[MOST_HISTORIES:])
    assert any(f"11 more sets of lists with {rest} persons" in text for text in texts(figure))
    assert len(list(figure.iter(f"{SVG}circle"))) == 5 * MOST_HISTORIES


@given(st.text(min_size=1, max_size=60).filter(lambda s: all(c.isprintable() for c in s)))
def test_any_name_gives_a_well_formed_picture(name):  # P7
    parse(
        upset_plot(CaptureTable.of([name, "B", "C"] if name not in "BC" else "ABC", {(1, 0, 0): 3, (0, 1, 1): 2}), "u")
    )
    parse(rank_plot(Trace(name, ((1.0, 2.0), (2.0, 1.0))), "r"))


def test_a_model_beside_the_answer_is_hollow_and_says_so(make_estimate):
    models = (ModelEstimate("latent_class_pairs", 1500, 1000, 2000, 1.0), ModelEstimate("dga", 1400, 1100, 1900, 0.0))
    figure = ElementTree.fromstring(
        f"<x>{models_figure(make_estimate(1000, 1500, 2000, 800, models=models), 'q', 1)}</x>"
    )
    words = " ".join("".join(e.itertext()) for e in figure.iter(f"{SVG}text"))
    assert "dga (beside," in words
    assert "latent_class_pairs" not in words.replace("the answer", "")
    assert any(e.attrib.get("class") == "said" for e in figure.iter(f"{SVG}rect"))


def test_every_prior_has_its_row_and_a_users_prior_its_name(make_estimate):
    priors = (
        PriorEstimate("default", "made up", 1500, 1000, 2000, (1.0, 1.5, 9.0)),
        PriorEstimate("mine", "made up", 1400, 1000, 1900, (1.2, 2.0, 3.0), "made up", "Ambel Sample", "2031"),
    )
    entry = make_estimate(1000, 1500, 2000, 800, priors=priors, diagnostics=Diagnostics(1.0, 900.0, 4, 0.0, 0.0, ()))
    figure = ElementTree.fromstring(f"<x>{priors_figure(entry, 'q', 1)}</x>")
    words = " ".join("".join(e.itertext()) for e in figure.iter(f"{SVG}text"))
    assert "default" in words
    assert "stated by" in words
    assert {e.attrib["href"] for e in figure.iter(f"{SVG}a")} == {"#s1"}


@pytest.mark.parametrize(("seen", "hatched"), [(None, 1), ((0.4, 2.5), 3), ((1.0, 5.0), 3)])
def test_people_on_no_list_are_multiplied_and_what_was_seen_is_hatched(make_estimate, seen, hatched):
    figure = ElementTree.fromstring(f"<x>{unseen_figure(make_estimate(1000, 1500, 2000, 800), 'q', 1, seen)}</x>")
    wide = next(iter(figure))
    words = " ".join("".join(e.itertext()) for e in wide.iter(f"{SVG}text"))
    for interval in ("1,000–2,000", "1,600–5,600", "850–1,100", "900–1,400", "1,200–3,200"):
        assert interval in words
    assert sum(e.attrib.get("class") == "said" for e in wide.iter(f"{SVG}rect")) == 5 - hatched


def test_no_interval_in_a_figure_begins_below_the_people_seen(make_estimate):
    far = make_estimate(190, 3_300, 58_000, 171)
    for figure in (models_figure(far, "q", 1), unseen_figure(far, "q", 1)):
        words = " ".join("".join(e.itertext()) for e in ElementTree.fromstring(f"<x>{figure}</x>").iter(f"{SVG}text"))
        spans = re.findall(r"([0-9,]+)–[0-9,]+", words)
        assert spans
        assert all(int(low.replace(",", "")) >= 171 for low in spans)


@pytest.mark.parametrize("prob", [0.95, 0.999])
def test_an_interval_is_named_by_its_probability(make_estimate, prob):
    assert f"{100 * prob:g} % credible intervals" in models_figure(
        replace(make_estimate(10, 15, 20, 8), prob=prob), "q", 1
    )


@pytest.mark.parametrize("plot", [lambda: upset_plot(CaptureTable.of("ABC", {(1, 1, 0): 3}), "u")])
def test_same_input_same_bytes(plot):
    assert str(plot()) == str(plot())
