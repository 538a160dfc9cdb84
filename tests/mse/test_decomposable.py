from decimal import Decimal, localcontext
from itertools import combinations, pairwise

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import gammaln, logsumexp

from accounted.model.errors import UsageError
from accounted.mse import CaptureTable, average_graphs, select_lists
from accounted.mse.decomposable import find_obstacle
from accounted.mse.decomposable_density import log_gamma_ratio, tabulate_steps, weigh_each
from accounted.mse.decomposable_nodes import bound_blocks, split_blocks, sum_blocks
from accounted.mse.graph_walk import lay_walk

BERNOULLI = [Decimal(a) / b for a, b in ((1, 6), (-1, 30), (1, 42), (-1, 30), (5, 66), (-691, 2730), (7, 6))]
PI = Decimal("3.14159265358979323846264338327950288419716939937510582097494459")
QUANTILES = np.array([0.5, 0.025, 0.975])

# R's dga (delta = 2^-L, Nmissing = 1 … 30 n), measured 2026-11-23: median, 2.5 % and 97.5 %.
DGA = {
    "australia_4lists": (2253, 1189, 7309),
    "hiv_rome_4lists": (11220, 9403, 14096),
    "korea_palembang": (163, 127, 468),
    "lesbian_allegheny_4lists": (5131, 4635, 5750),
    "madigan_york_5lists": (618, 590, 656),
    "netherlands_5lists": (50386, 41666, 203387),
    "new_orleans_5lists": (847, 529, 1590),
    "scotland_pwid_4lists": (32786, 26140, 40497),
    "spina_bifida_3lists": (731, 694, 787),
    "uk_2013_5lists": (22991, 10387, 33509),
    "western_us_5lists": (2133, 1343, 3871),
}


def average_by_hand(table, m, declared=(), delta=None):
    """Posterior weights of all graphs (rows) at all m, from the textbook: every set of edges is tried by networkx."""
    n_lists, n = len(table.lists), table.n_observed
    delta = 2.0**-n_lists if delta is None else delta
    marginals = {}

    def weigh(lists):
        key = frozenset(lists)
        if key not in marginals:
            alpha = delta * 2.0 ** (n_lists - len(key))
            cells = {}
            for history, count in table.cells:
                where = tuple(history[j] for j in sorted(key))
                cells[where] = cells.get(where, 0) + count
            zero = cells.pop((0,) * len(key), 0)
            seen = sum(gammaln(c + alpha) - gammaln(alpha) for c in cells.values())
            marginals[key] = seen + gammaln(zero + m + alpha) - gammaln(alpha)
        return marginals[key]

    free = [pair for pair in combinations(range(n_lists), 2) if pair not in declared]
    found = {}
    for choice in range(2 ** len(free)):
        edges = (*declared, *(pair for bit, pair in enumerate(free) if choice >> bit & 1))
        net = nx.Graph(edges)
        net.add_nodes_from(range(n_lists))
        if not nx.is_chordal(net):
            continue
        cliques = [frozenset(c) for c in nx.find_cliques(net)]
        shared = nx.Graph()
        shared.add_nodes_from(range(len(cliques)))
        for a, b in combinations(range(len(cliques)), 2):
            shared.add_edge(a, b, weight=len(cliques[a] & cliques[b]))
        value = gammaln(n + m + 1) - gammaln(m + 1) - np.log(n + m) - weigh(())
        value = value + sum(weigh(c) for c in cliques)
        value = value - sum(weigh(cliques[a] & cliques[b]) for a, b in nx.maximum_spanning_edges(shared, data=False))
        found[tuple(sorted(edges))] = value
    log_f = np.array(list(found.values()))
    return list(found), np.exp(log_f - logsumexp(log_f))


def unfold(answer):
    """Weight of each whole number; only where every block is one."""
    assert (np.diff(answer.nodes) == 1).all()
    return answer.weights


def read_edges(graph, table):
    return tuple(sorted((table.lists.index(a), table.lists.index(b)) for a, b in graph.edges))


