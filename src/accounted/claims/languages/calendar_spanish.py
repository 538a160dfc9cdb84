"""Time words of Spanish."""

from __future__ import annotations

from accounted.claims.languages.calendar import CalendarWords, words
from accounted.claims.languages.calendar_tables import months, numbered, pairs, units

__all__ = ["SPANISH"]

SPANISH = CalendarWords(
    months=months("spanish"),
    weekdays=numbered("lunes; martes; miércoles; jueves; viernes; sábado; domingo"),
    seasons=numbered("primavera; verano; otoño; invierno", 21),
    units=units(
        "segundo: second, minuto: minute, hora: hour, día: day, semana: week, mes: month, trimestre: quarter, "
        "año: year, década: decade, siglo: century"
    ),
    unit_plurals=units(
        "segundos: second, minutos: minute, horas: hour, días: day, semanas: week, meses: month, trimestres: quarter, "
        "años: year, décadas: decade, siglos: century"
    ),
    days={"ayer": -1, "hoy": 0, "mañana": 1, "anteayer": -2},
    dayparts=pairs("madrugada: MO, tarde: AF, noche: NI"),
    directions={
        **dict.fromkeys(("pasado", "pasada", "pasados", "pasadas", "último", "última", "últimos", "últimas"), -1),
        **dict.fromkeys(("este", "esta"), 0),
        **dict.fromkeys(("próximo", "próxima", "próximos", "próximas"), 1),
    },
    direction_follows=True,
    ago=words("atrás"),
    ago_before=words("hace"),
    shifts={"antes": -1, "después": 1, "más tarde": 1},
    parts=words(
        "principios de, a principios de, mediados de, a mediados de, fines de, finales de, a fines de, a finales de"
    ),
    about=words("unos, unas, cerca de, casi, aproximadamente, alrededor de"),
    bounds=words("más de, menos de, al menos, por lo menos"),
    references={
        **dict.fromkeys(("ahora", "actualmente", "hoy en día"), "present"),
        **dict.fromkeys(("recientemente", "últimamente"), "past"),
    },
    quantities=dict.fromkeys(("varios", "varias", "algunos", "algunas"), None),
    every=words("cada"),
    numbers=numbered(
        "cero; un, una, uno; dos; tres; cuatro; cinco; seis; siete; ocho; nueve; diez; once; doce; trece; "
        "catorce; quince"
    )
    | {"veinte": 20, "treinta": 30, "cuarenta": 40, "cincuenta": 50, "cien": 100},
    ordinals={"primer": 1, "primero": 1, "primera": 1, "segunda": 2, "tercer": 3, "tercero": 3, "cuarto": 4},
    articles=words("el, la, los, las"),
    of=words("de, del"),
    conjunctions=words("y, o"),
    until=words("a, al, hasta, hasta el"),
    range_and=words("y, y el"),
    between=words("entre, entre el"),
    ranges=words("del, de, desde"),
    during=words("durante, en"),
    since=words("desde, desde el"),
    up_to=words("hasta, hasta el"),
    before=words("antes de, antes del"),
    after=words("después de, después del"),
    year_leads=words("en, desde, de, del, entre, y, a, hasta, año"),
    firm_year_leads=words("desde, año"),
    plural_leads=words("durante"),
    decade_nouns=words("años"),
    future=words("será, serán, va, van, previsto, prevista, próximo, próxima"),
    past=words("fue, fueron, ha, han, había, habían, era, eran, murió, murieron"),
)
