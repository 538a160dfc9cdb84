"""French, begun: numbers, bounds, acts, units. *Victimes* may be dead or hurt: the act is `other`."""

from __future__ import annotations

from accounted.claims.languages.tables import BoundWords, Language, SpeechWords, ViolationWords, word_set
from accounted.text.number_words import NumberWords

__all__ = ["FRENCH"]

_UNITS = (
    *("zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze"),
    *("treize", "quatorze", "quinze", "seize", "dix sept", "dix huit", "dix neuf"),
)
_TENS = {
    "vingt": 20,
    "trente": 30,
    "quarante": 40,
    "cinquante": 50,
    "soixante": 60,
    "septante": 70,
    "huitante": 80,
    "nonante": 90,
}


def _from_sixty(lead: str, base: int) -> dict[str, int]:
    """Soixante-dix, quatre-vingt-onze: a ten and a number up to nineteen."""
    return {f"{lead} {word}": base + value for value, word in enumerate(_UNITS) if value > 9}


_NUMBERS = NumberWords(
    values={word: value for value, word in enumerate(_UNITS)}
    | _TENS
    | {"une": 1, "quatre vingts": 80, "quatre vingt": 80, "soixante et onze": 71}
    | _from_sixty("soixante", 60)
    | _from_sixty("quatre vingt", 80),
    scales={
        "cent": 100,
        "cents": 100,
        "mille": 1_000,
        "million": 1_000_000,
        "millions": 1_000_000,
        "milliard": 1_000_000_000,
        "milliards": 1_000_000_000,
    },
    plurals={"dizaines": 10, "douzaines": 12, "centaines": 100, "milliers": 1_000},
    several=("plusieurs", "quelques"),
    few=("plusieurs", "quelques"),
    whole={"une dizaine de": 10, "une douzaine de": 12, "une quinzaine de": 15, "une vingtaine de": 20}
    | {"une trentaine de": 30, "une quarantaine de": 40, "une cinquantaine de": 50, "une soixantaine de": 60}
    | {"une centaine de": 100, "un millier de": 1_000},
    fractions={"un demi": 0.5, "un quart de": 0.25},
    articles=(),
    joiner="et",
    joins_anything=True,
    link="de",
    thousands=".",
    decimal=",",
)

