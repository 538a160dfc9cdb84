"""Time words of English."""

from __future__ import annotations

from accounted.claims.languages.calendar import CalendarWords, words
from accounted.claims.languages.calendar_tables import hijri_months, months, numbered, pairs, units

__all__ = ["ENGLISH"]

_SMALL = (
    "zero; one; two; three; four; five; six; seven; eight; nine; ten; eleven; twelve; thirteen; fourteen; fifteen; "
    "sixteen; seventeen; eighteen; nineteen"
)
_TENS = "twenty; thirty; forty; fifty; sixty; seventy; eighty; ninety"
_ORDINALS = (
    "first; second; third; fourth; fifth; sixth; seventh; eighth; ninth; tenth; eleventh; twelfth; thirteenth; "
    "fourteenth; fifteenth; sixteenth; seventeenth; eighteenth; nineteenth; twentieth"
)

ENGLISH = CalendarWords(
    months=months("english") | hijri_months(latin=True),
    weekdays=numbered(
        "monday, mon; tuesday, tues, tue; wednesday, wed; thursday, thurs, thur, thu; friday, fri; saturday, sat; "
        "sunday, sun"
    ),
    weekday_plurals=numbered("mondays; tuesdays; wednesdays; thursdays; fridays; saturdays; sundays"),
    holidays={
        "christmas": (12, 25),
        "christmas day": (12, 25),
        "christmas eve": (12, 24),
        "boxing day": (12, 26),
        "new year's day": (1, 1),
        "new year's eve": (12, 31),
        "valentine's day": (2, 14),
        "halloween": (10, 31),
    },
    seasons=numbered("spring, springtime; summer, summertime; autumn, fall; winter, wintertime", 21),
    units=units(
        "second: second, minute: minute, hour: hour, day: day, week: week, weekend: weekend, month: month, "
        "quarter: quarter, half: half, year: year, decade: decade, century: century, millennium: millennium, "
        "fortnight: week"
    ),
    unit_plurals=units(
        "seconds: second, minutes: minute, hours: hour, days: day, weeks: week, weekends: weekend, months: month, "
        "quarters: quarter, years: year, decades: decade, centuries: century, millennia: millennium, mins: minute, "
        "hrs: hour, yrs: year"
    ),
    days={
        "yesterday": -1,
        "today": 0,
        "tomorrow": 1,
        "the day before yesterday": -2,
        "the day after tomorrow": 2,
    },
    dayparts=pairs("morning: MO, midday: MI, afternoon: AF, evening: EV, night: NI, daytime: DT, dawn: MO, dusk: EV"),
    daypart_plurals=pairs("mornings: MO, afternoons: AF, evenings: EV, nights: NI"),
    moments=pairs("noon: 12, midnight: 24"),
    nights=pairs("tonight: NI, overnight: NI"),
    zones=words("est, edt, et, gmt, utc, pst, pdt, pt, cet, local time, eastern time, o'clock"),
    year_ends=words("year-end, year end, year's end"),
    directions={
        **dict.fromkeys(("last", "past", "prior", "latest", "this past"), -1),
        **dict.fromkeys(("this", "current", "these", "this coming"), 0),
        **dict.fromkeys(("next", "coming", "upcoming"), 1),
    },
    until_now=words("past"),
    following={"following": 1, "subsequent": 1, "preceding": -1, "previous": -1},
    that=words("that, the same, that same, those"),
    ago=words("ago, back"),
    hence=words("from now, hence"),
    shifts={
        **dict.fromkeys(("earlier",), -1),
        **dict.fromkeys(("later", "afterward", "afterwards"), 1),
    },
    clauses={"before": -1, "after": 1},
    more=words("more, additional, full, whole, consecutive, straight, trading, working, business, successive, long"),
    or_so=words("or so, or more"),
    periods=words("period"),
    parts=words(
        "early, late, mid, middle, beginning, end, start, middle of, the middle of, beginning of, the beginning of, "
        "end of, the end of, start of, the start of, earlier in, later in, early in, late in, the close of, "
        "the rest of, the remainder of, the latter part of, the early part of, the last half of, the latter half of, "
        "much of, most of, all of, the whole of, sometime, sometime in"
    ),
    about=words(
        "about, around, some, nearly, almost, roughly, approximately, circa, an estimated, close to, maybe, perhaps"
    ),
    bounds=words(
        "more than, less than, fewer than, at least, at most, up to, no more than, no less than, as many as, "
        "well over, just over, just under, another"
    ),
    references={
        **dict.fromkeys(
            (
                "now",
                "right now",
                "currently",
                "at present",
                "presently",
                "at the moment",
                "nowadays",
                "these days",
                "just now",
                "at this time",
            ),
            "present",
        ),
        **dict.fromkeys(
            (
                "recently",
                "more recently",
                "most recently",
                "just recently",
                "very recently",
                "lately",
                "of late",
                "the recent past",
                "not long ago",
                "long ago",
            ),
            "past",
        ),
        **dict.fromkeys(
            ("soon", "the near future", "the near term", "the short term", "the long term"),
            "future",
        ),
    },
    attributes={"current": "present", "recent": "past"},
    nouns={"past": "past", "present": "present", "future": "future"},
    quantities={
        **dict.fromkeys(
            ("several", "few", "a few", "many", "some", "a number of", "numerous", "a couple", "various", "countless"),
            None,
        ),
        "a couple of": 2,
        "couple of": 2,
        "a dozen": 12,
    },
    every=words("every, each"),
    sets=units("hourly: hour, daily: day, weekly: week, monthly: month, yearly: year, annually: year, nightly: day"),
    numbers=numbered(_SMALL)
    | {word.strip(): 10 * n for n, word in enumerate(_TENS.split(";"), start=2)}
    | {"hundred": 100, "thousand": 1000},
    ordinals=numbered(_ORDINALS, 1)
    | {"thirtieth": 30, "thirty-first": 31}
    | {f"twenty-{word.strip()}": 20 + n for n, word in enumerate(_ORDINALS.split(";")[:9], start=1)},
    decades=dict(
        zip(
            ("twenties", "thirties", "forties", "fifties", "sixties", "seventies", "eighties", "nineties"),
            range(20, 100, 10),
            strict=True,
        )
    ),
    fiscal=words("fiscal"),
    old=words("old, olds"),
    articles=words("the"),
    one=words("a, an"),
    of=words("of, in"),
    at=words("on, at"),
    conjunctions=words("and, or"),
    until=words("to, until, till, through, up to"),
    range_and=words("and"),
    between=words("between"),
    ranges=words("from"),
    during=words("during, over, in, for, within"),
    since=words("since"),
    up_to=words("until, till, up to, up until, by, as of"),
    before=words("before, prior to"),
    after=words("after"),
    year_leads=words(
        "in, since, during, until, from, between, before, after, early, late, mid, year, of, the, and, for, through, "
        "summer, spring, autumn, winter, by, to, as of, back to"
    ),
    firm_year_leads=words("in, since, during, until, year"),
    count_leads=words("than, least, killed, killing"),
    definite_leads=words("for, in, during, throughout, of, over, by, at"),
    length_leads=words("for, within, than, over, about, least, only, just, nearly, almost"),
    plural_leads=words("for, in, over, after, within, take, takes, took, lasted"),
    rates=words("million, billion, thousand, times, once, twice"),
    after_counts=words("were, are, have, had, been, dead, killed, missing, injured, wounded, more, other, political"),
    future=words(
        "will, shall, would, expected, expects, expect, scheduled, planned, plans, due, upcoming, hopes, intends, "
        "deadline, payable, expire, expires, effective"
    ),
    past=words(
        "was, were, had, has, have, been, did, said, told, met, began, went, came, took, made, gave, saw, fell, rose, "
        "held, left, sent, found, won, lost, died, shot, got, kept, led, became, wrote, spoke, broke, ran, hit, "
        "put, cut, grew, sold, bought, paid, fled, stood, brought, thought, knew, since"
    ),
    past_endings=("ed",),
    to_be=words("be"),
    infinitive=words("to"),
    to_come=words("is, are, set, due, ready, likely, about, going, agreed, agrees, hopes, wants, plans, planning"),
    determiners=words("a, an"),
    now=words("is, are"),
    goes_on=("ing",),
    abbreviations=words(
        "jan, feb, mar, apr, jun, jul, aug, sep, sept, oct, nov, dec, mon, tue, tues, wed, thu, thur, thurs, fri, "
        "sat, sun"
    ),
    capital=words(
        "march, may, jan, feb, mar, apr, jun, jul, aug, sep, sept, oct, nov, dec, mon, tue, tues, wed, thu, thur, "
        "thurs, fri, sat, sun, tir, dey, mehr, hut, jadi, asad, hamal, safar, azar, aban"
    ),
    doubtful=words("fall, spring"),
)
