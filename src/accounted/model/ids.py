"""Keyed ids: short, stable, and of no use to anyone who knows a person but not the inquiry's key.

An id is HMAC-SHA256(key, kind ‖ length-prefixed fields ‖ n-th occurrence), so the same content in the same inquiry gets
the same id on any machine and in any order, two equal rows get two ids, and no id can be recomputed from a name.
"""

from __future__ import annotations

import hashlib
import hmac
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache

__all__ = ["IdMaker", "keyed_id", "length_prefixed"]

_BYTES = 10
"""Bytes of an id: sixteen letters and digits."""


def keyed_id(key: bytes, kind: str, fields: Sequence[str], occurrence: int = 0) -> str:
    """Make the id of one thing.

    Args:
        key: The inquiry's secret.
        kind: Prefix of the id: `doc`, `rec`, `clm`, `clu`, `fnd` …
        fields: The canonical content, in a fixed order.
        occurrence: 0 for the first thing with this content, 1 for the second …

    >>> keyed_id(b"made-up key", "rec", ["OSCE", "A. B."])
    'rec_x75m2exbepxniq34'
    >>> keyed_id(b"k", "rec", ["ab", "c"]) == keyed_id(b"k", "rec", ["a", "bc"])
    False
    """
    return _made(key, kind, length_prefixed((kind, *fields)), occurrence)


_LETTERS = "abcdefghijklmnopqrstuvwxyz234567"
_TWO_LETTERS = [first + second for first in _LETTERS for second in _LETTERS]


def _made(key: bytes, kind: str, content: bytes, occurrence: int) -> str:
    mac = hmac.digest(key, content + _prefix(str(occurrence)), "sha256")
    bits = int.from_bytes(mac[:_BYTES], "big")
    return f"{kind}_" + "".join([_TWO_LETTERS[bits >> shift & 1023] for shift in _SHIFTS])


_SHIFTS = range(8 * _BYTES - 10, -1, -10)


def length_prefixed(fields: Iterable[str]) -> bytes:
    """Write fields as bytes, each with its length before it, so that no two rows of fields are the same bytes."""
    raw = [field.encode("utf-8", "surrogatepass") for field in fields]
    return b"".join([_length(len(one)) + one for one in raw])


@lru_cache(maxsize=4096)
def _prefix(field: str) -> bytes:
    return length_prefixed((field,))


@lru_cache(maxsize=4096)
def _length(n: int) -> bytes:
    return n.to_bytes(8, "big")


class IdMaker:
    """Makes ids of one run and counts equal contents, so that equal things get different ids.

    >>> make = IdMaker(b"made-up key")
    >>> make("rec", "A"), make("rec", "A") == make("rec", "B")
    ('rec_2sasvxst2zcdr3iv', False)
    """

    def __init__(self, key: bytes) -> None:
        self._key = key
        self._seen: Counter[bytes] = Counter()

    def __call__(self, kind: str, *fields: str) -> str:
        """Make the id of the next thing of this kind with this content."""
        return self.of_content(kind, length_prefixed(fields))

    def of_content(self, kind: str, fields: bytes, *, is_single: bool = False) -> str:
        """Make the id of the next thing whose fields are written as `length_prefixed` does.

        Args:
            kind: Prefix of the id.
            fields: The canonical content.
            is_single: Whether nothing else has this content, so that it need not be counted.
        """
        content = _prefix(kind) + fields
        if is_single:
            return _made(self._key, kind, content, 0)
        # A digest in place of the content: a million rows stay a few dozen megabytes.
        digest = hashlib.blake2b(content, digest_size=16).digest()
        occurrence = self._seen[digest]
        self._seen[digest] = occurrence + 1
        return _made(self._key, kind, content, occurrence)
