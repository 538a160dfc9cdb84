"""The two demonstrations that come with the package."""

import json
import re

import pytest

from accounted import mse
from accounted.inquiry import demo
from accounted.inquiry.demo.velmar import velmar_truth
from accounted.model.errors import UsageError


@pytest.fixture(scope="module")
def kosovo(tmp_path_factory):
    inquiry = demo.prepare("kosovo", tmp_path_factory.mktemp("demo"))
    _, outcomes = inquiry.run()
    assert not any(o.failed for o in outcomes)
    yield inquiry
    inquiry.close()


@pytest.fixture(scope="module")
def velmar(tmp_path_factory):
    inquiry = demo.prepare("velmar", tmp_path_factory.mktemp("demo"))
    _, outcomes = inquiry.run()
    assert not any(o.failed for o in outcomes)
    yield inquiry
    inquiry.close()


def documents_by_relation(inquiry):
    """Stems of the documents' names, by the relation of their claims to the only question."""
    (result,) = inquiry.results()
    names = {claim.id: document.name.split("/")[-1][:3] for document, claim in inquiry.ledger_of_claims()}
    found = {}
    for match in result.matches:
        found.setdefault(match.relation, set()).add(names[match.claim])
    return found


def test_kosovo_most_claims_are_about_something_else(kosovo):
    found = documents_by_relation(kosovo)
    assert found["same"] == {"K12", "K15"}
    assert len(set().union(*(names for relation, names in found.items() if relation != "same"))) >= 16


def test_kosovo_denials_and_reports_of_others_are_kept_apart(kosovo):
    chains = {d.name.split("/")[-1][:3]: c.attribution.chain for d, c in kosovo.ledger_of_claims()}
    assert chains["K10"][0].stance == "doubts"
    for reported in ("K03", "K06", "K09", "K18"):
        assert chains[reported][0].stance == "reports", reported


def test_kosovo_one_statement_printed_with_two_figures(kosovo):
    said = {c.figure.best for d, c in kosovo.ledger_of_claims() if "K08" in d.name and c.figure}
    assert said == {4266, 4256}


def test_kosovo_the_estimate_comes_with_its_interval_and_outside_look(kosovo):  # R31
    (result,) = kosovo.results()
    (estimate,) = result.estimates.strata
    assert estimate.n_observed == 4400
    assert estimate.lower < 10_401 < estimate.upper
    (reference,) = result.references
    assert reference.value == 10_401
    assert not reference.known_truth
    page = (kosovo.folder.output / "report.html").read_text(encoding="utf-8")
    assert "no validation" in page
    assert "it is not known whether it counts the same" in page
    assert "How far each row is off" not in page


def test_velmar_says_on_every_page_that_it_is_made_up(velmar):
    pages = list(velmar.folder.output.rglob("*.html"))
    assert len(pages) > 20
    for page in pages:
        assert "Velmar does not exist. Everything in this inquiry is made up" in page.read_text(encoding="utf-8")


def test_velmar_shows_how_far_off_each_row_is(velmar):
    page = re.sub(r"<[^>]+>", "", (velmar.folder.output / "report.html").read_text(encoding="utf-8"))
    assert "How far each row is off" in page
    for row in (
        "claimed, Quillon Vask, More than 8,000: its lower end lies 3,000 above",
        "documented, ",
        "estimated, ",
    ):
        assert row in page
    findings = json.loads((velmar.folder.output / "findings.json").read_bytes())
    assert findings


def test_velmar_linkage_doubt_is_carried(velmar):  # R31
    (result,) = velmar.results()
    (estimate,) = result.estimates.strata
    assert 0 < estimate.linkage_share < 1
    assert len(result.linkage.samples) == 20


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_velmar_linked_without_error_the_interval_holds_the_known_truth(seed):  # R31
    truth = velmar_truth(seed)
    (estimate,) = mse.estimate(truth.table).strata
    assert estimate.lower <= truth.n <= estimate.upper


def test_velmar_the_interval_with_linkage_doubt_holds_the_known_truth(velmar):  # R31
    (result,) = velmar.results()
    (estimate,) = result.estimates.strata
    assert estimate.lower <= 5000 <= estimate.upper


def test_velmar_denials_do_not_enter_the_row_and_copies_are_all_kept(velmar):  # R8
    (result,) = velmar.results()
    claims = {c.id: c for _, c in velmar.ledger_of_claims()}
    same = [claims[m.claim] for m in result.matches if m.relation == "same"]
    assert all(c.polarity == "asserted" for c in same)
    assert any(c.polarity == "denied" for c in claims.values())
    assert sum(c.figure is not None and c.figure.wording == "More than 8,000" for c in same) == 3


def test_the_estimates_of_both_were_planned_and_made_once(kosovo, velmar):
    for inquiry in (kosovo, velmar):
        (result,) = inquiry.results()
        assert (result.standing.status, result.standing.reasons, result.standing.n_runs) == ("planned", (), 1)
    (result,) = velmar.results()
    assert [prior.name for prior in result.priors] == ["as many again"]
    assert {entry.unit for entry in result.declarations} == {"persons"}


def test_a_demonstration_never_writes_over_something_else(tmp_path):
    (tmp_path / "kosovo").mkdir()
    (tmp_path / "kosovo" / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(UsageError, match="something else"):
        demo.prepare("kosovo", tmp_path)
    with pytest.raises(UsageError, match="no demonstration"):
        demo.prepare("atlantis", tmp_path)
