"""Files while the antivirus looks at them, and after: who gets the bytes, and what everybody reads."""

from collections.abc import Callable
from uuid import UUID

import httpx
import pytest

from tests.documents.sample_files import pdf
from tests.routes.people import Applications, People, Person
from tests.routes.walk import send
from tests.support.client import PortalClient
from tests.support.page import Page
from tests.support.swaps import assert_same_page, swapped
from tests.support.traces import actions_on
from webapp.adapters.memory_store import MemoryStore
from webapp.applications.models import Application
from webapp.applications.use_cases.infections import settle_infected_piece
from webapp.core.work import Work
from webapp.documents.rules import LOOKS
from webapp.documents.scans import settle_clean
from webapp.settings import AntivirusKind

NAME = 'Statuts « signés » "2026" & <b>été 😀' + "é" * 100 + ".pdf"
PDF = pdf()
VIRUS = 'Win.<i>"Test"</i>'
SCANNING, CLEAN, INFECTED = "Analyse en cours", "Aucun virus trouvé", "Fichier infecté"


@pytest.fixture
def on_scanned(set_up: Callable[..., PortalClient]) -> Callable[[Person], Person]:
    """The same person, on a portal with an antivirus."""

    def moved(person: Person) -> Person:
        browser = set_up(antivirus=AntivirusKind.CLAMD)
        browser.http.cookies = person.browser.http.cookies
        return Person(person.account, browser)

    return moved


@pytest.fixture
def owner(applicant: Person, on_scanned: Callable[[Person], Person]) -> Person:
    return on_scanned(applicant)


@pytest.fixture
async def draft(owner: Person, applications: Applications) -> Application:
    return await applications.draft(owner)


@pytest.fixture
def path(draft: Application) -> str:
    return f"/demandes/{draft.reference}/pieces"


async def add(person: Person, path: str, slot: str = "budget_previsionnel") -> tuple[Page, UUID]:
    """The page of the pieces once the file is there, and the document's id."""
    page = await person.browser.get(path)
    page = await person.browser.submit(page, form=f"{path}/{slot}", files={"file": (NAME, PDF, "application/pdf")})
    removal = next(f.get("action", "") for f in page.document.all("form") if "retrait" in f.get("action", ""))
    return page, UUID(removal.split("/")[-2])


def address(draft: Application, id_: UUID, *, desk: bool = False) -> str:
    return f"{'/espace-agent' if desk else ''}/demandes/{draft.reference}/documents/{id_}"


async def look(person: Person, page: Page, id_: UUID) -> httpx.Response:
    """What the page asks by itself."""
    element = page.document.by_id(f"verdict-{id_}")
    assert element is not None
    return await send(
        person.browser,
        "GET",
        element.get("hx-get", ""),
        headers={"HX-Request": "true", "HX-Target": f"div#state-{id_}"},
    )


async def test_while_a_file_is_scanned_the_page_asks_again_by_itself(owner: Person, path: str) -> None:
    page, id_ = await add(owner, path)
    assert SCANNING in page.text
    assert "Déposé" in page.text
    answer = await look(owner, page, id_)
    assert SCANNING in answer.text
    assert "looks=2" in answer.text
    assert f"every {LOOKS[1]}s once" in answer.text


async def test_after_its_last_look_the_page_asks_no_more(owner: Person, path: str, draft: Application) -> None:
    _, id_ = await add(owner, path)
    headers = {"HX-Request": "true", "HX-Target": f"div#state-{id_}"}
    triggers = []
    for looks in (1, len(LOOKS) - 1, len(LOOKS), 999, "x", "-1", ""):
        asked = f"{address(draft, id_)}/analyse?looks={looks}"
        answer = await send(owner.browser, "GET", asked, headers=headers)
        assert SCANNING in answer.text
        assert "<!doctype" not in answer.text
        triggers.append("hx-trigger" in answer.text)
    assert triggers == [True, True, False, False, False, False, False]


@pytest.mark.parametrize("is_infected", [True, False], ids=["infected", "clean"])
async def test_the_verdict_changes_the_page_as_a_reload_would(
    owner: Person, path: str, draft: Application, committed: Work, is_infected: bool
) -> None:
    _, id_ = await add(owner, path)
    page = await owner.browser.get(path)
    if is_infected:
        await settle_infected_piece(committed, id_, VIRUS)
    else:
        await settle_clean(committed, id_)
    answer = await look(owner, page, id_)
    reloaded = await owner.browser.get(path)
    words = INFECTED if is_infected else CLEAN
    assert words in reloaded.text
    assert SCANNING not in reloaded.text
    said = answer.text.partition('hx-target="#page-status"')[2]
    assert ("infecté" if is_infected else "aucun virus") in said
    assert "<i>" not in answer.text
    after = swapped(page.html, answer.text, f"state-{id_}", "outerHTML")
    assert_same_page(after, reloaded.html)


