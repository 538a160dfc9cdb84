"""Find the noun phrase that is the subject of a verb, or that follows it, in the tokens of one sentence.

Only what lies beside the verb is read: a phrase that cannot be told from its surroundings is none, because a wrong
speaker is worse than none. Looking back and ahead is bounded, so that reading takes time in proportion to the text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from accounted.claims.cues import NOUN_FORMS, VERB_FORMS
from accounted.claims.languages.english import word_set
from accounted.claims.tokens import Token

__all__ = ["How", "Phrase", "clause_subject", "has_verb", "is_date", "phrase_after", "phrase_before", "subject_before"]

How = Literal["phrase", "pronoun", "relative", "apposition", "clause", "inverted", "embedded", "none"]

_LINKS = word_set("of for at in from with on against by")
_SUBJECT_PRONOUNS = word_set("he she they it we i you one many few some others both everyone someone nobody anyone")
_COUNTING = word_set("one many few both")
_MOST = 24
_MOST_APPOSITION = 45
_MOST_RELATIVE = 22
_SCARE_QUOTE = 40
_MOST_NAMED = 6


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase.

    Args:
        first: Index of its first token.
        last: Index of its last token.
        how: How it was found; `clause` when it is the subject of another verb of the sentence.
        full: Index of the last token with appositions and relative clauses, or -1 when there are none.
    """

    first: int
    last: int
    how: How
    full: int = -1

    @property
    def until(self) -> int:
        """Index of the last token of all."""
        return max(self.full, self.last)


def _is_noun(tokens: Sequence[Token], at: int, is_head: bool) -> bool:
    token = tokens[at]
    if token.kind in "UnN":
        return True
    if token.kind == "Q":
        is_short = token.end - token.start <= _SCARE_QUOTE and token.low.isalnum()
        return is_short and not (at == 0 and not is_head)
    if token.kind == "V":
        if is_head and VERB_FORMS[token.low][1] in ("base", "s", "ing") and token.low in NOUN_FORMS:
            return True
        return at > 0 and tokens[at - 1].kind in "D'NI"
    return token.kind == "v" and not is_head and at > 0 and tokens[at - 1].kind in "D'NIC"


def is_date(token: Token) -> bool:
    """Whether the token can be a day, a month or a year."""
    return token.kind == "K" or (token.kind == "N" and len(token.low) == 4 and token.low.isdigit())


def has_verb(tokens: Sequence[Token], begin: int, end: int) -> bool:
    """Whether a verb stands among the tokens `begin` to before `end`."""
    return any(tokens[i].kind in "VvM" and not _is_noun(tokens, i, False) for i in range(begin, end))


def phrase_before(tokens: Sequence[Token], last: int) -> Phrase | None:
    """Read the noun phrase that ends with token `last`."""
    first, at = last + 1, last
    while at >= 0 and last - at < _MOST:
        token = tokens[at]
        is_before_name = at < last and tokens[at + 1].kind == "U" and is_date(token)
        if is_before_name and not (at and tokens[at - 1].kind in "DU"):
            break
        if _is_noun(tokens, at, at == last) or (token.kind == "K" and at < last):
            first = at
        elif token.kind == "D" or (token.low in _COUNTING and at < last):
            first = at
            if not _goes_on_before(tokens, at):
                break
        elif at in (0, last) or not _joins(tokens, at):
            break
        at -= 1
    while first <= last and tokens[first].kind in "ICO'":
        first += 1
    if first > last:
        return None
    return _before_participle(tokens, first, last) or Phrase(first, last, "phrase")


def _goes_on_before(tokens: Sequence[Token], at: int) -> bool:
    """Whether the phrase goes on to the left of a determiner: "the head of | the office"."""
    if at < 2:
        return False
    link, noun = tokens[at - 1], _is_noun(tokens, at - 2, True)
    if link.kind == "I":
        return link.low in _LINKS and noun and at > 2
    if link.kind == "C":
        return link.low == "and" and noun and not has_verb(tokens, 0, at - 1)
    return link.kind == "O" and tokens[at - 2].kind == "n"


