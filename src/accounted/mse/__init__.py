"""Capture tables in, estimates out: multiple systems estimation, as a library on its own.

>>> from accounted import mse
>>> table = mse.CaptureTable.of("ABC", {(1, 0, 0): 41, (0, 1, 0): 36, (0, 0, 1): 30, (1, 1, 0): 9, (1, 0, 1): 11,
...                                     (0, 1, 1): 8, (1, 1, 1): 3})
>>> answer = mse.estimate(table, models=("dga",)).strata[0]
>>> f"{answer.point:.0f} ({answer.lower:.0f}–{answer.upper:.0f})"
'264 (211–351)'
"""

from accounted.model.capture import (
    CaptureTable,
    Diagnostics,
    Estimate,
    EstimateSet,
    Imputed,
    ListDeclaration,
    Mode,
    ModelEstimate,
    NotEstimable,
    PriorEstimate,
    Total,
)
from accounted.mse.chao import Bound, estimate_chao
from accounted.mse.chapman import estimate_chapman
from accounted.mse.checks import Checks, run_checks, say_checked
from accounted.mse.compare_groups import compare_groups, compare_many, simultaneous_intervals
from accounted.mse.decomposable import GraphAverage, WeighedGraph, average_graphs, find_obstacle
from accounted.mse.departures import Departures, find_departures
from accounted.mse.doubly_robust import as_estimate, estimate_doubly_robust
from accounted.mse.estimate import estimate
from accounted.mse.export import to_json
from accounted.mse.fitting import Fit, fit_table
from accounted.mse.graphs import Graph, list_decomposable_graphs
from accounted.mse.identifiability import Check, check_table, select_lists
from accounted.mse.impute import ImputedTables, impute_labels, show_imputed
from accounted.mse.known_answer import KnownAnswers, check_known_answers
from accounted.mse.labels import MOST_MISSING, find_missing, split_label
from accounted.mse.latent_class import LatentClassRun, SamplerOptions, sample_latent_classes
from accounted.mse.latent_class_pairs import PairsRun, estimate_under_priors, sample_latent_class_pairs
from accounted.mse.leave_out import LeaveOneOut, leave_out_lists
from accounted.mse.linked import strata_of_records, table_from_linked, tables_from_linked, tables_from_samples
from accounted.mse.loglinear import LoglinearEstimate, NoEstimate, estimate_loglinear
from accounted.mse.models import DEFAULT_BESIDE, DEFAULT_MODELS, MODELS
from accounted.mse.modes import find_modes
from accounted.mse.over_count import OverCount, vary_over_count
from accounted.mse.pairs_average import AverageOptions
from accounted.mse.pairs_prior import PRIORS, PairsPrior, implied_ratio
from accounted.mse.people import People, people_from_linked
from accounted.mse.sensitivity import Conclusion, Sensitivity, tip_conclusion, tipping_factor, vary_unseen
from accounted.mse.table import read_capture_table
from accounted.mse.tip_order import tip_order

__all__ = [
    "DEFAULT_BESIDE",
    "DEFAULT_MODELS",
    "MODELS",
    "MOST_MISSING",
    "PRIORS",
    "AverageOptions",
    "Bound",
    "CaptureTable",
    "Check",
    "Checks",
    "Conclusion",
    "Departures",
    "Diagnostics",
    "Estimate",
    "EstimateSet",
    "Fit",
    "Graph",
    "GraphAverage",
    "Imputed",
    "ImputedTables",
    "KnownAnswers",
    "LatentClassRun",
    "LeaveOneOut",
    "ListDeclaration",
    "LoglinearEstimate",
    "Mode",
    "ModelEstimate",
    "NoEstimate",
    "NotEstimable",
    "OverCount",
    "PairsPrior",
    "PairsRun",
    "People",
    "PriorEstimate",
    "SamplerOptions",
    "Sensitivity",
    "Total",
    "WeighedGraph",
    "as_estimate",
    "average_graphs",
    "check_known_answers",
    "check_table",
    "compare_groups",
    "compare_many",
    "estimate",
    "estimate_chao",
    "estimate_chapman",
    "estimate_doubly_robust",
    "estimate_loglinear",
    "estimate_under_priors",
    "find_departures",
    "find_missing",
    "find_modes",
    "find_obstacle",
    "fit_table",
    "implied_ratio",
    "impute_labels",
    "leave_out_lists",
    "list_decomposable_graphs",
    "people_from_linked",
    "read_capture_table",
    "run_checks",
    "sample_latent_class_pairs",
    "sample_latent_classes",
    "say_checked",
    "select_lists",
    "show_imputed",
    "simultaneous_intervals",
    "split_label",
    "strata_of_records",
    "table_from_linked",
    "tables_from_linked",
    "tables_from_samples",
    "tip_conclusion",
    "tip_order",
    "tipping_factor",
    "to_json",
    "vary_over_count",
    "vary_unseen",
]
