"""An answer that the Region has reopened asks for a bank account that what was sent had not: it is given, then sent."""

import msgspec
import pytest

from tests.factories.accounts import actor_of
from tests.factories.applications import (
    GOOD_ANSWERS,
    IBAN,
    LIMITS,
    MASKED_IBAN,
    REQUIRED_PIECES,
    RIB,
    definition,
    make_draft,
    press,
    received,
)
from tests.factories.applications import SWORN as ALL_BOXES
from tests.factories.solicitations import make_sent_edit_request
from tests.routes.people import Applications, Person
from tests.support.page import Page
from webapp.adapters.memory_store import MemoryStore
from webapp.adapters.pdf import TypstRenderer
from webapp.applications.models import Application
from webapp.applications.use_cases.answers import Typed, save_answers
from webapp.applications.use_cases.desk import take_over
from webapp.applications.use_cases.pieces import add_piece
from webapp.applications.use_cases.submission import Press, submit_application
from webapp.core.work import Work
from webapp.schemes.definition import Piece

TYPED = {"Titulaire du compte": RIB.holder, "IBAN": IBAN, "BIC": RIB.bic}
SWORN = {"statement": "y", "commitment": "y"}
RIB_SLOT = {
    "key": "rib",
    "label": "Relevé d'identité bancaire",
    "required": True,
    "bank_account": True,
    "when": {"of": "adherents", "more_than": 200},
}


@pytest.fixture
async def reopened(
    committed: Work,
    agent: Person,
    applicant: Person,
    applications: Applications,
    store: MemoryStore,
    renderer: TypstRenderer,
) -> Application:
    """The number of members, of which 120 ask for no account."""
    scheme = definition()
    pieces = [piece for piece in scheme.pieces if piece.key != "rib"]
    await applications.revised(pieces=(*pieces, msgspec.convert(RIB_SLOT, Piece)))
    sent = await sends(committed, applicant, press(store, renderer))
    officer = await actor_of(committed, agent.account)
    await take_over(committed, officer, sent.number)
    await make_sent_edit_request(committed, officer, sent, "field:adherents")
    return sent


async def sends(committed: Work, applicant: Person, presses: Press) -> Application:
    """Without an account."""
    draft, actor = await make_draft(committed, applicant.account), await actor_of(committed, applicant.account)
    await save_answers(committed, actor, draft.number, Typed(GOOD_ANSWERS))
    for piece in REQUIRED_PIECES:
        await add_piece(committed, actor, draft.number, piece, await received(presses.store), LIMITS)
    return await submit_application(committed, actor, draft.number, ALL_BOXES, presses)


async def grows(committed: Work, applicant: Person, application: Application, store: MemoryStore) -> None:
    """To as many members as ask for an account; the file that proves it is there."""
    actor = await actor_of(committed, applicant.account)
    await save_answers(committed, actor, application.number, Typed({"adherents": "300"}))
    await add_piece(committed, actor, application.number, "rib", await received(store, "rib.pdf"), LIMITS)


async def transmits(applicant: Person, application: Application) -> Page:
    place = f"/demandes/{application.reference}/contribution"
    return await applicant.browser.submit(await applicant.browser.get(place), SWORN, form=place)


async def test_it_is_asked_for_given_and_sent(
    committed: Work, applicant: Person, agent: Person, reopened: Application, store: MemoryStore
) -> None:
    await grows(committed, applicant, reopened, store)
    page = await transmits(applicant, reopened)
    assert page.status == 422
    assert "Complétez les coordonnées bancaires" in page.text

    pieces = await applicant.browser.get(f"/demandes/{reopened.reference}/pieces")
    page = await applicant.browser.submit(pieces, TYPED, form="bank-account-form")
    assert MASKED_IBAN in page.text
    desk = f"/espace-agent/demandes/{reopened.reference}"
    assert MASKED_IBAN not in (await agent.browser.get(desk)).html, "the Region sees what was sent"
    page = await transmits(applicant, reopened)
    assert "Vos modifications ont bien été transmises" in page.text
    assert MASKED_IBAN in page.text
    assert MASKED_IBAN in (await agent.browser.get(desk)).html


async def test_it_is_changed_until_it_is_sent(
    committed: Work, applicant: Person, reopened: Application, store: MemoryStore
) -> None:
    await grows(committed, applicant, reopened, store)
    place = f"/demandes/{reopened.reference}/coordonnees-bancaires"
    await applicant.browser.submit(
        await applicant.browser.get(f"/demandes/{reopened.reference}/pieces"), TYPED, form="bank-account-form"
    )
    form = await applicant.browser.get(place)
    assert any(one.get("value", "").replace(" ", "") == IBAN for one in form.document.all("input"))
    page = await applicant.browser.submit(form, {"Titulaire du compte": "AMIS DU CHANT"}, form="bank-account-form")
    assert "AMIS DU CHANT" in page.text
    await transmits(applicant, reopened)
    late = await applicant.browser.submit(form, {"Titulaire du compte": "Trop tard"}, form="bank-account-form")
    assert late.status == 409


async def test_an_agent_is_given_no_account_that_is_not_sent(
    committed: Work, applicant: Person, agent: Person, reopened: Application, store: MemoryStore
) -> None:
    await grows(committed, applicant, reopened, store)
    await applicant.browser.submit(
        await applicant.browser.get(f"/demandes/{reopened.reference}/pieces"), TYPED, form="bank-account-form"
    )
    await agent.browser.get(f"/espace-agent/demandes/{reopened.reference}/coordonnees-bancaires", status=404)
