"""Every public call with what it does not take: an error in words or a right answer, never a traceback or a NaN."""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from inspect import signature
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accounted import mse
from accounted.model.capture import CaptureTable, Estimate, NotEstimable
from accounted.model.errors import AccountedError, InvalidTable, UsageError

SEEDS = np.random.SeedSequence(1)
COUNTS = {(1, 0, 0): 41, (0, 1, 0): 36, (0, 0, 1): 30, (1, 1, 0): 9, (1, 0, 1): 11, (0, 1, 1): 8, (1, 1, 1): 3}
THREE = CaptureTable.of("ABC", COUNTS)
FOUR = CaptureTable.of("ABCD", {h: 3 + 11 * (4 - sum(h)) for h in product((0, 1), repeat=4) if any(h)})
BRIEF = mse.AverageOptions(n_populations=2, points=60, least_points=20, most_rounds=1, n_draws=50)
SHORT = mse.SamplerOptions(n_chains=2, sweeps_per_round=100, most_sweeps=100)


def fit(table: CaptureTable, seeds: np.random.SeedSequence) -> np.ndarray:
    return table.n_observed + np.arange(50.0)


def _histories() -> np.ndarray:
    on = (np.random.default_rng(1).random((200, 2)) < 0.5).astype(int)
    return on[on.any(axis=1)]


DRAWS = THREE.n_observed + np.arange(200.0)
ANSWERED = mse.estimate(THREE, models=("dga",))
RUN = mse.sample_latent_class_pairs(THREE, SEEDS, options=BRIEF)
ON = _histories()
ROWS = [
    {"cluster_id": f"c{i}", "list": name, "record_id": f"r{i}{name}", "sex": "mf"[i % 2], "age": i}
    for i in range(20)
    for name in "ABC"
    if (7 * i + 3 * ord(name)) % 5 < 3
]

LABELLED = mse.tables_from_linked([row | {"sex": ""} if row["age"] == 7 else row for row in ROWS], strata=["sex"])
LIST_OF = {row["record_id"]: row["list"] for row in ROWS}
VALUES_OF = {row["record_id"]: (row["sex"],) for row in ROWS}
SAMPLED = [{"draw": 1, **row} for row in ROWS]

