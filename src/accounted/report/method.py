"""How it was done, generated from the inquiry's own settings and results, so that it cannot say otherwise (R36)."""

from __future__ import annotations

from dataclasses import dataclass

from accounted.model.capture import Estimate
from accounted.model.errors import AccountedError
from accounted.model.linkage import Linkage
from accounted.model.view import InquiryView, QuestionResult
from accounted.report.prose import join_words

__all__ = ["MethodPart", "describe_method"]


@dataclass(frozen=True, slots=True)
class MethodPart:
    """One step of the method, in paragraphs."""

    title: str
    paragraphs: tuple[str, ...]


def describe_method(view: InquiryView) -> tuple[MethodPart, ...]:
    """Describe every step that this inquiry took.

    Raises:
        AccountedError: When a part would be empty.
    """
    parts = (
        MethodPart("Claims", _claims(view)),
        MethodPart("Lists and linkage", _linkage(view)),
        MethodPart("Acts and classes", _casualties(view)),
        MethodPart("Estimates", _estimates(view)),
        MethodPart("Comparisons", _comparisons()),
    )
    for part in parts:
        if not part.paragraphs or not all(text.strip() for text in part.paragraphs):
            raise AccountedError(f"the method has an empty part: {part.title}", mend="report this as a fault")
    return parts


def _claims(view: InquiryView) -> tuple[str, ...]:
    parsers = sorted({document.parser for document in view.documents if document.parser})
    read = f"Documents were read by {join_words(parsers)}. " if parsers else "No document was read. "
    return (
        read
        + "Claims are found by a grammar that keeps the exact span of every figure, its bounds as worded, its act, "
        "unit, time and speaker. Open bounds stay open. A statement is a claim with a speaker, never a fact.",
        "A claim enters a question's row only when act, unit, population, place, period and the day it speaks of are "
        "the same as the question's, and the speaker puts the figure forward as their own. A place or period that is "
        "not said makes the match unclear. A person may decide otherwise, with a reason, which is then printed.",
    )


def _linkage(view: InquiryView) -> tuple[str, ...]:
    linked = [result for result in view.results if result.linkage is not None]
    if not linked:
        return ("No lists of records were linked in this inquiry.",)
    return tuple(text for result in linked for text in _one_linkage(result))


def _one_linkage(result: QuestionResult) -> tuple[str, ...]:
    linkage = result.linkage
    if linkage is None:
        return ()
    notes = (f"{note.rstrip('.')}." for note in linkage.notes)
    return (_linkage_text(result.question.id, linkage), *_scope_texts(result), *notes)


def _scope_texts(result: QuestionResult) -> tuple[str, ...]:
    """How it was decided who belongs, and what became of those of whom that is undetermined."""
    question = result.question
    looked_at = ["period"] if question.period else []
    looked_at += ["place"] if question.place else []
    looked_at += ["acts and status as stated"] if question.act else []
    looked_at += ["population as stated"] if question.population else []
    if not looked_at:
        return (f"Question {question.id}: everybody on the lists belongs to it, for it names nothing to be held to.",)
    certain = result.certain
    beside = f" Without the undetermined: {certain.reason}." if certain and certain.reason else ""
    if certain and certain.estimates:
        beside = " A second table and estimate leave the undetermined out and stand beside."
    return (
        f"Question {question.id}: a record is in, out or undetermined by its {join_words(looked_at)}. Missing is not "
        "dead, and what is not known excludes nobody. The main table counts everybody who certainly or possibly "
        f"belongs.{beside} Records too thin to identify anyone are in no table.",
    )


def _casualties(view: InquiryView) -> tuple[str, ...]:
    """How acts, incidents and classes were read, coded and counted."""
    coded = sorted({name for info in view.lists for name in info.coded_by})
    if not any(result.linkage for result in view.results):
        return ("No persons of lists were counted in this inquiry.",)
    by = f"Acts, causes and status were coded by {join_words(coded)}. " if coded else "No list has columns of acts. "
    return (
        f"{by}What has no code is kept as written. What a list states of an act, of those who did it, or of whether "
        "somebody was a civilian is that list's assertion; none is chosen over another.",
        "A person counts once per act, however many lists state it; a death is one act; two statements of another act "
        "are two acts only when their dates exclude each other. A date of disappearance or arrest is no date of death. "
        "Incidents of different lists are not put together. Unnamed victims are counted in persons, apart; where a "
        "list says how many victims an incident had, those whom it names are taken off.",
    )


def _linkage_text(question: str, linkage: Linkage) -> str:
    once = (
        f"{join_words(linkage.deduplicated)} {'is' if len(linkage.deduplicated) == 1 else 'are'} taken to hold each "
        "person at most once"
        if linkage.deduplicated
        else "no list is taken to be free of repeats"
    )
    return (
        f"Question {question}: the lists {join_words(linkage.lists)} were linked; {once}. Pairs were joined from a "
        f"match probability of {linkage.threshold:g}. Whole linkages sampled: {len(linkage.samples)} (seed "
        f"{linkage.seed}). A person is certain when every stated value lies in the question, out when in one respect "
        "every one lies outside, possible otherwise."
    )


def _estimates(view: InquiryView) -> tuple[str, ...]:
    texts = []
    for result in view.results:
        if result.estimates is None:
            continue
        found = [stratum for stratum in result.estimates.strata if isinstance(stratum, Estimate)]
        names = sorted({model.name for stratum in found for model in stratum.models})
        if not found:
            texts.append(f"Question {result.question.id}: the lists allowed no estimate.")
            continue
        seeds = sorted({stratum.seed for stratum in found})
        texts.append(
            f"Question {result.question.id}: multiple systems estimation by {join_words(names) or 'one model'} (seed "
            f"{join_words([str(seed) for seed in seeds])}). Intervals hold the stated probability under the stated "
            "assumptions only."
        )
    if not texts:
        return ("No estimate was made in this inquiry.",)
    texts.append(
        "Numbers in the text are rounded to what the interval supports, its ends outwards; the tables hold them "
        "unrounded."
    )
    return tuple(texts)


def _comparisons() -> tuple[str, ...]:
    return (
        "A claim is set beside an estimate only when both are about the same thing. The words used are: compatible; "
        "the estimate lies below; the estimate lies above; overlaps in part; not comparable; the lists cannot say. "
        "“Below” and “above” need every model's interval to agree. An open bound is a half-line, never a point.",
        "A documented number speaks against a claim only when the claim has an upper end in words that the low end of "
        "the documented number passes. Claimed, documented and estimated numbers are never added up.",
    )
