"""Read the role and the organisation of a speaker as worded: "Anna Bell, a minister at the Velmar Office".

Nothing is looked up: what the words beside the name do not say is not known.
"""

from __future__ import annotations

import re

from accounted.claims.languages.english import ROLES, VAGUE_SPEAKERS, word_set
from accounted.model.documents import Span

__all__ = ["read_role"]

_BODIES = word_set(
    """government ministry army police military navy court tribunal commission committee council agency parliament
    opposition embassy office bureau department party union organisation organization group institute centre center
    hospital authority authorities administration regime newspaper network federation movement front brigade church
    """
)
_WORD = re.compile(r"[^\W\d_][\w’'-]*")
_OF = re.compile(r"\b(?:of|at|for|from|with)\s+(?P<body>(?:the |its |his |her |an? )?[^,;()]{2,120})$")


def read_role(text: str, speaker: Span, described: Span | None) -> tuple[str | None, str | None]:
    """Read role and organisation.

    Args:
        text: The text that the spans count in.
        speaker: The speaker.
        described: The speaker with appositions.

    >>> text = "Anna Bell, 43, a minister at the Velmar Office, said"
    >>> read_role(text, Span(0, 9), Span(0, 48))
    ('a minister at the Velmar Office', 'the Velmar Office')
    >>> read_role("Health Minister Anna Bell", Span(0, 25), None)
    ('Health Minister', None)
    """
    name = text[speaker.start : speaker.end]
    after = text[speaker.end : described.end] if described and described.end > speaker.end else ""
    is_named_after = re.fullmatch(r"\s*[,–—(]\s*(?:[^\W\d_a-z][\w.’'-]*\s*){2,5}[,–—)]?\s*", after) is not None
    role = name if is_named_after else _in_apposition(after) or _before_name(name) or _as_head(name)
    body = _organisation(role) if role else None
    if body is None and role is None and _last(name) in _BODIES:
        body = name
    if body is None:
        body = _organisation(name)
    return role, body


def _in_apposition(after: str) -> str | None:
    """Take the first part between commas that names a role."""
    for part in re.split(r"[,()–—]", after):
        words = part.split()
        if words and words[0].lower() in ("who", "which", "whose", "whom"):
            return None
        if any(w.lower().rstrip("s") in ROLES or w.lower() in ROLES for w in _WORD.findall(part)):
            return part.strip(" .")
    return None


def _before_name(name: str) -> str | None:
    words = list(_WORD.finditer(name))
    for i in range(len(words) - 2, -1, -1):
        following = words[i + 1].group()
        if words[i].group().lower() in ROLES and following[0].isupper() and following.lower() not in ROLES:
            return re.sub(r"^(?:[Tt]he|[Aa]n?)\s+", "", name[: words[i].end()])
    return None


def _as_head(name: str) -> str | None:
    """Read "the head of the agency", "a spokesman for the ministry"."""
    found = _OF.search(name)
    head = name[: found.start()].strip() if found else name
    last = _last(head)
    is_person = (last in ROLES or last in VAGUE_SPEAKERS) and last not in _BODIES
    return head if is_person and (found is not None or not any(w[0].isupper() for w in head.split()[1:])) else None


def _organisation(wording: str) -> str | None:
    found = _OF.search(wording)
    if found:
        words = _WORD.findall(found["body"])
        is_body = any(w[0].isupper() for w in words[:6]) or any(w.lower() in _BODIES for w in words)
        return found["body"].strip(" .") if is_body else None
    words = list(_WORD.finditer(wording))
    if len(words) > 1 and any(w.group().lower() in _BODIES for w in words[:-1]):
        last = max(i for i, w in enumerate(words[:-1]) if w.group().lower() in _BODIES)
        return re.sub(r"^(?:[Aa]n?)\s+", "", wording[: words[last].end()])
    return None


def _last(name: str) -> str:
    words = _WORD.findall(name)
    return words[-1].lower() if words else ""
