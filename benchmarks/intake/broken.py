"""More than sixty broken files, all made here: each must end in exactly one state and harm nothing beside it."""

import base64
import gzip
import io
import lzma
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

from benchmarks.intake import made

__all__ = ["BROKEN", "GOOD", "HEAVY", "write_broken", "write_good"]

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
LIST = b"name,date\nOmbra Vask,2031-07-03\nTilde Orren,2031-07-04\n"


def _cut(data: bytes, share: float = 0.6) -> bytes:
    return data[: int(len(data) * share)]


def _zip(*entries: tuple[str | zipfile.ZipInfo, bytes | str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return buffer.getvalue()


def _tar(name: str, kind: bytes = tarfile.REGTYPE, link: str = "") -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        info = tarfile.TarInfo(name)
        info.type, info.linkname = kind, link
        archive.addfile(info)
    return buffer.getvalue()


def _link_zip() -> bytes:
    info = zipfile.ZipInfo("link")
    info.external_attr = 0o120777 << 16
    return _zip((info, "/etc/passwd"))


def _locked_zip() -> bytes:
    data = bytearray(_zip(("a.txt", "Made up.")))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.index(mark) + place
        data[at : at + 2] = struct.pack("<H", 1)
    return bytes(data)


def _nested(depth: int) -> bytes:
    data, name = b"Made up, deep within.", "a.txt"
    for level in range(depth):
        data, name = made.packed({name: data}), f"{level}.zip"
    return data


def _overlapping() -> bytes:
    data = _zip(("a.txt", "x" * 2_000_000))
    start = data.index(b"PK\x01\x02")
    entry, end = data[start : data.index(b"PK\x05\x06")], bytearray(data[data.index(b"PK\x05\x06") :])
    end[8:12] = struct.pack("<HH", 9, 9)
    end[12:16] = struct.pack("<I", 9 * len(entry))
    return data[:start] + entry * 9 + bytes(end)


def _docx(body: str, before: str = "") -> bytes:
    document = f"{before}<w:document {W}><w:body><w:p><w:r><w:t>{body}</w:t></w:r></w:p></w:body></w:document>"
    return made.packed({"[Content_Types].xml": TYPES, "word/document.xml": document})


def _laughs() -> str:
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    return f'<!DOCTYPE x [<!ENTITY e0 "ha">{entities}]>'


def _locked_pdf() -> bytes:
    plain = made.pdf([["Made up."]])
    secret = b"<</Filter/Standard/V 1/R 2/P -4/O(" + b"o" * 32 + b")/U(" + b"u" * 32 + b")>>"
    return plain.replace(b"trailer<<", b"trailer<</ID[(a)(b)]/Encrypt " + secret)


def _huge_png() -> bytes:
    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 0, 0, 0, 0)
    chunk = b"IHDR" + head
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + chunk + struct.pack(">I", zlib.crc32(chunk)) + bytes(40)


def _picture(kind: str) -> bytes:
    buffer = io.BytesIO()
    made.picture(["Made up."]).resize((400, 400)).save(buffer, kind)
    return buffer.getvalue()


def _looping_tiff() -> bytes:
    entry = struct.pack("<HHII", 256, 3, 1, 9)
    return b"II*\x00" + struct.pack("<I", 8) + struct.pack("<H", 1) + entry + struct.pack("<I", 8)


def _nested_mail(depth: int) -> bytes:
    head = b"From: a@example.org\r\nMIME-Version: 1.0\r\nSubject: made up\r\n"
    body = b"Content-Type: text/plain\r\n\r\nMade up.\r\n"
    for n in range(depth):
        mark = b"b%d" % n
        body = b"Content-Type: multipart/mixed; boundary=%s\r\n\r\n--%s\r\n%s--%s--\r\n" % (mark, mark, body, mark)
    return head + body


def _broken_base64() -> bytes:
    head = b"From: a@example.org\r\nMIME-Version: 1.0\r\nContent-Type: text/plain\r\n"
    return head + b"Content-Transfer-Encoding: base64\r\n\r\n" + base64.b64encode(b"Made up")[:-3] + b"\xff"


def _no_sheet() -> bytes:
    return made.packed({"[Content_Types].xml": TYPES, "xl/nothing.xml": "<x/>"})


BROKEN: dict[str, Callable[[], bytes]] = {
    "empty.txt": bytes,
    "empty.pdf": bytes,
    "empty.docx": bytes,
    "empty.zip": bytes,
    "lists/empty.csv": bytes,
    "tables/empty.csv": bytes,
    "one-byte.pdf": lambda: b"%",
    "spaces.txt": lambda: b" \n" * 500,
    "truncated.pdf": lambda: _cut(made.make("pdf", 1), 0.3),
    "truncated.docx": lambda: _cut(made.make("docx", 1)),
    "truncated.odt": lambda: _cut(made.make("odt", 1)),
    "truncated.epub": lambda: _cut(made.make("epub", 1)),
    "truncated.rtf": lambda: _cut(made.make("rtf", 1)),
    "truncated.eml": lambda: _cut(made.eml(made.text(1), {"a.pdf": made.make("pdf", 2)})),
    "truncated.zip": lambda: _cut(made.packed({"a.txt": made.make("txt", 1)})),
    "truncated.tar.gz": lambda: _cut(made.tar({"a.txt": made.make("txt", 1)}, "w:gz")),
    "truncated.warc.gz": lambda: _cut(made.warc({"https://example.org/": made.make("html", 1)})),
    "truncated.png": lambda: _cut(_picture("PNG"), 0.3),
    "truncated.jpg": lambda: _cut(_picture("JPEG"), 0.1),
    "lists/truncated.xlsx": lambda: _cut(_no_sheet()),
    "lists/truncated.parquet": lambda: b"PAR1" + bytes(200),
    "lists/truncated.csv.gz": lambda: _cut(gzip.compress(LIST)),
    "pdf-named.txt": lambda: made.make("pdf", 3),
    "text-named.pdf": lambda: made.make("txt", 3),
    "picture-named.docx": lambda: _picture("PNG"),
    "archive-named.pdf": lambda: made.packed({"inside.txt": made.make("txt", 4)}),
    "lists/page-named.csv": lambda: made.make("html", 5),
    "program-named.txt": lambda: b"MZ\x90\x00\x03" + bytes(range(256)) * 20,
    "no-ending": lambda: made.make("docx", 6),
    "locked.zip": _locked_zip,
    "locked.pdf": _locked_pdf,
    "lists/locked.xlsx": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000),
    "old.doc": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000),
    "archive.7z": lambda: b"7z\xbc\xaf\x27\x1c" + bytes(200),
    "archive.rar": lambda: b"Rar!\x1a\x07\x00" + bytes(200),
    "bomb.zip": lambda: _zip(("a.txt", bytes(64 << 20))),
    "bomb.docx": lambda: made.packed({"[Content_Types].xml": TYPES, "word/document.xml": b" " * (64 << 20)}),
    "bomb.txt.gz": lambda: gzip.compress(bytes(64 << 20)),
    "bomb.tar.xz": lambda: lzma.compress(made.tar({"a.txt": bytes(64 << 20)}), preset=0),
    "overlapping.zip": _overlapping,
    "slip.zip": lambda: _zip(("../../../escaped.txt", "x")),
    "slip-windows.zip": lambda: _zip(("..\\..\\escaped.txt", "x")),
    "slip.tar": lambda: _tar("../../escaped.txt"),
    "absolute.tar": lambda: _tar("/tmp/escaped.txt"),
    "link.zip": _link_zip,
    "link.tar": lambda: _tar("link", tarfile.SYMTYPE, "/etc/passwd"),
    "hard-link.tar": lambda: _tar("link", tarfile.LNKTYPE, "/etc/passwd"),
    "device.tar": lambda: _tar("null", tarfile.CHRTYPE),
    "nested-20.zip": lambda: _nested(20),
    "many-files.zip": lambda: _zip(*((f"{n}.txt", "") for n in range(10_001))),
    "nothing-in-it.zip": _zip,
    "nuls.txt": lambda: b"Made up." + bytes(300) + b"Made up.",
    "lists/nuls.csv": lambda: LIST + b"Marek\x00Sollin,2031\n" + bytes(100),
    "odd-utf-16.txt": lambda: "مختلق made up".encode("utf-16")[:-1],
    "mixed-encodings.txt": lambda: "Més de trenta, ".encode() * 30 + "ço".encode("cp1252") + b"\xff\xfe",
    "wrong-charset.html": lambda: made.make("html", 8).replace(b"utf-8", b"utf-16"),
    "no-charset.html": lambda: b"<html><body><p>" + "Выдуманный текст. ".encode("koi8-r") * 20,
    "only-scripts.html": lambda: b"<html><body><script>alert(1)</script></body></html>",
    "deep.html": lambda: b"<html><body>" + b"<div>" * 50_000 + b"Made up." + b"</div>" * 50_000,
    "laughs.docx": lambda: _docx("&e11;", _laughs()),
    "outside.docx": lambda: _docx("&e;", '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'),
    "no-xml.docx": lambda: made.packed({"[Content_Types].xml": TYPES, "word/document.xml": "<w:document><"}),
    "no-text-part.docx": lambda: made.packed({"[Content_Types].xml": TYPES, "word/other.xml": "<x/>"}),
    "no-container.epub": lambda: made.packed({"mimetype": "application/epub+zip"}, stored=("mimetype",)),
    "no-words.eml": lambda: b"From: a@example.org\r\nTo: b@example.org\r\nDate: nonsense\r\n\r\n",
    "broken-base64.eml": _broken_base64,
    "nested-mail.eml": lambda: _nested_mail(900),
    "page-loop.pdf": lambda: b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
                             b"2 0 obj<</Type/Pages/Kids[2 0 R 2 0 R]/Count 2>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n",
    "no-pages.pdf": lambda: made.pdf([]),
    "garbage.pdf": lambda: b"%PDF-1.7\n" + bytes(range(256)) * 40,
    "huge-picture.png": _huge_png,
    "looping.tiff": _looping_tiff,
    "broken.gif": lambda: b"GIF89a" + bytes(30),
    "garbage.warc": lambda: b"WARC/1.0\r\nnonsense",
    "braces.rtf": lambda: b"{\\rtf1 " + b"{" * 20_000 + b"Made up." + b"}" * 20_000 + b"}",
    "lists/no-workbook.xlsx": _no_sheet,
    "lists/quote.csv": lambda: b'name,date\n"Ombra Vask,2031\n' * 51,
    "lists/uneven.csv": lambda: LIST + b"a,b,c,d,e\n",
    "lists/only-titles.csv": lambda: b"name,date\n",
    "lists/no-names.csv": lambda: b"a,b\n1,2\n",
    "tables/negative.csv": lambda: b"A,B,count\n1,0,-4\n0,1,3\n",
    "tables/words.csv": lambda: b"A,B,count\nyes,no,many\n",
    "deep.json": lambda: b"[" * 100_000,
    "control\x1bcharacters.txt": lambda: b"",
    f"{'long' * 60}.txt": lambda: b"",
    "not-utf-8-\udcff.txt": lambda: b"",
}  # fmt: skip
"""Name below `input/` or of a document → its bytes."""

