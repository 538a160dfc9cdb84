"""Any table file gives one header and rows of text, or one readable error."""

from __future__ import annotations

import gzip
import json
import sqlite3
import zipfile
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounted.lists import read_list, read_table
from accounted.model.errors import AccountedError, UnreadableList
from accounted.model.ids import IdMaker

ROWS = (("Ombra Vask", "47", "2031-03-20"), ("زينب كريم", "", "2031-04-01"))
HEADER = ("name", "age", "died")


def _csv(separator: str = ",", encoding: str = "utf-8") -> bytes:
    return "\r\n".join(separator.join(row) for row in (HEADER, *ROWS)).encode(encoding)


def _write_xlsx(path: Path) -> None:
    def cells(row: tuple[str, ...]) -> str:
        return "".join(
            f"<c><v>{cell}</v></c>" if cell.isdigit() else f'<c t="inlineStr"><is><t>{cell}</t></is></c>'
            for cell in row
        )

    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    sheet = "".join(f"<row>{cells(row)}</row>" for row in (HEADER, *ROWS))
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"/>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" '
        f'Type="{relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{relations}"><sheets>'
        '<sheet name="made up" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" '
        f'Type="{relations}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>{sheet}</sheetData></worksheet>',
    }
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1256"])
def test_delimited_text_of_any_kind(tmp_path: Path, separator: str, encoding: str) -> None:
    path = tmp_path / "made-up.csv"
    path.write_bytes(_csv(separator, encoding))
    table = read_table(path)
    assert (table.header, table.rows) == (HEADER, ROWS)


def test_western_accents_without_utf8(tmp_path: Path) -> None:
    path = tmp_path / "made-up.csv"
    path.write_bytes("name,place\nZoë Väsk,Café Möller\nRené,Ilgesh\n".encode("cp1252"))
    assert read_table(path).rows[0] == ("Zoë Väsk", "Café Möller")


def test_packed_and_without_ending(tmp_path: Path) -> None:
    path = tmp_path / "0f3a"
    path.write_bytes(gzip.compress(_csv()))
    assert read_table(path).rows == ROWS


def test_workbook(tmp_path: Path) -> None:
    path = tmp_path / "made-up.xlsx"
    _write_xlsx(path)
    table = read_table(path)
    assert (table.header, table.rows, table.read_as) == (HEADER, ROWS, "the first sheet of a workbook")


@pytest.mark.parametrize("name", ["made-up.parquet", "made*up[1]?.parquet"])
def test_parquet(tmp_path: Path, name: str) -> None:
    columns = {"name": ["Ombra Vask", "زينب كريم"], "age": [47.0, None], "died": ["2031-03-20", "2031-04-01"]}
    pq.write_table(pa.table(columns), tmp_path / name)
    table = read_table(tmp_path / name)
    assert (table.header, table.rows) == (HEADER, ROWS)


def test_header_below_a_heading_and_titles_made_distinct(tmp_path: Path) -> None:
    path = tmp_path / "made-up.csv"
    path.write_text("\nMade-up list,,,,\nname,date,date,,\nA,1,2,x,\n,,,,\nB,3,4,,\n,,,,\n", encoding="utf-8")
    table = read_table(path)
    assert table.header == ("name", "date", "date (2)", "column 4")
    assert table.rows == (("A", "1", "2", "x"), ("", "", "", ""), ("B", "3", "4", ""))


def test_quoted_separators_and_line_ends(tmp_path: Path) -> None:
    path = tmp_path / "made-up.csv"
    path.write_bytes(b'name,place\n"Vask, Ombra","Upper\nSarrin"\n')
    assert read_table(path).rows == (("Vask, Ombra", "Upper\nSarrin"),)


