"""One way to turn data into bytes: as `plain` gives it, written once and for all."""

import dataclasses
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounted.model.canonical import canonical_bytes, plain
from accounted.model.dates import DateInterval


@dataclasses.dataclass(frozen=True)
class Made:
    text: str
    inner: object
    dates: tuple[DateInterval, ...]


numbers = st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
values = st.recursive(
    st.none() | numbers | st.text() | st.binary(),
    lambda inner: st.lists(inner) | st.tuples(inner, inner) | st.dictionaries(st.text(), inner)
    | st.builds(Made, st.text(), inner, st.just((DateInterval.parse("1999-03"),))),
    max_leaves=10,
)  # fmt: skip


@given(values)
def test_bytes_are_those_of_plain_data(value):
    text = json.dumps(plain(value), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert canonical_bytes(value) == text.encode("utf-8", "surrogatepass")


@pytest.mark.parametrize("value", [float("nan"), {"a": float("inf")}, {1, 2}])
def test_what_has_no_form_is_refused(value):
    with pytest.raises((ValueError, TypeError)):
        canonical_bytes(value)
