"""One tree of errors; each says what is wrong, where, and how to mend it.

AccountedError                 exit 1
├── UsageError                 exit 2  the command or call is wrong
│   ├── NotAnInquiry           exit 2  no inquiry here or above
│   └── SettingsError          exit 2  inquiry.toml cannot be used as it is
├── InputError                 exit 1  a file that came in cannot be used
│   ├── UnreadableDocument     exit 1  a document no parser could read
│   ├── UnreadableList         exit 1  a list of records that cannot be used
│   ├── InvalidTable           exit 1  a capture table that contradicts itself
│   └── InvalidDate            exit 1  a date that is not EDTF level 1
├── InputErrors                exit 1  several of these, shown together
├── TooManyPairs               exit 1  linking would compare more pairs than fit
├── ParserStopped              exit 1  a parser passed its limits or crashed
├── NotFound                   exit 1  an id that nothing in the inquiry has
├── RecordDamaged              exit 1  the record does not verify
├── DiskFull                   exit 1  the disk is full or fails; nothing of the step was kept
├── NotWritable                exit 1  the inquiry's own files cannot be read or written by this user
└── RecordBusy                 exit 1  another process is writing
"""

from __future__ import annotations

import errno
from collections.abc import Sequence

__all__ = [
    "NO_SPACE",
    "AccountedError",
    "DiskFull",
    "InputError",
    "InputErrors",
    "InvalidDate",
    "InvalidTable",
    "NotAnInquiry",
    "NotFound",
    "NotWritable",
    "ParserStopped",
    "RecordBusy",
    "RecordDamaged",
    "SettingsError",
    "TooManyPairs",
    "UnreadableDocument",
    "UnreadableList",
    "UsageError",
]


class AccountedError(Exception):
    """Something that a person can understand and mend.

    Args:
        what: What is wrong, as one sentence without a full stop.
        where: File, row, column, span or setting, as far as it is known.
        mend: What to do about it.

    >>> print(AccountedError("the file is empty", where="osce.csv", mend="export it again"))
    osce.csv: the file is empty. To mend: export it again
    """

    exit_code = 1

    def __init__(self, what: str, *, where: str = "", mend: str = "") -> None:
        self.what = what
        self.where = where
        self.mend = mend
        super().__init__(what)

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        mend = f". To mend: {self.mend}" if self.mend else ""
        return f"{place}{self.what}{mend}"


class UsageError(AccountedError):
    """The command or call is wrong: nothing was tried."""

    exit_code = 2


class NotAnInquiry(UsageError):
    """No inquiry lies in this folder or above it."""


class SettingsError(UsageError):
    """`inquiry.toml` cannot be used as it is."""


class InputError(AccountedError):
    """A file that came in cannot be used."""


class UnreadableDocument(InputError):
    """No parser could read the document."""


class UnreadableList(InputError):
    """A list of records cannot be used: no name column, no rows, not a table."""


class InvalidTable(InputError):
    """A capture table contradicts itself: a count below zero, a 2 in a list column."""


class InvalidDate(InputError):
    """Not a date in EDTF level 1."""


class InputErrors(AccountedError):
    """Several input errors, collected so that they are shown together."""

    def __init__(self, errors: Sequence[AccountedError]) -> None:
        self.errors = tuple(errors)
        super().__init__("; ".join(str(e) for e in self.errors))


class TooManyPairs(AccountedError):
    """Comparing these records would need more pairs than a computer of this size can hold."""


class ParserStopped(AccountedError):
    """A parser passed its limit of memory, time or output, or crashed."""


class NotFound(AccountedError):
    """Nothing in this inquiry has that id."""


class RecordDamaged(AccountedError):
    """The record or an original is not what it was."""


class DiskFull(AccountedError):
    """The disk is full, or does not write: nothing of the step in progress was kept."""


NO_SPACE = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EROFS})
"""What the system says when something cannot be written, whatever it is."""


class NotWritable(AccountedError):
    """This user has no right to read or write the inquiry's own files."""


class RecordBusy(AccountedError):
    """Another process is writing to this inquiry."""
