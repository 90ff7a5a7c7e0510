"""Is this uploaded file acceptable? Its extension, its first bytes and its structure must tell the same story.

The signatures are a table of our own: four of them recognise every format that we take, and `structure` then opens the
file with the parser of its format, so that a library of thousands of signatures (puremagic) would add nothing.
"""

import subprocess
import sys
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from webapp.core.refusals import Busy, Refused
from webapp.core.typed import is_invisible
from webapp.documents import structure
from webapp.documents.structure import Verdict

LONGEST_NAME = 150
LONGEST_INSPECTION = 30  # seconds
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


class FileRefused(Refused):
    """This file cannot be accepted; the reason is a sentence that says what to do."""


@dataclass(frozen=True, slots=True)
class Format:
    extension: str
    media_type: str
    label: str
    signature: bytes  # how such a file begins; empty for text


@dataclass(frozen=True, slots=True)
class Inspected:
    """`extension` is the usual one of the format, without its dot; `clean_name` is for people to read."""

    media_type: str
    extension: str
    clean_name: str


_OFFICE = "application/vnd.openxmlformats-officedocument."
_OPEN = "application/vnd.oasis.opendocument."
FORMATS = (
    Format("pdf", "application/pdf", "PDF", b"%PDF-"),
    Format("jpg", "image/jpeg", "JPEG", b"\xff\xd8\xff"),
    Format("png", "image/png", "PNG", b"\x89PNG\r\n\x1a\n"),
    Format("docx", _OFFICE + "wordprocessingml.document", "Word (.docx)", _ZIP),
    Format("xlsx", _OFFICE + "spreadsheetml.sheet", "Excel (.xlsx)", _ZIP),
    Format("odt", _OPEN + "text", "OpenDocument texte (.odt)", _ZIP),
    Format("ods", _OPEN + "spreadsheet", "OpenDocument classeur (.ods)", _ZIP),
    Format("csv", "text/csv", "CSV", b""),
)
_BY_EXTENSION = {format_.extension: format_ for format_ in FORMATS} | {"jpeg": FORMATS[1]}

# For `<input type="file" accept="…">`. Phones turn HEIC photos into JPEG because image/jpeg is named and HEIC is not.
ACCEPT = ",".join([f".{extension}" for extension in _BY_EXTENSION] + [format_.media_type for format_ in FORMATS])
ACCEPTED_FORMATS = "Formats acceptés : PDF, JPEG, PNG, Word (.docx), Excel (.xlsx), OpenDocument (.odt, .ods) et CSV."

_AGAIN = "puis déposez-le à nouveau."
_REMEDIES = {
    "doc rtf pages wps docm dot dotx": f"Enregistrez ce document au format .docx ou PDF, {_AGAIN}",
    "xls xlsm xlsb numbers fods": f"Enregistrez ce classeur au format .xlsx ou PDF, {_AGAIN}",
    "ppt pptx odp key": f"Enregistrez cette présentation au format PDF, {_AGAIN}",
    "heic heif tif tiff bmp gif webp avif svg": "Enregistrez cette image au format JPEG, puis déposez-la à nouveau.",
    "zip rar 7z gz tar": "Déposez les fichiers un par un, sans les compresser.",
    "txt html htm eml msg xml": f"Imprimez ce fichier au format PDF, {_AGAIN}",
}
_REMEDY = {extension: remedy for extensions, remedy in _REMEDIES.items() for extension in extensions.split()}

_EMPTY = f"Ce fichier est vide. Vérifiez-le sur votre appareil, {_AGAIN}"
_BROKEN = f"Ce fichier est abîmé ou incomplet. Vérifiez qu'il s'ouvre sur votre appareil, {_AGAIN}"
_TOO_MUCH = "Ce fichier est trop complexe pour être vérifié. Imprimez-le au format PDF, puis déposez ce PDF."
_REASONS = {
    Verdict.BROKEN: _BROKEN,
    Verdict.LOCKED: f"Ce document est protégé par un mot de passe. Enregistrez-le sans mot de passe, {_AGAIN}",
    Verdict.ACTIVE: "Ce PDF contient un programme (JavaScript ou lancement d'une application). "
    "Imprimez-le au format PDF, puis déposez le nouveau fichier.",
    Verdict.CARRIER: "Ce PDF contient d'autres fichiers en pièces jointes. Imprimez-le au format PDF, "
    "puis déposez le nouveau fichier et chaque pièce jointe séparément.",
    Verdict.MACROS: f"Ce document contient des macros. Enregistrez-le sans macros ou au format PDF, {_AGAIN}",
    Verdict.POLYGLOT: f"Ce fichier en contient un autre. Ouvrez-le, enregistrez-le sous un nouveau nom, {_AGAIN}",
    Verdict.TOO_MANY_PIXELS: "Cette image est trop grande (plus de 40 millions de pixels). "
    "Réduisez ses dimensions, puis déposez-la à nouveau.",
    Verdict.TOO_MUCH: _TOO_MUCH,
}
_LOCKED_PDF = f"Ce PDF est protégé par un mot de passe. Enlevez le mot de passe ou imprimez-le au format PDF, {_AGAIN}"
_NOT_CSV = f"Ce fichier n'est pas un tableau CSV lisible. Enregistrez-le au format « CSV UTF-8 », {_AGAIN}"
_LOCKED_OR_OLD = (
    "Ce document est protégé par un mot de passe ou dans un ancien format. "
    f"Enregistrez-le sans mot de passe, au format {{label}}, {_AGAIN}"
)


