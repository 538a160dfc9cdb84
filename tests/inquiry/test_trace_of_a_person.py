"""A person traced: every value with its lists, the rule of the summary, and how the person stands to each question."""

from contextlib import closing

from accounted.inquiry import init_inquiry, open_inquiry
from accounted.linkage import RULES
from tests_support import lists

SETTINGS = """
title = "Made up for a test"
linkage_samples = 0
models = ["dga"]

[[questions]]
id = "killed"
text = "How many people were killed from March to June 2031?"
act = "killed"
period = "2031-03/2031-06"
"""


def test_a_person_leads_to_values_lists_rules_and_membership(tmp_path):  # R34
    root = tmp_path / "inquiry"
    init_inquiry(root, key=b"a made-up key of a test, 32 long").close()
    (root / "inquiry.toml").write_text(SETTINGS, encoding="utf-8")
    for name, rows in lists().items():
        outcome = "missing" if name == "relief" else "killed"
        lines = ["name,date,age,sex,outcome", *(",".join((*row, outcome)) for row in rows)]
        (root / "input" / "lists" / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    with closing(open_inquiry(root)) as inquiry:
        inquiry.run()
        (result,) = inquiry.results()
        cluster = next(c for c in result.linkage.clusters if len(c.records) == 3)
        step = inquiry.trace(cluster.id).steps[0]
    assert step.what == "person"
    assert step.sources == cluster.records
    text = "\n".join(step.lines)
    assert "status: killed (2 lists), missing (1 list); lists disagree" in text
    assert "killed (north, south); missing (relief)" in text
    assert RULES["status"] in text
    assert "question killed: possible, the statements disagree: killed, missing" in text
