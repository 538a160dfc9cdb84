"""Say how far a document could be read: in which language, and which of its numbers were left alone.

What could not be read is counted and shown, never guessed: `30.000`, `1,23,456`, digits glued to letters.
"""

from __future__ import annotations

from collections.abc import Sequence

from accounted.claims.languages import language_of
from accounted.claims.sentences import flatten
from accounted.model.claims import Survey, Unread
from accounted.model.documents import Document, Passage, Span
from accounted.text.numbers import find_unread

__all__ = ["survey_document", "survey_notes"]

_SHOWN = 5


def survey_document(document: Document, passages: Sequence[Passage] = ()) -> Survey:
    """Tell how far the claims of a document could be read.

    Args:
        document: With its text.
        passages: Its parts; without any, all of the text.
    """
    language = language_of(document.text, document.language if document.language_by == "settings" else "")
    parts: Sequence[Passage | Span] = passages or [Span(0, len(document.text))]
    words = language.numbers if language else None
    unread = {
        Unread(number.start, number.end, number.reason)
        for part in parts
        for number in find_unread(flatten(document.text[part.start : part.end]), words, part.start)
    }
    return Survey(
        document.id,
        language.code if language else None,
        language.reading if language else "digits",
        tuple(sorted(unread, key=lambda one: (one.start, one.end))),
    )


def survey_notes(survey: Survey, text: str) -> tuple[str, ...]:
    """Say in words what was not read in full; nothing when all was.

    Args:
        survey: The survey.
        text: The text of the document, to show what was left alone.
    """
    said = []
    if survey.reading == "begun":
        said.append(
            f"read with the tables begun for the language {survey.language}: figures, acts and times; only the "
            "plainest speakers and denials, and no sentence with another denial or a doubt"
        )
    if survey.reading == "digits":
        said.append("in no language that is covered: digits and dates only; what they count is not known")
    if survey.unread:
        shown = ", ".join(f"“{text[u.start : u.end][:40]}” at {u.start} ({u.reason})" for u in survey.unread[:_SHOWN])
        more = f", and {len(survey.unread) - _SHOWN} more" if len(survey.unread) > _SHOWN else ""
        things = "1 number" if len(survey.unread) == 1 else f"{len(survey.unread)} numbers"
        said.append(
            f"{things} could not be read and {'was' if len(survey.unread) == 1 else 'were'} left alone: {shown}{more}"
        )
    return tuple(said)
