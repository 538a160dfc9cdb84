"""ZIP, TAR and packed files: looked through before anything is unpacked, then unpacked under numbers, never names (P4).

What an archive says of its members is read first: their number, sizes, the ratio to the packed size, paths, links,
locks. One thing that cannot be right and the whole archive is refused. Members are written as `000001`, `000002` … into
a folder of our own, so that no path in an archive can point anywhere; their names are labels only.
"""

from __future__ import annotations

import bz2
import gzip
import lzma
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path, PurePosixPath
from typing import IO, Protocol, cast

from accounted.model.documents import Member, Unpacked
from accounted.model.errors import NO_SPACE, UnreadableDocument

__all__ = ["FREE_BYTES", "MOST_BYTES", "MOST_MEMBERS", "MOST_RATIO", "check_zip", "label", "unpack", "write_member"]

MOST_MEMBERS = 10_000
MOST_BYTES = 4 << 30
MOST_RATIO = 200
FREE_BYTES = 32 << 20
"""Below this, the ratio says nothing: a megabyte of spaces packs a thousandfold."""
_LONGEST_PART, _MOST_PART_BYTES, _LONGEST_ENDING = 120, 200, 12
_CHUNK = 1 << 20
_MEND = "unpack it yourself, look at what is in it, and bring the files"
_DAMAGED = (zipfile.BadZipFile, tarfile.TarError, zlib.error, lzma.LZMAError, EOFError, OSError, RuntimeError,
            NotImplementedError, ValueError)  # fmt: skip

_OPENERS: dict[str, Callable[[Path], IO[bytes]]] = {
    "application/gzip": lambda path: cast("IO[bytes]", gzip.GzipFile(path)),
    "application/x-bzip2": lambda path: cast("IO[bytes]", bz2.BZ2File(path)),
    "application/x-xz": lambda path: cast("IO[bytes]", lzma.LZMAFile(path)),  # noqa: SIM115 - whoever calls closes it
}


class _Readable(Protocol):
    def read(self, size: int = ..., /) -> bytes: ...


def check_zip(archive: zipfile.ZipFile, size: int) -> None:
    """Refuse a ZIP file that could explode or escape, by what it says of its members.

    Args:
        archive: Opened; nothing of it has been unpacked.
        size: Its own size in bytes.

    Raises:
        UnreadableDocument: With the reason.
    """
    infos = archive.infolist()
    _check_sizes(((info.filename, info.file_size) for info in infos), size)
    packed = 0
    for info in infos:
        _check_name(info.filename)
        if info.flag_bits & 0x1:
            raise UnreadableDocument("the file is locked with a password", mend="save or unpack it without one")
        if (info.external_attr >> 16) & 0o170000 == 0o120000:
            raise _refused(f"it holds a link ({_shown(info.filename)})")
        packed += info.compress_size
    if packed > size:
        raise _refused("its members overlap: it is made to explode")


def _check_sizes(members: Iterable[tuple[str, int]], packed: int) -> None:
    n = total = 0
    for name, size in members:
        n, total = n + 1, total + size
        if n > MOST_MEMBERS:
            raise _refused(f"it holds more than {MOST_MEMBERS:,} files")
        if total > MOST_BYTES:
            raise _refused(f"it would grow to more than {MOST_BYTES >> 30} GiB")
        if max(size, total) > FREE_BYTES and max(size, total) > packed * MOST_RATIO:
            raise _refused(f"it would grow more than {MOST_RATIO}-fold ({_shown(name)})")


def _check_name(name: str) -> None:
    parts = name.replace("\\", "/").split("/")
    if name.startswith(("/", "\\")) or ".." in parts or (len(parts[0]) == 2 and parts[0][1] == ":"):
        raise _refused(f"a path in it points outside ({_shown(name)})")


def _shown(name: str) -> str:
    clean = "".join(c if c.isprintable() else "?" for c in name)
    return clean if len(clean) <= 60 else f"{clean[:57]}…"


def _refused(why: str) -> UnreadableDocument:
    return UnreadableDocument(f"the archive was not unpacked: {why}", mend=_MEND)


def label(name: str, taken: set[str]) -> str:
    r"""Make a path inside an archive a label: no control characters, `/` between parts, no two alike.

    >>> label("a\\b\x00.txt", set()), label("x.txt", {"x.txt"})
    ('a/b?.txt', 'x (2).txt')
    """
    parts = [p for p in name.replace("\\", "/").split("/") if p not in ("", ".", "..")]
    clean = "/".join(_shortened("".join(c if c.isprintable() else "?" for c in part)) for part in parts) or "file"
    path, unique, n = PurePosixPath(clean), clean, 2
    while unique in taken:
        unique, n = str(path.with_name(f"{path.stem} ({n}){path.suffix}")), n + 1
    taken.add(unique)
    return unique


def _shortened(part: str) -> str:
    """Cut a name that a file system may not take, and keep its ending: it may say what the file is."""
    part = part.encode("utf-8", "replace").decode("utf-8")
    if len(part) <= _LONGEST_PART and len(part.encode()) <= _MOST_PART_BYTES:
        return part
    stem, ending = PurePosixPath(part).stem, PurePosixPath(part).suffix[:_LONGEST_ENDING]
    while len(stem) > _LONGEST_PART or len(stem.encode()) > _MOST_PART_BYTES:
        stem = stem[:-1]
    return stem + ending


