"""Tables behind `accounted.text.names`: letters, particles, suffixes, variants, placeholders. Data only, no logic.

The letter classes are coarse on purpose: a class holds what different romanisations write for one sound, so that
محمد, Mohammad, Muhammed and Mehmet share a key. What shares a key need not be one name: keys find and support, they
never decide.
"""

from __future__ import annotations

__all__ = [
    "ARABIC_CLASSES",
    "ARABIC_LETTERS",
    "FILLERS",
    "INVISIBLE",
    "KUNYA",
    "LATIN_CLASSES",
    "PARTICLES",
    "PLACEHOLDER_PHRASES",
    "PLACEHOLDER_WORDS",
    "SUFFIXES",
    "VARIANTS",
]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Zero-width joiners, bidirectional marks, soft hyphen, byte-order mark: invisible and without meaning for a name.
INVISIBLE = (
    "\u00ad\u061c\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"
)

# Arabic-script letters that are written for one another.
ARABIC_LETTERS = {
    "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا",
    "ى": "ي", "ی": "ي", "ې": "ي", "ے": "ي", "ئ": "ي",
    "ؤ": "و", "ۆ": "و", "ۇ": "و",
    "ک": "ك", "ڪ": "ك",
    "ة": "ه", "ۀ": "ه", "ہ": "ه", "ھ": "ه", "ە": "ه",
    "ء": "", "ـ": "",
}  # fmt: skip

# Sound classes of Arabic-script letters after ARABIC_LETTERS. Empty: a vowel or what romanisations leave out.
ARABIC_CLASSES = {
    "ا": "", "ع": "", "و": "", "ي": "",
    "ب": "B", "پ": "B",
    "ت": "T", "ط": "T", "ث": "T", "د": "T", "ض": "T", "ذ": "T",
    "س": "S", "ص": "S", "ز": "S", "ظ": "S", "ژ": "J",
    "ج": "J", "ش": "X", "چ": "X",
    "ك": "K", "ق": "K", "خ": "K", "غ": "K", "گ": "K",
    "ف": "F", "ڤ": "V", "ح": "H", "ه": "H",
    "ل": "L", "ر": "R", "م": "M", "ن": "N",
}  # fmt: skip

# Sound classes of Latin spellings, the longest first; what is missing (vowels, w, y, apostrophes) has none.
LATIN_CLASSES = (
    ("tch", "X"), ("sch", "X"),
    ("sh", "X"), ("ch", "X"), ("dj", "J"), ("zh", "J"),
    ("kh", "K"), ("gh", "K"), ("ck", "K"), ("ph", "F"), ("th", "T"), ("dh", "T"),
    ("b", "B"), ("p", "B"), ("t", "T"), ("d", "T"),
    ("s", "S"), ("z", "S"), ("j", "J"), ("c", "K"), ("k", "K"), ("q", "K"), ("g", "K"), ("x", "K"),
    ("f", "F"), ("v", "V"), ("h", "H"), ("l", "L"), ("r", "R"), ("m", "M"), ("n", "N"),
)  # fmt: skip

# Spellings whose sound differs by country, brought to one of them before the key is made.
VARIANTS = {
    "osman": "othman", "usman": "othman", "ousmane": "othman",
    "gamal": "jamal", "cemal": "jamal", "djamal": "jamal",
    "gamil": "jamil", "cemil": "jamil",
    "ramazan": "ramadan", "reza": "rida", "riza": "rida", "fazel": "fadil", "fazil": "fadil",
    "hasan": "hassan", "huseyin": "hussein", "mehmet": "muhammad", "ahmet": "ahmad",
    "davood": "daoud", "david": "daoud", "davud": "daoud",
    "hatice": "khadija",
    "yosef": "yusuf", "josef": "yusuf", "jusuf": "yusuf",
    "jahja": "yahya", "ibragim": "ibrahim", "magomed": "muhammad", "mohamad": "muhammad",
}  # fmt: skip

# Words between names that lists write or leave out.
PARTICLES = _words(
    "al el ul ad as ash an ar az at bin ben ibn bint abu abou abo umm um de del della der den da das do dos di du "
    "van von zu le la les y e"
) | frozenset(("بن", "ابن", "بنت", "ابو", "ام", "ال"))

# Particles that are nobody's given name, so that they are left out even before the only other word.
KUNYA = frozenset(("abu", "abou", "abo", "umm", "bin", "ibn", "bint", "بن", "ابن", "بنت", "ابو", "ال"))

SUFFIXES = frozenset(("jr", "jnr", "junior", "sr", "snr", "senior", "ii", "iii", "iv", "phd", "md", "esq"))

# One of these says that the name is not known.
PLACEHOLDER_WORDS = _words(
    "unknown unidentified unnamed anonymous undisclosed unreleased withheld nameless tbd tba tbc na nn xxx tk tktk "
    "none null nil inconnu inconnue anonyme desconocido desconocida anonimo anonima unbekannt unbekannte unbekannter "
    "namenlos sconosciuto sconosciuta desconhecido desconhecida bilinmiyor bilinmeyen mechul nepoznat nepoznata"
) | frozenset(
    (
        "مجهول", "مجهوله", "ناشناس", "نامشخص", "نامعلوم",
        "неизвестный", "неизвестная", "неизвестно", "неопознанный", "неопознанная", "невідомий", "невідома", "невідомо",
        "непознат", "непозната", "אלמוני", "אלמונית",
    )
)  # fmt: skip

# Words that stand beside such a word and name nobody.
FILLERS = _words(
    "name names not the of a an male female man woman men women boy girl child children baby infant person persons "
    "people victim victims body adult youth teenager individual civilian suspect homme femme enfant hombre mujer nino "
    "nina mann frau kind identity identified yet released given known and or to be by family pending investigation "
    "no"
) | frozenset(
    ("رجل", "امراه", "طفل", "طفله", "جثه", "شخص", "الهويه", "هويه", "الاسم", "اسم", "мужчина", "женщина", "ребенок")
)

# Whole phrases, after folding of case and of Arabic letters.
PLACEHOLDER_PHRASES = frozenset(
    (
        "no name", "noname", "name unknown", "not known", "not identified", "not available", "not stated", "not given",
        "not released", "name not released", "n a", "n n", "t k", "john doe", "jane doe", "baby doe", "sans nom",
        "non identifie", "non identifiee", "no identificado", "no identificada", "sin nombre", "sin identificar",
        "senza nome", "non identificato", "sem nome", "nao identificado", "ohne namen", "isimsiz",
        "i panjohur", "kimligi belirsiz",
        "baby boy", "baby girl", "male child", "female child", "unborn child",
        "غير معروف", "غير معروفه", "غير محدد", "غير معلوم", "بدون اسم", "بلا اسم", "لا يوجد", "لا يعرف", "بي نام",
        "без имени", "имя неизвестно", "לא ידוע", "לא ידועה", "ללא שם",
    )
)  # fmt: skip
