"""Find single persons that a sentence counts by an article: "a policeman was killed", "killing a 12-year-old girl".

The words state no number, but they count one. Such a mention becomes a claim of the kind `event`, whose figure is 1 and
whose wording is the article; a stated number makes a claim of the kind `figure`. People who are named or pointed at
("the mayor", "him and his wife") are counted by nobody: they get no figure.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from accounted.claims.act_words import singular_person, unit_of
from accounted.claims.figures import FoundFigure
from accounted.claims.glance import tells_of_an_act
from accounted.claims.languages.english import NOT_COUNTED
from accounted.claims.nouns import read_noun
from accounted.claims.predicates import act_after
from accounted.model.claims import Figure

__all__ = ["find_mentions"]

_ARTICLE = re.compile(r"(?<![\w-])(?:[Aa]n?|[Aa]nother)(?=\s+[^\W_])")
_BE = re.compile(r"\b(?:was|is|been|being|got)\b")
_NOT = re.compile(r"\b[Nn]ot\s$")
_TO_PEOPLE = frozenset({"killed", "executed", "injured", "detained", "tortured"})
_NEAR = 90
_WINDOW = 120


def find_mentions(view: str, figures: Sequence[FoundFigure]) -> tuple[FoundFigure, ...]:
    """Find articles before one person to whom something may have happened.

    Args:
        view: The flattened sentence.
        figures: Its figures: an article inside one is no mention.

    >>> [view.figure.wording for view in find_mentions("A policeman was killed by a mob.", ())]
    ['A']
    """
    if not tells_of_an_act(view):
        return ()
    taken = frozenset(place for figure in figures for place in range(figure.start, figure.end))
    found = []
    for article in _ARTICLE.finditer(view):
        start, end = article.span()
        if start in taken or _NOT.search(view, 0, start):
            continue  # "not a single soldier"
        if _is_person(view, end):
            figure = Figure(None, 1, None, None, None, "none", view[start:end], start, end)
            found.append(FoundFigure(figure, end, is_mention=True))
    return tuple(found)


def _is_person(view: str, end: int) -> bool:
    noun = read_noun(view, end, min(len(view), end + _WINDOW))
    if noun.span is None or noun.act is not None:
        return False
    if singular_person(noun.head):
        return True
    if unit_of(noun.head) != "persons" or {noun.head, f"{noun.head}s"} & NOT_COUNTED or noun.head.endswith("s"):
        return False
    after = act_after(view, noun.end, min(len(view), noun.end + _NEAR))
    return after is not None and after[0] in _TO_PEOPLE and _BE.search(view, noun.end, after[1].start) is not None
