"""`inquiry.toml`: what a person decides about the inquiry, read strictly.

An unknown key is an error that offers the nearest known one, because a misspelt `deduplicated` would otherwise change
a count in silence.
"""

from __future__ import annotations

import difflib
import tomllib
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from accounted.model.claims import ACTS, Act, Unit
from accounted.model.dates import DateInterval
from accounted.model.errors import InvalidDate, SettingsError
from accounted.model.findings import Reference
from accounted.model.questions import Question, Relation

__all__ = ["ListSettings", "Override", "QuestionSettings", "Settings", "TableSettings", "read_settings"]

FILE_NAME = "inquiry.toml"


def _date(value: object) -> object:
    if value is None or isinstance(value, DateInterval):
        return value
    try:
        return DateInterval.parse(str(value))
    except InvalidDate as error:
        raise ValueError(str(error)) from error


def _one_or_many(value: object) -> object:
    return (value,) if isinstance(value, str) else value


Dated = Annotated[DateInterval, BeforeValidator(_date)]
Names = Annotated[tuple[str, ...], BeforeValidator(_one_or_many)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


class Relations(_Strict):
    """How a list relates to others: `copies` names the lists it takes records from."""

    copies: Names = ()


class ListSettings(_Strict):
    """What a person says about one list file (`[[lists]]`)."""

    file: str
    name: str = ""
    deduplicated: bool | None = None
    places: Names = ()
    period: Dated | None = None
    relations: Relations = Relations()
    columns: dict[str, Names] = Field(default_factory=dict)


class TableSettings(_Strict):
    """Where a capture table comes from (`[[tables]]`)."""

    file: str
    source: str
    strata: Names = ()


class ReferenceSettings(_Strict):
    """A figure from outside, shown beside a question (`[[questions.references]]`)."""

    value: float
    label: str
    source: str
    caution: str
    known_truth: bool = False


class QuestionSettings(_Strict):
    """One question (`[[questions]]`)."""

    id: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]*$")
    text: str
    act: Act | None = None
    unit: Unit = "persons"
    population: str = ""
    place: str = ""
    period: Dated | None = None
    strata: Names = ()
    lists: Names = ()
    tables: Names = ()
    references: tuple[ReferenceSettings, ...] = ()

    def to_question(self, lists: tuple[str, ...], tables: tuple[str, ...]) -> Question:
        """Make the question with the lists and tables that bear on it."""
        return Question(
            id=self.id,
            text=self.text,
            act=self.act,
            unit=self.unit,
            population=self.population,
            place=self.place,
            period=self.period,
            strata=self.strata,
            lists=lists,
            tables=tables,
        )

    def outside(self) -> tuple[Reference, ...]:
        """Hand over the references."""
        return tuple(Reference(r.value, r.label, r.source, r.caution, r.known_truth) for r in self.references)


class Override(_Strict):
    """A person's decision on how a claim relates to a question (`[[overrides]]`)."""

    claim: str
    question: str
    relation: Relation
    reason: str = Field(min_length=3)


class Settings(_Strict):
    """All of `inquiry.toml`.

    `linkage_samples` is the number of whole linkages drawn; `seed` starts every random draw; `notice` stands on every
    page of the report.
    """

    title: str = "An inquiry without a title"
    standard_of_proof: str = ""
    notice: str = ""
    seed: int = Field(default=19990324, ge=0, lt=2**32)
    linkage_samples: int = Field(default=20, ge=0, le=1000)
    probability: float = Field(default=0.95, gt=0.5, lt=1)
    models: tuple[Literal["dga", "latent_class"], ...] = ("dga", "latent_class")
    document_date: dict[str, Dated] = Field(default_factory=dict)
    lists: tuple[ListSettings, ...] = ()
    tables: tuple[TableSettings, ...] = ()
    questions: tuple[QuestionSettings, ...] = ()
    overrides: tuple[Override, ...] = ()

    def for_list(self, file: str) -> ListSettings:
        """What is said about a list file; the defaults when nothing is."""
        wanted = [s for s in self.lists if same_file(s.file, file)]
        return wanted[0] if wanted else ListSettings(file=file)

    def for_table(self, file: str) -> TableSettings:
        """What is said about a capture table; no source when nothing is."""
        wanted = [s for s in self.tables if same_file(s.file, file)]
        return wanted[0] if wanted else TableSettings(file=file, source="")

    def date_of(self, file: str) -> DateInterval | None:
        """The publication date that a person has set for a document."""
        for name, date in self.document_date.items():
            if same_file(name, file):
                return date
        return None


def same_file(said: str, file: str) -> bool:
    """Whether what a person wrote names this file: its path below `input/`, or the end of it.

    >>> same_file("osce.csv", "lists/osce.csv"), same_file("e.csv", "lists/osce.csv")
    (True, False)
    """
    return said == file or file.endswith(f"/{said.removeprefix('input/')}") or said.removeprefix("input/") == file


def read_settings(folder: Path) -> Settings:
    """Read and check `inquiry.toml`.

    Raises:
        SettingsError: Naming each key that is wrong, with the nearest known one.
    """
    path = folder / FILE_NAME
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        return Settings()
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"this is not TOML: {error}", where=FILE_NAME, mend="correct this line") from error
    try:
        settings = Settings.model_validate(raw)
    except ValidationError as error:
        raise SettingsError("; ".join(_faults(error)), where=FILE_NAME, mend="correct these settings") from error
    if not settings.notice and any(r.known_truth for q in settings.questions for r in q.references):
        raise SettingsError(
            "a known truth is for made-up data, and made-up data need a notice",
            where=FILE_NAME,
            mend='set notice = "Everything here is made up." or take known_truth out',
        )
    seen = [q.id for q in settings.questions]
    if len(set(seen)) < len(seen):
        raise SettingsError("two questions have the same id", where=FILE_NAME, mend="give each question its own id")
    return settings


def _faults(error: ValidationError) -> list[str]:
    faults = []
    for fault in error.errors(include_url=False):
        path = ".".join(str(p + 1) if isinstance(p, int) else p for p in fault["loc"])
        if fault["type"] == "extra_forbidden":
            near = difflib.get_close_matches(str(fault["loc"][-1]), _known(fault["loc"][:-1]), n=1, cutoff=0.5)
            faults.append(f"unknown key {path}" + (f" (did you mean {near[0]}?)" if near else ""))
        elif fault["type"] == "literal_error" and fault["loc"][-1] == "act":
            near = difflib.get_close_matches(str(fault["input"]), ACTS, n=1)
            faults.append(
                f"{path}: {fault['input']!r} is no act; {f'did you mean {near[0]}?' if near else ', '.join(ACTS)}"
            )
        else:
            faults.append(f"{path}: {fault['msg'].removeprefix('Value error, ')}")
    return faults


def _known(location: tuple[Any, ...]) -> list[str]:
    model: Any = Settings
    for part in location:
        if isinstance(part, str):
            models = {
                "lists": ListSettings,
                "tables": TableSettings,
                "questions": QuestionSettings,
                "overrides": Override,
                "relations": Relations,
                "references": ReferenceSettings,
            }
            model = models.get(part, model)
    return list(model.model_fields)
