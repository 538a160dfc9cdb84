"""Tell what a figure counts: who (as worded), what happened to them, and in which unit.

A figure is a claim only when the words beside it say what happened: in the noun itself ("300 deaths"), after it ("300
people in the town were killed"), before it ("killing over 300"), or carried over from the figure it is joined to
("killed 10 men and 20 women"). A number without any of these is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from accounted.claims.figures import FoundFigure
from accounted.claims.glance import STEMS
from accounted.claims.languages.english import ACT_VERBS, COMPOUND_ACTS, NOT_COUNTED
from accounted.claims.nouns import STATE, Noun, act_of_group, may_be_persons, read_noun, unit_of
from accounted.claims.predicates import act_after, act_on_them, further_act
from accounted.model.claims import Act, Unit
from accounted.model.documents import Span

__all__ = ["Counted", "count_what"]

_PART_JOIN = re.compile(
    r"[,;\s(–—-]*(?:and )?(?:including|included|includes|among them|among whom|amongst them|of them|of whom"
    r"|and of these|of these|with|\()"
    r"(?: were| are| was)?\s*$",
    re.IGNORECASE,
)
_PART_AFTER = re.compile(
    r"\s*(?:of (?:them|whom|these)|of the(?:se| latter)? (?:dead|victims|killed|casualties|fatalities)"
    r"|of those (?:killed|dead)"
    r"|among (?:them|the (?:dead|killed|victims)))\b",
    re.IGNORECASE,
)
_OF_WHOLE = re.compile(r"(?:^|[.,;:(–—]\s*)(?:of|among|out of)(?: (?:the|these|those|some|all))?\s+$", re.IGNORECASE)
_CONJUNCT = re.compile(
    r"\s*(?:,|and|or|,\s*and|&|as well as|along with|plus)\s*(?:another|a further|some|an additional|also)?\s*$",
    re.IGNORECASE,
)
_OBJECTS = re.compile(
    r"\s*(?:,|and|,\s*and|&|as well as|along with|plus)\s+(?:(?:the|his|her|their|its|an?"
    r"|one)\s+[^.;:!?]{0,60}?,?\s*(?:and|&|,|plus"
    r"|along with)\s+)?(?:another|a further|some|an additional|also|also )?\s*$",
    re.IGNORECASE,
)
_GATHERING = re.compile(
    r"\b(?:rall(?:y|ies)|gatherings?|demonstrations?|march(?:es)?|protests?|conference|meeting|event)\b", re.I
)
_BRINGS = re.compile(r"\b(?:brings?|brought|drew|draws|attracted|attracts|gathered)(?: in| together)?\s+$")
_OF_WHOM = re.compile(r"\s*[^.;:,0-9]{0,60}?\b(?:of|among|amongst|to)\s+(?=[^\W\d_])")
_BARE = re.compile(
    r"deaths?|killings?|fatalit(?:y|ies)|executions?|murders?|lives|disappearances?|injuries|dead|injured|wounded|missing"
    r"|attacks?|raids?|bombings?|air ?strikes?|clashes|ambushes",
    re.IGNORECASE,
)
_BODY_OF = re.compile(r"\s*of\s+(?:the\s+)?$")
_TOLL_WHO = re.compile(
    r"(?:of|for)\s+(?:the\s+)?(?P<who>(?:[^\W\d_][\w’'-]*\s+){0,5}?[^\W\d_][\w’'-]*)\s+"
    r"(?:killed|dead|murdered|executed|injured|wounded|missing|disappeared|unaccounted|detained|arrested|displaced)\b"
)
_FAMILY_OF = re.compile(
    r"\b(?:(?:an?|the|one) )?(?:family|crew|team|group|gang|party|band) of(?: (?:about|some|at least|over))?\s*$",
    re.IGNORECASE,
)
_OF_THE_WHOLE = re.compile(r"\s*of (?:the|these|those|its|his|her|their|our|some)\s+$", re.IGNORECASE)
_THE_NUMBER = re.compile(
    r"\b(?:the|their|its|that|his|her) (?:number|figure|total|toll|count|tally)\b[^.;]{0,30}?\b(?:at|to|as|of"
    r"|was|is)\s*$",
    re.IGNORECASE,
)
_CHANGED_TO = re.compile(r"\s*,?\s*to\s+")
_NOW_AT = re.compile(
    r"[^.;:!?]{0,40}?\b(?:now|stands?|stood|rose|risen|climbed|fell|reached|is|was)(?: (?:at|to))?\s+", re.IGNORECASE
)
_TO_ONE = re.compile(r"abduct|kidnap|rap(?:e|ing)|hostage|shot|neutrali|eliminat", re.IGNORECASE)
_TO_DEATH = re.compile(r"\s+(?:dead|to death)\b", re.IGNORECASE)
_IN_PLACE = re.compile(r"\s+(?:in|at|near|around|outside)\s+(?:the\s+)?[^\W\d_a-z]")
_IN_PLACE_AND = re.compile(r"\s+(?:in|at|near|around|outside)\s+[^.;:!?,]{2,50}?\s*(?:,\s*(?:and\s+)?|\s+and\s+)")
_WINDOW = 160
_REACH = 300

_ADVERB = r"(?:on the spot|instantly|outright|and (?:seriously|critically|badly) )?"
_FILL = (
    rf"(?:\s+{_ADVERB}(?:\s*(?:a total of|the|all|what [a-z ]{{3,20}}|another|a further|an additional|up"
    rf"|as well as))?)?\s+$"
)
_VERB_BEFORE = re.compile(
    "(?:"
    + "|".join(rf"(?P<{act}__{n}>(?<![\w-])(?:{words}))" for n, (act, words) in enumerate(ACT_VERBS))
    + rf")(?:{_FILL}|\s*:\s*$)",
    re.IGNORECASE,
)
_PASSIVE_BEFORE = re.compile(r"\b(?:was|were|been|being|is|are)\s+(?:\w+ly\s+)?$", re.IGNORECASE)
_KILLED_IN_ALL = re.compile(r"\b(?:number|toll|count|tally|total)\b", re.IGNORECASE)
_COMPOUND_BEFORE = re.compile(rf"(?<![\w-])(?:{COMPOUND_ACTS})\s+$", re.IGNORECASE)
_NOUN_BEFORE = re.compile(
    r"\b(?:(?P<killed>killings?|deaths?|murders?|massacres?|slaughter|loss)|(?P<executed>executions?|hangings?)"
    r"|(?P<missing>disappearances?)|(?P<detained>detentions?|arrests?|imprisonment)|(?P<tortured>torture)"
    r"|(?P<displaced>displacement|expulsions?|deportations?|flight)|(?P<injured>wounding)"
    r"|(?P<other>exhumation|burial|bodies|corpses|abduction|kidnapping))"
    r"\s+of(?: the)?\s+$",
    re.IGNORECASE,
)
_LABEL_BEFORE = re.compile(
    r"\b(?:(?P<killed>killed|dead|deaths|fatalities)|(?P<injured>injured|wounded)|(?P<missing>missing)|(?P<detained>detained"
    r"|arrested)"
    r"|(?P<executed>executed)|(?P<displaced>displaced))\s*:\s*$",
    re.IGNORECASE,
)
_AMONG_DEAD = re.compile(
    r"\b(?:among|amongst) (?:the|its|their|those) (?:(?P<killed>dead|killed|slain|victims|deceased)"
    r"|(?P<injured>injured|wounded)"
    r"|(?P<missing>missing)|(?P<detained>detained|arrested))\b",
    re.IGNORECASE,
)
_DEAD_INCLUDE = re.compile(
    r"\b(?:the|its|those) (?:(?P<killed>dead|killed|slain|deceased)|(?P<injured>injured|wounded)|(?P<missing>missing)"
    r"|(?P<detained>detained|arrested))\b[^.;:!?]{0,40}?\b(?:include[sd]?|including|were|are)\s+$",
    re.IGNORECASE,
)
_PILE = r"(?:[^\W\d_][\w’'-]*\s+){0,8}?"
_SUM = r"(?:numbers?|figures?|count|total|tally|toll|estimates?) (?:of|for)"
_TOLL_BEFORE = re.compile(
    rf"\b(?:(?P<compound>(?:numbers?|toll|figures?|count|total) (?:of|for) (?:the )?(?:casualties|(?:people "
    rf"|those )?(?:killed|dead)"
    r" (?:or|and) (?:the )?(?:missing|wounded|injured)))"
    rf"|(?P<killed>(?:death )?tolls?(?! of (?:injur|wound|miss|arrest|detain))|fatalities|body count"
    rf"|(?:(?:numbers?|figures?|count|total|proportion|estimates?)\s+(?:of|for)\s+{_PILE}"
    r"(?:killed|dead|deaths|killings|murdered|fatalities|lives lost))|deaths"
    r"|(?:lists?|registers?|rolls?) of (?:the )?(?:dead|killed|victims))"
    rf"|(?P<executed>{_SUM} {_PILE}(?:executed|executions))"
    rf"|(?P<injured>{_SUM} {_PILE}(?:injured|wounded|injuries))"
    rf"|(?P<missing>{_SUM} {_PILE}(?:missing|disappeared|unaccounted for)"
    r"|(?:lists?|registers?|rolls?) of (?:the )?(?:missing|disappeared))"
    rf"|(?P<detained>{_SUM} {_PILE}(?:detained|arrested|detainees))"
    rf"|(?P<displaced>{_SUM} {_PILE}(?:displaced|refugees)))"
    r"\b(?:(?P<gap>[^;.!?]{0,110}?)(?<![\w])(?:was|were|is|are|be|been|at|to|of|reached|reaches|exceed(?:s|ed)?|as"
    r"|from|stood|ris(?:es?|en)|rose|climb(?:s|ed)?|gr[eo]wn?|grows|increas(?:es?|ed)|jump(?:s|ed)|f[ae]ll(?:s|en)?|drop(?:s|ped)?|:|=|hits?|now|past|passes"
    r"|numbered|has|had|holds|contains|includes|lists|names|passed|pass|reach|between|totalled|put|above|beyond|by|than|about)"
    r"|(?:\s+(?:in|at|during|from|between|since|until)\s[^;,.!?]{1,40})?)\s*$",
    re.IGNORECASE,
)
_PATTERNS_BEFORE = (
    (_LABEL_BEFORE, (":",)),
    (_DEAD_INCLUDE, ("includ", "were", "are")),
    (
        _TOLL_BEFORE,
        (
            "toll",
            "number",
            "figure",
            "count",
            "total",
            "tally",
            "estim",
            "fatal",
            "propor",
            "deaths",
            "list",
            "rol",
            "regis",
        ),
    ),
    (
        _VERB_BEFORE,
        (
            *STEMS,
            *(
                "beat",
                "beh",
                "ston",
                "stab",
                "sign",
                "attend",
                "claim",
                "the li",
                "destroy",
                "torch",
                "round",
                "to death",
            ),
        ),
    ),
    (_NOUN_BEFORE, (" of",)),
)
"""Patterns with words of which one must be there: looking for those first is quicker."""
_NUMBER_OF_THOSE = re.compile(
    r"\s+(?:the )?(?:numbers?|toll|total|count|tally) of (?:those |people |the |victims )*(?:(?P<killed>killed"
    r"|dead|deaths|fatalities)"
    r"|(?P<injured>injured|wounded)|(?P<missing>missing)|(?P<detained>detained|arrested))\b",
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
        further: Further acts on the same people ("detained, tortured and killed"), with their words.
        part_of: Index of the figure that this one is a part of ("12, among them 4 children"), or None.
        act_span: Words that say what happened.
    """

    act: Act
    unit: Unit
    who: Span | None
    end: int
    act_span: Span
    part_of: int | None = None
    further: tuple[tuple[Act, Span], ...] = ()


