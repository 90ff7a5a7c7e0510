"""Files of a reply while the antivirus looks at them, and after: the page tells by itself, as a reload would."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

import pytest

from tests.documents.sample_files import pdf
from tests.routes.people import Applications, People, Person
from tests.routes.walk import send, token_for
from tests.support.client import PortalClient
from tests.support.swaps import assert_same_page, swapped
from webapp.core.work import Work
from webapp.documents.rules import LOOKS
from webapp.documents.scans import settle_clean
from webapp.settings import AntivirusKind
from webapp.solicitations.use_cases.infections import settle_infected_file
from webapp.web.csrf import FIELD

NAME = 'Budget « signé » "2026" & <b>été 😀' + "é" * 100 + ".pdf"
VIRUS = 'Win.<i>"Test"</i>'
SCANNING, CLEAN, INFECTED = "Analyse en cours", "Aucun virus trouvé", "Fichier infecté"


@dataclass(frozen=True, slots=True)
class Reply:
    """One file, of the first item, which is being looked at."""

    owner: Person
    path: str
    item: str
    document_id: UUID

    @property
    def state(self) -> str:
        return f"{self.path}/documents/{self.document_id}/analyse"

    async def look(self, looks: object = 1) -> str:
        headers = {"HX-Request": "true", "HX-Target": f"div#state-{self.document_id}"}
        answer = await send(self.owner.browser, "GET", f"{self.state}?looks={looks}", headers=headers)
        assert answer.status_code == 200
        return answer.text


@pytest.fixture
async def reply(
    applicant: Person, agent: Person, applications: Applications, set_up: Callable[..., PortalClient]
) -> Reply:
    sent = await applications.submitted(applicant)
    ids = await applications.asked(sent, agent)
    browser = set_up(antivirus=AntivirusKind.CLAMD)
    browser.http.cookies = applicant.browser.http.cookies
    path = f"/demandes/{sent.reference}/sollicitations/{ids['solicitation_id']}"
    page, file = await browser.get(path), (NAME, pdf(), "application/pdf")
    page = await browser.submit(page, form=f"{path}/pieces/{ids['item_id']}", files={"file": file})
    looks = next(a.get("hx-get", "") for a in page.document.all("a") if "/analyse" in a.get("hx-get", ""))
    return Reply(Person(applicant.account, browser), path, str(ids["item_id"]), UUID(looks.split("/")[-2]))


async def test_while_it_is_looked_at_the_page_asks_by_itself_and_later_no_more(reply: Reply) -> None:
    assert SCANNING in (await reply.owner.browser.get(reply.path)).text
    answer = await reply.look()
    assert SCANNING in answer
    assert f"every {LOOKS[1]}s once" in answer
    assert f"{reply.state}?looks=2" in answer
    for looks in (len(LOOKS), 999, "x", "-1", ""):
        assert "hx-trigger" not in await reply.look(looks)


async def test_without_htmx_the_link_leads_back_to_the_item(reply: Reply) -> None:
    answer = await send(reply.owner.browser, "GET", f"{reply.state}?looks=1")
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{reply.path}#item-{reply.item}")


@pytest.mark.parametrize("is_infected", [True, False], ids=["infected", "clean"])
async def test_the_verdict_changes_the_page_as_a_reload_would(reply: Reply, committed: Work, is_infected: bool) -> None:
    page = await reply.owner.browser.get(reply.path)
    if is_infected:
        await settle_infected_file(committed, reply.document_id, VIRUS)
    else:
        await settle_clean(committed, reply.document_id)
    answer = await reply.look()
    reloaded = await reply.owner.browser.get(reply.path)
    assert (INFECTED if is_infected else CLEAN) in reloaded.text
    assert SCANNING not in reloaded.text
    assert ("infecté" if is_infected else "aucun virus") in answer.partition('hx-target="#page-status"')[2]
    assert "<i>" not in answer
    assert_same_page(swapped(page.html, answer, f"state-{reply.document_id}", "outerHTML"), reloaded.html)


async def test_an_infected_file_says_at_its_item_what_to_do_and_holds_the_reply_back(
    reply: Reply, committed: Work
) -> None:
    await settle_infected_file(committed, reply.document_id, "Eicar-Test")
    page = await reply.owner.browser.get(reply.path)
    assert "Fichier infecté par « Eicar-Test » : il a été supprimé. Déposez un fichier sain." in page.text
    fields = {FIELD: await token_for(reply.owner.browser)}
    held = await send(reply.owner.browser, "POST", f"{reply.path}/transmission", fields)
    assert held.status_code == 422
    gone = await reply.owner.browser.http.get(f"{reply.path}/documents/{reply.document_id}")
    assert gone.status_code == 410


async def test_another_structure_s_is_not_there(reply: Reply, people: People) -> None:
    stranger = await people.applicant("ASSOCIATION VOISINE")
    await stranger.browser.get(reply.state, status=404)
    nowhere = reply.state.replace(str(reply.document_id), str(UUID(int=0)))
    assert (await send(reply.owner.browser, "GET", nowhere)).status_code == 404
