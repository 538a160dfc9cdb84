"""What came in, kept byte for byte and read-only, and found again when a byte has changed.

Beside the SHA-256 of the whole file stand short hashes of its blocks. They cost 1.6 % of the file's size and let
`verify` say *where* a file was changed; a single changed byte is found exactly, by trying.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

__all__ = ["BLOCK_BYTES", "Originals", "block_hashes", "first_wrong_byte"]

BLOCK_BYTES = 512
_HASH_BYTES = 8
_CHUNK = 1 << 20


class Originals:
    """The folder of originals; a file's name in it is its SHA-256.

    Args:
        folder: `.accounted/originals`.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, sha256: str) -> Path:
        """Say where the original with this hash lies."""
        return self.folder / sha256

    def keep(self, source: Path, temp: Path) -> tuple[str, int, bytes]:
        """Copy a file in, hashing what is written; nothing is visible before it is whole.

        Args:
            source: The file as the user has it.
            temp: The inquiry's own temporary folder, on the same file system.

        Returns:
            The SHA-256, the number of bytes, and the block hashes.
        """
        part = temp / f"original-{os.getpid()}"
        digest, size, blocks = hashlib.sha256(), 0, bytearray()
        with source.open("rb") as reader, part.open("wb") as writer:
            for chunk in _chunks(reader):
                digest.update(chunk)
                blocks += block_hashes(chunk)
                size += len(chunk)
                writer.write(chunk)
            writer.flush()
            os.fsync(writer.fileno())
        target = self.path(digest.hexdigest())
        if target.exists():
            part.unlink()
        else:
            part.chmod(0o400)
            part.rename(target)
        return digest.hexdigest(), size, bytes(blocks)


def _chunks(reader: object) -> Iterator[bytes]:
    read = reader.read  # type: ignore[attr-defined]
    while chunk := read(_CHUNK):
        yield chunk


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
