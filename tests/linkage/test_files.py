"""Linkage as a library on its own: files or data frames in."""

from __future__ import annotations

import csv

import pyarrow as pa
import pytest

from accounted import linkage
from accounted.model.errors import InputErrors, UnreadableList, UsageError

NORTH = {
    "name": ["Ombra Vask", "Tor Velmarsson", "Isko Quilan"],
    "died": ["2031-03-01", "2031-03-02", "2031-04-09"],
    "age": [47.0, 31.0, None],
}
SOUTH = {"name": ["Ombra Vask", "Perel Jorda"], "died": ["2031-03-01", "2031-05-05"], "age": [47.0, 12.0]}


class OtherFrame:
    """Hands its columns over as Arrow, as Polars and pandas do."""

    def __init__(self, columns):
        self._table = pa.table(columns)

    def __arrow_c_stream__(self, requested_schema=None):
        return self._table.__arrow_c_stream__(requested_schema)


@pytest.mark.parametrize("frame", [pa.table, OtherFrame])
def test_frames_link_as_files_do(tmp_path, frame):
    for name, columns in (("North", NORTH), ("South", SOUTH)):
        with (tmp_path / f"{name}.csv").open("w", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(columns)
            writer.writerows(["" if c is None else c for c in row] for row in zip(*columns.values(), strict=True))
    _, from_files = linkage.link([tmp_path / "North.csv", tmp_path / "South.csv"])
    _, from_frames = linkage.link({"North": frame(NORTH), "South": frame(SOUTH)})
    assert len(from_frames.clusters) == 4
    assert from_frames.lists == from_files.lists == ("North", "South")
    assert sorted(len(c.records) for c in from_frames.clusters) == sorted(len(c.records) for c in from_files.clusters)


def test_what_is_no_frame_is_refused():
    with pytest.raises(UnreadableList, match="no data frame"):
        linkage.link({"North": 47})


@pytest.mark.parametrize("sources", [47, pa.table(NORTH), [NORTH], {3: pa.table(NORTH)}, {"": pa.table(NORTH)}])
def test_sources_that_are_neither_files_nor_named_frames_are_refused(sources):
    with pytest.raises(UsageError, match=r"give \[|name each"):
        linkage.link(sources)


def test_all_that_is_no_list_is_named_at_once(tmp_path):
    (tmp_path / "good.csv").write_text("name\nOmbra Vask\n", encoding="utf-8")
    (tmp_path / "empty.csv").write_bytes(b"")
    (tmp_path / "titles.csv").write_text("name,age\n", encoding="utf-8")
    with pytest.raises(InputErrors) as refused:
        linkage.link([tmp_path / "empty.csv", tmp_path / "good.csv", tmp_path / "titles.csv"])
    assert len(refused.value.errors) == 2
    assert "empty.csv" in str(refused.value)
    assert "titles.csv" in str(refused.value)


def test_more_draws_than_memory_holds_are_refused():
    with pytest.raises(UsageError, match="draw 166,666,666 at most"):
        linkage.link({"North": pa.table(NORTH)}, n_samples=10**9)


def test_one_file_may_stand_alone(tmp_path):
    (tmp_path / "made_up.csv").write_text("name,age\nOmbra Vask,47\nTor Velmarsson,31\n", encoding="utf-8")
    assert linkage.link(str(tmp_path / "made_up.csv"))[1].lists == ("made_up",)


def test_an_empty_frame_is_refused():
    with pytest.raises(UnreadableList, match="no rows"):
        linkage.link({"North": pa.table({"name": pa.array([], pa.string())})})
