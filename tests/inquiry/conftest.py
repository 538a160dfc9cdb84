"""A small made-up inquiry."""

import pytest

from accounted.inquiry import init_inquiry
from tests_support import write_inputs


@pytest.fixture
def made_up(tmp_path):
    root = tmp_path / "inquiry"
    inquiry = init_inquiry(root, key=b"a made-up key of a test, 32 long")
    write_inputs(root)
    yield inquiry
    inquiry.close()