# A right call of every public function; each argument is then replaced by what it does not take.
CALLS: Mapping[Callable[..., object], Mapping[str, object]] = {
    mse.as_estimate: {"answer": ANSWERED.strata[0]},
    mse.average_graphs: {"table": THREE, "delta": 0.5, "first": 0, "last": 900},
    mse.check_known_answers: {"table": FOUR, "fit": fit, "seeds": SEEDS, "prob": 0.9, "progress": None},
    mse.check_table: {"table": THREE, "prob": 0.9},
    mse.compare_groups: {"draws_a": DRAWS, "draws_b": 2 * DRAWS, "names": ("a", "b"), "prob": 0.9},
    mse.compare_many: {"draws": np.c_[DRAWS, 2 * DRAWS], "names": "ab", "pairs": [("a", "b")], "prob": 0.9},
    mse.estimate: {
        "tables": THREE, "name": "x", "samples": (), "carries": "the linkage", "assumed": (), "lists": None,
        "models": ("dga",), "beside": (), "priors": (), "pool": True, "compare": (), "keep_draws": False, "seed": 1,
        "prob": 0.9, "progress": None,
    },
    mse.estimate_chao: {"table": THREE, "prob": 0.9},
    mse.estimate_chapman: {"table": mse.select_lists(THREE, "AB"), "prob": 0.9},
    mse.estimate_doubly_robust: {
        "histories": ON, "lists": "AB", "covariates": {"age": list(range(len(ON)))}, "seeds": SEEDS, "pair": None,
        "dependent": (), "stratum": "all", "n_splits": 1, "prob": 0.9,
    },
    mse.estimate_loglinear: {
        "table": THREE, "method": "bic", "prob": 0.9, "seeds": SEEDS, "n_bootstrap": 100, "max_order": 2,
        "progress": None,
    },
    mse.estimate_under_priors: {"run": RUN, "prob": 0.9, "priors": mse.PRIORS[:1]},
    mse.find_departures: {"table": THREE, "known": None, "prob": 0.9},
    mse.find_modes: {"draws": DRAWS, "n_observed": 138, "prob": 0.9},
    mse.find_missing: {"tables": LABELLED, "columns": ["sex"]},
    mse.find_obstacle: {"table": THREE},
    mse.fit_table: {"table": THREE, "fit": fit, "seeds": SEEDS},
    mse.implied_ratio: {"prior": mse.PRIORS[0], "n_lists": 3, "prob": 0.9},
    mse.impute_labels: {
        "tables": LABELLED, "samples": (), "n_draws": 2, "seeds": SEEDS, "columns": ["sex"], "allow_above": ["sex"],
    },
    mse.leave_out_lists: {"table": FOUR, "fit": fit, "seeds": SEEDS, "full": None, "prob": 0.9, "progress": None},
    mse.list_decomposable_graphs: {"n_lists": 3},
    mse.people_from_linked: {"rows": ROWS, "lists": None, "covariates": ["age"], "categories": ()},
    mse.read_capture_table: {"path": "nowhere.csv", "lists": None, "count_column": "count", "strata": ()},
    mse.run_checks: {"table": THREE, "seed": 1, "conclusions": (), "fit": fit, "prob": 0.9, "progress": None},
    mse.sample_latent_class_pairs: {"table": THREE, "seeds": SEEDS, "prior": mse.PRIORS[0], "options": BRIEF},
    mse.sample_latent_classes: {"table": THREE, "seeds": SEEDS, "options": SHORT},
    mse.say_checked: {"found": NotEstimable("all", "no overlap", 3, ("A",), 1)},
    mse.select_lists: {"table": THREE, "lists": None},
    mse.show_imputed: {"found": ANSWERED, "given": {}},
    mse.simultaneous_intervals: {"draws": np.c_[DRAWS, 2 * DRAWS], "names": "ab", "prob": 0.9},
    mse.split_label: {"label": "f", "columns": ["sex"]},
    mse.strata_of_records: {"rows": ROWS, "strata": ["sex"]},
    mse.table_from_linked: {"rows": ROWS, "lists": None, "stratum": "all"},
    mse.tables_from_linked: {"rows": ROWS, "strata": ["sex"], "lists": None},
    mse.tables_from_samples: {
        "rows": SAMPLED, "list_of": LIST_OF, "lists": None, "columns": ["sex"], "values_of": VALUES_OF,
        "strata": ["f", "m"], "homes": None,
    },
    mse.tip_conclusion: {
        "draws": DRAWS, "n_observed": 138, "conclusion": mse.Conclusion("over 900", 900, "over"), "departures": None,
        "prob": 0.9,
    },
    mse.tip_order: {"draws_a": DRAWS, "draws_b": 2 * DRAWS, "n_observed": (138, 138), "names": "ab", "prob": 0.9},
    mse.tipping_factor: {"estimate": ANSWERED.strata[0], "threshold": 900},
    mse.to_json: {"estimates": ANSWERED},
    mse.vary_over_count: {
        "table": THREE, "fit": fit, "seeds": SEEDS, "shares": [0.1], "kind": "not_real", "n_tables": 1, "full": None,
        "prob": 0.9, "progress": None,
    },
    mse.vary_unseen: {
        "draws": DRAWS, "n_observed": 138, "conclusions": (), "departures": None, "factors": (1, 2), "prob": 0.9,
    },
}  # fmt: skip


class Odd:
    """A foreign object, neither a number nor text nor a sequence."""


class Missing:
    """Stands for the missing value of data frames, which cannot even be compared."""

    def __eq__(self, other: object) -> object:
        return self

    __hash__ = object.__hash__

    def __bool__(self) -> bool:
        raise TypeError("boolean value of a missing value is ambiguous")


class Column:
    """Stands for a column of a data frame: `items` as a mapping has, but goes through its values."""

    def __init__(self, values: Mapping[object, object]) -> None:
        self._values = values

    def items(self) -> Iterator[tuple[object, object]]:
        return iter(self._values.items())

    def __iter__(self) -> Iterator[object]:
        return iter(self._values.values())

    def __len__(self) -> int:
        return len(self._values)

    def __bool__(self) -> bool:
        raise ValueError("the truth value of a column is ambiguous")


