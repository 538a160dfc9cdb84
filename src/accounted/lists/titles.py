"""The words that titles of columns are made of, in seven languages: see also `cyrillic_titles`."""

from __future__ import annotations

import re
from typing import Literal, get_args

from accounted.lists import cyrillic_titles
from accounted.lists.values import plain_word

__all__ = ["FIELDS", "SEVERAL", "Field", "fineness", "fits", "title_words"]

Field = Literal[
    "name",
    "given_name",
    "father_name",
    "family_name",
    "native_name",
    "sex",
    "age",
    "birth",
    "died",
    "place",
    "id",
    "list",
    "status",
    "cause",
    "mother_name",
    "birth_place",
    "residence",
    "postcode",
    "occupation",
    "affiliation",
    "external_id",
    "act",
    "act_date",
    "act_place",
    "act_age",
    "perpetrator",
    "incident",
    "n_persons",
    "n_in_incident",
    "civil_status",
    "age_group",
    "gazetteer_id",
    "latitude",
    "longitude",
    "precision",
]
FIELDS: tuple[Field, ...] = get_args(Field)
SEVERAL: frozenset[Field] = frozenset(
    {
        "place",
        "given_name",
        "status",
        "cause",
        "birth_place",
        "residence",
        "affiliation",
        "external_id",
        "act",
        "act_date",
        "act_place",
        "act_age",
        "perpetrator",
        "civil_status",
    }
)