def count_what(view: str, figures: Sequence[FoundFigure]) -> tuple[Counted | None, ...]:
    """Tell for each figure of a sentence what it counts; None for a number that is no claim.

    Args:
        view: The sentence with quotation marks flattened (`flatten`).
        figures: Its figures, in order.
    """
    return _Counting(view, figures).run()


class _Counting:
    """Goes through the figures of one sentence; each may lend its act to the next."""

    def __init__(self, view: str, figures: Sequence[FoundFigure]) -> None:
        self.view, self.figures = view, figures
        self.spans = [Span(figure.start, figure.end) for figure in figures]
        self.nouns = [self._noun(i) for i in range(len(figures))]
        self.found: list[Counted | None] = []

    def run(self) -> tuple[Counted | None, ...]:
        """Count every figure."""
        for i in range(len(self.figures)):
            counted = self._count(i)
            if counted and self.figures[i].is_mention and not _happens_to_one(self.view, counted):
                counted = None
            self.found.append(self._with_further_acts(i, counted) if counted else None)
        self._share_later_act()
        self._join_parts()
        return tuple(self.found)

    def _noun(self, i: int) -> Noun:
        limit = self.figures[i + 1].start if i + 1 < len(self.figures) else len(self.view)
        noun = read_noun(self.view, self.figures[i].counts_from, limit)
        if noun.span is None and i + 1 < len(self.figures) and _OF_THE_WHOLE.fullmatch(self.view, noun.end, limit):
            whole = read_noun(self.view, self.figures[i + 1].counts_from, len(self.view))  # "three of the 12 hostages"
            return replace(whole, span=None) if whole.act is None else noun
        return noun

    def _count(self, i: int) -> Counted | None:
        view, figure, noun = self.view, self.figures[i], self.nouns[i]
        if noun.head in NOT_COUNTED or (noun.span and view[noun.span.start] == "%") or _is_ordinal_list(view, figure):
            return None
        unit = noun.unit or unit_of(noun.head)
        if unit == "persons" and not _is_whole(figure):
            return None
        if i and _OF_THE_WHOLE.fullmatch(view, self.figures[i - 1].end, figure.start):
            return None  # the twelve of "three of the twelve hostages" are named, not counted
        if noun.is_of_others:
            return None
        if noun.act is not None and noun.act_span is not None:
            later = act_after(view, noun.end, len(view), self._others(i)) if noun.is_group else None
            before = self._act_before(i) if noun.is_group and later is None else None
            if before and before[1].end >= figure.start - 5:
                return Counted(before[0], "persons", noun.span, noun.end, before[1], part_of=self._part(i))
            if later is None or later[0] == "other":
                return self._with_noun_act(i, unit)
            return Counted(later[0], "persons", noun.span, later[1].end, later[1], part_of=self._part(i))
        if _OF_WHOLE.search(view[max(0, figure.start - 20) : figure.start]):
            near = act_after(view, max(noun.end, figure.end), min(len(view), noun.end + 30), self._others(i))
            return (
                Counted(near[0], unit, noun.span, near[1].end, near[1])
                if near and "," not in view[noun.end : near[1].start]
                else None
            )
        return self._with_predicate(i, unit)

    def _with_further_acts(self, i: int, counted: Counted) -> Counted:
        if counted.unit != "persons":
            return counted
        limit = next(
            (s.start for s in self.spans[i + 1 : i + 1 + _REACH] if s.start > counted.act_span.end), len(self.view)
        )
        further: list[tuple[Act, Span]] = []
        last = counted.act_span if counted.act_span.start > self.figures[i].start else Span(counted.end, counted.end)
        while len(further) < 3 and (act := further_act(self.view, last, limit)):
            if act[0] != counted.act and act[0] not in [a for a, _ in further]:
                further.append(act)
            last = act[1]
        return replace(counted, further=tuple(further))

    def _with_predicate(self, i: int, unit: Unit) -> Counted | None:
        view, noun, end = self.view, self.nouns[i], max(self.nouns[i].end, self.figures[i].end)
        part = self._part(i)
        if part is None and (direct := self._with_act_before(i, unit, only_verbs=True)):
            return direct  # "killing four militants who …": the verb right before the figure is surer than any after it
        after = act_after(view, end, len(view), self._others(i), has_noun=noun.span is not None)
        if part is not None:
            last = self.found[part]
            own = after if after and after[1].start - end < 60 and last and _refines(after[0], last.act) else None
            if last is not None and not _contradicts(view, end):
                act, span = own or (last.act, last.act_span)
                return Counted(act, unit, noun.span, end, span, part_of=part)
            return None
        if after and (unit == "persons" or after[0] in ("other", "killed")):
            is_near = after[1].start - end < _WINDOW
            return Counted(after[0], unit, noun.span, after[1].end if is_near else end, after[1])
        return self._with_act_before(i, unit) or self._carried(i, unit) or self._on_them(i, unit)

    def _on_them(self, i: int, unit: Unit) -> Counted | None:
        noun, end = self.nouns[i], max(self.nouns[i].end, self.figures[i].end)
        limit = self.figures[i + 1].start if i + 1 < len(self.figures) else len(self.view)
        act = (
            act_on_them(self.view, end, limit)
            if noun.span and unit == "persons" and may_be_persons(noun.head)
            else None
        )
        return Counted(act[0], unit, noun.span, act[1].end, act[1]) if act else None

    def _with_act_before(self, i: int, unit: Unit, *, only_verbs: bool = False) -> Counted | None:
        noun, end = self.nouns[i], max(self.nouns[i].end, self.figures[i].end)
        before = self._act_before(i, only_verbs=only_verbs)
        if before is None:
            return None
        if noun.span is not None and unit == "persons" and not (may_be_persons(noun.head) or self._is_name(noun.span)):
            return None
        who = noun.span or _who_in_toll(self.view, before[1])
        to_death = _TO_DEATH.match(self.view, end)
        act = "killed" if to_death and before[0] in ("other", "injured") else before[0]  # "shot two men dead"
        return Counted(act, unit, who, to_death.end() if to_death else end, before[1])

    def _is_name(self, span: Span) -> bool:
        """Whether the last word is capitalised: "killed 4 KLF", "killed 12 Velmari"."""
        return self.view[self.view.rfind(" ", span.start, span.end) + 1 or span.start].isupper()

    def _others(self, i: int) -> list[Span]:
        """The figures that a search forward from the i-th one can meet."""
        reach = self.nouns[i].end + _REACH
        return list(takewhile(lambda span: span.start < reach, self.spans[i + 1 : i + 1 + _REACH]))

    def _with_noun_act(self, i: int, unit: Unit) -> Counted | None:
        view, noun = self.view, self.nouns[i]
        limit = self.figures[i + 1].start if i + 1 < len(self.figures) else len(view)
        if noun.act is None or noun.act_span is None:
            return None
        part = self._part(i)
        who, end = noun.span, noun.end
        if noun.span == noun.act_span and _BARE.fullmatch(view, noun.act_span.start, noun.act_span.end):
            who = None  # "300 deaths" does not say whose
        if noun.span and noun.act_span.end == noun.span.end and noun.unit == "persons":
            whose = _OF_WHOM.match(view, noun.end, limit)
            if whose and not STATE.search(view, noun.end, whose.end()):
                of = read_noun(view, whose.end(), limit)
                if of.span and may_be_persons(of.head):
                    who, end = of.span, of.end
        return Counted(noun.act, unit, who, end, noun.act_span, part_of=part)

    def _act_before(self, i: int, *, only_verbs: bool = False) -> tuple[Act, Span] | None:
        view, figure = self.view, self.figures[i]
        floor = self.figures[i - 1].end if i else 0
        begin = max(floor, figure.start - _WINDOW)
        before = _FAMILY_OF.sub("", view[begin : figure.start])
        compound = _COMPOUND_BEFORE.search(before)
        if compound:
            return "other", Span(begin + compound.start(), begin + compound.end())
        low = before.lower()
        for pattern, hints in _PATTERNS_BEFORE:
            if figure.is_mention and pattern not in (_VERB_BEFORE, _NOUN_BEFORE):
                continue
            if only_verbs and pattern is not _VERB_BEFORE:
                continue
            found = pattern.search(before) if any(hint in low for hint in hints) else None
            if found is None or (pattern is _TOLL_BEFORE and i and before.count(",") > 2):
                continue
            act = act_of_group(found)
            if (
                pattern is _VERB_BEFORE
                and act not in ("attending", "signing")
                and _PASSIVE_BEFORE.search(before[: found.start()])
            ):
                continue  # "were killed 12 kilometres away"
            return act, Span(begin + found.start(), begin + found.end())
        if only_verbs:
            return None
        family = _FAMILY_OF.search(view, begin, figure.start)
        if family:
            return act_after(view, figure.end, len(view), self._others(i))
        later = _NUMBER_OF_THOSE.match(view, figure.end)
        if later:
            return act_of_group(later), Span(*later.span())
        brings = _BRINGS.search(before)
        if brings and _GATHERING.search(view):
            return "attending", Span(begin + brings.start(), begin + brings.end())
        return None

    def _part(self, i: int) -> int | None:
        """Index of the figure that the i-th one is a part of, as its words say."""
        if i == 0 or self.nouns[i].unit == "incidents":
            return None
        view, last = self.view, self.found[i - 1]
        gap_from = last.end if last and last.end <= self.figures[i].start else self.nouns[i - 1].end
        gap = view[min(gap_from, self.figures[i].start) : self.figures[i].start]
        parent = (i - 1) if last is None or last.part_of is None else last.part_of
        if last is None:
            return None
        if _PART_AFTER.match(view, self.figures[i].counts_from) or _PART_JOIN.search(gap):
            return parent
        if _OF_WHOLE.search(view[: self.figures[i - 1].start]) and re.fullmatch(r"[^.;:!?]{0,80},\s*", gap):
            return parent
        is_listed = last.part_of is not None and _CONJUNCT.fullmatch(gap) is not None
        return last.part_of if is_listed and self.nouns[i].span is not None else None

    def _carried(self, i: int, unit: Unit) -> Counted | None:
        """Carry the act over from the figure that this one is joined to ("killed 10 men and 20 women")."""
        noun = self.nouns[i]
        if i == 0 or (last := self.found[i - 1]) is None or unit != "persons":
            return None
        end = max(noun.end, self.figures[i].end)
        gap = self.view[min(last.end, self.figures[i].start) : self.figures[i].start]
        if _CONJUNCT.fullmatch(gap) and may_be_persons(noun.head) and noun.span is not None:
            return Counted(last.act, unit, noun.span, end, last.act_span, part_of=last.part_of)
        if _THE_NUMBER.search(self.view[max(0, self.figures[i].start - 60) : self.figures[i].start]):
            return Counted(last.act, unit, noun.span, end, last.act_span)  # "… but the opposition put the number at 45"
        if _CHANGED_TO.fullmatch(gap) or _NOW_AT.fullmatch(self.view, self.figures[i - 1].end, self.figures[i].start):
            return Counted(last.act, unit, noun.span, end, last.act_span)  # "the toll climbed from 12 to 15"
        if noun.span is None and _IN_PLACE_AND.fullmatch(gap) and _IN_PLACE.match(self.view, self.figures[i].end):
            return Counted(last.act, unit, None, end, last.act_span)  # "4 were killed in Kessin, 3 in Dellen"
        return None

    def _share_later_act(self) -> None:
        """Let "300 men and 40 women were killed" give its act to both."""
        for i in range(len(self.figures) - 2, -1, -1):
            following, noun = self.found[i + 1], self.nouns[i]
            if self.found[i] is not None or following is None or following.who is None or following.part_of is not None:
                continue
            joined = _CONJUNCT.fullmatch(self.view[max(noun.end, self.figures[i].end) : self.figures[i + 1].start])
            act_follows = following.act_span.start >= following.who.end
            if joined and act_follows and noun.span and may_be_persons(noun.head) and noun.head not in NOT_COUNTED:
                self.found[i] = Counted(following.act, following.unit, noun.span, noun.end, following.act_span)

    def _join_parts(self) -> None:
        """Make "four nurses were among the 20 dead" a part of the 20."""
        for i in range(len(self.figures) - 1):
            gap = self.view[max(self.nouns[i].end, self.figures[i].end) : self.figures[i + 1].start]
            whole = self.found[i + 1]
            if (
                whole is not None
                and re.search(r"\b(?:among|amongst|out of) (?:the|those|some|its)?\s*$", gap)
                and len(gap) < 60
            ):
                noun = self.nouns[i]
                self.found[i] = Counted(whole.act, whole.unit, noun.span, noun.end, whole.act_span, part_of=i + 1)


