"""Tell whether a figure is asserted or denied, and whether it is stated or only possible, supposed, predicted or asked.

Only words that bear on the figure count: those between it and what happened, right before it, the verbs of its
speakers, and an `if` in its clause. "No fewer than" is a bound and no denial.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from accounted.claims.counted import Counted
from accounted.claims.figures import FoundFigure
from accounted.claims.speech import Frame
from accounted.model.claims import Modality

__all__ = ["find_modality", "is_negated"]

_NOT = re.compile(r"\b(?:not|never|hardly|scarcely)\b|n[’']t\b", re.IGNORECASE)
_NOT_BEFORE = re.compile(
    r"(?:\b(?:did not|does not|do not|had not|has not|have not|never|without|didn[’']t|not)(?: \w+)?\s*$)"
    r"|\b(?:untrue|false|incorrect|a lie|not true|not the case|no truth in the claim|wrong) that\b[^.;]*$",
    re.IGNORECASE,
)
_POSSIBLE = re.compile(
    r"\b(?:may|might|could|feared|believed|suspected|presumed|thought|possibly|perhaps|probably|likely|maybe|potentially)\b",
    re.IGNORECASE,
)
_POSSIBLE_BEFORE = re.compile(
    r"\b(?:may|might|could) have (?:\w+ ){0,3}$|\b(?:fears?|feared|suspects?|suspected)(?: that)? (?:\w+ ){0,2}$"
    r"|\b(?:may|might|could) (?:be|have been)\b[^.;,]*$",
    re.IGNORECASE,
)
_HEDGED_FIGURE = re.compile(r"^(?:perhaps|possibly|maybe|probably)\b", re.IGNORECASE)
_IF = re.compile(
    r"(?<!\bas )(?<!\beven )(?<!\bonly )(?<!\basked )\b(?:if(?! not more)|unless|had it not|in case|should the)\b", re.I
)
_WOULD_HAVE = re.compile(r"\b(?:would|could|might) have (?:been|died|killed)\b", re.IGNORECASE)
_PREDICTED = re.compile(
    r"\b(?:will|shall|would|(?:is|are|was|were) (?:expected|likely|going|set|bound|projected|due) to|expected to)\b"
    r"|[’']ll\b",
    re.IGNORECASE,
)
_PREDICTING = re.compile(r"predict(?:s|ed)|forecasts?|expect(?:s|ed)|project(?:s|ed)|warned")
_WHETHER = re.compile(
    r"\b(?:asked (?:if|whether|how)|whether|wonder(?:s|ed)? (?:if|whether)|question of whether)\b", re.IGNORECASE
)
_INTENDED = re.compile(
    r"\b(?:order|plan|threaten|demand|want|vow|urg|attempt|tri|intend|agree)"
    r"(?:s|ed|n?ed|ning|ing|es)? (?:that|to|for)\b",
    re.IGNORECASE,
)
_NOT_SAID = re.compile(
    r"\b(?:did not|does not|do not|has not|never|nobody|no one|none|didn[’']t)"
    r"\s+(?:\w+ )?$",
    re.IGNORECASE,
)
_LEFT = 90


def is_negated(view: str, figure: FoundFigure, counted: Counted) -> bool:
    """Tell whether the act itself is denied of those counted.

    Args:
        view: The flattened sentence.
        figure: The figure, relative to the sentence.
        counted: What it counts.
    """
    act = counted.act_span
    if act.start >= figure.end:
        between = view[figure.end : act.start]
        if _NOT.search(between) and "not only" not in between:
            return True
    lead = view[max(0, min(figure.start, act.start) - _LEFT) : min(figure.start, act.start)]
    return _NOT_BEFORE.search(lead) is not None and "not only" not in lead[-24:]


def find_modality(view: str, figure: FoundFigure, counted: Counted, frames: Sequence[Frame]) -> Modality:
    """Tell how the figure is meant.

    Args:
        view: The flattened sentence.
        figure: The figure, relative to the sentence.
        counted: What it counts.
        frames: The frames of speech that hold the figure, the outermost first.
    """
    begin = max((frame.cue.end for frame in frames if frame.cue.end <= figure.start), default=0)
    begin = max(begin, view.rfind(";", 0, figure.start) + 1)
    end = view.find(";", figure.end)
    clause = view[begin : end if end > 0 else len(view)]
    act = counted.act_span
    between = view[figure.end : act.start] if act.start >= figure.end else view[act.start : figure.start]
    lead = view[max(begin, min(figure.start, act.start) - _LEFT) : min(figure.start, act.start)]
    if _is_asked(view, figure, frames):
        return "asked"
    if _IF.search(clause) or (_WOULD_HAVE.search(between) and _is_past_irrealis(between)):
        return "hypothetical"
    if _INTENDED.search(lead):
        return "hypothetical"
    if any(_NOT_SAID.search(view[: frame.cue.start]) for frame in frames):
        return "possible"
    if any(_PREDICTING.fullmatch(frame.verb) for frame in frames) or _PREDICTED.search(between):
        return "predicted"
    if re.search(r"\b(?:will|would|expected to|likely to)\s+(?:\w+\s+){0,2}$", lead):
        return "predicted"
    if _POSSIBLE.search(between) or _POSSIBLE_BEFORE.search(lead) or _HEDGED_FIGURE.search(figure.figure.wording):
        return "possible"
    return "stated"


def _is_asked(view: str, figure: FoundFigure, frames: Sequence[Frame]) -> bool:
    if view.rstrip(" )").endswith("?"):
        return True
    asked = _WHETHER.search(view, 0, figure.start)
    return asked is not None or any(frame.verb == "asked" for frame in frames)


def _is_past_irrealis(between: str) -> bool:
    return re.search(r"\bwould have\b", between, re.IGNORECASE) is not None
