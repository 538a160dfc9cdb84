"""The verbs that work on an inquiry."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

import typer

from accounted.cli.approving import accepter, approver
from accounted.cli.documents import count_documents, document_lines, preview_lines
from accounted.cli.findings import list_lines, stated_lines
from accounted.cli.show import ERRORS, Drawn, print_json, say_outcomes
from accounted.inquiry import Inquiry, Status, init_inquiry, open_inquiry
from accounted.inquiry import demo as demos
from accounted.inquiry.intake import Taken
from accounted.model.canonical import plain
from accounted.model.list_findings import count_findings
from accounted.sandbox import limits_are_hard

__all__ = [
    "PLACE",
    "Certificates",
    "Json",
    "add",
    "demo",
    "init",
    "opened",
    "report",
    "run",
    "status",
    "trace",
    "verify",
]

Json = Annotated[bool, typer.Option("--json", help="Print JSON on stdout and nothing else.")]

Yes = Annotated[bool, typer.Option("--yes", help="Ask nothing: take guesses about columns, and new versions of lists.")]


Certificates = Annotated[
    list[Path] | None,
    typer.Option("--certificate", metavar="FILE", help="A certificate that time stamps are checked against."),
]


@dataclass
class _Place:
    """Where `-C` points; set once, before the verb runs."""

    directory: Path = field(default_factory=Path)


PLACE = _Place()


def opened(drawn: Drawn) -> Inquiry:
    """Open the inquiry that `-C` or the current folder names."""
    return open_inquiry(PLACE.directory, progress=drawn)


def init(
    directory: Annotated[Path | None, typer.Argument(metavar="[DIR]", help="Folder of the new inquiry.")] = None,
    title: Annotated[str, typer.Option(help="Title of the inquiry.")] = "",
) -> None:
    """Begin a new inquiry."""
    folder = directory or PLACE.directory
    init_inquiry(folder, title=title).close()
    ERRORS.print(f"An inquiry was begun in {folder}.", markup=False)
    ERRORS.print(
        "Put files into its input/ folder, say what you ask in inquiry.toml, then: accounted run", markup=False
    )


def add(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH...", help="Files, or folders to walk.")],
    yes: Yes = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Take nothing in: say what would come, and show 20 rows of every table.")
    ] = False,
) -> None:
    """Take files in, unchanged, and read them."""
    if dry_run:
        with Drawn() as drawn:
            taken, previews = opened(drawn).preview(paths)
        for preview in previews:
            typer.echo("\n".join(preview_lines(preview)))
        raise typer.Exit(_say_taken(taken, would=True))
    with Drawn() as drawn:
        accept = accepter(drawn, yes=yes)
        taken, outcome = opened(drawn).add(paths, approve=approver(drawn, yes=yes), accept=accept)
    raise typer.Exit(max(_say_taken(taken), say_outcomes([outcome])))


def _say_taken(taken: Taken, *, would: bool = False) -> int:
    known = f", {taken.n_known} known already" if taken.n_known else ""
    note = "; nothing was taken in (--dry-run)" if would else ""
    ERRORS.print(f"  take in: {len(taken.new)} new{known}{note}", markup=False)
    for name in taken.replaced:
        said = "taken as a new version; the earlier one stays among the originals, and nothing is read from it any more"
        ERRORS.print(f" replaced: {name}: {said}; is it another file, then add both by other names", markup=False)
    for name in taken.gone:
        ERRORS.print(f"     gone: {name}: not in the new version of what it came out of", markup=False)
    for change in taken.changes:
        ERRORS.print(f"  changes: {change.file}: {change.sentence}", markup=False)
    for name, reason in taken.left_out:
        ERRORS.print(f" left out: {name}: {reason}", markup=False)
    for name, reason in taken.failed:
        ERRORS.print(f"   failed: {name}: {reason}", markup=False)
    return 3 if taken.failed else 0


def status(
    lists: Annotated[bool, typer.Option("--lists", help="Only the lists: their columns, what is odd in them.")] = False,
    documents: Annotated[
        bool, typer.Option("--documents", help="Only the documents: date and language as guessed or confirmed.")
    ] = False,
    json: Json = False,
) -> None:
    """Say where the inquiry stands: files and their states, lists, claims, questions, the head of the chain."""
    with Drawn() as drawn:
        now = opened(drawn).status()
    if json:
        print_json(plain(now))
        return
    if lists:
        typer.echo("\n".join(list_lines(now)))
        return
    if documents:
        typer.echo("\n".join(document_lines(now)))
        return
    lines = [now.title, ""]
    counts: dict[str, int] = {}
    for file in now.files:
        counts[file.state] = counts.get(file.state, 0) + 1
    total = len(now.files) + len(now.unread)
    states = ", ".join(f"{n} {state}" for state, n in sorted(counts.items()))
    lines.append(
        f"files      {total}: {states or 'none read'}" + (f", {len(now.unread)} not read yet" * bool(now.unread))
    )
    lines += [f"           {f.state}: {f.name}: {f.reason}" for f in now.files if f.reason]
    lines += [f"documents  {count_documents(now)}"] if now.documents else []
    lines += [
        f"           {s.claim}: no place in the newer text of its document; accounted trace {s.claim}"
        for s in now.lost_spans
    ]
    lines += stated_lines(now)
    guessed = [read.file for read in now.columns if not read.approved]
    lines += [f"           columns guessed, not approved: {', '.join(guessed)}"] if guessed else []
    lines += [f"           {c.file}: a new version, not approved: {c.sentence}" for c in now.unapproved_changes]
    lines += ["           accounted review --versions decides about them"] if now.unapproved_changes else []
    odd = count_findings(now.list_findings)
    lines += [f"           {odd} in them; accounted status --lists shows them"] if odd else []
    lines.append(f"claims     {now.n_claims}, of which {now.n_unassigned} stand in the row of no question")
    lines += [f"question   {name}: {'answered' if done else 'not worked on yet'}" for name, done in now.questions]
    lines += _plan_lines(now)
    lines += [f"settings   {said}" for said in now.unmet]
    lines.append(f"record     {now.n_facts} entries, head {now.head}")
    lines.append(f"content    {now.content_root}")
    lines += _stamp_lines(now)
    if not limits_are_hard():
        lines.append("parsers    this system does not enforce the limit on memory")
    typer.echo("\n".join(lines))


def _plan_lines(now: Status) -> list[str]:
    """Say what is planned, what is exploratory, and how many estimates were made."""
    lines = []
    for plan in now.plans:
        when = "before" if plan.is_before_first_estimate else "after"
        use = "; estimates are held against it" if plan.is_binding else ""
        lines.append(f"plan       {plan.person}, {plan.date}: recorded {when} the first estimate{use}; {plan.sha256}")
    if now.standings and not now.plans:
        lines.append("plan       none: every estimate is exploratory")
    return lines + [f"estimate   {standing.specification.question}: {standing.sentence}" for standing in now.standings]


def _stamp_lines(now: Status) -> list[str]:
    """Say up to where the record is stamped, and what waits for an answer; a stamp covers all entries before it."""
    stamped = max((s.n_entries for s in now.stamps if s.state == "stamped"), default=0)
    waiting = [s for s in now.stamps if s.state == "pending" and s.n_entries > stamped][-1:]
    lines = [f"stamp      entries 1 to {stamped} are stamped; accounted verify checks it"] if stamped else []
    return lines + [f"stamp      pending stamp on entries 1 to {s.n_entries}, asked for {s.requested}" for s in waiting]


def report() -> None:
    """Write output/report.html and what it leads to."""
    with Drawn() as drawn:
        inquiry = opened(drawn)
        outcome = inquiry.report()
    code = say_outcomes([outcome])
    typer.echo(inquiry.folder.output / "report.html")
    raise typer.Exit(code)


def run(yes: Yes = False) -> None:
    """Take in what is new below input/ and do every step that has something to do."""
    with Drawn() as drawn:
        inquiry = opened(drawn)
        taken, outcomes = inquiry.run(approve=approver(drawn, yes=yes), accept=accepter(drawn, yes=yes))
    code = max(_say_taken(taken), say_outcomes(outcomes))
    if not taken.new and not taken.replaced and not any(outcome.done for outcome in outcomes):
        ERRORS.print("Nothing has changed since the last run; nothing was done.", markup=False)
    typer.echo(inquiry.folder.output / "report.html")
    raise typer.Exit(code)


def trace(
    name: Annotated[
        str,
        typer.Argument(metavar="ID", help="clm_, rec_, clu_, act_, doc_ id; a file; a question; QUESTION.estimate."),
    ],
    depth: Annotated[int, typer.Option(min=0, max=10, help="How many steps back.")] = 3,
    json: Json = False,
) -> None:
    """Walk from a number back to the character span or the row it came from."""
    with Drawn() as drawn:
        found = opened(drawn).trace(name, depth=depth)
    if json:
        print_json(plain(found))
        return
    for step in found.steps:
        typer.echo(f"{step.what} {step.id}")
        for line in step.lines:
            typer.echo(f"    {line}")


def verify(
    against: Annotated[str, typer.Option(metavar="HEAD", help="A head printed earlier, or the id of a release.")] = "",
    certificate: Certificates = None,
    json: Json = False,
) -> None:
    """Recompute all hashes and the chain; name the first wrong byte or entry."""
    with Drawn() as drawn:
        found = opened(drawn).verify(against=against, certificates=certificate or ())
    if json:
        print_json(plain(found))
    else:
        typer.echo(found.sentence())
        typer.echo(f"head {found.head}")
        for stamp in found.stamps:
            typer.echo(stamp.sentence())


def demo(
    directory: Annotated[Path, typer.Argument(metavar="[DIR]", help="Where to put them.")] = Path("demo"),
) -> None:
    """Make and run the two demonstration inquiries: Kosovo 1999 (published figures) and Velmar (made up)."""
    code = 0
    for name in demos.NAMES:
        with Drawn() as drawn:
            inquiry = demos.prepare(name, directory, progress=drawn)
            taken, outcomes = inquiry.run()
        ERRORS.print(f"{name}:", markup=False)
        code = max(code, _say_taken(taken), say_outcomes(outcomes))
        typer.echo(inquiry.folder.output / "report.html")
    raise typer.Exit(code)
