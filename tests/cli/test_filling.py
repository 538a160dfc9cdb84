"""Labels that are not stated are filled in by the command, or refused."""

from __future__ import annotations

import json

import pytest

from accounted.cli.filling import fill_labels
from accounted.model.capture import CaptureTable
from accounted.model.errors import UsageError
from tests_support import accounted, clean

COUNTS = {(1, 0, 0): 41, (0, 1, 0): 36, (0, 0, 1): 30, (1, 1, 0): 9, (1, 0, 1): 11, (0, 1, 1): 8, (1, 1, 1): 3}


def _table(label: str, k: int) -> CaptureTable:
    return CaptureTable.of("ABC", {h: n * k for h, n in COUNTS.items()}, label)


def test_nothing_changes_where_all_labels_are_stated():
    tables = (_table("north", 1), _table("south", 2))
    filled = fill_labels(tables, (), ["place"], (), 1)
    assert (filled.tables, filled.samples, filled.carries, filled.assumed) == (tables, (), "the linkage", ())


def test_people_without_a_label_get_one_in_every_draw():
    filled = fill_labels([_table("north", 3), _table("south", 1), _table("not stated", 1)], (), ["place"], (), 1)
    assert [table.stratum for table in filled.tables] == ["north", "south"]
    assert {sum(table.n_observed for table in draw) for draw in filled.samples} == {5 * 138}
    assert filled.carries == "missing labels"
    assert "the same labels" in filled.assumed[0]


def test_too_many_missing_are_refused_unless_the_column_is_named():
    tables = [_table("north", 1), _table("south", 1), _table("not stated", 3)]
    with pytest.raises(UsageError, match="more than 40 %") as caught:
        fill_labels(tables, (), ["place"], (), 1)
    assert "--impute-above" in caught.value.mend
    assert len(fill_labels(tables, (), ["place"], ["place"], 1).tables) == 2
    with pytest.raises(UsageError, match="does not split"):
        fill_labels(tables, (), ["place"], ["sex"], 1)


def test_the_command_fills_labels_and_says_what_that_rests_on(tmp_path):
    rows = ["place,A,B,C,count"]
    for place, k in (("north", 3), ("south", 1), ("", 1)):
        rows += [f"{place},{','.join(map(str, h))},{n * k}" for h, n in COUNTS.items()]
    (tmp_path / "t.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    asked = ("estimate", "t.csv", "--strata", "place", "--models", "dga")
    found = json.loads(clean(accounted(*asked, "--json", cwd=tmp_path), 0).stdout)
    assert [stratum["stratum"] for stratum in found["strata"]] == ["north", "south"]
    assert found["total"]["of"] == "all strata"
    for stratum in found["strata"]:
        said = " ".join(stratum["assumptions"])
        assert "doubt about missing labels is carried by 50 draws of the labels" in said
        assert "records are linked without error" in said
        assert stratum["linkage_share"] is None
    assert "the same labels" in clean(accounted(*asked, cwd=tmp_path), 0).stdout


def test_a_stratum_that_is_no_column_of_the_linkage_is_named_with_the_columns_there_are(tmp_path):
    (tmp_path / "c.csv").write_text("list,record_id,cluster_id,month\nA,1,1,2031-03\n", encoding="utf-8")
    wrong = accounted("estimate", "c.csv", "--strata", "mnth", cwd=tmp_path)
    assert wrong.returncode == 2
    assert "there is no column mnth" in wrong.stderr
    assert "list, record_id, cluster_id, month" in " ".join(wrong.stderr.split())
