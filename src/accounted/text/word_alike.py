"""How far a word found is the word asked for, and why: what a search allows, mode by mode.

1. **exact**: the same letters, capitals and accents included;
2. **folded**: the same but for capitals, accents and vowel signs, invisible marks, variants of Arabic letters, digits
   of other scripts, apostrophes, hyphens and separators of thousands (`fold_word`);
3. **transliterated**: in another script, a reading of one is a reading of the other (`name_sounds`), and no vowel is
   written in the one that the other, were it written so, would not have; within Latin script, the same reading with the
   same vowels where *a* and *e*, *o* and *u* are one (Mohammad, Mohammed, Muhamad), or two forms of one name (Mehmet);
4. **phonetic**: the consonants sound alike, whatever the vowels; a pet form and its full form.

A reading of fewer than three sounds says little: such words need the same vowels. Words with digits, and words longer
than any name, are compared by their letters only.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache

from rapidfuzz.distance import Levenshtein

from accounted.model.search import SearchMode
from accounted.text.name_sounds import MAX_SOUNDS, Reading, read_word
from accounted.text.name_tables import ARABIC_LETTERS, VARIANTS
from accounted.text.name_words import full_form, other_form
from accounted.text.names import MAX_CHARACTERS, fold_letters, is_latin, split_name

__all__ = ["coarse_keys", "fold_word", "how_alike", "say_why", "sound_keys"]

_JOINERS = re.compile(r"[-‐‑–'’‘ʼʿʾ`´,.٬ ]")
_DIGITS = {n: str(unicodedata.decimal(chr(n))) for n in range(0x660, 0xB000) if chr(n).isdecimal()}
_ARABIC = str.maketrans(ARABIC_LETTERS)
_VOWELS = str.maketrans("eiyouw", "aiiuuu")
_FINAL_H = re.compile("(?<=[aeiou])h$")
_NOT_VOWELS = re.compile("[^aiu]+")
_FIRST_VOWELS = re.compile("^[aiu]+")
_SERVANT = re.compile("^(?:abd|عبد)(?=\\w{3})")
_MARKED = str.maketrans({"š": "sh", "ş": "sh", "č": "ch", "ć": "ch", "ç": "ch", "ž": "zh", "đ": "dj", "ћ": "ч"})
_ABJADS = ("Arabic", "Hebrew", "Syriac")
_FEWEST_SOUNDS = 3

_STEPS: tuple[tuple[str, Callable[[str], str]], ...] = (
    ("invisible marks", lambda w: "".join(c for c in w if unicodedata.category(c) != "Cf").replace("ـ", "")),
    ("wide or joined letters", lambda w: unicodedata.normalize("NFKC", w)),
    ("capital letters", str.casefold),
    ("variants of Arabic letters", lambda w: w.translate(_ARABIC)),
    ("accents or vowel signs", lambda w: "".join(c for c in unicodedata.normalize("NFD", w) if not _is_accent(c))),
    ("digits of another script", lambda w: w.translate(_DIGITS)),
    ("apostrophes, hyphens or separators", lambda w: _JOINERS.sub("", w)),
)


@lru_cache(maxsize=131_072)
def fold_word(word: str) -> str:
    """Fold a word; one of which nothing would be left stays as it is.

    >>> fold_word("Zoë"), fold_word("٣٠٬٠٠٠"), fold_word("Sana’a"), fold_word("أحـمَد")
    ('zoe', '30000', 'sanaa', 'احمد')
    """
    if word.isascii() and word.isalnum():
        return word.lower()
    if len(word) > MAX_CHARACTERS:
        return word.casefold()
    return _JOINERS.sub("", fold_letters(word).translate(_DIGITS)) or word


def sound_keys(word: str) -> tuple[str, ...]:
    """Give the consonants of the readings of a word, in the codes of `name_sounds`; none for what is no word to read.

    >>> sound_keys("محمد")[0] in sound_keys("Mohammed"), sound_keys("B12")
    (True, ())
    """
    return tuple(dict.fromkeys(reading.key for reading in _readings(word, is_found=True) if reading.key))


def coarse_keys(word: str) -> tuple[str, ...]:
    """Give the keys by which words that sound alike meet; a pet form has that of its full form too.

    >>> set(coarse_keys("Cemal")) & set(coarse_keys("Gamal")) != set(), coarse_keys("Bob") == coarse_keys("Robert")
    (True, False)
    """
    readings = [*_readings(word, is_found=True), *_readings(full_form(_folded_token(word)))]
    return tuple(dict.fromkeys(_coarse(reading.key) for reading in readings if reading.key))


def how_alike(asked: str, found: str, *, is_prefix: bool = False) -> SearchMode | None:
    """Say in which mode a word found is the word asked for, the strictest there is; None in none.

    Args:
        asked: A word.
        found: A word of a text.
        is_prefix: Whether what is asked for is only how the word begins.

    >>> [how_alike("Mohammad", w) for w in ("Mohammad", "mohammad", "محمد", "Mohammed", "Muhamid", "Velmar")]
    ['exact', 'folded', 'transliterated', 'transliterated', 'phonetic', None]
    """
    if found == asked or (is_prefix and found.startswith(asked)):
        return "exact"
    one, other = fold_word(asked), fold_word(found)
    if one == other or (is_prefix and other.startswith(one)):
        return "folded"
    if _is_written_otherwise(asked, found, is_prefix):
        return "transliterated"
    return "phonetic" if _sounds_alike(asked, found, is_prefix) else None


def say_why(asked: str, found: str, mode: SearchMode, *, is_prefix: bool = False) -> str:
    """Say in words why a word found is the word asked for.

    >>> say_why("Mohammad", "محمد", "transliterated")
    'محمد is written Mohammad in Latin letters'
    >>> say_why("zoe", "Zoë", "folded")
    'the same but for capital letters and accents or vowel signs'
    """
    if mode == "exact":
        return f"begins with {asked}, as written" if is_prefix else "as written"
    if mode == "folded":
        return (f"begins with {asked}: " if is_prefix else "") + _say_folded(asked, found, is_prefix)
    if is_prefix:
        return f"{found} begins with what {'may be written' if mode == 'transliterated' else 'sounds like'} {asked}"
    if mode == "transliterated":
        if _script(asked) != _script(found):
            return f"{found} is written {asked} in {_script(asked)} letters"
        return f"{found} and {asked} are spellings of one word in {_script(asked)} letters"
    shared = [key for key in coarse_keys(asked) if key in coarse_keys(found)] or coarse_keys(asked)
    named = full_form(_folded_token(asked))
    if named == full_form(_folded_token(found)) and named:
        return f"{found} and {asked} are forms of one name"
    return f"{found} sounds like {asked}: the consonants {' '.join(shared[0])}"


def _say_folded(asked: str, found: str, is_prefix: bool) -> str:
    """Name the steps that bring the two nearer to each other."""
    if is_prefix:
        folded = fold_word(asked)
        found = next((found[:n] for n in range(1, len(found)) if fold_word(found[:n]).startswith(folded)), found)
    needed = []
    for words, change in _STEPS:
        before, asked, found = Levenshtein.distance(asked, found), change(asked), change(found)
        if Levenshtein.distance(asked, found) < before:
            needed.append(words)
    words = " and ".join(filter(None, (", ".join(needed[:-1]), *needed[-1:])))
    return f"the same but for {words}" if words else "the same but for how its letters are written"


def _is_written_otherwise(asked: str, found: str, is_prefix: bool) -> bool:
    same_script = _script(asked) == _script(found)
    if same_script and not is_latin(asked):
        return False
    for one in _readings(asked):
        for other in _readings(found, is_found=True):
            if is_prefix:
                long_enough = _n_sounds(one.key) >= 2 and other.key.startswith(one.key)
                fits = not same_script or _skeleton(found).startswith(_skeleton(asked))
            else:
                long_enough = one.key == other.key and (not same_script or _n_sounds(one.key) >= _FEWEST_SOUNDS)
                fits = _skeleton(asked) == _skeleton(found) if same_script else _vowels_fit(asked, one, other)
            if one.key and long_enough and fits:
                return True
    return False


def _sounds_alike(asked: str, found: str, is_prefix: bool) -> bool:
    named = _folded_token(asked)
    if named and not is_prefix and full_form(named) == full_form(_folded_token(found)):
        return True
    for one in _readings(asked):
        for other in _readings(found, is_found=True):
            first, second = _coarse(one.key), _coarse(other.key)
            if is_prefix and len(first) > 1 and second.startswith(first):
                return True
            vowels = len(first) >= _FEWEST_SOUNDS or one.vowelled == other.vowelled
            if first == second and len(first) > 1 and vowels:
                return True
    return False


def _vowels_fit(asked: str, one: Reading, other: Reading) -> bool:
    """Whether the reading with fewer vowels has none, in their order, that the other has not; the first ones aside.

    Arabic and Hebrew leave short vowels out, and begin a word with a letter that may stand for any vowel.
    """
    first, second = (_FIRST_VOWELS.sub("", reading.vowelled) for reading in (one, other))
    shorter, longer = (first, second) if _script(asked) in _ABJADS else (second, first)
    left = iter(longer)
    return all(ch in left for ch in shorter)


@lru_cache(maxsize=131_072)
def _skeleton(word: str) -> str:
    """Where a word of Latin letters has vowels, and which: *a* and *e*, *i* and *y*, *o*, *u* and *w* are one."""
    named = VARIANTS.get(_folded_token(word)) or _folded_token(word)
    plain = _FINAL_H.sub("", named).replace("ee", "i").replace("oo", "u").translate(_VOWELS)
    return re.sub(r"(.)\1+", r"\1", _NOT_VOWELS.sub(".", plain))


def _n_sounds(key: str) -> int:
    return (len(key) + 1) // 2


@lru_cache(maxsize=131_072)
def _folded_token(word: str) -> str:
    """The folded word without its article; empty when it is no word to read."""
    tokens = split_name(word)
    token = tokens[0][0] if len(tokens) == 1 else ""
    readable = token and len(token) <= MAX_SOUNDS and not any(ch.isdigit() for ch in token)
    return token if readable else ""


@lru_cache(maxsize=131_072)
def _readings(word: str, *, is_found: bool = False) -> tuple[Reading, ...]:
    """The ways to read a word as it stands and in its other form; of *Abdrahman* found in a text also its *Abd*."""
    token = _folded_token(word)
    if not token:
        return ()
    other = other_form(*split_name(word)[0])
    servant = _SERVANT.match(token) if is_found else None
    marked = _folded_token(unicodedata.normalize("NFC", word).casefold().translate(_MARKED))
    forms = (VARIANTS.get(token, token), marked, other[:MAX_SOUNDS], servant.group() if servant else "")
    return tuple(dict.fromkeys(reading for form in forms if form for reading in read_word(form)))


def _coarse(key: str) -> str:
    """A key with sounds that writers spell alike made one, one letter each."""
    codes = [key[at : at + 2] for at in range(key.startswith("A"), len(key), 2)]
    merged = "".join({"Cx": "S", "Cg": "K", "Kh": "H", "Fb": ""}.get(code, code[:1]) for code in codes)
    return ("A" if key.startswith("A") else "") + re.sub(r"(.)\1+", r"\1", merged) or key


@lru_cache(maxsize=131_072)
def _script(word: str) -> str:
    """Name the script of a word by its first letter."""
    letter = next((ch for ch in word if ch.isalpha()), "a")
    return unicodedata.name(letter, "Latin").split()[0].split("-")[0].capitalize()


def _is_accent(ch: str) -> bool:
    return unicodedata.combining(ch) > 0
