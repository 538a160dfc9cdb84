"""Full-text search in an inquiry: passages, claims and names, from an index that is made of the record when needed.

The index is no part of the record. It is made anew when the record has facts of what can be found that it was not made
from, or when the code changed; an erasure takes it away before it is done (`open_ledger`). What is searched for is kept
nowhere.
"""

from __future__ import annotations

import fcntl
import json
import os
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from accounted.inquiry import contents
from accounted.inquiry.files import current_files
from accounted.inquiry.folder import Folder
from accounted.inquiry.runs import code_version, current_runs
from accounted.model.claims import Claim
from accounted.model.documents import Passage
from accounted.model.errors import RecordDamaged, UsageError
from accounted.model.progress import SILENT, Progress
from accounted.model.search import PLACES, SEARCH_MODES, Found, Part, SearchEntry, SearchMode, SearchPlace
from accounted.search import find_entries, index_stamp, parse_words, write_index
from accounted.store import Ledger

__all__ = ["search"]

_SEARCHED = (
    "file", "file_state", "document", "passage", "list_version", "record", "claim", "claim_review", "survey",
    "tombstone",
)  # fmt: skip
_NAMES = {"names": "name", "father_names": "father's name", "mother_names": "mother's name"}
_MOST_HITS = 1_000
_MOST_TRIES = 3


def search(
    folder: Folder,
    ledger: Ledger,
    words: str,
    *,
    mode: SearchMode = "transliterated",
    within: Sequence[SearchPlace] = PLACES,
    limit: int = 20,
    offset: int = 0,
    progress: Progress = SILENT,
) -> Found:
    """Find passages, claims and names; see `Inquiry.search`."""
    if mode not in SEARCH_MODES:
        raise UsageError(f"there is no mode {mode!r}", mend=f"one of {', '.join(SEARCH_MODES)}")
    unknown = [place for place in within if place not in PLACES]
    if unknown or not within:
        raise UsageError(f"one cannot search in {', '.join(unknown) or 'nothing'}", mend=f"in {', '.join(PLACES)}")
    if not 0 < limit <= _MOST_HITS or not 0 <= offset < 1 << 62:
        raise UsageError("no such page", mend=f"a limit from 1 to {_MOST_HITS}, an offset from 0")
    questions = parse_words(words)

    def find() -> Found:
        _bring_up_to_date(folder, ledger, progress)
        return find_entries(folder.search, questions, mode=mode, within=within, limit=limit, offset=offset)

    try:
        return find()
    except RecordDamaged:
        folder.search.unlink(missing_ok=True)
        return find()


def _bring_up_to_date(folder: Folder, ledger: Ledger, progress: Progress) -> None:
    """Make the index anew when it is not of the record as it stands; two who want it at a time make it once."""
    lock = os.open(folder.hidden / "search.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        # Again when the record grew meanwhile: something may have been erased that the index still holds.
        for _ in range(_MOST_TRIES):
            stamp = _stamp(ledger)
            if index_stamp(folder.search) == stamp:
                break
            progress.step("index")
            write_index(folder.search, _entries(ledger), stamp=stamp, code=code_version())
    finally:
        os.close(lock)


def _stamp(ledger: Ledger) -> str:
    """Say what an index would be made from: the last facts and steps that decide what can be found, and the code."""
    steps = (seq for seq, step in ledger.scan("run", ("seq", "step")) if step in ("read", "claims"))
    return f"{ledger.last_of(_SEARCHED)} {max(steps, default=0)} {code_version()}"


def _entries(ledger: Ledger) -> Iterator[SearchEntry]:
    """All that can be found: passages, then claims, then names."""
    documents = contents.documents(ledger)
    passages: dict[str, list[Passage]] = {}
    for passage in contents.passages(ledger):
        passages.setdefault(passage.document, []).append(passage)
    pages = {}
    for document in documents:
        pages[document.id] = document.pages
        for passage in passages.pop(document.id, ()):
            part = Part(passage.position, document.text[passage.start : passage.end], passage.start)
            yield SearchEntry("documents", document.id, document.name, (part,), passage.page)
    names = {document.id: document.name for document in documents}
    for claim in contents.claims(ledger):
        page = bisect_right(pages[claim.document], claim.start) or None
        yield SearchEntry("claims", claim.id, names[claim.document], _parts_of_claim(claim), page)
    yield from _name_entries(ledger)


def _parts_of_claim(claim: Claim) -> tuple[Part, ...]:
    said = claim.attribution
    quote = Part("quote", claim.quote, claim.start)
    if not said.speaker or said.speaker in claim.quote:
        return (quote,)
    return (quote, Part("speaker", said.speaker, said.start))


def _name_entries(ledger: Ledger) -> list[SearchEntry]:
    files = current_files(ledger)
    runs = [run.seq for run in current_runs(ledger, "read").values() if run.subject in files]
    entries = []
    for id_, list_name, row, *names in ledger.scan("record", ("id", "list", "row", *_NAMES), run=runs):
        parts = tuple(Part(label, name) for label, own in zip(_NAMES.values(), names, strict=True) if own
                      for name in json.loads(own))  # fmt: skip
        if parts:
            entries.append(SearchEntry("names", id_, list_name, parts, row=row))
    return sorted(entries, key=lambda entry: (entry.name, entry.row or 0, entry.id))
