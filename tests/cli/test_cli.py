"""The contract that other programs rely on: verbs, exit codes, stdout and stderr."""

import csv
import json
import re
from pathlib import Path

import pytest

from tests_support import TABLE, accounted, clean, write_inputs


@pytest.fixture
def files(tmp_path):
    write_inputs(tmp_path)
    (tmp_path / "inquiry.toml").unlink()
    return tmp_path / "input"


def test_an_inquiry_from_the_command_line(tmp_path):
    clean(accounted("init", "q", "--title", "Made up", cwd=tmp_path), 0)
    write_inputs(tmp_path / "q")
    first = clean(accounted("run", "-C", "q", cwd=tmp_path), 0)
    assert first.stdout.strip().endswith("report.html")
    again = clean(accounted("-C", "q", "run", cwd=tmp_path), 0)
    assert "nothing was done" in again.stderr
    status = json.loads(clean(accounted("status", "--json", cwd=tmp_path / "q" / "input"), 0).stdout)
    assert [f["state"] for f in status["files"]] == ["parsed"] * 5
    verified = clean(accounted("verify", "--against", status["head"], cwd=tmp_path / "q"), 0)
    assert "those of the anchor" in verified.stdout
    wrong = clean(accounted("verify", "--against", "0123456789abcdef", cwd=tmp_path / "q"), 1)
    assert "not in this chain" in wrong.stderr
    claims = [json.loads(x) for x in clean(accounted("claims", "--json", cwd=tmp_path / "q"), 0).stdout.splitlines()]
    traced = json.loads(clean(accounted("trace", claims[0]["id"], "--json", cwd=tmp_path / "q"), 0).stdout)
    assert traced["steps"][0]["what"] == "claim"
    clean(accounted("trace", "clm_nothing", cwd=tmp_path / "q"), 1)
    assert "files" in clean(accounted("status", cwd=tmp_path / "q"), 0).stdout
    assert (tmp_path / "q" / "plan.toml").is_file()
    assert "plan       none: every estimate is exploratory" in (
        clean(accounted("status", cwd=tmp_path / "q"), 0).stdout
    )
    assert [(s["status"], s["run"]) for s in status["standings"]] == [("exploratory", 1)] * 2
    estimates = clean(accounted("estimate", "--json", cwd=tmp_path / "q"), 0).stdout.splitlines()
    assert {json.loads(line)["table"] for line in estimates} == {"killed", "table"}


CLAIM_FIELDS = {
    "id", "document", "start", "end", "quote", "kind", "figure", "act", "unit", "counted", "polarity", "modality",
    "when", "where", "attribution", "said_when", "part_of", "position", "loaded", "updates", "language",
}  # fmt: skip


def test_read_and_claims_of_a_file_touch_no_inquiry(files):  # R6
    name = files / "documents" / "statement.txt"
    text = clean(accounted("read", name, cwd=files), 0).stdout
    found = [json.loads(line) for line in clean(accounted("claims", name, "--json", cwd=files), 0).stdout.splitlines()]
    assert found
    for claim in found:
        assert set(claim) == CLAIM_FIELDS
        assert text[claim["start"] : claim["end"]] == claim["quote"]
        assert claim["document"] == str(name)
    whole = json.loads(clean(accounted("read", name, "--json", cwd=files), 0).stdout)
    assert whole["text"] == text
    assert whole["passages"][0]["position"] == "headline"
    assert not (files.parent / ".accounted").exists()


def test_link_and_estimate_of_files(files, tmp_path):  # R24
    lists = sorted((files / "lists").glob("*.csv"))
    done = clean(
        accounted("link", *lists, "--out", "c.csv", "--pairs", "p.csv", "--samples", "4", "--samples-out", "s.parquet",
                  "--json", cwd=tmp_path), 0)  # fmt: skip
    summary = json.loads(done.stdout)
    assert {"n_records", "n_clusters", "n_review", "overlap", "deduplicated"} <= set(summary)
    assert "north, relief, south" in done.stderr
    for note in ("not calibrated here", "pairs made by", "lost because no rule compared them"):
        assert note in done.stderr
        assert any(note in said for said in summary["notes"])
    rows = list(csv.DictReader((tmp_path / "c.csv").read_text(encoding="utf-8").splitlines()))
    assert len(rows) == summary["n_records"] == sum(len(p.read_text().splitlines()) - 1 for p in lists)
    assert {"name", "date", "age", "sex", "list", "record_id", "cluster_id"} <= set(rows[0])
    assert len({r["record_id"] for r in rows}) == len(rows)
    pairs = list(csv.DictReader((tmp_path / "p.csv").read_text(encoding="utf-8").splitlines()))
    assert list(pairs[0]) == ["left", "right", "match_weight", "match_probability", "judgement", "why"]
    answer = json.loads(
        clean(accounted("estimate", "c.csv", "--samples", "s.parquet", "--json", cwd=tmp_path), 0).stdout
    )
    stratum = answer["strata"][0]
    assert stratum["lower"] <= stratum["point"] <= stratum["upper"]
    assert stratum["n_observed"] == len({r["cluster_id"] for r in rows if r["cluster_id"]})


