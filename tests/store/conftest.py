"""A record in a folder of its own."""

import pytest

from accounted.store import Originals, open_ledger


@pytest.fixture
def ledger(tmp_path):
    opened = open_ledger(tmp_path / "record.sqlite", "act_tester")
    yield opened
    opened.close()


@pytest.fixture
def originals(tmp_path):
    folder = tmp_path / "originals"
    folder.mkdir()
    return Originals(folder, tmp_path / "staging")
