from __future__ import annotations

import networkx as nx
from hypothesis import given, settings
from hypothesis import strategies as st

from accounted.linkage.clustering import Constraints, Links, cluster_records, components, merge_decided

N = 9
PAIRS = [(a, b) for a in range(N) for b in range(a + 1, N)]
some_pairs = st.lists(st.sampled_from(PAIRS), unique=True, max_size=20)
some_links = st.dictionaries(st.sampled_from(PAIRS), st.floats(-9, 40), max_size=30).map(
    lambda weights: [(a, b, round(w, 3)) for (a, b), w in sorted(weights.items())]
)
some_lists = st.lists(st.integers(-1, 3), min_size=N, max_size=N)


def _together(groups, a, b):
    return any(a in group and b in group for group in groups)


@given(some_pairs)
def test_components_are_those_of_networkx(pairs):
    graph = nx.Graph(pairs)
    graph.add_nodes_from(range(N))
    assert components(N, pairs) == sorted(sorted(c) for c in nx.connected_components(graph))


@given(st.lists(st.integers(0, 3), min_size=N, max_size=N))
def test_without_constraints_full_groups_are_the_components_of_networkx(group_of):
    links = [(a, b, 8.0) for a, b in PAIRS if group_of[a] == group_of[b]]
    graph = nx.Graph([(a, b) for a, b, _ in links])
    graph.add_nodes_from(range(N))
    found = cluster_records(N, Links.of(links), Constraints([-1] * N))
    assert found == sorted(sorted(c) for c in nx.connected_components(graph))


@settings(max_examples=200)
@given(some_links, some_lists, some_pairs, some_pairs)
def test_a_partition_that_never_breaks_a_constraint(links, lists, same, different):
    constraints = Constraints(lists, tuple(same), tuple(different))
    groups = cluster_records(N, Links.of(links), constraints)
    assert sorted(r for group in groups for r in group) == list(range(N))
    for group in groups:
        known = [lists[r] for r in group if lists[r] >= 0]
        assert len(known) == len(set(known))
    assert not any(_together(groups, a, b) for a, b in different)
    _, refused = merge_decided(N, constraints)
    assert all(_together(groups, a, b) for a, b in same if (a, b) not in refused)


@given(some_links, some_lists, some_pairs, st.permutations(range(N)))
def test_strangers_added_change_no_cluster(links, lists, different, order):
    """Settling each connected group by itself gives what a larger list with the same group gives."""
    alone = cluster_records(N, Links.of(links), Constraints(lists, different=tuple(different)))
    glued = [*links, *((N + a, N + b, w) for a, b, w in links)]
    both = cluster_records(
        2 * N,
        Links.of([glued[n] for n in sorted(range(len(glued)), key=lambda n: (order[n % N], n))]),
        Constraints([*lists, *lists], different=tuple(different)),
    )
    assert [group for group in both if group[0] < N] == alone


@given(some_pairs, some_pairs)
def test_contradicting_decisions_are_found(same, different):  # R27
    _, refused = merge_decided(N, Constraints([-1] * N, tuple(same), tuple(different)))
    graph = nx.Graph(same)
    contradicted = any(graph.has_node(a) and graph.has_node(b) and nx.has_path(graph, a, b) for a, b in different)
    assert bool(refused) == contradicted


def test_one_weak_link_does_not_glue_strangers():
    strong = [(0, 1, 14.0), (0, 2, 14.0), (1, 2, 14.0), (3, 4, 14.0), (3, 5, 14.0), (4, 5, 14.0)]
    assert cluster_records(6, Links.of([*strong, (2, 3, 11.0)]), Constraints([-1] * 6)) == [[0, 1, 2], [3, 4, 5]]


def test_the_better_of_two_rivals_is_taken():
    found = cluster_records(3, Links.of([(0, 1, 5.0), (0, 2, 9.0)]), Constraints([0, 1, 1]))
    assert found == [[0, 2], [1]]


def test_a_decision_outweighs_the_model():
    constraints = Constraints([-1] * 3, same=((0, 2),), different=((0, 1),))
    assert cluster_records(3, Links.of([(0, 1, 30.0)]), constraints) == [[0, 2], [1]]