def test_names_may_stand_between_commas_or_in_options_of_their_own(tmp_path):
    (tmp_path / "t.csv").write_text(TABLE, encoding="utf-8")
    between = clean(accounted("estimate", "t.csv", "--json", "--lists", "A, B", "--models", "dga", cwd=tmp_path), 0)
    apart = ("--lists", "A", "--models", "dga", "--lists", "B")
    assert clean(accounted("estimate", "t.csv", "--json", *apart, cwd=tmp_path), 0).stdout == between.stdout
    assert json.loads(between.stdout)["strata"][0]["lists"] == ["A", "B"]


def test_estimate_of_a_table_has_the_contracts_shape(tmp_path):
    (tmp_path / "t.csv").write_text(TABLE, encoding="utf-8")
    answer = json.loads(clean(accounted("estimate", "t.csv", "--json", "--seed", "5", cwd=tmp_path), 0).stdout)
    assert set(answer) == {"table", "strata", "total"}
    stratum = answer["strata"][0]
    assert {
        "stratum", "status", "reason", "modes", "n_observed", "lists", "point", "lower", "upper", "prob", "models",
        "diagnostics", "assumptions", "seed",
    } <= set(stratum)  # fmt: skip
    assert {"rhat", "ess", "chains", "saturated", "truncated", "warnings"} == set(stratum["diagnostics"])
    assert stratum["seed"] == 5
    (tmp_path / "two.csv").write_text("A,B,count\n1,0,5\n0,1,4\n1,1,2\n", encoding="utf-8")
    two = json.loads(clean(accounted("estimate", "two.csv", "--json", cwd=tmp_path), 0).stdout)
    assert two["strata"][0]["status"] == "not_estimable"
    assert two["strata"][0]["point"] is None


ODD = (
    "name,age,died\nArelo Tarvo,1979,2031-03-01\nBemina Vasko,5,2031-03-02\nCorvan Prenn,-7,2031-03-03\nIvo Yelmin,8,\n"
)


def test_lint_says_what_is_odd_names_nobody_and_links_nothing(tmp_path):
    (tmp_path / "odd.csv").write_text(ODD, encoding="utf-8")
    (tmp_path / "good.csv").write_text("name,age\nEsto Ostrel,4\nFarula Quisto,5\n", encoding="utf-8")
    before = sorted(p.name for p in tmp_path.iterdir())
    done = clean(accounted("link", "odd.csv", "good.csv", "--lint", cwd=tmp_path), 0)
    assert "odd.csv: 2 things to check" in done.stdout
    assert "good.csv: nothing odd was found" in done.stdout
    assert "people" not in done.stdout
    lines = clean(accounted("link", "odd.csv", "good.csv", "--lint", "--json", cwd=tmp_path), 0).stdout.splitlines()
    found = [json.loads(line) for line in lines]
    assert [(f["kind"], f["rows"]) for f in found] == [("age_is_year", [[1]]), ("age_impossible", [[3]])]
    assert found[0]["file"] == "odd.csv"
    linked = clean(accounted("link", "odd.csv", "good.csv", cwd=tmp_path), 0)
    assert "2 things to check in odd.csv; `--lint` shows them" in linked.stderr
    assert "good.csv;" not in linked.stderr
    for shown in (done.stdout + done.stderr, "".join(lines), linked.stderr):
        assert not re.search("Arelo|Tarvo|Bemina|Vasko|Corvan|Prenn", shown)
    assert sorted(p.name for p in tmp_path.iterdir()) == before


def test_status_counts_what_is_odd_and_lists_it(tmp_path):
    clean(accounted("init", "q", cwd=tmp_path), 0)
    (tmp_path / "odd.csv").write_text(ODD, encoding="utf-8")
    clean(accounted("add", "odd.csv", "-C", "q", cwd=tmp_path), 0)
    assert "2 things to check in them" in clean(accounted("status", "-C", "q", cwd=tmp_path), 0).stdout
    shown = clean(accounted("status", "--lists", "-C", "q", cwd=tmp_path), 0).stdout
    assert "odd.csv: 2 things to check" in shown
    assert "age: the age cannot be: below 0 or above 120 years (-7): row 3." in shown
    assert not re.search("Arelo|Tarvo|Bemina|Vasko|Corvan|Prenn", shown)


