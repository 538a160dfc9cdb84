"""Casualty figures of conflict-event notes: is the total that a coder entered read as a figure of people killed?

    python -m benchmarks.claims notes [--final] [--misses]

Reads every `acled/*.csv` in the folder that ACCOUNTED_PUBLIC_SETS names: exports with columns for the event's id, its
notes and its fatalities. Half of the two sets named in `LOOKED_AT`, by a hash of the id, is for looking at errors; the
other halves and every other set are read with `--final` only.

**Stated.** A coder's total may be a sum, or a rule ("several" is entered as 3 or 10), and neither is a claim of the
text. A row states its total when one sentence of the notes holds the total as a whole token, in digits or in words, and
a word of death (bodies and casualties are none: a body found is not yet somebody killed there). Tokens of dates, times
and ages do not count, nor a coder's own remarks ("coded as 10, split across 2 events"), nor tokens shortly before
"injured", "wounded", "arrested" and their like. "A policeman was killed" states no number: such rows are counted apart
(`by article`: total 1, no 1 or "one", and a sentence with a death word and "a" or "an").
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import sqrt
from pathlib import Path

from accounted.claims import extract
from accounted.model.claims import Claim

__all__ = ["main"]

LOOKED_AT = ("katehara+ACLED---Data-Mining.csv", "RPanlilio+acled.csv")
Z = 1.959964
ONES = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
DEATH = re.compile(
    r"\b(?:kill\w*|dead\w*|die[sd]?|dying|deaths?|fatalit\w+|murder\w*|slain|slay\w*|execut\w+|behead\w*|lynch\w*|massacr\w+"
    r"|assassinat\w+|gunned|hacked|succumb\w*|perish\w*|martyr\w*|hanged|slaughter\w*|lives)\b",
    re.IGNORECASE,
)
MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
NOT_A_COUNT = re.compile(
    rf"\b[0-9]{{1,2}}(?:st|nd|rd|th)?(?:\s+of)?\s+{MONTH}|\b{MONTH}\s+[0-9]{{1,2}}\b(?!,[0-9])|\b[0-9]{{1,2}}[:.][0-9]{{2}}\b"
    r"|\b[0-9]{1,2}/[0-9]{1,2}(?:/[0-9]{2,4})?|\b[0-9]{1,2}\s*[ap]\.?m\b|,\s*[0-9]{1,2}\s*,|\b[0-9]{1,2}-year"
    r"|\baged? [0-9]{1,2}"
)
HARMED = r"injur|wound|hurt|arrest|detain|kidnap|abduct|captur|missing"
CODING = re.compile(r"\b(?:coded|split|spread)\b", re.IGNORECASE)
SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")
REGEX_KILLED = re.compile(r"\b([0-9][0-9,]*|[a-z-]+)\s+(?:[\w'-]+\s+){0,6}?(?:were |was )?(?:killed|dead|died)\b", re.I)
REGEX_KILLING = re.compile(r"\b(?:killed|killing|kills)\s+(?:at least\s+)?([0-9][0-9,]*|[a-z-]+)\b", re.I)


@dataclass(frozen=True)
class Row:
    """One event: its id, notes and the total that the coder entered."""

    id: str
    notes: str
    total: int


def main() -> None:
    """Print the share of rows read right, set by set."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.claims notes", description=__doc__)
    parser.add_argument("--final", action="store_true", help="read the halves and sets kept for the table")
    parser.add_argument("--misses", action="store_true", help="list rows not read right (the half for looking only)")
    options = parser.parse_args()
    folder = os.environ.get("ACCOUNTED_PUBLIC_SETS", "")
    files = sorted(Path(folder, "acled").glob("*.csv")) if folder else []
    if not files:
        print("skipped: ACCOUNTED_PUBLIC_SETS names no folder with acled/*.csv in it")
        return
    if options.final and options.misses:
        raise SystemExit("--misses shows the half for looking only: leave out --final")
    for path in files:
        rows = [row for row in _read(path) if row.total > 0]
        if path.name in LOOKED_AT:
            rows = [row for row in rows if _is_for_looking(row) != options.final]
        elif not options.final:
            continue
        _report(path.name, rows, misses=options.misses)


