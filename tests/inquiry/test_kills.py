"""Killed at random moments or on a full disk, an import leaves nothing; the next equals an undisturbed one (P1, P2)."""

import sys

import pytest
from benchmarks.intake import made
from benchmarks.intake.kills import kill_at_random, limit_file_sizes

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs fork")


@pytest.fixture
def files(tmp_path):
    folder = tmp_path / "brought"
    folder.mkdir()
    (folder / "pack.zip").write_bytes(made.packed({f"{kind}.{kind}": made.make(kind, 1) for kind in made.KINDS}))
    (folder / "list.csv").write_text(
        "name,date\n" + "".join(f"Ombra Vask {n},2031-07-{n % 28 + 1:02d}\n" for n in range(400)), encoding="utf-8"
    )
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7")
    return folder


@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")
def test_killed_at_twenty_random_moments(tmp_path, files):  # P1
    found = kill_at_random(tmp_path, files, 20)
    assert found.n_tried == 20
    assert found.n_nothing >= 10


@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")
def test_with_files_that_cannot_grow(tmp_path, files):  # P2
    found = limit_file_sizes(tmp_path, files, [1 << 12, 1 << 17, 1 << 19])
    assert found.n_nothing >= 2
