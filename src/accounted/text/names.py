"""Names of people, folded so that spellings of one name meet; every change can be explained.

Three forms of a name, each coarser than the one before:

1. **folded** (`fold_name`): the letters that a reader would call the same made the same: case, accents, invisible
   marks, Arabic-script variants, other scripts romanised; nicknames in quotes, suffixes and punctuation gone;
2. **tokens** (`name_tokens`): the folded words without particles (al-, bin, de), with Abd al-X held together;
3. **key** (`token_key`, `name_keys`): per token the classes of its consonants, so that محمد, Mohammad, Muhammed and
   Mehmet meet. Romanisations disagree about vowels, doubling and neighbouring consonants, and Arabic script leaves
   short vowels out, so the key leaves out what they disagree about. It is made from our own tables of letter classes,
   for both scripts, and from no single romanisation.

A key brings candidates together and supports a match. It cannot tell Hamid from Hamed, nor some Mahmud from Mohammad.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from anyascii import anyascii

from accounted.text.name_tables import (
    ARABIC_CLASSES,
    ARABIC_LETTERS,
    FILLERS,
    INVISIBLE,
    KUNYA,
    LATIN_CLASSES,
    PARTICLES,
    PLACEHOLDER_PHRASES,
    PLACEHOLDER_WORDS,
    SUFFIXES,
    VARIANTS,
)

__all__ = [
    "MAX_CHARACTERS",
    "fold_letters",
    "fold_name",
    "fold_steps",
    "fold_text",
    "is_latin",
    "is_placeholder",
    "name_keys",
    "name_tokens",
    "romanise_name",
    "split_name",
    "token_key",
]

MAX_CHARACTERS = 400
"""Characters of a name that are looked at; no person's name is longer, and a pasted text is no name."""

_INVISIBLE = dict.fromkeys(map(ord, INVISIBLE))
_ARABIC = str.maketrans(ARABIC_LETTERS)
_IS_ARABIC = re.compile("[\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff]")
_QUOTED = re.compile(r"(?<!\w)(?:\"[^\"]+\"|“[^”]+”|«[^»]+»|„[^“”]+[“”]|'[^']+'|‘[^’]+’|\([^)]*\))(?!\w)")
_APOSTROPHE = re.compile(r"(?<=\w)['’‘ʼʿʾ`´](?=\w)|[ʼʿʾ]")
_ARTICLE = re.compile(r"\b(?:al|el|ul|ad|as|ash|an|ar|az|at)[-‐‑–](?=\w)", re.IGNORECASE)
_NOT_PLAIN = re.compile(r"[^0-9a-z ]")
_PUNCTUATION = re.compile(r"[^\w\s]|_")
_ABD_ALONE = frozenset(("abd", "abdul", "abdel", "abdal", "abdol", "abdu", "abdoul", "abdur", "abdus", "عبد"))
_ABD_JOINED = re.compile(r"^(?:abdoul|abd[ueoa]l)(?=\w{3})|^عبدال(?=\w{2})|^abdur(?=r)|^abdus(?=s)")
_ARABIC_ARTICLE = re.compile(r"^(?:ابو)?(?:ال)?(?=\w{3})")
_ENDING_H = re.compile(r"(?<=[aeiou])h$")


@lru_cache(maxsize=131_072)
def fold_text(text: str) -> str:
    """Fold any short text (a place, a label) for comparison: case, accents, marks and punctuation go, words stay.

    >>> fold_text("  Saint-Étienne  du Velmar ")
    'saint etienne du velmar'
    """
    return _romanised(_spaced(_PUNCTUATION.sub(" ", _visible(text))))


def fold_letters(text: str) -> str:
    """Fold case, accents, invisible marks, wide letters and variants of Arabic letters; the script stays.

    >>> fold_letters("Zoë أحـمَد Пример")
    'zoe احمد пример'
    """
    return _arabic_folded(_unaccented(_visible(text)))


@lru_cache(maxsize=4096)
def fold_name(name: str) -> str:
    """Fold a name: letters that are the same made the same, in the script it is written in when that is Arabic.

    >>> fold_name("Ámber 'Duke' O'Velmar, Jr.")
    'amber ovelmar'
    >>> fold_name("أحـمَد المثالي") == fold_name("احمد المثالی")
    True
    """
    plain = _plain_words(name)
    if plain is not None:
        return _without_suffix(plain)
    for _, change in _STEPS:
        name = change(name)
    return name


