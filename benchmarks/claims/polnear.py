"""Read PolNeAR (https://github.com/networkdynamics/PolNeAR): articles and their annotated attributions.

Newell, Margolin & Ruths (2018), "An Attribution Relations Corpus for Political News", LREC,
https://aclanthology.org/L18-1524. Spans count in code points. Of an article with several annotators the first is taken.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from accounted.model.documents import Span

__all__ = ["Annotated", "Annotation", "load"]

_PART = re.compile(r"^(T\d+)\t\S+ ([\d; ]+)", re.MULTILINE)
_EVENT = re.compile(r"^E\d+\t(.*)", re.MULTILINE)
_SWAPPED = ("said", "says", "say")


@dataclass(frozen=True)
class Annotation:
    """One attribution as annotated; a part may be empty or in several pieces."""

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    is_swapped: bool


@dataclass(frozen=True)
class Annotated:
    """An article with its attributions."""

    name: str
    text: str
    annotations: tuple[Annotation, ...]


def load(folder: Path, part: str) -> tuple[Annotated, ...]:
    """Read the articles of `train`, `dev` or `test`, in the order of their names.

    Where source and cue are swapped by a slip (the source is the word "said"), they are put right and counted.
    """
    articles = []
    for path in sorted((folder / "data" / part / "text").glob("*.txt")):
        text = path.read_bytes().decode("utf-8")
        found = sorted((folder / "data" / part / "attributions").glob(f"{path.stem}*.ann"))
        annotations = _parse(found[0].read_bytes().decode("utf-8"), text) if found else ()
        articles.append(Annotated(path.stem, text, annotations))
    return tuple(articles)


def _parse(standoff: str, text: str) -> tuple[Annotation, ...]:
    parts = {m[1]: [Span(*map(int, p.split())) for p in m[2].split(";")] for m in _PART.finditer(standoff)}
    return tuple(_annotation(event[1], parts, text) for event in _EVENT.finditer(standoff))


def _annotation(event: str, parts: dict[str, list[Span]], text: str) -> Annotation:
    spans: dict[str, list[Span]] = {"Source": [], "Cue": [], "Content": []}
    for item in event.split():
        role, part = item.split(":")
        spans.get(role.rstrip("0123456789"), []).extend(parts.get(part, []))
    source, cue, content = (tuple(sorted(spans[r], key=lambda s: s.start)) for r in ("Source", "Cue", "Content"))
    is_swapped = len(source) == 1 and text[source[0].start : source[0].end].lower() in _SWAPPED
    return Annotation(cue, source, content, True) if is_swapped else Annotation(source, cue, content, False)
