"""A file is accepted when its extension, its first bytes and its structure agree, and when it can harm nobody."""

import resource
import subprocess
import sys
import unicodedata
from pathlib import Path

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name

from tests.documents import sample_files as make
from webapp.core.refusals import Busy
from webapp.documents import inspection, structure
from webapp.documents.inspection import ACCEPT, ACCEPTED_FORMATS, FORMATS, FileRefused, clean_name, inspect
from webapp.documents.structure import Verdict, examine

GOOD = {
    "pdf": make.pdf(),
    "jpg": make.image("JPEG"),
    "png": make.image("PNG"),
    "docx": make.office("docx"),
    "xlsx": make.office("xlsx"),
    "odt": make.office("odt"),
    "ods": make.office("ods"),
    "csv": "Libellé;Montant\r\nLoyer;1 200,50 €\r\n".encode(),
}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "upload"


def refusal(path: Path, content: bytes, filename: str) -> str:
    path.write_bytes(content)
    with pytest.raises(FileRefused) as refused:
        inspect(path, filename)
    return refused.value.reason


def verdict(path: Path, content: bytes, extension: str) -> Verdict:
    path.write_bytes(content)
    return examine(path, extension)


class TestAccepted:
    @pytest.mark.parametrize("extension", GOOD)
    def test_each_format_by_its_usual_name(self, path: Path, extension: str) -> None:
        path.write_bytes(GOOD[extension])

        found = inspect(path, f"Budget prévisionnel.{extension}")

        assert found.extension == extension
        assert found.media_type == next(f.media_type for f in FORMATS if f.extension == extension)
        assert found.clean_name == f"Budget prévisionnel.{extension}"

    @pytest.mark.parametrize("name", ["photo.JPG", "photo.jpeg", "photo.JPEG", "photo.jpg. "])
    def test_a_jpeg_by_any_of_its_names(self, path: Path, name: str) -> None:
        path.write_bytes(GOOD["jpg"])

        assert inspect(path, name).extension == "jpg"

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
    def test_a_csv_in_any_usual_encoding(self, path: Path, encoding: str) -> None:
        assert verdict(path, "Libellé;Montant\nÉté;12 €\n".encode(encoding), "csv") is Verdict.FINE

    def test_a_pdf_whose_password_only_forbids_printing(self, path: Path) -> None:
        assert verdict(path, make.locked_pdf(user="", owner="secret"), "pdf") is Verdict.FINE

    def test_a_pdf_that_only_speaks_of_scripts(self, path: Path) -> None:
        harmless = make.pdf(Comment=Dictionary(Text=pikepdf.String("voir /JavaScript, /Launch et /EF")))

        assert verdict(path, harmless, "pdf") is Verdict.FINE

    def test_a_photo_followed_by_the_video_that_phones_append(self, path: Path) -> None:
        assert verdict(path, GOOD["jpg"] + b"\0\0\0\x18ftypmp42" + bytes(500), "jpg") is Verdict.FINE

    def test_a_photo_of_forty_million_pixels(self, path: Path) -> None:
        assert verdict(path, make.image("JPEG", (8000, 5000)), "jpg") is Verdict.FINE


