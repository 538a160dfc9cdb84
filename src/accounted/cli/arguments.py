"""Files named on the command line, and documents read from them outside any inquiry."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Sequence
from pathlib import Path

from accounted.documents import read_document
from accounted.linkage import PUBLIC_KEY
from accounted.model.dates import DateInterval
from accounted.model.documents import Document, Passage
from accounted.model.errors import UnreadableDocument, UsageError
from accounted.model.ids import keyed_id

__all__ = ["existing_files", "open_document"]


def existing_files(paths: Sequence[Path]) -> list[Path]:
    """Check that these are files.

    Raises:
        UsageError: When one is a folder, or not there.
    """
    for path in paths:
        if path.is_dir():
            raise UsageError("this is a folder", where=str(path), mend="name the files, or `accounted add` the folder")
        if not path.exists():
            raise UsageError("there is no such file", where=str(path), mend="check the path")
    return list(paths)


def open_document(path: Path, dated: DateInterval | None) -> tuple[Document, tuple[Passage, ...]]:
    """Read a document outside any inquiry.

    Raises:
        UnreadableDocument: When it cannot be read.
    """
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    with tempfile.TemporaryDirectory(prefix="accounted-") as temp:
        identity = keyed_id(PUBLIC_KEY, "doc", [str(path), sha256])
        document, passages = read_document(
            path, id=identity, name=str(path), sha256=sha256, temp=Path(temp), dated=dated
        )
    if not document.state.startswith("parsed"):
        raise UnreadableDocument(document.reason, where=str(path))
    return document, passages
