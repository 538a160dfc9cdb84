"""One way to turn data into bytes, so that the same content always has the same hash."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

from accounted.model.dates import DateInterval, Day

__all__ = ["canonical_bytes", "content_root", "plain"]


def plain(value: Any) -> Any:
    """Turn frozen data into what JSON knows; dates become EDTF, tuples lists, absent stays null.

    >>> plain(DateInterval.parse("1999-03"))
    {'edtf': '1999-03', 'earliest': '1999-03-01', 'latest': '1999-03-31'}
    """
    if isinstance(value, DateInterval):
        return {"edtf": value.edtf, "earliest": plain(value.earliest), "latest": plain(value.latest)}
    if isinstance(value, Day):
        return value.isoformat()
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {str(k): plain(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(v) for v in value]
    if isinstance(value, bytes):
        return value.hex()
    return value


def canonical_bytes(value: Any) -> bytes:
    r"""Write as JSON with sorted keys, no spaces, UTF-8, no NaN.

    >>> canonical_bytes({"b": 1, "a": "é"})
    b'{"a":"\xc3\xa9","b":1}'
    """
    text = json.dumps(plain(value), sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return text.encode("utf-8", "surrogatepass")


def content_root(parts: Iterable[bytes]) -> str:
    """Hash parts in the order given, each with its length before it; hexadecimal SHA-256."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(len(part).to_bytes(8, "big") + part)
    return digest.hexdigest()
