"""Read years, decades and centuries, and tell a year from a count of four digits."""

from __future__ import annotations

from accounted.claims.times.context import Context, Reading
from accounted.claims.times.matches import Found, key_of, number_of, told, unit_of
from accounted.claims.times.points import Point, day_point
from accounted.text.dates import days_of

__all__ = [
    "HIJRI_YEARS", "YEARS_OF_TEXT", "read_century", "read_decade", "read_decade_noun", "read_year", "read_years",
]  # fmt: skip

HIJRI_YEARS = range(1200, 1501)
"""Years that may be those of a Hijri calendar."""
YEARS_OF_TEXT = range(1000, 2100)
"""Numbers that may be years."""

_FIRST_BARE_YEAR = 1800  # without a word that says so


def read_year(found: Found, context: Context) -> Reading | None:
    """Tell the year 2000 from 2000 people; what can be both is a year, so that nobody is counted who was not."""
    year = number_of(found, "year", context)
    digits = context.tokens.codes[found.start("year")] == "Y"
    noun = found["lead"] is not None and unit_of(found, "lead", context) == "year"
    if year is None or year not in YEARS_OF_TEXT or not (digits or noun) or (found["lead"] and not noun):
        return None
    at, end = found.start("year"), found.end("year")
    written = key_of(found, "year", context)[0].isdigit()
    if not noun and not found["fiscal"] and written and not _is_year(at, end, context, led=bool(found["part"])):
        return None
    if year in HIJRI_YEARS and context.words.year_calendar != "gregorian":
        interval = days_of(context.words.year_calendar, year)
        return Reading("date", interval.edtf, interval.edtf, "stated") if interval else Reading("date", "")
    return told(day_point(year), "stated")


def _is_year(at: int, end: int, context: Context, *, led: bool) -> bool:
    tokens = context.tokens
    following = tokens.keys[end] if end < len(tokens.keys) else ""
    before = tokens.keys[at - 1].rpartition(" ")[2] if at else ""
    if tokens.codes[end : end + 1] in ("u", "y") or tokens.codes[at - 1 : at] == "N":
        return False
    if led or before in context.words.firm_year_leads:
        return True
    if before == "=" or before in context.words.count_leads or tokens.codes[at - 1 : at] in ("Q", "q"):
        return False
    if following in context.persons:
        return False
    table = context.words
    if before in table.year_leads:
        return True
    recent = int(tokens.values[at]) >= _FIRST_BARE_YEAR
    return recent and bool(table.after_counts) and following not in table.after_counts


def read_years(found: Found, context: Context) -> Reading | None:
    """Read "1998-99" as the years from the first to the last."""
    first, last = number_of(found, "year", context), number_of(found, "last", context)
    if first is None or last is None or len(key_of(found, "last", context)) != 2:
        return None
    end = first // 100 * 100 + last
    if end <= first or context.tokens.ends[found.end() - 1] - context.tokens.starts[found.start()] != 7:
        return None
    return Reading("date", f"{first}/{end}", f"{first}/{end}", "stated", Point("year", end))


def read_decade(found: Found, context: Context) -> Reading | None:
    """Read "the 1980s", "the '80s", "the nineties"."""
    decade = number_of(found, "decade", context)
    return _decade(decade)


def _decade(decade: int | None) -> Reading | None:
    if decade is not None and decade < 100:
        if decade == 20:
            return Reading("date", "")  # of which century?
        decade += 2000 if decade < 20 else 1900
    return told(Point("decade", decade // 10), "stated") if decade is not None else None


def read_decade_noun(found: Found, context: Context) -> Reading | None:
    """Read "années 1980", "años 80"."""
    year = number_of(found, "year", context)
    if year is None or year % 10 or key_of(found, "noun", context) not in context.words.decade_nouns:
        return None
    return _decade(year)


def read_century(found: Found, context: Context) -> Reading | None:
    """Read "the 20th century"."""
    ordinal = number_of(found, "ordinal", context)
    if ordinal is None or unit_of(found, "unit", context) != "century" or not 1 < ordinal <= 30:
        return None
    return told(Point("century", ordinal - 1), "stated")
