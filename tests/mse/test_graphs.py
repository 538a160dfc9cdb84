from itertools import combinations

import networkx as nx
import pytest

from accounted.model.errors import UsageError
from accounted.mse import list_decomposable_graphs


@pytest.mark.parametrize(("n_lists", "n_graphs"), [(1, 1), (2, 2), (3, 8), (4, 61), (5, 822)])
def test_counts_of_decomposable_graphs_are_the_known_ones(n_lists, n_graphs):
    # Numbers of labelled chordal graphs; the next test counts those on four lists independently.
    assert len(list_decomposable_graphs(n_lists)) == n_graphs


def test_the_graphs_are_exactly_the_chordal_ones():
    pairs = list(combinations(range(4), 2))
    chordal = set()
    for choice in range(2 ** len(pairs)):
        edges = tuple(p for b, p in enumerate(pairs) if choice >> b & 1)
        graph = nx.Graph(edges)
        graph.add_nodes_from(range(4))
        if nx.is_chordal(graph):
            chordal.add(edges)
    assert {g.edges for g in list_decomposable_graphs(4)} == chordal


def test_terms_are_cliques_and_separators():
    for graph in list_decomposable_graphs(5):
        net = nx.Graph(graph.edges)
        net.add_nodes_from(range(5))
        cliques = {sum(1 << v for v in c) for c in nx.find_cliques(net)}
        assert {mask for mask, power in graph.terms if power > 0} == cliques
        assert sum(power for _, power in graph.terms) == 0
        # Every list is counted once: what cliques hold twice, separators take away.
        for v in range(5):
            assert sum(power for mask, power in graph.terms if mask >> v & 1) == 1


@pytest.mark.parametrize("n_lists", [0, 6])
def test_too_many_or_no_lists_are_refused(n_lists):
    with pytest.raises(UsageError, match="1 to 5 lists"):
        list_decomposable_graphs(n_lists)