def _happens_to_one(view: str, counted: Counted) -> bool:
    """Whether an act can be counted by "a": nobody counts one attendant, and what is burnt down is no person."""
    if counted.act in ("attending", "signing", "displaced"):
        return False
    return counted.act != "other" or _TO_ONE.match(view, counted.act_span.start) is not None


def _refines(act: Act, whole: Act) -> bool:
    """Whether a part may have an act of its own ("120 casualties, 30 of them fatal")."""
    return act != whole and (whole == "other" or act in ("killed", "executed", "tortured"))


def _contradicts(view: str, end: int) -> bool:
    """Whether the part is said to have fared otherwise ("of whom 60 were released")."""
    return (
        re.match(
            r"\s*(?:of (?:whom|them|these)\s+)?(?:were|was|have been|had been)?\s*(?:later |since )?"
            r"(?:released|freed|acquitted|survived|escaped|rescued|returned|to death)\b",
            view[end:],
        )
        is not None
    )


def _is_ordinal_list(view: str, figure: FoundFigure) -> bool:
    return re.match(r"\s*(?:times|rounds|shots|bullets|-?fold)\b", view[figure.counts_from :]) is not None


def _is_whole(found: FoundFigure) -> bool:
    values = (found.figure.low, found.figure.best, found.figure.high)
    return all(value is None or float(value).is_integer() for value in values)


def _who_in_toll(view: str, toll: Span) -> Span | None:
    """Find those counted in "the number of prisoners killed was 300"."""
    found = _TOLL_WHO.search(view, toll.start, toll.end)
    if found is None or not may_be_persons(found["who"].split()[-1].lower()):
        return None
    return Span(found.start("who"), found.end("who"))