async def test_an_infected_file_empties_its_slot_and_says_what_to_do(
    owner: Person, path: str, draft: Application, committed: Work
) -> None:
    _, id_ = await add(owner, path)
    await settle_infected_piece(committed, id_, "Eicar-Test-Signature")
    page = await owner.browser.get(path)
    assert "Fichier infecté par « Eicar-Test-Signature » : il a été supprimé. Déposez un fichier sain." in (
        page.text.replace("\u202f", " ").replace("\u00a0", " ")
    )
    summary = await owner.browser.get(f"/demandes/{draft.reference}/recapitulatif")
    assert "Déposez la pièce « Budget prévisionnel de la structure »" in summary.text.replace("\u00a0", " ")
    assert INFECTED in summary.text
    removal = next(f.get("action", "") for f in page.document.all("form") if "retrait" in f.get("action", ""))
    done = await owner.browser.submit(page, form=removal)
    assert INFECTED not in done.text


async def test_who_uploaded_it_may_read_it_back_until_it_is_infected(
    owner: Person, path: str, draft: Application, committed: Work
) -> None:
    _, id_ = await add(owner, path)
    meanwhile = await owner.browser.http.get(address(draft, id_))
    assert (meanwhile.status_code, meanwhile.content) == (200, PDF)
    await settle_infected_piece(committed, id_, VIRUS)
    page = await owner.browser.get(address(draft, id_), status=410)
    assert page.h1 == "Fichier supprimé"
    assert VIRUS in page.text


async def test_a_colleague_gets_only_what_is_clean(
    owner: Person,
    path: str,
    draft: Application,
    people: People,
    on_scanned: Callable[[Person], Person],
    committed: Work,
) -> None:
    _, id_ = await add(owner, path)
    colleague = on_scanned(await people.member_of(owner))
    page = await colleague.browser.get(address(draft, id_), status=409)
    assert page.h1 == "Fichier en cours d'analyse"
    assert "réessayez dans quelques minutes" in page.text
    assert page.link("Revenir à la demande") == f"/demandes/{draft.reference}"
    await settle_clean(committed, id_)
    assert (await colleague.browser.http.get(address(draft, id_))).content == PDF


async def test_an_agent_waits_for_the_verdict_and_reads_what_it_is(
    owner: Person,
    agent: Person,
    applications: Applications,
    on_scanned: Callable[[Person], Person],
    committed: Work,
    store: MemoryStore,
) -> None:
    sent = await applications.complete(owner)
    page, id_ = await add(owner, f"/demandes/{sent.reference}/pieces", "statuts")
    summary = await owner.browser.get(f"/demandes/{sent.reference}/recapitulatif")
    await owner.browser.submit(summary, {"statement": True, "commitment": True}, form="submission-form")
    officer, desk = on_scanned(agent), f"/espace-agent/demandes/{sent.reference}"
    page = await officer.browser.get(desk, status=200)
    assert "Analyse en cours" in page.text
    assert "Réessayez dans quelques minutes." in page.text
    refused = await officer.browser.get(address(sent, id_, desk=True), status=409)
    assert refused.link("Revenir à la demande") == desk
    assert await actions_on(committed, id_) == ["document.withheld"]

    await settle_infected_piece(committed, id_, VIRUS)
    page = await officer.browser.get(desk)
    assert "Fichier infecté, à redemander" in page.text
    assert VIRUS in page.text
    await officer.browser.get(address(sent, id_, desk=True), status=410)
    own = await owner.browser.get(f"/demandes/{sent.reference}")
    assert INFECTED in own.text


async def test_a_file_that_nobody_has_looked_at_is_given_to_others_only_where_there_is_no_antivirus(
    applicant: Person,
    agent: Person,
    applications: Applications,
    on_scanned: Callable[[Person], Person],
) -> None:
    sent = await applications.submitted(applicant)
    page = await agent.browser.get(f"/espace-agent/demandes/{sent.reference}")
    assert "Non analysé" in page.text
    link = next(a.get("href", "") for a in page.document.all("a") if "/documents/" in a.get("href", ""))
    assert (await agent.browser.http.get(link)).status_code == 200
    assert (await on_scanned(agent).browser.http.get(link)).status_code == 409


async def test_without_htmx_the_address_of_the_state_leads_to_the_slot(
    owner: Person, path: str, draft: Application
) -> None:
    _, id_ = await add(owner, path)
    page = await owner.browser.get(f"{address(draft, id_)}/analyse?looks=1")
    assert page.path == path
    await owner.browser.get(f"{address(draft, UUID(int=0))}/analyse", status=404)
