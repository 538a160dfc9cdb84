"""The founding document, dated 17 June 2017: every time in it, each checked by eye."""

from __future__ import annotations

from pathlib import Path

import pytest

from accounted.claims.times import read_document
from accounted.model.dates import DateInterval

ARTICLE = Path(__file__).resolve().parents[4] / "shared" / "data" / "documents" / "advocacy-article-2017.txt"
WHENS = [
    ("Today", "2017-06-17"),
    ("Today", "2017-06-17"),
    ("during the past four decades", "1977~/2017-06-17"),
    ("1988", "1988"),
    ("last year", "2016"),
    ("2017", "2017"),
    ("June", "2017-06"),
    ("some thirty six years ago", "1981~"),
    ("June 21, 1981", "1981-06-21"),
    ("today", "2017-06-17"),
    ("this year", "2017"),
    ("last year", "2016"),
    ("the summer of 1988", "1988-22"),
    ("1 July, 2017", "2017-07-01"),
]
STATED = ["1988", "2017", "June 21, 1981", "the summer of 1988", "1 July, 2017"]
LENGTHS = ["decades", "three decades", "every day", "Every year", "eight-year", "yearly"]

pytestmark = pytest.mark.skipif(
    not ARTICLE.exists(), reason="../shared/data/documents is not there: the founding document is not read"
)


def test_every_time_is_resolved_against_its_date() -> None:
    found = read_document(ARTICLE.read_text(encoding="utf-8"), DateInterval.parse("2017-06-17"))
    assert [(when.wording, when.interval.edtf if when.interval else None) for when in found.whens] == WHENS
    masked = {found.text[span.start : span.end] for span in found.masked}
    assert masked >= set(LENGTHS)
    assert not {when.wording for when in found.whens} & set(LENGTHS)


def test_undated_only_what_is_stated_is_resolved() -> None:
    found = read_document(ARTICLE.read_text(encoding="utf-8"))
    assert [when.wording for when in found.whens if when.interval] == STATED
    assert [when.wording for when in found.whens] == [wording for wording, _ in WHENS]