HEAVY: dict[str, Callable[[Path], None]] = {
    "ten-thousand-pages.pdf": lambda path: _write(path, made.pdf([[f"Made-up page {n}."] for n in range(10_000)])),
    "one-line-of-a-gigabyte.txt": lambda path: _repeat(path, b"made up ", 1 << 27),
    "lists/one-line-of-a-gigabyte.csv": lambda path: _repeat(path, b"made up ", 1 << 27),
    "bomb-of-4-gigabytes.zip": lambda path: _big_bomb(path),  # noqa: PLW0108 - defined below
    "deep-500000.html": lambda path: _write(path, b"<html><body>" + b"<b>" * 500_000 + b"Made up."),
}
"""What takes seconds or gigabytes to make."""

GOOD = tuple(f"good-{kind}.{kind}" for kind in made.KINDS)


def _write(path: Path, data: bytes) -> None:
    path.write_bytes(data)


def _repeat(path: Path, data: bytes, times: int) -> None:
    block = data * (1 << 17)
    with path.open("wb") as writer:
        for _ in range(times // (1 << 17)):
            writer.write(block)


def _big_bomb(path: Path) -> None:
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("a.txt", "w", force_zip64=True) as inside,
    ):
        for _ in range(4096 + 1):
            inside.write(bytes(1 << 20))


def write_broken(folder: Path, *, heavy: bool = False) -> int:
    """Write the broken files; their number."""
    n = 0
    for name, make in BROKEN.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(make())
        n += 1
    for name, write in HEAVY.items() if heavy else ():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        write(folder / name)
        n += 1
    return n


def write_good(folder: Path) -> int:
    """Write good files beside them; their number."""
    for number, name in enumerate(GOOD):
        folder.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(made.make(name.rsplit(".", 1)[1], 100 + number))
    (folder / "lists").mkdir(exist_ok=True)
    (folder / "lists" / "good.csv").write_bytes(LIST)
    return len(GOOD) + 1
