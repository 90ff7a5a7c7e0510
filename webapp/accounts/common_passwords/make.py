"""Makes passwords.txt and french.txt again. Its argument is the folder of the packages that README.md names."""

import gzip
import json
import re
import sys
import tarfile
import zipfile
from collections.abc import Iterable
from pathlib import Path

from webapp.accounts.common_passwords import FOLDER
from webapp.accounts.guessable import fold

ENTRY = re.compile(r"(?!\d{1,5}$)[!-~]{4,25}")  # a shorter number is a date or the end of a telephone number
WORD = re.compile(r"[a-z]{4,25}")


def _json(package: Path, name: str) -> list[str]:
    with tarfile.open(package) as archive:
        member = archive.extractfile(f"package/src/{name}.json")
        assert member is not None  # noqa: S101
        words: list[str] = json.load(member)
        return words


def _write(name: str, texts: Iterable[str], kept: re.Pattern[str]) -> None:
    entries = sorted({entry for entry in map(fold, texts) if kept.fullmatch(entry)})
    (FOLDER / name).write_text("\n".join(entries) + "\n", "ascii")
    print(f"{name}: {len(entries)} entries")


def main(packages: Path) -> None:
    common = packages / "zxcvbn-ts-language-common-4.1.3.tgz"
    french = packages / "zxcvbn-ts-language-fr-4.1.2.tgz"
    with zipfile.ZipFile(packages / "django-5.2.19-py3-none-any.whl") as wheel:
        django = gzip.decompress(wheel.read("django/contrib/auth/common-passwords.txt.gz")).decode().split("\n")
    _write("passwords.txt", [*_json(common, "passwords"), *django], ENTRY)
    _write(
        "french.txt", [*_json(french, "commonWords"), *_json(french, "firstnames"), *_json(french, "lastnames")], WORD
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
