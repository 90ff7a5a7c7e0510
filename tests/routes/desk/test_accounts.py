"""Espace agent, "Comptes": the list, one account and its actions, for administrators only; both ways."""

from uuid import uuid4

import pytest
from sqlalchemy import select

from tests.factories.accounts import PASSWORD, make_account, make_service, sign_in
from tests.routes.people import Office, People, Person
from tests.routes.walk import send, token_for, without_what_changes
from tests.support.client import PortalClient
from tests.support.page import Hop, Page, Swap
from tests.support.swaps import assert_same_page
from tests.support.traces import actions_on, kinds_to
from webapp.accounts.links import mint_link
from webapp.accounts.models import Account, AccountState, LinkPurpose
from webapp.accounts.passwords import Passwords
from webapp.agents.models import Service
from webapp.core.mail import OutboxMail
from webapp.core.tokens import Signer
from webapp.core.work import Work
from webapp.web.csrf import FIELD

LIST = "/espace-agent/comptes"
INVITE = "/espace-agent/comptes/invitation"
CHOSEN = "trois pommes et une poire"


@pytest.fixture
async def administrator(people: People) -> Person:
    return await people.administrator()


def path_of(person: Person) -> str:
    return f"{LIST}/{person.account.id}"


async def found(work: Work, email: str) -> Account:
    async with work:
        return (await work.session.scalars(select(Account).where(Account.email == email))).one()


def somebody(service: Service) -> dict[str, str]:
    """What is typed to invite a person whose address nobody else has."""
    return {
        "civility": "madam",
        "Nom": "Durand",
        "Prénom": "Aïcha",
        "Adresse électronique": f"aicha-{uuid4().hex[:8]}@region.example",
        "role": "scheme_manager",
        "service": str(service.id),
    }


async def invite(administrator: Person, work: Work) -> tuple[Page, str]:
    fields = somebody(await make_service(work))
    page = await administrator.browser.submit(await administrator.browser.get(INVITE), fields, form="invitation-form")
    return page, fields["Adresse électronique"]


async def test_the_desk_of_an_administrator_leads_to_the_accounts(administrator: Person) -> None:
    desk = await administrator.browser.get("/espace-agent", status=200)
    assert "Vous n'appartenez à aucun service" in desk.text
    assert desk.link("Voir les comptes") == LIST
    assert (await administrator.browser.follow(desk, "Comptes")).h1 == "Comptes"


async def test_other_agents_are_shown_no_way_there(agent: Person) -> None:
    desk = await agent.browser.get("/espace-agent")
    assert LIST not in desk.html


async def test_the_list_finds_and_keeps_what_was_asked_in_its_address(
    administrator: Person, committed: Work, passwords: Passwords
) -> None:
    name = f"Lefèvre-{uuid4().hex[:6]}"
    account = await make_account(committed, passwords, first_name="Zoé", last_name=name)
    page = await administrator.browser.submit(
        await administrator.browser.get(LIST),
        {"recherche": name.replace("è", "E"), "qui": "usagers", "etat": "actifs"},
        form=LIST,
    )
    assert page.status == 200
    assert page.path == f"{LIST}?recherche={name.replace('è', 'E')}&qui=usagers&etat=actifs"
    assert page.link(f"Zoé {name}") == f"{LIST}/{account.id}"
    assert "1 compte" in page.text
    assert 'value="usagers" selected' in page.html
    nothing = await administrator.browser.get(f"{page.path}&etat=fermes&recherche=nulle-part")
    assert nothing.status == 200
    none_left = await administrator.browser.get(f"{LIST}?recherche={name}&qui=agents")
    assert "Aucun compte ne correspond" in none_left.text
    assert "account.listed" in await actions_on(committed, "page 1")


@pytest.mark.parametrize(
    "query", ["page=abc", "page=-1", "page=99999999999999999999", "qui=x&etat=y", "recherche=%00", "recherche=%25%5C"]
)
async def test_an_address_made_by_hand_is_no_error(administrator: Person, query: str) -> None:
    await administrator.browser.get(f"{LIST}?{query}", status=200)


async def test_pages_keep_the_filters(administrator: Person, committed: Work, passwords: Passwords) -> None:
    name = f"Nombreux-{uuid4().hex[:6]}"
    for number in range(26):
        await make_account(committed, passwords, first_name=f"P{number:02}", last_name=name)
    first = await administrator.browser.get(f"{LIST}?recherche={name}&qui=usagers")
    second = await administrator.browser.follow(first, "Page suivante")
    assert second.path == f"{LIST}?recherche={name}&qui=usagers&page=2"
    assert f"P25 {name}" in second.text
    assert f"P00 {name}" not in second.text


async def test_an_account_is_told_in_french_words_and_reading_it_leaves_a_trace(
    administrator: Person, agent: Person, committed: Work
) -> None:
    page = await administrator.browser.get(path_of(agent), status=200)
    for words in ("Claire Vidal", "Instructeur", "Actif", "Connexion", "Sessions ouvertes", "Activé le"):
        assert words in page.text
    assert "account.read" in await actions_on(committed, agent.account.id)
    assert "account.read" not in (await administrator.browser.get(path_of(agent))).text


