"""Turn the frames that hold a figure into its attribution: speaker, cue, grade, role and chain.

The speaker is the outermost one that the text names, the chain runs inwards from there. A pronoun is resolved only when
the text before leaves one person that it can mean; otherwise the speaker stays open and the text before gives
candidates. Where the reach of a speaker is unclear there is none, and the reason is said.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from accounted.claims.frames import NOT_NAMED, Frame
from accounted.claims.roles import read_role
from accounted.claims.speakers import Speaker
from accounted.model.claims import Attribution, ChainLink
from accounted.model.documents import Span

__all__ = ["at_offset", "attribute", "frames_holding"]

OTHER_CLAUSE = "named in another part of the sentence; whether the words are theirs is not clear"
REACH = "a speaker is named in the sentence; whether their words reach this far is not clear"
PRONOUN = "a pronoun: the text before names several it could mean, or none"
NOBODY = "the words beside the verb of speech name nobody who can be asked"


def frames_holding(frames: Sequence[Frame], position: int) -> tuple[Frame, ...]:
    """List the frames that cover a position, the outermost first; an inner pronoun means the outer speaker."""
    holding = [frame for frame in frames if frame.holds(position)]
    return tuple(f for i, f in enumerate(holding) if not (i and _is_pronoun(f) and f.stance == "states"))


def at_offset(frame: Frame, offset: int) -> Frame:
    """Move the spans of a frame from its sentence to the text that the sentence begins in at `offset`."""

    def moved(span: Span) -> Span:
        return Span(span.start + offset, span.end + offset)

    return Frame(
        Speaker(frame.speaker.kind, moved(frame.speaker.span)) if frame.speaker else None,
        moved(frame.cue),
        frame.stance,
        frame.verb,
        tuple([moved(span) for span in frame.covers]),
        frame.outer,
        frame.is_impersonal,
        moved(frame.described) if frame.described else None,
        frame.is_sure,
    )


def attribute(
    holding: Sequence[Frame],
    text: str,
    *,
    meant: Span | None = None,
    beyond: Sequence[str] = (),
    before: Sequence[str] = (),
) -> Attribution:
    """Say who says what a position holds.

    Args:
        holding: Frames that hold it, the outermost first; their spans count in `text`.
        text: The document's text.
        meant: Whom the outermost frame's pronoun can only mean.
        beyond: Speakers of the sentence whose reach does not clearly extend to the position.
        before: Speakers named shortly before, for a pronoun.
    """
    if not holding:
        return Attribution("none", candidates=tuple(beyond), reason=REACH if beyond else None)
    first = holding[0]
    cue = text[first.cue.start : first.cue.end]
    if first.speaker is None:
        if first.is_impersonal:
            return Attribution("vague", cue=cue, grade="established", chain=_chain(holding, text))
        return Attribution("none", cue=cue, candidates=tuple(beyond), reason=NOBODY)
    if first.speaker.kind == "pronoun":
        if meant is None:
            return Attribution(
                "none", cue=cue, grade="possible" if before else None, candidates=tuple(before), reason=PRONOUN
            )
        first = replace(first, speaker=replace(first.speaker, kind="named", span=meant), described=None)
        holding = [first, *holding[1:]]
    elif not first.is_sure:
        names = (_name(first, text), *(name for name in beyond if name != _name(first, text)))
        return Attribution("none", cue=cue, grade="possible", candidates=names, reason=OTHER_CLAUSE)
    return _established(first, holding, text, cue)


def _established(first: Frame, holding: Sequence[Frame], text: str, cue: str) -> Attribution:
    speaker = first.speaker
    if speaker is None or speaker.kind == "pronoun":
        raise ValueError("an established speaker is named or vague")
    role, organisation = read_role(text, speaker.span, first.described)
    return Attribution(
        kind=speaker.kind,
        speaker=text[speaker.span.start : speaker.span.end],
        cue=cue,
        start=speaker.span.start,
        end=speaker.span.end,
        grade="established",
        chain=_chain(holding, text),
        role=role,
        organisation=organisation,
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
