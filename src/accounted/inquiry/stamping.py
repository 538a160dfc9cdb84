"""Time stamps of an inquiry: asked for, queued while there is no network, sent or carried by hand, and taken in.

Each request is a fact, and each answer another. A stamp on later entries covers all before them, so only the newest
request is sent; an answer to any request that waits is taken.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.error import URLError
from urllib.parse import urlsplit

from accounted.inquiry.connecting import check_host, post
from accounted.inquiry.folder import Folder
from accounted.inquiry.settings import FILE_NAME, TimeStamps
from accounted.model.errors import InputError, UsageError
from accounted.model.stamps import CheckedStamp, Stamp, StampRequest, StampState
from accounted.store import Ledger, make_request, match_request, read_certificates, read_response

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

__all__ = ["certificates_of", "request_stamp", "send_request", "stamp_states", "take_response"]

_SECONDS = 30
_MOST_BYTES = 1_000_000


def stamp_states(ledger: Ledger) -> tuple[StampState, ...]:
    """Where every request stands, oldest first."""
    answered = {row["request"] for row in ledger.rows("stamp")}
    return tuple(
        StampState(row["n_entries"], row["head"], row["requested"], "stamped" if row["seq"] in answered else "pending")
        for row in ledger.rows("stamp_request")
    )


def request_stamp(ledger: Ledger) -> tuple[int, StampRequest]:
    """Ask for a stamp on the record as it is; a request that waits for one on the same record is taken again.

    Returns:
        The number of the fact, and the request.
    """
    with ledger.writing() as writer:
        waiting = _waiting(ledger)
        n_entries, head = ledger.head()
        if waiting and waiting[-1][0] == n_entries:
            return waiting[-1]
        if not n_entries:
            raise UsageError("there is nothing to stamp yet", mend="accounted add PATH")
        request = make_request(n_entries, head)
        return writer.add("stamp_request", request), request


def send_request(settings: TimeStamps, ledger: Ledger, number: int, request: StampRequest,
                 certificates: Sequence[Certificate]) -> CheckedStamp:  # fmt: skip
    """Send a request to the authority of the settings, and keep its answer.

    Raises:
        SettingsError: When the host of the address is not this machine and not confirmed.
        InputError: When there is no address, no answer, or it does not hold: the request goes on waiting.
    """
    if not settings.url:
        raise InputError("no authority is named", where=FILE_NAME, mend='[time_stamps] url = "…", or --request FILE')
    check_host(
        settings.url, settings.confirmed_host,
        table="time_stamps", sent="a hash", example="http://127.0.0.1:3180/",
    )  # fmt: skip
    where = urlsplit(settings.url).hostname or ""
    try:
        response = post(
            settings.url, request.request, "application/timestamp-query", seconds=_SECONDS, most_bytes=_MOST_BYTES
        )
    except OSError as error:
        reason = error.reason if isinstance(error, URLError) else error
        raise InputError(
            f"no answer: {reason}", where=where, mend="accounted stamp, when there is a network"
        ) from error
    except ValueError as error:
        raise InputError(str(error), where=where, mend="see whether it is a time stamping authority") from error
    return _keep(ledger, Stamp(number, response, where), request, certificates, where)


def take_response(ledger: Ledger, path: Path, certificates: Sequence[Certificate]) -> CheckedStamp:
    """Take in an answer that came as a file.

    Raises:
        InputError: When it is none, answers no request that waits, or does not hold.
    """
    if path.stat().st_size > _MOST_BYTES:
        raise InputError("this is too long for an answer", where=path.name, mend="give the file with the answer")
    response, waiting = path.read_bytes(), _waiting(ledger)
    number = match_request(response, waiting, where=path.name)
    return _keep(ledger, Stamp(number, response, "file"), dict(waiting)[number], certificates, path.name)


def certificates_of(folder: Folder, settings: TimeStamps, more: Iterable[Path] = ()) -> tuple[Certificate, ...]:
    """Read the certificates of the settings (paths below the inquiry's folder) and those given.

    Raises:
        InputError: When a file is not there, or holds no certificate.
    """
    found: list[Certificate] = []
    for path in (*(folder.root / name for name in settings.certificates), *more):
        try:
            found += read_certificates(path.read_bytes(), path.name)
        except OSError as error:
            raise InputError(f"the certificate cannot be read: {error.strerror}", where=str(path)) from error
    return tuple(dict.fromkeys(found))


def _waiting(ledger: Ledger) -> list[tuple[int, StampRequest]]:
    answered = {row["request"] for row in ledger.rows("stamp")}
    return [
        (row["seq"], StampRequest(row["n_entries"], row["head"], row["requested"], row["request"]))
        for row in ledger.rows("stamp_request")
        if row["seq"] not in answered
    ]


def _keep(ledger: Ledger, stamp: Stamp, request: StampRequest, certificates: Sequence[Certificate],
          where: str) -> CheckedStamp:  # fmt: skip
    checked = read_response(stamp.response, request, certificates, where=where)
    with ledger.writing() as writer:
        writer.add("stamp", stamp)
    return checked
