"""One way to turn data into bytes, so that the same content always has the same hash."""

from __future__ import annotations

import dataclasses
import functools
import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
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
    return _encode(value).encode("utf-8", "surrogatepass")


def _one_level(value: Any) -> Any:
    """Turn what JSON does not know into what it does, one level at a time, as `plain` does for all at once."""
    if isinstance(value, (DateInterval, Day, bytes)):
        return plain(value)
    if isinstance(value, Mapping):
        return {str(k): v for k, v in value.items()}
    names = _field_names(type(value))
    if names is None:
        raise TypeError(f"{type(value).__name__} has no canonical form")
    return {name: getattr(value, name) for name in names}


def _read_field_names(of: Any) -> tuple[str, ...] | None:
    return tuple(f.name for f in dataclasses.fields(of)) if dataclasses.is_dataclass(of) else None


_field_names: Callable[[Any], tuple[str, ...] | None] = functools.cache(_read_field_names)


_encode = json.JSONEncoder(
    sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False, default=_one_level
).encode


def content_root(parts: Iterable[bytes]) -> str:
    """Hash parts in the order given, each with its length before it; hexadecimal SHA-256."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(len(part).to_bytes(8, "big") + part)
    return digest.hexdigest()