def _joins(tokens: Sequence[Token], at: int) -> bool:
    """Whether the token at `at` holds two parts of one phrase together."""
    token, before = tokens[at], tokens[at - 1]
    if token.kind == "'":
        return True
    if token.kind == "I":
        return token.low in _LINKS and _is_noun(tokens, at - 1, True)
    if token.kind == "O":
        return before.kind == "n" and tokens[at + 1].kind in "UD"
    if token.kind == "C":
        is_linked = token.low in ("and", "&") and _is_noun(tokens, at - 1, True)
        return is_linked and (not has_verb(tokens, 0, at - 1) or _begins_after_mark(tokens, at - 1))
    return token.kind == "A" and before.kind == "D"


def _begins_after_mark(tokens: Sequence[Token], at: int) -> bool:
    """Whether nothing but nouns stands between a mark and token `at`: "…, police and hospital officials said"."""
    first = at
    while first >= 0 and at - first < _MOST_NAMED and tokens[first].kind in "UnD'":
        first -= 1
    return first >= 0 and tokens[first].kind in ",-Q" and first < at


def _before_participle(tokens: Sequence[Token], first: int, last: int) -> Phrase | None:
    """Read "people briefed on the raid said": the people, not the raid."""
    if first < 3 or tokens[first - 1].kind != "I" or tokens[first - 2].kind not in "vV":
        return None
    if not tokens[first - 2].low.endswith("ed") or tokens[first - 3].kind not in "Un" or has_verb(tokens, 0, first - 3):
        return None
    inner = phrase_before(tokens, first - 3)
    return inner and Phrase(inner.first, inner.last, "phrase", last)


def phrase_after(tokens: Sequence[Token], first: int) -> Phrase | None:
    """Read the noun phrase that begins with token `first`, with an apposition after it."""
    end = len(tokens)
    if first >= end:
        return None
    following = tokens[first + 1].kind if first + 1 < end else "."
    if tokens[first].kind == "P" and not (tokens[first].low in _COUNTING and following in "nUVID"):
        return Phrase(first, first, "pronoun")
    at = first
    while at < end and at - first < _MOST and _continues(tokens, at, first):
        at += 1
    while at > first and tokens[at - 1].kind in "DICOA'":
        at -= 1
    return Phrase(first, at - 1, "phrase", _apposition_after(tokens, at)) if at > first else None


def _continues(tokens: Sequence[Token], at: int, first: int) -> bool:
    token, kind = tokens[at], tokens[at].kind
    following = tokens[at + 1].kind if at + 1 < len(tokens) else "."
    if at == first:
        is_noun = kind == "V" and following in "nV,.I" and not token.low.endswith(("ing", "ed"))
        return kind in "UnNDP" or is_noun
    before = tokens[at - 1].kind
    if kind in "UnN'":
        return True
    if kind in "DP":
        return before in "IOCD"
    if kind == "A":
        return before == "D"
    if kind == "Q":
        return token.end - token.start <= _SCARE_QUOTE
    if kind in "Vv":
        return before in "D'" or (kind == "V" and before in "nU" and token.low in NOUN_FORMS and following in ".,I")
    if kind in "IO":
        is_link = token.low in _LINKS or kind == "O"
        return is_link and (following in "UD" or (following == "n" and token.low in ("of", "for")))
    return kind == "C" and token.low in ("and", "&") and following in "UD"


def _apposition_after(tokens: Sequence[Token], at: int) -> int:
    """Find where "…, a minister at the office," ends: the token before the mark that closes it."""
    end = len(tokens)
    if at + 1 >= end or tokens[at].kind != "," or tokens[at + 1].kind not in "DnNUR":
        return -1
    if tokens[at + 1].kind == "N":
        if not (at + 2 < end and tokens[at + 2].kind == ","):
            return -1  # "according to the office, 2,410 people": no age
        more = _apposition_after(tokens, at + 2)  # "Anna Bell, 34, a nurse,"
        return more if more > 0 and not has_verb(tokens, at + 3, more + 1) else at + 1
    for i in range(at + 1, min(end, at + 30)):
        if tokens[i].kind in ".;,Q:-":
            return i - 1
    return end - 1 if end - at < 30 else -1