BROKEN = {
    "empty": (b"", "empty"),
    "blank": (b"\n,,\n \n", "nothing but empty rows"),
    "header only": (b"name,age\n", "a header and no rows"),
    "header and empty rows": (b"name,age\n,\n,\n", "a header and no rows"),
    "binary": (bytes(range(256)) * 4, "not a table"),
    "half of utf-16": ("name,age\nA,3\n".encode("utf-16")[:-1], "breaks off"),
    "broken gzip": (gzip.compress(_csv())[:-9], "damaged"),
    "broken parquet": (b"PAR1 and nothing more", "damaged"),
    "broken workbook": (b"PK\x03\x04 and nothing more", "damaged"),
    "web page": (b"<!DOCTYPE html><table><tr><td>name</td></tr></table>", "web page"),
    "open quotation mark": (b'name,age\nA,3\n"B,4\nC,5\n', "never closed"),
    "uneven rows": (b"name,age\nA,3\nB,4,5\n", "row 2 (3)"),
    "parquet in gzip": (gzip.compress(b"PAR1xxxx"), "gzip"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_broken_files_say_what_where_and_how_to_mend(tmp_path: Path, case: str) -> None:  # P3
    data, words = BROKEN[case]
    path = tmp_path / "made-up.csv"
    path.write_bytes(data)
    with pytest.raises(UnreadableList) as error:
        read_table(path, file="lists/made-up.csv")
    assert words in str(error.value)
    assert error.value.where.startswith("lists/made-up.csv")
    assert error.value.mend


def test_missing_file_and_folder(tmp_path: Path) -> None:
    with pytest.raises(UnreadableList, match="cannot be opened"):
        read_table(tmp_path / "nothing.csv")
    with pytest.raises(UnreadableList, match="folder"):
        read_table(tmp_path)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150, deadline=None)
@given(st.one_of(st.binary(max_size=200), st.text(max_size=200).map(lambda t: f"name,date\n{t}".encode())))
def test_any_bytes_give_a_list_or_a_readable_error(tmp_path: Path, data: bytes) -> None:  # P3
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        return  # starts a child process; broken workbooks are a case above
    path = tmp_path / "any.csv"
    path.write_bytes(data)
    try:
        lists, records = read_list(path, make_id=IdMaker(b"made-up key"))
    except AccountedError:
        return
    assert sum(info.n_records for info in lists) == len(records)


FTM = [
    {"id": "a", "schema": "Person", "properties": {"name": ["Ombra Vask", "O. Vask"], "birthDate": ["1984"]}},
    {"id": "b", "schema": "Person", "properties": {"name": ["Tilde Orren"], "country": ["xx", "yy"]}},
    {"id": "e", "schema": "Event", "properties": {"date": ["2031-07-03"]}},
]
OBJECTS = [{"name": "Ombra Vask", "age": 47, "where": {"village": "Osk"}}, {"name": "زينب كريم", "alive": False}]
FLAT = (("name", "age", "where.village", "alive"), (("Ombra Vask", "47", "Osk", ""), ("زينب كريم", "", "", "false")))


@pytest.mark.parametrize(
    "text",
    [json.dumps(OBJECTS), json.dumps({"made up": True, "rows": OBJECTS}, indent=1),
     "".join(json.dumps(o) + "\n" for o in OBJECTS)],
    ids=["array", "within an object", "lines"],
)  # fmt: skip
def test_json(tmp_path: Path, text: str) -> None:
    path = tmp_path / "made-up.json"
    path.write_text(text, encoding="utf-8")
    table = read_table(path)
    assert (table.header, table.rows) == FLAT


def test_follow_the_money_gives_persons_with_all_their_names(tmp_path: Path) -> None:  # R16
    path = tmp_path / "made-up.ftm.json"
    path.write_text("".join(json.dumps(o) + "\n" for o in FTM), encoding="utf-8")
    table = read_table(path)
    assert table.header == ("id", "birthDate", "name", "other names", "country")
    assert table.rows == (("a", "1984", "Ombra Vask", "O. Vask", ""), ("b", "", "Tilde Orren", "", "xx; yy"))
    assert table.read_as == "FollowTheMoney, entities of the kind Person; no persons and left: 1 Event"


def test_follow_the_money_without_persons_is_no_list(tmp_path: Path) -> None:
    path = tmp_path / "made-up.ftm.json"
    path.write_text(json.dumps(FTM[2]) + "\n" + json.dumps(FTM[2]) + "\n", encoding="utf-8")
    with pytest.raises(UnreadableList, match=r"no entity is a person \(2 Event\)"):
        read_table(path)


def test_sqlite_tables_but_never_views(tmp_path: Path) -> None:
    path = tmp_path / "made-up.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE victims (name TEXT, age INTEGER, died TEXT)")
        connection.executemany(
            "INSERT INTO victims VALUES (?, ?, ?)",
            [("Ombra Vask", 47, "2031-03-20"), ("زينب كريم", None, "2031-04-01")],
        )
        connection.execute("CREATE VIEW all_of_it AS SELECT name, load_extension('x') FROM victims")
    connection.close()
    table = read_table(path)
    assert (table.header, table.rows, table.read_as) == (HEADER, ROWS, "table victims")


@pytest.mark.parametrize(
    "data", [b'[{"name": "A"}, 3]', b'{"name": "A"}\n{"name"\n', b"[{" * 9000, b"SQLite format 3\x00" + b"x" * 99]
)
def test_broken_json_and_databases_are_said_to_be(tmp_path: Path, data: bytes) -> None:  # P3
    path = tmp_path / "made-up.json"
    path.write_bytes(data)
    with pytest.raises(UnreadableList) as error:
        read_table(path)
    assert error.value.mend


def test_an_endless_line_is_refused_before_the_rest_is_read(tmp_path: Path) -> None:  # P3, P5
    path = tmp_path / "made-up.csv"
    path.write_bytes(b"made up " * (2 << 20) + b"x")
    with pytest.raises(UnreadableList, match="longer than 16 MB"):
        read_table(path)
