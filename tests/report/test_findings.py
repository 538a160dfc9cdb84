"""One question's claims, documented number and limits, put side by side."""

from __future__ import annotations

import dataclasses

import pytest

from accounted.model.documents import MovedSpan
from accounted.model.errors import RecordDamaged
from accounted.model.list_changes import ListChanges
from accounted.model.questions import DimensionMatch, Match, Scope
from accounted.report.documented import count_documented
from accounted.report.findings import assemble
from accounted.report.speakers import apart_reason, list_kept_by


@pytest.fixture
def finding(velmar, make_id):
    return assemble(velmar.results[0], velmar, make_id=make_id())


def test_only_the_same_enters_the_row_and_nothing_is_dropped(finding, velmar):
    assert len(finding.claimed) + len(finding.elsewhere) == len(velmar.results[0].matches)
    assert {entry.match.relation for entry in finding.claimed} == {"same"}
    assert {match.relation for _, match in finding.elsewhere} == {"narrower", "different", "unclear"}


def test_denials_of_the_same_stay_out_of_the_row_until_a_person_decides(velmar, make_id):
    result = velmar.results[0]
    denied = next(claim for claim in velmar.claims if claim.polarity == "denied")
    for reason, in_row in (("", False), ("he gives the figure himself elsewhere", True)):
        matches = tuple(
            dataclasses.replace(match, relation="same", overridden=reason) if match.claim == denied.id else match
            for match in result.matches
        )
        finding = assemble(dataclasses.replace(result, matches=matches), velmar, make_id=make_id())
        assert (denied in [entry.claim for entry in finding.claimed]) is in_row


def test_order_is_that_of_reading(finding, velmar):
    names = {document.id: document.name for document in velmar.documents}
    places = [(names[entry.claim.document], entry.claim.start) for entry in finding.claimed]
    assert places == sorted(places)


def test_documented_range_is_over_draws_and_unnamed_stay_apart(finding):  # R17, R30
    found = finding.documented
    assert (found.n_certain, found.n_possible, found.n_out) == (10, 1, 1)
    assert (found.low, found.high) == (9, 12)
    assert found.n_unnamed == 1
    assert sum(n for _, n in found.overlap) == found.n_certain + found.n_possible == len(found.clusters)


def test_best_linkage_lies_in_the_range(velmar):
    result = velmar.results[0]
    scope = dataclasses.replace(result.scope, draws=((20, 0),))
    found = count_documented(scope, result.linkage, velmar.records)
    assert found.low <= found.n_certain <= found.high


def test_linkage_of_a_lost_record_is_named(velmar):
    result = velmar.results[0]
    with pytest.raises(RecordDamaged, match="records that are not there"):
        count_documented(result.scope, result.linkage, velmar.records[1:])
    with pytest.raises(RecordDamaged, match="records that are not there"):
        count_documented(
            Scope("q", result.scope.clusters, (), ()), dataclasses.replace(result.linkage, clusters=()), ()
        )


def test_match_of_a_lost_claim_is_named(velmar, make_id):
    with pytest.raises(RecordDamaged, match="a claim that is not there"):
        assemble(velmar.results[0], dataclasses.replace(velmar, claims=()), make_id=make_id())


@pytest.mark.parametrize(
    "words",
    [
        "Lists that others keep",
        "1 file could not be read",
        "3 pairs of records are not clear either way",
        "not calibrated",
        "1 document has no date",
        "where Parish worked",
        "whether a person stands twice in Register",
        "Register copies from Circle",
        "1 person may or may not belong",
        "1 person whom lists state without a name",
        "Of 1 claim it cannot be told",
        "stands on assumptions",
    ],
)
def test_what_we_do_not_know_says(words, finding):  # R32
    assert any(words in text for text in finding.limits), finding.limits


def test_what_we_do_not_know_is_never_empty(velmar, table_only, make_id):  # R32
    bare = dataclasses.replace(
        velmar, files=(), documents=(), passages=(), claims=(), lists=(), records=(), settings=()
    )  # fmt: skip
    empty = dataclasses.replace(
        velmar.results[0], matches=(), linkage=None, scope=None, tables=(), estimates=None, references=()
    )
    for view, result in ((bare, empty), *((table_only, result) for result in table_only.results)):
        assert assemble(result, view, make_id=make_id()).limits


def test_two_lists_and_not_estimable_are_said(table_only, make_id):
    limits = assemble(table_only.results[1], table_only, make_id=make_id()).limits
    assert any("The lists cannot say how many there were" in text for text in limits)
    assert any("act, population, place and period" in text for text in limits)


@pytest.mark.parametrize(
    ("speaker", "quote", "lists", "kept"),
    [
        ("Velmar Memory Circle", "", ["Circle"], "Circle"),
        ("River Rights Watch", "", ["RRW"], "RRW"),
        ("the RRW", "", ["RRW archive"], ""),
        ("General Tarn", "From the Register we estimate 900.", ["Register"], "Register"),
        ("General Tarn", "We register 900.", ["Register"], ""),
        ("A minister", "A man said so.", ["A", "B"], ""),
        ("General Tarn", "", [], ""),
        (None, "900 were killed", ["Circle"], ""),
    ],
)
def test_a_claimant_who_keeps_a_list_is_flagged(speaker, quote, lists, kept, velmar):
    claim = velmar.claims[0]
    attribution = dataclasses.replace(claim.attribution, speaker=speaker)
    assert list_kept_by(dataclasses.replace(claim, attribution=attribution, quote=quote), lists) == kept


def test_a_stance_that_is_not_the_speakers_own_keeps_a_claim_apart(velmar):
    claim = velmar.claims[0]
    stance = DimensionMatch("stance", "unclear", "reports a figure of others")
    assert apart_reason(claim, Match(claim.id, "q", "unclear", (stance,))) == "reports a figure of others"
    assert apart_reason(claim, Match(claim.id, "q", "same", (stance,), "a person decided")) == ""
    assert apart_reason(claim, Match(claim.id, "q", "same", ())) == ""


def test_spans_that_were_lost_and_versions_that_nobody_approved_are_said(velmar, make_id):  # R32
    document, info = velmar.documents[0], next(info for info in velmar.lists if info.name == "Register")
    span = MovedSpan("clm_1", document.id, "12 people", 5, 14, None, None, "plain text 1", document.parser)
    change = ListChanges(info.file, "id", 9, (10,), (), ())
    view = dataclasses.replace(
        velmar, lost_spans=(span, dataclasses.replace(span, claim="clm_2")), unapproved_changes=(change,)
    )
    limits = assemble(view.results[0], view, make_id=make_id()).limits
    assert any("2 claims of an earlier text of 1 document have no place in the newer text" in text for text in limits)
    wanted = "A new version of Register was taken that nobody approved: 9 rows as before, 1 new, 0 changed, 0 gone"
    assert any(wanted in text for text in limits)
