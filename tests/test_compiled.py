import math

import numpy as np
import pytest

from accounted.compiled import compiled, inlined


@compiled
def _divide(a: float, b: float) -> float:
    return a / b


@inlined
def _add_up(values: np.ndarray) -> float:
    total = 0.0
    for i in range(len(values)):
        total += values[i]
    return total


@compiled
def _twice(values: np.ndarray) -> float:
    return _add_up(values) + _add_up(values)


def test_dividing_by_zero_raises_nothing():
    assert _divide(1.0, 0.0) == math.inf
    assert math.isnan(_divide(0.0, 0.0))


@pytest.mark.parametrize("n", [0, 1, 7])
def test_what_is_inlined_gives_the_same_from_compiled_functions_and_from_python(n):
    values = np.random.default_rng(n).normal(size=n)
    assert _twice(values) == 2.0 * _add_up(values)
    assert _add_up(values) == pytest.approx(values.sum())
