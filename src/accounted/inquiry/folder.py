"""Where the parts of an inquiry lie on disk, and how one is begun and found."""

from __future__ import annotations

import contextlib
import fcntl
import getpass
import os
import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path

from accounted.inquiry.settings import FILE_NAME, PLAN_FILE, PLAN_TEMPLATE
from accounted.model.errors import NotAnInquiry, RecordBusy, UsageError
from accounted.model.ids import keyed_id

__all__ = ["Folder", "begin", "find"]

_KEY_BYTES = 32
_TEMPLATE = """\
title = "{title}"
# standard_of_proof = "reasonable grounds to believe"   # until this is set, every page says DRAFT

# [document_date]
# "speech.txt" = "1999-06-17"

# [[lists]]
# file = "lists/osce.csv"
# name = "OSCE"
# deduplicated = true
# columns = {{ name = "full_name", died = "date", place = "village" }}

# [[questions]]
# id = "killed-1999"
# text = "How many people were killed in X from A to B?"
# act = "killed"
# population = "civilians"
# place = "X"
# period = "1999-03/1999-06"
"""


class Folder:
    """The layout of one inquiry; see `docs/files.md` for every path.

    Args:
        root: The folder that holds `inquiry.toml`.
    """

    def __init__(self, root: Path) -> None:
        self.root = root.resolve()
        self.hidden = self.root / ".accounted"
        self.input = self.root / "input"
        self.output = self.root / "output"
        self.record = self.hidden / "record.sqlite"
        self.originals = self.hidden / "originals"
        self.search = self.hidden / "search.sqlite"
        self.temp = self.hidden / "tmp"

    def key(self) -> bytes:
        """Read the inquiry's secret."""
        return (self.hidden / "key").read_bytes()

    def actor(self) -> tuple[str, str]:
        """Opaque id of whoever works now, and the login name that the erasable staff table keeps."""
        try:
            name = getpass.getuser()
        except (KeyError, OSError):
            name = f"user {os.getuid()}"
        return keyed_id(self.key(), "act", [name]), name

    @contextlib.contextmanager
    def working(self) -> Iterator[None]:
        """Hold the inquiry alone, and wipe `tmp` before, where an earlier run broke off, and after.

        Raises:
            RecordBusy: When another process works on this inquiry.
        """
        with os.fdopen(os.open(self.hidden / "lock", os.O_RDWR | os.O_CREAT, 0o600), "w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                raise RecordBusy(
                    "another process works on this inquiry", where=self.root.name, mend="wait until it has ended"
                ) from error
            self._wipe()
            try:
                yield
            finally:
                self._wipe()

    def _wipe(self) -> None:
        shutil.rmtree(self.temp, ignore_errors=True)
        self.temp.mkdir(mode=0o700, exist_ok=True)


def begin(root: Path, *, title: str = "", key: bytes | None = None) -> Folder:
    """Make a new, empty inquiry; nothing that is already there is touched.

    Args:
        root: Its folder; made when missing.
        title: Title for `inquiry.toml`.
        key: The secret; a fresh one when None. Only made-up or public demonstrations give their own.

    Raises:
        UsageError: When there is an inquiry already.
    """
    folder = Folder(root)
    if folder.hidden.exists():
        raise UsageError("there is an inquiry here already", where=str(root), mend="use it, or choose another folder")
    for path in (folder.root, folder.input, *(folder.input / n for n in ("documents", "lists", "tables"))):
        path.mkdir(parents=True, exist_ok=True)
    for path in (folder.hidden, folder.originals, folder.temp):
        path.mkdir(mode=0o700)
    secret = os.open(folder.hidden / "key", os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(secret, "wb") as writer:
        writer.write(key or secrets.token_bytes(_KEY_BYTES))
    settings = folder.root / FILE_NAME
    if not settings.exists():
        clean = (title or root.resolve().name).replace("\\", "").replace('"', "'")
        settings.write_text(_TEMPLATE.format(title=clean), encoding="utf-8")
    plan = folder.root / PLAN_FILE
    if not plan.exists():
        plan.write_text(PLAN_TEMPLATE, encoding="utf-8")
    return folder


def find(start: Path) -> Folder:
    """Find the inquiry in a folder or the nearest one above it.

    Raises:
        NotAnInquiry: When there is none.
    """
    start = start.resolve()
    for root in (start, *start.parents):
        if (root / ".accounted" / "key").is_file():
            return Folder(root)
    raise NotAnInquiry(
        "there is no inquiry here or above", where=str(start), mend="begin one with `accounted init DIR`"
    )
