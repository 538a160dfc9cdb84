"""Files come in: hashed before anything reads them, kept unchanged, each act written down (R1, R2).

Here files are looked at, copied to where they wait, and archives opened; nothing is written into the record. That
happens in one transaction together with what is read from them (`reading`), so that an import is there whole or not at
all. The same file under the same name is recognised and taken once.
"""

from __future__ import annotations

import shutil
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from accounted import __version__
from accounted.documents import ARCHIVES, MAIL, media_type_of
from accounted.documents.archives import MOST_BYTES, MOST_MEMBERS
from accounted.inquiry.files import FileFact, FileRole, current_files, latest_of
from accounted.inquiry.folder import Folder
from accounted.inquiry.list_tables import Tables
from accounted.inquiry.settings import FILE_NAME, PLAN_FILE
from accounted.lists import is_capture_table
from accounted.lists.formats import format_of
from accounted.model.documents import Unpacked
from accounted.model.errors import InputError, ParserStopped, UnreadableDocument, UsageError
from accounted.model.ids import keyed_id
from accounted.model.list_changes import ListChanges
from accounted.model.progress import SILENT, Progress
from accounted.sandbox import Limits, Parsers
from accounted.store import Ledger, Originals, Writer, decode

__all__ = ["Arrivals", "Taken", "look_at"]

_TABULAR = (".csv", ".tsv", ".xlsx", ".xls", ".ods", ".parquet", ".json", ".jsonl", ".ndjson", ".sqlite", ".db")
_SHEETED = ("workbook", "sqlite", "json")
_ROLES: dict[str, FileRole] = {"documents": "document", "lists": "list", "tables": "table"}
_DEEPEST = 4
_UNPACKING = Limits(cpu_seconds=600, wall_seconds=900, output=MOST_BYTES)
_HOLDERS = ARCHIVES | {MAIL}


@dataclass(frozen=True, slots=True)
class Taken:
    """What one call took in.

    Args:
        new: Names of files that are new.
        replaced: Names of files of which this is a new version; the earlier one stays among the originals.
        n_known: Files that had come in before, byte for byte.
        failed: Names of what could not be taken, each with the reason.
        left_out: Names of what is no file to be taken (links, pipes, hidden files) or was refused, with the reason.
        changes: What new versions of lists change.
        gone: Names of files that the new version of what they came out of does not hold any more.
    """

    new: tuple[str, ...]
    replaced: tuple[str, ...]
    n_known: int
    failed: tuple[tuple[str, str], ...]
    left_out: tuple[tuple[str, str], ...] = ()
    changes: tuple[ListChanges, ...] = ()
    gone: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Arrivals:
    """Files that wait to be written down.

    Args:
        facts: The files, each after the one it came out of.
        origins: Where each came from, in words.
        taken: What will be said of them.
        changes: What new versions of lists change, each with whether a person approved it.
        review: What a person decided about a version, when that is why a file comes in again.
    """

    facts: tuple[FileFact, ...] = ()
    origins: tuple[str, ...] = ()
    taken: Taken = field(default_factory=lambda: Taken((), (), 0, ()))
    changes: tuple[tuple[ListChanges, bool], ...] = ()
    review: Mapping[str, object] | None = None

    def write(self, folder: Folder, ledger: Ledger, writer: Writer) -> None:
        """Write down files, who brought them, and where from."""
        if not self.facts:
            return
        actor, login = folder.actor()
        if actor not in {row["id"] for row in ledger.rows("staff")}:
            writer.add("staff", {"id": actor, "name": login})
        writer.add_all("file", self.facts)
        tool = f"accounted {__version__}"
        acts = [
            {"file": fact.id, "act": self._act(fact), "tool": tool, "origin": origin}
            for fact, origin in zip(self.facts, self.origins, strict=True)
        ]
        writer.add_all("custody", acts)
        for change, approved in self.changes:
            writer.add("list_change", change, approved=approved)
        if self.review:
            writer.add("version_review", self.review)

    def _act(self, fact: FileFact) -> str:
        if self.review:
            return "brought back"
        return "unpacked" if fact.container else "added"


@dataclass(frozen=True, slots=True)
class _Found:
    """Something on disk, and why it is left out, or why it cannot be read."""

    path: Path
    left_out: str = ""
    failed: str = ""


