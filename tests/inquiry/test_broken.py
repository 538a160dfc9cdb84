"""Broken files: each ends in exactly one state, good ones beside them go in, nothing is left behind (R5, P3, P4)."""

import sys
from collections import Counter
from pathlib import Path

import pytest
from benchmarks.intake.broken import BROKEN, GOOD, write_broken, write_good

from accounted.inquiry import init_inquiry
from accounted.model.documents import STATES

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="limits on memory are enforced on Linux")


def everything_outside(root, inquiry):
    return {p for p in root.rglob("*") if not p.is_relative_to(inquiry) or p.is_relative_to(inquiry / "input")}


def processes_in(folder):
    found = []
    for entry in Path("/proc").iterdir():
        try:
            if entry.name.isdigit() and (entry / "cwd").readlink().is_relative_to(folder):
                found.append(entry.name)
        except OSError:
            continue
    return found


def test_broken_files_end_in_one_state_each_and_harm_nothing(tmp_path):  # R5, P3, P4
    assert len(BROKEN) >= 60
    inquiry = init_inquiry(tmp_path / "inquiry")
    n = write_broken(inquiry.folder.input) + write_good(inquiry.folder.input)
    before = everything_outside(tmp_path, inquiry.folder.root)
    taken, _ = inquiry.add([inquiry.folder.input])
    status = inquiry.status()
    names = [f.name for f in status.files]
    assert len(names) == len(set(names))
    assert (taken.failed, taken.left_out, status.unread) == ((), (), ())
    given = [name for name in names if not any(name.startswith(f"{other}/") for other in names)]
    assert len(given) == n
    assert {f.state for f in status.files} <= set(STATES)
    assert sum(Counter(f.state for f in status.files).values()) == len(taken.new)
    states = {f.name: f.state for f in status.files}
    assert {name: states[name] for name in (*GOOD, "lists/good.csv")} == dict.fromkeys(
        (*GOOD, "lists/good.csv"), "parsed"
    )
    assert all(f.reason for f in status.files if f.state != "parsed")
    assert everything_outside(tmp_path, inquiry.folder.root) == before
    assert list(inquiry.folder.temp.iterdir()) == []
    assert processes_in(inquiry.folder.root) == []
    inquiry.verify()
    wrong = {name for name in states if states[name] == "parsed" and name in BROKEN} - MAY_BE_READ
    assert wrong == set()


MAY_BE_READ = {
    "one-byte.pdf", "pdf-named.txt", "text-named.pdf", "archive-named.pdf", "no-ending", "nested-20.zip",
    "nothing-in-it.zip", "deep.json", "wrong-charset.html", "nested-mail.eml", "deep.html", "braces.rtf",
    "outside.docx", "laughs.docx",
}  # fmt: skip
"""Wrongly named or odd files whose words can be read all the same."""
