"""A request that an agent closes is not said to be accepted, unless all of it was: on no page, and by no mail."""

from collections.abc import Sequence

import pytest

from tests.factories.accounts import actor_of
from tests.factories.solicitations import items, make_sent_request, reply_to
from tests.routes.people import Applications, Person
from tests.support.dom import text_of
from tests.support.page import Page
from tests.support.traces import kinds_to
from webapp.adapters.memory_store import MemoryStore
from webapp.applications.models import Application
from webapp.applications.use_cases.desk import take_over
from webapp.core.actor import Actor
from webapp.core.work import Work
from webapp.solicitations.models import Solicitation
from webapp.solicitations.use_cases.judging import close_request, judge_item
from webapp.solicitations.use_cases.replying import transmit_reply

CLOSED, ACCEPTED = "solicitations/closed", "solicitations/accepted"


@pytest.fixture
async def officer(committed: Work, agent: Person) -> Actor:
    return await actor_of(committed, agent.account)


@pytest.fixture
async def taken(committed: Work, officer: Actor, applicant: Person, applications: Applications) -> Application:
    return await take_over(committed, officer, (await applications.submitted(applicant)).number)


@pytest.fixture
async def asked(committed: Work, officer: Actor, taken: Application) -> Solicitation:
    return await make_sent_request(committed, officer, taken)


@pytest.fixture
async def answered(
    committed: Work, applicant: Person, taken: Application, asked: Solicitation, store: MemoryStore
) -> Solicitation:
    member = await actor_of(committed, applicant.account)
    for item in await items(committed, asked):
        await reply_to(committed, member, taken, item, store, f"{item.position}.pdf")
    return await transmit_reply(committed, member, taken.number, asked.id)


def chips(page: Page) -> list[str]:
    return [text_of(one) for one in page.document.all("span") if "chip" in one.get("class", "").split()]


async def told(work: Work, person: Person) -> list[str]:
    return [kind for kind in await kinds_to(work, person.account.email) if kind in (CLOSED, ACCEPTED)]


async def reads(applicant: Person, application: Application) -> tuple[list[str], str]:
    """The chips of the table, and the tracking page with its chronology."""
    table = await applicant.browser.get(f"/demandes/{application.reference}/sollicitations", status=200)
    return chips(table), (await applicant.browser.get(f"/demandes/{application.reference}", status=200)).text


async def test_nobody_had_answered(
    committed: Work, officer: Actor, applicant: Person, taken: Application, asked: Solicitation
) -> None:
    for _ in range(2):
        await close_request(committed, officer, taken.number, asked.id)
    table, tracking = await reads(applicant, taken)
    assert table == ["Close"]
    assert "Demande de pièces close" in tracking
    assert "Réponse acceptée" not in tracking
    assert await told(committed, applicant) == [CLOSED]
    page = await applicant.browser.get(f"/demandes/{taken.reference}/sollicitations/{asked.id}", status=200)
    assert "La Région a clos cette demande" in page.text
    assert "Acceptée" not in page.text


@pytest.mark.parametrize(
    ("verdicts", "label", "said", "mail", "of_items"),
    [
        ((), "Close", "Demande de pièces close", CLOSED, ["Déposé", "Déposé"]),
        ((True,), "Close", "Demande de pièces close", CLOSED, ["Acceptée", "Déposé"]),
        ((True, False), "Close", "Demande de pièces close", CLOSED, ["Acceptée", "Non acceptée"]),
        ((True, True), "Acceptée", "Réponse acceptée", ACCEPTED, ["Acceptée", "Acceptée"]),
    ],
)
async def test_a_reply_is_accepted_only_when_each_item_is(
    verdicts: Sequence[bool],
    label: str,
    said: str,
    mail: str,
    of_items: list[str],
    *,
    committed: Work,
    officer: Actor,
    applicant: Person,
    taken: Application,
    answered: Solicitation,
) -> None:
    for item, verdict in zip(await items(committed, answered), verdicts, strict=False):
        about = taken.number, answered.id, item.id
        await judge_item(committed, officer, *about, is_accepted=verdict, verdict="La page 2 manque.")
    await close_request(committed, officer, taken.number, answered.id)
    table, tracking = await reads(applicant, taken)
    assert table == [label]
    assert said in tracking
    assert ("Réponse acceptée" in tracking) is (mail == ACCEPTED)
    assert await told(committed, applicant) == [mail]
    page = await applicant.browser.get(f"/demandes/{taken.reference}/sollicitations/{answered.id}", status=200)
    assert [chip for chip in chips(page) if chip in {*of_items, "Redemandée"}] == of_items


async def test_a_contribution_that_nobody_judged(
    committed: Work, officer: Actor, agent: Person, applicant: Person, taken: Application, applications: Applications
) -> None:
    contribution = await applications.amended(taken, agent)
    await close_request(committed, officer, taken.number, contribution)
    table, tracking = await reads(applicant, taken)
    assert table == ["Close"]
    assert "Demande de modification close" in tracking
    assert "Modifications acceptées" not in tracking
    assert await told(committed, applicant) == [CLOSED]
    page = await applicant.browser.get(f"/demandes/{taken.reference}/sollicitations/{contribution}", status=200)
    assert chips(page)[0] == "Close"
