"""Read what a list states about what became of a victim: status, outcome, cause or manner of death, into few words.

A status is an assertion of its list, not a fact: the value as written is always kept, and the reading only serves to
tell who belongs to a question. Missing is not dead (R18), unknown is not out. A list's own words can be given their
meaning in the settings; those come first.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import get_args

from accounted.lists.values import is_blank, plain_word
from accounted.model.records import StatedStatus, Status

__all__ = [
    "STATUSES",
    "fold_value",
    "is_no",
    "is_unsure",
    "is_yes",
    "phrases_by_words",
    "read_status",
    "say_statuses",
    "state",
    "status_check",
]

_VALUES_SHOWN = 5

STATUSES: tuple[Status, ...] = get_args(Status)

_PHRASES: dict[Status, str] = {
    "killed": "killed, kia, murdered, murder, homicide, assassinated, shot, shot dead, shooting, gunshot, gunfire, "
    "sniper, shelling, shelled, bombing, bombed, bombardment, air strike, airstrike, drone strike, missile, rocket, "
    "mortar, artillery, barrel bomb, explosion, blast, landmine, mine, stabbed, stabbing, beaten to death, beheaded, "
    "strangled, massacre, massacred, tortured to death, torture, burned alive, martyr, martyred, died of wounds, "
    "died of injuries, died from injuries, died of his wounds, died of her wounds, succumbed to injuries, "
    "succumbed to wounds, injured later died, wounded later died, tue, tuee, tues, assassine, assassinee, abattu, "
    "abattue, meurtre, par balle, par balles, bombardement, massacre, mort de ses blessures, asesinado, asesinada, "
    "asesinato, homicidio, baleado, baleada, disparo, arma de fuego, bombardeo, masacre, masacrado, ultimado, "
    "murio por heridas, شهيد, شهيدة, شهداء, استشهد, مقتول, مقتولة, قتل, قتلت, قتيل, قصف, قنص, اطلاق نار, رصاص, تفجير, "
    "انفجار, ذبح, تعذيب, تحت التعذيب, غارة جوية, لغم, شهید, کشته, کشته شده, کشته شد, به قتل رسید, به قتل رسیده, "
    "تیراندازی, گلوله, بمباران, مین, شکنجه, زیر شکنجه, جان باخته",
    "executed": "executed, execution, summary execution, extrajudicial execution, field execution, hanged, hanging, "
    "firing squad, put to death, execute, executee, fusille, fusillee, pendu, pendue, ejecutado, ejecutada, ejecucion, "
    "ejecucion extrajudicial, fusilado, fusilada, ahorcado, ahorcada, اعدم, اعدام, اعدام ميداني, اعدامات, شنق, "
    "اعدام شده, اعدام شد, تیرباران, تیرباران شده, به دار آویخته",
    "dead": "dead, died, deceased, death, fatality, fatal, buried, body found, died in custody, died in detention, "
    "died in prison, mort, morte, decede, decedee, deces, muerto, muerta, fallecido, fallecida, fallecimiento, "
    "difunto, difunta, متوفي, متوفية, متوفاة, توفي, توفيت, وفاة, ميت, ميتة, متوفی, فوت, فوت شده, فوت کرده, مرده, "
    "درگذشته, درگذشت",
    "died naturally": "natural, natural cause, natural causes, natural death, died naturally, died of natural causes, "
    "illness, disease, sickness, heart attack, stroke, cancer, covid, old age, naturelle, mort naturelle, "
    "cause naturelle, causes naturelles, maladie, vieillesse, muerte natural, causa natural, causas naturales, "
    "enfermedad, vejez, طبيعي, طبيعية, وفاة طبيعية, موت طبيعي, اسباب طبيعية, مرض, نوبة قلبية, طبیعی, مرگ طبیعی, "
    "فوت طبیعی, بیماری, سکته",
    "survived": "survived, survivor, survivors, alive, living, found alive, rescued, released, freed, returned, safe, "
    "unharmed, uninjured, escaped, injured survived, wounded survived, detained released, arrested released, "
    "missing found alive, survivant, survivante, vivant, vivante, en vie, rescape, rescapee, libere, liberee, indemne, "
    "sobreviviente, superviviente, sobrevivio, vivo, viva, con vida, liberado, liberada, ileso, ilesa, rescatado, "
    "rescatada, ناجي, ناجية, ناج, نجا, علي قيد الحياة, حي, حي يرزق, زنده, بازمانده, نجات یافته, آزاد, آزاد شده",
    "injured": "injured, injury, wounded, wound, hurt, wia, blesse, blessee, blesses, herido, herida, heridos, "
    "lesionado, lesionada, جريح, جريحة, جرحي, مصاب, مصابة, اصابة, مجروح, زخمی, مصدوم",
    "missing": "missing, missing person, mia, disappeared, disappearance, enforced disappearance, "
    "forcibly disappeared, whereabouts unknown, missing presumed dead, missing believed dead, presumed dead, disparu, "
    "disparue, disparus, porte disparu, portee disparue, disparition, disparition forcee, desaparecido, desaparecida, "
    "desaparicion, desaparicion forzada, مفقود, مفقودة, مفقودين, مختفي, مختفي قسريا, اختفاء, اختفاء قسري, مخفي قسريا, "
    "ناپدید, ناپدید شده, مفقود الاثر, مفقودالاثر, گمشده",
    "detained": "detained, detainee, detention, arrested, arrest, imprisoned, prisoner, prison, jailed, in custody, "
    "captured, captive, detenu, detenue, arrete, arretee, emprisonne, emprisonnee, prisonnier, prisonniere, detenido, "
    "detenida, preso, presa, arrestado, arrestada, encarcelado, encarcelada, معتقل, معتقلة, معتقلين, اسير, اسيرة, "
    "محتجز, محتجزة, سجين, سجينة, زندانی, بازداشت, بازداشت شده, دستگیر, دستگیر شده, اسیر",
    "other": "accident, accidental, road accident, traffic accident, drowned, drowning, suicide, starvation, "
    "malnutrition, overdose, displaced, abducted, kidnapped, tortured, other, noyade, accidente, suicidio, "
    "desplazado, desplazada, secuestrado, secuestrada, otro, otra, autre, enleve, enlevee, حادث, حادث سير, انتحار, "
    "غرق, نازح, مخطوف, مختطف, اخري, تصادف, خودکشی, آواره, ربوده شده, سایر",
    "unknown": "unknown, not known, undetermined, unclear, unspecified, not specified, not stated, pending, "
    "to be determined, inconnu, inconnue, indetermine, indeterminee, non precise, non connu, desconocido, desconocida, "
    "se desconoce, sin determinar, sin informacion, no especificado, غير معروف, غير معروفة, مجهول, مجهولة, غير محدد, "
    "غير واضح, نامعلوم, نامشخص, ناشناخته",
}
"""Words of a cell, by what they say. Longer phrases come before the shorter ones they hold."""

_NOT_ABOUT_IT = (
    "civilian, combatant, non combatant, fighter, soldier, militant, military, police, officer, child, adult, minor, "
    "confirmed, unconfirmed, verified, unverified, identified, unidentified, civil, civile, combattant, militaire, "
    "combatiente, militar, policia, مدني, مدنية, عسكري, مقاتل, غير نظامي, شخصی, نظامی, غیرنظامی"
)
"""Statuses of another kind: who a victim was, not what became of them."""

_YES = "yes y true 1 x ✓ ✔ oui o si نعم بله آری"
_NO = "no n false 0 non لا نه خیر"
_NOT_SURE = (
    "not no never non pas ni sin presumed believed possibly possible probably probable suspected alleged allegedly "
    "maybe likely feared presume presunto presunta لم ليس غير ربما نه نیست نشده احتمالا"
)


def fold_value(text: str) -> str:
    """Bring a cell to one form: plain words with single spaces, so that spelling of marks and case play no part.

    >>> fold_value(" Tué(e) – par  balle ")
    'tue e par balle'
    """
    return " ".join(re.findall(r"[^\W_]+|[✓✔]", plain_word(text)))


def _table(text: str) -> list[tuple[str, ...]]:
    return [tuple(fold_value(phrase).split()) for phrase in text.split(", ")]


_BY_PHRASE: dict[tuple[str, ...], Status] = {
    phrase: status for status, text in _PHRASES.items() for phrase in _table(text)
}
_LONGEST = max(map(len, _BY_PHRASE))
_ASIDE = frozenset(_table(_NOT_ABOUT_IT))
_YES_WORDS, _NO_WORDS, _UNSURE_WORDS = (
    frozenset(fold_value(word) for word in text.split()) for text in (_YES, _NO, _NOT_SURE)
)


def phrases_by_words() -> Mapping[tuple[str, ...], Status]:
    """All phrases that are understood, as folded words, with what they state."""
    return _BY_PHRASE


def is_yes(folded: str) -> bool:
    """Whether a folded cell only says yes."""
    return folded in _YES_WORDS


def is_no(folded: str) -> bool:
    """Whether a folded cell only says no."""
    return folded in _NO_WORDS


def is_unsure(word: str) -> bool:
    """Whether a folded word denies or doubts."""
    return word in _UNSURE_WORDS


def read_status(text: str, said: Mapping[str, Status] | None = None) -> Status | None:
    """Read a cell into the small vocabulary; None when its words are not known.

    Words of two kinds in one cell, denials and doubts are `other`: they decide nothing.

    Args:
        text: The cell.
        said: What a person says certain values mean, by value in folded form (`fold_value`).

    >>> read_status("Killed by gunfire"), read_status("missing, presumed dead"), read_status("ABC")
    ('killed', 'missing', None)
    >>> read_status("not killed"), read_status("Code 7", {"code 7": "survived"})
    ('other', 'survived')
    """
    folded = fold_value(text)
    if said and folded in said:
        return said[folded]
    words = tuple(folded.split())
    is_asked = any(mark in text for mark in "?؟")
    if words in _BY_PHRASE and not is_asked:
        return _BY_PHRASE[words]
    found, is_unsure = _phrases_in(words)
    if not found:
        return None
    if is_asked or is_unsure:
        return "other"
    if found == {"killed", "dead"}:
        return "killed"
    if found in ({"executed", "killed"}, {"executed", "dead"}):
        return "executed"
    if found == {"died naturally", "dead"}:
        return "died naturally"
    return "other" if len(found) > 1 else next(iter(found))


def _phrases_in(words: tuple[str, ...]) -> tuple[set[Status], bool]:
    """The kinds of a cell's phrases, longer ones first, none counted within another; whether it denies or doubts."""
    found: set[Status] = set()
    is_unsure, at = False, 0
    while at < len(words):
        for size in range(min(_LONGEST, len(words) - at), 0, -1):
            status = _BY_PHRASE.get(words[at : at + size])
            if status:
                found.add(status)
                at += size
                break
        else:
            is_unsure = is_unsure or words[at] in _UNSURE_WORDS
            at += 1
    return found, is_unsure


