"""The step `relate`: copies of one story are one source, until a person says otherwise (R9)."""

import json

import pytest

from accounted.inquiry import init_inquiry
from accounted.inquiry.settings import Settings
from tests_support import accounted

STORY = (
    "The Velmar Committee said on 2 July 2031 that over 300 people were killed in Velmar in June 2031, and that most "
    "of them had lived in the villages along the river, where the roads were closed to everybody who wanted to leave."
)


@pytest.fixture
def papers(tmp_path):
    inquiry = init_inquiry(tmp_path / "inquiry", key=b"a made-up key of a test, 32 long")
    folder = inquiry.folder.input / "documents"
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(4):
        (folder / f"paper-{number:02}.txt").write_text(f"From our desk, number {number}.\n\n{STORY}\n", "utf-8")
    inquiry.add([folder])
    yield inquiry
    inquiry.close()


def test_copies_of_one_story_are_one_source(papers):
    outcomes = papers.claims()
    assert [outcome.step for outcome in outcomes] == ["claims", "relate"]
    found = papers.across()
    (same,) = found.same
    assert (len(same.claims), len(same.sources)) == (4, 1)
    assert len(found.copies) == 6
    assert {relation.kind for relation in found.relations} == {"repeats"}
    assert papers.claims()[1].done == ()
    assert papers.across() == found


def test_the_command_says_what_repeats(papers):
    root = papers.folder.root
    rows = [json.loads(line) for line in accounted("claims", "--json", cwd=root).stdout.splitlines()]
    assert {row["source"] for row in rows} == {rows[0]["id"]}
    assert sorted(len(row["relations"]) for row in rows) == [0, 1, 1, 1]
    assert "repeats clm_" in accounted("claims", cwd=root).stdout


def test_aliases_of_actors():
    settings = Settings.model_validate({"actors": [{"name": "Velmar Committee", "aliases": ["VC", "the Committee"]}]})
    assert settings.aliases() == {"vc": "Velmar Committee", "the committee": "Velmar Committee"}
