"""The words of each language that is read, as data: one module per language, no rule in any of them.

English is read in full. French, Spanish, Arabic and Persian are begun: figures with their bounds, and the act beside
them.
"""

from accounted.claims.languages.arabic import ARABIC
from accounted.claims.languages.english import ENGLISH
from accounted.claims.languages.french import FRENCH
from accounted.claims.languages.guess import covered_language
from accounted.claims.languages.persian import PERSIAN
from accounted.claims.languages.spanish import SPANISH
from accounted.claims.languages.tables import Language

__all__ = ["LANGUAGES", "Language", "language_of"]

LANGUAGES: tuple[Language, ...] = (ENGLISH, FRENCH, SPANISH, ARABIC, PERSIAN)


def language_of(text: str, said: str = "") -> Language | None:
    """Find the language of a text, or None when it is in none that is covered.

    Args:
        text: The text.
        said: What a person has said its language is; empty to guess it.

    >>> language_of("Plus de 300 personnes ont été tuées dans la ville.").name
    'French'
    """
    code = covered_language(said, text)
    return next((language for language in LANGUAGES if language.code == code), None)
