"""The engines as verbs: with FILE arguments they touch no inquiry; without, they are steps of one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated

import numpy as np
import typer

from accounted import linkage as linkage_engine
from accounted import mse
from accounted.cli.arguments import existing_files, open_document
from accounted.cli.checks import check_tables, checks_json, parse_conclusion, say_checks
from accounted.cli.estimates import say_estimates
from accounted.cli.filling import fill_labels
from accounted.cli.findings import hint_at_findings, lint_files
from accounted.cli.show import ERRORS, Drawn, print_json, say_outcomes
from accounted.cli.tables import check_outputs, write_rows
from accounted.cli.verbs import Json, opened
from accounted.linkage import DEFAULT_SEED
from accounted.lists import Table, read_table
from accounted.model.canonical import plain
from accounted.model.capture import CaptureTable, EstimateSet, NotEstimable
from accounted.model.errors import UsageError
from accounted.model.plan import Standing

__all__ = ["estimate", "link", "read"]

_LINKED = ("list", "record_id", "cluster_id")


_MODELS_HELP = f"Models of the answer, of {', '.join(mse.MODELS)}"

Names = list[str] | None
"""Names with commas between them, or the option given several times."""


def read(
    file: Annotated[Path | None, typer.Argument(metavar="[FILE]", help="A document.")] = None,
    json: Json = False,
) -> None:
    """Print the text that spans count in; without FILE, read the inquiry's new files."""
    if file is None:
        with Drawn() as drawn:
            outcome = opened(drawn).read()
        raise typer.Exit(say_outcomes([outcome]))
    document, passages = open_document(existing_files([file])[0], None)
    if json:
        print_json({**plain(document), "passages": plain(passages)})
    else:
        typer.echo(document.text, nl=not document.text.endswith("\n"))


def link(
    files: Annotated[list[Path] | None, typer.Argument(metavar="[LIST...]", help="Lists of victims.")] = None,
    list_column: Annotated[str, typer.Option(metavar="NAME", help="Column that names the list of each row.")] = "",
    deduplicated: Annotated[
        Names, typer.Option(metavar="all|none|NAME,...", help="Lists that hold each person at most once.")
    ] = None,
    insist: Annotated[
        Names, typer.Option(metavar="all|NAME,...", help="Lists held to that, however many repeats are estimated.")
    ] = None,
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="Rows with list, record_id, cluster_id.")] = None,
    pairs: Annotated[Path | None, typer.Option(metavar="FILE", help="Compared pairs with weight and reason.")] = None,
    samples: Annotated[int, typer.Option(metavar="N", min=0, help="Number of whole linkages to draw.")] = 0,
    samples_out: Annotated[Path | None, typer.Option(metavar="FILE", help="The drawn linkages.")] = None,
    seed: Annotated[int, typer.Option(min=0, help="Seed of the draws.")] = DEFAULT_SEED,
    transliteration: Annotated[
        bool, typer.Option("--transliteration/--no-transliteration", help="Compare names across scripts.")
    ] = True,
    phonetics: Annotated[
        bool, typer.Option("--phonetics/--no-phonetics", help="Let names that sound alike agree.")
    ] = True,
    lint: Annotated[bool, typer.Option("--lint", help="Say what is odd in the lists, and link nothing.")] = False,
    json: Json = False,
) -> None:
    """Link records of lists into people; without LIST, the inquiry's lists."""
    if lint:
        if not files or out or pairs or samples_out:
            raise UsageError(
                "--lint looks at LIST and links nothing", mend="name lists and no --out; or accounted status --lists"
            )
        lint_files(existing_files(files), list_column, json)
        return
    if not files:
        if out or pairs or samples or samples_out or list_column or deduplicated or insist:
            raise UsageError(
                "these options go with LIST; an inquiry keeps its linkage, and its settings say how lists are linked",
                mend="name lists, or give no options and see output/ after accounted report",
            )
        with Drawn() as drawn:
            outcome = opened(drawn).link()
        raise typer.Exit(say_outcomes([outcome]))
    if samples_out and not samples:
        raise UsageError("--samples-out without a number of samples", mend="give --samples N as well")
    check_outputs((out, pairs, samples_out), files)
    with Drawn() as drawn:
        records, linked = linkage_engine.link(
            existing_files(files),
            list_column=list_column or None,
            deduplicated=",".join(deduplicated or ()),
            insisted=",".join(insist or ("none",)),
            naming=linkage_engine.Naming(transliteration, phonetics),
            n_samples=samples,
            seed=seed,
            progress=drawn,
            when_read=hint_at_findings,
        )
    if not linked.deduplicated:
        ERRORS.print("taken to hold each person at most once: none", markup=False)
    for note in linked.notes:
        ERRORS.print(note, markup=False)
    if out:
        write_rows(out, *linkage_engine.linked_rows(records, linked))
    if pairs:
        write_rows(pairs, *linkage_engine.pair_rows(linked))
    if samples_out:
        write_rows(samples_out, *linkage_engine.sample_rows(linked))
    summary = linkage_engine.summary_json(records, linked)
    if json:
        print_json(summary)
    else:
        thin = f", {summary['n_thin']} too thin to identify anyone" if summary["n_thin"] else ""
        people = f"{summary['n_records']} records, {summary['n_clusters']} people, {summary['n_review']} to review"
        typer.echo(people + thin)


