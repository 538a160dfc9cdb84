"""Small made-up inquiries."""

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


@pytest.fixture
def inquiry_of(tmp_path):
    """Make an inquiry of documents, given by name and text, with these settings, and read its claims."""
    made = []

    def make(texts, settings=""):
        inquiry = init_inquiry(tmp_path / "inquiry", key=b"a made-up key of a test, 32 long")
        made.append(inquiry)
        folder = inquiry.folder.input / "documents"
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in texts.items():
            (folder / name).write_text(text, "utf-8")
        if settings:
            (inquiry.folder.root / "inquiry.toml").write_text(settings, "utf-8")
        inquiry.add([folder])
        inquiry.claims()
        return inquiry

    yield make
    for inquiry in made:
        inquiry.close()
