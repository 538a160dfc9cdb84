import json

import pytest

from accounted.cli.checks import parse_conclusion
from accounted.model.errors import UsageError
from tests_support import TABLE, accounted, clean


@pytest.mark.parametrize(
    ("said", "number", "direction", "inclusive"),
    [
        ("over 10000", 10_000, "over", False),
        (" at least 10,000 ", 10_000, "over", True),
        ("Fewer than 1 200", 1_200, "under", False),
        ("at most 7", 7, "under", True),
    ],
)
def test_conclusions_are_read(said, number, direction, inclusive):
    found = parse_conclusion(said)
    assert (found.number, found.direction, found.inclusive) == (number, direction, inclusive)
    assert found.words == said.strip()


@pytest.mark.parametrize("said", ["", "many", "over", "over x", "about 5", "over ,", "10000", "over 10.5", "over 1,00"])
def test_other_words_are_refused(said):
    with pytest.raises(UsageError, match="cannot read the conclusion"):
        parse_conclusion(said)


def test_checks_come_after_the_estimate_in_words_and_as_json(tmp_path):
    (tmp_path / "t.csv").write_text(TABLE, encoding="utf-8")
    said = clean(accounted("estimate", "t.csv", "--conclusion", "over 5000", cwd=tmp_path), 0).stdout
    assert said.index("credible interval") < said.index("If the people on no list were more or fewer")
    assert "“over 5000”" in said
    answer = json.loads(clean(accounted("estimate", "t.csv", "--checks", "--json", cwd=tmp_path), 0).stdout)
    (checks,) = answer["checks"]
    assert {"sensitivity", "known_answers", "leave_one_out", "over_count"} <= set(checks)
    refused = accounted("estimate", "t.csv", "--conclusion", "many", cwd=tmp_path)
    assert refused.returncode == 2
    assert "cannot read the conclusion" in refused.stderr


def test_covariates_of_linked_records(tmp_path):
    rows = ["list,record_id,cluster_id,place"]
    for number in range(400):
        place = "town" if number % 3 else "village"
        on = [number % 2 == 0, number % 5 < 2]
        rows += [f"{name},{name}{number},c{number},{place}" for name, is_on in zip("AB", on, strict=True) if is_on]
    (tmp_path / "c.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    done = clean(accounted("estimate", "c.csv", "--covariates", "place", "--json", cwd=tmp_path), 0)
    (stratum,) = json.loads(done.stdout)["strata"]
    assert stratum["models"][0]["name"] == "doubly_robust"
    assert stratum["n_observed"] <= stratum["lower"] <= stratum["point"] <= stratum["upper"]
    wrong = accounted("estimate", "c.csv", "--covariates", "height", cwd=tmp_path)
    assert wrong.returncode == 2
    assert "there is no column height" in wrong.stderr
    (tmp_path / "t.csv").write_text(TABLE, encoding="utf-8")
    assert "a capture table has none" in accounted("estimate", "t.csv", "--covariates", "x", cwd=tmp_path).stderr


@pytest.mark.parametrize("arguments", [["--checks"], ["--conclusion", "over 5"], ["--covariates", "place"]])
def test_checks_and_covariates_without_a_table_are_refused_and_not_left_out(tmp_path, arguments):
    refused = accounted("estimate", *arguments, cwd=tmp_path)
    assert refused.returncode == 2
    assert "need a table" in refused.stderr


def test_checks_do_not_go_with_covariates(tmp_path):
    (tmp_path / "c.csv").write_text("list,record_id,cluster_id,place\nA,a,c,town\n", encoding="utf-8")
    refused = accounted("estimate", "c.csv", "--covariates", "place", "--checks", cwd=tmp_path)
    assert refused.returncode == 2
    assert "do not go with --covariates" in refused.stderr
