"""Columns by distinct value say what reading every value again would say."""

import numpy as np
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from accounted.linkage.distinct import Distinct, text_column

VALUES = st.lists(st.sampled_from(["Velm", "velm", "Tor", "", None]), max_size=30)


@given(VALUES)
def test_columns_are_those_of_every_value_by_itself(values):
    def read(value):
        return (value.casefold() if value else None), len(value or ""), sorted(value or "")

    distinct = Distinct(read, (("word", pa.string()), ("n", pa.int64()), ("letters", pa.list_(pa.string()))))
    for value in values:
        distinct.add(value)
    columns = [column.to_pylist() for column in distinct.columns().values()]
    assert columns == [[read(value)[k] for value in values] for k in range(3)]


@given(VALUES.filter(bool), st.lists(st.integers(0, 29), max_size=40), st.booleans())
def test_texts_are_taken_by_number_and_the_dictionary_holds_what_is_used_once(values, numbers, hides_first):
    codes = np.array([n % len(values) for n in numbers], dtype=np.int32)
    column = text_column(values, codes, codes == 0 if hides_first else None)
    assert column.to_pylist() == [None if hides_first and n == 0 else values[n] for n in codes]
    assert sorted(column.dictionary.to_pylist()) == sorted(set(column.to_pylist()) - {None})
