import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accounted.model.errors import InvalidTable, UsageError
from accounted.mse import CaptureTable, estimate
from accounted.mse.impute import impute_labels

SEEDS = np.random.SeedSequence(3)
HISTORIES = [(1, 0, 0), (0, 1, 0), (0, 0, 1), (1, 1, 0), (1, 0, 1), (0, 1, 1), (1, 1, 1)]


def made(tables, **options):
    return impute_labels(tables, **{"n_draws": 5, "seeds": SEEDS, **options})


def draw_labelled(seed, n_people):
    """Made-up strata whose shares depend on the history, labels missing by history: at random given the pattern."""
    rng = np.random.default_rng(seed)
    history = rng.choice(7, n_people, p=[0.25, 0.2, 0.2, 0.12, 0.1, 0.08, 0.05])
    north = np.array([0.8, 0.3, 0.5, 0.7, 0.6, 0.2, 0.5])
    label = np.where(rng.random(n_people) < north[history], "north", "south")
    missing = rng.random(n_people) < np.array([0.6, 0.05, 0.3, 0.4, 0.1, 0.05, 0.3])[history]
    tables = []
    for name in ("north", "south", "not stated"):
        member = missing if name == "not stated" else (label == name) & ~missing
        counts = np.bincount(history[member], minlength=7)
        tables.append(CaptureTable.of("ABC", dict(zip(HISTORIES, counts.tolist(), strict=True)), name))
    return tables, int((label == "north").sum())


def test_shares_are_recovered_when_labels_are_missing_at_random_given_the_pattern():
    held, errors, naive = [], [], []
    for seed in range(100):
        tables, truth = draw_labelled(seed, 3_000)
        answer = made(tables, n_draws=120, seeds=np.random.SeedSequence(seed))
        draws = [draw[0].n_observed for draw in answer.samples]
        low, high = np.quantile(draws, [0.025, 0.975])
        held.append(low <= truth <= high)
        errors.append(answer.tables[0].n_observed / truth - 1)
        stated = tables[0].n_observed / (tables[0].n_observed + tables[1].n_observed)
        naive.append(stated * 3_000 / truth - 1)
    assert 0.89 <= np.mean(held) <= 0.99
    assert abs(np.mean(errors)) < 0.01
    assert abs(np.mean(naive)) > 0.05  # leaving the missing out, or sharing them out evenly, is wrong


def test_thin_histories_lean_on_histories_like_them():
    def table(label, singles, triple):
        return CaptureTable.of("ABC", {(1, 0, 0): singles, (0, 1, 0): singles, (0, 0, 1): 0, (1, 1, 1): triple}, label)

    missing = CaptureTable.of("ABC", {(0, 0, 1): 400}, "not stated")
    answer = made([table("north", 900, 50), table("south", 100, 950), missing], n_draws=50)
    north = [dict(draw[0].cells).get((0, 0, 1), 0) for draw in answer.samples]
    assert np.mean(north) > 300  # like the other histories with one list, unlike the triple
    assert np.std(north) > np.sqrt(400 * 0.9 * 0.1)  # wider than if the share were known


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_totals_are_preserved_in_every_draw(data):
    counts = st.fixed_dictionaries({h: st.integers(0, 30) for h in HISTORIES})
    tables = [CaptureTable.of("ABC", data.draw(counts), name) for name in ("a", "b", "c", "not stated")]
    if not any(t.cells for t in tables[:3]):
        return
    answer = made(tables, allow_above=["stratum"])
    want = {h: sum(dict(t.cells).get(h, 0) for t in tables) for h in HISTORIES}
    for draw in (answer.tables, *answer.samples):
        assert [t.stratum for t in draw] == ["a", "b", "c"]
        assert {h: sum(dict(t.cells).get(h, 0) for t in draw) for h in HISTORIES} == want
        for before, after in zip(tables, draw, strict=False):  # nobody who states a label loses it
            assert all(dict(after.cells).get(h, 0) >= n for h, n in before.cells)
    assert len(answer.samples) == (5 if tables[3].cells else 0)