def estimate(
    table: Annotated[Path | None, typer.Argument(metavar="[TABLE]", help="Capture table, or output of link.")] = None,
    samples: Annotated[Path | None, typer.Option(metavar="FILE", help="Linkages drawn by link.")] = None,
    lists: Annotated[Names, typer.Option(metavar="A,B,...", help="Use only these lists.")] = None,
    count_column: Annotated[str, typer.Option(metavar="NAME", help="Column of the counts.")] = "count",
    strata: Annotated[Names, typer.Option(metavar="COL,...", help="Columns that name strata.")] = None,
    models: Annotated[Names, typer.Option(metavar="NAME,...", help=_MODELS_HELP)] = list(mse.DEFAULT_MODELS),  # noqa: B006
    covariates: Annotated[
        Names, typer.Option(metavar="COL,...", help="Doubly robust instead, with these columns of the output of link.")
    ] = None,
    pool: Annotated[bool, typer.Option(help="Pool capture rates of three or more strata partially.")] = True,
    impute_above: Annotated[
        Names, typer.Option(metavar="COL,...", help="Fill in these columns though over 40 % is missing.")
    ] = None,
    checks: Annotated[bool, typer.Option("--checks", help="Try the assumption from several sides.")] = False,
    conclusion: Annotated[
        list[str] | None, typer.Option(metavar="WORDS", help="To be tried by --checks, as 'over 10000'; repeatable.")
    ] = None,
    seed: Annotated[int, typer.Option(min=0, help="Seed of the draws.")] = DEFAULT_SEED,
    prob: Annotated[float, typer.Option(min=0.5, max=0.999, help="Probability that the interval holds.")] = 0.95,
    json: Json = False,
) -> None:
    """Estimate how many people there were, from the overlap of the lists; without TABLE, the inquiry's questions."""
    trying = checks or bool(conclusion)
    if table is None:
        if trying or covariates:
            raise UsageError("--checks, --conclusion and --covariates need a table", mend="name the file")
        _estimate_inquiry(json)
        return
    path, wanted = existing_files([table])[0], _models(models)
    if covariates:
        if trying or samples:
            raise UsageError(
                "--checks, --conclusion and --samples do not go with --covariates", mend="run estimate twice"
            )
        found = _estimate_with_covariates(path, _names(lists), _names(covariates), _names(strata), seed, prob)
        _print_estimates(found, json)
        return
    tried = [parse_conclusion(said) for said in conclusion or ()]
    tables, drawn_tables = _capture_tables(path, samples, _names(lists), count_column, _names(strata))
    filled = fill_labels(tables, drawn_tables, _names(strata), _names(impute_above), seed)
    tables = filled.tables
    for note in filled.warnings:
        ERRORS.print(note, markup=False)
    with Drawn() as drawn:
        found = mse.estimate(
            tables,
            name=str(table),
            samples=filled.samples,
            carries=filled.carries,
            assumed=filled.assumed,
            models=wanted,
            pool=pool,
            seed=seed,
            prob=prob,
            progress=drawn,
        )
        found = mse.show_imputed(found, filled.given)
        looked = check_tables(tables, tried, seed, prob, drawn) if trying else []
    _print_estimates(found, json, looked)


