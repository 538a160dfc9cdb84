"""At a terminal, whoever adds a list is shown what its columns seem to mean; elsewhere nothing is asked."""

from __future__ import annotations

import os
import pty
import select
import subprocess
import sys
import time

import pytest

from tests_support import accounted, clean

LIST = "name,date,number,sex\nArelo Tarvo,2031-03-01,4,M\nBemina Vasko,2031-03-02,5,F\nCorvan Prenn,2031-04-02,61,M\n"


@pytest.fixture
def inquiry(tmp_path):
    clean(accounted("init", "q", cwd=tmp_path), 0)
    (tmp_path / "made-up.csv").write_text(LIST, encoding="utf-8")
    return tmp_path


def at_terminal(*arguments, cwd, answers):
    """Run the command at a terminal of its own and type each answer when it asks; give back what it showed."""
    terminal, ours = pty.openpty()
    command = [sys.executable, "-c", "from accounted.cli.main import main; main()", *arguments]
    running = subprocess.Popen(command, cwd=cwd, stdin=ours, stderr=ours, stdout=subprocess.PIPE)
    os.close(ours)
    shown, asked, until = b"", 0, time.monotonic() + 120
    while time.monotonic() < until:
        if select.select([terminal], [], [], 0.2)[0]:
            try:
                part = os.read(terminal, 65536)
            except OSError:
                break
            if not part:
                break
            shown += part
        if shown.count(b"columns> ") > asked and asked < len(answers):
            os.write(terminal, answers[asked].encode() + b"\n")
            asked += 1
    running.wait(timeout=60)
    running.stdout.close()
    os.close(terminal)
    return running.returncode, shown.decode("utf-8", "replace"), asked


def test_a_person_changes_and_approves(inquiry):
    answers = ["9 age", "3 ages", "3 age", "4 -", ""]
    code, shown, asked = at_terminal("add", "made-up.csv", "-C", "q", cwd=inquiry, answers=answers)
    assert (code, asked) == (0, 5)
    assert "[4 | 5 | 61]" in shown
    assert "1 to 4" in shown
    assert "did you mean age?" in shown
    assert not [name for name in ("Arelo", "Bemina", "Prenn") if name in shown]
    settings = (inquiry / "q" / "inquiry.toml").read_text(encoding="utf-8")
    assert 'age = "number"' in settings
    assert 'sex = ""' in settings
    assert "columns_approved = true" in settings
    code, shown, asked = at_terminal("add", "made-up.csv", "-C", "q", cwd=inquiry, answers=[""])
    assert (code, asked) == (0, 0)
    lists = clean(accounted("status", "--lists", "-C", "q", cwd=inquiry), 0).stdout
    assert "columns approved" in lists
    assert "number: age" in lists
    assert "not approved" not in clean(accounted("status", "-C", "q", cwd=inquiry), 0).stdout


@pytest.mark.parametrize("answers", [["later"], None])
def test_a_guess_nobody_approved_is_said_to_be_one(inquiry, answers):
    if answers:
        assert at_terminal("add", "made-up.csv", "-C", "q", cwd=inquiry, answers=answers)[0] == 0
    else:
        done = clean(accounted("add", "made-up.csv", "-C", "q", "--yes", cwd=inquiry), 0)
        assert "made-up.csv: columns guessed, not approved: name = name, died = date" in done.stderr
        assert "2031-03-01" not in done.stderr
    assert "columns guessed, not approved: made-up.csv" in clean(accounted("status", "-C", "q", cwd=inquiry), 0).stdout
    assert "columns_approved = false" in (inquiry / "q" / "inquiry.toml").read_text(encoding="utf-8")


def test_yes_asks_nothing_at_a_terminal(inquiry):
    code, _, asked = at_terminal("add", "made-up.csv", "-C", "q", "--yes", cwd=inquiry, answers=[""])
    assert (code, asked) == (0, 0)
