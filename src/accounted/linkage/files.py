"""Files or data frames in, a linkage out: linkage as a library on its own."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from accounted.linkage.link import link_records
from accounted.linkage.name_columns import ALL_WAYS, Naming
from accounted.lists import read_frame, read_list
from accounted.model.errors import InputErrors, UnreadableList, UsageError
from accounted.model.ids import IdMaker
from accounted.model.linkage import Linkage
from accounted.model.progress import SILENT, Progress
from accounted.model.records import ListInfo, Record

__all__ = ["DEFAULT_SEED", "PUBLIC_KEY", "choose_deduplicated", "link"]

PUBLIC_KEY = b"accounted: no inquiry, no secret"
"""Without an inquiry there is no secret: these ids hold for one output only."""
DEFAULT_SEED = 19990324


def link(
    sources: Path | str | Sequence[Path | str] | Mapping[str, object],
    *,
    list_column: str | None = None,
    deduplicated: Collection[str] | str = "",
    insisted: Collection[str] | str = "none",
    naming: Naming = ALL_WAYS,
    n_samples: int = 0,
    seed: int = DEFAULT_SEED,
    threads: int = 2,
    progress: Progress = SILENT,
    when_read: Callable[[Sequence[ListInfo], Sequence[Record]], object] | None = None,
) -> tuple[tuple[Record, ...], Linkage]:
    """Read lists from files or data frames and link their records into people.

    Args:
        sources: One file per list, or one file with a list column; CSV, XLSX, XLS, ODS or Parquet, also `.gz`. Or data
            frames by the name of the list: pandas, Polars, PyArrow, or what else hands its columns over as Arrow.
        list_column: Column that names the list of each row; a column titled `list` is recognised.
        deduplicated: Lists that hold each person at most once: their names, `all`, `none`, or nothing for `all` with
            two or more lists and `none` with one.
        insisted: Lists that are held to that whatever rate of repeats is estimated: likewise.
        naming: Whether names of different scripts, and names that sound alike, are compared.
        n_samples: Number of whole linkages to draw.
        seed: Seed of the draws.
        threads: Threads for the database; the answer does not depend on them.
        progress: Told how far it is.
        when_read: Called with the lists and records of each file as soon as they are read.

    Returns:
        The records, unnamed ones included, and the linkage of the named ones.

    Raises:
        UnreadableList: When a source is no list.
        InputErrors: When several are none.
        UsageError: When two lists have one name, a name in `deduplicated` is none of them, or the sources are neither
            files nor data frames by name.
    """
    infos: list[ListInfo] = []
    records: list[Record] = []
    make_id = IdMaker(PUBLIC_KEY)
    refused: list[UnreadableList] = []
    for source, name in _named(sources):
        try:
            table = Path(str(source)) if name is None else read_frame(source, name=name)
            own_infos, own_records = read_list(table, name=name, list_column=list_column, make_id=make_id)
        except UnreadableList as error:
            refused.append(error)
            continue
        if when_read is not None:
            when_read(own_infos, own_records)
        infos += own_infos
        records += own_records
    if refused:
        raise refused[0] if len(refused) == 1 else InputErrors(refused)
    names = [info.name for info in infos]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise UsageError(f"two lists are named {', '.join(twice)}", mend="rename a file: a list is named by its file")
    with tempfile.TemporaryDirectory(prefix="accounted-") as temp:
        linked = link_records(
            records,
            deduplicated=choose_deduplicated(deduplicated, names),
            insisted=choose_deduplicated(insisted, names),
            naming=naming,
            n_samples=n_samples,
            seed=seed,
            threads=threads,
            make_id=make_id,
            temp=Path(temp),
            progress=progress,
        )
    return tuple(records), linked


def _named(
    sources: Path | str | Sequence[Path | str] | Mapping[str, object],
) -> Iterator[tuple[object, str | None]]:
    """Each file, or each frame with the name of its list."""
    if isinstance(sources, Mapping):
        for name, frame in sources.items():
            if not isinstance(name, str) or not name.strip():
                raise UsageError(f"{name!r} is no name of a list", mend='name each frame: {"North": frame, …}')
            yield frame, name
        return
    paths = [sources] if isinstance(sources, str | Path) else sources
    if not isinstance(paths, Iterable) or not all(isinstance(path, str | Path) for path in paths):
        raise UsageError(
            f"sources are files, or data frames by name, and no {type(sources).__name__}",
            mend='give ["north.csv", "south.csv"] or {"North": frame, "South": frame}',
        )
    for path in paths:
        yield path, None


def choose_deduplicated(said: Collection[str] | str, names: Sequence[str]) -> tuple[str, ...]:
    """Decide which lists are taken to hold each person at most once.

    Raises:
        UsageError: When a name is none of the lists.

    >>> choose_deduplicated("", ["B", "A"]), choose_deduplicated("", ["A"]), choose_deduplicated("A", ["A"])
    (('A', 'B'), (), ('A',))
    """
    if said in ("all", "none", ""):
        every = said == "all" or (said == "" and len(names) > 1)
        return tuple(sorted(names)) if every else ()
    wanted = [n.strip() for n in said.split(",") if n.strip()] if isinstance(said, str) else list(said)
    unknown = [name for name in wanted if name not in names]
    if unknown:
        raise UsageError(f"there is no list {', '.join(unknown)}", mend=f"name some of: {', '.join(sorted(names))}")
    return tuple(sorted(wanted))