_PHRASES: dict[Field, str] = {
    "name": "name, names, full name, fullname, complete name, victim, victim name, name of victim, person name, nom, "
    "nom complet, nom et prenom, nom et prenoms, nombre, nombre completo, nombre y apellidos, nombre de la victima, "
    "victima, اسم, اسم كامل, اسم الضحية, الاسم الثلاثي, الاسم الرباعي, نام, نام کامل, نام و نام خانوادگی, نام قربانی",
    "given_name": "given name, given names, given, first name, firstname, forename, middle name, christian name, "
    "prenom, prenoms, nombre de pila, primer nombre, nombres, الاسم الأول, نام کوچک",
    "family_name": "family name, family, last name, lastname, surname, nom de famille, apellido, apellidos, "
    "اسم العائلة, عائلة, لقب, كنية, شهرة, نام خانوادگی, تخلص",
    "father_name": "father name, fathers name, father s name, father, name of father, patronymic, nom du pere, pere, "
    "nombre del padre, padre, اسم الأب, اسم الوالد, نام پدر",
    "native_name": "native name, name native, native, arabic name, name arabic, name ar, name in arabic, persian name, "
    "name persian, name fa, farsi name, name farsi, dari name, name dari, pashto name, name pashto, kurdish name, "
    "name kurdish, original name, name original, local name, name local, name original script, الاسم بالعربية",
    "sex": "sex, gender, sexe, genre, sexo, genero, جنس, جنسیت, نوع",
    "age": "age, age years, age at death, edad, عمر, سن",
    "birth": "date of birth, birth date, birthdate, birthday, dob, birth, born, birth year, year of birth, yob, "
    "date de naissance, naissance, ne le, fecha de nacimiento, nacimiento, تاريخ الميلاد, تاريخ الولادة, ميلاد, "
    "تاریخ تولد, سال تولد, تولد",
    "died": "date of death, death date, date died, died, dod, death, year of death, date killed, killed on, "
    "date of killing, date of incident, incident date, date of event, event date, date, date of death or incident, "
    "date de deces, date du deces, deces, date de la mort, fecha, fecha de muerte, fecha de la muerte, "
    "fecha de defuncion, fecha de los hechos, muerte, تاريخ, تاريخ الوفاة, تاريخ الاستشهاد, تاريخ القتل, "
    "تاريخ الحادث, تاریخ فوت, تاریخ مرگ, تاریخ کشته شدن, تاریخ شهادت, تاریخ اعدام",
    "place": "place, place of death, place of incident, location, city, town, village, hamlet, district, subdistrict, "
    "county, province, state, region, governorate, municipality, country, area, neighbourhood, neighborhood, suburb, "
    "commune, camp, oblast, address, lieu, lieu de deces, lieu du deces, ville, departement, pays, lugar, municipio, "
    "ciudad, pueblo, departamento, provincia, vereda, مكان, مكان الوفاة, مدينة, قرية, بلدة, محافظة, منطقة, قضاء, "
    "ناحية, محل, محل کشته شدن, شهر, استان, ولایت, ولسوالی, روستا, شهرستان",
    "id": "id, rec id, record id, no, nr, number, serial, serial number, case id, case number, code, key, uid, "
    "identifier, numero, رقم, شماره, ردیف",
    "list": "list, source list, list name",
    "status": "status, outcome, fate, condition, victim status, status of victim, casualty type, type of casualty, "
    "casualty status, killed, survived, survivor, missing, disappeared, injured, wounded, detained, natural causes, "
    "natural death, statut, etat, sort, situation, survivant, disparu, blesse, mort naturelle, estado, situacion, "
    "condicion, sobreviviente, desaparecido, herido, detenido, muerte natural, حالة, حالة الضحية, مصير, مفقود, جريح, "
    "معتقل, وفاة طبيعية, وضعیت, سرنوشت, زخمی, مرگ طبیعی",
    "cause": "cause, cause of death, death cause, manner, manner of death, death manner, how killed, how died, "
    "means of death, cause du deces, cause de deces, cause de la mort, circonstances du deces, causa, "
    "causa de muerte, causa de la muerte, manera de muerte, forma de muerte, سبب الوفاة, سبب الموت, سبب القتل, "
    "سبب الاستشهاد, طريقة القتل, طريقة الاستشهاد, علت مرگ, علت فوت, علت, نحوه مرگ, نحوه کشته شدن",
    "mother_name": "mother name, mothers name, mother s name, mother, name of mother, nom de la mere, mere, "
    "nombre de la madre, madre, اسم الأم, اسم الوالدة, نام مادر",
    "birth_place": "place of birth, birth place, birthplace, born in, origin, place of origin, home town, hometown, "
    "lieu de naissance, ne a, origine, lugar de nacimiento, origen, مكان الولادة, مكان الميلاد, محل تولد, زادگاه",
    "residence": "residence, place of residence, residency, home, home address, lives in, domicile, "
    "lieu de residence, adresse du domicile, residencia, lugar de residencia, domicilio, مكان الإقامة, مكان السكن, "
    "محل سکونت, محل اقامت, سکونت",
    "postcode": "postcode, post code, postal code, zip, zip code, zipcode, code postal, codigo postal, الرمز البريدي, "
    "کد پستی",
    "occupation": "occupation, profession, job, trade, work, employment, metier, emploi, ocupacion, profesion, oficio, "
    "trabajo, مهنة, وظيفة, عمل, شغل, حرفه, پیشه",
    "affiliation": "affiliation, party, political party, organisation, organization, unit, brigade, regiment, faction, "
    "appartenance, parti, parti politique, unite, filiacion, afiliacion, partido, partido politico, unidad, "
    "organizacion, انتماء, حزب, فصيل, تنظيم, وحدة, وابستگی, سازمان, یگان, گروه",
    "external_id": "national id, national number, national id number, id card, identity card, "
    "identity number, passport, passport number, social security number, ssn, wikidata, id, "
    "reference, cross reference, numero national, carte d identite, passeport, cedula, dni, "
    "pasaporte, الرقم الوطني, رقم الهوية, جواز السفر, کد ملی, شماره ملی, شماره شناسنامه, "
    "گذرنامه",
    "act": "act, acts, type of act, act type, violation, violations, violation type, type of violation, type of abuse, "
    "abuse, abuses, tortured, abducted, kidnapped, displaced, raped, acte, actes, type d acte, type de violation, "
    "acto, hecho, tipo de hecho, tipo de violacion, hecho victimizante, torturado, secuestrado, desplazado, "
    "انتهاك, انتهاكات, نوع الانتهاك, تعذيب, نقض حقوق, نوع نقض, شکنجه",
    "act_date": "date of arrest, arrest date, arrested on, date arrested, date of detention, detention date, "
    "detained on, detained since, date of disappearance, disappearance date, disappeared on, date disappeared, "
    "missing since, date missing, date went missing, last seen, last seen on, date last seen, date of injury, "
    "injured on, date injured, wounded on, date of abduction, abduction date, abducted on, kidnapped on, "
    "date of torture, date of displacement, displaced on, date d arrestation, date de l arrestation, arrete le, "
    "date de disparition, date de la disparition, disparu le, date d enlevement, date de detention, "
    "vu pour la derniere fois, fecha de detencion, fecha de arresto, fecha de la detencion, fecha de desaparicion, "
    "fecha de la desaparicion, desaparecido el, fecha de secuestro, fecha del secuestro, visto por ultima vez, "
    "تاريخ الاعتقال, تاريخ الاختفاء, تاريخ الفقدان, تاريخ الاصابة, تاريخ الخطف, تاريخ التهجير, تاریخ بازداشت, "
    "تاریخ دستگیری, تاریخ ناپدید شدن, تاریخ مفقود شدن, تاریخ ربوده شدن",
    "act_place": "place of arrest, arrest place, arrest location, arrested in, arrested at, place of detention, "
    "detention place, detained in, detained at, place of disappearance, disappearance place, disappeared in, "
    "disappeared from, last seen at, last seen in, place last seen, place of abduction, abducted from, "
    "lieu d arrestation, lieu de detention, lieu de disparition, lugar de detencion, lugar de arresto, "
    "lugar de desaparicion, lugar de secuestro, مكان الاعتقال, مكان الاحتجاز, مكان الاختفاء, مكان الفقدان, "
    "محل بازداشت, محل دستگیری, محل ناپدید شدن",
    "act_age": "age at arrest, age when arrested, age at disappearance, age when disappeared, age at detention, "
    "age when last seen, age at abduction, age lors de la disparition, age a la disparition, edad al desaparecer, "
    "edad de desaparicion, edad al momento de la desaparicion, العمر عند الاعتقال, العمر عند الاختفاء",
    "perpetrator": "perpetrator, perpetrators, alleged perpetrator, alleged perpetrators, suspected perpetrator, "
    "responsible, alleged responsible, party responsible, responsible party, attributed to, arrested by, "
    "abducted by, detained by, auteur, auteurs, auteur presume, auteurs presumes, responsable presume, perpetrador, "
    "perpetradores, presunto responsable, presunto perpetrador, presunto autor, responsable, grupo responsable, "
    "الجاني, الجهة المسؤولة, الجهة الفاعلة, الفاعل, عامل, عاملان, نیروی مسئول",
    "incident": "incident, incident id, incident no, incident number, incident code, event, event id, event no, "
    "event number, event code, massacre id, incident name, evenement, incidente, evento, numero de evento, "
    "رقم الحادث, رقم الحادثة, کد رویداد",
    "n_persons": "number of victims, no of victims, n victims, victim count, victims count, number of persons, "
    "number of people, number killed, number of killed, number of dead, number of deaths, number missing, "
    "persons, people, victims, fatalities, group size, nombre de victimes, nombre de personnes, nombre de morts, "
    "nombre de tues, numero de victimas, numero de personas, numero de muertos, cantidad de victimas, عدد, "
    "عدد الضحايا, عدد القتلى, عدد الاشخاص, تعداد, تعداد قربانیان, شمار قربانیان, تعداد کشته شدگان",
    "n_in_incident": "victims in incident, victims of incident, victims of the incident, "
    "number of victims in incident, total victims, total victims in incident, total killed in incident, "
    "killed in incident, incident total, victims in event, total in incident, total in event, "
    "total de victimes, total de victimas, مجموع ضحايا الحادث, کل قربانیان رویداد",
    "civil_status": "civilian, civilian status, civilian or combatant, civilian combatant, combatant, "
    "combatant status, combatant or civilian, protected status, status, statut, estado, civil ou combattant, "
    "civil o combatiente, condicion, حالة, صفة, مدني, مدني او مقاتل, وضعیت, نظامی یا غیرنظامی, غیرنظامی",
    "age_group": "age group, age category, age class, age range, adult or child, adult child, child or adult, minor, "
    "adult, groupe d age, tranche d age, categorie d age, mineur, grupo de edad, rango de edad, menor, "
    "الفئة العمرية, گروه سنی, رده سنی",
    "gazetteer_id": "place id, geonames id, geonameid, geoname id, gazetteer id, pcode, p code, place code, "
    "location id, location code, osm id, admin code, wikidata place",
    "latitude": "latitude, lat, خط العرض, عرض جغرافیایی, latitud",
    "longitude": "longitude, lon, lng, long, longitud, خط الطول, طول جغرافیایی",
    "precision": "precision, geo precision, geographic precision, location precision, place precision, where prec, "
    "geoprecision, coordinate precision, precision geographique, precision geografica",
}
_NOT_THE_VICTIM = (
    "mother mere madre perpetrator officer witness reporter reported contact source agency organisation organization "
    "hospital file user weapon operation unit url link publication published entry updated created added ام مادر"
)
_NOT_A_DATE_OF_DEATH = (
    "birth born naissance nacimiento ميلاد تولد ولادة report arrest arrested detention detained disappearance "
    "disappeared missing burial buried hour time اعتقال فقدان"
)
_NOT_A_PLACE_OF_DEATH = (
    "birth born naissance nacimiento ميلاد تولد ولادة origin nationality residence residency home burial id "
    "code latitude longitude lat lon arrest arrested detention detained detencion disappearance disappeared "
    "disparition desaparicion seen abduction abducted arrestation secuestro precision اعتقال احتجاز اختفاء فقدان "
    "بازداشت دستگیری ناپدید"
)
_PLACE_WORDS = (
    "place village city town district county province region location street hospital country مكان قرية مدينة"
)
_OTHER_PERSON = "father mother spouse wife husband pere mere padre madre"
_EXCLUDED: dict[Field, str] = {
    "name": f"{_NOT_THE_VICTIM} {_PLACE_WORDS} {_OTHER_PERSON} list department event incident status race nickname",
    "given_name": f"{_NOT_THE_VICTIM} {_OTHER_PERSON}",
    "family_name": f"{_NOT_THE_VICTIM} {_OTHER_PERSON} members number",
    "father_name": _NOT_THE_VICTIM,
    "native_name": f"{_NOT_THE_VICTIM} {_PLACE_WORDS} {_OTHER_PERSON}",
    "sex": "",
    "age": f"group range category arrest arrested detention detained disappearance disappeared desaparecer "
    f"desaparicion disparition missing seen abduction اعتقال اختفاء {_OTHER_PERSON}",
    "birth": f"place lieu lugar مكان محل {_NOT_THE_VICTIM}",
    "died": f"{_NOT_A_DATE_OF_DEATH} {_NOT_THE_VICTIM} place lieu lugar مكان محل cause manner number age",
    "place": f"{_NOT_A_PLACE_OF_DEATH} {_NOT_THE_VICTIM} date",
    "id": "phone",
    "list": "",
    "status": "marital civil legal case verification employment residence date time day place name number total count "
    "fecha lieu lugar تاريخ تاریخ مكان محل عدد",
    "cause": f"{_NOT_THE_VICTIM} arrest detention number",
    "mother_name": "place date age occupation father pere padre اب پدر",
    "birth_place": "date year name status father mother pere mere padre madre id code",
    "residence": "date year name status father mother id code phone permit",
    "postcode": "death incident",
    "occupation": "father mother date place address status",
    "affiliation": f"date place id number {_OTHER_PERSON} perpetrator officer source reporter contact url "
    "reported file",
    "act": f"{_NOT_THE_VICTIM} date place age number count مكان تاريخ تاریخ محل lieu lugar fecha law article",
    "act_date": "birth born report reported entry created updated place age",
    "act_place": "date birth age",
    "act_age": "date place birth",
    "perpetrator": "date place number count id phone age role rank name unknown source",
    "incident": "date place location village city town district province type kind status description time day year "
    "summary details cause total victims killed number of",
    "n_persons": "incident event total name names id phone injured wounded household family age sex gender place date "
    "per list names of women children men",
    "n_in_incident": "id name date place injured wounded",
    "civil_status": "marital legal case verification employment residence date time day place name number total count "
    "fecha lieu lugar تاريخ تاریخ مكان محل عدد",
    "age_group": "number count total",
    "gazetteer_id": "name date birth residence",
    "latitude": "birth residence home",
    "longitude": "birth residence home",
    "precision": "date time age",
    "external_id": "date place phone family members victims people deaths count incident event case file user officer "
    "witness perpetrator reporter mother father",
}
_FINENESS = (
    "address place location camp lieu lugar مكان محل",
    "village hamlet neighbourhood neighborhood suburb vereda pueblo قرية روستا",
    "town city municipality commune ville ciudad municipio مدينة بلدة شهر",
    "district subdistrict area county ناحية قضاء ولسوالی شهرستان",
    "province state region governorate oblast departement departamento provincia محافظة منطقة استان ولایت",
    "country pays",
)


