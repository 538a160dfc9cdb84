"""Estimates with the undetermined in and out, from the lists to the report and the files for machines."""

import json
from contextlib import closing

import pytest

from accounted.inquiry import init_inquiry, open_inquiry
from tests_support import lists

SETTINGS = """
title = "Made up for a test"
notice = "Everything here is made up."
linkage_samples = 2
models = ["dga"]

[[questions]]
id = "killed"
text = "How many people were killed from March to June 2031?"
act = "killed"
period = "2031-03/2031-06"
"""


@pytest.fixture(scope="module")
def make(tmp_path_factory):
    """Make an inquiry in which every n-th row of every list has this status; give the result, and its output."""

    def run(status, every):
        root = tmp_path_factory.mktemp("made-up") / "inquiry"
        init_inquiry(root, key=b"a made-up key of a test, 32 long").close()
        (root / "inquiry.toml").write_text(SETTINGS, encoding="utf-8")
        for name, rows in lists().items():
            lines = ["name,date,age,sex,outcome"]
            lines += [",".join((*row, status if n % every == 0 else "killed")) for n, row in enumerate(rows)]
            (root / "input" / "lists" / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
        with closing(open_inquiry(root)) as inquiry:
            inquiry.run()
            (result,) = inquiry.results()
            traced = inquiry.trace("killed.estimate")
        return result, root / "output", traced

    return run


@pytest.fixture(scope="module")
def found(make):
    return make("unknown", 4)


def test_both_tables_are_made_and_estimated(found):
    result, _, _ = found
    n = {m: sum(e.membership == m for e in result.scope.clusters) for m in ("certain", "possible", "out")}
    assert n["certain"] > 0
    assert n["possible"] > 0
    assert n["out"] == 0
    assert sum(t.n_observed for t in result.tables) == n["certain"] + n["possible"]
    assert sum(t.n_observed for t in result.certain.tables) == n["certain"]
    either, certain = result.estimates.strata[0], result.certain.estimates.strata[0]
    assert certain.n_observed == n["certain"]
    assert certain.point < either.point
    assert certain.linkage_share is not None  # sampled linkages are carried for both
    assert certain.prob == either.prob


def test_the_second_stands_beside_the_first_in_report_and_files(found):
    result, output, traced = found
    report = (output / "report.html").read_text(encoding="utf-8")
    assert "Without those of whom it is undetermined whether they belong" in report
    assert "only those certainly in scope" in report
    assert "A second table and estimate leave the undetermined out and stand beside." in report  # R36
    assert (output / "tables" / "killed-certain.csv").exists()
    (finding,) = json.loads((output / "findings.json").read_text(encoding="utf-8"))["findings"]
    assert finding["certain"]["estimates"]["strata"][0]["point"] == result.certain.estimates.strata[0].point
    numbers = {number["id"].partition("/")[2]: number for number in finding["numbers"]}
    assert {f"estimated/certain-s1/{part}" for part in ("point", "lower", "upper", "n_observed", "prob")} <= set(
        numbers
    )
    page, _, at = numbers["estimated/certain-s1/lower"]["trace"].partition("#")
    assert f'id="{at}"' in (output / page).read_text(encoding="utf-8")
    assert any(line.startswith("only those certainly in scope: all:") for line in traced.steps[0].lines)


def test_equal_tables_are_estimated_once_and_that_is_said(make):
    result, output, _ = make("killed", 4)
    assert result.certain.estimates is None
    assert result.certain.reason.startswith("nobody is undetermined")
    assert result.certain.reason in (output / "report.html").read_text(encoding="utf-8")


def test_survivors_are_out_with_and_without(make):
    result, _, _ = make("alive", 4)
    assert sum(e.membership == "out" for e in result.scope.clusters) > 0
    either, certain = (sum(t.n_observed for t in tables) for tables in (result.tables, result.certain.tables))
    n_possible = sum(e.membership == "possible" for e in result.scope.clusters)
    assert n_possible > 0  # one list says alive, another killed
    assert either - certain == n_possible


def test_statuses_that_are_not_understood_leave_it_open_and_are_told(make):  # R32
    result, output, _ = make("Code 7", 4)
    assert sum(e.membership == "out" for e in result.scope.clusters) == 0
    assert sum(e.membership == "possible" for e in result.scope.clusters) > 0
    report = (output / "report.html").read_text(encoding="utf-8")
    assert "state what became of the victim in words that are not understood" in report
