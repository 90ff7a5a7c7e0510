"""Does a file hold what its format promises, and nothing that could harm the one who opens it? Answers one word.

Runs as a program of its own, `python -I structure.py FILE EXTENSION`: a file of 20 MB can unfold to 20 GB, or keep a
decoder busy for minutes, before a library gives the hand back; the kernel stops a process that goes over its limits,
nothing stops a thread. So nothing of webapp is imported here, and each library only when its format comes.
"""

import re
import resource
import sys
import zipfile
from collections.abc import Callable
from contextlib import suppress
from enum import StrEnum
from pathlib import Path, PurePosixPath
from typing import Any

CPU_SECONDS = 10
MEMORY = 1024**3  # bytes
OPEN_FILES = 64
MAX_PIXELS = 40_000_000
MAX_ENTRIES = 5_000
MAX_STREAM = 64 * 1024**2  # bytes that a PDF's table or stream of objects may give; usual ones stay under 1 MiB
MAX_UNFOLDED = 256 * 1024**2  # bytes of a whole zip
MAX_RATIO = 200  # a spreadsheet reaches 50, a bomb passes 1 000
NO_RATIO_UNDER = 5 * 1024**2  # bytes unfolded


class Verdict(StrEnum):
    FINE = "fine"
    BROKEN = "broken"
    LOCKED = "locked"  # asks for a password before it shows anything
    ACTIVE = "active"  # a PDF that runs JavaScript or starts a program
    CARRIER = "carrier"  # a PDF with files attached
    MACROS = "macros"
    POLYGLOT = "polyglot"  # another file hides before, behind or inside
    OTHER_KIND = "other-kind"  # sound, but not what its extension says
    TOO_MANY_PIXELS = "too-many-pixels"
    TOO_MUCH = "too-much"


class Found(Exception):
    def __init__(self, verdict: Verdict) -> None:
        super().__init__(verdict)
        self.verdict = verdict


def examine(path: Path, extension: str) -> Verdict:
    """`extension` is one of CHECKS, and the first bytes of the file are already known to fit it."""
    try:
        CHECKS[extension](path, extension)
    except Found as found:
        return found.verdict
    except MemoryError:
        return Verdict.TOO_MUCH
    except Exception:  # the libraries meet hostile bytes here: whatever they raise is about the file
        return Verdict.BROKEN
    return Verdict.FINE


# ---- PDF

# A cheap look at each object; what matches is then read properly, as these words may stand in an innocent text.
_SUSPECT = re.compile(rb"/(?:JavaScript|JS|Launch|EF)\b")

_UNREAD = re.compile(r"error decoding stream data|unfilterable stream|\blimit\b", re.IGNORECASE)


def _check_pdf(path: Path, extension: str) -> None:
    import pikepdf  # noqa: PLC0415 (see the top)
    from pikepdf.settings import set_qpdf_limits  # noqa: PLC0415

    _before, mark, after = _tail(path, 1024).rpartition(b"%%EOF")
    if not mark:
        raise Found(Verdict.BROKEN)
    if after.strip(b" \t\r\n\f\0"):
        raise Found(Verdict.POLYGLOT)
    _refuse_hidden_zip(path)
    set_qpdf_limits(flate_max_memory=MAX_STREAM, run_length_max_memory=MAX_STREAM, max_stream_filters=2)
    try:
        # A password that only forbids printing or copying lets everybody read: such files open, and are accepted.
        with pikepdf.open(path) as pdf:
            for thing in pdf.objects:
                _check_pdf_object(thing)
            # qpdf goes on without the streams of objects that it could not unfold, where anything may hide.
            if any(_UNREAD.search(warning) for warning in pdf.get_warnings()):
                raise Found(Verdict.TOO_MUCH)
            if not len(pdf.pages):
                raise Found(Verdict.BROKEN)
    except pikepdf.PasswordError as error:
        raise Found(Verdict.LOCKED) from error


def _check_pdf_object(thing: Any) -> None:
    from pikepdf import Array, Dictionary, Object, Stream  # noqa: PLC0415

    if isinstance(thing, Stream):
        thing = thing.stream_dict
    if not isinstance(thing, Object) or not _SUSPECT.search(thing.unparse(resolved=True)):
        return
    inside: list[Any] = [thing]
    while inside:
        item = inside.pop()
        if isinstance(item, Dictionary):
            if "/EF" in item:
                raise Found(Verdict.CARRIER)
            if "/JS" in item or "/JavaScript" in item or item.get("/S") in ("/JavaScript", "/Launch"):
                raise Found(Verdict.ACTIVE)
            inside += [child for _, child in item.items() if isinstance(child, Object) and not child.is_indirect]
        elif isinstance(item, Array):
            inside += [child for child in item if isinstance(child, Object) and not child.is_indirect]


# ---- Word, Excel, OpenDocument: zip archives

_OOXML_MAIN = {
    "docx": b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
    "xlsx": b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
}
_ODF_TYPE = {
    "odt": b"application/vnd.oasis.opendocument.text",
    "ods": b"application/vnd.oasis.opendocument.spreadsheet",
}
_MACROS = re.compile(r"^/(basic|scripts)/|vbaproject|vbadata|/activex/|/macrosheets/", re.IGNORECASE)


