"""Ids of people from run to run: kept where nothing changed, told what became of the others."""

from __future__ import annotations

from tests_support import accounted, clean


def _people(inquiry):
    (result,) = (r for r in inquiry.results() if r.linkage)
    return {cluster.id: cluster.records for cluster in result.linkage.clusters}


def _became(inquiry):
    (result,) = (r for r in inquiry.results() if r.linkage)
    return result.continuity


def test_a_decision_splits_one_id_and_taking_it_back_gives_all_ids_back(made_up):  # R4, R25
    made_up.run()
    first = _people(made_up)
    assert _became(made_up) is None
    old = next(id_ for id_, records in first.items() if len(records) == 2)
    decision = made_up.decide(*first[old], "different", person="A. Sample")
    made_up.run()
    second, became = _people(made_up), _became(made_up)
    split = next(change for change in became.changes if old in change.before)
    assert (split.kind, split.before) == ("split", (old,))
    assert set(split.after) == {id_ for id_, records in second.items() if set(records) & set(first[old])}
    assert became.n_kept + sum(len(change.before) for change in became.changes) == len(first)
    pages = [p for p in made_up.folder.output.rglob("*linkage.html") if old in p.read_text(encoding="utf-8")]
    assert pages

    made_up.undo(decision.id, person="A. Sample")
    made_up.run()
    assert _people(made_up) == first
    assert any(set(change.before) == set(split.after) and change.after == (old,) for change in _became(made_up).changes)
    for gone in split.after:
        shown = made_up.trace(gone, depth=1)
        assert [step.id for step in shown.steps] == [gone, old]
        assert shown.steps[0].what == "person of an earlier linkage"
        assert "merged since" in shown.steps[0].lines


def test_a_list_that_is_added_leaves_the_ids_of_unchanged_people(made_up):  # R4
    lists = made_up.folder.input / "lists"
    relief = (lists / "relief.csv").read_text(encoding="utf-8")
    (lists / "relief.csv").unlink()
    made_up.run()
    before = _people(made_up)
    (lists / "relief.csv").write_text(relief, encoding="utf-8")
    made_up.run()
    after, became = _people(made_up), _became(made_up)
    assert became.lists == ("north", "relief", "south")
    same = {id_ for id_, records in before.items() if records in after.values()}
    assert same == set(before) & set(after)
    assert became.n_kept == len(same) > 10
    grew = [change for change in became.changes if change.kind == "grew"]
    assert len(grew) > 5
    for change in grew:
        assert set(before[change.before[0]]) < set(after[change.after[0]])
    told = clean(accounted("trace", grew[0].before[0], cwd=made_up.folder.root), 0).stdout
    assert grew[0].after[0] in told
