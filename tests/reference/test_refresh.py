"""How packages become lists, on small packages made here; nothing is downloaded."""

import io
import json
import tarfile
import zipfile
from hashlib import sha256
from pathlib import Path

import pytest

from webapp.reference import sources
from webapp.reference.records import FOLDER, write
from webapp.reference.refresh import README, changes, make, member, verify, with_figures
from webapp.reference.sources import ACTIVITIES, COMMUNES, COUNTRIES, PACKAGES, Package

PUBLISHED_COMMUNES = json.dumps(
    [
        {"code": "46042", "nom": "Cahors", "type": "commune-actuelle", "codesPostaux": ["46000"]},
        {"code": "75056", "nom": "Paris", "type": "commune-actuelle", "codesPostaux": ["75116", "75001"]},
        {"code": "75101", "nom": "Paris 1er", "type": "arrondissement-municipal", "codesPostaux": ["75001"]},
        {"code": "94038", "nom": "L’Haÿ-les-Roses", "type": "commune-actuelle", "codesPostaux": ["94240"]},
        {"code": "46001", "nom": "Ancienne", "type": "commune-deleguee"},
        {"code": "98412", "nom": "Archipel", "type": "commune-actuelle"},
    ]
).encode()
PUBLISHED_COUNTRIES = json.dumps(
    {
        "main": {
            "fr": {
                "localeDisplayNames": {
                    "territories": {
                        "150": "Europe",
                        "XK": "Kosovo",
                        "HK": "R.A.S. chinoise de Hong Kong",
                        "HK-alt-short": "Hong Kong",
                        "GB": "Royaume-Uni",
                        "GB-alt-short": "R.-U.",
                        "CI": "Côte d’Ivoire",
                        "CI-alt-variant": "République de Côte d’Ivoire",
                    }
                }
            }
        }
    }
).encode()
TABLE = "SOUS CLASSE;INTITULE\nA 732;\n71.12A;Activité  des géomètres ;71.12\n71.12;Activités d'ingénierie;71.1\n"


