"""What a public call was given, checked before anything is computed.

A person who calls the library with something else than it takes hears what was wrong, in which argument, and what to
give, instead of a traceback from deep inside. A public function names the kind of each argument once:

    @check_arguments(table=a_table, prob=a_probability)
    def estimate_chao(table: CaptureTable, prob: float = 0.95) -> Bound: ...

A kind returns the value to use (a generator becomes a tuple, a number of NumPy stays one) or raises `UsageError`.
"""

from __future__ import annotations

import functools
import inspect
import math
import numbers
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import fields
from pathlib import PurePath
from typing import ParamSpec, TypeVar

import numpy as np
from numpy.typing import NDArray

from accounted.model.capture import MOST_PEOPLE, CaptureTable
from accounted.model.errors import UsageError

__all__ = [
    "a_flag",
    "a_function",
    "a_mapping",
    "a_number",
    "a_path",
    "a_probability",
    "a_progress",
    "a_seed",
    "a_seed_sequence",
    "a_table",
    "a_text",
    "a_whole_number",
    "an_instance",
    "as_numbers",
    "check_arguments",
    "draws_of_many",
    "draws_of_one",
    "exactly_two",
    "one_of",
    "options_of",
    "or_none",
    "pairs_of_names",
    "several",
    "some_names",
    "some_rows",
    "some_tables",
    "some_texts",
]

P = ParamSpec("P")
R = TypeVar("R")
Kind = Callable[[object, str], object]

_SHOWN = 40
_MOST_OF_ANYTHING = 10**7


