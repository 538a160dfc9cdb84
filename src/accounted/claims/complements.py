"""Find what is said: which construction follows a word of speech, and where what it holds ends.

Codes of constructions are those of `accounted.claims.languages.english_cues`. What is held ends with the sentence, or
before the words that usually begin something the writer adds ("…, which", "…, but", "and denied"). The choice of these
words was made by counting where annotators of PolNeAR's training part ended the content.
"""

from __future__ import annotations

from collections.abc import Sequence

from accounted.claims.cues import NOUN_FORMS, VERB_FORMS
from accounted.claims.languages.english import word_set
from accounted.claims.languages.english_cues import DOCUMENTS_IN, HEARING
from accounted.claims.phrases import phrase_after
from accounted.claims.tokens import Token

__all__ = ["content_end", "find_complement", "quotation_end", "skip_tail"]

_ADDED = word_set("but while although though whereas yet according compared which who whom despite adding")
_RELATIVES = ("who", "which", "whom")
_OBJECT_PRONOUNS = word_set("him them us me himself herself themselves itself")
_BOUNDS = word_set("over about around under up at between nearly near than")
_LATE = ("late", "early")
_QUESTIONS = word_set("whether how why what if where when")
_OTHER_SPEECH = word_set(
    """say tell add call write ask declare accuse describe argue urge criticize warn vow promise insist suggest
    announce blame denounce dismiss praise note reject deny defend cite acknowledge reiterate repeat compare
    question pledge attack mock admit confirm conclude complain state claim put give estimate
    """
)
"""Verbs that start a second attribution after "and", also within a clause."""


def find_complement(tokens: Sequence[Token], at: int, lemma: str) -> tuple[str, int]:
    """Tell which construction follows a word of speech.

    Args:
        tokens: The sentence.
        at: Index of the token after the word (and after the speaker where that one follows).
        lemma: Base form of the word.

    Returns:
        A code, "." for none, and the index of the first token of what is said.
    """
    end = len(tokens)
    while at < end and tokens[at].kind == "A":
        at += 1
    if at >= end:
        return ".", at
    if lemma in HEARING and tokens[at].kind in "PUDn":
        heard = _after_hearer(tokens, at)
        if heard:
            return heard
    return _by_first_token(tokens, at, lemma)


def _by_first_token(tokens: Sequence[Token], at: int, lemma: str) -> tuple[str, int]:
    token, kind = tokens[at], tokens[at].kind
    following = tokens[at + 1].kind if at + 1 < len(tokens) else ""
    if kind == "T" and following == "n" and not is_clause(tokens, at + 1):
        return "n", at
    if kind == "T":
        return ("h", at) if following not in ("", ".") else ("n", at)
    if kind == "Q":
        return "q", at
    if kind in ",:" and following:
        return ("q", at + 1) if following == "Q" or kind == ":" else (".", at)
    if kind == "O" and following:
        return ("t", at) if following not in "UDPN" else ("to", at + 1)
    if kind == "S":
        return ("w", at) if token.low in _QUESTIONS else (".", at)
    if kind == "R":
        return "w", at
    if kind == "I" and _is_quantity(tokens, at):
        return ("c", at) if is_clause(tokens, at) else ("n", at)
    if kind == "I":
        ahead = None if lemma in ("call", "point", "agree") else _look_ahead(tokens, at)
        return ahead or ((token.low, at + 1) if following else (".", at))
    if kind in "Vv" and token.low.endswith("ing"):
        return "g", at
    if kind in "PDUnNKVvM'":
        return ("c", at) if is_clause(tokens, at) else ("n", at)
    return ".", at


def _after_hearer(tokens: Sequence[Token], at: int) -> tuple[str, int] | None:
    """Step over who is told; None when nothing said follows and the object is what it is about."""
    heard = phrase_after(tokens, at)
    if heard is None:
        return None
    n, end = heard.last + 1, len(tokens)
    while n < end and tokens[n].kind in "AK":
        n += 1
    if n >= end:
        return None
    kind = tokens[n].kind
    if kind in "TOSQ":
        return {"T": "h", "O": "t", "S": "w", "Q": "q"}[kind], n
    if kind in ",:" and n + 1 < end and tokens[n + 1].kind == "Q":
        return "q", n + 1
    if kind == "I":
        return _look_ahead(tokens, n)
    if kind in "PDUn" and is_clause(tokens, n):
        return "c", n
    return (".", n) if kind == "," else None


def _look_ahead(tokens: Sequence[Token], at: int) -> tuple[str, int] | None:
    """Step over where and when it is said: "said in a statement on Friday that …"."""
    end = len(tokens)
    for n in range(at + 1, min(end, at + 25)):
        kind, before, following = tokens[n].kind, tokens[n - 1].kind, tokens[n + 1].kind if n + 1 < end else ""
        if kind in ".;S":
            return None
        if kind == "," and following != "Q" and (n - at > 8 or any(tokens[i].kind in "VvM" for i in range(at, n))):
            return None
        if kind in "VvM" and before not in "D'I" and not _is_noun_of_phrase(tokens, n):
            return None
        if kind == "T" and following and following in "DPUnNVQAI":
            return "h", n
        if kind == ":":
            return ("q", n + 1) if following else None
        if kind == "Q" and before in ",:":
            return "q", n
    return None