def _walk(path: Path, own: Collection[Path]) -> Iterator[_Found]:
    """List what is in a folder and below; a folder that is left out stands for all that is in it.

    Args:
        path: A folder, or a file, which is itself.
        own: What the inquiry itself has written.
    """
    if path.resolve() in own or any(above in own for above in path.resolve().parents):
        yield _Found(path, "a part of this inquiry, not of what came in")
        return
    if not path.is_dir():
        yield _Found(path, failed="" if path.is_file() else "not a regular file")
        return
    try:
        within = sorted(path.iterdir())
    except OSError as error:
        yield _Found(path, failed=f"the folder cannot be read: {error.strerror}")
        return
    for found in within:
        if found.is_symlink():
            yield _Found(found, "a link is not followed")
        elif found.name.startswith("."):
            yield _Found(found, "a hidden folder" if found.is_dir() else "a hidden file")
        elif found.is_dir() or found.is_file():
            yield from _walk(found, own)
        else:
            yield _Found(found, "not a regular file")


def look_at(
    folder: Folder,
    ledger: Ledger,
    originals: Originals,
    paths: Sequence[Path],
    *,
    parsers: Parsers,
    progress: Progress = SILENT,
) -> Arrivals:
    """Look at files and copy what is new to where it waits; a folder is walked, an archive is opened.

    A file that cannot be read stops only itself.

    Raises:
        UsageError: When a path does not exist and nothing else was given.
        DiskFull: When the copies cannot be written.
    """
    files, failed, left_out = _find_files(folder, paths)
    if failed and not files:
        name, reason = failed[0]
        raise UsageError(reason, where=name, mend="check the path, and your rights to it")
    known = current_files(ledger)
    intake = _Intake(folder, originals, known, parsers)
    progress.step("look at files", len(files))
    for name, path in files.items():
        try:
            intake.take(path, name)
        except _Unreadable as error:
            failed.append((name, f"cannot be read: {error}"))
        progress.advance()
    new = tuple(f.name for f in intake.facts if f.name not in known)
    replaced = tuple(f.name for f in intake.facts if f.name in known)
    after = latest_of([*ledger.values(FileFact, "file"), *intake.facts])
    gone = tuple(name for name in known if name not in after)
    taken = Taken(new, replaced, intake.n_known, tuple(failed), tuple(left_out), gone=gone)
    return Arrivals(tuple(intake.facts), tuple(intake.origins), taken)


def _find_files(
    folder: Folder, paths: Iterable[Path]
) -> tuple[dict[str, Path], list[tuple[str, str]], list[tuple[str, str]]]:
    files: dict[str, Path] = {}
    failed, left_out = [], []
    own = {folder.hidden, folder.output, *(folder.root / name for name in (FILE_NAME, PLAN_FILE))}
    for given in paths:
        try:
            is_there, trouble = given.exists(), "there is no such file or folder"
        except OSError as error:
            is_there, trouble = False, f"cannot be read: {error.strerror}"
        if not is_there:
            failed.append((str(given), trouble))
            continue
        for found in _walk(given, own):
            if found.left_out:
                left_out.append((_shown(found.path, given), found.left_out))
                continue
            if found.failed:
                failed.append((_shown(found.path, given), found.failed))
                continue
            name = _name_of(folder, given, found.path)
            if files.setdefault(name, found.path).resolve() != found.path.resolve():
                other = f"another file of this call is named {name} too; add the folder above both"
                failed.append((str(found.path), other))
    return files, failed, left_out


def _shown(path: Path, given: Path) -> str:
    return str(path.relative_to(given.parent))


def _name_of(folder: Folder, given: Path, path: Path) -> str:
    """Name a file by its path below `input/`, below the folder that was given (its own name first), or by itself."""
    resolved = path.resolve()
    if resolved.is_relative_to(folder.input):
        named = resolved.relative_to(folder.input).as_posix()
    elif given.is_dir():
        named = resolved.relative_to(given.resolve().parent).as_posix()
    else:
        named = path.name
    return named.encode("utf-8", "replace").decode("utf-8")


class _Unreadable(Exception):
    """A file of the user's that cannot be read; what cannot be written is another matter."""


