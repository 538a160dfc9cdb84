"""`accounted review --claims`: claims one by one, and what a person says about them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import typer

from accounted.claims import CORRECTABLE
from accounted.cli.show import print_json
from accounted.cli.visible import show_marks
from accounted.inquiry import Inquiry
from accounted.model.canonical import plain
from accounted.model.claim_reviews import ClaimAct, ClaimReview
from accounted.model.claims import Claim
from accounted.model.documents import Document
from accounted.model.errors import UsageError

__all__ = ["list_reviews", "review_claims"]

_KEYS = (
    "a accept  c correct  r reject  s split  m same as another  i a source of its own  v verdict in words  k skip  "
    "b take the last one back  q quit"
)
_ACTS: dict[str, ClaimAct] = {
    "a": "accept", "c": "correct", "r": "reject", "s": "split", "m": "merge", "i": "independent", "v": "verdict",
}  # fmt: skip
_AROUND = 200

Read = Callable[[str], str | None]


def review_claims(inquiry: Inquiry, *, person: str, n: int, read: Read) -> None:
    """Ask about the claims that nobody has looked at, those of which most can be checked first.

    Args:
        inquiry: The inquiry.
        person: Who decides.
        n: At most so many claims.
        read: Reads one line after a prompt; None at the end.
    """
    queue = inquiry.claim_queue()[:n]
    proposed = {proposal.id: proposal.model for proposal in inquiry.proposals()}
    if not queue:
        typer.echo("There is no claim that nobody has looked at.")
        return
    typer.echo(f"{len(queue)} claims that nobody has looked at, those of which most can be checked first.")
    at = 0
    made: list[tuple[int, str]] = []
    while at < len(queue):
        document, claim = queue[at]
        for line in _lay_out(document, claim):
            typer.echo(line)
        if claim.id in proposed:
            model = show_marks(proposed[claim.id])
            typer.echo(f"  Proposed by the language model {model}: in no number until a person accepts it.")
        typer.echo(f"  {at + 1} of {len(queue)}")
        said = read(f"{_KEYS} > ")
        answer = "q" if said is None else said.strip().casefold()
        if answer in ("q", "quit"):
            break
        if answer in ("k", "skip"):
            at += 1
        elif answer in ("b", "back"):
            if made:
                at, taken = made.pop()
                inquiry.undo_review(taken, person=person)
                typer.echo("  taken back")
        elif answer[:1] in _ACTS and answer:
            kept = _decide(inquiry, claim, _ACTS[answer[:1]], person, read)
            if kept is not None:
                made.append((at, kept.id))
                at += kept.act not in ("independent", "verdict")
        else:
            typer.echo(f"  “{show_marks(answer)}” is no answer; nothing was kept")
    typer.echo(f"{len(made)} decided; `accounted run` brings them into the report.")


def _decide(inquiry: Inquiry, claim: Claim, act: ClaimAct, person: str, read: Read) -> ClaimReview | None:
    changes: Mapping[str, str] = {}
    parts: Sequence[str] = ()
    into = ""
    if act == "correct":
        given = read(f"field=value; … of {', '.join(CORRECTABLE)} > ") or ""
        pairs = [pair.split("=", 1) for pair in given.split(";") if pair.strip()]
        if not pairs or any(len(pair) < 2 for pair in pairs):
            typer.echo("  write for example act=executed; where=Velmar. Nothing was kept")
            return None
        changes = {name.strip(): value for name, value in pairs}
    if act == "split":
        parts = [part.strip() for part in (read("The words of each number, with | between > ") or "").split("|")]
    if act == "merge":
        into = (read("The same as which claim (id)? ") or "").strip()
    reason = read("Verdict: " if act == "verdict" else "Reason: ") or ""
    try:
        return inquiry.review_claim(
            claim.id, act, person=person, reason=reason, changes=changes, parts=parts, into=into
        )
    except UsageError as error:
        typer.echo(f"  {error}; nothing was kept")
        return None


def _lay_out(document: Document, claim: Claim) -> list[str]:
    start, end = max(0, claim.start - _AROUND), min(len(document.text), claim.end + _AROUND)
    before, after = document.text[start : claim.start], document.text[claim.end : end]
    said, figure, when = claim.attribution, claim.figure, claim.when
    number = f"“{figure.wording}”: low {figure.low}, best {figure.best}, high {figure.high}" if figure else "none"
    read = [
        ("number", number),
        ("act, unit", f"{claim.act}, {claim.unit}"),
        ("counted", claim.counted or "not said"),
        ("speaker", f"{said.speaker} ({said.grade})" if said.speaker else "none named"),
        ("when", f"{when.wording} ({when.interval.edtf if when.interval else 'open'})" if when else "not said"),
        ("where", claim.where.wording if claim.where else "not said"),
        ("meant", f"{claim.polarity}, {claim.modality}"),
    ]
    return [
        "",
        f"{show_marks(document.name)}, characters {claim.start}–{claim.end} [{claim.id}]",
        f"  {_line(before)} ⟦{_line(claim.quote)}⟧ {_line(after)}",
        *(f"    {name}: {show_marks(value)}" for name, value in read),
    ]


def _line(text: str) -> str:
    return show_marks(" ".join(text.split()))


def list_reviews(inquiry: Inquiry, *, json: bool) -> None:
    """Show every decision about claims, and what was lost."""
    reviews, after = inquiry.claim_reviews(), inquiry.reviewed()
    if json:
        print_json([plain(review) for review in reviews])
        return
    gone = {review.undoes for review in reviews}
    for review in reviews:
        taken = ", taken back" if review.id in gone else ""
        typer.echo(
            f"{review.claim}: {review.act} ({show_marks(review.person)} {review.at}{taken}) "
            f"{show_marks(review.reason)} [{review.id}]"
        )
    n_open = len(inquiry.claim_queue())
    typer.echo(f"{n_open} claims read by machine, not checked; {len(after.set_aside)} set aside.")
    for review in after.lost:
        typer.echo(f"the documents no longer hold {review.claim}, about which {show_marks(review.person)} decided")
