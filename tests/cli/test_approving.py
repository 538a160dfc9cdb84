"""At a terminal, whoever adds a list is shown what its columns seem to mean; elsewhere nothing is asked."""

from __future__ import annotations

import os
import pty
import select
import signal
import subprocess
import sys
import time

import pytest

from tests_support import accounted, clean

LIST = "name,date,number,sex\nArelo Tarvo,2031-03-01,4,M\nBemina Vasko,2031-03-02,5,F\nCorvan Prenn,2031-04-02,61,M\n"

# Whoever runs the tests in the background ignores the signal of the keyboard, and what they start inherits that.
HEAR = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); "


@pytest.fixture
def inquiry(tmp_path):
    clean(accounted("init", "q", cwd=tmp_path), 0)
    (tmp_path / "made-up.csv").write_text(LIST, encoding="utf-8")
    return tmp_path


def at_terminal(*arguments, cwd, answers, question=b"columns> "):
    """Run the command at a terminal of its own and type each answer when it asks; give back what it showed."""
    terminal, ours = pty.openpty()
    command = [sys.executable, "-c", f"{HEAR}from accounted.cli.main import main; main()", *arguments]
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
        if shown.count(question) > asked and asked < len(answers):
            if answers[asked] == "\x03":
                running.send_signal(signal.SIGINT)
            else:
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


@pytest.mark.parametrize(
    ("answer", "code", "said"), [("n", 0, "the new version was refused"), ("\x03", 130, "stopped")]
)
def test_a_new_version_is_asked_about_and_the_keyboard_stops_it(inquiry, answer, code, said):
    accounted("add", "made-up.csv", "-C", "q", "--yes", cwd=inquiry)
    (inquiry / "made-up.csv").write_text(LIST.replace("61", "62"), encoding="utf-8")
    ended, shown, asked = at_terminal(
        "add", "made-up.csv", "-C", "q", cwd=inquiry, answers=[answer], question=b"before? [y/N] "
    )
    assert (ended, asked) == (code, 1)
    assert "2 rows as before, 0 new, 1 changed, 0 gone" in shown
    assert said in shown
    assert "a new version" not in clean(accounted("status", "-C", "q", cwd=inquiry), 0).stdout


def test_the_keyboard_stops_it_while_it_is_still_loading(tmp_path):
    slow = "import sys; sys.modules['accounted.cli.main'] = None\nclass Slow:\n    def find_spec(self, name, *_):\n"
    slow += "        if name == 'accounted.cli.main': raise KeyboardInterrupt\n"
    program = f"{slow}del sys.modules['accounted.cli.main']\nsys.meta_path.insert(0, Slow())\n"
    program += "from accounted.cli.starting import main; main()"
    done = subprocess.run([sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (130, "stopped before anything was done\n")
