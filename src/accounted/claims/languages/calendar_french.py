"""Time words of French."""

from __future__ import annotations

from accounted.claims.languages.calendar import CalendarWords, words
from accounted.claims.languages.calendar_tables import months, numbered, pairs, units

__all__ = ["FRENCH"]

FRENCH = CalendarWords(
    months=months("french"),
    weekdays=numbered("lundi; mardi; mercredi; jeudi; vendredi; samedi; dimanche"),
    seasons=numbered("printemps; été; automne; hiver", 21),
    units=units(
        "seconde: second, minute: minute, heure: hour, jour: day, journée: day, semaine: week, mois: month, "
        "trimestre: quarter, an: year, année: year, décennie: decade, siècle: century"
    ),
    unit_plurals=units(
        "secondes: second, minutes: minute, heures: hour, jours: day, semaines: week, trimestres: quarter, ans: year, "
        "années: year, décennies: decade, siècles: century"
    ),
    days={"hier": -1, "aujourd'hui": 0, "demain": 1, "avant-hier": -2, "après-demain": 2},
    dayparts=pairs("matin: MO, après-midi: AF, soir: EV, nuit: NI"),
    directions={
        **dict.fromkeys(("dernier", "dernière", "derniers", "dernières", "passé", "passée"), -1),
        **dict.fromkeys(("ce", "cet", "cette"), 0),
        **dict.fromkeys(("prochain", "prochaine", "prochains", "prochaines"), 1),
    },
    direction_follows=True,
    ago_before=words("il y a"),
    shifts={"plus tôt": -1, "auparavant": -1, "plus tard": 1, "après": 1},
    parts=words("début, fin, mi, au début de, à la fin de, la fin de, le début de, courant"),
    about=words("environ, près de, presque, quelque, vers"),
    bounds=words("plus de, moins de, au moins, au plus"),
    references={
        **dict.fromkeys(("maintenant", "actuellement", "de nos jours"), "present"),
        **dict.fromkeys(("récemment", "dernièrement"), "past"),
    },
    quantities=dict.fromkeys(("plusieurs", "quelques"), None),
    every=words("chaque"),
    numbers=numbered(
        "zéro; un, une; deux; trois; quatre; cinq; six; sept; huit; neuf; dix; onze; douze; treize; quatorze; quinze; "
        "seize"
    )
    | {"vingt": 20, "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60, "cent": 100},
    ordinals={"premier": 1, "première": 1, "deuxième": 2, "second": 2, "troisième": 3, "quatrième": 4},
    old=words("âgé, âgée"),
    articles=words("le, la, les, l"),
    of=words("de, du, d, en"),
    conjunctions=words("et, ou"),
    until=words("au, à, jusqu'en, jusqu'au, jusqu'à"),
    range_and=words("et, et le"),
    between=words("entre, entre le"),
    ranges=words("du, de"),
    during=words("pendant, durant"),
    since=words("depuis, depuis le"),
    up_to=words("jusqu'en, jusqu'au, jusqu'à"),
    before=words("avant, avant le"),
    after=words("après le"),
    year_leads=words("en, depuis, de, entre, et, à, avant, après, fin, début, année, l'année"),
    firm_year_leads=words("depuis, année"),
    plural_leads=words("pendant, depuis"),
    decade_nouns=words("années"),
    future=words("sera, seront, va, vont, prévu, prévue, prévus, prévues, prochain, prochaine"),
    past=words("a, ont, avait, avaient, était, étaient, fut, furent, été"),
)
