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
from accounted.text.encodings import decode_bytes

__all__ = ["parse", "unpack"]

_PARSER = "EML 2"
_HEADERS = ("From", "To", "Cc", "Date", "Reply-To", "Message-ID", "X-Mailer", "User-Agent")
_ENDINGS = {"text/plain": ".txt", "text/html": ".html", "application/pdf": ".pdf"}


def parse(data: bytes) -> Parsed:
    """Read a message: its subject as a headline, then its words; signatures and quoted messages are part of them.

    Raises:
        UnreadableDocument: When it holds no words.
    """
    message = _read(data)
    subject, is_guessed = _header(message, "Subject")
    pieces: list[tuple[str, tuple[Mark, ...]]] = [(subject, ((0, "headline"),))] if subject else []
    for part in _said(message):
        text, marks, is_own_guess = _words(part)
        is_guessed = is_guessed or is_own_guess
        pieces += [(text, marks)] if text.strip() else []
    if not pieces:
        raise UnreadableDocument("the message has no subject and no words", mend="see its attachments")
    found: list[Mark] = []
    length = 0
    for text, marks in pieces:
        found += [(length + at, what) for at, what in marks]
        length += len(text) + 2
    warnings = sorted({f"the message is not well-formed ({type(d).__name__})" for d in message.defects})
    if is_guessed:
        warnings.append("letters are not marked as what they are and were guessed: some may be wrong")
    stated = ((name, clean_word(value)) for name in _HEADERS for value in message.get_all(name, []))
    return Parsed(
        "\n\n".join(text for text, _ in pieces),
        _PARSER,
        subject,
        _sent(message),
        authors=_header(message, "From")[0],
        stated=tuple((name, value) for name, value in stated if value),
        marks=tuple(found),
        warnings=tuple(warnings),
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
    said = {id(part) for part in _said(message)}
    others = {id(part) for part in _alternatives(message)}
    for part in _leaves(message):
        if id(part) in said or id(part) in others:
            continue
        inner = part.get_content() if part.get_content_type() == "message/rfc822" else None
        content = inner.as_bytes() if isinstance(inner, EmailMessage) else part.get_payload(decode=True)
        if not isinstance(content, bytes) or not content:
            continue
        size += len(content)
        if len(members) == MOST_MEMBERS or size > MOST_BYTES:
            raise UnreadableDocument("the message has too many attachments", mend="save them and bring the files")
        given = clean_word(part.get_filename()) or _named(part, len(members) + 1, is_message=inner is not None)
        file = write_member(io.BytesIO(content), Path(folder), len(members) + 1, len(content))
        members.append(Member(label(given.replace("/", "_"), taken), file))
    return Unpacked(tuple(members))


def _read(data: bytes) -> EmailMessage:
    return BytesParser(EmailMessage, policy=policy.default).parsebytes(data)


def _named(part: MIMEPart, number: int, *, is_message: bool) -> str:
    """Name an attachment without a name by its kind, so that it is read as what it is."""
    if is_message:
        return "message.eml"
    return f"part-{number}{_ENDINGS.get(part.get_content_type(), '')}"


def _leaves(message: MIMEPart) -> list[MIMEPart]:
    if message.get_content_type() == "message/rfc822" or not message.is_multipart():
        return [message]
    return [leaf for part in message.iter_parts() for leaf in _leaves(part)]


def _said(message: EmailMessage) -> list[MIMEPart]:
    """Give the parts that hold what the message itself says, in their order.

    These are all texts that are no attachments: programs put words before and after a picture into parts of their own.
    Of versions of one text, the plain one is read, or the page when the plain one is empty.
    """
    others = {id(part) for part in _alternatives(message)}
    return [part for part in _leaves(message) if _is_said(part) and id(part) not in others]


def _is_said(part: MIMEPart) -> bool:
    is_text = part.get_content_type() in ("text/plain", "text/html")
    return is_text and not part.is_attachment() and not part.get_filename()


def _alternatives(message: MIMEPart) -> list[MIMEPart]:
    """Give the versions of texts that are not read, because another version of the same text is."""
    found: list[MIMEPart] = []
    waiting = [message]
    while waiting:
        part = waiting.pop()
        if part.get_content_type() == "message/rfc822" or not part.is_multipart():
            continue
        waiting += part.iter_parts()
        if part.get_content_type() == "multipart/alternative":
            versions = [leaf for leaf in _leaves(part) if _is_said(leaf)]
            filled = [leaf for leaf in versions if _text(leaf)[0].strip()] or versions
            best = next((leaf for leaf in filled if leaf.get_content_type() == "text/plain"), None)
            chosen = [best] if best is not None else filled[:1]
            found += [leaf for leaf in versions if leaf not in chosen]
    return found


def _text(part: MIMEPart) -> tuple[str, bool]:
    """Decode a part as it says; where it says nothing or what nobody knows, guess, which is told."""
    payload = part.get_payload(decode=True)
    data = payload if isinstance(payload, bytes) else b""
    charset = part.get_content_charset()
    try:
        return data.decode(charset or "ascii"), False
    except (LookupError, UnicodeDecodeError):
        read = decode_bytes(data)
        return (read[0], read[1].is_assumed or charset is not None) if read else (data.decode("utf-8", "replace"), True)


def _words(part: MIMEPart) -> tuple[str, tuple[Mark, ...], bool]:
    """Give the words of a part, what its blocks are, and whether their encoding was guessed."""
    text, is_guessed = _text(part)
    if part.get_content_type() != "text/html":
        return clean_text(text).strip("\n"), (), is_guessed
    blocks = Blocks()
    add_html(text.encode("utf-8", "replace"), blocks)
    return blocks.text, blocks.marks, is_guessed


def _header(message: EmailMessage, name: str) -> tuple[str, bool]:
    """Give a header as text; bytes that are not marked as what they are are guessed, which is told."""
    value = clean_word(message[name])
    if "\ufffd" not in value:
        return value, False
    raw = next((str(found) for key, found in message.raw_items() if key.lower() == name.lower()), "")
    read = decode_bytes(raw.encode("utf-8", "surrogateescape"))
    return (clean_word(read[0]), True) if read else (value, True)


def _sent(message: EmailMessage) -> str:
    when = getattr(message["Date"], "datetime", None)
    if when is None:
        return ""
    return str(when.astimezone(UTC).date().isoformat() if when.tzinfo else when.date().isoformat())