def title_words(title: str) -> tuple[str, ...]:
    """Cut a title into plain words; the Arabic article is left out.

    >>> title_words("dateOfBirth (AD)"), title_words("الاسم") == title_words("اسم")
    (('date', 'of', 'birth', 'ad'), True)
    """
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", title)
    return tuple(_without_article(word) for word in re.findall(r"[^\W\d_]+", plain_word(spaced)))


def _without_article(word: str) -> str:
    return word[2:] if word.startswith("ال") and len(word) > 4 else word


_KNOWN = {
    field: [title_words(phrase) for phrase in f"{text}, {cyrillic_titles.PHRASES.get(field, '')}".split(", ") if phrase]
    for field, text in _PHRASES.items()
}
_UNFIT = {
    field: frozenset(title_words(f"{text} {cyrillic_titles.EXCLUDED.get(field, '')}"))
    for field, text in _EXCLUDED.items()
}
_RANKS = {
    word: rank
    for table in (_FINENESS, cyrillic_titles.FINENESS)
    for rank, text in enumerate(table)
    for word in title_words(text)
}


def fits(title: str, field: Field) -> int:
    """Say how well a title fits a field: 0 not at all, 100 when it is one of the field's own titles.

    >>> fits("Date of birth", "birth"), fits("Date of birth", "died"), fits("died_on", "died")
    (100, 0, 9)
    """
    words = title_words(title)
    if words in _KNOWN[field]:
        return 100
    if field == "list" or _UNFIT[field] & set(words):
        return 0
    inside = [len(phrase) for phrase in _KNOWN[field] if _is_within(phrase, words)]
    return max(10 * max(inside) - (len(words) - max(inside)), 1) if inside else 0


def _is_within(phrase: tuple[str, ...], words: tuple[str, ...]) -> bool:
    return any(words[i : i + len(phrase)] == phrase for i in range(len(words) - len(phrase) + 1))


def fineness(title: str) -> int:
    """Rank of the kind of place that a title names: 0 an address or plain place … 5 a country.

    >>> fineness("village") < fineness("District") < fineness("country")
    True
    """
    return max((_RANKS[word] for word in title_words(title) if word in _RANKS), default=0)
