"""Write what was decided about the columns of a list into `inquiry.toml`, and leave everything else as it stands.

The file is the user's: comments, order and layout stay. The lines are put into the text where they belong, and the
result is read back: only when it says exactly what the file said before, and the columns, is it kept (decision 0010).
"""

from __future__ import annotations

import json
import os
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from pathlib import Path
from typing import Any

from accounted.inquiry.folder import Folder
from accounted.inquiry.settings import FILE_NAME, Settings, read_settings, same_file
from accounted.model.errors import SettingsError

__all__ = ["SettingsDraft", "put_columns", "save_columns"]

_GUESSED = "   # recognised, looked at by nobody: make it true when you have"
_HEADER = re.compile(r"""^[ \t]*\[\[[ \t]*(?:lists|"lists"|'lists')[ \t]*\]\].*$""", re.MULTILINE)
_NEXT_TABLE = re.compile(r"^[ \t]*\[", re.MULTILINE)
_OURS = re.compile(r"^[ \t]*columns(?:_approved)?[ \t]*=.*(?:\n|\Z)", re.MULTILINE)
_KEY_LINE = re.compile(r"^[ \t]*[^\s#].*$", re.MULTILINE)

Columns = Mapping[str, str | Sequence[str]]


def put_columns(text: str, file: str, columns: Columns, *, approved: bool) -> str:
    r"""Put the columns of a list into the text of the settings.

    Args:
        text: The whole file, lines ending in a line feed.
        file: Path of the list below `input/`.
        columns: Field → title or titles.
        approved: Whether a person has looked at them.

    Raises:
        SettingsError: When they cannot be put there without changing something else.

    >>> print(put_columns('title = "x"  # mine\n', "lists/a.csv", {"name": "who", "age": ""}, approved=True))
    title = "x"  # mine
    <BLANKLINE>
    [[lists]]
    file = "lists/a.csv"
    columns = { name = "who", age = "" }
    columns_approved = true
    <BLANKLINE>
    """
    said = tomllib.loads(text)
    wanted = deepcopy(said)
    entries = wanted.setdefault("lists", [])
    own = next((entry for entry in entries if same_file(entry.get("file", ""), file)), None)
    if own is None:
        own = {"file": file}
        entries.append(own)
    own["columns"] = {field: title if isinstance(title, str) else list(title) for field, title in columns.items()}
    own["columns_approved"] = approved
    lines = f"columns = {_inline(columns)}\ncolumns_approved = {'true' if approved else 'false' + _GUESSED}\n"
    for candidate in _candidates(text, f"[[lists]]\nfile = {_quoted(file)}\n", lines):
        if _parsed(candidate) == wanted:
            return candidate
    raise SettingsError(
        "what the columns mean cannot be written down without changing something else",
        where=f"{FILE_NAME}, {file}",
        mend=f"write under [[lists]] for this file: {lines.splitlines()[0]}",
    )


def _candidates(text: str, head: str, lines: str) -> Iterator[str]:
    """Offer places for the lines: in each entry of `[[lists]]`, then in a new one at the end."""
    for header in _HEADER.finditer(text):
        start = min(header.end() + 1, len(text))
        following = _NEXT_TABLE.search(text, start)
        end = following.start() if following else len(text)
        body = _OURS.sub("", text[start:end])
        last = max((line.end() for line in _KEY_LINE.finditer(body)), default=0)
        kept, rest = body[:last], body[last:].removeprefix("\n")
        yield f"{text[: header.end()]}\n{kept}{kept and chr(10)}{lines}{rest}{text[end:]}"
    stripped = text.rstrip("\n")
    yield f"{stripped}{stripped and chr(10) * 2}{head}{lines}"


def _parsed(text: str) -> dict[str, Any] | None:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return None


def _inline(columns: Columns) -> str:
    pairs = (f"{field} = {_value(titles)}" for field, titles in columns.items())
    return "{ " + ", ".join(pairs) + " }"


def _value(titles: str | Sequence[str]) -> str:
    return _quoted(titles) if isinstance(titles, str) else f"[{', '.join(map(_quoted, titles))}]"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


class SettingsDraft:
    """What will be saved in `inquiry.toml` together with what is read under it, and nothing before.

    Args:
        folder: The inquiry's.
    """

    def __init__(self, folder: Folder) -> None:
        self._folder = folder
        self._path = (folder.root / FILE_NAME).resolve()
        self._decided: list[tuple[str, Columns, bool]] = []

    def put(self, file: str, columns: Columns, *, approved: bool) -> None:
        """Decide what the columns of a list mean.

        Raises:
            SettingsError: When this cannot be written down without changing something else.
        """
        wanted = (*self._decided, (file, columns, approved))
        self._write(wanted)
        self._decided.append((file, columns, approved))

    def settings(self) -> Settings:
        """Give the settings as they will be."""
        return read_settings(self._write(self._decided).parent if self._decided else self._folder.root)

    def save(self) -> None:
        """Save what was decided, all or nothing; what somebody else changed in the file meanwhile stays.

        Raises:
            SettingsError: When the file cannot be written.
        """
        if not self._decided:
            return
        fresh = self._write(self._decided)
        try:
            fresh.replace(self._path)
        except OSError as error:
            raise _unsaved(error) from error

    def _write(self, decided: Sequence[tuple[str, Columns, bool]]) -> Path:
        try:
            content = self._path.read_bytes() if self._path.exists() else b""
            mode = self._path.stat().st_mode & 0o777 if self._path.exists() else 0o666 & ~_umask()
            mark = content[:3] if content.startswith(b"\xef\xbb\xbf") else b""
            text = content[len(mark) :].decode("utf-8")
            newline = "\r\n" if "\r\n" in text else "\n"
            text = text.replace("\r\n", "\n")
            for file, columns, approved in decided:
                text = put_columns(text, file, columns, approved=approved)
            fresh = self._folder.temp / FILE_NAME
            fresh.unlink(missing_ok=True)
            fresh.write_bytes(mark + text.replace("\n", newline).encode("utf-8"))
            fresh.chmod(mode)
        except OSError as error:
            raise _unsaved(error) from error
        return fresh


def save_columns(folder: Folder, file: str, columns: Columns, *, approved: bool) -> None:
    """Save the columns of a list in `inquiry.toml` at once.

    Raises:
        SettingsError: When the file cannot be written, or not without changing something else.
    """
    draft = SettingsDraft(folder)
    draft.put(file, columns, approved=approved)
    draft.save()


def _unsaved(error: OSError) -> SettingsError:
    return SettingsError(
        f"what columns mean cannot be saved: {error.strerror}", where=FILE_NAME, mend="make the file writable"
    )


def _umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
