"""TOML files that a person writes: read strictly, and every fault named with what was probably meant."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Collection
from pathlib import Path
from typing import Annotated, Any, TypeVar, get_args

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError

from accounted.model.dates import DateInterval
from accounted.model.errors import InvalidDate, SettingsError

__all__ = ["Dated", "Names", "Strict", "nearest", "one_or_many", "read_strictly"]


def _date(value: object) -> object:
    if value is None or isinstance(value, DateInterval):
        return value
    try:
        return DateInterval.parse(str(value))
    except InvalidDate as error:
        raise ValueError(str(error)) from error


def one_or_many(value: object) -> object:
    """Take one name for a list of one."""
    return (value,) if isinstance(value, str) else value


Dated = Annotated[DateInterval, BeforeValidator(_date)]
Names = Annotated[tuple[str, ...], BeforeValidator(one_or_many)]


class Strict(BaseModel):
    """What a person writes into a file: no key but the known ones, and nothing changes afterwards."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


def nearest(name: str, known: Collection[str]) -> str:
    """Offer the nearest known name, or all when none is near.

    >>> nearest("latentclass", ["dga", "latent_class"]), nearest("x", ["dga", "latent_class"]), nearest("x", [])
    ('did you mean latent_class?', 'there are: dga, latent_class', 'there are none')
    """
    near = difflib.get_close_matches(name, list(known), n=1, cutoff=0.5)
    if near:
        return f"did you mean {near[0]}?"
    return f"there are: {', '.join(known)}" if known else "there are none"


Made = TypeVar("Made", bound=BaseModel)


def read_strictly(path: Path, model: type[Made]) -> tuple[Made, bytes] | None:
    """Read a TOML file that a person wrote; None when there is none.

    Args:
        path: The file.
        model: What may stand in it.

    Returns:
        What it says, and its bytes.

    Raises:
        SettingsError: Naming every fault of the file: each key that is unknown, with the nearest known one, and each
            value that cannot be.
    """
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise SettingsError(
            f"this file cannot be read: {error.strerror}", where=path.name, mend="see whether it is a readable file"
        ) from error
    try:
        raw = tomllib.loads(content.decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"this is not TOML: {error}", where=path.name, mend="correct this line") from error
    try:
        return model.model_validate(raw), content
    except ValidationError as error:
        faults = _faults(error, model)
        raise SettingsError("; ".join(faults), where=path.name, mend="correct these settings") from error


def _faults(error: ValidationError, model: type[BaseModel]) -> list[str]:
    faults = []
    for fault in error.errors(include_url=False):
        path = ".".join(str(p + 1) if isinstance(p, int) else p for p in fault["loc"])
        if fault["type"] == "extra_forbidden":
            near = difflib.get_close_matches(str(fault["loc"][-1]), _known(model, fault["loc"][:-1]), n=1, cutoff=0.5)
            faults.append(f"unknown key {path}" + (f" (did you mean {near[0]}?)" if near else ""))
        elif fault["type"] == "literal_error":
            options = re.findall(r"'([^']*)'", fault["ctx"]["expected"])
            faults.append(f"{path}: {fault['input']!r} cannot stand here; {nearest(str(fault['input']), options)}")
        else:
            said = fault["msg"].removeprefix("Value error, ")
            faults.append(f"{path}: {said}" if path else said)
    return faults


def _known(model: type[BaseModel], location: tuple[Any, ...]) -> list[str]:
    """The keys that may stand at a place of the file."""
    for part in location:
        field = model.model_fields.get(str(part))
        inner = _models_within(field.annotation) if field else []
        model = inner[0] if inner else model
    return list(model.model_fields)


def _models_within(hint: Any) -> list[type[BaseModel]]:
    if isinstance(hint, type) and issubclass(hint, BaseModel):
        return [hint]
    return [found for part in get_args(hint) for found in _models_within(part)]
