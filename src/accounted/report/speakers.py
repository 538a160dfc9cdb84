"""Who says it: how a claim's speaker is named, when it was said, and whether the figure is the speaker's own.

Nobody's sentence is given to a speaker who did not say it: what is unattributed is called unattributed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from accounted.model.claims import Claim
from accounted.model.documents import Document
from accounted.model.questions import Match

__all__ = ["apart_reason", "list_kept_by", "said_date", "speaker_label", "speaker_note"]

_WORD = re.compile(r"\w+")
_NOT_STATED = {
    "possible": "said to be possible, not stated",
    "hypothetical": "hypothetical, not stated",
    "predicted": "a prediction",
    "asked": "a question, not a statement",
}
_STANCES = {
    "denies": "denied by the speaker",
    "doubts": "doubted by the speaker",
    "corrects": "corrects what others say",
    "reports": "the speaker reports what others say",
}
_LISTS_OF_ARTICLES = frozenset({"the", "a", "an", "of", "and", "for"})


def speaker_label(claim: Claim, document: Document | None) -> str:
    """Name the speaker as worded; without one, say so and name the document."""
    said = claim.attribution
    if said.speaker and said.kind == "named":
        return said.speaker
    if said.speaker and said.kind == "vague":
        return f"“{said.speaker}” (not named)"
    return f"No speaker named, in {document.name}" if document else "No speaker named"


def speaker_note(claim: Claim) -> str:
    """Say how sure it is that this speaker said it; empty when the sentence itself says so."""
    said = claim.attribution
    if said.speaker and said.grade == "possible":
        return "possible speaker: the sentence itself does not name one"
    if not said.speaker and said.candidates:
        return f"the text before mentions: {'; '.join(said.candidates)}"
    return ""


def said_date(claim: Claim, document: Document | None) -> str:
    """Say when it was said, else when the document is dated, else that nobody knows."""
    if claim.said_when is not None:
        return claim.said_when.edtf
    if document is not None and document.dated is not None:
        return f"document of {document.dated.edtf}"
    return "date not known"


def apart_reason(claim: Claim, match: Match) -> str:
    """Say why a claim, though about the same thing, is not the speaker's own figure; empty when it is.

    A person who overrode the match decided on the claim as it stands, so their word goes first.
    """
    if match.overridden:
        return ""
    stance = [entry for entry in match.dimensions if entry.dimension == "stance" and entry.relation != "same"]
    if stance:
        return stance[0].reason
    if claim.polarity == "denied":
        return "denied by the speaker"
    if claim.modality != "stated":
        return _NOT_STATED[claim.modality]
    chain = claim.attribution.chain
    own = [link for link in chain if link.speaker == claim.attribution.speaker] or list(chain)
    return _STANCES.get(own[-1].stance, "") if own else ""


def list_kept_by(claim: Claim, lists: Sequence[str]) -> str:
    """Name the list that the speaker also keeps or counts from, so that the two are not independent; else empty.

    A list counts as the speaker's when its name is in the speaker's name, the other way round, or is its initials; and
    as drawn from when the claim's own sentence names it.
    """
    speaker = claim.attribution.speaker or ""
    for name in sorted(lists):
        if _same_body(speaker, name) or _holds(claim.quote, name):
            return name
    return ""


def _words(text: str) -> tuple[str, ...]:
    return tuple(word for word in _WORD.findall(text.casefold()) if word not in _LISTS_OF_ARTICLES)


def _same_body(speaker: str, name: str) -> bool:
    spoken, kept = _words(speaker), _words(name)
    if not spoken or not kept:
        return False
    initials = "".join(word[0] for word in spoken)
    return _within(kept, spoken) or (len(spoken) > 1 and (_within(spoken, kept) or kept == (initials,)))


def _holds(text: str, name: str) -> bool:
    kept = _words(name)
    # A one-letter name ("A") is a word of every other sentence.
    return bool(kept) and len("".join(kept)) > 2 and _within(kept, _words(text)) and name in text


def _within(part: tuple[str, ...], whole: tuple[str, ...]) -> bool:
    return any(whole[i : i + len(part)] == part for i in range(len(whole) - len(part) + 1))
