"""Read attributions from other words: "according to", "her claim that …", "is convinced that …", "Bell: …"."""

from __future__ import annotations

from collections.abc import Sequence

from accounted.claims.complements import content_end, is_clause
from accounted.claims.cues import ADJECTIVES, NOUNS, VERB_FORMS
from accounted.claims.languages.english import word_set
from accounted.claims.phrases import How, Phrase, phrase_after, phrase_before, subject_before
from accounted.claims.relation import Relation, relate
from accounted.claims.tokens import Token
from accounted.claims.verb_relations import is_noun_here

__all__ = ["read_according", "read_adjective", "read_colon", "read_noun"]

_LINKING = word_set("made make seemed seems felt feel remained remains sounded grew appeared")
_MOST_NAME = 8


def read_according(tokens: Sequence[Token], at: int) -> Relation | None:
    """Read "According to the ministry, …" and "…, according to the ministry"; `at` is the word "according"."""
    source = phrase_after(tokens, at + 2)
    after = (source.until if source else at + 1) + 1
    cue, end = (at, at + 1), len(tokens)
    is_in_clause = at > 1 and tokens[at - 1].kind == "," and tokens[at - 2].kind == "T"
    if at == 0 or (at == 1 and tokens[0].kind in "CA") or is_in_clause:
        if source and source.full >= 0 and tokens[after : after + 1] and tokens[after].kind != ",":
            source = Phrase(source.first, source.last, source.how)
        after = (source.until if source else at + 1) + 1
        after += after < end and tokens[after].kind == ","
        if after >= end:
            return None
        contents = [(after, content_end(tokens, after, True))]
        return relate(tokens, source, cue, contents, ("according", "according", "front", "phrase"))
    last = at - 1
    while last > 0 and tokens[last].kind in ",A":
        last -= 1
    contents = [(0, last)]
    if after + 1 < end and tokens[after].kind == "," and tokens[at - 1].kind == ",":
        contents.append((after + 1, content_end(tokens, after + 1, True)))
    return relate(tokens, source, cue, contents, ("according", "according", "back", "phrase"))


def read_colon(tokens: Sequence[Token]) -> Relation | None:
    """Read "Bell: …" at the beginning of a sentence."""
    colon = next((i for i in range(min(len(tokens), _MOST_NAME)) if tokens[i].kind == ":"), -1)
    if colon < 1 or colon + 1 >= len(tokens) or tokens[0].kind not in "UD":
        return None
    if any(tokens[i].kind not in "UnD'IK" for i in range(colon)):
        return None
    is_quoted = tokens[colon + 1].kind == "Q"
    if not is_quoted and not all(tokens[i].kind in "U'" for i in range(colon)):
        return None
    contents = [(colon + 1, content_end(tokens, colon + 1, True))]
    kind = ("q" if is_quoted else "c", Phrase(0, colon - 1, "phrase"))
    return relate(tokens, kind[1], (colon, colon), contents, (":", "colon", kind[0], "phrase"))


def read_noun(tokens: Sequence[Token], at: int) -> Relation | None:
    """Read "the agency's claim that …", "support for …", "a statement by the court about …"."""
    low = tokens[at].low
    codes = NOUNS.get(low)
    if codes is None or (tokens[at].kind == "V" and not is_noun_here(tokens, at, VERB_FORMS[low][1])):
        return None
    after, agent = at + 1, None
    if after < len(tokens) and tokens[after].low in ("by", "from", "among"):
        agent = phrase_after(tokens, after + 1)
        if agent is None:
            return None
        after = agent.last + 1
    if after + 1 >= len(tokens):
        return None
    following = tokens[after]
    code = {"T": "h", "O": "t", "I": following.low}.get(following.kind, "")
    if code not in codes:
        return None
    source, how, first = (agent, _AGENT, at) if agent else _owner(tokens, at)
    begin = after if code in "ht" else after + 1
    last = content_end(tokens, begin, code == "h")
    if last < begin:
        return None
    return relate(tokens, source, (first, at), [(begin, last)], (low, "noun", code, how))


_AGENT: How = "phrase"


def _owner(tokens: Sequence[Token], noun: int) -> tuple[Phrase | None, How, int]:
    """Read whose it is, and where the words of the cue begin."""
    at = noun - 1
    while at >= 0 and (
        tokens[at].kind in "nUAv" or (tokens[at].kind == "V" and tokens[at].low.endswith(("ed", "ing")))
    ):
        at -= 1
    if at > 0 and tokens[at].kind == "'":
        return phrase_before(tokens, at - 1), "phrase", at + 1
    if at >= 0 and tokens[at].low in ("his", "her", "their", "my", "our", "your", "its"):
        return Phrase(at, at, "pronoun"), "pronoun", at + 1
    return None, "none", at if at >= 0 and tokens[at].kind == "D" else at + 1


def read_adjective(tokens: Sequence[Token], at: int) -> Relation | None:
    """Read "Bell is convinced that …" and "it is clear that …"."""
    codes = ADJECTIVES.get(tokens[at].low)
    before = at - 1
    while before >= 0 and tokens[before].kind in "AX":
        before -= 1
    if codes is None or before < 0 or not (tokens[before].kind in "M'" or tokens[before].low in _LINKING):
        return None
    while before >= 0 and (tokens[before].kind in "MAX'" or tokens[before].low in _LINKING):
        before -= 1
    after = at + 1
    if after + 1 >= len(tokens) or before < 0:
        return None
    following = tokens[after]
    code = {"T": "h", "O": "t", "S": "w", "I": following.low}.get(following.kind, "")
    if not code and following.kind in "PDU" and is_clause(tokens, after):
        code = "c"
    subject = subject_before(tokens, before) if code in codes else None
    if subject is None:
        return None
    begin = after if code in "htwc" else after + 1
    last = content_end(tokens, begin, code in "hwc")
    if last < begin:
        return None
    is_nobody = tokens[subject.first].low == "it"
    how: How = "none" if is_nobody else subject.how
    source = None if is_nobody else subject
    return relate(tokens, source, (before + 1, at), [(begin, last)], (tokens[at].low, "adjective", code, how))
