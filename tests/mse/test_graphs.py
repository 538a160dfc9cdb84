from itertools import combinations

import networkx as nx
import numpy as np
import pytest

from accounted.model.errors import UsageError
from accounted.mse import list_decomposable_graphs
from accounted.mse.graph_walk import join_all, lay_walk, prune_walk
from accounted.mse.graphs import name_edges

# Labelled chordal graphs, OEIS A058862.
KNOWN_COUNTS = {1: 1, 2: 2, 3: 8, 4: 61, 5: 822, 6: 18_154, 7: 617_675}


def draw_net(edges, n_lists):
    net = nx.Graph(edges)
    net.add_nodes_from(range(n_lists))
    return net


@pytest.mark.parametrize(("n_lists", "n_graphs"), KNOWN_COUNTS.items())
def test_counts_of_decomposable_graphs_are_the_known_ones(n_lists, n_graphs):
    walk = lay_walk(n_lists)
    assert walk.n_graphs == n_graphs
    assert len(np.unique(walk.edges)) == n_graphs
    assert walk.edges.max() == join_all(n_lists)


@pytest.mark.parametrize("n_lists", [4, 5])
def test_the_graphs_are_exactly_the_chordal_ones(n_lists):
    pairs = list(combinations(range(n_lists), 2))
    chordal = set()
    for choice in range(2 ** len(pairs)):
        edges = tuple(p for b, p in enumerate(pairs) if choice >> b & 1)
        if nx.is_chordal(draw_net(edges, n_lists)):
            chordal.add(edges)
    assert {g.edges for g in list_decomposable_graphs(n_lists)} == chordal


def test_graphs_on_seven_lists_are_chordal():
    # With their number right and none twice, a sample of them being chordal leaves no room for others.
    for mask in np.random.default_rng(7).choice(lay_walk(7).edges, 300).tolist():
        assert nx.is_chordal(draw_net(name_edges(mask, 7), 7))


@pytest.mark.parametrize("n_lists", [5, 6])
def test_terms_are_cliques_and_separators(n_lists):
    graphs = list_decomposable_graphs(n_lists)
    for graph in graphs[:: len(graphs) // 800]:
        cliques = {sum(1 << v for v in c) for c in nx.find_cliques(draw_net(graph.edges, n_lists))}
        assert {mask for mask, power in graph.terms if power > 0} == cliques
        assert sum(power for _, power in graph.terms) == 0
        # Every list is counted once: what cliques hold twice, separators take away.
        for v in range(n_lists):
            assert sum(power for mask, power in graph.terms if mask >> v & 1) == 1


def test_the_saturated_graph_comes_last():
    assert [g.is_saturated(4) for g in list_decomposable_graphs(4)] == [False] * 60 + [True]


def test_pruning_keeps_what_is_asked_for_and_no_step_more():
    walk = lay_walk(6)
    keep = np.random.default_rng(3).random(walk.n_graphs) < 0.01
    pruned = prune_walk(walk, keep)
    assert pruned.edges.tolist() == walk.edges[keep].tolist()
    assert np.count_nonzero(pruned.depth == 6) == keep.sum()
    # Every step is followed by a deeper one until a graph is whole.
    assert all(after == before + 1 for before, after in zip(pruned.depth, pruned.depth[1:], strict=False) if before < 6)
    assert prune_walk(pruned, np.ones(pruned.n_graphs, dtype=bool)).step.tolist() == pruned.step.tolist()


@pytest.mark.parametrize("n_lists", [0, 7])
def test_too_many_or_no_lists_are_refused(n_lists):
    with pytest.raises(UsageError, match="1 to 6 lists"):
        list_decomposable_graphs(n_lists)
