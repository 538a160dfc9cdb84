"""Tell whether a figure is asserted or denied, and whether it is stated or only possible, supposed, predicted or asked.

Only words that bear on the figure count: those between it and what happened, right before it, the verbs of its
speakers, an `if` in its clause, and a judgement on the claim as a whole ("the claim that … is false"). "No fewer than"
is a bound and no denial. The dead of "whether the six dead were soldiers" are not asked about.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from accounted.claims.counting_checks import Counted
from accounted.claims.figures import FoundFigure
from accounted.claims.hints import ASKED, CHARGED, FIGURE_NOUN, MOOD, NOT, hints_of
from accounted.claims.languages.english import FALSE
from accounted.claims.speech import Frame
from accounted.model.claims import Modality

__all__ = ["find_modality", "is_called_false", "is_negated"]

_NOT = re.compile(r"\b(?:not|never|hardly|scarcely)\b|n[’']t\b", re.IGNORECASE)
_ANOTHER_NOT = re.compile(r",?\s*(?:and )?\bnot\s+(?:[0-9]|\w+\s*,)|\bnot only\b", re.IGNORECASE)
_NOT_BEFORE = re.compile(
    r"(?:\b(?:did not|does not|do not|had not|has not|have not|never|without|didn[’']t|not)(?: \w+)?\s*$)"
    r"|\b(?:(?:withdr(?:ew|aws?|awn)|retract(?:ed|s)|took back) (?:its|his|her|their|the|an?) (?:\w+ ){0,2}?"
    r"(?:claim|statement|figure|report|allegation|accusation|estimate|count|number|toll)"
    r"|apologi[sz]ed for (?:saying|reporting|claiming|stating))\b[^.;]*$"
    r"|\b(?:untrue|false|incorrect|a lie|not true|not the case|no truth in the claim|wrong) that\b[^.;]*$",
    re.IGNORECASE,
)
_NOT_PROVEN = re.compile(
    r"[^.;!?]{0,40}?\b(?:not|never)(?: yet)? be(?:en)? (?:proven|proved|established|confirmed|verified|corroborated"
    r"|substantiated)\b"
)
_CHARGED = re.compile(
    r"\b(?:charged with|charges of|indicted for|on trial for|suspected of|(?:is|are|was|were|been|stands?) accused of"
    r"|(?:allegations?|accusations?) (?:of|that))\b[^.;]*$",
    re.IGNORECASE,
)
_ACQUITTED = re.compile(r"\b(?:acquit(?:s|ted|ting)\b[^.;,]{0,60}? of|cleared (?:\w+ )?of)\b[^.;]*$", re.IGNORECASE)
_CLAIM_NOUN = re.compile(
    r"\b(?:claims?|reports?|figures?|allegations?|accusations?|stor(?:y|ies)|rumou?rs?|suggestions?|statements?|estimates?"
    r"|numbers?|tolls?|count|news|talk)\s+(?:(?:on|in|by|from|among) [\w’' -]{2,40}? )?(?:that|of)\b[^.;:!?]*$",
    re.IGNORECASE,
)
_CALLED_FALSE = re.compile(
    r"[^.;!?]{0,60}?\b(?:is|was|are|were|as|be|simply|just|called it|\s)\s*(?:(?:an?|complete|pure|total|utter"
    r"|sheer|simply|just)\s+)*"
    rf"(?:{FALSE}|denied)\b",
    re.IGNORECASE,
)
_POSSIBLE = re.compile(
    r"\b(?:may|might|could(?! not\b)|feared|believed|suspected|presumed|thought|possibly|perhaps|probably|likely|maybe"
    r"|potentially|assumed)\b",
    re.IGNORECASE,
)
_POSSIBLE_BEFORE = re.compile(
    r"\b(?:may|might|could) have (?:\w+ ){0,3}$|\b(?:fears?|feared|suspects?|suspected)(?: that)? (?:\w+ ){0,2}$"
    r"|\b(?:may|might|could) (?:be|have been)\b[^.;,]*$"
    r"|\b(?:[Ii]t (?:is|was) )?(?:possible|likely|probable|conceivable|feared|thought|believed) that\b[^.;,]*$"
    r"|\b(?:believed|thought|suspected|presumed|assumed|feared|understood) to have (?:\w+ ){0,2}$"
    r"|\bno (?:\w+ )?(?:evidence|proof|indication|confirmation|record|sign)s? (?:that|of)\b[^.;,]*$"
    r"|\b(?:did not|does not|do not|could not|cannot|can not|would not|couldn[’']t) (?:rule out|exclude)\b[^.;,]*$"
    r"|\b(?:unable to|could not|cannot|couldn[’']t|declined to|refused to|failed to) (?:\w+ )?"
    r"(?:confirm|verify|establish|corroborate|prove|conclude|determine)\b[^.;,]*$"
    r"|\b(?:unconfirmed|unverified|uncorroborated)\b[^.;,]*$|\b(?:possibly|perhaps|probably|maybe|potentially)\s+(?:\w+ing\s+)?$",
    re.IGNORECASE,
)
_HEDGED_FIGURE = re.compile(r"^(?:perhaps|possibly|maybe|probably)\b", re.IGNORECASE)
_IF = re.compile(
    r"(?<!\bas )(?<!\bonly )(?<!\basked )(?<!\bsee )(?<!\bknow )\b(?:if(?! not (?:many |even )?more)|unless"
    r"|had it not|in case|should the"
    r"|assuming|suppos(?:e|ing)|imagine|provided that|in the worst case|worst-case)\b",
    re.IGNORECASE,
)
_AS_IF = re.compile(r"\bas if\b|\bif not\b", re.IGNORECASE)
_WOULD_HAVE = re.compile(r"\bwould(?: \w+)? have\b", re.IGNORECASE)
_PREDICTED = re.compile(
    r"\b(?:will|shall|would|(?:is|are|was|were) (?:\w+ly )?(?:expected|likely|going|set|bound|projected|due"
    r"|scheduled|to be)(?: to)?\b"
    r"|expected to|to rise|to reach)\b|[’']ll\b",
    re.IGNORECASE,
)
_PREDICTED_BEFORE = re.compile(
    r"\b(?:(?:will|would|(?:expected|likely|bound|set|due|going|projected) to)\s+|could (?=rise|reach|climb|exceed"
    r"|pass|go|top))"
    r"(?:\w+\s+){0,3}(?:to|above|past|beyond|over|as)?\s*$",
    re.IGNORECASE,
)
_PREDICTING = re.compile(
    r"predict(?:s|ed)?|forecasts?|expect(?:s|ed)?|project(?:s|ed)?|fores[ae]w?s?|anticipat(?:e[sd]?)"
)
_WARNED = re.compile(r"warn(?:s|ed)|said|says|believes?|thinks?")
_FORECAST = re.compile(r"\bforecasts?\b[^.;:!?]{0,80}$", re.IGNORECASE)
_PREDICTS = re.compile(
    r"\b(?:predicts?|forecasts?|expects?|projects?|anticipates?|predicted|projected|expected)\s+(?:that\s+)?$"
)
_FEARING = re.compile(r"fear(?:s|ed)?|suspect(?:s|ed)?")
_UNCONFIRMED = re.compile(r"\b(?:unconfirmed|unverified|uncorroborated)\b", re.IGNORECASE)
_WHETHER = re.compile(
    r"\b(?:asked (?:if|whether|how)|whether|wonder(?:s|ed)? (?:if|whether)|question of whether"
    r"|(?:know|establish|determine|see|learn|find out|ask|clear|unclear|certain|sure|tell|say|check|verify"
    r"|investigat\w+) (?:if|whether))\b",
    re.IGNORECASE,
)
_GIVEN = re.compile(r"\b(?:the|these|those|its|their)\s+$", re.IGNORECASE)
_INTENDED = re.compile(
    r"\b(?:order|plan|plot|threaten|demand|want|vow|urg|attempt|tri|intend|agree|conspir|prepar|hop|mean|refus|promis|try)"
    r"(?:s|ed|n?ed|t?ed|ning|ing|es)? (?:that|to|for)\b|\b(?:plan|aim|order|intention|idea|plot|attempt"
    r"|bid) (?:was|is|were) to\b"
    r"|\bin (?:an attempt|a bid) to\b",
    re.IGNORECASE,
)
_NOT_SAID = re.compile(
    r"\b(?:did not|does not|do not|has not|have not|could not|cannot|can not|would not|will not|never|nobody|no one"
    r"|none|didn[’']t|couldn[’']t|unable to|declined to|refused to)\s+(?:\w+ )?$|\bneither\b[^.;]*$",
    re.IGNORECASE,
)
_ASIDE = re.compile(r",[^,;.]{3,80},")
_WHO = re.compile(r"\b(?:who|which|that)\b[^,;:]{0,30}$", re.IGNORECASE)
_OWN_VERB = re.compile(r"\b(?:is|are|was|were|been|being|had|has|have|would|will|could|might|may)\b", re.IGNORECASE)
_NEAR = 12
_LEFT = 90
_FAR = 300


def is_negated(view: str, figure: FoundFigure, counted: Counted) -> bool:
    """Tell whether the act itself is denied of those counted.

    Args:
        view: The flattened sentence.
        figure: The figure, relative to the sentence.
        counted: What it counts.
    """
    if not hints_of(view) & NOT:
        return False
    act = counted.act_span
    if act.start >= figure.end:
        between = _ANOTHER_NOT.sub(" ", view[figure.end : act.start + 1])
        if _NOT.search(between):
            return True
    first = min(figure.start, act.start)
    lead = view[max(0, first - _LEFT) : first]
    return _NOT_BEFORE.search(lead) is not None and "not only" not in lead[-24:]


def is_called_false(view: str, figure: FoundFigure, counted: Counted) -> bool:
    """Tell whether the claim as a whole is said to be untrue, whoever made it.

    Args:
        view: The flattened sentence.
        figure: The figure, relative to the sentence.
        counted: What it counts.
    """
    act = counted.act_span
    of = view[act.start : act.end].rstrip().endswith(" of")
    if not (of or hints_of(view) & FIGURE_NOUN):
        return False
    first = min(figure.start, act.start)
    lead = view[max(0, first - _LEFT) : first]
    if of or _CLAIM_NOUN.search(lead):
        return _CALLED_FALSE.match(view, max(figure.end, act.end)) is not None
    return False


def find_modality(view: str, figure: FoundFigure, counted: Counted, frames: Sequence[Frame]) -> Modality:
    """Tell how the figure is meant.

    Args:
        view: The flattened sentence.
        figure: The figure, relative to the sentence.
        counted: What it counts.
        frames: The frames of speech that hold the figure, the outermost first.
    """
    if _is_asked(view, figure, counted, frames):
        return "asked"
    hints = hints_of(view)
    if not hints & (NOT | CHARGED | MOOD):
        return "stated"
    begin = max((frame.cue.end for frame in frames if frame.cue.end <= figure.start), default=0)
    begin = max(begin, view.rfind(";", 0, figure.start) + 1)
    end = view.find(";", figure.end)
    clause = view[begin : end if end > 0 else len(view)]
    act = counted.act_span
    between = view[figure.end : act.start] if act.start >= figure.end else view[act.start : figure.start]
    between = _ASIDE.sub(" ", between)
    first = min(figure.start, act.start)
    lead = view[max(begin, first - _LEFT) : first]
    if (hints & NOT and _NOT_PROVEN.match(view, max(figure.end, counted.end))) or (
        hints & CHARGED
        and (_ACQUITTED.search(lead) or (not frames and _CHARGED.search(lead)))
        and not is_called_false(view, figure, counted)
    ):
        return "possible"
    if not hints & MOOD:
        return "stated"
    intended = _INTENDED.search(lead) and not (act.start >= figure.end and _GIVEN.search(view, 0, figure.start))
    irrealis = _WOULD_HAVE.search(between) or _WOULD_HAVE.search(lead[-30:])
    if irrealis or (_IF.search(clause) and not _AS_IF.search(clause)) or intended:
        return "hypothetical"
    if any(_NOT_SAID.search(view[: frame.cue.start]) for frame in frames):
        return "possible"
    is_foretold = (
        _FORECAST.search(view, max(0, figure.start - _FAR), figure.start)
        or any(_PREDICTING.fullmatch(frame.verb) for frame in frames)
        or _PREDICTS.search(lead)
    )
    if (
        is_foretold
        or _PREDICTED.search(between)
        or _PREDICTED_BEFORE.search(view[max(begin, figure.start - _LEFT) : figure.start])
    ):
        return "predicted"
    if any(_is_doubtful(view, frame) for frame in frames):
        return "possible"
    if _POSSIBLE.search(between) or _POSSIBLE_BEFORE.search(lead) or _HEDGED_FIGURE.search(figure.figure.wording):
        return "possible"
    return "stated"


def _is_doubtful(view: str, frame: Frame) -> bool:
    """Whether the frame itself gives it as a fear, or as unconfirmed."""
    who = view[frame.speaker.span.start : frame.speaker.span.end] if frame.speaker else ""
    return _FEARING.fullmatch(frame.verb) is not None or _UNCONFIRMED.search(who) is not None


def _is_of_those(view: str, figure: FoundFigure, counted: Counted) -> bool:
    """Whether an act only says who is meant: "the six dead", "the 12 men who were shot", not "the 12 men were shot"."""
    if counted.act_span.start < figure.end:
        return False
    between = view[figure.end : counted.act_span.start]
    return _WHO.search(between) is not None if _OWN_VERB.search(between) else len(between) < _NEAR


def _is_asked(view: str, figure: FoundFigure, counted: Counted, frames: Sequence[Frame]) -> bool:
    if "?" in view[figure.end :] and not re.search(r"[.!;]\s", view[figure.end : view.find("?", figure.end)]):
        return True
    if not hints_of(view) & ASKED:
        return any(frame.verb == "asked" for frame in frames)
    spoken = max((frame.cue.end for frame in frames if frame.cue.end <= figure.start), default=0)
    asked = _WHETHER.search(view, max(spoken, figure.start - _FAR), figure.start)
    is_given = _GIVEN.search(view, 0, figure.start) is not None and _is_of_those(view, figure, counted)
    return (asked is not None and not is_given) or any(frame.verb == "asked" for frame in frames)
