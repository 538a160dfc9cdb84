"""Linkers of others on the four lists, as programs of their own: file in, clusters out as JSON.

Splink comes with the development set-up. recordlinkage and nomenklatura are no dependencies: they run with the Python
that the environment variable ACCOUNTED_PEERS names (a virtual environment that holds them), else with this one; one
that is not installed is left out, with a line that says so. Each is one reasonable set of settings, without a cut that
the truth picked.
"""

from __future__ import annotations

import os
import subprocess
import sys

__all__ = ["NAME_SCORES", "NOMENKLATURA", "RECORDLINKAGE", "SPLINK", "find_peer", "find_peers"]

SPLINK = """
import json, sys
import duckdb, splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on
con = duckdb.connect()
con.execute(f"create table t as select *, rec_id as unique_id from read_csv('{sys.argv[1]}', all_varchar=true)")
settings = SettingsCreator(
    link_type="dedupe_only",
    comparisons=[
        cl.JaroWinklerAtThresholds("name", [0.92, 0.85, 0.75]).configure(term_frequency_adjustments=True),
        cl.ExactMatch("date"), cl.ExactMatch("age"), cl.ExactMatch("sex"),
        cl.ExactMatch("city").configure(term_frequency_adjustments=True), cl.ExactMatch("state"),
    ],
    blocking_rules_to_generate_predictions=[block_on("date"), block_on("name"), block_on("city", "age")],
)
api = DuckDBAPI(connection=con)
linker = Linker(api.register("t"), settings)
linker.training.estimate_probability_two_random_records_match([block_on("name", "date")], recall=0.7)
linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
for rule in (block_on("date"), block_on("name")):
    linker.training.estimate_parameters_using_expectation_maximisation(rule)
pairs = linker.inference.predict(threshold_match_probability=0.5)
clusters = linker.clustering.cluster_pairwise_predictions_at_threshold(pairs, threshold_match_probability=0.95)
rows = con.execute(f"select unique_id, cluster_id from {clusters.physical_name}").fetchall()
json.dump(dict(rows), open(sys.argv[5], "w"))
"""

_COMPONENTS = """
def components(ids, pairs):
    parent = {i: i for i in ids}
    def root(x):
        while parent[x] != x:
            parent[x] = parent[parent[x]]
            x = parent[x]
        return x
    for a, b in pairs:
        parent[root(a)] = root(b)
    return {i: root(i) for i in ids}
"""

RECORDLINKAGE = (
    _COMPONENTS
    + """
import json, sys
import pandas as pd, recordlinkage
t = pd.read_csv(sys.argv[1], dtype=str).set_index("rec_id")
t["age"] = pd.to_numeric(t["age"])
index = recordlinkage.Index()
for columns in (["date"], ["name"], ["city", "age"]):
    index.block(columns)
pairs = index.index(t)
left, right = (t.loc[pairs.get_level_values(side), "list"].to_numpy() for side in (0, 1))
pairs = pairs[left != right]
compare = recordlinkage.Compare()
compare.string("name", "name", method="jarowinkler", threshold=0.85, label="name")
t["day"] = pd.to_datetime(t["date"])
compare.date("day", "day", label="date")
for column in ("sex", "city", "state"):
    compare.exact(column, column, label=column)
compare.numeric("age", "age", method="step", offset=1, label="age")
found = recordlinkage.ECMClassifier(use_col_names=True).fit_predict((compare.compute(pairs, t) > 0.5).astype(int))
json.dump(components(t.index, found), open(sys.argv[5], "w"))
"""
)

NOMENKLATURA = (
    _COMPONENTS
    + """
import csv, json, sys
from collections import defaultdict
from itertools import combinations
from followthemoney import model
from nomenklatura.matching import ScoringConfig, get_algorithm
rows = list(csv.DictReader(open(sys.argv[1])))
entities = {}
for row in rows:
    entities[row["rec_id"]] = model.make_entity("Person") if hasattr(model, "make_entity") else None
    entity = entities[row["rec_id"]]
    entity.id = row["rec_id"]
    for prop, value in (("name", row["name"]), ("deathDate", row["date"]), ("address", row["city"]),
                        ("gender", {"M": "male", "F": "female"}.get(row["sex"], ""))):
        if value:
            entity.add(prop, value)
    if row["age"] and row["date"][:4].isdigit():
        entity.add("birthDate", str(int(row["date"][:4]) - int(float(row["age"]))))
blocks = defaultdict(list)
for row in rows:
    for key in (row["date"], row["name"], row["city"] + row["age"]):
        if key:
            blocks[key].append(row)
algorithm, config = get_algorithm("logic-v2"), ScoringConfig.defaults()
seen, found = set(), []
for block in blocks.values():
    for a, b in combinations(block, 2):
        pair = tuple(sorted((a["rec_id"], b["rec_id"])))
        if a["list"] == b["list"] or pair in seen:
            continue
        seen.add(pair)
        if algorithm.compare(entities[pair[0]], entities[pair[1]], config).score >= 0.7:
            found.append(pair)
json.dump(components([row["rec_id"] for row in rows], found), open(sys.argv[5], "w"))
"""
)

NAME_SCORES = """
import json, sys
from followthemoney import model
from nomenklatura.matching import ScoringConfig, get_algorithm
algorithm, config = get_algorithm("logic-v2"), ScoringConfig.defaults()
scores = []
for number, (one, other, schema) in enumerate(json.load(sys.stdin)):
    # It keeps comparisons by entity id: entities of one id would all get the score of the first pair.
    a, b = model.make_entity(schema), model.make_entity(schema)
    a.id, b.id = f"a{number}", f"b{number}"
    a.add("name", one)
    b.add("name", other)
    scores.append(algorithm.compare(a, b, config).score)
print(json.dumps(scores))
"""

_NEEDS = {
    "splink": ("splink", SPLINK),
    "recordlinkage": ("recordlinkage", RECORDLINKAGE),
    "nomenklatura": ("nomenklatura.matching", NOMENKLATURA),
}


def find_peer(name: str) -> tuple[str, str] | None:
    """Find the Python that a peer runs with, and its name with the version; None, with a line, when there is none."""
    module, _ = _NEEDS[name]
    for python in filter(None, (os.environ.get("ACCOUNTED_PEERS"), sys.executable)):
        asked = f"import importlib.metadata as m, {module}; print(m.version('{name}'))"
        version = subprocess.run([python, "-c", asked], capture_output=True, text=True, check=False)
        if version.returncode == 0:
            return python, f"{name} {version.stdout.split()[-1]}"
    print(f"left out: {name} is not installed")
    return None


def find_peers() -> dict[str, tuple[str, str, str]]:
    """Find the peers that can run: per peer the Python to run it with, its name with the version, and the program."""
    found = {}
    for name, (_, program) in _NEEDS.items():
        if (peer := find_peer(name)) is not None:
            found[name] = (*peer, program)
    return found