async def test_an_applicant_s_account_offers_a_reset_and_no_more(administrator: Person, applicant: Person) -> None:
    page = await administrator.browser.get(path_of(applicant), status=200)
    assert any("réinitialisation" in words for words in page.button_words())
    assert "Désactiver" not in page.text
    for action in ("role", "desactivation", "reactivation"):
        await administrator.browser.get(f"{path_of(applicant)}/{action}", status=404)


async def test_an_agent_is_invited_activates_and_lands_on_the_desk(
    administrator: Person, client: PortalClient, committed: Work, signer: Signer
) -> None:
    page, email = await invite(administrator, committed)
    assert f"L'invitation a été envoyée à {email}." in page.text
    account = await found(committed, email)
    link = await mint_link(committed, signer, LinkPurpose.AGENT_INVITATION, account.id)
    form = await client.get(f"/invitation/{link}", status=200)
    for words in ("Aïcha Durand", email, "Gestionnaire", "Service des sports"):
        assert words in form.text
    login = f"aicha-{uuid4().hex[:8]}"
    typed = {"Identifiant": login, "Mot de passe": CHOSEN, "Confirmation du mot de passe": CHOSEN}
    done = await client.submit(form, typed, form="agent-activation-form")
    assert "Votre compte est désormais activé. Vous pouvez vous connecter au portail." in done.text
    again = await client.submit(form, typed, form="agent-activation-form")
    assert "Votre compte est déjà activé." in again.text
    assert (await sign_in(client, await found(committed, email), CHOSEN)).h1 == "Espace agent"


async def test_what_is_wrong_in_an_invitation_is_said_beside_its_field_both_ways(
    administrator: Person, applicant: Person
) -> None:
    form = await administrator.browser.get(INVITE)
    typed = {"Nom": "Durand", "role": "case_officer", "Adresse électronique": "sans arobase"}
    swap = await administrator.browser.htmx_submit(form, typed, form="invitation-form")
    plain = await administrator.browser.submit(form, typed, form="invitation-form")
    assert isinstance(swap, Swap)
    assert (swap.status, plain.status) == (422, 422)
    assert_same_page(swap.result, plain.html)
    assert set(plain.errors) == {"civility", "first_name", "email", "service"}
    assert plain.title.startswith("Erreur : ")
    assert 'value="sans arobase"' in plain.html


async def test_the_address_of_an_applicant_is_refused_with_what_to_do(
    administrator: Person, applicant: Person, committed: Work
) -> None:
    fields = somebody(await make_service(committed)) | {"Adresse électronique": applicant.account.email}
    page = await administrator.browser.submit(await administrator.browser.get(INVITE), fields, form="invitation-form")
    assert page.errors == {
        "email": "Cette adresse est celle d'un compte d'usager. Indiquez l'adresse professionnelle de l'agent."
    }


async def test_a_wrong_activation_is_said_both_ways_and_keeps_the_link(
    administrator: Person, client: PortalClient, committed: Work, signer: Signer
) -> None:
    _, email = await invite(administrator, committed)
    link = await mint_link(committed, signer, LinkPurpose.AGENT_INVITATION, (await found(committed, email)).id)
    form = await client.get(f"/invitation/{link}")
    typed = {"Identifiant": "a@b", "Mot de passe": "court"}
    swap = await client.htmx_submit(form, typed, form="agent-activation-form")
    plain = await client.submit(form, typed, form="agent-activation-form")
    assert isinstance(swap, Swap)
    assert_same_page(swap.result, plain.html)
    assert set(plain.errors) == {"login", "new_password", "new_password_again"}
    await client.get(f"/invitation/{link}", status=200)


async def test_every_dead_link_is_the_same_page(
    administrator: Person, client: PortalClient, committed: Work, signer: Signer
) -> None:
    _, email = await invite(administrator, committed)
    account_id = (await found(committed, email)).id
    replaced = await mint_link(committed, signer, LinkPurpose.AGENT_INVITATION, account_id)
    await mint_link(committed, signer, LinkPurpose.AGENT_INVITATION, account_id)
    other = await mint_link(committed, signer, LinkPurpose.PASSWORD_RESET, account_id)
    pages = [await client.get(f"/invitation/{link}", status=410) for link in ("invente", replaced, other)]
    assert "Demandez une nouvelle invitation à l'administrateur du portail" in pages[0].text
    assert len({without_what_changes(page.html) for page in pages}) == 1
    assert email not in pages[1].html


async def test_an_invitation_is_sent_again(administrator: Person, committed: Work) -> None:
    page, email = await invite(administrator, committed)
    async with committed as work:
        mail = (await work.session.scalars(select(OutboxMail).where(OutboxMail.recipient == email))).one()
        mail.created_at = mail.created_at.replace(year=2025)
    again = await administrator.browser.submit(page, form=f"{page.path}/invitation")
    assert again.history == [Hop(303, page.path)]
    assert await kinds_to(committed, email) == 2 * ["accounts/agent_invitation"]


