"""Cut a text into tokens and give each the letter of its class, so that a grammar can be written over letters.

`3 March 1999` becomes `NMY`: the grammar then is the same for every language whose table names its words. Numbers in
words and entries of several words are joined to one token.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from accounted.claims.languages.calendar import CalendarWords
from accounted.text.dates import simplify

__all__ = ["CLASSES", "Tokens", "tokenise"]

CLASSES: tuple[tuple[str, str], ...] = (
    *(("months", "M"), ("weekdays", "W"), ("weekday_plurals", "w"), ("seasons", "S"), ("year_ends", "e")),
    ("holidays", "T"),
    *(("unit_pairs", "y"), ("ordinals", "O"), ("units", "U"), ("unit_plurals", "u"), ("days", "D"), ("nights", "d")),
    *(("dayparts", "P"), ("daypart_plurals", "p"), ("moments", "m"), ("zones", "Z"), ("following", "F")),
    *(
        ("directions", "L"),
        ("that", "H"),
        ("ago", "G"),
        ("ago_before", "g"),
        ("hence", "J"),
        ("shifts", "K"),
        ("parts", "B"),
    ),
    *(("clauses", "z"), ("more", "A"), ("or_so", "s"), ("periods", "c")),
    *(("about", "Q"), ("bounds", "q"), ("references", "R"), ("attributes", "r"), ("quantities", "X"), ("nouns", "l")),
    *(("every", "V"), ("sets", "v"), ("numbers", "N"), ("decades", "E"), ("fiscal", "f"), ("old", "k")),
    *(("articles", "t"), ("one", "a"), ("of", "o"), ("at", "@"), ("conjunctions", "n"), ("until", "b")),
)
"""Field of a language's table → letter; the first that holds a word decides. Beside these: Y a year in digits, I a date
in digits, C a clock time, E a decade in digits, O an ordinal in digits, h a hyphen or dash, ' a possessive, i the word
half before a unit, and the comma; x is everything else and | the end of a paragraph."""

_MARKS = "\u0300-\u036f\u0610-\u061a\u0640\u064b-\u065f\u0670\u200c\u200d"
_WORD = rf"[^\W\d_][^\W\d_{_MARKS}]*(?:[{_MARKS}]+[^\W\d_]*)*"
_TOKEN = re.compile(
    rf"(?=[\S\n])(?:(?P<plain>[A-Za-z]+(?![^\W\d_]|[{_MARKS}]))"
    r"|(?P<I>\d{4}-\d{2}-\d{2}(?:T\d\d:\d\d(?::\d\d)?Z?)?(?![\w-])|\d{1,4}/\d{1,2}/\d{1,4}(?![\w/])"
    r"|\d{1,2}\.\d{1,2}\.\d{4}(?![\w.])|\d{4}/\d{2}(?![\w/]))"
    r"|(?P<C>\d{1,2}(?:[:.]\d{2})? ?[aApP]\.?[mM]\b\.?|\d{1,2}:\d{2}(?::\d{2})?(?![\w:/–-]))"
    r"|(?P<E>(?:[12]\d{2}0|['’]\d0)['’]?s\b)"
    r"|(?P<O>\d{1,3}(?:st|nd|rd|th|er|º|ª)(?!\w))"
    r"|(?P<fraction>[123]/[234](?![\w/]))"
    r"|(?P<number>\d+(?:[.,:/]\d+)*)"
    rf"|(?P<word>{_WORD})"
    r"|(?P<possessive>['’]s\b)"
    r"|(?P<paragraph>\n\s*\n)"
    r"|(?P<mark>[^\w\s]))"
)
_PLAIN = re.compile(r"\d+|\d{1,3}(?:,\d{3})+|\d{1,3}\.\d{1,2}")
_DASHES = frozenset("-‐‑–—")
_ARABIC_COMMA = "،"


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of a text: one letter in `codes`, and one entry in each other field, per token."""

    codes: str
    values: Sequence[Any]
    starts: Sequence[int]
    ends: Sequence[int]
    keys: Sequence[str]


_Entries = Mapping[str, list[tuple[tuple[str, ...], str, Any]]]
"""Entries of several words with one first word: second word → the words after the first, letter, value."""


_Known = tuple[str, Any, str, bool]
"""A plain word looked up: letter, value, key, and whether something of several tokens may begin with it."""
_MOST_REMEMBERED = 50_000


@dataclass(frozen=True, slots=True)
class _Lexicon:
    words: Mapping[str, tuple[str, Any]]
    phrases: Mapping[str, _Entries]
    capital: frozenset[str]
    abbreviations: frozenset[str]
    prefixes: frozenset[str]
    plain: dict[str, _Known] = field(default_factory=dict)