def test_the_same_seed_gives_the_same_draws_whatever_the_order():  # R33, P17
    tables, _ = draw_labelled(1, 500)
    first = made(tables)
    assert made(tables) == first
    assert made(tables, seeds=np.random.SeedSequence(4)).samples != first.samples
    turned = made([tables[2], tables[1], tables[0]])
    assert [tuple(reversed(draw)) for draw in turned.samples] == list(first.samples)
    backwards = [CaptureTable.of("CBA", {h[::-1]: n for h, n in t.cells}, t.stratum) for t in tables]
    assert [[t.n_observed for t in d] for d in made(backwards).samples] == [
        [t.n_observed for t in d] for d in first.samples
    ]


def test_more_than_forty_percent_missing_is_refused_unless_allowed_by_name():
    tables = [CaptureTable.of("AB", {(1, 0): n, (1, 1): n}, s) for s, n in (("a", 20), ("b", 10), ("not stated", 30))]
    with pytest.raises(UsageError, match="district is not stated for 50 %") as caught:
        made(tables, columns=["district"])
    assert "'district' in `allow_above`" in str(caught.value)
    assert made(tables, columns=["district"], allow_above=["district"]).missing == (("district", 0.5),)


def test_exactly_forty_percent_passes():
    tables = [CaptureTable.of("AB", {(1, 0): n}, s) for s, n in (("a", 40), ("b", 20), ("not stated", 40))]
    assert made(tables).missing == (("stratum", 0.4),)


def test_what_is_stated_of_several_columns_is_kept():
    def table(year, sex, n):
        return CaptureTable.of("AB", {(1, 0): n, (1, 1): n}, f"year: {year}, sex: {sex}")

    tables = [table(1999, "f", 10), table(1999, "m", 30), table(2000, "f", 40), table(2000, "stated differently", 3)]
    tables += [table(1999, "not stated", 6), table("not stated", "f", 5), table(2001, "not stated", 2)]
    answer = made(tables, columns=["year", "sex"], n_draws=20)
    labels = [t.stratum for t in answer.tables]
    assert labels == [t.stratum for t in tables[:4]] + ["year: 2001, sex: not stated"]
    assert any("4 people of 'year: 2001, sex: not stated' keep" in w for w in answer.warnings)
    for draw in answer.samples:
        n = {t.stratum: t.n_observed for t in draw}
        assert n["year: 1999, sex: m"] <= 60 + 12
        assert n["year: 1999, sex: f"] + n["year: 1999, sex: m"] >= 80 + 12
        assert n["year: 2000, sex: stated differently"] == 6
        assert sum(n.values()) == sum(t.n_observed for t in tables)
    assert [column for column, _ in answer.missing] == ["year", "sex"]


def test_impossible_histories_receive_nobody():
    north = CaptureTable.of("AB", {(1, 0): 50, (0, 1): 30}, "north", impossible=[(1, 1)], dependent=[("A", "B")])
    south = CaptureTable.of("AB", {(1, 0): 50, (1, 1): 5}, "south")
    missing = CaptureTable.of("AB", {(1, 0): 10, (1, 1): 10}, "not stated")
    answer = made([north, south, missing], n_draws=20)
    for first, second in (answer.tables, *answer.samples):
        assert (first.impossible, first.dependent) == (north.impossible, north.dependent)
        assert dict(second.cells)[1, 1] == 15
    shut = CaptureTable.of("AB", {(1, 0): 50}, "south", impossible=[(1, 1)])
    with pytest.raises(InvalidTable, match="possible in none of the strata"):
        made([north, shut, missing])


