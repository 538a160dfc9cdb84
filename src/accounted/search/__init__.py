"""Full text, found word by word and explained; an index in a file of its own, made from what it is given."""

from accounted.search.asking import Question, parse_words
from accounted.search.finding import find_entries
from accounted.search.indexing import index_stamp, write_index

__all__ = ["Question", "find_entries", "index_stamp", "parse_words", "write_index"]