def number_of(number: int) -> str:
    """Name the file into which a member is written."""
    return f"{number:06d}"


def write_member(reader: _Readable, folder: Path, number: int, limit: int) -> str:
    """Write a member under its number; more bytes than it may have are refused while they come."""
    name, written = number_of(number), 0
    with (folder / name).open("xb") as writer:
        while chunk := reader.read(_CHUNK):
            written += len(chunk)
            if written > limit:
                raise _refused("a member is larger than it says, or the whole grows too large")
            writer.write(chunk)
    return name


def unpack(path: Path, folder: str, media_type: str, name: str) -> Unpacked:
    """Check an archive, then unpack it into an empty folder of ours.

    Args:
        path: The archive.
        folder: Where the members go.
        media_type: As `media_type_of` says.
        name: Name of the archive, from which the only member of a packed file takes its own.

    Raises:
        UnreadableDocument: When it is refused or damaged; what had been unpacked is worth nothing then.
    """
    into = Path(folder)
    try:
        if media_type == "application/zip":
            return _unpack_zip(path, into)
        if media_type in _OPENERS:
            with _OPENERS[media_type](path) as reader:
                # Read to its end without keeping anything: its size, and whether it is whole, are known after that.
                _measure(reader, path.stat().st_size)
        if tarfile.is_tarfile(path):
            found = _unpack_tar(path, into)
            # Zeros alone are an empty TAR, and may as well be anything else.
            if found.members or found.left_out or media_type not in _OPENERS:
                return found
        return _unpack_one(path, into, media_type, name)
    except _DAMAGED as error:
        if isinstance(error, OSError) and error.errno in NO_SPACE:
            raise
        raise UnreadableDocument("the archive is damaged or not complete", mend="get it again") from error


def _is_hidden(name: str) -> bool:
    return any(part.startswith(".") or part == "__MACOSX" for part in name.split("/") if part not in (".", ".."))


def _left_out(n_hidden: int) -> tuple[str, ...]:
    return (f"{n_hidden} hidden files left in it",) if n_hidden else ()


def _unpack_zip(path: Path, folder: Path) -> Unpacked:
    taken: set[str] = set()
    members: list[Member] = []
    damaged: list[str] = []
    n_hidden = 0
    with zipfile.ZipFile(path) as archive:
        check_zip(archive, path.stat().st_size)
        for info in archive.infolist():
            if info.is_dir():
                continue
            if _is_hidden(info.filename):
                n_hidden += 1
                continue
            try:
                with archive.open(info) as reader:
                    file = write_member(reader, folder, len(members) + 1, info.file_size)
            except NotImplementedError as error:
                raise UnreadableDocument(
                    f"the archive is packed in a way that is not known here ({_shown(info.filename)})",
                    mend="unpack it with the program that made it, and bring the files",
                ) from error
            except (zipfile.BadZipFile, zlib.error, EOFError):
                # One member that is damaged does not stop the rest: it is named instead.
                (folder / number_of(len(members) + 1)).unlink(missing_ok=True)
                damaged.append(f"{_shown(info.filename)} is damaged")
                continue
            members.append(Member(label(info.filename, taken), file))
    if damaged and not members:
        raise zipfile.BadZipFile
    return Unpacked(tuple(members), (*damaged, *_left_out(n_hidden)))


def _unpack_tar(path: Path, folder: Path) -> Unpacked:
    taken: set[str] = set()
    members: list[Member] = []
    n_hidden = 0
    with tarfile.open(path, "r|*") as archive:
        _check_tar(archive, path.stat().st_size)
    with tarfile.open(path, "r|*") as archive:
        for info in archive:
            if not info.isfile():
                continue
            if _is_hidden(info.name):
                n_hidden += 1
                continue
            reader = archive.extractfile(info)
            if reader is not None:
                members.append(
                    Member(label(info.name, taken), write_member(reader, folder, len(members) + 1, info.size))
                )
    return Unpacked(tuple(members), _left_out(n_hidden))


def _check_tar(archive: tarfile.TarFile, size: int) -> None:
    def members() -> Iterator[tuple[str, int]]:
        for info in archive:
            _check_name(info.name)
            if info.islnk() or info.issym():
                raise _refused(f"it holds a link ({_shown(info.name)})")
            if not (info.isfile() or info.isdir()):
                raise _refused(f"it holds a device or pipe ({_shown(info.name)})")
            yield info.name, info.size

    _check_sizes(members(), size)


def _unpack_one(path: Path, folder: Path, media_type: str, name: str) -> Unpacked:
    if media_type not in _OPENERS:
        raise UnreadableDocument("this is no archive that can be unpacked", mend=_MEND)
    with _OPENERS[media_type](path) as reader:
        file = write_member(reader, folder, 1, MOST_BYTES)
    inner = PurePosixPath(name)
    stem = inner.stem if inner.suffix.lower() in (".gz", ".bz2", ".xz") else f"{inner.name}.unpacked"
    return Unpacked((Member(label(stem, set()), file),))


def _measure(reader: IO[bytes], packed: int) -> None:
    size, limit = 0, min(MOST_BYTES, max(packed * MOST_RATIO, FREE_BYTES))
    while chunk := reader.read(_CHUNK):
        size += len(chunk)
        if size > limit:
            raise _refused(f"it would grow more than {MOST_RATIO}-fold, or to more than {MOST_BYTES >> 30} GiB")
