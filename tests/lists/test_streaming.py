"""A list read row by row is the list read at once: the same records, lists and findings, whatever its length (P5)."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounted.lists import lint_list, read_list, surveying
from accounted.lists.lint_sheet import Batch
from accounted.lists.linting import Linter
from accounted.lists.streaming import stream_list
from accounted.lists.surveying import survey_file, survey_rows
from accounted.model.canonical import canonical_bytes, plain
from accounted.model.errors import UnreadableList
from accounted.model.ids import IdMaker
from accounted.model.vocabularies import SHIPPED, Codebook, Coding, shipped
from accounted.store import columns_of
from accounted.store.codec import to_row

KEY = b"a made-up key"
HEADER = (
    "id",
    "name",
    "father",
    "sex",
    "age",
    "birth",
    "died",
    "village",
    "outcome",
    "list",
    "national id",
    "note",
    "act",
    "date of arrest",
    "victims",
)
CELLS = (
    ("1", "2", "7", ""),
    ("Ombra Vask", "Tilde Orren", "Unknown male", "M?ller Tor", "زينب كريم", "family of 7", " Ombra Vask ", ""),
    ("Vask", "", "n/k"),
    ("F", "M", "?", "x7"),
    ("30", "1979", "-3", "", "99", "6 months"),
    ("1999-01-01", "34", "soon", "", "1380/01/01"),
    ("2031-03-20", "2031-03", "3/4/2031", "", "n/k", "1900-01-01"),
    ("Osk", "Trin", "unknown", "N/A", "Zoë"),
    ("killed", "missing", "Code 7", ""),
    ("A", "B"),
    ("77", "", "n/k"),
    ("", "text, with a comma", 'a "quoted"\nnote'),
    ("", "detained; tortured", "killed", "Z9"),
    ("", "2030-03-07", "soon"),
    ("", "1", "7"),
)
ROW = st.tuples(*map(st.sampled_from, CELLS)) | st.just(("",) * len(HEADER))


def write(path: Path, rows: list[tuple[str, ...]]) -> Path:
    lines = [",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in (HEADER, *rows)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def stream(path: Path, **said: Any) -> tuple[dict[str, Any], list[list[Any]], Any]:
    """Read a list as the child does: what is said of the lists, the rows of cells, and the findings."""
    survey = path.with_suffix(".survey")
    survey.write_bytes(canonical_bytes(survey_file(path)))
    sent: list[Any] = []
    asked: dict[str, Any] = {
        "name": None, "columns": {}, "list_column": None, "deduplicated": None, "places": (), "period": None,
        "copies": (), "status": {}, "said": (), "coding": plain(SHIPPED),
    }  # fmt: skip
    answer = stream_list(
        path, lambda part: sent.append(json.loads(canonical_bytes(part))), survey=str(survey), key=KEY.hex(),
        file=path.name, **(asked | said),
    )  # fmt: skip
    heading = next(part for part in sent if isinstance(part, dict))
    rows = [row for part in sent if isinstance(part, list) for row in part]
    assert sum(part for part in sent if isinstance(part, int)) == len(rows)
    return heading, rows, answer["findings"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40, deadline=None)
@given(st.lists(ROW, min_size=1, max_size=40))
def test_row_by_row_is_all_at_once(tmp_path: Path, rows: list[tuple[str, ...]]) -> None:  # P5, R4
    path = write(tmp_path / "made-up.csv", rows)
    try:
        lists, records = read_list(path, make_id=IdMaker(KEY), file=path.name)
    except UnreadableList:
        return
    heading, cells, findings = stream(path)
    assert heading["lists"] == plain(lists)
    names = columns_of("record")[1:]
    whole = [to_row("record", record, run=1) for record in records]
    assert cells == [[row[name] for name in names] for row in whole]
    assert findings == lint_list(lists, records)


def test_codes_of_the_inquiry_reach_the_child(tmp_path: Path) -> None:  # R21
    own = Coding(Codebook("2", "made up", (("act", "Z9", "killed"),)), (shipped("cause"),))
    path = write(
        tmp_path / "made-up.csv", [tuple(cells[1] for cells in CELLS), tuple(cells[-1] for cells in CELLS)] * 3
    )
    lists, records = read_list(path, make_id=IdMaker(KEY), file=path.name, coding=own)
    heading, cells, _ = stream(path, coding=plain(own))
    assert heading["lists"] == plain(lists)
    assert [row[-1] for row in cells] == [to_row("record", record, run=1)["casualty"] for record in records]


def test_order_of_rows_changes_neither_ids_nor_outputs(tmp_path: Path) -> None:  # R4, R33
    rng = random.Random(3)
    rows = [tuple(map(rng.choice, CELLS)) for _ in range(300)]
    heading, cells, _ = stream(write(tmp_path / "a.csv", [*rows, *rows[:50]]))
    rng.shuffle(shuffled := [*rows, *rows[:50]])
    again, others, _ = stream(write(tmp_path / "a.csv", shuffled))
    assert sorted(row[0] for row in cells) == sorted(row[0] for row in others)
    assert len({row[0] for row in cells}) == len(cells)
    assert heading == again


def test_a_linter_that_takes_batches_finds_what_one_batch_shows(tmp_path: Path) -> None:
    rng = random.Random(4)
    path = write(tmp_path / "a.csv", [tuple(map(rng.choice, CELLS)) for _ in range(500)])
    lists, records = read_list(path, make_id=IdMaker(KEY), file="a.csv")
    rows = [tuple(value for _, value in record.values) for record in records]
    sheets = [linter._sheet for linter in _linters(lists, records)]
    keys = [hash((record.list, *row)) % (1 << 64) for record, row in zip(records, rows, strict=True)]
    linter = Linter(sheets[0])
    for start in range(0, 500, 7):
        linter.see(rows[start : start + 7], records[start : start + 7], keys[start : start + 7])
    linter.settle()
    for start in range(0, 500, 7):
        linter.look(Batch(start, rows[start : start + 7], records[start : start + 7]))
    assert linter.findings("a.csv") == lint_list(lists, records)


def _linters(lists: Any, records: Any) -> list[Linter]:
    made: list[Linter] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Linter, "findings", lambda self, file: made.append(self) or ())
        lint_list(lists, records)
    return made


def test_a_broken_row_in_the_middle_is_named(tmp_path: Path) -> None:  # P3
    path = tmp_path / "made-up.csv"
    lines = ["name,age", *(f"Ombra Vask {n},{n % 90}" for n in range(30_000))]
    lines[17_003] = "Ombra Vask, of Velm,30,F"
    path.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(UnreadableList, match=r"row 17003 \(4\)"):
        survey_file(path)
    lines[17_003] = '"Ombra Vask,30'
    path.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(UnreadableList) as error:
        survey_file(path)
    assert error.value.where == "row 17003"


@pytest.mark.parametrize("codec", ["cp1252", "utf-8"])
def test_letters_that_come_late_decide_the_encoding(tmp_path: Path, codec: str) -> None:
    path = tmp_path / "made-up.csv"
    path.write_bytes(("name,age\n" + "Ombra Vask,30\n" * 100_000 + "Zoë Väsk,31\n").encode(codec))
    survey = survey_file(path)
    assert survey.read_as.startswith({"cp1252": "Windows-1252", "utf-8": "UTF-8"}[codec])
    assert survey.column("name").counts == {"Ombra Vask": 100_000, "Zoë Väsk": 1}


def test_what_is_kept_of_a_table_does_not_depend_on_order(monkeypatch: pytest.MonkeyPatch) -> None:  # R33
    monkeypatch.setattr(surveying, "_MOST_VALUES", 0)
    monkeypatch.setattr(surveying, "_FEWEST_VALUES", 100)
    rng = random.Random(5)
    rows = [[f"Ombra {n}", str(n % 9)] for n in range(6_000)]
    one = survey_rows([["name", "age"], *rows], "made up")
    rng.shuffle(rows)
    other = survey_rows([["name", "age"], *rows], "made up")
    assert (one.sample, one.columns) == (other.sample, other.columns)
    assert [column.is_whole for column in one.columns] == [False, True]
    assert len(one.sample) == 2_000
    assert one.column("age").counts["3"] == sum(n % 9 == 3 for n in range(6_000))


PROGRAM = """
import resource, sys
from pathlib import Path
from accounted.lists.streaming import stream_list
from accounted.lists.surveying import survey_file
from accounted.model.canonical import canonical_bytes

path, survey = Path(sys.argv[1]), Path(sys.argv[1] + ".survey")
survey.write_bytes(canonical_bytes(survey_file(path)))
said = dict.fromkeys(("name", "list_column", "deduplicated", "period"))
coding = {"codebook": None, "others": ()}
empty = {"columns": {}, "places": (), "copies": (), "status": {}, "said": (), "coding": coding}
stream_list(path, lambda part: None, survey=str(survey), key="00", file="made-up.csv", **said, **empty)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def test_five_times_the_rows_need_hardly_more_memory(tmp_path: Path) -> None:  # P5
    peaks = []
    for n in (20_000, 100_000):
        path = tmp_path / f"{n}.csv"
        with path.open("w", encoding="utf-8") as writer:
            writer.write("name,died\n")
            writer.writelines(f"Ombra Vask {n} of Upper Velm by the river,2031-07-{n % 28 + 1:02d}\n" for n in range(n))
        done = subprocess.run([sys.executable, "-c", PROGRAM, str(path)], capture_output=True, text=True, check=True)
        peaks.append(int(done.stdout) >> 10)
    # Read at once, 80,000 rows took more than 100 MB more. What stays of a row are some 60 bytes.
    assert peaks[1] - peaks[0] < 40, peaks
