"""Spanish, begun: numbers, bounds, acts, units. *Bajas* and *víctimas* may be dead or hurt: `other`."""

from __future__ import annotations

from accounted.claims.languages.tables import BoundWords, Language, SpeechWords, ViolationWords, word_set
from accounted.text.number_words import NumberWords

__all__ = ["SPANISH"]

_UNITS = (
    *("cero", "uno", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve", "diez", "once", "doce"),
    *("trece", "catorce", "quince", "dieciséis", "diecisiete", "dieciocho", "diecinueve", "veinte", "veintiuno"),
    *("veintidós", "veintitrés", "veinticuatro", "veinticinco", "veintiséis", "veintisiete", "veintiocho"),
    "veintinueve",
)
_TENS = {"treinta": 30, "cuarenta": 40, "cincuenta": 50, "sesenta": 60, "setenta": 70, "ochenta": 80, "noventa": 90}
_HUNDREDS = {
    "ciento": 100,
    "doscientos": 200,
    "trescientos": 300,
    "cuatrocientos": 400,
    "quinientos": 500,
    "seiscientos": 600,
    "setecientos": 700,
    "ochocientos": 800,
    "novecientos": 900,
}

_NUMBERS = NumberWords(
    values={word: value for value, word in enumerate(_UNITS)}
    | _TENS
    | _HUNDREDS
    | {word[:-2] + "as": value for word, value in _HUNDREDS.items() if word != "ciento"}
    | {"un": 1, "una": 1, "veintiún": 21, "cien": 100},
    scales={"mil": 1_000, "millón": 1_000_000, "millones": 1_000_000},
    plurals={"decenas": 10, "docenas": 12, "centenares": 100, "cientos": 100, "miles": 1_000},
    several=("varios", "varias", "unos cuantos"),
    few=("varios", "varias", "algunos", "algunas"),
    whole={"una docena de": 12, "media docena de": 6, "una veintena de": 20, "una treintena de": 30}
    | {"un centenar de": 100, "un millar de": 1_000},
    fractions={"medio": 0.5, "un cuarto de": 0.25},
    articles=(),
    joiner="y",
    joins_anything=True,
    link="de",
    thousands=".",
    decimal=",",
)

SPANISH = Language(
    code="es",
    name="Spanish",
    reading="begun",
    numbers=_NUMBERS,
    bounds=BoundWords(
        low=r"al menos|por lo menos|como mínimo|no menos de|un mínimo de|≥",
        low_open=r"más de|superior(?:es)? a|supera(?:n|ba|ron)?(?: los| las)?|por encima de|>",
        high=r"hasta|como máximo|a lo sumo|no más de|un máximo de|≤",
        high_open=r"menos de|inferior(?:es)? a|por debajo de|<",
        nearly=r"casi|cerca de",
        about=r"unos|unas|alrededor de|aproximadamente|en torno a|cerca de unos|~|≈",
        degree=r"muy|bastante|mucho|muchos|ligeramente|un poco",
        after_low=r"o más\b|como mínimo\b|por lo menos\b|\+",
        after_high=r"o menos\b|como máximo\b|a lo sumo\b",
        after_about=r"aproximadamente\b",
        between=r"entre",
        between_and=r"y",
        from_=r"de",
        to=r"a|hasta",
        or_=r"o(?: incluso)?|u",
        joins_high=r"(?:(?:y|pero)\s+)?(?:quizás|tal vez)?",
        interval=r"ic|intervalo de confianza|intervalo",
        plus_minus=r"±|\+/-|más o menos",
        changes=r"\b(?:pas|sub|aument|baj|ascend|elev|crec|reduj|revis|descend|increment)\w*[^.;]{0,60}$",
        not_before=r"\b(?:artículos?|resolución|página|páginas|capítulo|sección|n[°º]|número)\s*|[$£€]\s*"
        r"|\bde edad\s+|§\s*",
        not_after=r"\s*(?:%|por ciento\b|€|\$|euros?\b|dólares?\b|pesos?\b|pesetas?\b|años?\b|kilómetros?\b"
        r"|km\b|metros?\b|m\b"
        r"|toneladas?\b|kg\b|hectáreas?\b|horas?\b|días?\b|mes(?:es)?\b|semanas?\b|[°])",
    ),
    violations=ViolationWords(
        states=(
            (
                "killed",
                r"muert[oa]s?|asesinad[oa]s?|matad[oa]s?|mataron|mató|masacrad[oa]s?|fallecid[oa]s?|fallecieron|murieron|murió|murieran"
                r"|abatid[oa]s?|perdieron la vida",
            ),
            ("executed", r"ejecutad[oa]s?|ejecutaron|fusilad[oa]s?|ahorcad[oa]s?|decapitad[oa]s?"),
            ("injured", r"herid[oa]s?|lesionad[oa]s?"),
            ("missing", r"desaparecid[oa]s?|desaparecieron"),
            ("detained", r"detenid[oa]s?|arrestad[oa]s?|encarcelad[oa]s?|detuvieron"),
            ("tortured", r"torturad[oa]s?"),
            ("displaced", r"desplazad[oa]s?|expulsad[oa]s?|huyeron"),
            ("signing", r"firmantes?|firmaron"),
            ("attending", r"manifestantes|se manifestaron|asistieron|marcharon"),
            ("other", r"secuestrad[oa]s?|violad[oa]s?|víctimas?|bajas|cuerpos?|cadáveres"),
        ),
        nouns=(("killed", "persons", r"muertes?"), ("killed", "incidents", r"masacres?|matanzas?")),
        compounds=r"(?:muert[oa]s?|asesinad[oa]s?) (?:o|y) (?:herid[oa]s?|desaparecid[oa]s?)",
        things=(
            ("incidents", r"masacres?|matanzas?|ataques?|incidentes?|atentados?"),
            ("records", r"nombres?|casos?|testimonios?|expedientes?"),
            ("objects", r"casas?|viviendas?|aldeas?|edificios?|vehículos?|escuelas?"),
        ),
        not_counted=word_set("familias hogares ovejas animales veces euros dólares pesos"),
        negations=r"\bno\b|\bningun[oa]?\b|\bnadie\b|\bniegan?\b|\bneg(?:ó|aron|ado)\b|\brechaz|\bdesm[ie]+nt|\bfalso\b|\bsi\b|\bpodrían?\b|\bhabrían?\b|\?|¿",
    ),
    speech=SpeechWords(
        speaker=r"(?:(?:[Ee]l|[Ll]a|[Ll]os|[Ll]as|[Uu]n|[Uu]na|[Uu]nos|[Aa]lgunos)\s+)?(?:ministerio|ministro|ministra"
        r"|gobierno|ejército|policía|portavoz|alcalde|alcaldesa|presidente|presidenta|fiscalía|fiscal|tribunal"
        r"|comisión|comité|agencia|asociación|organización|observatorio|partido|sindicato|hospital|embajada"
        r"|oposición|general|coronel|gobernador|director|Cruz Roja|ONU|Naciones Unidas|autoridades|testigos|vecinos"
        r"|fuentes|medios|médicos|rebeldes|sobrevivientes)(?!\w)"
        r"|[A-ZÀ-Þ][\w’'-]+(?: [A-ZÀ-Þ][\w’'-]+){1,3}",
        more=r"(?: (?:de la |del |de los |de )?[^\W\d_][\w’'-]*){0,6}?",
        vague=r"autoridades|testigos|vecinos|fuentes|medios|médicos|rebeldes|sobrevivientes",
        says=r"(?:ha|han|había|habían) (?:declarado|dicho|afirmado|anunciado|indicado|asegurado|confirmado|informado)"
        r"|(?:declar|afirm|anunci|indic|asegur|confirm|inform)(?:ó|aron|a|an)|dijo|dijeron|dice|dicen",
        denies=r"neg(?:ó|aron)|niegan?|desmint(?:ió|ieron)|desmienten?|(?:ha|han|había) (?:negado|desmentido)",
        that=r"que\s",
        according=r"[Ss]egún|[Dd]e acuerdo con",
    ),
)
