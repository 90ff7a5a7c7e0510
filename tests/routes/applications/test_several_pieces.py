"""Several files in a slot: each with its own result, one in the place of another, and what is said of the room left."""

import msgspec
import pytest

from tests.documents.sample_files import PROGRAM, pdf
from tests.factories.accounts import PASSWORD
from tests.factories.applications import definition
from tests.routes.people import Applications, Person
from tests.routes.walk import send, token_for
from tests.support.form_entries import Upload
from tests.support.page import Hop, Page
from webapp.adapters.memory_store import MemoryStore
from webapp.applications.models import Application
from webapp.schemes.conditions import Condition
from webapp.web.csrf import FIELD

HOSTILE = 'Budget « été » "final" <b>😀<b> ' + "é" * 300 + ".exe"


@pytest.fixture
async def draft(applicant: Person, applications: Applications) -> Application:
    return await applications.draft(applicant)


@pytest.fixture
def path(draft: Application) -> str:
    return f"/demandes/{draft.reference}/pieces"


def a_pdf(name: str) -> Upload:
    return (name, pdf(Name=name), "application/pdf")


async def add(person: Person, path: str, *files: Upload, button: str = "Ajouter", slot: str = "statuts") -> Page:
    page = await person.browser.get(path)
    return await person.browser.submit(page, form=f"{path}/{slot}", files={"file": list(files)}, button=button)


def held(page: Page) -> list[str]:
    return [words.removeprefix("Retirer ") for words in page.button_words() if words.startswith("Retirer ")]


async def test_several_at_once_are_all_there(applicant: Person, path: str) -> None:
    page = await add(applicant, path, a_pdf("un.pdf"), a_pdf("deux.pdf"))
    assert page.history == [Hop(303, f"{path}#piece-statuts")]
    assert held(page) == ["un.pdf", "deux.pdf"]
    assert "Ces fichiers sont ajoutés : « un.pdf », « deux.pdf »." in page.text.replace("\xa0", " ")


async def test_of_several_the_good_ones_stay_and_each_other_is_told_by_its_name(applicant: Person, path: str) -> None:
    files = (
        a_pdf("un.pdf"),
        (HOSTILE, PROGRAM, "application/pdf"),
        ("vide.pdf", b"", "application/pdf"),
        a_pdf("deux.pdf"),
    )
    page = await add(applicant, path, *files)
    assert page.status == 422
    assert held(page) == ["un.pdf", "deux.pdf"]
    words = page.text.replace("\xa0", " ").replace("\u202f", " ")
    assert "2 fichiers ne sont pas déposés" in words
    assert "« vide.pdf » : Ce fichier est vide." in words
    assert words.count("« Budget « été »") == 2, "in the summary, and beside the field"
    assert "Ces fichiers sont ajoutés : « un.pdf », « deux.pdf »." in words
    assert "<b>😀" not in page.html


async def test_one_by_one_says_what_all_at_once_says(applicant: Person, path: str) -> None:
    """As upload.js sends them: the last one carries what was said of those before it."""
    page = await add(applicant, path, ("facture.exe", PROGRAM, "application/pdf"))
    said = page.errors["fichier-statuts"]
    last = await applicant.browser.submit(
        page, form=f"{path}/statuts", files={"file": a_pdf("un.pdf")}, forged={"refused": said}, button="Ajouter"
    )
    assert last.status == 422
    assert last.errors["fichier-statuts"] == said
    assert held(last) == ["un.pdf"]


async def test_what_is_said_of_those_before_is_shown_as_text(applicant: Person, path: str) -> None:
    page = await applicant.browser.get(path)
    forged = {"refused": "<script>alert(1)</script>" + "a" * 5_000}
    answer = await applicant.browser.submit(page, form=f"{path}/statuts", forged=forged, button="Ajouter")
    assert answer.status == 422
    assert "<script>alert" not in answer.html
    assert "a" * 700 not in answer.html


