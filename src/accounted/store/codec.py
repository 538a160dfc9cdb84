"""Frozen data to table rows and back, led by the types alone."""

from __future__ import annotations

import dataclasses
import functools
import json
import types
import typing
from collections.abc import Callable, Mapping
from typing import Any, TypeVar, cast

from accounted.model.canonical import canonical_bytes, plain
from accounted.model.dates import DateInterval, Day
from accounted.store.schema import JSON_COLUMNS, PAYLOADS

__all__ = ["columns_of", "decode", "from_row", "to_row"]

T = TypeVar("T")
Decoder = Callable[[Any], Any]


def to_row(kind: str, value: object, **more: object) -> dict[str, Any]:
    """Turn a frozen value into the columns of its kind; fields that the table does not have are refused.

    Args:
        kind: Name of the payload table.
        value: A dataclass instance, or a mapping of columns.
        more: Columns that the value itself does not hold, such as `run`.
    """
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = {f.name: getattr(value, f.name) for f in dataclasses.fields(value)}
    else:
        fields = dict(cast("Mapping[str, Any]", value))
    fields.update(more)
    columns = _columns(kind)
    unknown = fields.keys() - columns.keys() - {"seq", "salt"}
    if unknown:
        raise ValueError(f"the table {kind} has no column {', '.join(sorted(unknown))}")
    row: dict[str, Any] = {}
    for name, holds in columns.items():
        item = fields.get(name)
        if item is None:
            row[name] = None
        elif holds == "json":
            row[name] = "[]" if item == () else canonical_bytes(item).decode("utf-8", "replace")
        elif holds == "real":
            row[name] = float(item)
        elif isinstance(item, bool):
            row[name] = int(item)
        elif isinstance(item, str):
            row[name] = item if item.isascii() else item.encode("utf-8", "replace").decode("utf-8")
        else:
            row[name] = plain(item) if not isinstance(item, bytes) else item
    return row


@functools.cache
def columns_of(kind: str) -> tuple[str, ...]:
    """The columns of a kind in the order in which rows of cells give them, `seq` and `salt` left out."""
    return tuple(_columns(kind))


@functools.cache
def _columns(kind: str) -> dict[str, str]:
    """What each column of a kind holds: json, real, or anything else."""
    nested = JSON_COLUMNS[kind]
    return {
        column.name: "json" if column.name in nested else "real" if column.type.python_type is float else "other"
        for column in PAYLOADS[kind].c
        if column.name not in ("seq", "salt")
    }


def from_row(type_: type[T], kind: str, row: Mapping[str, Any]) -> T:
    """Make the frozen value of a row; columns that the type does not have are left aside."""
    hints = _hints(type_)
    nested = JSON_COLUMNS[kind]
    values = {}
    for name, hint in hints.items():
        item = row[name]
        if item is not None and name in nested:
            item = json.loads(item)
        values[name] = decode(hint, item)
    return type_(**values)


def _read_hints(type_: Any) -> dict[str, Any]:
    hints = typing.get_type_hints(type_)
    return {f.name: hints[f.name] for f in dataclasses.fields(type_)}


def decode(hint: Any, value: Any) -> Any:
    """Turn plain JSON into what a type hint says.

    >>> decode(tuple[int, ...], [1, 2])
    (1, 2)
    >>> decode(DateInterval | None, {"edtf": "1999", "earliest": "1999-01-01", "latest": "1999-12-31"}).latest.month
    12
    """
    return _decoder(hint)(value)


def _make_decoder(hint: Any) -> Decoder:
    origin = typing.get_origin(hint)
    if origin in (typing.Union, types.UnionType):
        return _union(hint)
    if origin is tuple:
        arguments = typing.get_args(hint)
        if len(arguments) == 2 and arguments[1] is Ellipsis:
            item = _decoder(arguments[0])
            return lambda value: tuple(item(v) for v in value or ())
        items = [_decoder(a) for a in arguments]
        return lambda value: tuple(d(v) for d, v in zip(items, value, strict=True))
    if hint is DateInterval:
        return lambda v: DateInterval(v["edtf"], _day(v["earliest"]), _day(v["latest"]))
    if hint is bool:
        return bool
    if isinstance(hint, type) and dataclasses.is_dataclass(hint):
        make: Any = hint
        fields = {name: _decoder(h) for name, h in _hints(hint).items()}
        # What was written before a field existed takes the field's default.
        return lambda value: make(**{name: d(value[name]) for name, d in fields.items() if name in value})
    return lambda value: value


def _union(hint: Any) -> Decoder:
    kinds = [a for a in typing.get_args(hint) if a is not type(None)]
    classes = [k for k in kinds if dataclasses.is_dataclass(k)]
    if len(classes) > 1:
        return lambda value: None if value is None else _decoder(_nearest(classes, value))(value)
    inner = _decoder(classes[0] if classes else kinds[0])
    return lambda value: None if value is None else inner(value)


def _nearest(classes: list[Any], value: Mapping[str, Any]) -> Any:
    """Find the class whose fields a value has, or most of them: some may have come later, with a default."""
    fitting = [k for k in classes if set(value) <= set(_hints(k))]
    if not fitting:
        raise TypeError(f"none of {', '.join(k.__name__ for k in classes)} has the fields {', '.join(value)}")
    return min(fitting, key=lambda k: len(set(_hints(k)) - set(value)))


def _day(text: str | None) -> Day | None:
    if text is None:
        return None
    year, month, day = text.removeprefix("Y").rsplit("-", 2)
    return Day(int(year), int(month), int(day))


_hints: Callable[[Any], dict[str, Any]] = functools.cache(_read_hints)
_decoder: Callable[[Any], Decoder] = functools.cache(_make_decoder)
