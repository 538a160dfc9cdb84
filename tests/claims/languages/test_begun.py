"""Languages whose tables are begun: figures, bounds and acts; no denial is taken for a statement."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounted.claims import extract, read_figure
from accounted.claims.languages import LANGUAGES
from accounted.model.claims import ACTS, UNITS
from accounted.text.numbers import parse_number

BY_CODE = {language.code: language for language in LANGUAGES}
NUMBERS = [
    ("fr", "vingt et un", 21),
    ("fr", "quatre-vingt-dix-sept", 97),
    ("fr", "soixante et onze", 71),
    ("fr", "deux cent cinquante", 250),
    ("fr", "trois mille cinq cents", 3_500),
    ("fr", "30.000", 30_000),
    ("es", "treinta y uno", 31),
    ("es", "mil quinientos", 1_500),
    ("es", "doscientas cincuenta", 250),
    ("es", "30.000", 30_000),
    ("ar", "خمسة وعشرون", 25),
    ("ar", "مئة وخمسون", 150),
    ("ar", "ثلاثة آلاف", 3_000),
    ("ar", "٣٠٠", 300),
    ("fa", "سی و شش", 36),
    ("fa", "هزار و سیصد و شصت", 1_360),
    ("fa", "۳۰٬۰۰۰", 30_000),
]
# language, wording, low, best, high, low_inclusive, high_inclusive
BOUNDS = [
    ("fr", "plus de 300 personnes", 300, None, None, False, None),
    ("fr", "au moins 300", 300, None, None, True, None),
    ("fr", "jusqu’à 300", None, None, 300, None, True),
    ("fr", "moins de 300", None, None, 300, None, False),
    ("fr", "près de 300", None, 300, 300, None, False),
    ("fr", "environ 300", None, 300, None, None, None),
    ("fr", "entre 10 et 20", 10, None, 20, True, True),
    ("es", "más de 300", 300, None, None, False, None),
    ("es", "al menos doce", 12, None, None, True, None),
    ("es", "hasta 300", None, None, 300, None, True),
    ("es", "casi 300", None, 300, 300, None, False),
    ("es", "entre 10 y 20", 10, None, 20, True, True),
    ("ar", "أكثر من ٣٠٠ شخص", 300, None, None, False, None),
    ("ar", "ما لا يقل عن 12", 12, None, None, True, None),
    ("ar", "حوالي 300", None, 300, None, None, None),
    ("fa", "بیش از ۳۰٬۰۰۰ نفر", 30_000, None, None, False, None),
    ("fa", "دست‌کم ۱۲ نفر", 12, None, None, True, None),
    ("fa", "بین ۱۰ تا ۲۰", 10, None, 20, True, True),
    ("ar", "ما بين 60 و80 سجينا", 60, None, 80, True, True),
    ("ar", "بين ٦٠ و٨٠ شخصا", 60, None, 80, True, True),
]
# language, text, (wording of the figure, act, unit)
CLAIMS = [
    (
        "fr",
        "Plus de 300 personnes ont été tuées dans la ville et 40 blessées.",
        [("Plus de 300", "killed", "persons"), ("40", "injured", "persons")],
    ),
    ("fr", "Les soldats ont fait 120 victimes dans la vallée.", [("120", "other", "persons")]),
    ("fr", "Douze massacres ont été commis dans la vallée.", [("Douze", "killed", "incidents")]),
    ("fr", "Le ministère a rejeté le chiffre de 300 personnes tuées dans la ville.", []),
    ("fr", "On a nié que 300 personnes aient été tuées dans la ville.", []),
    ("es", "Fueron asesinadas 40 personas en la ciudad.", [("40", "killed", "persons")]),
    ("es", "El ejército sufrió 60 bajas en la batalla de la sierra.", [("60", "other", "persons")]),
    ("es", "El ministro no confirmó que 40 personas fueran asesinadas en la ciudad.", []),
    ("es", "Se negó que 40 personas fueran asesinadas en la ciudad.", []),
    (
        "ar",
        "قتل أكثر من ٣٠٠ شخص وأصيب 40 في المدينة",
        [("أكثر من ٣٠٠", "killed", "persons"), ("40", "injured", "persons")],
    ),
    ("ar", "لم يؤكد الوزير أن 300 شخص قتلوا في المدينة", []),
    # those counted are named by one word, and what happened to them is said by another
    ("fr", "Trente-six détenus sont morts dans la prison.", [("Trente-six", "killed", "persons")]),
    ("fr", "Vingt réfugiés ont été tués dans le camp.", [("Vingt", "killed", "persons")]),
    (
        "fr",
        "Vingt réfugiés et plusieurs morts ont été comptés dans le camp.",
        [("Vingt", "displaced", "persons"), ("plusieurs", "killed", "persons")],
    ),
    ("es", "Treinta detenidos fueron torturados en la cárcel.", [("Treinta", "tortured", "persons")]),
    ("ar", "وأصيب ستة وثلاثون معتقلا في السجن", [("ستة وثلاثون", "injured", "persons")]),
    # a word before the figure that is joined to it is said of others
    (
        "es",
        "Al menos 45 personas murieron y más de 120 resultaron heridas en la ciudad.",
        [("Al menos 45", "killed", "persons"), ("más de 120", "injured", "persons")],
    ),
    (
        "fr",
        "On compte 45 personnes tuées et plus de 120 autres ont été grièvement blessées.",
        [("45", "killed", "persons"), ("plus de 120", "injured", "persons")],
    ),
    # the earlier figure of a change is no claim, and the two are no range
    ("fr", "Le bilan est passé de 30 à 45 morts dans la ville.", [("45", "killed", "persons")]),
    ("es", "La cifra de muertos aumentó de 30 a 45 en la ciudad.", []),
    ("fa", "بیش از ۳۰٬۰۰۰ نفر در آن سال اعدام شدند", [("بیش از ۳۰٬۰۰۰", "executed", "persons")]),
]
# language, text, speaker ("~": nobody can be asked), polarity
SPOKEN = [
    ("fr", "Le ministère a démenti que 300 personnes aient été tuées dans la ville.", "Le ministère", "denied"),
    ("fr", "L’armée nie que 12 civils ont été tués dans le village.", "L’armée", "denied"),
    ("fr", "Le porte-parole de la police a déclaré lundi que 12 civils ont été tués.",
     "Le porte-parole de la police", "asserted"),
    ("fr", "Selon le ministère de la Santé, 300 personnes ont été tuées.", "le ministère de la Santé", "asserted"),
    ("fr", "Au moins 40 villageois ont été tués, selon la Croix-Rouge.", "la Croix-Rouge", "asserted"),
    ("fr", "Anna Bell a dit que plus de 300 personnes ont été tuées à Velmar.", "Anna Bell", "asserted"),
    ("fr", "Des témoins ont affirmé que 12 personnes ont été blessées.", "~Des témoins", "asserted"),
    ("es", "El ministro negó que 40 personas fueran asesinadas en la ciudad.", "El ministro", "denied"),
    ("es", "Según el ministerio de Salud, 300 personas murieron.", "el ministerio de Salud", "asserted"),
    ("es", "El portavoz del ejército dijo el lunes que 12 civiles fueron asesinados.",
     "El portavoz del ejército", "asserted"),
    ("es", "Fueron asesinadas 40 personas, según la Cruz Roja.", "la Cruz Roja", "asserted"),
    ("es", "Los vecinos aseguran que hay 40 muertos en la ciudad.", "~Los vecinos", "asserted"),
    ("ar", "نفى الوزير أن 300 شخص قتلوا في المدينة", "الوزير", "denied"),
    ("ar", "نفت وزارة الدفاع مقتل 12 شخصا في المدينة.", "وزارة الدفاع", "denied"),
    ("ar", "قال المتحدث باسم الجيش إن 12 شخصا قتلوا في المدينة.", "المتحدث باسم الجيش", "asserted"),
    ("ar", "قتل 12 شخصا في المدينة، بحسب وزارة الصحة.", "وزارة الصحة", "asserted"),
    ("ar", "وقال شهود إن 40 شخصا أصيبوا في المدينة.", "~شهود", "asserted"),
    ("fa", "سخنگوی وزارت بهداشت گفت که ۱۲ نفر در شهر کشته شدند.", "سخنگوی وزارت بهداشت", "asserted"),
    ("fa", "ارتش تکذیب کرد که ۱۲ نفر کشته شدند.", "ارتش", "denied"),
    ("fa", "به گفته پلیس، ۳۰ نفر زخمی شدند.", "پلیس", "asserted"),
]  # fmt: skip
# language, text: somebody speaks, and the plain constructions do not show whose the figure is
NOT_SPOKEN = [
    ("fr", "Trois cents personnes ont été tuées dans la ville où le ministère est situé."),
    ("fr", "Les combats, selon le ministère, ont fait 12 morts et 30 disparus dans la vallée du sud."),
    ("es", "En la ciudad del gobernador fueron asesinadas 40 personas."),
]


@pytest.mark.parametrize(("code", "wording", "value"), NUMBERS)
def test_number_in_its_language(code: str, wording: str, value: float) -> None:
    assert parse_number(wording, BY_CODE[code].numbers) == value


@pytest.mark.parametrize(("code", "wording", "low", "best", "high", "low_in", "high_in"), BOUNDS)
def test_bounds_in_their_language(  # R7
    code: str,
    wording: str,
    low: float | None,
    best: float | None,
    high: float | None,
    low_in: bool | None,
    high_in: bool | None,
) -> None:
    figure = read_figure(wording, BY_CODE[code])
    assert figure is not None
    assert (figure.low, figure.best, figure.high) == (low, best, high)
    assert (figure.low_inclusive, figure.high_inclusive) == (low_in, high_in)


@pytest.mark.parametrize(("code", "text", "expected"), CLAIMS)
def test_claims_of_a_text(code: str, text: str, expected: list[tuple[str, str, str]]) -> None:
    claims = extract(text)
    assert [(c.figure.wording if c.figure else None, c.act, c.unit) for c in claims] == expected
    assert {c.language for c in claims} <= {code}
    assert all(c.attribution.kind == "none" and c.counted is None for c in claims)
    assert all(text[c.start : c.end] == c.quote for c in claims)


@pytest.mark.parametrize(("code", "text", "speaker", "polarity"), SPOKEN)
def test_plainest_speakers_and_denials(code: str, text: str, speaker: str, polarity: str) -> None:
    (claim,) = extract(text)
    said = claim.attribution
    mark = "~" if said.kind == "vague" else ""
    assert (claim.language, f"{mark}{said.speaker}", claim.polarity) == (code, speaker, polarity)
    assert said.start is not None
    assert text[said.start : said.end] == said.speaker
    assert said.chain[0].stance == ("denies" if polarity == "denied" else "states")


@pytest.mark.parametrize(("code", "text"), NOT_SPOKEN)
def test_nobody_speaks_where_it_is_not_plain(code: str, text: str) -> None:
    assert {(c.language, c.attribution.speaker) for c in extract(text)} == {(code, None)}


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.code)
def test_table_names_known_acts_and_units(language: object) -> None:
    words = language.violations  # type: ignore[attr-defined]
    assert {act for act, _ in words.states} <= set(ACTS)
    assert {unit for _, unit, _ in words.nouns} | {unit for unit, _ in words.things} <= set(UNITS)


@given(st.sampled_from(LANGUAGES), st.integers(min_value=0, max_value=999_999_999_999))
def test_plain_digits_are_read_in_every_language(language: object, value: int) -> None:
    assert parse_number(str(value), language.numbers) == value  # type: ignore[attr-defined]
