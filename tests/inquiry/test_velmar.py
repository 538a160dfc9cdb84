"""The made-up inquiry: the same bytes every time, marked as made up, and a truth that its files do not hold."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from pathlib import Path

import pytest

from accounted.inquiry.demo.velmar import Truth, velmar_truth, write_velmar
from accounted.inquiry.demo.velmar.people import make_people
from accounted.inquiry.demo.velmar.tokens import load_vocabulary
from accounted.lists import read_list
from accounted.model.dates import DateInterval
from accounted.model.ids import IdMaker
from accounted.model.records import Record

PERIOD = DateInterval.parse("2031-03-01/2031-06-30")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("velmar")
    write_velmar(path)
    return path


@pytest.fixture(scope="module")
def truth() -> Truth:
    return velmar_truth()


@pytest.fixture(scope="module")
def records(folder: Path) -> dict[str, tuple[Record, ...]]:
    found = {}
    for path in sorted((folder / "input" / "lists").iterdir()):
        (info,), made = read_list(path, make_id=IdMaker(b"made-up key"))
        found[info.name] = made
    return found


def _hashes(folder: Path) -> dict[str, str]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_same_seed_same_bytes(folder: Path, tmp_path: Path) -> None:  # R33
    write_velmar(tmp_path / "again")
    assert _hashes(tmp_path / "again") == _hashes(folder)
    write_velmar(tmp_path / "other", seed=2)
    changed = {name for name, value in _hashes(tmp_path / "other").items() if value != _hashes(folder)[name]}
    assert changed == {name for name in _hashes(folder) if name.startswith("input/lists/")}


def test_every_file_says_that_it_is_made_up(folder: Path) -> None:
    lists = sorted((folder / "input" / "lists").iterdir())
    documents = sorted((folder / "input" / "documents").iterdir())
    assert (len(lists), len(documents)) == (4, 6)
    for path in [*lists, *documents]:
        assert path.name.startswith("made-up-")
    for path in lists:
        assert all("made up" in line for line in path.read_text(encoding="utf-8").splitlines()[1:])
    for path in documents:
        assert path.read_text(encoding="utf-8").endswith(
            "\n\nVelmar does not exist. Everything in this text is made up.\n"
        )


def test_the_truth_fits_the_files(truth: Truth, records: dict[str, tuple[Record, ...]]) -> None:
    for name, made in records.items():
        known = [record for record in truth.records if record.list == name]
        assert [(r.row, r.is_named) for r in made] == [(r.row, r.is_named) for r in known]
        assert len({r.person for r in known}) == len(known)  # each person at most once


def test_each_list_is_read_as_meant(records: dict[str, tuple[Record, ...]]) -> None:
    for name, made in records.items():
        dated = [record.died for record in made if record.died]
        assert len(dated) > 0.95 * len(made), name
        assert sum(PERIOD.overlaps(day) for day in dated) > 0.93 * len(dated), name
        assert 0.08 < sum(not day.is_one_day for day in dated) / len(dated) < 0.18, name
        assert 0.75 < sum(record.age is not None for record in made) / len(made) < 0.95, name
        assert sum(record.sex is not None for record in made) > 0.9 * len(made), name
        assert 0.03 < sum(not record.is_named for record in made) / len(made) < 0.06, name
        assert sum(bool(record.places) for record in made) > 0.9 * len(made), name
    scripts = {name: sum("؀" <= r.names[0][0] <= "ۿ" for r in made if r.names) for name, made in records.items()}
    assert [name for name, n in scripts.items() if n] == ["made-up-hospital-register"]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_lists_catch_what_they_should(seed: int) -> None:
    truth = velmar_truth(seed)
    on = Counter(record.list for record in truth.records if record.in_scope)
    assert all(0.15 < n / truth.n < 0.40 for n in on.values())
    assert 0.5 < truth.table.n_observed / truth.n < 0.85
    assert sum(not record.in_scope for record in truth.records) > 20
    assert len(truth.table.cells) == 15


def test_people_in_scope_are_five_thousand_with_some_namesakes(truth: Truth) -> None:
    people = make_people(1, load_vocabulary())
    assert sum(person.in_scope for person in people) == truth.n == 5000
    assert len(people) - truth.n == truth.n_outside
    names = Counter((p.given.arabic, p.father.arabic, p.family.arabic) for p in people)
    namesakes = sum(n for n in names.values() if n > 1)
    assert 20 < namesakes < 0.1 * len(people)


def test_no_file_holds_the_truth(folder: Path) -> None:
    for path in (folder / "input" / "lists").iterdir():
        header = path.read_text(encoding="utf-8").splitlines()[0].lower()
        assert not re.search(r"person|truth|\bid\b|cluster", header)


def test_articles_are_dated_copy_and_deny(folder: Path) -> None:
    texts = {p.stem: p.read_text(encoding="utf-8") for p in (folder / "input" / "documents").iterdir()}
    for text in texts.values():
        assert re.fullmatch(r"[A-Z][A-Za-z ]+, \d{1,2} [A-Z][a-z]+ 2031", text.splitlines()[0])
    original = texts["made-up-velmar-herald"]
    copied = [line for line in original.splitlines() if len(line) > 150]
    assert len(copied) == 2
    for copy in ("made-up-talvenne-gazette", "made-up-ostrelian-dispatch"):
        assert all(line in texts[copy] for line in copied)
    assert "denied" in texts["made-up-brelat-evening-post"]
    same_scope = [name for name, text in texts.items() if "killed in Velmar from March to June 2031" in text]
    assert len(same_scope) >= 3