def check_arguments(**kinds: Kind) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Check the named arguments of a function on every call.

    Raises:
        UsageError: On such a call, by the kind of an argument.

    >>> @check_arguments(prob=a_probability)
    ... def say(prob):
    ...     return prob
    >>> say(prob=95)
    Traceback (most recent call last):
    accounted.model.errors.UsageError: say, prob: the probability 95 is not between 0 and 1. To mend: ...
    """

    def wrap(function: Callable[P, R]) -> Callable[P, R]:
        signature = inspect.signature(function)

        @functools.wraps(function)
        def checked(*args: P.args, **kwargs: P.kwargs) -> R:
            try:
                bound = signature.bind(*args, **kwargs)
            except TypeError:
                return function(*args, **kwargs)  # Python's own words for an argument missing or unknown
            for name, kind in kinds.items():
                if name in bound.arguments:
                    bound.arguments[name] = kind(bound.arguments[name], f"{function.__name__}, {name}")
            return function(*bound.args, **bound.kwargs)

        return checked

    return wrap


def _show(value: object) -> str:
    """Show a value in a message, cut and never failing."""
    try:
        text = repr(value)
    except Exception:  # whatever a foreign object does when shown
        text = "something that cannot be shown"
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def a_probability(value: object, where: str) -> float:
    """Take a number between 0 and 1, both left out."""
    if not _is_number(value) or not 0.0 < float(value) < 1.0:  # type: ignore[arg-type]
        what = f"the probability {_show(value)} is not between 0 and 1"
        raise UsageError(what, where=where, mend="use for example 0.95")
    return float(value)  # type: ignore[arg-type]


def a_number(least: float = -math.inf, below: float = math.inf) -> Kind:
    """Take a finite number, from `least` to below another."""

    def kind(value: object, where: str) -> object:
        if not _is_number(value) or not least <= float(value) < below:  # type: ignore[arg-type]
            lower = f" from {least:g}" if math.isfinite(least) else ""
            upper = f" to below {below:g}" if math.isfinite(below) else ""
            raise UsageError(f"{_show(value)} is no number{lower}{upper}", where=where, mend="give such a number")
        return value

    return kind


def a_whole_number(least: int, most: int) -> Kind:
    """Take a whole number in a range."""

    def kind(value: object, where: str) -> object:
        if _is_number(value):
            number = float(value)  # type: ignore[arg-type]
            if number == math.floor(number) and least <= number <= most:
                return int(value)  # type: ignore[call-overload]
        what = f"{_show(value)} is no whole number from {least:,} to {most:,}"
        raise UsageError(what, where=where, mend="give such a number")

    return kind


def _is_number(value: object) -> bool:
    """Say whether this is a finite real number; True and False are none."""
    if not isinstance(value, numbers.Real) or isinstance(value, bool):
        return False
    try:
        return math.isfinite(float(value))
    except OverflowError:
        return False


def a_seed(value: object, where: str) -> int:
    """Take a whole number from 0."""
    if isinstance(value, bool) or not isinstance(value, numbers.Integral) or value < 0:
        negative = isinstance(value, numbers.Integral) and value < 0
        what = f"the seed {_show(value)} is {'negative' if negative else 'not a whole number'}"
        raise UsageError(what, where=where, mend="use a whole number from 0")
    return int(value)


def a_seed_sequence(value: object, where: str) -> np.random.SeedSequence:
    """Take a seed sequence of NumPy."""
    if not isinstance(value, np.random.SeedSequence):
        what = f"{_show(value)} is no source of seeds"
        raise UsageError(what, where=where, mend="give numpy.random.SeedSequence(20020103), or another number in it")
    return value


def a_text(value: object, where: str) -> str:
    """Take text."""
    if not isinstance(value, str):
        raise UsageError(f"{_show(value)} is not text", where=where, mend="give text in quotation marks")
    return str(value)


def a_flag(value: object, where: str) -> bool:
    """Take True or False."""
    if not isinstance(value, (bool, np.bool_)):
        raise UsageError(f"{_show(value)} is neither True nor False", where=where, mend="give one of the two")
    return bool(value)


def a_path(value: object, where: str) -> object:
    """Take the name of a file."""
    if not isinstance(value, (str, PurePath)):
        raise UsageError(f"{_show(value)} names no file", where=where, mend="give its name as text")
    return value


def a_function(value: object, where: str) -> object:
    """Take a function of two arguments."""
    if not callable(value) or not _takes_two(value):
        what = f"{_show(value)} cannot be called with a table and seeds"
        raise UsageError(what, where=where, mend="give a function that takes these two and gives draws of N, or None")
    return value


def _takes_two(function: Callable[..., object]) -> bool:
    try:
        inspect.signature(function).bind(None, None)
    except TypeError:
        return False
    except ValueError:  # made in another language: nothing is known of it
        return True
    return True


def a_progress(value: object, where: str) -> object:
    """Take something that hears how far the work is."""
    if not all(callable(getattr(value, name, None)) for name in ("step", "advance", "note")):
        what = f"{_show(value)} cannot hear how far the work is"
        raise UsageError(what, where=where, mend="leave it out, or give an object with step, advance and note")
    return value


def a_mapping(value: object, where: str) -> object:
    """Take a mapping."""
    if not isinstance(value, Mapping):
        raise UsageError(f"{_show(value)} is no mapping", where=where, mend="give a dict")
    return value


def some_rows(value: object, where: str) -> Iterator[object]:
    """Take rows, each a mapping, one by one as they are asked for: there may be more than memory holds."""
    if not isinstance(value, Iterable) or isinstance(value, (str, bytes, bytearray, Mapping)):
        what = f"{_show(value)} holds no rows"
        raise UsageError(what, where=where, mend="give one dict per row, in a list or a generator")
    return _check_rows(value, where)


def _check_rows(rows: Iterable[object], where: str) -> Iterator[object]:
    try:
        for row in rows:
            yield a_mapping(row, where)
    except TypeError:  # a NumPy array without dimensions says that it can be gone through
        raise UsageError(f"{_show(rows)} holds no rows", where=where, mend="give one dict per row") from None


def an_instance(*types: type, mend: str) -> Kind:
    """Take an instance of one of these types."""

    def kind(value: object, where: str) -> object:
        if not isinstance(value, types):
            names = " or ".join(each.__name__ for each in types)
            raise UsageError(f"{_show(value)} is no {names}", where=where, mend=mend)
        return value

    return kind


def options_of(options: type, *, least: float = 0.0) -> Kind:
    """Take options of one type: counts from 1, other numbers from `least`, True or False."""

    def kind(value: object, where: str) -> object:
        if not isinstance(value, options):
            what = f"{_show(value)} is no {options.__name__}"
            raise UsageError(what, where=where, mend=f"make one with {options.__name__}, or leave it out")
        for part in fields(value):  # type: ignore[arg-type]
            one = {"int": a_whole_number(1, _MOST_OF_ANYTHING), "bool": a_flag}.get(str(part.type), a_number(least))
            one(getattr(value, part.name), f"{where}, {part.name}")
        return value

    return kind


def one_of(choices: Collection[str]) -> Kind:
    """Take one of these words."""

    def kind(value: object, where: str) -> object:
        if not isinstance(value, str) or value not in choices:
            raise UsageError(f"{_show(value)} is not known", where=where, mend=f"choose from: {', '.join(choices)}")
        return value

    return kind


def or_none(kind: Kind) -> Kind:
    """Take None as well."""
    return lambda value, where: None if value is None else kind(value, where)


def several(kind: Kind) -> Kind:
    """Take any number of something, from whatever can be gone through."""

    def all_of(value: object, where: str) -> object:
        return tuple(kind(each, where) for each in _go_through(value, where))

    return all_of


def _go_through(value: object, where: str) -> list[object]:
    if not isinstance(value, Iterable) or isinstance(value, (bytes, bytearray)):
        raise UsageError(f"{_show(value)} is no sequence", where=where, mend="give several in a list, or none in []")
    try:
        return list(value)
    except TypeError:  # a NumPy array without dimensions says that it can be gone through
        raise UsageError(f"{_show(value)} is no sequence", where=where, mend="give several in a list") from None


def exactly_two(kind: Kind) -> Kind:
    """Take exactly two of something."""

    def both(value: object, where: str) -> object:
        pair = tuple(kind(each, where) for each in _go_through(value, where))
        if len(pair) != 2:
            raise UsageError(f"{_show(value)} are not two", where=where, mend="give two, in round brackets")
        return pair

    return both


def some_texts(value: object, where: str) -> tuple[str, ...]:
    """Take texts; one alone is no sequence of its letters."""
    if isinstance(value, str):
        raise UsageError(f"{_show(value)} stands alone", where=where, mend=f"write [{_show(value)}]")
    return some_names(value, where)


def some_names(value: object, where: str) -> tuple[str, ...]:
    """Take names; the letters of a text are names, as in "ABC"."""
    found = _go_through(value, where)
    for name in found:
        if not isinstance(name, str):
            raise UsageError(f"the name {_show(name)} is not text", where=where, mend='give names as in ["A", "B"]')
    return tuple(str(name) for name in found)


def pairs_of_names(value: object, where: str) -> tuple[tuple[str, str], ...]:
    """Take pairs of names."""
    pairs = [some_names(pair, where) for pair in _go_through(value, where)]
    for pair in pairs:
        if len(pair) != 2:
            raise UsageError(f"{_show(pair)} is no pair", where=where, mend='give pairs as in [("A", "B")]')
    return tuple((pair[0], pair[1]) for pair in pairs)


def a_table(value: object, where: str) -> CaptureTable:
    """Take a capture table, also one that was not made by `CaptureTable.of`, if it would have passed there."""
    if not isinstance(value, CaptureTable):
        raise UsageError(f"{_show(value)} is no capture table", where=where, mend="make one with CaptureTable.of")
    if _is_in_order(value):
        return value
    return CaptureTable.of(value.lists, value.cells, value.stratum, value.impossible, value.dependent)


def _is_in_order(table: CaptureTable) -> bool:
    """Say whether a table is plainly as `CaptureTable.of` makes it; making each again would slow thousands of calls."""
    kinds = (type(table.lists), type(table.cells), type(table.stratum))
    if kinds != (tuple, tuple, str) or table.impossible != () or table.dependent != () or not table.cells:
        return False
    if set(map(type, table.lists)) != {str} or "" in table.lists or len(set(table.lists)) < len(table.lists):
        return False
    n_lists, before = len(table.lists), (0,) * len(table.lists)
    for cell in table.cells:
        if type(cell) is not tuple or len(cell) != 2 or type(cell[0]) is not tuple or type(cell[1]) is not int:
            return False
        history, count = cell
        # Above the one before, so sorted, no history twice and none of zeros only.
        if len(history) != n_lists or set(map(type, history)) != {int} or not before < history or max(history) > 1:
            return False
        if not 0 < count <= MOST_PEOPLE:
            return False
        before = history
    return min(min(history) for history, _ in table.cells) >= 0


def some_tables(value: object, where: str) -> tuple[CaptureTable, ...]:
    """Take one capture table or several."""
    if isinstance(value, CaptureTable):
        return (a_table(value, where),)
    return tuple(a_table(each, where) for each in _go_through(value, where))


def draws_of_one(value: object, where: str) -> NDArray[np.float64]:
    """Take a row of finite numbers."""
    draws = as_numbers(value, where)
    if draws.ndim != 1 or draws.size == 0:
        raise UsageError(f"draws of N have the shape {draws.shape}", where=where, mend="give one row of draws")
    return draws


def draws_of_many(value: object, where: str) -> NDArray[np.float64]:
    """Take a table of finite numbers, one row per draw."""
    draws = as_numbers(value, where)
    if draws.ndim != 2 or draws.size == 0:
        what = f"the draws have the shape {draws.shape}"
        raise UsageError(what, where=where, mend="give one row per draw and one column per name")
    return draws


def as_numbers(value: object, where: str = "") -> NDArray[np.float64]:
    """Turn draws into an array of finite numbers.

    Raises:
        UsageError: They are none.

    >>> as_numbers([1, 2.5]).tolist()
    [1.0, 2.5]
    """
    try:
        given = np.asarray(value)
        if given.dtype.kind not in "iufO" or (given.dtype.kind == "O" and given.ndim == 0):
            raise TypeError
        made = given.astype(np.float64)
    except (TypeError, ValueError, OverflowError):
        raise UsageError(
            f"{_show(value)} is no row of numbers", where=where, mend="give draws of N as numbers"
        ) from None
    if not np.isfinite(made).all():
        raise UsageError("a draw of N is not a finite number", where=where, mend="leave out what is not estimable")
    return made
