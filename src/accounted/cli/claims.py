"""`accounted claims`: the claims of files, or of an inquiry with how they relate, in the order asked for."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from accounted import claims as claims_engine
from accounted.cli.arguments import existing_files, open_document
from accounted.cli.show import ERRORS, Drawn, print_json, say_outcomes
from accounted.cli.verbs import Json, opened
from accounted.inquiry.api import ExportKind
from accounted.linkage import PUBLIC_KEY
from accounted.model.canonical import plain
from accounted.model.claims import Claim
from accounted.model.dates import DateInterval
from accounted.model.errors import UnreadableDocument, UsageError
from accounted.model.ids import IdMaker
from accounted.model.relations import ClaimRelation

__all__ = ["claims"]


def claims(
    files: Annotated[list[Path] | None, typer.Argument(metavar="[FILE...]", help="Documents.")] = None,
    dated: Annotated[str, typer.Option(metavar="DATE", help="When the documents were published, in EDTF.")] = "",
    vague: Annotated[
        bool, typer.Option("--vague/--no-vague", help="Read “dozens” and its like, a plural meaning at least two.")
    ] = True,
    loaded: Annotated[
        bool, typer.Option("--loaded", help="Mark words that judge (in an inquiry: loaded_words in inquiry.toml).")
    ] = False,
    by_worth: Annotated[
        bool, typer.Option("--by-worth", help="Those of which most can be checked first, with the reasons.")
    ] = False,
    propose: Annotated[
        bool, typer.Option("--propose", help="Of the inquiry: let the language model of inquiry.toml propose more.")
    ] = False,
    annotations: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Of the inquiry: write Web Annotations (JSON-LD).")
    ] = None,
    csv: Annotated[Path | None, typer.Option(metavar="FILE", help="Of the inquiry: write a table.")] = None,
    claim_review: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Of the inquiry: write ClaimReview (JSON-LD), one per line.")
    ] = None,
    json: Json = False,
) -> None:
    """Write every checkable claim with its exact span, speaker, figure and bounds; what could not be read is said."""
    exports: dict[ExportKind, Path | None] = {"annotations": annotations, "csv": csv, "claim_review": claim_review}
    wanted = {kind: path for kind, path in exports.items() if path is not None}
    if files and wanted:
        raise UsageError("exports are of an inquiry", mend="leave the files out; they need an inquiry's ids")
    if wanted:
        _export(wanted)
        return
    if propose:
        if files:
            raise UsageError("a language model reads documents of an inquiry", mend="leave the files out")
        with Drawn() as drawn:
            outcome = opened(drawn).propose()
        raise typer.Exit(say_outcomes([outcome]))
    if not files:
        if loaded:
            raise UsageError("in an inquiry loaded words are marked by its settings", mend="set loaded_words = true")
        _claims_of_inquiry(json, by_worth=by_worth)
        return
    date = DateInterval.parse(dated) if dated else None
    code = 0
    for path in existing_files(files):
        try:
            document, passages = open_document(path, date)
        except UnreadableDocument as error:
            ERRORS.print(f"failed: {error}", markup=False)
            code = 3 if len(files) > 1 else 1
            continue
        found = claims_engine.extract_document(document, passages, make_id=IdMaker(PUBLIC_KEY), vague=vague)
        if loaded:
            found = tuple(claims_engine.mark_loaded(claim) for claim in found)
        worths = claims_engine.order_by_worth(found) if by_worth else ()
        by_id = {claim.id: claim for claim in found}
        for claim in [by_id[worth.claim] for worth in worths] or found:
            _print_claim(str(path), claim, json, worth=next((w for w in worths if w.claim == claim.id), None))
        for note in claims_engine.survey_notes(claims_engine.survey_document(document, passages), document.text):
            ERRORS.print(f"{path}: {note}", markup=False)
    raise typer.Exit(code)


def _export(wanted: Mapping[ExportKind, Path]) -> None:
    with Drawn() as drawn:
        inquiry = opened(drawn)
        code = say_outcomes(inquiry.claims())
    for kind, path in wanted.items():
        path.write_bytes(inquiry.export_claims(kind))
        typer.echo(path)
    raise typer.Exit(code)


def _claims_of_inquiry(json: bool, *, by_worth: bool) -> None:
    with Drawn() as drawn:
        inquiry = opened(drawn)
        outcomes = inquiry.claims()
    code = say_outcomes(outcomes)
    for document, survey in inquiry.surveys():
        for note in claims_engine.survey_notes(survey, document.text):
            ERRORS.print(f"{document.name}: {note}", markup=False)
    for translation, original in inquiry.translations():
        note = f"a translation of {original.name}: figures are read from the original only"
        ERRORS.print(f"{translation.name}: {note}", markup=False)
    across = inquiry.across()
    sources = across.sources()
    ledger = {claim.id: (document, claim) for document, claim in inquiry.ledger_of_claims()}
    worths = {worth.claim: worth for worth in inquiry.order_by_worth()} if by_worth else {}
    related: dict[str, list[ClaimRelation]] = {}
    for relation in across.relations:
        related.setdefault(relation.left, []).append(relation)
    for name in worths or ledger:
        document, claim = ledger[name]
        more = {"relations": plain(related.get(name, [])), "source": sources.get(name, name)}
        _print_claim(document.name, claim, json, worth=worths.get(name), more=more)
        if not json:
            for relation in related.get(name, []):
                typer.echo(f"    {relation.kind.replace('_', ' ')} {relation.right}: {relation.reason}")
    raise typer.Exit(code)


def _print_claim(
    name: str,
    claim: Claim,
    json: bool,
    *,
    worth: claims_engine.Worth | None = None,
    more: Mapping[str, object] | None = None,
) -> None:
    if json:
        reasons = {"worth": {"reasons": worth.reasons, "missing": worth.missing}} if worth else {}
        print_json({**claims_engine.to_json(claim, name), **(more or {}), **reasons})
        return
    speaker = claim.attribution.speaker or "no speaker named"
    when = claim.when.wording if claim.when else "no time stated"
    figure = claim.figure.wording if claim.figure else claim.kind
    typer.echo(f"{name}:{claim.start}-{claim.end}  {figure} | {claim.act}, {claim.unit} | {when} | {speaker}")
    typer.echo(f"    “{' '.join(claim.quote.split())}”")
    for word in claims_engine.find_loaded(claim.quote) if claim.loaded else ():
        typer.echo(f"    loaded: “{word.entry}” {word.kind}")
    if worth:
        missing = f"; but {', '.join(worth.missing)}" if worth.missing else ""
        typer.echo(f"    can be checked: {', '.join(worth.reasons) or 'nothing'}{missing}")
