"""`accounted search`: passages, claims and names, each hit with its place and the reason."""

from __future__ import annotations

import sys
from typing import Annotated, cast

import typer

from accounted.cli.show import ERRORS, Drawn, print_json
from accounted.cli.verbs import Json, opened
from accounted.cli.visible import show_marks
from accounted.model.canonical import plain
from accounted.model.errors import UsageError
from accounted.model.search import PLACES, Found, Hit, SearchMode, SearchPlace

__all__ = ["search"]

_AROUND = 100


def search(
    words: Annotated[
        list[str], typer.Argument(metavar="WORDS...", help='Words; "a phrase"; begin*. A lone - reads them from stdin.')
    ],
    mode: Annotated[
        str, typer.Option(metavar="MODE", help="exact, folded, transliterated or phonetic: each allows more.")
    ] = "transliterated",
    within: Annotated[
        str, typer.Option("--in", metavar="PLACE,...", help="Where to look: documents, claims, names.")
    ] = ",".join(PLACES),
    limit: Annotated[int, typer.Option(min=1, max=1000, help="At most so many hits.")] = 20,
    offset: Annotated[int, typer.Option(min=0, help="So many hits are passed over.")] = 0,
    json: Json = False,
) -> None:
    """Find passages, claims and names that hold all words, and say why each was found."""
    asked = " ".join(f'"{word}"' if " " in word else word for word in words)
    if words == ["-"]:
        asked = sys.stdin.buffer.read().decode("utf-8", "replace")
    how, places = cast("SearchMode", mode), _places(within)
    with Drawn() as drawn:
        found = opened(drawn).search(asked, mode=how, within=places, limit=limit, offset=offset)
    if json:
        print_json(plain(found))
        return
    for hit in found.hits:
        typer.echo("\n".join(_hit_lines(hit)))
    ERRORS.print(_summary(found), markup=False)


def _places(given: str) -> tuple[SearchPlace, ...]:
    names = [name.strip() for name in given.split(",") if name.strip()]
    found = tuple(place for place in PLACES if place in names)
    if not found or len(found) < len(set(names)):
        raise UsageError("one can search in documents, claims and names", where="--in", mend="--in documents,names")
    return found


def _summary(found: Found) -> str:
    if not found.n_hits:
        return f"Nothing was found ({found.mode})."
    counts = ", ".join(f"{n} {mode}" for mode, n in found.n_by_mode if n)
    first = found.offset + 1
    shown = f"{first} to {found.offset + len(found.hits)} of " if len(found.hits) < found.n_hits else ""
    return f"{shown}{found.n_hits} found: {counts}." if found.hits else f"{found.n_hits} found: none at this offset."


def _hit_lines(hit: Hit) -> list[str]:
    """Say where, show the words in their context, and why they were found."""
    entry = hit.entry
    place = f"row {entry.row}" if entry.row is not None else f"page {entry.page}" if entry.page else ""
    first = entry.parts[0]
    if first.start is not None:
        place = ", ".join(filter(None, (place, f"characters {first.start}–{first.start + len(first.text)}")))
    lines = [f"{show_marks(entry.name)}, {place} [{entry.id}] {hit.mode}"]
    for number, part in enumerate(entry.parts):
        own = [match for match in hit.matches if match.part == number]
        if own or entry.kind == "names":
            start = max(0, own[0].start - _AROUND) if own else 0
            end = min(len(part.text), own[-1].end + _AROUND) if own else len(part.text)
            cut = ("… " * (start > 0), " …" * (end < len(part.text)))
            lines.append(f"  {part.label}: {cut[0]}{_line(part.text[start:end])}{cut[1]}")
    reasons = dict.fromkeys(f"{match.words}: {match.reason}" for match in hit.matches)
    return lines + [f"    {show_marks(reason)}" for reason in reasons]


def _line(text: str) -> str:
    return show_marks(" ".join(text.split()))
