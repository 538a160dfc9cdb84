"""EML: the subject and the words of a message; its attachments come out as files of their own."""

from __future__ import annotations

import io
from datetime import UTC
from email import policy
from email.message import EmailMessage, MIMEPart
from email.parser import BytesParser
from pathlib import Path

from accounted.documents.archives import MOST_BYTES, MOST_MEMBERS, label, write_member
from accounted.documents.blocks import Blocks
from accounted.documents.epub import add_html
from accounted.documents.parsed import Mark, Parsed, clean_text, clean_word
from accounted.model.documents import Member, Unpacked
from accounted.model.errors import UnreadableDocument

__all__ = ["parse", "unpack"]

_PARSER = "EML 1"
_HEADERS = ("From", "To", "Cc", "Date", "Reply-To", "Message-ID", "X-Mailer", "User-Agent")


def parse(data: bytes) -> Parsed:
    """Read a message: its subject as a headline, then its words; signatures and quoted messages are part of them.

    Raises:
        UnreadableDocument: When it holds no words.
    """
    message = _read(data)
    text, marks = _words(message)
    subject = clean_word(message["Subject"])
    if subject:
        shift = len(subject) + 2
        text, marks = f"{subject}\n\n{text}", ((0, "headline"), *((at + shift, what) for at, what in marks))
    if not text.strip():
        raise UnreadableDocument("the message has no subject and no words", mend="see its attachments")
    stated = ((name, clean_word(value)) for name in _HEADERS for value in message.get_all(name, []))
    return Parsed(
        text,
        _PARSER,
        subject,
        _sent(message),
        authors=clean_word(message["From"]),
        stated=tuple((name, value) for name, value in stated if value),
        marks=marks,
        warnings=tuple(sorted({f"the message is not well-formed ({type(d).__name__})" for d in message.defects})),
    )


def unpack(path: Path, folder: str, media_type: str, name: str) -> Unpacked:  # noqa: ARG001 - as all unpackers
    """Write the attachments, and messages within the message, into an empty folder of ours.

    Raises:
        UnreadableDocument: When there are too many, or they are too large.
    """
    taken: set[str] = set()
    members: list[Member] = []
    size = 0
    message = _read(path.read_bytes())
    body = message.get_body(("plain", "html"))
    for part in _leaves(message):
        if part is body or (part.get_content_maintype() == "text" and not part.get_filename()):
            continue
        inner = part.get_content() if part.get_content_type() == "message/rfc822" else None
        content = inner.as_bytes() if isinstance(inner, EmailMessage) else part.get_payload(decode=True)
        if not isinstance(content, bytes) or not content:
            continue
        size += len(content)
        if len(members) == MOST_MEMBERS or size > MOST_BYTES:
            raise UnreadableDocument("the message has too many attachments", mend="save them and bring the files")
        given = clean_word(part.get_filename()) or ("message.eml" if inner else f"part-{len(members) + 1}")
        file = write_member(io.BytesIO(content), Path(folder), len(members) + 1, len(content))
        members.append(Member(label(given.replace("/", "_"), taken), file))
    return Unpacked(tuple(members))


def _read(data: bytes) -> EmailMessage:
    return BytesParser(EmailMessage, policy=policy.default).parsebytes(data)


def _leaves(message: MIMEPart) -> list[MIMEPart]:
    if message.get_content_type() == "message/rfc822" or not message.is_multipart():
        return [message]
    return [leaf for part in message.iter_parts() for leaf in _leaves(part)]


def _words(message: EmailMessage) -> tuple[str, tuple[Mark, ...]]:
    body = message.get_body(("plain", "html"))
    if body is None:
        return "", ()
    try:
        content = body.get_content()
    except (LookupError, UnicodeError, KeyError):
        payload = body.get_payload(decode=True)
        content = payload.decode("utf-8", "replace") if isinstance(payload, bytes) else ""
    if body.get_content_type() == "text/html":
        blocks = Blocks()
        add_html(str(content).encode("utf-8", "replace"), blocks)
        return blocks.text, blocks.marks
    return clean_text(str(content)).strip("\n"), ()


def _sent(message: EmailMessage) -> str:
    when = getattr(message["Date"], "datetime", None)
    if when is None:
        return ""
    return str(when.astimezone(UTC).date().isoformat() if when.tzinfo else when.date().isoformat())