class TestRefusedWithASentence:
    @pytest.mark.parametrize(
        ("content", "filename", "words"),
        [
            (b"", "vide.pdf", "est vide"),
            (GOOD["pdf"], "statuts", "pas d'extension"),
            (GOOD["pdf"], "", "pas d'extension"),
            (make.PROGRAM, "setup.exe", "Formats acceptés : PDF"),
            (GOOD["pdf"], "facture.pdf\u202e.exe", "n'est pas accepté"),
            (make.PROGRAM, "facture.pdf", "n'est pas un fichier PDF, malgré son nom"),
            (make.PROGRAM, "tableau.csv", "CSV lisible"),
            (GOOD["png"], "photo.jpg", "Renommez-le en « .png »"),
            (GOOD["jpg"], "statuts.pdf", "Renommez-le en « .jpg »"),
            (GOOD["docx"], "budget.xlsx", "n'est pas un fichier Excel"),
            (GOOD["odt"], "budget.docx", "n'est pas un fichier Word"),
            (GOOD["docx"], "statuts.pdf", "n'est pas un fichier PDF"),
            (make.OLD_OFFICE, "statuts.docx", "mot de passe ou dans un ancien format"),
            (make.OLD_OFFICE, "statuts.doc", "au format .docx ou PDF"),
            (b"....ftypheic", "IMG_0001.HEIC", "au format JPEG"),
            (make.zipped({"a.pdf": GOOD["pdf"]}), "dossier.zip", "un par un"),
            (make.locked_pdf(user="secret", owner="secret"), "rib.pdf", "Ce PDF est protégé par un mot de passe"),
            (make.pdf_with_attachment(), "facture.pdf", "fichiers en pièces jointes"),
            (make.pdf_with_hidden_script(), "formulaire.pdf", "contient un programme"),
            (make.office("docx", {"word/vbaProject.bin": b"x"}), "statuts.docx", "contient des macros"),
            (GOOD["pdf"] + GOOD["docx"], "deux.pdf", "en contient un autre"),
            (make.png_of(10_000, 5_000), "plan.png", "40 millions de pixels"),
            ("Libellé;Montant\n".encode("utf-16"), "budget.csv", "« CSV UTF-8 »"),
        ],
    )
    def test_that_says_what_to_do(self, path: Path, content: bytes, filename: str, words: str) -> None:
        assert words in refusal(path, content, filename)

    def test_a_pdf_that_unfolds_to_more_than_is_read(self, path: Path) -> None:
        assert "contient un programme" in refusal(path, make.pdf_bomb(0), "bombe.pdf")
        assert "trop complexe" in refusal(path, make.pdf_bomb(65 * 2**20), "bombe.pdf")