def _report(name: str, rows: list[Row], *, misses: bool) -> None:
    stated = [row for row in rows if _states(row)]
    by_article = [row for row in rows if row.total == 1 and not _states(row) and _has_article(row)]
    print(f"## {name}: {len(rows)} rows with a total, {len(stated)} state it, {len(by_article)} by article\n")
    read = {row.id: extract(row.notes) for row in rows}
    print("| rows | right | right and largest | a killed figure is read | plain regex |")
    print("|---|---|---|---|---|")
    for label, some in (
        ("stated", stated),
        ("of these, total above 1", [row for row in stated if row.total > 1]),
        ("by article", by_article),
        ("all", rows),
    ):
        cells = [
            _share(some, lambda row: row.total in {v for c in read[row.id] for v in _killed(c)}),
            _share(some, lambda row: _largest(read[row.id]) == row.total),
            _share(some, lambda row: _largest(read[row.id]) is not None),
            _share(some, lambda row: _plain_regex(row.notes) == row.total),
        ]
        print(f"| {label} | {' | '.join(cells)} |")
    print()
    if misses:
        for row in [*stated, *by_article]:
            found = [v for c in read[row.id] for v in _killed(c)]
            if row.total not in found:
                kind = "stated" if _states(row) else "article"
                others = [(c.act, c.polarity, c.modality, c.figure.wording) for c in read[row.id] if c.figure]
                print(f"- {row.total} {kind} {others} | {row.notes}\n")


def _killed(claim: Claim) -> Iterator[float]:
    """Values of a figure of people killed that is asserted and not a part of another one."""
    figure = claim.figure
    if figure is None or claim.act not in ("killed", "executed") or claim.unit != "persons":
        return
    if claim.polarity != "asserted" or claim.modality not in ("stated", "possible"):
        return
    yield from {v for v in (figure.best, figure.low, figure.high) if v is not None}


def _largest(claims: tuple[Claim, ...]) -> float | None:
    return max((v for c in claims if c.part_of is None for v in _killed(c)), default=None)


def _share(rows: list[Row], is_right: Callable[[Row], bool]) -> str:
    n, k = len(rows), sum(is_right(row) for row in rows)
    if n == 0:
        return "no rows"
    p = k / n
    centre, half = p + Z**2 / (2 * n), Z * sqrt(p * (1 - p) / n + Z**2 / (4 * n**2))
    low, high = (centre - half) / (1 + Z**2 / n), (centre + half) / (1 + Z**2 / n)
    return f"{100 * p:.1f} % ({100 * low:.1f}–{100 * high:.1f}), {k} of {n}"


def _is_for_looking(row: Row) -> bool:
    return hashlib.sha256(row.id.encode()).digest()[0] % 2 == 0


def _read(path: Path) -> list[Row]:
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("latin-1")
    rows = []
    for number, fields in enumerate(csv.DictReader(text.splitlines(keepends=True))):
        low = {key.lower(): value for key, value in fields.items() if key}
        total = (low.get("fatalities") or "").strip()
        if total.isdigit():
            name = low.get("event_id_cnty") or low.get("data_id") or str(number)
            rows.append(Row(f"{name}/{number}", low.get("notes") or "", int(total)))
    return rows


def _states(row: Row) -> bool:
    forms = {str(row.total), f"{row.total:,}", *_in_words(row.total)}
    some = "|".join(rf"(?<![\w,.-]){re.escape(form)}(?![\w-]|[,.][0-9])" for form in forms)
    token = re.compile(rf"(?:{some})(?!(?:\W+(?!kill|dead|die|and\b|[0-9])\w+){{0,3}}\W+(?:{HARMED}))", re.IGNORECASE)
    return any(
        token.search(NOT_A_COUNT.sub(" ", sentence)) is not None and DEATH.search(sentence) is not None
        for sentence in SENTENCE.split(row.notes)
        if not CODING.search(sentence)
    )


def _has_article(row: Row) -> bool:
    return any(re.search(r"\b[Aa]n?\b", s) and DEATH.search(s) for s in SENTENCE.split(row.notes))


def _in_words(total: int) -> list[str]:
    if total < 20:
        return [ONES[total]]
    if total < 100:
        tens, ones = TENS[total // 10 - 2], total % 10
        return [tens] if ones == 0 else [f"{tens}-{ONES[ones]}", f"{tens} {ONES[ones]}"]
    if total % 100 == 0 and total < 2000:
        return [f"{ONES[total // 100]} hundred"] + (["a hundred"] if total == 100 else [])
    return []


def _plain_regex(notes: str) -> int | None:
    """What a plain regular expression finds first."""
    values = {word: n for n, word in enumerate(ONES)} | {word: 20 + 10 * n for n, word in enumerate(TENS)}
    values |= {"a": 1, "an": 1}
    for pattern in (REGEX_KILLED, REGEX_KILLING):
        for found in pattern.finditer(notes):
            word = found[1].lower()
            if word.replace(",", "").isdigit():
                return int(word.replace(",", ""))
            if word in values:
                return values[word]
    return None
