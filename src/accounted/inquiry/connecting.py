"""The only place from which anything is sent: to this machine, or to a host that a person has named a second time.

No proxy of the environment is used and no redirection followed, so that what is sent goes where the settings say and
nowhere else.
"""

from __future__ import annotations

import ipaddress
from http.client import HTTPException
from typing import Any
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, OpenerDirector, ProxyHandler, Request, build_opener

from accounted.inquiry.settings import FILE_NAME
from accounted.model.errors import SettingsError

__all__ = ["check_host", "post"]


class _NoRedirect(HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        return None


def check_host(address: str, confirmed_host: str, *, table: str, sent: str, example: str) -> None:
    """Refuse a host that is not this machine, unless a person has named it a second time.

    Args:
        address: Where something would be sent.
        confirmed_host: The host that a person has confirmed, or empty.
        table: Name of the table of the settings.
        sent: What would be sent.
        example: An address that would do.

    Raises:
        SettingsError: Saying which host, and what to write.
    """
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        parts, host = urlsplit(""), ""
    if parts.scheme not in ("http", "https") or not host:
        raise SettingsError("this is no http address", where=f"{FILE_NAME}, {table}", mend=example)
    if _is_loopback(host) or host == confirmed_host:
        return
    raise SettingsError(
        f"{sent} would be sent to {host}, which is not this machine",
        where=f"{FILE_NAME}, {table}",
        mend=f'use {example}, or write confirmed_host = "{host}" when that is meant',
    )


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def post(address: str, body: bytes, content_type: str, *, seconds: float, most_bytes: int) -> bytes:
    """Send bytes to a host that was checked, and return the answer.

    Raises:
        OSError: When there is no answer; `URLError` is one.
        ValueError: When the answer is longer than `most_bytes`, or not as HTTP has it.
    """
    request = Request(address, body, {"Content-Type": content_type}, method="POST")  # noqa: S310 - http, as checked
    opener: OpenerDirector = build_opener(ProxyHandler({}), _NoRedirect)
    try:
        with opener.open(request, timeout=seconds) as response:
            raw: bytes = response.read(most_bytes + 1)
    except HTTPException as error:
        raise ValueError(f"this is no answer over HTTP: {error}") from error
    if len(raw) > most_bytes:
        raise ValueError("the answer is too long")
    return raw
