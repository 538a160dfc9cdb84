"""RFC 3161 time stamps on the head of the chain: requests made, answers read, and checked without a network.

What is stamped is a text of three lines that names the number of entries and the hash of the last. That hash binds all
entries before it, and through the salted commitment of its file the SHA-256 of every original, so nothing else need be
stamped, and nothing of the record can be guessed from the request.

Doc: RFC 3161 (2001), https://www.rfc-editor.org/rfc/rfc3161.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import UTC
from typing import TYPE_CHECKING

from sqlalchemy import select

from accounted.model.errors import InputError, RecordDamaged, UsageError
from accounted.model.stamps import CheckedStamp, StampRequest
from accounted.store.ledger import Ledger
from accounted.store.schema import FACT
from accounted.store.writing import now

if TYPE_CHECKING:
    from cryptography.x509 import Certificate
    from rfc3161_client import TimeStampResponse

__all__ = [
    "check_stamps",
    "make_request",
    "match_request",
    "read_certificates",
    "read_response",
    "stamped_text",
]

_MEND = "see whether it is the answer to this request, and try another authority"


def stamped_text(n_entries: int, head: str) -> bytes:
    r"""Write what is stamped.

    >>> stamped_text(2, "ab")
    b'Accounted record\nentries 1 to 2\nhead ab\n'
    """
    return f"Accounted record\nentries 1 to {n_entries}\nhead {head}\n".encode("ascii")


def make_request(n_entries: int, head: str) -> StampRequest:
    """Make a request with SHA-256, a nonce, and the wish for the signer's certificate.

    Raises:
        UsageError: When `rfc3161-client` is not installed.
    """
    _need()
    from rfc3161_client import HashAlgorithm, TimestampRequestBuilder  # noqa: PLC0415 - an extra

    text = stamped_text(n_entries, head)
    built = TimestampRequestBuilder(data=text, hash_algorithm=HashAlgorithm.SHA256).build()
    return StampRequest(n_entries, head, now(), built.as_bytes())


def read_certificates(data: bytes, name: str) -> tuple[Certificate, ...]:
    """Read one or more certificates (PEM), or one (DER).

    Raises:
        InputError: When there is none.
    """
    _need()
    from cryptography import x509  # noqa: PLC0415 - an extra

    try:
        if b"-----BEGIN" in data:
            return tuple(x509.load_pem_x509_certificates(data))
        return (x509.load_der_x509_certificate(data),)
    except ValueError as error:
        raise InputError("this is no certificate", where=name, mend="give it as PEM or DER") from error


def read_response(
    response: bytes, request: StampRequest, certificates: Sequence[Certificate] = (), *, where: str = ""
) -> CheckedStamp:
    """Read an answer and hold it against its request, and against certificates when there are some.

    Args:
        response: As it came.
        request: What it should answer.
        certificates: Roots, and what lies between them and the signer, that a person trusts for this.
        where: What to name in an error.

    Raises:
        InputError: When it is no answer, refuses, answers something else, or was signed by somebody else.
    """
    _need()
    from rfc3161_client import VerificationError, VerifierBuilder  # noqa: PLC0415 - an extra
    from rfc3161_client._rust import parse_timestamp_request  # noqa: PLC0415 - an extra

    read = _decode(response, where)
    info = read.tst_info
    asked = parse_timestamp_request(request.request)
    digest = hashlib.sha256(stamped_text(request.n_entries, request.head)).digest()
    if info.message_imprint.message != digest or asked.message_imprint.message != digest:
        raise InputError("the answer stamps something else", where=where, mend=_MEND)
    if info.nonce != asked.nonce:
        raise InputError("the answer is to another request", where=where, mend=_MEND)
    if certificates:
        try:
            VerifierBuilder(roots=list(certificates)).build().verify(read, digest)
        except (VerificationError, ValueError) as error:
            raise InputError(
                f"the signature does not hold ({error})",
                where=where,
                mend="see whether the certificate is the right one",
            ) from error
    time = info.gen_time.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return CheckedStamp(request.n_entries, request.head, time, _authority(read), bool(certificates))


def check_stamps(ledger: Ledger, certificates: Sequence[Certificate] = ()) -> tuple[CheckedStamp, ...]:
    """Check every stored answer against its request, the chain as it is, and the certificates, oldest first.

    Raises:
        RecordDamaged: Naming the first that does not hold.
    """
    requests = {row["seq"]: row for row in ledger.rows("stamp_request")}
    checked = []
    for row in ledger.rows("stamp"):
        where = f"record.sqlite, entry {row['seq']} (stamp)"
        asked = requests.get(row["request"])
        if asked is None:
            raise RecordDamaged("the request of a stamp is gone", where=where, mend="restore the record from a backup")
        request = StampRequest(asked["n_entries"], asked["head"], asked["requested"], asked["request"])
        with ledger.reading() as connection:
            hash_ = connection.execute(select(FACT.c.hash).where(FACT.c.seq == request.n_entries)).scalar()
        if hash_ != request.head:
            raise RecordDamaged(
                f"entries 1 to {request.n_entries} are not those that were stamped",
                where=where, mend="restore the record from a backup",
            )  # fmt: skip
        try:
            checked.append(read_response(row["response"], request, certificates, where=where))
        except InputError as error:
            raise RecordDamaged(error.what, where=where, mend=error.mend) from error
    return tuple(checked)


def match_request(response: bytes, requests: Sequence[tuple[int, StampRequest]], *, where: str) -> int:
    """Find the request that an answer is to, by the numbers they are given with.

    Raises:
        InputError: When it is no answer, or to none of them.
    """
    for number, request in requests:
        try:
            read_response(response, request, where=where)
        except InputError:
            continue
        return number
    _need()
    _decode(response, where)
    raise InputError("this answers no request that waits for one", where=where, mend="accounted stamp --request FILE")


def _decode(response: bytes, where: str) -> TimeStampResponse:
    from rfc3161_client import PKIStatus, decode_timestamp_response  # noqa: PLC0415 - an extra

    try:
        read = decode_timestamp_response(response)
        if read.status != PKIStatus.GRANTED:
            said = "; ".join(read.status_string) or f"status {read.status}"
            raise InputError(f"the authority refused: {said}", where=where, mend="try another authority")
        # Read before anything is taken as said: an answer may be granted and hold nothing.
        _ = read.tst_info, read.signed_data
    except ValueError as error:
        raise InputError(f"this is no answer to a request for a stamp ({error})", where=where, mend=_MEND) from error
    return read


def _authority(read: TimeStampResponse) -> str:
    """The signer's name, from the certificate in the answer that the signature names."""
    from cryptography import x509  # noqa: PLC0415 - an extra

    signers = [(one.issuer, one.serial_number) for one in read.signed_data.signer_infos]
    for data in read.signed_data.certificates:
        certificate = x509.load_der_x509_certificate(data)
        if (certificate.issuer, certificate.serial_number) in signers:
            names = certificate.subject.get_attributes_for_oid(x509.NameOID.COMMON_NAME)
            return str(names[0].value) if names else certificate.subject.rfc4514_string()
    return ""


def _need() -> None:
    try:
        import rfc3161_client  # noqa: F401, PLC0415 - an extra
    except ImportError as error:
        raise UsageError(
            "time stamps need rfc3161-client, which is not installed", mend="pip install 'accounted[stamps]'"
        ) from error