def state(title: str, value: str, *, is_cause: bool, said: Mapping[str, Status] | None = None) -> StatedStatus | None:
    """Take from one cell of a column of statuses or causes what it states; None where it states nothing.

    A cell that only says yes states what the column's title says. A cause that is not understood states nothing; a
    status that is not understood is kept with None, because it may be a reason to leave somebody out.

    >>> state("Survived?", "yes", is_cause=False).status, state("Survived?", "no", is_cause=False).status
    ('survived', 'dead')
    >>> state("Status", "civilian", is_cause=False), state("Status", "zzz", is_cause=False).status
    (None, None)
    """
    if is_blank(value):
        return None
    folded = fold_value(value)
    if not (said and folded in said):
        if tuple(folded.split()) in _ASIDE:
            return None
        flag = read_status(title.strip(" ?؟")) if folded in _YES_WORDS or folded in _NO_WORDS else None
        if flag is not None and folded in _YES_WORDS:
            return StatedStatus(title, value.strip(), flag)
        if flag is not None:
            return StatedStatus(title, value.strip(), "dead") if flag == "survived" else None
    status = read_status(value, said)
    return None if status is None and is_cause else StatedStatus(title, value.strip(), status)


def say_statuses(title: str, values: Mapping[str, int], *, is_cause: bool) -> str:
    """Say how a column of statuses or causes is read: how many rows state what, and which values are not understood.

    >>> say_statuses("outcome", {"Killed": 1, "KIA": 1, "alive": 1, "Code 7": 1, "": 1}, is_cause=False)
    'killed 2, survived 1; not understood: “Code 7” 1'
    """
    counts, unread = Counter[str](), Counter[str]()
    for value, n in values.items():
        found = state(title, value, is_cause=is_cause)
        if found is not None and found.status is not None:
            counts[found.status] += n
        elif found is not None or (is_cause and not is_blank(value)):
            unread[value.strip()] += n
    parts = [", ".join(f"{status} {n}" for status, n in _most_first(counts)) or "nothing read"]
    if unread:
        shown = [f"“{value}” {n}" for value, n in _most_first(unread)[:_VALUES_SHOWN]]
        parts.append("not understood: " + ", ".join(shown) + (", …" if len(unread) > _VALUES_SHOWN else ""))
    return "; ".join(parts)


def _most_first(counts: Counter[str]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


def status_check(title: str, values: Sequence[str]) -> Callable[[str], bool]:
    """Make the test whether a cell can stand in a column of statuses of this title; a count of people cannot."""
    folded = {fold_value(value) for value in values}
    is_flag = read_status(title.strip(" ?؟")) is not None
    is_count = any(value.isdigit() and value not in ("0", "1") for value in folded)
    flags = folded & (_YES_WORDS | _NO_WORDS) if is_flag else set()
    if is_count or not (flags or any(read_status(value) not in (None, "unknown") for value in folded)):
        return lambda _: False

    def fits(value: str) -> bool:
        words = fold_value(value)
        return words in flags or read_status(value) is not None or tuple(words.split()) in _ASIDE

    return fits
