"""Pieces of a draft: added one by one, each saved at once, taken out again, read by who may."""

from collections.abc import Callable

import pytest

from tests.documents.sample_files import PROGRAM, image, locked_pdf, office, pdf
from tests.routes.people import Applications, Person
from tests.routes.walk import send, token_for
from tests.support.client import PortalClient
from tests.support.page import Hop, Page
from webapp.adapters.memory_store import MemoryStore
from webapp.applications.models import Application
from webapp.web.csrf import FIELD

NAMES = [
    "statuts.pdf",
    'Statuts « signés » "2026" & <b>été</b> 😀.pdf',
    "../../../etc/statuts.pdf",
    "C:\\Mes documents\\statuts.pdf",
    "statuts\u202efdp.pdf",
    "é" * 300 + ".pdf",
]


@pytest.fixture
async def draft(applicant: Person, applications: Applications) -> Application:
    return await applications.draft(applicant)


@pytest.fixture
def path(draft: Application) -> str:
    return f"/demandes/{draft.reference}/pieces"


async def add(person: Person, path: str, file: tuple[str, bytes, str], slot: str = "statuts") -> Page:
    page = await person.browser.get(path)
    return await person.browser.submit(page, form=f"{path}/{slot}", files={"file": file})


def removals(page: Page) -> list[str]:
    return [form.get("action", "") for form in page.document.all("form") if "retrait" in form.get("action", "")]


async def test_before_any_file_the_page_says_what_is_wanted_and_how_large(applicant: Person, path: str) -> None:
    page = await applicant.browser.get(path, status=200)
    for words in ("Budget prévisionnel de la structure *", "À déposer", "Facultatif", "20 Mo au plus par fichier"):
        assert words in page.text.replace("\u202f", " ").replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        ("statuts.pdf", pdf(), "application/pdf"),
        ("scan.jpg", image("JPEG"), "image/jpeg"),
        ("scan.PNG", image("PNG"), "image/png"),
        ("budget.xlsx", office("xlsx"), "application/octet-stream"),
        ("budget.ods", office("ods"), ""),
        ("membres.csv", b"nom;ville\nAnne;Cahors\n", "text/plain"),
    ],
)
async def test_a_file_is_saved_at_once_whatever_the_browser_calls_it(
    name: str, content: bytes, media_type: str, applicant: Person, path: str
) -> None:
    page = await add(applicant, path, (name, content, media_type or "application/octet-stream"))
    assert page.history == [Hop(303, f"{path}#piece-statuts")]
    assert name in page.text
    assert "Déposé" in page.text
    file = await applicant.browser.http.get(page.link(name))
    assert file.content == content


@pytest.mark.parametrize("name", NAMES, ids=range(len(NAMES)))
async def test_a_name_is_shown_as_text_and_leads_nowhere(name: str, applicant: Person, path: str) -> None:
    page = await add(applicant, path, (name, pdf(), "application/pdf"))
    assert page.status == 200
    assert "<b>été" not in page.html
    assert "../" not in page.text
    assert "\u202e" not in page.html
    assert len(removals(page)) == 1


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (("", b"", "application/octet-stream"), "Choisissez d'abord un fichier"),
        (("programme.exe", PROGRAM, "application/pdf"), "PDF"),
        (("statuts.pdf", PROGRAM, "application/pdf"), ""),
        (("statuts.pdf", b"", "application/pdf"), "vide"),
        (("statuts.pdf", locked_pdf(user="secret", owner="secret"), "application/pdf"), "mot de passe"),
        (("statuts", pdf(), "application/pdf"), ""),
    ],
)
async def test_a_file_that_is_refused_is_said_at_its_slot(
    file: tuple[str, bytes, str], sentence: str, applicant: Person, path: str
) -> None:
    page = await add(applicant, path, file)
    assert page.status == 422
    assert set(page.errors) == {"fichier-statuts"}
    assert sentence in page.errors["fichier-statuts"]
    assert page.text.count(page.errors["fichier-statuts"]) == 2, "in the summary, and beside the field"
    assert removals(await applicant.browser.get(path)) == []


