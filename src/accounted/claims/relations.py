"""Read every attribution of a text: who says, thinks or wants what, and the words that show it.

A paragraph is split into sentences in which a quotation is one word; each cue in a sentence makes at most one relation.
A quotation that stands alone goes on with what the sentence before it attributed, and one left open goes on in the next
paragraph that opens with a quotation mark.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice

from accounted.claims.cues import ADJECTIVES, NOUNS, VERB_FORMS
from accounted.claims.noun_relations import read_according, read_adjective, read_colon, read_noun
from accounted.claims.phrases import Phrase
from accounted.claims.relation import Relation
from accounted.claims.tokens import Token, find_quotations, split_units, tokenise
from accounted.claims.verb_relations import read_verb
from accounted.model.documents import Span

__all__ = ["read_relations", "speech_window", "split_speech"]

_GAP = re.compile(r"\n[^\S\n]*(?:\n\s*|(?=[“\"„«]))|\n")
_LONGEST_LINE_WRAPPED = 100
_LONGEST = 20_000
_OPENING = '“"„«'
_CLOSING = "”»\"’'"
_SHORTEST_INNER = 40
_MOST_RELATIONS = 30
_MOST_PARAGRAPHS = 5
_WIDEST_GAP = 200
_OPENS = re.compile(r"\s*[“\"„«]")
_QUOTED = ("aq", "q")
_CARRIED = ("aq", "q", "a", "c", "h")


def read_relations(text: str, start: int = 0, end: int | None = None) -> tuple[Relation, ...]:
    """Read the attributions of `text[start:end]`, in the order of their cues.

    Relations of depth 0 are what the text itself reports; deeper ones stand within what somebody said.

    >>> text = "“It is over,” Anna Bell said. “We counted 300.”"
    >>> (relation,) = read_relations(text)
    >>> text[relation.source.start : relation.source.end], len(relation.contents), relation.grade
    ('Anna Bell', 2, 'established')
    """
    stop = len(text) if end is None else end
    state = _State([])
    for span in split_speech(text, start, stop):
        _read_paragraph(text, span, state)
    return tuple(state.found)


@dataclass
class _State:
    """What is known when a sentence begins: which relation a lone quotation goes on with."""

    found: list[Relation]
    carried: int = -1
    is_open: bool = False
    waiting: tuple[Span, ...] = ()


def _read_paragraph(text: str, span: Span, state: _State) -> None:
    quotations = find_quotations(text, span.start, span.end)
    is_open = bool(quotations) and quotations[-1].end == span.end and text[span.end - 1] not in _CLOSING
    if is_open and not _OPENS.match(text, span.end):
        quotations, is_open = quotations[:-1], False  # a mark is missing: where the words end cannot be told
    tokens = tokenise(text, span.start, span.end, quotations)
    if not (state.is_open and tokens and tokens[0].kind == "Q"):
        state.carried, state.waiting = -1, ()
    units = list(split_units(text, tokens))
    final = max((i for i, unit in enumerate(units) if not _is_lone(unit)), default=-1)
    for i, unit in enumerate(units):
        _read_unit(text, unit, state, _Place(i == 0, i == final))
    state.is_open = is_open


@dataclass(frozen=True)
class _Place:
    """Where a sentence stands in its paragraph; quotations that go on with it do not count."""

    is_first: bool
    is_final: bool


def _is_lone(unit: list[Token]) -> bool:
    return unit[0].kind == "Q" and not any(t.kind in "VvM" for t in unit)


def _settled(relation: Relation, unit: list[Token], place: _Place) -> Relation:
    """Keep `established` only where nothing beside the sentence can belong to what is said.

    On PolNeAR's training part annotators put other ends to a quotation mostly where its paragraph goes on or something
    stands before it, and to reported speech mostly where its sentence does not open the paragraph.
    """
    if relation.complement in _QUOTED:
        stands_alone = place.is_final and (relation.complement == "q" or unit[0].kind == "Q")
    else:
        stands_alone = place.is_first and relation.complement != "a"
    return relation if stands_alone else replace(relation, grade="possible")


def _read_unit(text: str, unit: list[Token], state: _State, place: _Place) -> None:
    relations = _nest(_settled(r, unit, place) for r in islice(_relations_of(unit), _MOST_RELATIONS))
    lone = tuple(Span(t.start, t.end) for t in unit if t.kind == "Q")
    if not relations and _is_lone(unit):
        if state.carried >= 0:
            before = state.found[state.carried]
            state.found[state.carried] = replace(before, contents=(*before.contents, *lone))
        else:
            state.waiting += lone
    else:
        top = [i for i, r in enumerate(relations) if r.depth == 0]
        if state.waiting and top and relations[top[0]].complement == "aq" and unit[0].kind == "Q":
            first = relations[top[0]]
            relations[top[0]] = replace(first, contents=(*state.waiting, *first.contents))
        carrying = [i for i in top if relations[i].complement in _QUOTED]
        carrying = carrying or [i for i in top if relations[i].complement in _CARRIED] or top
        state.carried = len(state.found) + carrying[-1] if carrying else -1
        state.waiting = ()
    state.found.extend(relations)
    for quotation in lone:
        state.found.extend(_inside(text, quotation))


def _inside(text: str, quotation: Span) -> Iterator[Relation]:
    """Read what somebody quoted reports in turn."""
    if quotation.end - quotation.start < _SHORTEST_INNER:
        return
    tokens = tokenise(text, quotation.start + 1, quotation.end - 1)
    for unit in split_units(text, tokens):
        for relation in _nest(islice(_relations_of(unit), _MOST_RELATIONS)):
            yield replace(relation, depth=relation.depth + 1)


def _relations_of(unit: list[Token]) -> Iterator[Relation]:
    colon = read_colon(unit)
    if colon:
        yield colon
    earlier: Phrase | None = None
    for at, token in enumerate(unit):
        relation = None
        is_first_participle = at == 0 and token.kind == "U" and token.low.endswith("ing") and token.low in VERB_FORMS
        if token.kind == "V" or is_first_participle:
            relation, earlier = read_verb(unit, at, earlier)
        if relation is None and token.low == "according" and at + 1 < len(unit) and unit[at + 1].kind == "O":
            relation = read_according(unit, at)
        if relation is None and token.low in ADJECTIVES:
            relation = read_adjective(unit, at)
        if relation is None and token.low in NOUNS and token.kind in "nVU":
            relation = read_noun(unit, at)
        if relation is not None and relation.contents:
            yield relation


def _nest(found: Iterable[Relation]) -> list[Relation]:
    """Count for each relation how many others hold its cue; of two that hold each other the later is outside."""
    relations = list(found)
    nested = []
    for i, inner in enumerate(relations):
        depth = sum(
            _holds(outer, inner) and not (j > i and _holds(inner, outer)) for j, outer in enumerate(relations) if j != i
        )
        nested.append(replace(inner, depth=depth) if depth else inner)
    return nested


def _holds(outer: Relation, inner: Relation) -> bool:
    return any(span.start <= inner.cue.start < span.end for span in outer.contents)


def speech_window(text: str, start: int, end: int) -> Span:
    r"""Widen a passage to the paragraphs before and after that one quotation runs through.

    >>> text = "Bell said: “One.\n\n“Two.”"
    >>> speech_window(text, 18, 24)
    Span(start=0, end=24)
    """
    for _ in range(_MOST_PARAGRAPHS):
        gap = text[max(0, start - _WIDEST_GAP) : start]
        stop = start - len(gap) + len(gap.rstrip())
        if not _OPENS.match(text, start) or stop == 0 or text[stop - 1] in _CLOSING:
            break
        start = text.rfind("\n\n", max(0, stop - _LONGEST), stop) + 1
    for _ in range(_MOST_PARAGRAPHS):
        last = find_quotations(text, max(start, end - _LONGEST), end)[-1:]
        if not last or last[0].end != end or text[end - 1] in _CLOSING:
            break
        following = _GAP.match(text, end)
        if following is None or not _OPENS.match(text, following.end()):
            break
        stop = text.find("\n\n", following.end(), following.end() + _LONGEST)
        end = stop if stop >= 0 else min(len(text), following.end() + _LONGEST)
    return Span(start, end)


def split_speech(text: str, start: int, stop: int) -> Iterator[Span]:
    """Cut into paragraphs, also at line ends where lines are not wrapped, and into pieces of at most 20,000."""
    at = start
    for gap in _GAP.finditer(text, start, stop):
        if gap.group() == "\n" and text[gap.end() : gap.end() + 1] not in tuple(_OPENING):
            line = gap.start() - max(at, text.rfind("\n", at, gap.start()) + 1)
            ending = text[max(at, gap.start() - 20) : gap.start()].rstrip()[-1:]
            if line < _LONGEST_LINE_WRAPPED or ending not in tuple('.?!”"’'):
                continue
        yield from _pieces(text, at, gap.start())
        at = gap.end()
    yield from _pieces(text, at, stop)


def _pieces(text: str, start: int, stop: int) -> Iterator[Span]:
    while stop - start > _LONGEST:
        cut = text.rfind(" ", start + _LONGEST // 2, start + _LONGEST)
        cut = cut if cut > 0 else start + _LONGEST
        yield Span(start, cut)
        start = cut
    if start < stop and not text[start:stop].isspace():
        yield Span(start, stop)
