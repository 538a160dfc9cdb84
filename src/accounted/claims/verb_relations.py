"""Read attributions from verbs: "Bell said that …", "…, said Bell", "Bell, saying …", "… was rejected by the court"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from accounted.claims.complements import content_end, find_complement, quotation_end, skip_tail
from accounted.claims.cues import NOUN_FORMS, PASSIVES, VERB_FORMS, VERBS, Shape
from accounted.claims.languages.english import word_set
from accounted.claims.languages.english_cues import DOCUMENTS_IN, HEARING
from accounted.claims.phrases import (
    How,
    Phrase,
    clause_subject,
    has_verb,
    is_date,
    phrase_after,
    phrase_before,
    subject_before,
)
from accounted.claims.relation import Form, Relation, relate
from accounted.claims.tokens import Token

__all__ = ["is_noun_here", "read_verb"]

_BE = word_set("is are was were be been being isn't aren't wasn't weren't 's 're 'm am")
_HAVE = word_set("has have had having 've hasn't haven't hadn't 'd")
_SEEMING = ("seem", "appear")
_WEAK: tuple[How, ...] = ("embedded", "relative", "clause", "none")
_SPANS_OF_TIME = word_set("week month year morning night day weekend evening")
_CLAUSAL = "hcw"
_BESIDE = ("while", "although", "though", "whereas", "because")
_FIGURES = ("n", "c", "q")
_SAID = ("q", "h", "c")
_FRONTING = ("asked", "pressed", "citing", "referring", "speaking", "writing")


@dataclass(frozen=True, slots=True)
class _Group:
    """A verb with its auxiliaries: where it begins, the token before it, and how it is used."""

    first: int
    verb: int
    before: int
    form: Form
    lemma: str
    shape: Shape
    is_bare: bool


def read_verb(tokens: Sequence[Token], verb: int, earlier: Phrase | None) -> tuple[Relation | None, Phrase | None]:
    """Read the attribution that the verb makes.

    Args:
        tokens: The sentence.
        verb: Index of a form of a cue verb.
        earlier: Subject of the last finite cue verb before, which a participle or a second verb shares.

    Returns:
        The relation, if it is one, and the subject that later verbs may share.
    """
    lemma, shape = VERB_FORMS[tokens[verb].low]
    if is_noun_here(tokens, verb, shape):
        return None, earlier
    group = _group(tokens, verb, lemma, shape)
    subject = _subject(tokens, group, earlier)
    if subject and group.form == "finite" and subject.how not in ("relative", "inverted"):
        earlier = subject
    if group.form == "passive":
        return _passive(tokens, group, subject), earlier
    if subject is None:
        return None, earlier
    return _active(tokens, group, subject), earlier


def is_noun_here(tokens: Sequence[Token], at: int, shape: Shape) -> bool:
    """Whether a form of a cue verb is a noun or adjective ("the claim", "the reported death")."""
    before = tokens[at - 1] if at else None
    if before is None:
        return False
    if shape not in ("base", "s"):
        return before.kind in "D'"
    if before.kind in "D'NI":
        return True
    if tokens[at].low not in NOUN_FORMS:
        return False
    back = at - 1
    while back > 0 and tokens[back].kind == "n":
        back -= 1
    if back < at - 1:
        is_compound = tokens[back].kind == "D" and shape == "base" and not before.low.endswith("s")
        is_led = tokens[back].kind == "I" and shape == "base" and back == at - 2 and not before.low.endswith("s")
        if tokens[back].kind == "'" or is_compound or is_led:
            return True
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    return following is not None and (
        following.low in ("of", "by", "from", "were", "was", "are", "is", "have", "has", "had", "will")
        or following.kind in "V.,"
    )


def _group(tokens: Sequence[Token], verb: int, lemma: str, shape: Shape) -> _Group:
    at, auxiliaries = verb - 1, []
    while at >= 0 and (tokens[at].kind in "MXA" or (tokens[at].kind == "'" and at and tokens[at - 1].kind in "PRT")):
        auxiliaries.append(tokens[at].low)
        at -= 1
    first = at + 1
    while first < verb and tokens[first].kind == "A":
        first += 1
    is_passive = any(word in _BE for word in auxiliaries)
    has = any(word in _HAVE for word in auxiliaries)
    before = tokens[at].kind if at >= 0 else ""
    follows_by = verb + 1 < len(tokens) and tokens[verb + 1].low == "by"
    form: Form = "finite"
    if shape == "base" and before == "O":
        form = "infinitive"
    elif shape == "ing":
        form = "finite" if is_passive else "participle"
    elif shape in ("past", "participle") and (is_passive or (not has and (shape == "participle" or follows_by))):
        form = "passive"
    return _Group(first, verb, at, form, lemma, shape, not auxiliaries)


def _subject(tokens: Sequence[Token], group: _Group, earlier: Phrase | None) -> Phrase | None:
    before = group.before
    kind = tokens[before].kind if before >= 0 else ""
    if group.form == "passive" and group.is_bare:
        return phrase_before(tokens, before) if kind and kind in "UnNK)" else None
    if group.form in ("finite", "passive"):
        inverted = _inverted(tokens, group) if group.form == "finite" else None
        if inverted:
            return inverted
        at = _skip_adjunct(tokens, before)
        if at >= 0 and tokens[at].kind == "C":
            return _shared(earlier or clause_subject(tokens, at))
        return subject_before(tokens, at) if at >= 0 else None
    is_beside = group.form == "participle" and before == group.verb - 1 and kind != "" and kind in "Un)P"
    if is_beside and not tokens[before].low.endswith("ing"):
        is_object = kind == "P" and tokens[before].low not in ("he", "she", "they")
        return None if is_object else subject_before(tokens, before)
    shared = _shared(earlier or clause_subject(tokens, group.verb))
    if shared is None and group.form == "participle" and before < 0:
        comma = next((i for i, token in enumerate(tokens) if token.kind == ","), -1)
        shared = _shared(phrase_after(tokens, comma + 1)) if comma > 0 else None
    return shared


def _shared(phrase: Phrase | None) -> Phrase | None:
    return replace(phrase, how="clause") if phrase else None


def _inverted(tokens: Sequence[Token], group: _Group) -> Phrase | None:
    """Read "…, said A. Bell": the speaker after the verb, when nobody stands before it."""
    before = tokens[group.before] if group.before >= 0 else None
    after = tokens[group.verb + 1] if group.verb + 1 < len(tokens) else None
    if not group.is_bare or group.shape == "ing" or (before and before.kind not in "Q,-"):
        return None
    if after is None or after.kind not in "PUDn":
        return None
    found = phrase_after(tokens, group.verb + 1)
    if found is None or (before and before.kind != "Q" and subject_before(tokens, group.before)):
        return None
    following = tokens[found.last + 1] if found.last + 1 < len(tokens) else None
    if following is None:
        return replace(found, how="inverted") if before else None
    if following.kind not in ".,;:-IKAOQ?!S" and following.low != "who":
        return None
    return replace(found, how="inverted") if before or following.kind in ":,Q" else None


def _skip_adjunct(tokens: Sequence[Token], at: int) -> int:
    """Step back over when and where between subject and verb: "Bell on Monday said"."""
    while at > 0:
        token, before = tokens[at], tokens[at - 1]
        if (
            (token.low in _SPANS_OF_TIME and before.low in ("this", "last", "next", "that"))
            or (token.kind == "N" and before.low == "in" and len(token.low) == 4)
            or (token.kind == "K" and before.low in ("on", "in", "last", "late"))
        ):
            at -= 2
        elif token.kind == "A" or (token.kind == "K" and before.kind in "UnP"):
            at -= 1
        elif token.low in DOCUMENTS_IN and before.low in ("a", "an") and at > 3 and tokens[at - 2].kind == "I":
            at -= 3
        else:
            break
    return at


def _active(tokens: Sequence[Token], group: _Group, subject: Phrase) -> Relation | None:
    how = subject.how
    is_beside = group.form == "finite" and how in ("phrase", "pronoun") and subject.first > 0
    before = tokens[subject.first - 1] if is_beside else None
    if before and before.kind in "nUSTI)N" and not is_date(before) and before.low not in _BESIDE:
        how = "embedded"
    is_inverted = how == "inverted"
    after = (subject.until if is_inverted else group.verb) + 1
    cue = (group.first, group.verb)
    if group.form == "finite" and how != "relative":
        aside = _aside(tokens, group, subject, after)
        if aside:
            code, contents = aside
            return _graded(tokens, subject, cue, contents, (group.lemma, group.form, code, how), is_whole=True)
    code, first = find_complement(tokens, after, group.lemma)
    if code == ".":
        return None
    last = quotation_end(tokens, first) if code == "q" else content_end(tokens, first, code in _CLAUSAL)
    if code != "q":
        last = _within_clause(tokens, subject, first, last, how)
    if last < first:
        return None
    if group.lemma in _SEEMING:
        contents = [] if how == "clause" else [(subject.first, subject.last)]
        return _graded(tokens, None, cue, [*contents, (first, last)], (group.lemma, group.form, code, "none"))
    codes = VERBS.get(group.lemma, {})
    if code in _FIGURES and code not in codes and "n#" in codes and _has_number(tokens, first, last):
        code = "n#"
    is_whole = all(token.kind in ".?!" for token in tokens[last + 1 :]) and code in _SAID
    if code == "c":
        is_whole = is_whole and all(token.kind != "," for token in tokens[first:last])
    return _graded(tokens, subject, cue, [(first, last)], (group.lemma, group.form, code, how), is_whole=is_whole)


def _has_number(tokens: Sequence[Token], first: int, last: int) -> bool:
    return any(tokens[i].kind in "NQ" for i in range(first, min(last + 1, first + 24)))


def _within_clause(tokens: Sequence[Token], subject: Phrase, first: int, last: int, how: How) -> int:
    """End what is said in a relative or fronted clause with the comma that ends the clause."""
    if how != "relative" and not _is_fronted(tokens, subject.first):
        return last
    comma = next((i for i in range(first + (how != "relative"), last) if tokens[i].kind == ","), -1)
    return comma - 1 if comma > first else last


def _is_fronted(tokens: Sequence[Token], subject: int) -> bool:
    """Whether the subject is that of a fronted clause: "While Bell said …, …"."""
    at = 0
    while at < subject and tokens[at].kind in "CA":
        at += 1
    if at >= subject or any(tokens[i].kind in ",-;:" for i in range(at, subject)):
        return False
    token = tokens[at]
    return (
        token.kind == "S"
        or token.low in ("as", "since", "after", "before", "asked", "speaking", "pressed")
        or (token.kind in "UV" and token.low.endswith("ing"))
    )


def _aside(
    tokens: Sequence[Token], group: _Group, subject: Phrase, after: int
) -> tuple[str, list[tuple[int, int]]] | None:
    """Read "…, Bell said, …": what is said stands before, and goes on after."""
    left = group.before if subject.how == "inverted" else subject.first - 1
    if left < 0 or tokens[left].kind not in ",-Q?!":
        return None
    tail = skip_tail(tokens, after, hears=group.lemma in HEARING)
    is_end = tail >= len(tokens) or tokens[tail].kind in ",.;-?!"
    if not is_end and _follows_quotation(tokens, left):
        is_end = after >= len(tokens) or tokens[after].kind != "T"
        tail = next((i for i in range(after, len(tokens)) if tokens[i].kind in ",.;-"), len(tokens))
    if not is_end:
        return None
    last = left
    while last > 0 and tokens[last].kind in ",-":
        last -= 1
    quotation = next((i for i in range(last + 1) if tokens[i].kind == "Q"), -1)
    more, replaces = _after_aside(tokens, tail, quotation >= 0, subject.how == "inverted", last)
    contents = [] if replaces else [(last if tokens[last].kind in "RT" else 0, last)]
    if more is None and _only_fronted(tokens, last, quotation):
        return None
    contents += [more] if more else []
    return ("aq" if quotation >= 0 else "a"), contents


def _follows_quotation(tokens: Sequence[Token], left: int) -> bool:
    opens = tokens[0] if tokens[0].kind not in "CA" else tokens[1]
    if opens.kind != "Q":
        return False
    return (tokens[left].kind == "Q" and tokens[left].low in (",", "?", "!")) or (
        tokens[left].kind == "," and left > 0 and tokens[left - 1].kind == "Q"
    )


def _only_fronted(tokens: Sequence[Token], last: int, quotation: int) -> bool:
    """Whether what stands before is only when or where: "In Velmar, Bell said"."""
    if tokens[0].kind not in "ISO" and tokens[0].low not in _FRONTING:
        return False
    is_title = quotation == last and tokens[0].kind == "I" and tokens[last].end - tokens[last].start <= 40
    return (quotation < 0 or is_title) and not has_verb(tokens, 0, last + 1)


def _after_aside(
    tokens: Sequence[Token], tail: int, is_quoted: bool, is_inverted: bool, last: int
) -> tuple[tuple[int, int] | None, bool]:
    """Find where what is said goes on after the aside, and whether that alone is what is said."""
    begin, end = tail + 1, len(tokens)
    if begin >= end or tokens[tail].kind not in ",-":
        return None, False
    near = next((i for i in range(begin, min(end, begin + 3)) if tokens[i].kind == "Q"), -1)
    if near > 0:
        return (begin, quotation_end(tokens, begin)), not is_quoted and tokens[last].kind not in "MVvIOCAX"
    if is_quoted:
        later = next((i for i in range(begin, end) if tokens[i].kind == "Q" and tokens[i - 1].kind in ",-"), -1)
        return ((later, quotation_end(tokens, later)) if later > 0 else None), False
    following = tokens[begin]
    is_other = following.low in ("but", "while", "although", "and", "according", "compared", "despite") or (
        following.kind == "V" and following.low.endswith("ing")
    )
    if is_inverted or is_other:
        return None, False
    return (begin, content_end(tokens, begin, True)), False


def _passive(tokens: Sequence[Token], group: _Group, subject: Phrase | None) -> Relation | None:
    cue = (group.first, group.verb)
    agent = _agent(tokens, group.verb)
    head = [(subject.first, subject.last)] if subject else []
    if agent is None:
        if group.is_bare:
            return None
        code, first = find_complement(tokens, group.verb + 1, group.lemma)
        last = content_end(tokens, first, code in "hcwt") if code != "." else -1
        contents = head + ([(first, last)] if last >= first else [])
        how: How = subject.how if subject else "none"
        return _passive_relation(tokens, None, cue, contents, (group.lemma, "z" if code == "." else code, how))
    rest = agent.last + 1
    if rest < len(tokens) and tokens[rest].low in ("to", "of", "as", "for", "that"):
        head.append((rest, content_end(tokens, rest, False)))
    return _passive_relation(tokens, agent, cue, head, (group.lemma, "by", "phrase"))


def _agent(tokens: Sequence[Token], verb: int) -> Phrase | None:
    by = next((i for i in range(verb + 1, min(len(tokens), verb + 8)) if tokens[i].low == "by"), -1)
    if by < 0 or any(tokens[i].kind in ",.;TV" for i in range(verb + 1, by)):
        return None
    agent = phrase_after(tokens, by + 1)
    return None if agent and tokens[agent.last].low.endswith("ing") else agent


def _passive_relation(
    tokens: Sequence[Token],
    agent: Phrase | None,
    cue: tuple[int, int],
    contents: Sequence[tuple[int, int]],
    kind: tuple[str, str, How],
) -> Relation | None:
    lemma, code, how = kind
    if not contents or code not in PASSIVES.get(lemma, {}):
        return None
    return relate(tokens, agent, cue, contents, (lemma, "passive", code, how))


def _graded(
    tokens: Sequence[Token],
    source: Phrase | None,
    cue: tuple[int, int],
    contents: Sequence[tuple[int, int]],
    kind: tuple[str, Form, str, How],
    *,
    is_whole: bool = False,
) -> Relation | None:
    """Keep the relation when its construction was seen often enough to be one."""
    lemma, form, code, how = kind
    reliability = VERBS.get(lemma, {}).get(code, 0)
    if form == "finite":
        needed = 2 if how in _WEAK else 1
    elif form == "participle":
        needed = 2 if code in ("h", "c", "q", "n", "w") else 3
    else:
        needed = 2 if code in ("h", "w", "q", "c") else 9
    if reliability < needed:
        return None
    is_established = is_whole and form == "finite" and how not in _WEAK and reliability == 3
    return relate(tokens, source, cue, contents, kind, is_established=is_established)
