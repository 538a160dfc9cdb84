"""Split text into words, marks and quotations, each with its place and a rough part of speech.

A quotation is one token of its own: what is said inside it can neither end the sentence around it nor lend it a verb.
Parts of speech are guessed from short closed lists, endings and the table of cues; that is enough to find the subject
and the object of a verb of speech, and needs no model.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from accounted.claims.cues import OTHER_FORMS, VERB_FORMS
from accounted.claims.languages.english_cues import CALENDAR, CLOSED, NUMBERS
from accounted.model.documents import Span

__all__ = ["Token", "find_quotations", "split_units", "tokenise"]


class Token(NamedTuple):
    """One word, mark or quotation.

    Args:
        low: Lower case, for comparison only; of a quotation the last character inside its marks.
        start: Where it begins in the text.
        end: Where it ends.
        kind: `D`eterminer, `P`ronoun, `R`elative, `T` "that", `O` "to", `I` preposition, `C`onjunction,
            `S`ubordinator, `M`odal or auxiliary, `X` negation, `A`dverb, `N`umber, `V` form of a cue verb, `v` other
            verb, `n` other word, `U` capitalised word, `K` calendar word, `Q`uotation, `'` possessive, `-` any dash,
            else the mark itself.
    """

    low: str
    start: int
    end: int
    kind: str


_TOKEN = re.compile(
    r"(?=\S)(?:(?P<plain>[a-z]{2,60}(?![\w'’./&@-]))|(?:Mrs?|Ms|Dr|Prof|Gen|Col|Lt|Sgt|Capt|Maj|Rev|Hon|St|Gov|Sens?|Reps?|Jr|Sr|No|Jan|Feb|Aug|Sept?|Oct|Nov|Dec|Inc"
    r"|Corp|Co|vs|etc)\.(?!\w)"
    r"|[^\W\d_a-z][^\W\d_]{1,5}\.(?=,)|(?:[^\W\d_]\.){2,6}-\w{1,40}|(?:[^\W\d_]\.){1,6}(?=[\s,’'”\"])"
    r"|[^\W\d_]-(?:[^\W\d_]\w?\.){1,3}(?=[\s,)])"
    r"|(?P<clitic>[’'](?:s|d|re|ll|ve|m)\b)|(?P<number>\d(?:[\d.,:]{0,40}\d)?)"
    r"|(?P<word>[^\W_]\w{0,60}?(?=[’'](?:s|d|re|ll|ve|m)\b)|[^\W_]\w{0,60}(?:[-'’./&@][^\W_]\w{0,60}){0,8})"
    r"|-{2,3}|\.{2,3}|[^\w\s]|_)"
)
"""Begins with a quick look, so that spaces are stepped over in a third of the time."""
_CLOSED = {word: kind for kind, words in CLOSED for word in words.split()}
_CLOSED_BY = {"“": '”"', "«": "»", "„": "“”", '"': '"”', "''": "''", "``": "''", "‘": "’"}
_QUOTE_MARK = re.compile(r"(?=[“”«»„\"'`‘’])(?:[“”«»„\"]|''|``|(?<![^\s(\[—–-])‘(?=\S)|(?<=\S)’(?=[\s.,;:)\]—–-]|$))")
_LONGEST_QUOTATION = 4_000
_LONGEST_UNIT = 250
_SHORT_LINE = 60
_END_MARKS = ".?!…"
_BEGIN_LOW = ("the", "he", "she", "they", "we", "according", "however", "meanwhile")
_OPENERS = (".", "?", "!", ":", "(")
_MOST_REMEMBERED = 50_000
_new = tuple.__new__
"""Makes a token in a third of the time that its own constructor takes."""
_CLOSERS = "”»\"'’)]"


def find_quotations(text: str, start: int = 0, end: int | None = None) -> tuple[Span, ...]:
    """Find the quotations of a paragraph, marks included; one left open runs to the end of its paragraph.

    >>> text = "He said “no”, then “yes"
    >>> [text[s.start : s.end] for s in find_quotations(text)]
    ['“no”', '“yes']
    """
    stop = len(text) if end is None else end
    found: list[Span] = []
    opened, closing = -1, ""
    for mark in _QUOTE_MARK.finditer(text, start, stop):
        sign = mark.group()
        if opened >= 0 and mark.start() - opened > _LONGEST_QUOTATION:
            opened = -1
        if opened >= 0:
            if sign in closing and (sign != '"' or mark.start() - opened > 1 or not _opens(text, mark, start)):
                found.append(Span(opened, mark.end()))
                opened = -1
            elif sign in "“«„" and text[opened] == sign:
                opened = mark.start()  # the earlier one was never closed: whose words follow cannot be told
        elif sign in _CLOSED_BY and (sign not in ('"', "''") or _opens(text, mark, start)):
            opened, closing = mark.start(), _CLOSED_BY[sign]
    if opened >= 0 and stop - opened <= _LONGEST_QUOTATION and closing not in ("’", "''"):
        found.append(Span(opened, stop))
    return tuple(found)


def _opens(text: str, mark: re.Match[str], start: int) -> bool:
    before = text[mark.start() - 1] if mark.start() > start else " "
    return not (before.isalnum() or before in ".,!?;")


def tokenise(text: str, start: int, end: int, quotations: Sequence[Span] = ()) -> list[Token]:
    """Split `text[start:end]`; quotations (in order, not overlapping) become one token each.

    >>> [(t.low, t.kind) for t in tokenise("Bell said no.", 0, 13)]
    [('bell', 'U'), ('said', 'V'), ('no', 'D'), ('.', '.')]
    """
    tokens: list[Token] = []
    at = start
    for quotation in quotations:
        if quotation.end <= at or quotation.start >= end:
            continue
        tokens.extend(_words(text, at, max(quotation.start, at), not tokens))
        inside = text[quotation.start : quotation.end].rstrip(_CLOSERS + " \n")
        tokens.append(Token(inside[-1:], quotation.start, min(quotation.end, end), "Q"))
        at = quotation.end
    tokens.extend(_words(text, at, end, not tokens))
    return tokens


def _words(text: str, start: int, end: int, first: bool) -> Iterator[Token]:
    for found in _TOKEN.finditer(text, start, end):
        group = found.lastgroup
        begin, stop = found.span()
        if group in ("plain", "word"):
            low, kind = (_FIRST_KINDS if first else _KINDS)[found.group()]
            first = False
            yield _new(Token, (low, begin, stop, kind))
            continue
        word = found.group()
        if group == "number":
            low, kind = word, "N"
        elif group == "clitic":
            low = word.lower().replace("’", "'")
            kind = "'" if low == "'s" else "M"
        elif word[0].isalnum():
            low, kind = word.lower().replace("’", "'"), "U"
        elif word in ("%", "$", "€", "£", "#"):
            low, kind = word, "n" if word == "%" else "N"
        else:
            low = word.replace("’", "'")
            kind = "-" if word[0] in "—–―-" else "'" if word == "’" else word[0]
        first = word in _OPENERS
        yield _new(Token, (low, begin, stop, kind))


class _Kinds(dict[str, tuple[str, str]]):
    """Each word met so far in lower case, with its rough part of speech."""

    def __init__(self, first: bool) -> None:
        self.first = first

    def __missing__(self, word: str) -> tuple[str, str]:
        low = word.lower().replace("’", "'")
        if len(self) >= _MOST_REMEMBERED:
            self.clear()
        found = self[word] = (low, _kind(word, low, self.first))
        return found


_KINDS, _FIRST_KINDS = _Kinds(False), _Kinds(True)


def _kind(word: str, low: str, first: bool) -> str:
    is_capital = word[0].isupper()
    closed = _CLOSED.get(low)
    if closed in ("P", "R") and len(word) > 1 and word.isupper():
        return "U"
    if closed and not (closed == "M" and is_capital and not first):
        return closed
    if low in CALENDAR or (low == "may" and is_capital and not first):
        return "K"
    if is_capital and not first:
        return "U"
    if low in NUMBERS:
        return "N"
    if low in VERB_FORMS and not (is_capital and not low.endswith(("ing", "ed"))):
        return "V"
    if is_capital:
        return "A" if low.endswith("ly") else "U"
    if low.endswith("ly") and len(low) > 4:
        return "A"
    return "v" if low in OTHER_FORMS or (low.endswith("ed") and len(low) > 4) else "n"


def split_units(text: str, tokens: Sequence[Token]) -> Iterator[list[Token]]:
    """Cut tokens into sentences; a quotation that ends like one ends the sentence too, unless the sentence goes on.

    >>> text = "“Is it?” Bell asked. “It is.” Dean left."
    >>> [len(unit) for unit in split_units(text, tokenise(text, 0, 40, find_quotations(text)))]
    [4, 1, 3]
    """
    begin, last = 0, len(tokens) - 1
    for i in range(len(tokens)):
        if i == last or i - begin >= _LONGEST_UNIT or _ends_unit(text, tokens, begin, i):
            yield list(tokens[begin : i + 1])
            begin = i + 1


def _ends_unit(text: str, tokens: Sequence[Token], begin: int, i: int) -> bool:
    token, following = tokens[i], tokens[i + 1]
    ends = token.kind in _END_MARKS or (token.kind == "Q" and token.low in _END_MARKS and token.low != "")
    if token.kind in _CLOSERS and i and tokens[i - 1].kind in _END_MARKS:
        ends = True
    first = text[following.start]
    is_broken = "\n" in text[token.end : following.start]
    if is_broken and first in "•*–-" and text[following.end : following.end + 1] in (" ", "\t"):
        return True  # an item of a list
    if (
        is_broken
        and token.kind not in "IDCOT,-"
        and token.end - max(tokens[begin].start, text.rfind("\n", tokens[begin].start, token.end)) < _SHORT_LINE
    ):
        ends = ends or not first.islower()
    if not ends or (token.kind != "Q" and following.kind in _CLOSERS):
        return False
    begins_low = following.low in _BEGIN_LOW and text[tokens[begin].start].islower() and i - begin > 2
    if not (first.isupper() or following.kind in "QN([-" or is_broken or begins_low):
        return False
    return not (token.kind == "Q" and i == begin and _goes_on(tokens, i + 1))


def _goes_on(tokens: Sequence[Token], at: int) -> bool:
    """Whether a verb of speech that closes the sentence follows: “Is it?” Anna Bell asked."""
    for i in range(at, min(at + 9, len(tokens))):
        if tokens[i].kind in ".;QC:,":
            return False
        if tokens[i].kind == "V":
            following = tokens[i + 1 : i + 3]
            is_end = not following or following[0].kind in ".IKA"
            return i > at and (is_end or (following[0].kind == "," and following[-1].kind != "Q"))
    return False
