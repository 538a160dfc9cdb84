"""The whole way on real files, when they are there; the truth file is read for scoring alone."""

import csv
import gzip
import itertools
import shutil
from collections import defaultdict
from pathlib import Path

import pytest

import accounted

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"
LISTS = SHARED / "lists" / "us_police_2015_2016.csv.gz"


@pytest.fixture(scope="module")
def inquiry(tmp_path_factory):
    if not LISTS.exists():
        pytest.skip("the real files to measure against are not there (../shared)")
    root = tmp_path_factory.mktemp("real") / "inquiry"
    accounted.init(root).close()
    for path in (
        LISTS,
        SHARED / "documents" / "advocacy-article-2017.txt",
        SHARED / "capture_tables" / "kosovo_1999.csv",
    ):
        shutil.copy(path, root / "input")
    opened = accounted.open(root)
    opened.run()
    yield opened
    opened.close()


def test_no_claim_of_the_article_enters_a_row(inquiry):
    results = {r.question.id: r for r in inquiry.results()}
    assert set(results) == {"lists", "kosovo_1999"}
    assert all(not r.matches for r in results.values())
    status = inquiry.status()
    assert status.n_unassigned == status.n_claims > 0


def test_both_death_totals_have_a_lower_bound_and_nobody_to_say_them(inquiry):  # R6, R7
    figures = {c.figure.low: c for _, c in inquiry.ledger_of_claims() if c.figure}
    for low, act in ((30_000, "killed"), (100_000, "executed")):
        claim = figures[low]
        assert (claim.figure.best, claim.figure.high, claim.figure.low_inclusive) == (None, None, False)
        assert (claim.act, claim.attribution.kind, claim.attribution.speaker) == (act, "none", None)


def test_kosovos_interval_holds_the_outside_figure(inquiry):
    (estimate,) = next(r for r in inquiry.results() if r.question.id == "kosovo_1999").estimates.strata
    assert estimate.lower <= 10_401 <= estimate.upper


def pairs(clusters):
    members = defaultdict(list)
    for record, cluster in clusters.items():
        members[cluster].append(record)
    return {pair for own in members.values() for pair in itertools.combinations(sorted(own), 2)}


def test_linkage_f1_against_the_truth_it_never_saw(inquiry):
    linked = next(r for r in inquiry.results() if r.question.id == "lists").linkage
    names = {r.id: dict(r.values)["rec_id"] for r in inquiry.view().records}
    found = pairs({names[r]: c.id for c in linked.clusters for r in c.records})
    with gzip.open(SHARED / "lists" / "us_police_2015_2016_truth.csv.gz", "rt", encoding="utf-8") as reader:
        truth = pairs({row["rec_id"]: row["truth_id"] for row in csv.DictReader(reader)})
    both = len(found & truth)
    assert 2 * both / (len(found) + len(truth)) >= 0.995
