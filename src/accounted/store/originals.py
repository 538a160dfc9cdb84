"""What came in, kept byte for byte and read-only, and found again when a byte has changed.

Beside the SHA-256 of the whole file stand short hashes of its blocks. They cost 1.6 % of the file's size and let
`verify` say *where* a file was changed; a single changed byte is found exactly, by trying.
"""

from __future__ import annotations

import errno
import hashlib
import os
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from accounted.model.errors import DiskFull, NotWritable

__all__ = ["BLOCK_BYTES", "Originals", "block_hashes", "first_wrong_byte", "writing_files"]

BLOCK_BYTES = 512
_HASH_BYTES = 8
_CHUNK = 1 << 20
_JOURNAL = "incoming"


class Originals:
    """The folder of originals; a file's name in it is its SHA-256.

    What comes in is hashed and copied into `staging` first. `admit` moves all of it in within the transaction that
    writes it down, after naming it in a journal: an import that was killed between the two leaves nothing, because
    `recover` takes out what the journal names and the record does not know.

    Args:
        folder: `.accounted/originals`.
        staging: Where files wait until the record knows them, on the same file system; None to only look.
    """

    def __init__(self, folder: Path, staging: Path | None = None) -> None:
        self.folder = folder
        self._staging = staging
        self._journal = folder.with_name(_JOURNAL)

    def path(self, sha256: str) -> Path:
        """Say where the file with this hash lies."""
        kept = self.folder / sha256
        return self._staging / sha256 if self._staging and not kept.exists() else kept

    def keep(self, source: Path, *, is_ours: bool = False) -> tuple[str, int, bytes]:
        """Copy a file to where it waits, hashing what is written; nothing is visible before it is whole.

        Args:
            source: The file as the user has it.
            is_ours: Whether it may be taken away from where it is.

        Returns:
            The SHA-256, the number of bytes, and the block hashes.

        Raises:
            OSError: When the file cannot be read.
            DiskFull: When the copy cannot be written.
        """
        if self._staging is None:
            raise ValueError("these originals are only looked at")
        with writing_files():
            self._staging.mkdir(mode=0o700, exist_ok=True)
        part = self._staging / "part"
        digest, size, blocks = hashlib.sha256(), 0, bytearray()
        with source.open("rb") as reader, part.open("wb") as writer:
            while chunk := reader.read(_CHUNK):
                digest.update(chunk)
                blocks += block_hashes(chunk)
                size += len(chunk)
                with writing_files():
                    writer.write(chunk)
            with writing_files():
                writer.flush()
                os.fsync(writer.fileno())
        if is_ours:
            source.unlink()
        if self.path(digest.hexdigest()).exists():
            part.unlink()
        else:
            part.chmod(0o400)
            part.rename(self._staging / digest.hexdigest())
        return digest.hexdigest(), size, bytes(blocks)

    def admit(self, wanted: Iterable[str]) -> None:
        """Move what waits, of these hashes, to the originals; call it right before the transaction is committed.

        Raises:
            DiskFull: When it cannot be written.
        """
        if self._staging is None:
            return
        new = sorted({sha256 for sha256 in wanted if (self._staging / sha256).exists()})
        if not new:
            return
        with writing_files():
            with self._journal.open("w", encoding="ascii") as writer:
                writer.write("\n".join([*new, ""]))
                writer.flush()
                os.fsync(writer.fileno())
            for sha256 in new:
                (self._staging / sha256).rename(self.folder / sha256)
            _sync(self.folder)
            _sync(self.folder.parent)

    def unknown_to(self, known: Callable[[], Collection[str]]) -> list[str]:
        """Name what lies among the originals and is not known; what an import is moving in right now is left out.

        Args:
            known: Gives the hashes of all files that the record knows; asked last, for an import may end meanwhile.
        """
        there = {path.name for path in self.folder.iterdir()}
        return sorted(there - set(self._incoming()) - set(known()))

    def _incoming(self) -> list[str]:
        try:
            return self._journal.read_text(encoding="ascii").split("\n")[:-1]
        except FileNotFoundError:
            return []

    def recover(self, known: Callable[[], Collection[str]]) -> None:
        """After a commit, a failure or a kill: take out what was moved in and is not known, and end the journal.

        Args:
            known: Gives the hashes of all files that the record knows; asked only when there is something to settle.
        """
        if not self._journal.exists():
            return
        for sha256 in sorted(set(self._incoming()) - set(known())):
            (self.folder / sha256).unlink(missing_ok=True)
        self._journal.unlink()


@contextmanager
def writing_files() -> Iterator[None]:
    """Say of a failure to write what it means for the import."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.EACCES, errno.EPERM):
            raise NotWritable(
                f"nothing can be written here ({error.strerror}); nothing of this import was kept",
                where=error.filename or ".accounted",
                mend="give yourself the right to read and write all that is in .accounted",
            ) from error
        raise DiskFull(
            f"the disk is full or fails ({error.strerror}); nothing of this import was kept",
            where=".accounted",
            mend="free as much space as the files need twice, or move the inquiry to another disk, and run it again",
        ) from error


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def block_hashes(data: bytes) -> bytes:
    """Hash each block of `data` (whose start must be a block's start): eight bytes per block.

    >>> len(block_hashes(bytes(1025)))
    24
    """
    pieces = (data[i : i + BLOCK_BYTES] for i in range(0, len(data), BLOCK_BYTES))
    return b"".join(hashlib.sha256(piece).digest()[:_HASH_BYTES] for piece in pieces)


def first_wrong_byte(data: bytes, blocks: bytes) -> tuple[int, int] | None:
    """Find the first place where `data` is not what the block hashes were made from.

    Returns:
        First and last byte (counted from 0) between which the first difference lies: equal when it is known exactly.
        None when nothing differs.

    >>> good = bytes(2000)
    >>> bad = good[:700] + b"x" + good[701:]
    >>> first_wrong_byte(bad, block_hashes(good))
    (700, 700)
    """
    for start in range(0, len(data), BLOCK_BYTES):
        piece = data[start : start + BLOCK_BYTES]
        number = start // BLOCK_BYTES * _HASH_BYTES
        expected = blocks[number : number + _HASH_BYTES]
        if hashlib.sha256(piece).digest()[:_HASH_BYTES] != expected:
            exact = _single_change(piece, expected)
            return (start + exact, start + exact) if exact is not None else (start, start + max(len(piece) - 1, 0))
    if len(blocks) > -(-len(data) // BLOCK_BYTES) * _HASH_BYTES:
        return len(data), len(data)
    return None


def _single_change(piece: bytes, expected: bytes) -> int | None:
    for position in range(len(piece)):
        before, after = piece[:position], piece[position + 1 :]
        for value in range(256):
            if hashlib.sha256(before + bytes([value]) + after).digest()[:_HASH_BYTES] == expected:
                return position
    return None