def _estimate_with_covariates(
    path: Path, lists: tuple[str, ...], covariates: tuple[str, ...], strata: tuple[str, ...], seed: int, prob: float
) -> EstimateSet:
    sheet = None if path.stat().st_size == 0 else read_table(path)
    if sheet is None or not set(_LINKED) <= set(sheet.header):
        raise UsageError(
            "covariates go with the output of link: a capture table has none", where=str(path), mend="give its --out"
        )
    if strata:
        raise UsageError("covariates and strata together", mend="name the strata among the covariates")
    _check_columns(path, sheet, covariates)
    rows = _countable(sheet)
    people = mse.people_from_linked(rows, lists or None, covariates)
    answer = mse.estimate_doubly_robust(
        people.histories, people.lists, people.covariates, seeds=np.random.SeedSequence(seed), prob=prob
    )
    return EstimateSet(str(path), (mse.as_estimate(answer),), None)


def _check_columns(path: Path, sheet: Table, wanted: Sequence[str]) -> None:
    absent = [name for name in wanted if name not in sheet.header]
    if absent:
        raise UsageError(
            f"there is no column {', '.join(absent)}", where=str(path), mend=f"choose from: {', '.join(sheet.header)}"
        )


def _names(said: Names) -> tuple[str, ...]:
    return tuple(n.strip() for one in said or () for n in one.split(",") if n.strip())


def _models(said: Names) -> tuple[str, ...]:
    known = mse.MODELS
    wanted = _names(said)
    unknown = [n for n in wanted if n not in known]
    if unknown or not wanted:
        named = ", ".join(unknown) or "without a name"
        raise UsageError(f"there is no model {named}", mend=f"name some of: {', '.join(known)}")
    return wanted


def _capture_tables(
    path: Path, samples: Path | None, lists: tuple[str, ...], count_column: str, strata: tuple[str, ...]
) -> tuple[tuple[CaptureTable, ...], tuple[tuple[CaptureTable, ...], ...]]:
    sheet = None if path.stat().st_size == 0 else read_table(path)
    if sheet is None or not set(_LINKED) <= set(sheet.header):
        if samples:
            raise UsageError("samples go with the output of link", where=str(path), mend="give the file of --out")
        return mse.read_capture_table(path, lists=lists or None, count_column=count_column, strata=strata), ()
    _check_columns(path, sheet, strata)
    rows = _countable(sheet)
    tables = (
        mse.tables_from_linked(rows, strata=strata, lists=lists or None)
        if strata
        else (mse.table_from_linked(rows, lists=lists or None),)
    )
    if samples is None:
        return tables, ()
    thin = {row["record_id"] for row in _mappings(sheet) if row.get("thin") == "yes"}
    drawn = mse.tables_from_samples(
        (row for row in _mappings(read_table(existing_files([samples])[0])) if row.get("record_id") not in thin),
        {row["record_id"]: row["list"] for row in rows},
        lists=lists or None,
        columns=strata,
        values_of={row["record_id"]: [row[column] for column in strata] for row in rows},
        strata=[t.stratum for t in tables],
        homes=mse.strata_of_records(rows, strata=strata) if strata else None,
    )
    return tables, drawn


def _countable(sheet: Table) -> list[dict[str, str]]:
    """Rows of persons: not those without a name, nor those too thin to identify anyone."""
    return [
        row for row in _mappings(sheet) if row["cluster_id"] and "yes" not in (row.get("attached"), row.get("thin"))
    ]


def _mappings(sheet: Table) -> Iterator[dict[str, str]]:
    for row in sheet.rows:
        yield dict(zip(sheet.header, row, strict=True))


def _estimate_inquiry(json: bool) -> None:
    with Drawn() as drawn:
        inquiry = opened(drawn)
        outcome = inquiry.estimate()
    code = say_outcomes([outcome])
    for result in inquiry.results():
        if result.estimates:
            _print_estimates(result.estimates, json, standing=result.standing)
    raise typer.Exit(code)


def _print_estimates(
    found: EstimateSet,
    json: bool,
    checks: Sequence[mse.Checks | NotEstimable] = (),
    standing: Standing | None = None,
) -> None:
    if json:
        out = mse.to_json(found)
        out |= {"checks": checks_json(checks)} if checks else {}
        out |= {"standing": plain(standing)} if standing else {}
        print_json(out)
        return
    for line in say_estimates(found):
        typer.echo(line)
    if standing:
        typer.echo(f"{found.table}: {standing.sentence}")
    for line in say_checks(checks):
        typer.echo(line)
