"""The one function that a child process calls for a file that holds other files."""

from __future__ import annotations

from pathlib import Path

from accounted.documents import archives, mail, warc
from accounted.documents.kinds import MAIL, WARC
from accounted.model.documents import Unpacked

__all__ = ["unpack"]


def unpack(path: Path, folder: str, media_type: str, name: str) -> Unpacked:
    """Check a file that holds others, and write them into an empty folder of ours.

    Raises:
        UnreadableDocument: When it is refused or damaged.
    """
    by_kind = {MAIL: mail.unpack, WARC: warc.unpack}
    return by_kind.get(media_type, archives.unpack)(path, folder, media_type, name)
