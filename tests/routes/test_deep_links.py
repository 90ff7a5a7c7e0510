"""A link to a scheme or an application survives login, account creation and activation, and never leaves the site."""

from uuid import uuid4

import pytest
from sqlalchemy import select

from tests.factories.accounts import PASSWORD, make_account, sign_in
from tests.routes.accounts.registering import filled
from tests.routes.people import Applications, People, Person
from tests.support.client import PortalClient
from tests.support.dom import text_of
from tests.support.page import Hop, Page
from tests.support.traces import mails_to
from webapp.accounts.links import mint_link
from webapp.accounts.models import LinkPurpose
from webapp.accounts.passwords import Passwords
from webapp.accounts.paths import ACTIVATION
from webapp.core.mail import OutboxMail
from webapp.core.own_paths import suite, to
from webapp.core.tokens import Signer
from webapp.core.work import Work

SHEET = "/aides/petite-aide"
ELSEWHERE = [
    "https://evil.example/",
    "//evil.example/",
    "/\\evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    "////evil.example",
    "javascript:alert(1)",
    "http:////evil.example",
    " //evil.example",
]


async def log_in(browser: PortalClient, page: Page, login: str, password: str = PASSWORD) -> Page:
    typed = {"Identifiant ou adresse électronique": login, "Mot de passe": password}
    return await browser.submit(page, typed, form="sign-in-form")


async def test_a_visitor_is_led_to_the_login_and_back(
    people: People, applicant: Person, applications: Applications
) -> None:
    draft = await applications.draft(applicant)
    path = f"/demandes/{draft.reference}/votre-dossier/demande"
    visitor = people.visitor()

    login = await visitor.get(path)
    assert login.history == [Hop(303, f"/?suite={path}")]
    failed = await log_in(visitor, login, applicant.account.login, "un mauvais mot de passe")
    assert failed.status == 422
    landed = await log_in(visitor, failed, applicant.account.login)

    assert (landed.path, landed.status) == (path, 200)


async def test_the_navigation_keeps_the_link_too(client: PortalClient) -> None:
    for path in ("/?suite=/demandes", "/creer-un-compte?suite=/demandes"):
        page = await client.get(path)
        menu = page.document.by_id("navigation")
        assert menu is not None
        for words, place in (("Se connecter", "/"), ("Créer un compte", "/creer-un-compte")):
            found = [link.get("href") for link in menu.iter("a") if text_of(link) == words]
            assert found == [f"{place}?suite=/demandes"]


async def test_looking_for_one_s_structure_keeps_the_link(people: People) -> None:
    newcomer = await people.newcomer()
    page = await newcomer.browser.get(f"/structure/nouvelle/association?suite={SHEET}")
    free = page.link("Mon association n'a ni Siret ni RNA")
    assert free == f"/structure/nouvelle/association?saisie=libre&suite={SHEET}"
    assert page.link("Précédent") == f"/structure/nouvelle?suite={SHEET}"


async def test_whoever_is_signed_in_already_goes_straight_there(applicant: Person) -> None:
    page = await applicant.browser.get("/?suite=/demandes")
    assert page.history == [Hop(303, "/demandes")]


async def test_an_agent_s_link_leads_an_agent_back(people: People) -> None:
    agent = await people.agent()
    visitor = people.visitor()
    login = await visitor.get("/espace-agent")
    assert (await log_in(visitor, login, agent.account.login)).path == "/espace-agent"


async def test_through_registration_and_activation_on_another_device(
    client: PortalClient, people: People, applicant: Person, committed: Work, signer: Signer
) -> None:
    """From the sheet of a scheme to its sheet, through a new account and the mail read on a phone."""
    target = "/aides/petite-aide"
    sheet = await client.get(target)
    typed = filled()
    invitation = next(a.get("href", "") for a in sheet.document.all("a") if "creer-un-compte?" in a.get("href", ""))
    form = await client.get(invitation)
    refused = await client.submit(form, {**typed, "terms": False})
    await client.submit(refused, typed)

    async with committed as work:
        query = select(OutboxMail).where(OutboxMail.recipient == typed["Adresse électronique"])
        mail = (await work.session.scalars(query)).one()
    assert mail.data["continue_at"] == target
    token = await mint_link(committed, signer, LinkPurpose.ACTIVATION, mail.about_id)
    phone = people.visitor()
    activated = await phone.submit(await phone.get(to(ACTIVATION, token=token) + suite(mail.data["continue_at"])))
    landed = await log_in(phone, activated, typed["Identifiant"], typed["Mot de passe"])

    assert (landed.path, landed.status) == (target, 200)


@pytest.mark.parametrize("suite", ELSEWHERE)
async def test_login_never_leads_to_another_site(
    suite: str, client: PortalClient, committed: Work, passwords: Passwords
) -> None:
    account = await make_account(committed, passwords)
    home = await client.http.get("/", params={"suite": suite})
    landed = await log_in(client, Page(home), account.login)
    assert landed.response.request.url.host == "localhost"
    assert landed.history[0].location.startswith("/")
    assert not landed.history[0].location.startswith(("//", "/\\"))


@pytest.mark.parametrize("suite", ELSEWHERE)
async def test_a_forged_field_never_leads_to_another_site(
    suite: str, client: PortalClient, committed: Work, passwords: Passwords
) -> None:
    account = await make_account(committed, passwords)
    typed = {"Identifiant ou adresse électronique": account.login, "Mot de passe": PASSWORD}
    landed = await client.submit(await client.get("/"), typed, form="sign-in-form", forged={"suite": suite})
    assert landed.history[0].location.startswith("/")
    assert not landed.history[0].location.startswith(("//", "/\\"))


async def test_beginning_an_application_without_a_structure_comes_back_to_the_scheme(people: People) -> None:
    newcomer = await people.newcomer()
    await people.applicant()
    sheet = await newcomer.browser.get("/aides/petite-aide")
    declaration = await newcomer.browser.submit(sheet, button="Commencer ma demande")
    assert declaration.history == [Hop(303, "/structure/nouvelle?suite=/aides/petite-aide")]


async def test_login_without_a_destination_lands_on_the_dashboard(
    client: PortalClient, committed: Work, passwords: Passwords
) -> None:
    account = await make_account(committed, passwords, first_name=f"Zoé {uuid4().hex[:4]}")
    landed = await sign_in(client, account)
    assert (landed.path, landed.h1) == ("/espace-personnel", "Espace personnel")


async def test_a_new_activation_link_leads_there_too(client: PortalClient, committed: Work) -> None:
    """The first mail was lost, or its link is too old: each page on the way keeps where the person wanted to go."""
    form = await client.get(f"/creer-un-compte?suite={SHEET}")
    typed = filled()
    sent = await client.submit(form, typed, form="registration-form")
    asking = await client.follow(sent, "Recevoir un nouveau lien")
    dead = await client.get(f"/activation/perime?suite={SHEET}")
    expired = await client.submit(dead, button="Activer mon compte")
    assert (await client.follow(expired, "Recevoir un nouveau lien")).path == asking.path
    sent_again = await client.submit(asking, {"Adresse électronique": typed["Adresse électronique"]})
    assert sent_again.h1 == "Un courriel vous a été envoyé"
    _, second = await mails_to(committed, typed["Adresse électronique"])
    assert second.data["continue_at"] == SHEET