@pytest.mark.parametrize("name", DGA)
def test_agrees_with_dga_over_its_range(read_shared, name):
    table = read_shared(name)
    answer = average_graphs(table, first=1, last=30 * table.n_observed)
    assert answer.quantiles(QUANTILES) == pytest.approx(DGA[name], rel=0.002)


def test_kosovo_agrees_with_dga_over_the_full_range(kosovo):
    answer = average_graphs(kosovo)
    assert answer.quantiles(QUANTILES) == pytest.approx((12594, 9826, 16545), rel=0.002)
    assert answer.n_graphs == 61
    assert answer.saturated < 1e-4
    assert answer.truncated < 1e-9


def test_wide_steps_sum_like_single_steps(velmar):
    # The same formulas, summed over every whole number.
    last = 20_000
    graphs, weights = average_by_hand(velmar, np.arange(last + 1))
    answer = average_graphs(velmar, last=last)
    exact = velmar.n_observed + np.searchsorted(np.cumsum(weights.sum(axis=0)), QUANTILES)
    assert answer.quantiles(QUANTILES) == pytest.approx(exact, abs=1)
    shares = dict(zip(graphs, weights.sum(axis=1), strict=True))
    assert answer.saturated == pytest.approx(shares[(0, 1), (0, 2), (1, 2)], rel=1e-3)
    assert len(answer.top) == 8
    for graph in answer.top:
        assert graph.share == pytest.approx(shares[read_edges(graph, velmar)], rel=1e-3)


def test_six_lists_are_averaged_as_by_hand(draw_independent):
    table = draw_independent(4, 45, [0.25, 0.3, 0.2, 0.3, 0.15, 0.2])
    graphs, weights = average_by_hand(table, np.arange(31))
    answer = average_graphs(table, last=30)
    assert len(graphs) == answer.n_graphs == 18_154
    assert unfold(answer) == pytest.approx(weights.sum(axis=0), rel=1e-6)
    shares = weights.sum(axis=1)
    n_edges = np.bincount([len(edges) for edges in graphs], weights=shares, minlength=16)
    assert answer.by_edges == pytest.approx(n_edges, abs=1e-9)
    for (a, b), share in answer.pairs:
        pair = (table.lists.index(a), table.lists.index(b))
        assert share == pytest.approx(sum(s for e, s in zip(graphs, shares, strict=True) if pair in e), abs=1e-9)
    best = np.sort(shares)[::-1][:10]
    assert [graph.share for graph in answer.top] == pytest.approx(best, rel=1e-6)
    own = weights[graphs.index(read_edges(answer.top[0], table))]
    median = table.n_observed + np.searchsorted(np.cumsum(own / own.sum()), 0.5)
    assert answer.top[0].median == median


def test_seven_lists_are_averaged_as_by_hand(draw_independent):
    # Fourteen of the 21 pairs are declared, so that the rest can be tried one by one.
    free = [(0, 1), (0, 3), (1, 4), (2, 5), (2, 6), (3, 5), (4, 6)]
    drawn = draw_independent(5, 60, [0.25, 0.3, 0.2, 0.3, 0.15, 0.2, 0.25])
    declared = tuple(pair for pair in combinations(range(7), 2) if pair not in free)
    named = [(drawn.lists[a], drawn.lists[b]) for a, b in declared]
    table = CaptureTable.of(drawn.lists, dict(drawn.cells), dependent=named)
    graphs, weights = average_by_hand(table, np.arange(41), declared, delta=0.1)
    answer = average_graphs(table, last=40, delta=0.1)
    assert 1 < len(graphs) == answer.n_graphs
    assert unfold(answer) == pytest.approx(weights.sum(axis=0), rel=1e-9)
    without = np.array([len(edges) < 21 for edges in graphs])
    assert answer.saturated == pytest.approx(weights[~without].sum(), rel=1e-9)
    alone = weights[without].sum(axis=0)
    assert unfold(answer.unsaturated) == pytest.approx(alone / alone.sum(), rel=1e-9)


