"""A claim beside an estimate: six words, half-lines, agreement of models, tipping factors."""

from __future__ import annotations

import dataclasses
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounted.model.capture import EstimateSet, ModelEstimate, NotEstimable, Total
from accounted.model.claims import Attribution, ChainLink, Claim, Figure
from accounted.model.errors import AccountedError
from accounted.model.findings import Documented, Verdict
from accounted.model.questions import Match, Question
from accounted.report.compare import against_documented, compare, whole_answer

QUESTION = Question("q", "How many people were killed in Velmar?", "killed", "persons", "everyone", "Velmar", None)


def said(low=None, high=None, best=None, low_in=True, high_in=True, **parts):
    figure = Figure(
        low,
        best,
        high,
        None if low is None else low_in,
        None if high is None else high_in,
        "stated",
        "the words",
        0,
        9,
    )
    values = {
        "id": "clm_a", "document": "doc_a", "start": 0, "end": 9, "quote": "the words", "kind": "figure",
        "figure": figure, "act": "killed", "unit": "persons", "counted": "people", "polarity": "asserted",
        "modality": "stated", "when": None, "where": None,
        "attribution": Attribution("named", "Ministry", chain=(ChainLink("Ministry", "states"),)),
        "said_when": None, "part_of": None, "position": "body",
    }  # fmt: skip
    return Claim(**{**values, **parts})


def same(relation="same", overridden=""):
    return Match("clm_a", "q", relation, (), overridden)


@pytest.fixture
def found(make_estimate):
    return EstimateSet("t", (make_estimate(1000, 1500, 2000, 800, models=()),), None)


CASES = [
    ("over 30,000 is a half-line above the interval", said(30000, low_in=False), "the estimate lies below"),
    ("over 1,500 reaches into the interval, and beyond", said(1500, low_in=False), "overlaps in part"),
    ("over 900 holds the whole interval", said(900, low_in=False), "compatible"),
    ("at least the upper end touches it", said(2000), "overlaps in part"),
    ("over the upper end does not touch it", said(2000, low_in=False), "the estimate lies below"),
    ("up to 900 ends below the interval", said(high=900), "the estimate lies above"),
    ("up to 1,200 ends inside", said(high=1200), "overlaps in part"),
    ("up to 5,000 holds the whole interval", said(high=5000), "compatible"),
    ("fewer than the lower end does not touch it", said(high=1000, high_in=False), "the estimate lies above"),
    ("a point inside", said(best=1400), "compatible"),
    ("a point above", said(best=2001), "the estimate lies below"),
    ("a range inside", said(1100, 1900), "compatible"),
    ("a range around", said(500, 3000), "compatible"),
    ("a range across an end", said(500, 1100), "overlaps in part"),
    ("words without a number", said(), "not comparable"),
    ("nobody was killed", said(figure=None, polarity="none_occurred"), "the estimate lies above"),
    ("a denial is not the speaker's figure", said(30000, polarity="denied"), "not comparable"),
    ("a prediction is no statement", said(30000, modality="predicted"), "not comparable"),
]


@pytest.mark.parametrize(("label", "claim", "verdict"), CASES, ids=[case[0] for case in CASES])
def test_verdict(label, claim, verdict, found):
    result = compare(claim, same(), QUESTION, found, None)
    assert result.verdict == verdict
    assert result.verdict in get_args(Verdict)


def test_sentence_and_tipping_factor(found):
    result = compare(said(30000, low_in=False), same(), QUESTION, found, None).flat()
    assert result.tipping == pytest.approx((30000 - 800) / (2000 - 800))
    assert result.sentence == (
        "Ministry said the words (“the words”, date not known). For the same unit, place and period, the lists with "
        "these assumptions give 1,000–2,000 persons (95 % credible interval). The claim lies outside this range; it "
        "would lie inside if the unrecorded were at least 24.34 times as many."
    )


def test_tipping_factor_as_printed_is_enough(found):
    printed = float(
        compare(said(30000), same(), QUESTION, found, None).flat().sentence.split("at least ")[1].split()[0]
    )
    assert 800 + printed * (2000 - 800) >= 30000


def test_claim_below_what_is_on_the_lists_has_no_factor(found):
    result = compare(said(high=700), same(), QUESTION, found, None).flat()
    assert result.tipping is None
    assert "below the 800 persons that are on the lists" in result.sentence


def test_below_needs_every_model(make_estimate):
    models = (ModelEstimate("dga", 1500, 1000, 2000, 0.5), ModelEstimate("latent_class", 9000, 2000, 40000, 0.5))
    found = EstimateSet("t", (make_estimate(1000, 1500, 2000, 800, models=models),), None)
    result = compare(said(30000), same(), QUESTION, found, None)
    assert result.verdict == "the lists cannot say"
    assert "latent_class" in result.flat().sentence


@pytest.mark.parametrize("relation", ["different", "overlapping", "unclear"])
def test_something_else_is_not_compared(relation, found):
    assert compare(said(30000), same(relation), QUESTION, found, None).verdict == "not comparable"