def test_labels_are_imputed_once_in_every_sampled_linkage():
    tables, _ = draw_labelled(2, 400)
    rng = np.random.default_rng(9)
    samples = []
    for _ in range(6):  # made-up linkages: in each, some people on A and B only turn out to be two
        sample = []
        for table in tables:
            cells = dict(table.cells)
            split = int(rng.integers(0, cells.get((1, 1, 0), 0) + 1))
            for history, n in (((1, 1, 0), -split), ((1, 0, 0), split), ((0, 1, 0), split)):
                cells[history] = cells.get(history, 0) + n
            sample.append(CaptureTable.of("ABC", cells, table.stratum))
        samples.append(sample)
    answer = made(tables, n_draws=None, samples=samples)
    assert len(answer.samples) == 6
    for before, after in zip(samples, answer.samples, strict=True):
        assert [t.stratum for t in after] == ["north", "south"]
        assert sum(t.n_observed for t in after) == sum(t.n_observed for t in before)
        assert all(a.n_observed >= b.n_observed for a, b in zip(after, before, strict=False))
    turned = [list(reversed(sample)) for sample in samples]
    assert made(tables, n_draws=None, samples=turned).samples == answer.samples
    with pytest.raises(UsageError, match="one draw per sampled linkage"):
        made(tables, samples=samples)
    with pytest.raises(UsageError, match="draw 1: a sampled linkage has other strata"):
        made(tables, n_draws=None, samples=[tables[:2]])


def test_nothing_missing_changes_nothing():
    tables = [CaptureTable.of("AB", {(1, 0): 4, (1, 1): 2}, s) for s in ("a", "b")]
    answer = made(tables)
    assert answer.tables == tuple(tables)
    assert answer.samples == ()
    assert answer.assumption == ""


def test_single_people_do_not_all_go_to_the_largest_stratum():
    a = CaptureTable.of("ABC", dict.fromkeys(HISTORIES, 60), "a")
    b = CaptureTable.of("ABC", dict.fromkeys(HISTORIES, 40), "b")
    missing = CaptureTable.of("ABC", dict.fromkeys(HISTORIES, 1), "not stated")
    assert [t.n_observed for t in made([a, b, missing]).tables] in ([424, 283], [425, 282])


def test_the_answer_goes_into_estimation(velmar):
    def share(label, k):
        return CaptureTable.of(velmar.lists, {h: n * k for h, n in velmar.cells}, label)

    answer = made([share("north", 2), share("south", 1), share("not stated", 1)], n_draws=4)
    result = estimate(answer.tables, samples=answer.samples, models=("dga",))
    assert [s.stratum for s in result.strata] == ["north", "south"]
    assert result.total is not None
    assert result.total.n_observed == 4 * velmar.n_observed


@pytest.mark.parametrize(
    ("tables", "options", "error", "words"),
    [
        ([], {}, UsageError, "no capture table"),
        ([("a", 1)], {"n_draws": 0}, UsageError, "too few"),
        ([("a", 1)], {"allow_above": ["sex"]}, UsageError, "'sex' does not split"),
        ([("a", 1)], {"columns": ["year", "year"]}, UsageError, "different names"),
        ([("a", 1), ("a", 1)], {}, InvalidTable, "same stratum"),
        ([("not stated", 1)], {}, InvalidTable, "nobody states stratum"),
        ([("a", 0)], {}, InvalidTable, "nobody is on any list"),
        ([("a", 1)], {"columns": ["year", "sex"]}, InvalidTable, "'a' does not fit the columns"),
        ([("year: 1, sex: 2, sex: 3", 1)], {"columns": ["year", "sex"]}, InvalidTable, "does not fit"),
    ],
)
def test_bad_input_is_said_in_words(tables, options, error, words):
    with pytest.raises(error) as caught:
        made([CaptureTable.of("AB", {(1, 0): n}, label) for label, n in tables], **options)
    assert words in str(caught.value)


def test_strata_of_other_lists_are_refused():
    with pytest.raises(InvalidTable, match="same lists"):
        made([CaptureTable.of("AB", {(1, 0): 1}, "a"), CaptureTable.of("AC", {(1, 0): 1}, "not stated")])
