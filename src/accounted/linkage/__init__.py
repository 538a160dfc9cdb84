"""Records in, people and their doubt out.

`link` reads files and links them; `link_records` finds which records are one person; `scope` says which people belong
to a question; `summarise` what the lists together say of one; `tabulate` counts them by the lists they are on, for the
best linkage and for every sampled one.
"""

from accounted.linkage.blocking import MAX_PAIRS
from accounted.linkage.calibrating import FEWEST_LABELS, calibrate, undo_correction
from accounted.linkage.continuity import compare_clusters
from accounted.linkage.duplicates import MOST_REPEATS, say_repeats
from accounted.linkage.files import DEFAULT_SEED, PUBLIC_KEY, choose_deduplicated, link
from accounted.linkage.link import REVIEW_FROM, REVIEW_TO, THRESHOLD, link_records
from accounted.linkage.name_columns import Naming
from accounted.linkage.rows import ADDED_COLUMNS, Overlap, Summary, linked_rows, pair_rows, sample_rows, summary_json
from accounted.linkage.scoping import people_in_draws, scope
from accounted.linkage.summarising import RULES, summarise
from accounted.linkage.tabulating import NOT_STATED, stratum_values, tabulate, tabulate_samples

__all__ = [
    "ADDED_COLUMNS",
    "DEFAULT_SEED",
    "FEWEST_LABELS",
    "MAX_PAIRS",
    "MOST_REPEATS",
    "NOT_STATED",
    "PUBLIC_KEY",
    "REVIEW_FROM",
    "REVIEW_TO",
    "RULES",
    "THRESHOLD",
    "Naming",
    "Overlap",
    "Summary",
    "calibrate",
    "choose_deduplicated",
    "compare_clusters",
    "link",
    "link_records",
    "linked_rows",
    "pair_rows",
    "people_in_draws",
    "sample_rows",
    "say_repeats",
    "scope",
    "stratum_values",
    "summarise",
    "summary_json",
    "tabulate",
    "tabulate_samples",
    "undo_correction",
]