@pytest.mark.parametrize("name", ["netherlands_6lists", "uk_2013_6lists"])
def test_six_published_lists_leave_nothing_out(read_shared, name):
    table = read_shared(name)
    answer = average_graphs(table)
    lower, upper = answer.quantiles(QUANTILES[1:])
    assert answer.n_graphs == 18_154
    assert answer.dropped < 1e-11
    assert table.n_observed < lower < upper < 30 * table.n_observed


def test_dropped_graphs_do_not_show(read_shared, monkeypatch):
    table = read_shared("uk_2013_6lists")
    answer = average_graphs(table)
    monkeypatch.setattr("accounted.mse.decomposable_search._NEGLIGIBLE_GRAPHS", 0.0)
    full = average_graphs(table)
    assert answer.dropped > full.dropped == 0.0
    assert answer.weights == pytest.approx(full.weights, abs=1e-12)


@given(
    st.lists(st.integers(0, 3000), min_size=15, max_size=15).filter(any),
    st.floats(0.001, 2.0),
    st.integers(0, 500),
    st.integers(2, 4000),
    st.integers(0, 10**6),
)
@settings(deadline=None, max_examples=50)
def test_no_block_holds_more_than_its_bound(counts, delta, first, width, seed):
    cells = {tuple(h >> j & 1 for j in range(4)): n for h, n in zip(range(1, 16), counts, strict=True)}
    table = CaptureTable.of("ABCD", cells)
    walk, steps = lay_walk(4), tabulate_steps(table, delta)
    every = np.arange(first, first + width + 1)
    log_f = weigh_each(steps, walk, every)
    cut = np.unique(np.append(np.random.default_rng(seed).integers(0, width, 3), [0, width]))
    for rows in (log_f, logsumexp(log_f, axis=0)[None]):
        for row in rows:
            bounds, _ = bound_blocks(row[cut], every[cut], table.n_observed)
            held = [logsumexp(row[a : b + 1]) for a, b in pairwise(cut)]
            assert (bounds >= np.array(held) - 1e-9).all()


@given(st.floats(0.01, 1e14), st.floats(0.01, 1e6))
def test_ratios_of_gammas_obey_their_recurrence(x, delta):
    # Γ(x + 1) / Γ(x) = x, and the ratio of a pair is minus that of the pair turned round.
    p, q = np.array([x + 1.0, x + delta]), np.array([x, x])
    ratio = log_gamma_ratio(p, q)
    assert ratio[0] == pytest.approx(np.log(p[0] - 1.0) if x >= 1.0 else np.log(x), rel=1e-12, abs=1e-11)
    assert ratio == pytest.approx(-log_gamma_ratio(q, p), rel=1e-9, abs=1e-9)


def find_log_gamma(x):
    """Stirling's series in 50 digits."""
    whole = Decimal(0)
    while x < 100:
        whole, x = whole - x.ln(), x + 1
    series = sum(b / (2 * k * (2 * k - 1) * x ** (2 * k - 1)) for k, b in enumerate(BERNOULLI, start=1))
    return whole + (x - Decimal("0.5")) * x.ln() - x + (2 * PI).ln() / 2 + series


@pytest.mark.parametrize(("times", "within"), [(1, 1e-10), (230, 1e-8)])
def test_the_log_density_is_right_to_many_digits(kosovo, times, within):
    table = CaptureTable.of(kosovo.lists, {history: times * count for history, count in kosovo.cells})
    m, delta, n = [0, 100, 8_000, 40_000_000], Decimal(1) / 16, table.n_observed
    own = weigh_each(tabulate_steps(table, float(delta)), lay_walk(4), np.array(m))
    saturated = own[lay_walk(4).edges.tolist().index(63)]
    with localcontext() as context:
        context.prec = 50
        cells = sum(
            find_log_gamma(c + delta) - find_log_gamma(delta) - find_log_gamma(Decimal(c + 1)) for _, c in table.cells
        )
        for k, value in zip(m, saturated, strict=True):
            exact = cells + find_log_gamma(k + delta) - find_log_gamma(delta) - find_log_gamma(Decimal(k + 1))
            # With δ 2^L = 1 the gammas of N cancel.
            exact -= Decimal(n + k).ln()
            assert float(exact) == pytest.approx(value, rel=0, abs=within)