@lru_cache(maxsize=131_072)
def romanise_name(name: str) -> str:
    """Fold and write in Latin letters, for comparison letter by letter.

    >>> romanise_name("Пример Велмаров")
    'primer velmarov'
    """
    return _romanised(fold_name(name))


def fold_steps(name: str) -> tuple[tuple[str, str], ...]:
    """Say in words what folding changes in a name, step by step: what was done, and the name after it.

    >>> for words, name in fold_steps("Zoë Velmar III"):
    ...     print(f"{words}: {name}")
    invisible marks, wide letters and capitals folded: zoë velmar iii
    accents and other scripts written in plain Latin letters: zoe velmar iii
    suffix left out: zoe velmar
    """
    steps = []
    for words, change in _STEPS:
        changed = change(name)
        if changed != name:
            steps.append((words, changed))
        name = changed
    return tuple(steps)


def is_latin(name: str) -> bool:
    """Whether the letters of a name are all Latin, so that it can be compared letter by letter with another such.

    >>> is_latin("Zoë"), is_latin("محمد")
    (True, False)
    """
    return name.isascii() or all(ord(ch) < 0x250 or 0x1E00 <= ord(ch) < 0x1F00 for ch in name if ch.isalpha())


def name_tokens(name: str) -> tuple[str, ...]:
    """Split a name into the words that tell people apart, in their order; initials stay as single letters.

    >>> name_tokens("Abd al-Rahman bin Sample al-Velmari")
    ('abdrahman', 'sample', 'velmari')
    >>> name_tokens("J. de la Muestra")
    ('j', 'muestra')
    """
    return tuple(token for token, _ in split_name(name))


def split_name(name: str) -> tuple[tuple[str, str], ...]:
    """Split as `name_tokens` does, each word beside what was written before its article was taken off.

    >>> split_name("إلياس المثالي")
    (('ياس', 'الياس'), ('مثالي', 'المثالي'))
    """
    return _tokens(fold_name(name))


@lru_cache(maxsize=131_072)
def token_key(token: str) -> str:
    """Make the key of one folded word: an `A` for an initial vowel, then the classes of its consonants.

    >>> {token_key(t) for t in ("mohammad", "muhammed", "mohamed", "mehmet", "محمد")}
    {'MHMT'}
    >>> token_key("ahmad"), token_key("احمد")
    ('AHMT', 'AHMT')
    """
    token = VARIANTS.get(token, token)
    if _IS_ARABIC.search(token):
        return _arabic_key(token)
    servant = token.startswith("abd") and len(token) > 5
    return "ABT" + _latin_key(token[3:]).removeprefix("A") if servant else _latin_key(token)


def name_keys(name: str) -> tuple[str, ...]:
    """Make the keys of a name's tokens, in their order; initials have none unless nothing else is there.

    >>> name_keys("Muhammad al-Sammak") == name_keys("محمد السماك")
    True
    """
    tokens = name_tokens(name)
    return tuple(token_key(t) for t in tokens if len(t) > 1) or tuple(token_key(t) for t in tokens)


@lru_cache(maxsize=131_072)
def is_placeholder(name: str) -> bool:
    """Whether a name says that the name is not known, or says nothing.

    >>> [is_placeholder(n) for n in ("Unknown male", "TK TK", "", "غير معروف", "Unidentified man #2")]
    [True, True, True, True, True]
    >>> is_placeholder("Child Velmarsson")
    False
    """
    words = [w for w in _plain(name).split() if not w.isdigit()]
    if not words or " ".join(words) in _UNKNOWN_PHRASES or all(set(w) <= {"x"} and len(w) > 1 for w in words):
        return True
    says_unknown = [w in _UNKNOWN_WORDS for w in words]
    return any(says_unknown) and all(u or w in _FILLERS for u, w in zip(says_unknown, words, strict=True))


def _plain(text: str) -> str:
    plain = _plain_words(text)
    if plain is not None:
        return plain
    return _arabic_folded(_spaced(_PUNCTUATION.sub(" ", _unaccented(_visible(text)))))