def _make_bad() -> dict[str, object]:
    """What no argument takes, or few do."""
    return {
        "None": None,
        "NaN": math.nan,
        "infinite": math.inf,
        "below 0": -1,
        "0": 0,
        "not whole": 2.5,
        "enormous": 10**30,
        "beyond floats": 10**400,
        "text": "x",
        "empty text": "",
        "bytes": b"ab",
        "complex": 1j,
        "decimal": Decimal("NaN"),
        "True": True,
        "object": Odd(),
        "missing": Missing(),
        "class": Odd,
        "empty list": [],
        "empty dict": {},
        "list of None": [None],
        "list of NaN": [math.nan],
        "list of text": ["x"],
        "twice the same": ["x", "x"],
        "ragged": [[1, 0], [1]],
        "dict": {"a": 1},
        "generator": (number for number in (1, 2)),
        "column": Column({(1, 0): 1}),
        "array with NaN": np.array([1.0, math.nan]),
        "square": np.ones((2, 2)),
        "cube": np.ones((1, 1, 1)),
        "array of text": np.array(["a"]),
        "array without dimensions": np.array(3.0),
        "whole of NumPy": np.int64(3),
        "NaN of NumPy": np.float64("nan"),
        "hand-made, a list": CaptureTable(["A", "B", "C"], {(1, 0, 0): 4}),  # type: ignore[arg-type]
        "hand-made, NaN": CaptureTable(("A", "B", "C"), (((1, 0, 0), math.nan), ((1, 1, 1), 2))),  # type: ignore[arg-type]
        "hand-made, below 0": CaptureTable(("A", "B", "C"), (((1, 0, 0), -4), ((1, 1, 1), 2))),
        "no lists": CaptureTable.of("", {}),
        "nobody": CaptureTable.of("ABC", {}),
        "one cell": CaptureTable.of("ABC", {(1, 1, 1): 7}),
        "one person": CaptureTable.of("ABC", {(1, 0, 0): 1}),
        "no overlap": CaptureTable.of("ABC", {(1, 0, 0): 7, (0, 1, 0): 5, (0, 0, 1): 4}),
        "one inside": CaptureTable.of("ABC", {(1, 1, 0): 40, (0, 1, 0): 90, (0, 1, 1): 30, (0, 0, 1): 40}),
        "two lists": CaptureTable.of("AB", {(1, 0): 4, (0, 1): 3, (1, 1): 2}),
        "thirty lists": CaptureTable.of(
            [f"L{i}" for i in range(30)], {tuple(int(j <= i < j + 5) for i in range(30)): 5 for j in range(-3, 29, 4)}
        ),
        "more than can live": CaptureTable.of("ABC", {(1, 0, 0): 10**10, (0, 1, 0): 10**10, (1, 1, 1): 2}),
        "the same table twice": [THREE, THREE],
    }


def _holds_nan(value: object, depth: int = 0) -> bool:
    if isinstance(value, float):
        return math.isnan(value)
    if isinstance(value, np.ndarray):
        return value.dtype.kind == "f" and bool(np.isnan(value).any())
    if isinstance(value, Mapping):
        value = list(value.values())
    elif hasattr(value, "__dataclass_fields__"):
        value = [getattr(value, name) for name in value.__dataclass_fields__]
    return depth < 6 and isinstance(value, (list, tuple)) and any(_holds_nan(part, depth + 1) for part in value)


@pytest.mark.parametrize("function", CALLS, ids=lambda function: function.__name__)
def test_every_argument_of_every_call_says_what_it_does_not_take(function):
    right = {name: value for name, value in CALLS[function].items() if name != "progress"}
    wrong = []
    for name in CALLS[function]:
        for label, bad in _make_bad().items():
            try:
                with warnings.catch_warnings():
                    warnings.simplefilter("error")
                    answer = function(**{**right, name: bad})
            except AccountedError as error:
                if not error.mend:
                    wrong.append(f"{name} = {label}: does not say how to mend it: {error}")
            except Exception as error:
                wrong.append(f"{name} = {label}: {error!r}")
            else:
                if _holds_nan(answer):
                    wrong.append(f"{name} = {label}: NaN in the answer")
    assert not wrong, "\n".join(wrong)