def _is_noun_of_phrase(tokens: Sequence[Token], at: int) -> bool:
    """Whether a form that can be noun or verb closes a phrase: "beyond reasonable doubt"."""
    before = tokens[at - 1]
    is_noun = tokens[at].low in NOUN_FORMS and tokens[at - 2].kind == "I"
    return is_noun and before.kind == "n" and not before.low.endswith("s")


def _is_quantity(tokens: Sequence[Token], at: int) -> bool:
    """Whether "over", "about", "up to" … bounds a number here."""
    return tokens[at].low in _BOUNDS and any(token.kind == "N" for token in tokens[at + 1 : at + 3])


def is_clause(tokens: Sequence[Token], at: int) -> bool:
    """Whether a noun phrase with a finite verb begins here."""
    if tokens[at].low in _OBJECT_PRONOUNS:
        return False
    for n in range(at + 1, min(len(tokens), at + 14)):
        kind, before = tokens[n].kind, tokens[n - 1].kind
        if kind in ".,;:-RT" or (kind == "O" and n == at + 1):
            return False
        if kind == "M" or (kind == "'" and before == "P"):
            return True
        if kind == "v" and before not in "D'I":
            return True
        if kind == "V" and before not in "D'IO" and not tokens[n].low.endswith("ing"):
            return True
    return False


def content_end(tokens: Sequence[Token], first: int, is_clausal: bool) -> int:
    """Find the last token of what is said, when it begins with token `first`; before `first` when there is none."""
    last = len(tokens) - 1
    while last > first and tokens[last].kind in ".;,:":
        last -= 1
    i = first
    if tokens[first].kind == "T" and first < last and tokens[first + 1].kind == ",":
        i += 1
    while i < last:
        i += 1
        kind = tokens[i].kind
        if kind == ";" or (
            tokens[i].low == "but" and (not is_clausal or (tokens[i + 1 : i + 2] and tokens[i + 1].kind == "V"))
        ):
            return _without_comma(tokens, i - 1)
        if kind == "-" and _ends_at_dash(tokens, i, last, is_clausal):
            return i - 1
        if kind == "C" and i < last and _is_second_verb(tokens[i + 1], is_clausal):
            return _without_comma(tokens, i - 1)
        if kind == "," and i < last:
            if not is_clausal:
                return i - 1
            if tokens[i + 1].low in _RELATIVES:
                closing = next((n for n in range(i + 2, last) if tokens[n].kind == ","), -1)
                if closing > 0 and tokens[closing + 1].kind in "MVvA":
                    i = closing
                    continue
            if _adds(tokens, i, last):
                return i - 1
    return last


def _without_comma(tokens: Sequence[Token], last: int) -> int:
    return last - 1 if tokens[last].kind == "," else last


def _ends_at_dash(tokens: Sequence[Token], dash: int, last: int, is_clausal: bool) -> bool:
    if not is_clausal:
        return tokens[dash].start > tokens[dash - 1].end
    kinds = [token.kind for token in tokens[dash + 1 : min(dash + 4, last + 1)]]
    return kinds == ["C", "P", "V"]


def _is_second_verb(token: Token, is_clausal: bool) -> bool:
    if token.kind != "V" or token.low.endswith("ing"):
        return False
    return not is_clausal or VERB_FORMS[token.low][0] in _OTHER_SPEECH


def _adds(tokens: Sequence[Token], comma: int, last: int) -> bool:
    """Whether the writer adds something after this comma of a clause."""
    following = tokens[comma + 1]
    if following.low in _ADDED or (following.kind == "V" and following.low.endswith("ing")):
        return True
    if following.low == "and" and comma + 3 <= last and tokens[comma + 2].kind == "P":
        verb = tokens[comma + 3]
        return verb.kind == "V" and VERB_FORMS[verb.low][0] in _OTHER_SPEECH
    if following.low in ("a", "an"):
        return not any(tokens[n].kind == "," for n in range(comma + 1, min(last, comma + 12)))
    return False


def quotation_end(tokens: Sequence[Token], first: int) -> int:
    """Find the last token of what is said when a quotation stands at its beginning."""
    i = first
    while i + 1 < len(tokens) and tokens[i].kind == "Q" and tokens[i].low in (".", "?", "!"):
        if tokens[i + 1].kind != "Q":
            return i
        i += 1
    return content_end(tokens, first, True)


def skip_tail(tokens: Sequence[Token], at: int, *, hears: bool) -> int:
    """Step over who is told, when and where, up to a mark; the same index when something else follows."""
    end = len(tokens)
    if at + 1 < end and tokens[at].low in _LATE and tokens[at + 1].kind in "IK":
        at += 1
    if at < end and tokens[at].kind not in ",.;-?!:QIAKO" and not (hears and tokens[at].kind in "PUDn"):
        return at
    for n in range(at, min(end, at + 25)):
        kind = tokens[n].kind
        if kind in ",.;-?!:Q":
            return n
        if kind in "Vv" and tokens[n - 1].low in DOCUMENTS_IN and tokens[n].low.endswith(("ed", "en")):
            continue  # "said in a report released today"
        if kind in "TSR" or (kind == "P" and n > at) or (kind in "VvM" and tokens[n - 1].kind not in "D'IU"):
            return at
    return end if end - at <= 25 else at
