"""The words of each language that is read, as data: one module per language, no rule in any of them.

English is read in full. French, Spanish, Arabic and Persian are begun: figures with their bounds, and the act beside
them.
"""

from accounted.claims.languages.arabic import ARABIC
from accounted.claims.languages.english import ENGLISH
from accounted.claims.languages.french import FRENCH
from accounted.claims.languages.persian import PERSIAN
from accounted.claims.languages.spanish import SPANISH
from accounted.claims.languages.tables import Language

__all__ = ["LANGUAGES", "Language"]

LANGUAGES: tuple[Language, ...] = (ENGLISH, FRENCH, SPANISH, ARABIC, PERSIAN)
