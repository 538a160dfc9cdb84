"""What we do not know: generated from what the steps left open, so that it is never empty and never forgotten (R32).

Every sentence knows the page on which what it speaks of can be looked at.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from accounted.model.capture import Estimate, NotEstimable
from accounted.model.claims import Claim
from accounted.model.findings import Claimed, Documented
from accounted.model.questions import Match
from accounted.model.records import ListInfo
from accounted.model.view import InquiryView, QuestionResult
from accounted.report.prose import count_text, join_words, number_text

__all__ = ["Limit", "find_limits"]


@dataclass(frozen=True, slots=True)
class Limit:
    """One thing that is not known.

    `page` is `files`, `list-checks`, `codes` or a page of the question, with an anchor after `#`.
    """

    text: str
    page: str = "files"


def find_limits(
    result: QuestionResult,
    view: InquiryView,
    claimed: tuple[Claimed, ...],
    elsewhere: tuple[tuple[Claim, Match], ...],
    documented: Documented | None,
) -> tuple[Limit, ...]:
    """Find what is not known about one question, in the order a reader needs it."""
    return (
        *_about_question(result),
        *_about_lists(result, view),
        *_about_linkage(result, documented),
        *_about_statuses(result, view),
        *_about_codes(result, view),
        *_about_estimate(result),
        *_about_claims(result, claimed, elsewhere),
        *_about_files(view),
    )


def _about_question(result: QuestionResult) -> Iterator[Limit]:
    question = result.question
    absent = [
        name
        for name, value in (
            ("act", question.act),
            ("population", question.population),
            ("place", question.place),
            ("period", question.period),
        )
        if not value
    ]
    if absent:
        yield Limit(f"The question does not say its {join_words(absent)}, so nothing can be checked against that.")


def _about_lists(result: QuestionResult, view: InquiryView) -> Iterator[Limit]:
    question = result.question
    used = set(result.linkage.lists) if result.linkage else set()
    if not used and not result.tables:
        yield Limit("No list bears on this question: nothing is documented here, and nothing can be estimated.")
    yield Limit("Lists that others keep and this inquiry does not have are in none of its numbers.", "files#lists")
    unused = sorted(info.name for info in view.lists if info.name not in used)
    if used and unused:
        yield Limit(f"Lists of this inquiry that this question does not use: {join_words(unused)}.", "files#lists")
    if result.table_source:
        yield Limit(
            "The lists behind the table came in as counts only: who the people are, how they were linked, and with "
            "what doubt is not known here.",
            "table",
        )
    infos = sorted((info for info in view.lists if info.name in used), key=lambda info: info.name)
    for text in (*_not_said(infos), *(text for info in infos for text in _about_coverage(info, result))):
        yield Limit(text, "files#lists")
    for text in result.declared:
        yield Limit(f"{text}.", "table")
    yield from _about_columns(infos, view)
    yield from _about_findings(infos, view)
    yield from _about_versions(infos, view)
    if len(used) == 1:
        yield Limit("There is one list only: without an overlap nothing can be said about those it misses.", "linkage")
    if question.unit != "persons" and used:
        yield Limit(f"The lists count persons; the question counts {question.unit}.", "files#lists")


def _about_columns(infos: Sequence[ListInfo], view: InquiryView) -> Iterator[Limit]:
    guessed = {columns.file for columns in view.columns if not columns.approved}
    names = [info.name for info in infos if info.file in guessed]
    if names:
        yield Limit(f"Nobody has approved what the columns of {join_words(names)} were taken to mean.", "files#lists")


def _about_findings(infos: Sequence[ListInfo], view: InquiryView) -> Iterator[Limit]:
    """Say how many things there are to check in each file of these lists."""
    for file in sorted({info.file for info in infos}):
        found = [f for f in view.list_findings if f.file == file and f.severity == "check"]
        names = join_words([info.name for info in infos if info.file == file])
        if found:
            things = "1 thing to check was" if len(found) == 1 else f"{number_text(len(found))} things to check were"
            yield Limit(f"{things} found in {names} before linking; nothing was changed for it.", "list-checks")


def _about_versions(infos: Sequence[ListInfo], view: InquiryView) -> Iterator[Limit]:
    """Say of which lists a new version was taken that nobody approved, and what it changed."""
    for change in view.unapproved_changes:
        names = join_words(sorted({info.name for info in infos if info.file == change.file}))
        if names:
            yield Limit(f"A new version of {names} was taken that nobody approved: {change.sentence}.", "files#lists")


def _not_said(infos: Sequence[ListInfo]) -> Iterator[str]:
    nowhere = [info.name for info in infos if not info.places]
    if nowhere:
        yield f"Nobody has said where {join_words(nowhere)} worked: silence about a place may mean nothing."
    undated = [info.name for info in infos if info.period is None]
    if undated:
        yield f"Nobody has said which period is covered by {join_words(undated)}."
    unchecked = [info.name for info in infos if info.deduplicated is None]
    if unchecked:
        yield f"Nobody has checked whether a person stands twice in {join_words(unchecked, 'or')}."


def _about_coverage(info: ListInfo, result: QuestionResult) -> Iterator[str]:
    question = result.question
    if info.places and question.place and question.place.casefold() not in {place.casefold() for place in info.places}:
        yield f"{info.name} worked in {join_words(info.places)}; the question asks about {question.place}."
    if info.period is not None and question.period is not None and not info.period.contains(question.period):
        yield f"{info.name} covers {info.period.edtf}, not the whole of {question.period.edtf}."
    if info.copies:
        yield f"{info.name} copies from {join_words(sorted(info.copies))}: they are not independent."


def _about_linkage(result: QuestionResult, documented: Documented | None) -> Iterator[Limit]:
    linkage = result.linkage
    if linkage is None:
        return
    if linkage.n_review:
        yield Limit(
            f"{count_text(linkage.n_review, 'pairs')} of records are not clear either way, and no person has "
            "reviewed them.",
            "linkage",
        )
    if not any(pair.judgement in ("same", "different") for pair in linkage.comparisons):
        yield Limit(
            "No person has judged any pair: the match probabilities are not calibrated on these lists.", "linkage"
        )
    if not linkage.samples:
        yield Limit("No linkages were sampled: doubt about who is who is not in the range.", "linkage")
    if documented is not None and documented.n_possible:
        yield Limit(
            f"{count_text(documented.n_possible, 'persons')} may or may not belong to the question: their records "
            "disagree or are too coarse.",
            "persons#possible",
        )
    if documented is not None and documented.n_thin:
        yield Limit(
            f"{count_text(documented.n_thin, 'records')} {_agree(documented.n_thin, 'are')} too thin to identify "
            "anyone (a lone or very frequent name, initials): none of them may be about somebody new, or all, and they "
            "enter no table and no estimate.",
            "thin",
        )
    if documented is not None and documented.unnamed[1]:
        low, high = documented.unnamed
        number = count_text(high, "persons") if low == high else f"{number_text(low)} to {count_text(high, 'persons')}"
        records = count_text(documented.n_unnamed, "records")
        yield Limit(
            f"{number} whom lists state without a name ({records}) cannot be linked: none of them may be new, or all.",
            "unnamed",
        )


def _about_statuses(result: QuestionResult, view: InquiryView) -> Iterator[Limit]:
    used = set(result.linkage.lists) if result.linkage else set()
    unread = sum(
        r.list in used and any(stated.status is None for stated in r.statuses) for r in view.records if r.statuses
    )
    if unread:
        yield Limit(
            f"{count_text(unread, 'records')} state what became of the victim in words that are not understood: what "
            "they mean can be said in inquiry.toml.",
            "files#lists",
        )


def _about_codes(result: QuestionResult, view: InquiryView) -> Iterator[Limit]:
    """Say how many values have no code, and of which lists it is not known what was done to whom."""
    used = set(result.linkage.lists) if result.linkage else set()
    infos = [info for info in view.lists if info.name in used]
    n = sum(number for info in infos for unit, number in info.counted if unit == "values without a code")
    if n and view.vocabularies:
        yield Limit(
            f"{count_text(n, 'values')} of acts, causes or status {_agree(n, 'have')} no code in any vocabulary; "
            f"{'it is' if n == 1 else 'they are'} kept as written.",
            "codes#without",
        )
    if result.question.act in ("killed", "executed"):
        silent = sorted(info.name for info in infos if not any(f == "civil_status" for f, _ in info.columns))
        if silent and infos:
            yield Limit(f"Who was a civilian and who was not is not stated by {join_words(silent)}.", "files#lists")


def _about_estimate(result: QuestionResult) -> Iterator[Limit]:
    estimates = result.estimates
    if estimates is None:
        if result.tables:
            yield Limit("No estimate was made from the lists: those whom no list holds are not in any number.", "table")
        return
    yield Limit(
        "The estimate stands on assumptions about the lists that the lists themselves cannot prove; other assumptions "
        "give other numbers.",
        "estimate",
    )
    for stratum in estimates.strata:
        where = "" if stratum.stratum == "all" else f" for {stratum.stratum}"
        if isinstance(stratum, NotEstimable):
            yield Limit(f"The lists cannot say how many there were{where}: {stratum.reason}.", "estimate")
        else:
            for text in _about_stratum(stratum, where, linked=result.linkage is not None):
                yield Limit(text, "estimate")
    if estimates.total is not None and estimates.total.of != "all strata":
        yield Limit("The total is of the estimated strata only; the others are in no total.", "estimate")


def _about_stratum(estimate: Estimate, where: str, *, linked: bool) -> Iterator[str]:
    if estimate.status == "weakly_identified":
        yield f"The estimate{where} is weakly identified: {estimate.reason}."
    n_peaks = sum(mode.kind == "peak" for mode in estimate.modes)
    if n_peaks > 1:
        yield f"The answer{where} may lie in one of {n_peaks} separate ranges."
    if len(estimate.lists) == 2:
        yield f"With two lists only{where}, whether one depends on the other cannot be seen."
    if estimate.diagnostics.warnings:
        yield f"The computation warns{where}: {'; '.join(estimate.diagnostics.warnings)}."
    if linked and estimate.linkage_share is None:
        yield f"Doubt about the linkage is not in the interval{where}."


def _about_claims(
    result: QuestionResult, claimed: tuple[Claimed, ...], elsewhere: tuple[tuple[Claim, Match], ...]
) -> Iterator[Limit]:
    if not result.question.takes_claims:
        yield Limit("No claims were set against this question: the inquiry has not yet said what it asks.", "claims")
        return
    if not claimed:
        yield Limit("No claim was found that is about the same act, unit, population, place and period.", "claims")
    unclear = sum(match.relation == "unclear" for _, match in elsewhere)
    if unclear:
        yield Limit(
            f"Of {count_text(unclear, 'claims')} it cannot be told what exactly they are about.", "claims#unclear"
        )
    voiceless = sum(not entry.claim.attribution.speaker for entry in claimed)
    if voiceless:
        yield Limit(f"{count_text(voiceless, 'claims')} in the row: the text names no speaker.", "claims#same")
    if len(claimed) > 1:
        yield Limit(
            "Whether several claims go back to one source is for a person to say; their number is no evidence.",
            "claims#same",
        )


def _about_files(view: InquiryView) -> Iterator[Limit]:
    states = Counter(file.state for file in view.files)
    for state, words in (
        ("failed", "could not be read"),
        ("needs OCR", "hold only pictures of text and were not read"),
        ("skipped", "were left out"),
        ("parsed with warnings", "were read with warnings"),
    ):
        if states[state]:
            yield Limit(f"{count_text(states[state], 'files')} {_agree(states[state], words)}.", "files")
    yield from _about_reading(view)
    if view.lost_spans:
        n, n_documents = len(view.lost_spans), len({span.document for span in view.lost_spans})
        yield Limit(
            f"{count_text(n, 'claims')} of an earlier text of {count_text(n_documents, 'documents')} "
            f"{_agree(n, 'have')} no place in the newer text: somebody has to look where {'it' if n == 1 else 'they'} "
            "went.",
            "files#documents",
        )
    undated = sum(document.dated is None and bool(document.text) for document in view.documents)
    if undated:
        yield Limit(
            f"{count_text(undated, 'documents')} {_agree(undated, 'have')} no date: times such as “last month” in "
            f"{'it' if undated == 1 else 'them'} stay open.",
            "files#documents",
        )
    guessed = sum(document.dated is not None and document.dated_by == "document" for document in view.documents)
    if guessed:
        yield Limit(
            f"The date of {count_text(guessed, 'documents')} is taken from the document itself; no person has "
            "confirmed it.",
            "files#documents",
        )


def _about_reading(view: InquiryView) -> Iterator[Limit]:
    """Say which documents and numbers the reading of claims left alone."""
    for reading, words in (
        ("digits", "are in no language that is covered: only digits and dates were read"),
        ("begun", "are in a language whose tables are only begun: only the plainest speakers and denials were read"),
    ):
        n = sum(survey.reading == reading for survey in view.surveys)
        if n:
            yield Limit(f"{count_text(n, 'documents')} {_agree(n, words)}.", "files#documents")
    n_translations = len(view.translations)
    if n_translations:
        yield Limit(
            f"{count_text(n_translations, 'documents')} {_agree(n_translations, 'are')} said to be "
            f"{'a translation' if n_translations == 1 else 'translations'}: no figure was read there, only in the "
            f"{'original' if n_translations == 1 else 'originals'}, and whether they agree was not checked.",
            "files#documents",
        )
    if len({survey.language for survey in view.surveys}) > 1 or n_translations:
        yield Limit(
            "The documents are in several languages: copies and repetitions from one language in another are not "
            "found, so what comes from one source may count as several.",
            "files#documents",
        )
    unread = sum(len(survey.unread) for survey in view.surveys)
    if unread:
        yield Limit(
            f"{count_text(unread, 'numbers')} in the documents can be read in two ways, or not at all, and "
            f"{'was' if unread == 1 else 'were'} left alone.",
            "files#documents",
        )


def _agree(number: int, words: str) -> str:
    if number != 1:
        return words
    first, _, rest = words.partition(" ")
    return " ".join(
        filter(None, ({"were": "was", "hold": "holds", "have": "has", "are": "is"}.get(first, first), rest))
    )
