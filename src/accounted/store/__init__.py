"""The only code that touches the record.

`open_ledger` opens it, `Ledger.writing` adds facts in one transaction, `verify` recomputes everything, `Originals`
keeps what came in.
"""

from accounted.store.codec import columns_of, decode
from accounted.store.ledger import Ledger, Writer, open_ledger
from accounted.store.originals import Originals, writing_files
from accounted.store.stamps import check_stamps, make_request, match_request, read_certificates, read_response
from accounted.store.verify import Verification, verify

__all__ = [
    "Ledger",
    "Originals",
    "Verification",
    "Writer",
    "check_stamps",
    "columns_of",
    "decode",
    "make_request",
    "match_request",
    "open_ledger",
    "read_certificates",
    "read_response",
    "verify",
    "writing_files",
]
