"""`inquiry.toml`: what a person decides about the inquiry, read strictly.

An unknown key is an error that offers the nearest known one, because a misspelt `deduplicated` would otherwise change
a count in silence.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from accounted import claims, mse
from accounted.inquiry.strictly import Dated, Names, Strict, nearest, one_or_many, read_strictly
from accounted.lists import FIELDS
from accounted.model.claims import Act, Unit
from accounted.model.dates import DateInterval
from accounted.model.errors import SettingsError
from accounted.model.findings import Reference
from accounted.model.questions import Question, Relation
from accounted.model.records import Status
from accounted.text.names import fold_text

__all__ = [
    "FILE_NAME",
    "PLAN_FILE",
    "PLAN_TEMPLATE",
    "Actor",
    "CodebookSettings",
    "LanguageModel",
    "ListSettings",
    "Models",
    "Override",
    "PlaceSettings",
    "QuestionSettings",
    "Settings",
    "TableSettings",
    "TimeStamps",
    "TranslationSettings",
    "read_settings",
    "same_file",
]

FILE_NAME = "inquiry.toml"
PLAN_FILE = "plan.toml"
PLAN_TEMPLATE = f"""\
# What you fix before any number is seen. It goes into the record, by its SHA-256, before the first estimate; what it
# does not foresee, and what is changed afterwards, is called exploratory. Take the # away and fill in:

# person = "A. Sample"
# date = "2031-09-01"
# reason = "why these questions, lists and models"
# models = [{", ".join(f'"{name}"' for name in mse.DEFAULT_MODELS)}]

# [[questions]]
# id = "killed-1999"                    # as in inquiry.toml
# lists = ["OSCE", "HRW", "ABA"]        # or tables = ["kosovo.csv"]
# strata = ["month"]
# reason = "why so"

# [[comparisons]]
# question = "killed-1999"
# strata = ["1999-03", "1999-04"]
# asks = ["ratio", "difference", "P(A > B)"]
"""


_MOST_LINKAGES = 100


def _known_models(names: tuple[str, ...]) -> tuple[str, ...]:
    unknown = [f"there is no model {name!r}; {nearest(name, mse.MODELS)}" for name in names if name not in mse.MODELS]
    twice = sorted({f"the model {name} is named twice" for name in names if names.count(name) > 1})
    if unknown or twice:
        raise ValueError(", ".join([*unknown, *twice]))
    return names


Models = Annotated[tuple[str, ...], BeforeValidator(one_or_many), AfterValidator(_known_models)]


Language = Annotated[str, Field(pattern=r"^[a-z]{2,3}(?:_[A-Za-z]+)?(?:\+[a-z]{2,3}(?:_[A-Za-z]+)?)*$")]


class Relations(Strict):
    """How a list relates to others.

    `copies` names the lists it takes records from, `takes_all_of` those of which it takes every record, `refers_to`
    those it passes people to or gets people from, `shares_sources` those that drew on the same sources.
    """

    copies: Names = ()
    refers_to: Names = ()
    shares_sources: Names = ()
    takes_all_of: Names = ()


class ListSettings(Strict):
    """What a person says about one list (`[[lists]]`): a file, or by its name a column of a capture table.

    `columns_approved` is false when the columns were recognised and saved, and nobody has looked at them. `codebook` is
    the version of the codebook by which it is coded, when not by that of its first reading.
    """

    file: str = ""
    name: str = ""
    deduplicated: bool | Literal["insist"] | None = None
    places: Names = ()
    period: Dated | None = None
    unit: Unit | None = None
    method: str = ""
    publisher: str = ""
    relations: Relations = Relations()
    columns: dict[str, Names] = Field(default_factory=dict)
    columns_approved: bool | None = None
    status: dict[str, Status] = Field(default_factory=dict)
    codebook: str = ""

    @model_validator(mode="after")
    def _is_named(self) -> Self:
        if not self.file and not self.name:
            raise ValueError("say which list: file, or name for a list of a capture table")
        return self

    @property
    def has_looked(self) -> bool:
        """Whether a person has said what the columns mean, or approved it."""
        return self.says_columns if self.columns_approved is None else self.columns_approved

    @property
    def says_columns(self) -> bool:
        """Whether anything is said about what columns mean, beyond how dates are read."""
        return any(key in FIELDS for key in self.columns)


class TableSettings(Strict):
    """Where a capture table comes from (`[[tables]]`)."""

    file: str
    source: str
    strata: Names = ()


class ReferenceSettings(Strict):
    """A figure from outside, shown beside a question (`[[questions.references]]`)."""

    value: float
    label: str
    source: str
    caution: str
    known_truth: bool = False


class QuestionSettings(Strict):
    """One question (`[[questions]]`).

    `checks` tries the assumption behind its estimate from several sides; `impute_above` names the strata by which it is
    broken down though more than 40 % of the people do not state them.
    """

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
    checks: bool = False
    impute_above: Names = ()
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


class Override(Strict):
    """A person's decision on how a claim relates to a question (`[[overrides]]`)."""

    claim: str
    question: str
    relation: Relation
    reason: str = Field(min_length=3)


class Actor(Strict):
    """A person or body that speaks or is spoken of (`[[actors]]`), with the other names it goes by."""

    name: str = Field(min_length=1)
    aliases: Names = ()
    role: str = ""