def _check_office(path: Path, extension: str) -> None:
    with zipfile.ZipFile(path) as archive:
        entries = archive.infolist()
        _check_zip_size(entries)
        _check_zip_edges(path, entries)
        if any(entry.flag_bits & 1 for entry in entries):
            raise Found(Verdict.LOCKED)
        if any(_MACROS.search("/" + entry.filename.replace("\\", "/")) for entry in entries):
            raise Found(Verdict.MACROS)
        if archive.testzip() is not None:  # reads everything, no more than was declared, and compares checksums
            raise Found(Verdict.BROKEN)
        if "mimetype" in archive.namelist():
            _check_odf(archive, extension)
        else:
            _check_ooxml(archive, extension)


def _check_zip_size(entries: list[zipfile.ZipInfo]) -> None:
    unfolded = sum(entry.file_size for entry in entries)
    folded = sum(entry.compress_size for entry in entries)
    too_dense = unfolded > NO_RATIO_UNDER and unfolded > MAX_RATIO * folded
    if len(entries) > MAX_ENTRIES or unfolded > MAX_UNFOLDED or too_dense:
        raise Found(Verdict.TOO_MUCH)


def _check_zip_edges(path: Path, entries: list[zipfile.ZipInfo]) -> None:
    """The archive is the whole file; each name is there once and stays inside."""
    end_record = _tail(path, 22)  # its length when there is no comment
    if not end_record.startswith(b"PK\5\6") or min(entry.header_offset for entry in entries) != 0:
        raise Found(Verdict.POLYGLOT)
    names = [PurePosixPath(entry.filename) for entry in entries]
    if len(set(names)) != len(names) or any(name.is_absolute() or ".." in name.parts for name in names):
        raise Found(Verdict.BROKEN)


def _check_ooxml(archive: zipfile.ZipFile, extension: str) -> None:
    types = archive.read("[Content_Types].xml")
    if b"macroenabled" in types.lower():
        raise Found(Verdict.MACROS)
    if _OOXML_MAIN.get(extension, b"?") not in types:
        raise Found(Verdict.OTHER_KIND if any(kind in types for kind in _OOXML_MAIN.values()) else Verdict.BROKEN)


def _check_odf(archive: zipfile.ZipFile, extension: str) -> None:
    if archive.read("mimetype").strip() != _ODF_TYPE.get(extension):
        raise Found(Verdict.OTHER_KIND)
    if b"encryption-data" in archive.read("META-INF/manifest.xml"):
        raise Found(Verdict.LOCKED)
    archive.getinfo("content.xml")


# ---- Images


def _check_image(path: Path, extension: str) -> None:
    from PIL import Image  # noqa: PLC0415

    _refuse_hidden_zip(path)
    kind = "PNG" if extension == "png" else "JPEG"
    try:
        image = Image.open(path, formats=[kind])
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Found(Verdict.TOO_MANY_PIXELS) from error
    with image:
        if image.width * image.height > MAX_PIXELS:
            raise Found(Verdict.TOO_MANY_PIXELS)
        if kind == "JPEG":  # phones append videos and previews: what follows the image is not judged
            image.draft("RGB", (image.width // 8, image.height // 8))  # decodes all of it, keeps an eighth
            image.load()
            return
        image.verify()  # every chunk and its checksum, without unfolding the pixels
    if _tail(path, 8) != b"IEND\xaeB`\x82":
        raise Found(Verdict.POLYGLOT)


# ---- CSV

# What a text never holds: every control but tab, line feed, form feed and carriage return.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")


def _check_csv(path: Path, _: str) -> None:
    _refuse_hidden_zip(path)
    if not (_reads_as(path, "utf-8") or _reads_as(path, "cp1252")):
        raise Found(Verdict.BROKEN)


def _reads_as(path: Path, encoding: str) -> bool:
    try:
        with path.open(encoding=encoding, newline="") as text:
            return not any(_CONTROL.search(block) for block in iter(lambda: text.read(1024**2), ""))
    except UnicodeDecodeError:
        return False


# ---- All


def _refuse_hidden_zip(path: Path) -> None:
    """A zip is read from its end, so that one can hide behind a file of any other format."""
    if zipfile.is_zipfile(path):
        raise Found(Verdict.POLYGLOT)


def _tail(path: Path, length: int) -> bytes:
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - length))
        return file.read()


CHECKS: dict[str, Callable[[Path, str], None]] = {
    "pdf": _check_pdf,
    "jpg": _check_image,
    "png": _check_image,
    "docx": _check_office,
    "xlsx": _check_office,
    "odt": _check_office,
    "ods": _check_office,
    "csv": _check_csv,
}


LIMITS = {
    resource.RLIMIT_CPU: CPU_SECONDS,
    resource.RLIMIT_AS: MEMORY,
    resource.RLIMIT_NOFILE: OPEN_FILES,
    resource.RLIMIT_FSIZE: 0,  # writes no file
    resource.RLIMIT_CORE: 0,
    resource.RLIMIT_NPROC: 0,  # starts nothing
}


if __name__ == "__main__":
    for limit, most in LIMITS.items():
        with suppress(ValueError):  # macOS knows no limit of memory
            resource.setrlimit(limit, (most, most))
    print(examine(Path(sys.argv[1]), sys.argv[2]))