@given(st.lists(st.integers(1, 10**9), min_size=1, max_size=6), st.integers(0, 10**6), st.integers(1, 10**9))
def test_splitting_keeps_nodes_and_order(widths, first, n):
    nodes = first + np.cumsum([0, *widths])
    fine = split_blocks(nodes, np.arange(len(widths)) % 5 + 1, n)
    assert (np.diff(fine) > 0).all()
    assert np.isin(nodes, fine).all()
    assert (fine[0], fine[-1]) == (nodes[0], nodes[-1])
    assert np.exp(sum_blocks(np.zeros(len(fine)), fine)).sum() == pytest.approx(nodes[-1] - nodes[0])


def test_a_large_prior_favours_many_edges(read_shared):
    table = read_shared("netherlands_5lists")
    answers = [average_graphs(table, delta=delta) for delta in (1 / 32, 0.1, 0.5)]
    edges = [sum(k * share for k, share in enumerate(answer.by_edges)) for answer in answers]
    assert edges == sorted(edges)
    assert answers[0].saturated < 1e-6
    assert answers[2].saturated > 0.99


def test_a_short_range_is_detected(velmar):
    assert average_graphs(velmar, last=150).truncated > 0.05
    assert average_graphs(velmar).truncated < 1e-3


def test_a_million_people_put_their_weight_on_the_saturated_graph():
    # Dependence of every order at a size where it cannot be chance.
    counts = {(1, 0, 0): 400_000, (0, 1, 0): 300_000, (0, 0, 1): 200_000, (1, 1, 0): 90_000, (1, 0, 1): 5_000}
    counts |= {(0, 1, 1): 70_000, (1, 1, 1): 60_000}
    table = CaptureTable.of("ABC", counts)
    answer = average_graphs(table)
    assert answer.saturated > 0.99
    assert answer.top[0].edges == (("A", "B"), ("A", "C"), ("B", "C"))
    assert answer.quantiles(QUANTILES)[0] < table.n_observed * 1.01
    # The other graphs still have an answer of their own, with what little they hold.
    rest = answer.unsaturated
    assert rest.share < 1e-100
    assert rest.saturated == 0.0
    assert rest.unsaturated is None
    assert rest.weights.sum() == pytest.approx(1.0)
    assert rest.quantiles(QUANTILES)[1] > table.n_observed * 1.05
    assert sum(graph.share for graph in rest.top) == pytest.approx(1.0)


def test_whole_and_parts_agree(velmar):
    answer = average_graphs(velmar)
    rest = answer.unsaturated
    assert rest.share == pytest.approx(1.0 - answer.saturated)
    assert rest.n_graphs == answer.n_graphs - 1
    assert sum(answer.by_edges) == pytest.approx(1.0)
    assert answer.by_edges[3] == pytest.approx(answer.saturated)
    assert answer.by_edges[1] == pytest.approx(rest.by_edges[1] * rest.share)
    assert rest.by_edges[3] == 0.0
    joined = sum(share for _, share in answer.pairs)
    assert joined == pytest.approx(sum(k * share for k, share in enumerate(answer.by_edges)))
    assert [g.share for g in answer.top] == sorted((g.share for g in answer.top), reverse=True)
    assert all(g.lower <= g.median <= g.upper for g in answer.top)
    own = next(g for g in answer.top if len(g.edges) == 3)
    assert own.share == pytest.approx(answer.saturated)
    # The whole is the mixture of the saturated graph and the rest.
    half = np.array([0.5])
    assert (
        min(own.median, rest.quantiles(half)[0])
        <= answer.quantiles(half)[0]
        <= max(own.median, rest.quantiles(half)[0])
    )