def tokenise(text: str, start: int, end: int, words: CalendarWords) -> Tokens:
    """Cut `text[start:end]` into tokens.

    >>> from accounted.claims.languages.calendar_english import ENGLISH
    >>> tokens = tokenise("On the 3rd of March, 1999, thirty-six years ago", 0, 47, ENGLISH)
    >>> tokens.codes, tokens.values[-3]
    ('@tOoM,Y,NuG', 36)
    """
    lexicon = _lexicon(words)
    heads, plain = lexicon.phrases, lexicon.plain
    rows: list[_Row] = []
    joints: list[int] = []  # where an entry of several words, a number or a short name may begin
    for found in _TOKEN.finditer(text, start, end):
        if found.lastgroup == "plain":
            wording = found.group()
            known = plain.get(wording) or _look_up(wording, lexicon)
            code, value, key, is_joint = known
            if is_joint:
                joints.append(len(rows))
            begin, stop = found.span()
            rows.append((code, value, begin, stop, key))
            continue
        row = _classify(text, found, lexicon)
        if row[0] in _JOINED or row[4] in heads:
            joints.append(len(rows))
        rows.append(row)
    merged = _merge(rows, joints, lexicon) if joints else rows
    codes, values, starts, ends, keys = zip(*merged, strict=True) if merged else ((), (), (), (), ())
    return Tokens("".join(codes), values, starts, ends, keys)


_UNKNOWN: tuple[str, Any] = ("x", None)
_Row = tuple[str, Any, int, int, str]
_JOINED = frozenset("NaMW")


def _look_up(wording: str, lexicon: _Lexicon) -> _Known:
    """Look a plain word up and remember the answer: most words of a text come again."""
    key = wording.lower()
    code, value = lexicon.words.get(key, _UNKNOWN)
    is_joint = key in lexicon.phrases or (code != "x" and (code in _JOINED or key in lexicon.capital))
    if is_joint and key in lexicon.capital and not wording[0].isupper():
        code = "x"
    if len(lexicon.plain) >= _MOST_REMEMBERED:
        lexicon.plain.clear()
    known = lexicon.plain[wording] = (code, value, key, is_joint)
    return known


def _classify_word(wording: str, start: int, end: int, lexicon: _Lexicon) -> _Row:
    key = simplify(wording)
    code, value = lexicon.words.get(key, ("x", None))
    if code == "x" and key[:1] in lexicon.prefixes and (key[1:] in lexicon.words or key[1:] in lexicon.phrases):
        key, start = key[1:], start + 1
        code, value = lexicon.words.get(key, ("x", None))
    if code != "x" and key in lexicon.capital and not wording[0].isupper():
        code = "x"
    return code, value, start, end, key


def _classify(text: str, found: re.Match[str], lexicon: _Lexicon) -> _Row:
    kind, (start, end) = found.lastgroup or "", found.span()
    wording = found.group()
    if kind == "word":
        return _classify_word(wording, start, end, lexicon)
    if kind == "mark":
        if wording in _DASHES:
            return "h", wording, start, end, "-"
        if wording in (",", _ARABIC_COMMA):
            return ",", None, start, end, ","
        return "x", None, start, end, "'" if wording == "’" else wording
    if kind == "possessive":
        return "'", None, start, end, "'s"
    if kind == "paragraph":
        return "|", None, start, end, ""
    before = text[start - 1] if start else " "
    after = text[end] if end < len(text) else " "
    if before in lexicon.prefixes and not text[max(start - 2, 0)].isalnum():
        before = " "
    if before.isalnum() or before in "_$£€¥#" or (before in ".,:/" and start > 1 and text[start - 2].isdigit()):
        return "x", None, start, end, wording
    if kind == "number":
        return *_number(wording, after), start, end, wording
    if kind == "fraction":
        return "x", int(wording[0]) / int(wording[2]), start, end, "fraction"
    return kind, int(re.sub(r"\D", "", wording)) if kind in "EO" else wording, start, end, wording


def _number(wording: str, after: str) -> tuple[str, Any]:
    if after.isalnum() or after in "%_" or not _PLAIN.fullmatch(wording) or len(wording) > 9:
        return "x", None
    if "." in wording:
        return "N", float(wording)
    value = int(wording.replace(",", ""))
    if len(wording) == 4:
        return ("Y" if 1000 <= value < 2100 else "x"), value
    return "N", value


def _merge(rows: list[_Row], joints: list[int], lexicon: _Lexicon) -> list[_Row]:
    """Join entries of several words, and numbers of several words, to one token."""
    merged: list[_Row] = []
    i, heads = 0, lexicon.phrases
    for joint in joints:
        if joint < i:
            continue
        merged.extend(rows[i:joint])
        row = rows[joint]
        code, key = row[0], row[4]
        phrase = _phrase(rows, joint, heads[key]) if key in heads else None
        if phrase:
            length, code, value = phrase
            last = rows[joint + length - 1]
            row = (code, value, row[2], last[3], " ".join(r[4] for r in rows[joint : joint + length]))
        elif code == "N" or (code == "a" and joint + 1 < len(rows) and rows[joint + 1][1] in (100, 1000)):
            length, code, value = _join_numbers(rows, joint)
            row = (code, value, row[2], rows[joint + length - 1][3], key)
        else:
            length = _length_of_name(rows, joint, lexicon) if code in "MW" else 1
        merged.append(row)
        i = joint + length
    merged.extend(rows[i:])
    return merged