def _plain_words(text: str) -> str | None:
    """The folded words of a text of plain letters, digits and spaces, in which there is little to fold; else None."""
    if not text.isascii() or not text.replace(" ", "").isalnum() or len(text) > MAX_CHARACTERS:
        return None
    return " ".join(text.lower().split())


def _visible(text: str) -> str:
    return unicodedata.normalize("NFKC", text[:MAX_CHARACTERS]).translate(_INVISIBLE).casefold()


def _unaccented(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text)
    return unicodedata.normalize("NFC", "".join(ch for ch in decomposed if not unicodedata.combining(ch)))


def _without_nickname(text: str) -> str:
    return _spaced(_QUOTED.sub(" ", text)) or text


def _arabic_folded(text: str) -> str:
    return _unaccented(text).translate(_ARABIC) if _IS_ARABIC.search(text) else text


def _romanised(text: str) -> str:
    plain = _plain_words(text)
    return plain if plain is not None else _spaced(_NOT_PLAIN.sub("", anyascii(text).lower()))


def _romanised_unless_arabic(text: str) -> str:
    if text.isascii():
        return text
    return " ".join(word if _IS_ARABIC.search(word) else _romanised(word) for word in text.split())


def _spaced(text: str) -> str:
    return " ".join(text.split())


def _without_punctuation(text: str) -> str:
    return _spaced(_PUNCTUATION.sub(" ", _APOSTROPHE.sub("", _ARTICLE.sub("", text))))


def _without_suffix(text: str) -> str:
    words = text.split()
    while len(words) > 1 and words[-1] in SUFFIXES:
        words.pop()
    return " ".join(words)


_STEPS = (
    ("invisible marks, wide letters and capitals folded", _visible),
    ("nickname or remark left out", _without_nickname),
    ("variants of Arabic letters, vowel signs and tatweel folded", _arabic_folded),
    ("articles with a hyphen, apostrophes and punctuation left out", _without_punctuation),
    ("accents and other scripts written in plain Latin letters", _romanised_unless_arabic),
    ("suffix left out", _without_suffix),
)


_UNKNOWN_PHRASES, _UNKNOWN_WORDS, _FILLERS = (
    frozenset(map(_plain, table)) for table in (PLACEHOLDER_PHRASES, PLACEHOLDER_WORDS, FILLERS)
)


@lru_cache(maxsize=65536)
def _tokens(folded: str) -> tuple[tuple[str, str], ...]:
    words = folded.split()
    tokens: list[tuple[str, str]] = []
    place = 0
    while place < len(words):
        word = words[place]
        place += 1
        if word in _ABD_ALONE and place < len(words):
            while place < len(words) - 1 and words[place] in PARTICLES:
                place += 1
            servant = ("abd" if word.isascii() else "عبد") + words[place].removeprefix("ال")
            tokens.append((servant, servant))
            place += 1
        elif word not in PARTICLES or place == len(words) or (place == 1 and len(words) == 2 and word not in KUNYA):
            tokens.append((_whole(word), word))
    return tuple(tokens) or tuple((word, word) for word in words)


def _whole(word: str) -> str:
    joined = _ABD_JOINED.match(word)
    if joined:
        return ("عبد" if _IS_ARABIC.search(word) else "abd") + word[joined.end() :]
    return _without_article(word)


def _without_article(word: str) -> str:
    return _ARABIC_ARTICLE.sub("", word)


def _arabic_key(token: str) -> str:
    initial = {"ا": "A", "ع": "A", "ي": "Y", "و": "V"}.get(token[0], "")
    body = token[:-1] if len(token) > 2 and token[-1] in "هح" else token
    return initial + "".join(ARABIC_CLASSES.get(ch, "") for ch in body)


def _latin_key(token: str) -> str:
    initial = {"a": "A", "e": "A", "i": "A", "o": "A", "u": "A", "y": "Y", "w": "V"}.get(token[0], "")
    body, place, classes = _ENDING_H.sub("", token), 0, []
    while place < len(body):
        for spelling, sound in LATIN_CLASSES:
            if body.startswith(spelling, place):
                classes.append(sound)
                place += len(spelling)
                break
        else:
            classes.append("-" if body[place] in "aeiouwy" else "")
            place += 1
    doubled = re.sub(r"(.)\1+", r"\1", "".join(classes))
    return initial + doubled.replace("-", "")
