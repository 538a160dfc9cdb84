"""What one record says of the act that a question asks about: by its columns of status and cause, and by those of acts.

A status says what became of somebody, so it can deny an act; an act was done, and denies no other. What is not stated
excludes nobody, and nothing is decided by majority.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from accounted.lists.unfolding import Dating
from accounted.model.claims import Act
from accounted.model.records import Record, Status
from accounted.model.vocabularies import DEATHS, implies

__all__ = ["IN", "OPEN", "OUT", "UNKNOWN", "AskedAct", "ask_act", "stand_by_act", "stated_words", "why_by_act"]

IN, OUT, OPEN, UNKNOWN = 1, 2, 4, 8

_DEAD: tuple[Status, ...] = ("killed", "executed", "dead", "died naturally")
_BEARS: dict[Act, dict[Status, int]] = {
    "killed": {"killed": IN, "executed": IN, "dead": IN, "died naturally": OUT, "survived": OUT, "injured": OUT,
               "missing": OUT, "detained": OUT},
    "executed": {"executed": IN, "killed": OPEN, "dead": OPEN, "died naturally": OUT, "survived": OUT, "injured": OUT,
                 "missing": OUT, "detained": OUT},
    "injured": {"injured": IN, "survived": OPEN, "detained": OPEN, "missing": OUT, **dict.fromkeys(_DEAD, OUT)},
    "missing": {"missing": IN, "detained": OPEN, "survived": OUT, "injured": OUT, **dict.fromkeys(_DEAD, OUT)},
    "detained": {"detained": IN},
    "tortured": {},
    "displaced": {},
}  # fmt: skip
"""What a status says about an act; what is not here leaves it open, and an act that is not here no status decides."""

_ENDED_BY_DEATH: frozenset[Act] = frozenset({"missing", "injured"})
"""Acts of which a count may or may not hold those who died later."""


@dataclass(frozen=True, slots=True)
class AskedAct:
    """An act made ready for comparison with records.

    Args:
        act: What is asked about.
        holds_others: Lists that state of some of their victims what lies outside the act.
        states_it: Lists that state the act of some of their victims in a column of acts.
        tells_natural: Lists that state natural deaths.
        dated_deaths: Lists whose main date is titled as that of a death (`killed on`).
    """

    act: Act
    holds_others: frozenset[str]
    states_it: frozenset[str]
    tells_natural: frozenset[str]
    dated_deaths: frozenset[str]


def ask_act(act: Act, records: Sequence[Record], dating: Mapping[str, Dating]) -> AskedAct | None:
    """Make an act ready; None for one of which lists of victims say nothing."""
    if act not in _BEARS:
        return None
    kinds = {(r.list, s.status) for r in records for s in r.statuses}
    acts = {(r.list, tuple(a.act for a in r.casualty.acts if a.act)) for r in records if r.casualty}
    states_it = frozenset(name for name, codes in acts if any(implies(code, act) for code in codes))
    outside = [name for name, status in kinds if status and _BEARS[act].get(status) == OUT]
    outside += [name for name, codes in acts if codes and not any(implies(code, act) for code in codes)]
    return AskedAct(
        act,
        frozenset(outside),
        states_it,
        frozenset(name for name, status in kinds if status == "died naturally"),
        frozenset(name for name, own in dating.items() if own.act),
    )


def stand_by_act(asked: AskedAct, record: Record) -> int:
    """Say as bits what a row states of the act.

    A record of which its list states nothing is taken to be about what the list is about, except in a list that states
    of others what lies outside the act: there it is not known.
    """
    kinds = _without_wider([stated.status for stated in record.statuses])
    acts = [stated.act for stated in record.casualty.acts] if record.casualty else []
    if acts:
        return _acts(asked, record, [code for code in acts if code]) | (UNKNOWN if None in acts else 0)
    if not kinds and asked.act in _ENDED_BY_DEATH and record.died and record.list in asked.dated_deaths:
        return OUT
    if not kinds or not _BEARS[asked.act]:
        return UNKNOWN if record.list in asked.holds_others else 0
    return _bits(asked, record, kinds)


def _bits(asked: AskedAct, record: Record, kinds: Sequence[Status | None]) -> int:
    bears = _BEARS[asked.act]
    bits = 0
    for kind in kinds:
        if kind is None or kind == "unknown":
            bits |= UNKNOWN
        elif kind == "dead" and record.list in asked.tells_natural and bears.get(kind) == IN:
            bits |= OPEN
        else:
            bits |= bears.get(kind, OPEN)
    return bits


def _acts(asked: AskedAct, record: Record, acts: Sequence[str]) -> int:
    """What the acts of a row say: what was done to somebody may be several things, and one does not deny another.

    A row that states other acts only is out in a list that states the act of others, and undetermined elsewhere.
    Whoever went missing and was later found dead is undetermined for a count of the missing.
    """
    act, fates = asked.act, [stated.status for stated in record.statuses]
    stated = {*acts, *(fate for fate in fates if fate)}
    deaths = [kind for kind in _DEAD if kind in stated]
    if act in DEATHS and deaths:
        return _bits(asked, record, _without_wider([*deaths, *(fate for fate in fates if fate == "survived")]))
    if act not in DEATHS and any(implies(code, act) for code in stated):
        return OPEN if deaths and act in _ENDED_BY_DEATH else IN
    if act in DEATHS and "missing" in stated:
        return OUT
    if any(fate and fate != "unknown" for fate in fates):
        return _bits(asked, record, _without_wider(fates))
    if act in _ENDED_BY_DEATH and deaths:
        return OUT
    return OUT if record.list in asked.states_it else UNKNOWN


def _without_wider(kinds: Sequence[Status | None]) -> list[Status | None]:
    """Leave out of one list's own statuses what says less than another: dead beside how, killed beside executed."""
    wider = {"dead"} if {"killed", "executed", "died naturally"} & set(kinds) else set()
    wider |= {"killed"} if "executed" in kinds else set()
    return [kind for kind in kinds if kind not in wider]


def why_by_act(asked: AskedAct, members: Sequence[Record], bits: int) -> str:
    """Say in words what the records of one person say together of the act."""
    words = _joined(members)
    if bits & ~UNKNOWN == IN:
        return f"stated as {_joined(members, only_known=True)}" + (", where a list knows" if bits & UNKNOWN else "")
    if bits == OUT and not words:
        return f"dated as a death, the question asks about {asked.act}"
    if bits == OUT:
        return f"stated as {words}, the question asks about {asked.act}"
    if not words:
        return f"nothing is stated here, in a list that holds others than {asked.act}"
    if bits & IN and bits & OUT:
        return f"the statements disagree: {words}"
    if bits & OUT and bits & UNKNOWN:
        return f"stated as {words}, and not known to every list"
    return f"stated as {words}, which leaves {asked.act} open"


def stated_words(record: Record, *, only_known: bool = False) -> tuple[str, ...]:
    """What a row states of what became of somebody and of what was done to them, in words; sorted."""
    words = {s.words for s in record.statuses if not (only_known and s.status in (None, "unknown"))}
    for stated in record.casualty.acts if record.casualty else ():
        if stated.act or not only_known:
            words.add(stated.act or f"not understood (“{stated.value}”)")
    return tuple(sorted(words))


def _joined(members: Sequence[Record], *, only_known: bool = False) -> str:
    return ", ".join(sorted({word for record in members for word in stated_words(record, only_known=only_known)}))
