"""Turn the frames that hold a figure into its attribution: speaker, cue, grade and chain.

The speaker is the outermost one that the text names, the chain runs inwards from there. A pronoun is not resolved: the
speaker stays open and the text before gives a candidate. Where the reach of a speaker is unclear there is none.
"""

from __future__ import annotations

from collections.abc import Sequence

from accounted.claims.speech import NOT_NAMED, Frame
from accounted.model.claims import Attribution, ChainLink

__all__ = ["attribute", "frames_holding"]


def frames_holding(frames: Sequence[Frame], position: int) -> tuple[Frame, ...]:
    """List the frames that cover a position, the outermost first; an inner pronoun means the outer speaker."""
    holding = [frame for frame in frames if frame.holds(position)]
    return tuple(f for i, f in enumerate(holding) if not (i and _is_pronoun(f) and f.stance == "states"))


def attribute(
    holding: Sequence[Frame], text: str, offset: int, beyond: Sequence[str] = (), before: Sequence[str] = ()
) -> Attribution:
    """Say who says what a position holds.

    Args:
        holding: Frames that hold it, the outermost first.
        text: The sentence that the frames are relative to.
        offset: Where that sentence begins in the document.
        beyond: Speakers of the sentence whose reach does not clearly extend to the position.
        before: Speakers named shortly before, for a pronoun.
    """
    if not holding:
        return Attribution("none", candidates=tuple(beyond))
    first = holding[0]
    cue = text[first.cue.start : first.cue.end]
    if first.speaker is None:
        if not first.is_impersonal:
            return Attribution("none", cue=cue, candidates=tuple(beyond))
        return Attribution("vague", cue=cue, grade="established", chain=_chain(holding, text))
    if first.speaker.kind == "pronoun":
        return Attribution("none", cue=cue, grade="possible" if before else None, candidates=tuple(before))
    span = first.speaker.span
    return Attribution(
        kind=first.speaker.kind,
        speaker=text[span.start : span.end],
        cue=cue,
        start=offset + span.start,
        end=offset + span.end,
        grade="established",
        chain=_chain(holding, text),
    )


def _chain(holding: Sequence[Frame], text: str) -> tuple[ChainLink, ...]:
    links: list[ChainLink] = []
    for frame in holding:
        name = _name(frame, text)
        if links and (name == links[-1].speaker or _is_pronoun(frame)):
            if frame.stance != "states":
                links[-1] = ChainLink(links[-1].speaker, frame.stance)
            continue
        if links and links[-1].stance == "states":
            links[-1] = ChainLink(links[-1].speaker, "reports")
        links.append(ChainLink(name, frame.stance))
    if links and links[-1].stance == "reports":
        links.append(ChainLink(NOT_NAMED, "states"))
    return tuple(links)


def _name(frame: Frame, text: str) -> str:
    return text[frame.speaker.span.start : frame.speaker.span.end] if frame.speaker else NOT_NAMED


def _is_pronoun(frame: Frame) -> bool:
    return frame.speaker is not None and frame.speaker.kind == "pronoun"
