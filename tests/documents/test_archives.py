"""Archives cannot explode or escape: they are refused before anything is unpacked (P4)."""

import bz2
import gzip
import io
import lzma
import struct
import tarfile
import zipfile
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText

import pytest
from benchmarks.intake import made

from accounted.documents import archives
from accounted.documents.archives import label
from accounted.documents.kinds import media_type_of
from accounted.documents.unpacking import unpack
from accounted.model.errors import UnreadableDocument


def opened(tmp_path, name, data):
    path = tmp_path / "archive"
    path.write_bytes(data)
    folder = tmp_path / "inside"
    folder.mkdir()
    found = unpack(path, str(folder), media_type_of(name, data[:4096]), name)
    return {m.name: (folder / m.file).read_bytes() for m in found.members}, found


FILES = {"one.txt": b"Made up.", "deep/er/two.md": b"# Made up"}
GOOD = [
    ("a.zip", made.packed(FILES), set(FILES)),
    ("a.tar", made.tar(FILES), set(FILES)),
    ("a.tar.gz", made.tar(FILES, "w:gz"), set(FILES)),
    ("a.tar.xz", made.tar(FILES, "w:xz"), set(FILES)),
    ("a.tar.bz2", made.tar(FILES, "w:bz2"), set(FILES)),
    ("a.txt.gz", gzip.compress(b"Made up."), {"a.txt"}),
    ("a.txt.xz", lzma.compress(b"Made up."), {"a.txt"}),
    ("a.txt.bz2", bz2.compress(b"Made up."), {"a.txt"}),
    ("web.warc.gz", made.warc({"https://example.org/a": made.make("html", 1)}), {"example.org/a.html"}),
    ("m.eml", made.eml(made.text(1), {"a.pdf": b"%PDF-", "b.txt": b"Made up."}), {"a.pdf", "b.txt"}),
]


@pytest.mark.parametrize(("name", "data", "names"), GOOD, ids=[g[0] for g in GOOD])
def test_what_is_in_it_comes_out(tmp_path, name, data, names):
    files, _ = opened(tmp_path, name, data)
    assert set(files) == names
    for inside, content in FILES.items():
        if inside in files:
            assert files[inside] == content


def zipped(*entries):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return buffer.getvalue()


def with_link(kind):
    if kind == "zip":
        info = zipfile.ZipInfo("link")
        info.external_attr = 0o120777 << 16
        return zipped((info, "/etc/passwd"))
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        info = tarfile.TarInfo("link")
        info.type, info.linkname = (tarfile.SYMTYPE if kind == "symbolic" else tarfile.LNKTYPE), "/etc/passwd"
        archive.addfile(info)
    return buffer.getvalue()


def tar_of(name, kind=tarfile.REGTYPE):
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        info = tarfile.TarInfo(name)
        info.type = kind
        archive.addfile(info)
    return buffer.getvalue()


def locked():
    data = bytearray(zipped(("a.txt", "Made up.")))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.index(mark) + place
        data[at : at + 2] = struct.pack("<H", 1)
    return bytes(data)


def overlapping():
    """Two entries of the directory that share one packed member, as bombs without recursion do."""
    data = zipped(("a.txt", "x" * 2_000_000))
    start = data.index(b"PK\x01\x02")
    entry, end = data[start : data.index(b"PK\x05\x06")], bytearray(data[data.index(b"PK\x05\x06") :])
    end[8:12] = struct.pack("<HH", 9, 9)
    end[12:16] = struct.pack("<I", 9 * len(entry))
    return data[:start] + entry * 9 + bytes(end)


REFUSED = [
    ("bomb.zip", zipped(("a.txt", bytes(64 << 20))), "200-fold"),
    ("slip.zip", zipped(("../../a.txt", "x")), "points outside"),
    ("absolute.zip", zipped(("/etc/a.txt", "x")), "points outside"),
    ("drive.zip", zipped(("C:\\a.txt", "x")), "points outside"),
    ("backslash.zip", zipped(("..\\a.txt", "x")), "points outside"),
    ("link.zip", with_link("zip"), "holds a link"),
    ("overlap.zip", overlapping(), "overlap"),
    ("locked.zip", locked(), "password"),
    ("slip.tar", tar_of("../a.txt"), "points outside"),
    ("absolute.tar", tar_of("/etc/a.txt"), "points outside"),
    ("link.tar", with_link("symbolic"), "holds a link"),
    ("hard.tar", with_link("hard"), "holds a link"),
    ("device.tar", tar_of("null", tarfile.CHRTYPE), "device or pipe"),
    ("pipe.tar", tar_of("pipe", tarfile.FIFOTYPE), "device or pipe"),
    ("bomb.tar.gz", made.tar({"a.txt": bytes(64 << 20)}, "w:gz"), "200-fold"),
    ("bomb.txt.gz", gzip.compress(bytes(64 << 20)), "200-fold"),
    ("broken.zip", zipped(("a.txt", "Made up. " * 99))[:-30], "damaged"),
    ("broken.tar.gz", made.tar(FILES, "w:gz")[:-20], "damaged"),
    ("broken.warc.gz", b"WARC/1.0\r\nnonsense", "damaged"),
]


