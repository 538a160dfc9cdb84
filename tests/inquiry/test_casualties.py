"""A made-up inquiry from lists with acts, groups and disagreement to the numbers of its report and its files."""

from __future__ import annotations

import csv
import io
import json
from collections import defaultdict

import pytest

from accounted.inquiry import init_inquiry
from accounted.model.ids import IdMaker
from accounted.report import render_output

KEY = b"a made-up key of a test, 32 long"
NAMES = [
    "Corin Velmarsson", "Amda Sample", "Beren Otherson", "Ilsa Quill", "Tor Muster", "Mara Exempel", "Ania Primer",
    "Ruben Dolo", "Sefa Marn", "Jona Kestrel",
]  # fmt: skip
TOML = """
title = "Velmar, made up"
notice = "Everything here is made up."
standard_of_proof = "reasonable grounds to believe"
linkage_samples = 2
models = ["loglinear_bic"]

[[lists]]
file = "lists/north.csv"
[[lists]]
file = "lists/south.csv"

[[questions]]
id = "killed"
text = "How many people were killed in Velmar in 2031?"
act = "killed"
period = "2031"

[[questions]]
id = "missing"
text = "How many people went missing in Velmar in 2030?"
act = "missing"
period = "2030"
strata = ["month"]
"""


def _north() -> list[list[str]]:
    head = ["name", "sex", "age", "act", "date of arrest", "date of disappearance", "date of death", "village",
            "incident id", "victims in incident", "cause of death", "civilian or combatant", "perpetrator"]  # fmt: skip
    killed = [
        [name, "FM"[n % 2], str(10 + 7 * n), "killed", "", "", f"2031-03-{n + 1:02d}", f"Village{n}", "", "",
         ("shot", "shelling", "", "K7")[n % 4], ("civilian", "unknown", "")[n % 3], "the Ninth Unit"]
        for n, name in enumerate(NAMES[:6])
    ]  # fmt: skip
    killed[0][3:5] = ["detained; tortured; killed", "2031-01-02"]
    killed[1][8:10] = ["E1", "7"]
    killed[2][8:10] = ["E1", "7"]
    missing = [NAMES[6], "F", "30", "disappeared", "", "2030-11-05", "", "Ilgesh", "", "", "", "", ""]
    both = [NAMES[7], "M", "31", "disappeared; killed", "", "2030-12-06", "2031-05-06", "Ilgesh", "", "", "", "", ""]
    group = ["family of 4", "", "", "killed", "", "", "2031-06-01", "Koshmer", "", "", "shelling", "civilian", ""]
    return [head, *killed, missing, both, group]


def _south() -> list[list[str]]:
    head = ["full name", "gender", "killed on", "village", "status"]
    rows = [
        [name, "woman" if n % 2 == 0 else "man", f"2031-03-{n + 1:02d}", f"Village{n}", "combatant"]
        for n, name in enumerate(NAMES[:3])
    ]
    return [head, *rows, [NAMES[8], "unknown", "2031-08-01", "Oldvelm", "soldier"],
            [NAMES[9], "woman", "2031-08-02", "Oldvelm", "civilian"]]  # fmt: skip


def _csv(rows: list[list[str]]) -> str:
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue()


@pytest.fixture(scope="module")
def inquiry(tmp_path_factory):
    made = init_inquiry(tmp_path_factory.mktemp("casualties") / "inquiry", key=KEY)
    root = made.folder.root
    (root / "inquiry.toml").write_text(TOML, encoding="utf-8")
    for name, rows in (("north", _north()), ("south", _south())):
        (root / "input" / "lists" / f"{name}.csv").write_text(_csv(rows), encoding="utf-8")
    outcomes = made.run()[1]
    assert not [failed for outcome in outcomes for failed in outcome.failed]
    yield made
    made.close()


@pytest.fixture(scope="module")
def output(inquiry):
    folder = inquiry.folder.output
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def _rows(output, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(output[name].decode())))


def _numbers(output, question: str) -> dict[str, dict[str, object]]:
    found = json.loads(output["findings.json"])["findings"]
    numbers = next(f["numbers"] for f in found if f["question"]["id"] == question)
    return {n["id"].split("/", 1)[1]: n for n in numbers}