async def test_a_refusal_says_nothing_at_the_other_slots_and_keeps_their_files(applicant: Person, path: str) -> None:
    await add(applicant, path, ("rapport.pdf", pdf(), "application/pdf"), slot="rapport_activite")
    page = await add(applicant, path, ("statuts.pdf", PROGRAM, "application/pdf"))
    assert "rapport.pdf" in page.text
    wrong = [control.get("id") for control in page.document.all("input") if control.get("aria-invalid") == "true"]
    assert wrong == ["fichier-statuts"]


async def test_two_files_of_the_same_name_are_two_files(applicant: Person, path: str) -> None:
    for year in ("2025", "2026"):
        page = await add(applicant, path, ("statuts.pdf", pdf(Year=year), "application/pdf"))
    assert len(removals(page)) == 2


async def test_taking_a_file_out_and_clicking_twice(applicant: Person, path: str) -> None:
    page = await add(applicant, path, ("statuts.pdf", pdf(), "application/pdf"))
    link = page.link("statuts.pdf")
    (removal,) = removals(page)
    done = await applicant.browser.submit(page, form=removal)
    assert done.history == [Hop(303, f"{path}#piece-statuts")]
    assert "Le fichier « statuts.pdf » est retiré." in done.text
    assert removals(done) == []
    again = await applicant.browser.submit(page, form=removal)
    assert again.status == 404
    await applicant.browser.get(link, status=404)


async def test_addresses_of_forms_lead_to_the_page(applicant: Person, path: str) -> None:
    page = await add(applicant, path, ("statuts.pdf", pdf(), "application/pdf"))
    (removal,) = removals(page)
    assert (await applicant.browser.get(removal)).path == path
    assert (await applicant.browser.get(f"{path}/statuts")).path == path


async def test_a_slot_that_the_scheme_does_not_have(applicant: Person, path: str) -> None:
    fields = {FIELD: await token_for(applicant.browser)}
    assert (await send(applicant.browser, "POST", f"{path}/inconnue", fields)).status_code == 404


async def test_what_is_sent_cannot_be_completed_any_more(applicant: Person, applications: Applications) -> None:
    draft = await applications.complete(applicant)
    path = f"/demandes/{draft.reference}/pieces"
    open_page = await applicant.browser.get(path)
    summary = await applicant.browser.get(f"/demandes/{draft.reference}/recapitulatif")
    await applicant.browser.submit(summary, {"statement": True, "commitment": True}, form="submission-form")

    file = ("statuts.pdf", pdf(), "application/pdf")
    assert (await applicant.browser.submit(open_page, form=f"{path}/statuts", files={"file": file})).status == 409
    assert (await applicant.browser.submit(open_page, form=removals(open_page)[0])).status == 409
    by_htmx = await applicant.browser.htmx_submit(open_page, form=f"{path}/statuts", files={"file": file})
    assert by_htmx.status == 409


class TestLimits:
    """The three settings, made small."""

    @pytest.fixture
    def narrow(self, set_up: Callable[..., PortalClient], applicant: Person) -> Person:
        """The same person, on a portal that takes little."""
        browser = set_up(upload_max_bytes=2_000, upload_max_files=2, upload_max_total_bytes=3_000)
        browser.http.cookies = applicant.browser.http.cookies
        return Person(applicant.account, browser)

    async def test_a_file(self, narrow: Person, path: str) -> None:
        page = await add(narrow, path, ("gros.csv", b"a;b\n" * 600, "text/csv"))
        assert page.status == 422
        assert "Ce fichier dépasse 2 Ko" in page.errors["fichier-statuts"].replace("\u202f", " ").replace("\xa0", " ")

    async def test_the_number_of_files(self, narrow: Person, path: str, store: MemoryStore) -> None:
        for name in ("un.csv", "deux.csv"):
            assert (await add(narrow, path, (name, b"a;b\n", "text/csv"))).status == 200
        page = await add(narrow, path, ("trois.csv", b"a;b\n", "text/csv"))
        assert "déjà 2 fichiers, le maximum" in page.errors["fichier-statuts"]
        kept = [key async for key in store.keys()]  # noqa: SIM118  (a store is no dict)
        assert len(kept) == 2, "the third is not left in the store"

    async def test_their_size_in_all(self, narrow: Person, path: str) -> None:
        assert (await add(narrow, path, ("un.csv", b"a;b\n" * 400, "text/csv"))).status == 200
        page = await add(narrow, path, ("deux.csv", b"a;b\n" * 400, "text/csv"))
        assert "dépasseraient" in page.errors["fichier-statuts"]
