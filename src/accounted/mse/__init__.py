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
    Mode,
    ModelEstimate,
    NotEstimable,
    Total,
)
from accounted.mse.chapman import estimate_chapman
from accounted.mse.decomposable import GraphAverage, average_graphs
from accounted.mse.estimate import estimate
from accounted.mse.export import to_json
from accounted.mse.graphs import Graph, list_decomposable_graphs
from accounted.mse.identifiability import Check, check_table, select_lists
from accounted.mse.latent_class import LatentClassRun, SamplerOptions, sample_latent_classes
from accounted.mse.linked import table_from_linked, tables_from_linked, tables_from_samples
from accounted.mse.modes import find_modes
from accounted.mse.sensitivity import tipping_factor
from accounted.mse.table import read_capture_table

__all__ = [
    "CaptureTable",
    "Check",
    "Diagnostics",
    "Estimate",
    "EstimateSet",
    "Graph",
    "GraphAverage",
    "LatentClassRun",
    "Mode",
    "ModelEstimate",
    "NotEstimable",
    "SamplerOptions",
    "Total",
    "average_graphs",
    "check_table",
    "estimate",
    "estimate_chapman",
    "find_modes",
    "list_decomposable_graphs",
    "read_capture_table",
    "sample_latent_classes",
    "select_lists",
    "table_from_linked",
    "tables_from_linked",
    "tables_from_samples",
    "tipping_factor",
    "to_json",
]