def test_acts_are_counted_once_per_person_with_their_unit(output):  # R13, R14
    numbers = _numbers(output, "killed")
    by_code = {
        code: [numbers[f"documented/acts/{code}/{part}"]["value"] for part in ("certain", "possible", "acts")]
        for code in ("killed", "detained", "tortured", "missing")
    }
    assert by_code == {"killed": [9, 0, 9], "detained": [1, 0, 1], "tortured": [1, 0, 1], "missing": [1, 0, 1]}
    assert numbers["documented/acts/all"] | {"id": "", "trace": ""} == {
        "id": "", "trace": "", "what": "acts stated, at least", "value": 12, "unit": "acts",
    }  # fmt: skip
    assert all(n["unit"] for n in numbers.values())
    (person,) = {a["person"] for a in _rows(output, "persons/killed-acts.csv") if a["act"] == "tortured"}
    own = [a for a in _rows(output, "persons/killed-acts.csv") if a["person"] == person and a["list"] == "north"]
    assert [(a["act"], a["date"], a["alleged_perpetrators"]) for a in own] == [
        ("detained", "2031-01-02", "the Ninth Unit"), ("tortured", "", "the Ninth Unit"),
        ("killed", "2031-03-01", "the Ninth Unit"),
    ]  # fmt: skip


def test_missing_and_killed_are_different_questions(inquiry, output):  # R18
    results = {r.question.id: r for r in inquiry.results()}
    by_id = inquiry.records()
    names = {
        question: {
            by_id[c.records[0]].names[0]: e.membership
            for e in result.scope.clusters
            for c in result.linkage.clusters
            if c.id == e.cluster and e.membership != "out"
        }
        for question, result in results.items()
    }
    assert set(names["killed"]) == {*NAMES[:6], NAMES[7], NAMES[8], NAMES[9]}
    assert names["missing"] == {NAMES[6]: "certain", NAMES[7]: "possible"}
    assert "tables/missing-sdg-16-1-2.csv" not in output
    strata = {row["stratum"]: row["count"] for row in _rows(output, "tables/missing.csv")}
    assert strata == {"2030-11": "1", "2030-12": "1"}  # by the month of the disappearance, not of the death


def test_a_family_of_seven_with_two_named_is_two_persons_and_five_unnamed(inquiry, output):  # R17
    (finding,) = [f for f in json.loads(output["findings.json"])["findings"] if f["question"]["id"] == "killed"]
    assert finding["documented"]["unnamed"] == [9, 9]  # five of incident E1, and a family of four
    assert finding["documented"]["n_unnamed"] == 1
    assert finding["documented"]["n_certain"] == 9
    assert not any("family" in name for r in inquiry.records().values() for name in r.names)
    assert "9 persons whom lists state without a name (1 record)" in " ".join(finding["limits"])


def test_every_break_down_of_the_sdg_table_adds_up_to_the_total(output):  # R22, R30
    rows = _rows(output, "tables/killed-sdg-16-1-2.csv")
    (total,) = [row for row in rows if row["dimension"] == "total"]
    assert (total["documented_certain"], total["documented_certain_or_possible"]) == ("9", "9")
    sums: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    columns = ("documented_certain", "documented_certain_or_possible", "unnamed_if_all_new")
    for row in rows:
        for column in columns:
            sums[row["dimension"]][column] += int(row[column])
    assert set(sums) == {"total", "sex", "age_group", "cause", "status"}
    assert all(found == sums["total"] for found in sums.values())
    for dimension in ("sex", "age_group", "cause", "status"):
        assert any(row["code"] == "unknown" for row in rows if row["dimension"] == dimension)
    assert {row["estimated_point"] for row in rows} == {""}  # two lists do not make an estimate here
    by_code = {(row["dimension"], row["code"]): row for row in rows}
    assert by_code["cause", "small_arms"]["documented_certain"] == "2"
    assert by_code["cause", "heavy_weapons"]["unnamed_if_all_new"] == "4"
    assert (total["unnamed_if_all_new"], by_code["cause", "unknown"]["unnamed_if_all_new"]) == ("9", "5")
    assert by_code["age_group", "child"]["documented_certain"] == "2"
    assert by_code["sex", "unknown"]["documented_certain"] == "1"


def test_two_lists_that_disagree_on_the_status_make_a_range(output):  # R23
    rows = {r["code"]: r for r in _rows(output, "tables/killed-sdg-16-1-2.csv") if r["dimension"] == "status"}
    ranges = {code: (int(r["documented_low"]), int(r["documented_high"])) for code, r in rows.items()}
    # Two whom only one list calls civilian, one whom the other calls a combatant; two whom it alone calls that.
    assert ranges["civilian"] == (2, 3)
    assert ranges["direct_participant"] == (2, 3)
    assert ranges["lists disagree"] == (1, 1)
    assert ranges["armed_forces"] == (1, 1)
    pages = "".join(output[name].decode() for name in output if "killed-persons-" in name)
    assert "Civilian or Person directly participating in hostilities; lists disagree" in pages
    assert "<bdi>Civilian</bdi> (<bdi>north</bdi>)" in pages


