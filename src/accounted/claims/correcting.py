"""Change a claim as a person says: every word they give must stand in the text, every code must be known."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any, Literal, cast, get_args

from accounted.claims.figures import read_figure
from accounted.model.claims import ACTS, KINDS, UNITS, Attribution, Claim, Figure, Modality, Polarity, When, Where
from accounted.model.dates import DateInterval
from accounted.model.errors import InvalidDate, UsageError
from accounted.model.ids import IdMaker

__all__ = ["FIELDS", "correct_claim", "split_claim"]

FIELDS = (
    "kind", "act", "unit", "polarity", "modality", "number", "low", "best", "high", "counted", "speaker", "when",
    "where",
)  # fmt: skip
"""What can be corrected."""

_CODES: dict[str, Collection[str]] = {
    "kind": KINDS,
    "act": ACTS,
    "unit": UNITS,
    "polarity": get_args(Polarity),
    "modality": get_args(Modality),
}


def correct_claim(claim: Claim, changes: Mapping[str, str], text: str) -> Claim:
    """Correct a claim; its id and its sentence stay.

    Args:
        claim: As it stands.
        changes: Field → value as typed. `number`, `speaker`, `where` are words that stand in the text; `low`, `best`,
            `high` are numbers, with `>` or `<` before a bound that is not itself meant; `when` is EDTF. An empty value
            says that the text gives none.
        text: The document's text.

    Raises:
        UsageError: Naming the field, what is wrong with it, and what could stand there.
    """
    corrected = claim
    for field, value in changes.items():
        if field not in FIELDS:
            raise UsageError(f"a claim has no {field!r} to correct", mend=_nearest(field, FIELDS))
        corrected = _change(corrected, field, value.strip(), text)
    return corrected


def split_claim(claim: Claim, parts: Sequence[str], make_id: IdMaker) -> tuple[Claim, ...]:
    """Split a claim into several, one for each number.

    Args:
        claim: As it stands.
        parts: The words of each number, as they stand in its sentence.
        make_id: Makes the ids.

    Raises:
        UsageError: When there are fewer than two parts, or one does not stand there or holds no number.
    """
    if len(parts) < 2:
        raise UsageError("a claim is split into two or more", where=claim.id, mend="give the words of each number")
    return tuple(
        replace(_with_number(claim, words), id=make_id("clm", claim.id, "split", words), part_of=None)
        for words in parts
    )


def _change(claim: Claim, field: str, value: str, text: str) -> Claim:
    if field in _CODES:
        if value not in _CODES[field]:
            raise UsageError(f"{field}: {value!r} cannot stand here", mend=_nearest(value, _CODES[field]))
        return replace(claim, **cast("Any", {field: value}))
    if field == "counted":
        return replace(claim, counted=value or None)
    if field == "number":
        return _with_number(claim, value) if value else replace(claim, figure=None)
    if field in ("low", "best", "high"):
        return _with_bound(claim, cast("Literal['low', 'best', 'high']", field), value)
    if field == "when":
        return replace(claim, when=_when(claim, value))
    if not value:
        return replace(claim, where=None) if field == "where" else replace(claim, attribution=Attribution("none"))
    start, end = _find(claim, value, text, field)
    if field == "where":
        return replace(claim, where=Where(value, start, end))
    said = Attribution("named", value, claim.attribution.cue, start, end, "established")
    return replace(claim, attribution=said)


def _with_number(claim: Claim, words: str) -> Claim:
    at = claim.quote.find(words)
    figure = read_figure(words) if at >= 0 else None
    if figure is None:
        what = "these words do not stand in the claim's sentence" if at < 0 else "no number is read in these words"
        raise UsageError(f"number: {what}", where=words, mend="give the words of the number as they stand there")
    start = claim.start + at
    moved = replace(figure, start=start + figure.start, end=start + figure.end)
    return replace(claim, figure=moved, kind="figure")


def _with_bound(claim: Claim, field: Literal["low", "best", "high"], value: str) -> Claim:
    figure = claim.figure
    if figure is None:
        raise UsageError(f"{field}: the claim has no number", where=claim.id, mend="say which words first: number=…")
    sign = {"low": ">", "best": "", "high": "<"}[field]
    is_meant = not (sign and value.startswith(sign))
    try:
        number = float(value.removeprefix(sign).replace(",", "").strip()) if value else None
    except ValueError as error:
        raise UsageError(f"{field}: {value!r} is no number", mend="write it in digits") from error
    if field == "best":
        return replace(claim, figure=_checked(replace(figure, best=number)))
    meant = None if number is None else is_meant
    ends: Callable[..., Figure] = replace
    return replace(
        claim, figure=_checked(ends(figure, **{field: number, f"{field}_inclusive": meant, "bounds": "stated"}))
    )


def _checked(figure: Figure) -> Figure:
    ends = [n for n in (figure.low, figure.best, figure.high) if n is not None]
    if ends != sorted(ends):
        raise UsageError("low, best and high do not rise", where=figure.wording, mend="correct all of them together")
    return figure


def _when(claim: Claim, value: str) -> When | None:
    if not value:
        return None
    try:
        interval = DateInterval.parse(value)
    except InvalidDate as error:
        raise UsageError(f"when: {error}", mend="write a date or period in EDTF: 1999-03/1999-06") from error
    old = claim.when
    return replace(old, interval=interval) if old else When(interval, value, claim.start, claim.start)


def _find(claim: Claim, words: str, text: str, field: str) -> tuple[int, int]:
    at = text.find(words, claim.start, claim.end)
    at = at if at >= 0 else text.rfind(words, 0, claim.start)
    at = at if at >= 0 else text.find(words)
    if at < 0:
        raise UsageError(f"{field}: these words do not stand in the document", where=words, mend="give them as written")
    return at, at + len(words)


def _nearest(name: str, known: Collection[str]) -> str:
    near = difflib.get_close_matches(name, list(known), n=1, cutoff=0.5)
    return f"did you mean {near[0]}?" if near else f"there are: {', '.join(known)}"