def test_every_public_function_is_called():
    functions = {
        name for name in mse.__all__ if callable(getattr(mse, name)) and not isinstance(getattr(mse, name), type)
    }
    assert {function.__name__ for function in CALLS} == functions
    for function, arguments in CALLS.items():
        assert set(arguments) == set(signature(function).parameters), function.__name__


@pytest.mark.parametrize(
    ("function", "arguments", "words"),
    [
        (mse.estimate_chao, {"prob": 95}, "estimate_chao, prob: the probability 95 is not between 0 and 1"),
        (mse.estimate_chao, {"prob": math.nan}, "the probability nan is not between 0 and 1"),
        (mse.estimate, {"tables": COUNTS}, "no capture table. To mend: make one with CaptureTable.of"),
        (mse.estimate, {"models": "dga"}, "estimate, models: 'dga' stands alone. To mend: write ['dga']"),
        (mse.estimate, {"models": ("dgs",)}, "cannot run models: dgs. To mend: choose from: "),
        (mse.estimate, {"lists": ["A", "Q"]}, "the table has no list 'Q'. To mend: choose from: A, B, C"),
        (mse.estimate, {"seed": -1}, "the seed -1 is negative"),
        (mse.sample_latent_classes, {"seeds": 5}, "give numpy.random.SeedSequence(20020103)"),
        (mse.run_checks, {"fit": "dga"}, "run_checks, fit: 'dga' cannot be called"),
        (mse.vary_unseen, {"factors": [0.5, math.nan]}, "vary_unseen, factors: nan is no number"),
        (mse.vary_unseen, {"factors": [-2]}, "cannot be multiplied by -2. To mend: use numbers from 0"),
        (mse.find_modes, {"draws": "many"}, "find_modes, draws: 'many' is no row of numbers"),
        (mse.compare_groups, {"names": ("a", "b", "c")}, "compare_groups, names: ('a', 'b', 'c') are not two"),
    ],
)
def test_the_words_name_the_argument_and_how_to_mend_it(function, arguments, words):
    right = {name: value for name, value in CALLS[function].items() if name != "progress"}
    with pytest.raises(UsageError) as caught:
        function(**{**right, **arguments})
    assert words in str(caught.value)


@pytest.mark.parametrize(
    "bad", [mse.PairsPrior("x", "y", class_spread=-1.0), mse.PairsPrior("x", "y", centre=math.nan),
            mse.PairsPrior("x", "y", chances=(0.0,) * 4), mse.PairsPrior("x", "y", chances=(1.0,))],
)  # fmt: skip
def test_a_prior_that_cannot_be_is_refused(bad):
    with pytest.raises(UsageError, match="sample_latent_class_pairs, prior, "):
        mse.sample_latent_class_pairs(THREE, SEEDS, prior=bad, options=BRIEF)


def test_options_that_cannot_be_are_refused():
    with pytest.raises(UsageError, match="options, n_draws: 0 is no whole number from 1"):
        mse.sample_latent_class_pairs(THREE, SEEDS, options=mse.AverageOptions(n_draws=0))
    with pytest.raises(UsageError, match="options, tries_coordinates: 2"):
        mse.sample_latent_class_pairs(THREE, SEEDS, options=mse.AverageOptions(tries_coordinates=2))
    for options in ({"n_chains": 0}, {"alpha_shape": math.nan}, {"thin": 2.5}, {"most_unlisted": -1.0}):
        with pytest.raises(UsageError, match=f"options, {next(iter(options))}"):
            mse.sample_latent_classes(THREE, SEEDS, mse.SamplerOptions(**options))


def test_a_model_of_ones_own_that_gives_nonsense_is_said(monkeypatch):
    for nonsense in ("many", [math.nan], np.ones((2, 2)), [], [1j]):
        with pytest.raises(UsageError):
            mse.fit_table(THREE, lambda table, seeds, given=nonsense: given, SEEDS)


