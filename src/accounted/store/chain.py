"""The chain of facts: how an entry is bound to its content and to all entries before it.

    commitment = SHA-256(salt ‖ canonical payload)
    hash       = SHA-256(previous hash ‖ canonical envelope)

The envelope holds no names, so it may stay for ever; without the salt nobody can test a guess at an erased payload.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from json.encoder import encode_basestring
from typing import Any

__all__ = ["GENESIS", "SALT_BYTES", "commit", "committer", "link", "linker"]

GENESIS = "0" * 64
SALT_BYTES = 16


def commit(salt: bytes, row: Mapping[str, Any]) -> str:
    """Bind a payload: hexadecimal SHA-256 over the salt and the row's columns that are not NULL."""
    content = {name: value for name, value in row.items() if value is not None and name not in ("seq", "salt")}
    return hashlib.sha256(salt + _flat_bytes(content)).hexdigest()


def link(previous: str, seq: int, kind: str, at: str, actor: str, commitment: str) -> str:
    """Bind an envelope to the entry before it: hexadecimal SHA-256."""
    envelope = {"seq": seq, "kind": kind, "at": at, "actor": actor, "commitment": commitment}
    return hashlib.sha256(previous.encode("ascii") + _flat_bytes(envelope)).hexdigest()


def committer(columns: Sequence[str]) -> Callable[[bytes, Sequence[Any]], str]:
    """Make what binds payloads of one kind, given as their cells in the order of `columns`; the same as `commit`.

    Args:
        columns: The names of the columns, `seq` and `salt` left out.

    >>> committer(["name", "age"])(b"salt", ["Ombra Vask", None]) == commit(b"salt", {"name": "Ombra Vask"})
    True
    """
    plan = [
        (place, f"{encode_basestring(columns[place])}:")
        for place in sorted(range(len(columns)), key=columns.__getitem__)
    ]
    nothing = {place: f'{start}"[]"' for place, start in plan}

    def bind(salt: bytes, cells: Sequence[Any]) -> str:
        parts = []
        for place, start in plan:
            cell = cells[place]
            if type(cell) is str:
                parts.append(nothing[place] if cell == "[]" else start + encode_basestring(cell))
            elif cell is not None:
                is_plain = type(cell) is int or (type(cell) is float and cell - cell == 0.0)
                parts.append(start + (repr(cell) if is_plain else _encode(cell)))
        return hashlib.sha256(salt + f"{{{','.join(parts)}}}".encode("utf-8", "surrogatepass")).hexdigest()

    return bind


def linker(kind: str, at: str, actor: str) -> Callable[[str, int, str], str]:
    """Make what binds envelopes of one kind and time, each given as previous hash, number and commitment; as `link`.

    >>> linker("record", "2031", "act_1")(GENESIS, 7, "ab") == link(GENESIS, 7, "record", "2031", "act_1", "ab")
    True
    """
    start = f'{{"actor":{encode_basestring(actor)},"at":{encode_basestring(at)},"commitment":"'
    middle = f'","kind":{encode_basestring(kind)},"seq":'

    def bind(previous: str, seq: int, commitment: str) -> str:
        envelope = f"{start}{commitment}{middle}{seq}}}"
        return hashlib.sha256(previous.encode("ascii") + envelope.encode("utf-8", "surrogatepass")).hexdigest()

    return bind


def _flat_bytes(content: Mapping[str, Any]) -> bytes:
    """Write a mapping of columns as `canonical_bytes` does, which for a million rows is too slow: nothing is nested."""
    return _encode(content).encode("utf-8", "surrogatepass")


_encode = json.JSONEncoder(
    sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False, default=bytes.hex
).encode