def _length_of_name(rows: list[_Row], i: int, lexicon: _Lexicon) -> int:
    """Tokens of a month or weekday: a full stop belongs to a short name ("Sept. 30"), a second name to the first."""
    following = rows[i + 1 : i + 3]
    if len(following) < 2 or following[0][2] != rows[i][3]:
        return 1
    if following[0][4] == "/" and following[1][:2] == rows[i][:2]:
        return 3  # آذار/مارس
    short = following[0][4] == "." and rows[i][4] in lexicon.abbreviations
    return 2 if short and following[1][0] in "NOYMh," else 1


def _phrase(rows: list[_Row], i: int, entries: _Entries) -> tuple[int, str, Any] | None:
    following = rows[i + 1][4] if i + 1 < len(rows) else ""
    for rest, code, value in entries.get(following, ()):
        stop = i + 1 + len(rest)
        if stop <= len(rows) and all(row[4] == word for row, word in zip(rows[i + 1 : stop], rest, strict=True)):
            return len(rest) + 1, code, value
    return None


def _join_numbers(rows: list[_Row], i: int) -> tuple[int, str, Any]:
    """Read "thirty-six", "a hundred", "two and a half", "2 1/2", "nineteen ninety-six", "twenty-first"."""
    total, length = _value(rows, i)
    stop = i + length
    following = [row[4] for row in rows[stop : stop + 3]]
    if following[:1] == ["fraction"] and rows[i][4][0].isdigit():
        return length + 1, "N", total + rows[stop][1]
    if following == ["and", "a", "half"]:
        return length + 3, "N", total + 0.5
    if rows[i][4][0].isdigit():
        return length, "N", total
    if 11 <= total <= 20 and stop < len(rows) and rows[stop][0] == "N" and not rows[stop][4][0].isdigit():
        second, more = _value(rows, stop)
        if 10 <= second <= 99:
            return length + more, "Y", total * 100 + second
    at = stop + 1 if following[:1] == ["-"] else stop
    if total in range(20, 100, 10) and at < len(rows) and rows[at][0] == "O" and rows[at][1] < 10:
        return at + 1 - i, "O", total + rows[at][1]
    return length, "N", total


def _value(rows: list[_Row], i: int) -> tuple[float, int]:
    """Add up the number words from `i` on; digits stand for themselves."""
    if rows[i][4][0].isdigit():
        scale = rows[i + 1][1] if i + 1 < len(rows) and rows[i + 1][4] in ("hundred", "thousand") else 0
        return (rows[i][1] * scale, 2) if scale else (rows[i][1], 1)
    total: float = 1 if rows[i][0] == "a" else rows[i][1]
    stop = i + 1
    while stop < len(rows):
        at = stop + 1 if rows[stop][4] in ("-", "and") and stop + 1 < len(rows) else stop
        code, value, *_, key = rows[at]
        if code != "N" or key[0].isdigit():
            break
        if value in (100, 1000) and at == stop and total < value:
            total *= value
        else:
            tens = total % 100 in range(20, 100, 10) and value < 10 and rows[stop][4] != "and"
            hundreds = total >= 100 and total % 100 == 0 and value < 100 and rows[stop][4] != "-"
            if not (tens or hundreds):
                break
            total += value
        stop = at + 1
    return total, stop - i


@cache
def _lexicon(table: CalendarWords) -> _Lexicon:
    words: dict[str, tuple[str, Any]] = {}
    phrases: dict[str, dict[str, list[tuple[tuple[str, ...], str, Any]]]] = {}
    for name, code in CLASSES:
        entries = getattr(table, name)
        for entry in entries:
            value = entries[entry] if isinstance(entries, Mapping) else None
            first, *rest = _keys(entry)
            if rest:
                phrases.setdefault(first, {}).setdefault(rest[0], []).append((tuple(rest), code, value))
            else:
                words.setdefault(first, (code, value))
    for seconds in phrases.values():
        for entries_of_second in seconds.values():
            entries_of_second.sort(key=lambda row: -len(row[0]))
    return _Lexicon(words, phrases, table.capital, table.abbreviations, frozenset(table.prefixes))


def _keys(entry: str) -> Iterable[str]:
    parts = re.findall(rf"'s|'|-|{_WORD}", unicodedata.normalize("NFC", entry.lower()))
    return [part if part.isascii() else simplify(part) for part in parts]
