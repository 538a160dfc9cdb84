"""Ask a language model that the user runs, over the OpenAI-compatible protocol: off unless the settings name one.

Nothing leaves this machine by default: the host must be a loopback address, or be named a second time in
`confirmed_host` (`connecting`).
"""

from __future__ import annotations

import json
from urllib.error import URLError

from accounted.claims import INSTRUCTION
from accounted.inquiry.connecting import check_host as check
from accounted.inquiry.connecting import post
from accounted.inquiry.settings import LanguageModel
from accounted.model.errors import UsageError

__all__ = ["ask_model", "check_host"]

_SECONDS = 600
_MOST_BYTES = 5_000_000


def check_host(settings: LanguageModel) -> None:
    """Refuse a host that is not this machine, unless a person has named it a second time.

    Raises:
        SettingsError: Saying which host, and what to write.
    """
    check(
        settings.endpoint,
        settings.confirmed_host,
        table="language_model",
        sent="texts",
        example="http://127.0.0.1:11434/v1",
    )


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
    data = json.dumps(body).encode("utf-8", "replace")
    try:
        raw = post(address, data, "application/json", seconds=_SECONDS, most_bytes=_MOST_BYTES)
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
