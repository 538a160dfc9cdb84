"""Wordings that a pattern can match, so that a quick look before it can be held against all of them."""

from __future__ import annotations

from re import _constants as codes  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]

_MOST = 20_000
_STANDS_FOR = {codes.CATEGORY_SPACE: " ", codes.CATEGORY_DIGIT: "7"}


def wordings(pattern: str) -> set[str]:
    """Wordings of a pattern, in lower case: every branch, optional parts with and without, repeated ones once."""
    return {wording.lower() for wording in _of(parser.parse(pattern))}


def _of(tree) -> list[str]:
    found = [""]
    for code, argument in tree:
        parts = _of_one(code, argument)
        found = [begun + part for begun in found for part in parts][:_MOST]
    return found


def _of_one(code, argument) -> list[str]:
    if code is codes.LITERAL:
        return [chr(argument)]
    if code is codes.BRANCH:
        return [wording for branch in argument[1] for wording in _of(branch)]
    if code is codes.SUBPATTERN:
        return _of(argument[3])
    if code in (codes.MAX_REPEAT, codes.MIN_REPEAT):
        fewest, most, tree = argument
        once = [wording * max(fewest, 1) for wording in _of(tree)] if most else []
        return ([""] if fewest == 0 else []) + once
    if code is codes.IN:
        return _letters(argument)
    if code in (codes.NOT_LITERAL, codes.ANY):
        return ["q"]
    return [""]  # a place or a look around


def _letters(argument) -> list[str]:
    if argument[0][0] is codes.NEGATE:
        return ["q"]
    found = []
    for code, value in argument:
        if code is codes.LITERAL:
            found.append(chr(value))
        elif code is codes.RANGE:
            found.append(chr(value[0]))
        else:
            found.append(_STANDS_FOR.get(value, "q"))
    return found
