"""Files come in: hashed before anything reads them, kept unchanged, each act written down (R1, R2).

Everything that one call takes in is one transaction; the same file under the same name is recognised and taken once.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from accounted import __version__
from accounted.documents import media_type_of
from accounted.inquiry.folder import Folder
from accounted.lists import is_capture_table, read_table
from accounted.model.errors import AccountedError, InputError, UsageError
from accounted.model.ids import keyed_id
from accounted.model.progress import SILENT, Progress
from accounted.store import Ledger, Originals

__all__ = ["FileFact", "Taken", "current_files", "take_in", "walk"]

_TABULAR = (".csv", ".tsv", ".xlsx", ".xls", ".ods", ".parquet")
_ROLES = {"documents": "document", "lists": "list", "tables": "table"}
_SAMPLE_ROWS = 200


@dataclass(frozen=True, slots=True)
class FileFact:
    """One version of one file: `role` is document, list or table; `blocks` are its block hashes."""

    id: str
    name: str
    role: str
    sha256: str
    n_bytes: int
    media_type: str
    blocks: bytes


@dataclass(frozen=True, slots=True)
class Taken:
    """What one call took in.

    Args:
        new: Names of files that are new.
        replaced: Names of files of which this is a new version; the earlier one stays among the originals.
        n_known: Files that had come in before, byte for byte.
        failed: Names of what could not be taken, each with the reason.
    """

    new: tuple[str, ...]
    replaced: tuple[str, ...]
    n_known: int
    failed: tuple[tuple[str, str], ...]


def walk(path: Path) -> list[Path]:
    """List the files in a folder and below, sorted, hidden ones and links left out; a file is itself."""
    if not path.is_dir():
        return [path]
    found = (p for p in path.rglob("*") if p.is_file() and not p.is_symlink())
    return sorted(p for p in found if not any(part.startswith(".") for part in p.relative_to(path).parts))


def current_files(ledger: Ledger) -> dict[str, FileFact]:
    """The latest version of each file, by name, sorted by name."""
    latest = {f.name: f for f in ledger.values(FileFact, "file")}
    return dict(sorted(latest.items()))


def take_in(folder: Folder, ledger: Ledger, paths: Sequence[Path], *, progress: Progress = SILENT) -> Taken:
    """Take files in; a folder is walked. A file that cannot be read stops only itself.

    Raises:
        UsageError: When a path does not exist and nothing else was given.
    """
    files, failed = _find_files(folder, paths)
    if failed and not files:
        name, reason = failed[0]
        raise UsageError(reason, where=name, mend="check the path")
    known, originals = current_files(ledger), Originals(folder.originals)
    progress.step("take in", len(files))
    facts: list[FileFact] = []
    n_known = 0
    for name, path in files.items():
        try:
            fact = _keep(folder, originals, path, name)
        except OSError as error:
            failed.append((name, f"cannot be read: {error.strerror}"))
        else:
            before = known.get(name)
            if before and before.sha256 == fact.sha256:
                n_known += 1
            else:
                facts.append(fact)
        progress.advance()
    if facts:
        actor, login = folder.actor()
        with ledger.writing() as writer:
            if actor not in {row["id"] for row in ledger.rows("staff")}:
                writer.add("staff", {"id": actor, "name": login})
            writer.add_all("file", facts)
            tool = f"accounted {__version__}"
            acts = [{"file": f.id, "act": "added", "tool": tool, "origin": f.name} for f in facts]
            writer.add_all("custody", acts)
    new = tuple(f.name for f in facts if f.name not in known)
    return Taken(new, tuple(f.name for f in facts if f.name in known), n_known, tuple(failed))


def _find_files(folder: Folder, paths: Iterable[Path]) -> tuple[dict[str, Path], list[tuple[str, str]]]:
    files: dict[str, Path] = {}
    failed = []
    for given in paths:
        if not given.exists():
            failed.append((str(given), "there is no such file or folder"))
            continue
        for path in walk(given):
            name = _name_of(folder, given, path)
            if files.setdefault(name, path).resolve() != path.resolve():
                failed.append((str(path), f"another file of this call is named {name} too; add the folder above both"))
    return files, failed


def _name_of(folder: Folder, given: Path, path: Path) -> str:
    """Name a file by its path below `input/`, below the folder that was given (its own name first), or by itself."""
    resolved = path.resolve()
    if resolved.is_relative_to(folder.input):
        return resolved.relative_to(folder.input).as_posix()
    if given.is_dir():
        return resolved.relative_to(given.resolve().parent).as_posix()
    return path.name


def _keep(folder: Folder, originals: Originals, path: Path, name: str) -> FileFact:
    sha256, size, blocks = originals.keep(path, folder.temp)
    with path.open("rb") as reader:
        media_type = media_type_of(name, reader.read(4096))
    identity = keyed_id(folder.key(), "fil", [name, sha256])
    return FileFact(identity, name, _role(path, name), sha256, size, media_type, blocks)


def _role(path: Path, name: str) -> str:
    top = name.split("/", 1)[0]
    if "/" in name and top in _ROLES:
        return _ROLES[top]
    if not name.lower().removesuffix(".gz").endswith(_TABULAR):
        return "document"
    try:
        table = read_table(path)
        sample = list(itertools.islice(table.rows, _SAMPLE_ROWS))
    except (InputError, AccountedError):
        return "list"
    return "table" if is_capture_table(table.header, sample) else "list"
