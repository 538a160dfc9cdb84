"""What is decided about columns goes into the user's file, and nothing else in it changes."""

from __future__ import annotations

import stat
import tomllib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accounted.inquiry.folder import Folder, begin
from accounted.inquiry.saving import put_columns, save_columns
from accounted.inquiry.settings import read_settings
from accounted.model.errors import SettingsError

COLUMNS = {"name": "who", "place": ["village", "district"], "age": ""}
TAIL = "\n[[questions]]\nid = 'q'  # the one that matters\ntext = 'How many?'\n"

# (label, the file before, what must stand in it afterwards)
FILES = [
    ("nothing", "", "[[lists]]\nfile = \"lists/a.csv\"\ncolumns = { name = "),
    ("no list", 'title = "x"   # mine\n', 'title = "x"   # mine\n\n[[lists]]\n'),
    ("no line end", 'title = "x"', 'title = "x"\n\n[[lists]]\n'),
    ("its own entry", '[[lists]]\nfile = "a.csv"   # ours\nname = "A"\n' + TAIL,
     '[[lists]]\nfile = "a.csv"   # ours\nname = "A"\ncolumns = '),
    ("an entry with a table", "[[lists]]\nfile = 'a.csv'\n\n[lists.relations]\ncopies = ['B']\n" + TAIL,
     "[lists.relations]\ncopies = ['B']\n"),
    ("the second of two",
     '[[lists]]\nfile = "b.csv"\n\n# about A\n[[ lists ]]\nname = "A"\nfile = "lists/a.csv"\n# end\n',
     '# about A\n[[ lists ]]\nname = "A"\nfile = "lists/a.csv"\ncolumns = '),
    ("a header inside a text", 'notice = """\n[[lists]]\nfile = "lists/a.csv"\n"""\n', 'notice = """\n[[lists]]\n'),
    ("an earlier guess",
     '[[lists]]\nfile = "a.csv"\ncolumns = { name = "old" }\ncolumns_approved = false # guessed\n' + TAIL,
     'file = "a.csv"\ncolumns = { name = "who"'),
    ("a list of many lines", "[[lists]]\nfile = 'a.csv'\nplaces = [\n  'X',   # there\n  'Y',\n]\n" + TAIL,
     "  'X',   # there\n  'Y',\n]\ncolumns = "),
]  # fmt: skip


@pytest.mark.parametrize(("before", "holds"), [f[1:] for f in FILES], ids=[f[0] for f in FILES])
@pytest.mark.parametrize("approved", [True, False])
def test_columns_are_put_where_they_belong(before, holds, approved):
    after = put_columns(before, "lists/a.csv", COLUMNS, approved=approved)
    assert holds in after
    for line in before.splitlines():
        assert line in after or line.startswith("columns")
    said = tomllib.loads(after)
    own = next(entry for entry in said["lists"] if entry.get("file", "").endswith("a.csv"))
    assert (own.pop("columns"), own.pop("columns_approved")) == (COLUMNS, approved)
    assert after.count("columns_approved") == 1
    assert put_columns(after, "lists/a.csv", COLUMNS, approved=approved) == after


@pytest.mark.parametrize("before", ["lists = []\n", 'lists = [{ file = "a.csv" }]\n', "title = 'x'\nlists = [ ]"])
def test_what_cannot_be_done_without_harm_is_said_with_the_line_to_write(before):
    with pytest.raises(SettingsError) as caught:
        put_columns(before, "lists/a.csv", COLUMNS, approved=True)
    assert 'columns = { name = "who"' in caught.value.mend


titles = st.text(max_size=12).filter(lambda t: not any(0xD800 <= ord(c) < 0xE000 for c in t))


@settings(deadline=None)
@given(
    columns=st.dictionaries(st.sampled_from(["name", "age", "place", "died"]), titles | st.lists(titles, max_size=3))
)
def test_any_title_comes_back(columns):
    after = put_columns('title = "x"\n', "lists/ü.csv", columns, approved=True)
    assert tomllib.loads(after)["lists"] == [{"file": "lists/ü.csv", "columns": columns, "columns_approved": True}]


def test_line_ends_mark_and_rights_of_the_file_stay(tmp_path):
    folder = begin(tmp_path / "q")
    path = folder.root / "inquiry.toml"
    path.write_bytes(b'\xef\xbb\xbftitle = "x"\r\n# mine\r\n')
    path.chmod(0o640)
    save_columns(folder, "lists/a.csv", COLUMNS, approved=False)
    content = path.read_bytes()
    assert content.startswith(b'\xef\xbb\xbftitle = "x"\r\n# mine\r\n\r\n[[lists]]\r\n')
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    said = read_settings(folder.root).for_list("lists/a.csv")
    assert (said.columns["place"], said.columns_approved, said.has_looked) == (("village", "district"), False, False)
    assert list(folder.temp.iterdir()) == []


def test_a_folder_in_the_place_of_the_file_is_an_error(tmp_path):
    folder = Folder(tmp_path)
    folder.temp.mkdir(parents=True)
    (tmp_path / "inquiry.toml").mkdir()
    with pytest.raises(SettingsError, match="cannot be saved"):
        save_columns(folder, "lists/a.csv", COLUMNS, approved=False)
