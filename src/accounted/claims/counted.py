"""Tell what a figure counts: who (as worded), what happened to them, and in which unit.

A figure is a claim only when the words beside it say what happened: in the noun itself ("300 deaths"), after it ("300
people in the town were killed"), before it ("killing over 300"), or carried over from the figure it is joined to
("killed 10 men and 20 women"). A number without any of these is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from accounted.claims.figures import FoundFigure
from accounted.claims.languages.english import ACT_VERBS, AUXILIARIES, NOT_COUNTED, PREPOSITIONS
from accounted.claims.nouns import STATE, Noun, act_of_group, may_be_persons, named_act, read_noun, unit_of
from accounted.model.claims import Act, Unit
from accounted.model.documents import Span

__all__ = ["Counted", "count_what"]

_WORD = re.compile(r"[^\W_][\w]*(?:[-'’./][^\W_][\w]*)*[’']?|[^\w\s]")
_PART_JOIN = re.compile(
    r"[,\s(–—-]*(?:including|among them|among whom|of them|of whom|amongst them|and of these|of these|with)\s*$"
)
_CONJUNCT = re.compile(r"\s*(?:,|and|or|,\s*and|&|as well as|plus)\s*(?:another|a further|some)?\s*$")
_GATHERING = re.compile(
    r"\b(?:rall(?:y|ies)|gatherings?|demonstrations?|march(?:es)?|protests?|conference|meeting|event)\b", re.I
)
_BRINGS = re.compile(r"\b(?:brings?|brought|drew|draws|attracted|attracts|gathered)(?: in| together)?\s+$")
_OF_WHOM = re.compile(r"\s*[^.;:,0-9]{0,60}?\b(?:of|among|amongst|to)\s+(?=[^\W\d_])")
_BARE = re.compile(
    r"deaths?|killings?|fatalit(?:y|ies)|executions?|murders?|lives|disappearances?|injuries", re.IGNORECASE
)
_TOLL_WHO = re.compile(
    r"(?:of|for)\s+(?:the\s+)?(?P<who>(?:[^\W\d_][\w’'-]*\s+){0,5}?[^\W\d_][\w’'-]*)\s+"
    r"(?:killed|dead|murdered|executed|injured|wounded|missing|disappeared|unaccounted|detained|arrested|displaced)\b"
)
_ASIDE = re.compile(
    r"\s*[,(–—]\s*(?:including|among them|among whom|some of them|most of them)\b[^,;.()–—]{2,80}[,)–—]"
)
_TRANSITIVE = re.compile(
    r"(?:kill|murder|massacr|slaughter|execut|injur|wound|detain|arrest|tortur|expell|deport)ed|hanged"
)
_OBJECT = re.compile(
    r"\s+(?:(?:at least|more than|over|about|around|some|nearly|up to|as many as|an estimated)\s+)?"
    r"(?:[0-9]|(?:the|an?|his|her|their|its|another|two|three|four|five|six|seven|eight|nine|ten)\s)"
)
_CLAUSE_END = re.compile(r"[;:.!?]")
_WINDOW = 160


_FILL = r"(?:\s+(?:a total of|the|what [a-z ]{3,20}|another|a further|an additional))?\s+$"
_VERB_BEFORE = re.compile(
    "(?:"
    + "|".join(rf"(?P<{act}__{n}>\b(?:{words}))" for n, (act, words) in enumerate(ACT_VERBS))
    + rf")(?:{_FILL}|\s*:\s*$)",
    re.IGNORECASE,
)
_NOUN_BEFORE = re.compile(
    r"\b(?:(?P<killed>killings?|deaths?|murders?|massacres?|slaughter|loss)|(?P<executed>executions?|hangings?)"
    r"|(?P<missing>disappearances?)|(?P<detained>detentions?|arrests?|imprisonment)|(?P<tortured>torture)"
    r"|(?P<displaced>displacement|expulsions?|deportations?|flight)|(?P<injured>wounding)|(?P<other>exhumation|burial))"
    r"\s+of(?: the)?\s+$",
    re.IGNORECASE,
)
_LABEL_BEFORE = re.compile(
    r"\b(?:(?P<killed>killed|dead|deaths)|(?P<injured>injured|wounded)|(?P<missing>missing)|(?P<detained>detained"
    r"|arrested)"
    r"|(?P<executed>executed)|(?P<displaced>displaced))\s*:\s*$",
    re.IGNORECASE,
)
_TOLL_BEFORE = re.compile(
    r"\b(?:(?P<compound>(?:numbers?|toll|figures?|count|total) (?:of|for) (?:the )?(?:casualties|(?:people "
    r"|those )?(?:killed|dead)"
    r" (?:or|and) (?:missing|wounded|injured)))"
    r"|(?P<killed>(?:death )?tolls?|fatalities|(?:numbers?|figures?|count|total|proportion)\s+(?:of"
    r"|for)\s+(?:[^\W\d_][\w’'-]*\s+){0,8}?"
    r"(?:killed|dead|deaths|killings|murdered|fatalities)|deaths)"
    r"|(?P<executed>(?:numbers?|figures?|count|total) (?:of|for) (?:[^\W\d_][\w’'-]*\s+){0,8}?(?:executed|executions))"
    r"|(?P<injured>(?:numbers?|figures?|count|total) (?:of|for) (?:[^\W\d_][\w’'-]*\s+){0,8}?(?:injured|wounded"
    r"|injuries))"
    r"|(?P<missing>(?:numbers?|figures?|count|total) (?:of|for) (?:[^\W\d_][\w’'-]*\s+){0,8}?(?:missing"
    r"|disappeared|unaccounted for))"
    r"|(?P<detained>(?:numbers?|figures?|count|total) (?:of|for) (?:[^\W\d_][\w’'-]*\s+){0,8}?(?:detained"
    r"|arrested|detainees))"
    r"|(?P<displaced>(?:numbers?|figures?|count|total) (?:of|for) (?:[^\W\d_][\w’'-]*\s+){0,8}?(?:displaced|refugees)))"
    r"\b(?:(?P<gap>[^;.!?]{0,110}?)(?<![\w])(?:was|were|is|are|be|been|at|to|of|reached|reaches|exceed(?:s|ed)|as"
    r"|from|stood|:|=|"
    r"numbered|passed|hit|reach|exceed|between|totalled|put)|(?:\s+(?:in|at|during|from|between|since|until)\s[^;,.!?]{1,40})?)\s*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Counted:
    """What one figure counts, relative to the sentence.

    Args:
        act: What happened.
        unit: What is counted.
        who: Span of the words for those counted; None when the figure stands without a noun.
        end: Where the words about the figure end; a place or time may follow.
        part_of: Index of the figure that this one is a part of ("12, among them 4 children"), or None.
        act_span: Words that say what happened.
    """

    act: Act
    unit: Unit
    who: Span | None
    end: int
    act_span: Span
    part_of: int | None = None


def count_what(view: str, figures: Sequence[FoundFigure]) -> tuple[Counted | None, ...]:
    """Tell for each figure of a sentence what it counts; None for a number that is no claim.

    Args:
        view: The sentence with quotation marks flattened (`flatten`).
        figures: Its figures, in order.
    """
    found: list[Counted | None] = []
    for i, figure in enumerate(figures):
        limit = figures[i + 1].start if i + 1 < len(figures) else len(view)
        noun = read_noun(view, figure.counts_from, limit)
        found.append(_count(view, figures, i, noun, limit, found))
    return tuple(_share_later_act(view, figures, found))


def _count(
    view: str, figures: Sequence[FoundFigure], i: int, noun: Noun, limit: int, earlier: Sequence[Counted | None]
) -> Counted | None:
    if noun.head in NOT_COUNTED or (noun.span and view[noun.span.start] == "%"):
        return None
    unit = noun.unit or unit_of(noun.head)
    if unit == "persons" and not _is_whole(figures[i]):
        return None
    if noun.act is not None and noun.act_span is not None:
        return _with_noun_act(view, noun, unit, limit)
    end = max(noun.end, figures[i].end)
    direct = _act_after(view, end, limit, noun)
    after = direct or _act_after_aside(view, end, noun)
    carried = _carried(view, figures, i, noun, unit, earlier)
    if carried and carried.part_of is not None and (after is None or after[0] == carried.act):
        return carried
    if after and (unit == "persons" or after[0] in ("other", "killed")):
        return Counted(after[0], unit, noun.span, max(end, after[1].end) if direct else end, after[1])
    before = _act_before(view, figures, i)
    if before and (noun.span is None or unit != "persons" or may_be_persons(noun.head)):
        who = noun.span or _who_in_toll(view, before[1])
        return Counted(before[0], unit, who, end, before[1])
    return carried


def _is_whole(found: FoundFigure) -> bool:
    values = (found.figure.low, found.figure.best, found.figure.high)
    return all(value is None or float(value).is_integer() for value in values)


def _with_noun_act(view: str, noun: Noun, unit: Unit, limit: int) -> Counted | None:
    if noun.act is None or noun.act_span is None:
        return None
    who, end = noun.span, noun.end
    if noun.span == noun.act_span and _BARE.fullmatch(view, noun.act_span.start, noun.act_span.end):
        who = None  # "300 deaths" does not say whose
    if noun.span and noun.act_span.end == noun.span.end and noun.unit == "persons":
        whose = _OF_WHOM.match(view, noun.end, limit)
        if whose and not STATE.search(view, noun.end, whose.end()):
            of = read_noun(view, whose.end(), limit)
            if of.span and may_be_persons(of.head):
                who, end = of.span, of.end
    return Counted(noun.act, unit, who, end, noun.act_span)


def _act_after(view: str, start: int, limit: int, noun: Noun) -> tuple[Act, Span] | None:
    """Find what happened to those named just before: auxiliaries, adverbs and phrases with "in" may lie between."""
    stop = min(limit, start + _WINDOW)
    boundary = _CLAUSE_END.search(view, start, stop)
    stop = boundary.start() if boundary else stop
    found = named_act(view[:stop], start)
    if found is None or not _links(view[start : found[1].start]):
        return None
    return None if _acts_on_others(view, start, found[1], noun) else found


def _act_after_aside(view: str, start: int, noun: Noun) -> tuple[Act, Span] | None:
    """Find what happened beyond an aside: "12 people, including three children, were killed"."""
    aside = _ASIDE.match(view, start)
    return _act_after(view, aside.end(), len(view), noun) if aside and noun.span else None


def _acts_on_others(view: str, start: int, act: Span, noun: Noun) -> bool:
    """Whether those named do it to somebody: "300 fighters killed 20 men" says that 20 were killed, not 300."""
    if noun.span is None or not _TRANSITIVE.fullmatch(view, act.start, act.end):
        return False
    has_auxiliary = any(word in AUXILIARIES for word in _WORD.findall(view[start : act.start].lower()))
    return not has_auxiliary and _OBJECT.match(view, act.end) is not None


def _links(gap: str) -> bool:
    words = _WORD.findall(gap.lower())
    in_phrase, has_aux, since_preposition = False, False, 0
    for word in words:
        if word in AUXILIARIES:
            has_aux, in_phrase = True, False
        elif word in PREPOSITIONS:
            in_phrase, since_preposition = True, 0
        elif word in (",", "–", "—", ")", "("):
            continue
        elif in_phrase and since_preposition < 8:
            since_preposition += 1
        else:
            return False
    return has_aux or not in_phrase or "," not in gap


def _act_before(view: str, figures: Sequence[FoundFigure], i: int) -> tuple[Act, Span] | None:
    floor = figures[i - 1].end if i else 0
    begin = max(floor, figures[i].start - _WINDOW)
    before = view[begin : figures[i].start]
    for pattern in (_LABEL_BEFORE, _TOLL_BEFORE, _VERB_BEFORE, _NOUN_BEFORE):
        found = pattern.search(before)
        if found:
            if pattern is _TOLL_BEFORE and i and before.count(",") > 2:
                continue
            act = act_of_group(found)
            return act, Span(begin + found.start(), begin + found.end())
    brings = _BRINGS.search(before)
    if brings and _GATHERING.search(view):
        return "attending", Span(begin + brings.start(), begin + brings.end())
    return None


def _who_in_toll(view: str, toll: Span) -> Span | None:
    """Find those counted in "the number of prisoners killed was 300"."""
    found = _TOLL_WHO.search(view, toll.start, toll.end)
    if found is None or not may_be_persons(found["who"].split()[-1].lower()):
        return None
    return Span(found.start("who"), found.end("who"))


def _carried(
    view: str, figures: Sequence[FoundFigure], i: int, noun: Noun, unit: Unit, earlier: Sequence[Counted | None]
) -> Counted | None:
    """Carry the act over from the figure that this one is joined to, or is a part of."""
    if i == 0 or (last := earlier[i - 1]) is None or unit != "persons":
        return None
    gap = view[last.end : figures[i].start]
    end = max(noun.end, figures[i].end)
    if _PART_JOIN.fullmatch(gap) and (noun.span is not None):
        return Counted(last.act, unit, noun.span, end, last.act_span, part_of=i - 1)
    is_part = re.match(r"\s*of (?:them|whom|these)\b", view[figures[i].counts_from :])
    if is_part and re.fullmatch(r"[\s,;(–—-]*", gap):
        return Counted(last.act, unit, noun.span, end, last.act_span, part_of=i - 1)
    if _CONJUNCT.fullmatch(gap) and may_be_persons(noun.head) and noun.span is not None:
        return Counted(last.act, unit, noun.span, end, last.act_span, part_of=last.part_of)
    return None


def _share_later_act(
    view: str, figures: Sequence[FoundFigure], found: Sequence[Counted | None]
) -> Iterable[Counted | None]:
    """Let "300 men and 40 women were killed" give its act to both."""
    result = list(found)
    for i in range(len(figures) - 2, -1, -1):
        following = result[i + 1]
        if result[i] is not None or following is None or following.who is None or following.part_of is not None:
            continue
        noun = read_noun(view, figures[i].counts_from, figures[i + 1].start)
        joined = _CONJUNCT.fullmatch(view[max(noun.end, figures[i].end) : figures[i + 1].start])
        act_follows = following.act_span.start >= following.who.end
        if joined and act_follows and noun.span and may_be_persons(noun.head) and noun.head not in NOT_COUNTED:
            result[i] = Counted(following.act, following.unit, noun.span, noun.end, following.act_span)
    return result
