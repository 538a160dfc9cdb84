"""The two demonstration inquiries that come with the package.

*Kosovo, March–June 1999* holds published figures with their citations; *Velmar* is made up, says so on every page, and
its truth is known. Both keep nothing secret, so their key is public and their ids are the same everywhere.
"""

from __future__ import annotations

import hashlib
import shutil
from importlib.resources import as_file, files
from pathlib import Path

from accounted.inquiry.api import Inquiry
from accounted.inquiry.demo.velmar import write_velmar
from accounted.inquiry.folder import begin, find
from accounted.inquiry.settings import FILE_NAME, PLAN_FILE
from accounted.model.errors import NotAnInquiry, UsageError
from accounted.model.progress import SILENT, Progress

__all__ = ["NAMES", "prepare"]

NAMES = ("kosovo", "velmar")


def prepare(name: str, directory: Path, *, progress: Progress = SILENT, seed: int = 1) -> Inquiry:
    """Put one demonstration inquiry below `directory`, or open the one that is there.

    Args:
        name: One of `NAMES`.
        directory: Folder for the demonstrations; made when missing.
        progress: Told how far long work is.
        seed: Seed of the made-up data of Velmar.

    Raises:
        UsageError: When there is no demonstration of that name, or something else lies in its place.
    """
    if name not in NAMES:
        raise UsageError(f"there is no demonstration {name!r}", mend=f"name one of: {', '.join(NAMES)}")
    root = directory / name
    if root.exists() and any(root.iterdir()):
        try:
            found = find(root)
        except NotAnInquiry:
            found = None
        if found is None or found.root != root.resolve():
            raise UsageError("something else lies here", where=str(root), mend="choose another folder")
        return Inquiry(found, progress=progress)
    root.mkdir(parents=True, exist_ok=True)
    with as_file(files(__package__) / name) as source:
        for settings in (FILE_NAME, PLAN_FILE):
            shutil.copyfile(source / settings, root / settings)
    folder = begin(root, key=hashlib.sha256(f"accounted demonstration {name}".encode()).digest())
    if name == "velmar":
        write_velmar(root, seed=seed)
    else:
        with as_file(files(__package__) / name) as source:
            for part in ("documents", "tables"):
                shutil.copytree(source / part, folder.input / part, dirs_exist_ok=True)
    return Inquiry(folder, progress=progress)
