"""One sentence with all that is read from it, each part only when it is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from accounted.claims.begun import count_near
from accounted.claims.begun_speech import find_begun_frames, without_denials
from accounted.claims.counted import Counted, count_what
from accounted.claims.figures import FoundFigure, find_figures
from accounted.claims.frames import Frame
from accounted.claims.glance import may_count
from accounted.claims.languages import Language
from accounted.claims.mentions import find_mentions
from accounted.claims.passage_speech import PassageSpeech
from accounted.claims.sentences import flatten
from accounted.claims.speech import find_frames
from accounted.claims.times import DocumentTimes, FoundTimes
from accounted.claims.updates import FoundUpdate, find_updates
from accounted.model.documents import Span

__all__ = ["ReadIn", "Sentence"]


@dataclass(frozen=True)
class ReadIn:
    """The language that a document is read in, and whether its vague counts are read."""

    language: Language
    vague: bool

    @property
    def is_full(self) -> bool:
        """Whether the language has all its tables."""
        return self.language.reading == "full"


@dataclass(frozen=True)
class Sentence:
    """One sentence with what is read from it, each part only when asked for."""

    text: str
    start: int
    all_times: DocumentTimes
    speech: PassageSpeech
    read_in: ReadIn

    @cached_property
    def view(self) -> str:
        """Its text, flattened."""
        return flatten(self.text)

    @cached_property
    def times(self) -> FoundTimes:
        """Its times, relative to it."""
        return self.all_times.within(self.start, self.start + len(self.text))

    @cached_property
    def figures(self) -> tuple[FoundFigure, ...]:
        """Its figures, persons counted by an article among them, in order."""
        language, vague = self.read_in.language, self.read_in.vague
        numbers = find_figures(self.text, self.times.masked, language=language, vague=vague)
        if not self.read_in.is_full:
            return numbers
        return tuple(sorted((*numbers, *find_mentions(self.view, numbers)), key=lambda f: f.start))

    @cached_property
    def _counted(self) -> tuple[Counted | None, ...]:
        if not self.read_in.is_full:
            return count_near(without_denials(self.view, self.frames), self.figures, self.read_in.language)
        return count_what(self.view, self.figures) if may_count(self.view) else ()

    @cached_property
    def updates(self) -> tuple[FoundUpdate, ...]:
        """Which of its figures replace an earlier one."""
        return find_updates(self.view, self.figures, self._counted) if self.read_in.is_full and self._counted else ()

    @cached_property
    def counted(self) -> tuple[Counted | None, ...]:
        """What each figure counts; one that another figure replaces is no claim of its own."""
        replaced = {update.previous for update in self.updates}
        return tuple(None if n in replaced else what for n, what in enumerate(self._counted))

    @cached_property
    def frames(self) -> tuple[Frame, ...]:
        """Who speaks in it, each with the stretch that is theirs."""
        if not self.read_in.is_full:
            return find_begun_frames(self.view, self.read_in.language.speech)
        times = [Span(when.start, when.end) for when in self.times.whens]
        relations = self.speech.in_sentence(self.start, self.start + len(self.text))
        figures = [Span(f.start, f.end) for f in self.figures if not f.is_mention]
        return find_frames(self.view, times, figures, relations, self.start)

    @property
    def speakers(self) -> tuple[str, ...]:
        """Names of those who speak in it."""
        named = [f.speaker.span for f in self.frames if f.speaker and f.speaker.kind == "named"]
        return tuple(dict.fromkeys(self.text[span.start : span.end] for span in named))