def test_declared_dependence_leaves_the_other_graphs_as_they_were(velmar):
    declared = CaptureTable.of(velmar.lists, dict(velmar.cells), dependent=[("Cato", "Almen")])
    free, bound = average_graphs(velmar), average_graphs(declared)
    assert bound.n_graphs == 4
    assert dict(bound.pairs)["Almen", "Cato"] == pytest.approx(1.0)
    before = {g.edges: g for g in free.top if ("Almen", "Cato") in g.edges}
    whole = sum(g.share for g in before.values())
    assert {g.edges for g in bound.top} == set(before)
    for graph in bound.top:
        assert graph.share == pytest.approx(before[graph.edges].share / whole, rel=1e-4)
        assert graph.median == before[graph.edges].median


def test_when_every_pair_is_declared_only_the_saturated_graph_is_left(velmar):
    table = CaptureTable.of(velmar.lists, dict(velmar.cells), dependent=list(combinations(velmar.lists, 2)))
    answer = average_graphs(table)
    assert (answer.n_graphs, answer.saturated, answer.unsaturated) == (1, 1.0, None)
    assert answer.weights.sum() == pytest.approx(1.0)
    assert np.isfinite(answer.quantiles(QUANTILES)).all()


def test_impossible_histories_are_refused(velmar):
    cells = {history: n for history, n in velmar.cells if history != (1, 1, 0)}
    table = CaptureTable.of(velmar.lists, cells, impossible=[(1, 1, 0)])
    assert "impossible" in find_obstacle(table)
    with pytest.raises(UsageError, match="1 is declared impossible"):
        average_graphs(table)
    assert find_obstacle(velmar) == ""


def test_covers_the_truth_on_independent_lists(draw_independent):
    covered = 0
    for seed in range(100):
        lower, upper = average_graphs(draw_independent(seed, 500, [0.3, 0.25, 0.2])).quantiles(QUANTILES[1:])
        covered += lower <= 500 <= upper
    assert 88 <= covered <= 100


def test_covers_the_truth_on_six_lists(draw_independent):
    covered = 0
    for seed in range(30):
        table = draw_independent(seed, 2_000, [0.1, 0.15, 0.12, 0.08, 0.2, 0.1])
        lower, upper = average_graphs(table).quantiles(QUANTILES[1:])
        covered += lower <= 2_000 <= upper
    assert 25 <= covered <= 30


@pytest.mark.parametrize("seed", range(5))
def test_an_independent_list_more_hardly_moves_the_answer(draw_independent, seed):
    six = draw_independent(seed, 20_000, [0.3, 0.35, 0.25, 0.3, 0.2, 0.3])
    five = select_lists(six, "ABCDE")
    more, less = average_graphs(six), average_graphs(five)
    assert more.quantiles(QUANTILES)[0] == pytest.approx(less.quantiles(QUANTILES)[0], rel=0.02)
    width, before = np.diff(more.quantiles(QUANTILES[1:]))[0], np.diff(less.quantiles(QUANTILES[1:]))[0]
    assert width < before
    assert max(share for pair, share in more.pairs if "F" in pair) < 0.5


def test_two_lists_rest_on_independence_or_say_nothing():
    answer = average_graphs(CaptureTable.of("AB", {(1, 0): 100, (0, 1): 90, (1, 1): 60}))
    assert answer.n_graphs == 2
    assert [g.edges for g in answer.unsaturated.top] == [()]
    # Chapman's estimate of the same table is 396.
    assert answer.unsaturated.quantiles(QUANTILES)[0] == pytest.approx(400, rel=0.02)