class _Intake:
    """Takes files one by one, and what is in them."""

    def __init__(self, folder: Folder, originals: Originals, known: dict[str, FileFact], parsers: Parsers) -> None:
        self._folder, self._originals, self._known, self._parsers = folder, originals, known, parsers
        self._key = folder.key()
        self._tables = Tables(folder, parsers)
        self.facts: list[FileFact] = []
        self.origins: list[str] = []
        self.n_known = 0

    def take(self, path: Path, name: str) -> None:
        """Take a file that somebody has, and all that is in it."""
        self._take(path, name, _Within(name))

    def _take(self, path: Path, name: str, within: _Within) -> None:
        try:
            sha256, size, blocks = self._originals.keep(path, is_ours=within.holder is not None)
        except OSError as error:
            raise _Unreadable(error.strerror) from error
        container = within.holder.id if within.holder else None
        before = self._known.get(name)
        if before and (before.sha256, before.container) == (sha256, container):
            self.n_known += 1
            return
        original = self._originals.path(sha256)
        with original.open("rb") as reader:
            media_type = media_type_of(name, reader.read(4096))
        role = self._role(original, sha256, name, media_type)
        identity = keyed_id(self._key, "fil", [name, sha256])
        fact = FileFact(identity, name, role, sha256, size, media_type, blocks, container)
        place = len(self.facts)
        self.facts.append(fact)
        self.origins.append(within.origin)
        if media_type in _HOLDERS and role in ("container", "document"):
            try:
                reason = self._open(original, fact, within)
            except (UnreadableDocument, ParserStopped) as error:
                self.facts[place] = replace(fact, reason=f"{error.what}; {error.mend}", is_refused=True)
            else:
                self.facts[place] = replace(fact, reason=reason or None)
        elif role in ("list", "table"):
            self._open_sheets(original, place, within)

    def _role(self, path: Path, sha256: str, name: str, media_type: str) -> FileRole:
        top = name.split("/", 1)[0]
        said = _ROLES.get(top) if "/" in name else None
        tabular = name.lower().removesuffix(".gz").endswith(_TABULAR)
        if media_type in ARCHIVES and not tabular:
            return "container"
        if said:
            return said
        if not tabular:
            return "document"
        try:
            seen = self._tables.survey(path, sha256)
        except (InputError, ParserStopped):
            return "list"
        return "table" if is_capture_table(seen.header, seen.first) else "list"

    def _open_sheets(self, path: Path, place: int, within: _Within) -> None:
        """Make a file of several sheets or tables hold each of them as a file of its own."""
        fact = self.facts[place]
        with path.open("rb") as reader:
            kind = format_of(reader.read(64))
        if kind not in _SHEETED or within.depth == _DEEPEST:
            return
        with self._inside(within) as inside:
            try:
                unpacked = self._tables.convert(path, inside, kind)
            except (UnreadableDocument, ParserStopped):
                return  # It stays a list, and the step that reads it says why it cannot be read.
            if len(unpacked.members) > 1:
                reason = "; ".join(unpacked.left_out) or None
                self.facts[place] = replace(fact, role="container", reason=reason)
                self._take_members(unpacked, inside, fact, within)
            else:
                self._tables.keep(fact.sha256, inside, kind, unpacked)

    def _open(self, path: Path, fact: FileFact, within: _Within) -> str:
        """Take what is in a file; say what was left in it.

        Raises:
            UnreadableDocument: When it is refused; nothing of it was taken.
            ParserStopped: When unpacking took too much.
        """
        if within.depth == _DEEPEST:
            raise UnreadableDocument(
                f"not opened: it lies within {_DEEPEST} files, each within another",
                mend="unpack it and bring the files",
            )
        with self._inside(within) as inside:
            answer = self._parsers.run(
                "accounted.documents.unpacking",
                "unpack",
                path,
                limits=_UNPACKING,
                by_path=True,
                folder=str(inside),
                media_type=fact.media_type,
                name=fact.name.rsplit("/", 1)[-1],
            )
            unpacked: Unpacked = decode(Unpacked, answer)
            within.count(len(unpacked.members), sum((inside / m.file).stat().st_size for m in unpacked.members))
            self._take_members(unpacked, inside, fact, within)
        return "; ".join(unpacked.left_out)

    @contextmanager
    def _inside(self, within: _Within) -> Iterator[Path]:
        """Give an empty folder for what is in a file, and take it away again."""
        inside = self._folder.temp / f"unpacked-{within.depth}"
        shutil.rmtree(inside, ignore_errors=True)
        inside.mkdir(mode=0o700)
        try:
            yield inside
        finally:
            shutil.rmtree(inside, ignore_errors=True)

    def _take_members(self, unpacked: Unpacked, inside: Path, fact: FileFact, within: _Within) -> None:
        for member in unpacked.members:
            origin = ": ".join(part for part in (fact.name, member.origin, member.dated) if part)
            inner = _Within(origin, fact, within.depth + 1, within.budget)
            self._take(inside / member.file, f"{fact.name}/{member.name}", inner)


@dataclass(frozen=True, slots=True)
class _Within:
    """What a file came out of, how deep, and how much may still come out of the file that was given."""

    origin: str
    holder: FileFact | None = None
    depth: int = 0
    budget: dict[str, int] = field(default_factory=lambda: {"files": MOST_MEMBERS, "bytes": MOST_BYTES})

    def count(self, n_files: int, n_bytes: int) -> None:
        """Count files against what may come out of one file that was given, through all depths."""
        self.budget["files"] -= n_files
        self.budget["bytes"] -= n_bytes
        if min(self.budget.values()) < 0:
            raise UnreadableDocument(
                f"the archive was not taken: with all that is in it, it holds more than {MOST_MEMBERS:,} files or "
                f"{MOST_BYTES >> 30} GiB",
                mend="unpack it yourself, look at what is in it, and bring the files",
            )
