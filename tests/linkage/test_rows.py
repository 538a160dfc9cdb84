from __future__ import annotations

import json

from accounted.linkage import link_records, linked_rows, pair_rows, sample_rows, summary_json
from accounted.model.ids import IdMaker


def _link(records, **options):
    return link_records(records, deduplicated=("North", "South"), make_id=IdMaker(b"made-up key"), **options)


def test_rows_before_are_rows_after_with_every_column(row):  # R24
    records = [
        row("a", "North", "Amda Sample", values=(("name", "Amda Sample"), ("list", "N"), ("age", "7"))),
        row("b", "South", "Amda Sample", values=(("name", "Amda Sample"), ("input_list", "?"))),
        row("c", "South", values=(("name", "unknown"),)),
    ]
    header, made = linked_rows(records, _link(records))
    rows = list(made)
    assert header == ("name", "input_input_list", "age", "input_list", "list", "record_id", "cluster_id")
    assert [r[5] for r in rows] == ["a", "b", "c"]
    assert rows[0][:5] == ("Amda Sample", "N", "7", None, "North")
    assert rows[1][:5] == ("Amda Sample", None, None, "?", "South")
    assert rows[0][6] == rows[1][6] is not None
    assert rows[2][6] is None


def test_pairs_and_samples_have_the_columns_of_the_contract(made_up):
    linkage = _link(made_up(30, seed=1).records, n_samples=2)
    header, made = pair_rows(linkage)
    pairs = list(made)
    assert header == ("left", "right", "match_weight", "match_probability", "judgement", "why")
    assert len(pairs) == len(linkage.comparisons) > 0
    header, samples = sample_rows(linkage)
    assert header == ("draw", "record_id", "cluster_id")
    rows = list(samples)
    assert len(rows) == 2 * len(linkage.records)
    assert {draw for draw, _, _ in rows} == {1, 2}


def test_the_summary_counts_people_by_lists(row):
    records = [row("a", "North", "Amda Sample"), row("b", "South", "Amda Sample"), row("c", "South", "Tor Velmarsson")]
    linkage = _link(records)
    summary = summary_json([*records, row("u", "South")], linkage)
    assert linkage.notes
    assert json.loads(json.dumps(summary)) == {
        "n_records": 4,
        "n_clusters": 2,
        "n_review": 0,
        "overlap": [{"lists": ["North", "South"], "n_clusters": 1}, {"lists": ["South"], "n_clusters": 1}],
        "deduplicated": ["North", "South"],
        "n_thin": 0,
        "notes": list(linkage.notes),
        "repeats": [
            {
                "list": name,
                "n_records": n,
                "expected": None,
                "lower": None,
                "upper": None,
                "declared": True,
                "binds": True,
            }
            for name, n in (("North", 1), ("South", 2))
        ],
        "alternatives": [{"deduplicated": [], "n_clusters": 2, "overlap": summary["overlap"]}],
    }