def test_unknown_is_not_empty_and_empty_is_not_not_asked(output):  # R15
    rows = _rows(output, "persons/killed.csv")
    states = {(r["list"], r["state of civil-status"]) for r in rows}
    assert states == {("north", "stated"), ("north", "stated unknown"), ("north", "empty"), ("south", "stated")}
    assert {r["state of age"] for r in rows if r["list"] == "south"} == {"not asked"}
    lines = [json.loads(line) for line in output["persons/killed.jsonl"].decode().splitlines()]
    own = {(r["list"], r["states"]["sex"]) for person in lines for r in person["records"]}
    assert own == {("north", "stated"), ("south", "stated"), ("south", "stated unknown")}


def test_incidents_are_a_range_over_lists(output):  # R13, R14
    numbers = _numbers(output, "killed")
    assert (numbers["documented/incidents/1/low"]["value"], numbers["documented/incidents/1/high"]["value"]) == (1, 1)
    assert numbers["documented/incidents/2/low"]["value"] < numbers["documented/incidents/2/high"]["value"]
    assert numbers["documented/incidents/2/low"]["unit"] == "incidents"


def test_status_names_what_lists_state_and_what_has_no_code(inquiry):  # R14, R21
    now = inquiry.status()
    counted = {entry.list: dict(entry.counted) for entry in now.stated}
    assert counted["north"] == {
        "persons named": 8, "unnamed victims": 9, "acts": 12, "incidents": 1, "values without a code": 1,
    }  # fmt: skip
    assert counted["south"] == {"persons named": 5, "acts": 5}
    assert [(u.list, u.title, u.value, u.n_records) for u in now.unmapped] == [("north", "cause of death", "K7", 1)]


def test_the_vocabularies_that_were_used_stand_in_the_report(output):  # R21
    page = output["trace/codes.html"].decode()
    assert "cause, version 2018-12-03" in page
    assert "Denial of access to/destruction of objects indispensable to survival" in page
    assert "<bdi>K7</bdi>" in page


def test_ids_of_acts_are_the_same_in_every_export_and_every_run(inquiry, output):  # R4, R33
    again = render_output(inquiry.view(), make_id=IdMaker(KEY))
    assert again == output
    killed = {a["act_id"]: a["record"] for a in _rows(output, "persons/killed-acts.csv")}
    missing = {a["act_id"]: a["record"] for a in _rows(output, "persons/missing-acts.csv")}
    assert set(killed) & set(missing)
    assert all(missing[act] == killed[act] for act in set(killed) & set(missing))
    lines = [json.loads(line) for line in output["persons/killed-acts.jsonl"].decode().splitlines()]
    assert {line["id"] for line in lines} == set(killed)


def test_who_was_missing_and_is_dead_now_was_missing_all_the_same(tmp_path):  # R18
    inquiry = init_inquiry(tmp_path / "inquiry", key=KEY)
    path = inquiry.folder.input / "lists" / "a.csv"
    head = "id,name,act,date of disappearance,date of death\n"
    path.write_text(f"{head}1,Tor Muster,missing,2030-12-06,\n2,Mara Exempel,missing,2030-12-07,\n", encoding="utf-8")
    inquiry.add([path])
    before = {r.names[0]: r.id for r in inquiry.records().values()}
    path.write_text(
        f"{head}1,Tor Muster,missing; killed,2030-12-06,2031-05-06\n2,Mara Exempel,missing,2030-12-07,\n", "utf-8"
    )
    inquiry.add([path])
    now = {r.names[0]: r.id for r in inquiry.records().values()}
    assert now["Mara Exempel"] == before["Mara Exempel"]
    (first, *rest) = inquiry.trace(now["Tor Muster"]).steps
    assert "acts: missing, 2030-12-06; killed, 2031-05-06 (coded by act@2026-11)" in first.lines
    assert "in the version before: missing, 2030-12-06" in first.lines
    assert [(step.id, step.what) for step in rest] == [(before["Tor Muster"], "record of an earlier version")]
    old = inquiry.trace(before["Tor Muster"]).steps
    assert [step.id for step in old] == [before["Tor Muster"], now["Tor Muster"]]
    assert any(line.startswith("acts: missing, 2030-12-06") for line in old[0].lines)
    inquiry.close()


def test_an_act_leads_to_the_row_that_states_it(inquiry, output):  # R34
    act = next(a for a in _rows(output, "persons/killed-acts.csv") if a["act"] == "detained")
    first, second = inquiry.trace(act["act_id"]).steps[:2]
    assert first.lines == (
        "detained, as written: “detained” (coded by act@2026-11)",
        "date: 2031-01-02, written in the gregorian calendar",
        "alleged perpetrator: the Ninth Unit, as stated by north",
        f"incident: {act['incident']}",
    )
    assert (second.id, second.what) == (act["record"], "record")
    incident, *rows = inquiry.trace(act["incident"]).steps
    assert incident.what == "incident"
    assert act["record"] in {row.id for row in rows}
