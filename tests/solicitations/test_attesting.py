"""Who writes a contribution and may not sign asks for the attestation: whoever may sign is told, once a state."""

from datetime import timedelta

import pytest

from tests.factories.accounts import actor_of
from tests.factories.applications import press
from tests.factories.members import make_invitation, make_member
from tests.factories.solicitations import make_sent_edit_request
from tests.support.clock import FrozenClock
from tests.support.traces import details_of, kinds_to, mails_to
from webapp.accounts.models import Account
from webapp.accounts.passwords import Passwords
from webapp.adapters.memory_store import MemoryStore
from webapp.adapters.pdf import TypstRenderer
from webapp.applications.models import Application
from webapp.applications.use_cases.answers import Typed, save_answers
from webapp.applications.use_cases.submission import Sworn
from webapp.core.actor import Actor, MemberRole
from webapp.core.refusals import NotFound, OutOfRole, Refused
from webapp.core.work import Work
from webapp.solicitations.models import Solicitation
from webapp.solicitations.use_cases.amending import transmit_amendment
from webapp.solicitations.use_cases.attesting import ask_to_attest
from webapp.solicitations.use_cases.sending import cancel_request

WANTED, AMENDED = "solicitations/statement_wanted", "solicitations/amended"


@pytest.fixture
async def preparer(work: Work, passwords: Passwords, taken: Application) -> Account:
    return await make_member(work, passwords, taken.structure_id)


@pytest.fixture
async def writer(work: Work, preparer: Account) -> Actor:
    return await actor_of(work, preparer)


@pytest.fixture
async def reopened(work: Work, agent: Actor, taken: Application) -> Solicitation:
    return await make_sent_edit_request(work, agent, taken, "field:objet")


async def write(work: Work, writer: Actor, application: Application, text: str) -> None:
    await save_answers(work, writer, application.number, Typed({"objet": text}))


@pytest.fixture
async def written(work: Work, writer: Actor, taken: Application, reopened: Solicitation) -> Application:
    await write(work, writer, taken, "Chanter dans les villages.")
    return taken


async def asked(work: Work, account: Account) -> int:
    return (await kinds_to(work, account.email)).count(WANTED)


async def test_who_signs_gets_the_link_once_for_each_state(
    work: Work, account: Account, writer: Actor, written: Application, reopened: Solicitation, clock: FrozenClock
) -> None:
    for _ in range(2):
        await ask_to_attest(work, writer, written.number)
    [mail] = [mail for mail in await mails_to(work, account.email) if mail.kind == WANTED]
    assert mail.data["page"] == f"/demandes/{written.reference}/contribution"
    assert (mail.data["asker"], mail.data["first_name"]) == (writer.full_name, account.first_name)
    assert await details_of(work, "solicitation.statement_asked", reopened.id) == [{"told": 1}]
    clock.advance(timedelta(minutes=1))
    await write(work, writer, written, "Chanter dans les bourgs.")
    clock.advance(timedelta(minutes=1))
    for _ in range(2):
        await ask_to_attest(work, writer, written.number)
    assert await asked(work, account) == 2


async def test_guests_who_would_sign_are_led_to_their_invitation(
    work: Work, account: Account, writer: Actor, written: Application
) -> None:
    await make_invitation(work, account, written.structure_id, "signe@ailleurs.example", MemberRole.SIGNATORY)
    await ask_to_attest(work, writer, written.number)
    [mail] = [mail for mail in await mails_to(work, "signe@ailleurs.example") if mail.kind == WANTED]
    assert mail.link


async def test_who_asked_hears_that_it_is_sent(
    work: Work,
    actor: Actor,
    preparer: Account,
    writer: Actor,
    written: Application,
    store: MemoryStore,
    renderer: TypstRenderer,
) -> None:
    await ask_to_attest(work, writer, written.number)
    await transmit_amendment(work, actor, written.number, Sworn(True, True), press(store, renderer))
    assert AMENDED in await kinds_to(work, preparer.email)


async def test_what_was_asked_for_an_earlier_contribution_does_not_count(
    work: Work,
    account: Account,
    agent: Actor,
    writer: Actor,
    written: Application,
    reopened: Solicitation,
    clock: FrozenClock,
) -> None:
    await ask_to_attest(work, writer, written.number)
    await cancel_request(work, agent, written.number, reopened.id)
    clock.advance(timedelta(minutes=1))
    await make_sent_edit_request(work, agent, written, "field:objet")
    await ask_to_attest(work, writer, written.number)
    assert await asked(work, account) == 2


async def test_nobody_is_called_for_nothing(
    work: Work, account: Account, writer: Actor, taken: Application, reopened: Solicitation
) -> None:
    with pytest.raises(Refused, match="encore rien modifié"):
        await ask_to_attest(work, writer, taken.number)
    assert await asked(work, account) == 0


async def test_who_signs_does_not_ask(work: Work, account: Account, actor: Actor, written: Application) -> None:
    with pytest.raises(Refused, match="vous-même"):
        await ask_to_attest(work, actor, written.number)
    assert await asked(work, account) == 0


async def test_nor_who_only_reads_nor_who_does_not_see_it(
    work: Work, passwords: Passwords, agent: Actor, stranger: Actor, written: Application
) -> None:
    reader = await actor_of(work, await make_member(work, passwords, written.structure_id, MemberRole.READER))
    for nobody in (reader, agent):
        with pytest.raises(OutOfRole):
            await ask_to_attest(work, nobody, written.number)
    with pytest.raises(NotFound):
        await ask_to_attest(work, stranger, written.number)


async def test_nothing_is_asked_once_the_region_has_taken_it_back(
    work: Work, agent: Actor, writer: Actor, written: Application, reopened: Solicitation
) -> None:
    await cancel_request(work, agent, written.number, reopened.id)
    with pytest.raises(NotFound):
        await ask_to_attest(work, writer, written.number)