async def test_registration_says_the_same_of_an_invited_agent_as_of_anybody(
    administrator: Person, people: People, committed: Work
) -> None:
    _, email = await invite(administrator, committed)
    answers = []
    for address in (email, f"inconnue-{uuid4().hex[:8]}@association.example"):
        browser = people.visitor()
        fields = {FIELD: await token_for(browser), "email": address}
        answer = await send(browser, "POST", "/activation/nouveau-lien", fields)
        answers.append((answer.status_code, answer.headers["Location"], sorted(answer.headers)))
    assert answers[0] == answers[1]
    assert (await found(committed, email)).kind == "agent"


async def test_a_disabled_agent_is_out_at_their_next_click_and_login_is_refused_as_a_wrong_pair(
    administrator: Person, agent: Person, people: People
) -> None:
    page = await administrator.browser.get(path_of(agent))
    confirm = await administrator.browser.follow(page, "Désactiver le compte")
    assert confirm.h1 == "Désactiver le compte de Claire Vidal"
    done = await administrator.browser.submit(confirm, form=f"{path_of(agent)}/desactivation")
    assert done.history == [Hop(303, path_of(agent))]
    assert "Le compte de Claire Vidal est désactivé. Ses sessions sont terminées." in done.text
    assert "Personne n'est connecté avec ce compte." in done.text
    assert (await agent.browser.get("/espace-agent")).h1 == "Bienvenue"
    refused = await sign_in(people.visitor(), agent.account)
    unknown = await sign_in(people.visitor(), agent.account, "pas le bon mot de passe")
    assert refused.status == unknown.status == 422
    assert without_what_changes(refused.html) == without_what_changes(unknown.html)


async def test_disabling_and_re_enabling_twice_is_once(
    administrator: Person, agent: Person, people: People, committed: Work
) -> None:
    fields = {FIELD: await token_for(administrator.browser)}
    for action in ("desactivation", "reactivation"):
        for _ in range(2):
            answer = await send(administrator.browser, "POST", f"{path_of(agent)}/{action}", fields)
            assert (answer.status_code, answer.headers["Location"]) == (303, path_of(agent))
    actions = await actions_on(committed, agent.account.id)
    assert (actions.count("agent.disabled"), actions.count("agent.enabled")) == (1, 1)
    assert (await sign_in(people.visitor(), agent.account)).h1 == "Espace agent"


async def test_one_s_own_account_cannot_be_disabled(administrator: Person) -> None:
    page = await administrator.browser.get(path_of(administrator))
    assert "Désactiver" not in page.text
    confirm = await administrator.browser.get(f"{path_of(administrator)}/desactivation", status=200)
    assert "Demandez à un autre administrateur du portail." in confirm.text
    fields = {FIELD: await token_for(administrator.browser)}
    answer = await send(administrator.browser, "POST", f"{path_of(administrator)}/desactivation", fields)
    assert answer.status_code == 403


async def test_another_role_is_saved_and_asks_for_a_new_login(
    administrator: Person, people: People, committed: Work
) -> None:
    agent = await people.agent(Office.ELSEWHERE)
    form = await administrator.browser.get(f"{path_of(agent)}/role", status=200)
    refused = await administrator.browser.submit(form, {"service": ""}, form="role-form")
    assert (refused.status, set(refused.errors)) == (422, {"service"})
    done = await administrator.browser.submit(form, {"role": "administrator", "service": ""}, form="role-form")
    assert "Le rôle de Claire Vidal est enregistré." in done.text
    assert (await agent.browser.get("/espace-agent")).h1 == "Bienvenue"
    twice = await administrator.browser.submit(form, {"role": "administrator", "service": ""}, form="role-form")
    assert "Rien n'a changé." in twice.text


async def test_a_reset_is_sent_and_shows_no_password(administrator: Person, agent: Person, committed: Work) -> None:
    page = await administrator.browser.get(path_of(agent))
    done = await administrator.browser.submit(page, form=f"{path_of(agent)}/reinitialisation")
    assert f"Un courriel a été envoyé à {agent.account.email}" in done.text
    assert await kinds_to(committed, agent.account.email) == ["accounts/password_reset"]
    assert PASSWORD not in done.html


async def test_an_unknown_account_is_not_found(administrator: Person) -> None:
    for address in (f"{LIST}/{uuid4()}", f"{LIST}/{uuid4()}/role", f"{LIST}/pas-un-compte"):
        await administrator.browser.get(address, status=404)


@pytest.mark.parametrize("state", list(AccountState))
async def test_each_state_has_its_words(
    administrator: Person, committed: Work, passwords: Passwords, state: AccountState
) -> None:
    account = await make_account(committed, passwords, state=state)
    words = {"pending": "À activer", "active": "Actif", "disabled": "Désactivé", "closed": "Fermé"}
    page = await administrator.browser.get(f"{LIST}/{account.id}", status=200)
    assert words[state] in page.text
