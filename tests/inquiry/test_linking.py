"""An estimate draws as many linkages as its limits need, when nobody has said how many."""

import random
from contextlib import closing

import pytest

from accounted.inquiry import init_inquiry, open_inquiry
from accounted.inquiry.settings import Settings
from tests_support import people

SETTINGS = """
title = "Made up for a test"
models = ["dga"]
{head}
[[questions]]
id = "killed"
text = "How many people were killed in Velmar from March to June 2031?"
act = "killed"
place = "Velmar"
period = "2031-03/2031-06"
"""


def _misspell(rng, name):
    at = rng.randrange(1, len(name) - 1)
    return name[:at] + rng.choice("abcdefgiklmnoprstuv") + name[at + 1 :]


def _run(root, head):
    """Three lists on which every third name is misspelt, and days and ages are often wrong or missing."""
    init_inquiry(root, key=b"a made-up key of a test, 32 long").close()
    (root / "inquiry.toml").write_text(SETTINGS.format(head=head), encoding="utf-8")
    rng = random.Random(5)
    rows = {"north": [], "south": [], "relief": []}
    for name, date, age, sex in people(70, seed=5):
        for made in rows.values():
            if rng.random() < 0.4:
                said = " ".join(_misspell(rng, word) if rng.random() < 0.4 else word for word in name.split())
                day = date if rng.random() < 0.5 else date[:7]
                made.append(f"{said},{day},{age if rng.random() < 0.5 else ''},{sex}")
    for name, lines in rows.items():
        path = root / "input" / "lists" / f"{name}.csv"
        path.write_text("\n".join(["name,date,age,sex", *lines]) + "\n", encoding="utf-8")
    with closing(open_inquiry(root)) as inquiry:
        inquiry.run()
        (result,) = inquiry.results()
        assert inquiry.run()[1][-2].done == ()  # the estimate is what it was
    return result, (root / "output" / "findings.json").read_bytes()


def _n_used(result):
    (estimate,) = result.estimates.strata
    (said,) = [text for text in estimate.assumptions if text.startswith("doubt about the linkage")]
    return int(said.split(" is carried by ")[1].split()[0])


@pytest.fixture(scope="module")
def free(tmp_path_factory):
    return _run(tmp_path_factory.mktemp("free") / "inquiry", "")


def test_more_linkages_are_drawn_where_the_limits_need_them_and_that_is_said(free):
    result, _ = free
    (estimate,) = result.estimates.strata
    n_used = _n_used(result)
    assert 20 < n_used <= 100
    assert estimate.limit_error <= 0.03 or n_used == 100
    assert len(result.linkage.samples) == 20  # the record's own stay as they are
    said = f"{n_used - 20} more linkages were drawn for the estimate alone, {n_used} in all"
    assert result.declared[-1].startswith(said)


def test_the_same_inquiry_elsewhere_draws_the_same(free, tmp_path):
    result, findings = free
    again, others = _run(tmp_path / "again", "")
    assert again.estimates == result.estimates
    assert others == findings


def test_who_says_how_many_linkages_gets_so_many(free, tmp_path):
    result, _ = free
    stated, _ = _run(tmp_path / "stated", "linkage_samples = 20")
    assert _n_used(stated) == 20
    (estimate,) = stated.estimates.strata
    assert estimate.samples_needed > 20
    assert any("too few sampled linkages" in text for text in estimate.diagnostics.warnings)
    capped, _ = _run(tmp_path / "capped", "linkage_samples = 20\nmost_linkage_samples = 25")
    assert _n_used(capped) == 25
    all_at_once, _ = _run(tmp_path / "once", f"linkage_samples = {_n_used(result)}")
    (together,), (later,) = all_at_once.estimates.strata, result.estimates.strata
    assert (together.point, together.lower, together.upper) == (later.point, later.lower, later.upper)
    assert all_at_once.linkage.samples[:20] == result.linkage.samples


def test_how_many_may_be_drawn():
    assert Settings().n_most_linkages == 100
    assert Settings(linkage_samples=0).n_most_linkages == 0
    assert Settings(linkage_samples=20).n_most_linkages == 20
    assert Settings(linkage_samples=20, most_linkage_samples=60).n_most_linkages == 60
