"""Made-up documents of every format, from the same text, so that what comes out can be held against what went in."""

import gzip
import io
import random
import tarfile
import zipfile
import zlib
from email.message import EmailMessage

from PIL import Image, ImageDraw

__all__ = ["KINDS", "make", "packed", "pdf", "text"]

NAMES = ["Ombra Vask", "Tilde Orren", "Marek Sollin", "Ania Dreve", "Joren Hask"]
PLACES = ["Velmar", "Osk", "Trin", "Halvard", "Upper Dray"]


def text(seed: int, n_paragraphs: int = 5) -> list[str]:
    """A headline and paragraphs, all plainly made up."""
    rng = random.Random(seed)
    paragraphs = [f"Made-up report number {seed} from {rng.choice(PLACES)}"]
    for _ in range(n_paragraphs):
        number, place, name = rng.randint(2, 400), rng.choice(PLACES), rng.choice(NAMES)
        paragraphs.append(
            f"{name} said on {rng.randint(1, 28)} July 2031 that over {number} people were killed in {place}. "
            "Nobody in this text exists, and nothing in it happened."
        )
    return paragraphs


def packed(parts: dict[str, bytes | str], *, stored: tuple[str, ...] = ()) -> bytes:
    """A ZIP file with parts in the order given."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            kind = zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED
            archive.writestr(zipfile.ZipInfo(name, (2031, 7, 1, 0, 0, 0)), content, kind)
    return buffer.getvalue()


def pdf(pages: list[list[str]], *, title: str = "", author: str = "") -> bytes:
    """A PDF with the lines of each page; no two lines overlap, and a line that is empty makes a gap."""
    objects = ["<</Type/Catalog/Pages 2 0 R>>", ""]
    kids = []
    font = "<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>"
    for lines in pages:
        shown = [f"1 0 0 1 50 {790 - 14 * n} Tm ({_escaped(line)}) Tj" for n, line in enumerate(lines) if line]
        stream = f"BT /F1 10 Tf {' '.join(shown)} ET"
        kids.append(f"{len(objects) + 1} 0 R")
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents {len(objects) + 2} 0 R/Resources{font}>>"
        )
        objects.append(f"<</Length {len(stream)}>>stream\n{stream}\nendstream")
    objects[1] = f"<</Type/Pages/Kids[{' '.join(kids)}]/Count {len(kids)}>>"
    objects.append(f"<</Title({_escaped(title)})/Author({_escaped(author)})>>")
    return _assembled([o.encode("latin-1", "replace") for o in objects], info=len(objects))


def _assembled(objects: list[bytes], *, info: int | None = None) -> bytes:
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj" % number + body + b"endobj\n"
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    about = b"/Info %d 0 R" % info if info else b""
    out += b"trailer<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, about, start)
    return bytes(out)


def scanned_pdf(lines: list[str]) -> bytes:
    """A PDF of one page that is a picture of text."""
    image = picture(lines)
    data = zlib.compress(image.tobytes())
    width, height = image.size
    body = b"q 595 0 0 842 0 0 cm /Im0 Do Q"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</XObject<</Im0 5 0 R>>>>>>",
        b"<</Length %d>>stream\n" % len(body) + body + b"\nendstream",
        b"<</Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceGray/BitsPerComponent 8"
        b"/Filter/FlateDecode/Length %d>>stream\n" % (width, height, len(data)) + data + b"\nendstream",
    ]
    return _assembled(objects)


def picture(lines: list[str]) -> Image.Image:
    """A page of text as a picture of 200 dots per inch."""
    image = Image.new("L", (1654, 2339), 255)
    draw = ImageDraw.Draw(image)
    for number, line in enumerate(lines):
        draw.text((140, 140 + 60 * number), line, fill=0, font_size=40)
    return image


def _escaped(line: str) -> str:
    return line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


def _xml(value: str) -> str:
    return value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def docx(paragraphs: list[str], *, author: str = "A. Sample") -> bytes:
    w = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    head = f'<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr><w:r><w:t>{_xml(paragraphs[0])}</w:t></w:r></w:p>'
    body = "".join(f"<w:p><w:r><w:t>{_xml(p)}</w:t></w:r></w:p>" for p in paragraphs[1:])
    core = (
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{_xml(paragraphs[0])}</dc:title><dc:creator>{author}</dc:creator></cp:coreProperties>"
    )
    return packed(
        {
            "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
            "word/document.xml": f"<w:document {w}><w:body>{head}{body}</w:body></w:document>",
            "docProps/core.xml": core,
        }
    )


def odt(paragraphs: list[str]) -> bytes:
    office = "urn:oasis:names:tc:opendocument:xmlns"
    space = f'xmlns:office="{office}:office:1.0" xmlns:text="{office}:text:1.0" xmlns:table="{office}:table:1.0"'
    body = f"<text:h>{_xml(paragraphs[0])}</text:h>" + "".join(f"<text:p>{_xml(p)}</text:p>" for p in paragraphs[1:])
    inner = f"<office:body><office:text>{body}</office:text></office:body>"
    content = f"<office:document-content {space}>{inner}</office:document-content>"
    return packed({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content}, stored=("mimetype",))


def epub(paragraphs: list[str]) -> bytes:
    container = (
        '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
        '<rootfile full-path="OPS/book.opf"/></rootfiles></container>'
    )
    package = (
        '<package xmlns="http://www.idpf.org/2007/opf"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{_xml(paragraphs[0])}</dc:title><dc:creator>A. Sample</dc:creator><dc:language>en</dc:language>"
        '<dc:date>2031-07-03</dc:date></metadata><manifest><item id="one" href="one.xhtml"/></manifest>'
        '<spine><itemref idref="one"/></spine></package>'
    )
    body = f"<h1>{_xml(paragraphs[0])}</h1>" + "".join(f"<p>{_xml(p)}</p>" for p in paragraphs[1:])
    chapter = f'<html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title></head><body>{body}</body></html>'
    return packed(
        {"mimetype": "application/epub+zip", "META-INF/container.xml": container, "OPS/book.opf": package,
         "OPS/one.xhtml": chapter},
        stored=("mimetype",),
    )  # fmt: skip


def rtf(paragraphs: list[str]) -> bytes:
    body = r"\par ".join(p.encode("cp1252", "replace").decode("latin-1") for p in paragraphs)
    return (r"{\rtf1\ansi{\info{\title " + paragraphs[0] + r"}{\author A. Sample}}" + body + "}").encode("latin-1")


def html(paragraphs: list[str]) -> bytes:
    body = "".join(f"<p>{_xml(p)}</p>" for p in paragraphs[1:])
    meta = '<meta name="author" content="A. Sample"><meta property="og:site_name" content="The Made-up Herald">'
    date = '<meta property="article:published_time" content="2021-07-03T09:00:00Z">'
    head = f"<head><meta charset=utf-8><title>{_xml(paragraphs[0])}</title>{meta}{date}</head>"
    page = f"<!doctype html><html lang=en>{head}"
    return (
        f"{page}<body><nav>Home News Sport</nav><article><h1>{_xml(paragraphs[0])}</h1>{body}</article></body></html>"
    ).encode()


def eml(paragraphs: list[str], attachments: dict[str, bytes] | None = None) -> bytes:
    message = EmailMessage()
    message["From"], message["To"] = "A. Sample <a@example.org>", "b@example.org"
    message["Subject"], message["Date"] = paragraphs[0], "Thu, 03 Jul 2031 09:00:00 +0000"
    message["Message-ID"] = "<made-up@example.org>"
    message.set_content("\n\n".join(paragraphs[1:]))
    for name, content in (attachments or {}).items():
        message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    for part in message.walk():
        if part.is_multipart():
            part.set_boundary("made-up-boundary")
    return message.as_bytes()


def warc(pages: dict[str, bytes]) -> bytes:
    """A web archive with one answer per address."""
    out = b""
    for number, (address, content) in enumerate(pages.items()):
        http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + content
        head = (
            f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {address}\r\nWARC-Date: 2021-07-03T00:00:00Z\r\n"
            f"WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-{number:012d}>\r\n"
            f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
        )
        out += gzip.compress(head.encode() + http + b"\r\n\r\n", mtime=0)
    return out


def tar(files: dict[str, bytes], mode: str = "w") -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode=mode) as archive:
        for name, content in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return buffer.getvalue()


KINDS = {
    "txt": lambda p: "\n\n".join(p).encode(),
    "md": lambda p: ("# " + "\n\n".join(p)).encode(),
    "html": html,
    "pdf": lambda p: pdf([[line for para in p for line in (*_wrapped(para), "")]], title=p[0], author="A. Sample"),
    "docx": docx,
    "odt": odt,
    "rtf": rtf,
    "eml": eml,
    "epub": epub,
}
"""Ending of a name → what makes such a file from paragraphs."""


def _wrapped(paragraph: str, width: int = 90) -> list[str]:
    lines, line = [], ""
    for word in paragraph.split():
        if line and len(line) + len(word) >= width:
            lines.append(line)
            line = ""
        line = f"{line} {word}".strip()
    return [*lines, line]


def make(kind: str, seed: int) -> bytes:
    """One made-up document."""
    return KINDS[kind](text(seed))