async def test_the_same_file_again_is_there_once(applicant: Person, path: str, store: MemoryStore) -> None:
    file = a_pdf("statuts.pdf")
    for _ in range(2):
        page = await add(applicant, path, file)
        assert page.status == 200
    assert held(page) == ["statuts.pdf"]
    assert len([key async for key in store.keys()]) == 1  # noqa: SIM118  (a store is no dict)


async def test_a_file_in_the_place_of_another(applicant: Person, path: str, store: MemoryStore) -> None:
    await add(applicant, path, a_pdf("ancien.pdf"))
    page = await add(applicant, path, a_pdf("nouveau.pdf"), button="Remplacer ancien.pdf")
    assert held(page) == ["nouveau.pdf"]
    assert "est déposé à la place de l'ancien" in page.text
    assert len([key async for key in store.keys()]) == 1  # noqa: SIM118  (a store is no dict)


async def test_what_is_refused_replaces_nothing(applicant: Person, path: str) -> None:
    await add(applicant, path, a_pdf("ancien.pdf"))
    refused = await add(applicant, path, ("n.pdf", PROGRAM, "application/pdf"), button="Remplacer ancien.pdf")
    assert (refused.status, held(refused)) == (422, ["ancien.pdf"])
    page = await applicant.browser.get(path)
    nothing = await applicant.browser.submit(page, form=f"{path}/statuts", button="Remplacer ancien.pdf")
    assert nothing.errors["fichier-statuts"].startswith("Choisissez d'abord le nouveau fichier")


async def test_the_room_that_is_left_is_said_before_one_chooses(applicant: Person, path: str) -> None:
    before = await applicant.browser.get(path)
    assert "Vous pouvez encore déposer 20 fichiers, 200 Mo en tout." in before.text.replace("\xa0", " ")
    after = await applicant.browser.htmx_submit(before, form=f"{path}/statuts", files={"file": a_pdf("un.pdf")})
    assert "Vous pouvez encore déposer 19 fichiers" in after.text.replace("\xa0", " ")


async def test_files_are_there_after_an_error_elsewhere_a_logout_and_a_login(applicant: Person, path: str) -> None:
    page = await add(applicant, path, a_pdf("statuts.pdf"))
    wrong = await applicant.browser.get(path.replace("pieces", "votre-dossier/demande"))
    await applicant.browser.submit(wrong, {"adherents": "cent"}, form="dossier", button="Continuer")
    await send(applicant.browser, "POST", "/deconnexion", {FIELD: await token_for(applicant.browser)})
    assert (await applicant.browser.http.get(path)).status_code == 303
    fields = {
        FIELD: await token_for(applicant.browser),
        "identifier": applicant.account.login,
        "password": PASSWORD,
    }
    await send(applicant.browser, "POST", "/connexion", fields)
    page = await applicant.browser.get(path)
    assert held(page) == ["statuts.pdf"]


async def test_files_of_a_piece_that_is_not_asked_any_more_are_told_and_can_go(
    applicant: Person, path: str, applications: Applications, draft: Application
) -> None:
    await add(applicant, path, a_pdf("statuts.pdf"))
    never = Condition(of="adherents", more_than=1_000_000)
    pieces = [msgspec.structs.replace(one, when=never) if one.key == "statuts" else one for one in definition().pieces]
    await applications.revised(pieces=tuple(pieces))
    try:
        offer = await applicant.browser.get(f"/demandes/{draft.reference}/nouvelle-version")
        await applicant.browser.submit(
            offer, form=f"/demandes/{draft.reference}/nouvelle-version", button="Passer à la nouvelle version"
        )
        page = await applicant.browser.get(path)
        assert page.document.by_id("piece-statuts") is None
        assert "Un fichier d'une pièce qui n'est plus demandée sera laissé de côté" in page.text
        assert held(page) == ["statuts.pdf"]
        removed = await applicant.browser.submit(page, form=page.action("/retrait"))
        assert removed.path == path
        assert held(removed) == []
    finally:
        await applications.revised()
