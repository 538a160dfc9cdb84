"""The command line: one verb per step; results on stdout, everything else on stderr.

Exit 0 done, 1 failed, 2 wrong use, 3 done with parts failed (named on stderr).
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import typer

from accounted import __version__
from accounted.cli import engines, verbs
from accounted.cli.claims import claims
from accounted.cli.review import review
from accounted.cli.search import search
from accounted.cli.show import ERRORS
from accounted.cli.stamps import stamp
from accounted.model.errors import AccountedError, InputErrors

__all__ = ["app", "main"]

_STOPPED = 130

app = typer.Typer(
    name="accounted",
    help="From contested claims to counts that stand up.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for _verb in (
    verbs.init,
    verbs.add,
    verbs.status,
    engines.read,
    claims,
    engines.link,
    review,
    engines.estimate,
    verbs.report,
    verbs.run,
    search,
    verbs.trace,
    verbs.verify,
    stamp,
    verbs.demo,
):
    app.command()(_verb)


def _print_version(wanted: bool) -> None:
    if wanted:
        sys.stdout.write(f"accounted {__version__}\n")
        raise typer.Exit


@app.callback()
def _options(
    directory: str = typer.Option(".", "-C", metavar="DIR", help="The inquiry's folder; before or after the verb."),
    _version: bool = typer.Option(False, "--version", callback=_print_version, is_eager=True, help="Say the version."),
) -> None:
    verbs.PLACE.directory = Path(directory)


def main() -> None:
    """Run the command line and turn every error into one readable message and an exit code."""
    arguments = _directory_first(sys.argv[1:])
    try:
        app(args=arguments, prog_name="accounted")
    except InputErrors as errors:
        for error in errors.errors:
            ERRORS.print(f"error: {error}", markup=False)
        sys.exit(errors.exit_code)
    except AccountedError as error:
        ERRORS.print(f"error: {error}", markup=False)
        sys.exit(error.exit_code)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except SystemExit as ended:
        # Typer ends so when the keyboard stops it.
        if ended.code == _STOPPED:
            ERRORS.print("stopped; nothing of the step in progress was kept", markup=False)
        raise
    except OSError as error:
        ERRORS.print(f"error: {error.filename or 'the system'}: {error.strerror}", markup=False)
        sys.exit(1)


def _directory_first(arguments: list[str]) -> list[str]:
    """Let `-C DIR` stand before or after the verb.

    >>> _directory_first(["run", "-C", "x"])
    ['-C', 'x', 'run']
    """
    end = arguments.index("--") if "--" in arguments else len(arguments)
    for place in range(end):
        if arguments[place] == "-C" and place + 1 < end:
            return [*arguments[place : place + 2], *arguments[:place], *arguments[place + 2 :]]
    return arguments
