"""Text → times: dates, times of day, lengths of time and repetitions, each with its span and what it means.

`read_times` finds them all in a document, `read_document` gives those at which something may have happened as EDTF
intervals, `find_times` does so for one sentence. The steps: `tokens` cuts the text and gives every token the letter of
its class, from the table of the language; `rules` are patterns over these letters; `days`, `years`, `units` and
`lengths` tell what a match means, against the date of the document and the time told before (`context`); `ledger` joins
ranges and open ends. A relative time without a date to count from stays unresolved: no date is guessed.
"""

from __future__ import annotations

from accounted.claims.languages.calendar import CalendarWords
from accounted.claims.languages.calendar_english import ENGLISH
from accounted.claims.languages.english import PERSONS
from accounted.claims.times.context import Reading, Time
from accounted.claims.times.finding import read_times
from accounted.claims.times.ledger import DocumentTimes, FoundTimes, join_times
from accounted.model.dates import DateInterval

__all__ = ["DocumentTimes", "FoundTimes", "Reading", "Time", "find_times", "read_document", "read_times"]


def read_document(
    text: str, dated: DateInterval | None = None, *, guessed: bool = False, words: CalendarWords = ENGLISH
) -> DocumentTimes:
    """Read the times of a document at which something may have happened or been said.

    Args:
        text: The document.
        dated: When it was published; None leaves relative times unresolved.
        guessed: Whether that date is a guess: then what was counted from it is marked as uncertain.
        words: The table of its language.

    >>> read_document("Killed last year.", DateInterval.parse("2017-06-17"), guessed=True).whens[0].interval.edtf
    '2016?'
    """
    return join_times(text, read_times(text, dated, words, PERSONS), words, dated, guessed=guessed)


def find_times(text: str, dated: DateInterval | None = None) -> FoundTimes:
    """Find the times of one sentence.

    Args:
        text: One sentence.
        dated: When the document was published; None leaves relative times unresolved.

    >>> when = find_times("killed in the summer of 1988, aged 30").whens[0]
    >>> when.wording, when.interval.edtf
    ('the summer of 1988', '1988-22')
    >>> find_times("last year").whens[0].interval is None
    True
    """
    return read_document(text, dated).within(0, len(text))