def subject_before(tokens: Sequence[Token], last: int) -> Phrase | None:
    """Read the subject that ends right before the verb group: `last` is the token before it."""
    if last < 0:
        return None
    token = tokens[last]
    if token.kind == "P":
        if last and tokens[last - 1].kind in "Vv":
            return _before_relative(tokens, last)
        return Phrase(last, last, "pronoun") if token.low in _SUBJECT_PRONOUNS else None
    if token.kind == "R":
        return Phrase(last, last, "relative") if token.low in ("who", "which") else None
    if token.kind == "T":
        return Phrase(last, last, "relative") if last and _is_noun(tokens, last - 1, True) else None
    if token.kind == ")":
        opening = _opening(tokens, last)
        inner = subject_before(tokens, opening - 1) if opening > 0 else None
        return inner and Phrase(inner.first, inner.last, inner.how, last)
    if token.kind in ",-":
        return _before_apposition(tokens, last)
    return _before_relative(tokens, last) or phrase_before(tokens, last)


def _opening(tokens: Sequence[Token], closing: int) -> int:
    return next((i for i in range(closing - 1, max(0, closing - 14), -1) if tokens[i].kind == "("), -1)


def _before_relative(tokens: Sequence[Token], last: int) -> Phrase | None:
    """Read "the groups who wrote to her on Thursday said": the phrase before the relative clause."""
    for at in range(last - 1, max(0, last - _MOST_RELATIVE), -1):
        token = tokens[at]
        if token.kind in ".,;:-QC":
            return None
        if token.low in ("who", "which") or (token.kind == "T" and tokens[at + 1].kind in "MV"):
            if not (_is_noun(tokens, at - 1, True) and has_verb(tokens, at + 1, last + 1)):
                return None
            found = phrase_before(tokens, at - 1)
            return found and Phrase(found.first, found.last, found.how, last)
    return None


def _before_apposition(tokens: Sequence[Token], comma: int) -> Phrase | None:
    """Read "A. Bell, a minister at the office, said": the phrase before the first of the commas."""
    mark = tokens[comma].kind
    for at in range(comma - 1, max(0, comma - _MOST_APPOSITION), -1):
        if tokens[at].kind in ".;:?!":
            return None
        if tokens[at].kind != mark:
            continue
        before = tokens[at - 1]
        if before.kind == "P" and before.low in _SUBJECT_PRONOUNS and comma - at < 8:
            return Phrase(at - 1, at - 1, "pronoun", comma)
        found = _named_before(tokens, at)
        if found and _can_be_apposition(tokens, at + 1, comma):
            return Phrase(found.first, found.last, "apposition", comma)
    return None


def _named_before(tokens: Sequence[Token], comma: int) -> Phrase | None:
    """Read the phrase right before a comma when it can be who speaks, and not a place, an age or an apposition."""
    if tokens[comma - 1].kind == ")":
        opening = _opening(tokens, comma - 1)
        found = phrase_before(tokens, opening - 1) if opening > 0 else None
    else:
        found = phrase_before(tokens, comma - 1) if _is_noun(tokens, comma - 1, True) else None
    if found is None:
        return None
    before = tokens[found.first - 1] if found.first else None
    is_inner = before is not None and (
        before.kind == "I" or (before.kind == "," and tokens[found.first].low in ("a", "an"))
    )
    kinds = {tokens[i].kind for i in range(found.first, found.last + 1)}
    return None if is_inner or not kinds & {"U", "D"} else found


def _can_be_apposition(tokens: Sequence[Token], begin: int, end: int) -> bool:
    """Whether no clause of its own stands between two commas; relative clauses and participles may."""
    if tokens[begin].kind in "RIS" or tokens[begin].low.endswith(("ing", "ed")):
        return True
    for i in range(begin, end):
        token = tokens[i]
        if token.kind in "RT":
            return True
        is_finite = token.kind == "V" and VERB_FORMS[token.low][1] in ("base", "s")
        if token.kind == "M" or (is_finite and not _is_noun(tokens, i, True)):
            return False
    return True


def clause_subject(tokens: Sequence[Token], verb: int) -> Phrase | None:
    """Read the subject of the sentence: its first noun phrase, after what is fronted up to a comma."""
    at = 0
    while at < verb and tokens[at].kind in "CA":
        at += 1
    if at < verb and tokens[at].kind in "ISOVv":
        at = next((i for i in range(at, verb) if tokens[i].kind == ","), verb) + 1
        while at < verb and tokens[at].kind in "CA":
            at += 1
    if at >= verb:
        return None
    if tokens[at].kind == "P":
        return Phrase(at, at, "clause") if tokens[at].low in _SUBJECT_PRONOUNS else None
    found = phrase_after(tokens[:verb], at)
    if found is None or found.until + 1 >= verb:
        return None
    return Phrase(found.first, found.last, "clause", found.full)