HAND_MADE = [
    (("A", "B"), (((0, 1), 5), ((0, 1), 6))),
    (("A", "B"), (((1, 0), 5), ((0, 1), 6))),
    (("A", "B"), (((0, 0), 5), ((0, 1), 6))),
    (("A", "B"), (((0, 2), 5),)),
    (("A", "B"), (((1, -1), 5),)),
    (("A", "B"), (((0, True), 5),)),
    (("A", "B"), (((0, 1), 0),)),
    (("A", "B"), (((0, 1), 10**11),)),
    (("A", "B"), (((0, 1, 1), 5),)),
    (("A", "A"), (((0, 1), 5),)),
    (("A", ""), (((0, 1), 5),)),
    (("A", 5), (((0, 1), 5),)),
    (("A", "B"), ((0, 1),)),
    (("A", "B"), (5,)),
]


@pytest.mark.parametrize(("lists", "cells"), HAND_MADE)
def test_a_table_made_by_hand_is_taken_as_if_made_in_the_usual_way(lists, cells):
    def answer(make):
        try:
            return mse.check_table(make(lists, cells))
        except InvalidTable as refused:
            return refused.what

    assert answer(CaptureTable) == answer(CaptureTable.of)


# --- capture tables -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lists", "counts", "words"),
    [
        ("AB", {(1, 0): True}, "the count True is not a number"),
        ("AB", {(1, 0): np.bool_(True)}, "is not a number"),
        ("AB", {(1, 0): "5"}, "the count '5' is not a number"),
        ("AB", {(1, 0): math.nan}, "the count nan is not a number"),
        ("AB", {(1, 0): -math.inf}, "the count -inf is not a number"),
        ("AB", {(1, 0): 2.5}, "the count 2.5 is not a whole number"),
        ("AB", {(1, 0): Fraction(1, 2)}, "is not a whole number"),
        ("AB", {(1, 0): -3}, "the count -3 is negative"),
        ("AB", {(1, 0): 10**30}, "larger than any population"),
        ("AB", {(1, 0): np.array([5])}, "is not a number"),
        ("AB", {(1, 0): Missing()}, "is not a number"),
        ("AB", {(1, 0, 0): 5}, "3 list values for 2 lists"),
        ("AB", {(0, 0): 5}, "all lists are 0"),
        ("AB", {"10": 5}, "column A: '1' where only 0 or 1 can stand"),
        ("AB", {(1, 2): 5}, "column B: 2 where only 0 or 1 can stand"),
        ("AB", {(math.nan, 1): 5}, "column A: nan where"),
        ("AB", [([1, [0]], 5)], "row 1: [0] where only 0 or 1 can stand"),
        ("AB", [((np.array([1, 0]), 1), 5)], "where only 0 or 1 can stand"),
        ("AB", [((Missing(), 1), 5)], "where only 0 or 1 can stand"),
        ("AB", {1: 5}, "row 1: 1 is no capture history"),
        ("AB", [5], "row 1 is no capture history with a count"),
        ("AB", ["10"], "row 1 is no capture history with a count"),
        ("AB", 5, "5 are no counts by capture history"),
        ("AB", None, "None are no counts by capture history"),
        ("AB", [((1, 0), 5), ((1, 0), 6)], "row 2: the same lists as in row 1"),
        ("AA", {(1, 0): 5}, "two lists have the same name"),
        (5, {}, "5 are no names of lists"),
        ([1, 2], {}, "a list has the name 1"),
        (["A", ""], {}, "a list has the name ''"),
        ([["A"]], {}, "a list has the name ['A']"),
    ],
)
def test_a_table_that_cannot_be_says_what_is_wrong(lists, counts, words):
    with pytest.raises(InvalidTable) as caught:
        CaptureTable.of(lists, counts)
    assert words in str(caught.value)
    assert caught.value.mend


@pytest.mark.parametrize(
    ("declared", "words"),
    [
        ({"stratum": None}, "label None of the stratum is not text"),
        ({"impossible": None}, "None are no histories"),
        ({"impossible": [5]}, "5 is no capture history"),
        ({"impossible": [(1, None)]}, "cannot be declared impossible"),
        ({"impossible": [(0, 0)]}, "cannot be declared impossible"),
        ({"impossible": [(1, 0)]}, "declared impossible"),
        ({"dependent": None}, "None are no pairs of lists"),
        ({"dependent": [("A",)]}, "('A',) is no pair of lists"),
        ({"dependent": [("A", 5)]}, "('A', 5) is no pair of lists"),
        ({"dependent": [("A", "Q")]}, "not two lists of this table"),
    ],
)
def test_declarations_that_cannot_be_say_what_is_wrong(declared, words):
    with pytest.raises(InvalidTable) as caught:
        CaptureTable.of("AB", {(1, 0): 5}, **declared)
    assert words in str(caught.value)