@pytest.mark.parametrize(
    ("relation", "claim", "verdict"),
    [
        ("narrower", said(30000), "the estimate lies below"),
        ("narrower", said(high=10), "not comparable"),
        ("wider", said(high=10), "the estimate lies above"),
        ("wider", said(30000), "not comparable"),
    ],
)
def test_part_and_whole_allow_only_the_logical_direction(relation, claim, verdict, found):
    assert compare(claim, same(relation), QUESTION, found, None).verdict == verdict


def test_without_lists_there_is_no_comparison():
    assert compare(said(30000), same(), QUESTION, None, None).verdict == "not comparable"


def test_lists_of_persons_say_nothing_of_incidents(found):
    incidents = dataclasses.replace(QUESTION, unit="incidents")
    assert compare(said(30000), same(), incidents, found, None).verdict == "not comparable"


def test_lists_cannot_say(make_estimate):
    weak = make_estimate(1000, 1500, 2000, 800, status="weakly_identified", reason="the models disagree")
    for strata in ((weak,), (NotEstimable("all", "no overlap", 5, ("A",), 1),), (make_estimate(1, 2, 3, 1), weak)):
        result = compare(said(30000), same(), QUESTION, EstimateSet("t", strata, None), None)
        assert result.verdict == "the lists cannot say"


def test_strata_without_a_whole_total_cannot_say(make_estimate):
    strata = (make_estimate(10, 15, 20, 8, stratum="a"), make_estimate(10, 15, 20, 8, stratum="b"))
    part = Total("estimated strata only", 16, 30, 22, 38, 0.95)
    assert isinstance(whole_answer(EstimateSet("t", strata, part)), str)
    assert isinstance(whole_answer(EstimateSet("t", strata, None)), str)
    whole = whole_answer(EstimateSet("t", strata, dataclasses.replace(part, of="all strata")))
    assert not isinstance(whole, str)
    assert (whole.lower, whole.upper) == (22, 38)
    assert whole.models[0] == ("dga", 20, 40)


def test_a_person_may_decide_that_a_claim_counts(found):
    overridden = same(overridden="the annex repeats it as their own")
    assert compare(said(1500, modality="possible"), overridden, QUESTION, found, None).verdict == "overlaps in part"


@pytest.mark.parametrize("fault", [{"point": 3000.0}, {"upper": float("nan")}, {"prob": 1.5}])
def test_estimate_without_a_proper_interval_is_refused(fault, make_estimate):  # R31
    broken = dataclasses.replace(make_estimate(1000, 1500, 2000, 800), **fault)
    with pytest.raises(AccountedError, match="interval"):
        whole_answer(EstimateSet("t", (broken,), None))


NUMBERS = st.integers(0, 10**6)


@given(low=NUMBERS, extra=NUMBERS, ends=st.tuples(NUMBERS, NUMBERS, NUMBERS))
def test_an_open_end_is_never_passed(low, extra, ends, make_estimate):  # R7
    n_observed, lower, upper = sorted(ends)
    answer = EstimateSet("t", (make_estimate(lower, (lower + upper) / 2, upper, n_observed, models=()),), None)
    assert compare(said(low), same(), QUESTION, answer, None).verdict != "the estimate lies above"
    assert compare(said(high=low), same(), QUESTION, answer, None).verdict != "the estimate lies below"
    closed = compare(said(low, low + extra), same(), QUESTION, answer, None).verdict
    assert (closed == "the estimate lies below") == (low > upper)
    assert (closed == "the estimate lies above") == (low + extra < lower)


@given(low=NUMBERS, ends=st.tuples(NUMBERS, NUMBERS, NUMBERS))
def test_only_linked_parts_hold_numbers(low, ends, make_estimate):  # R34
    n_observed, lower, upper = sorted(ends)
    answer = EstimateSet("t", (make_estimate(lower, (lower + upper) / 2, upper, n_observed),), None)
    parts = compare(said(low), same(), QUESTION, answer, None).parts
    assert not [part.text for part in parts if not part.leads_to and any(c.isdigit() for c in part.text)]


def documented(low):
    return Documented(low, 0, 0, low, low + 5, 0, low, (), ())


@pytest.mark.parametrize(
    ("claim", "relation", "speaks"),
    [
        (said(10, 20), "same", True),
        (said(high=50), "same", False),
        (said(high=50, high_in=False), "same", True),
        (said(10), "same", False),
        (said(best=10), "same", False),
        (said(10, 20), "narrower", False),
        (said(10, 20), "unclear", False),
        (said(10, 20, polarity="denied"), "same", False),
        (said(figure=None, polarity="none_occurred"), "same", True),
    ],
)
def test_documented_speaks_only_against_an_upper_end_in_words(claim, relation, speaks):
    text = against_documented(claim, same(relation), QUESTION, documented(50))
    assert bool(text) is speaks
    assert not speaks or "50 persons" in text  # R14
