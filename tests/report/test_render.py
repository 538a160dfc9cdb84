"""The whole of `output/`: every number resolves, names stay text, the same content gives the same bytes."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
import random
import re
from html.parser import HTMLParser
from pathlib import Path, PurePosixPath

import pytest

from accounted.model.canonical import plain
from accounted.model.documents import Span
from accounted.model.errors import AccountedError
from accounted.model.list_findings import ListFinding
from accounted.model.relations import Across, ClaimRelation, Copied, SameClaim
from accounted.model.view import ColumnsRead, FileState
from accounted.report import render_output
from accounted.report.exports import safe_cell
from accounted.report.links import ACROSS_PAGE, CLAIMS_PAGE, claim_page, document_page
from accounted.report.prose import Quantity

GOLDEN = Path(__file__).parent / "golden" / "claim.html"
VOID = {"meta", "br", "path", "rect", "link", "img"}
NOT_DATA = {"name", "hash", "date", "version", "setting", "source", "axis", "label", "words", "banner"}


class Page(HTMLParser):
    """Reads a page: ids, links, and text with the elements around it."""

    def __init__(self, content: bytes) -> None:
        super().__init__()
        self.stack: list[tuple[str, dict[str, str]]] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.texts: list[tuple[str, tuple[tuple[str, dict[str, str]], ...]]] = []
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.feed(content.decode("utf-8"))
        assert not self.stack, self.stack

    def handle_starttag(self, tag, attrs):
        found = {name: value or "" for name, value in attrs}
        self.tags.add(tag)
        self.attributes |= set(found)
        if "id" in found:
            self.ids.append(found["id"])
        if tag == "a" and "href" in found:
            self.links.append(found["href"])
        if tag not in VOID:
            self.stack.append((tag, found))

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.stack.pop()

    def handle_endtag(self, tag):
        assert self.stack.pop()[0] == tag

    def handle_data(self, data):
        self.texts.append((data, tuple(self.stack)))


@pytest.fixture
def outputs(velmar, draft_velmar, table_only, make_id):
    return [render_output(view, make_id=make_id()) for view in (velmar, draft_velmar, table_only)]


def pages(output):
    return {path: Page(content) for path, content in output.items() if path.endswith(".html")}


def target(path, href):
    file, _, at = href.partition("#")
    if not file:
        return path, at
    parts: list[str] = []
    for part in (*PurePosixPath(path).parent.parts, *PurePosixPath(file).parts):
        parts = parts[:-1] if part == ".." else [*parts, part]
    return "/".join(parts), at


def test_every_link_resolves(outputs):  # R34
    for output in outputs:
        read = pages(output)
        for path, page in read.items():
            assert len(page.ids) == len(set(page.ids)), path
            for href in page.links:
                to, at = target(path, href)
                assert to in output, (path, href)
                assert not at or at in read[to].ids, (path, href)


def test_every_number_of_the_report_leads_into_trace(outputs):  # R34
    for output in outputs:
        report = Page(output["report.html"])
        loose = []
        for text, around in report.texts:
            tags = [tag for tag, _ in around]
            if "main" not in tags or tags[-1] in ("title", "desc") or not any(c.isdigit() for c in text):
                continue
            linked = any(tag == "a" and found.get("href", "").startswith("trace/") for tag, found in around)
            is_data = not any(NOT_DATA & set(found.get("class", "").split()) for _, found in around)
            if is_data and not linked:
                loose.append(text)
        assert not loose


def test_a_source_is_three_clicks_away(velmar, make_id):  # R34
    output = render_output(velmar, make_id=make_id())
    read = pages(output)
    reached, front = {"report.html": 0}, ["report.html"]
    for clicks in (1, 2, 3):
        nearby = {target(path, href)[0] for path in front for href in read[path].links if path in read}
        front = sorted(to for to in nearby if to not in reached and to in read)
        reached |= dict.fromkeys(front, clicks)
    assert set(read) <= set(reached)
    for number in json.loads(output["findings.json"])["findings"][0]["numbers"]:
        to, at = target("report.html", number["trace"])
        assert to in output
        assert not at or at in read[to].ids
        assert number["unit"]  # R14


def test_draft_stands_on_every_page_without_a_standard_of_proof(outputs):  # R12
    for output, is_draft in zip(outputs, (False, True, False), strict=True):
        for path, content in output.items():
            if path.endswith(".html"):
                assert (b"<strong>DRAFT.</strong>" in content) is is_draft, path


def test_notice_stands_on_every_page(velmar, make_id):
    for path, content in render_output(velmar, make_id=make_id()).items():
        if path.endswith(".html"):
            assert velmar.notice.encode() in content, path


PAYLOADS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "</title><script>alert(1)</script>",
    "</style><script>alert(1)</script>",
    "javascript:alert(1)",
    "{{ 7 * 7 }}{% raw %}",
    "<svg/onload=alert(1)>",
    "\u202ealert\u2066",
    "&lt;b&gt;",
)


def poisoned(value, payload, key=""):
    """Put a payload into every text of a view that people or files may fill."""
    kept = {
        "id", "document", "claim", "question", "cluster", "records", "left", "right", "unnamed", "membership",
        "relation", "kind", "act", "unit", "polarity", "modality", "position", "state", "status", "bounds",
        "stance", "grade", "dated_by", "edtf", "judgement", "text", "dimension",
    }  # fmt: skip
    if isinstance(value, str):
        return value if key in kept else f"{value}{payload}"
    if isinstance(value, tuple) and not hasattr(value, "_fields"):
        return tuple(poisoned(item, payload, key) for item in value)
    if dataclasses.is_dataclass(value) and type(value).__name__ not in ("DateInterval", "CaptureTable"):
        parts = {f.name: poisoned(getattr(value, f.name), payload, f.name) for f in dataclasses.fields(value)}
        if type(value).__name__ == "Linkage":
            parts["records"] = value.records
        return dataclasses.replace(value, **parts)
    return value


@pytest.mark.parametrize("payload", PAYLOADS)
def test_names_are_text(payload, velmar, table_only, make_id):  # P7
    for view in (velmar, table_only):
        clean, foul = (render_output(v, make_id=make_id()) for v in (view, poisoned(view, payload)))
        for path, page in pages(foul).items():
            assert not page.tags & {"script", "img", "iframe", "object", "form"}, path
            assert not [name for name in page.attributes if name.startswith("on") or name == "style"], path
            assert not [href for href in page.links if ":" in href.partition("#")[0]], path
        assert set(foul) == set(clean)
        assert all(path.isascii() for path in foul)


def test_any_question_id_gives_safe_paths(velmar, make_id):  # P9
    result = velmar.results[0]
    ids = ("../../etc/passwd", "CON", "con", "قتلى", "a b/c", "")
    results = tuple(
        dataclasses.replace(result, question=dataclasses.replace(result.question, id=name), matches=()) for name in ids
    )
    output = render_output(dataclasses.replace(velmar, results=results), make_id=make_id())
    assert all(re.fullmatch(r"[A-Za-z0-9_./-]+", path) and ".." not in path for path in output)
    assert len({path.lower() for path in output}) == len(output)


def test_nothing_is_loaded_and_nothing_runs(outputs):  # P18
    for output in outputs:
        for path, page in pages(output).items():
            assert not page.tags & {"script", "link", "img", "iframe"}, path
            assert "src" not in page.attributes
            assert "style" not in page.attributes
            text = output[path].decode()
            assert "http://www.w3.org/2000/svg" in text or "http" not in text.replace("http-equiv", "")
            assert "default-src 'none'" in text.replace("&#39;", "'")


def shuffled(view, seed):
    order = random.Random(seed)

    def mixed(items):
        return tuple(order.sample(items, len(items)))

    results = []
    for result in view.results:
        scope = result.scope and dataclasses.replace(
            result.scope, clusters=mixed(result.scope.clusters), unnamed=mixed(result.scope.unnamed)
        )
        results.append(dataclasses.replace(result, matches=mixed(result.matches), scope=scope))
    rows = [dataclasses.replace(record, row=number) for number, record in enumerate(mixed(view.records), start=500)]
    return dataclasses.replace(
        view,
        files=mixed(view.files),
        documents=mixed(view.documents),
        passages=mixed(view.passages),
        claims=mixed(view.claims),
        lists=mixed(view.lists),
        records=tuple(rows),
        settings=mixed(view.settings),
        results=tuple(results),
    )


@pytest.mark.parametrize("seed", range(4))
def test_same_content_in_any_order_gives_the_same_bytes(seed, velmar, table_only, make_id):  # R33, P17
    for view in (velmar, table_only):
        first = render_output(view, make_id=make_id())
        assert render_output(shuffled(view, seed), make_id=make_id()) == first
        assert list(first) == sorted(first)


def test_states_add_up(velmar, make_id):  # R5
    states = ("parsed", "parsed with warnings", "needs OCR", "failed", "skipped")
    files = tuple(FileState(f"documents/{n}.txt", "document", states[n % 5], "") for n in range(52))
    output = render_output(dataclasses.replace(velmar, files=files), make_id=make_id())
    text = output["report.html"].decode()
    table = text[text.index('<section id="files">') :].split("</table>")[0]
    counts = [int(found) for found in re.findall(r'<a class="n"[^>]*>([\d,]+)</a>', table)]
    assert counts[-1] == 52 == sum(counts[:-1])


def test_an_unknown_state_is_refused(velmar, make_id):  # R5
    files = (FileState("documents/a.txt", "document", "lost", ""),)
    with pytest.raises(AccountedError, match="unknown state"):
        render_output(dataclasses.replace(velmar, files=files), make_id=make_id())


def test_claims_across_documents_lead_to_each_other(velmar, make_id):  # R9
    one, two, three = sorted(claim.id for claim in velmar.claims)[:3]
    document = velmar.documents[0].id
    across = Across(
        (Copied(document, document, Span(0, 20), Span(30, 50), 4),),
        (ClaimRelation(one, two, "repeats", "the same speaker"), ClaimRelation(three, one, "updates", "later: 41")),
        (SameClaim((two, one), ((two, one),)),),
    )
    output = render_output(dataclasses.replace(velmar, across=across), make_id=make_id())
    pages_ = pages(output)
    assert f"claim-{two}.html" in pages_[claim_page(one)].links
    assert f"claim-{one}.html" in pages_[claim_page(two)].links
    assert b"2 claims say this, from one source" in output[CLAIMS_PAGE]
    shown = output[ACROSS_PAGE].decode()
    assert "later: 41" in shown
    assert f"claim-{three}.html" in pages_[ACROSS_PAGE].links
    assert document_page(document).removeprefix("trace/") in pages_[ACROSS_PAGE].links


def test_a_number_without_a_unit_fails_the_build(velmar, make_id):  # R14
    result = velmar.results[0]
    question = dataclasses.replace(result.question, unit="")
    reference = dataclasses.replace(result, question=question, references=(plain_reference(),))
    with pytest.raises(AccountedError, match="counting unit"):
        render_output(dataclasses.replace(velmar, results=(reference,)), make_id=make_id())
    with pytest.raises(AccountedError, match="leads nowhere"):
        Quantity("persons in scope", 1, "persons", "")


def plain_reference():
    from accounted.model.findings import Reference

    return Reference(1.0, "made up", "made up", "made up")


def test_kinds_are_never_added_up(velmar, make_id):  # R30
    finding = json.loads(render_output(velmar, make_id=make_id())["findings.json"])["findings"][0]
    kinds = {number["id"].split("/")[1] for number in finding["numbers"]}
    assert {"documented", "overlap", "estimated", "elsewhere"} <= kinds
    assert not kinds - {"documented", "overlap", "estimated", "elsewhere", "reference"}


def test_interval_always_comes_with_probability_type_models_and_assumptions(table_only, make_id):  # R31
    text = render_output(table_only, make_id=make_id())["report.html"].decode()
    plain_text = re.sub(r"<[^>]+>", "", text)
    assert "9,000–12,200 persons (95 % credible interval)" in plain_text
    assert "latent_class" in plain_text
    assert "This estimate assumes:" in plain_text
    assert "the lists cannot say" in plain_text
    assert "whom it counts is not known." in plain_text


def test_no_word_of_judgement(outputs):
    for output in outputs:
        words = set(re.findall(r"[a-z]+", re.sub(r"<style>.*?</style>|<[^>]+>", " ", output["report.html"].decode())))
        assert not words & {"true", "false", "liar", "debunked", "exaggerated", "correct", "wrong"}


def test_unassigned_claims_are_counted_and_listed(velmar, make_id):
    result = dataclasses.replace(
        velmar.results[0], matches=(), question=dataclasses.replace(velmar.results[0].question, takes_claims=False)
    )
    output = render_output(dataclasses.replace(velmar, results=(result,)), make_id=make_id())
    text = re.sub(r"<[^>]+>", "", output["report.html"].decode())
    assert f"{len(velmar.claims)} claims of this inquiry’s documents" in text
    assert all(f"claim-{claim.id}.html".encode() in output["trace/unassigned.html"] for claim in velmar.claims)


def test_claims_for_machines_keep_the_contract(velmar, make_id):
    rows = [json.loads(line) for line in render_output(velmar, make_id=make_id())["claims.jsonl"].splitlines()]
    assert sorted(row["id"] for row in rows) == sorted(claim.id for claim in velmar.claims)
    texts = {document.name: document.text for document in velmar.documents}
    for row in rows:  # R6
        assert texts[row["document"]][row["start"] : row["end"]] == row["quote"]
    when = next(row["when"] for row in rows if row["when"])
    assert when["edtf"] == "2001"
    assert when["earliest"] == "2001-01-01"


def test_tables_are_safe_in_a_spreadsheet_and_add_up(table_only, make_id):  # P6
    rows = list(csv.DictReader(io.StringIO(render_output(table_only, make_id=make_id())["tables/killed.csv"].decode())))
    assert sum(int(row["count"]) for row in rows) == table_only.results[0].tables[0].n_observed
    for text in ("=1", "+1", "-1", "@x", "\t=1", "\r1", " =1"):
        assert safe_cell(text).startswith("'")


def test_every_text_of_the_finding_is_exported(velmar, make_id):
    finding = json.loads(render_output(velmar, make_id=make_id())["findings.json"])["findings"][0]
    assert finding["question"] == plain(velmar.results[0].question)
    assert len(finding["limits"]) > 5


def test_records_that_no_question_uses_are_shown(velmar, make_id):
    alone = dataclasses.replace(velmar.results[0], linkage=None, scope=None)
    output = render_output(dataclasses.replace(velmar, results=(alone,)), make_id=make_id())
    assert output["trace/records-001.html"].count(b"<tr id=") == len(velmar.records)


def test_an_empty_inquiry_renders(velmar, make_id):
    parts = ("files", "documents", "passages", "claims", "lists", "records", "results", "settings")
    output = render_output(dataclasses.replace(velmar, **dict.fromkeys(parts, ())), make_id=make_id())
    assert "report.html" in output


def test_claim_page_is_as_agreed(table_only, make_id):
    output = render_output(table_only, make_id=make_id())
    claim = next(claim for claim in table_only.claims if "2,108" in claim.quote)
    text = output[f"trace/claim-{claim.id}.html"].decode()
    text = re.sub(r"<style>.*?</style>", "<style>…</style>", text)
    text = re.sub(r"sha256-[^&']+", "sha256-…", text)
    assert text == GOLDEN.read_text("utf-8")


def test_what_is_odd_in_the_lists_stands_among_what_is_not_known(velmar, make_id):  # R32
    file = velmar.lists[0].file
    names = [info.name for info in velmar.lists if info.file == file]
    odd = ListFinding(
        file, "age_is_year", "check", ("age",), "a year stands there", "move it", ((3,),), 1, ("1979",), ("rec_a",)
    )
    note = dataclasses.replace(odd, kind="age_heap", severity="note", what="ages heap", values=("<b>30</b>",))
    output = render_output(dataclasses.replace(velmar, list_findings=(note, odd)), make_id=make_id())
    report, page = output["report.html"].decode(), output["trace/list-checks.html"].decode()
    assert re.search(rf"1</a> thing to check was found in {names[0]}", report)
    assert 'href="trace/list-checks.html"' in report
    assert page.index("a year stands there") < page.index("ages heap")
    assert "&lt;b&gt;30" in page
    assert "rec_a" in page
    assert "trace/list-checks.html" not in render_output(velmar, make_id=make_id())


def test_columns_that_nobody_approved_are_said(velmar, make_id):  # R32
    file = velmar.lists[0].file
    names = [info.name for info in velmar.lists if info.file == file]
    said = f"Nobody has approved what the columns of {names[0]} were taken to mean"
    for approved in (False, True):
        view = dataclasses.replace(velmar, columns=(ColumnsRead(file, (("name", "name"),), approved),))
        assert (said in render_output(view, make_id=make_id())["report.html"].decode()) is not approved
