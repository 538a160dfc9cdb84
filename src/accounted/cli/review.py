"""`accounted review`: pairs of records, one by one, and what a person says about them."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from accounted.cli.claim_review import list_reviews, review_claims
from accounted.cli.show import ERRORS, Drawn, print_json
from accounted.cli.verbs import Json, opened
from accounted.cli.version_review import review_versions
from accounted.cli.visible import show_marks
from accounted.inquiry import Inquiry
from accounted.inquiry.review_queue import CLEAR, QueuedPair
from accounted.inquiry.reviewing import Agreement, Contradiction, Ruling
from accounted.model.canonical import plain
from accounted.model.errors import UsageError
from accounted.model.linkage import Judgement
from accounted.model.records import Record

__all__ = ["review"]

_ANSWERS: dict[str, Judgement] = {
    "s": "same", "same": "same", "d": "different", "different": "different", "u": "unsure", "unsure": "unsure",
}  # fmt: skip
_KEYS = "s same  d different  u unsure  k skip  b take the last one back  q quit"
_WIDTH = 34


def review(
    person: Annotated[str, typer.Option(metavar="NAME", help="Who decides; asked for when not given.")] = "",
    question: Annotated[str, typer.Option(metavar="ID", help="Only the lists of this question.")] = "",
    n: Annotated[int, typer.Option("--n", min=1, help="At most so many pairs.")] = 1_000_000,
    blind: Annotated[
        float, typer.Option(min=0, max=1, help="A random share of the pairs that others decided, unseen.")
    ] = 0,
    sample: Annotated[
        int, typer.Option(metavar="N", min=0, help="Instead, N pairs drawn at random, judged blind, to calibrate by.")
    ] = 0,
    settle: Annotated[
        bool, typer.Option(help="Pairs about which persons disagree; what is said now settles it.")
    ] = False,
    claims: Annotated[bool, typer.Option("--claims", help="Claims instead of pairs of records.")] = False,
    versions: Annotated[
        bool, typer.Option("--versions", help="New versions of lists that came in when nobody was asked.")
    ] = False,
    from_: Annotated[
        Path | None, typer.Option("--import", metavar="FILE", help="Decisions about claims from a CSV or annotations.")
    ] = None,
    undo: Annotated[str, typer.Option(metavar="DECISION", help="Take this decision back.")] = "",
    show: Annotated[bool, typer.Option("--list", help="Show all decisions, contradictions and agreement.")] = False,
    json: Json = False,
) -> None:
    """Decide pairs of records, or claims, one by one; without a terminal, answers are read from stdin line by line."""
    with Drawn() as drawn:
        inquiry = opened(drawn)
    person = person.strip() or ("" if show or (json and not undo) else _who())
    if from_:
        n_kept = len(inquiry.import_reviews(from_, person=person))
        typer.echo(f"{n_kept} decided; `accounted run` brings them into the report.")
        return
    if versions:
        review_versions(inquiry, person=person, read=_read, show=show, json=json)
        return
    if claims or undo.startswith("rev_"):
        _review_claims(inquiry, person, n, undo=undo, show=show or json, json=json)
        return
    if undo:
        ERRORS.print(f"taken back: {inquiry.undo(undo, person=person).undoes}", markup=False)
    elif not show:
        if (sample > 0) + (blind > 0) + settle > 1:
            raise UsageError("--sample, --blind and --settle are three different reviews", mend="give one of them")
        queue = inquiry.review_queue(question=question, person=person, blind=blind, settle=settle, sample=sample)[:n]
        hides = bool(sample or blind)
        if json:
            print_json([_hide(queued) if hides else plain(queued) for queued in queue])
            return
        _ask_all(inquiry, queue, person, settle=settle, hides=hides)
    _say_state(inquiry, json=json, all_of_it=show)


def _review_claims(inquiry: Inquiry, person: str, n: int, *, undo: str, show: bool, json: bool) -> None:
    if undo:
        ERRORS.print(f"taken back: {inquiry.undo_review(undo, person=person).undoes}", markup=False)
    elif not show:
        review_claims(inquiry, person=person, n=n, read=_read)
        return
    list_reviews(inquiry, json=json)


def _who() -> str:
    name = (_read("Who decides (name or initials)? ") or "").strip()
    if not name:
        raise UsageError("a decision needs the person who makes it", mend="give --person NAME")
    return name


def _read(prompt: str) -> str | None:
    """Read one line; None at the end of the input."""
    sys.stderr.write(prompt)
    sys.stderr.flush()
    line = sys.stdin.readline()
    return line.rstrip("\n") if line else None


def _hide(queued: QueuedPair) -> dict[str, object]:
    """A pair without what the model makes of it."""
    return {"left": queued.comparison.left, "right": queued.comparison.right, "inclusion": queued.inclusion}


def _ask_all(inquiry: Inquiry, queue: tuple[QueuedPair, ...], person: str, *, settle: bool, hides: bool) -> None:
    """Ask about one pair after another; `hides` leaves out what the model makes of it, so that nobody is led."""
    if not queue:
        typer.echo("There is no pair to decide.")
        return
    records = inquiry.records()
    n_doubtful = sum(CLEAR <= queued.comparison.match_probability <= 1.0 - CLEAR for queued in queue)
    doubtful = "in random order" if hides else f"of which {n_doubtful} are doubtful; these come first"
    typer.echo(f"{_say_pairs(len(queue))}, {doubtful}.")
    at = 0
    made: list[tuple[int, str]] = []
    while at < len(queue):
        pair = queue[at].comparison
        for line in _lay_out(records[pair.left], records[pair.right]):
            typer.echo(line)
        for phrase in () if hides else pair.why:
            typer.echo(f"    {phrase}")
        typer.echo(f"  {at + 1} of {len(queue)}{'' if hides else ': ' + queue[at].words}")
        said = _read(f"{_KEYS} > ")
        answer = "q" if said is None else said.strip().casefold()
        if answer in ("q", "quit"):
            break
        if answer in ("b", "back"):
            if made:
                at, taken = made.pop()
                inquiry.undo(taken, person=person)
                typer.echo("  taken back")
            continue
        if answer in ("k", "skip"):
            at += 1
            continue
        if answer not in _ANSWERS:
            typer.echo(f"  “{show_marks(answer)}” is no answer; nothing was kept")
            continue
        reason = _read("Reason (may be empty): ") or ""
        kept = inquiry.decide(
            pair.left,
            pair.right,
            _ANSWERS[answer],
            person=person,
            reason=reason,
            settles=settle,
            inclusion=queue[at].inclusion,
        )
        made.append((at, kept.id))
        at += 1
    typer.echo(f"{len(made)} decided; `accounted run` brings them into the numbers.")


def _lay_out(left: Record, right: Record) -> Iterator[str]:
    """Both records side by side, what differs marked."""
    yield ""
    for (title, first), (_, second) in zip(_understood(left), _understood(right), strict=True):
        if first or second:
            mark = "≠" if first and second and first != second else " "
            yield f"{mark} {title:6}  {_isolated(first)}  {_isolated(second)}"
    for record in (left, right):
        written = "; ".join(f"{show_marks(title)}: {show_marks(value)}" for title, value in record.values if value)
        yield f"  {show_marks(record.list)}, row {record.row}, as written: \u2068{written}\u2069"


def _understood(record: Record) -> tuple[tuple[str, str], ...]:
    """What was read out of a row, alike for every list: dates in one calendar, names whole."""
    return (
        ("list", record.list),
        ("name", " / ".join(record.names)),
        ("father", " / ".join(record.father_names)),
        ("mother", " / ".join(record.mother_names)),
        ("sex", record.sex or ""),
        ("age", "" if record.age is None else f"{record.age:g}"),
        ("born", record.birth.edtf if record.birth else ""),
        ("died", record.died.edtf if record.died else ""),
        ("place", ", ".join(value for _, value in record.places)),
    )


def _isolated(value: str) -> str:
    shown = show_marks(value)[:_WIDTH]
    return f"\u2068{shown}\u2069{' ' * (_WIDTH - len(shown))}"


def _say_state(inquiry: Inquiry, *, json: bool, all_of_it: bool) -> None:
    rulings, contradictions, agreement = inquiry.rulings(), inquiry.contradictions(), inquiry.agreement()
    if json:
        print_json(
            {
                "decisions": plain(inquiry.decisions()),
                "rulings": plain(rulings),
                "contradictions": plain(contradictions),
                "agreement": plain(agreement),
            }
        )
        return
    if all_of_it:
        for ruling in rulings:
            typer.echo(_say_ruling(ruling))
    for found in contradictions:
        typer.echo(_say_contradiction(found))
    if agreement.n_pairs:
        typer.echo(_say_agreement(agreement))


def _say_ruling(ruling: Ruling) -> str:
    said = "; ".join(
        f"{show_marks(d.person)} {d.at}: {d.judgement}{' (settles)' if d.settles else ''} [{d.id}]"
        for d in ruling.decisions
    )
    return f"{ruling.left} {ruling.right}: {ruling.state} ({said})"


def _say_contradiction(found: Contradiction) -> str:
    chain = ", ".join(f"{d.left} = {d.right} [{d.id}]" for d in found.chain)
    return f"contradiction: {found.apart.left} ≠ {found.apart.right} [{found.apart.id}], but {chain}"


def _say_pairs(n: int) -> str:
    return "1 pair" if n == 1 else f"{n} pairs"


def _say_agreement(found: Agreement) -> str:
    counts = ", ".join(f"{one}/{two} {n}" for (one, two), n in found.table)
    if found.kappa is None or found.lower is None or found.upper is None:
        return (
            f"two persons decided {_say_pairs(found.n_pairs)} ({counts}); kappa is not defined when all say one thing"
        )
    return (
        f"two persons decided {_say_pairs(found.n_pairs)} ({counts}): kappa {found.kappa:.2f} "
        f"(95 %: {found.lower:.2f} to {found.upper:.2f})"
    )