class CodebookSettings(Strict):
    """What the inquiry's own codes mean (`[codebook]`): per vocabulary, value as written → code of the vocabulary.

    `file` names a TOML file with these keys beside `inquiry.toml`, instead of entries here.
    """

    version: str = ""
    source: str = ""
    file: str = ""
    act: dict[str, str] = Field(default_factory=dict)
    cause: dict[str, str] = Field(default_factory=dict)
    status: dict[str, str] = Field(default_factory=dict)
    age_group: dict[str, str] = Field(default_factory=dict)
    precision: dict[str, str] = Field(default_factory=dict)

    def entries(self, vocabulary: str) -> dict[str, str]:
        """The entries for one vocabulary."""
        return dict(getattr(self, vocabulary))


class PlaceSettings(Strict):
    """A place (`[[places]]`): the other names it goes by, and the larger places that it lies within."""

    name: str = Field(min_length=1)
    aliases: Names = ()
    within: Names = ()


class TranslationSettings(Strict):
    """That a document is a translation (`[[translations]]`): of which one, by whom or what, and when."""

    file: str = Field(min_length=1)
    of: str = Field(min_length=1)
    by: Literal["person", "machine"]
    translator: str = ""
    date: Dated | None = None


class LanguageModel(Strict):
    """A language model that the user runs (`[language_model]`); without an endpoint it is off.

    `confirmed_host` names a host that is not this machine a second time; `documents` are the public ones, the only ones
    that are sent; `send_all` sends the others too.
    """

    endpoint: str = ""
    model: str = ""
    confirmed_host: str = ""
    documents: Names = ()
    send_all: bool = False


class TimeStamps(Strict):
    """Who stamps the record (`[time_stamps]`, RFC 3161); without a URL nothing is sent.

    `confirmed_host` names a host that is not this machine a second time; `certificates` are files below the inquiry's
    folder with the certificates that signatures are checked against.
    """

    url: str = ""
    confirmed_host: str = ""
    certificates: Names = ()


class Settings(Strict):
    """All of `inquiry.toml`.

    `linkage_samples` is the number of whole linkages drawn, `most_linkage_samples` how many an estimate may be made
    from in all where its limits need more; `seed` starts every random draw; `notice` stands on every
    page of the report; `transliteration` and `phonetics` say whether names of different scripts, and names that sound
    alike, are compared; `copies` says what becomes of lists of which one is declared to copy from the other;
    `loaded_words` says whether words that judge are marked in claims;
    `document_date` and `document_language` (`ar`, `en+fr`) confirm or correct what was guessed; `public_documents`
    names the documents, or folders of them, that are public: all others are confidential.
    """

    title: str = "An inquiry without a title"
    standard_of_proof: str = ""
    notice: str = ""
    seed: int = Field(default=19990324, ge=0, lt=2**32)
    linkage_samples: int = Field(default=20, ge=0, le=1000)
    most_linkage_samples: int | None = Field(default=None, ge=0, le=1000)
    transliteration: bool = True
    phonetics: bool = True
    probability: float = Field(default=0.95, gt=0.5, lt=1)
    models: Models = Field(default=mse.DEFAULT_MODELS, min_length=1)
    copies: Literal["merge", "force"] = "merge"
    document_date: dict[str, Dated] = Field(default_factory=dict)
    document_language: dict[str, Language] = Field(default_factory=dict)
    public_documents: Names = ()
    lists: tuple[ListSettings, ...] = ()
    tables: tuple[TableSettings, ...] = ()
    questions: tuple[QuestionSettings, ...] = ()
    overrides: tuple[Override, ...] = ()
    loaded_words: bool = False
    language_model: LanguageModel = LanguageModel()
    time_stamps: TimeStamps = TimeStamps()
    actors: tuple[Actor, ...] = ()
    places: tuple[PlaceSettings, ...] = ()
    codebook: CodebookSettings | None = None
    translations: tuple[TranslationSettings, ...] = ()

    @property
    def n_most_linkages(self) -> int:
        """Linkages that an estimate may be made from: as many as are said; 100 when nothing is said of either."""
        if self.most_linkage_samples is not None:
            return self.most_linkage_samples
        return self.linkage_samples if "linkage_samples" in self.model_fields_set else _MOST_LINKAGES

    def gazetteer(self) -> claims.Gazetteer:
        """The world's table, with the user's places."""
        return claims.Gazetteer.of(claims.Place(p.name, p.aliases, p.within) for p in self.places)

    def aliases(self) -> dict[str, str]:
        """From every other name of an actor, folded, to the actor's name."""
        return {fold_text(alias): actor.name for actor in self.actors for alias in actor.aliases}

    def for_list(self, file: str) -> ListSettings:
        """What is said about a list file; the defaults when nothing is."""
        wanted = [s for s in self.lists if same_file(s.file, file)]
        return wanted[0] if wanted else ListSettings(file=file)

    def for_table(self, file: str) -> TableSettings:
        """What is said about a capture table; no source when nothing is."""
        wanted = [s for s in self.tables if same_file(s.file, file)]
        return wanted[0] if wanted else TableSettings(file=file, source="")

    def language_of(self, file: str) -> str:
        """The language that a person has set for a document; empty when nobody has."""
        return next((code for name, code in self.document_language.items() if same_file(name, file)), "")

    def is_public(self, file: str) -> bool:
        """Whether a person has said that a document is public: by its name, or that of a folder or archive it is in."""
        parts = file.split("/")
        above = ["/".join(parts[:n]) for n in range(1, len(parts) + 1)]
        return any(same_file(said.rstrip("/"), name) for said in self.public_documents for name in above)

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
    read = read_strictly(folder / FILE_NAME, Settings)
    if read is None:
        return Settings()
    settings = read[0]
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