NUMBERS = [int, float, np.int8, np.int64, np.uint16, np.float32, Decimal, Fraction]


@pytest.mark.parametrize("number", NUMBERS, ids=lambda kind: kind.__name__)
def test_whole_numbers_of_any_kind_are_counts(number):
    made = CaptureTable.of(np.array(["A", "B"]), {(number(1), number(0)): number(5), (True, np.bool_(True)): number(2)})
    assert made == CaptureTable.of("AB", {(1, 0): 5, (1, 1): 2})
    assert {type(value) for history, n in made.cells for value in (*history, n)} == {int}
    assert all(type(name) is str for name in made.lists)


def test_columns_of_data_frames_pairs_and_generators_are_counts():
    counts = {(1, 0): 5, (1, 1): 2}
    made = CaptureTable.of("AB", counts)
    assert CaptureTable.of("AB", Column(counts)) == made
    assert CaptureTable.of("AB", (pair for pair in counts.items())) == made
    assert CaptureTable.of("AB", [[np.array([1, 0]), 5], [np.array([1, 1]), np.int64(2)]]) == made
    assert CaptureTable.of("AB", counts, impossible=[np.array([0, 1])]).impossible == ((0, 1),)


anything = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=3), st.binary(max_size=2), st.decimals(),
    st.complex_numbers(), st.fractions(), st.lists(st.integers(-1, 2), max_size=3), st.just({"a": None}),
    st.integers(-3, 2**40).map(np.int64), st.floats(width=32).map(np.float32), st.builds(Odd), st.builds(Missing),
)  # fmt: skip
values = st.one_of(st.sampled_from([0, 1]), st.sampled_from([0, 1]), anything)
histories = st.one_of(
    st.lists(values, max_size=4).map(tuple), st.lists(st.sampled_from([0, 1]), min_size=3, max_size=3), anything
)
rows = st.one_of(st.tuples(histories, st.one_of(st.integers(0, 60), anything)), anything)


@settings(max_examples=400)
@given(
    st.one_of(st.just("ABC"), st.lists(st.one_of(st.text(max_size=2), anything), max_size=4), anything),
    st.one_of(st.lists(rows, max_size=5), anything),
    st.one_of(st.text(max_size=3), anything),
    st.one_of(st.lists(histories, max_size=2), anything),
    st.one_of(st.lists(st.one_of(st.just(("A", "B")), anything), max_size=2), anything),
)
def test_whatever_a_table_is_made_of_it_is_right_or_refused(lists, counts, stratum, impossible, dependent):
    try:
        made = CaptureTable.of(lists, counts, stratum, impossible, dependent)
    except InvalidTable:
        return
    assert CaptureTable.of(made.lists, made.cells, made.stratum, made.impossible, made.dependent) == made
    assert all(type(n) is int and n > 0 and len(h) == len(made.lists) for h, n in made.cells)


@settings(max_examples=60, deadline=None)
@given(
    st.integers(1, 4).flatmap(
        lambda k: st.dictionaries(
            st.sampled_from([h for h in product((0, 1), repeat=k) if any(h)]),
            st.one_of(st.integers(0, 30), st.sampled_from([0, 1, 10**4])),
        ).map(lambda cells: CaptureTable.of("ABCD"[:k], cells))
    ),
    st.floats(1e-6, 1 - 1e-6),
)
def test_any_table_is_answered_in_order_or_said_not_to_be(table, prob):
    (answer,) = mse.estimate(table, models=("dga", "chao"), prob=prob).strata
    assert not _holds_nan(answer)
    if isinstance(answer, Estimate):
        assert table.n_observed <= answer.lower <= answer.point <= answer.upper < math.inf
    else:
        assert answer.reason
