"""What an applicant prepares and has not sent is nobody else's: a canary says that no agent reaches it."""

from uuid import UUID

import msgspec
import pytest

from tests.factories.accounts import actor_of
from tests.factories.applications import LIMITS, definition, received
from tests.factories.solicitations import items, make_sent_edit_request, make_sent_request, reply_to
from tests.routes.people import Applications, Person
from tests.support.canary import crawled
from webapp.adapters.memory_store import MemoryStore
from webapp.applications.models import Application
from webapp.applications.use_cases.answers import Typed, save_answers
from webapp.applications.use_cases.pieces import add_piece
from webapp.core.work import Work
from webapp.review.use_cases.acts import drop
from webapp.schemes.definition import Piece
from webapp.solicitations.models import Solicitation
from webapp.solicitations.use_cases.judging import close_request
from webapp.solicitations.use_cases.replying import say_unable
from webapp.solicitations.use_cases.sending import cancel_request

CANARY = "canari-3e9d"
TIED = {"key": "preuve", "label": "Preuve", "when": {"of": "objet", "given": True}}


@pytest.fixture
async def taken(agent: Person, applicant: Person, applications: Applications) -> Application:
    """Of a form in which a piece depends on the object."""
    scheme = definition()
    await applications.revised(pieces=(*scheme.pieces, msgspec.convert(TIED, Piece)))
    sent = await applications.submitted(applicant)
    desk = f"/espace-agent/demandes/{sent.reference}"
    await agent.browser.submit(await agent.browser.get(desk), form="take-over")
    return sent


@pytest.fixture
async def asked(committed: Work, agent: Person, taken: Application) -> list[Solicitation]:
    """Two pieces, and the object of the association."""
    officer = await actor_of(committed, agent.account)
    request = await make_sent_request(committed, officer, taken)
    return [request, await make_sent_edit_request(committed, officer, taken, "field:objet")]


@pytest.fixture
async def prepared(
    committed: Work, applicant: Person, taken: Application, asked: list[Solicitation], store: MemoryStore
) -> list[UUID]:
    """The files of it: of a reply, and of what is tied to an answer."""
    member, [request, _] = await actor_of(committed, applicant.account), asked
    first, second = await items(committed, request)
    await say_unable(committed, member, taken.number, request.id, first.id, f"Non {CANARY}")
    reply = await reply_to(committed, member, taken, second, store, f"{CANARY}-reponse.pdf")
    await save_answers(committed, member, taken.number, Typed({"objet": f"Objet {CANARY}"}))
    piece = await received(store, f"{CANARY}-piece.pdf")
    return [reply, await add_piece(committed, member, taken.number, "preuve", piece, LIMITS)]


@pytest.mark.parametrize("then", ["waits", "cancelled", "closed", "dropped"])
async def test_no_page_paper_archive_or_list_of_agents_holds_it(
    then: str,
    committed: Work,
    agent: Person,
    applicant: Person,
    taken: Application,
    asked: list[Solicitation],
    prepared: list[UUID],
) -> None:
    officer, desk = await actor_of(committed, agent.account), f"/espace-agent/demandes/{taken.reference}"
    for one in asked:
        if then == "cancelled":
            await cancel_request(committed, officer, taken.number, one.id)
        elif then == "closed":
            await close_request(committed, officer, taken.number, one.id)
    if then == "dropped":
        await drop(committed, officer, taken.number, "Le projet est abandonné.")
    seen = await crawled(agent.browser, ["/espace-agent", desk, f"{desk}/sollicitations"], about=taken.reference)
    assert {f"{desk}/demande.zip", f"{desk}/demande.pdf"} <= seen.keys()
    assert all(f"{desk}/sollicitations/{one.id}" in seen for one in asked)
    assert any(address.partition("?")[0].endswith(".csv") for address in seen)
    assert [address for address, text in seen.items() if CANARY in text] == []
    assert "Ne peut être fournie" not in seen[f"{desk}/sollicitations/{asked[0].id}"]
    for sought, is_found in ((taken.reference, True), (CANARY, False)):
        found = await agent.browser.get(f"/espace-agent?liste=toutes&recherche={sought}")
        assert (f"/demandes/{taken.reference}" in found.html) is is_found
    [reply, piece] = prepared
    for address in (f"{desk}/documents/{piece}", f"{desk}/sollicitations/{asked[0].id}/documents/{reply}"):
        assert (await agent.browser.http.get(address)).status_code == 404
    mine = await crawled(applicant.browser, [f"/demandes/{taken.reference}/sollicitations"], about=taken.reference)
    assert any(CANARY in text for text in mine.values()), "for whom it is, it is there"