BAD = [
    ("claims of nothing", ["claims", "nowhere.txt"], 2, "no such file"),
    ("claims of a folder", ["claims", "folder"], 2, "folder"),
    ("link of a folder", ["link", "folder"], 2, "folder"),
    ("estimate of a folder", ["estimate", "folder"], 2, "folder"),
    ("claims of an empty file", ["claims", "empty"], 1, "empty"),
    ("link of an empty file", ["link", "empty.csv"], 1, "empty"),
    ("estimate of an empty file", ["estimate", "empty.csv"], 1, "empty"),
    ("an unreadable PDF", ["claims", "bad.pdf"], 1, "PDF"),
    ("a list without a name column", ["link", "nameless.csv"], 1, "name"),
    ("negative counts", ["estimate", "negative.csv"], 1, "negative"),
    ("a 2 in a list column", ["estimate", "two.csv"], 1, "2"),
    ("a date that is none", ["claims", "good.txt", "--dated", "yesterday"], 1, "EDTF"),
    ("a list that is not there", ["link", "good.csv", "--deduplicated", "other"], 2, "no list other"),
    ("lint of nothing", ["link", "--lint"], 2, "--lint"),
    ("lint that should write", ["link", "good.csv", "--lint", "--out", "c.csv"], 2, "links nothing"),
    ("lint of two that are no lists", ["link", "nameless.csv", "empty.csv", "--lint"], 1, "error: empty.csv"),
    ("two that are no lists", ["link", "nameless.csv", "empty.csv"], 1, "error: empty.csv"),
    ("lint of what is no list", ["link", "nameless.csv", "--lint"], 1, "name"),
    ("a table of no kind", ["link", "good.csv", "--out", "c.txt"], 2, "end it in .csv"),
    ("a folder that is not there", ["link", "good.csv", "--pairs", "nowhere/p.csv"], 2, "make the folder nowhere"),
    ("a list written over", ["link", "good.csv", "--out", "./good.csv"], 2, "overwrite a list"),
    ("two tables in one file", ["link", "good.csv", "--out", "c.csv", "--pairs", "c.csv"], 2, "two tables"),
    ("draws of no number", ["link", "good.csv", "--samples-out", "s.csv"], 2, "--samples N"),
    ("options without a list", ["link", "--out", "c.csv"], 2, "name lists"),
    ("numbers for names", ["link", "numbered.csv"], 1, "most values of name have no letters"),
    ("a model that is not there", ["estimate", "negative.csv", "--models", "magic"], 2, "no model magic"),
    ("no inquiry", ["status"], 2, "no inquiry"),
    ("an unknown verb", ["guess"], 2, "guess"),
    ("a path that is not there", ["add", "x"], 2, "no inquiry"),
]


@pytest.mark.parametrize(("arguments", "code", "said"), [b[1:] for b in BAD], ids=[b[0] for b in BAD])
def test_bad_input_is_one_readable_error(tmp_path, arguments, code, said):
    (tmp_path / "folder").mkdir()
    (tmp_path / "empty").write_bytes(b"")
    (tmp_path / "empty.csv").write_bytes(b"")
    (tmp_path / "bad.pdf").write_bytes(b"%PDF-1.7 nothing")
    (tmp_path / "numbered.csv").write_text("name,age\n1,2\n3,4\n", encoding="utf-8")
    (tmp_path / "nameless.csv").write_text("a,b\n1,2\n3,4\n", encoding="utf-8")
    (tmp_path / "negative.csv").write_text("A,B,C,count\n1,0,0,-4\n0,1,1,3\n", encoding="utf-8")
    (tmp_path / "two.csv").write_text("A,B,C,count\n1,0,2,4\n0,1,1,3\n", encoding="utf-8")
    (tmp_path / "good.txt").write_text("Made up.\n", encoding="utf-8")
    (tmp_path / "good.csv").write_text("name,age\nArelo Tarvo,4\nBemina Vasko,5\n", encoding="utf-8")
    before = sorted(p.name for p in tmp_path.iterdir())
    done = clean(accounted(*arguments, cwd=tmp_path), code)
    assert said in done.stderr
    assert done.stdout == ""
    assert sorted(p.name for p in tmp_path.iterdir()) == before


def test_an_unknown_setting_offers_the_nearest_and_changes_nothing(tmp_path):
    clean(accounted("init", "q", cwd=tmp_path), 0)
    (tmp_path / "q" / "inquiry.toml").write_text('titel = "x"\n', encoding="utf-8")
    done = clean(accounted("run", "-C", "q", cwd=tmp_path), 2)
    assert "did you mean title" in done.stderr


def test_parts_that_fail_give_3_and_the_others_go_on(files, tmp_path):  # P3
    clean(accounted("init", "q", cwd=tmp_path), 0)
    (files / "documents" / "bad.pdf").write_bytes(b"%PDF-1.7 nothing")
    done = clean(accounted("add", files, "-C", "q", cwd=tmp_path), 3)
    assert "bad.pdf" in done.stderr
    status = json.loads(clean(accounted("status", "--json", "-C", "q", cwd=tmp_path), 0).stdout)
    assert sorted(f["state"] for f in status["files"]) == ["failed"] + ["parsed"] * 5


def test_help_and_version(tmp_path):
    shown = clean(accounted("--help", cwd=tmp_path), 0).stdout
    for verb in (
        "init",
        "add",
        "status",
        "read",
        "claims",
        "link",
        "estimate",
        "report",
        "run",
        "trace",
        "verify",
        "demo",
    ):
        assert re.search(rf"^  {verb} ", shown, re.MULTILINE), verb
    assert clean(accounted("--version", cwd=tmp_path), 0).stdout.startswith("accounted ")
    assert Path(tmp_path).exists()
