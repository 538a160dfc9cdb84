"""Tell what a figure counts: who (as worded), what happened to them, and in which unit.

A figure is a claim only when the words beside it say what happened: in the noun itself ("300 deaths"), after it ("300
people in the town were killed"), before it ("killing over 300"), or carried over from the figure it is joined to
("killed 10 men and 20 women"). A number without any of these is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from accounted.claims.act_words import STATE, act_of_group, may_be_persons, unit_of
from accounted.claims.counting_checks import (
    Counted,
    contradicts,
    happens_to_one,
    is_ordinal_list,
    is_whole,
    refines,
    who_in_toll,
)
from accounted.claims.counting_patterns import (
    ALONG_WITH,
    BARE,
    BRINGS,
    BY_ANOTHER,
    CHANGED_TO,
    COMPOUND_BEFORE,
    CONJUNCT,
    FAMILY_OF,
    GATHERING,
    IN_PLACE,
    IN_PLACE_AND,
    NOUN_BEFORE,
    NOW_AT,
    NUMBER_OF_THOSE,
    OF_THE_WHOLE,
    OF_THOSE,
    OF_WHOLE,
    OF_WHOM,
    PART_AFTER,
    PART_JOIN,
    PASSIVE_BEFORE,
    PATTERNS_BEFORE,
    REACH,
    SHARE_OF,
    THE_NUMBER,
    TO_DEATH,
    TOLL_BEFORE,
    VERB_BEFORE,
    WINDOW,
)
from accounted.claims.figures import FoundFigure
from accounted.claims.gapped import find_gapped
from accounted.claims.hints import COUNTED, places_of
from accounted.claims.languages.english import NOT_COUNTED
from accounted.claims.nouns import Noun, read_noun
from accounted.claims.predicates import act_after, act_on_them, further_act
from accounted.model.claims import Act, Unit
from accounted.model.documents import Span
from accounted.text.lower import lower_alike

__all__ = ["Counted", "count_what"]

_SHARE = 60
_FAMILY = 24
"""How far before a figure the "of" of "a family of at least" may stand."""


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
        self.view, self.low, self.figures = view, lower_alike(view), figures
        self.spans = [Span(figure.start, figure.end) for figure in figures]
        self.nouns = [self._noun(i) for i in range(len(figures))]
        self.found: list[Counted | None] = []

    def run(self) -> tuple[Counted | None, ...]:
        """Count every figure."""
        for i in range(len(self.figures)):
            counted = self._count(i)
            if counted and self.figures[i].is_mention and not self._is_of_one(i, counted):
                counted = None
            self.found.append(self._with_further_acts(i, counted) if counted else None)
        self._share_later_act()
        self._join_parts()
        return tuple(self.found)

    def _is_of_one(self, i: int, counted: Counted) -> bool:
        """Whether an act is that of one person: not of the twelve of "according to a nurse, twelve people died"."""
        following = self.figures[i + 1] if i + 1 < len(self.figures) else None
        if following and following.end <= counted.act_span.start:
            gap = self.view[self.nouns[i].end : following.start]
            if gap.strip() == ",":
                return False
        return happens_to_one(self.view, counted)

    def _noun(self, i: int) -> Noun:
        limit = self.figures[i + 1].start if i + 1 < len(self.figures) else len(self.view)
        noun = read_noun(self.view, self.figures[i].counts_from, limit)
        if noun.span is None and i + 1 < len(self.figures) and OF_THE_WHOLE.fullmatch(self.view, noun.end, limit):
            whole = read_noun(self.view, self.figures[i + 1].counts_from, len(self.view))  # "three of the 12 hostages"
            return replace(whole, span=None) if whole.act is None else noun
        return noun

    def _count(self, i: int) -> Counted | None:
        view, figure, noun = self.view, self.figures[i], self.nouns[i]
        if noun.head in NOT_COUNTED or (noun.span and view[noun.span.start] == "%") or is_ordinal_list(view, figure):
            return None
        unit = noun.unit or unit_of(noun.head)
        if unit == "persons" and not is_whole(figure):
            return None
        if i and OF_THE_WHOLE.fullmatch(view, self.figures[i - 1].end, figure.start):
            return None  # the twelve of "three of the twelve hostages" are named, not counted
        if noun.is_of_others:
            return None
        if SHARE_OF.search(self.low, max(0, figure.start - _SHARE), figure.start):
            return self._with_noun_act(i, unit)  # "none of the 12 hostages was killed", "some of the 300 wounded died"
        if noun.act is not None and noun.act_span is not None:
            later = act_after(view, noun.end, len(view), self._others(i)) if noun.is_group else None
            before = self._act_before(i) if noun.is_group and later is None else None
            if before and before[1].end >= figure.start - 5:
                return Counted(before[0], "persons", noun.span, noun.end, before[1], part_of=self._part(i))
            is_of_those = OF_THOSE.match(view, figure.counts_from) is not None
            if later is None or (later[0] == "other" and not is_of_those):
                return self._with_noun_act(i, unit)
            return Counted(later[0], "persons", noun.span, later[1].end, later[1], part_of=self._part(i))
        if OF_WHOLE.search(view[max(0, figure.start - 20) : figure.start]):
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
            (s.start for s in self.spans[i + 1 : i + 1 + REACH] if s.start > counted.act_span.end), len(self.view)
        )
        further: list[tuple[Act, Span]] = []
        last = counted.act_span if counted.act_span.start > self.figures[i].start else Span(counted.end, counted.end)
        while len(further) < 3 and (act := further_act(self.view, last, limit)):
            if act[0] != counted.act and act[0] not in [a for a, _ in further]:
                further.append(act)
            last = act[1]
        return replace(counted, further=tuple(further)) if further else counted

    def _with_predicate(self, i: int, unit: Unit) -> Counted | None:
        view, noun, end = self.view, self.nouns[i], max(self.nouns[i].end, self.figures[i].end)
        part = self._part(i)
        if part is None and (direct := self._with_act_before(i, unit, only_verbs=True)):
            return direct  # "killing four militants who …": the verb right before the figure is surer than any after it
        after = act_after(view, end, len(view), self._others(i), has_noun=noun.span is not None)
        if part is not None:
            last = self.found[part]
            own = after if after and after[1].start - end < 60 and last and refines(after[0], last.act) else None
            if last is not None and not contradicts(view, end):
                own = self._act_of_part(i) or own
                act, span = own or (last.act, last.act_span)
                return Counted(act, unit, noun.span, end, span, part_of=part)
            return None
        if after and (unit == "persons" or after[0] in ("other", "killed")):
            is_near = after[1].start - end < WINDOW
            return Counted(after[0], unit, noun.span, after[1].end if is_near else end, after[1])
        return self._with_act_before(i, unit) or self._carried(i, unit) or self._on_them(i, unit)

    def _act_of_part(self, i: int) -> tuple[Act, Span] | None:
        """Read the act right before a part: "17 were shot, but the deaths of three of them …"."""
        begin = max(self.figures[i - 1].end, self.figures[i].start - _FAMILY)
        found = NOUN_BEFORE.search(self.low, begin, self.figures[i].start)
        return (act_of_group(found), Span(*found.span())) if found else None

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
        who = noun.span or who_in_toll(self.view, before[1])
        to_death = TO_DEATH.match(self.view, end)
        act = "killed" if to_death and before[0] in ("other", "injured") else before[0]  # "shot two men dead"
        return Counted(act, unit, who, to_death.end() if to_death else end, before[1])

    def _is_name(self, span: Span) -> bool:
        """Whether the last word is capitalised: "killed 4 KLF", "killed 12 Velmari"."""
        return self.view[self.view.rfind(" ", span.start, span.end) + 1 or span.start].isupper()

    def _others(self, i: int) -> list[Span]:
        """The figures that a search forward from the i-th one can meet."""
        reach = self.nouns[i].end + REACH
        return list(takewhile(lambda span: span.start < reach, self.spans[i + 1 : i + 1 + REACH]))

    def _with_noun_act(self, i: int, unit: Unit) -> Counted | None:
        view, noun = self.view, self.nouns[i]
        limit = self.figures[i + 1].start if i + 1 < len(self.figures) else len(view)
        if noun.act is None or noun.act_span is None:
            return None
        part = self._part(i)
        who, end = noun.span, noun.end
        if noun.span == noun.act_span and BARE.fullmatch(view, noun.act_span.start, noun.act_span.end):
            who = None  # "300 deaths" does not say whose
        if noun.span and noun.act_span.end == noun.span.end and noun.unit == "persons":
            whose = OF_WHOM.match(view, noun.end, limit)
            if whose and not STATE.search(self.low, noun.end, whose.end()):
                of = read_noun(view, whose.end(), limit)
                if of.span and may_be_persons(of.head):
                    who, end = of.span, of.end
        return Counted(noun.act, unit, who, end, noun.act_span, part_of=part)

    def _act_before(self, i: int, *, only_verbs: bool = False) -> tuple[Act, Span] | None:
        view, figure = self.view, self.figures[i]
        floor = self.figures[i - 1].end if i else 0
        begin = max(floor, figure.start - WINDOW)
        before = self.low[begin : figure.start]
        is_family = " of" in before[-_FAMILY:]
        before = FAMILY_OF.sub("", before) if is_family else before
        compound = COMPOUND_BEFORE.search(before) if self._holds(COUNTED, begin, figure.start) else None
        if compound:
            return "other", Span(begin + compound.start(), begin + compound.end())
        for pattern, hint, words in PATTERNS_BEFORE:
            if figure.is_mention and pattern not in (VERB_BEFORE, NOUN_BEFORE):
                continue
            if only_verbs and pattern is not VERB_BEFORE:
                continue
            may_be = self._holds(hint, begin, figure.start) if hint else any(word in before for word in words)
            found = pattern.search(before) if may_be else None
            if found is None or (pattern is TOLL_BEFORE and i and before.count(",") > 2):
                continue
            act = act_of_group(found)
            if (
                pattern is VERB_BEFORE
                and act not in ("attending", "signing")
                and PASSIVE_BEFORE.search(before[: found.start()])
            ):
                continue  # "were killed 12 kilometres away"
            return act, Span(begin + found.start(), begin + found.end())
        if only_verbs:
            return None
        family = FAMILY_OF.search(self.low, begin, figure.start) if is_family else None
        if family:
            return act_after(view, figure.end, len(view), self._others(i))
        later = NUMBER_OF_THOSE.match(view, figure.end)
        if later:
            return act_of_group(later), Span(*later.span())
        brings = BRINGS.search(before)
        if brings and GATHERING.search(view):
            return "attending", Span(begin + brings.start(), begin + brings.end())
        return None

    def _holds(self, hint: int, begin: int, end: int) -> bool:
        """Whether a word with a hint begins between two places."""
        return any(begin <= place < end for place in places_of(self.view, hint))

    def _part(self, i: int) -> int | None:
        """Index of the figure that the i-th one is a part of, as its words say."""
        if i == 0 or self.nouns[i].unit == "incidents":
            return None
        view, last = self.view, self.found[i - 1]
        gap_from = last.end if last and last.end <= self.figures[i].start else self.nouns[i - 1].end
        gap = view[min(gap_from, self.figures[i].start) : self.figures[i].start]
        parent = (i - 1) if last is None or last.part_of is None else last.part_of
        while parent > 0 and self.figures[parent].is_mention:
            parent -= 1  # of "three officers and a bystander", two are a part of the officers at most
        if last is None:
            return None
        if PART_AFTER.match(view, self.figures[i].counts_from) or PART_JOIN.search(gap):
            return parent
        if OF_WHOLE.search(view[: self.figures[i - 1].start]) and re.fullmatch(r"[^.;:!?]{0,80},\s*", gap):
            return parent
        is_listed = last.part_of is not None and CONJUNCT.fullmatch(gap) is not None
        return last.part_of if is_listed and self.nouns[i].span is not None else None

    def _carried(self, i: int, unit: Unit) -> Counted | None:
        """Carry the act over from the figure that this one is joined to ("killed 10 men and 20 women")."""
        noun = self.nouns[i]
        if i == 0 or (last := self.found[i - 1]) is None or unit != "persons":
            return None
        end = max(noun.end, self.figures[i].end)
        gap = self.view[min(last.end, self.figures[i].start) : self.figures[i].start]
        if (CONJUNCT.fullmatch(gap) or ALONG_WITH.search(gap)) and may_be_persons(noun.head) and noun.span is not None:
            return Counted(last.act, unit, noun.span, end, last.act_span, part_of=last.part_of)
        if THE_NUMBER.search(self.view[max(0, self.figures[i].start - 60) : self.figures[i].start]):
            return Counted(last.act, unit, noun.span, end, last.act_span)  # "… but the opposition put the number at 45"
        if (noun.span is None or may_be_persons(noun.head)) and self.spans[i] in self._gapped():
            return Counted(last.act, unit, noun.span, end, last.act_span)  # "…, the Front more than 1,500"
        if noun.span is None and BY_ANOTHER.fullmatch(gap):
            return Counted(last.act, unit, None, end, last.act_span)  # "at 36 by the police, at 41 by the hospital"
        if CHANGED_TO.fullmatch(gap) or NOW_AT.fullmatch(self.view, self.figures[i - 1].end, self.figures[i].start):
            return Counted(last.act, unit, noun.span, end, last.act_span)  # "the toll climbed from 12 to 15"
        if noun.span is None and IN_PLACE_AND.fullmatch(gap) and IN_PLACE.match(self.view, self.figures[i].end):
            return Counted(last.act, unit, None, end, last.act_span)  # "4 were killed in Kessin, 3 in Dellen"
        return None

    def _gapped(self) -> list[Span]:
        return [found.figure for found in find_gapped(self.view, self.spans)]

    def _share_later_act(self) -> None:
        """Let "300 men and 40 women were killed" give its act to both."""
        for i in range(len(self.figures) - 2, -1, -1):
            following, noun = self.found[i + 1], self.nouns[i]
            if self.found[i] is not None or following is None or following.who is None or following.part_of is not None:
                continue
            gap = self.view[max(noun.end, self.figures[i].end) : self.figures[i + 1].start]
            joined = CONJUNCT.fullmatch(gap) and not (self.figures[i].is_mention and gap.strip() == ",")
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