@settings(deadline=None, max_examples=30)
@given(st.lists(st.integers(0, 60), min_size=7, max_size=7).filter(any), st.permutations(range(3)))
def test_the_order_of_lists_does_not_matter(counts, order):
    cells = {tuple(h >> j & 1 for j in range(3)): n for h, n in zip(range(1, 8), counts, strict=True)}
    turned = {tuple(history[j] for j in order): n for history, n in cells.items()}
    one, other = average_graphs(CaptureTable.of("ABC", cells)), average_graphs(CaptureTable.of("ABC", turned))
    assert one.quantiles(QUANTILES) == pytest.approx(other.quantiles(QUANTILES), abs=1)
    assert np.isfinite(one.weights).all()
    assert 0.0 <= one.truncated <= 1.0


@settings(deadline=None, max_examples=10)
@given(st.dictionaries(st.integers(1, 63), st.integers(1, 400), min_size=1, max_size=40), st.permutations(range(6)))
def test_the_order_of_six_lists_does_not_matter(counts, order):
    # The sums are the same, added in another order: every weight agrees, and so do the graphs.
    cells = {tuple(h >> j & 1 for j in range(6)): n for h, n in counts.items()}
    turned = {tuple(history[j] for j in order): n for history, n in cells.items()}
    one = average_graphs(CaptureTable.of("ABCDEF", cells))
    other = average_graphs(CaptureTable.of(["ABCDEF"[j] for j in order], turned))
    assert one.quantiles(QUANTILES) == pytest.approx(other.quantiles(QUANTILES), abs=1)
    assert one.by_edges == pytest.approx(other.by_edges, abs=1e-9)
    pairs = {frozenset(pair): share for pair, share in other.pairs}
    assert [share for _, share in one.pairs] == pytest.approx([pairs[frozenset(p)] for p, _ in one.pairs], abs=1e-9)
    assert sum(one.by_edges) == pytest.approx(1.0)


@pytest.mark.parametrize("n_lists", [3, 7])
def test_nine_digits_of_people_are_still_people(n_lists):
    counts = {tuple(int(i == j) for i in range(n_lists)): 10**8 + j for j in range(n_lists)}
    counts[(1,) * n_lists] = 10**7
    table = CaptureTable.of("ABCDEFG"[:n_lists], counts)
    answer = average_graphs(table)
    assert np.isfinite(answer.weights).all()
    assert (answer.quantiles(QUANTILES) >= table.n_observed).all()
    assert len(answer.nodes) < 50_000


def test_draws_are_quantiles(kosovo):
    answer = average_graphs(kosovo)
    draws = answer.spread_draws(1001)
    assert (np.diff(draws) >= 0).all()
    assert draws[500] == answer.quantiles(np.array([0.5]))[0]
    assert draws[0] >= kosovo.n_observed


def test_one_person_is_no_reason_to_fail():
    answer = average_graphs(CaptureTable.of("ABC", {(1, 0, 0): 1}))
    assert np.isfinite(answer.quantiles(QUANTILES)).all()


@pytest.mark.parametrize(
    "options", [{"delta": 0.0}, {"delta": float("nan")}, {"first": 5, "last": 5}, {"first": -1}, {"last": 10**16}]
)
def test_impossible_options_are_refused(velmar, options):
    with pytest.raises(UsageError):
        average_graphs(velmar, **options)


@pytest.mark.parametrize(
    ("table", "why"),
    [
        (CaptureTable.of("A", {(1,): 3}), "2 to 7 lists, not 1"),
        (CaptureTable.of("ABCDEFGH", {(1,) * 8: 3}), "2 to 7 lists, not 8.*merge lists"),
        (CaptureTable.of("AB", {}), "nobody is in the table"),
        (CaptureTable.of("AB", {(1, 0): 10**10, (0, 1): 1}), "more than 10¹⁰ people"),
    ],
)
def test_tables_that_cannot_be_averaged_are_refused(table, why):
    with pytest.raises(UsageError) as error:
        average_graphs(table)
    assert error.match(why.split(".*")[0])
    assert all(part in str(error.value) for part in why.split(".*"))
