"""Time stamps (RFC 3161): somebody outside says that the record was as it is no later than then."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = ["CheckedStamp", "Stamp", "StampRequest", "StampState"]


@dataclass(frozen=True, slots=True)
class StampRequest:
    """A request for a stamp on the first entries of the record.

    Args:
        n_entries: How many entries are stamped.
        head: Hash of the last of them, which binds all before it and every original.
        requested: When it was made: UTC, ISO 8601.
        request: The request as RFC 3161 has it (DER).
    """

    n_entries: int
    head: str
    requested: str
    request: bytes


@dataclass(frozen=True, slots=True)
class Stamp:
    """An answer to a request.

    Args:
        request: Number of the fact that holds the request.
        response: The answer as RFC 3161 has it (DER).
        origin: Host that it came from, or `file`.
    """

    request: int
    response: bytes
    origin: str


@dataclass(frozen=True, slots=True)
class StampState:
    """Where one request stands.

    Args:
        n_entries: How many entries it is about.
        head: Hash of the last of them.
        requested: When it was made.
        state: Whether an answer is there.
    """

    n_entries: int
    head: str
    requested: str
    state: Literal["pending", "stamped"]


@dataclass(frozen=True, slots=True)
class CheckedStamp:
    """What a stored answer says, and how far it was checked.

    Args:
        n_entries: Entries that it is about; their chain was found to be as stamped.
        head: Hash of the last of them.
        time: When it was stamped, as the answer says: UTC, ISO 8601.
        authority: Who signed, as the certificate in the answer says, or empty.
        is_signature_checked: Whether the signature was checked against certificates that a person named.
    """

    n_entries: int
    head: str
    time: str
    authority: str
    is_signature_checked: bool

    def sentence(self) -> str:
        """Say it in one sentence."""
        who = f" by {self.authority}" if self.authority else ""
        checked = "signature checked" if self.is_signature_checked else "signature not checked: name a certificate"
        return f"entries 1 to {self.n_entries} were stamped{who} on {self.time} ({checked})"