class TestPdf:
    @pytest.mark.parametrize(
        ("content", "expected"),
        [
            (b"%PDF-1.7\nnothing else", Verdict.BROKEN),
            (GOOD["pdf"][: len(GOOD["pdf"]) // 2], Verdict.BROKEN),
            (GOOD["pdf"] + b" \r\n\n", Verdict.FINE),
            (GOOD["pdf"] + b"<script>alert(1)</script>", Verdict.POLYGLOT),
            (GOOD["pdf"] + make.zipped({"x": b"y"}) + b"%%EOF", Verdict.POLYGLOT),
            (make.pdf(OpenAction=make.action("JavaScript", JS="app.alert(1)")), Verdict.ACTIVE),
            (make.pdf(OpenAction=make.action("Launch", F="calc.exe")), Verdict.ACTIVE),
            (make.pdf(OpenAction=make.action("URI", Next=Array([make.action("Launch")]))), Verdict.ACTIVE),
            (make.pdf(Names=Dictionary(JavaScript=Dictionary(Names=Array([])))), Verdict.ACTIVE),
            (make.pdf(AF=Array([Dictionary(EF=Dictionary())])), Verdict.CARRIER),
            (make.pdf(OpenAction=make.action("GoTo", D=Array([0, Name.Fit]))), Verdict.FINE),
        ],
    )
    def test_holds_pages_and_nothing_that_acts(self, path: Path, content: bytes, expected: Verdict) -> None:
        assert verdict(path, content, "pdf") is expected

    def test_a_name_written_with_escapes_is_still_seen(self, path: Path) -> None:
        content = make.pdf(OpenAction=make.action("JavaScript", JS="app.alert(1)"))
        escaped = content.replace(b"/JavaScript", b"/J#61vaScript").replace(b"/JS", b"/#4aS")

        assert escaped != content
        assert verdict(path, escaped, "pdf") is Verdict.ACTIVE


class TestOffice:
    @pytest.mark.parametrize("extension", ["docx", "xlsx", "odt", "ods"])
    @pytest.mark.parametrize(
        "entry",
        [
            "word/vbaProject.bin",
            "VBAPROJECT.BIN",
            "xl/macrosheets/1.xml",
            "word/activeX/1.bin",
            "Basic/x",
            "Scripts/x",
        ],
    )
    def test_has_no_macro_wherever_it_hides(self, path: Path, extension: str, entry: str) -> None:
        assert verdict(path, make.office(extension, {entry: b"x"}), extension) is Verdict.MACROS

    @pytest.mark.parametrize(
        ("extension", "content", "expected"),
        [
            ("docx", make.office("docx", types=b"<Types>application/vnd.ms-word.macroEnabled</Types>"), Verdict.MACROS),
            ("docx", make.office("docx", types=b"<Types/>"), Verdict.BROKEN),
            ("docx", make.zipped({"x": b"y"}), Verdict.BROKEN),
            ("odt", make.office("ods"), Verdict.OTHER_KIND),
            ("odt", make.zipped({"mimetype": make.ODF_TYPES["odt"].encode()}), Verdict.BROKEN),
            ("odt", make.office("odt", manifest=b"<manifest:encryption-data/>"), Verdict.LOCKED),
            ("xlsx", make.zipped_with_password("xlsx"), Verdict.LOCKED),
            ("docx", GOOD["docx"][:-30], Verdict.BROKEN),
            ("docx", GOOD["docx"] + b"tail", Verdict.POLYGLOT),
            ("docx", b"PK\3\4" + GOOD["docx"], Verdict.POLYGLOT),
            ("docx", GOOD["docx"].replace(b"main.xml", b"../a.xml"), Verdict.BROKEN),
            ("docx", make.office("docx", {f"{n}": b"" for n in range(5_001)}), Verdict.TOO_MUCH),
            ("docx", make.office("docx", {"bomb": bytes(20 * 2**20)}), Verdict.TOO_MUCH),
        ],
    )
    def test_is_one_sound_open_document(self, path: Path, extension: str, content: bytes, expected: Verdict) -> None:
        assert verdict(path, content, extension) is expected

    def test_a_wrong_checksum_is_seen(self, path: Path) -> None:
        content = make.office("docx", {"text": b"the true text"})
        damaged = bytearray(content)
        damaged[content.index(b"text") + 6] ^= 0xFF

        assert verdict(path, bytes(damaged), "docx") is Verdict.BROKEN


class TestImage:
    @pytest.mark.parametrize(
        ("extension", "content", "expected"),
        [
            ("jpg", GOOD["jpg"][:-60], Verdict.BROKEN),
            ("jpg", b"\xff\xd8\xff" + bytes(100), Verdict.BROKEN),
            ("jpg", GOOD["jpg"] + make.zipped({"x": b"y"}), Verdict.POLYGLOT),
            ("png", GOOD["png"][:-20], Verdict.BROKEN),
            ("png", GOOD["png"][:50] + b"\0" + GOOD["png"][51:], Verdict.BROKEN),
            ("png", GOOD["png"] + b"<script>", Verdict.POLYGLOT),
            ("png", make.png_of(8_001, 5_000), Verdict.TOO_MANY_PIXELS),
            ("png", make.png_of(100_000, 100_000), Verdict.TOO_MANY_PIXELS),
        ],
    )
    def test_is_whole_and_of_a_reasonable_size(
        self, path: Path, extension: str, content: bytes, expected: Verdict
    ) -> None:
        assert verdict(path, content, extension) is expected


class TestCsv:
    @pytest.mark.parametrize("content", [b"a;b\0c\n", b"a;\x1b[2J\n", b"a;\x81\x8d\n", "été".encode("utf-16-le")])
    def test_is_text_that_can_be_read(self, path: Path, content: bytes) -> None:
        assert verdict(path, content, "csv") is Verdict.BROKEN

    def test_with_a_pdf_inside_is_refused(self, path: Path) -> None:
        assert "en contient un autre" in refusal(path, b"a;b\n%PDF-1.7\n", "tableau.csv")


@given(st.sampled_from(sorted(GOOD)), st.data())
def test_no_damage_makes_the_checks_crash(
    tmp_path_factory: pytest.TempPathFactory, extension: str, data: st.DataObject
) -> None:
    content = bytearray(GOOD[extension])
    for place in data.draw(st.lists(st.integers(0, len(content) - 1), max_size=8)):
        content[place] = data.draw(st.integers(0, 255))
    path = tmp_path_factory.getbasetemp() / "damaged"
    path.write_bytes(content[: data.draw(st.integers(1, len(content)))])

    assert examine(path, extension) in Verdict


class TestTheProcessThatReadsHostileBytes:
    def test_knows_no_secret_of_ours(self, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("SECRET_KEYS", "a-secret-of-ours")
        told, program = path.with_name("told"), path.with_name("program.py")
        program.write_text(f"import os; open({str(told)!r}, 'w').write(','.join(os.environ)); print('fine')")
        monkeypatch.setattr(structure, "__file__", str(program))
        path.write_bytes(GOOD["csv"])

        inspect(path, "budget.csv")

        assert told.read_text() in ("", "LC_CTYPE"), "Python itself may name a charset"

    def test_writes_no_file_and_starts_nothing(self, path: Path) -> None:
        path.write_bytes(GOOD["csv"])
        program = path.with_name("program.py")
        program.write_text(
            "import resource, runpy, sys\n"
            f"sys.argv = ['', {str(path)!r}, 'csv']\n"
            f"runpy.run_path({structure.__file__!r}, run_name='__main__')\n"
            "print(*(resource.getrlimit(limit) for limit in map(int, sys.stdin.read().split())), sep=chr(10))"
        )
        asked = " ".join(str(limit) for limit in structure.LIMITS)
        command = [sys.executable, "-I", str(program)]
        told = subprocess.run(command, input=asked, capture_output=True, text=True, check=True, timeout=60).stdout

        assert told.splitlines() == [Verdict.FINE, *(str((most, most)) for most in structure.LIMITS.values())]
        most = {resource.RLIMIT_FSIZE: 0, resource.RLIMIT_CORE: 0, resource.RLIMIT_NPROC: 0, resource.RLIMIT_NOFILE: 64}
        assert structure.LIMITS.items() >= (most | {resource.RLIMIT_CPU: 10, resource.RLIMIT_AS: 1024**3}).items()

    def test_is_not_the_file_s_fault_when_the_machine_has_no_time(
        self, path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(inspection, "LONGEST_INSPECTION", 0)
        path.write_bytes(GOOD["csv"])
        with pytest.raises(Busy):
            inspect(path, "budget.csv")


class TestName:
    @pytest.mark.parametrize(
        ("typed", "kept"),
        [
            ("Budget prévisionnel 2027.pdf", "Budget prévisionnel 2027.pdf"),
            ("Rapport d'activité (v2) – final.docx", "Rapport d'activité (v2) – final.docx"),
            ("e\u0301te\u0301.pdf", "été.pdf"),
            ("C:\\Documents\\statuts.pdf", "statuts.pdf"),
            ("../../etc/passwd.pdf", "passwd.pdf"),
            ("a\r\nb\0c\x1b.pdf", "abc.pdf"),
            ("facture\u202efdp.exe", "facturefdp.exe"),
            ("\u2066x\u2069\u200b\ufeff.pdf", "x.pdf"),
            ("a\u2028b\u00a0 c.pdf", "a b c.pdf"),
            ("statuts.pdf. ", "statuts.pdf"),
            (".cache.pdf", "cache.pdf"),
            (".pdf", "document.pdf"),
            ("   ", "document"),
            ("..", "document"),
            ("", "document"),
            ("\u202e\0", "document"),
            ("x" * 300 + ".pdf", "x" * 146 + ".pdf"),
            ("x" * 300, "x" * 150),
            ("a." + "x" * 300, "a." + "x" * 148),
        ],
    )
    def test_keeps_what_people_read(self, typed: str, kept: str) -> None:
        assert clean_name(typed) == kept

    @given(st.text(st.characters(codec=None), max_size=400))
    def test_is_always_short_visible_and_harmless(self, typed: str) -> None:
        name = clean_name(typed)

        assert 0 < len(name) <= 150
        assert not set(name) & set("/\\")
        assert not name.startswith(".")
        assert all(unicodedata.category(character)[0] != "C" for character in name)
        assert clean_name(name) == name


def test_what_the_browser_is_told_to_offer() -> None:
    assert ACCEPT.split(",")[:4] == [".pdf", ".jpg", ".png", ".docx"]
    assert {".jpeg", "image/jpeg", "application/pdf", "text/csv"} <= set(ACCEPT.split(","))
    assert "heic" not in ACCEPT
    assert ACCEPTED_FORMATS.startswith("Formats acceptés : PDF, JPEG, PNG")
