"""`accounted stamp`: have the record stamped by somebody outside, over the network or by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from accounted.cli.show import ERRORS, Drawn, print_json
from accounted.cli.verbs import Certificates, Json, opened
from accounted.model.canonical import plain
from accounted.model.errors import InputError, UsageError

__all__ = ["stamp"]


def stamp(
    request: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Send nothing: write the request to this file, to be carried.")
    ] = None,
    response: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Take in the answer that this file holds.")
    ] = None,
    certificate: Certificates = None,
    json: Json = False,
) -> None:
    """Ask for an RFC 3161 time stamp on the record; without a network it waits."""
    if request and response:
        raise UsageError("a request is written, or an answer taken in", mend="give one of --request and --response")
    with Drawn() as drawn:
        inquiry = opened(drawn)
        if request:
            pending = inquiry.write_stamp_request(request)
            checked, failed = None, ""
        else:
            try:
                checked, failed = inquiry.stamp(response, certificates=certificate or ()), ""
            except InputError as error:
                if response:
                    raise
                checked, failed = None, str(error)
            pending = inquiry.stamps()[-1]
    if json:
        print_json(plain(checked or pending))
    elif checked:
        typer.echo(checked.sentence())
    else:
        typer.echo(f"pending stamp on entries 1 to {pending.n_entries}, head {pending.head}")
    if failed:
        ERRORS.print(f"not stamped yet: {failed}", markup=False)
        raise typer.Exit(3)