@pytest.mark.parametrize(("name", "data", "why"), REFUSED, ids=[r[0] for r in REFUSED])
def test_what_cannot_be_right_is_refused_before_anything_is_unpacked(tmp_path, name, data, why):  # P4
    with pytest.raises(UnreadableDocument, match=why) as caught:
        opened(tmp_path, name, data)
    assert caught.value.mend
    assert list((tmp_path / "inside").iterdir()) == []
    assert {p.name for p in tmp_path.iterdir()} == {"archive", "inside"}


def test_too_many_files_are_refused(tmp_path, monkeypatch):  # P4
    monkeypatch.setattr(archives, "MOST_MEMBERS", 5)
    with pytest.raises(UnreadableDocument, match="more than 5 files"):
        opened(tmp_path, "a.zip", zipped(*((f"{n}.txt", "x") for n in range(6))))


def test_a_member_that_is_larger_than_it_says_is_refused(tmp_path):  # P4
    data = bytearray(zipped(("a.txt", "Made up. " * 10_000)))
    at = data.index(b"PK\x01\x02") + 24
    data[at : at + 4] = struct.pack("<I", 10)
    with pytest.raises(UnreadableDocument):
        opened(tmp_path, "a.zip", bytes(data))


def test_hidden_files_are_left_in_and_counted(tmp_path):
    _, found = opened(tmp_path, "a.zip", zipped((".DS_Store", "x"), ("__MACOSX/a", "x"), ("a.txt", "x")))
    assert [m.name for m in found.members] == ["a.txt"]
    assert found.left_out == ("2 hidden files left in it",)


def test_labels_are_clean_and_no_two_are_alike():
    taken = set()
    given = ["a.txt", "a.txt", "x/../a.txt", "b\x1b[2J\n.txt", "./c//d", "\udcff.txt", ""]
    labels = [label(name, taken) for name in given]
    assert labels == ["a.txt", "a (2).txt", "x/a.txt", "b?[2J?.txt", "c/d", "?.txt", "file"]


def test_an_attached_text_without_a_name_comes_out(tmp_path):
    text = MIMEText("Attached.")
    text["Content-Disposition"] = "attachment"
    message = MIMEMultipart("mixed")
    message["From"], message["Date"] = "a@example.org", "Thu, 03 Jul 2031 09:00:00 +0000"
    message["Subject"] = "Made up"
    message.attach(MIMEText("Said."))
    message.attach(text)
    files, _ = opened(tmp_path, "m.eml", message.as_bytes())
    assert files == {"part-1.txt": b"Attached."}


def answer(address, content, kind="text/html", status="200 OK"):
    stated = f"Content-Type: {kind}\r\n" if kind else ""
    http = f"HTTP/1.1 {status}\r\n{stated}\r\n".encode() + content
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://example.org/{address}\r\n"
        f"WARC-Record-ID: <urn:uuid:{address}>\r\nContent-Type: application/http; msgtype=response\r\n"
        f"Content-Length: {len(http)}\r\n\r\n"
    )
    return head.encode() + http + b"\r\n\r\n"


def test_of_a_web_archive_all_that_may_hold_words_comes_out_and_the_rest_is_named(tmp_path):
    data = (
        answer("page", b"<p>Made up.</p>", kind="") + answer("pack.zip", made.packed(FILES), "application/zip")
        + answer("sound", b"ID3", "audio/mpeg") + answer("gone", b"no", status="404 Not Found")
    )  # fmt: skip
    files, found = opened(tmp_path, "web.warc", data)
    assert set(files) == {"example.org/page", "example.org/pack.zip"}
    assert found.left_out == ("left in it: 1 answers of status 404, 1 audio/mpeg",)


def test_a_web_archive_that_explodes_is_refused(tmp_path):  # P4
    data = gzip.compress(answer("bomb", bytes(80 << 20), "text/plain"), 9)
    with pytest.raises(UnreadableDocument, match="grows too large"):
        opened(tmp_path, "web.warc.gz", data)
    assert sum(path.stat().st_size for path in (tmp_path / "inside").iterdir()) < 40 << 20


def test_one_damaged_member_does_not_stop_the_rest(tmp_path):  # P3
    data = bytearray(zipped(("good.txt", "Made up."), ("bad.txt", "Made up, too. " * 20), ("last.txt", "The last.")))
    data[data.index(b"bad.txt") + 12] ^= 0xFF
    files, found = opened(tmp_path, "a.zip", bytes(data))
    assert files == {"good.txt": b"Made up.", "last.txt": b"The last."}
    assert found.left_out == ("bad.txt is damaged",)


def test_a_way_of_packing_that_is_not_known_is_no_damage(tmp_path):
    data = bytearray(zipped(("a.txt", "Made up. " * 20)))
    entry = data.index(b"PK\x01\x02")
    data[8:10] = data[entry + 10 : entry + 12] = b"\x09\x00"
    with pytest.raises(UnreadableDocument, match="packed in a way that is not known"):
        opened(tmp_path, "a.zip", bytes(data))
