"""Long lists: in the record whole or not at all, in bounded memory, whatever befalls the child that reads them."""

import subprocess
import sys

import pytest
from benchmarks.intake.kills import kill_at_random

from accounted.inquiry import contents, init_inquiry, list_reading, open_inquiry
from accounted.sandbox import Limits

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs fork")
N_ROWS = 9_000


def write_rows(path, n=N_ROWS):
    path.parent.mkdir(exist_ok=True)
    with path.open("w", encoding="utf-8") as writer:
        writer.write("name,date,age\n")
        writer.writelines(f"Ombra Vask {n},2031-07-{n % 28 + 1:02d},{n % 90}\n" for n in range(n))
    return path


def test_killed_among_the_rows_of_a_list(tmp_path):  # P1
    write_rows(tmp_path / "brought" / "list.csv")
    assert kill_at_random(tmp_path, tmp_path / "brought", 5, seed=3).n_tried == 5


class _Heard:
    def __init__(self):
        self.steps, self.done = [], {}

    def step(self, name, total=None):
        self.steps.append((name, total))

    def advance(self, parts=1):
        name = self.steps[-1][0]
        self.done[name] = self.done.get(name, 0) + parts

    def note(self, text):
        pass


def test_progress_counts_the_rows(tmp_path):
    heard = _Heard()
    init_inquiry(tmp_path / "inquiry").close()

    inquiry = open_inquiry(tmp_path / "inquiry", progress=heard)
    inquiry.add([write_rows(tmp_path / "brought" / "list.csv")])
    inquiry.close()
    for name in ("look over list.csv", "read list.csv"):
        assert (name, N_ROWS) in heard.steps
        assert heard.done[name] == N_ROWS


def test_a_list_that_breaks_off_among_its_rows_fails_alone(tmp_path, monkeypatch):  # P3, R5
    real = list_reading.stream_parser

    def breaking(parsers, module, function, source, **options):
        if options["file"] == "long.csv":
            options["limits"] = Limits(memory=2 << 30, cpu_seconds=1, wall_seconds=60)
        return real(parsers, module, function, source, **options)

    monkeypatch.setattr(list_reading, "stream_parser", breaking)
    folder = tmp_path / "brought"
    long, short = write_rows(folder / "long.csv", 60_000), write_rows(folder / "short.csv", 40)
    inquiry = init_inquiry(tmp_path / "inquiry")
    _, outcome = inquiry.add([long, short])
    assert [name for name, _ in outcome.failed] == ["long.csv"]
    assert "processor time" in outcome.failed[0][1]
    assert {record.list for record in inquiry.records().values()} == {"short"}
    assert len(inquiry._ledger.rows("record")) == 40
    assert [info.name for info in contents.lists(inquiry._ledger)] == ["short"]
    inquiry.verify()
    inquiry.close()


PROGRAM = """
import resource, sys
import accounted
accounted.open(sys.argv[1]).add([sys.argv[2]])
print(max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) >> 10)
"""


def test_five_times_the_rows_need_hardly_more_memory(tmp_path):  # P5
    peaks = []
    for n in (12_000, 60_000):
        init_inquiry(tmp_path / f"{n}").close()
        path = write_rows(tmp_path / "brought" / f"{n}.csv", n)
        command = [sys.executable, "-c", PROGRAM, str(tmp_path / f"{n}"), str(path)]
        peaks.append(int(subprocess.run(command, capture_output=True, text=True, check=True).stdout))
    # Read at once, 48,000 rows took 76 MB more; what the record keeps in memory ends at 128 MB.
    assert peaks[1] - peaks[0] < 50, peaks
