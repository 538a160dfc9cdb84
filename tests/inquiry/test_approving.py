"""What the columns of new lists mean is settled once: by whoever is there, or saved as a guess and said to be one."""

from __future__ import annotations

import pytest

from accounted.inquiry import init_inquiry
from accounted.lists import with_field
from tests_support import people


@pytest.fixture
def bare(tmp_path):
    inquiry = init_inquiry(tmp_path / "inquiry", key=b"a made-up key of a test, 32 long")
    yield inquiry
    inquiry.close()


def write_list(inquiry, header="name,date,age,sex", n=12, name="lists/a.csv"):
    path = inquiry.folder.root / "input" / name
    path.write_text("\n".join([header, *(",".join(p) for p in people(n))]) + "\n", encoding="utf-8")
    return path


def settings_text(inquiry):
    return (inquiry.folder.root / "inquiry.toml").read_text(encoding="utf-8")


def never(proposal):
    pytest.fail(f"asked about {proposal.file}")


def approve(proposal):
    return proposal, True


def test_with_nobody_there_the_guess_is_saved_and_said_to_be_one(bare):
    before = settings_text(bare)
    bare.add([write_list(bare)])
    after = settings_text(bare)
    assert after.startswith(before.rstrip())
    assert 'columns = { name = "name", died = "date", age = "age", sex = "sex" }\ncolumns_approved = false' in after
    (read,) = bare.status().columns
    assert (read.file, read.approved) == ("lists/a.csv", False)
    assert ("died", "date") in read.columns
    assert len(bare.records()) == 12


def test_adding_again_asks_nothing_and_changes_nothing(bare):
    path = write_list(bare)
    bare.add([path], approve=approve)
    after = settings_text(bare)
    assert "columns_approved = true" in after
    _, outcome = bare.add([path], approve=never)
    assert outcome.done == ()
    assert settings_text(bare) == after
    assert bare.status().columns[0].approved


def test_what_a_person_changes_is_what_is_read(bare):
    def change(proposal):
        return with_field(with_field(proposal, "date", "birth"), "age", None), True

    bare.add([write_list(bare)], approve=change)
    assert 'birth = "date"' in settings_text(bare)
    assert 'age = ""' in settings_text(bare)
    records = bare.records().values()
    assert all(r.birth and r.died is None and r.age is None for r in records)


def test_a_list_that_would_be_refused_is_mended_by_asking(bare):
    def name_it(proposal):
        assert not proposal.has_names
        return with_field(proposal, "whom", "name"), True

    path = write_list(bare, "whom,date,age,sex")
    _, outcome = bare.add([path])
    assert "no column holds names" in outcome.failed[0][1]
    assert "columns_approved" not in settings_text(bare)
    _, outcome = bare.add([path], approve=name_it)
    assert outcome.failed == ()
    assert len(bare.records()) == 12


def test_what_a_person_wrote_is_not_asked_about_and_counts_as_looked_at(bare):
    path = bare.folder.root / "inquiry.toml"
    path.write_text('[[lists]]\nfile = "a.csv"\ncolumns = { died = "date" }\n', encoding="utf-8")
    before = settings_text(bare)
    bare.add([write_list(bare)], approve=never)
    assert settings_text(bare) == before
    assert bare.status().columns[0].approved


def test_what_is_said_about_dates_is_kept_and_is_no_approval(bare):
    path = bare.folder.root / "inquiry.toml"
    path.write_text('[[lists]]\nfile = "a.csv"\ncolumns = { date_order = "day_month" }\n', encoding="utf-8")
    bare.add([write_list(bare)])
    assert 'columns = { date_order = "day_month", name = "name", died = "date"' in settings_text(bare)
    assert not bare.status().columns[0].approved


def test_approving_by_hand_reads_nothing_again(bare):
    path = write_list(bare)
    bare.add([path])
    settings = bare.folder.root / "inquiry.toml"
    settings.write_text(settings_text(bare).replace("columns_approved = false", "columns_approved = true"), "utf-8")
    _, outcome = bare.add([path], approve=never)
    assert outcome.done == ()
    assert bare.status().columns[0].approved


def test_a_guess_follows_a_new_version_of_the_list_and_an_approval_does_not(bare):
    bare.add([write_list(bare)])
    _, outcome = bare.add([write_list(bare, "name,killed on,age,sex")])
    assert outcome.failed == ()
    assert 'died = "killed on"' in settings_text(bare)
    assert settings_text(bare).count("[[lists]]\nfile") == 1
    bare.add([write_list(bare, name="lists/b.csv")], approve=approve)
    _, outcome = bare.add([write_list(bare, "name,killed on,age,sex", n=11, name="lists/b.csv")], approve=never)
    assert "there is no column 'date'" in outcome.failed[0][1]


def test_several_lists_in_one_file(bare):
    rows = [(name, date, age, "AB"[n % 2]) for n, (name, date, age, _) in enumerate(people(12))]
    path = bare.folder.root / "input" / "lists" / "both.csv"
    path.write_text("\n".join(["name,date,age,list", *(",".join(r) for r in rows)]) + "\n", encoding="utf-8")
    bare.add([path], approve=approve)
    assert bare.status().lists == (("A", 6), ("B", 6))
    assert 'list = "list"' in settings_text(bare)

    def as_one(proposal):
        return with_field(proposal, "list", None), True

    again = path.with_name("one.csv")
    again.write_bytes(path.read_bytes() + b"\n")
    bare.add([again], approve=as_one)
    assert bare.status().lists == (("A", 6), ("B", 6), ("one", 12))


def test_settings_that_cannot_be_written_stop_nothing(bare):
    (bare.folder.root / "inquiry.toml").write_text("lists = []\n", encoding="utf-8")
    _, outcome = bare.add([write_list(bare)])
    assert outcome.failed == ()
    assert settings_text(bare) == "lists = []\n"
    assert not bare.status().columns[0].approved
