"""Small real files of each accepted format, and the hostile ones, made on the spot."""

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name
from PIL import Image

OOXML = "application/vnd.openxmlformats-officedocument."
MAIN_TYPES = {
    "docx": OOXML + "wordprocessingml.document.main+xml",
    "xlsx": OOXML + "spreadsheetml.sheet.main+xml",
}
ODF_TYPES = {
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
}
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
PROGRAM = b"MZ\x90\0\3\0\0\0" + bytes(120)


def pdf(*, encryption: pikepdf.Encryption | None = None, **catalog: Any) -> bytes:
    """One blank page; `catalog` adds entries to the root of the document."""
    document = pikepdf.new()
    document.add_blank_page()
    for name, value in catalog.items():
        document.Root[f"/{name}"] = value
    out = io.BytesIO()
    document.save(out, encryption=encryption or False)
    return out.getvalue()


def locked_pdf(*, user: str, owner: str) -> bytes:
    return pdf(encryption=pikepdf.Encryption(user=user, owner=owner))


def action(kind: str, **entries: Any) -> Dictionary:
    return Dictionary({"/S": Name(f"/{kind}")} | {f"/{name}": value for name, value in entries.items()})


def pdf_with_attachment() -> bytes:
    document = pikepdf.new()
    document.add_blank_page()
    document.attachments["facture.exe"] = PROGRAM
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def pdf_with_hidden_script() -> bytes:
    """The script lies in a compressed stream of objects, and its name is written `/J#61vaScript`."""
    document = pikepdf.new()
    document.add_blank_page()
    document.Root.OpenAction = document.make_indirect(Dictionary(A=Array([action("JavaScript", JS="app.alert(1)")])))
    out = io.BytesIO()
    document.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()


def pdf_bomb(unfolded: int) -> bytes:
    """A script in a stream of objects that unfolds to so many bytes."""
    packer = zlib.compressobj()
    packed = packer.compress(b"4 0 <</S/JavaScript/JS(app.alert(1))>>")
    for _ in range(unfolded // 2**20):
        packed += packer.compress(b" " * 2**20)
    packed += packer.flush()
    bodies = [
        b"<</Type/Catalog/Pages 2 0 R/OpenAction 4 0 R>>",
        b"<</Type/Pages/Kids[5 0 R]/Count 1>>",
        b"<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length %d>>stream\n%s\nendstream" % (len(packed), packed),
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>",
    ]
    out, table = bytearray(b"%PDF-1.7\n"), {0: (0, 0, 65535), 4: (2, 3, 0)}
    for number, body in zip((1, 2, 3, 5), bodies, strict=True):
        table[number] = (1, len(out), 0)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table[6] = (1, len(out), 0)
    rows = b"".join(struct.pack(">BIH", *table[number]) for number in range(7))
    out += b"6 0 obj\n<</Type/XRef/Size 7/W[1 4 2]/Root 1 0 R/Length 49>>stream\n%s\nendstream\nendobj\n" % rows
    return bytes(out) + b"startxref\n%d\n%%%%EOF\n" % table[6][1]


def image(kind: str, size: tuple[int, int] = (40, 30)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "teal").save(out, kind)
    return out.getvalue()


def png_of(width: int, height: int) -> bytes:
    """A PNG that claims these dimensions, whatever its few bytes hold."""
    small = image("PNG")
    header = struct.pack(">II", width, height) + small[24:29]
    return small[:16] + header + struct.pack(">I", zlib.crc32(b"IHDR" + header)) + small[33:]


def office(extension: str, extra: Mapping[str, bytes] | None = None, **replaced: bytes) -> bytes:
    """A minimal document; `replaced` changes its declaration (`types`, `mimetype` or `manifest`)."""
    if extension in MAIN_TYPES:
        types = f'<Types><Override PartName="/main.xml" ContentType="{MAIN_TYPES[extension]}"/></Types>'.encode()
        parts = {"[Content_Types].xml": replaced.get("types", types), "main.xml": b"<main/>"}
    else:
        parts = {
            "mimetype": replaced.get("mimetype", ODF_TYPES[extension].encode()),
            "content.xml": b"<content/>",
            "META-INF/manifest.xml": replaced.get("manifest", b"<manifest/>"),
        }
    return zipped(parts | dict(extra or {}))


def zipped(parts: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def zipped_with_password(extension: str) -> bytes:
    """The flag of each entry says "encrypted", in the archive's directory."""
    content = bytearray(office(extension))
    place = content.find(b"PK\x01\x02")
    while place != -1:
        content[place + 8] |= 1
        place = content.find(b"PK\x01\x02", place + 4)
    return bytes(content)
