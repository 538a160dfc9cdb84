"""Tables that came in, looked over in a child process: once per file, whoever asks, until the inquiry is let go.

What was seen lies in the temporary folder: it is needed when a file comes in, when its columns are proposed, when it is
previewed, compared and read. A table in another format than text lies beside as text.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from accounted.inquiry.folder import Folder
from accounted.lists.formats import format_of
from accounted.lists.surveying import Survey
from accounted.lists.tables import CONVERTING, open_start, say_converted
from accounted.model.canonical import canonical_bytes
from accounted.model.documents import Unpacked
from accounted.model.errors import ParserStopped, UnreadableDocument, UnreadableList
from accounted.sandbox import Limits, Parsers
from accounted.store import decode, writing_files

__all__ = ["Tables", "limits_for"]

_MEMORY = 2 << 30
_BYTES_A_SECOND, _PACKED = 200_000, 20
_SURVEYS_OUTPUT = 512 << 20


def limits_for(n_bytes: int, *, n_rows: int = 0) -> Limits:
    """What a child may use that reads a table: time and memory in proportion to it, so that none is too long."""
    seconds = 120 + n_bytes // _BYTES_A_SECOND + n_rows // 1_000
    return Limits(_MEMORY + 200 * n_rows, seconds, 600 + 10 * seconds, _SURVEYS_OUTPUT)


class Tables:
    """Texts and surveys of tables, by the hash of the file.

    Args:
        folder: The inquiry's.
        parsers: Where child processes are had.
    """

    def __init__(self, folder: Folder, parsers: Parsers) -> None:
        self._folder, self._parsers = folder.temp / "tables", parsers

    def survey(self, path: Path, sha256: str) -> Survey:
        """Say what was seen of a table.

        Raises:
            UnreadableList: When it is none, with place and mend.
        """
        return Survey.from_plain(json.loads(self.survey_path(path, sha256).read_bytes()))

    def survey_path(self, path: Path, sha256: str) -> Path:
        """Give the file that holds what was seen of a table; raises as `survey`."""
        kept, failed = self._folder / f"{sha256}.json", self._folder / f"{sha256}.failed"
        if failed.exists():
            raise UnreadableList(**json.loads(failed.read_bytes()))
        if not kept.exists():
            try:
                with writing_files():
                    self._folder.mkdir(mode=0o700, exist_ok=True)
                    kept.write_bytes(canonical_bytes(self._look_over(path, sha256)))
            except (UnreadableList, UnreadableDocument, ParserStopped) as error:
                reason = {"what": error.what, "where": error.where, "mend": error.mend}
                failed.write_bytes(canonical_bytes(reason))
                raise UnreadableList(**reason) from error
        return kept

    def _look_over(self, path: Path, sha256: str) -> Mapping[str, Any]:
        text, read_as = self.text(path, sha256)
        size = text.stat().st_size * (_PACKED if open_start(text).startswith(b"\x1f\x8b") else 1)
        seen: dict[str, Any] = self._parsers.run(
            "accounted.lists.surveying", "survey_file", text, limits=limits_for(size), by_path=True
        )
        return {**seen, "read_as": read_as} if read_as else seen

    def text(self, path: Path, sha256: str) -> tuple[Path, str]:
        """Give a table as text with separators: the file itself, or what a child made of its first sheet or table.

        Returns:
            The path, and in words how the file was read; empty when it is a text itself.
        """
        kind = format_of(open_start(path))
        if not kind:
            return path, ""
        kept, said = self._folder / f"{sha256}.csv", self._folder / f"{sha256}.said"
        if not said.exists():
            inside = self._folder / f"{sha256}.sheets"
            inside.mkdir(mode=0o700, parents=True)
            self.keep(sha256, inside, kind, self.convert(path, inside, kind))
        return kept, said.read_text(encoding="utf-8")

    def convert(self, path: Path, inside: Path, kind: str) -> Unpacked:
        """Have a child write each sheet or table of a file as text into the folder `inside`.

        Raises:
            UnreadableDocument: When the file cannot be read.
            ParserStopped: When reading took too much.
        """
        answer = self._parsers.run(
            "accounted.lists.converting",
            "convert",
            path,
            limits=CONVERTING,
            by_path=True,
            folder=str(inside),
            kind=kind,
        )
        unpacked: Unpacked = decode(Unpacked, answer)
        return unpacked

    def keep(self, sha256: str, inside: Path, kind: str, unpacked: Unpacked) -> None:
        """Keep the text of the first sheet or table of a file, so that it is not made again."""
        first, *others = unpacked.members
        self._folder.mkdir(mode=0o700, exist_ok=True)
        (inside / first.file).replace(self._folder / f"{sha256}.csv")
        read_as = say_converted(kind, first.origin, len(others))
        (self._folder / f"{sha256}.said").write_text(read_as, encoding="utf-8")
