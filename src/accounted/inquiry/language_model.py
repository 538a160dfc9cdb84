"""Ask a language model that the user runs, over the OpenAI-compatible protocol: off unless the settings name one.

Nothing leaves this machine by default: the host must be a loopback address, or be named a second time in
`confirmed_host`. No proxy of the environment is used and no redirection followed, so that the text goes where the
settings say and nowhere else.
"""

from __future__ import annotations

import ipaddress
import json
from typing import Any
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, OpenerDirector, ProxyHandler, Request, build_opener

from accounted.claims import INSTRUCTION
from accounted.inquiry.settings import FILE_NAME, LanguageModel
from accounted.model.errors import SettingsError, UsageError

__all__ = ["ask_model", "check_host"]

_SECONDS = 600
_MOST_BYTES = 5_000_000


class _NoRedirect(HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        return None


def check_host(settings: LanguageModel) -> None:
    """Refuse a host that is not this machine, unless a person has named it a second time.

    Raises:
        SettingsError: Saying which host, and what to write.
    """
    parts = urlsplit(settings.endpoint)
    host = parts.hostname or ""
    if parts.scheme not in ("http", "https") or not host:
        raise SettingsError("the endpoint is no http address", where=FILE_NAME, mend="http://127.0.0.1:11434/v1")
    if _is_loopback(host) or host == settings.confirmed_host:
        return
    raise SettingsError(
        f"texts would be sent to {host}, which is not this machine",
        where=f"{FILE_NAME}, language_model",
        mend=f'use a model on this machine, or write confirmed_host = "{host}" when that is meant',
    )


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def ask_model(settings: LanguageModel, text: str) -> str:
    """Send one piece of a text, and return what the model answers.

    Raises:
        SettingsError: As `check_host`.
        UsageError: When the server does not answer, or not as the protocol has it.
    """
    check_host(settings)
    body = {
        "model": settings.model,
        "temperature": 0,
        "seed": 1,
        "messages": [
            {"role": "system", "content": INSTRUCTION},
            {"role": "user", "content": f"<<<TEXT\n{text}\nTEXT>>>"},
        ],
    }
    address = f"{settings.endpoint.rstrip('/')}/chat/completions"
    request = Request(  # noqa: S310 (http or https only, checked above)
        address, json.dumps(body).encode("utf-8", "replace"), {"Content-Type": "application/json"}, method="POST"
    )
    opener: OpenerDirector = build_opener(ProxyHandler({}), _NoRedirect)
    try:
        with opener.open(request, timeout=_SECONDS) as response:
            raw = response.read(_MOST_BYTES + 1)
        if len(raw) > _MOST_BYTES:
            raise ValueError("the answer is too long")
        content = json.loads(raw)["choices"][0]["message"]["content"]
        if not isinstance(content, str):
            raise TypeError("the answer holds no text")
    except (URLError, OSError) as error:
        reason = getattr(error, "reason", error)
        raise UsageError(f"the language model does not answer: {reason}", where=address, mend="start it") from error
    except (ValueError, KeyError, IndexError, TypeError) as error:
        mend = "see whether it is OpenAI-compatible"
        raise UsageError(f"this is no answer of a language model: {error}", where=address, mend=mend) from error
    return content