def zipped(files: dict[str, bytes]) -> bytes:
    with zipfile.ZipFile(content := io.BytesIO(), "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return content.getvalue()


def npm_package(path: Path, files: dict[str, bytes]) -> Path:
    with tarfile.open(path, "w:gz") as archive:
        for name, text in files.items():
            (info := tarfile.TarInfo(f"package/{name}")).size = len(text)
            archive.addfile(info, io.BytesIO(text))
    return path


@pytest.fixture
def archives(tmp_path: Path) -> dict[Package, Path]:
    wheel = tmp_path / "activities.whl"
    licence = f"s6r_sirene-{ACTIVITIES.version}.dist-info/licenses/LICENSE.md"
    naf = zipped({"naf2008/table_NAF2-NA.csv": TABLE.encode("cp1252")})
    wheel.write_bytes(zipped({"s6r_sirene/metadata/data/naf.zip": naf, licence: b"MIT"}))
    territories = {"main/fr/territories.json": PUBLISHED_COUNTRIES, "LICENSE": b"Unicode"}
    return {
        COMMUNES: npm_package(tmp_path / "communes.tgz", {"data/communes.json": PUBLISHED_COMMUNES}),
        ACTIVITIES: wheel,
        COUNTRIES: npm_package(tmp_path / "countries.tgz", territories),
    }


def test_communes_of_today_with_postal_codes() -> None:
    assert list(sources.communes(PUBLISHED_COMMUNES)) == [
        ("46042", "Cahors", "46000"),
        ("75056", "Paris", "75001 75116"),
        ("94038", "L'Haÿ-les-Roses", "94240"),
    ]


def test_sub_classes_of_the_table() -> None:
    published = zipped({"naf2008/table_NAF2-NA.csv": TABLE.encode("cp1252")})
    assert list(sources.activities(published)) == [("71.12A", "Activité des géomètres", "NAF rév. 2")]


def test_countries_by_their_usual_name_without_abbreviations() -> None:
    assert list(sources.countries(PUBLISHED_COUNTRIES)) == [
        ("HK", "Hong Kong", ""),
        ("GB", "Royaume-Uni", ""),
        ("CI", "Côte d'Ivoire", "République de Côte d'Ivoire"),
    ]


def test_the_lists_are_sorted_and_the_licences_stand_beside(archives: dict[Package, Path], tmp_path: Path) -> None:
    (made := tmp_path / "made").mkdir()
    make(archives, made)
    assert (made / "countries.csv").read_text("utf-8").splitlines() == [
        "code,name,other_names",
        "CI,Côte d'Ivoire,République de Côte d'Ivoire",
        "GB,Royaume-Uni,",
        "HK,Hong Kong,",
    ]
    assert (made / "activities.csv").read_text("utf-8").endswith("71.12A,Activité des géomètres,NAF rév. 2\n")
    assert (made / "communes.csv").read_bytes().count(b"\n") == 4
    assert (made / "activities.LICENSE.txt").read_text() == "MIT"
    assert (made / "countries.LICENSE.txt").read_text() == "Unicode"


def test_made_again_not_a_byte_changes(archives: dict[Package, Path], tmp_path: Path) -> None:
    (made := tmp_path / "made").mkdir()
    make(archives, made)
    before = {file.name: file.read_bytes() for file in made.iterdir()}
    make(archives, made)
    assert {file.name: file.read_bytes() for file in made.iterdir()} == before


def test_an_archive_that_is_not_the_known_one_is_refused(archives: dict[Package, Path]) -> None:
    archive = archives[COMMUNES]
    sum_ = sha256(archive.read_bytes()).hexdigest()
    verify(Package("npm", "small", "1.0", sum_), archive)
    with pytest.raises(SystemExit, match=f"small 1.0: .*{sum_}"):
        verify(Package("npm", "small", "1.0", "0" * 64), archive)


def test_a_file_that_is_no_more_in_the_package_is_told(archives: dict[Package, Path]) -> None:
    for archive in archives.values():
        with pytest.raises(KeyError, match="moved"):
            member(archive, "moved.json")


def test_changes_are_told_in_figures() -> None:
    assert changes("code,name\n1,a\n2,b\n", "code,name\n1,a\n2,c\n3,d\n") == "3 records: 2 new, 1 gone"
    assert changes("", "code,name\n1,a\n") == "1 records: 1 new, 0 gone"


def test_the_figures_of_the_readme_follow(tmp_path: Path) -> None:
    write(tmp_path / "towns.csv", ("code", "name"), [("2", "b"), ("1", "a")])
    sum_ = sha256(b"code,name\n1,a\n2,b\n").hexdigest()
    readme = with_figures(
        "# Lists\n| `towns.csv` | towns | ours | 0 | `` |\n| `others.csv` | x | y | 7 | `` |\n", tmp_path
    )
    assert readme == f"# Lists\n| `towns.csv` | towns | ours | 2 | `{sum_}` |\n| `others.csv` | x | y | 7 | `` |\n"


class TestTheReadme:
    def test_it_has_the_figures_of_the_lists_as_they_are(self) -> None:
        readme = (FOLDER / README).read_text("utf-8")
        assert with_figures(readme, FOLDER) == readme
        for file in FOLDER.glob("*.csv"):
            assert sha256(file.read_bytes()).hexdigest() in readme, file.name

    def test_it_names_each_package_and_version(self) -> None:
        readme = (FOLDER / README).read_text("utf-8")
        for package in PACKAGES:
            assert f"`{package.name}` | {package.version} |" in readme

    def test_the_licences_that_ask_for_it_stand_beside(self) -> None:
        assert "INSEE" in (FOLDER / "activities.LICENSE.txt").read_text("utf-8")
        assert "UNICODE LICENSE V3" in (FOLDER / "countries.LICENSE.txt").read_text("utf-8")