FRENCH = Language(
    code="fr",
    name="French",
    reading="begun",
    numbers=_NUMBERS,
    bounds=BoundWords(
        low=r"au moins|au minimum|pas moins de|un minimum de|≥",
        low_open=r"plus de|au[- ]delà de|supérieur(?:e)? à|dépass(?:e|ent|ant|é)|>",
        high=r"jusqu[’']à|au plus|au maximum|tout au plus|pas plus de|un maximum de|≤",
        high_open=r"moins de|inférieur(?:e)? à|<",
        nearly=r"près de|presque|pas loin de",
        about=r"environ|quelque|à peu près|autour de|approximativement|de l[’']ordre de|~|≈",
        degree=r"bien|nettement|largement|légèrement|un peu|beaucoup",
        after_low=r"ou plus\b|au moins\b|\+",
        after_high=r"ou moins\b|au (?:plus|maximum)\b",
        after_about=r"environ\b",
        between=r"entre",
        between_and=r"et",
        from_=r"de",
        to=r"à|jusqu[’']à",
        or_=r"ou(?: même)?",
        joins_high=r"(?:(?:et|mais|voire)\s+)?(?:peut-être)?",
        interval=r"ic|intervalle de confiance|intervalle",
        plus_minus=r"±|\+/-|plus ou moins",
        changes=r"\b(?:pass|mont|grimp|augment|baiss|révis|port|ramen|progress|chut|descend|recul|relev|alourdi)\w*[^.;]{0,60}$",
        not_before=r"\b(?:articles?|résolution|page|pages|chapitre|section|n°|numéro|vol)\s*|[$£€]\s*"
        r"|âgée?s? de\s+|§\s*",
        not_after=r"\s*(?:%|pour ?cent\b|€|\$|euros?\b|dollars?\b|francs?\b|ans?\b|kilomètres?\b|km\b|mètres?\b"
        r"|m\b|tonnes?\b"
        r"|kg\b|hectares?\b|heures?\b|h\b|jours?\b|mois\b|semaines?\b|[°])",
    ),
    violations=ViolationWords(
        states=(
            (
                "killed",
                r"tuée?s?|morte?s?|assassinée?s?|massacrée?s?|abattue?s?|décédée?s?|péri|ont perdu la vie"
                r"|trouvé la mort",
            ),
            ("executed", r"exécutée?s?|pendue?s?|décapitée?s?|guillotinée?s?"),
            ("injured", r"blessée?s?"),
            ("missing", r"disparue?s?|portée?s? disparue?s?"),
            ("detained", r"arrêtée?s?|détenue?s?|emprisonnée?s?|interpellée?s?"),
            ("tortured", r"torturée?s?"),
            ("displaced", r"déplacée?s?|expulsée?s?|ont fui|réfugiée?s?"),
            ("signing", r"signataires?|ont signé"),
            ("attending", r"ont manifesté|manifestante?s?|rassemblée?s?"),
            ("other", r"enlevée?s?|violée?s?|victimes?|corps|cadavres?"),
        ),
        nouns=(("killed", "persons", r"décès|morts?"), ("killed", "incidents", r"massacres?")),
        compounds=r"(?:morts?|tuée?s?) (?:ou|et) (?:blessée?s?|disparue?s?)",
        things=(
            ("incidents", r"massacres?|attaques?|incidents?|attentats?"),
            ("records", r"noms?|cas|témoignages?|dossiers?"),
            ("objects", r"maisons?|villages?|bâtiments?|véhicules?|écoles?"),
        ),
        not_counted=word_set("familles foyers ménages moutons animaux fois euros dollars"),
        negations=r"\bn[’e]['’ ]?\S* (?:\S+ )?(?:pas|jamais|aucun)|\baucune?\b|\bdément|\bnié|\bnie\b"
        r"|\bnient\b|\bcontest|\bréfut|\brejet|\bfaux\b|\bsi\b"
        r"|\bpourrai(?:t|ent)\b|\bserai(?:t|ent)\b|\baurai(?:t|ent)\b|\?",
    ),
    speech=SpeechWords(
        speaker=r"(?:(?:[Ll]e|[Ll]a|[Ll]es|[Uu]n|[Uu]ne|[Dd]es|[Cc]ertaine?s)\s+|[Ll][’']\s*)?(?:ministère|ministre"
        r"|gouvernement|armée|police|gendarmerie|porte-parole|préfet|préfecture|maire|mairie|président|parquet"
        r"|procureur|tribunal|commission|comité|agence|ONG|association|organisation|observatoire|parti|syndicat"
        r"|hôpital|ambassade|opposition|général|colonel|gouverneur|directeur|Croix-Rouge|ONU|Nations unies|autorités"
        r"|témoins|habitants|sources|responsables|médias|médecins|secouristes|rebelles|survivants)(?!\w)"
        r"|[A-ZÀ-Þ][\w’'-]+(?: [A-ZÀ-Þ][\w’'-]+){1,3}",
        more=r"(?: (?:de la |de l[’']|du |des |de |d[’'])?[^\W\d_][\w’'-]*){0,6}?",
        vague=r"témoins|habitants|sources|responsables|médias|médecins|secouristes|rebelles|survivants|autorités",
        says=r"(?:a|ont|avait|avaient) (?:déclaré|dit|affirmé|annoncé|indiqué|précisé|ajouté|assuré|estimé|confirmé"
        r"|rapporté)|(?:déclare|affirme|annonce|indique|précise|assure|estime|confirme|rapporte)(?:nt)?|dit|disent",
        denies=r"(?:a|ont|avait|avaient) (?:nié|démenti|contesté|réfuté)|nie(?:nt)?|dément(?:ent)?|conteste(?:nt)?"
        r"|réfute(?:nt)?",
        that=r"(?:que\s|qu[’'])",
        according=r"[Ss]elon|[Dd][’']après",
    ),
)
