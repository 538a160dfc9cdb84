"""How sounds are spelt: the tables of the transliteration model in `name_sounds`. Data only.

Bits are −log2 of the joint probability of a sound and its spelling. The first part was learnt without hand-made
alignments: every second token of a public-domain dictionary of Arabic names with one English spelling each (3,052
tokens, those whose SHA-256 is even) was aligned letter by letter by expectation-maximisation, short vowels standing
between the letters. The second part adds what other writers do (French, Turkish, Persian, German, Spanish, Slavic),
with bits of our own. To add a habit, add a line; a sound code is explained in `name_sounds`.
"""

from __future__ import annotations

__all__ = ["ARABIC_SOUNDS", "PERSIAN_LETTERS", "PERSIAN_SOUNDS", "SPELLINGS"]

Spelt = dict[str, tuple[tuple[str, float], ...]]

_LEARNT = """
b Bb 3.7; bb Bb 9.0; c Ss 11.3 Kk 12.3; d Td 3.8 Tz 12.3; dd Td 9.9; dh Td 11.0; f Fp 5.1; ff Fp 11.7; gh Kg 6.7
h Hh 4.5; j Cg 5.3; jj Cg 11.0; k Kk 5.8; kh Kh 6.4; kk Kk 10.5; l Ll 2.8; ll Ll 8.6; m Mm 3.6; mm Mm 10.0; n Nn 3.6
nn Nn 9.4; q Kk 5.4; qq Kk 11.0; r Rr 3.4; rr Rr 9.8; s Ss 4.0; sh Sx 5.1; ss Ss 8.3; t Tt 4.7 Hh 10.5
th Ts 8.9 Tz 9.8; tt Tt 9.7; v Fp 10.5; z Sz 5.4 Tz 8.3; zz Sz 9.2
"""

# What is learnt from Arabic names alone lacks the sounds of other languages and the habits of other writers.
_HABITS = """
p Bp 5.0; pp Bp 9.0; ph Fp 7.0; v Fb 5.5 u 8.0; w u 4.0 Fb 8.5; vv Fb 9.0
c Kk 6.0 Cg 8.5; cc Kk 8.0; ck Kk 7.0; ce Ssi 8.5; ci Ssi 8.5; cy Ssi 8.5; cs Cx 9.5; cz Cx 8.0; ca Kka 7.0; co Kku 7.0
ch Cx 6.5 Sx 8.0 Kh 10.5; chr KkRr 7.5; tch Cx 7.0; sch Sx 8.0; tsch Cx 9.0; sz Ss 9.5; shch Sx 8.0
g Kg 5.5 Cg 9.0; gg Kg 9.0; gue Kgi 9.0; gui Kgi 9.0; j i 8.0 Kh 10.5; dj Cg 6.5; dzh Cg 8.5; zh Sg 10.5
h Kh 8.0; kh Hh 10.5; s Sx 9.0; th Tt 9.2; x KkSs 7.0 Sx 10.0; qu Kk 7.0; dh Tz 9.5; z Ss 10.5
oo u 1.5; ou u 1.5; ee i 1.5; ie i 1.5; y i 1.0
"""


def _parsed(text: str) -> Spelt:
    """Read lines of `spelling sound bits sound bits; …`; of two rows for one spelling both hold."""
    made: Spelt = {}
    for entry in text.replace("\n", ";").split(";"):
        if parts := entry.split():
            sounds = zip(parts[1::2], map(float, parts[2::2]), strict=True)
            made[parts[0]] = (*made.get(parts[0], ()), *sounds)
    return made


SPELLINGS: Spelt = _parsed(_LEARNT + _HABITS)

# Letters after `name_tables.ARABIC_LETTERS`, as Arabic is read; a long vowel is one letter.
ARABIC_SOUNDS = {
    "ا": "a", "ع": "", "و": "u", "ي": "i",
    "ب": "Bb", "پ": "Bp", "ت": "Tt", "ط": "Tt", "د": "Td", "ض": "Td", "ث": "Ts", "ذ": "Tz", "ظ": "Tz",
    "س": "Ss", "ص": "Ss", "ز": "Sz", "ژ": "Sg", "ش": "Sx", "چ": "Cx", "ج": "Cg",
    "ك": "Kk", "ق": "Kk", "غ": "Kg", "گ": "Kg", "ګ": "Kg", "خ": "Kh", "ح": "Hh", "ه": "Hh",
    "ف": "Fp", "ڤ": "Fb", "ل": "Ll", "ر": "Rr", "م": "Mm", "ن": "Nn",
}  # fmt: skip

# Where Persian reads a letter otherwise; و beside a vowel or in front is a consonant there, and final ه is -eh.
PERSIAN_SOUNDS = {"ث": "Ss", "ذ": "Sz", "ض": "Sz", "ظ": "Sz", "ق": "Kg"}

# Letters that Arabic does not have.
PERSIAN_LETTERS = frozenset("پچژگګ")