def inspect(path: Path, filename: str) -> Inspected:
    """Raises FileRefused; Busy when the machine had no time for it. A tenth of a second as a rule: call it in a thread.

    Worst case, whatever the file: 10 s of processor and 1 GiB of memory in a process of its own, 30 s in all; here,
    a few kilobytes.
    """
    name = clean_name(filename)
    format_ = _format_of(name)
    with path.open("rb") as file:
        start = file.read(1024)
    if not start:
        raise FileRefused(_EMPTY)
    _check_start(start, format_)
    verdict = _structure(path, format_.extension)
    if verdict is not Verdict.FINE:
        raise FileRefused(_reason(verdict, format_))
    return Inspected(format_.media_type, format_.extension, name)


def format_label(filename: str) -> str:
    """How people call the format of a file whose extension is one of ours: `OpenDocument classeur (.ods)`."""
    return _BY_EXTENSION[filename.rpartition(".")[2].lower()].label


def clean_name(filename: str) -> str:
    """The last part of the path, without what cannot be seen (controls, bidirectional overrides), never empty.

    At most 150 characters, extension kept.
    """
    name = unicodedata.normalize("NFC", filename).replace("\\", "/")
    visible = (" " if unicodedata.category(c)[0] == "Z" else c for c in name if not is_invisible(c))
    name = " ".join("".join(visible).rpartition("/")[2].split()).rstrip(". ")
    stem, dot, extension = name.rpartition(".")
    if not dot or len(extension) > LONGEST_NAME // 2:
        return name[:LONGEST_NAME].strip(". ") or "document"
    return f"{stem[: LONGEST_NAME - len(extension) - 1].strip('. ') or 'document'}.{extension}"


def _format_of(name: str) -> Format:
    _, dot, extension = name.rpartition(".")
    if not dot:
        raise FileRefused(f"Le nom de ce fichier n'a pas d'extension, comme « .pdf ». {ACCEPTED_FORMATS}")
    extension = extension.lower()
    if extension not in _BY_EXTENSION:
        raise FileRefused(_REMEDY.get(extension) or f"Ce format de fichier n'est pas accepté. {ACCEPTED_FORMATS}")
    return _BY_EXTENSION[extension]


def _check_start(start: bytes, format_: Format) -> None:
    real = next((other for other in FORMATS if other.signature and start.startswith(other.signature)), None)
    if (real is None and not format_.signature) or (real and real.signature == format_.signature):
        if format_.extension != "pdf" and b"%PDF-" in start:  # readers look for it in the first kilobyte
            raise FileRefused(_REASONS[Verdict.POLYGLOT])
        return
    if start.startswith(_OLE) and format_.signature == _ZIP:
        raise FileRefused(_LOCKED_OR_OLD.format(label=format_.label))
    if real and real.signature != _ZIP:
        raise FileRefused(
            f"Ce fichier se termine par « .{format_.extension} » mais c'est un fichier {real.label}. "
            f"Renommez-le en « .{real.extension} », {_AGAIN}"
        )
    raise FileRefused(_not_really(format_))


def _not_really(format_: Format) -> str:
    return (
        f"Ce fichier n'est pas un fichier {format_.label}, malgré son nom. Ouvrez-le sur votre appareil, "
        f"enregistrez-le dans ce format, {_AGAIN}"
    )


def _structure(path: Path, extension: str) -> Verdict:
    """In a process without our environment, where all secrets are: libraries meet hostile bytes there."""
    command = [sys.executable, "-I", structure.__file__, str(path), extension]
    try:
        done = subprocess.run(  # noqa: S603 (our own)
            command,
            env={},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=LONGEST_INSPECTION,
            check=True,
        )
        return Verdict(done.stdout.strip())
    except subprocess.TimeoutExpired as error:  # not the file: its limit of processor comes first
        raise Busy from error
    except (subprocess.SubprocessError, ValueError):  # stopped by a limit, or crashed
        return Verdict.TOO_MUCH


def _reason(verdict: Verdict, format_: Format) -> str:
    if verdict is Verdict.LOCKED and format_.extension == "pdf":
        return _LOCKED_PDF
    if verdict is Verdict.OTHER_KIND:
        return _not_really(format_)
    if verdict is Verdict.BROKEN and format_.extension == "csv":
        return _NOT_CSV
    return _REASONS[verdict]
