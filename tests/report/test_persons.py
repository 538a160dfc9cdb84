"""The pages and files of persons: every value by list, the summary with its rule, safe cells and a lossless twin."""

import csv
import io
import json
from dataclasses import replace

import pytest

from accounted.linkage import RULES, summarise
from accounted.model.dates import DateInterval
from accounted.model.questions import RecordsScope
from accounted.report import render_output

PAGE = "trace/killed-2001-persons-001.html"


@pytest.fixture
def disputed(velmar):
    """One person of whom two lists disagree, one value that a spreadsheet would run, one record out."""
    (result,) = velmar.results
    cluster = next(c for c in result.linkage.clusters if len(c.records) == 2)
    first, second = cluster.records[:2]
    records = tuple(
        replace(r, age=30.0, died=DateInterval.parse("2001-03-02"), values=(*r.values, ("remark", "=1+1")))
        if r.id == first
        else replace(r, age=44.0, died=DateInterval.parse("2001-03-09"))
        if r.id == second
        else r
        for r in velmar.records
    )
    by_id = {r.id: r for r in records}
    people = tuple(summarise(c.id, [by_id[n] for n in c.records]) for c in result.linkage.clusters)
    scope = replace(result.scope, records=(RecordsScope("out", "a made-up reason", (second,)),))
    return replace(velmar, records=records, results=(replace(result, people=people, scope=scope),)), cluster


def test_the_page_shows_the_summary_its_rules_and_every_value_with_its_list(disputed, make_id):
    view, cluster = disputed
    page = render_output(view, make_id=make_id())[PAGE].decode()
    assert "30–44; lists disagree" in page
    assert "2001-03-02/2001-03-09; lists disagree" in page
    lists = {r.id: r.list for r in view.records}
    for value, record in (("30", cluster.records[0]), ("44", cluster.records[1])):
        assert f"<bdi>{value}</bdi> (<bdi>{lists[record]}</bdi>)" in page
    assert RULES["age"] in page
    assert 'id="rule-age"' in page
    assert "out: <bdi>a made-up reason</bdi>" in page


def test_the_table_for_spreadsheets_has_a_row_per_record_and_safe_cells(disputed, make_id):  # P6
    view, cluster = disputed
    output = render_output(view, make_id=make_id())
    rows = list(csv.DictReader(io.StringIO(output["persons/killed-2001.csv"].decode())))
    (result,) = view.results
    assert sorted(r["record"] for r in rows) == sorted(n for c in result.linkage.clusters for n in c.records)
    own = {r["record"]: r for r in rows if r["person"] == cluster.id}
    assert own[cluster.records[0]]["stated: remark"] == "'=1+1"
    assert {r["age"] for r in own.values()} == {"30–44; lists disagree"}
    assert {r["lists_disagree_on"] for r in own.values()} == {"died, age"}
    assert own[cluster.records[1]]["bearing"] == "out"


def test_the_lines_for_machines_lose_nothing(disputed, make_id):  # P6, R15, R16
    view, cluster = disputed
    content = render_output(view, make_id=make_id())["persons/killed-2001.jsonl"].decode()
    people = {p["person"]: p for p in map(json.loads, content.splitlines())}
    by_id = {r.id: r for r in view.records}
    for person in people.values():
        for record in person["records"]:
            assert tuple(map(tuple, record["values"])) == by_id[record["id"]].values
    age = next(line for line in people[cluster.id]["summary"] if line["field"] == "age")
    assert age["rule"] == RULES["age"]
    assert age["agrees"] is False
    assert sorted(said["value"] for said in age["said"]) == ["30", "44"]
